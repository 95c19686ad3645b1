"""What of the book belongs to a period and may leave: the office's own rows of a submission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.terms import ModelState, RecipientKind
from desktop.exchange.submission import Table, is_numeric, leaving_fields
from desktop.storage.keeping import plain
from desktop.storage.registers import SPECS, TABLES, children, spec

__all__ = [
    "NAMED_AT_FIRST",
    "OFFERED",
    "SubmissionRequest",
    "registers_of",
    "sendable",
    "tables_of",
    "title_leaves",
    "unnamed",
    "with_names",
]

Progress = Callable[[int, int], None]

OFFERED = ("models", "rounds", "pledges", "campaigns", "topics", "documents", "yearly_ratings")
"""Registers the clerk can choose; what they own and refer to goes with them."""
NAMED_AT_FIRST = frozenset({"awards", "rounds", "decisions"})
"""Where persons are named unless a profile says otherwise: in commendations; counts elsewhere."""
_ALWAYS = ("offices", "units", "fields", "award_forms")
_NEVER = frozenset({"members", "member_steps", "member_moves", "member_units", "expected"})
_UNNAMED: Mapping[str, tuple[str, frozenset[str], tuple[str, ...]]] = {
    "awards": (
        "recipient_kind",
        frozenset({RecipientKind.INDIVIDUAL.value, RecipientKind.HOUSEHOLD.value}),
        ("recipient_name", "recipient_post", "achievement"),
    )
}
"""Fields that say something about a person in some rows only: the field that tells, its values."""
_DEEPEST = 3  # references that follow each other to a title


@dataclass(frozen=True)
class SubmissionRequest:
    """What is to be sent: a period (both days included) and registers.

    Persons are named in the registers of `personal` only: by default in the commendations. With
    `below` the rows that lower offices sent go along (their figures always do). `profile` is what
    the choice is called.
    """

    period_from: date
    period_to: date
    registers: tuple[str, ...] = OFFERED
    personal: frozenset[str] = NAMED_AT_FIRST
    below: bool = False
    profile: str = ""


def sendable(names: Iterable[str]) -> None:
    """Raise `UserProblem` for a register that is never sent."""
    unknown = [one for one in names if one not in SPECS or one in _NEVER]
    if unknown:
        raise UserProblem(f"Sổ «{unknown[0]}» không gửi được.")


def registers_of(names: Iterable[str]) -> frozenset[str]:
    """Return all registers that are sent when these are chosen."""
    return frozenset(_with_owned((*_ALWAYS, *names)))


def with_names(register: str) -> frozenset[str]:
    """Return what an offered register needs among `personal` so that its persons are named.

    Empty where nothing of it says something about one person.
    """
    owned = _with_owned((register,))
    telling = any(one.personal and one.leaves for name in owned for one in spec(name).fields)
    return frozenset(owned) if telling else frozenset()


def unnamed(register: str, personal: frozenset[str], row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields of a row that must be blank for no person to be named in it.

    Beside those that are declared personal, which no row has then.
    """
    if register in personal or register not in _UNNAMED:
        return ()
    telling, persons, fields = _UNNAMED[register]
    return fields if row.get(telling) in persons else ()


def title_leaves(register: str, personal: frozenset[str], depth: int = 0) -> bool:
    """Tell whether what a register's rows are called may leave the office."""
    field = spec(register).by_name[spec(register).title]
    if not field.leaves or (field.personal and register not in personal):
        return False
    if field.kind is not Kind.REFERENCE:
        return True
    target = field.reference or ""
    return target not in _NEVER and depth < _DEEPEST and title_leaves(target, personal, depth + 1)


def tables_of(
    session: Session, request: SubmissionRequest, progress: Progress | None
) -> list[Table]:
    """Return the office's own rows that are sent, a table for each register."""
    chosen = _with_owned((*_ALWAYS, *request.registers))
    ids: dict[str, set[int]] = {}
    # owners before what they own
    for name in chosen:
        declared = spec(name)
        ids[name] = _chosen_ids(session, declared, request, ids)
    _close(session, ids)
    found: list[Table] = []
    for place, name in enumerate(sorted(ids)):
        if progress is not None:
            progress(place, len(ids))
        found.append(_table(session, spec(name), ids[name], request.personal))
    return found


def _with_owned(names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    waiting = list(dict.fromkeys(names))
    while waiting:
        name = waiting.pop(0)
        if name in found or name in _NEVER or not spec(name).travels:
            continue
        found.append(name)
        waiting += [one.name for one in children(name)]
    return found


def _chosen_ids(
    session: Session, declared: RegisterSpec, request: SubmissionRequest, ids: dict[str, set[int]]
) -> set[int]:
    table = TABLES[declared.name]
    statement = select(table.c.id).where(table.c.deleted_at.is_(None))
    if declared.parent is not None:
        owner = declared.by_name[declared.parent].reference or ""
        rows = session.execute(
            select(table.c.id, table.c[declared.parent]).where(table.c.deleted_at.is_(None))
        )
        return {row[0] for row in rows if row[1] in ids.get(owner, set())}
    return set(session.scalars(statement.where(*_of_period(session, declared, request))))


def _of_period(
    session: Session, declared: RegisterSpec, request: SubmissionRequest
) -> list[ColumnElement[bool]]:
    """Return the conditions that tie a register to the period; undated rows belong to it."""
    table = TABLES[declared.name]
    begin, end = request.period_from, request.period_to
    if declared.name == "models":
        stopped = and_(
            table.c.state == ModelState.STOPPED.value,
            table.c.state_on.is_not(None),
            table.c.state_on < begin,
        )
        registered = or_(table.c.registered_on.is_(None), table.c.registered_on <= end)
        return [registered, ~stopped]
    if declared.period is None:
        return []
    day = table.c[declared.period]
    within = or_(day.is_(None), day.between(begin, end))
    if declared.name == "rounds":
        decisions = TABLES["decisions"]
        decided = select(decisions.c.round_id).where(
            decisions.c.deleted_at.is_(None), decisions.c.on.between(begin, end)
        )
        return [or_(within, table.c.id.in_(decided))]
    if declared.name == "pledges":
        campaigns = TABLES["campaigns"]
        due = select(campaigns.c.id).where(
            campaigns.c.deleted_at.is_(None), campaigns.c.deadline.between(begin, end)
        )
        return [or_(day.between(begin, end), table.c.campaign_id.in_(due))]
    return [within]


def _close(session: Session, ids: dict[str, set[int]]) -> None:
    """Add the rows that chosen rows refer to, as far as their registers are sent at all."""
    changed = True
    while changed:
        changed = False
        for name in list(ids):
            table = TABLES[name]
            for field in spec(name).fields:
                target = field.reference or ""
                if field.kind is not Kind.REFERENCE or target not in ids:
                    continue
                statement = select(table.c[field.name]).where(
                    table.c.deleted_at.is_(None), table.c[field.name].is_not(None)
                )
                if name not in _ALWAYS:
                    rows = session.execute(statement.add_columns(table.c.id))
                    wanted = {row[0] for row in rows if row[1] in ids[name]}
                else:
                    wanted = set(session.scalars(statement))
                if not wanted <= ids[target]:
                    ids[target] |= wanted
                    changed = True


def _table(
    session: Session, declared: RegisterSpec, ids: set[int], personal: frozenset[str]
) -> Table:
    table = TABLES[declared.name]
    fields = leaving_fields(declared, personal=declared.name in personal)
    columns = [table.c.id, table.c.uid, *(table.c[one.name] for one in fields)]
    uids = {
        one.name: _uids(session, one.reference or "")
        for one in fields
        if one.kind is Kind.REFERENCE
    }
    rows = []
    for row in session.execute(select(*columns)).mappings():
        if row["id"] in ids:
            blank = unnamed(declared.name, personal, dict(row))
            told = (
                None if one.name in blank else _sent(one, row[one.name], uids) for one in fields
            )
            rows.append((row["uid"], *told))
    numeric = frozenset(one.name for one in fields if is_numeric(one))
    return Table(declared.name, ("uid", *(one.name for one in fields)), numeric, rows)


def _uids(session: Session, register: str) -> Mapping[int, str]:
    table = TABLES[register]
    return {row[0]: row[1] for row in session.execute(select(table.c.id, table.c.uid))}


def _sent(field: Field, value: Any, uids: Mapping[str, Mapping[int, str]]) -> Any:
    """Return a value as it stands in a submission."""
    if value is None:
        return None
    if field.kind is Kind.REFERENCE:
        return uids[field.name].get(value)
    if field.kind is Kind.BOOLEAN:
        return int(value)
    if field.kind is Kind.POINTS:
        return int(value * 100)
    return plain(value)

"""Sending upward: what of the book belongs to a period and may leave, as one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop import __version__
from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.terms import Direction, ModelState
from desktop.core.vietnamese.fold import fold
from desktop.exchange.submission import (
    SUFFIX,
    Table,
    Written,
    is_numeric,
    leaving_fields,
    write_file,
)
from desktop.services import registers
from desktop.services.books import require_other
from desktop.services.figures import figures
from desktop.storage.book import Book, changes_of
from desktop.storage.engine import SCHEMA_VERSION
from desktop.storage.keeping import canonical, plain
from desktop.storage.models.base import now
from desktop.storage.registers import SPECS, TABLES, children, spec

__all__ = [
    "OFFERED",
    "SubmissionRequest",
    "Written",
    "counts_preview",
    "file_name",
    "send_upward",
    "suggested_name",
]

Progress = Callable[[int, int], None]
_LONGEST_STEM = 60  # characters: some USB sticks and mail programs cut longer names

OFFERED = ("models", "rounds", "pledges", "campaigns", "topics", "documents", "yearly_ratings")
"""Registers the clerk can choose; what they own and refer to goes with them."""
_WITH_NAMES = frozenset({"awards", "rounds", "decisions"})
_ALWAYS = ("offices", "units", "fields", "award_forms")
_NEVER = frozenset({"members", "member_steps", "member_moves", "member_units", "expected"})


@dataclass(frozen=True)
class SubmissionRequest:
    """What is to be sent: a period (both days included) and registers.

    Persons are named in the registers of `personal` only: by default in the commendations.
    """

    period_from: date
    period_to: date
    registers: tuple[str, ...] = OFFERED
    personal: frozenset[str] = _WITH_NAMES


def suggested_name(book: Book, request: SubmissionRequest) -> str:
    """Return the name that a submission of this book is given unless the clerk says otherwise."""
    return file_name(book.name, request.period_from, request.period_to)


def file_name(office: str, period_from: date, period_to: date) -> str:
    """Return a file name made of an office and a period, without diacritics or spaces."""
    stem = fold(office).replace(" ", "-")[:_LONGEST_STEM].strip("-") or "so-lieu"
    return f"{stem}_{period_from:%Y%m%d}-{period_to:%Y%m%d}{SUFFIX}"


def send_upward(
    book: Book, request: SubmissionRequest, target: Path, progress: Progress | None = None
) -> Done[Written]:
    """Write the submission and note it in the book.

    Raises `UserProblem` for a bad period, register or ending; the sentences of the environment.
    """
    _require(request, target, book)
    numbers = figures(book, request.period_from, request.period_to).to_json_dict()
    with book.read() as session:
        tables = _tables(session, request, progress)
    office = registers.own_office(book)
    manifest = {
        "office_uid": office.uid,
        "office_name": str(office.values["name"]),
        "office_level": str(office.values["level"]),
        "office_parent": str(office.values["parent_name"] or ""),
        "period_from": request.period_from.isoformat(),
        "period_to": request.period_to.isoformat(),
        "made_at": now(),
        "program_version": __version__,
        "schema_version": str(SCHEMA_VERSION),
        "registers": canonical(sorted(one.name for one in tables)).decode(),
        "personal": canonical(sorted(request.personal)).decode(),
        "figures": canonical(numbers).decode(),
    }
    fresh = not target.exists()
    written = write_file(target, manifest, tables)
    try:
        return _note(book, request, written)
    except BaseException:
        if fresh:  # a file that the book knows nothing of must not go out
            target.unlink(missing_ok=True)
        raise


def _note(book: Book, request: SubmissionRequest, written: Written) -> Done[Written]:
    """Note in the book what was sent."""
    with book.write("Gửi cấp trên") as session:
        noted = {
            "direction": Direction.ISSUED.value,
            "office_name": book.name,
            "made_on": date.today(),  # noqa: DTZ011 - the clerk's own calendar day
            "period_from": request.period_from,
            "period_to": request.period_to,
            "file_name": written.path.name,
            "digest": written.digest,
            "counts": canonical(dict(written.counts)).decode(),
        }
        registers.save_in(session, "submissions", noted)
        return Done(written, changes_of(session))


def _require(request: SubmissionRequest, target: Path, book: Book) -> None:
    if request.period_from > request.period_to:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    if target.suffix.lower() != SUFFIX:
        raise UserProblem(f"Tên tệp gửi cấp trên phải có đuôi {SUFFIX}.")
    require_other(target, book.path)
    unknown = [one for one in request.registers if one not in SPECS or one in _NEVER]
    if unknown:
        raise UserProblem(f"Sổ «{unknown[0]}» không gửi được.")


def counts_preview(book: Book, request: SubmissionRequest) -> dict[str, int]:
    """Return how many rows of each register would be sent."""
    with book.read() as session:
        return {one.name: len(one.rows) for one in _tables(session, request, None)}


# choosing rows


def _tables(session: Session, request: SubmissionRequest, progress: Progress | None) -> list[Table]:
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
        found.append(_table(session, spec(name), ids[name], name in request.personal))
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


def _table(session: Session, declared: RegisterSpec, ids: set[int], personal: bool) -> Table:
    table = TABLES[declared.name]
    fields = leaving_fields(declared, personal=personal)
    columns = [table.c.id, table.c.uid, *(table.c[one.name] for one in fields)]
    uids = {
        one.name: _uids(session, one.reference or "")
        for one in fields
        if one.kind is Kind.REFERENCE
    }
    rows = [
        (row[1], *(_sent(one, value, uids) for one, value in zip(fields, row[2:], strict=True)))
        for row in session.execute(select(*columns))
        if row[0] in ids
    ]
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

"""Turning one batch of audit entries round: its rows as they were before it.

What the batch added goes, whole, to where doing it again finds it; what an undoing took out comes
back; what it changed gets its former values, each row once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.register import Kind, RegisterSpec
from desktop.core.terms import AuditAction
from desktop.services.undoing.chains import Link, bounds
from desktop.storage import undone
from desktop.storage.audit_notes import PAPERS, PASSING
from desktop.storage.keeping import SETTINGS, canonical, deed_of, plain
from desktop.storage.models import AuditEntry, Kept, Setting
from desktop.storage.registers import MODELS, TABLES, spec

CHUNK = 500
_FLUSHED = 300  # rows that are read, and written, together
_CREATED, _PURGED = AuditAction.CREATED.value, AuditAction.PURGED.value
_RESTORED = AuditAction.RESTORED.value

Entry = Row[Any]
Key = tuple[str, str]  # register, uid
Tick = Callable[[int], object]


@dataclass
class Plan:
    """What turning a link round does."""

    changed: dict[Key, dict[str, Any]] = field(default_factory=dict)  # former values
    titles: dict[Key, str] = field(default_factory=dict)
    alone: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    """Uids of rows that were added one by one, by register; the latest first."""
    together: list[tuple[str, int, int]] = field(default_factory=list)
    """Register, first and last id of rows that were added many at a time."""
    taken_out: list[Entry] = field(default_factory=list)  # the entries of what comes back
    settings: dict[str, str | None] = field(default_factory=dict)  # former values

    @property
    def rows(self) -> int:
        """How many rows it is going to write, to tell how far it has come."""
        added = sum(len(uids) for uids in self.alone.values())
        added += sum(last - first + 1 for _register, first, last in self.together)
        back = sum(
            1 if one.row_uid else bounds(one.after)[1] - bounds(one.after)[0] + 1
            for one in self.taken_out
        )
        return len(self.changed) + added + back

    def was_added(self, register: str, uid: str, row_id: int) -> bool:
        """Tell whether a row was added by what is turned round."""
        return uid in self.alone.get(register, ()) or any(
            name == register and first <= row_id <= last for name, first, last in self.together
        )


def read_entries(session: Session, link: Link) -> list[Entry]:
    """Return the audit entries of a link that changed something, in their order."""
    columns = AuditEntry.__table__.c
    wanted = ("id", "action", "register", "row_uid", "title", "before", "after")
    erased = columns.payload_hash.is_not(None) & columns.salt.is_(None)
    statement = select(*(columns[one] for one in wanted), erased.label("erased")).where(
        columns.batch == link.batch, columns.action.not_in(PASSING)
    )
    return list(session.execute(statement.order_by(columns.id)))


def plan_of(entries: Sequence[Entry], *, undoes: bool) -> Plan:
    """Return what turning a link round does; `undoes` when the link itself was an undoing.

    Raises `UserProblem` when it removed records for good, or what it changed was erased.
    """
    plan = Plan()
    if any(one.erased or one.action == AuditAction.ERASED.value for one in entries):
        raise UserProblem(
            "Nội dung của việc này đã được xóa cùng dữ liệu cá nhân nên không hoàn tác được."
        )
    if any(one.register == PAPERS and one.action == _RESTORED for one in entries):
        raise UserProblem(
            "Sổ này được cứu từ một sổ hỏng, việc ấy không hoàn tác được. Hãy mở bản sao lưu."
        )
    for one in reversed(entries):
        if one.register == SETTINGS:
            plan.settings[one.row_uid] = _setting(one.before)
        elif one.action == _CREATED:
            if one.row_uid:
                plan.alone[one.register][one.row_uid] = None
            else:
                plan.together.append((one.register, *bounds(one.after)))
        elif one.action == _PURGED:
            if not undoes:
                raise UserProblem(
                    "Việc này đã xóa hẳn bản ghi nên không hoàn tác được. Hãy mở bản sao lưu."
                )
            plan.taken_out.append(one)
        else:
            # the last that is met is the earliest: the values before all of it
            key = (one.register, one.row_uid)
            plan.changed.setdefault(key, {}).update(json.loads(one.before or "{}"))
            plan.titles[key] = one.title
    for register, uids in plan.alone.items():
        for uid in uids:
            plan.changed.pop((register, uid), None)
    return plan


def _setting(said: str | None) -> str | None:
    return None if said is None else json.loads(said)["value"]


def turn_round(session: Session, link: Link, plan: Plan, tick: Tick) -> None:
    """Do what was planned, under the session's deed; `tick` gets how many rows more are done."""
    batch = deed_of(session).batch
    if plan.taken_out:
        _bring_back(session, link, plan, tick)
    _change_back(session, plan, tick)
    for key, value in plan.settings.items():
        _set(session, key, value)
    session.flush()
    for register, first, last in plan.together:
        ids = _ids(session, register, TABLES[register].c.id.between(first, last))
        undone.take_out(session, batch, register, ids, tick)
        _note(session, _PURGED, register, "", _many(register, len(ids)), {"ids": [first, last]})
    for register, uids in plan.alone.items():
        _take_out_alone(session, batch, register, list(uids), tick)
    session.flush()


def _bring_back(session: Session, link: Link, plan: Plan, tick: Tick) -> None:
    wanted = plan.rows - len(plan.changed)
    if undone.put_back(session, link.batch, tick) != wanted:
        raise UserProblem("Không còn dữ liệu của việc này nên không làm lại được.")
    for one in reversed(plan.taken_out):
        after = json.loads(one.after) if one.after else None
        _note(session, _CREATED, one.register, one.row_uid, one.title, after)


def _change_back(session: Session, plan: Plan, tick: Tick) -> None:
    """Give rows their former values. Sort keys are made of other rows' titles: these come first."""
    renaming = [key for key, values in plan.changed.items() if spec(key[0]).title in values]
    others = [key for key in plan.changed if spec(key[0]).title not in plan.changed[key]]
    for keys, alone in ((renaming, True), (others, False)):
        for some in _parts(keys, _FLUSHED):
            rows = _rows_of(session, some)
            for key in some:
                row = rows.get(key)
                if row is None:
                    raise UserProblem(
                        f"Không còn bản ghi «{plan.titles[key]}» nên không hoàn tác được."
                    )
                if plan.was_added(key[0], key[1], row.id):
                    continue
                _put_back(row, row.__register__, plan.changed[key])
                if alone:
                    session.flush()
            session.flush()
            tick(len(some))


def _rows_of(session: Session, keys: Iterable[Key]) -> dict[Key, Kept]:
    """Return rows by register and uid; a query a register."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for register, uid in keys:
        wanted[register].append(uid)
    found: dict[Key, Kept] = {}
    for register, uids in wanted.items():
        model = MODELS[register]
        for row in session.scalars(select(model).where(model.uid.in_(uids))):
            found[register, row.uid] = row
    return found


def _put_back(row: Kept, declared: RegisterSpec, before: Mapping[str, Any]) -> None:
    for name, kept in before.items():
        described = declared.by_name.get(name)
        value = kept
        if described is not None and kept is not None:
            if described.kind is Kind.DATE:
                value = date.fromisoformat(kept)
            elif described.kind is Kind.POINTS:
                value = Decimal(kept)
            elif described.kind is Kind.BYTES:
                raise UserProblem("Việc này đã thay nội dung tệp nên không hoàn tác được.")
        setattr(row, name, value)


def _set(session: Session, key: str, value: str | None) -> None:
    kept = session.get(Setting, key)
    if value is None:
        if kept is not None:
            session.delete(kept)
    elif kept is None:
        session.add(Setting(key=key, value=value))
    else:
        kept.value = value


def _take_out_alone(
    session: Session, batch: str, register: str, uids: Sequence[str], tick: Tick
) -> None:
    """Take out rows that were added one by one; each has its own entry, with what it said."""
    table = TABLES[register]
    names = [one.name for one in spec(register).fields if one.kind is not Kind.BYTES]
    columns = [table.c[one] for one in ("id", "uid", "origin", "deleted_at", *names)]
    ids: list[int] = []
    # the order of adding, so that what comes back has its entries in that order
    for some in _parts(uids[::-1], CHUNK):
        found = session.execute(select(*columns).where(table.c.uid.in_(some))).mappings()
        by_uid = {row["uid"]: row for row in found}
        for uid in some:
            row = by_uid.get(uid)
            if row is None:
                raise UserProblem("Không còn bản ghi của việc này nên không hoàn tác được.")
            ids.append(row["id"])
            before = {name: plain(value) for name, value in row.items()}
            title = str(row[spec(register).title] or "")
            _note(session, _PURGED, register, uid, title, None, before)
    undone.take_out(session, batch, register, sorted(ids), tick)


def _ids(session: Session, register: str, where: Any) -> list[int]:
    table = TABLES[register]
    return list(session.scalars(select(table.c.id).where(where).order_by(table.c.id)))


def _many(register: str, count: int) -> str:
    return f"{count} {spec(register).singular_heading}"


def _note(
    session: Session,
    action: str,
    register: str,
    uid: str,
    title: str,
    after: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Write an audit entry of a row that went or came back whole."""
    deed = deed_of(session)
    deed.registers |= {register}
    session.execute(
        insert(AuditEntry).values(
            batch=deed.batch,
            deed=deed.words,
            action=action,
            register=register,
            row_uid=uid,
            title=title[:200],
            before=None if before is None else canonical(before).decode(),
            after=None if after is None else canonical(after).decode(),
        )
    )


def note_nothing(session: Session, link: Link) -> None:
    """Write an entry for a deed whose turning round changes nothing, so that its chain goes on."""
    first = session.execute(
        select(AuditEntry.register, AuditEntry.row_uid, AuditEntry.title, AuditEntry.after).where(
            AuditEntry.id == link.first
        )
    ).one()
    after: Mapping[str, Any] = {} if first.row_uid else json.loads(first.after or "{}")
    _note(session, AuditAction.CHANGED.value, first.register, first.row_uid, first.title, after, {})


def _parts(given: Sequence[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(given), size):
        yield list(given[start : start + size])

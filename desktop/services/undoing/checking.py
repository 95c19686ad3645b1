"""What speaks against turning a deed round: what was done since with the rows that it wrote."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.register import Kind
from desktop.core.terms import AuditAction
from desktop.services.undoing.chains import Link, bounds, root
from desktop.services.undoing.reversing import CHUNK, Entry, Plan
from desktop.storage.audit_notes import PASSING
from desktop.storage.models import AuditEntry
from desktop.storage.registers import TABLES, referring, spec

_BESIDE = ("attachments", "notes")
"""Registers whose rows belong to a record by its uid, which no foreign key watches over."""


def refuse_touched(session: Session, link: Link, entries: Sequence[Entry]) -> None:
    """Refuse when something later, that stands, wrote to a row that this link wrote to."""
    touched = _touched(session, link)
    if not touched:
        return
    mine = {one.row_uid for one in entries if one.row_uid}
    for one in entries:
        if one.row_uid or one.action != AuditAction.CREATED.value:
            continue
        table = TABLES[one.register]
        for some in _parts(list(touched)):
            inside = table.c.uid.in_(some) & table.c.id.between(*bounds(one.after))
            mine |= set(session.scalars(select(table.c.uid).where(inside)))
    for uid, (title, gone) in touched.items():
        if uid in mine and gone:
            raise UserProblem(
                f"«{title}» đã bị xóa hẳn sau đó nên không hoàn tác được. Hãy mở bản sao lưu."
            )
        if uid in mine:
            raise UserProblem(
                f"«{title}» đã được sửa sau đó nên không hoàn tác được cả việc. "
                "Hãy sửa từng bản ghi hoặc mở bản sao lưu."
            )


def _touched(session: Session, link: Link) -> dict[str, tuple[str, bool]]:
    """Return title, and whether it is gone, of the rows written since and not put back again."""
    later = (
        select(AuditEntry.batch, func.max(AuditEntry.id))
        .where(AuditEntry.id > link.last, AuditEntry.action.not_in(PASSING))
        .group_by(AuditEntry.batch)
    )
    chains: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for batch, last in session.execute(later):
        chains[root(batch)].append((last, batch))
    found: dict[str, tuple[str, bool]] = {}
    for links in chains.values():
        if len(links) % 2 == 0:
            continue  # each undoing took back what it followed
        _last, batch = max(links)
        written = select(AuditEntry.row_uid, AuditEntry.title, AuditEntry.action)
        for uid, title, action in session.execute(
            written.where(
                AuditEntry.batch == batch,
                AuditEntry.row_uid != "",
                AuditEntry.action.not_in(PASSING),
            )
        ):
            found[uid] = (title or "Một bản ghi", action == AuditAction.PURGED.value)
    return found


def refuse_with_files(session: Session, plan: Plan) -> None:
    """Refuse when files or notes were put to a record that this deed added."""
    for register in _BESIDE:
        table = TABLES[register]
        owners = list(session.scalars(select(table.c.owner_uid).distinct()))
        added = _added_among(session, plan, owners)
        for some in _parts(sorted(added)):
            rows = select(table.c.id, table.c.uid).where(table.c.owner_uid.in_(some))
            if all(plan.was_added(register, uid, one) for one, uid in session.execute(rows)):
                continue
            what = "tệp đính kèm" if register == "attachments" else "ghi chú"
            raise UserProblem(
                f"Đã có {what} ở bản ghi của việc này nên không hoàn tác được. "
                f"Hãy bỏ {what} đó trước."
            )


def _added_among(session: Session, plan: Plan, uids: Sequence[str]) -> set[str]:
    """Return those of some rows that the deed added."""
    alone = {uid for some in plan.alone.values() for uid in some}
    found = alone.intersection(uids)
    for register, first, last in plan.together if uids else ():
        table = TABLES[register]
        for some in _parts(uids):
            inside = table.c.uid.in_(some) & table.c.id.between(first, last)
            found |= set(session.scalars(select(table.c.uid).where(inside)))
    return found


def refuse_used(session: Session, plan: Plan) -> None:
    """Refuse when a row that went is still referred to; nothing is looked at when none went."""
    went = {*plan.alone, *(register for register, _first, _last in plan.together)}
    for table in sorted({other.name for one in went for other, _field in referring(one)}):
        # the name of a table of our own
        check = f'PRAGMA foreign_key_check("{table}")'
        broken = session.connection().exec_driver_sql(check).first()
        if broken is not None:
            raise UserProblem(
                f"Sổ «{spec(table).heading}» đã dùng bản ghi của việc này nên không hoàn tác "
                "được. Hãy bỏ liên kết đó trước."
            )


def refuse_gone(session: Session, plan: Plan) -> None:
    """Refuse when a row got back a reference to one that was removed for good since."""
    wanted: dict[str, set[int]] = defaultdict(set)
    gone = _not_there(session, plan)
    for (register, uid), values in plan.changed.items():
        if (register, uid) in gone:
            continue  # the deed added it, too
        by_name = spec(register).by_name
        for name, value in values.items():
            if name in by_name and by_name[name].kind is Kind.REFERENCE and value is not None:
                wanted[by_name[name].reference or ""].add(value)
    for register, ids in wanted.items():
        there = session.connection().exec_driver_sql(
            # the name of a table of our own
            f'SELECT count(*) FROM "{register}"'  # noqa: S608
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(ids)),),
        )
        if there.scalar_one() < len(ids):
            raise UserProblem(
                f"Có bản ghi của sổ «{spec(register).heading}» đã bị xóa hẳn sau đó nên không "
                "hoàn tác được. Hãy mở bản sao lưu."
            )


def _not_there(session: Session, plan: Plan) -> set[tuple[str, str]]:
    """Return those of the changed rows that went with the undoing."""
    by_register: dict[str, list[str]] = defaultdict(list)
    for register, uid in plan.changed:
        by_register[register].append(uid)
    gone: set[tuple[str, str]] = set()
    for register, uids in by_register.items():
        table = TABLES[register]
        there: set[str] = set()
        for some in _parts(uids):
            there |= set(session.scalars(select(table.c.uid).where(table.c.uid.in_(some))))
        gone |= {(register, uid) for uid in uids if uid not in there}
    return gone


def _parts(given: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(given), CHUNK):
        yield given[start : start + CHUNK]

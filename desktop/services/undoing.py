"""Undoing a deed whole: an import, a merge, any change the clerk made in one step.

Works from the record of deeds (audit entries), so it is as true as that is: what the deed added
goes, what it changed gets its former values back. Nothing is undone when something of it was
touched since.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.register import Kind, RegisterSpec
from desktop.core.terms import AuditAction
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import remove_many
from desktop.storage.keeping import deed_of
from desktop.storage.models import Attachment, AuditEntry, Kept
from desktop.storage.registers import MODELS, TABLES, spec

_PREFIX = "Hoàn tác: "
_UNDOING = "undo-"
"""The batch of an undoing is this and the batch of what it undoes."""
_CHUNK = 500
_FLUSHED = 300  # entries that are read, and written, together

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Deed:
    """A deed in the book's record: what was done, when, by how many entries."""

    batch: str
    words: str
    at: str  # ISO time, UTC
    entries: int


def last_deed(book: Book) -> Deed | None:
    """Return the newest deed that stands: none that was undone, nor an undoing itself."""
    with book.read() as session:
        standing = select(AuditEntry).where(AuditEntry.batch.not_in(_void(session)))
        newest = session.scalars(standing.order_by(AuditEntry.id.desc()).limit(1)).first()
        if newest is None or newest.batch == _founding(session):
            return None
        count = session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.batch == newest.batch)
        )
        return Deed(newest.batch, newest.deed, newest.at, count or 0)


def _void(session: Session) -> list[str]:
    """Return the deeds that were undone, and their undoings."""
    undoings = select(AuditEntry.batch).where(AuditEntry.batch.startswith(_UNDOING)).distinct()
    return [
        batch for one in session.scalars(undoings) for batch in (one, one.removeprefix(_UNDOING))
    ]


def _founding(session: Session) -> str | None:
    """Return the deed that made the book: without it there is no office to keep it."""
    first = select(AuditEntry.batch).order_by(AuditEntry.id).limit(1)
    return session.scalars(first).first()


def undo(book: Book, batch: str, progress: Progress | None = None) -> Done[str]:
    """Undo a deed and return its words.

    `progress` (entries done, entries in all) may raise to cancel: nothing is undone then.
    Raises `UserProblem`, with nothing changed, when the deed is unknown, when it removed records
    for good, or when something of it was changed or is used since.
    """
    with book.write(_PREFIX) as session:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.batch == batch).order_by(AuditEntry.id)
        ).all()
        if batch == _founding(session):
            raise UserProblem("Việc lập sổ không hoàn tác được.")
        if not entries:
            raise UserProblem("Không còn ghi chép của việc này nên không hoàn tác được.")
        void = _void(session)
        if batch in void:
            raise UserProblem("Việc này đã được hoàn tác rồi.")
        words = entries[0].deed
        deed = deed_of(session)
        deed.words, deed.batch = _PREFIX + words, _UNDOING + batch
        _refuse_touched(session, entries[-1].id, entries, void)
        _refuse_with_files(session, entries)
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        backwards = entries[::-1]
        for start in range(0, len(backwards), _FLUSHED):
            some = backwards[start : start + _FLUSHED]
            _undo_some(session, some)
            if progress:
                progress(start + len(some), len(backwards))
        _refuse_used(session)
        return Done(words, changes_of(session))


def _refuse_touched(
    session: Session, last: int, entries: Sequence[AuditEntry], void: Sequence[str]
) -> None:
    """Refuse when a later deed that stands wrote to a row that this one wrote to."""
    later = select(AuditEntry.row_uid, AuditEntry.title).where(
        AuditEntry.id > last, AuditEntry.batch.not_in(void)
    )
    touched = {uid: title for uid, title in session.execute(later) if uid}
    if not touched:
        return
    mine = {one.row_uid for one in entries if one.row_uid}
    for one in entries:
        bounds = _bounds(one)
        if bounds is not None:
            table = TABLES[one.register]
            uids = list(touched)
            for start in range(0, len(uids), _CHUNK):
                inside = select(table.c.uid).where(
                    table.c.uid.in_(uids[start : start + _CHUNK]), table.c.id.between(*bounds)
                )
                mine |= set(session.scalars(inside))
    for uid, title in touched.items():
        if uid in mine:
            raise UserProblem(
                f"«{title}» đã được sửa sau đó nên không hoàn tác được cả việc. "
                "Hãy sửa từng bản ghi hoặc mở bản sao lưu."
            )


def _bounds(entry: AuditEntry) -> tuple[int, int] | None:
    """Return the first and last id of rows that were added many at a time; None for others."""
    if entry.row_uid or not entry.after:
        return None
    first, last = json.loads(entry.after)["ids"]
    return int(first), int(last)


def _undo_some(session: Session, entries: Sequence[AuditEntry]) -> None:
    """Undo entries in the order given, and write it."""
    rows = _rows_of(session, entries)
    for entry in entries:
        created = entry.action == AuditAction.CREATED.value
        bounds = _bounds(entry)
        if bounds is not None and created:
            session.flush()  # what waits may be of the rows that go
            remove_many(session, entry.register, *bounds)
            continue
        if entry.action == AuditAction.PURGED.value:
            raise UserProblem(
                "Việc này đã xóa hẳn bản ghi nên không hoàn tác được. Hãy mở bản sao lưu."
            )
        row = rows.get((entry.register, entry.row_uid))
        if row is None:
            raise UserProblem(f"Không còn bản ghi «{entry.title}» nên không hoàn tác được.")
        if created:
            session.delete(row)
            continue
        declared, before = spec(entry.register), json.loads(entry.before or "{}")
        # keys of other rows are made of a row's title: they are written under the right one
        renamed = declared.title in before
        if renamed:
            session.flush()
        _put_back(row, declared, before)
        if renamed:
            session.flush()
    session.flush()


def _rows_of(session: Session, entries: Sequence[AuditEntry]) -> dict[tuple[str, str], Kept]:
    """Return the rows that entries wrote to, by register and uid; a query a register."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if one.row_uid:
            wanted[one.register].add(one.row_uid)
    found: dict[tuple[str, str], Kept] = {}
    for register, uids in wanted.items():
        model = MODELS[register]
        for row in session.scalars(select(model).where(model.uid.in_(sorted(uids)))):
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


def _refuse_with_files(session: Session, entries: Sequence[AuditEntry]) -> None:
    """Refuse when files were put to a record that this deed added."""
    added = [one for one in entries if one.action == AuditAction.CREATED.value]
    uids = {one.row_uid for one in added}
    files = session.execute(select(Attachment.owner_uid, Attachment.uid))
    owners = list({owner for owner, uid in files if uid not in uids})
    found = uids.intersection(owners)
    for one in added if owners else ():
        bounds = _bounds(one)
        if bounds is not None:
            table = TABLES[one.register]
            for start in range(0, len(owners), _CHUNK):
                some = table.c.uid.in_(owners[start : start + _CHUNK])
                inside = select(table.c.uid).where(some, table.c.id.between(*bounds))
                found |= set(session.scalars(inside))
    if found:
        raise UserProblem(
            "Đã có tệp đính kèm vào bản ghi của việc này nên không hoàn tác được. "
            "Hãy bỏ tệp đính kèm đó trước."
        )


def _refuse_used(session: Session) -> None:
    """Refuse when a row that went is still referred to."""
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        heading = spec(broken[0]).heading if broken[0] in TABLES else broken[0]
        raise UserProblem(
            f"Sổ «{heading}» đã dùng bản ghi của việc này nên không hoàn tác được. "
            "Hãy bỏ liên kết đó trước."
        )

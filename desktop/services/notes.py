"""Dated notes on any record, with a day on which to be reminded of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord
from desktop.services import registers
from desktop.storage import search
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import RecordNote
from desktop.storage.registers import MODELS, SPECS, spec

REGISTER: Final = "notes"
_MOST_DUE = 200


@dataclass(frozen=True)
class Note:
    """A note on a record; it is due from `remind_on` until it is settled."""

    id: int
    revision: int
    on: date
    text: str
    remind_on: date | None
    settled: bool


@dataclass(frozen=True)
class DueNote:
    """A reminder that has come, with the record it is on."""

    note: Note
    register: str
    row_id: int
    title: str  # of the record

    def late(self, day: date) -> bool:
        """Tell whether its day is over."""
        return self.note.remind_on is not None and self.note.remind_on < day


def listed(book: Book, register: str, row_id: int) -> tuple[Note, ...]:
    """Return the notes on a record, the newest first."""
    with book.read() as session:
        uid = _owner(session, register, row_id, binned=True)
        statement = (
            select(RecordNote)
            .where(RecordNote.owner_uid == uid, RecordNote.deleted_at.is_(None))
            .order_by(RecordNote.on.desc(), RecordNote.id.desc())
        )
        return tuple(map(_note, session.scalars(statement)))


def add(
    book: Book,
    register: str,
    row_id: int,
    text: str,
    on: date | None = None,
    remind_on: date | None = None,
) -> Done[Note]:
    """Write a note on a record, of a day (default: today).

    Raises `InvalidValues` for a blank text, `StaleRecord` when the record is gone.
    """
    with book.write("Ghi chú") as session:
        owner = _owner(session, register, row_id)
        deed_of(session).words = f"Ghi chú vào {_called(session, register, row_id)}"
        values = {
            "owner_register": register,
            "owner_uid": owner,
            "on": on or date.today(),  # noqa: DTZ011 - the clerk's own calendar day
            "text": text,
            "remind_on": remind_on,
        }
        row = registers.save_in(session, REGISTER, values)
        assert isinstance(row, RecordNote)  # noqa: S101 - of this register
        return Done(_note(row), changes_of(session))


def change(
    book: Book, note_id: int, values: Mapping[str, Any], revision: int | None = None
) -> Done[Note]:
    """Change a note's day, text, reminder or whether it is settled.

    Raises `InvalidValues`, and `StaleRecord` when it is gone or no longer at `revision`.
    """
    with book.write("Sửa ghi chú") as session:
        row = session.get(RecordNote, note_id)
        if row is None:
            raise StaleRecord
        called = _owner_called(session, row)
        verb = "Sửa ghi chú"
        if set(values) == {"settled"}:
            verb = "Đánh dấu đã xong ghi chú" if values["settled"] else "Đánh dấu chưa xong ghi chú"
        deed_of(session).words = f"{verb} ở {called}" if called else verb
        kept = registers.save_in(session, REGISTER, values, note_id, revision)
        assert isinstance(kept, RecordNote)  # noqa: S101 - of this register
        return Done(_note(kept), changes_of(session))


def settle(book: Book, note_id: int, settled: bool = True) -> Done[Note]:
    """Tick a note as settled, or take the tick back."""
    return change(book, note_id, {"settled": settled})


def due(book: Book, day: date, most: int = _MOST_DUE) -> tuple[DueNote, ...]:
    """Return the reminders that have come by a day and aren't settled, the oldest first."""
    with book.read() as session:
        return due_in(session, day, most)


def due_in(session: Session, day: date, most: int) -> tuple[DueNote, ...]:
    """Return what `due` does, within a session; notes on records in the bin are left out."""
    waiting: tuple[ColumnElement[bool], ...] = (
        RecordNote.remind_on <= day,
        RecordNote.settled.is_(False),
        RecordNote.deleted_at.is_(None),
    )
    statement = select(RecordNote).where(*waiting).order_by(RecordNote.remind_on, RecordNote.id)
    found: list[DueNote] = []
    for row in session.scalars(statement):
        owner = _live_owner(session, row)
        if owner is None:
            continue
        title = search.titles_of(session, row.owner_register, [owner]).get(owner, "")
        found.append(DueNote(_note(row), row.owner_register, owner, title))
        if len(found) == most:
            break
    return tuple(found)


def _note(row: RecordNote) -> Note:
    return Note(row.id, row.revision, row.on, row.text, row.remind_on, row.settled)


def _owner(session: Session, register: str, row_id: int, *, binned: bool = False) -> str:
    """Return the uid of a record, one in the bin only if `binned`; `StaleRecord` without it."""
    model = MODELS[spec(register).name]
    statement = select(model.uid, model.deleted_at).where(model.id == row_id)
    found = session.execute(statement).first()
    if found is None or (found.deleted_at is not None and not binned):
        raise StaleRecord
    return str(found.uid)


def _live_owner(session: Session, row: RecordNote) -> int | None:
    if row.owner_register not in SPECS:
        return None
    model = MODELS[row.owner_register]
    statement = select(model.id).where(model.uid == row.owner_uid, model.deleted_at.is_(None))
    return session.scalar(statement)


def _owner_called(session: Session, row: RecordNote) -> str:
    owner = _live_owner(session, row)
    return "" if owner is None else _called(session, row.owner_register, owner)


def _called(session: Session, register: str, row_id: int) -> str:
    title = search.titles_of(session, register, [row_id]).get(row_id, "")
    return f"{spec(register).singular_heading} «{title}»"

"""What the notes' pane asks of the services, and what was typed there and isn't kept yet."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.bin import Restored
    from desktop.services.books import Book
    from desktop.services.notes import Note


@dataclass(frozen=True)
class Draft:
    """What stands in the editor; `note` is the one that is being changed, None for a new one."""

    text: str = ""
    on: date | None = None
    remind_on: date | None = None
    note: int | None = None


Key = tuple[str, int]
DRAFTS: WeakKeyDictionary[Any, dict[Key, Draft]] = WeakKeyDictionary()
"""What was typed and isn't kept yet, by book, register and record."""


def listed(book: Book, register: str, row_id: int) -> Sequence[Note]:
    """Return a record's notes (runs on the reading thread)."""
    from desktop.services import notes

    return notes.listed(book, register, row_id)


def keep(book: Book, register: str, row_id: int, draft: Draft) -> Done[Note]:
    """Write a note, or change the one that the draft is of (runs on the writing thread)."""
    from desktop.services import notes

    if draft.note is None:
        return notes.add(book, register, row_id, draft.text, draft.on, draft.remind_on)
    values: dict[str, Any] = {"text": draft.text, "remind_on": draft.remind_on}
    if draft.on is not None:
        values["on"] = draft.on
    return notes.change(book, draft.note, values)


def settle(book: Book, note: int, settled: bool) -> Done[Note]:
    """Tick a note or take the tick back."""
    from desktop.services import notes

    return notes.settle(book, note, settled)


def delete(book: Book, note: int) -> Done[int]:
    """Move a note to the recycle bin."""
    from desktop.services import notes, registers

    return registers.delete(book, notes.REGISTER, [note])


def restore(book: Book, note: int) -> Done[Restored]:
    """Take a note out of the recycle bin."""
    from desktop.services import notes, registers

    return registers.restore(book, notes.REGISTER, [note])

"""The rows of a book: kept, read as SQLite has them, and their last change undone."""

from __future__ import annotations

from typing import Any

from desktop.services import registers, undoing
from desktop.storage.book import Book
from desktop.storage.registers import TABLES

Plain = dict[str, Any]
_MOVING = {"updated_at", "revision"}


def add(book: Book, register: str, **values: Any) -> int:
    """Keep a record and return its id."""
    return registers.save(book, register, values).value.id


def everything(book: Book) -> dict[str, dict[str, Any]]:
    """Every column of every row of every register, but for the counters of changes."""
    found: dict[str, dict[str, Any]] = {}
    with book.read() as session:
        for name, table in TABLES.items():
            for row in session.execute(table.select()).mappings():
                found[f"{name} {row['uid']}"] = {
                    key: value for key, value in row.items() if key not in _MOVING
                }
    return found


def live(book: Book, register: str, **filters: Any) -> list[Plain]:
    """Every live row of a register, as it is, in the order of entering."""
    with book.read() as session:
        table = TABLES[register]
        statement = table.select().where(table.c.deleted_at.is_(None)).order_by(table.c.id)
        for name, value in filters.items():
            statement = statement.where(table.c[name] == value)
        return [dict(one) for one in session.execute(statement).mappings()]


def undo_last(book: Book) -> str:
    """Undo what was done last; return the words that say so."""
    deed = undoing.last_deed(book)
    assert deed is not None
    return undoing.undo(book, deed.batch).value

"""What the pages ask of the services, each imported when it is first needed.

Every function but `specs` and `begins_with` runs on a worker thread (`ui.jobs`), which hands it
the open book.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for: the window is painted first)

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.core.register import Kind, Query, RegisterSpec, Row

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.bin import Restored
    from desktop.services.books import Book

PAGE = 100
"""Rows that are read at a time."""


@dataclass(frozen=True)
class Snapshot:
    """A register as asked for: every id in its order, and the rows from `start` on."""

    keys: array[int]
    start: int
    rows: Sequence[Row]
    total: int


@dataclass(frozen=True)
class Draft:
    """Values for a form, and the words of their references."""

    values: Mapping[str, Any]
    labels: Mapping[str, str]


def specs() -> Mapping[str, RegisterSpec]:
    """Return every register's declaration."""
    from desktop.services import registers

    return registers.specs()


def first_page(book: Book, query: Query) -> Sequence[Row]:
    """Return the first rows of a query."""
    from desktop.services import registers

    return registers.page(book, query, None, PAGE).rows


def snapshot(book: Book, query: Query, scope: Query, start: int) -> Snapshot:
    """Return the ids of a query, its rows near `start`, and how many rows `scope` has."""
    from desktop.services import registers

    keys = registers.keys(book, query)
    first = max(0, min(start, len(keys) - 1)) // PAGE * PAGE
    rows = registers.rows(book, query.register, keys[first : first + PAGE])
    total = len(keys) if query == scope else registers.count(book, scope)
    return Snapshot(keys, first, rows, total)


def rows(book: Book, register: str, ids: Sequence[int]) -> Sequence[Row]:
    """Return rows by their ids, in that order."""
    from desktop.services import registers

    return registers.rows(book, register, ids)


def get(book: Book, register: str, row_id: int) -> Row:
    """Return one row."""
    from desktop.services import registers

    return registers.get(book, register, row_id)


def save(
    book: Book,
    register: str,
    values: Mapping[str, Any],
    row_id: int | None = None,
    revision: int | None = None,
) -> Done[Row]:
    """Keep a record; raises `InvalidValues` or `StaleRecord`."""
    from desktop.services import registers

    return registers.save(book, register, values, row_id, revision)


def warnings(
    book: Book,
    register: str,
    values: Mapping[str, Any],
    row_id: int | None,
    term: tuple[int, int],
) -> dict[str, str]:
    """Return what looks odd about a record, by field; it never blocks."""
    from desktop.services import registers

    return registers.warnings(book, register, values, row_id, term)


def delete(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Move rows to the recycle bin."""
    from desktop.services import registers

    return registers.delete(book, register, ids)


def restore(book: Book, register: str, ids: Sequence[int]) -> Done[Restored]:
    """Take rows out of the recycle bin."""
    from desktop.services import registers

    return registers.restore(book, register, ids)


def purge(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Remove rows of the recycle bin for good; raises `InUse`."""
    from desktop.services import registers

    return registers.purge(book, register, ids)


def options(book: Book, register: str, search: str = "", limit: int = 50) -> list[Any]:
    """Return rows that a reference may name, best first."""
    from desktop.services import registers

    return registers.options(book, register, search, limit)


def labels(book: Book, register: str) -> list[str]:
    """Return the texts of an editable list."""
    from desktop.services import registers

    return registers.labels(book, register)


def label_finds(book: Book, register: str, typed: str) -> tuple[list[str], set[str]]:
    """Return the texts of an editable list, and those found by another field: KH is 'Kế hoạch'."""
    from desktop.services import registers

    found = registers.options(book, register, typed) if typed else []
    return registers.labels(book, register), {one.label for one in found}


def years(book: Book, register: str) -> list[int]:
    """Return the years a register has rows of."""
    from desktop.services import registers

    return registers.years(book, register)


def data_years(book: Book) -> list[int]:
    """Return the years of which the book has anything that figures count, latest first."""
    from desktop.services import figures

    return figures.data_years(book)


def tree(book: Book) -> list[Any]:
    """Return every unit with its place in the tree."""
    from desktop.services import registers

    return registers.tree(book)


def new_draft(book: Book, register: str, given: Mapping[str, Any]) -> Draft:
    """Return the values that a new record begins with."""
    from desktop.services import registers

    values = {**registers.defaults(book, register, given), **given}
    return Draft(values, _labels(book, register, values))


def following(
    book: Book, register: str, values: Mapping[str, Any], changed: str, before: Any
) -> Draft:
    """Return what else changes in a form when the reference `changed` was chosen.

    What the reference `before` had filled in gives way; what the clerk typed stays.
    """
    from desktop.services import registers

    kept = {name: value for name, value in values.items() if value not in (None, "")}
    if before is not None:
        old = registers.defaults(book, register, {changed: before})
        kept = {
            name: value for name, value in kept.items() if name == changed or value != old.get(name)
        }
    filled = registers.defaults(book, register, kept)
    fresh = {name: value for name, value in filled.items() if value != values.get(name)}
    return Draft(fresh, _labels(book, register, fresh))


def _labels(book: Book, register: str, values: Mapping[str, Any]) -> dict[str, str]:
    from desktop.services import registers

    known = registers.specs()
    found: dict[str, str] = {}
    for field in known[register].fields:
        value = values.get(field.name)
        if field.kind is Kind.REFERENCE and value is not None and field.reference:
            found[field.name] = title_of(
                known[field.reference], registers.get(book, field.reference, value)
            )
    return found


def title_of(spec: RegisterSpec, row: Row) -> str:
    """Return what a row is called."""
    field = spec.by_name[spec.title]
    value = row.values.get(spec.title)
    if field.kind is Kind.REFERENCE:
        return row.labels.get(spec.title, "")
    if field.kind is Kind.CHOICE:
        return field.choice_headings.get(value or "", "")
    return str(value or "")


def begins_with(register: str, field: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row made for a reference begins with, by the record that refers to it."""
    from desktop.services import filling

    return filling.begins_with(register, field, values)

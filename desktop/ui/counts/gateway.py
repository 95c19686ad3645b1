"""The window's calls of the services for counts of inspection; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.inspections import YearSheet

Counts = Mapping[str, tuple[int | None, int | None]]
"""By kind, times of organisations and of members."""


def level_words(book: Book) -> dict[str, str]:
    """Return what the office calls the levels, in their order."""
    from desktop.services import figures

    return figures.level_words(book)


def own_level(book: Book) -> str | None:
    """Return the level of the office whose book this is."""
    from desktop.services import registers

    found = registers.own_office(book).values.get("level")
    return None if found is None else str(found)


def levels(book: Book) -> tuple[dict[str, str], str | None]:
    """Return the levels by value with what they are called, and the office's own."""
    return level_words(book), own_level(book)


def year_sheet(book: Book, year: int, level: str) -> YearSheet:
    """Return what is known of a year and a level."""
    from desktop.services import inspections

    return inspections.year_sheet(book, year, level)


def save_year_sheet(book: Book, sheet: YearSheet, typed: Counts) -> Done[YearSheet]:
    """Keep what was typed into a sheet; return the sheet as it is now."""
    from desktop.core.changes import Done
    from desktop.services import inspections
    from desktop.services.inspections import Count

    counts = {**sheet.counts, **{kind: Count(*pair) for kind, pair in typed.items()}}
    done = inspections.save_year_sheet(book, replace(sheet, counts=counts))
    return Done(inspections.year_sheet(book, sheet.year, sheet.level), done.changes)

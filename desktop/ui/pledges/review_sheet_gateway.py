"""What the sheets of reviews and ratings ask of the services; every function runs on a worker."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.core.review_period import Span

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.reviewing import Sheet
    from desktop.services.reviewing_save import CellEdit, Saved
    from desktop.services.reviewing_yearly import YearlySheet

Cells = Mapping[tuple[int, str], Any]


def read_sheet(book: Book, unit: int | None, asked: Span) -> Sheet:
    """Return the pledges of a unit for a period."""
    from desktop.services.reviewing import sheet

    return sheet(book, unit, asked)


def save_reviews(book: Book, asked: Span, cells: Cells) -> Done[Saved]:
    """Keep what was entered for a period, by pledge and field."""
    from desktop.services.reviewing_save import save_cells

    return save_cells(book, asked, _edits(cells))


def save_items(book: Book, cells: Cells) -> Done[Saved]:
    """Keep how far items have come, by item and field."""
    from desktop.services.reviewing_save import save_items as save

    return save(book, _edits(cells))


def read_yearly(book: Book, unit: int | None, rated: str, asked: Span) -> YearlySheet:
    """Return who is rated in a unit for a period."""
    from desktop.services.reviewing_yearly import yearly_sheet

    return yearly_sheet(book, unit, rated, asked)


def save_ratings(book: Book, rated: str, asked: Span, cells: Cells) -> Done[Saved]:
    """Keep ratings for a period, by member or unit and field."""
    from desktop.services.reviewing_yearly import save_yearly

    return save_yearly(book, rated, asked, _edits(cells))


def _edits(cells: Cells) -> list[CellEdit]:
    from desktop.services.reviewing_save import CellEdit

    return [CellEdit(row, field, value) for (row, field), value in cells.items()]

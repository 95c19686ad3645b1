"""What the windows of the figures ask of the services, on the reading thread."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.core.figure_periods import Against
from desktop.core.figures import Scope

if TYPE_CHECKING:
    from desktop.services.books import Book
    from desktop.services.figure_lines import FigureGroup
    from desktop.services.figures import FigureRows

EVERYWHERE = Scope()


@dataclass(frozen=True)
class Wanted:
    """Of what figures are asked."""

    first: date
    last: date
    new_since: date | None = None
    scope: Scope = EVERYWHERE
    against: Against | None = None


def read(
    book: Book,
    first: date,
    last: date,
    new_since: date | None = None,
    scope: Scope = EVERYWHERE,
    against: Against | None = None,
) -> tuple[FigureGroup, ...]:
    """Return the figures of a period in words, and beside them those they are compared with."""
    from desktop.services.figure_lines import figure_groups
    from desktop.services.figures import compared, figures, level_words

    found = figures(book, first, last, new_since, scope)
    other = None if against is None else compared(book, first, last, against, scope)
    return figure_groups(found, level_words(book), other)


def levels(book: Book) -> dict[str, str]:
    """Return what the office calls the levels."""
    from desktop.services.figures import level_words

    return level_words(book)


def rows(book: Book, path: tuple[str, ...], wanted: Wanted) -> FigureRows | None:
    """Return the rows behind a figure; None where there are none for this choice of units."""
    from desktop.services.figures import figure_rows

    try:
        return figure_rows(book, path, wanted.first, wanted.last, wanted.new_since, wanted.scope)
    except KeyError:
        return None

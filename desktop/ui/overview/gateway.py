"""What the first tab reads; each function runs on the reading thread."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.figures import Figures
    from desktop.services.overview import Overview
    from desktop.services.overview_charts import OverviewChart, Picture
    from desktop.services.overview_due import Due
    from desktop.services.overview_figures import FigureCard

FORM = "year-overview"
"""The printed form of the figures and charts."""
_WIDTH = 560.0
"""Width of a chart's drawing; the screen makes it larger or smaller as a whole."""
_LETTERS = 12.5


def read_overview(book: Any) -> Overview:
    """Read the counts and the next meeting."""
    from desktop.services.overview import overview

    return overview(book)


def read_due(book: Any) -> tuple[Due, ...]:
    """Read what is due."""
    from desktop.services.overview_due import due_lines

    return due_lines(book)


def read_figures(book: Any, first: date, last: date) -> tuple[Figures, tuple[FigureCard, ...]]:
    """Read the figures of a period, and as cards."""
    from desktop.services.figures import figures
    from desktop.services.overview_figures import cards_of

    found = figures(book, first, last)
    return found, cards_of(found)


def read_charts(book: Any, found: Figures) -> tuple[tuple[OverviewChart, Picture | None], ...]:
    """Read the charts of the period of some figures, and draw those that have rows."""
    from desktop.services.overview_charts import charts, picture

    return tuple(
        (one, picture(one, _WIDTH, _LETTERS) if one.rows else None) for one in charts(book, found)
    )

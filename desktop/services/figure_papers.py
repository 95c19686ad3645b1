"""The printed figures of a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from desktop.services.figure_lines import figure_groups
from desktop.services.figures import figures, level_words
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.storage.book import Book

FIGURES = "figures"
REGISTER = None
TITLES = {FIGURES: "Biểu số liệu kết quả thực hiện"}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the figures from `first` to `last` (days; else this year); return the pages.

    `new_since` is from when on a model is new (default: `first`). Raises `UserProblem` for a
    turned period.
    """
    from desktop.reports.figures import (  # noqa: PLC0415 - ReportLab when needed
        FigurePaper,
        FigureRow,
        FigureSection,
        write_figures,
    )

    today = calendar_day()
    first = given.get("first") or date(today.year, 1, 1)
    last = given.get("last") or date(today.year, 12, 31)
    found = figures(book, first, last, given.get("new_since"))
    levels = level_words(book)
    sections = [
        FigureSection(
            group.title,
            tuple(FigureRow(one.words, one.unit, one.value, one.within) for one in group.lines),
        )
        for group in figure_groups(found, levels)
    ]
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, today)
        paper = FigurePaper(style, letterhead(office, today), sign_off(session, style, today))
    return write_figures(target, paper, first, last, sections)

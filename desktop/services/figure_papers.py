"""The printed figures of a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from desktop.core.figure_periods import Against
from desktop.core.figures import Scope
from desktop.services.figure_lines import figure_groups
from desktop.services.figures import compared, figures, level_words, scope_words
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

    `new_since` is from when on a model is new (default: `first`); `unit` (a row of `units`) and
    `level` are of what they are, `against` (`Against`) what they are compared with. Raises
    `UserProblem` for a turned period, a unit that is not in the book, and where there is no period
    to compare with.
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
    scope = Scope(given.get("unit"), given.get("level"))
    words = scope_words(book, scope)
    found = figures(book, first, last, given.get("new_since"), scope)
    against = given.get("against")
    other = compared(book, first, last, Against(against), scope) if against else None
    sections = [
        FigureSection(
            group.title,
            tuple(
                FigureRow(
                    one.words,
                    one.unit,
                    one.value,
                    one.within,
                    one.against,
                    one.difference,
                    one.change,
                )
                for one in group.lines
            ),
            group.note,
        )
        for group in figure_groups(found, level_words(book), other)
    ]
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, today)
        paper = FigurePaper(
            style,
            letterhead(office, today),
            sign_off(session, style, today),
            words,
            None if other is None else (other.period_from, other.period_to),
        )
    return write_figures(target, paper, first, last, sections)

"""The figures of a period, for screen, report, command line and submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.core.errors import UserProblem
from desktop.core.figures import Figures
from desktop.core.formats import date_text
from desktop.services.figure_lines import figure_groups
from desktop.services.model_figures import level_names
from desktop.storage import figures as computed
from desktop.storage.book import Book


def figures(
    book: Book, period_from: date, period_to: date, new_since: date | None = None
) -> Figures:
    """Return the figures of a period, both days included; `UserProblem` for a turned period."""
    if period_from > period_to:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    with book.read() as session:
        return computed.compute(session, period_from, period_to, new_since)


def level_words(book: Book) -> dict[str, str]:
    """Return what the office calls the levels, in their order."""
    with book.read() as session:
        return level_names(session)


def figures_text(found: Figures, levels: Mapping[str, str] | None = None) -> str:
    """Return the figures as Vietnamese lines for reading; `levels` as of `figure_groups`."""
    period = f"Kỳ: {date_text(found.period_from)} - {date_text(found.period_to)}"
    lines = [found.office, period]
    for group in figure_groups(found, levels):
        lines += ["", group.title]
        for one in group.lines:
            unit = "" if one.unit == "%" else f" {one.unit}"
            value = f"{one.value}%" if one.unit == "%" else one.value
            lines.append(f"{'    ' if one.within else '  '}{one.words}: {value}{unit}")
    return "\n".join(lines)

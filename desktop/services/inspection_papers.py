"""The printed summary of inspection and supervision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import Level
from desktop.services.books import require_other
from desktop.services.inspections import KINDS, Count, LevelSummary, count_words, summary
from desktop.services.member_papers import members_paper
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.inspections import CountGroup, CountLine

SUMMARY = "inspection-summary"
REGISTER = "inspections"
TITLES = {SUMMARY: "Tổng hợp kiểm tra, giám sát"}
"""The papers by name, with their titles."""


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the summary; return its pages.

    Options: `first` and `last` (days; else all years of the register), `level` (a value of
    `Level`; else every level as a group, and all together). Raises `UserProblem` for a turned
    period or an unknown level, and the sentences of the environment.
    """
    from desktop.reports.inspections import (  # noqa: PLC0415 - ReportLab when needed
        CountTotals,
        write_summary,
    )

    require_other(target, book.path)
    level = given.get("level")
    if level is not None and level not in {one.value for one in Level}:
        raise UserProblem("Cấp phải là một trong năm cấp: base, commune, district, province, "
                          "central.")  # fmt: skip
    found = summary(book, given.get("first"), given.get("last"), level)
    every = found.everything
    several = len(found.levels) > 1
    shown = [*found.levels, every] if several else [every]
    groups = [_group(one, headed=several, every=one is every) for one in shown]
    scope = [_level(level, found.levels[0].name) if level is not None else ""]
    scope.append(_period(found.first, found.last, every))
    total = _all(every.total)
    totals = CountTotals(total.organisations or 0, total.members or 0) if total.told else None
    with book.read() as session:
        paper = members_paper(session)
    lines = [one for one in scope if one]
    return write_summary(target, paper, lines, list(KINDS.values()), groups, totals, progress)


def _level(level: str, name: str) -> str:
    """Return a level in words: 'cấp huyện', 'cấp Trung ương'."""
    return f"cấp {name if level == Level.CENTRAL.value else name[:1].lower() + name[1:]}"


def _period(first: date | None, last: date | None, every: LevelSummary) -> str:
    """Return the period in words: whole years as years."""
    begin = first or date(every.years[0].year, 1, 1)
    end = last or date(every.years[-1].year, 12, 31)
    if (begin.month, begin.day, end.month, end.day) != (1, 1, 12, 31):
        return f"từ ngày {date_text(begin)} đến ngày {date_text(end)}"
    if begin.year == end.year:
        return f"năm {begin.year}"
    return f"giai đoạn {begin.year} - {end.year}"


def _group(level: LevelSummary, *, headed: bool, every: bool) -> CountGroup:
    from desktop.reports.inspections import CountGroup  # noqa: PLC0415

    words = level.name if every or level.level is None else f"Cấp: {level.name}"
    years = [_line(str(one.year), one.counts) for one in level.years]
    return CountGroup(words if headed else "", years, _line("Tổng số", level.total))


def _line(year: str, counts: Mapping[str, Count]) -> CountLine:
    from desktop.reports.inspections import CountLine  # noqa: PLC0415

    cells = [counts.get(one) for one in KINDS] + [_all(counts)]
    return CountLine(year, tuple(text for one in cells for text in count_words(one)))


def _all(counts: Mapping[str, Count]) -> Count:
    return sum(counts.values(), Count())

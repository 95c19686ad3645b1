"""'Tổng quan năm': the figures of a year or a term with their charts, and one chart by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.services import overview_charts, overview_figures
from desktop.services.books import require_other
from desktop.services.figures import figures
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.overview import OverviewPaper, PaperChart
    from desktop.services.overview_charts import OverviewChart

OVERVIEW = "year-overview"
REGISTER = None
TITLES = {OVERVIEW: "Tổng quan năm"}
_ABOUT = "tình hình học tập và làm theo Bác"


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the overview from `first` to `last` (days; else this year); return its pages.

    `chart` (a key of `overview_charts.KEYS`) writes that chart alone, with its numbers. Raises
    `UserProblem` for a turned period, an unknown chart, or one that has nothing to show.
    """
    from desktop.reports.overview import (  # noqa: PLC0415 - ReportLab when needed
        OverviewRow,
        OverviewSection,
        write_overview,
    )

    require_other(target, book.path)
    today = calendar_day()
    first = given.get("first") or date(today.year, 1, 1)
    last = given.get("last") or date(first.year, 12, 31)
    paper = _paper(book, first, last, today)
    found = figures(book, first, last)
    charts = {one.key: one for one in overview_charts.charts(book, found)}
    if given.get("chart") is not None:
        return _one(target, paper, charts.get(given["chart"]))
    sections = [
        OverviewSection(
            card.title,
            tuple(OverviewRow(one.words, one.unit, one.value) for one in card.lines),
        )
        for card in overview_figures.cards_of(found)
    ]
    drawn = [_drawn(charts[key]) for key in overview_charts.KEYS if charts[key].rows]
    return write_overview(target, paper, sections, drawn)


def _one(target: Path, paper: OverviewPaper, chart: OverviewChart | None) -> int:
    from desktop.reports.overview import NumbersTable, write_chart  # noqa: PLC0415 - as above

    if chart is None:
        raise UserProblem("Không có biểu đồ này. Hãy chọn lại.")
    if not chart.rows:
        raise UserProblem(chart.empty)
    rows = tuple((one.section, (one.label, *one.cells)) for one in chart.rows)
    table = NumbersTable(chart.headings, rows)
    return write_chart(target, paper, _drawn(chart), table)


def _drawn(chart: OverviewChart) -> PaperChart:
    from desktop.reports.overview import PaperChart  # noqa: PLC0415 - as above

    return PaperChart(overview_charts.bar_chart_of(chart), chart.note)


def _paper(book: Book, first: date, last: date, today: date) -> OverviewPaper:
    from desktop.reports.overview import OverviewPaper  # noqa: PLC0415 - as above

    years = (
        f"năm {first.year}" if first.year == last.year else f"giai đoạn {first.year} - {last.year}"
    )
    period = f"(Từ ngày {date_text(first)} đến ngày {date_text(last)})"
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, today)
        signature = sign_off(session, style, today)
    return OverviewPaper(
        style, letterhead(office, today), signature, (f"{_ABOUT} {years}",), period
    )

"""'Tổng quan': the figures of a year or a term with their charts (DOMAIN.md, 'Paper').

A chart on a sheet of its own has its numbers below it as a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing

from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.charts import BarChart, plot_bars
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, ITALIC
from desktop.reports.table import Cells, Column, Group, Line, draw_table
from desktop.reports.text import LEADING, wrap

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LETTERS = 8.5  # of a chart
_GAP = 12.0  # between charts
_LINES = 3  # of a label
_COLUMNS = 2


@dataclass(frozen=True)
class OverviewPaper:
    """What it is printed on: style, head, signature; the title's lines and the period in words."""

    style: PaperStyle
    head: Letterhead
    signature: Signature
    abstract: tuple[str, ...]
    period: str


@dataclass(frozen=True)
class OverviewRow:
    """A figure in words, with its unit."""

    words: str
    unit: str
    value: str


@dataclass(frozen=True)
class OverviewSection:
    """The figures of one kind of work."""

    title: str
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True)
class PaperChart:
    """A chart with a sentence below it."""

    chart: BarChart
    note: str = ""


@dataclass(frozen=True)
class NumbersTable:
    """The numbers of a chart: headings, and rows under headings of their own or ''."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def write_overview(
    target: Path,
    paper: OverviewPaper,
    sections: Sequence[OverviewSection],
    charts: Sequence[PaperChart],
) -> int:
    """Write the figures with their charts as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = begun(stream, paper, "Tổng quan", paper.abstract, paper.period)
        columns = [
            Column("TT", 6, "center"),
            Column("Nội dung", 52),
            Column("Đơn vị tính", 18, "center"),
            Column("Số liệu", 24, "right"),
        ]
        closing = 6 + document.signature_height(paper.signature)
        size = paper.style.table_size - 1
        below = 0.0 if charts else closing
        draw_table(document, columns, _lines(sections), size=size, closing=below)
        numbered = [
            replace(one, chart=replace(one.chart, title=f"Biểu đồ {place}. {one.chart.title}"))
            for place, one in enumerate(charts, start=1)
        ]
        _draw_columns(document, numbered, closing)
        return _ended(document, paper)


def write_chart(target: Path, paper: OverviewPaper, chart: PaperChart, table: NumbersTable) -> int:
    """Write one chart with its numbers as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = begun(stream, paper, "Tổng quan", paper.abstract, paper.period)
        closing = 6 + document.signature_height(paper.signature)
        laid = _lay(document, chart, document.width, closing)
        if laid.high + _GAP > document.room:
            document.new_page()
        else:
            document.skip(_GAP)
        _draw(document, laid, document.left)
        document.skip(_GAP)
        wide = Column(table.headings[0], 46)
        narrow = (
            Column(one, 54 / (len(table.headings) - 1), "right") for one in table.headings[1:]
        )
        columns = [Column("TT", 6, "center"), wide, *narrow]
        size = paper.style.table_size
        draw_table(document, columns, _number_lines(table), size=size, closing=closing)
        return _ended(document, paper)


def _ended(document: Document, paper: OverviewPaper) -> int:
    document.skip(6)
    if document.room < document.signature_height(paper.signature):
        document.new_page()
    document.signature(paper.signature)
    return document.finish()


def _lines(sections: Sequence[OverviewSection]) -> Iterator[Line]:
    for place, section in enumerate(sections):
        yield Group(f"{_ROMAN[place]}. {section.title.upper()}")
        for number, row in enumerate(section.rows, start=1):
            yield Cells((str(number), row.words, row.unit, row.value))


def _number_lines(table: NumbersTable) -> Iterator[Line]:
    heading, place = "", 0
    for above, cells in table.rows:
        if above != heading:
            heading, place = above, 0
            yield Group(above)
        place += 1
        yield Cells((str(place), *cells))


@dataclass(frozen=True)
class _Laid:
    """A chart laid out: its drawing, the lines above and below it, its whole height."""

    drawing: Drawing
    title: tuple[str, ...]
    note: tuple[str, ...]
    drawn: float  # height of the drawing
    high: float


def _lay(document: Document, one: PaperChart, wide: float, closing: float) -> _Laid:
    """Lay a chart out; one higher than a page with what closes it is made smaller as a whole."""
    drawing = plot_bars(one.chart, wide, _LETTERS, lines=_LINES, titled=False).drawing
    title = wrap(one.chart.title, BOLD, _LETTERS + 2, wide)
    note = wrap(one.note, ITALIC, _LETTERS + 1, wide) if one.note else ()
    words = len(title) * (_LETTERS + 2) + len(note) * (_LETTERS + 1)
    most = document.top - document.bottom - words * LEADING - closing - _GAP
    drawing.renderScale = min(most / drawing.height, 1.0)
    high = drawing.height * drawing.renderScale
    return _Laid(drawing, title, note, high, high + words * LEADING)


def _draw_columns(document: Document, charts: Sequence[PaperChart], closing: float) -> None:
    """Draw charts in two columns, each where there is more room; both go on on a new page.

    What closes the paper, `closing` points high, takes the last chart with it.
    """
    wide = (document.width - _GAP) / _COLUMNS
    ends = [document.y] * _COLUMNS
    for place, one in enumerate(charts):
        laid = _lay(document, one, wide, closing)
        column = max(range(_COLUMNS), key=lambda place: (ends[place], -place))
        end = ends[column] - _GAP - laid.high
        last = place == len(charts) - 1
        lowest = min(end, *ends) - closing if last else end
        if lowest < document.bottom and max(ends) < document.top:
            document.new_page()
            ends, column = [document.y + _GAP] * _COLUMNS, 0
        document.y = ends[column] - _GAP
        _draw(document, laid, document.left + column * (wide + _GAP))
        ends[column] = document.y
    document.y = min(ends)


def _draw(document: Document, laid: _Laid, x: float) -> None:
    _words(document, laid.title, BOLD, _LETTERS + 2, x)
    document.y -= laid.drawn
    renderPDF.draw(laid.drawing, document.canvas, x, document.y)
    _words(document, laid.note, ITALIC, _LETTERS + 1, x)


def _words(document: Document, lines: Sequence[str], font: str, size: float, x: float) -> None:
    document.canvas.setFont(font, size)
    for line in lines:
        document.y -= size * LEADING
        document.canvas.drawString(x, document.y, line)

"""'Báo cáo' of a period as PDF: text with figures, tables, charts, signature, annexes.

Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportlab.graphics.shapes import Drawing

from desktop.platform.atomic import atomic_write
from desktop.reports.charts import Series, bar_chart, draw_chart
from desktop.reports.document import MM, Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import draw_headed
from desktop.reports.period_report_paper import (
    TEXT,
    ReportChart,
    ReportPaper,
    ReportSection,
    ReportTable,
)
from desktop.reports.table import PADDING, Cells, Column, Group, Line
from desktop.reports.text import LEADING, wrap

TITLE = "Báo cáo"
_ANNEX_SIZE = 11.0
_KEPT = 2  # lines of text that stay below a heading
_LITTLE = 9  # rows
_GAP = 10.0  # points above a chart
_LONGEST = 18  # letters of what stays on one line
_AGAIN = "(tiếp theo)"


def write_report(target: Path, paper: ReportPaper, progress: Progress | None = None) -> int:
    """Write a report as PDF and return its pages; the same paper gives the same bytes.

    Raises the sentences of the environment; what `progress` raises goes through. `target` is then
    as it was.
    """
    with atomic_write(target) as stream:
        document = Document(
            stream,
            paper.style,
            title=f"{TITLE} {paper.abstract}",
            author=paper.head.issuer,
            progress=progress,
        )
        document.letterhead(paper.head)
        document.title(TITLE, paper.abstract.split("\n"))
        closing = document.signature_height(paper.signature, paper.receivers)
        for place, section in enumerate(paper.sections, start=1):
            _section(document, section, closing if place == len(paper.sections) else 0.0)
        _sign(document, paper)
        for place, one in enumerate(paper.annexes, start=1):
            _annex(document, paper, one, annex_name(paper, place))
        return document.finish()


def annex_name(paper: ReportPaper, place: int) -> str:
    """Return 'Phụ lục 2', of an only one 'Phụ lục'."""
    return f"Phụ lục {place}" if len(paper.annexes) > 1 else "Phụ lục"


def _section(document: Document, section: ReportSection, closing: float) -> None:
    """Draw a section; `closing` points after its end are kept on the page of its last lines."""
    size = document.style.body_size
    line = size * LEADING
    texts = section.paragraphs
    last = 0.0 if section.shown else closing
    if section.heading:
        high = _height(document, section.heading, BOLD)
        kept = _KEPT * line
        if len(texts) == 1 and last:  # nothing of it may stand without what signs it
            kept = _height(document, texts[0], REGULAR) + last
        # a heading never ends a page
        if document.room < high + kept + size and _fits_a_page(document, high + kept + size):
            document.new_page()
        document.skip(size * 0.3)
        document.paragraph(section.heading, BOLD)
    for place, text in enumerate(texts, start=1):
        needed = _height(document, text, REGULAR) + last
        if place == len(texts) and last and needed > document.room:
            _turn(document, needed)
        document.paragraph(text)
    _shown(document, section, closing)


def _height(document: Document, text: str, font: str) -> float:
    style = document.style
    first = "\u2003" * round(style.indent * MM / style.body_size)
    lines = len(wrap(first + text, font, style.body_size, document.width))
    return (lines * LEADING + 0.25) * style.body_size


def _fits_a_page(document: Document, needed: float) -> bool:
    return document.y < document.top and needed < document.top - document.bottom


def _turn(document: Document, needed: float) -> None:
    """Begin a new page for what has no room here, when it has room there."""
    if _fits_a_page(document, needed):
        document.new_page()


def _shown(document: Document, section: ReportSection, closing: float) -> None:
    waiting: list[ReportChart] = []
    for place, one in enumerate(section.shown, start=1):
        ends = place == len(section.shown) and not waiting
        if isinstance(one, ReportTable):
            _table(document, one, closing if ends else 0.0)
        else:
            waiting.append(one)
        # a chart without room lets the part's next table go before it
        while waiting and _drawn(document, waiting[0]).height + _GAP <= document.room:
            _chart(document, waiting.pop(0))
    for one in waiting:
        _chart(document, one)


def _table(document: Document, table: ReportTable, closing: float) -> None:
    size = document.style.table_size
    line = size * LEADING
    caption = len(wrap(table.title, BOLD, size, document.width)) * line + size * 0.8
    # a little table stays in one piece, a long one begins with some of its rows
    rows = len(table.rows) + 2 if len(table.rows) < _LITTLE else _KEPT + 2
    needed = caption + rows * (line + 2 * PADDING) + line
    if document.room < needed:
        _turn(document, needed)
    document.skip(size * 0.4)
    document.centred(table.title, BOLD, size)
    document.skip(size * 0.4)
    columns, lines = _columns(table), _lines(table)
    draw_headed(document, columns, lines, size=size, closing=closing + 1, keep=2)
    document.skip(size * 0.8)


def _drawn(document: Document, chart: ReportChart) -> Drawing:
    series = [Series(name, values) for name, values in chart.series]
    return bar_chart(chart.title, chart.labels, series, document.width)


def _chart(document: Document, chart: ReportChart) -> None:
    draw_chart(document, _drawn(document, chart), _GAP)
    document.skip(document.style.body_size * 0.6)


def _sign(document: Document, paper: ReportPaper) -> None:
    if document.signature_height(paper.signature, paper.receivers) > document.room:
        document.new_page()
    document.signature(paper.signature, paper.receivers)


def _annex(document: Document, paper: ReportPaper, table: ReportTable, name: str) -> None:
    style = document.style
    document.new_page()
    document.centred(name.upper(), BOLD, style.abstract_size)
    document.centred(table.title, BOLD, style.abstract_size)
    document.centred(paper.reference, ITALIC, style.table_size)
    document.rule((document.left + document.right) / 2, 90, below=7)
    document.skip(9)
    size = min(style.table_size, _ANNEX_SIZE)
    draw_headed(
        document, _columns(table), _lines(table), size=size, closing=1, keep=3, again=_AGAIN
    )


def _columns(table: ReportTable) -> list[Column]:
    texts = [texts for kind, texts in table.lines() if kind != "group"]
    found = []
    for place, one in enumerate(table.headings()):
        lines = [line for row in texts for line in row[place].split("\n")]
        longest = max((line for line in lines if len(line) <= _LONGEST), key=len, default="")
        sample = longest if one.kind != TEXT else ""
        found.append(Column(one.heading, one.share, one.align, sample))
    return found


def _lines(table: ReportTable) -> Iterator[Line]:
    for kind, texts in table.lines():
        yield Group(texts[0]) if kind == "group" else Cells(texts, bold=kind == "total")

"""Papers of a receiving office: figures by office with totals, who has sent, and a chart.

Source: DOMAIN.md, 'Paper' (numbers, names, dates) and 'Figures'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.formats import number, percent
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.charts import BarChart, BarRow, BarSection, draw_chart, plot_bars
from desktop.reports.document import MM, Document, Progress
from desktop.reports.fonts import ITALIC, REGULAR
from desktop.reports.headed_table import Cells, Column, Group, Line, Span, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 9.5
_NOTES: Final = 12.0
_LETTERS: Final = 9.0  # of a chart
_A_PAGE: Final = 36  # bars, of names of one line
_GAP: Final = 10.0  # above a chart
_NONE: Final = "Chưa nhận bộ dữ liệu nào của kỳ này."
_NO_OFFICE: Final = "Chưa có cơ quan nào phải gửi hoặc đã gửi số liệu của kỳ này."
_UNKNOWN: Final = "–"

COLUMNS: Final = (
    "Đảng viên",
    "Phải đăng ký",
    "Đã đăng ký",
    "Tỷ lệ",
    "Tổng số",
    "Mới",
    "Được khen",
    "Lượt khen",
    "Tập thể",
    "Cá nhân",
    "Hộ",
    "Hội nghị",
    "Tỷ lệ dự",
    "Tổ chức",
    "Đảng viên",
)
"""The figures of an office in its row."""
SPANS: Final = (
    ("Cá nhân đăng ký", 1, 3),
    ("Mô hình", 4, 3),
    ("Khen thưởng", 7, 4),
    ("Học tập", 11, 2),
    ("Kiểm tra, giám sát", 13, 2),
)
"""Headings above several of them: the place of the first, and how many."""
RATES: Final = frozenset({3, 12})


@dataclass(frozen=True)
class OfficeRow:
    """An office: its figures in the order of `COLUMNS`, None of one that isn't known.

    One that is `within` is in the figures of the office before it.
    """

    name: str
    values: tuple[float | None, ...]
    within: bool = False


@dataclass(frozen=True)
class StateRow:
    """Where an office stands with a period, in words."""

    name: str
    level: str
    sent_on: str
    number: str
    state: str
    changed: str
    trust: str
    answer: str


def write_figures(
    target: Path,
    paper: MembersPaper,
    abstract: Sequence[str],
    rows: Sequence[OfficeRow],
    twice: OfficeRow | None,
    total: OfficeRow,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write 'Tổng hợp số liệu các cơ quan' as PDF, across the sheet; return its pages.

    `twice` is what is taken off because several offices counted it.
    """
    columns = [
        Column("TT", 3.5, "center", sample=number(max(len(rows), 99))),
        Column("Cơ quan", 24),
        *(
            Column(heading, 4.5, "center", sample=cell_text(total.values[place], place))
            for place, heading in enumerate(COLUMNS)
        ),
    ]
    spans = [Span(heading, first + 2, count) for heading, first, count in SPANS]
    with atomic_write(target) as stream:
        document = begun(stream, paper, "Tổng hợp", abstract, landscape=True, progress=progress)
        lines = _figure_lines(rows, twice, total)
        _table(document, paper, columns, lines, notes, "", spans)
        return document.finish()


def cell_text(value: float | None, place: int) -> str:
    """Return a figure of `COLUMNS` as it is printed."""
    if value is None:
        return _UNKNOWN
    return percent(value) if place in RATES else number(value)


def write_states(
    target: Path,
    paper: MembersPaper,
    abstract: Sequence[str],
    groups: Sequence[tuple[str, Sequence[StateRow]]],
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write 'Tình hình gửi số liệu' as PDF, by the offices above; return its pages."""
    columns = [
        Column("TT", 4, "center", sample="0.000"),
        Column("Cơ quan", 28),
        Column("Cấp", 9, "center"),
        Column("Ngày gửi", 9, "center", sample="00/00/0000"),
        Column("Lần gửi", 5, "center"),
        Column("Tình trạng", 12),
        Column("Số liệu đã sửa sau khi gửi", 18),
        Column("Chữ ký", 18),
        Column("Trả lời", 10),
    ]
    with atomic_write(target) as stream:
        document = begun(stream, paper, "Tình hình", abstract, landscape=True, progress=progress)
        _table(document, paper, columns, _state_lines(groups), notes, _NO_OFFICE)
        return document.finish()


def write_chart(
    target: Path,
    paper: MembersPaper,
    abstract: Sequence[str],
    bars: Sequence[tuple[str, int]],
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write a bar for each office as PDF; return its pages.

    The bars of all pages have one scale: on several pages the longest one frames each.
    """
    with atomic_write(target) as stream:
        document = begun(stream, paper, "Biểu đồ", abstract, progress=progress)
        if not bars and _NONE not in notes:
            document.paragraph(_NONE, REGULAR)
        _bars(document, bars)
        for one in notes:
            document.paragraph(one, ITALIC, _NOTES)
        document.skip(6)
        if document.room < document.signature_height(paper.signature):
            document.new_page()
        document.signature(paper.signature)
        return document.finish()


def _bars(document: Document, bars: Sequence[tuple[str, int]]) -> None:
    """Draw as many bars a page as it has room for."""
    most = float(max((value for _name, value in bars), default=0))
    begun = 0
    while begun < len(bars):
        count = min(_A_PAGE, len(bars) - begun)
        while True:
            rows = tuple(
                BarRow(name, (float(value),), (number(value),))
                for name, value in bars[begun : begun + count]
            )
            whole = most if len(bars) > _A_PAGE else None
            chart = BarChart("", (BarSection(rows),), whole=whole or None)
            drawing = plot_bars(chart, document.width, _LETTERS, lines=2, titled=False).drawing
            if drawing.height + _GAP <= document.room or count == 1:
                break
            count -= 1
        draw_chart(document, drawing, _GAP)
        begun += count
        if begun < len(bars):
            document.new_page()


def _table(
    document: Document,
    paper: MembersPaper,
    columns: Sequence[Column],
    lines: Iterator[Line],
    notes: Sequence[str],
    empty: str,
    spans: Sequence[Span] = (),
) -> None:
    """Draw the table, the sentences below it and the signature, which stay together."""
    room = document.width - paper.style.indent * MM
    lines_high = _NOTES * LEADING
    high = sum(
        len(wrap(one, ITALIC, _NOTES, room)) * lines_high + _NOTES / 4 for one in notes
    )  # as paragraphs are drawn, their first lines indented
    draw_headed(
        document,
        columns,
        lines,
        size=min(paper.style.table_size, _SIZE),
        closing=6 + high + document.signature_height(paper.signature),
        empty=empty,
        keep=2,
        spans=spans,
        again="(tiếp theo)",
    )
    document.skip(6)
    for one in notes:
        document.paragraph(one, ITALIC, _NOTES)
    document.signature(paper.signature)


def _figure_lines(
    rows: Sequence[OfficeRow], twice: OfficeRow | None, total: OfficeRow
) -> Iterator[Line]:
    counted = 0
    for one in rows:
        counted += not one.within
        name = f"    - {one.name}" if one.within else one.name
        yield Cells(("" if one.within else number(counted), name, *_cells(one)))
    if twice is not None:
        cells = ("" if not value else f"-{number(value)}" for value in twice.values)
        yield Cells(("", twice.name, *cells))
    yield Cells(("", total.name, *_cells(total)), bold=True)


def _cells(one: OfficeRow) -> tuple[str, ...]:
    return tuple(cell_text(value, place) for place, value in enumerate(one.values))


def _state_lines(groups: Sequence[tuple[str, Sequence[StateRow]]]) -> Iterator[Line]:
    place = 0
    for heading, rows in groups:
        if heading:
            yield Group(heading)
        for one in rows:
            place += 1
            yield Cells(
                (
                    number(place),
                    one.name,
                    one.level,
                    one.sent_on,
                    one.number,
                    one.state,
                    one.changed,
                    one.trust,
                    one.answer,
                )
            )

"""Lists and figures of models: the directory, the re-evaluation list, statistics, two periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from desktop.core.formats import number, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.charts import Series, bar_chart, draw_chart
from desktop.reports.document import Progress
from desktop.reports.fonts import BOLD
from desktop.reports.table import Cells, Column, Group, Line, draw_table
from desktop.reports.text import LEADING, wrap

_LIST_SIZE = 11.0
_DAY = "00/00/0000"
_NONE = "Chưa có mô hình nào."
_NO_SILENT = "Không có mô hình nào phải đánh giá lại."
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class ModelsPaper:
    """How a paper about models is printed: style, head, who signs."""

    style: PaperStyle
    head: Letterhead
    signature: Signature


@dataclass(frozen=True)
class DirectoryRow:
    """A model in the directory; rows come in order, those of a group together."""

    group: str
    subgroup: str
    code: str
    name: str
    owner: str
    in_charge: str
    registered: str
    state: str
    commended: str
    individual: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class SilentRow:
    """A model that is to be evaluated again."""

    name: str
    owner: str
    field: str
    state: str
    news: str  # day and what, a line each


@dataclass(frozen=True)
class FigureRow:
    """A figure of two periods, in a section of the table."""

    section: str
    label: str
    first: int
    second: int


@dataclass(frozen=True)
class NamedRows:
    """A list below the figures: its heading, and models with their owner and a detail."""

    heading: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class PeriodFigures:
    """Two periods, by their names, with their figures; `charted` are the sections with a chart."""

    title: str
    abstract: tuple[str, ...]
    first: str
    second: str
    rows: Sequence[FigureRow]
    charted: tuple[str, ...]
    lists: tuple[NamedRows, ...] = ()


def write_directory(
    target: Path,
    paper: ModelsPaper,
    abstract: Sequence[str],
    rows: Sequence[DirectoryRow],
    progress: Progress | None = None,
) -> int:
    """Write 'Danh mục mô hình' as PDF, across the sheet; return its pages."""
    columns = [
        Column("TT", 4, "center", sample=number(len(rows))),
        Column("Mã", 7, "center", sample=max((one.code for one in rows), key=len, default="")),
        Column("Tên mô hình", 30),
        Column("Tập thể, cá nhân thực hiện", 25),
        Column("Người phụ trách", 14),
        Column("Ngày đăng ký", 10, "center", sample=_DAY),
        Column("Tình trạng", 10, "center", sample="thực hiện"),
        Column("Cấp tuyên dương", 16),
    ]
    shown = [place for place in range(len(columns)) if place != 1 or any(one.code for one in rows)]
    total = f"Tổng cộng: {_models(rows)}."
    with atomic_write(target) as stream:
        sheet = _Sheet(stream, paper, ("Danh mục mô hình", *abstract), progress, landscape=True)
        sheet.table([columns[place] for place in shown], _directory(rows, shown), total, _NONE)
        sheet.sign()
        return sheet.document.finish()


def write_silent(
    target: Path,
    paper: ModelsPaper,
    abstract: Sequence[str],
    rows: Sequence[SilentRow],
    progress: Progress | None = None,
) -> int:
    """Write the list of models to be evaluated again, with room for the pen; return its pages."""
    columns = [
        Column("TT", 4, "center", sample=number(len(rows))),
        Column("Tên mô hình", 27),
        Column("Tập thể, cá nhân thực hiện", 22),
        Column("Lĩnh vực", 15),
        Column("Tình trạng", 10, "center", sample="thực hiện"),
        Column("Tin gần nhất", 13, "center", sample=_DAY),
        Column("Còn phát huy tác dụng", 9, "center", sample="tác dụng"),
        Column("Nhận xét, hướng xử lý", 22),
    ]
    lines = (
        Cells((number(place), one.name, one.owner, one.field, one.state, one.news, "", ""))
        for place, one in enumerate(rows, start=1)
    )
    heading = ("Danh sách mô hình cần đánh giá lại", *abstract)
    total = f"Tổng cộng: {official_count(len(rows))} mô hình." if rows else ""
    with atomic_write(target) as stream:
        sheet = _Sheet(stream, paper, heading, progress, landscape=True)
        sheet.table(columns, lines, total, _NO_SILENT)
        sheet.sign()
        return sheet.document.finish()


def write_figures(
    target: Path, paper: ModelsPaper, found: PeriodFigures, progress: Progress | None = None
) -> int:
    """Write the figures of two periods with charts and lists as PDF; return its pages."""
    largest = max((number(max(one.first, one.second)) for one in found.rows), key=len, default="")
    columns = [
        Column("Nội dung", 46),
        Column(found.first, 18, "center", sample=largest),
        Column(found.second, 18, "center", sample=largest),
        Column("Tăng, giảm", 12, "center", sample=f"+{largest}"),
    ]
    with atomic_write(target) as stream:
        sheet = _Sheet(stream, paper, (found.title, *found.abstract), progress)
        sheet.table(columns, _figures(found.rows), "", _NONE, closes=False)
        for section in found.charted:
            rows = [one for one in found.rows if one.section == section]
            if any(one.first or one.second for one in rows):
                sheet.chart(section, rows, (found.first, found.second))
        for one in found.lists:
            sheet.named(one)
        sheet.sign()
        return sheet.document.finish()


def difference(value: int) -> str:
    """Return '+3', '-2' or '0', with full stops between thousands."""
    return f"+{number(value)}" if value > 0 else number(value)


class _Sheet:
    """A paper about models, from its letterhead to its signature."""

    def __init__(
        self,
        stream: BinaryIO,
        paper: ModelsPaper,
        heading: Sequence[str],
        progress: Progress | None,
        *,
        landscape: bool = False,
    ) -> None:
        kind, *abstract = heading
        self.signature = paper.signature
        self.document = begun(stream, paper, kind, abstract, landscape=landscape, progress=progress)
        self.size = min(paper.style.table_size, _LIST_SIZE)

    def table(
        self,
        columns: Sequence[Column],
        lines: Iterable[Line],
        total: str,
        empty: str,
        *,
        closes: bool = True,
    ) -> None:
        """Draw a table with the total below it; `closes`: the signature follows on its page."""
        document, body = self.document, self.document.style.body_size
        closing = 0.0
        if total:
            closing += 6 + len(wrap(total, BOLD, body, document.width)) * body * LEADING + body / 4
        if closes:
            closing += document.signature_height(self.signature)
        # a few of the last rows stay together, so that none stands alone on the next page
        draw_table(
            document, columns, lines, size=self.size, closing=max(closing, 1), empty=empty, keep=3
        )
        if total:
            document.skip(6)
            document.paragraph(total, BOLD, indent=False)

    def chart(self, section: str, rows: Sequence[FigureRow], periods: tuple[str, str]) -> None:
        """Draw the bars of a section, the later period first."""
        series = (
            Series(periods[1], [one.second for one in rows]),
            Series(periods[0], [one.first for one in rows]),
        )
        shown = [one.label for one in rows]
        draw_chart(self.document, bar_chart(section, shown, series, self.document.width))

    def named(self, found: NamedRows) -> None:
        """Draw a list of models below its heading."""
        document = self.document
        title = f"{found.heading}: {official_count(len(found.rows))}"
        body = document.style.body_size
        if document.room < 6 * body * LEADING:
            document.new_page()
        document.skip(8)
        document.paragraph(title, BOLD, indent=False)
        document.skip(3)
        if found.rows:
            columns = [
                Column("TT", 6, "center", sample=number(len(found.rows))),
                Column("Tên mô hình", 42),
                Column("Tập thể, cá nhân thực hiện", 32),
                Column("Ghi chú", 20),
            ]
            lines = (Cells((number(at), *row)) for at, row in enumerate(found.rows, start=1))
            draw_table(document, columns, lines, size=self.size)

    def sign(self) -> None:
        """Draw the signature, on a new page when this one has no room."""
        if self.document.signature_height(self.signature) > self.document.room:
            self.document.new_page()
        self.document.signature(self.signature)


def _directory(rows: Sequence[DirectoryRow], shown: Sequence[int]) -> Iterator[Line]:
    place = 0
    for order, (group, held) in enumerate(groupby(rows, key=lambda one: one.group), start=1):
        members = list(held)
        yield Group(f"{roman(order)}. {group.upper()}: {_models(members)}")
        for subgroup, some in groupby(members, key=lambda one: one.subgroup):
            entries = list(some)
            if subgroup:
                yield Group(f"{subgroup}: {official_count(len(entries))} mô hình")
            for one in entries:
                place += 1
                cells = (
                    number(place),
                    one.code,
                    one.name,
                    one.owner,
                    one.in_charge,
                    one.registered,
                    one.state,
                    one.commended,
                )
                yield Cells(tuple(cells[at] for at in shown))


def _figures(rows: Sequence[FigureRow]) -> Iterator[Line]:
    for section, some in groupby(rows, key=lambda one: one.section):
        yield Group(section)
        for one in some:
            change = difference(one.second - one.first)
            yield Cells((one.label, number(one.first), number(one.second), change))


def _models(rows: Sequence[DirectoryRow]) -> str:
    """Return '12 mô hình (10 tập thể, 02 cá nhân; 01 đã dừng)'."""
    words = f"{official_count(len(rows))} mô hình"
    if not rows:
        return words
    persons = sum(one.individual for one in rows)
    kinds = [(len(rows) - persons, "tập thể"), (persons, "cá nhân")]
    more = ", ".join(f"{official_count(count)} {name}" for count, name in kinds if count)
    stopped = sum(one.stopped for one in rows)
    if stopped:
        more += f"; {official_count(stopped)} đã dừng"
    return f"{words} ({more})"


def roman(value: int) -> str:
    """Return a number in Roman numerals."""
    found = ""
    for worth, letters in _ROMAN:
        while value >= worth:
            found += letters
            value -= worth
    return found

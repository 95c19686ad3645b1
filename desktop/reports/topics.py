"""Papers of topics: what came of one, and the cells' topic meetings by unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.figures import rate
from desktop.core.formats import number, official_count, percent
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD
from desktop.reports.members import MembersPaper
from desktop.reports.models import roman
from desktop.reports.table import Cells, Column, Line, draw_table
from desktop.reports.text import LEADING

_SIZE: Final = 11.0
_DAY: Final = "00/00/0000"
_RATE: Final = "100,0%"
_TITLE: Final = "Kết quả thực hiện chuyên đề"
_MEETINGS: Final = "Tổng hợp sinh hoạt chuyên đề"


@dataclass(frozen=True)
class Row:
    """A row: what it is, its day, whose it is, and what was expected and came of it."""

    title: str
    day: str = ""
    who: str = ""
    whole: int | None = None
    part: int | None = None

    @property
    def numbers(self) -> tuple[str, str, str]:
        """Return the texts of whole, part and rate; unknown ones are empty."""
        whole, part = (("" if one is None else number(one)) for one in (self.whole, self.part))
        known = self.whole is not None and self.part is not None
        return whole, part, percent(rate(self.part or 0, self.whole or 0)) if known else ""


@dataclass(frozen=True)
class Section:
    """One table of a topic; headings that are empty leave their column out."""

    heading: str  # 'Hội nghị học tập, quán triệt'
    what: str  # of the column of titles
    day: str
    who: str
    whole: str
    part: str
    rows: Sequence[Row]
    total: Row | None = None  # below the rows, its title in the column of titles
    note: str = ""  # below the table


@dataclass(frozen=True)
class MeetingRow:
    """The meetings of a cell; of all together, `unit` is 'Tổng cộng'."""

    unit: str
    meetings: int
    known: int  # of them with both numbers
    expected: int
    present: int


def write_topic(
    target: Path,
    paper: MembersPaper,
    lines: Sequence[str],
    sections: Sequence[Section],
    progress: Progress | None = None,
) -> int:
    """Write 'Kết quả thực hiện chuyên đề' as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = begun(stream, paper, _TITLE, lines, progress=progress)
        for place, one in enumerate(sections, start=1):
            _section(document, paper, place, one, last=place == len(sections))
        if document.signature_height(paper.signature) > document.room:
            document.new_page()
        document.signature(paper.signature)
        return document.finish()


def write_meetings(
    target: Path,
    paper: MembersPaper,
    lines: Sequence[str],
    rows: Sequence[MeetingRow],
    total: MeetingRow,
    progress: Progress | None = None,
) -> int:
    """Write 'Tổng hợp sinh hoạt chuyên đề' by unit as PDF; return its pages."""
    columns = [
        Column("TT", 6, "center", sample="000"),
        Column("Đơn vị", 46),
        Column("Số buổi", 10, "center"),
        Column("Lượt phải dự", 12, "center", sample="00.000"),
        Column("Lượt có mặt", 12, "center", sample="00.000"),
        Column("Tỷ lệ", 12, "center", sample=_RATE),
    ]
    note = "Tỷ lệ là số có mặt trên số phải dự của các buổi có đủ hai số."
    missing = total.meetings - total.known
    if missing:
        note += f" {official_count(missing)} buổi chưa đủ số không tính vào tỷ lệ."
    with atomic_write(target) as stream:
        document = begun(stream, paper, _MEETINGS, lines, progress=progress)
        high = 3 * document.style.body_size * LEADING + 6
        draw_table(
            document,
            columns,
            _meetings(rows, total),
            size=min(paper.style.table_size, _SIZE),
            closing=high + document.signature_height(paper.signature),
            empty="Chưa có buổi sinh hoạt chuyên đề nào.",
            keep=2,
        )
        document.skip(6)
        if rows:
            document.paragraph(note, indent=False)
        document.signature(paper.signature)
        return document.finish()


def _meetings(rows: Sequence[MeetingRow], total: MeetingRow) -> Iterator[Line]:
    for place, one in enumerate(rows, start=1):
        yield Cells((number(place), *_meeting_cells(one)))
    if rows:
        yield Cells(("", *_meeting_cells(total)), bold=True)


def _meeting_cells(row: MeetingRow) -> tuple[str, ...]:
    shown = (row.expected, row.present) if row.known else (None, None)
    counts = ("" if one is None else number(one) for one in shown)
    share = percent(rate(row.present, row.expected)) if row.known else ""
    return (row.unit, number(row.meetings), *counts, share)


def _section(
    document: Document, paper: MembersPaper, place: int, section: Section, *, last: bool
) -> None:
    """Draw a section's heading, its table, or that it has nothing yet."""
    body = document.style.body_size
    if document.room < 6 * body * LEADING:
        document.new_page()
    if place > 1:
        document.skip(8)
    count = f" ({official_count(len(section.rows))})" if section.rows else ""
    document.paragraph(f"{roman(place)}. {section.heading}{count}", BOLD, indent=False)
    if not section.rows:
        document.paragraph("Chưa có.", indent=False)
        return
    document.skip(3)
    closing = document.signature_height(paper.signature) if last else 1.0
    draw_table(
        document,
        _columns(section),
        _lines(section),
        size=min(paper.style.table_size, _SIZE),
        closing=closing + (2 * body * LEADING if section.note else 0),
        keep=2,
    )
    if section.note:
        document.skip(4)
        document.paragraph(section.note, indent=False)


def _columns(section: Section) -> list[Column]:
    numbers = [
        Column(section.whole, 9, "center", sample="00.000"),
        Column(section.part, 9, "center", sample="00.000"),
        Column("Tỷ lệ", 9, "center", sample=_RATE),
    ]
    return [
        Column("TT", 5, "center", sample="000"),
        Column(section.what, 40),
        *([Column(section.day, 11, "center", sample=_DAY)] if section.day else []),
        *([Column(section.who, 24)] if section.who else []),
        *(numbers if section.whole else []),
    ]


def _lines(section: Section) -> Iterator[Line]:
    for place, one in enumerate(section.rows, start=1):
        yield Cells(_cells(section, number(place), one))
    if section.total is not None:
        yield Cells(_cells(section, "", section.total), bold=True)


def _cells(section: Section, place: str, row: Row) -> tuple[str, ...]:
    return (
        place,
        row.title,
        *([row.day] if section.day else []),
        *([row.who] if section.who else []),
        *(row.numbers if section.whole else []),
    )

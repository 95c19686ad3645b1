"""'Toàn bộ dữ liệu về một cá nhân': all that the book holds about a person, on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC
from desktop.reports.headed_table import HeadedTable
from desktop.reports.members import MembersPaper
from desktop.reports.series import PaperSeries
from desktop.reports.table import Cells, Column, Group, Line
from desktop.reports.text import LEADING, width, wrap

_SIZE = 13.0
_TABLE_SIZE = 11.0
_NONE = "Không có."

Texts = tuple[str, ...]


@dataclass(frozen=True)
class RecordTable:
    """A section: its heading, its columns, its lines (a text alone is a group's heading)."""

    heading: str
    columns: tuple[Column, ...]
    lines: tuple[Texts | str, ...]
    note: str = ""  # below the heading, in italics


@dataclass(frozen=True)
class PersonRecord:
    """A person's whole record: what the book holds, in sections."""

    name: str
    summary: tuple[str, ...]  # paragraphs
    tables: tuple[RecordTable, ...]


def write_person_records(
    target: Path,
    paper: MembersPaper,
    records: Iterable[PersonRecord],
    total: int,
    progress: Progress | None = None,
) -> int:
    """Write the records of `total` persons as one PDF; return its pages.

    `progress` hears of persons done and all persons.
    """
    with atomic_write(target) as stream:
        document = PaperSeries(
            stream,
            paper.style,
            title="Toàn bộ dữ liệu về một cá nhân",
            author=paper.head.issuer,
        )
        return document.write_each(
            records, lambda series, one: _draw(series, paper, one), total, progress
        )


def _draw(document: Document, paper: MembersPaper, record: PersonRecord) -> None:
    document.letterhead(paper.head)
    document.title("Toàn bộ dữ liệu về một cá nhân", (f"Đảng viên {record.name}",))
    for one in record.summary:
        document.paragraph(one, size=_SIZE)
    last = len(record.tables) - 1
    for place, table in enumerate(record.tables):
        closing = document.signature_height(paper.signature) if place == last else 0.0
        _section(document, place + 1, table, closing)
    document.signature(paper.signature)


def _section(document: Document, number: int, section: RecordTable, closing: float) -> None:
    """Draw a section; its heading stays with the first row, the last one with the signature."""
    heading = f"{number}. {section.heading}"
    note = wrap(section.note, ITALIC, _TABLE_SIZE, document.width) if section.note else ()
    room = 8 + _SIZE * LEADING + 4 + len(note) * _TABLE_SIZE * LEADING
    if not section.lines:
        if room + closing > document.room:
            document.new_page()
        _heading(document, f"{heading}: ")
        document.canvas.setFont(ITALIC, _SIZE)
        x = document.left + width(f"{heading}: ", BOLD, _SIZE)
        document.canvas.drawString(x, document.y + 4, _NONE)
        return
    size = min(document.style.table_size, _TABLE_SIZE)
    table = HeadedTable(document, section.columns, size, again="(tiếp)")
    lines: list[Line] = [
        Group(one) if isinstance(one, str) else Cells(one) for one in section.lines
    ]
    opening = room + sum(table.opening_height(one) for one in lines[:2])
    # a first row that is also the last one takes the signature along
    if opening + (closing if len(lines) <= 2 else 0.0) > document.room:
        document.new_page()
    _heading(document, heading)
    document.canvas.setFont(ITALIC, _TABLE_SIZE)
    for one in note:
        document.y -= _TABLE_SIZE * LEADING
        document.canvas.drawString(document.left, document.y + 4, one)
    table.draw(lines, closing)


def _heading(document: Document, heading: str) -> None:
    document.skip(8)
    for line in wrap(heading, BOLD, _SIZE, document.width):
        document.y -= _SIZE * LEADING
        document.canvas.setFont(BOLD, _SIZE)
        document.canvas.drawString(document.left, document.y, line)
    document.skip(4)

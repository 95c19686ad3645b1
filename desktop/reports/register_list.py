"""The plain list of any register: the columns and rows that the clerk sees, on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.core.formats import official_count, place_and_date
from desktop.core.paper import PaperStyle
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.table import Cells, Column, draw_table
from desktop.reports.text import width, wrap

_PORTRAIT_CHARACTERS = 100
_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
_CHARACTER = 0.5
"""Width of a usual letter in font sizes."""

_A_DAY = "28/02/2028"


@dataclass(frozen=True)
class ListColumn:
    """A column: its Vietnamese heading, its width in characters, whether it holds numbers or days.

    Days are never broken.
    """

    heading: str
    width: int
    numeric: bool = False
    dated: bool = False


@dataclass(frozen=True)
class ListHead:
    """What stands above and below the table; numbers up to `rows` have room in its first column."""

    office: str
    parent: str
    title: str
    singular: str = "dòng"
    filters: str = ""
    place: str = ""
    printed_on: date | None = None
    rows: int = 9_999


def write_list(
    target: Path,
    style: PaperStyle,
    head: ListHead,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[str]],
    progress: Progress | None = None,
) -> int:
    """Write a register's list as PDF, across the sheet when it is wide; return its pages."""
    characters = sum(one.width for one in columns) + 4
    landscape = characters > _PORTRAIT_CHARACTERS
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title=head.title,
            author=head.office,
            landscape=landscape,
            progress=progress,
        )
        _head(document, head)
        size = next(
            (one for one in _SIZES if characters * one * _CHARACTER <= document.width), _SIZES[-1]
        )
        counted = _Counted(rows)
        set_columns = [Column("TT", 4, "center", sample=str(head.rows))]
        set_columns += [
            Column(
                one.heading,
                max(one.width, 4),
                "right" if one.numeric else "left",
                sample=_A_DAY if one.dated else "",
            )
            for one in columns
        ]
        draw_table(
            document, set_columns, counted, size=size, closing=30, empty="Không có dòng nào."
        )
        document.skip(4)
        document.paragraph(
            f"Tổng cộng: {official_count(counted.total)} {head.singular}.", ITALIC, 12, indent=False
        )
        return document.finish()


class _Counted:
    """The rows as table lines with their number, counted as they pass."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._rows = rows
        self.total = 0

    def __iter__(self) -> Iterator[Cells]:
        for row in self._rows:
            self.total += 1
            yield Cells((str(self.total), *row))


def _head(document: Document, head: ListHead) -> None:
    dated = ""
    if head.printed_on is not None and head.place:
        dated = place_and_date(head.place, head.printed_on)
        document.canvas.setFont(ITALIC, 12)
        document.canvas.drawRightString(document.right, document.y - 14, dated)
    room = min(document.width * 0.55, document.width - width(dated, ITALIC, 12) - 14)
    for words, font in ((head.parent, REGULAR), (head.office, BOLD)):
        for line in wrap(words.upper(), font, 12, room) if words else ():
            document.y -= 14
            document.canvas.setFont(font, 12)
            document.canvas.drawString(document.left, document.y, line)
    document.title(f"Danh sách {head.title}", (), head.filters)

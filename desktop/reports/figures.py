"""'Biểu số liệu': the figures of a period as a table (DOMAIN.md, 'Paper' and 'Figures')."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.core.formats import date_text
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document
from desktop.reports.table import Cells, Column, Group, Line, draw_table

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class FigureRow:
    """A figure in words; one that is `within` is a part of the one above it and has no number."""

    words: str
    unit: str
    value: str
    within: bool = False
    against: str = ""
    difference: str = ""
    change: str = ""


@dataclass(frozen=True)
class FigureSection:
    """The figures of one register, under its heading."""

    title: str
    rows: tuple[FigureRow, ...]
    note: str = ""


@dataclass(frozen=True)
class FigurePaper:
    """What the table is printed on: style, head, signature; of what, and compared with when."""

    style: PaperStyle
    head: Letterhead
    signature: Signature
    scope: str = ""
    compared: tuple[date, date] | None = None


def write_figures(
    target: Path,
    paper: FigurePaper,
    first: date,
    last: date,
    sections: Sequence[FigureSection],
) -> int:
    """Write the figures from `first` to `last`, both included, as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = Document(
            stream,
            paper.style,
            title="Biểu số liệu",
            author=paper.head.issuer,
        )
        document.letterhead(paper.head)
        subject = ["kết quả thực hiện", *([paper.scope] if paper.scope else [])]
        document.title("Biểu số liệu", subject, f"({_period(first, last, paper.compared)})")
        columns = [
            Column("TT", 6, "center"),
            Column("Nội dung", 60 if paper.compared is None else 46),
            Column("Đơn vị tính", 16, "center"),
            Column("Số liệu", 14, "right"),
        ]
        if paper.compared is not None:
            columns += [
                Column("Kỳ so sánh", 14, "right"),
                Column("Tăng, giảm", 14, "right"),
                Column("Tỷ lệ tăng, giảm", 14, "right"),
            ]
        closing = 6 + document.signature_height(paper.signature)
        lines = _lines(sections, len(columns))
        draw_table(document, columns, lines, size=paper.style.table_size, closing=closing)
        document.skip(6)
        document.signature(paper.signature)
        return document.finish()


def _period(first: date, last: date, compared: tuple[date, date] | None) -> str:
    words = f"Từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if compared is None:
        return words
    begin, end = map(date_text, compared)
    return f"{words}, so với từ ngày {begin} đến ngày {end}"


def _lines(sections: Sequence[FigureSection], columns: int) -> Iterator[Line]:
    for place, section in enumerate(sections):
        yield Group(f"{_ROMAN[place]}. {section.title.upper()}")
        counted = 0
        for row in section.rows:
            counted += not row.within
            words = f"    - {row.words}" if row.within else row.words
            cells = ("" if row.within else str(counted), words, row.unit, row.value)
            yield Cells((*cells, row.against, row.difference, row.change)[:columns])
        if section.note:
            yield Cells(("", section.note, *[""] * (columns - 2)))

"""Books of documents issued and received, by type, and the documents on which a report is due.

Source: DOMAIN.md, 'Paper'; the columns are those that the books of Party offices have and the
register knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from desktop.core.formats import number, official_count
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Progress
from desktop.reports.fonts import BOLD
from desktop.reports.headed_table import Cells, Column, Group, Line, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 12.0
_NUMBER: Final = Column("TT", 5, "center", sample="0.000")
_CODE: Final = Column("Số, ký hiệu", 15, "center")
_LONGEST: Final = 20  # letters of a number that stay on one line
_DATE: Final = Column("Ngày văn bản", 11, "center", sample="00/00/0000")
_DUE: Final = Column("Hạn báo cáo", 11, "center", sample="00/00/0000")
_ISSUER: Final = Column("Cơ quan ban hành", 20)


@dataclass(frozen=True)
class DocumentLine:
    """A document: the texts of the columns after the number."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class DocumentGroup:
    """The documents of a type, or those that stand alike."""

    heading: str
    lines: Sequence[DocumentLine]


@dataclass(frozen=True)
class _Look:
    title: str
    columns: tuple[Column, ...]
    empty: str
    landscape: bool = False


_LOOKS: Final[Mapping[str, _Look]] = {
    "issued": _Look(
        "Sổ văn bản đi",
        (_NUMBER, _CODE, _DATE, Column("Trích yếu nội dung", 46), Column("Ghi chú", 16)),
        "Không có văn bản đi nào trong thời gian này.",
    ),
    "received": _Look(
        "Sổ văn bản đến",
        (
            _NUMBER,
            _CODE,
            _DATE,
            _ISSUER,
            Column("Trích yếu nội dung", 38),
            _DUE,
            Column("Đã báo cáo", 11, "center", sample="00/00/0000"),
            Column("Ghi chú", 14),
        ),
        "Không có văn bản đến nào trong thời gian này.",
        landscape=True,
    ),
    "due": _Look(
        "Danh sách văn bản đến hạn báo cáo",
        (
            _NUMBER,
            _CODE,
            _DATE,
            _ISSUER,
            Column("Trích yếu nội dung", 36),
            _DUE,
            Column("Tình hình", 12, "center"),
            Column("Ghi chú", 12),
        ),
        "Không có văn bản nào phải báo cáo.",
        landscape=True,
    ),
}


def write_documents(
    target: Path,
    paper: MembersPaper,
    kind: str,
    scope: Sequence[str],
    groups: Sequence[DocumentGroup],
    progress: Progress | None = None,
) -> int:
    """Write a list as PDF; return its pages.

    `kind` is 'issued', 'received' or 'due'; `scope` are the lines below the title.
    """
    look = _LOOKS[kind]
    total = sum(len(one.lines) for one in groups)
    words = f"Tổng cộng: {official_count(total)} văn bản." if total else ""
    with atomic_write(target) as stream:
        document = begun(
            stream, paper, look.title, scope, landscape=look.landscape, progress=progress
        )
        body = document.style.body_size
        high = 6.0
        columns = [_fitting(one, groups) if one is _CODE else one for one in look.columns]
        if words:
            high += len(wrap(words, BOLD, body, document.width)) * body * LEADING + body * 0.25
        draw_headed(
            document,
            columns,
            _lines(groups),
            size=min(paper.style.table_size, _SIZE),
            closing=high + document.signature_height(paper.signature),
            empty=look.empty,
            again="(tiếp theo)",
        )
        document.skip(6)
        if words:
            document.paragraph(words, BOLD, indent=False)
        document.signature(paper.signature)
        return document.finish()


def _fitting(column: Column, groups: Sequence[DocumentGroup]) -> Column:
    """Return the column of numbers with room for the longest on one line, within reason."""
    numbers = [one.texts[0] for group in groups for one in group.lines]
    usual = [one for one in numbers if len(one) <= _LONGEST]
    return replace(column, sample=max(usual, key=len, default=""))


def _lines(groups: Sequence[DocumentGroup]) -> Iterator[Line]:
    for group in groups:
        yield Group(f"{group.heading} ({official_count(len(group.lines))})")
        for place, one in enumerate(group.lines, start=1):
            yield Cells((number(place), *one.texts))

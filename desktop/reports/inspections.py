"""'Tổng hợp kiểm tra, giám sát': years down, the four kinds across, in times.

Source: DOMAIN.md, 'Lists and forms that are printed' (inspection: summary by year) and 'Figures'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.formats import official_count
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Progress
from desktop.reports.fonts import ITALIC
from desktop.reports.headed_table import Cells, Column, Group, Line, Span, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_TITLE: Final = "Tổng hợp"
_SUBJECT: Final = "kết quả công tác kiểm tra, giám sát"
_NONE: Final = "Chưa có số liệu kiểm tra, giám sát nào trong thời gian này."
_NOTE: Final = (
    "Số tổ chức, số đảng viên tính theo lượt được kiểm tra, giám sát, không phải số tổ chức, "
    "số người. Số liệu có ngày tính vào năm của ngày kết thúc. Ô để trống: chưa có số liệu."
)
_NOTE_SIZE: Final = 11.0
_SIZE: Final = 11.0


@dataclass(frozen=True)
class CountLine:
    """A year: the texts of organisations and members of each kind, then of all kinds."""

    year: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class CountGroup:
    """The years of a level with their sum; without a heading the table has no groups."""

    heading: str
    years: Sequence[CountLine]
    total: CountLine


@dataclass(frozen=True)
class CountTotals:
    """What the sentence below the table says: times of organisations and of members."""

    organisations: int
    members: int


def write_summary(
    target: Path,
    paper: MembersPaper,
    scope: Sequence[str],
    kinds: Sequence[str],
    groups: Sequence[CountGroup],
    totals: CountTotals | None,
    progress: Progress | None = None,
) -> int:
    """Write the summary as PDF; return its pages.

    `scope` are the lines below the title: the level, the period; `kinds` the four headings;
    `totals` None: nothing is known of the period.
    """
    columns, spans = _columns(kinds)
    with atomic_write(target) as stream:
        document = begun(stream, paper, _TITLE, (_SUBJECT, *scope), progress=progress)
        body = document.style.body_size
        words = _words(totals) if totals else ""
        high = 6 + len(wrap(_NOTE, ITALIC, _NOTE_SIZE, document.width)) * _NOTE_SIZE * LEADING
        high += 3 + (body * (LEADING + 0.25) * 2 if words else 0)
        draw_headed(
            document,
            columns,
            _lines(groups) if totals else (),
            size=min(paper.style.table_size, _SIZE),
            closing=high + document.signature_height(paper.signature),
            empty=_NONE,
            keep=2,  # the sum, and a year above it
            spans=spans,
            again="(tiếp theo)",
        )
        document.skip(6)
        if words:
            document.paragraph(words)
        document.paragraph(_NOTE, ITALIC, _NOTE_SIZE, indent=False)
        document.signature(paper.signature)
        return document.finish()


def _columns(kinds: Sequence[str]) -> tuple[list[Column], list[Span]]:
    columns = [Column("Năm", 6, "center", sample="Tổng số")]
    spans = []
    for heading in (*kinds, "Cộng"):
        spans.append(Span(heading, len(columns), 2))
        columns += [Column("Lượt tổ chức", 9, "center"), Column("Lượt đảng viên", 9, "center")]
    return columns, spans


def _lines(groups: Sequence[CountGroup]) -> Iterator[Line]:
    for group in groups:
        if group.heading:
            yield Group(group.heading)
        for one in group.years:
            yield Cells((one.year, *one.texts))
        yield Cells((group.total.year, *group.total.texts), bold=True)


def _words(totals: CountTotals) -> str:
    return (
        f"Tổng số {official_count(totals.organisations)} lượt tổ chức và "
        f"{official_count(totals.members)} lượt đảng viên được kiểm tra, giám sát."
    )

"""Papers of plans: who has none, the checklist of one, and what is due by organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.formats import number, official_count
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Progress
from desktop.reports.fonts import BOLD
from desktop.reports.members import MembersPaper
from desktop.reports.table import Cells, Column, Group, Line, draw_table
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 11.0
_DAY: Final = "00/00/0000"
_NUMBER: Final = "000"


@dataclass(frozen=True)
class Heading:
    """What stands above a paper: its kind, and the lines below it."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class WithoutRow:
    """A unit that has none."""

    unit: str
    kind: str


@dataclass(frozen=True)
class ThingRow:
    """A thing to do of a plan."""

    content: str
    owner: str
    due: str
    done: str
    result: str  # or how it stands


@dataclass(frozen=True)
class DueRow:
    """A thing that is due, of whatever plan."""

    content: str
    plan: str
    owner: str
    due: str
    words: str


@dataclass(frozen=True)
class UnitDue:
    """The things due of one organisation."""

    unit: str
    rows: Sequence[DueRow]


def write_without(
    target: Path,
    paper: MembersPaper,
    heading: Heading,
    rows: Sequence[WithoutRow],
    expected: int,
    progress: Progress | None = None,
) -> int:
    """Write the list of who has none as PDF; return its pages."""
    columns = [
        Column("TT", 6, "center", sample=_NUMBER),
        Column("Đơn vị", 50),
        Column("Loại", 20),
        Column("Ghi chú", 24),
    ]
    lines = (Cells((number(at), one.unit, one.kind, "")) for at, one in enumerate(rows, start=1))
    counts = f"{official_count(len(rows))} trong tổng số {official_count(expected)} đơn vị"
    total = f"Tổng cộng: {counts}." if expected else ""
    return _write(target, paper, heading, columns, lines, total, "Không còn đơn vị nào.", progress)


def write_checklist(
    target: Path,
    paper: MembersPaper,
    heading: Heading,
    rows: Sequence[ThingRow],
    progress: Progress | None = None,
) -> int:
    """Write the things to do of a plan as PDF, across the sheet; return its pages."""
    columns = [
        Column("TT", 4, "center", sample=_NUMBER),
        Column("Công việc", 36),
        Column("Người, bộ phận phụ trách", 18),
        Column("Thời hạn", 11, "center", sample=_DAY),
        Column("Ngày hoàn thành", 11, "center", sample=_DAY),
        Column("Kết quả, tình hình", 20),
    ]
    lines = (
        Cells((number(at), one.content, one.owner, one.due, one.done, one.result))
        for at, one in enumerate(rows, start=1)
    )
    done = sum(bool(one.done) for one in rows)
    counts = f"{official_count(len(rows))} công việc, đã hoàn thành {official_count(done)}"
    total = f"Tổng cộng: {counts}." if rows else ""
    none = "Kế hoạch chưa có công việc nào."
    return _write(target, paper, heading, columns, lines, total, none, progress, landscape=True)


def write_due(
    target: Path,
    paper: MembersPaper,
    heading: Heading,
    units: Sequence[UnitDue],
    progress: Progress | None = None,
) -> int:
    """Write what is due by organisation as PDF, across the sheet; return its pages."""
    columns = [
        Column("TT", 4, "center", sample=_NUMBER),
        Column("Công việc", 34),
        Column("Theo kế hoạch", 26),
        Column("Phụ trách", 16),
        Column("Thời hạn", 11, "center", sample=_DAY),
        Column("Tình hình", 11),
    ]
    count = sum(len(one.rows) for one in units)
    total = f"Tổng cộng: {official_count(count)} công việc." if count else ""
    none = "Không có công việc nào đến hạn."
    lines = _by_unit(units)
    return _write(target, paper, heading, columns, lines, total, none, progress, landscape=True)


def _by_unit(units: Sequence[UnitDue]) -> Iterator[Line]:
    for unit in units:
        yield Group(f"{unit.unit} ({official_count(len(unit.rows))})")
        for at, one in enumerate(unit.rows, start=1):
            yield Cells((number(at), one.content, one.plan, one.owner, one.due, one.words))


def _write(
    target: Path,
    paper: MembersPaper,
    heading: Heading,
    columns: Sequence[Column],
    lines: Iterable[Line],
    total: str,
    empty: str,
    progress: Progress | None,
    *,
    landscape: bool = False,
) -> int:
    """Write a paper of one table with its total below it, and who signs."""
    with atomic_write(target) as stream:
        document = begun(
            stream, paper, heading.kind, heading.lines, landscape=landscape, progress=progress
        )
        body = document.style.body_size
        below = len(wrap(total, BOLD, body, document.width)) if total else 0
        closing = 6 + below * body * LEADING + body / 4
        draw_table(
            document,
            columns,
            lines,
            size=min(paper.style.table_size, _SIZE),
            closing=closing + document.signature_height(paper.signature),
            empty=empty,
            keep=2,
        )
        document.skip(6)
        if total:
            document.paragraph(total, BOLD, indent=False)
        document.signature(paper.signature)
        return document.finish()

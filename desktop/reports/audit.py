"""The log of who did what, a table a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.formats import official_count
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Progress
from desktop.reports.fonts import BOLD
from desktop.reports.headed_table import Cells, Column, Group, Line, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 11.0
_COLUMNS: Final = (
    Column("Giờ", 8, "center", sample="00:00:00"),
    Column("Người làm", 17),
    Column("Việc đã làm", 31),
    Column("Chi tiết (cũ → mới)", 44),
)


@dataclass(frozen=True)
class LogLine:
    """A deed: when, by whom, what, and what it changed (several lines)."""

    at: str
    clerk: str
    words: str
    details: str


@dataclass(frozen=True)
class LogDay:
    """The deeds of a day."""

    day: str
    lines: Sequence[LogLine]


def write_log(
    target: Path,
    paper: MembersPaper,
    scope: Sequence[str],
    days: Sequence[LogDay],
    chain: str,
    progress: Progress | None = None,
) -> int:
    """Write the log as PDF; return its pages.

    `scope` are the lines below the title; `chain` is the end of the book's chain of entries, by
    which it shows later whether what stands here was changed.
    """
    total = sum(len(one.lines) for one in days)
    words = f"Tổng cộng: {official_count(total)} việc."
    sealed = (
        f"Cuối nhật ký khi lập bản này: {chain}. Mã này được tính từ mọi mục trước đó; mục nào "
        "trước đó bị sửa hay bị bỏ thì lệnh «Kiểm tra sổ» báo."
    )
    with atomic_write(target) as stream:
        document = begun(
            stream, paper, "Nhật ký thao tác", scope, landscape=True, progress=progress
        )
        body = document.style.body_size
        high = 12.0
        for text in (words, sealed):
            high += len(wrap(text, BOLD, body, document.width)) * body * LEADING + body * 0.25
        draw_headed(
            document,
            list(_COLUMNS),
            _lines(days),
            size=min(paper.style.table_size, _SIZE),
            closing=high + document.signature_height(paper.signature),
            empty="Không có thao tác nào trong thời gian này.",
            again="(tiếp theo)",
        )
        document.skip(6)
        document.paragraph(words, BOLD, indent=False)
        document.paragraph(sealed, indent=False)
        document.signature(paper.signature)
        return document.finish()


def _lines(days: Sequence[LogDay]) -> Iterator[Line]:
    for one in days:
        yield Group(f"Ngày {one.day} ({official_count(len(one.lines))} việc)")
        for line in one.lines:
            yield Cells((line.at, line.clerk, line.words, line.details))

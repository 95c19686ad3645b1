"""Bản cam kết, bản đăng ký, chương trình hành động: each pledger's paper, one or many in one PDF.

Every paper begins on a page of its own. What the book doesn't know leaves dotted room for the
pen; the last column of the items is left to it. Source: DOMAIN.md, 'Pledge' and 'Paper'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.core.formats import official_date
from desktop.core.paper import Letterhead, PaperStyle
from desktop.platform.atomic import atomic_write
from desktop.reports.document import MM, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import HeadedTable
from desktop.reports.series import PaperSeries
from desktop.reports.table import Cells, Column
from desktop.reports.text import LEADING, balanced, width, wrap

_DAY = "00/00/0000"
_COLUMNS = (
    Column("TT", 5, "center", sample="00"),
    Column("Nội dung", 33),
    Column("Gắn với nhiệm vụ", 21),
    Column("Chỉ tiêu", 17),
    Column("Thời hạn", 11, "center", sample=_DAY),
    Column("Kết quả", 13),
)
_BLANK_ROWS = 4
_BLANK_LINES = 3  # of an item that the pen writes
_SIGN_ROOM = (36, 62)  # points between the words above a signature and the name, at least and best
GROUPS = (
    "09 biểu hiện suy thoái về tư tưởng chính trị;",
    "09 biểu hiện suy thoái về đạo đức, lối sống;",
    "09 biểu hiện “tự diễn biến”, “tự chuyển hóa” trong nội bộ.",
)
"""The 27 manifestations in their groups (Resolution 4, Congress XII)."""
_RENOUNCED = (
    "Không để xảy ra 27 biểu hiện suy thoái về tư tưởng chính trị, đạo đức, lối sống, "
    "“tự diễn biến”, “tự chuyển hóa” nêu trong Nghị quyết Trung ương 4 khóa XII, gồm:"
)


@dataclass(frozen=True)
class Commitment:
    """A pledge as its paper shows it; empty texts leave room for the pen."""

    head: Letterhead
    title: str  # 'Bản cam kết'
    abstract: str  # 'tu dưỡng, rèn luyện, phấn đấu năm 2026'
    topic: str
    facts: tuple[tuple[tuple[str, str], ...], ...]  # lines, each of labels and values
    items_heading: str
    items: tuple[tuple[str, str, str, str], ...]  # content, duty, target, due
    renounces: bool
    promise: str
    signs: str  # 'Người cam kết'
    name: str
    confirms: str  # 'Xác nhận của chi bộ'
    confirming_post: str  # 'Bí thư'
    confirming_name: str
    confirmed: str  # 'Ngày 02 tháng 3 năm 2026' or room for it


def write_commitments(
    target: Path,
    style: PaperStyle,
    papers: Iterable[Commitment],
    total: int,
    *,
    title: str,
    author: str,
    duplex: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the papers of `total` pledges as one PDF; return its pages.

    `duplex`: each begins on a front page, after an empty back where it needs one. `progress`
    hears of papers done and all papers.
    """
    with atomic_write(target) as stream:
        document = PaperSeries(stream, style, title=title, author=author)
        return document.write_each(papers, _draw, total, progress, duplex=duplex)


def _draw(document: PaperSeries, paper: Commitment) -> None:
    document.letterhead(paper.head)
    topic = f"Chuyên đề: {paper.topic}" if paper.topic else ""
    document.title(paper.title, (paper.abstract,), topic)
    for line in paper.facts:
        _facts(document, line)
    _heading(document, f"I. {paper.items_heading}", 6 * document.style.table_size)
    _items(document, paper.items)
    document.skip(4)
    if paper.renounces:
        _heading(document, "II. Cam kết về 27 biểu hiện", 7 * document.style.body_size)
        document.paragraph(_RENOUNCED)
        for one in GROUPS:
            document.paragraph(f"- {one}")
    closing = _closing_height(document, paper)
    size = document.style.body_size
    indent = document.style.indent * MM
    lines = len(wrap(paper.promise, REGULAR, size, document.width - indent)) + 0.25
    if lines * size * LEADING + closing > document.room:
        document.new_page()
    document.paragraph(paper.promise)
    _signatures(document, paper)


def _heading(document: PaperSeries, text: str, below: float) -> None:
    """Write a heading that stays with `below` points of what follows."""
    size = document.style.body_size
    lines = wrap(text, BOLD, size, document.width)
    if len(lines) * size * LEADING + 6 + below > document.room:
        document.new_page()
    document.skip(6)
    document.canvas.setFont(BOLD, size)
    for line in lines:
        document.y -= size * LEADING
        document.canvas.drawString(document.left, document.y, line)
    document.skip(5)


def _facts(document: PaperSeries, entries: Sequence[tuple[str, str]]) -> None:
    """Write labels with their values, or with dots, on one line that may run on."""
    size = document.style.body_size
    shown = [(f"{label}: ", value) for label, value in entries]
    wide = sum(
        width(label, REGULAR, size) + width(value, BOLD, size) + 14 for label, value in shown
    )
    parts = [shown] if wide <= document.width else [[one] for one in shown]
    for part in parts:
        _fact_line(document, part, size)


def _fact_line(document: PaperSeries, part: Sequence[tuple[str, str]], size: float) -> None:
    if document.room < size * LEADING:
        document.new_page()
    known = sum(width(label, REGULAR, size) + width(value, BOLD, size) for label, value in part)
    blanks = sum(1 for _label, value in part if not value)
    spare = document.width - known - 14 * (len(part) - 1)
    x = document.left
    document.y -= size * LEADING
    for label, value in part:
        document.canvas.setFont(REGULAR, size)
        document.canvas.drawString(x, document.y, label)
        x += width(label, REGULAR, size)
        if value:
            lines = wrap(value, BOLD, size, document.right - x)
            document.canvas.setFont(BOLD, size)
            document.canvas.drawString(x, document.y, lines[0])
            x += width(lines[0], BOLD, size) + 14
            rest = value[len(lines[0]) :].strip()
            for line in wrap(rest, BOLD, size, document.width) if rest else ():
                document.y -= size * LEADING
                document.canvas.drawString(document.left, document.y, line)
        else:
            dots = "." * int(spare / blanks / width(".", REGULAR, size))
            document.canvas.drawString(x, document.y, dots)
            x += width(dots, REGULAR, size) + 14
    document.skip(3)


def _items(document: PaperSeries, items: Sequence[tuple[str, str, str, str]]) -> None:
    rows = [Cells((str(place), *one, "")) for place, one in enumerate(items, start=1)]
    if not rows:
        room = "\n" * (_BLANK_LINES - 1)
        rows = [Cells((str(place), room, "", "", "", "")) for place in range(1, _BLANK_ROWS + 1)]
    HeadedTable(document, _COLUMNS, document.style.table_size).draw(rows)


def _closing_height(document: PaperSeries, paper: Commitment) -> float:
    """Return the height of both signatures with all that stands above them."""
    size, half = document.style.body_size, document.width / 2 - 6
    lines = 1 + max(
        len(balanced(paper.confirms.upper(), BOLD, size, half)) + 1,
        len(balanced(paper.signs.upper(), BOLD, size, half)) + 1,
    )
    return (lines + _name_lines(document, paper)) * size * LEADING + _SIGN_ROOM[0] + 10


def _name_lines(document: PaperSeries, paper: Commitment) -> int:
    size, room = document.style.body_size, document.width / 2 - 6
    names = (paper.confirming_name or " ", paper.name or " ")
    return max(len(balanced(one, BOLD, size, room)) for one in names)


def _signatures(document: PaperSeries, paper: Commitment) -> None:
    """Draw the cell's confirmation on the left and the pledger's signature on the right."""
    document.skip(10)
    start = document.y
    half = document.width / 2
    left, right = document.left + half / 2, document.right - half / 2
    size = document.style.body_size
    room = half - 6
    document.centred(paper.confirmed, ITALIC, size - 1, left, room)
    document.centred(paper.confirms.upper(), BOLD, size, left, room)
    document.centred(paper.confirming_post.upper(), BOLD, size, left, room)
    below = document.y
    document.y = start - (size - 1) * LEADING
    document.centred(paper.signs.upper(), BOLD, size, right, room)
    document.centred("(ký, ghi rõ họ tên)", ITALIC, size - 1, right, room)
    document.y = min(below, document.y)
    needed = _name_lines(document, paper) * size * LEADING
    document.y -= max(_SIGN_ROOM[0], min(_SIGN_ROOM[1], document.room - needed))
    names = document.y
    document.centred(paper.confirming_name, BOLD, size, left, room)
    end = document.y
    document.y = names
    document.centred(paper.name, BOLD, size, right, room)
    document.y = min(end, document.y)


def confirmed_words(day: date | None, year: int) -> str:
    """Return the line above the confirmation; without a day it leaves room for the pen."""
    if day is None:
        return f"Ngày ...... tháng ...... năm {year}"
    words = official_date(day)
    return words[:1].upper() + words[1:]

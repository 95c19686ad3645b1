"""'Trích ngang' of a member: data, posts, history, pledges, awards, ratings; one or many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import HeadedTable
from desktop.reports.members import MembersPaper
from desktop.reports.series import PaperSeries
from desktop.reports.table import Cells, Column
from desktop.reports.text import LEADING, width, wrap

_DATA_SIZE = 12.0
_TABLE_SIZE = 11.0
_GAP = 12.0
_NONE = "Không có."
_DAY = "00/00/0000"

Texts = tuple[str, ...]


@dataclass(frozen=True)
class MemberSheet:
    """A member as the sheet shows it; each table's rows in order, oldest first."""

    name: str
    data: tuple[tuple[str, str], ...]  # label and value
    posts: tuple[Texts, ...] = ()  # where, post
    stays: tuple[Texts, ...] = ()  # from, to, unit
    moves: tuple[Texts, ...] = ()  # on, direction, place
    steps: tuple[Texts, ...] = ()  # on, status, form or cause
    pledges: tuple[Texts, ...] = ()  # year, kind, content, rating
    awards: tuple[Texts, ...] = ()  # on, form, decision, achievement
    models: tuple[Texts, ...] = ()  # name, field, registered on, state, commended by
    ratings: tuple[Texts, ...] = ()  # period, points, rating, decided by


_ON = Column("Ngày", 13, "center", sample=_DAY)
_SECTIONS: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    ("posts", "Chức vụ", (Column("Trong tổ chức", 30), Column("Chức vụ", 70))),
    (
        "stays",
        "Quá trình sinh hoạt",
        (
            Column("Từ ngày", 14, "center", sample=_DAY),
            Column("Đến ngày", 14, "center", sample=_DAY),
            Column("Chi bộ, đơn vị", 72),
        ),
    ),
    (
        "moves",
        "Chuyển đến, chuyển đi",
        (_ON, Column("Chiều", 17, "center"), Column("Nơi đến, nơi đi", 70)),
    ),
    (
        "steps",
        "Quá trình trạng thái",
        (_ON, Column("Trạng thái", 17, "center"), Column("Hình thức, lý do", 70)),
    ),
    (
        "pledges",
        "Đăng ký, cam kết học tập và làm theo Bác",
        (
            Column("Năm", 8, "center", sample="0000"),
            Column("Loại", 24),
            Column("Nội dung", 48),
            Column("Xếp loại", 20),
        ),
    ),
    (
        "awards",
        "Khen thưởng",
        (_ON, Column("Hình thức", 16), Column("Quyết định", 30), Column("Thành tích", 41)),
    ),
    (
        "models",
        "Mô hình",
        (
            Column("Tên mô hình", 38),
            Column("Lĩnh vực", 20),
            Column("Ngày đăng ký", 14, "center", sample=_DAY),
            Column("Tình trạng", 14, "center"),
            Column("Cấp tuyên dương", 18),
        ),
    ),
    (
        "ratings",
        "Đánh giá, xếp loại hằng năm",
        (
            Column("Kỳ", 22),
            Column("Điểm", 10, "right"),
            Column("Xếp loại", 38),
            Column("Cấp quyết định", 30),
        ),
    ),
)


def write_member_sheets(
    target: Path,
    paper: MembersPaper,
    sheets: Iterable[MemberSheet],
    total: int,
    progress: Progress | None = None,
) -> int:
    """Write the sheets of `total` members as one PDF; return its pages.

    `progress` hears of members done and all members.
    """
    with atomic_write(target) as stream:
        document = PaperSeries(
            stream,
            paper.style,
            title="Trích ngang đảng viên",
            author=paper.head.issuer,
        )
        return document.write_each(
            sheets, lambda series, one: _draw(series, paper, one), total, progress
        )


def _draw(document: Document, paper: MembersPaper, sheet: MemberSheet) -> None:
    document.letterhead(paper.head)
    document.title("Trích ngang", (f"Đảng viên {sheet.name}",))
    _data(document, sheet.data)
    last = len(_SECTIONS) - 1
    for place, (name, heading, columns) in enumerate(_SECTIONS):
        closing = document.signature_height(paper.signature) if place == last else 0.0
        _section(document, f"{place + 1}. {heading}", columns, getattr(sheet, name), closing)
    document.signature(paper.signature)


def _data(document: Document, data: Sequence[tuple[str, str]]) -> None:
    """Draw labels and values in two columns, the first half of them on the left."""
    half = (len(data) + 1) // 2
    room = (document.width - _GAP) / 2
    line = _DATA_SIZE * LEADING
    for pair in zip_longest(data[:half], data[half:]):
        entries = [_entry(one[0], one[1], room) if one else [] for one in pair]
        high = max(map(len, entries)) * line
        if high > document.room:
            document.new_page()
        for place, lines in enumerate(entries):
            x = document.left + place * (room + _GAP)
            y = document.y
            for parts in lines:
                y -= line
                for offset, words, font in parts:
                    document.canvas.setFont(font, _DATA_SIZE)
                    document.canvas.drawString(x + offset, y, words)
        document.y -= high + 2


_Part = tuple[float, str, str]


def _entry(label: str, value: str, room: float) -> list[list[_Part]]:
    """Return the lines of an entry, each as (offset, words, font); further ones set in."""
    head = f"{label}: "
    begin = width(head, REGULAR, _DATA_SIZE)
    inset = 10.0
    shown = value or "…………"
    if begin > room * 0.7:
        lines: list[list[_Part]] = [
            [(0.0, one, REGULAR)] for one in wrap(head, REGULAR, _DATA_SIZE, room)
        ]
        return lines + [[(inset, one, BOLD)] for one in wrap(shown, BOLD, _DATA_SIZE, room - inset)]
    first = wrap(shown, BOLD, _DATA_SIZE, room - begin)[0]
    rest = shown[len(first) :].strip()
    found: list[list[_Part]] = [[(0.0, head, REGULAR), (begin, first, BOLD)]]
    if rest:
        found += [[(inset, one, BOLD)] for one in wrap(rest, BOLD, _DATA_SIZE, room - inset)]
    return found


def _section(
    document: Document,
    heading: str,
    columns: Sequence[Column],
    rows: Sequence[Texts],
    closing: float,
) -> None:
    """Draw a section; its heading stays with the first row, the last one with the signature."""
    high = 6 + _DATA_SIZE * LEADING + 4
    if not rows:
        if high + closing > document.room:
            document.new_page()
        _heading(document, f"{heading}: ")
        document.canvas.setFont(ITALIC, _DATA_SIZE)
        x = document.left + width(f"{heading}: ", BOLD, _DATA_SIZE)
        document.canvas.drawString(x, document.y + 4, _NONE)
        return
    size = min(document.style.table_size, _TABLE_SIZE)
    table = HeadedTable(document, columns, size)
    lines = [Cells(one) for one in rows]
    # a first row that is also the last one takes the signature along
    needed = high + table.opening_height(lines[0]) + (closing if len(lines) == 1 else 0.0)
    if needed > document.room:
        document.new_page()
    _heading(document, heading)
    table.draw(lines, closing)


def _heading(document: Document, heading: str) -> None:
    document.skip(6)
    document.y -= _DATA_SIZE * LEADING
    document.canvas.setFont(BOLD, _DATA_SIZE)
    document.canvas.drawString(document.left, document.y, heading)
    document.skip(4)

"""'Phiếu rà soát thông tin đảng viên': what is known of a cell's members, to be checked there.

Each cell has a paper of its own. What isn't known stands as an empty box to write in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.formats import number, official_count
from desktop.platform.atomic import atomic_write
from desktop.reports.document import RULE, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.members import MembersPaper
from desktop.reports.series import PaperSeries
from desktop.reports.table import PADDING, Cells, Column, Group, Line, Table, _Laid
from desktop.reports.text import LEADING, wrap

GAP: Final = "\u2610"
"""Stands where something isn't known: a line of a cell on which an empty box is drawn."""

_SIZE = 10.5
_NOTE_SIZE = 12.0
_SIGN_ROOM = 50
_INSET = 2.0  # of a box, from the rules of its cell
_DAY = "00/00/0000"
_KIND = "Phiếu rà soát thông tin đảng viên"
_HOW_TO = (
    "Ghi thông tin còn thiếu vào ô trống. Ở cột cuối, đánh dấu x nếu thông tin đúng; nếu sai hoặc "
    "đã thay đổi thì ghi lại cho đúng."
)
_NONE = "Chưa có đảng viên nào trong sổ."
_ADDED = "Đảng viên đang sinh hoạt tại chi bộ mà chưa có trong danh sách:"
_BLANKS = 2
_BLANKS_OF_NONE = 6


@dataclass(frozen=True)
class CheckRow:
    """A member as it is known; a text that is `GAP` (a line of one, too) is to be written in."""

    name: str
    born: str
    sex_ethnicity: str
    card: str
    admitted: str
    official: str
    posts: str
    doubts: str = ""  # what is to be looked at again, a line each
    probationary: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the columns after the number."""
        known = (self.name, self.born, self.sex_ethnicity, self.card, self.admitted, self.official)
        # two lines: a pen needs room
        return (*known, self.posts, self.doubts, "\n")

    @property
    def open(self) -> bool:
        """Whether something of it is missing or doubtful."""
        return bool(self.doubts) or any(GAP in one for one in self.cells)


@dataclass(frozen=True)
class CellSheet:
    """The members of one cell, in order."""

    unit: str
    as_of: str  # 'tính đến ngày 31/03/2026'
    rows: Sequence[CheckRow]


def write_check_sheets(
    target: Path,
    paper: MembersPaper,
    sheets: Iterable[CellSheet],
    total: int,
    progress: Progress | None = None,
) -> int:
    """Write the sheets of `total` cells as one PDF, across the sheet; return its pages.

    `paper.signature` is who signs for the cell. `progress` hears of sheets done and all sheets.
    """
    with atomic_write(target) as stream:
        document = PaperSeries(
            stream,
            paper.style,
            title=_KIND,
            author=paper.head.issuer,
            landscape=True,
        )
        return document.write_each(
            sheets, lambda series, one: _draw(series, paper, one), total, progress
        )


def _draw(document: PaperSeries, paper: MembersPaper, sheet: CellSheet) -> None:
    document.letterhead(paper.head)
    document.title(_KIND, (sheet.unit, sheet.as_of))
    document.paragraph(_HOW_TO, ITALIC, _NOTE_SIZE, indent=False)
    document.skip(4)
    columns = [
        Column("TT", 3, "center", sample=number(len(sheet.rows))),
        Column("Họ và tên", 12),
        Column("Ngày sinh", 8, "center", sample=_DAY),
        Column("Giới tính, dân tộc", 7, "center"),
        Column("Số thẻ đảng", 8, "center", sample="00.000000"),
        Column("Ngày vào Đảng", 8, "center", sample=_DAY),
        Column("Ngày chính thức", 8, "center", sample=_DAY),
        Column("Chức vụ", 13),
        Column("Cần xem lại", 18),
        Column("Xác nhận, sửa lại", 17),
    ]
    total = _total(sheet.rows)
    size = document.style.body_size
    closing = 6 + len(wrap(total, BOLD, size, document.width)) * size * LEADING + size * 0.25
    table = _CheckTable(document, columns, min(document.style.table_size, _SIZE), keep=2)
    table.draw(_lines(sheet.rows), closing + _signatures_height(document, paper))
    document.skip(6)
    document.paragraph(total, BOLD, indent=False)
    _signatures(document, paper)


def _total(rows: Sequence[CheckRow]) -> str:
    if not rows:
        return "Tổng cộng: chưa có đảng viên trong sổ."
    probationary = sum(one.probationary for one in rows)
    words = f"Tổng cộng: {official_count(len(rows))} đảng viên"
    if probationary:
        words += f" ({official_count(probationary)} dự bị)"
    open_ = sum(one.open for one in rows)
    if not open_:
        return f"{words}."
    return f"{words}, trong đó {official_count(open_)} đảng viên có thông tin cần bổ sung, xem lại."


def _lines(rows: Sequence[CheckRow]) -> Iterator[Line]:
    for place, one in enumerate(rows, start=1):
        yield Cells((number(place), *one.cells))
    if not rows:
        yield Group(_NONE)
    yield Group(_ADDED)
    empty = Cells(("", *[""] * 8, "\n"))
    yield from [empty] * (_BLANKS if rows else _BLANKS_OF_NONE)


class _CheckTable(Table):
    """A table in which what is to be written in stands as a box."""

    def _row(self, row: _Laid, *, centred: bool = False) -> None:
        top = self.document.y
        boxes = [
            (place, line)
            for place, cell in enumerate(row.cells)
            for line, text in enumerate(cell)
            if text == GAP
        ]
        alone = {place for place, _line in boxes if row.cells[place] == (GAP,)}
        row.cells = [tuple("" if text == GAP else text for text in cell) for cell in row.cells]
        super()._row(row, centred=centred)
        canvas = self.document.canvas
        canvas.setLineWidth(RULE / 2)
        for place, line in boxes:
            left = self.document.left + sum(self._widths[:place]) + _INSET
            wide = self._widths[place] - 2 * _INSET
            if place in alone:
                high, bottom = row.height - 2 * _INSET, top - row.height + _INSET
            else:
                high = self.leading - 1
                bottom = top - PADDING - (line + 1) * self.leading
            canvas.rect(left, bottom, wide, high)


def _signatures_height(document: PaperSeries, paper: MembersPaper) -> float:
    half, size = document.width / 2, document.style.signature_size
    above = (paper.signature.authority, paper.signature.post)
    lines = sum(len(wrap(one.upper(), BOLD, size, half)) for one in above if one)
    return 8 + (lines * size + 2 * _NOTE_SIZE) * LEADING + _SIGN_ROOM


def _signatures(document: PaperSeries, paper: MembersPaper) -> None:
    """Draw who checked on the left and who signs for the cell on the right; the room is there."""
    half, size = document.width / 2, document.style.signature_size
    document.skip(8)
    start = document.y
    dated = f"Ngày {'.' * 8} tháng {'.' * 8} năm {'.' * 10}"
    right = (paper.signature.authority, paper.signature.post)
    for x, above, day in (
        (document.left + half / 2, ("Người rà soát",), ""),
        (document.right - half / 2, right, dated),
    ):
        document.y = start
        if day:
            document.centred(day, ITALIC, _NOTE_SIZE, x, half)
        else:
            document.skip(_NOTE_SIZE * LEADING)
        for words in above:
            if words:
                document.centred(words.upper(), BOLD, size, x, half)
        document.centred("(Ký, ghi rõ họ tên)", REGULAR, _NOTE_SIZE, x, half)
    document.skip(_SIGN_ROOM)

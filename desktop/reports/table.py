"""Tables drawn straight on the canvas: wrapped cells, heading on each page, thin black rules.

Rows come from an iterator and are let go once drawn, so that memory stays flat however long the
list is. A row is parted between pages only when it fits on none; a group's heading stays with its
first row; what closes the paper takes the last two rows with it, or what of them has room.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from reportlab.pdfbase import pdfmetrics

from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, REGULAR
from desktop.reports.text import LEADING, width, wrap

PADDING = 3.0
"""Room in points between a cell's rule and its text."""
_LINE = 0.5
_HELD = 4
"""So many lines are held back for each row kept: with it headings of groups, and a sum."""


@dataclass(frozen=True)
class Column:
    """A column: heading, share of the width, and how its cells are set."""

    heading: str
    share: float
    align: str = "left"  # 'left', 'center' or 'right'
    sample: str = ""  # a text that must stay on one line, such as the largest sum


@dataclass(frozen=True)
class Cells:
    """A row of the table, a text per column."""

    texts: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class Group:
    """A heading across all columns for the rows that follow."""

    text: str


Line = Cells | Group


@dataclass
class _Laid:
    """A row laid out: the lines of each cell, and its height."""

    cells: list[tuple[str, ...]]
    font: str
    height: float
    group: bool = False

    @property
    def lines(self) -> int:
        """Lines of the highest cell."""
        return max(map(len, self.cells))


def _with_groups(rows: deque[_Laid], wanted: int) -> int:
    """Return how many of the last lines make up `wanted` rows with the headings before them."""
    kept = 0
    for one in reversed(rows):
        if wanted == 0 and not one.group:
            break
        wanted -= not one.group
        kept += 1
    return kept


@dataclass
class Table:
    """A table being drawn on a document."""

    document: Document
    columns: Sequence[Column]
    size: float
    keep: int = 1  # so many rows stay with the signature
    _widths: list[float] = field(default_factory=list)
    _head: _Laid | None = None
    _rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    _below_group: bool = False
    _next: _Laid | None = None  # what is drawn next
    _reserved: float | None = None  # where the first page's heading begins, till a row is below it

    def __post_init__(self) -> None:
        """Lay the columns and their headings out."""
        self._widths = self._column_widths()
        self._head = self._lay(tuple(one.heading for one in self.columns), BOLD)

    def _column_widths(self) -> list[float]:
        """Share the width out, but never less than a heading's longest word needs."""
        least = [
            max(width(word, BOLD, self.size) for word in (*one.heading.split(), one.sample))
            + 2 * PADDING
            + 1
            for one in self.columns
        ]
        narrow: set[int] = set()
        while True:
            wide = [place for place in range(len(self.columns)) if place not in narrow]
            room = self.document.width - sum(least[place] for place in narrow)
            shares = sum(self.columns[place].share for place in wide)
            widths = list(least)
            for place in wide:
                widths[place] = room * self.columns[place].share / shares
            short = {place for place in wide if widths[place] < least[place]}
            if not short or len(short) == len(wide):
                # too many columns for the sheet: shares alone decide
                return widths
            narrow |= short

    @property
    def leading(self) -> float:
        """Distance of lines in points."""
        return self.size * LEADING

    def draw(self, lines: Iterable[Line], closing: float = 0.0) -> None:
        """Draw all rows; `closing` points are kept free after the last one, on its page."""
        document = self.document
        waiting: deque[_Laid] = deque()
        self._start_page(first=True)
        for line in lines:
            waiting.append(self._laid(line))
            while len(waiting) > _HELD * (self.keep + 1):
                self._place(waiting)
        kept = self._kept(waiting, closing)
        while len(waiting) > kept:
            self._place(waiting)
        needed = sum(one.height for one in waiting) + closing
        if closing and needed > document.room and needed <= self._fresh_room(waiting):
            if self._reserved is not None and waiting:
                self._leave_some(waiting, closing)
            self._next = waiting[0] if waiting else None
            self._turn()
        while waiting:
            self._place(waiting)
        self._draw_reserved()
        if closing > document.room:
            self._end_page()
            document.new_page()
        self._end_page()

    def _leave_some(self, waiting: deque[_Laid], closing: float) -> None:
        """Leave all but the last row on the first page, which would hold no row otherwise."""
        kept = self._kept(waiting, closing, keep=1)
        staying = len(waiting) - kept
        if sum(one.height for one in islice(waiting, staying)) <= self.document.room:
            while len(waiting) > kept:
                self._place(waiting)

    def _kept(self, waiting: deque[_Laid], closing: float, keep: int | None = None) -> int:
        """Return how many of the last rows go to a new page when the closing needs one.

        They must fit there together with it; a last row too high for that is parted, also one that
        would fit alone and leave its group's heading behind.
        """
        room = self._fresh_room(waiting) - closing
        for wanted in range(keep or self.keep, 0, -1):
            kept = _with_groups(waiting, wanted)
            if sum(one.height for one in islice(reversed(waiting), kept)) <= room:
                return kept
        most = int((room - 2 * PADDING) / self.leading)
        if len(waiting) > 1 and waiting[-2].group:  # whose heading doesn't fit there as well
            most = min(most, waiting[-1].lines - 1)  # so that a line stays with it
        if not waiting or waiting[-1].group or not 1 <= most < waiting[-1].lines:
            return 1
        last = waiting[-1]
        waiting[-1] = self._part(last, 0, last.lines - most)
        waiting.append(self._part(last, last.lines - most, last.lines))
        return 1

    @property
    def _head_height(self) -> float:
        return self._head.height if self._head else 0.0

    def _page_room(self) -> float:
        return self.document.top - self.document.bottom

    def _fresh_room(self, _waiting: Iterable[_Laid]) -> float:
        """Return the room on a new page for the lines that wait."""
        return self._page_room() - self._head_height

    def _laid(self, line: Line) -> _Laid:
        if isinstance(line, Group):
            room = self.document.width - 2 * PADDING
            wrapped = wrap(line.text, BOLD, self.size, room)
            return _Laid([wrapped], BOLD, len(wrapped) * self.leading + 2 * PADDING, group=True)
        return self._lay(line.texts, BOLD if line.bold else REGULAR)

    def _lay(self, texts: Sequence[str], font: str) -> _Laid:
        cells = [
            wrap(text, font, self.size, room - 2 * PADDING)
            for text, room in zip(texts, self._widths, strict=True)
        ]
        return _Laid(cells, font, max(map(len, cells)) * self.leading + 2 * PADDING)

    def _place(self, waiting: deque[_Laid]) -> None:
        """Draw the first waiting row, on a new page when it does not fit here."""
        row = self._next = waiting.popleft()
        needed = row.height
        if row.group:
            for one in waiting:
                needed += one.height
                if not one.group:
                    break
        # what follows a group's heading fits below it, or would fit on no page
        apart = not self._at_top() and not self._below_group
        if needed > self.document.room and apart and not self._begins():
            self._turn()
        while row.height > self.document.room:
            fit = max(1, int((self.document.room - 2 * PADDING) / self.leading))
            self._row(self._part(row, 0, fit))
            row = self._part(row, fit, row.lines)
            self._turn()
        self._row(row)
        self._below_group = row.group

    def _begins(self) -> bool:
        """Tell whether the table begins here with much room left: a high row is parted then."""
        return self._reserved is not None and self.document.room > self._page_room() / 3

    def _at_top(self) -> bool:
        begin = self.document.top - self._head_height
        return abs(self.document.y - begin) < 1

    def _part(self, row: _Laid, begin: int, end: int) -> _Laid:
        """Return some lines of a row that is parted between two pages."""
        height = (end - begin) * self.leading + 2 * PADDING
        return _Laid([one[begin:end] for one in row.cells], row.font, height, row.group)

    def _start_page(self, *, first: bool = False) -> None:
        document = self.document
        if not first:
            self._draw_head()
            return
        if self._head_height + 3 * self.leading > document.room:
            document.new_page()
        # drawn with the first row: a heading never stands alone at a page's end
        self._reserved = document.y
        document.y -= self._head_height

    def _draw_reserved(self) -> None:
        if self._reserved is not None:
            self.document.y, self._reserved = self._reserved, None
            self._draw_head()

    def _draw_head(self) -> None:
        if self._head is None:
            return
        top = self.document.y
        self._rules.append((self.document.left, top, self.document.right, top))
        self._row(self._head, centred=True)

    def _end_page(self) -> None:
        if self._rules:
            self.document.canvas.setLineWidth(_LINE)
            self.document.canvas.lines(self._rules)
            self._rules = []

    def _turn(self) -> None:
        self._reserved = None
        self._end_page()
        self.document.new_page()
        self._start_page()

    def _row(self, row: _Laid, *, centred: bool = False) -> None:
        self._draw_reserved()
        document = self.document
        top = document.y
        bottom = top - row.height
        x = document.left
        text = document.canvas.beginText()
        text.setFont(row.font, self.size, self.leading)
        widths = [document.width] if row.group else self._widths
        for place, (cell, room) in enumerate(zip(row.cells, widths, strict=True)):
            align = "left" if row.group else self.columns[place].align
            align = "center" if centred else align
            spare = row.height - 2 * PADDING - len(cell) * self.leading
            # headings and short cells of numbers stand in the middle of their row
            y = top - PADDING - self.size * 0.95 - (spare / 2 if centred else 0)
            for line in cell:
                if line:
                    text.setTextOrigin(self._x(line, row.font, x, room, align), y)
                    text.textOut(line)
                y -= self.leading
            if not row.group or place == 0:
                self._rules.append((x, top, x, bottom))
            x += room
        document.canvas.drawText(text)
        self._rules.append((document.right, top, document.right, bottom))
        self._rules.append((document.left, bottom, document.right, bottom))
        document.y = bottom

    def _x(self, line: str, font: str, x: float, room: float, align: str) -> float:
        if align == "left":
            return x + PADDING
        wide = float(pdfmetrics.stringWidth(line, font, self.size))
        return x + (room - wide) / 2 if align == "center" else x + room - PADDING - wide


def draw_table(
    document: Document,
    columns: Sequence[Column],
    lines: Iterable[Line],
    *,
    size: float,
    closing: float = 0.0,
    empty: str = "",
    keep: int = 1,
) -> None:
    """Draw a table; without rows it has one that says `empty`.

    `closing` points stay free below it, on the page of at least its last `keep` rows.
    """
    table = Table(document, columns, size, keep)
    counted = _first_or(lines, Group(empty)) if empty else lines
    table.draw(counted, closing)


def _first_or(lines: Iterable[Line], instead: Line) -> Iterable[Line]:
    some = False
    for line in lines:
        some = True
        yield line
    if not some:
        yield instead

"""Tables with more to their heading or their groups: spanning headings, numbered columns, sums."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, ITALIC
from desktop.reports.table import PADDING, Cells, Column, Group, Line, Table, _Laid
from desktop.reports.text import wrap


@dataclass(frozen=True)
class Span:
    """A heading above several columns: the first one's place, and how many."""

    heading: str
    first: int
    count: int


@dataclass(frozen=True)
class Sum(Group):
    """A line across all columns that closes the rows before it and stays with the last one."""


@dataclass
class _LaidSum(_Laid):
    """A sum laid out."""


@dataclass
class HeadedTable(Table):
    """A table whose heading may have a row of spans above it and a row of numbers below it."""

    spans: Sequence[Span] = ()
    numbered: bool = False
    again: str = ""  # a group's heading is repeated on the next page, with this behind it
    _heading: str = ""
    _again_height: float = 0.0
    _upper: float = 0.0
    _numbers: _Laid | None = None
    _texts: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay the heading out: who has no span above has the room of both rows."""
        super().__post_init__()
        if self._head is None:
            return
        if self.numbered:
            numbers = tuple(str(place) for place in range(1, len(self.columns) + 1))
            self._numbers = self._lay(numbers, ITALIC)
        if not self.spans:
            return
        below = [place for one in self.spans for place in range(one.first, one.first + one.count)]
        self._texts = [
            wrap(one.heading, BOLD, self.size, self._span_width(one) - 2 * PADDING)
            for one in self.spans
        ]
        self._upper = self._high(max(map(len, self._texts)))
        lower = self._high(max(len(self._head.cells[place]) for place in below))
        alone = [len(one) for place, one in enumerate(self._head.cells) if place not in below]
        whole = max(self._upper + lower, self._high(max(alone, default=1)))
        self._head.height = whole

    def opening_height(self, line: Line) -> float:
        """Return the room below which the table would not begin with this line on the page."""
        return self._head_height + max(self._laid(line).height, 3 * self.leading)

    def _high(self, lines: int) -> float:
        return lines * self.leading + 2 * PADDING

    def _span_width(self, span: Span) -> float:
        return sum(self._widths[span.first : span.first + span.count])

    @property
    def _head_height(self) -> float:
        numbers = self._numbers.height if self._numbers else 0.0
        return super()._head_height + numbers

    def _draw_head(self) -> None:
        if self._head is None:
            return
        document = self.document
        self._rules.append((document.left, document.y, document.right, document.y))
        if self.spans:
            self._spanned(self._head)
        else:
            self._row(self._head, centred=True)
        if self._numbers is not None:
            self._row(self._numbers, centred=True)

    def _spanned(self, head: _Laid) -> None:
        """Draw the heading of two rows."""
        document = self.document
        top, bottom = document.y, document.y - head.height
        starts = [document.left]
        for one in self._widths:
            starts.append(starts[-1] + one)
        below = {
            place: one for one in self.spans for place in range(one.first, one.first + one.count)
        }
        inner = {place for place, one in below.items() if place != one.first}
        for place, cell in enumerate(head.cells):
            high = top - self._upper if place in below else top
            self._centre(cell, starts[place], starts[place + 1], high, bottom)
            self._rules.append(
                (starts[place], high if place in inner else top, starts[place], bottom)
            )
        for span, lines in zip(self.spans, self._texts, strict=True):
            left, right = starts[span.first], starts[span.first + span.count]
            self._centre(lines, left, right, top, top - self._upper)
            self._rules.append((left, top - self._upper, right, top - self._upper))
        self._rules.append((document.right, top, document.right, bottom))
        self._rules.append((document.left, bottom, document.right, bottom))
        document.y = bottom

    def _centre(
        self, lines: Sequence[str], left: float, right: float, top: float, bottom: float
    ) -> None:
        canvas = self.document.canvas
        canvas.setFont(BOLD, self.size)
        y = (top + bottom + len(lines) * self.leading) / 2 - self.size * 0.95
        for line in lines:
            canvas.drawCentredString((left + right) / 2, y, line)
            y -= self.leading

    def _laid(self, line: Line) -> _Laid:
        laid = super()._laid(line)
        if isinstance(line, Sum):
            return _LaidSum(laid.cells, laid.font, laid.height, group=True)
        return laid

    def _at_top(self) -> bool:
        begin = self.document.top - self._head_height - self._again_height
        return abs(self.document.y - begin) < 1

    def _fresh_room(self, waiting: Iterable[_Laid]) -> float:
        room = super()._fresh_room(waiting)
        if not self.again:
            return room
        own = self._repeated().height if self._heading else 0.0
        return room - max([own, *(one.height for one in waiting if one.group)])

    def _repeated(self) -> _Laid:
        return self._laid(Group(f"{self._heading} {self.again}"))

    def _turn(self) -> None:
        super()._turn()
        self._again_height = 0.0
        within = self._next is not None and not self._next.group
        if self.again and self._heading and within:
            row = self._repeated()
            self._row(row)
            self._again_height = row.height

    def _kept(self, waiting: deque[_Laid], closing: float, keep: int | None = None) -> int:
        kept = super()._kept(waiting, closing, keep)
        # a sum before the rows that are kept belongs to the row before it
        while kept > 1 and isinstance(waiting[-kept], _LaidSum):
            kept -= 1
        return kept

    def _place(self, waiting: deque[_Laid]) -> None:
        row = self._next = waiting[0]
        if isinstance(row, _LaidSum):
            waiting.popleft()
            if row.height > self.document.room:
                self._turn()
            self._row(row)
            self._below_group = False
            return
        needed = own = 0.0
        for place, one in enumerate(waiting):
            needed += one.height
            if not one.group:
                own = needed
                after = waiting[place + 1] if place + 1 < len(waiting) else None
                needed += after.height if isinstance(after, _LaidSum) else 0.0
                break
        fits_a_page = needed <= self._page_room() - self._head_height
        apart = not self._at_top() and not self._below_group
        parted = self._begins() and own > self.document.room
        if fits_a_page and apart and not parted and needed > self.document.room:
            self._turn()
        super()._place(waiting)
        if row.group:
            self._heading = " ".join(row.cells[0])


def draw_headed(
    document: Document,
    columns: Sequence[Column],
    lines: Iterable[Line],
    *,
    size: float,
    closing: float = 0.0,
    empty: str = "",
    keep: int = 1,
    spans: Sequence[Span] = (),
    numbered: bool = False,
    again: str = "",
) -> None:
    """Draw a table as `draw_table` does, with spanning headings and numbered columns.

    With `again` the heading of a group is repeated, this behind it, where its rows go on.
    """
    table = HeadedTable(document, columns, size, keep, spans=spans, numbered=numbered, again=again)
    table.draw(_or_empty(lines, empty), closing)


def _or_empty(lines: Iterable[Line], empty: str) -> Iterable[Line]:
    some = False
    for line in lines:
        some = True
        yield line
    if not some and empty:
        yield Group(empty)


__all__ = ["Cells", "Column", "Group", "HeadedTable", "Line", "Span", "Sum", "draw_headed"]

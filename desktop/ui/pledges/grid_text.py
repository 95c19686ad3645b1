"""What stands in the cells of a grid as text: read when it was typed or pasted, and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from html.parser import HTMLParser
from typing import Any

from desktop.core.errors import UserProblem
from desktop.core.formats import NumberProblem, date_text, number, parse_number
from desktop.core.pasting import guarded, unguarded
from desktop.core.rating import HEADINGS, read_rating
from desktop.core.vietnamese.dates import parse_date
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _

_POINT = re.compile(r"\d+[.]\d{1,2}")
_HUNDRED = Decimal(100)
_SPAN = re.compile(r"[0-9]{1,4}")
_MOST_SPAN = 1000
Block = list[list[str]]


class Entry(Enum):
    """What is typed into a column."""

    SHOWN = "shown"  # nothing: it is only read
    TEXT = "text"  # several lines
    LINE = "line"
    POINTS = "points"
    PERCENT = "percent"  # a whole number from 0 to 100
    COUNT = "count"  # a whole number
    DATE = "date"
    RATING = "rating"


NUMBERS = (Entry.POINTS, Entry.PERCENT, Entry.COUNT)


def read(entry: Entry, text: str) -> Any:
    """Return the value that a text means, None for nothing; raises `UserProblem`."""
    shown = clean(text, multiline=entry is Entry.TEXT)
    if not shown:
        return None
    if entry in (Entry.POINTS, Entry.PERCENT):
        return _number(entry, shown)
    if entry is Entry.COUNT:
        return _count(shown)
    if entry is Entry.DATE:
        return parse_date(shown)
    if entry is Entry.RATING:
        try:
            return read_rating(shown)
        except ValueError:
            raise UserProblem(_RATING.format(text=shown[:40])) from None
    return shown


_RATING = "Không rõ xếp loại «{text}»; gõ 1, 2, 3, 4 hoặc X, T, H, K."
_PERCENT = "Tiến độ là số nguyên từ 0 đến 100."


_COUNT = "Số phải là số nguyên từ 0 trở lên, như 45 hoặc 1.250."
_LARGEST = 10_000_000


def _count(text: str) -> int:
    try:
        value = parse_number(text)
    except NumberProblem:
        raise NumberProblem(_COUNT) from None
    if not 0 <= value <= _LARGEST or value != int(value):
        raise NumberProblem(_COUNT)
    return int(value)


def _number(entry: Entry, text: str) -> Decimal | int:
    plain = text.removesuffix("%").removesuffix("điểm").strip()
    if _POINT.fullmatch(plain):  # 92.5, as other programs write it
        plain = plain.replace(".", ",")
    value = parse_number(plain)
    if not 0 <= value <= _HUNDRED:
        whole = _PERCENT if entry is Entry.PERCENT else "Điểm phải từ 0 đến 100."
        raise NumberProblem(whole)
    if entry is Entry.PERCENT:
        if value != int(value):
            raise NumberProblem(_PERCENT)
        return int(value)
    return value


def show(entry: Entry, value: Any) -> str:
    """Return a value as its cell shows it."""
    if value is None:
        return ""
    if entry in NUMBERS:
        return number(value)
    if entry is Entry.DATE:
        return date_text(value)
    if entry is Entry.RATING:
        return HEADINGS.get(value, str(value))
    return str(value)


def tsv(block: Sequence[Sequence[str]]) -> str:
    """Return cells as spreadsheets put them on the clipboard."""
    return "".join("\t".join(_quoted(one) for one in row) + "\n" for row in block)


def _quoted(text: str) -> str:
    text = guarded(text)
    if any(sign in text for sign in '\t\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def read_tsv(text: str) -> Block:
    """Return the cells of a text from a spreadsheet: tabs between them, quoted where needed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    rows: Block = [[]]
    at, end = 0, len(text)
    while True:
        quoted = _quoted_cell(text, at) if text[at : at + 1] == '"' else None
        if quoted is not None:
            cell, at = quoted
        else:
            ends = (text.find("\t", at), text.find("\n", at))
            stop = min((place for place in ends if place >= 0), default=end)
            cell, at = text[at:stop], stop
        rows[-1].append(unguarded(cell))
        if at >= end:
            return rows
        if text[at] == "\n":
            if at + 1 == end:
                return rows
            rows.append([])
        at += 1


def _quoted_cell(text: str, at: int) -> tuple[str, int] | None:
    """Return a quoted cell and where it ends; None when the quote is just a sign of the text."""
    stop = at + 1
    while True:
        stop = text.find('"', stop)
        if stop < 0:
            return None
        if text[stop : stop + 2] != '""':
            break
        stop += 2
    after = text[stop + 1 : stop + 2]
    if after not in ("", "\t", "\n"):
        return None
    return text[at + 1 : stop].replace('""', '"'), stop + 1


class _Tables(HTMLParser):
    """Reads the first table of a page; what is merged stands in its first cell."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Block = []
        self._cell: list[str] | None = None
        self._span = (1, 1)  # rows, columns of the cell being read
        self._taken: dict[int, int] = {}  # columns that a cell above reaches into: rows left
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell; a break is a line end."""
        if self._done:
            return
        if tag == "tr":
            self._end_row()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._cell = []
            given = dict(attrs)
            self._span = (_many(given.get("rowspan")), _many(given.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\v")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a paragraph in it, or the table."""
        if tag in ("td", "th") and self._cell is not None and self.rows:
            words = " ".join("".join(self._cell).split(" "))
            self._put("\n".join(one.strip() for one in words.split("\v")).strip())
            self._cell = None
        elif tag == "p" and self._cell is not None:
            self._cell.append("\v")
        elif tag == "table":
            self._end_row()
            self._done = True

    def _put(self, text: str) -> None:
        """Put a cell into the next free column, and empty ones where it reaches."""
        row = self.rows[-1]
        self._pass_taken()
        high, wide = self._span
        if high > 1:
            self._taken |= {len(row) + n: high for n in range(wide)}
        row += [text, *[""] * (wide - 1)]

    def _pass_taken(self) -> None:
        while self._taken.get(len(self.rows[-1]), 0):
            self.rows[-1].append("")

    def _end_row(self) -> None:
        if self.rows and not self._done:
            if self.rows[-1]:
                self._pass_taken()
            self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}

    def handle_data(self, data: str) -> None:
        """Take the words of a cell; line ends in the source are spaces."""
        if self._cell is not None and not self._done:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data))


def _many(text: str | None) -> int:
    """Return over how many rows or columns a cell reaches."""
    return min(max(int(text), 1), _MOST_SPAN) if text and _SPAN.fullmatch(text) else 1


def read_html(text: str) -> Block:
    """Return the cells of the first table of a page; none when it has no table that can be read."""
    parser = _Tables()
    try:
        parser.feed(text)
        parser.close()
    except AssertionError:  # what Python's parser raises at markup such as '<![x '
        return []
    rows = [row for row in parser.rows if row]
    wide = max(map(len, rows), default=0)
    return [row + [""] * (wide - len(row)) for row in rows]


def entry_hint(entry: Entry) -> str:
    """Return how a column is typed into, for those who rest the pointer on its heading."""
    hints = {
        Entry.TEXT: _("Type over it, or F2 to change it; Alt+Enter begins a new line."),
        Entry.RATING: _("Type 1 to 4, or X, T, H, K; Alt+Down shows the list."),
        Entry.POINTS: _("Points from 0 to 100, such as 92,5."),
        Entry.PERCENT: _("A whole number from 0 to 100."),
        Entry.COUNT: _("A whole number; Enter goes down, Tab to the right."),
        Entry.DATE: _("A day such as 30/06/2026; 30-6-26 is understood, too."),
    }
    return hints.get(entry, "")

"""Reads a sheet of an .xlsx row by row, where calamine's dense range won't do.

Any sheet can be read so, with its error values and its legacy fonts, in the memory that its
values need; calamine is several times quicker where `sheet_survey` lets it. Structure: ECMA-376
part 1, 18.3 (sheets), 18.4 (shared texts), 18.8 (styles).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from lxml import etree

from desktop.exchange.packages import XML_SAFELY, Package
from desktop.exchange.sheet_survey import MAX_STRINGS, column
from desktop.exchange.table_values import (
    MAX_CELLS,
    MAX_ROWS,
    CellFonts,
    Merged,
    Progress,
    Table,
    Value,
    common_legacy_font,
    damaged,
    is_legacy_font,
    too_many_cells,
    too_many_rows,
    trimmed,
)

_MAX_WAITING: Final = 2_000_000
"""Tags that may pass before a row or text ends: what a tree is held of in memory."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of a sheet, ECMA-376 part 1, 18.3.1

_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_FILLED = re.compile(rb"(?:<|:)(?:v|t)(?: [^>]*)?>[^<]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})  # 18.8.30
_DURATIONS = frozenset({46})
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no zone

Runs = list[tuple[str | None, str]]


@dataclass(frozen=True)
class Styles:
    """Which cell formats (indexes as in `s=`) show dates, durations, legacy fonts."""

    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    fonts: Mapping[int, str] = field(default_factory=dict)


def read_styles(package: Package, part: str | None) -> Styles:
    """Return which of a workbook's cell formats matter when a cell is read."""
    if part is None or part not in package:
        return Styles()
    root = package.tree(part)
    formats = {
        _integer(one.get("numFmtId")): one.get("formatCode", "") for one in root.iter("{*}numFmt")
    }
    names = [
        next((name.get("val") for name in font.iter("{*}name")), None)
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    dates, durations, fonts = set[int](), set[int](), dict[int, str]()
    for index, one in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        shown, font = _integer(one.get("numFmtId")), _integer(one.get("fontId"))
        code = _LITERAL.sub("", formats.get(shown, "").split(";")[0])
        if shown in _DURATIONS or _DURATION.search(code):
            durations.add(index)
        elif shown in _DATES or set("dmyhs") & set(code.lower()):
            dates.add(index)
        name = names[font] if font < len(names) else None
        if name is not None and is_legacy_font(name):
            fonts[index] = name
    return Styles(frozenset(dates), frozenset(durations), fonts)


def _integer(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0


@dataclass
class SharedTexts:
    """The texts that cells refer to by number, and the runs of those with fonts of their own."""

    texts: list[str] = field(default_factory=list)
    runs: dict[int, Runs] = field(default_factory=dict)


def read_shared(package: Package, part: str | None) -> SharedTexts:
    """Return a workbook's shared texts."""
    shared = SharedTexts()
    if part is None or part not in package:
        return shared
    if package.size(part) > MAX_STRINGS:
        raise package.too_large()
    for element in elements(package, package.stream(part), "{*}si"):
        text, runs = _text(element)
        if runs:
            shared.runs[len(shared.texts)] = runs
        shared.texts.append(text)
        element.clear()
    return shared


def elements(package: Package, chunks: Iterable[bytes], *tags: str) -> Iterator[Any]:
    """Yield the elements of these tags as they end, and forget their elder siblings."""
    parser = etree.XMLPullParser(events=("end",), tag=tags, **XML_SAFELY)
    waiting = 0
    try:
        for chunk in chunks:
            waiting += chunk.count(b"<")
            if waiting > _MAX_WAITING:
                raise package.too_large()
            parser.feed(chunk)
            for _, element in parser.read_events():
                waiting = 0
                yield element
                while (elder := element.getprevious()) is not None:
                    elder.getparent().remove(elder)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise damaged(package.file) from error


def _text(element: Any) -> tuple[str, Runs]:
    """Return the text of an `si` or `is` without its readings, and its runs' fonts if any."""
    texts, runs = list[str](), Runs()
    for child in element:
        kind = etree.QName(child).localname
        if kind == "t":
            texts.append(_kept(child))
        elif kind == "r":
            text = "".join(map(_kept, child.iterfind("{*}t")))
            font = child.find("{*}rPr/{*}rFont")
            texts.append(text)
            runs.append((None if font is None else font.get("val"), text))
    return "".join(texts), runs


def _kept(element: Any) -> str:
    """Return the text of a `t`; the spaces around it count only where it says so."""
    text = element.text or ""
    return plain(text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n"))


def plain(text: str | None) -> str:
    """Return a text with what is written as `_x000B_` put back."""
    if not text:
        return ""
    return _CODE.sub(_letter, text) if "_x" in text else text


def _letter(code: re.Match[str]) -> str:
    number = int(code[1], 16)
    return code[0] if 0xD800 <= number < 0xE000 else chr(number)


@dataclass(frozen=True)
class Cells:
    """What is needed to tell the value of a cell."""

    styles: Styles
    shared: SharedTexts
    from_1904: bool = False

    def value(self, cell: Any) -> tuple[Value, Runs]:
        """Return a `c` element's value, and the runs of its text if they have fonts.

        Raises ValueError and IndexError for what no program writes.
        """
        kind, text = cell.get("t", "n"), None
        for child in cell:
            name = child.tag
            if name.endswith("}v"):
                text = child.text
            elif name.endswith("}is"):
                inline, runs = _text(child)
                return inline or None, runs
        if not text:
            return None, []
        if kind == "s":
            index = int(text)
            if index < 0:
                raise IndexError(index)
            return self.shared.texts[index] or None, self.shared.runs.get(index, [])
        return self._other(kind, text, _integer(cell.get("s"))), []

    def _other(self, kind: str, text: str, style: int) -> Value:
        if kind == "n":
            number = float(text)
            if not math.isfinite(number):
                return text
            if style in self.styles.dates:
                return moment(number, from_1904=self.from_1904)
            return lasting(timedelta(number)) if style in self.styles.durations else number
        if kind == "b":
            return text.strip() in {"1", "true"}
        if kind == "d":
            with suppress(ValueError):
                return _without_midnight(datetime.fromisoformat(text.strip()))
        return plain(text)


def moment(number: float, *, from_1904: bool) -> Value:
    """Return the day, the time of day or both that a workbook's number stands for.

    As calamine tells them: below 1 a time, whole a date. The number itself where there is no
    such day (negative, or after 9999). Excel's 29/02/1900 is the 28th.
    """
    if from_1904:
        number += 1462
    if not 0 <= number < 2_958_466:
        return number
    if number < 60:
        number += number >= 1
    when = _EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    return when.time() if number < 1 else _without_midnight(when)


def _without_midnight(when: datetime) -> date | datetime:
    return when.date() if when.time() == time.min else when


def lasting(duration: timedelta) -> str:
    """Return a duration as a cell shows it: hours, minutes, seconds."""
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < timedelta(0) else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def read_sheet(
    package: Package, part: str, name: str, cells: Cells, progress: Progress
) -> Table | None:
    """Read a sheet row by row, in the memory that its values need; None for an empty one."""
    reading = _Reading(package.file, name, cells)
    chunks = _parsed(_without_blank_rows(package.stream(part)), reading, progress)
    try:
        for element in elements(package, chunks, "{*}row", "{*}mergeCell"):
            if element.tag.endswith("}row"):
                reading.take(element)
                element.clear()
            else:
                reading.merge(element.get("ref", ""))
    except (ValueError, IndexError, OverflowError) as error:
        raise damaged(package.file) from error
    return reading.table()


def _parsed(chunks: Iterable[bytes], reading: _Reading, progress: Progress) -> Iterator[bytes]:
    """Yield what is to be parsed; of a sheet that proves too long the rest is only counted."""
    for chunk in chunks:
        progress.add(len(chunk))
        if reading.too_long:
            reading.count(chunk)
        else:
            yield chunk
    reading.check_length()


def _without_blank_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out long stretches of numbered rows without a value: formats down to the last row."""
    kept = b""
    for chunk in chunks:
        data = kept + chunk
        cut = data.rfind(b"<row ")
        if cut <= 0:
            kept = b""
            yield data
            continue
        stretch, kept = data[:cut], data[cut:]
        blank = b"v>" not in stretch and b"t>" not in stretch and b"</sheetData" not in stretch
        numbered = stretch.count(b'<row r="') == stretch.count(b"<row")
        if not (blank and numbered and stretch.startswith(b"<row ")):
            yield stretch
    yield kept


@cache
def _place(letters: str) -> int:
    if not 0 < len(letters) <= 3:
        raise ValueError(letters)
    return column(letters.encode())


class _Reading:
    """A sheet as far as it has been read."""

    def __init__(self, file: str, name: str, cells: Cells) -> None:
        self._file, self._name, self._cells = file, name, cells
        self._rows: list[list[Value]] = []
        self._fonts = CellFonts()
        self._merged: list[Merged] = []
        self._first = 0
        self._number = 0
        self._filled = 0
        self._places = 0

    @property
    def too_long(self) -> bool:
        """Whether the rows with values are more than are read."""
        return self._filled > MAX_ROWS

    def check_length(self) -> None:
        """Raise `TooLarge` if it is too long."""
        if self.too_long:
            raise too_many_rows(self._file, self._name, self._filled)

    def count(self, rows: bytes) -> None:
        """Count the rows with values in a stretch of XML."""
        self._filled += sum(_FILLED.search(row) is not None for row in _ROW.split(rows))

    def take(self, element: Any) -> None:
        """Add a `row` element."""
        number = int(element.get("r", self._number + 1))
        if not self._number < number <= _LAST_ROW:
            raise ValueError(number)
        self._number = number
        values, fonts = self._values(element)
        if not values:
            return
        self._filled += 1
        if self.too_long:
            self._rows, self._fonts = [], CellFonts()
            return
        self._places += len(values)
        if self._places > MAX_CELLS:
            raise too_many_cells(self._file, self._name)
        self._first = self._first or number
        index = number - self._first
        self._rows.extend([] for _ in range(index - len(self._rows)))
        self._rows.append(values)
        for at, font in fonts.items():
            self._fonts.add(index, at, font)

    def _values(self, element: Any) -> tuple[list[Value], dict[int, str]]:
        values: list[Value] = []
        fonts: dict[int, str] = {}
        at = -1
        for cell in element:
            place = cell.get("r")
            at = at + 1 if place is None else _place(place.rstrip("0123456789"))
            if not 0 <= at < _LAST_COLUMN:
                raise ValueError(place)
            if not len(cell):
                continue
            value, runs = self._cells.value(cell)
            if value is None:
                continue
            if at >= len(values):
                values.extend([None] * (at + 1 - len(values)))
            values[at] = value
            if isinstance(value, str) and (font := self._font(cell, value, runs)):
                fonts[at] = font
        return values, fonts

    def _font(self, cell: Any, text: str, runs: Runs) -> str | None:
        styled = self._cells.styles.fonts
        if not styled and not runs:
            return None
        own = styled.get(_integer(cell.get("s")))
        return common_legacy_font((font or own, run) for font, run in runs or [(None, text)])

    def merge(self, place: str) -> None:
        """Add a merged range such as A1:C2."""
        corners = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", place)
        if corners:
            left, right = _place(corners[1]), _place(corners[3])
            upper, lower = int(corners[2]) - self._first, int(corners[4]) - self._first
            self._merged.append((upper, left, lower, right))

    def table(self) -> Table | None:
        """Return what was read; raises `TooLarge` for more rows than are read at once."""
        self.check_length()
        return trimmed(self._name, self._rows, self._first, self._merged, self._fonts)

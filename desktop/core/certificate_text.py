"""Sets the text of a certificate's field: breaks lines, makes long text smaller, never cuts it.

Pure: how wide a text is tells a function that is handed in, so that the window (Qt) and the
paper (ReportLab) set the same lines at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.core.certificates import (
    LEAST_SIZE,
    LEAST_WIDTH,
    POINT,
    CertificateField,
    CertificateLayout,
    asked_for,
    filled,
)

Measure = Callable[[str, bool, bool], float]
"""A text's width at a size of 1 point, in points, regular or bold, upright or italic."""
LEADING = 1.25
"""Distance of lines in sizes, where the layout says nothing."""
ASCENT, DESCENT = 0.95, 0.25
"""How far letters with their marks reach above and below the base line, in sizes."""
_STEP = 0.5  # points by which a long text is made smaller
_TIE = "\u00a0"
# what stays together: 'ấp 1', 'số 05', '2021 - 2023', 'ngày 18/05/2023'
_SPAN = re.compile(r" (?=\d)|(?<=\d) - (?=\d)|(?<=\d) (?=%)")
_BEFORE_NAMES = frozenset(
    ("xã", "phường", "huyện", "tỉnh", "ấp", "thôn", "xóm", "ông", "bà", "chí", "trấn", "phố")
)
_NAMES = frozenset(("issuer", "name", "post", "authority", "signer_post"))  # keys of fields
_LITTLE = 0.8  # how much smaller letters may be to part a name well
_EVEN = 0.25  # sizes: lines of the same length but for that
_MOST_KNOWN = 20_000  # texts that are kept
_LONGEST_CHAIN = 4  # words tied to each other
# words that begin the next part of a name: a line may well end before them
_PARTS = re.compile(
    r"(?<=,) | (?=(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|thuộc|trực thuộc|và)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SetLine:
    """A line on the sheet: its left end and its base line (mm)."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class SetText:
    """A field's text as it is printed; `tight` when it is smaller than is readable."""

    lines: tuple[SetLine, ...]
    size: float
    tight: bool


@dataclass(frozen=True)
class _Room:
    """Where a text may stand (mm): its box between the edges of sheet and printer."""

    left: float
    width: float
    top: float
    bottom: float
    line: float  # the base line of the first line


def set_field(
    layout: CertificateLayout,
    field: CertificateField,
    words: Mapping[str, str],
    measure: Measure,
    offset: tuple[float, float] = (0.0, 0.0),
) -> SetText | None:
    """Return the lines of a field for a recipient, None when there is nothing to print.

    `offset` (mm) is what the printer is set off by: the text stays on the paper with it.
    Places are those without the offset.
    """
    text = "\n".join(_tied(line) for line in filled(field.text, words).split("\n"))
    if not text.strip():
        return None
    if field.capitals:
        text = text.upper()
    room = _room(layout, field, offset)
    size, lines, tight = _fitted(text, field, room, measure)
    leading = _leading(field, size)
    found = []
    begins = room.line - (len(lines) - 1) * leading if field.upwards else room.line
    for place, line in enumerate(lines):
        shown = line.replace(_TIE, " ")
        wide = measure(shown, field.bold, field.italic) * size * POINT
        x = _left(field, room, wide)
        if place == 0:
            x += _indent(field, room)
        found.append(SetLine(shown, x, begins + place * leading, wide))
    return SetText(tuple(found), size, tight)


def box_of(layout: CertificateLayout, field: CertificateField) -> tuple[float, float]:
    """Return the left edge and the width (mm) of what a field may fill."""
    room = _room(layout, field, (0.0, 0.0))
    return room.left, room.width


def _room(layout: CertificateLayout, field: CertificateField, offset: tuple[float, float]) -> _Room:
    dx, dy = offset
    left, right = max(0.0, -dx), min(layout.width, layout.width - dx)
    x = min(max(field.x, left), right)
    if field.align == "left":
        width = min(field.width, right - x)
        begins = x
    elif field.align == "right":
        width = min(field.width, x - left)
        begins = x - width
    else:
        width = min(field.width, 2 * min(x - left, right - x))
        begins = x - width / 2
    width = max(width, LEAST_WIDTH)  # an anchor at the very edge still leaves room for a word
    begins = min(max(begins, left), right - width)
    top, bottom = max(0.0, -dy), min(layout.height, layout.height - dy)
    highest, lowest = top + ASCENT * LEAST_SIZE * POINT, bottom - DESCENT * LEAST_SIZE * POINT
    return _Room(begins, width, top, bottom, min(max(field.y, highest), lowest))


def _left(field: CertificateField, room: _Room, wide: float) -> float:
    if field.align == "left":
        return room.left
    if field.align == "right":
        return room.left + room.width - wide
    return room.left + (room.width - wide) / 2


def _indent(field: CertificateField, room: _Room) -> float:
    return min(field.indent, room.width * 0.8) if field.align == "left" else 0.0


def _leading(field: CertificateField, size: float) -> float:
    return field.spacing or size * LEADING * POINT


def _fitted(
    text: str, field: CertificateField, room: _Room, measure: Measure
) -> tuple[float, list[str], bool]:
    """Return the size, the lines, and whether that is below the least readable size.

    First as it is; then smaller; a name whose words are tied together is parted only when it
    can't be kept whole at the least size; at last smaller than is readable, but never cut.
    """
    least = min(field.min_size, field.size)
    sizes = [field.size]
    while sizes[-1] > least:
        sizes.append(max(least, sizes[-1] - _STEP))
    loose = text.replace(_TIE, " ")
    for given in dict.fromkeys((text, loose)):
        words = _Words(given, field, measure)
        for size in sizes:
            lines = words.lines(size, room)
            if lines is not None:
                return (*_better(words, field, room, sizes, size, lines), False)
    # no room at any readable size (or none at all): smaller and smaller
    words = _Words(loose, field, measure)
    size = least
    while size > _SMALLEST:
        size *= 0.9
        lines = words.lines(size, room)
        if lines is not None:
            return size, lines, True
    return _SMALLEST, words.broken(), True


def _better(
    words: _Words,
    field: CertificateField,
    room: _Room,
    sizes: Sequence[float],
    size: float,
    lines: list[str],
) -> tuple[float, list[str]]:
    """Return a name's two lines parted where its parts do, if a little smaller letters allow it."""
    if field.key in _NAMES and len(lines) == 2:
        for smaller in sizes:
            if size * _LITTLE <= smaller <= size and (pair := words.parted(smaller, room)):
                return smaller, pair
    return size, lines


_SMALLEST = 0.001  # points: a dot; reached only where lines that the clerk broke have no room
_NOTHING = 1e-6


def _tied(line: str) -> str:
    """Return a line with what belongs together tied: names, 'xã Mỹ Hòa', 'ấp 1', '2021 - 2023'."""
    words = _SPAN.sub(lambda found: found[0].replace(" ", _TIE), line).split(" ")
    made, chain = words[0], 1
    for before, word in pairwise(words):
        last = before.rsplit(_TIE, 1)[-1]
        named = _is_name(word) and (_is_name(last) or last.casefold() in _BEFORE_NAMES)
        # a text typed With Every Word So must still find places to break
        chain = chain + 1 if named and chain < _LONGEST_CHAIN else 1
        made += (_TIE if chain > 1 else " ") + word
    return made


def _is_name(word: str) -> bool:
    return word[:1].isupper() and (len(word) == 1 or not word.isupper())


class _Words:
    """A text's words with their widths at a size of 1 point."""

    def __init__(self, text: str, field: CertificateField, measure: Measure) -> None:
        self._field = field
        self._measure = measure
        self._space = measure(" ", field.bold, field.italic)
        self._paragraphs = [
            [(word, self._wide(word)) for word in line.split(" ") if word]
            for line in text.split("\n")
        ]

    def _wide(self, text: str) -> float:
        return self._measure(text.replace(_TIE, " "), self._field.bold, self._field.italic)

    def lines(self, size: float, room: _Room) -> list[str] | None:
        """Return the lines at a size, None when they don't fit into the room."""
        field = self._field
        unit = size * POINT
        full = room.width / unit
        indented = (room.width - _indent(field, room)) / unit
        found = self._wrapped(indented, full)
        if found is None or len(found) > max(field.max_lines, len(self._paragraphs)):
            return None
        further = (len(found) - 1) * _leading(field, size)
        first_line = room.line - further if field.upwards else room.line
        above, below = first_line - ASCENT * unit, first_line + further + DESCENT * unit
        if above < room.top - _NOTHING or below > room.bottom + _NOTHING:
            return None
        if field.align == "center" and len(found) > 1 and len(self._paragraphs) == 1:
            return self._balanced(len(found), full)
        return found

    def _wrapped(self, first: float, full: float) -> list[str] | None:
        """Return as few lines as the words need; None when a word is wider than a line."""
        lines: list[str] = []
        for paragraph in self._paragraphs:
            line: list[str] = []
            used, width = 0.0, full if lines else first
            for word, wide in paragraph:
                if line and used + self._space + wide > width:
                    lines.append(" ".join(line))
                    line, used, width = [], 0.0, full
                if wide > width:
                    return None
                used += wide + (self._space if line else 0.0)
                line.append(word)
            lines.append(" ".join(line))
        return lines

    def _balanced(self, count: int, full: float) -> list[str]:
        """Return as many lines of even length; two lines part where a name does, if they can."""
        whole = " ".join(word for word, _wide in self._paragraphs[0])
        if count == 2 and (parted := self._halves(whole, full)):
            return parted
        least = max(wide for _word, wide in self._paragraphs[0])
        most = full
        while most - least > _EVEN:
            tried = (least + most) / 2
            lines = self._wrapped(tried, tried)
            if lines is None or len(lines) > count:
                least = tried
            else:
                most = tried
        return self._wrapped(most, most) or []

    def parted(self, size: float, room: _Room) -> list[str] | None:
        """Return two lines at a size that part where a name does, None when there are none."""
        lines = self.lines(size, room)
        if lines is None or len(lines) != 2 or self._field.align != "center":
            return None
        whole = " ".join(lines)
        return self._halves(whole, room.width / (size * POINT)) or None

    def _halves(self, whole: str, full: float) -> list[str]:
        best: tuple[float, list[str]] | None = None
        for found in _PARTS.finditer(whole):
            pair = [whole[: found.start()].rstrip(" "), whole[found.end() :].lstrip(" ")]
            widths = [self._wide(one) for one in pair]
            even = min(widths) >= 0.4 * max(widths)
            if max(widths) <= full and even and (best is None or max(widths) < best[0]):
                best = (max(widths), pair)
        return best[1] if best else []

    def broken(self) -> list[str]:
        """Return the text on one line, for where there is no room to speak of."""
        return [" ".join(word for line in self._paragraphs for word, _wide in line)]


class Setter:
    """Sets the sheets of one layout; what stands on many of them is set once."""

    def __init__(
        self,
        layout: CertificateLayout,
        measure: Measure,
        offset: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Take the layout, how text is measured, and the printer's offset (`set_field`)."""
        self._layout, self._measure, self._offset = layout, measure, offset
        self._fields = [(one, asked_for(one.text)) for one in layout.fields]
        self._known: dict[tuple[str | int | None, ...], SetText | None] = {}

    def sheet(self, words: Mapping[str, str]) -> list[tuple[CertificateField, SetText]]:
        """Return every field of a sheet that has something to print, with its lines."""
        found = []
        for place, (field, asked) in enumerate(self._fields):
            key = (place, *(words.get(one) for one in asked))
            if key not in self._known:
                if len(self._known) > _MOST_KNOWN:
                    self._known.clear()
                self._known[key] = set_field(
                    self._layout, field, words, self._measure, self._offset
                )
            text = self._known[key]
            if text is not None:
                found.append((field, text))
        return found


def set_all(
    layout: CertificateLayout,
    words: Mapping[str, str],
    measure: Measure,
    offset: tuple[float, float] = (0.0, 0.0),
) -> Sequence[tuple[CertificateField, SetText]]:
    """Return every field of one sheet that has something to print, with its lines."""
    return Setter(layout, measure, offset).sheet(words)

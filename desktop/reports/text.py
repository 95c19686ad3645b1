"""Measuring and wrapping Vietnamese text, with the widths of words kept.

Lines break at spaces only: a Vietnamese syllable is never split. A word wider than the line
(a long code, a pasted address) is broken where it is full.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics

from desktop.reports.fonts import register_fonts

LEADING = 1.2
"""Distance of lines in font sizes."""


# what stays on one line: '2021 - 2023', 'ngày 18/05/2023', 'số 05'
_SPAN = re.compile(r"(?<=\d) - (?=\d)|(?<=\bngày) (?=\d)|(?<=\bsố) (?=\d)|(?<=\bnăm) (?=\d)")


@lru_cache(maxsize=65_536)
def _unit_width(word: str, font: str) -> float:
    register_fonts()
    return float(pdfmetrics.stringWidth(word, font, 1000)) / 1000


def width(text: str, font: str, size: float) -> float:
    """Return a text's width in points."""
    return _unit_width(text, font) * size


@lru_cache(maxsize=65_536)
def wrap(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return the lines of a text that fit into `room` points; an empty text has one line."""
    lines: list[str] = []
    for paragraph in _SPAN.sub(_tied, text).split("\n"):
        # not split(): that would part what the tie holds together
        words = [one for one in paragraph.split(" ") if one]
        words = [piece for one in words for piece in _loosened(one, font, size, room)]
        lines += _wrap_paragraph(words, font, size, room)
    return tuple(line.replace("\u00a0", " ") for line in lines)


def _tied(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\u00a0")


def _loosened(word: str, font: str, size: float, room: float) -> list[str]:
    """Return what a tie holds together, parted where it has no room: never within a date."""
    if "\u00a0" not in word or width(word, font, size) <= room:
        return [word]
    found: list[str] = []
    for piece in word.replace("\u00a0-\u00a0", "\u00a0- ").split(" "):
        found += [piece] if width(piece, font, size) <= room else piece.split("\u00a0")
    return found


@lru_cache(maxsize=1024)
def balanced(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return as many lines as `wrap` needs, but of even length: for what is centred.

    A title in two lines doesn't leave one word alone on the second.
    """
    lines = wrap(text, font, size, room)
    if len(lines) == 1:
        return lines
    if len(lines) == 2 and (parted := _at_a_comma(text, font, size, room)):
        return parted
    tied = _SPAN.sub(_tied, text)
    least = min(room, max(width(word, font, size) for word in re.split(r"[ \n]+", tied)))
    most = room
    while most - least > 1:
        tried = (least + most) / 2
        if len(wrap(text, font, size, tried)) > len(lines):
            least = tried
        else:
            most = tried
    return wrap(text, font, size, most)


def _at_a_comma(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return two lines parted after a comma, when neither is much shorter than the other."""
    pieces = text.split(", ")
    found: list[tuple[float, tuple[str, ...]]] = []
    for place in range(1, len(pieces)):
        pair = (", ".join(pieces[:place]) + ",", ", ".join(pieces[place:]))
        widths = [width(one, font, size) for one in pair]
        if max(widths) <= room and min(widths) >= 0.4 * max(widths):
            found.append((abs(widths[0] - widths[1]), pair))
    return min(found)[1] if found else ()


def _wrap_paragraph(words: list[str], font: str, size: float, room: float) -> list[str]:
    space = _unit_width(" ", font) * size
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in words:
        wide = _unit_width(word, font) * size
        if line and used + space + wide > room:
            lines.append(" ".join(line))
            line, used = [], 0.0
        if wide > room:
            *full, word = _broken(word, font, size, room)  # noqa: PLW2901 - its last piece
            lines += full
            wide = _unit_width(word, font) * size
        used += wide + (space if line else 0)
        line.append(word)
    lines.append(" ".join(line))
    return lines


def _broken(word: str, font: str, size: float, room: float) -> list[str]:
    pieces: list[str] = []
    piece = ""
    for letter in word:
        if piece and width(piece + letter, font, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]

"""What of a report comes onto paper: its parts with their numbers, tables and charts in place.

The editor and the paper number by this, so that they say the same. Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.core.report_text import Part

_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Outlined:
    """A part as it is printed: 'I. KẾT QUẢ', '1. Học tập' ('' of the opening); what it shows."""

    title: str
    shows: tuple[str, ...]


def outline(parts: Sequence[Part], there: Sequence[str]) -> list[Outlined | None]:
    """Return what is printed of each part, None of one that says nothing.

    `there` are the tables and charts that the report has, as 'table:…' and 'chart:…'. A section
    says something when a part of it does. The numbers go on over what is left out.
    """
    placed = _placed(parts, there)
    found: list[Outlined | None] = []
    sections = below = 0
    for place, one in enumerate(parts):
        if not _says(place, parts, placed):
            found.append(None)
            continue
        title = one.heading
        if one.level == 1:
            sections, below = sections + 1, 0
            title = f"{_roman(sections)}. {title.upper()}"
        elif one.level == 2:
            below += 1
            title = f"{below}. {title}"
        found.append(Outlined(title, tuple(placed[place])))
    return found


def _roman(value: int) -> str:
    found = ""
    for worth, letters in _ROMAN:
        found += letters * (value // worth)
        value %= worth
    return found


def _placed(parts: Sequence[Part], there: Sequence[str]) -> list[list[str]]:
    """Return what stands in each part; what no part asks for ends the first section."""
    placed: list[list[str]] = []
    used: set[str] = set()
    for one in parts:
        placed.append([key for key in dict.fromkeys(one.shows) if key in there and key not in used])
        used.update(placed[-1])
    rest = [key for key in there if key not in used]
    if rest and parts:
        begins = [place for place, one in enumerate(parts) if one.level == 1]
        last = begins[1] - 1 if len(begins) > 1 else len(parts) - 1
        placed[last] += rest
    return placed


def _says(place: int, parts: Sequence[Part], placed: Sequence[Sequence[str]]) -> bool:
    """Tell whether a part, or one below it, has text, a table or a chart."""
    if parts[place].text.strip() or placed[place]:
        return True
    if parts[place].level != 1:
        return False
    for below in range(place + 1, len(parts)):
        if parts[below].level <= 1:
            return False
        if parts[below].text.strip() or placed[below]:
            return True
    return False

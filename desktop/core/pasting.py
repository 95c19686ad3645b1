"""Texts on the clipboard that a spreadsheet must not take for formulas.

Excel and Calc work out what is pasted as plain text when it begins with = + - @, as if the clerk
had typed it; a name that somebody wrote '=HYPERLINK(…)' would become a link. So such a cell gets
an apostrophe before it, a spreadsheet's own sign for 'this is text'; numbers such as -5 or +3,2%
stay as they are. (In files nothing of this is needed: their cells say that they are text.)
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@＝＋－＠"
_FORMULA: Final = re.compile(rf"'*\s*[{_SIGNS}]")
_GUARDED: Final = re.compile(rf"''*\s*[{_SIGNS}]")
_HARMLESS: Final = re.compile(rf"\s*(?:[+\-]?\s*[\d.,\s]*\d\s*%?|[{_SIGNS}]+)\s*")

_BREAKS: Final = re.compile("[\t\r\n\v\f\x85\u2028\u2029]+")


def guarded(text: str) -> str:
    """Return a cell's text as it goes onto the clipboard between tabs."""
    if _FORMULA.match(text) and not _HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Return a cell's text as it was before `guarded`, when it comes back into the program."""
    return text[1:] if _GUARDED.match(text) else text


def pasted_line(cells: tuple[str, ...] | list[str]) -> str:
    """Return the cells of a line with tabs between; a tab or a line end in one becomes a space."""
    return "\t".join(guarded(_BREAKS.sub(" ", one)) for one in cells)

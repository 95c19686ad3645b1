"""What the number of a decision says: its code, its paper style, who issued it."""

from __future__ import annotations

import re
from typing import Final

from desktop.core.terms import PaperFamily
from desktop.core.vietnamese.fold import clean, fold

_BARE_NUMBER: Final = re.compile(r"\d+[a-zA-Z]?")


def full_number(typed: str, last: str) -> str:
    """Return a number as it is kept: of '16' after '15-QĐ/HU' it is '16-QĐ/HU'."""
    number = clean(typed)
    found = re.match(r"\s*\d+[a-zA-Z]?(?=\D)", last)
    if _BARE_NUMBER.fullmatch(number) and found:
        return number + last[found.end() :].rstrip()
    return number


def family_of(number: str) -> str | None:
    """Return the paper style that a number has; None when it doesn't tell.

    '15-QĐ/HU' is of the Party (a hyphen, then a slash), '1088/QĐ-UBND' of the Government.
    Source: DOMAIN.md, 'Paper'.
    """
    first = re.match(r"\s*\d+[a-zA-Z]?\s*([-/])", number)
    if first is None:
        return None
    family = PaperFamily.PARTY if first[1] == "-" else PaperFamily.GOVERNMENT
    return str(family.value)


def issued_by(number: str, suffix: str) -> bool | None:
    """Tell whether a number bears an office's code; None when there is nothing to compare."""
    code = re.split(r"[-/]", number)[-1]
    if not fold(suffix) or not re.search(r"[-/]", number):
        return None
    return fold(code) == fold(suffix)

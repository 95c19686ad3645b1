"""Whether an indicator's target is met, as far as what was typed says so."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from desktop.core.vietnamese.fold import fold

_NUMBER = r"(\d+(?:\.\d{3})+|\d+)(?:,(\d+))?"
_SHARE: Final = re.compile(rf"{_NUMBER}\s*/\s*{_NUMBER}(?:\s*\(.*\))?(?:\s+[^\d%].*)?")
_ONE: Final = re.compile(rf"(.*?){_NUMBER}\s*(%?)([^\d]*)")
_LEAST: Final = frozenset({"", "tu", "dat", "it nhat", "toi thieu", "phan dau", "dat tu"})
_MORE: Final = frozenset({"tren", "hon", "dat tren"})
_AT_MOST: Final = re.compile(r"tro xuong|giam|khong qua|duoi")
_WHOLE: Final = 100  # percent


def _value(whole: str, parts: str | None) -> Decimal:
    return Decimal(f"{whole.replace('.', '')}.{parts or '0'}")


def is_met(target: str | None, achieved: str | None) -> bool | None:
    """Return whether what was achieved meets a target; None when the words don't tell.

    '35/35' meets '35', '98,6%' meets '98%' and 'từ 98% trở lên'. What must stay below a number is
    left to the clerk.
    """
    reached = _reached(achieved)
    if reached is None:
        return None
    part, whole, percent = reached
    if not (target or "").strip():
        return part >= whole if whole is not None else None
    wanted = _target(target or "")
    if wanted is None:
        return None
    least, of_hundred, more = wanted
    if of_hundred and whole is not None:
        if not whole:
            return None
        part = part / whole * _WHOLE
    elif percent and not of_hundred:  # '100%' of a count is all of it
        return part >= _WHOLE
    elif of_hundred and not percent:
        return None
    return part > least if more else part >= least


def _reached(text: str | None) -> tuple[Decimal, Decimal | None, bool] | None:
    """Return a count or a percentage, of how many, and whether it is a percentage."""
    said = (text or "").strip()
    if share := _SHARE.fullmatch(said):
        return _value(share[1], share[2]), _value(share[3], share[4]), False
    one = _ONE.fullmatch(said)
    if one is None or fold(one[1]) not in _LEAST | _MORE or set(said) & set("<≤"):
        return None
    return _value(one[2], one[3]), None, bool(one[4])


def _target(text: str) -> tuple[Decimal, bool, bool] | None:
    """Return the least number, whether it is a percentage, whether more than it is asked for."""
    if set(text) & set("<≤") or _AT_MOST.search(fold(text)):
        return None
    said = text.strip().replace(">=", "").replace("≥", "").replace(">", "trên ")
    wanted = _ONE.fullmatch(said)
    if wanted is None or (before := fold(wanted[1])) not in _LEAST | _MORE:
        return None
    return _value(wanted[2], wanted[3]), bool(wanted[4]), before in _MORE

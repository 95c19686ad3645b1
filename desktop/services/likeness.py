"""Whether two members may be one person, and why: the rules by which look-alikes are offered.

Members with known, different card numbers are different people (DOMAIN.md, 'Spreadsheets') and
are not offered, unless the numbers are one slip of the hand apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from desktop.core.vietnamese.collate import sort_key
from desktop.core.vietnamese.dates import PartialDate

NEAR_NAME: Final = 84.0
"""From this likeness (rapidfuzz ratio of the folded names, of 100) on, names are near: a middle
name left out or a letter mistyped, not 'Văn' for 'Thị'."""

FULL: Final = len("1975-05-03")  # letters of a date of birth that is known whole
_SHORTEST_CARD = 5  # of shorter numbers one digit says too much

# How certain each kind of evidence makes it, of 1: it orders the offers, and nothing else.
_SAME_CARD, _CARD_AND_NAME, _CARD_SLIP = 0.7, 0.95, 0.85
_SAME_DAY, _SAME_PART, _FITTING, _NO_BIRTH, _NEAR = 0.9, 0.75, 0.7, 0.5, 0.4
_NO_UNIT, _OTHER_MARKS, _BIRTH_TOO, _OTHER_BIRTH = -0.1, -0.15, 0.05, -0.2


@dataclass(frozen=True)
class Pair:
    """Two members (ids, the earlier entered first) who may be one person, and why."""

    first: int
    second: int
    reasons: tuple[str, ...]
    certain: float  # 0 to 1, only to order by
    kind: str  # the weightiest reason: 'card', 'slip' (of the hand, in a number), 'name' or 'near'
    names: tuple[str, str]
    units: tuple[int | None, int | None]


class Person(NamedTuple):
    """A member as far as it is compared."""

    id: int
    name: str
    plain: str  # folded name
    born: str  # ISO, may be partial; '' when unknown
    unit: int | None
    card: str  # digits and letters without leading zeros; '' when unknown
    written_card: str


def plain_card(card: str | None) -> str:
    """Return a card number as it is compared: 00123456 and 123456 (Excel's work) are one."""
    if not card:
        return ""
    letters = card if card.isalnum() else "".join(one for one in card if one.isalnum())
    plain = letters.lstrip("0").upper()
    # 'không', 'chưa cấp' stand for no number
    return plain if any(one.isdigit() for one in plain) else ""


def judged(one: Person, two: Person) -> Pair | None:
    """Return why two people may be one, or None when they are not offered."""
    if one.card and one.card == two.card:
        kind = "card"
        reasons, certain = _same_card(one, two)
    elif one.card and two.card:
        if not _slip(one, two):
            return None
        kind = "slip"
        reasons = [
            f"số thẻ đảng chỉ khác một chữ số: {one.written_card} và {two.written_card}",
            "cùng họ tên và ngày sinh",
        ]
        certain = _CARD_SLIP
    else:
        if one.unit != two.unit and one.unit is not None and two.unit is not None:
            return None
        kind = "name" if one.plain == two.plain else "near"
        found = _same_name(one, two) if kind == "name" else _near_name(one, two)
        if found is None:
            return None
        reasons, certain = found
    names, units = (one.name, two.name), (one.unit, two.unit)
    return Pair(one.id, two.id, tuple(reasons), round(certain, 2), kind, names, units)


def _spelt(one: Person, two: Person) -> str:
    return f"«{one.name}» và «{two.name}»"


def _same_spelling(one: Person, two: Person) -> bool:
    """Tell whether names are the same but for capitals and the place of a tone ('Hoà', 'Hòa')."""
    return sort_key(one.name.lower(), 200) == sort_key(two.name.lower(), 200)


def _fits(one: str, two: str) -> bool:
    """Tell whether two dates of birth may be one; an unknown one tells nothing, and no."""
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def _slip(one: Person, two: Person) -> bool:
    """Tell whether name and day of birth are the same and the numbers a slip of the hand apart."""
    return (
        one.plain == two.plain
        and one.born == two.born
        and len(one.born) == FULL
        and min(len(one.card), len(two.card)) >= _SHORTEST_CARD
        and OSA.distance(one.card, two.card, score_cutoff=1) == 1
    )


def _same_card(one: Person, two: Person) -> tuple[list[str], float]:
    numbers = sorted({one.written_card, two.written_card}, key=len, reverse=True)
    shown = numbers[0] if len(numbers) == 1 else f"{numbers[0]} (có nơi ghi {numbers[1]})"
    reasons, certain = [f"cùng số thẻ đảng {shown}"], _SAME_CARD
    if one.plain == two.plain:
        certain = _CARD_AND_NAME
        same = _same_spelling(one, two)
        reasons.append("cùng họ tên" if same else f"họ tên chỉ khác dấu: {_spelt(one, two)}")
    elif fuzz.ratio(one.plain, two.plain) >= NEAR_NAME:
        reasons.append(f"họ tên gần giống: {_spelt(one, two)}")
    else:
        reasons.append(f"nhưng khác họ tên: {_spelt(one, two)}")
    if _fits(one.born, two.born):
        certain += _BIRTH_TOO
    elif one.born and two.born:
        certain += _OTHER_BIRTH
        reasons.append(f"nhưng khác ngày sinh: {_day(one.born)} và {_day(two.born)}")
    return reasons, certain


def _day(born: str) -> str:
    return PartialDate.from_iso(born).display


def _same_name(one: Person, two: Person) -> tuple[list[str], float] | None:
    same, reasons = [], []
    certain = 0.0
    if _same_spelling(one, two):
        same.append("họ tên")
    else:
        reasons.append(f"họ tên chỉ khác dấu: {_spelt(one, two)}")
        certain += _OTHER_MARKS
    if not (one.born and two.born):
        if one.unit is None or two.unit is None:
            return None  # a name alone says nothing
        neither = not one.born and not two.born
        reasons.append(f"{'cả hai' if neither else 'một bản ghi'} chưa có ngày sinh")
        certain += _NO_BIRTH
    elif one.born == two.born:
        full = len(one.born) == FULL
        same.append("ngày sinh" if full else f"năm sinh ({_day(one.born)})")
        certain += _SAME_DAY if full else _SAME_PART
    elif _fits(one.born, two.born):
        reasons.append(f"năm sinh tương thích ({_day(one.born)} và {_day(two.born)})")
        certain += _FITTING
    else:
        return None
    if one.unit is not None and one.unit == two.unit:
        same.append("chi bộ")
    else:
        reasons.append("chưa rõ chi bộ")
        certain += _NO_UNIT
    if same:
        reasons.insert(0, f"cùng {_listed(same)}")
    return reasons, certain


def _near_name(one: Person, two: Person) -> tuple[list[str], float] | None:
    if one.born != two.born or len(one.born) != FULL or one.unit is None or one.unit != two.unit:
        return None
    likeness = fuzz.ratio(one.plain, two.plain, score_cutoff=NEAR_NAME)
    if not likeness:
        return None
    reasons = [f"họ tên gần giống: {_spelt(one, two)}", "cùng ngày sinh và chi bộ"]
    return reasons, _NEAR + (likeness - NEAR_NAME) / 100


def _listed(words: Sequence[str]) -> str:
    return " và ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

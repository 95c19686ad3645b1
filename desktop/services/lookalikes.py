"""People who are in the book twice, perhaps: offered to the clerk, who alone decides.

Members with known, different card numbers are different people (DOMAIN.md, 'Spreadsheets') and
are not offered, unless the numbers are one slip of the hand apart. What the clerk has said of two
people is remembered among the book's settings, by their uids, and holds for this book alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Any, Final, NamedTuple, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord
from desktop.core.vietnamese.collate import sort_key
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services.merging import Difference, compare
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Member, Setting
from desktop.storage.registers import TABLES

__all__ = [
    "Difference",
    "Pair",
    "compare",
    "look_alikes",
    "say_different",
    "take_back_different",
]

NEAR_NAME: Final = 84.0
"""From this likeness (rapidfuzz ratio of the folded names, of 100) on, names are near: a middle
name left out or a letter mistyped, not 'Văn' for 'Thị'."""

_WHOLE = 64
"""In a block of up to so many every two are compared; in a larger one, each with those beside it
in order, so that the time grows with the number of members and not with its square."""
_BESIDE = 16
_FULL = len("1975-05-03")
_SHORTEST_CARD = 5  # of shorter numbers one digit says too much
_TOLD_EVERY = 8_192

# How certain each kind of evidence makes it, of 1: it orders the offers, and nothing else.
_SAME_CARD, _CARD_AND_NAME, _CARD_SLIP = 0.7, 0.95, 0.85
_SAME_DAY, _SAME_PART, _FITTING, _NO_BIRTH, _NEAR = 0.9, 0.75, 0.7, 0.5, 0.4
_NO_UNIT, _OTHER_MARKS, _BIRTH_TOO, _OTHER_BIRTH = -0.1, -0.15, 0.05, -0.2

_REMEMBERED = "different_people:"
_AFTER = "different_people;"  # the next text after every one that begins so

Tick = Callable[[int, int], None]
"""Told how much is done of how much; may raise to cancel."""
Some = TypeVar("Some")


@dataclass(frozen=True)
class Pair:
    """Two members (ids, the earlier entered first) who may be one person, and why."""

    first: int
    second: int
    reasons: tuple[str, ...]
    certain: float  # 0 to 1, only to order by


class _Person(NamedTuple):
    id: int
    name: str
    plain: str  # folded name
    born: str  # ISO, may be partial; '' when unknown
    unit: int | None
    card: str  # digits and letters without leading zeros; '' when unknown
    written_card: str


# finding


def look_alikes(
    book: Book, among: Collection[int] | None = None, tick: Tick | None = None
) -> list[Pair]:
    """Return the members of this office who may be in the book twice, the most certain first.

    `among`: only pairs with at least one of these ids. Rows in the bin, rows of other offices and
    pairs the clerk has called different people are left out. Where more than 64 share all that is
    looked at, each is offered with its neighbours only; the rest comes once those are settled.
    """
    with book.read() as session:
        people = _people(session, book.origin)
        wanted = None if among is None else frozenset(among)
        found: list[Pair] = []
        seen: set[tuple[int, int]] = set()
        steps = (_by_card, _by_birth, _by_part_of_birth, _without_birth, _by_near_name)
        for place, step in enumerate(steps):
            for number, (one, two) in enumerate(step(people)):
                if tick is not None and number % _TOLD_EVERY == 0:
                    tick(place, len(steps))
                if wanted is not None and one.id not in wanted and two.id not in wanted:
                    continue
                both = (one.id, two.id) if one.id < two.id else (two.id, one.id)
                if both in seen:
                    continue
                seen.add(both)
                pair = _judged(one, two) if one.id < two.id else _judged(two, one)
                if pair is not None:
                    found.append(pair)
        if tick is not None:
            tick(len(steps), len(steps))
        found = _not_settled(session, found)
    return sorted(found, key=lambda one: (-one.certain, one.first, one.second))


def _people(session: Session, origin: str) -> list[_Person]:
    table = TABLES["members"]
    columns = (table.c.id, table.c.full_name, table.c.birth_date, table.c.unit_id,
               table.c.card_number)  # fmt: skip
    statement = (
        select(*columns)
        .where(table.c.deleted_at.is_(None), table.c.origin == origin)
        .order_by(table.c.id)
    )
    plain = lru_cache(maxsize=None)(fold)
    return [
        _Person(row, name, plain(name), born or "", unit, _plain_card(card), card or "")
        for row, name, born, unit, card in session.execute(statement)
    ]


def _plain_card(card: str | None) -> str:
    """Return a card number as it is compared: 00123456 and 123456 (Excel's work) are one."""
    if not card:
        return ""
    letters = card if card.isalnum() else "".join(one for one in card if one.isalnum())
    plain = letters.lstrip("0").upper()
    # 'không', 'chưa cấp' stand for no number
    return plain if any(one.isdigit() for one in plain) else ""


Found = Iterator[tuple[_Person, _Person]]


def _blocks(people: Iterable[_Person], key: Callable[[_Person], Any]) -> dict[Any, list[_Person]]:
    """Return the people of each key; those whose key is None are left out."""
    found: dict[Any, list[_Person]] = defaultdict(list)
    for one in people:
        place = key(one)
        if place is not None:
            found[place].append(one)
    return found


def _within(block: Sequence[Some]) -> Iterator[tuple[Some, Some]]:
    """Yield every two of a small block; of a large one, each with those that follow it."""
    if len(block) <= _WHOLE:
        yield from combinations(block, 2)
        return
    for place, one in enumerate(block):
        for other in block[place + 1 : place + 1 + _BESIDE]:
            yield one, other


def _by_card(people: Sequence[_Person]) -> Found:
    for block in _blocks(people, lambda one: one.card or None).values():
        yield from _within(block)


def _by_birth(people: Sequence[_Person]) -> Found:
    """Yield who share name and date of birth, as far as it is known."""
    for block in _blocks(people, lambda one: (one.plain, one.born) if one.born else None).values():
        if len(block) > _WHOLE:
            block.sort(key=lambda one: (one.unit or 0, one.card))
        yield from _within(block)


def _by_part_of_birth(people: Sequence[_Person]) -> Found:
    """Yield who share the name, when what is known of one's birth begins the other's."""
    partial = [one for one in people if 0 < len(one.born) < _FULL]
    named = {one.plain for one in partial}
    longer: dict[tuple[str, str], dict[int | None, list[_Person]]] = {}
    for one in people:
        if one.plain in named and len(one.born) > 4:
            for end in (4, 7):
                if end < len(one.born):
                    by_unit = longer.setdefault((one.plain, one.born[:end]), {})
                    by_unit.setdefault(one.unit, []).append(one)
    for one in partial:
        by_unit = longer.get((one.plain, one.born), {})
        fits = by_unit.values() if one.unit is None else map(by_unit.get, (one.unit, None))
        others = (other for some in fits for other in some or ())
        for other in islice(others, _WHOLE):
            yield one, other


def _without_birth(people: Sequence[_Person]) -> Found:
    """Yield who share name and unit, when of one of them no birth date is known."""
    named = {(one.plain, one.unit) for one in people if not one.born}
    places = _blocks(
        people,
        lambda one: (
            (one.plain, one.unit)
            if one.unit is not None and (one.plain, one.unit) in named
            else None
        ),
    )
    for block in places.values():
        unknown = [one for one in block if not one.born]
        known = [one for one in block if one.born]
        yield from _within(unknown)
        for one in unknown:
            for other in known[:_WHOLE]:
                yield one, other


def _by_near_name(people: Sequence[_Person]) -> Found:
    """Yield who share unit and full date of birth and have near, not equal names."""
    places = _blocks(
        people,
        lambda one: (
            (one.unit, one.born) if one.unit is not None and len(one.born) == _FULL else None
        ),
    )
    for block in places.values():
        if len(block) < 2:
            continue
        names = _blocks(block, lambda one: one.plain)
        # near names stand beside each other in one of two orders: the slip is late, or early
        for order in ((sorted(names), sorted(names, key=lambda one: one[::-1]))
                      if len(names) > _WHOLE else (list(names),)):  # fmt: skip
            for one, other in _within(order):
                if fuzz.ratio(one, other, score_cutoff=NEAR_NAME):
                    yield from islice(product(names[one], names[other]), _WHOLE)


# judging


def _judged(one: _Person, two: _Person) -> Pair | None:
    """Return why two people may be one, or None when they are not offered."""
    if one.card and one.card == two.card:
        reasons, certain = _same_card(one, two)
    elif one.card and two.card:
        if not _slip(one, two):
            return None
        reasons = [
            f"số thẻ đảng chỉ khác một chữ số: {one.written_card} và {two.written_card}",
            "cùng họ tên và ngày sinh",
        ]
        certain = _CARD_SLIP
    else:
        if one.unit != two.unit and one.unit is not None and two.unit is not None:
            return None
        judged = _same_name(one, two) if one.plain == two.plain else _near_name(one, two)
        if judged is None:
            return None
        reasons, certain = judged
    return Pair(one.id, two.id, tuple(reasons), round(certain, 2))


def _spelt(one: _Person, two: _Person) -> str:
    return f"«{one.name}» và «{two.name}»"


def _same_spelling(one: _Person, two: _Person) -> bool:
    """Tell whether names are the same but for capitals and the place of a tone ('Hoà', 'Hòa')."""
    return sort_key(one.name.lower(), 200) == sort_key(two.name.lower(), 200)


def _fits(one: str, two: str) -> bool:
    """Tell whether two dates of birth may be one; an unknown one tells nothing, and no."""
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def _slip(one: _Person, two: _Person) -> bool:
    """Tell whether name and day of birth are the same and the numbers a slip of the hand apart."""
    return (
        one.plain == two.plain
        and one.born == two.born
        and len(one.born) == _FULL
        and min(len(one.card), len(two.card)) >= _SHORTEST_CARD
        and OSA.distance(one.card, two.card, score_cutoff=1) == 1
    )


def _same_card(one: _Person, two: _Person) -> tuple[list[str], float]:
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


def _same_name(one: _Person, two: _Person) -> tuple[list[str], float] | None:
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
        full = len(one.born) == _FULL
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


def _near_name(one: _Person, two: _Person) -> tuple[list[str], float] | None:
    if one.born != two.born or len(one.born) != _FULL or one.unit is None or one.unit != two.unit:
        return None
    likeness = fuzz.ratio(one.plain, two.plain, score_cutoff=NEAR_NAME)
    if not likeness:
        return None
    reasons = [f"họ tên gần giống: {_spelt(one, two)}", "cùng ngày sinh và chi bộ"]
    return reasons, _NEAR + (likeness - NEAR_NAME) / 100


def _listed(words: Sequence[str]) -> str:
    return " và ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# what the clerk has said


def say_different(book: Book, first: int, second: int) -> Done[None]:
    """Remember that two members are different people: they are not offered again.

    Raises `StaleRecord` when one of them is gone.
    """
    with book.write("Ghi nhớ hai đảng viên là hai người") as session:
        key = _key(session, first, second)
        if session.get(Setting, key) is None:
            # date.today(): the clerk's own calendar day
            session.add(Setting(key=key, value=json.dumps(date.today().isoformat())))  # noqa: DTZ011
        return Done(None, changes_of(session))


def take_back_different(book: Book, first: int, second: int) -> Done[None]:
    """Forget what `say_different` remembered; nothing happens when it was never said."""
    with book.write("Bỏ ghi nhớ hai đảng viên là hai người") as session:
        kept = session.get(Setting, _key(session, first, second))
        if kept is not None:
            session.delete(kept)
        return Done(None, changes_of(session))


def _key(session: Session, first: int, second: int) -> str:
    statement = select(Member.uid).where(Member.id.in_((first, second)))
    uids = sorted(session.scalars(statement))
    if len(uids) != 2:
        raise StaleRecord
    return _REMEMBERED + ":".join(uids)


def _not_settled(session: Session, pairs: list[Pair]) -> list[Pair]:
    said = select(Setting.key).where(Setting.key >= _REMEMBERED, Setting.key < _AFTER)
    settled = set(session.scalars(said))
    if not settled:
        return pairs
    ids = sorted({row for one in pairs for row in (one.first, one.second)})
    uids: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        named = select(Member.id, Member.uid).where(Member.id.in_(ids[start : start + 500]))
        uids.update((row[0], row[1]) for row in session.execute(named))
    return [
        one
        for one in pairs
        if _REMEMBERED + ":".join(sorted((uids[one.first], uids[one.second]))) not in settled
    ]

"""People who are in the book twice, perhaps: offered to the clerk, who alone decides.

`likeness` has the rules; here is who has to be compared at all. What the clerk has said of two
people is remembered among the book's settings, by their uids, and holds for this book alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Any, TypeVar

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord
from desktop.core.terms import AuditAction
from desktop.core.vietnamese.fold import fold
from desktop.services.likeness import FULL, NEAR_NAME, Pair, Person, judged, plain_card
from desktop.services.merging import Difference, compare
from desktop.storage.book import Book, changes_of
from desktop.storage.models import AuditEntry, Member, Setting
from desktop.storage.registers import TABLES

__all__ = [
    "NEAR_NAME",
    "Difference",
    "Pair",
    "compare",
    "look_alikes",
    "say_different",
    "still_alike",
    "take_back_different",
    "taken_in",
]

_WHOLE = 64
"""In a block of up to so many every two are compared; in a larger one, each with those beside it
in order, so that the time grows with the number of members and not with its square."""
_BESIDE = 16
_TOLD_EVERY = 8_192
_READING = 3  # steps of the search that reading takes as long as
_CHUNK = 500  # ids in one question to the database

_REMEMBERED = "different_people:"
_AFTER = "different_people;"  # the next text after every one that begins so

Tick = Callable[[int, int], None]
"""Told how much is done of how much; may raise to cancel."""
Some = TypeVar("Some")


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
        people = _people(session, book.origin, tick=tick)
        wanted = None if among is None else frozenset(among)
        if wanted is not None:
            people = _comparable(people, wanted)
        found: list[Pair] = []
        seen: set[tuple[int, int]] = set()
        steps = (_by_card, _by_birth, _by_part_of_birth, _without_birth, _by_near_name)
        parts = _READING + len(steps)
        for place, step in enumerate(steps, start=_READING):
            for number, (one, two) in enumerate(step(people)):
                if tick is not None and number % _TOLD_EVERY == 0:
                    tick(place, parts)
                if wanted is not None and one.id not in wanted and two.id not in wanted:
                    continue
                both = (one.id, two.id) if one.id < two.id else (two.id, one.id)
                if both in seen:
                    continue
                seen.add(both)
                pair = judged(one, two) if one.id < two.id else judged(two, one)
                if pair is not None:
                    found.append(pair)
        if tick is not None:
            tick(parts, parts)
        return _ordered(_not_settled(session, found))


def still_alike(book: Book, pairs: Iterable[tuple[int, int]]) -> list[Pair]:
    """Return which of some pairs are to be offered as the book is now, as `look_alikes` does.

    Reads only these people; a pair of which one is gone or in the bin is left out.
    """
    both = {(min(one), max(one)) for one in pairs if one[0] != one[1]}
    ids = sorted({row for one in both for row in one})
    with book.read() as session:
        people: dict[int, Person] = {}
        for start in range(0, len(ids), _CHUNK):
            some = _people(session, book.origin, ids[start : start + _CHUNK])
            people.update((one.id, one) for one in some)
        found = (
            judged(people[first], people[second])
            for first, second in both
            if first in people and second in people
        )
        return _ordered(_not_settled(session, [one for one in found if one is not None]))


def _ordered(pairs: list[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda one: (-one.certain, one.first, one.second))


def taken_in(book: Book, batch: str) -> list[int]:
    """Return the members whom a deed (an import) added and who are still in the book."""
    table = TABLES["members"]
    entries = select(AuditEntry.row_uid, AuditEntry.after).where(
        AuditEntry.batch == batch,
        AuditEntry.register == "members",
        AuditEntry.action == AuditAction.CREATED.value,
    )
    found: set[int] = set()
    with book.read() as session:
        uids: list[str] = []
        for uid, after in session.execute(entries).all():
            if uid:
                uids.append(uid)
                continue
            bounds = json.loads(after or "")["ids"]
            inside = select(table.c.id).where(
                table.c.id.between(*bounds), table.c.deleted_at.is_(None)
            )
            found.update(session.scalars(inside))
        for start in range(0, len(uids), _CHUNK):
            named = select(table.c.id).where(
                table.c.uid.in_(uids[start : start + _CHUNK]), table.c.deleted_at.is_(None)
            )
            found.update(session.scalars(named))
    return sorted(found)


def _people(
    session: Session,
    origin: str,
    ids: Sequence[int] | None = None,
    tick: Tick | None = None,
) -> list[Person]:
    """Return the live members of this office: all, or those of some ids."""
    table = TABLES["members"]
    columns = (table.c.id, table.c.full_name, table.c.birth_date, table.c.unit_id,
               table.c.card_number)  # fmt: skip
    statement = (
        select(*columns)
        .where(table.c.deleted_at.is_(None), table.c.origin == origin)
        .order_by(table.c.id)
    )
    if ids is not None:
        statement = statement.where(table.c.id.in_(ids))
    plain = lru_cache(maxsize=None)(fold)
    found: list[Person] = []
    for row, name, born, unit, card in session.execute(statement):
        if tick is not None and len(found) % _TOLD_EVERY == 0:
            tick(0, 0)
        found.append(Person(row, name, plain(name), born or "", unit, plain_card(card), card or ""))
    return found


def _comparable(people: Sequence[Person], wanted: frozenset[int]) -> list[Person]:
    """Return who may be paired with one of `wanted`: every step looks among these alone.

    Those share a number, a name, or unit and birth with one of them, so that every block in
    which one of them is stays whole.
    """
    mine = [one for one in people if one.id in wanted]
    cards = {one.card for one in mine if one.card}
    names = {one.plain for one in mine}
    places = {(one.unit, one.born) for one in mine if one.unit is not None and one.born}
    return [
        one
        for one in people
        if one.plain in names or one.card in cards or (one.unit, one.born) in places
    ]


Found = Iterator[tuple[Person, Person]]


def _blocks(people: Iterable[Person], key: Callable[[Person], Any]) -> dict[Any, list[Person]]:
    """Return the people of each key; those whose key is None are left out."""
    found: dict[Any, list[Person]] = defaultdict(list)
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


def _by_card(people: Sequence[Person]) -> Found:
    for block in _blocks(people, lambda one: one.card or None).values():
        yield from _within(block)


def _by_birth(people: Sequence[Person]) -> Found:
    """Yield who share name and date of birth, as far as it is known."""
    for block in _blocks(people, lambda one: (one.plain, one.born) if one.born else None).values():
        if len(block) > _WHOLE:
            block.sort(key=lambda one: (one.unit or 0, one.card))
        yield from _within(block)


def _by_part_of_birth(people: Sequence[Person]) -> Found:
    """Yield who share the name, when what is known of one's birth begins the other's."""
    partial = [one for one in people if 0 < len(one.born) < FULL]
    named = {one.plain for one in partial}
    longer: dict[tuple[str, str], dict[int | None, list[Person]]] = {}
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


def _without_birth(people: Sequence[Person]) -> Found:
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


def _by_near_name(people: Sequence[Person]) -> Found:
    """Yield who share unit and full date of birth and have near, not equal names."""
    places = _blocks(
        people,
        lambda one: (
            (one.unit, one.born) if one.unit is not None and len(one.born) == FULL else None
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
    for start in range(0, len(ids), _CHUNK):
        named = select(Member.id, Member.uid).where(Member.id.in_(ids[start : start + _CHUNK]))
        uids.update((row[0], row[1]) for row in session.execute(named))
    return [
        one
        for one in pairs
        if _REMEMBERED + ":".join(sorted((uids[one.first], uids[one.second]))) not in settled
    ]

"""Two members beside each other, whole: what each record says, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.errors import StaleRecord
from desktop.core.register import Field, Kind, Row
from desktop.services import registers
from desktop.services.bin import TIED
from desktop.services.likeness import Pair
from desktop.services.merging import BELONGS, blank, differences, in_words
from desktop.services.registers import UnitNode
from desktop.storage.book import Book
from desktop.storage.registers import TABLES, referring, spec
from desktop.storage.search import titles_of

_ALWAYS: Final = ("pledges", "awards", "yearly_ratings")
_DEEPEST: Final = 64  # steps up the tree of units; more would be a circle


@dataclass(frozen=True)
class Side:
    """One of the two: its record, and the day on which it was entered (ISO)."""

    id: int
    name: str
    revision: int
    entered: str


@dataclass(frozen=True)
class Line:
    """A field that at least one of them has: values and words of both.

    `kept` tells whose value is proposed (0 or 1) when the first record stays, and when the
    second does. `belongs_to` names the field of which this one says something more.
    """

    name: str
    values: tuple[Any, Any]
    words: tuple[str, str]
    differs: bool
    kept: tuple[int, int]
    belongs_to: str = ""


@dataclass(frozen=True)
class Held:
    """How many records of a register refer to each of them, those in the bin left out."""

    register: str
    counts: tuple[int, int]


@dataclass(frozen=True)
class Both:
    """Two members side by side; `proposed` is the place (0 or 1) of the one that might stay."""

    sides: tuple[Side, Side]
    lines: tuple[Line, ...]
    held: tuple[Held, ...]
    proposed: int


def both(book: Book, first: int, second: int) -> Both:
    """Return two members side by side; `StaleRecord` when one is gone or in the bin."""
    table = TABLES["members"]
    with book.read() as session:
        found = registers.read_rows(session, "members", [first, second])
        if len(found) != 2 or any(one.deleted for one in found):
            raise StaleRecord
        entered = select(table.c.id, table.c.created_at).where(table.c.id.in_((first, second)))
        days = {row[0]: str(row[1])[:10] for row in session.execute(entered)}
        title = spec("members").title
        one, two = (
            Side(row.id, str(row.values[title] or ""), row.revision, days[row.id]) for row in found
        )
        held = _held(session, found)
        lines = tuple(_lines(session, found[0], found[1]))
    # the one with more behind it; else the one that was entered first
    more = sum(one.counts[1] for one in held) > sum(one.counts[0] for one in held)
    return Both((one, two), lines, held, int(more))


def _lines(session: Session, first: Row, second: Row) -> Iterable[Line]:
    declared = spec("members")
    differing = {one.name: one for one in differences(declared, first, second)}
    other_way = {one.name: 1 - one.kept for one in differences(declared, second, first)}
    for field in declared.fields:
        if field.kind is Kind.BYTES:
            continue
        values = (first.values[field.name], second.values[field.name])
        if blank(values[0]) and blank(values[1]):
            continue
        found = differing.get(field.name)
        if found is None:
            words = in_words(field, first)
            yield Line(field.name, values, (words, words), differs=False, kept=(0, 1))
            continue
        yield Line(
            field.name,
            values,
            _told_apart(session, field, found.values, found.words),
            differs=True,
            kept=(found.kept, other_way[field.name]),
            belongs_to=BELONGS.get(field.name, ""),
        )


def _told_apart(
    session: Session, field: Field, values: tuple[Any, Any], words: tuple[str, str]
) -> tuple[str, str]:
    """Return the words of two values; two units of one name with what they are part of."""
    if field.reference != "units" or words[0] != words[1]:
        return words
    table = TABLES["units"]
    above = select(table.c.id, table.c.parent_id).where(table.c.id.in_(values))
    parents: dict[Any, Any] = {row[0]: row[1] for row in session.execute(above)}
    names = titles_of(session, "units", [one for one in parents.values() if one is not None])
    one, two = (
        f"{word} ({names[parents[value]]})" if parents.get(value) in names else word
        for word, value in zip(words, values, strict=True)
    )
    return one, two


def _held(session: Session, rows: Sequence[Row]) -> tuple[Held, ...]:
    """Count what refers to each of two members, most of all what always is of interest."""
    counts: dict[str, list[int]] = {name: [0, 0] for name in _ALWAYS}
    for declared, name in referring("members"):
        table = TABLES[declared.name]
        statement = (
            select(table.c[name], func.count())
            .where(table.c[name].in_([one.id for one in rows]), table.c.deleted_at.is_(None))
            .group_by(table.c[name])
        )
        found: dict[int, int] = {row[0]: row[1] for row in session.execute(statement)}
        for place, one in enumerate(rows):
            counts.setdefault(declared.name, [0, 0])[place] += found.get(one.id, 0)
    for place, one in enumerate(rows):
        for model in TIED:
            tied = select(func.count()).where(
                model.owner_uid == one.uid, model.deleted_at.is_(None)
            )
            name = model.__register__.name
            counts.setdefault(name, [0, 0])[place] += session.scalar(tied) or 0
    return tuple(
        Held(name, (one, two))
        for name, (one, two) in counts.items()
        if name in _ALWAYS or one or two
    )


def units_of(book: Book, pairs: Iterable[Pair]) -> tuple[UnitNode, ...]:
    """Return the units of the people of some pairs with all units above these, parents first."""
    wanted = {unit for one in pairs for unit in one.units if unit is not None}
    if not wanted:
        return ()
    nodes = {one.id: one for one in registers.tree(book)}
    for unit in tuple(wanted):
        above = nodes.get(unit)
        for _step in range(_DEEPEST):
            if above is None or above.parent_id is None:
                break
            wanted.add(above.parent_id)
            above = nodes.get(above.parent_id)
    below: dict[int | None, list[UnitNode]] = {}
    for node in nodes.values():
        if node.id in wanted:
            below.setdefault(node.parent_id if node.parent_id in nodes else None, []).append(node)
    return tuple(_walk(below, None))


def _walk(below: Mapping[int | None, Sequence[UnitNode]], unit: int | None) -> Iterable[UnitNode]:
    for node in below.get(unit, ()):
        yield node
        yield from _walk(below, node.id)

"""Finding a record anywhere in the book by some words, as they are typed (Ctrl+K)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.core.register import Kind, RegisterSpec, Row
from desktop.core.vietnamese.fold import fold, words
from desktop.services.printing import cell_text
from desktop.services.registers import read_rows
from desktop.storage.book import Book
from desktop.storage.registers import SPECS, TABLES, spec
from desktop.storage.search import titles_of

PER_GROUP: Final = 8
_LOOKED_AT: Final = 300  # matches of a register among which the best are chosen
_SHIFT: Final = 40  # a row of the index is its register's place, shifted by so much, and its id
_ID: Final = (1 << _SHIFT) - 1
_ALL: Final = (1 << 63) - 1
_LINE: Final = 3  # facts in the second line
_OWN: Final = frozenset({"awards", "decisions"})
"""Registers of rows that another row owns and that are yet records of their own."""
_BESIDE: Final = ("attachments", "notes")
_LEFT_OUT: Final = frozenset({"offices", "page_layouts", "certificate_layouts", "submissions"})
"""Registers that have windows of their own, in which nothing is looked for."""
_FIRST: Final = (
    "members",
    "units",
    "pledges",
    "models",
    "awards",
    "rounds",
    "decisions",
    "campaigns",
    "documents",
    "topics",
    "yearly_ratings",
)

_BARE: Final = frozenset(
    {Kind.BOOLEAN, Kind.BYTES, Kind.LONG_TEXT, Kind.INTEGER, Kind.MONEY, Kind.POINTS}
)
"""Kinds whose values say nothing without their heading, or too much."""

# how well a title answers what was typed
_EXACT, _BEGINS, _WORDS, _BEGUN, _HOLDS, _ELSEWHERE = range(6)


@dataclass(frozen=True)
class Hit:
    """A record that was found: where it is, what it is called, what tells it from others."""

    register: str
    id: int
    title: str
    detail: str = ""
    found_in: str = ""  # 'Nội dung đăng ký: «…»' when a row that belongs to it was found
    deleted: bool = False


@dataclass(frozen=True)
class Group:
    """The best hits of one register; `more` when there are others."""

    register: str
    heading: str
    hits: tuple[Hit, ...]
    more: bool = False


@dataclass
class _Candidates:
    """Ids of a register's records with how well each answers, and the row in which it was found."""

    scores: dict[int, int] = field(default_factory=dict)
    found_in: dict[int, str] = field(default_factory=dict)
    more: bool = False

    def offer(self, row_id: int, score: int, found_in: str = "") -> None:
        """Take a candidate in unless it is known as a better one."""
        if score < self.scores.get(row_id, _ELSEWHERE + 1):
            self.scores[row_id] = score
            self.found_in[row_id] = found_in


def find(
    book: Book,
    typed: str,
    *,
    deleted: bool = False,
    per_group: int = PER_GROUP,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Group, ...]:
    """Return the records that hold all words that were typed, by register, best first.

    Each word begins a word of the record, diacritics and case don't count. What belongs to a
    record (items, steps, files, notes) leads to it. Records in the bin only if `deleted`.
    `cancelled` is asked between registers: what was found by then is returned.
    """
    wanted = words(typed)
    if not wanted:
        return ()
    found: dict[str, _Candidates] = defaultdict(_Candidates)
    with book.read() as session:
        for name, (ids, more) in _matching(session, wanted, deleted=deleted).items():
            if cancelled is not None and cancelled():
                break
            _take(session, spec(name), ids, " ".join(wanted), found, more=more)
        groups = [
            _group(session, name, one, per_group, deleted=deleted) for name, one in found.items()
        ]
    best = {name: min(one.scores.values(), default=_ELSEWHERE) for name, one in found.items()}
    groups = [one for one in groups if one.hits]
    groups.sort(key=lambda one: (best[one.register], _rank(one.register)))
    return tuple(groups)


def _rank(register: str) -> tuple[int, str]:
    place = _FIRST.index(register) if register in _FIRST else len(_FIRST)
    return place, register


def _matching(
    session: Session, wanted: Sequence[str], *, deleted: bool
) -> dict[str, tuple[list[int], bool]]:
    """Return the ids of rows that hold the words, by register, and whether there are more.

    Of a register with many, those with the very words come first. Rows in the bin take no place
    among the candidates unless they are asked for (`deleted`).
    """
    registers = _places(session)
    begun = " ".join(f'"{one}"*' for one in wanted)
    whole = " ".join(f'"{one}"' for one in wanted)
    found: dict[int, list[int]] = defaultdict(list)
    over: set[int] = set()
    low = 0
    while rowids := _rowids(session, begun, low, _ALL, _LOOKED_AT + 1):
        for one in rowids:
            found[one >> _SHIFT].append(one & _ID)
        last = rowids[-1] >> _SHIFT
        low = rowids[-1] + 1
        if len(found[last]) > _LOOKED_AT:
            over.add(last)
            low = (last + 1) << _SHIFT  # on with the next register
    for place in over:
        first = place << _SHIFT
        table = None if deleted or place not in registers else TABLES[registers[place]].name
        ids = [one & _ID for one in _rowids(session, whole, first, first + _ID, _LOOKED_AT, table)]
        if table is not None:
            rowids = _rowids(session, begun, first, first + _ID, _LOOKED_AT, table)
            found[place] = [one & _ID for one in rowids]
        found[place] = list(dict.fromkeys([*ids, *found[place]]))[:_LOOKED_AT]
    return {
        registers[place]: (ids, place in over)
        for place, ids in found.items()
        if place in registers and registers[place] not in _LEFT_OUT
    }


def _places(session: Session) -> dict[int, str]:
    found = session.execute(text("SELECT place, register FROM search_places"))
    return {place: register for place, register in found if register in SPECS}


def _rowids(
    session: Session, expression: str, low: int, high: int, most: int, live: str | None = None
) -> list[int]:
    """Return rows of the index that match; with a table's name in `live`, not those in its bin."""
    kept = (
        f' AND EXISTS (SELECT 1 FROM "{live}"'  # noqa: S608 - the name of a table of our own
        f" WHERE id = (search_index.rowid & {_ID}) AND deleted_at IS NULL)"
        if live
        else ""
    )
    # the index gives them in their order by itself
    rows = session.connection().exec_driver_sql(
        "SELECT rowid FROM search_index WHERE search_index MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608 - a table of our own
        f"{kept} ORDER BY rowid LIMIT ?",
        (expression, low, high, most),
    )
    return [one for (one,) in rows]


def _take(
    session: Session,
    declared: RegisterSpec,
    ids: Sequence[int],
    typed: str,
    found: dict[str, _Candidates],
    *,
    more: bool,
) -> None:
    """Put the rows of a register that match under the records to which they lead."""
    if declared.name in _BESIDE:
        _take_beside(session, declared, ids, found)
        return
    titles = titles_of(session, declared.name, ids)
    if declared.parent is None or declared.name in _OWN:
        own = found[declared.name]
        own.more |= more
        for one in ids:
            own.offer(one, _score(titles.get(one, ""), typed))
        return
    table = TABLES[declared.name]
    owner = declared.by_name[declared.parent].reference or ""
    rows = select(table.c.id, table.c[declared.parent]).where(
        table.c.id.in_(ids), table.c.deleted_at.is_(None)
    )
    for row_id, parent in session.execute(rows):
        words_in = f"{declared.singular_heading}: «{titles.get(row_id, '')}»"
        found[owner].offer(parent, _ELSEWHERE, words_in)


def _take_beside(
    session: Session, declared: RegisterSpec, ids: Sequence[int], found: dict[str, _Candidates]
) -> None:
    """Take in files and notes: each leads to the record that it belongs to."""
    table = TABLES[declared.name]
    columns = (table.c.owner_register, table.c.owner_uid, table.c[declared.title])
    rows = select(*columns).where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for register, uid, title in session.execute(rows):
        if register in SPECS and register not in _LEFT_OUT:
            owners[register].setdefault(uid, f"{declared.singular_heading}: «{title}»")
    for register, by_uid in owners.items():
        owned = TABLES[register]
        known = select(owned.c.id, owned.c.uid).where(owned.c.uid.in_(list(by_uid)))
        for row_id, uid in session.execute(known):
            found[register].offer(row_id, _ELSEWHERE, by_uid[uid])


def _score(title: str, typed: str) -> int:
    called = fold(title)
    if called == typed:
        return _EXACT
    padded = f" {called} "
    if padded.startswith(f" {typed} "):
        return _BEGINS
    if all(f" {one} " in padded for one in typed.split()):
        return _WORDS
    if called.startswith(typed):
        return _BEGUN
    return _HOLDS if all(f" {one}" in padded for one in typed.split()) else _ELSEWHERE


def _group(
    session: Session, register: str, found: _Candidates, per_group: int, *, deleted: bool
) -> Group:
    """Return the best of a register's candidates, in words."""
    declared = spec(register)
    live = _live(session, register, found.scores, deleted=deleted)
    ordered = sorted(live, key=lambda one: (found.scores[one], one))
    shown = ordered[:per_group]
    titles = titles_of(session, register, shown)
    rows = {one.id: one for one in read_rows(session, register, shown)}
    hits = tuple(
        Hit(
            register,
            one,
            titles.get(one, ""),
            _detail(declared, rows[one]),
            found.found_in.get(one, ""),
            rows[one].deleted,
        )
        for one in shown
    )
    return Group(register, declared.heading, hits, found.more or len(ordered) > per_group)


def _live(
    session: Session, register: str, scores: Mapping[int, int], *, deleted: bool
) -> Iterable[int]:
    if deleted:
        return scores
    table = TABLES[register]
    ids = json.dumps(list(scores))
    found = session.connection().exec_driver_sql(
        # the name of a table of our own
        f'SELECT id FROM "{table.name}" WHERE deleted_at IS NULL'  # noqa: S608
        " AND id IN (SELECT value FROM json_each(?))",
        (ids,),
    )
    return [one for (one,) in found]


def _detail(declared: RegisterSpec, row: Row) -> str:
    """Return what tells a record from others of its name: its unit and a few facts more."""
    names = [
        declared.unit or "",
        declared.parent or "",
        *(one.name for one in declared.fields if one.shown),
    ]
    facts: dict[str, None] = {}
    for name in dict.fromkeys(names):
        if name not in declared.by_name or name == declared.title:
            continue
        described = declared.by_name[name]
        if described.kind in _BARE and name != "year":
            continue
        said = cell_text(described, row)
        if said and len(facts) < _LINE:
            facts[said] = None
    return " · ".join(facts)

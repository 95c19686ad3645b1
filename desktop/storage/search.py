"""Pages of a register: search, filters and any order, fast at 100,000 rows.

What the search index found is put in order by the places that rows have in the whole register
(`storage.orders`). Where that isn't at hand (the recycle bin, a transaction that writes), and
for filters alone, there are two ways to the same answer: few matches are found by their own
index and sorted; when they are many, the rows are read in the asked order by that order's index
until the page is full.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    and_,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from desktop.core.errors import UserProblem
from desktop.core.register import Kind, Query, RegisterSpec
from desktop.core.vietnamese.fold import words
from desktop.storage import computed
from desktop.storage.models.base import sort_column
from desktop.storage.orders import Order, Orders
from desktop.storage.registers import TABLES, spec

FEW = 2_000
"""Up to so many matches are sorted; more are read in order."""

SHIFT = 40
_CAP = 2_500
"""Up to so many rows found are gathered; of more, so many are in any stretch of the order that
reading along it fills a page sooner."""
_STRETCHES = (400, 1_600, 3_000)
_ALL = -1  # SQLite's word for no limit


_Part = tuple[bool | None, bool]  # of an order: whether its rows lead, and are blank


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the sort value (None among the blanks) and the row's id."""

    value: Any
    id: int
    blank: bool
    lead: bool | None = None  # whether among the rows that lead; None of an order without any
    then: Any = None  # the second key; None of an order without one


def search_place(session: Session, register: str) -> int | None:
    """Return a register's place in the search index, None when it is not searched."""
    return session.execute(
        text("SELECT place FROM search_places WHERE register = :name"), {"name": register}
    ).scalar()


def match_expression(search: str) -> str:
    """Return the FTS5 expression for what was typed: every word begins a word of the row."""
    return " ".join(f'"{word}"*' for word in words(search))


def subtree(session: Session, unit_id: int) -> list[int]:
    """Return a unit's id and the ids of all units below it."""
    table = TABLES["units"]
    below = select(table.c.id).where(table.c.id == unit_id).cte(recursive=True)
    below = below.union(select(table.c.id).where(table.c.parent_id == below.c.id))
    return list(session.scalars(select(below.c.id)))


def conditions(session: Session, query: Query) -> list[ColumnElement[bool]]:
    """Return the conditions of a query's filters; `UserProblem` for an unknown filter."""
    declared = spec(query.register)
    table = TABLES[query.register]
    found: list[ColumnElement[bool]] = []
    for name, value in query.filters.items():
        if value is None or value == ():
            continue
        if name == "year" and "year" not in declared.by_name:
            found.append(_in_years(declared, table, value))
            continue
        if name in declared.columns and name not in declared.by_name:
            found.append(computed.condition(query.register, name, value))
            continue
        if name not in declared.by_name and name not in ("id", "uid"):
            raise UserProblem(f"Không lọc được theo «{name}».")
        column = table.c[name]
        if name == "id" and isinstance(value, tuple):  # may be more than a statement has room for
            listed = func.json_each(json.dumps(value))
            found.append(column.in_(select(literal_column("value")).select_from(listed)))
        elif name == declared.unit and isinstance(value, int):
            found.append(column.in_(subtree(session, value)))
        elif isinstance(value, (tuple, list, frozenset, set)):
            given = [one for one in value if one is not None]
            either = column.in_(given)
            found.append(or_(either, column.is_(None)) if len(given) < len(value) else either)
        else:
            found.append(column == value)
    return found


def _in_years(declared: RegisterSpec, table: Table, value: Any) -> ColumnElement[bool]:
    if declared.period is None:
        raise UserProblem(f"Sổ «{declared.heading}» không lọc được theo năm.")
    years = value if isinstance(value, (tuple, list)) else (value,)
    column = table.c[declared.period]
    ranges = [
        and_(column >= text(f"'{int(year)}-01-01'"), column <= text(f"'{int(year)}-12-31'"))
        for year in years
    ]
    return or_(*ranges)


def _live(query: Query, table: Table) -> ColumnElement[bool]:
    # exactly the words of the partial indices, so that SQLite may use them
    return table.c.deleted_at.is_not(None) if query.deleted else table.c.deleted_at.is_(None)


class _Found:
    """A query made ready: its table, conditions, order, and how many rows match."""

    def __init__(self, session: Session, query: Query) -> None:
        self.session = session
        self.spec = spec(query.register)
        self.table = TABLES[query.register]
        self.where = [_live(query, self.table), *conditions(session, query)]
        self.expression = match_expression(query.search)
        self.place = search_place(session, query.register) if self.expression else None
        self.words = words(query.search)
        name, descending = self.spec.sort
        if query.sort is not None:
            if query.sort not in self.spec.by_name:
                raise UserProblem(f"Không sắp xếp được theo «{query.sort}».")
            name, descending = query.sort, query.descending
        self.column = self.table.c[sort_column(self.spec.by_name[name])]
        self.descending = descending
        lead = self.spec.lead if (name, descending) == self.spec.sort else None
        self.lead: Column[Any] | None = None if lead is None else self.table.c[lead]
        self.then: Column[Any] | None = None
        if self.spec.then is not None and (name, descending) == self.spec.sort:
            self.then = self.table.c[sort_column(self.spec.by_name[self.spec.then])]
        self.orders: Orders | None = session.info.get("orders")
        self.order: Order | None = None
        placed = self.place is not None and self.then is None
        if self.orders is not None and placed and not query.deleted:
            self.order = self.orders.of(session, self.table, self.column, self.lead)

    @cached_property
    def few(self) -> list[int] | None:
        """The matching ids when they are few; None when they are many."""
        return self._few()

    def indexed(self, most: int) -> list[int]:
        """Return the ids, at most so many, that the search index has for the words."""
        low = (self.place or 0) << SHIFT
        # one JSON text instead of a row each: with thousands of rows a third of the time
        found = self.session.connection().exec_driver_sql(
            "SELECT json_group_array(rowid - ?) FROM (SELECT rowid FROM search_index "
            "WHERE search_index MATCH ? AND rowid > ? AND rowid < ? LIMIT ?)",
            (low, self.expression, low, low + (1 << SHIFT), most),
        )
        ids: list[int] = json.loads(found.scalar_one())
        return ids

    def along(self, ids: Sequence[int]) -> list[int]:
        """Return those of some live ids that match, in their order."""
        if len(self.where) > 1 or self.orders is None:
            return list(filter(self.among(ids).__contains__, ids))
        texts = self.orders.texts(self.session, self.table, ids)
        begun = [f" {word}" for word in self.words]
        if len(begun) == 1:
            (word,) = begun
            return [one for one in ids if word in texts[one]]
        return [one for one in ids if all(map(texts[one].__contains__, begun))]

    def among(self, ids: Sequence[int]) -> set[int]:
        """Return those of some ids that match, read row by row."""
        listed = func.json_each(json.dumps(list(ids)))
        inside: Select[Any] = select(column("value")).select_from(listed)
        statement = select(self.table.c.id).where(*self.where, *self._text())
        return set(self.session.scalars(statement.where(self.table.c.id.in_(inside))))

    def found(self, most: int | None = None) -> set[int] | None:
        """Return the ids that match; None when they are more than `most`."""
        ids = self.indexed(_ALL if most is None else most + 1)
        if most is not None and len(ids) > most:
            return None
        if len(self.where) == 1:
            return set(ids)
        if len(ids) <= _CAP:
            return self.among(ids)
        return set(ids).intersection(
            self.session.scalars(select(self.table.c.id).where(*self.where))
        )

    def _few(self) -> list[int] | None:
        """Return the matching ids when they are few; None when they are many."""
        if self.expression and self.place is None:
            # a register without searched fields: nothing can match
            return []
        if self.expression and self.place is not None:
            ids = self.indexed(FEW + 1)
            if len(ids) <= FEW:
                return ids
        if len(self.where) > 1:
            statement = select(self.table.c.id).where(*self.where, *self._text())
            ids = list(self.session.scalars(statement.limit(FEW + 1)))
            if len(ids) <= FEW:
                return ids
        return None

    def _text(self) -> list[ColumnElement[bool]]:
        padded: ColumnElement[str] = literal_column("' ' || search_text")
        return [func.instr(padded, f" {word}") > 0 for word in self.words]

    def matching(self, *columns: Any) -> Select[Any]:
        """Return the SELECT of the matching rows, unordered."""
        statement = select(*columns).where(*self.where)
        if self.few is not None:
            return statement.where(self.table.c.id.in_(self.few))
        return statement.where(*self._text())

    @property
    def parts(self) -> list[_Part]:
        """The parts of the order, one after the other."""
        leads = (None,) if self.lead is None else (True, False)
        return [(lead, blank) for lead in leads for blank in (False, True)]

    def ordered(self, statement: Select[Any], part: _Part) -> Select[Any]:
        """Return a SELECT in order: of the rows of one part."""
        lead, blank = part
        if self.lead is not None:  # equal, so that an index over it and the value is in order
            statement = statement.where(self.lead == lead)
        if blank:
            statement = statement.where(self.column.is_(None))
            return statement.order_by(*self._last)
        statement = statement.where(self.column.is_not(None))
        order = self.column.desc() if self.descending else self.column.asc()
        if self.then is not None:
            return statement.order_by(order, *self._last)
        last = self.table.c.id.desc() if self.descending else self.table.c.id.asc()
        return statement.order_by(order, last)

    @property
    def _last(self) -> list[ColumnElement[Any]]:
        """What orders rows that are equal, ascending: the second key, and their ids."""
        return [one for one in (self.then, self.table.c.id) if one is not None]

    def after(self, statement: Select[Any], cursor: Cursor) -> Select[Any]:
        """Return the part of an ordered SELECT that comes after a cursor."""
        identity = self.table.c.id
        last: ColumnElement[bool] = identity > cursor.id
        if self.then is not None:
            last = or_(self.then > cursor.then, and_(self.then == cursor.then, last))
        if cursor.blank:
            return statement.where(last)
        value = literal(cursor.value, self.column.type)
        if self.descending and self.then is not None:
            later = or_(self.column < value, and_(self.column == value, last))
            return statement.where(self.column <= value, later)
        if self.descending:
            later = or_(
                self.column < value,
                and_(self.column == value, identity < cursor.id),
            )
            return statement.where(self.column <= value, later)
        later = or_(self.column > value, and_(self.column == value, last))
        return statement.where(self.column >= value, later)


def page_ids(
    session: Session, query: Query, after: Cursor | None = None, limit: int = 100
) -> tuple[list[int], Cursor | None]:
    """Return the ids of a page in order, and the cursor of the next page (None at the end).

    Rows without a value in the sorted column come last in either direction, as in a spreadsheet.
    """
    found = _Found(session, query)
    if found.order is not None:
        try:
            return _placed_page(found, found.order, after, limit)
        except ValueError:
            pass  # the row that the page before ended with is gone: its place is found by value
    columns = (found.table.c.id, found.column, literal(None) if found.then is None else found.then)
    ids: list[int] = []
    cursor: Cursor | None = None
    begin = None if after is None else (after.lead, after.blank)
    for part in found.parts[0 if begin is None else found.parts.index(begin) :]:
        lead, blank = part
        statement = found.ordered(found.matching(*columns), part)
        if after is not None and part == begin:
            statement = found.after(statement, after)
        for row_id, value, then in session.execute(statement.limit(limit - len(ids))):
            ids.append(row_id)
            cursor = Cursor(value, row_id, blank, lead, then)
        if len(ids) == limit:
            return ids, cursor
    return ids, None


def _placed_page(
    found: _Found, order: Order, after: Cursor | None, limit: int
) -> tuple[list[int], Cursor | None]:
    """Return a page by the rows' places in an order; `ValueError` when the cursor's row is gone."""
    down = found.descending
    begin = 0 if after is None else order.place(after.id, descending=down) + 1
    matches = found.found(_CAP)
    ids: list[int] = []
    if matches is None:
        for size in _STRETCHES:
            stretch = order.part(begin, begin + size, descending=down)
            ids += found.along(stretch)
            begin += size
            if len(ids) >= limit or begin >= len(order):
                break
        else:
            matches = found.found()
    if matches is not None:
        ids += order.sorted(matches, descending=down, after=begin - 1)
    ids = ids[:limit]
    if len(ids) < limit:
        return ids, None
    last = ids[-1]
    lead = literal(None) if found.lead is None else found.lead
    row = select(found.column, lead).where(found.table.c.id == last)
    value, leads = found.session.execute(row).one()
    return ids, Cursor(value, last, value is None, leads)


def all_ids(session: Session, query: Query) -> array[int]:
    """Return the ids of every matching row, in order."""
    found = _Found(session, query)
    if found.order is not None:
        matches = found.found() or set()
        return array("q", found.order.sorted(matches, descending=found.descending))
    ids = array("q")
    for part in found.parts:
        statement = found.ordered(found.matching(found.table.c.id), part)
        ids.extend(session.execute(statement).scalars())
    return ids


def count(session: Session, query: Query) -> int:
    """Return how many rows match."""
    found = _Found(session, query)
    if found.order is not None:
        return len(found.order.sorted(found.found() or set(), descending=False))
    return int(session.execute(found.matching(func.count(found.table.c.id))).scalar_one())


@lru_cache(maxsize=64)
def _reading(register: str, names: tuple[str, ...]) -> Select[Any]:
    """Return the SELECT of some columns of the rows whose ids a JSON text lists."""
    table = TABLES[register]
    listed = func.json_each(bindparam("ids"))
    inside: Select[Any] = select(column("value")).select_from(listed)
    return select(*(table.c[name] for name in names)).where(table.c.id.in_(inside))


def _read(session: Session, register: str, names: tuple[str, ...], ids: Sequence[int]) -> list[Any]:
    """Read some columns of some rows, in no order, by a statement that is made only once."""
    given = {"ids": json.dumps(list(ids))}
    return list(session.connection().execute(_reading(register, names), given).all())


@lru_cache(maxsize=64)
def _fetched(register: str) -> tuple[str, ...]:
    fields = (one.name for one in spec(register).fields if one.kind is not Kind.BYTES)
    return ("id", "uid", "revision", "deleted_at", "origin", *fields)


def fetch(session: Session, register: str, ids: Sequence[int]) -> list[Mapping[str, Any]]:
    """Return the rows with these ids, in this order, as mappings; missing ones are left out.

    File contents are not read.
    """
    names = _fetched(register)
    found = {
        row[0]: dict(zip(names, row, strict=True)) for row in _read(session, register, names, ids)
    }
    return [found[one] for one in ids if one in found]


def titles_of(session: Session, register: str, ids: Sequence[int]) -> dict[int, str]:
    """Return what rows are called, by id; a title that is a reference gives its words."""
    declared = spec(register)
    described = declared.by_name[declared.title]
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = _read(session, register, ("id", declared.title), wanted)
    found: dict[int, Any] = {row[0]: row[1] for row in rows}
    if described.kind is Kind.REFERENCE:
        inner = titles_of(session, described.reference or "", [v for v in found.values() if v])
        return {key: inner.get(value, "") for key, value in found.items()}
    if described.kind is Kind.CHOICE:
        return {key: described.choice_headings.get(v, str(v)) for key, v in found.items()}
    return {key: str(value) if value is not None else "" for key, value in found.items()}

"""Whole registers in order, kept while nothing is written.

A search gives a set of rows; which of them come first in some order is then a look at their
places in it. SQLite would sort what was found anew for every letter typed, or walk the order
row by row on disk.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

_KEPT = 4  # 1.2 MB each at 100,000 rows
_NOWHERE = -1


class Order:
    """The ids of a register's live rows: those with a value in order, then the blank ones."""

    def __init__(self, valued: Iterable[int], blank: Iterable[int]) -> None:
        self._ids = array("q", valued)
        self._valued = len(self._ids)
        self._ids.extend(blank)
        self._places = array("l", [_NOWHERE]) * (max(self._ids, default=0) + 1)
        for place, row in enumerate(self._ids):
            self._places[row] = place

    def __len__(self) -> int:
        return len(self._ids)

    def place(self, row: int, *, descending: bool) -> int:
        """Return where a row stands; `ValueError` for a row that isn't among them."""
        place = self._places[row] if 0 <= row < len(self._places) else _NOWHERE
        if place == _NOWHERE:
            raise ValueError(row)
        return self._valued - 1 - place if descending and place < self._valued else place

    def part(self, begin: int, end: int, *, descending: bool) -> list[int]:
        """Return the ids that stand from `begin` up to `end`."""
        if not descending:
            return self._ids[begin:end].tolist()
        valued = self._ids[max(self._valued - end, 0) : max(self._valued - begin, 0)].tolist()
        blank = self._ids[max(begin, self._valued) : max(end, self._valued)].tolist()
        return [*reversed(valued), *blank]

    def sorted(self, rows: Iterable[int], *, descending: bool, after: int = -1) -> list[int]:
        """Return those of some rows that stand after a place, in order; others are left out."""
        places, ids, valued = self._places, self._ids, self._valued
        last = len(places)
        found = [places[row] for row in rows if row < last]
        if descending:
            found = [valued - 1 - one if 0 <= one < valued else one for one in found]
        found = [one for one in found if one > after]
        found.sort()
        if descending:
            found = [valued - 1 - one if one < valued else one for one in found]
        return [ids[one] for one in found]

    def all(self, *, descending: bool) -> Sequence[int]:
        """Return every id in order."""
        return self.part(0, len(self._ids), descending=descending)


class Orders:
    """Orders by register and column; for the one reading connection of a book."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._kept: OrderedDict[tuple[str, str, str | None], Order] = OrderedDict()
        self._texts: dict[str, dict[int, str]] = {}

    def of(
        self,
        session: Session,
        table: Table,
        column: Column[Any],
        lead: Column[Any] | None = None,
    ) -> Order:
        """Return a register's order by a column, read anew when the file was written.

        Where rows `lead`, they stand before all others; only ascending.
        """
        # another connection wrote when this number is another one
        version = session.connection().exec_driver_sql("PRAGMA data_version").scalar()
        if version != self._version:
            self._kept.clear()
            self._texts.clear()
            self._version = version
        key = (table.name, column.name, None if lead is None else lead.name)
        if key not in self._kept:
            self._kept[key] = _read(session, table, column, lead)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def texts(self, session: Session, table: Table, ids: Sequence[int]) -> Mapping[int, str]:
        """Return what the search looks at of some rows, each word behind a space.

        To be called after `of`, which tells whether what was read before still holds.
        """
        known = self._texts.setdefault(table.name, {})
        missing = [one for one in ids if one not in known]
        if missing:
            statement = (
                "SELECT m.id, ' ' || m.search_text FROM json_each(?) AS one "  # noqa: S608
                f'JOIN "{table.name}" AS m ON m.id = one.value'  # a table of our own
            )
            found = session.connection().exec_driver_sql(statement, (json.dumps(missing),))
            known.update(map(tuple, found.all()))
        return known


def _read(session: Session, table: Table, column: Column[Any], lead: Column[Any] | None) -> Order:
    live = select(table.c.id).where(table.c.deleted_at.is_(None))
    valued = live.where(column.is_not(None)).order_by(column, table.c.id)
    blank = live.where(column.is_(None)).order_by(table.c.id)
    found = [session.scalars(one).all() for one in (valued, blank)]
    if lead is None:
        return Order(*found)
    # each read along its own index: SQLite would sort them all
    leading = set(session.scalars(live.where(lead)))
    return Order(sorted(chain(*found), key=lambda one: one not in leading), ())

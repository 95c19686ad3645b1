"""One definition of each figure: what is counted, and the very rows that it is counted from.

A part is a SELECT of one register's rows with the facts that matter, and the figures that are
made of them: a condition on these facts, and what is added up. Both the figure and the list of its
rows come from that one declaration.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.core.figures import Counted, Scope
from desktop.core.register import Term
from desktop.storage.unit_times import below, superiors

Path = tuple[str, ...]
KEY = "*"
"""Stands in a figure's path for the key by which a group of figures is told apart."""


@dataclass(frozen=True)
class Asked:
    """Of what figures are asked: the period, from when models are new, units (None: all), level."""

    session: Session
    begin: date
    end: date
    new_since: date
    units: frozenset[int] | None = None
    level: str | None = None

    def within(self, unit: str) -> str:
        """Return the condition (SQL) by which a row's unit is among those asked for.

        Without any it asks for no column: then an index holds all that a statement needs.
        """
        listed = "(SELECT value FROM json_each(:units))"
        return "TRUE" if self.units is None else f"{unit} IN {listed}"

    def values(self) -> dict[str, Any]:
        """Return the values that the statements name."""
        return {
            "begin": self.begin.isoformat(),
            "end": self.end.isoformat(),
            "new_since": self.new_since.isoformat(),
            "units": None if self.units is None else json.dumps(sorted(self.units)),
            "level": self.level,
        }


def asked(session: Session, begin: date, end: date, new_since: date | None, scope: Scope) -> Asked:
    """Return what is asked for; the units are those below the scope's on the last day."""
    units = None if scope.unit is None else below(superiors(session, end), scope.unit)
    return Asked(session, begin, end, new_since or begin, units, scope.level)


@dataclass(frozen=True)
class Figure:
    """A figure of a part, or with `by` (SQL) a group of them whose path has the `KEY`.

    `where` and `of` are SQL over the part's columns: which rows, and what is added up of them.
    `of` is None where the figure follows from others: then it only has rows. `keys` are those of
    the group where they are fixed terms: then it is counted without sorting its rows.
    """

    path: Path
    where: str = "TRUE"
    of: str | None = "count(*)"
    by: str | None = None
    counted: Counted = Counted.ROWS
    keys: tuple[str, ...] = ()

    def each(self) -> Iterator[Figure]:
        """Yield the figures of a group whose keys are known, each by itself; else this one."""
        if not self.keys:
            yield self
        for key in self.keys:
            path = tuple(key if one == KEY else one for one in self.path)
            where = f"({self.where}) AND {self.by} = '{key}'"
            yield replace(self, path=path, where=where, by=None, keys=())


def keys_of(terms: type[Term]) -> tuple[str, ...]:
    """Return the values of fixed terms, as the keys of a group."""
    return tuple(one.value for one in terms)


@dataclass(frozen=True)
class Part:
    """Rows of a register (`base` is a SELECT that has `id`), the figures of them, its values.

    `plain` says that all facts are columns as they stand: there is nothing to work out once.
    """

    register: str
    base: str
    figures: Sequence[Figure]
    values: Mapping[str, Any] = field(default_factory=dict)
    plain: bool = False


def counts(session: Session, asked: Asked, parts: Iterable[Part]) -> dict[Path, Any]:
    """Return the figures of some parts by their paths; of a group, those that are not nought."""
    found: dict[Path, Any] = {}
    for part in parts:
        for by, figures in _passes(part):
            columns = ", ".join(f"{one.of} FILTER (WHERE {one.where})" for one in figures)
            group = "" if by is None else " GROUP BY 1"
            # a row's facts are worked out once, not for each figure: SQLite does not merge a
            # SELECT that has a LIMIT into the one around it
            base = f"({part.base}{'' if part.plain else ' LIMIT -1'}) AS base"
            statement = f"SELECT {by or 'NULL'}, {columns} FROM {base}{group}"  # noqa: S608 - SQL of ours
            rows = session.execute(text(statement), _named(statement, asked, part)).all()
            for place, one in enumerate(figures, start=1):
                found.update(_values(one, [(row[0], row[place]) for row in rows]))
    return found


def _passes(part: Part) -> list[tuple[str | None, list[Figure]]]:
    """Return the figures that are added up together, and by what; a part is read once for each.

    Numbers of rows come out of a group's numbers, too: then the part is read once for both.
    """
    passes: dict[str | None, list[Figure]] = {}
    for one in (single for figure in part.figures for single in figure.each()):
        if one.of is not None:
            passes.setdefault(one.by, []).append(one)
    single = passes.get(None, [])
    if len(passes) == 2 and all(one.of == "count(*)" for one in single):
        by = next(one for one in passes if one is not None)
        return [(by, single + passes[by])]
    return list(passes.items())


def _values(figure: Figure, rows: Sequence[tuple[Any, Any]]) -> dict[Path, Any]:
    """Return what a pass says of a figure: `rows` are the keys of its groups, and the values."""
    if figure.by is None:
        known = [value for _key, value in rows if value is not None]
        empty = None if figure.counted is Counted.MEAN else 0
        return {figure.path: sum(known) if known else empty}
    return {
        tuple(key if one == KEY else one for one in figure.path): value
        for key, value in rows
        if key is not None and value
    }


def _named(statement: str, asked: Asked, part: Part) -> dict[str, Any]:
    """Return the values of those names that a statement has."""
    given = asked.values() | dict(part.values)
    return {name: value for name, value in given.items() if f":{name}" in statement}


def rows(
    session: Session, asked: Asked, parts: Iterable[Part], path: Path
) -> tuple[str, list[int], Counted] | None:
    """Return the register, the ids and the way of counting of a figure; None if there is none.

    The path of a whole group (that of its figures without the key) gives the rows of all of them.
    """
    for part in parts:
        for figure in part.figures:
            matched, key = _match(figure.path, path)
            if matched:
                where = figure.where
                if figure.by is not None:
                    where += f" AND {figure.by} " + ("IS NOT NULL" if key is None else "= :key")
                statement = (
                    f"WITH base AS ({part.base}) SELECT json_group_array(DISTINCT id)"  # noqa: S608 - SQL of ours
                    f" FROM base WHERE {where}"
                )
                values = _named(statement, asked, part)
                if key is not None:
                    values["key"] = key
                ids: list[int] = json.loads(session.execute(text(statement), values).scalar_one())
                return part.register, ids, figure.counted
    return None


def _match(declared: Path, path: Path) -> tuple[bool, str | None]:
    """Tell whether a path is a declared one, and the key that it has for the `KEY`."""
    if KEY not in declared:
        return declared == path, None
    place = declared.index(KEY)
    if path == declared[:place] + declared[place + 1 :]:
        return True, None
    if len(path) != len(declared):
        return False, None
    named = (*declared[:place], path[place], *declared[place + 1 :])
    return named == path, path[place]

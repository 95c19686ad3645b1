"""Writing many rows of a register at once, kept as those written one by one are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, LargeBinary, Table, select
from sqlalchemy.orm import Session

from desktop.core.register import Kind, RegisterSpec
from desktop.core.terms import AuditAction
from desktop.storage import seals
from desktop.storage.keeping import Deriving, canonical, deed_of, titles
from desktop.storage.models import AuditEntry
from desktop.storage.models.base import new_uid, now
from desktop.storage.pledge_facts import of_rows, refresh
from desktop.storage.registers import MODELS, TABLES

_CHUNK = 2_000  # rows written at a time, so that memory stays flat


def _chunks(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    walk = iter(rows)
    while some := list(islice(walk, _CHUNK)):
        yield some


def insert_many(
    session: Session, register: str, rows: Iterable[Mapping[str, Any]], *, words: str
) -> list[int]:
    """Insert many rows of a register at once, completed and derived; return their ids.

    One audit entry stands for all of them: `words` says what was done. Rows must hold every
    required field; references are ids. The ids given follow each other.
    """
    model = MODELS[register]
    spec = model.__register__
    table = TABLES[spec.name]
    cache: dict[tuple[str, int], str | None] = {}
    title = titles(session, cache)
    own = session.info.get("origin", "")
    stamp = now()
    first = (
        session.connection()
        .exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (spec.name,))
        .scalar()
        or 0
    ) + 1
    blank = {
        one.name: False if one.kind is Kind.BOOLEAN and one.default is None else one.default
        for one in spec.fields
    }
    derived = Deriving(spec)
    ids: list[int] = []
    for some in _chunks(rows):
        _read_titles(session, spec, some, cache)
        chunk: list[dict[str, Any]] = []
        for given in some:
            values = {
                **blank,
                "uid": new_uid(),
                "origin": own,
                "created_at": stamp,
                "updated_at": stamp,
                "deleted_at": None,
                "revision": 1,
                "id": first + len(ids),
                **given,
            }
            values.update(derived(values, title))
            ids.append(values["id"])
            chunk.append(values)
        _write(session, table, chunk)
    if ids:
        refresh(session, of_rows(session, spec.name, ids[0], ids[-1]))
        # they follow each other: what undoes the deed finds them by the first and the last
        _note_many(session, spec, AuditAction.CREATED, words, ids[0], ids[-1])
    return ids


def _write(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys, by the driver: its work is most of what is left."""
    names = tuple(rows[0])
    connection = session.connection()
    bound = _bound(table, names, connection.dialect)
    values = itemgetter(*names)
    found: list[tuple[Any, ...]] = []
    for row in rows:
        one = values(row)
        if bound:
            kept = list(one)
            for place, bind in bound:
                kept[place] = bind(kept[place])
            one = tuple(kept)
        found.append(one)
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join("?" for _name in names)
    # names of our own tables and columns, never a word of the clerk's
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'  # noqa: S608
    first = min(one["id"] for one in rows)
    seals.insert_many(connection, table.name, statement, found, first)


@lru_cache(maxsize=64)
def _bound(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[tuple[int, Any], ...]:
    """Return the places of columns whose values the driver can't take as they are, and by what."""
    found = []
    for place, name in enumerate(names):
        kind = table.c[name].type
        bind = kind.dialect_impl(dialect).bind_processor(dialect)
        if bind is not None and not isinstance(kind, LargeBinary):  # bytes are taken as they are
            found.append((place, bind))
    return tuple(found)


def _note_many(
    session: Session, spec: RegisterSpec, action: AuditAction, words: str, first: int, last: int
) -> None:
    """Write one audit entry for rows with ids `first` to `last`."""
    deed = deed_of(session)
    deed.registers |= {spec.name}
    session.add(
        AuditEntry(
            batch=deed.batch,
            deed=words,
            action=action.value,
            register=spec.name,
            row_uid="",
            title=f"{last - first + 1} {spec.singular_heading}",
            after=canonical({"ids": [first, last]}).decode(),
        )
    )


def _read_titles(
    session: Session,
    spec: RegisterSpec,
    rows: Sequence[Mapping[str, Any]],
    cache: dict[tuple[str, int], str | None],
) -> None:
    """Put into the cache what the rows that many rows refer to are called, a query a register."""
    for field in spec.fields:
        target = field.reference or ""
        if field.kind is not Kind.REFERENCE:
            continue
        titled = MODELS[target].__register__
        if titled.by_name[titled.title].kind in (Kind.REFERENCE, Kind.CHOICE):
            continue  # looked up one by one
        wanted = {one.get(field.name) for one in rows} - {None}
        missing = [one for one in wanted if (target, one) not in cache]
        table = TABLES[target]
        for start in range(0, len(missing), 500):
            named = select(table.c.id, table.c[titled.title]).where(
                table.c.id.in_(missing[start : start + 500])
            )
            for row_id, words in session.execute(named):
                cache[target, row_id] = None if words is None else str(words)

"""Seals: a digest over every row of every table, by which a changed byte anywhere is found.

A register's rows have content hashes of their own; what is beside them (settings, audit entries,
received rows, sort keys, revisions, moments) has not. So the book keeps, for each table, the sum
of the digests of its rows with all their columns. The sum follows each write by temporary
triggers of the writing connection, in the same transaction: no part of the program has to know of
it, and a savepoint or a crash can't part them. It does not depend on where a row lies, so that a
backup, a VACUUM or an export into an encrypted file keeps it.

Many new rows are sealed in one pass at their end (`insert_many`): a call of Python and a write of
the seal for each of them was most of what the seals cost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from desktop.storage.engine import SCHEMA_VERSION

TABLE: Final = "seals"
SEALED_SINCE: Final = 6
"""The schema from which on a book without seals is not whole."""

_SCHEMA: Final = "sqlite_schema"  # the seal over what the tables, indices and triggers are
_FUNCTION: Final = "guongsang_seal"
_MANY: Final = 100  # new rows from which on one pass at their end costs less than a step for each
_MAKE: Final = (
    f"DROP TABLE IF EXISTS {TABLE}",
    f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_DECLARED: Final = """
SELECT CAST(concat_ws(',', quote(type), quote(name), quote(tbl_name), quote(sql)) AS BLOB)
FROM main.sqlite_schema WHERE tbl_name <> ? AND name NOT LIKE 'sqlite_%'
"""
_NAMED: Final = "SELECT name, type FROM pragma_table_info(?, 'main') ORDER BY cid"
_FOLLOWED: Final = "SELECT 1 FROM temp.sqlite_schema WHERE type = 'trigger' AND name = ?"
_GIVEN: Final = 1 << 62  # the number of a row after which SQLite may give one that is less
_EMPTY: Final = hashlib.blake2b(digest_size=16)  # to copy one costs half of making one
_MODULUS: Final = 1 << 128
_OWN_KEYS: Final = ("_key", "content_hash")  # short bytes: sort keys, hashes


def seal_all(connection: Connection) -> None:
    """Make the seals anew over what the book holds now, within the transaction under way."""
    raw = _raw(connection)
    for statement in _MAKE:
        raw.execute(statement)
    sums = {name: table_seal(raw, name) for name in sealed_tables(raw)}
    sums[_SCHEMA] = _schema_seal(raw)
    raw.executemany(f"INSERT INTO {TABLE} (name, value) VALUES (?, ?)", sorted(sums.items()))  # noqa: S608 - our own name


def follow(connection: Connection) -> None:
    """Have the seals follow every write of a connection; without seals nothing is done.

    Not to be called within a transaction.
    """
    raw = _raw(connection)
    if not _has_seals(raw):
        return
    raw.create_function(_FUNCTION, -1, _moved, deterministic=True)
    # what INSERT OR REPLACE removes is told to triggers only so
    raw.execute("PRAGMA recursive_triggers = ON")
    made = [one for name in sealed_tables(raw) for one in _triggers(raw, name).values()]
    # as a script: one by one they would fill the driver's cache of statements, which then has room
    # for one more only: every other one would be compiled at each use, with all its triggers
    raw.executescript(";\n".join((*made, "")))


def insert_many(
    connection: Connection,
    table: str,
    statement: str,
    rows: Sequence[tuple[Any, ...]],
    first: int | None = None,
) -> None:
    """Insert rows as `executemany` does, and seal them in one pass when they are there.

    `statement` is a plain INSERT of one row into `table`, whose own triggers don't write to it;
    `first` is the least of the rows' own numbers, None where SQLite gives them. After an error the
    rows before it are there and sealed, as ever; where even that fails nothing can be committed.
    """
    raw, trigger = _raw(connection), _trigger(table, "insert")
    if len(rows) >= _MANY and raw.execute(_FOLLOWED, (trigger,)).fetchone():
        last = raw.execute(f"SELECT max(rowid) FROM {quoted(table)}").fetchone()[0] or 0  # noqa: S608 - our own table
        if last < (_GIVEN if first is None else first):
            _insert(connection, table, statement, rows, last)
            return
    connection.exec_driver_sql(statement, rows)


def _insert(
    connection: Connection, table: str, statement: str, rows: Sequence[tuple[Any, ...]], last: int
) -> None:
    """Insert rows that all come after the row `last`, without the trigger that tells of each."""
    raw, sealed = _raw(connection), False
    try:
        raw.execute(f"DROP TRIGGER temp.{quoted(_trigger(table, 'insert'))}")
        count = None
        try:
            connection.exec_driver_sql(statement, rows)
            count = len(rows)
        finally:
            # out of the transaction SQLite has rolled back everything, the trigger's dropping too
            if raw.in_transaction:
                found = _seal_after(raw, table, last)
                if count not in (None, found):
                    raise RuntimeError(
                        f"{found} new rows to seal in {table}, {count} were inserted"
                    )
                raw.execute(_triggers(raw, table)["insert"])
            sealed = True
    finally:
        if not sealed:
            connection.invalidate()  # and its transaction: nothing unsealed is ever committed


def _seal_after(raw: Any, table: str, last: int) -> int:
    """Add the rows after the row `last` to a table's seal, and return how many they are."""
    fresh = f"SELECT {_parts(raw, table)} FROM {quoted(table)} WHERE rowid > ?"  # noqa: S608 - our own table
    total, count = _sum(raw.execute(fresh, (last,)))
    kept = f"SELECT value FROM {TABLE} WHERE name = ?"  # noqa: S608 - our own name
    put = f"UPDATE {TABLE} SET value = ? WHERE name = ?"  # noqa: S608 - our own name
    for (value,) in raw.execute(kept, (table,)).fetchall():
        raw.execute(put, (_added(value, total), table))
    return count


def broken_seals(connection: Connection, tick: Callable[[], object]) -> list[str]:
    """Return the tables that are not as they were written; `tick` is called after each.

    `sqlite_schema` among them stands for the tables' own declarations, `seals` for seals that are
    missing or too many. A book of an earlier schema may have none; then nothing is wrong.
    """
    raw = _raw(connection)
    if not _has_seals(raw):
        return [] if SCHEMA_VERSION < SEALED_SINCE else [TABLE]
    kept = {
        bytes(name): bytes(value)
        for name, value in raw.execute(
            f"SELECT CAST(name AS BLOB), CAST(value AS BLOB) FROM {TABLE}"  # noqa: S608 - our own name
        )
    }
    tables = sealed_tables(raw)
    found = []
    for one in tables:
        if kept.get(one.encode()) != table_seal(raw, one).encode():
            found.append(one)
        tick()
    if kept.get(_SCHEMA.encode()) != _schema_seal(raw).encode():
        found.append(_SCHEMA)
    strange = set(kept) - {one.encode() for one in (*tables, _SCHEMA)}
    return found + [TABLE] * bool(strange)


def sealed_tables(raw: Any) -> list[str]:
    """Return the names of the tables that have a seal: all but SQLite's own and the index's.

    The search index follows from the registers (`desktop.storage.index_check`).
    """
    listed = raw.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name")
    return [
        name
        for (name,) in listed.fetchall()
        if name != TABLE and not name.startswith(("sqlite_", "search_index"))
    ]


def table_seal(raw: Any, name: str) -> str:
    """Return the seal of a table as it is now."""
    return _text(_sum(raw.execute(f"SELECT {_parts(raw, name)} FROM {quoted(name)}"))[0])  # noqa: S608 - names from the schema


def _schema_seal(raw: Any) -> str:
    return _text(_sum(raw.execute(_DECLARED, (TABLE,)))[0])


def _trigger(table: str, way: str) -> str:
    return f"seal_{table}_{way}"


def _triggers(raw: Any, table: str) -> dict[str, str]:
    """Return the triggers that follow a table's rows, by what is done to them."""
    count, new, old = (*_split(raw, table, "new"), _split(raw, table, "old")[1])
    given = {"insert": f"0, {new}", "delete": f"{count}, {old}", "update": f"{count}, {old}, {new}"}
    return {
        way: f"CREATE TEMP TRIGGER {quoted(_trigger(table, way))} AFTER {way} "  # noqa: S608 - names from the schema
        f"ON main.{quoted(table)} BEGIN UPDATE {TABLE} "
        f"SET value = {_FUNCTION}(value, {parts}) WHERE name = {_literal(table)}; END"
        for way, parts in given.items()
    }


def _parts(raw: Any, table: str) -> str:
    return _split(raw, table)[1]


def _split(raw: Any, table: str, row: str = "") -> tuple[int, str]:
    """Return the SQL of a row as bytes, and of how many parts it is.

    Its columns as literals, long bytes each for themselves. As bytes, for damaged text may be no
    UTF-8.
    """
    short, long = [], []
    for name, kind in raw.execute(_NAMED, (table,)).fetchall():
        column = f"{row}.{quoted(name)}" if row else quoted(name)
        if kind.upper() == "BLOB" and not name.endswith(_OWN_KEYS):
            long.append(f"CAST({column} AS BLOB)")
        else:
            short.append(f"quote({column})")
    parts = [f"CAST(concat_ws(',', {', '.join(short)}) AS BLOB)", *long]
    return len(parts), ", ".join(parts)


def quoted(name: str) -> str:
    """Return a name as SQL has it: in a damaged book it may be anything."""
    return '"' + name.replace('"', '""') + '"'


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _digest(parts: Sequence[bytes | None]) -> int:
    found = _EMPTY.copy()
    found.update(parts[0] or b"")
    for one in parts[1:] if len(parts) > 1 else ():
        found.update(b"-" if one is None else b"%d:" % len(one))
        found.update(one or b"")
    return int.from_bytes(found.digest(), "big")


def _sum(rows: Iterable[Sequence[bytes | None]]) -> tuple[int, int]:
    """Return the sum of the digests of rows, and how many they are."""
    total = count = 0
    for parts in rows:
        total += _digest(parts)
        count += 1
    return total, count


def _text(total: int) -> str:
    return f"{total % _MODULUS:032x}"


def _added(value: str, total: int) -> str:
    """Return a seal with so much more; one that is damaged stays as it is."""
    try:
        return _text(int(value, 16) + total)
    except ValueError:
        return value


def _moved(value: str, gone: int, *parts: bytes | None) -> str:
    """Return a seal with a row less (its parts are so many, the first ones) and another more."""
    if not gone:
        return _added(value, _digest(parts))
    kept = parts[gone:]
    return _added(value, (_digest(kept) if kept else 0) - _digest(parts[:gone]))


def _has_seals(raw: Any) -> bool:
    named = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?"
    return raw.execute(named, (TABLE,)).fetchone() is not None


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection

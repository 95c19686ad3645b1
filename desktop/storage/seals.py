"""Seals: a digest over every row of every table, by which a changed byte anywhere is found.

A register's rows have content hashes of their own; what is beside them (settings, audit entries,
received rows, sort keys, revisions, moments) has not. So the book keeps, for each table, the sum
of the digests of its rows with all their columns. The sum follows each write by temporary
triggers of the writing connection, in the same transaction: no part of the program has to know of
it, and a savepoint or a crash can't part them. It does not depend on where a row lies, so that a
backup, a VACUUM or an export into an encrypted file keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection

from desktop.storage.engine import SCHEMA_VERSION

TABLE: Final = "seals"
SEALED_SINCE: Final = 6
"""The schema from which on a book without seals is not whole."""

_SCHEMA: Final = "sqlite_schema"  # the seal over what the tables, indices and triggers are
_FUNCTION: Final = "guongsang_seal"
_MAKE: Final = (
    f"DROP TABLE IF EXISTS {TABLE}",
    f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
)
_DECLARED: Final = """
SELECT CAST(concat_ws(',', quote(type), quote(name), quote(tbl_name), quote(sql)) AS BLOB)
FROM main.sqlite_schema WHERE tbl_name <> ? AND name NOT LIKE 'sqlite_%'
"""
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
    """Have the seals follow every write of a connection; without seals nothing is done."""
    raw = _raw(connection)
    if not _has_seals(raw):
        return
    raw.create_function(_FUNCTION, -1, _moved, deterministic=True)
    # what INSERT OR REPLACE removes is told to triggers only so
    raw.execute("PRAGMA recursive_triggers = ON")
    for name in sealed_tables(raw):
        for statement in _triggers(raw, name):
            raw.execute(statement)


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
    total = 0
    for parts in raw.execute(f"SELECT {_parts(raw, name)} FROM {quoted(name)}"):  # noqa: S608 - names from the schema
        total += _digest(parts)
    return _text(total)


def _schema_seal(raw: Any) -> str:
    return _text(sum(map(_digest, raw.execute(_DECLARED, (TABLE,)))))


def _triggers(raw: Any, table: str) -> Iterator[str]:
    new, old = _parts(raw, table, "new"), _parts(raw, table, "old")
    ways = {
        "INSERT": f"{_FUNCTION}(value, 1, {new})",
        "DELETE": f"{_FUNCTION}(value, -1, {old})",
        "UPDATE": f"{_FUNCTION}({_FUNCTION}(value, -1, {old}), 1, {new})",
    }
    for what, value in ways.items():
        name = quoted(f"seal_{table}_{what.lower()}")
        put = f"UPDATE {TABLE} SET value = {value} WHERE name = {_literal(table)}"  # noqa: S608 - names from the schema
        yield f"CREATE TEMP TRIGGER {name} AFTER {what} ON main.{quoted(table)} BEGIN {put}; END"


def _parts(raw: Any, table: str, row: str = "") -> str:
    """Return the SQL of a row as bytes: its columns as literals; long bytes each for themselves.

    As bytes, for damaged text may be no UTF-8.
    """
    short, long = [], []
    for _id, name, kind, *_rest in raw.execute(f"PRAGMA main.table_info({quoted(table)})"):
        column = f"{row}.{quoted(name)}" if row else quoted(name)
        if kind.upper() == "BLOB" and not name.endswith(_OWN_KEYS):
            long.append(f"CAST({column} AS BLOB)")
        else:
            short.append(f"quote({column})")
    return ", ".join([f"CAST(concat_ws(',', {', '.join(short)}) AS BLOB)", *long])


def quoted(name: str) -> str:
    """Return a name as SQL has it: in a damaged book it may be anything."""
    return '"' + name.replace('"', '""') + '"'


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _digest(parts: tuple[bytes | None, ...]) -> int:
    found = hashlib.blake2b(parts[0] or b"", digest_size=16)
    for one in parts[1:]:
        found.update(b"-" if one is None else b"%d:" % len(one))
        found.update(one or b"")
    return int.from_bytes(found.digest(), "big")


def _text(total: int) -> str:
    return f"{total % _MODULUS:032x}"


def _moved(value: str, sign: int, *parts: bytes | None) -> str:
    """Return a seal with a row more or less; one that is damaged stays as it is."""
    try:
        return _text(int(value, 16) + sign * _digest(parts))
    except ValueError:
        return value


def _has_seals(raw: Any) -> bool:
    named = "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?"
    return raw.execute(named, (TABLE,)).fetchone() is not None


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection

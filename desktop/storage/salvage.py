"""Which rows of a damaged book can still be read, and which are known to be missing.

Rows are found from the tables' roots, and on leaves that nothing points to any more. What an
index of identities still knows and no leaf has is missing, and named by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlcipher3.dbapi2

from desktop.storage.keeping import content_hash
from desktop.storage.pages import LEAF, BadPage, Pages, Record
from desktop.storage.registers import SPECS
from desktop.storage.stored import as_kept

DATABASE_ERROR: Final = sqlcipher3.dbapi2.DatabaseError
_UID: Final = 36  # letters of a row's identity
_HASH: Final = 32
_SCHEMA_COLUMNS: Final = 5


@dataclass
class Salvaged:
    """What was found: by table, the rows by number; by table, the identities known by number."""

    rows: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    known: dict[str, dict[int, str]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    """Tables of which every identity is known."""
    pages: int = 0
    broken: int = 0

    def missing(self, table: str) -> dict[int, str]:
        """Return the rows of a table that an index knows and that were not found."""
        found = self.rows.get(table, {})
        return {row: uid for row, uid in self.known.get(table, {}).items() if row not in found}


def salvage(
    content: bytes, columns: Mapping[str, Sequence[str]], tick: Callable[[], object]
) -> Salvaged:
    """Read what can be read of a plain book's bytes; `columns` are the tables wanted.

    `tick` is called after each table; `Cancelled` comes out of there.
    """
    pages = Pages(content)
    found = Salvaged({table: {} for table in columns}, pages=pages.count)
    declared = list(_declared(pages))
    strays: list[Record] = []
    for kind, name, table, root in declared:
        if kind == "table" and name in columns:
            for record in pages.rows(root):
                row = _row(columns[name], record)
                if _is_of(name, row):
                    found.rows[name][record.rowid] = row
                else:
                    strays.append(record)
            tick()
        elif kind == "index" and table in columns and name.startswith("sqlite_autoindex_"):
            before = len(pages.broken)
            found.known.setdefault(table, {}).update(_identities(pages.entries(root)))
            if len(pages.broken) == before:
                found.whole.add(table)
    strays += _on_lost_leaves(pages)
    _take_in(found, columns, strays)
    found.broken = len(pages.broken)
    return found


def _declared(pages: Pages) -> Iterable[tuple[str, str, str, int]]:
    """Return the tables and indices with their roots, from wherever their declarations lie."""
    records = list(pages.rows(1))
    if not any(one.values[1:2] == ("offices",) for one in records) or pages.broken:
        every = (one for one in range(2, pages.count + 1) if one not in pages.seen)
        leaves = [one for one in every if pages.kind(one) == LEAF]
        broken = set(pages.broken)
        records += [one for number in leaves for one in pages.leaf(number)]
        pages.broken = broken
    told = set()
    for record in records:
        kind, name, table, root = (*record.values, *[None] * 4)[:4]
        if len(record.values) != _SCHEMA_COLUMNS or kind not in ("table", "index"):
            continue
        if isinstance(name, str) and isinstance(table, str) and isinstance(root, int):
            if (kind, name) not in told:
                yield kind, name, table, root
            told.add((kind, name))


def _on_lost_leaves(pages: Pages) -> list[Record]:
    """Return the rows of leaves that nothing points to and that are not free."""
    try:
        free = pages.free()
    except BadPage:
        free = set()
    lost = [one for one in range(2, pages.count + 1) if one not in pages.seen | free]
    return [one for number in lost if pages.kind(number) == LEAF for one in pages.leaf(number)]


def _take_in(
    found: Salvaged, columns: Mapping[str, Sequence[str]], strays: Iterable[Record]
) -> None:
    for record in strays:
        fitting = []
        for table, names in columns.items():
            if len(names) == len(record.values):
                row = _row(names, record)
                if _is_of(table, row):
                    fitting.append((table, row))
        sure = [(table, row) for table, row in fitting if _hash_fits(table, row)]
        for table, row in sure or (fitting if len(fitting) == 1 else []):
            known = found.known.get(table, {}).get(record.rowid)
            if table not in found.whole or known == row.get("uid"):
                found.rows[table].setdefault(record.rowid, row)


def _row(names: Sequence[str], record: Record) -> dict[str, Any]:
    row = dict(zip(names, record.values, strict=False))
    if "id" in names:
        row["id"] = record.rowid
    return row


def _is_of(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a row may be a table's, by its shape."""
    if table in SPECS:
        hashed, words = row.get("content_hash"), row.get("search_text")
        return isinstance(hashed, bytes) and len(hashed) == _HASH and isinstance(words, str)
    if table == "audit_entries":
        return isinstance(row.get("uid"), str) and isinstance(row.get("at"), str)
    if table == "settings":
        return isinstance(row.get("key"), str) and isinstance(row.get("value"), str)
    return isinstance(row.get("content"), str) and isinstance(row.get("submission_id"), int)


def hash_fits(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a register's row is as its content hash says."""
    spec = SPECS[table]
    values = {one.name: None for one in spec.fields} | dict(row)
    try:
        return content_hash(spec, as_kept(spec, values)) == row.get("content_hash")
    except (ValueError, TypeError, ArithmeticError):  # what no row of ours can be
        return False


def _hash_fits(table: str, row: Mapping[str, Any]) -> bool:
    return table in SPECS and hash_fits(table, row)


def _identities(entries: Iterable[tuple[Any, ...]]) -> Iterable[tuple[int, str]]:
    for one in entries:
        uid, row = one if len(one) == 2 else (None, None)
        if isinstance(uid, str) and isinstance(row, int) and len(uid) == _UID:
            yield row, uid


def salvage_by_sql(
    raw: Any, columns: Mapping[str, Sequence[str]], tick: Callable[[], object]
) -> Salvaged:
    """Read what SQLite itself can read of a file: of an encrypted one, whose pages it decrypts.

    A stretch of rows that can't be read is halved until single rows are left out.
    """
    found = Salvaged({table: {} for table in columns})
    for table, names in columns.items():
        found.known[table] = _known_by_sql(raw, table)
        listed = ", ".join(f'"{one}"' for one in names)
        number = "id" if "id" in names else "rowid"
        query = f'SELECT rowid, {listed} FROM "{table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'  # noqa: S608 - declared names
        most = max([*found.known[table], 1 << 20])
        waiting = [(1, most)]
        while waiting:
            first, last = waiting.pop()
            try:
                rows = raw.execute(query, (first, last)).fetchall()
            except DATABASE_ERROR:
                found.broken += 1
                if first < last:
                    middle = (first + last) // 2
                    waiting += [(middle + 1, last), (first, middle)]
                continue
            for rowid, *values in rows:
                row = dict(zip(names, values, strict=True)) | (
                    {"id": rowid} if number == "id" else {}
                )
                if _is_of(table, row):
                    found.rows[table][rowid] = row
        tick()
    return found


def _known_by_sql(raw: Any, table: str) -> dict[int, str]:
    try:
        rows = raw.execute(f'SELECT uid, rowid FROM "{table}" ORDER BY uid').fetchall()  # noqa: S608 - declared names
    except DATABASE_ERROR:
        return {}
    return {rowid: uid for uid, rowid in rows if isinstance(uid, str)}

"""Rows that an undoing takes out of the book whole, and puts back when the deed is done again.

They are kept as SQLite holds them, every column, so that the very same rows come back: id, uid,
hash, search text, sort keys, the bytes of files. Only what can still be done again is kept: a new
deed makes all of it pointless (`forget`), and then nothing of it stays in the book.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.register import Kind
from desktop.storage import audit_chain, pledge_facts, seals
from desktop.storage.keeping import deed_of
from desktop.storage.models import ReceivedRow, UndoneRows
from desktop.storage.registers import TABLES, spec

UNDOING = "undo-"
"""The batch of an undoing is this and the batch of what it undoes."""

Tick = Callable[[int], object]
"""Is told how many rows were written since it was last called; may raise to cancel."""

SUBMISSIONS = "submissions"
_RECEIVED = cast("Table", ReceivedRow.__table__)
_CHUNK = 1_000  # rows kept together
_FILES = 4  # rows with the content of files
_FASTEST = 1  # of the levels of compression


def take_out(
    session: Session, batch: str, register: str, ids: Sequence[int], tick: Tick | None = None
) -> None:
    """Keep rows whole under the undoing `batch`, and remove them."""
    columns = [one.name for one in TABLES[register].columns]
    listed = ", ".join(f'"{name}"' for name in columns)
    # names of our own tables and columns, never a word of the clerk's
    inside = f'FROM "{register}" WHERE id IN (SELECT value FROM json_each(?))'  # noqa: S608
    connection = session.connection()
    touched: set[int] = set()
    for some in _chunks(register, ids):
        given = (json.dumps(some),)
        if register == pledge_facts.ITEMS:
            found = connection.exec_driver_sql(f"SELECT DISTINCT pledge_id {inside}", given)
            touched.update(one for (one,) in found)
        rows = connection.exec_driver_sql(f"SELECT {listed} {inside} ORDER BY id", given)
        _hold(session, batch, register, columns, [list(row) for row in rows])
        if register == SUBMISSIONS:
            _hold_received(session, batch, some)
        connection.exec_driver_sql(f"DELETE {inside}", given)
        if tick is not None:
            tick(len(some))
    pledge_facts.refresh(session, touched)


def _hold_received(session: Session, batch: str, submissions: Sequence[int]) -> None:
    """Keep what came with submissions: SQLite removes it with them."""
    columns = list(_RECEIVED.columns.keys())
    statement = select(_RECEIVED).where(_RECEIVED.c.submission_id.in_(submissions))
    found = session.execute(statement.order_by(_RECEIVED.c.id))
    for some in found.partitions(_CHUNK):
        _hold(session, batch, _RECEIVED.name, columns, [list(row) for row in some])


def _hold(
    session: Session, batch: str, table: str, columns: Sequence[str], rows: Sequence[list[Any]]
) -> None:
    packed = _packed({"columns": columns, "rows": rows})
    kept = {"batch": batch, "register": table, "rows": packed}
    digest = audit_chain.digest(batch, table, packed)
    session.execute(insert(UndoneRows).values(**kept, digest=digest))


def put_back(session: Session, batch: str, tick: Tick | None = None) -> int:
    """Put back the rows that the undoing `batch` removed, and return how many of registers.

    Raises `UserProblem` when they are no longer what the book's registers hold.
    """
    connection = session.connection()
    kept = select(UndoneRows.id).where(UndoneRows.batch == batch).order_by(UndoneRows.id)
    touched: set[int] = set()
    count = 0
    for one in session.scalars(kept).all():
        held = session.execute(
            select(UndoneRows.register, UndoneRows.rows).where(UndoneRows.id == one)
        ).one()
        content = _unpacked(held.rows)
        columns, rows = content["columns"], content["rows"]
        received = held.register == _RECEIVED.name
        table = _RECEIVED if received else TABLES[held.register]
        if set(columns) != {one.name for one in table.columns}:
            raise UserProblem("Việc này hoàn tác từ phiên bản trước nên không làm lại được.")
        listed = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" for _name in columns)
        # names of our own tables and columns, never a word of the clerk's
        statement = f'INSERT INTO "{held.register}" ({listed}) VALUES ({places})'  # noqa: S608
        first = min(row[columns.index("id")] for row in rows)
        given = [tuple(row) for row in rows]
        seals.insert_many(connection, table.name, statement, given, first)
        if held.register == pledge_facts.ITEMS:
            place = columns.index("pledge_id")
            touched.update(row[place] for row in rows)
        if received:
            continue  # they belong to rows that are counted
        count += len(rows)
        if tick is not None:
            tick(len(rows))
    pledge_facts.refresh(session, touched)
    session.execute(delete(UndoneRows).where(UndoneRows.batch == batch))
    return count


def forget(session: Session, but: Collection[str] = ()) -> None:
    """Remove for good what undoings took out, but for what these undoings did."""
    session.execute(delete(UndoneRows).where(UndoneRows.batch.not_in(but)))


def forget_after_deed(session: Session) -> None:
    """Remove what could be done again when the session's deed is a new one that changed anything.

    To be called at the end of the deed's transaction.
    """
    session.flush()
    deed = deed_of(session)
    if deed.registers and not deed.batch.startswith(UNDOING):
        forget(session)


def _chunks(register: str, ids: Sequence[int]) -> Iterator[list[int]]:
    files = any(one.kind is Kind.BYTES for one in spec(register).fields)
    size = _FILES if files else _CHUNK
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _packed(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_bytes_as_text)
    return zlib.compress(text.encode(), _FASTEST)


def _bytes_as_text(value: Any) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed), object_hook=_text_as_bytes)


def _text_as_bytes(held: dict[str, Any]) -> Any:
    return base64.b64decode(held["base64"]) if set(held) == {"base64"} else held

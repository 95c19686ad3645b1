"""The rows of a submission as the receiving book keeps them: uid, what it is called, content.

The content is the canonical JSON of all fields of a row; SQLite makes it while it reads, which
costs a fraction of what making it here would. A test compares it with `keeping.canonical`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy.orm import Session

from desktop.core.errors import DamagedFile
from desktop.core.register import Field, Kind
from desktop.exchange.submission import BELOW, BELOW_OFFICES
from desktop.storage import seals
from desktop.storage.registers import SPECS

_BESIDE = frozenset({"manifest", BELOW, BELOW_OFFICES})
_CHUNK = 2_000  # rows written at a time, so that memory stays flat
_DEEPEST = 3  # references that follow each other to a title: a title of a title of a title

ReceivedLine = tuple[str, str | None, str]
"""Uid, title, content."""
Tables = Mapping[str, Sequence[str]]
"""The tables of a submission: their columns, `uid` first."""


def registers_in(tables: Tables) -> tuple[str, ...]:
    """Return the registers whose rows a submission holds."""
    return tuple(sorted(name for name in tables if name not in _BESIDE))


def lines(
    connection: Any, path: Path, tables: Tables, register: str, most: int = -1
) -> Iterator[ReceivedLine]:
    """Yield the rows of a register of a submission, ordered by uid; at most so many.

    Raises `DamagedFile` when the file can't be read on.
    """
    statement = f"{_select(tables, register)} LIMIT {most}"
    yield from chain.from_iterable(_chunks(connection, path, statement))


def _select(tables: Tables, register: str, first: str = "") -> str:
    """Return SQL for a register's rows: `first`, then uid, title, content."""
    pairs = ", ".join(f"'{one}', row.\"{one}\"" for one in sorted(tables[register][1:]))
    return (
        # names of our own tables and columns: the file was compared with them
        f"SELECT {first}row.uid, {_title(tables, register, 'row')}, json_object({pairs}) "  # noqa: S608
        f'FROM "{register}" AS row ORDER BY row.uid'
    )


def require_known_below(connection: Any, path: Path, tables: Tables) -> None:
    """Raise `DamagedFile` when a row from below is of no register that is ever sent."""
    if BELOW not in tables:
        return
    statement = f'SELECT DISTINCT register FROM "{BELOW}"'  # noqa: S608 - our own table
    for (register,) in chain.from_iterable(_chunks(connection, path, statement)):
        if register not in SPECS or not SPECS[register].travels:
            raise damaged(path)


def _chunks(connection: Any, path: Path, statement: str) -> Iterator[list[Any]]:
    """Yield what a statement finds, many rows at a time: a step of Python a row would show.

    What goes wrong is the file's, not the book's: raises `DamagedFile`.
    """
    try:
        found = connection.execute(statement)
        while some := found.fetchmany(_CHUNK):
            yield some
    except (sqlcipher3.dbapi2.Error, UnicodeDecodeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> DamagedFile:
    """Return the sentence for a submission that can't be read on."""
    return DamagedFile(
        f"«{path.name}» bị hỏng hoặc không đọc tiếp được. Hãy chép lại hoặc đề nghị gửi lại; "
        "sổ chưa có gì thay đổi."
    )


def _title(tables: Tables, register: str, alias: str, depth: int = 0) -> str:
    """Return SQL for what a row is called: words of a choice, the title of what it refers to."""
    declared = SPECS[register]
    field = declared.by_name[declared.title]
    if field.name not in tables.get(register, ()):
        return "NULL"  # its name did not leave the office
    column = f'{alias}."{field.name}"'
    if field.kind is Kind.CHOICE:
        return _choice(column, field)
    if field.kind is Kind.DATE:
        return f"strftime('%d/%m/%Y', {column})"
    if field.kind is not Kind.REFERENCE:
        return column
    target = field.reference or ""
    if target not in tables or depth == _DEEPEST:
        return "NULL"
    inner = f"{alias}_of"
    words = _title(tables, target, inner, depth + 1)
    return f'(SELECT {words} FROM "{target}" AS {inner} WHERE {inner}.uid = {column})'  # noqa: S608


def _choice(column: str, field: Field) -> str:
    headings = {one.value: one.heading for one in field.choices}
    cases = " ".join(f"WHEN '{value}' THEN '{words}'" for value, words in headings.items())
    return f"CASE {column} {cases} ELSE {column} END"


def write(
    session: Session, submission: int, connection: Any, path: Path, tables: Tables, register: str
) -> int:
    """Write the rows of a register of a submission into the book, and return how many."""
    return _write(
        session,
        _chunks(connection, path, _select(tables, register, f"{submission}, '{register}', ")),
    )


def write_below(
    session: Session, submissions: Mapping[str, int], connection: Any, path: Path
) -> int:
    """Write the rows from below into the book, and return how many; by each office's submission."""
    statement = (
        f'SELECT office_uid, register, row_uid, title, content FROM "{BELOW}" '  # noqa: S608
        "ORDER BY uid"
    )
    return _write(
        session,
        (
            [(submissions[office], *rest) for office, *rest in some]
            for some in _chunks(connection, path, statement)
        ),
    )


def _write(session: Session, chunks: Iterable[list[Any]]) -> int:
    connection = session.connection()
    statement = (
        "INSERT INTO received_rows (submission_id, register, uid, title, content) "
        "VALUES (?, ?, ?, ?, ?)"
    )
    count = 0
    for some in chunks:
        seals.insert_many(connection, "received_rows", statement, some)
        count += len(some)
    return count


def kept_lines(session: Session, submission: int, register: str) -> Iterator[ReceivedLine]:
    """Yield the rows of a register that came with a submission, ordered by uid."""
    found = session.connection().exec_driver_sql(
        "SELECT uid, title, content FROM received_rows "
        "WHERE submission_id = ? AND register = ? ORDER BY uid",
        (submission, register),
    )
    yield from ((uid, title, content) for uid, title, content in found)


def kept_registers(session: Session, submission: int) -> tuple[str, ...]:
    """Return the registers of which rows came with a submission."""
    found = session.connection().exec_driver_sql(
        "SELECT DISTINCT register FROM received_rows WHERE submission_id = ?", (submission,)
    )
    return tuple(sorted(one for (one,) in found))

"""Bringing the PostgreSQL of the receiving office to what the book holds, in one transaction.

Rows are streamed into temporary tables (COPY), then what differs is changed, what is new added
and what is gone removed: who reads meanwhile sees the state before, and a publication that stops
half way leaves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from psycopg import sql
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    UpdateBase,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from desktop import __version__
from desktop.core.errors import UserProblem
from desktop.publish import book_rows, schema
from desktop.publish.connecting import told
from desktop.publish.views import make_views
from desktop.services import receiving_states, submission_profiles
from desktop.storage.book import Book

_LOCK = 0x47535055424C  # 'GSPUBL': one publication at a time in a database
_OLDEST_SERVER = 120_000  # PostgreSQL 12


@dataclass(frozen=True)
class Published:
    """What is there now, and how many rows were added, changed and removed for it."""

    offices: int
    submissions: int
    rows: int
    new: int
    changed: int
    gone: int


def publish(book: Book, engine: Engine, *, with_own: bool = False) -> Published:
    """Publish what the book received and, with `with_own`, its own rows that may leave.

    Which may is what the office's default profile of sending upward says.

    The same book publishes the same result however often it is done. Raises `UserProblem` when
    the database holds something else under our name, another office's data, or a newer schema,
    none of which is touched; sentences of the environment for what the server can't do.
    """
    with told(), engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SET LOCAL search_path = pg_catalog, pg_temp"))
        _require_usable(connection)
        _require_ours(connection, book)
        incoming = [_incoming(connection, one) for one in schema.PUBLISHED]
        counted = _copy_all(connection, book, incoming, with_own=with_own)
        new, changed, gone = _merge_all(connection, incoming)
        _note(connection, book, with_own=with_own)
    return Published(*counted, new, changed, gone)


# what is there


def _require_usable(connection: Connection) -> None:
    """Raise `UserProblem` for a server that is too old or keeps no Vietnamese; take the lock."""
    server = connection.execute(text("SELECT current_setting('server_version_num')::integer"))
    if server.scalar_one() < _OLDEST_SERVER:
        raise UserProblem("Máy chủ PostgreSQL quá cũ: cần bản 12 trở lên.")
    if connection.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        raise UserProblem(
            "Cơ sở dữ liệu này không giữ được chữ Việt. Hãy dùng cơ sở dữ liệu có bảng mã UTF8."
        )
    if not connection.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        raise UserProblem(
            "Một lần đưa số liệu khác vào cơ sở dữ liệu này đang chạy. Hãy đợi xong rồi làm lại."
        )


def _require_ours(connection: Connection, book: Book) -> None:
    """Make the schema where there is none; raise `UserProblem` for one that isn't this book's."""
    there = set(connection.execute(text(_THERE), {"schema": schema.SCHEMA}).scalars())
    if not there:
        _make(connection)
    elif not {one.name for one in (schema.version, *schema.PUBLISHED)} <= there:
        raise _foreign()
    else:
        _require_same(connection, book)
    make_views(_raw(connection).cursor())


_THERE = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = :schema
UNION ALL
SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
WHERE nspname = :schema
UNION ALL
SELECT typname FROM pg_type JOIN pg_namespace ON pg_namespace.oid = typnamespace
WHERE nspname = :schema
"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = to_regclass(:version) AND attnum > 0 AND NOT attisdropped
"""


def _require_same(connection: Connection, book: Book) -> None:
    """Raise `UserProblem` unless this version of the schema is there, with this book's data."""
    named = f"{schema.SCHEMA}.{schema.version.name}"
    columns = set(connection.execute(text(_COLUMNS), {"version": named}).scalars())
    known = schema.version.c
    if not {"version", "office_uid", "office_name"} <= columns:
        raise _foreign()
    found = connection.execute(select(known.version, known.office_uid, known.office_name)).all()
    if len(found) != 1 or type(found[0].version) is not int or found[0].version < 1:
        raise _foreign()
    if found[0].version > schema.VERSION:
        raise UserProblem(
            f"Cơ sở dữ liệu này do bản mới hơn của chương trình lập (lược đồ {found[0].version}, "
            f"bản này biết đến {schema.VERSION}). Hãy cài bản mới rồi làm lại; chưa có gì thay đổi."
        )
    if found[0].office_uid != book.origin:
        raise UserProblem(
            f"Cơ sở dữ liệu này đang giữ số liệu của «{found[0].office_name}», không phải của "
            f"sổ «{book.name}». Hãy dùng một cơ sở dữ liệu khác; chưa có gì thay đổi."
        )


def _foreign() -> UserProblem:
    return UserProblem(
        f"Trong cơ sở dữ liệu này đã có lược đồ «{schema.SCHEMA}» với nội dung khác, không phải do "
        "chương trình này lập. Hãy dùng một cơ sở dữ liệu khác; chưa có gì thay đổi."
    )


def _make(connection: Connection) -> None:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema.SCHEMA}"))
    schema.METADATA.create_all(connection, checkfirst=False)
    cursor = _raw(connection).cursor()
    for statement in schema.FUNCTIONS:
        cursor.execute(statement)


def _raw(connection: Connection) -> Any:
    """Return psycopg's own connection."""
    found = connection.connection.driver_connection
    assert found is not None  # noqa: S101 - a connection in use always has its driver
    return found


# bringing it up to date


def _incoming(connection: Connection, target: Table) -> Table:
    """Make a temporary table with the columns of another, and return it."""
    made = Table(
        f"incoming_{target.name}",
        MetaData(),
        *(Column(one.name, one.type) for one in target.columns),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    made.create(connection)
    return made


def _copy_all(
    connection: Connection, book: Book, incoming: list[Table], *, with_own: bool
) -> tuple[int, int, int]:
    """Copy what is published into the temporary tables; return how many rows of each.

    All is read in one transaction of the book, which is over before anything is merged.
    """
    offices, submissions, rows = incoming
    # the office's own choice of what leaves it, of all the time there is
    wanted = submission_profiles.request_of(book, None, date.min, date.max)
    with book.read() as session:
        found = receiving_states.states(session)
        own = book_rows.own_lines(session, book.origin, wanted) if with_own else ()
        counted = (
            _copy(connection, offices, book_rows.known_offices(session, found)),
            _copy(connection, submissions, book_rows.submission_lines(session, found)),
            _copy(connection, rows, chain(book_rows.received_lines(session, found), own)),
        )
    for one in incoming:
        connection.execute(text(f"ANALYZE {one.name}"))
    return counted


def _copy(connection: Connection, table: Table, lines: Iterable[book_rows.Line]) -> int:
    """Stream lines into a table, and return how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
    )
    count = 0
    with _raw(connection).cursor().copy(statement) as copy:
        for line in lines:
            copy.write_row(line)
            count += 1
    return count


def _merge_all(connection: Connection, incoming: list[Table]) -> tuple[int, int, int]:
    """Bring every table up to date; return how many rows are new, changed and gone."""
    pairs = list(zip(schema.PUBLISHED, incoming, strict=True))
    new = changed = gone = 0
    for target, source in pairs:
        changed += _change(connection, target, source)
        new += _add(connection, target, source)
    for target, source in reversed(pairs):  # rows before the offices they are of
        gone += _remove(connection, target, source)
    return new, changed, gone


def _same(target: Table, source: Table) -> ColumnElement[bool]:
    return and_(*(one == source.c[one.name] for one in target.primary_key))


def _change(connection: Connection, target: Table, source: Table) -> int:
    rest = [one for one in target.columns if not one.primary_key]
    differs = or_(*(one.is_distinct_from(source.c[one.name]) for one in rest))
    statement = (
        update(target)
        .values({one.name: source.c[one.name] for one in rest})
        .where(_same(target, source), differs)
    )
    return _done(connection, statement)


def _add(connection: Connection, target: Table, source: Table) -> int:
    there = select(1).where(_same(target, source)).exists()
    names = target.columns.keys()
    chosen = select(*(source.c[one] for one in names)).where(~there)
    return _done(connection, insert(target).from_select(names, chosen))


def _remove(connection: Connection, target: Table, source: Table) -> int:
    still = select(1).where(_same(target, source)).exists()
    return _done(connection, delete(target).where(~still))


def _done(connection: Connection, statement: UpdateBase) -> int:
    """Execute a statement and return how many rows it wrote."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _note(connection: Connection, book: Book, *, with_own: bool) -> None:
    """Write what the database now holds, whose, and since when."""
    connection.execute(delete(schema.version))
    connection.execute(
        insert(schema.version).values(
            version=schema.VERSION,
            office_uid=book.origin,
            office_name=book.name,
            program_version=__version__,
            with_own=with_own,
            published_at=func.now(),
        )
    )

"""What can be read of a book's file that is not open, or not of this schema: rows and hashes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from desktop.storage import keys
from desktop.storage.engine import connect, make_engine, translated
from desktop.storage.registers import SPECS

_PLAIN = b"SQLite format 3\x00"


def is_plain(path: Path) -> bool:
    """Tell whether a file that no connection of ours has open is readable without a passphrase.

    Raises `OSError`.
    """
    with path.open("rb") as stream:
        return stream.read(len(_PLAIN)) == _PLAIN


def origin_of(path: Path) -> str:
    """Return the uid of the office whose book a file is.

    Raises the sentences of the environment, `DamagedFile` and `NeedsPassphrase` among them; an
    empty text stands for a book without its office.
    """
    with _reading(path) as connection:
        found = connection.exec_driver_sql(
            "SELECT uid FROM offices WHERE own AND deleted_at IS NULL"
        ).scalar()
        return str(found or "")


def counts_of(path: Path) -> dict[str, int]:
    """Return how many rows each register of a file holds, the recycle bin left out.

    Raises the sentences of the environment.
    """
    with _reading(path) as connection:
        return {
            name: int(
                connection.exec_driver_sql(
                    f"SELECT count(*) FROM {name} WHERE deleted_at IS NULL"  # noqa: S608 - ours
                ).scalar_one()
            )
            for name in _registers(connection)
        }


def version_of(path: Path) -> int:
    """Return the schema of a file; raises the sentences of the environment."""
    with _reading(path) as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def hashes_of(path: Path) -> dict[str, dict[str, str]]:
    """Return per register the content hash of each row by its uid, the recycle bin left out.

    Raises the sentences of the environment.
    """
    with _reading(path) as connection:
        return {
            name: {
                str(uid): str(content)
                for uid, content in connection.exec_driver_sql(
                    f"SELECT uid, content_hash FROM {name} WHERE deleted_at IS NULL"  # noqa: S608
                )
            }
            for name in _registers(connection)
        }


def require_alone(path: Path) -> None:
    """Raise `FileLocked` while another program uses a closed book, `DamagedFile` for a bad one.

    What a killed program left half done is rolled back.
    """
    with translated(path):
        connection = connect(path, "rw", keys.key_of(path))
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()


def _registers(connection: Connection) -> list[str]:
    """Return the registers that the file has; one of an older schema may lack some."""
    present = {
        str(row[0])
        for row in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
    }
    return [name for name in SPECS if name in present]


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    engine = make_engine(path, mode="ro")
    try:
        with translated(path), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()

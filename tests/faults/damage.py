"""What another program, or a bad disk, does to a book's file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2


def changed(path: Path, *statements: str) -> None:
    """Run statements on a plain book by SQLite alone, as another program would."""
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def zeroed(content: bytes, number: int, size: int = 4096) -> bytes:
    """A file's bytes with one page, counted from 1, of zeros."""
    return content[: (number - 1) * size] + bytes(size) + content[number * size :]

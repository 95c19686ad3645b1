"""A deed whose rolling back failed, too: its journal lies there while the book is still open."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlcipher3.dbapi2

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book


def test_reading_goes_on_after_a_rolling_back_that_failed(book: Book) -> None:
    registers.save(book, "members", {"full_name": "Nguyễn Văn An", "status": "official"})
    journal = book.path.with_name(book.path.name + "-journal")
    kept = journal.with_name("kept")
    connection = sqlcipher3.dbapi2.connect(str(book.path), isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")  # pages go to the file before the commit
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE members SET full_name = 'x', search_text = zeroblob(100000)")
    shutil.copy(journal, kept)
    torn = book.path.read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    _overwrite(book.path, torn)
    kept.rename(journal)
    names = [row.values["full_name"] for row in registers.page(book, Query("members")).rows]
    assert names == ["Nguyễn Văn An"]
    assert not journal.exists()


def _overwrite(path: Path, content: bytes) -> None:
    with path.open("r+b") as stream:
        stream.write(content)
        stream.truncate()

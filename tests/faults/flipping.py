"""Changed bits: where, what is told of them, and what a book holds, all of it, to be compared."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.core.errors import Problem
from desktop.services import books
from desktop.storage.engine import make_engine

TOLD, HARMLESS, LOST = "told", "harmless", "lost"
_INDEX = "search_index"
_WORDS = "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_index, instance)"


def flips(size: int, number: int, seed: str) -> Iterator[tuple[int, int]]:
    """So many random bits of a file of `size` bytes: the byte's place, the bit as a mask."""
    chance = random.Random(seed)
    for _one in range(number):
        yield chance.randrange(size), 1 << chance.randrange(8)


def flipped(whole: bytes, place: int, bit: int) -> bytes:
    """A file's bytes with one bit changed."""
    return whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]


def contents(path: Path) -> dict[str, Any]:
    """All that a book holds: every row of every table with every column, and what it finds.

    Not the numbers that SQLite has given out: a greater one only leaves a gap.
    """
    engine = make_engine(path)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.text_factory = bytes
            named = "SELECT CAST(name AS BLOB) FROM sqlite_schema WHERE type = 'table' ORDER BY 1"
            names = [name.decode() for (name,) in raw.execute(named).fetchall()]
            found: dict[str, Any] = {
                name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
                for name in names
                if not name.startswith(("sqlite_", _INDEX))
            }
            found["schema"] = sorted(
                raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall(),
                key=repr,
            )
            raw.execute(_WORDS)
            found["words"] = raw.execute("SELECT term, doc, offset FROM words").fetchall()
            beginnings = sorted({word[:size] for word, *_at in found["words"] for size in (1, 2)})
            for one in beginnings:
                asked = ('"' + one.decode() + '"*',)
                rows = raw.execute(f"SELECT rowid FROM {_INDEX}(?) ORDER BY 1", asked)
                found[f"found by {one!r}"] = rows.fetchall()
            for mark in ("user_version", "application_id"):
                found[mark] = raw.execute(f"PRAGMA {mark}").fetchone()[0]
            return found
    finally:
        engine.dispose()


def outcome(path: Path, was: dict[str, Any]) -> str:
    """What becomes of a damaged book: `TOLD`, `HARMLESS` (it holds what it held) or `LOST`.

    Opening it must end in a sentence or in a book; whatever else is raised fails the test.
    """
    report = books.check_file(path)
    assert all(isinstance(one, str) and one for one in report.problems)
    try:
        books.open_book(path).close()
    except Problem:
        return TOLD
    if not report.ok:
        return TOLD
    return HARMLESS if contents(path) == was else LOST

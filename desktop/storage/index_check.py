"""Comparing the search index with the search texts that it is made of.

The index keeps no texts of its own, so SQLite's check of it sees only its own structure. Here a
fresh index is made in memory, and both must have the same words at the same places, and find the
same rows by every beginning of up to three letters.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from desktop.storage.registers import TABLES
from desktop.storage.search import SHIFT

_PREFIXES: Final = (1, 2, 3)  # as the index is declared
_FRESH: Final = """
CREATE VIRTUAL TABLE temp.fresh_index USING fts5(
    words, content='', prefix='1 2 3', tokenize="unicode61 remove_diacritics 0"
)
"""
_MADE: Final = ("index_words", "fresh_words", "fresh_index")


def wrong_index(connection: Connection) -> bool:
    """Tell whether the search index has other words, rows or beginnings than the registers.

    Damage that SQLite notices itself is raised as its error.
    """
    raw: Any = connection.connection.driver_connection
    _forget(raw)
    try:
        _fill(raw)
        found, _starts = _words(raw, "main", "search_index", "index_words")
        wanted, starts = _words(raw, "temp", "fresh_index", "fresh_words")
        return found != wanted or any(
            _by_beginning(raw, "main.search_index", one)
            != _by_beginning(raw, "temp.fresh_index", one)
            for one in starts
        )
    finally:
        _forget(raw)


def _fill(raw: Any) -> None:
    raw.execute(_FRESH)
    for register, place in raw.execute("SELECT register, place FROM search_places").fetchall():
        if register in TABLES:
            texts = f"SELECT ? + id, search_text FROM {register}"  # noqa: S608 - declared names
            fill = f"INSERT INTO temp.fresh_index (rowid, words) {texts}"
            raw.execute(fill, (place << SHIFT,))


def _words(raw: Any, schema: str, index: str, name: str) -> tuple[int, set[str]]:
    """Return a sum over all words with their places in an index, and the beginnings of words."""
    raw.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({schema}, {index}, instance)")
    total = 0
    terms = set()
    for one in raw.execute(f"SELECT term, doc, offset FROM temp.{name}"):  # noqa: S608 - our own name
        total += hash(one)
        terms.add(one[0])
    return total, {term[:size] for term in terms for size in _PREFIXES if len(term) >= size}


def _by_beginning(raw: Any, index: str, start: str) -> int:
    table = index.rpartition(".")[2]
    rows = raw.execute(
        f"SELECT rowid FROM {index} WHERE {table} MATCH ?",  # noqa: S608 - our own name
        (f'"{start}"*',),
    )
    return sum(hash(one) for one in rows)


def _forget(raw: Any) -> None:
    for name in _MADE:
        raw.execute(f"DROP TABLE IF EXISTS temp.{name}")

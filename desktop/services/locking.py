"""Locking an open encrypted book while nobody uses it, and opening it again in the same place.

A locked book keeps its place in the window, but this process has neither a connection to it nor
its key: what was read of it into the window stays hidden there until the passphrase comes again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.core.recovery_key import parse
from desktop.services import protection
from desktop.storage import keys, unlocking
from desktop.storage.book import Book
from desktop.storage.keys import BookKey


def rest(book: Book) -> None:
    """Close a book's connections and forget every key; nothing may be using the book."""
    book.close()
    keys.lock_all()


def wake(book: Book, passphrase: str) -> None:
    """Open a locked book's connections again.

    A book that was still in use when its window was locked is open; then the passphrase is only
    compared. Raises `WrongPassphrase`, `DamagedFile` and the sentences of the environment; the
    book is then as it was.
    """
    known = keys.key_of(book.path)
    if known is not None:
        _compare(book, known, keys.derive(passphrase, known.salt))
        return
    protection.unlock(book.path, passphrase)
    book.open_again()


def wake_by_recovery(book: Book, typed: str) -> None:
    """Do as `wake` with the recovery key that was typed from its sheet.

    Raises `WrongRecoveryKey`, too.
    """
    known = keys.key_of(book.path)
    if known is not None:
        given = parse(typed)
        _compare(book, known, BookKey(given.key, given.salt))
        return
    protection.unlock_by_recovery(book.path, typed)
    book.open_again()


def carry(path: Path) -> Callable[[], None]:
    """Return what lets an open book be opened again after it was closed, without asking anybody.

    For work that closes the book and may leave it as it was.
    """
    key = keys.key_of(path)

    def remember() -> None:
        if key is not None:
            keys.remember(path, key)

    return remember


def _compare(book: Book, known: BookKey, given: BookKey) -> None:
    if not unlocking.same_key(known, given):
        raise unlocking.wrong_passphrase(book.path)

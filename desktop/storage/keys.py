"""The keys of encrypted books, in the memory of this process only.

A book's key is the one that SQLCipher 4 itself would derive from the passphrase (PBKDF2 over
HMAC-SHA512, 256,000 rounds, the file's first 16 bytes as salt), so that other SQLCipher tools
open the file with the passphrase. It is derived once, kept here, and handed to every further
connection as it is. Nothing of it is ever written, logged or shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

from desktop.storage.holding import is_open_here

ROUNDS = 256_000
KEY_BYTES = 32
SALT_BYTES = 16
PAGE_BYTES = 4096
PLAIN_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True, repr=False)
class BookKey:
    """The key of an encrypted book: the raw key (32 bytes) and the file's salt (16 bytes)."""

    key: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Show nothing of the key: what is shown ends in logs."""
        return "BookKey(…)"

    def literal(self) -> str:
        """Return the key as SQLCipher reads a raw one; only for its own statements."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


def fresh_salt() -> bytes:
    """Return the salt of a file that is to be encrypted anew."""
    return os.urandom(SALT_BYTES)


def derive(passphrase: str, salt: bytes) -> BookKey:
    """Return the key that a passphrase gives with a salt; a quarter of a second's work."""
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return BookKey(hashlib.pbkdf2_hmac("sha512", words, salt, ROUNDS, KEY_BYTES), salt)


_keys: dict[str, BookKey] = {}
_guard = RLock()


def remember(path: Path, key: BookKey) -> None:
    """Keep the key of a book until `forget`, or until the book is closed."""
    with _guard:
        _keys[os.path.realpath(path)] = key


def forget(path: Path) -> None:
    """Forget the key of a book; other files keep theirs."""
    with _guard:
        _keys.pop(os.path.realpath(path), None)


def lock_all() -> None:
    """Forget every key."""
    with _guard:
        _keys.clear()


def key_of(path: Path) -> BookKey | None:
    """Return the key that fits an encrypted file, or None (also for a plain or new file).

    A copy of a book whose key is known has the same salt and opens with the same key. Raises
    `OSError` when the file can't be read.
    """
    with _guard:
        if not _keys:
            return None
        if is_open_here(path):
            return _of_open(path)
        salt = salt_of(path)
        own = _keys.get(os.path.realpath(path))
        known = [own, *_keys.values()] if own is not None else list(_keys.values())
    return next((one for one in known if one.salt == salt), None)


def _of_open(path: Path) -> BookKey | None:
    """Return the key of a file that is open here, found without touching the file."""
    own = _keys.get(os.path.realpath(path))
    if own is not None:
        return own
    for name, key in _keys.items():  # the same file under another name
        with contextlib.suppress(OSError):  # a stick that is gone, a folder without rights
            if path.samefile(name):
                return key
    return None


def salt_of(path: Path) -> bytes:
    """Return a file's first 16 bytes: an encrypted book's salt; b'' for a file not there."""
    try:
        with path.open("rb") as stream:
            return stream.read(SALT_BYTES)
    except (FileNotFoundError, IsADirectoryError):
        return b""

"""What lies beside an encrypted book: `<name>.gsdb.khoa`, by which a wrong passphrase is told.

SQLCipher says the same of a wrong passphrase and of a damaged first page. The small JSON file
holds for each salt a salted verifier of the key, never the key: trying passphrases on it costs
as much as trying them on the book itself. While a passphrase is changed it holds the old and the
new one, so that the book opens whenever the change is cut off. A book opens without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.core.errors import EnvironmentProblem
from desktop.platform.atomic import atomic_write
from desktop.storage.keys import PAGE_BYTES, ROUNDS, SALT_BYTES, BookKey

SUFFIX = ".khoa"
VERSION = 1
_RANDOM = 240  # of 256: how many byte values a page of random bytes has at the least
_KNOWN = (
    *(b"PK", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"BZh", b"ID3"),
    *(b"\xff\xd8\xff", b"\x89PNG", b"MZ", b"\x7fELF", b"\xfd7zXZ", b"SQLite format"),
)
_MOST = 4  # verifiers of a file: each may have to be tried, which takes a quarter of a second
_LONGEST = 65_536  # bytes of the file; a longer one is not ours


@dataclass(frozen=True)
class Verifier:
    """What tells whether a key is that of a salt; bytes as hexadecimal, a day as ISO text."""

    salt: str
    verifier_salt: str
    verifier: str
    recovery_tested: str | None = None

    def is_sound(self) -> bool:
        """Tell whether its parts are of the kinds that they are written as."""
        texts = (self.salt, self.verifier_salt, self.verifier)
        return (
            all(isinstance(one, str) and one.isascii() for one in texts)
            and len(bytes.fromhex(self.salt)) == SALT_BYTES
            and isinstance(self.recovery_tested, str | None)
        )

    def of(self, salt: bytes) -> bool:
        """Tell whether this is the verifier of a book with that salt."""
        return self.salt == salt.hex()

    def fits(self, key: BookKey) -> bool:
        """Tell whether the key is the right one."""
        wanted = _verifier(key, self.verifier_salt)
        return self.of(key.salt) and hmac.compare_digest(wanted, self.verifier)


def verifier_of(key: BookKey, recovery_tested: str | None = None) -> Verifier:
    """Return a fresh verifier of a key."""
    salt = os.urandom(SALT_BYTES).hex()
    return Verifier(key.salt.hex(), salt, _verifier(key, salt), recovery_tested)


def _verifier(key: BookKey, salt: str) -> str:
    return hmac.new(key.key, b"guongsang verifier 1" + salt.encode(), hashlib.sha256).hexdigest()


def place_of(book: Path) -> Path:
    """Return where a book's verifier lies."""
    return book.with_name(book.name + SUFFIX)


def read(book: Path) -> tuple[Verifier, ...]:
    """Return the verifiers beside a book; none when the file is missing or not as written."""
    try:
        data = place_of(book).read_bytes()[: _LONGEST + 1]
        content = json.loads(data) if len(data) <= _LONGEST else {}
        body = content["books"]
        if content["version"] != VERSION or content["check"] != _check(body):
            return ()
        found = tuple(Verifier(**one) for one in body[:_MOST])
        return found if all(one.is_sound() for one in found) else ()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def write(book: Path, verifiers: Iterable[Verifier]) -> None:
    """Write the verifiers of a book beside it, whole or not at all.

    Raises the sentences of the environment.
    """
    body = [asdict(one) for one in verifiers]
    content = {"version": VERSION, "rounds": ROUNDS, "books": body, "check": _check(body)}
    with atomic_write(place_of(book)) as stream:
        stream.write(json.dumps(content, indent=1).encode())


def remove(book: Path) -> None:
    """Remove a book's verifier; one that can't be removed does no harm."""
    with contextlib.suppress(OSError):
        place_of(book).unlink(missing_ok=True)


def copy(book: Path, target: Path, key: BookKey | None = None) -> None:
    """Lay a book's verifiers beside a copy of the book; a copy opens without them too.

    With its key it is the verifier of that key, made anew where the book has lost it. A copy of
    what has none has none.
    """
    found = [one for one in read(book) if key is None or one.fits(key)]
    if key is not None and not found:
        found = [verifier_of(key)]
    _leave(target, found)


def bring(book: Path, target: Path) -> None:
    """Lay all verifiers that stand beside a book beside another file of it; none, none."""
    if found := read(book):
        with contextlib.suppress(EnvironmentProblem):
            write(target, found)


def settle(book: Path, known: Iterable[Verifier], key: BookKey | None = None) -> None:
    """Leave beside a closed book the verifier of its salt alone, none beside a plain one.

    `known` are those that may be of it; where none is, `key` gives it anew. What can't be written
    does no harm. Raises `OSError` when the book can't be read.
    """
    with book.open("rb") as stream:
        salt = stream.read(SALT_BYTES)
    mine = [one for one in known if one.of(salt)]
    mine = sorted(mine, key=lambda one: not one.recovery_tested)[:1]
    if not mine and key is not None and key.salt == salt:
        mine = [verifier_of(key)]
    _leave(book, mine)


def _leave(book: Path, found: Sequence[Verifier]) -> None:
    """Have these verifiers alone beside a book; what can't be written does no harm."""
    if not found:
        remove(book)
        return
    with contextlib.suppress(EnvironmentProblem):
        write(book, found)


def _check(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def looks_encrypted(book: Path, head: bytes, size: int) -> bool:
    """Tell by a file's first page whether it may be an encrypted book: its verifier, or chance.

    An encrypted file has no sign of its own; its pages look like random bytes.
    """
    if any(one.of(head[:SALT_BYTES]) for one in read(book)):
        return True
    whole = size > 0 and size % PAGE_BYTES == 0 and len(head) >= PAGE_BYTES
    return whole and len(set(head[:PAGE_BYTES])) >= _RANDOM and not head.startswith(_KNOWN)

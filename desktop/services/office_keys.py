"""The key that the office of a book signs with: made, kept in the clerk's profile, replaced.

The key's file lies in the profile of this user on this machine, not in the book: who copies a book
can't sign for its office. The book only notes the public key, so that a key that is not here any
more can be told from one that never was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.exchange.signing import OfficeKey, fingerprint, load_key, new_key, save_key
from desktop.platform.paths import user_data_dir
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Office

__all__ = [
    "ANEW",
    "KeyState",
    "Replaced",
    "key_of",
    "key_path",
    "make_ready",
    "note_used",
    "own_key",
    "replace_key",
    "state_of",
    "was_used",
]

ANEW = (
    "Nơi nhận chưa biết khóa chữ ký này: hãy gọi điện để nơi nhận đối chiếu mã khóa "
    "rồi công nhận lại cơ quan."
)
"""What must be told upward of a key that nothing was sent with before."""


@dataclass(frozen=True)
class KeyState:
    """What is known of the office's key; `fingerprint` '' where there is none on this machine.

    `lost` says that the book knows of a key whose file is not here: the next one is another.
    `used` says that something was sent with the key, so that the receiver can know it.
    """

    fingerprint: str
    lost: bool
    used: bool


@dataclass(frozen=True)
class Replaced:
    """A key that took the place of another, and the words that must be told upward."""

    fingerprint: str
    words: str


def key_path(book: Book) -> Path:
    """Return the file of the key of a book's office; it need not exist."""
    name = book.origin
    if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        name = hashlib.sha256(name.encode()).hexdigest()  # a foreign book's uid is no path
    return user_data_dir() / "keys" / f"{name}.key"


def key_of(book: Book, passphrase: str | None = None) -> OfficeKey | None:
    """Return the office's key, None when there is none on this machine.

    Raises what `signing.load_key` raises for a file that can't be read.
    """
    path = key_path(book)
    return load_key(path, passphrase) if path.exists() else None


def own_key(book: Book, passphrase: str | None = None) -> OfficeKey:
    """Return the office's key; it is made when there is none, and noted in the book.

    With a passphrase a new file is protected by it. Raises what `signing.load_key` and
    `signing.save_key` raise.
    """
    key = make_ready(book, passphrase)
    with book.read() as session:
        noted = _own(session).public_key
    if noted != key.public:
        _note(book, key, "Lập khóa chữ ký của cơ quan" if not noted else "Ghi khóa chữ ký mới")
    return key


def make_ready(book: Book, passphrase: str | None = None) -> OfficeKey:
    """Return the office's key, made when there is none; the book is not written to."""
    key = key_of(book, passphrase)
    if key is None:
        key = new_key()
        save_key(key_path(book), key, passphrase)
    return key


def replace_key(book: Book, passphrase: str | None = None) -> Done[Replaced]:
    """Put a new key in place of the office's, also of one that is lost or can't be read.

    What was signed with the old key stays as it is. Raises the sentences of the environment.
    """
    key = new_key()
    save_key(key_path(book), key, passphrase)
    done = _note(book, key, "Thay khóa chữ ký của cơ quan")
    shown = fingerprint(key.public)
    words = (
        f"Cơ quan đã thay khóa chữ ký. Mã khóa mới: {shown}. Đề nghị nơi nhận «Quên khóa chữ ký» "
        "của cơ quan, rồi nhận bộ dữ liệu mới và công nhận lại sau khi đối chiếu mã khóa này."
    )
    return Done(Replaced(shown, words), done.changes)


def state_of(book: Book) -> KeyState:
    """Return what is known of the office's key; nothing is made, a protected file isn't opened."""
    with book.read() as session:
        own = _own(session)
        noted, used = own.public_key or "", was_used(session)
    there = key_path(book).exists()
    return KeyState(fingerprint(noted) if noted and there else "", bool(noted) and not there, used)


def was_used(session: Session, key: OfficeKey | None = None) -> bool:
    """Tell whether something was sent with the key (default: with the one noted in the book)."""
    own = _own(session)
    return own.known_on is not None and (key is None or own.public_key == key.public)


def note_used(session: Session) -> None:
    """Note within an open deed that something was sent with the office's key."""
    own = _own(session)
    if own.known_on is None:
        own.known_on = date.today()  # noqa: DTZ011 - the clerk's own calendar day


def _note(book: Book, key: OfficeKey, words: str) -> Done[None]:
    with book.write(words) as session:
        own = _own(session)
        own.public_key = key.public
        own.known_on = None
        return Done(None, changes_of(session))


def _own(session: Session) -> Office:
    return session.scalars(select(Office).where(Office.own, Office.deleted_at.is_(None))).one()

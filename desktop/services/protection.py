"""A book's passphrase: setting, changing and removing it, unlocking and locking the book.

Setting, changing and removing want the book closed, by this program and by others. The paper
with the recovery key opens what the passphrase of its day opens: after a change the old paper
opens only copies made before.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.core.errors import (
    BookProblem,
    Cancelled,
    EnvironmentProblem,
    InvalidValues,
    NeedsPassphrase,
    UserProblem,
)
from desktop.core.passphrases import weakness
from desktop.core.recovery_key import RecoveryKey, mark_of, parse
from desktop.services import backup_shelf, backups, books
from desktop.services.backup_shelf import Kept, Reason
from desktop.storage import keys, rekeying, unlocking, verifiers
from desktop.storage.book import SUFFIX, Book
from desktop.storage.engine import translated
from desktop.storage.holding import is_open_here
from desktop.storage.keys import BookKey

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Protection:
    """How a file is protected: `verifier` is whether a wrong passphrase is told for sure."""

    encrypted: bool
    unlocked: bool
    verifier: bool


def state_of(path: Path) -> Protection:
    """Return how a book is protected.

    Raises the sentences of the environment, `ForeignFile`, `DamagedFile`.
    """
    encrypted = unlocking.is_encrypted(path)
    unlocked = encrypted and _key_of(path) is not None
    return Protection(encrypted, unlocked, encrypted and bool(verifiers.read(path)))


# opening


def unlock(path: Path, passphrase: str) -> None:
    """Let this process open an encrypted book until it is closed; a plain book needs nothing.

    Raises `WrongPassphrase`, `DamagedFile`, `ForeignFile` and the sentences of the environment.
    """
    if unlocking.is_encrypted(path):
        keys.remember(path, unlocking.key_by_passphrase(path, passphrase))


def unlock_by_recovery(path: Path, typed: str) -> None:
    """Let this process open an encrypted book by the recovery key as typed from paper.

    Raises `WrongRecoveryKey` (its sentence names the wrong groups), `WrongPassphrase` when the
    paper is of another book or older than the passphrase, and what `unlock` raises.
    """
    sheet = parse(typed)
    if unlocking.is_encrypted(path):
        keys.remember(path, unlocking.key_by_recovery(path, sheet.key, sheet.salt))


def lock(path: Path) -> None:
    """Forget a book's key; the book is closed first by whoever has it open."""
    keys.forget(path)


def forget_closed(path: Path) -> None:
    """Forget a book's key unless this process has the book open."""
    if not is_open_here(path):
        keys.forget(path)


# setting, changing, removing


def require_strong(passphrase: str) -> None:
    """Raise `InvalidValues` (field `passphrase`) for a passphrase that protects nothing."""
    told = weakness(passphrase)
    if told:
        raise InvalidValues({"passphrase": told})


def protect(
    path: Path, passphrase: str, progress: Progress | None = None, *, copies: bool = False
) -> RecoveryKey:
    """Encrypt a closed plain book, back the encrypted book up, and return its recovery key.

    The book may then be opened without asking. With `copies` the automatic copies made before
    are encrypted, too; `plain_copies` tells what is left. Raises `InvalidValues` for a weak
    passphrase, `UserProblem` for a book that is encrypted or open, and the
    sentences of `storage.rekeying`; the book is then as it was.
    """
    require_strong(passphrase)
    if unlocking.is_encrypted(path):
        raise UserProblem(f"Sổ «{path.name}» đã có mật khẩu. Hãy dùng «Đổi mật khẩu» nếu muốn đổi.")
    _try_open(path)
    new = keys.derive(passphrase, keys.fresh_salt())
    rekeying.rekey(path, None, new, progress)
    sheet = _settled(path, new)
    if copies:
        # the book itself is done; cancelled or without room, the rest stays as it was
        with contextlib.suppress(Cancelled, EnvironmentProblem):
            protect_copies(path, progress)
    return sheet


def change(path: Path, old: str, new: str, progress: Progress | None = None) -> RecoveryKey:
    """Give a closed encrypted book another passphrase; return its new recovery key.

    The book is backed up before, under the old passphrase, and after, under the new one. Raises
    `WrongPassphrase` and what `protect` raises.
    """
    require_strong(new)
    _require_encrypted(path)
    return _change(path, unlocking.key_by_passphrase(path, old), new, progress)


def change_by_recovery(
    path: Path, typed: str, new: str, progress: Progress | None = None
) -> RecoveryKey:
    """Give a closed encrypted book another passphrase by its recovery key: the old is forgotten.

    Raises `WrongRecoveryKey` and what `change` raises.
    """
    require_strong(new)
    sheet = parse(typed)
    _require_encrypted(path)
    return _change(path, unlocking.key_by_recovery(path, sheet.key, sheet.salt), new, progress)


def remove(path: Path, passphrase: str, progress: Progress | None = None) -> None:
    """Make a closed encrypted book a plain one again; copies made before stay encrypted.

    Raises `WrongPassphrase` and what `protect` raises.
    """
    _require_encrypted(path)
    old = unlocking.key_by_passphrase(path, passphrase)
    _back_up(path, old)
    rekeying.rekey(path, old, None, progress)
    keys.forget(path)


def _change(path: Path, old: BookKey, words: str, progress: Progress | None) -> RecoveryKey:
    new = keys.derive(words, keys.fresh_salt())
    _back_up(path, old)
    rekeying.rekey(path, old, new, progress)
    return _settled(path, new)


def _require_encrypted(path: Path) -> None:
    if not unlocking.is_encrypted(path):
        raise UserProblem(f"Sổ «{path.name}» không có mật khẩu.")


def _try_open(path: Path) -> None:
    """Open and close a book: an older one is brought up to date, a bad one is refused."""
    books.open_book(path).close()


def _back_up(path: Path, key: BookKey) -> None:
    keys.remember(path, key)
    backups.before_path(path, Reason.PROTECTION)


def _settled(path: Path, new: BookKey) -> RecoveryKey:
    """Remember the new key, and have a backup that the new passphrase opens.

    The exchange is done: a backup that can't be made is made at the next moment for one.
    """
    keys.remember(path, new)
    with contextlib.suppress(EnvironmentProblem):
        backups.before_path(path, Reason.PROTECTION)
    return RecoveryKey(new.key, new.salt)


# copies made before


def plain_copies(path: Path) -> tuple[Path, ...]:
    """Return the automatic copies of a closed book that anybody can read."""
    kept = [one.path for one in backups.own_backups(path)]
    # as the first versions laid them before bringing a book up to date
    begin = f"{path.stem} ("
    beside = sorted(one for one in path.parent.glob(f"*{SUFFIX}") if one.name.startswith(begin))
    found = []
    for one in (*kept, *beside):
        with translated(one):
            if keys.salt_of(one) == keys.PLAIN_HEADER:
                found.append(one)
    return tuple(found)


def protect_copies(path: Path, progress: Progress | None = None) -> int:
    """Encrypt the plain copies of a closed, unlocked book with its key; return how many.

    A damaged copy stays as it is. Raises `NeedsPassphrase` when the book is locked, and the
    sentences of the environment; the copies encrypted until then stay so.
    """
    key = _key_of(path)
    if key is None:
        raise _locked(path)
    copies, done = plain_copies(path), 0
    for place, one in enumerate(copies):
        if progress is not None:
            progress(place, len(copies))
        with contextlib.suppress(BookProblem):
            _protect_copy(one, key)
            done += 1
    return done


def _protect_copy(path: Path, key: BookKey) -> None:
    kept = backup_shelf.kept_at(path)
    with translated(path):
        times = path.stat()
        rekeying.rekey(path, None, key)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # a copy's age is its file's
        if kept is not None and backup_shelf.beside(path, backup_shelf.MANIFEST_SUFFIX).exists():
            backup_shelf.write_manifest(_encrypted(kept))


def _encrypted(kept: Kept) -> Kept:
    """Return what is known of a copy after it was encrypted: no counts any more."""
    size, digest = kept.path.stat().st_size, backup_shelf.digest_of(kept.path)
    return replace(kept, size=size, sha256=digest, encrypted=True, counts=None, mark=None)


# the recovery key


def recovery_of(path: Path) -> RecoveryKey:
    """Return the recovery key of an unlocked book; raises `NeedsPassphrase` for a locked one."""
    key = _key_of(path)
    if key is None:
        raise _locked(path)
    return RecoveryKey(key.key, key.salt)


def recovery_fits(path: Path, typed: str) -> bool:
    """Tell whether what was typed from paper is the recovery key of an unlocked book.

    Raises `WrongRecoveryKey` when a sign is wrong, `NeedsPassphrase` for a locked book.
    """
    sheet, own = parse(typed), recovery_of(path)
    return unlocking.same_key(BookKey(sheet.key, sheet.salt), BookKey(own.key, own.salt))


def recovery_mark(path: Path) -> str:
    """Return the four signs that stand on the paper belonging to an encrypted book."""
    return mark_of(_salt_of(path))


def replaced_mark(book: Book) -> str:
    """Return the mark of the paper that a book's present one took the place of; '' for the first.

    The backups know it: before a passphrase is changed the book is backed up under the old one.
    """
    now = recovery_mark(book.path)
    for one in backups.own_backups(book):
        if one.reason is Reason.PROTECTION and one.encrypted:
            with translated(one.path):
                mark = mark_of(keys.salt_of(one.path))
            if mark != now:
                return mark
    return ""


def recovery_tested(path: Path) -> bool:
    """Tell whether the recovery key was once typed back from its paper."""
    salt = _salt_of(path)
    return any(one.of(salt) and one.recovery_tested for one in verifiers.read(path))


def mark_recovery_tested(path: Path) -> None:
    """Note that the recovery key of an unlocked book was typed back from its paper today.

    Raises `NeedsPassphrase` for a locked book and the sentences of the environment.
    """
    own = recovery_of(path)
    key = BookKey(own.key, own.salt)
    today = date.today().isoformat()  # noqa: DTZ011 - the clerk's own day
    known = [one for one in verifiers.read(path) if one.of(own.salt)]
    mine = known[0] if known else verifiers.verifier_of(key)
    verifiers.write(path, [replace(mine, recovery_tested=today)])


def _key_of(path: Path) -> BookKey | None:
    with translated(path):
        return keys.key_of(path)


def _salt_of(path: Path) -> bytes:
    key = _key_of(path)
    if key is not None:
        return key.salt
    with translated(path):
        return keys.salt_of(path)


def _locked(path: Path) -> NeedsPassphrase:
    return NeedsPassphrase(
        f"«{path.name}» được bảo vệ bằng mật khẩu. Hãy nhập mật khẩu của sổ để mở."
    )

"""A book's passphrase: setting, changing and removing it, unlocking and locking the book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.storage import keys, unlocking, verifiers
from desktop.storage.engine import translated


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
    with translated(path):
        unlocked = encrypted and keys.key_of(path) is not None
    return Protection(encrypted, unlocked, encrypted and bool(verifiers.read(path)))


def unlock(path: Path, passphrase: str) -> None:
    """Let this process open an encrypted book until it is closed; a plain book needs nothing.

    Raises `WrongPassphrase`, `DamagedFile`, `ForeignFile` and the sentences of the environment.
    """
    if unlocking.is_encrypted(path):
        keys.remember(path, unlocking.key_by_passphrase(path, passphrase))


def lock(path: Path) -> None:
    """Forget a book's key; the book is closed first by whoever has it open."""
    keys.forget(path)

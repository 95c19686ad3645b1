"""The calls of the services for repairing a book; all run on a worker thread."""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.platform.single_instance import BookLock


@dataclass(frozen=True)
class Outcome:
    """What a repair gave: the new book, what to tell in short, and every line of the list."""

    path: Path
    summary: tuple[str, ...]
    lines: tuple[str, ...]


def target_beside(path: Path) -> Path:
    """Return the name that the repaired book will have."""
    from desktop.services.repairing import target_beside

    return target_beside(path)


def repair(path: Path, progress: Any = None) -> Outcome:
    """Recover a damaged book into a new one beside it. Raises the sentences of the service."""
    from desktop.services import repairing

    with BookLock(path):
        made = repairing.repair(path, repairing.target_beside(path), progress)
    short = made.summary
    return Outcome(made.path, short, tuple(repairing.lines(made)[len(short) :]))


def put_in_place(repaired: Path, damaged: Path) -> Path:
    """Put the repaired book in the damaged one's place, which is kept under another name."""
    from desktop.services import repairing

    with BookLock(damaged):
        return repairing.put_in_place(repaired, damaged)

"""The window's calls of the services for what was done: undoing, doing again, history, finding.

Every function here runs on a worker thread; see `ui.gateway`.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.finding_everywhere import Group
    from desktop.services.history import History
    from desktop.services.undoing import Deeds

Progress = Callable[[int, int], Any]


def last_deeds(book: Book) -> Deeds:
    """Return the last deeds; of those that come next also how many records they wrote."""
    from desktop.services import undoing

    return undoing.last_deeds(book)


def deeds_done(book: Book) -> Deeds:
    """Return the last deeds, each with how many records it wrote."""
    from desktop.services import undoing

    return undoing.last_deeds(book, counted=True)


def undo(book: Book, batch: str, progress: Progress | None = None) -> Done[str]:
    """Undo a deed and return its words."""
    from desktop.services import undoing

    return undoing.undo(book, batch, progress)


def redo(book: Book, progress: Progress | None = None) -> Done[str]:
    """Do again what was undone last and return its words."""
    from desktop.services import undoing

    return undoing.redo(book, progress)


def undo_to(book: Book, batch: str, progress: Progress | None = None) -> Done[tuple[str, ...]]:
    """Undo a deed and all later ones; return their words."""
    from desktop.services import undoing

    return undoing.undo_to(book, batch, progress)


def redo_to(book: Book, batch: str, progress: Progress | None = None) -> Done[tuple[str, ...]]:
    """Do again what was undone, as far as a deed; return the words."""
    from desktop.services import undoing

    return undoing.redo_to(book, batch, progress)


def history(book: Book, register: str, row_id: int) -> History:
    """Return what was done to a record."""
    from desktop.services.history import history

    return history(book, register, row_id)


def find_everywhere(
    book: Book, typed: str, deleted: bool, progress: Any = None
) -> tuple[Group, ...]:
    """Return the records of all registers that hold the words; a cancelled job stops early."""
    from desktop.services.finding_everywhere import find

    stopped = None if progress is None else lambda: bool(progress.cancelled)
    return find(book, typed, deleted=deleted, cancelled=stopped)

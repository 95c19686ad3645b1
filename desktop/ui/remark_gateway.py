"""What the strip of remarks at a record asks of the services."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.remarks import RemarkLine


def open_on(book: Book, register: str, uid: str) -> Sequence[RemarkLine]:
    """Return what came from above about a record and isn't settled (on the reading thread)."""
    from desktop.services import remarks

    return [one for one in remarks.remarks_on(book, register, uid) if not one.settled]


def settle(book: Book, remark: int, settled: bool = True) -> Done[int]:
    """Mark a remark as settled, or take that back (on the writing thread)."""
    from desktop.services import remarks

    return remarks.settle(book, [remark], settled)

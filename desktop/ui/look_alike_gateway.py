"""The window's calls of the services for people who are in the book twice; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.core.register import Row
    from desktop.services.books import Book
    from desktop.services.likeness import Pair
    from desktop.services.registers import UnitNode
    from desktop.services.side_by_side import Both

Progress = Callable[[int, int], Any]


@dataclass(frozen=True)
class Looked:
    """What was found: pairs, the most certain first, and their units with those above them."""

    pairs: tuple[Pair, ...]
    units: tuple[UnitNode, ...]
    people: int  # how many of those an import added are in a pair; 0 when all were looked at


def look(book: Book, batch: str = "", progress: Progress | None = None) -> Looked:
    """Look for people who are twice in the book; with `batch`, for those it added alone."""
    from desktop.services import lookalikes, side_by_side

    added = frozenset(lookalikes.taken_in(book, batch)) if batch else None
    pairs = tuple(lookalikes.look_alikes(book, added, progress))
    people = {row for one in pairs for row in (one.first, one.second)} & (added or frozenset())
    return Looked(pairs, side_by_side.units_of(book, pairs), len(people))


def look_again(book: Book, pairs: Iterable[tuple[int, int]]) -> Looked:
    """Return which of some pairs are to be offered as the book is now."""
    from desktop.services import lookalikes, side_by_side

    found = tuple(lookalikes.still_alike(book, pairs))
    return Looked(found, side_by_side.units_of(book, found), 0)


def both(book: Book, first: int, second: int) -> Both:
    """Return two members side by side."""
    from desktop.services import side_by_side

    return side_by_side.both(book, first, second)


def merge(
    book: Book, keep: int, gone: int, values: Mapping[str, Any], revisions: tuple[int, int]
) -> Done[Row]:
    """Make one member of two, as they were at `revisions`."""
    from desktop.services import merging

    return merging.merge(book, keep, gone, values, revisions=revisions)


def say_different(book: Book, first: int, second: int) -> Done[None]:
    """Remember that two members are different people."""
    from desktop.services import lookalikes

    return lookalikes.say_different(book, first, second)


def take_back_different(book: Book, first: int, second: int) -> Done[None]:
    """Forget that two members are different people."""
    from desktop.services import lookalikes

    return lookalikes.take_back_different(book, first, second)

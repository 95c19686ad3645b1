"""The window's calls of the services for what happens to units; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.unit_lives import Foreseen, Moving

TOP = 0  # as `services.unit_lives.TOP`: in the place of a unit's id, the top of the tree


@dataclass(frozen=True)
class Merger:
    """What the clerk asks: units into another, or into a new one with these values."""

    units: tuple[int, ...]
    into: int | Mapping[str, Any]
    on: str  # ISO, may be partial


@dataclass(frozen=True)
class Dissolution:
    """What the clerk asks: a unit ends; who takes its members and the units below it."""

    unit: int
    on: str
    members_to: int | None = None
    units_to: int | None = None  # TOP: they come to stand at the top


@dataclass(frozen=True)
class Transfer:
    """What the clerk asks: everybody of a unit to another one."""

    unit: int
    to: int
    on: str


def foresee_merger(book: Book, asked: Merger) -> Foreseen:
    """Return what a merger would do."""
    from desktop.services import unit_lives

    into = asked.into if isinstance(asked.into, int) else None
    return unit_lives.foresee_merger(book, asked.units, into, asked.on)


def merge(book: Book, asked: Merger, progress: Any = None) -> Done[int]:
    """Merge units; the value is how many members moved."""
    from desktop.services import unit_lives

    return unit_lives.merge_units(book, asked.units, asked.into, asked.on, progress)


def foresee_dissolution(book: Book, asked: Dissolution) -> Foreseen:
    """Return what a dissolution would do."""
    from desktop.services import unit_lives

    return unit_lives.foresee_dissolution(
        book, asked.unit, asked.on, asked.members_to, asked.units_to
    )


def dissolve(book: Book, asked: Dissolution, progress: Any = None) -> Done[int]:
    """Dissolve a unit; the value is how many members moved."""
    from desktop.services import unit_lives

    return unit_lives.dissolve_unit(
        book, asked.unit, asked.on, asked.members_to, asked.units_to, progress
    )


def foresee_transfer(book: Book, asked: Transfer) -> Foreseen:
    """Return what moving everybody of a unit would do."""
    from desktop.services import unit_lives

    return unit_lives.foresee_transfer(book, asked.unit, asked.to, asked.on)


def transfer(book: Book, asked: Transfer, progress: Any = None) -> Done[int]:
    """Move everybody of a unit to another; the value is how many members moved."""
    from desktop.services import unit_lives

    return unit_lives.transfer_unit(book, asked.unit, asked.to, asked.on, progress)


def foresee_move(book: Book, units: Sequence[int], parent: int | None) -> Moving:
    """Return what moving units in the tree would do."""
    from desktop.services import unit_lives

    return unit_lives.foresee_move(book, units, parent)


def move(book: Book, units: Sequence[int], parent: int | None) -> Done[int]:
    """Move units in the tree; the value is how many were moved."""
    from desktop.services import unit_lives

    return unit_lives.move_units(book, units, parent)

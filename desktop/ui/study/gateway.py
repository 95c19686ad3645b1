"""What these windows ask of the services; each function runs on a worker thread (`ui.jobs`)."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.study import SessionSums, UnitRow, UnitsOfYear
    from desktop.services.study_units import Taken


def sums(book: Book, session_id: int) -> SessionSums:
    """Read the sums of a session."""
    from desktop.services import study

    return study.sums(book, session_id)


def numbers(book: Book, session_id: int) -> tuple[tuple[UnitRow, ...], int]:
    """Read the numbers of a session's units, and the bar."""
    from desktop.services import study

    return study.units_of(book, session_id), study.sums(book, session_id).bar


def save_numbers(book: Book, session_id: int, typed: Mapping[int, Mapping[str, Any]]) -> Done[int]:
    """Keep numbers that were typed."""
    from desktop.services import study

    return study.save_numbers(book, session_id, typed)


def root(book: Book) -> tuple[int, str] | None:
    """Return the unit below which all others stand, if there is one such."""
    from desktop.services import registers

    tops = [one for one in registers.tree(book) if one.parent_id is None and not one.ended]
    return (tops[0].id, tops[0].label) if len(tops) == 1 else None


def foresee_units(
    book: Book, session_id: int, unit_id: int | None, which: str, progress: Any = None
) -> Taken:
    """Return what taking units would do; `which` is a value of `services.study_units.Which`."""
    from desktop.services import study_units

    chosen = study_units.Which(which)
    return study_units.foresee_units(book, session_id, unit_id, chosen, progress)


def add_units(
    book: Book, session_id: int, unit_id: int | None, which: str, progress: Any = None
) -> Done[Taken]:
    """Put units on a session's list."""
    from desktop.services import study_units

    chosen = study_units.Which(which)
    return study_units.add_units(book, session_id, unit_id, chosen, progress)


def units_of_year(book: Book, year: int | None, subject: str) -> UnitsOfYear:
    """Read the units of a year's sessions, those below the bar first."""
    from desktop.services import study

    return study.units_of_year(book, year, subject)

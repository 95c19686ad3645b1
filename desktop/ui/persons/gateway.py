"""The window's calls of the services for persons' data; each runs on a worker thread."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from desktop.core.vietnamese.fold import clean

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.erasing import Erased, ErasingPlan
    from desktop.services.retention import Overkept

RECORD = "person-record"
"""The printed form of a person's whole record."""
OVERKEPT = "overkept"
"""What `PageContext.show_rows` calls the list of those whose data is kept for too long."""
Key = tuple[str, str]


def plan(book: Any, member: int, also: Collection[Key], progress: Any = None) -> ErasingPlan:
    """Return what erasing a member would do; a trial that is taken back: to be run as a write."""
    from desktop.services import erasing

    return erasing.plan(book, member, also, progress)


def erase(
    book: Any, member: int, reason: str, also: Collection[Key], progress: Any = None
) -> Done[Erased]:
    """Erase a member for good."""
    from desktop.services import erasing

    return erasing.erase(book, member, reason, also, progress)


def overkept(book: Any) -> tuple[Overkept, ...]:
    """Return whose data is kept longer than the rule asks."""
    from desktop.services import retention

    return retention.overkept(book)


def keep_on(book: Any, members: Sequence[int], reason: str) -> Done[int]:
    """Keep the data of members on for a year."""
    from desktop.services import retention

    return retention.keep_on(book, members, reason)


def same_name(typed: str, name: str) -> bool:
    """Tell whether what was typed is a name; capitals don't count."""
    return clean(typed).casefold() == clean(name).casefold()

"""The window's calls of the services for who did what: the clerk at work, notes, the log.

Every function here runs on a worker thread; see `ui.gateway`.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.audit import Asked, Log, Logged
    from desktop.services.books import Book


def known_clerks(book: Book) -> tuple[str, ...]:
    """Return the clerks who worked with the book."""
    from desktop.services import clerks

    return clerks.known(book)


def begin(book: Book, name: str, remember: bool) -> Done[str]:
    """Let a clerk be at work."""
    from desktop.services import clerks

    return clerks.begin(book, name, remember=remember)


def refused_clerk(name: str) -> str:
    """Return why a name can't be a clerk's, '' when it can; looks at nothing but the name."""
    from desktop.services import clerks

    return clerks.refused(name)


def rename_clerk(book: Book, name: str, corrected: str) -> Done[str]:
    """Write a clerk's name otherwise."""
    from desktop.services import clerks

    return clerks.rename(book, name, corrected)


def forget_clerk(book: Book, name: str) -> Done[None]:
    """Take a clerk off the list."""
    from desktop.services import clerks

    return clerks.forget(book, name)


def system_user() -> str:
    """Return the name of the system's user."""
    from desktop.services import clerks

    return clerks.system_user()


def note_left(
    book: Book,
    action: str,
    title: str,
    file: str,
    facts: Mapping[str, int],
    record: tuple[str, int] | None,
) -> Done[None]:
    """Note that something was printed or written into a file (`services.audit.note_left`)."""
    from desktop.core.terms import AuditAction
    from desktop.services import audit

    which = next(one for one in AuditAction if one.value == action)
    rows, pages = facts.get("rows"), facts.get("pages")
    return audit.note_left(book, which, title, file=file, rows=rows, pages=pages, record=record)


def asked_for(given: Mapping[str, Any]) -> Asked:
    """Return what is asked of the log by the options of its paper."""
    from desktop.services import audit_papers

    return audit_papers.asked_for(given)


def log(book: Book, given: Mapping[str, Any]) -> Log:
    """Return the deeds of a period."""
    from desktop.services import audit

    return audit.log(book, asked_for(given))


def log_clerks(book: Book) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return who stands in the log, and the kinds of entries with their words."""
    from desktop.services import audit, clerks

    return (*audit.clerks(book), clerks.NOBODY), audit.KINDS


def details(book: Book, deed: Logged) -> tuple[str, ...]:
    """Return what a deed did, line by line."""
    from desktop.services import audit

    return audit.details(book, deed)


def export(book: Book, given: Mapping[str, Any], target: Path) -> int:
    """Write the log of a period as .xlsx and return its lines."""
    from desktop.services import audit_papers

    return audit_papers.export(book, target, given)

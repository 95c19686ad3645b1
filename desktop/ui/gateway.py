"""The window's calls of the services, each imported when it is first needed.

The window must be painted before SQLAlchemy, ReportLab and the like are loaded, so nothing of
`desktop.services` is imported at the head of a module of the shell. Every function here
but `known_specs` runs on a worker thread (`ui.jobs`).
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.core.register import RegisterSpec
    from desktop.services.books import Backup, Book, CheckReport
    from desktop.services.submissions import Written

BOOK_SUFFIX = ".gsdb"
SUBMISSION_SUFFIX = ".gsnop"


@dataclass(frozen=True)
class NewBook:
    """What the clerk says of a new book."""

    path: Path
    name: str
    level: str  # a value of core.terms.Level
    place: str
    parent: str


def create_book(asked: NewBook) -> Book:
    """Make an empty book and open it."""
    from desktop.services.books import OfficeSetup, create_book

    setup = OfficeSetup(name=asked.name, level=asked.level, place=asked.place, parent=asked.parent)
    return create_book(asked.path, setup)


def open_book(path: Path) -> Book:
    """Open a book."""
    from desktop.services.books import open_book

    return open_book(path)


def make_demo(path: Path, members: int, progress: Any = None) -> Book:
    """Make a demo book with about `members` members and open it."""
    from desktop.services.demo import make_demo

    return make_demo(path, members=members, progress=progress)


def known_specs() -> Mapping[str, RegisterSpec]:
    """Return every register's declaration; quick once a book has been opened."""
    from desktop.services.registers import specs

    return specs()


def office_name(book: Book) -> str:
    """Read the own office's name again and return it."""
    book.refresh_office()
    return book.name


def backup_now(book: Book, target: Path | None = None) -> Backup:
    """Make a verified copy of the book; to its folder of backups without `target`."""
    from desktop.services.books import backup_now

    return backup_now(book, target)


def backup_if_due(book: Book) -> Backup | None:
    """Make today's backup when the book has changed since the last one; None when not due."""
    from desktop.services.books import backup_if_due

    return backup_if_due(book)


def last_backup(book: Book) -> Backup | None:
    """Return the newest backup of the book, or None."""
    from desktop.services.books import last_backup

    return last_backup(book)


def check_file(path: Path, progress: Any = None) -> CheckReport:
    """Check a book or a submission; what is wrong stands in the report."""
    from desktop.services.books import check_file

    return check_file(path, progress)


def form_titles() -> dict[str, str]:
    """Return the printed forms: name to Vietnamese title."""
    from desktop.services.printing import print_forms

    return {one.name: one.title for one in print_forms()}


def make_pdf(
    book: Book,
    form: str,
    target: Path,
    options: Mapping[str, Any] | None = None,
    progress: Any = None,
) -> Path:
    """Write the PDF of a printed form to `target` and return it."""
    from desktop.services.printing import make_pdf

    return make_pdf(book, form, target, options, progress).path


@dataclass(frozen=True)
class Sending:
    """What the clerk chose to send upward."""

    period_from: date
    period_to: date
    registers: tuple[str, ...]
    target: Path


def offered_registers() -> tuple[str, ...]:
    """Return the registers that the clerk can choose to send upward."""
    from desktop.services.submissions import OFFERED

    return OFFERED


def submission_name(office: str, first: date, last: date) -> str:
    """Return the name that a submission is given unless the clerk says otherwise."""
    from desktop.services.submissions import file_name

    return file_name(office, first, last)


def send_upward(book: Book, asked: Sending, progress: Any = None) -> Done[Written]:
    """Write a submission; the value of what is returned has `path`, `digest` and `counts`."""
    from desktop.services.submissions import SubmissionRequest, send_upward

    request = SubmissionRequest(
        period_from=asked.period_from, period_to=asked.period_to, registers=asked.registers
    )
    return send_upward(book, request, asked.target, progress)

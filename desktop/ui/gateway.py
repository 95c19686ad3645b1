"""The window's calls of the services, each imported when it is first needed.

The window must be painted before SQLAlchemy, ReportLab and the like are loaded, so nothing of
`desktop.services` is imported at the head of a module of the shell. Every function here
but `known_specs` runs on a worker thread (`ui.jobs`).
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import EnvironmentProblem

if TYPE_CHECKING:
    from desktop.core.register import RegisterSpec
    from desktop.services.backups import Kept
    from desktop.services.books import Book, CheckReport

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
    code: str = ""  # the suffix of the office's document numbers


def create_book(asked: NewBook) -> Book:
    """Make an empty book and open it."""
    from desktop.services import office_keys
    from desktop.services.books import OfficeSetup, create_book

    setup = OfficeSetup(asked.name, asked.level, asked.place, asked.parent, asked.code)
    book = create_book(asked.path, setup)
    with suppress(EnvironmentProblem):  # made when something is sent, or told then why it can't be
        office_keys.make_ready(book)
    return book


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


def last_backup(book: Book) -> Kept | None:
    """Return the newest backup of the book, or None."""
    from desktop.services.books import last_backup

    return last_backup(book)


def check_file(path: Path, progress: Any = None, *, deep: bool = False) -> CheckReport:
    """Check a book or a submission; what is wrong stands in the report."""
    from desktop.services.books import check_file

    return check_file(path, progress, deep=deep)


def make_pdf(
    book: Book,
    form: str,
    target: Path,
    options: Mapping[str, Any] | None = None,
    progress: Any = None,
) -> str:
    """Write the PDF of a printed form to `target` and return what it is called."""
    from desktop.services.printing import make_pdf

    return make_pdf(book, form, target, options, progress).title

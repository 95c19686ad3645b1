"""Making, opening, checking and backing up office books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core.changes import Changes, Done
from desktop.core.errors import Cancelled, InvalidValues, Problem
from desktop.core.formats import number as in_words
from desktop.core.terms import Level
from desktop.core.vietnamese.fold import clean
from desktop.services.backups import (
    backup_if_due,
    backup_now,
    backups_of,
    before_upgrade,
    last_backup,
    require_other,
)
from desktop.storage import defaults, schema
from desktop.storage.book import Book, new_file
from desktop.storage.book import open_book as _open_book
from desktop.storage.engine import (
    BOOK_APPLICATION_ID,
    make_engine,
    translated,
    writing_session,
)
from desktop.storage.integrity import check_book
from desktop.storage.keeping import deed_of, seal
from desktop.storage.models import Office
from desktop.storage.models.base import new_uid
from desktop.storage.registers import SPECS

__all__ = [
    "Book",
    "CheckReport",
    "OfficeSetup",
    "backup_if_due",
    "backup_now",
    "backups_of",
    "check_file",
    "create_book",
    "last_backup",
    "require_other",
]


_LONGEST = 300  # characters of an office's name


@dataclass(frozen=True)
class OfficeSetup:
    """What must be known of an office to make its book; `level` is a value of `Level`."""

    name: str
    level: str
    place: str
    parent: str = ""
    code_suffix: str = ""

    def problems(self) -> dict[str, str]:
        """Return a sentence for each part that can't be kept."""
        found: dict[str, str] = {}
        if not clean(self.name):
            found["name"] = "Hãy nhập tên cơ quan."
        if not clean(self.place):
            found["place"] = "Hãy nhập địa danh, ví dụ: Cầu Ngang."
        for part in ("name", "place", "parent"):
            if len(getattr(self, part)) > _LONGEST:
                found[part] = f"Quá dài. Hãy rút gọn dưới {_LONGEST} chữ."
        if self.level not in {one.value for one in Level}:
            given = ", ".join(one.value for one in Level)
            found["level"] = f"Cấp «{self.level}» không có; hãy chọn một trong: {given}."
        return found


@dataclass(frozen=True)
class CheckReport:
    """What a check found: `problems` are Vietnamese sentences, `counts` rows per register."""

    path: Path
    kind: str  # 'book' or 'submission'
    problems: tuple[str, ...]
    counts: tuple[tuple[str, int], ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def lines(self) -> tuple[str, ...]:
        """What to tell the clerk, a line each."""
        if self.problems:
            return self.problems
        kind = "Sổ dữ liệu" if self.kind == "book" else "Bộ dữ liệu gửi cấp trên"
        facts = [f"{label}: {value}" for label, value in self.details]
        rows = [
            f"{SPECS[name].heading if name in SPECS else name}: {in_words(count)}"
            for name, count in self.counts
            if count
        ]
        return (f"{kind} «{self.path.name}» nguyên vẹn.", *facts, *rows)


def create_book(path: Path, setup: OfficeSetup) -> Book:
    """Make an empty book with the default lists, and open it.

    Raises `InvalidValues` for a bad set-up, `FileThere` when the file exists, and the sentences
    of the environment; no half-made file is left.
    """
    problems = setup.problems()
    if problems:
        raise InvalidValues(problems)
    with new_file(path) as temporary:
        # the system's own error says why a file can't be made here; SQLite's doesn't
        temporary.touch()
        engine = make_engine(temporary)
        try:
            with translated(path):
                schema.upgrade(engine, BOOK_APPLICATION_ID)
                with writing_session(engine, new_uid()) as session:
                    deed_of(session).words = "Lập sổ mới"
                    with session.begin():
                        _fill(session.info["origin"], session, setup)
                        seal(session)
        finally:
            engine.dispose()
    return open_book(path)


def _fill(uid: str, session: Session, setup: OfficeSetup) -> None:
    session.add(
        Office(
            uid=uid,
            name=clean(setup.name),
            level=setup.level,
            place=clean(setup.place),
            parent_name=clean(setup.parent) or None,
            code_suffix=clean(setup.code_suffix) or None,
            own=True,
        )
    )
    defaults.fill(session)


def open_book(path: Path) -> Book:
    """Open a book (`desktop.storage.book.open_book`); one of an older schema is backed up first."""
    return _open_book(path, before_upgrade)


def check_file(
    path: Path, progress: Callable[[int, int], None] | None = None, *, deep: bool = False
) -> CheckReport:
    """Check a book or a submission; what is wrong is in the report, not raised.

    `deep` also computes anew what the program derived. Raises `Cancelled` alone.
    """
    from desktop.exchange.arrival import check_submission, is_submission  # noqa: PLC0415

    try:
        if is_submission(path):
            found = check_submission(path)
            return CheckReport(path, "submission", found.problems, found.counts, found.details)
        problems, counts = check_book(path, progress, deep=deep)
    except Cancelled:
        raise
    except Problem as problem:
        return CheckReport(path, "book", (problem.message,))
    return CheckReport(path, "book", tuple(problems), tuple(counts.items()))


def save_office(book: Book, values: dict[str, object]) -> Done[str]:
    """Change the own office's name, parent, place, … and return its name."""
    from desktop.services import registers  # noqa: PLC0415 - registers imports books

    found = registers.own_office(book)
    done = registers.save(book, "offices", values, found.id, found.revision)
    book.refresh_office()
    return Done(book.name, done.changes | Changes(frozenset({"offices"})))

"""The window's calls of the services of backups, each imported when it is first needed.

Every function here runs on a worker thread (`ui.jobs`). The second place comes as the mapping
that the settings keep: `folder`, `mark`, `below`.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.services.backups import Kept
    from desktop.services.books import Book
    from desktop.services.restoring import Compared, Prepared
    from desktop.services.second_place import SecondPlace

Second = Mapping[str, Any]


@dataclass(frozen=True)
class Safe:
    """How safe a book is.

    Its newest backup's time, whether that holds it as it stands, and what came of the copy to
    the second place ('' when none is chosen).
    """

    at: datetime | None
    covered: bool
    copied: str = ""
    sentence: str = ""

    @property
    def reached(self) -> bool:
        """Whether the newest backup lies in the second place now."""
        return self.copied in ("copied", "there")


@dataclass(frozen=True)
class Listed:
    """The backups of a book, and which of them lie in the second place (names)."""

    here: tuple[Kept, ...]
    there: tuple[Kept, ...] = ()

    @property
    def every(self) -> tuple[Kept, ...]:
        """All of them once, the newest first; those of the second place alone among them."""
        names = {one.path.name for one in self.here}
        more = [one for one in self.there if one.path.name not in names]
        found = [*self.here, *more]
        return tuple(sorted(found, key=lambda one: (one.at, one.path.name), reverse=True))

    def where(self, kept: Kept) -> str:
        """Return 'both', 'here' or 'there'."""
        here = any(one.path.name == kept.path.name for one in self.here)
        there = any(one.path.name == kept.path.name for one in self.there)
        return "both" if here and there else "here" if here else "there"


def _place(second: Second) -> SecondPlace | None:
    from desktop.services.second_place import SecondPlace

    folder, mark, below = (str(second.get(one, "")) for one in ("folder", "mark", "below"))
    return SecondPlace(Path(folder), mark, below) if folder and mark else None


def _safe(book: Book, second: Second, progress: Any) -> Safe:
    from desktop.services import backups, second_place

    last = backups.last_backup(book)
    covered = not backups.is_due(book, backups.Reason.EXIT)
    place = _place(second)
    if place is None or book.read_only:
        return Safe(last.at if last else None, covered)
    came = second_place.copy_newest(book, place, progress)
    return Safe(last.at if last else None, covered, came.outcome.value, came.sentence)


def last_time(book: Book) -> datetime | None:
    """Return when the newest backup of a book was made, None when there is none."""
    from desktop.services import backups

    return backups.last_time(book)


def at_start(book: Book, second: Second, progress: Any = None) -> Safe:
    """Make the day's backup when it is due, and copy the newest to the second place."""
    from desktop.services import backups

    backups.backup_if_due(book, progress)
    return _safe(book, second, progress)


def at_exit(book: Book, second: Second, progress: Any = None) -> Safe:
    """Back a book up that is left, and copy the newest backup to the second place."""
    from desktop.services import backups

    backups.backup_on_exit(book, progress)
    return _safe(book, second, progress)


def copy_now(book: Book, second: Second, progress: Any = None) -> Safe:
    """Copy the newest backup to the second place."""
    return _safe(book, second, progress)


def backup_here(book: Book, second: Second, progress: Any = None) -> Safe:
    """Make a backup by hand, and copy it to the second place."""
    from desktop.services import backups

    backups.backup_now(book, None, progress)
    return _safe(book, second, progress)


def backup_to(book: Book, target: Path, progress: Any = None) -> Kept:
    """Back a book up to a file that the clerk named."""
    from desktop.services import backups

    return backups.backup_elsewhere(book, target, progress)


def listed(book: Book, second: Second) -> Listed:
    """List the backups of an open book."""
    from desktop.services import backups, second_place

    place = _place(second)
    there = second_place.list_there(book, place) if place is not None else []
    return Listed(tuple(backups.list_backups(book)), tuple(there))


def listed_of(path: Path) -> Listed:
    """List the backups of a book that can't be opened."""
    from desktop.services import backups

    return Listed(tuple(backups.list_backups(path)))


def earlier_name(kept: Kept, book: Path) -> str:
    """Return the name that a book had when a backup of it was made; '' for its present one."""
    from desktop.services import backup_names

    return backup_names.earlier_name(kept, book.stem)


def named(path: Path) -> Kept | None:
    """Return what is known of a backup that the clerk chose; None when it is gone."""
    from desktop.services.backup_shelf import kept_at

    return kept_at(path)


def compare(backup: Path, book: Path, progress: Any = None) -> Compared:
    """Compare a backup with a book's file."""
    from desktop.services import restoring

    return restoring.compare(backup, book, progress)


def open_to_look(backup: Path) -> Book:
    """Open a copy of a backup to look at."""
    from desktop.services import restoring

    return restoring.open_to_look(backup)


def end_look(copy: Path) -> None:
    """Remove the copy of a backup that was looked at."""
    from desktop.services import restoring

    restoring.end_look(copy)


def prepare(book: Book, backup: Path, progress: Any = None) -> Prepared:
    """Check a backup and back up the book that it will replace."""
    from desktop.services import restoring

    return restoring.prepare(book, backup, progress)


def finish(prepared: Prepared, progress: Any = None) -> Book:
    """Put a prepared backup in the place of the closed book and open that."""
    from desktop.services import books, restoring

    restoring.finish(prepared, progress)
    return books.open_book(prepared.path)


def restore(path: Path, backup: Path, progress: Any = None) -> Book:
    """Put a backup in the place of a book that can't be opened, and open it."""
    from desktop.services import books, restoring

    restoring.restore(path, backup, progress)
    return books.open_book(path)


def choose_second(folder: Path) -> tuple[dict[str, str], bool]:
    """Make a folder the second place.

    Return what the settings keep, and whether it is no other disk than the first.
    """
    from desktop.services import second_place

    made = second_place.choose(folder)
    kept = {"folder": str(made.folder), "mark": made.mark, "below": made.below}
    return kept, second_place.is_same_disk(folder)


def is_overdue(reached: str, today: Any) -> bool:
    """Tell whether the second place has been away too long; `reached` is a day as ISO text."""
    from datetime import date

    from desktop.services import second_place

    try:
        return second_place.is_overdue(date.fromisoformat(reached), today)
    except ValueError:
        return False

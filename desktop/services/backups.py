"""Backups without thinking: made at the right moments, checked, thinned, and listed.

A backup is made with SQLite's own backup, checked, and only then given its name
(`storage.backup`). Moments that come by themselves make none while the newest holds the book as
it stands. What fails is raised: nobody is left believing in a backup that isn't there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from desktop.core.errors import (
    BookProblem,
    EnvironmentProblem,
    Problem,
    UserProblem,
    problem_from_oserror,
)
from desktop.core.terms import AuditAction
from desktop.platform.paths import backups_dir
from desktop.services import audit, backup_names, backup_shelf
from desktop.services.backup_shelf import Kept, Mark, Reason
from desktop.storage.backup import backup_file
from desktop.storage.backup_facts import counts_of, is_plain, origin_of
from desktop.storage.book import Book

__all__ = ["Kept", "Reason", "backup", "before", "list_backups"]

Progress = Callable[[int, int], None]
_COARSE = 3.0
"""Seconds in which a file system that counts whole seconds may hide a second change."""
_SITTING = timedelta(minutes=10)
"""Merging record by record, receiving file by file is one sitting: backed up once in this time."""
_SAT: Final = frozenset({Reason.MERGE, Reason.RECEIVE})


def backups_of(book: Book) -> Path:
    """Return the folder in which a book's automatic backups lie."""
    return backups_dir() / backup_shelf.folder_name(book.path.stem, book.origin)


def backup(book: Book, reason: Reason, progress: Progress | None = None) -> Kept:
    """Make a verified copy of a book in its folder of backups, then thin that folder.

    Raises `DamagedFile` when the book does not pass the check (older backups stay), and the
    sentences of the environment.
    """
    return backup_path(book.path, book.origin, reason, progress)


def backup_path(path: Path, origin: str, reason: Reason, progress: Progress | None = None) -> Kept:
    """Do what `backup` does, of a book that need not be open; `origin` is its office's uid.

    A book whose passphrase is needed and not known raises `NeedsPassphrase`.
    """
    folder = backups_dir() / backup_shelf.folder_name(path.stem, origin)
    mark = mark_of(path)
    target, at = backup_shelf.reserve(folder, path.stem, reason)
    try:
        backup_file(path, target, progress)
        kept = _described(Kept(target, at, reason, mark=mark, book=backup_shelf.path_mark(path)))
    except BaseException:
        if not target.exists():
            backup_shelf.give_up(target)
        raise
    backup_shelf.thin(folder, kept)
    return kept


def _described(kept: Kept) -> Kept:
    """Write the manifest of a fresh backup: what it holds, unless a passphrase guards that."""
    try:
        plain = is_plain(kept.path)
        found = replace(
            kept,
            size=kept.path.stat().st_size,
            sha256=backup_shelf.digest_of(kept.path),
            encrypted=not plain,
            counts=_counts(kept.path) if plain else None,
        )
    except OSError as error:
        raise problem_from_oserror(error, kept.path) from error
    backup_shelf.write_manifest(found)
    return found


def _counts(path: Path) -> dict[str, int] | None:
    try:
        return counts_of(path)
    except BookProblem:  # of an old schema, or odd in a way that SQLite's own check lets through
        return None


def before(book: Book, reason: Reason) -> Kept | None:
    """Back a book up before a deed that changes much; None when it is backed up as it stands.

    Raises what `backup` does, with the words that the deed was not begun.
    """
    if not is_due(book, reason):
        return None
    try:
        return backup(book, reason)
    except EnvironmentProblem as problem:
        raise not_begun(problem) from problem


def not_begun(problem: EnvironmentProblem) -> EnvironmentProblem:
    """Return the problem of a backup as that of the deed which had to wait for it."""
    return type(problem)(f"Chưa làm vì chưa sao lưu được sổ trước đó. {problem.message}")


def before_path(path: Path, reason: Reason, progress: Progress | None = None) -> Kept | None:
    """Do what `before` does, of a book that is not open; its office is read from it."""
    origin = origin_of(path)
    if covered(path, origin, reason):
        return None
    try:
        return backup_path(path, origin, reason, progress)
    except EnvironmentProblem as problem:
        raise not_begun(problem) from problem


def is_due(book: Book, reason: Reason) -> bool:
    """Tell whether a moment asks for a backup of a book.

    Not when a backup holds the book as it stands (for a deed whose backup is kept forever, one
    that is kept forever too); at the start, once a day; of merging record by record and
    receiving file by file, one a sitting.
    """
    if book.read_only:
        return False
    kept = list_backups(book)
    mine = backup_names.without_copies(kept, book.path)
    now = datetime.now().astimezone()
    if reason is Reason.START and any(one.at.date() == now.date() for one in mine):
        return False
    if reason in _SAT and any(
        one.reason is reason and timedelta(0) <= now - one.at < _SITTING for one in mine
    ):
        return False
    return not _holds(kept, mark_of(book.path), reason)


def covered(path: Path, origin: str, reason: Reason) -> bool:
    """Tell whether a backup holds a book's file as it stands; see `is_due`."""
    return _holds(_on_shelves(path.stem, origin), mark_of(path), reason)


def _holds(kept: Sequence[Kept], mark: Mark, reason: Reason) -> bool:
    return any(
        one.mark == mark
        and _is_certain(mark, one.at)
        and (one.reason.forever or not reason.forever)
        for one in kept
    )


def mark_of(path: Path) -> Mark:
    """Return a book's size and last change, as which a backup knows it again.

    The file is not opened: that would drop this process's own locks on it. Raises the
    sentences of the environment.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    return found.st_size, found.st_mtime_ns


def _is_certain(mark: Mark, at: datetime) -> bool:
    """Tell whether no change can hide behind the same mark (FAT counts two seconds as one)."""
    _size, changed = mark
    return changed % 1_000_000_000 != 0 or at.timestamp() - changed / 1e9 > _COARSE


def list_backups(book: Book | Path) -> list[Kept]:
    """Return the backups of a book under every name that it had, the newest first.

    Of a book that can't be opened, those which were made of that file, or which its salt or what
    is left of its rows tells; where nothing does, those of every book of its name.
    """
    if isinstance(book, Book):
        return _on_shelves(book.path.stem, book.origin)
    try:
        origin = origin_of(book)
        found = _on_shelves(book.stem, origin) if origin else []
    except (Problem, ValueError):
        found = []
    return found or _of_unreadable(book)


def _of_unreadable(path: Path) -> list[Kept]:
    named = _on_shelves(path.stem, "")
    own = backup_shelf.path_mark(path)
    endings = {backup_names.ending_of(one.path.parent) for one in named if one.book == own}
    endings = endings or backup_names.endings_in(path)
    return _listed(backup_names.folders_ending(endings)) or named


def own_backups(book: Book | Path) -> list[Kept]:
    """Return `list_backups` without those of another book that lies beside this one now."""
    path = book if isinstance(book, Path) else book.path
    return backup_names.without_copies(list_backups(book), path)


def _on_shelves(stem: str, origin: str) -> list[Kept]:
    return _listed(backup_names.folders_of(stem, origin))


def _listed(folders: Iterable[Path]) -> list[Kept]:
    found = [one for folder in folders for one in backup_shelf.shelf(folder)]
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def before_upgrade(path: Path, _version: int) -> None:
    """Back a book up before its schema is brought up to date; raises what `before` does."""
    before_path(path, Reason.MIGRATION)


# as the window and the command line ask


def last_backup(book: Book) -> Kept | None:
    """Return the newest backup of a book, or None."""
    return next(iter(own_backups(book)), None)


def last_time(book: Book) -> datetime | None:
    """Return when the newest backup in a book's folder was made; no backup is looked into."""
    return backup_shelf.newest_time(backups_of(book))


def backup_if_due(book: Book, progress: Progress | None = None) -> Kept | None:
    """Back a book up at the start: on a new day, when it has changed; None when not due."""
    return backup(book, Reason.START, progress) if is_due(book, Reason.START) else None


def backup_on_exit(book: Book, progress: Progress | None = None) -> Kept | None:
    """Back a book up when it is left, unless its newest backup holds it as it stands."""
    return backup(book, Reason.EXIT, progress) if is_due(book, Reason.EXIT) else None


def backup_now(book: Book, target: Path | None = None, progress: Progress | None = None) -> Kept:
    """Make a verified copy of a book; without a target, in its folder of backups.

    Raises `UserProblem` when the target is the book itself, `DamagedFile` when the book does
    not pass the check (older backups stay), and the sentences of the environment.
    """
    if target is None:
        return backup(book, Reason.MANUAL, progress)
    at = datetime.now().astimezone()
    require_other(target, book.path)
    backup_file(book.path, target, progress)
    return backup_shelf.kept_at(target) or Kept(target, at)


def backup_elsewhere(book: Book, target: Path, progress: Progress | None = None) -> Kept:
    """Make a verified copy of a book where the clerk says, and note in its log that it left.

    A log that can't be written spoils no copy that is there. Raises what `backup_now` raises.
    """
    made = backup_now(book, target, progress)
    with contextlib.suppress(EnvironmentProblem):
        audit.note_left(book, AuditAction.EXPORTED, "Bản sao lưu", file=target)
    return made


def require_other(target: Path, *sources: Path) -> None:
    """Raise `UserProblem` when a file to be written is one of those it is made from."""
    for source in sources:
        try:
            same = target.exists() and source.exists() and target.samefile(source)
        except OSError as error:  # a name that is too long, a stick that was pulled out
            raise problem_from_oserror(error, target) from error
        if same:
            raise UserProblem(
                f"Không thể ghi đè lên chính sổ, tệp đang dùng («{source.name}»). "
                "Hãy chọn tên khác."
            )

"""Looking at a backup, telling what it has that the book hasn't, and putting it in its place.

A restore never loses what is there: a book that can be read is backed up first, one that can't
be is put aside. The backup is copied beside the book, checked, and replaces it in one step: a
program killed at any moment leaves the old book or the restored one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.core.errors import (
    BookProblem,
    DamagedFile,
    EnvironmentProblem,
    FileMissing,
    ForeignFile,
    UserProblem,
    problem_from_oserror,
)
from desktop.platform.atomic import atomic_file, copy_file
from desktop.platform.opened import COPIES
from desktop.services import backup_shelf, backups
from desktop.services.backup_shelf import Kept, Reason
from desktop.services.copying import copy_whole
from desktop.storage import keys, verifiers
from desktop.storage.backup import is_sound
from desktop.storage.backup_facts import hashes_of, origin_of, require_alone, version_of
from desktop.storage.book import SUFFIX, Book
from desktop.storage.book import open_book as _open_book
from desktop.storage.engine import (
    BOOK_APPLICATION_ID,
    inspect_header,
    require_known_version,
    translated,
)
from desktop.storage.keys import BookKey
from desktop.storage.registers import SPECS

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RegisterDifference:
    """How a register of a backup differs from the book: rows, the recycle bins left out.

    `changed` is None where it can't be told: the backup is of an older schema.
    """

    register: str
    heading: str
    there: int  # in the backup
    here: int  # in the book now
    only_there: int
    only_here: int
    changed: int | None

    @property
    def same(self) -> bool:
        """Whether nothing differs, as far as it can be told."""
        return not (self.only_there or self.only_here or self.changed)


@dataclass(frozen=True)
class Compared:
    """A backup beside its book; registers that are empty in both are left out."""

    rows: tuple[RegisterDifference, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return all(one.same for one in self.rows)


@dataclass(frozen=True)
class Prepared:
    """A restore that may begin: `before` is the backup of the present state, if one was needed."""

    path: Path
    backup: Path
    before: Kept | None = None
    key: BookKey | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Restored:
    """What a restore did: the backup of the state before, or where a damaged book was put."""

    path: Path
    before: Kept | None
    aside: Path | None


def compare(backup: Path, book: Book | Path, progress: Progress | None = None) -> Compared:
    """Return how a backup differs from a book, by the rows' uids and content hashes.

    Raises the sentences of `inspect_header` for a backup that can't be read.
    """
    _require(backup)
    path = book.path if isinstance(book, Book) else book
    there = hashes_of(backup)
    if progress is not None:
        progress(1, 2)
    here = hashes_of(path) if path.exists() else {}
    alike = not here or version_of(backup) == version_of(path)
    if progress is not None:
        progress(2, 2)
    rows = []
    for name, spec in SPECS.items():
        old, new = there.get(name, {}), here.get(name, {})
        if old or new:
            both = old.keys() & new.keys()
            changed = sum(old[uid] != new[uid] for uid in both) if alike else None
            only = len(old) - len(both), len(new) - len(both)
            found = RegisterDifference(name, spec.heading, len(old), len(new), *only, changed)
            rows.append(found)
    return Compared(tuple(rows))


def open_to_look(backup: Path) -> Book:
    """Open a copy of a backup in a temporary place, where nothing can be written to it.

    Raises the sentences of `inspect_header`; `end_look` removes the copy.
    """
    _require(backup)
    copy = COPIES.place(backup.name)
    copy_file(backup, copy)
    verifiers.bring(backup, copy)
    key = keys.key_of(backup)
    _open_book(copy, lambda _path, _version: None).close()  # an older schema is brought up to date
    if key is not None:
        keys.remember(copy, key)
    return Book(copy, read_only=True)


def end_look(copy: Path) -> None:
    """Remove the copy that `open_to_look` made, once it is closed."""
    keys.forget(copy)
    for one in (copy, verifiers.place_of(copy)):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


# restoring


def prepare(book: Book, backup: Path, progress: Progress | None = None) -> Prepared:
    """Check a backup and back the open book up, so that it may be closed and `finish`ed.

    Raises `UserProblem` for a backup of another office, `DamagedFile` for one that is damaged,
    and the sentences of the environment; nothing is changed then.
    """
    _require_whole(backup, keys.key_of(book.path))
    _require_of(backup, book.origin)
    kept = book.path if book.read_only else None
    if kept is not None:
        raise UserProblem("Đây là bản sao lưu, chỉ để xem. Hãy mở sổ của cơ quan rồi khôi phục.")
    before = _backed_up(book.path, book.origin, progress)
    return Prepared(book.path, backup, before, keys.key_of(book.path))


def finish(prepared: Prepared, progress: Progress | None = None) -> Restored:
    """Put the backup in the place of the book, which is closed by now; see `restore`."""
    path = prepared.path
    if prepared.key is not None:
        keys.remember(path, prepared.key)
    if path.exists():
        require_alone(path)
    with translated(prepared.backup):
        key = keys.key_of(prepared.backup)  # of an earlier passphrase, it isn't the book's
    _replace(path, prepared.backup, progress)
    keys.forget(path)
    if key is not None:
        keys.remember(path, key)
    return Restored(path, prepared.before, None)


def restore(path: Path, backup: Path, progress: Progress | None = None) -> Restored:
    """Put a backup in the place of a closed book, whatever state that is in.

    The present state is backed up first; what can't be read is put aside. The caller holds the
    book's lock. Raises what `prepare` does, and `FileLocked` when another program has the book;
    the book is as it was then.
    """
    _require_whole(backup, None)
    if path.exists() and backup.exists() and path.samefile(backup):
        raise UserProblem("Tệp được chọn chính là sổ đang dùng. Hãy chọn một bản sao lưu.")
    before, aside = None, None
    if path.exists():
        try:
            inspect_header(path, BOOK_APPLICATION_ID)
            require_alone(path)
            origin = origin_of(path)
            _require_of(backup, origin)
            before = _backed_up(path, origin, progress)
        except BookProblem:  # damaged, foreign, or its passphrase is not known here
            aside = put_aside(path, Reason.RESTORE)
    _replace(path, backup, progress)
    return Restored(path, before, aside)


def _backed_up(path: Path, origin: str, progress: Progress | None) -> Kept | None:
    if backups.covered(path, origin, Reason.RESTORE):
        return None
    try:
        return backups.backup_path(path, origin, Reason.RESTORE, progress)
    except BookProblem:
        raise
    except EnvironmentProblem as problem:
        raise backups.not_begun(problem) from problem


def put_aside(path: Path, reason: Reason) -> Path:
    """Copy a book that is about to be replaced, as it lies, beside itself; return the copy.

    Nothing looks into the file, so that a damaged one can be put aside too; what a killed
    program left half done goes along. The file itself stays where it is: the caller replaces
    it in one step. Where there is no room for a copy the same file gets a second name. Raises
    the sentences of the environment.
    """
    del reason  # every one is told by the same name: what matters is that it could not be read
    stamp = f"{datetime.now().astimezone():%Y-%m-%d %H%M%S}"
    base, place = f"{backup_shelf.short(path.stem)} (bị hỏng {stamp}", 2
    target = path.with_name(f"{base}){SUFFIX}")
    while target.exists():
        target, place = path.with_name(f"{base}-{place}){SUFFIX}"), place + 1
    journal = Path(f"{path}-journal")
    if journal.exists():
        copy_file(journal, Path(f"{target}-journal"))
    try:
        copy_file(path, target)
    except EnvironmentProblem:
        try:
            os.link(path, target)
        except OSError:
            with contextlib.suppress(OSError):
                Path(f"{target}-journal").unlink(missing_ok=True)
        if not target.exists():
            raise
    verifiers.bring(path, target)
    return target


def _replace(path: Path, backup: Path, progress: Progress | None) -> None:
    """Copy a backup over a book: whole and compared, or not at all."""
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path) as temporary:
            copy_whole(backup, temporary, progress)
            key = keys.key_of(backup)
            both = {*verifiers.read(path), *verifiers.read(backup)}
            if verifiers.read(backup):
                verifiers.write(path, both)  # whichever stands there if this is cut off here
            # the journal of the old file would be played into the new one
            Path(f"{path}-journal").unlink(missing_ok=True)
        verifiers.settle(path, (*verifiers.read(backup), *both), key)


def _require(backup: Path) -> None:
    version = inspect_header(backup, BOOK_APPLICATION_ID)
    require_known_version(backup, version)
    if version == 0:
        raise ForeignFile(f"«{backup.name}» không phải là sổ dữ liệu của Gương Sáng.")


def _require_whole(backup: Path, key: BookKey | None) -> None:
    """Raise `DamagedFile` for a backup that is not as it was made, or not sound."""
    if not backup.exists():
        raise FileMissing(f"Không tìm thấy «{backup.name}». Hãy kiểm tra lại đường dẫn, USB.")
    with translated(backup):
        salt = keys.salt_of(backup)
        if key is None or key.salt != salt:
            key = keys.key_of(backup)
    kept = backup_shelf.kept_at(backup)
    try:
        as_made = kept is not None and bool(kept.sha256)
        if as_made and kept is not None and backup_shelf.digest_of(backup) != kept.sha256:
            raise _damaged(backup)
    except OSError as error:
        raise problem_from_oserror(error, backup) from error
    if as_made and key is None and salt != keys.PLAIN_HEADER:
        return  # byte for byte as it was made and checked, though its passphrase isn't known here
    _require(backup)
    with translated(backup):
        if not is_sound(backup, key):
            raise _damaged(backup)


def _damaged(backup: Path) -> DamagedFile:
    return DamagedFile(
        f"Bản sao lưu «{backup.name}» bị hỏng, không còn như lúc lập. Hãy chọn bản khác."
    )


def _require_of(backup: Path, origin: str) -> None:
    with translated(backup):
        readable = keys.salt_of(backup) == keys.PLAIN_HEADER or keys.key_of(backup) is not None
    if readable and origin and origin_of(backup) != origin:
        raise UserProblem(
            f"«{backup.name}» là sổ của một cơ quan khác nên không thể thay cho sổ này. "
            "Hãy mở nó như một sổ riêng."
        )

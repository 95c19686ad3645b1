"""The second place of backups: a stick or another disk that the clerk chose, known by its marker.

A stick has no letter of its own: the marker file tells whether what is plugged in is the one
that was chosen. Another stick under the same letter is never written to.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop.core.errors import DiskFull, Problem, UserProblem, problem_from_oserror
from desktop.platform.atomic import atomic_file, atomic_write, copy_file
from desktop.platform.drives import removable_drives
from desktop.platform.paths import backups_dir
from desktop.services import backup_names, backup_shelf, backups
from desktop.services.backup_shelf import KEY_SUFFIX, MANIFEST_SUFFIX, Kept
from desktop.services.copying import copy_whole
from desktop.storage.book import Book

Progress = Callable[[int, int], None]
MARKER = "guong-sang-noi-sao-luu.json"
PATIENCE: Final = timedelta(days=7)
"""So long the second place may be away before the clerk is reminded."""


class Outcome(StrEnum):
    """What came of a copy to the second place."""

    COPIED = "copied"
    THERE = "there"  # the newest backup lay there already
    ABSENT = "absent"
    OTHER = "other"  # something else is plugged in there
    FAILED = "failed"


@dataclass(frozen=True)
class SecondPlace:
    """A chosen folder, the mark by which it is known, its path below its drive ('' if fixed)."""

    folder: Path
    mark: str
    below: str = ""


@dataclass(frozen=True)
class Copied:
    """What came of a copy, in a sentence where the clerk has to do something."""

    outcome: Outcome
    sentence: str = ""

    @property
    def reached(self) -> bool:
        """Whether the newest backup lies there now."""
        return self.outcome in (Outcome.COPIED, Outcome.THERE)


def choose(folder: Path) -> SecondPlace:
    """Make a folder the second place: it gets the marker, or keeps the one it has.

    Raises `UserProblem` for a folder that is no second place at all, and the sentences of the
    environment when it can't be written to.
    """
    first = backups_dir()
    if folder.resolve() == first.resolve() or first.resolve() in folder.resolve().parents:
        raise UserProblem(
            "Đây chính là nơi sao lưu thứ nhất. Hãy chọn thư mục trên USB hoặc ổ đĩa khác."
        )
    mark = _mark_in(folder)
    if not mark:
        mark = secrets.token_hex(16)
        with atomic_write(folder / MARKER) as stream:
            stream.write(json.dumps({"version": 1, "mark": mark}).encode())
    root = next((one for one in removable_drives() if _within(folder, one)), None)
    below = "" if root is None else folder.resolve().relative_to(root.resolve()).as_posix()
    return SecondPlace(folder, mark, below)


def _within(folder: Path, root: Path) -> bool:
    return root.resolve() in (folder.resolve(), *folder.resolve().parents)


def is_same_disk(folder: Path) -> bool:
    """Tell whether a folder lies on the disk of the first place, with which it would be lost."""
    first = backups_dir()
    while not first.exists() and first != first.parent:
        first = first.parent
    try:
        return folder.stat().st_dev == first.stat().st_dev
    except OSError:
        return False


def _mark_in(folder: Path) -> str:
    try:
        found = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    mark = found.get("mark") if isinstance(found, dict) else None
    return mark if isinstance(mark, str) else ""


def find(place: SecondPlace) -> tuple[Path | None, bool]:
    """Return where the second place is now (None: nowhere), and whether another one is there.

    A stick is looked for under every letter.
    """
    places = [place.folder]
    if place.below:
        places += [root / place.below for root in removable_drives()]
    for one in places:
        if _mark_in(one) == place.mark:
            return one, False
    return None, place.folder.is_dir()


def copy_newest(book: Book, place: SecondPlace, progress: Progress | None = None) -> Copied:
    """Copy the newest backup of a book to the second place, and thin that by the same rule.

    Nothing is raised but what cancels: whatever stood in the way is in the sentence. The first
    place has the backup in any case.
    """
    found, other = find(place)
    if found is None:
        return _other(place) if other else Copied(Outcome.ABSENT)
    newest = backups.last_backup(book)
    if newest is None:
        return Copied(Outcome.THERE)
    return copy_to(newest, found / newest.path.parent.name, progress)


def _other(place: SecondPlace) -> Copied:
    return Copied(
        Outcome.OTHER,
        f"Ổ đĩa đang cắm ở «{place.folder}» không phải nơi sao lưu thứ hai đã chọn nên không ghi "
        "gì vào đó. Hãy cắm đúng USB, hoặc chọn lại nơi sao lưu thứ hai.",
    )


def copy_to(kept: Kept, folder: Path, progress: Progress | None = None) -> Copied:
    """Copy a backup into a folder of the second place; see `copy_newest`."""
    target = folder / kept.path.name
    try:
        if _is_there(kept, target):
            return Copied(Outcome.THERE)
        try:
            _copy(kept, target, progress)
        except DiskFull:  # what is too many by age gives room; what is not, stays
            if not _thin(folder, kept):
                raise
            _copy(kept, target, progress)
    except Problem as problem:
        return _failed(problem)
    except OSError as error:
        return _failed(problem_from_oserror(error, target))
    there = backup_shelf.kept_at(target)
    if there is not None:
        backup_shelf.thin(folder, there)
    return Copied(Outcome.COPIED)


def _failed(problem: Problem) -> Copied:
    from desktop.core.errors import Cancelled  # noqa: PLC0415 - told apart only here

    if isinstance(problem, Cancelled):
        raise problem
    return Copied(
        Outcome.FAILED,
        f"Chưa chép được bản sao lưu sang nơi thứ hai (bản trên máy vẫn đủ). {problem.message}",
    )


def _is_there(kept: Kept, target: Path) -> bool:
    there = backup_shelf.kept_at(target)
    return there is not None and there.size == kept.size and there.sha256 == kept.sha256 != ""


def _copy(kept: Kept, target: Path, progress: Progress | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    verifier = backup_shelf.beside(kept.path, KEY_SUFFIX)
    if verifier.exists():
        copy_file(verifier, backup_shelf.beside(target, KEY_SUFFIX))
    with atomic_file(target) as temporary:
        copy_whole(kept.path, temporary, progress)
    manifest = backup_shelf.beside(kept.path, MANIFEST_SUFFIX)
    if manifest.exists():
        copy_file(manifest, backup_shelf.beside(target, MANIFEST_SUFFIX))


def _thin(folder: Path, newest: Kept) -> list[str]:
    with contextlib.suppress(OSError):
        return backup_shelf.thin(folder, newest)
    return []


def list_there(book: Book, place: SecondPlace) -> list[Kept]:
    """Return a book's backups in the second place, the newest first; none when it is away.

    Those that were made under an earlier name of the book are among them.
    """
    found, _other_one = find(place)
    if found is None:
        return []
    folders = backup_names.folders_of(book.path.stem, book.origin, found)
    kept = [one for folder in folders for one in backup_shelf.shelf(folder)]
    return sorted(kept, key=lambda one: (one.at, one.path.name), reverse=True)


def is_overdue(reached: date, today: date) -> bool:
    """Tell whether the second place has been away for so long that the clerk is reminded.

    A day after today (the clock was set back) counts as today's.
    """
    return today - reached >= PATIENCE

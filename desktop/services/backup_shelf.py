"""The folder in which a book's backups lie: their names, the manifest beside each, the thinning.

A backup's name says when it was made and why; the manifest (`<name>.json`) says what the copy
holds, so that a list needs not open every one. For a book with a passphrase it says neither
counts nor names. A backup without its manifest is still a backup.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from desktop.core.backup_ages import Aged, to_thin
from desktop.core.errors import Problem, problem_from_oserror
from desktop.platform.atomic import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, atomic_write
from desktop.storage.backup_facts import counts_of
from desktop.storage.book import SUFFIX

KEY_SUFFIX = ".khoa"  # of the verifier beside a book with a passphrase
MANIFEST_SUFFIX = ".json"
_STEM = 60
"""So many characters of a book's name stand in those of its backups: paths have a limit."""
_LEFT_OVER = 3600
"""Seconds after which a temporary file here is a killed program's."""
_FEW = 20
"""Registers with fewer rows may lose any number of them without being called shrunken."""
_LOOKED_BACK = timedelta(days=14)
_PIECE = 1 << 20


class Reason(StrEnum):
    """Why a backup was made."""

    START = "start"
    EXIT = "exit"
    IMPORT = "import"
    MERGE = "merge"
    RECEIVE = "receive"
    MIGRATION = "migration"
    REPAIR = "repair"
    RESTORE = "restore"
    PROTECTION = "protection"
    MANUAL = "manual"

    @property
    def words(self) -> str:
        """Why, as the clerk is told."""
        return _WORDS[self]

    @property
    def forever(self) -> bool:
        """Whether such a backup is never thinned."""
        return self in _FOREVER


_WORDS: Final[Mapping[Reason, str]] = {
    Reason.START: "Khi mở sổ",
    Reason.EXIT: "Khi đóng sổ",
    Reason.IMPORT: "Trước khi nhập tệp",
    Reason.MERGE: "Trước khi gộp",
    Reason.RECEIVE: "Trước khi nhận dữ liệu",
    Reason.MIGRATION: "Trước khi nâng cấp sổ",
    Reason.REPAIR: "Trước khi sửa chữa sổ",
    Reason.RESTORE: "Trước khi khôi phục",
    Reason.PROTECTION: "Trước khi đổi mật khẩu",
    Reason.MANUAL: "Sao lưu bằng tay",
}
_FOREVER = frozenset(
    {Reason.MANUAL, Reason.MIGRATION, Reason.RESTORE, Reason.REPAIR, Reason.PROTECTION}
)
_IN_NAME: Final[Mapping[Reason, str]] = {
    Reason.START: "mo-so",
    Reason.EXIT: "dong-so",
    Reason.IMPORT: "truoc-nhap",
    Reason.MERGE: "truoc-gop",
    Reason.RECEIVE: "truoc-nhan",
    Reason.MIGRATION: "truoc-nang-cap",
    Reason.REPAIR: "truoc-sua-chua",
    Reason.RESTORE: "truoc-khoi-phuc",
    Reason.PROTECTION: "truoc-doi-mat-khau",
    Reason.MANUAL: "tu-sao-luu",
}
_BY_NAME = {words: reason for reason, words in _IN_NAME.items()}
_NAME = re.compile(r".* (\d{4}-\d\d-\d\d \d{6})(?: ([a-z-]+?))?(?:-\d+)?" + re.escape(SUFFIX))

Mark = tuple[int, int]
"""A book's file as it was when it was copied: bytes, and nanoseconds of its last change."""


@dataclass(frozen=True)
class Kept:
    """A backup: its file, when it was made (local time), why, its bytes, and what it holds.

    `counts` are rows per register, None where they are not written down (a book with a
    passphrase, a backup of an earlier version). `sha256` is empty where it isn't known.
    """

    path: Path
    at: datetime
    reason: Reason = Reason.MANUAL
    size: int = 0
    counts: Mapping[str, int] | None = None
    mark: Mark | None = None
    sha256: str = ""
    encrypted: bool = False
    book: str = ""  # which file it was made from: a hash of its path

    @property
    def aged(self) -> Aged:
        """What the rule of ages asks."""
        return Aged(self.at.replace(tzinfo=None), self.path.name, self.reason.forever)


def folder_name(stem: str, origin: str) -> str:
    """Return the name of the folder for the backups of a book of an office."""
    return f"{short(stem)}-{origin[:8]}"


def short(stem: str) -> str:
    """Return a book's name, cut where it is so long that paths made with it could not be."""
    if len(stem) <= _STEM:
        return stem
    ending = hashlib.sha256(stem.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem[: _STEM - 9].rstrip(' .')}~{ending}"


def free_second(folder: Path, at: datetime) -> datetime:
    """Return the first whole second from `at` on that no backup in `folder` was made in.

    So the names alone tell the order of backups that were made in quick succession.
    """
    at = at.replace(microsecond=0)
    taken = {one.at for one in shelf(folder) if abs(one.at - at) < timedelta(hours=1)}
    while at in taken:
        at += timedelta(seconds=1)
    return at


def reserve(folder: Path, stem: str, reason: Reason) -> tuple[Path, datetime]:
    """Return a name for a backup made now and its time; no other program gets the same.

    An empty manifest holds the place. Raises the sentences of the environment.
    """
    at = datetime.now().astimezone()
    while True:
        at = free_second(folder, at)
        path = free_name(folder, stem, at, reason)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            beside(path, MANIFEST_SUFFIX).open("xb").close()
        except FileExistsError as error:
            if not folder.is_dir():
                raise problem_from_oserror(error, folder) from error
            at += timedelta(seconds=1)
        except OSError as error:
            raise problem_from_oserror(error, path) from error
        else:
            return path, at


def give_up(path: Path) -> None:
    """Free a name that was reserved for a backup that was not made."""
    with contextlib.suppress(OSError):
        beside(path, MANIFEST_SUFFIX).unlink(missing_ok=True)


def free_name(folder: Path, stem: str, at: datetime, reason: Reason) -> Path:
    """Return a name in `folder` that is not taken."""
    base = f"{short(stem)} {at:%Y-%m-%d %H%M%S} {_IN_NAME[reason]}"
    path, place = folder / f"{base}{SUFFIX}", 2
    while path.exists():
        path, place = folder / f"{base}-{place}{SUFFIX}", place + 1
    return path


def path_mark(book: Path) -> str:
    """Return what stands for a book's path in a manifest, where no name may stand."""
    real = os.path.normcase(os.path.realpath(book))
    return hashlib.sha256(real.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def digest_of(path: Path, tell: Callable[[int], None] | None = None) -> str:
    """Return the SHA-256 of a file; `tell` gets the bytes read. Raises `OSError`."""
    found, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
            done += len(piece)
            if tell is not None:
                tell(done)
    return found.hexdigest()


# manifests


def write_manifest(kept: Kept) -> None:
    """Write what is known of a backup beside it; raises the sentences of the environment."""
    values: dict[str, Any] = {
        "version": 1,
        "reason": kept.reason.value,
        "at": kept.at.isoformat(),
        "size": kept.size,
        "sha256": kept.sha256,
        "encrypted": kept.encrypted,
        "book": kept.book,
        "mark": kept.mark,
    }
    if kept.counts is not None and not kept.encrypted:
        values["counts"] = dict(kept.counts)
    with atomic_write(beside(kept.path, MANIFEST_SUFFIX)) as stream:
        stream.write(json.dumps(values, ensure_ascii=True, indent=1).encode())


def beside(path: Path, suffix: str) -> Path:
    """Return the file that goes along with a backup (`KEY_SUFFIX`, `MANIFEST_SUFFIX`)."""
    return path.with_name(path.name + suffix)


def kept_at(path: Path) -> Kept | None:
    """Return what is known of a backup's file; None when it is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    at, reason = _from_name(path, found.st_mtime)
    told = _manifest(path)
    guarded = beside(path, KEY_SUFFIX).exists()
    if told.get("size") != found.st_size or (guarded and told.get("encrypted") is not True):
        told = {}  # another file than the one that it was written for
    try:
        reason = Reason(told.get("reason", reason))
    except ValueError:  # of a later version
        reason = Reason.MANUAL
    counts, mark = told.get("counts"), told.get("mark")
    return Kept(
        path,
        at,
        reason,
        found.st_size,
        _numbers(counts) if isinstance(counts, dict) else None,
        _mark(mark),
        str(told.get("sha256", "")),
        told.get("encrypted") is True or guarded,
        str(told.get("book", "")),
    )


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(beside(path, MANIFEST_SUFFIX).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _numbers(counts: dict[Any, Any]) -> dict[str, int]:
    return {str(name): one for name, one in counts.items() if isinstance(one, int)}


def _mark(mark: Any) -> Mark | None:
    if not isinstance(mark, list) or len(mark) != 2:
        return None
    size, changed = mark
    return (size, changed) if isinstance(size, int) and isinstance(changed, int) else None


def _from_name(path: Path, changed: float) -> tuple[datetime, Reason]:
    """Return when and why by a backup's name; what the clerk named counts as made by hand."""
    found = _NAME.fullmatch(path.name)
    if found is not None:
        with contextlib.suppress(ValueError):
            at = datetime.strptime(found[1], "%Y-%m-%d %H%M%S").astimezone()
            if found[2] is None:  # as the first versions named them
                return at, Reason.START
            return at, _BY_NAME.get(found[2], Reason.MANUAL)
    return datetime.fromtimestamp(changed).astimezone(), Reason.MANUAL


# a folder


def shelf(folder: Path) -> list[Kept]:
    """Return the backups in a folder, the newest first; none when it can't be read."""
    try:
        paths = [one for one in folder.iterdir() if _is_backup(one)]
    except OSError:
        return []
    found = [one for one in map(kept_at, paths) if one is not None]
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def newest_time(folder: Path) -> datetime | None:
    """Return when the newest backup in a folder was made, by the names alone; None of none."""
    try:
        times = [_from_name(one, one.stat().st_mtime)[0]
                 for one in folder.iterdir() if _is_backup(one)]  # fmt: skip
    except OSError:  # it went meanwhile, or can't be read
        return None
    return max(times, default=None)


def _is_backup(path: Path) -> bool:
    return path.suffix == SUFFIX and not path.name.startswith(TEMPORARY_PREFIX)


def remove(path: Path) -> None:
    """Remove a backup and what lies beside it; raises `OSError`.

    The backup goes first: what a killed program leaves lying is no backup and is swept up.
    """
    path.unlink(missing_ok=True)
    for suffix in (KEY_SUFFIX, MANIFEST_SUFFIX):
        beside(path, suffix).unlink(missing_ok=True)


def thin(folder: Path, newest: Kept, now: datetime | None = None) -> list[str]:
    """Remove the backups that are too many by their ages; return the names of those that went.

    One that another program holds goes the next time. To be called when `newest` was just made
    and has passed its check. Nothing goes when it holds much less than those of the days before:
    then it may be the book that is bad.
    """
    kept = shelf(folder)
    if has_shrunk(newest, kept):
        return []
    moment = (now or datetime.now()).replace(tzinfo=None)  # noqa: DTZ005 (the clerk's clock)
    gone = []
    for name in sorted(to_thin([one.aged for one in kept], moment) - {newest.path.name}):
        with contextlib.suppress(OSError):
            remove(folder / name)
            gone.append(name)
    sweep(folder)
    return gone


def has_shrunk(newest: Kept, kept: Iterable[Kept]) -> bool:
    """Tell whether a backup holds less than half of what those of the days before held.

    One that can't be counted (its passphrase is not known here) is called shrunken: then
    nothing is thinned.
    """
    before = [
        one
        for one in kept
        if one.path != newest.path and newest.at - _LOOKED_BACK <= one.at <= newest.at
    ]
    if any(one.counts is None for one in (newest, *before)):
        # two are enough where counting means opening each
        some = (*before[:1], *sorted(before, key=_size)[-1:])
        before = sorted({one.path: one for one in some}.values(), key=_size)
    now = _counts(newest)
    if now is None:
        return bool(before)
    found = (_counts(one) for one in before)
    return any(fell(one, now) for one in found if one is not None)


def _size(one: Kept) -> int:
    return one.size


def fell(before: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Tell whether a register of some size, or all of them together, lost more than a half."""
    pairs = [(number, now.get(name, 0)) for name, number in before.items()]
    pairs.append((sum(before.values()), sum(now.values())))
    return any(number >= _FEW and left * 2 < number for number, left in pairs)


def _counts(one: Kept) -> Mapping[str, int] | None:
    if one.counts is not None:
        return one.counts
    try:
        return counts_of(one.path)
    except Problem:
        return None


def sweep(folder: Path) -> None:
    """Remove what killed programs left here: temporary files, and what lay beside a backup."""
    now = time.time()
    for one in _files(folder):
        if one.name.endswith(SUFFIX + KEY_SUFFIX):
            _hush(one.with_name(one.name.removesuffix(KEY_SUFFIX)))
        left = one.name.startswith(TEMPORARY_PREFIX) and TEMPORARY_SUFFIX in one.name
        for suffix in (KEY_SUFFIX, MANIFEST_SUFFIX):
            if one.name.endswith(SUFFIX + suffix):
                left = not one.with_name(one.name.removesuffix(suffix)).exists()
        with contextlib.suppress(OSError):
            if left and abs(now - one.stat().st_mtime) > _LEFT_OVER:
                one.unlink()


def _hush(backup: Path) -> None:
    """Remove the manifest of a backup that was encrypted after it was made: it says too much."""
    if backup.exists() and _manifest(backup).get("encrypted") is False:
        with contextlib.suppress(OSError):
            beside(backup, MANIFEST_SUFFIX).unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from list(folder.iterdir())

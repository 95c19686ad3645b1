"""Writing files so that a half-written one never stands under its own name.

A file is written under a temporary name beside its target, flushed and fsynced, and then
replaces the target in one step. Whatever fails, the target stays as it was and the temporary
file is removed. Every `OSError` becomes the sentence of `core.errors`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from desktop.core.errors import EnvironmentProblem, NotWritable, held, problem_from_oserror

TEMPORARY_PREFIX = ".gs-"
TEMPORARY_SUFFIX = ".tmp"
_OURS = re.compile(r"\.gs-[0-9a-f]{12}\.tmp(-journal)?")
# Virus scanners and indexers hold a fresh file for a moment: ERROR_ACCESS_DENIED,
# ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. Two seconds in all.
_HELD = (5, 32, 33)
_DENIED = 5
_WINDOWS = sys.platform == "win32"
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.48)
# Seconds after which nobody writes a temporary file any more, and by how many a clock or a stick's
# may be ahead.
_LEFT, _AHEAD = 3_600, 86_400
# What a folder that can't be fsynced says (network shares, some USB file systems).
_NO_DIRECTORY_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)

_Result = TypeVar("_Result")

_swept: set[Path] = set()
"""Folders in which this process has looked for what was left behind."""


def temporary_beside(target: Path | str) -> Path:
    """Return a fresh hidden name in the folder of `target`, on the same file system."""
    folder = Path(os.path.realpath(target)).parent
    return folder / f"{TEMPORARY_PREFIX}{os.urandom(6).hex()}{TEMPORARY_SUFFIX}"


@contextmanager
def atomic_write(path: Path | str) -> Iterator[BinaryIO]:
    """Yield a binary file whose content replaces `path` when the block ends without an error.

    Raises:
        EnvironmentProblem: the file couldn't be written; `path` is as it was.
    """
    target = _target(path)
    sweep(target.parent)
    temporary = temporary_beside(target)
    try:
        descriptor = os.open(
            temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666
        )
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _put_in_place(temporary, target)
    except OSError as error:
        raise _problem(error, temporary, target) from error
    finally:
        _remove(temporary)


@contextmanager
def atomic_file(path: Path | str) -> Iterator[Path]:
    """Yield a name beside `path` for a writer that opens files itself (SQLite, for one).

    What stands under that name when the block ends without an error replaces `path`.

    Raises:
        EnvironmentProblem: the file couldn't be written; `path` is as it was.
    """
    with written_beside(path) as temporary:
        yield temporary
        replace_file(temporary, path)


@contextmanager
def written_beside(path: Path | str) -> Iterator[Path]:
    """Yield a name beside `path`; the block itself puts the file in its place (`replace_file`).

    What still stands under the name when the block ends is removed.

    Raises:
        EnvironmentProblem: the file couldn't be written; `path` is as it was.
    """
    target = _target(path)
    sweep(target.parent)
    temporary = temporary_beside(target)
    try:
        yield temporary
    except OSError as error:
        raise _problem(error, temporary, target) from error
    finally:
        _remove(temporary)
        _remove(temporary.with_name(temporary.name + "-journal"))


def sweep(folder: Path) -> None:
    """Remove temporary files that a killed program, or a stick pulled out, left in a folder.

    Only what nobody has written to for an hour; once in each folder and run of the program.
    """
    if folder in _swept:
        return
    _swept.add(folder)
    now = time.time()
    with contextlib.suppress(OSError):
        for one in folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}*"):
            if _OURS.fullmatch(one.name) and not now - _LEFT < one.stat().st_mtime < now + _AHEAD:
                _remove(one)


def why_not_writable(path: Path) -> EnvironmentProblem | None:
    """Return why no file can be made beside `path` now, None when one can: SQLite doesn't say."""
    probe = temporary_beside(path)
    try:
        with probe.open("xb"):
            pass
    except OSError as error:
        return _problem(error, probe, path)
    finally:
        _remove(probe)
    return None


def _target(path: Path | str) -> Path:
    """Return the file that `path` names; what is there and no file is never replaced."""
    target = Path(os.path.realpath(path))
    try:
        device = target.exists() and not target.is_file() and not target.is_dir()
    except OSError as error:  # a name that is too long, before Python 3.14
        raise problem_from_oserror(error, target) from error
    if device:
        raise NotWritable(f"«{target.name}» là một thiết bị, không phải tệp. Hãy chọn tên khác.")
    return target


def replace_file(temporary: Path | str, target: Path | str) -> None:
    """Fsync the finished file `temporary` and put it in the place of `target`.

    Raises:
        EnvironmentProblem: it couldn't be done; `temporary` is still there, `target` as it was.
    """
    source, target = Path(temporary), Path(os.path.realpath(target))
    try:
        # Windows flushes only what was opened for writing.
        descriptor = _patiently(lambda: os.open(source, os.O_RDWR | getattr(os, "O_BINARY", 0)))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _put_in_place(source, target)
    except OSError as error:
        raise _problem(error, source, target) from error


def copy_file(source: Path | str, target: Path | str) -> None:
    """Copy the content of `source` over `target`, whole or not at all.

    Raises:
        EnvironmentProblem: `source` couldn't be read or `target` written.
    """
    try:
        with Path(source).open("rb") as stream, atomic_write(target) as out:
            shutil.copyfileobj(stream, out, 1 << 20)
    except OSError as error:  # of `source`; what `target` does is a Problem already
        raise problem_from_oserror(error, source) from error


def _put_in_place(source: Path, target: Path) -> None:
    if target.exists():
        with contextlib.suppress(PermissionError):  # a FAT stick keeps no rights to copy
            shutil.copymode(target, source)
    try:
        _patiently(lambda: source.replace(target))
    except PermissionError as error:
        # of a file that is open elsewhere Windows says 'denied', as of one without rights
        if getattr(error, "winerror", None) == _DENIED and os.access(target, os.W_OK):
            raise held(target) from error
        raise
    _sync_directory(target.parent)


def _patiently(step: Callable[[], _Result]) -> _Result:
    """Do `step`, again after a while when Windows says that another program holds the file."""
    for wait in _WAITS:
        try:
            return step()
        except PermissionError as error:
            code = getattr(error, "winerror", None)
            # where C opens the file (os.open), Windows' own number is lost
            if code not in _HELD and not (_WINDOWS and code is None):
                raise
            time.sleep(wait)
    return step()


def _sync_directory(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # a folder that may be written to but not listed
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_DIRECTORY_SYNC:
            raise
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    """Remove a temporary file; one that stays behind is hidden and harms nothing."""
    with contextlib.suppress(OSError):
        _patiently(lambda: path.unlink(missing_ok=True))


def _problem(error: OSError, temporary: Path, target: Path) -> EnvironmentProblem:
    """Speak of the name the clerk knows, not of the temporary one."""
    named = error.filename
    if not isinstance(named, str | os.PathLike) or Path(named) == temporary:
        return problem_from_oserror(error, target)
    return problem_from_oserror(error, Path(named))

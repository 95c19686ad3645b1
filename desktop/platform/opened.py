"""Read-only copies of what is kept inside the book, for other programs to show.

They lie in a folder of our own and are removed when the program ends; what another program
still holds by then goes at the next start. Only the window that came first clears what others
left, so that two windows don't take away each other's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path

from desktop.core.errors import EnvironmentProblem, problem_from_oserror
from desktop.platform.paths import opened_dir
from desktop.platform.single_instance import BookLock


class OpenedCopies:
    """The copies of this process."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock: BookLock | None = None
        self._made = 0

    def begin(self) -> None:
        """Remove what an earlier run left, unless another window is using the folder."""
        folder = opened_dir()
        if self._lock is not None:
            return
        lock = BookLock(folder)
        try:
            lock.acquire()
        except EnvironmentProblem:
            return  # another window has it
        self._lock = lock
        for one in folder.iterdir() if folder.is_dir() else ():
            if one != self._folder:
                _remove(one)

    def put(self, name: str, content: bytes) -> Path:
        """Write a copy that may only be read, under its own name; return where it is.

        Raises:
            EnvironmentProblem: it couldn't be written.
        """
        self.begin()
        if self._folder is None:
            self._folder = opened_dir() / os.urandom(6).hex()
        self._made += 1
        target = self._folder / str(self._made) / name
        try:
            target.parent.mkdir(parents=True, mode=0o700)
            with target.open("xb") as stream:
                stream.write(content)
            target.chmod(stat.S_IREAD)
        except OSError as error:
            _remove(target.parent)
            raise problem_from_oserror(error, target) from error
        return target

    def end(self) -> None:
        """Remove this process's copies; one that another program holds stays until the start."""
        if self._folder is not None:
            _remove(self._folder)
            self._folder = None
        if self._lock is not None:
            with contextlib.suppress(OSError):
                opened_dir().rmdir()  # only when it is empty
            self._lock.release()
            self._lock = None


COPIES = OpenedCopies()
"""The copies of this program."""


def _remove(folder: Path) -> None:
    """Remove a folder as far as other programs let go of it."""
    for base, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                Path(base, name).chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)

"""The one place for files that hold what is in a book and are needed for a while only.

Copies that other programs show, papers in the preview, the parts of a workbook being written:
they lie in a folder of our own and are removed when they have served, at the latest when the
program ends; what another program still holds by then, and what a killed run left, goes at the
next start. Each process has a folder of its own with a lock that ends with it; only a folder
that nobody holds is cleared, so that no window takes away another's.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import RLock

from desktop.core.errors import EnvironmentProblem, FileLocked, problem_from_oserror
from desktop.core.file_names import clean_name
from desktop.platform.paths import opened_dir
from desktop.platform.single_instance import BookLock


class OpenedCopies:
    """The copies of this process."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock: BookLock | None = None
        self._made = 0
        self._guard = RLock()  # papers, workbooks and copies are made on threads of their own

    def begin(self) -> None:
        """Remove what earlier runs left, but not what another window is using."""
        folder = opened_dir()
        for one in folder.iterdir() if folder.is_dir() else ():
            if one != self._folder:
                with contextlib.suppress(EnvironmentProblem), BookLock(one):
                    _remove(one)

    def _take_folder(self) -> Path:
        """Take the first folder that no window has and that can be cleared."""
        for place in itertools.count(1):  # numbered: the locks' files stay, so there be few
            folder = opened_dir() / str(place)
            lock = BookLock(folder)
            with contextlib.suppress(FileLocked):
                lock.acquire()
                _remove(folder)
                if not folder.exists():
                    self._folder, self._lock = folder, lock
                    return folder
                lock.release()  # another program still holds a copy of an earlier run
        raise AssertionError  # the count has no end

    def place(self, name: str) -> Path:
        """Return where a file of this name may be written, in a folder that is there for it alone.

        The name is one that can be written, whatever was given (`clean_name`).

        Raises:
            EnvironmentProblem: the folder couldn't be made.
        """
        with self._guard:
            if self._folder is None:
                self.begin()
            folder = self._folder or self._take_folder()
            self._made += 1
            target = folder / str(self._made) / clean_name(name)
            try:
                target.parent.mkdir(parents=True, mode=0o700)
            except OSError as error:
                raise problem_from_oserror(error, target) from error
        return target

    def put(self, name: str, content: bytes) -> Path:
        """Write a copy that may only be read, under its own name; return where it is.

        Raises:
            EnvironmentProblem: it couldn't be written.
        """
        target = self.place(name)
        try:
            with target.open("xb") as stream:
                stream.write(content)
            target.chmod(stat.S_IREAD)
        except OSError as error:
            _remove(target.parent)
            raise problem_from_oserror(error, target) from error
        return target

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give an empty folder for the length of the block.

        Raises:
            EnvironmentProblem: it couldn't be made.
        """
        target = self.place("x")
        try:
            yield target.parent
        finally:
            self.drop(target)

    def drop(self, target: Path) -> None:
        """Remove a file that `place` or `put` gave; the last one takes the folder with it."""
        with self._guard:
            if self._folder is None or self._folder not in target.parents:
                return
            _remove(target.parent)
            if not any(self._folder.iterdir()):
                self.end()

    def end(self) -> None:
        """Remove this process's copies; one that another program holds stays until the start."""
        with self._guard:
            if self._folder is not None:
                _remove(self._folder)
                self._folder = None
            with contextlib.suppress(OSError):
                opened_dir().rmdir()  # only when it is empty
            if self._lock is not None:
                self._lock.release()
                self._lock = None


COPIES = OpenedCopies()
"""The files of this process."""


def _remove(folder: Path) -> None:
    """Remove a folder as far as other programs let go of it."""
    for base, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                Path(base, name).chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)

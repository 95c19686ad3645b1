"""Files that a second window hands over: taken by the window that has the book, or given to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop.core.errors import EnvironmentProblem

_LOOK_MS = 100
_PATIENCE = 6.0  # seconds in which a window that works should have taken what it is handed


class HandedFiles(QObject):
    """Tells of files that other windows hand to this one, which has a book."""

    came = Signal(object)  # list of paths

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._book: Path | None = None
        self._watcher: QFileSystemWatcher | None = None

    def watch(self, book: Path) -> None:
        """Look after what is handed to the window that has this book."""
        from desktop.platform.handed import folder_of  # noqa: PLC0415 (after the first paint)

        self.stop()
        folder = folder_of(book)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # the other window says what to do
        self._book, self._watcher = book, QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(lambda _folder: self._look())
        self._look()  # what was handed while the book was being opened

    def stop(self) -> None:
        """Take no more: the book is closed."""
        watcher, self._watcher, self._book = self._watcher, None, None
        if watcher is not None:
            watcher.deleteLater()

    def _look(self) -> None:
        from desktop.platform.handed import taken  # noqa: PLC0415 (after the first paint)

        found = taken(self._book) if self._book is not None else []
        if found:
            self.came.emit(found)


def hand_over(
    book: Path, files: Sequence[Path], then: Callable[[bool], object], parent: QObject
) -> None:
    """Hand files to the window that has `book`; `then` is told whether it took them."""
    from desktop.platform import handed  # noqa: PLC0415 (rarely needed)

    try:
        handed.let_come_forward()
        note = handed.hand_over(book, files)
    except EnvironmentProblem:
        then(False)
        return
    until = time.monotonic() + _PATIENCE
    timer = QTimer(parent)
    timer.setInterval(_LOOK_MS)

    def look() -> None:
        there = note.exists()
        if there and time.monotonic() < until:
            return
        timer.stop()
        timer.deleteLater()
        if there:
            try:
                note.unlink()
            except OSError:
                there = note.exists()  # taken at the last moment
        then(not there)

    timer.timeout.connect(look)
    timer.start()

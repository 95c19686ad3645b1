"""Files that are dragged over the window: books, submissions, spreadsheets and Word tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.ui import gateway
from desktop.ui.sheet_gateway import TOLD_SUFFIXES


class Drops(QObject):
    """Takes what is dropped on a window: books and submissions always, tables with a book."""

    book = Signal(object)  # Path
    submissions = Signal(object)  # list of paths
    sheet = Signal(object, QPoint)  # Path, where it fell

    def __init__(self, window: QWidget, has_book: Callable[[], bool]) -> None:
        super().__init__(window)
        self._has_book = has_book
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a file that is dragged over the window, and one that is dropped."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        has_book = self._has_book()
        sent, book = submissions_in(event), book_in(event)
        sheet = sheet_in(event) if has_book else None
        if event.type() == QEvent.Type.DragEnter and (book or sent or sheet):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and (book or sent or sheet):
            event.acceptProposedAction()
            if book is not None:
                self.book.emit(book)
            elif sent:
                self.submissions.emit(sent)
            else:
                self.sheet.emit(sheet, event.position().toPoint())
            return True
        return False


def book_in(event: QDropEvent) -> Path | None:
    """Return the first book among what is dragged, or None."""
    return next(_files_in(event, (gateway.BOOK_SUFFIX,)), None)


def submissions_in(event: QDropEvent) -> list[Path]:
    """Return the files of other offices among what is dragged."""
    return list(_files_in(event, (gateway.SUBMISSION_SUFFIX,)))


def sheet_in(event: QDropEvent) -> Path | None:
    """Return the first file that may hold a table among what is dragged, or None.

    Kinds that can't be read are taken too: the reader says what to do with them.
    """
    return next(_files_in(event, TOLD_SUFFIXES), None)


def _files_in(event: QDropEvent, suffixes: Iterable[str]) -> Iterator[Path]:
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in suffixes:
            yield path

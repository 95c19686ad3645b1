"""A record open on its tab of files, as the tests of it use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.services import attachments, books
from desktop.services.attachments import NewFile, attach
from desktop.services.books import Book
from desktop.ui.files.pane import FilesPane
from desktop.ui.files.pictures import as_jpeg
from desktop.ui.main_window import MainWindow
from desktop.ui.register.record_dialog import RecordDialog

from . import drawn


def question() -> QMessageBox:
    """Return the box that asks something now."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


class Desk:
    """A window with a record open on its tab of files."""

    def __init__(self, window: MainWindow, dialog: RecordDialog, settle: Any, path: Path) -> None:
        self.window, self.dialog, self.path = window, dialog, path
        self._settle = settle
        self.pane = dialog.findChild(FilesPane)
        assert isinstance(self.pane, FilesPane)
        dialog.tabs.setCurrentWidget(self.pane)
        self.settle()

    def settle(self) -> None:
        self._settle(self.window)

    def names(self) -> list[str]:
        return [one.name for one in self.pane.files()]

    def title(self) -> str:
        return self.dialog.tabs.tabText(self.dialog.tabs.indexOf(self.pane))

    def choose(self, *places: int) -> None:
        chosen = self.pane.view.selectionModel()
        chosen.clear()
        for place in places:
            index = self.pane.model.index(place)
            chosen.setCurrentIndex(index, chosen.SelectionFlag.Select)

    def drop(self, mime: QMimeData) -> bool:
        """Drag something in and let it fall; tell whether the pane took it."""
        at, copy = QPoint(20, 60), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, copy, mime, left, none)
        QApplication.sendEvent(self.pane, enter)
        if not enter.isAccepted():
            return False
        QApplication.sendEvent(self.pane, QDropEvent(QPointF(at), copy, mime, left, none))
        self.settle()
        return True

    def drop_files(self, *paths: Path) -> bool:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
        return self.drop(mime)

    def answer(self, words: str) -> None:
        """Press a button of the question that is asked."""
        box = question()
        button = next(one for one in box.buttons() if one.text().replace("&", "") == words)
        button.click()
        self.settle()

    def content(self, place: int = 0) -> attachments.Content:
        book = books.open_book(self.path)
        found = attachments.content(book, self.pane.files()[place].id)
        book.close()
        return found


def three(book: Book, model: int) -> None:
    jpeg = drawn.jpeg()
    files = [
        NewFile("a.jpg", jpeg, "image/jpeg", jpeg, "Lễ ra mắt"),
        NewFile("b.pdf", b"%PDF-1.4"),
        NewFile("c.exe", b"MZ"),
    ]
    attach(book, "models", model, files)


def large(path: Path) -> Path:
    path.write_bytes(as_jpeg(drawn.noisy(2_100, 1_000), 100))
    assert path.stat().st_size > 1_000_000
    return path

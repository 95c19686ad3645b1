"""A clerk at the real window: one office's book after the other, by keys and clicks alone.

Only the system's own dialogs for files and folders are answered in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDateEdit,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QTabBar,
    QTreeWidget,
    QWidget,
)

from desktop.ui.dialogs.find_everywhere import FindEverywhereDialog
from desktop.ui.dialogs.send_upward import SendUpwardDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register_page import RegisterPage
from desktop.ui.upward.answer_dialog import AnswerDialog
from desktop.ui.upward.receive_dialog import ReceiveDialog
from desktop.ui.upward.received_page import ReceivedPage
from desktop.ui.upward.rows_dialog import RowsDialog
from desktop.ui.upward.sum_page import SumPage
from desktop.ui.widgets.path_field import PathField
from tests.ui import driving

Figures = Mapping[tuple[str, ...], str]
NO, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton
_WAIT_MS = driving.LONG * 1000
_AGAIN_MS = 400  # no longer does the tab wait before it reads again what was changed


class Clerk:
    """Works on the books of a folder; what is sent is carried on `stick`."""

    def __init__(
        self, qtbot: Any, settle: Callable[[MainWindow], None], patch: pytest.MonkeyPatch
    ) -> None:
        self._qtbot, self._settle = qtbot, settle
        self.window: MainWindow
        self._chosen: Sequence[Path] = ()
        one, many = self._one, self._many
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: one())
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: one())
        patch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: many())

    def _one(self) -> tuple[str, str]:
        (path,) = self._chosen
        return str(path), ""

    def _many(self) -> tuple[list[str], str]:
        return [str(path) for path in self._chosen], ""

    # hands and eyes

    def rest(self) -> None:
        """Wait until everything asked for has come and nothing is about to be asked for."""
        self._settle(self.window)
        self.until(lambda: not driving.resting(_AGAIN_MS) and not self.window.jobs.pending)

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something is to be seen."""
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=_WAIT_MS)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
        """Press a key where the cursor is."""
        QTest.keyClick(self._at(), key, held)

    def _at(self) -> QWidget:
        """Where keys go; without a screen nothing brings up the window behind a closed one."""
        if QApplication.activeWindow() is None:
            front = QApplication.activeModalWidget() or self.window
            front.activateWindow()
            self.until(front.isActiveWindow)
        where = QApplication.focusWidget() or QApplication.activeWindow()
        assert where is not None
        return where

    def type(self, words: str) -> None:
        """Type over what stands where the cursor is."""
        self.press(Qt.Key.Key_A, CTRL)
        driving.type_keys(self._at(), words)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click on something that is there to be clicked on."""
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, _LEFT, NO, at or widget.rect().center())

    def dialog(self, kind: type[Any]) -> Any:
        """Wait for a dialog that asks now."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        self.rest()
        found = QApplication.activeModalWidget()
        self.until(found.isActiveWindow)
        return found

    def say(self, words: str) -> str:
        """Press a button of the box that asks; return what it asked."""
        box = self.dialog(QMessageBox)
        text: str = box.text()
        self.click(next(one for one in box.buttons() if words in one.text()))
        self.rest()
        return text

    def drop(self, *paths: Path) -> ReceiveDialog:
        """Let files fall on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
        at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(at.toPoint(), copy, data, _LEFT, NO)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(at, copy, data, _LEFT, NO))
        return self._looked()

    # books and tabs

    def open(self, path: Path) -> None:
        """Open a book (Ctrl+O) and its tab of sending and receiving (Ctrl+9)."""
        if self.window.jobs.book is None or self.window.jobs.book.path != path:
            self._chosen = (path,)
            self.press(Qt.Key.Key_O, CTRL)
        self.until(lambda: self.window.jobs.book and self.window.jobs.book.path == path)
        self.rest()
        self.upward()

    def upward(self) -> None:
        """Bring the tab up."""
        self.press(Qt.Key.Key_9, CTRL)
        self.until(lambda: self.window.tabs.page("upward"))
        self.rest()
        assert self.window.tabs.current_name() == "upward"

    def part(self, kind: type[Any] | None, title: str) -> Any:
        """Click on a part of the tab; it must be what `kind` says."""
        page: Any = self.window.tabs.page("upward")
        bar: QTabBar = page.bar
        places = [n for n in range(bar.count()) if bar.tabText(n).replace("&", "") == title]
        self.click(bar, bar.tabRect(places[0]).center())
        self.rest()
        assert kind is None or isinstance(page.current(), kind)
        return page.current()

    def choose_period(self, first: date, last: date) -> None:
        """Choose a period by its days, with the keys."""
        box = self.window.tabs.page("upward").period  # type: ignore[union-attr]  # it was built
        words = f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
        box.setFocus()
        self.press(Qt.Key.Key_Home)
        while words not in box.currentText():
            before = box.currentIndex()
            self.press(Qt.Key.Key_Down)
            assert box.currentIndex() != before, words
        self.rest()

    # sending

    def send(self, folder: Path, first: date, last: date, *, below: bool = False) -> Path:
        """Send a period upward (Ctrl+Shift+S); return the file that the window says it wrote."""
        before = set(folder.glob("*.gsnop"))
        self.press(Qt.Key.Key_S, CTRL_SHIFT)
        dialog = self.dialog(SendUpwardDialog)
        for editor, day in zip(dialog.findChildren(QDateEdit), (first, last), strict=True):
            editor.setFocus()
            self.type(f"{day:%d/%m/%Y}")
        field = dialog.findChild(PathField).findChild(QLineEdit)
        field.setFocus()
        self.type(str(folder))
        self.rest()
        box: QCheckBox = dialog.boxes.below
        if box.isChecked() != below:
            box.setFocus()
            self.press(Qt.Key.Key_Space)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: "SHA-256" in dialog.outcome_text())
        (written,) = set(folder.glob("*.gsnop")) - before
        assert str(written) in dialog.outcome_text()
        self.press(Qt.Key.Key_Escape)
        self.rest()
        return written

    # receiving

    def choose_files(self, *paths: Path) -> ReceiveDialog:
        """Choose files to receive (Ctrl+Shift+R) and wait until they have been looked at."""
        self._chosen = paths
        self.press(Qt.Key.Key_R, CTRL_SHIFT)
        return self._looked()

    def _looked(self) -> ReceiveDialog:
        dialog: ReceiveDialog = self.dialog(ReceiveDialog)
        self.until(lambda: not dialog.intake.busy)
        self.rest()
        return dialog

    def take(self, dialog: ReceiveDialog, *, recognise: bool = False) -> None:
        """Take everything in, with Space where a key is new, and close with Escape."""
        dialog.table.setFocus()
        self.press(Qt.Key.Key_A, CTRL)
        if recognise:
            self.press(Qt.Key.Key_Space)
        self.click(dialog.do_button)
        self.until(lambda: not dialog.intake.busy)
        self.rest()

    def close(self) -> None:
        """Close the dialog that is up with Escape."""
        up = QApplication.activeModalWidget()
        self.press(Qt.Key.Key_Escape)
        self.until(lambda: QApplication.activeModalWidget() is not up)
        self.rest()

    # what stands there

    def rows(self, table: Any) -> list[list[str]]:
        """Read a list."""
        model = table.model()
        columns = range(model.columnCount())
        places = range(model.rowCount())
        return [[model.index(row, one).data() or "" for one in columns] for row in places]

    def shown(self, page: RegisterPage) -> list[dict[str, str]]:
        """Read the records of a page, by the names of their fields."""
        self.until(page.model.rowCount)
        named = [one.name for one in page.model.fields]
        return [dict(zip(named, one, strict=True)) for one in self.rows(page.view)]

    def go_to(self, table: Any, words: str) -> None:
        """Move the cursor of a list to the row that says this, by the arrow keys."""
        table.setFocus()
        self.press(Qt.Key.Key_Home, CTRL)
        while words not in self.rows(table)[table.currentIndex().row()]:
            before = table.currentIndex().row()
            self.press(Qt.Key.Key_Down)
            assert table.currentIndex().row() != before, words
        self.rest()

    def offices(self) -> Any:
        """Bring up who has sent."""
        return self.part(ReceivedPage, "Đã nhận")

    def added_up(self) -> Figures:
        """Read the added-up figures as they are shown, by their keys in the contract."""
        page = self.part(SumPage, "Tổng hợp")
        self.until(lambda: page.stack.currentWidget() is page.body)
        return shown_figures(page.figures, 2)

    # answering

    def remark(self, office: str, register: str, record: str, words: str) -> None:
        """Write a remark on a record that an office sent."""
        page = self.offices()
        self.go_to(page.table, office)
        self.press(Qt.Key.Key_Return)
        dialog = self.dialog(RowsDialog)
        names = dialog.names
        places = range(names.count())
        (place,) = [n for n in places if names.item(n).text().startswith(f"{register} (")]
        self.click(names.viewport(), names.visualItemRect(names.item(place)).center())
        self.rest()
        self.go_to(dialog.table, record)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: dialog.remark is not None)
        self.rest()
        driving.type_keys(dialog.remark.area, words)
        self.press(Qt.Key.Key_Return, CTRL)
        self.until(lambda: words in dialog.about.toPlainText())
        self.close()

    def answer(self, office: str, target: Path, words: str, *, accepted: bool) -> Path:
        """Answer an office; return the file."""
        page = self.offices()
        self.go_to(page.table, office)
        self.click(page.answer_button)
        dialog = self.dialog(AnswerDialog)
        self.until(dialog.buttons.do.isEnabled)
        self.click(dialog.accepted_choice if accepted else dialog.correct_choice, QPoint(10, 10))
        dialog.words.setFocus()
        driving.type_keys(dialog.words, words)
        self._chosen = (target,)
        self.click(dialog.buttons.do)
        self.until(lambda: target.name in page.notice.text)
        self.rest()
        assert target.is_file()
        return target

    # records

    def find(self, words: str) -> RecordDialog:
        """Open a record by its name (Ctrl+K)."""
        self.press(Qt.Key.Key_K, CTRL)
        dialog = self.dialog(FindEverywhereDialog)
        self.type(words)
        self.until(lambda: any(one.title == words for one in dialog.hits()))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self._record() is not None)
        self.rest()
        found = self._record()
        assert found is not None
        return found

    def change(self, record: RecordDialog, field: str, key: Qt.Key) -> None:
        """Choose another value by an arrow key, settle the remark above, and save (Ctrl+Enter)."""
        box = record.form.boxes[field].editor.focusProxy()
        box.setFocus()
        self.press(key)
        self.rest()
        (row,) = record.remarks.rows
        self.click(row.settled)
        self.until(lambda: not record.remarks.rows)
        self.press(Qt.Key.Key_Return, CTRL)
        self.until(lambda: self._record() is None)
        self.rest()

    def _record(self) -> RecordDialog | None:
        tops = QApplication.topLevelWidgets()
        return next((o for o in tops if isinstance(o, RecordDialog) and o.isVisible()), None)


def shown_figures(tree: QTreeWidget, column: int) -> Figures:
    """Read a column of the tree of figures, by the keys of each."""
    found: dict[tuple[str, ...], str] = {}
    waiting = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    while waiting:
        item = waiting.pop()
        waiting += [item.child(place) for place in range(item.childCount())]
        line = item.data(0, Qt.ItemDataRole.UserRole)
        if line is not None:
            found[line.path] = item.text(column)
    return found

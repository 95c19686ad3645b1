"""The real window on a real book, and the ways in which the tests of the tabs use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.register import Query, Row
from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register_page import RegisterPage
from tests.ui import driving

LONG_MS = 20_000


class Desk:
    """A window on a book that was filled before it was opened."""

    def __init__(self, qtbot: Any, book: Book, open_window: Callable[..., MainWindow]) -> None:
        self.qtbot = qtbot
        self._book = book
        self._open_window = open_window
        self._window: MainWindow | None = None

    @property
    def window(self) -> MainWindow:
        """The window; opened when it is first asked for."""
        if self._window is None:
            self._book.close()
            self._window = self._open_window(self._book.path)
            self._window.resize(1366, 700)
            self._window.activateWindow()
            self.qtbot.waitUntil(self._window.isActiveWindow, timeout=LONG_MS)
            self.settle()
        return self._window

    def add(self, register: str, **values: Any) -> int:
        """Keep a record: before the window opens, or beside it as another part would."""
        if self._window is None:
            return registers.save(self._book, register, values).value.id
        done: list[Any] = []
        self._window.jobs.write(registers.save, register, values, on_done=done.append)
        self.settle()
        return done[0].value.id

    def get(self, register: str, row_id: int) -> Row:
        """Read a record as it is kept now."""
        return registers.get(self.window.jobs.book, register, row_id)

    def all(self, register: str, **filters: Any) -> list[Row]:
        """Read the records of a register as they are kept now."""
        book = self.window.jobs.book
        return list(
            registers.rows(book, register, registers.keys(book, Query(register, filters=filters)))
        )

    def tab(self, name: str) -> Any:
        """Bring up a tab and return its page."""
        self.window.tabs.show_tab(name)
        self.settle()
        return self.window.tabs.current_page()

    def settle(self, rest: int = driving.REST_MS) -> None:
        """Wait until everything asked for has come and every pause of up to `rest` ms is over."""
        window = self._window
        assert window is not None
        for _round in range(3):
            self.qtbot.wait(5)
            self.qtbot.waitUntil(
                lambda: not (window.jobs.pending or driving.resting(rest)), timeout=LONG_MS
            )
        assert window.findChild(ErrorDialog) is None
        assert not isinstance(QApplication.activeModalWidget(), QMessageBox)

    def choose(self, page: RegisterPage, *ids: int) -> None:
        """Select rows with the cursor on the last one, as Ctrl and the mouse do."""
        page.view.select_ids(ids, ids[-1])
        self.settle()
        assert page.selected_ids() == sorted(ids, key=page.model.place_of)

    def write(self, dialog: RecordDialog, name: str, text: str) -> None:
        """Type into a field, over what stands there."""
        line: Any = dialog.form.boxes[name].editor.focusProxy()
        line.setFocus()
        line.selectAll()
        line.insert(text) if hasattr(line, "insert") else line.insertPlainText(text)

    def save(self, dialog: RecordDialog) -> None:
        """Save and close a record's window by its keys."""
        self.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def paper(self, read_pdf: Any) -> str:
        """Return the text of the paper in the preview, which is then closed."""
        papers = self.window.papers
        self.qtbot.waitUntil(lambda: papers.preview is not None, timeout=LONG_MS)
        pages = read_pdf(papers.preview.view._file.path)
        papers.preview.reject()
        self.settle()
        return " ".join(" ".join(page.text for page in pages).split())


@pytest.fixture
def desk(qtbot: Any, book: Book, open_window: Callable[..., MainWindow]) -> Desk:
    return Desk(qtbot, book, open_window)


@pytest.fixture
def cells(desk: Desk, add_cells: Callable[..., dict[str, int]]) -> dict[str, int]:
    """A committee with two base committees and their cells."""
    return add_cells(desk.add)


@pytest.fixture
def models(desk: Any) -> dict[str, int]:
    """Two models; the first was commended."""
    first = desk.add("models", name="Tổ tự quản", kind="collective", registered_on=date(2025, 3, 1))
    second = desk.add("models", name="Vườn cây Bác Hồ", kind="collective")
    desk.add("model_levels", model_id=first, level="district", on=date(2025, 6, 1))
    held = desk.add("rounds", title="Đợt 1")
    form = desk.add("award_forms", name="Giấy khen")
    desk.add(
        "awards",
        round_id=held,
        form_id=form,
        recipient_kind="collective",
        recipient_name="Tổ tự quản ấp Mỹ Cẩm",
        model_id=first,
    )
    return {"first": first, "second": second}

"""How the tests use a window as the clerk does, and read what it shows and keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from desktop.core.register import Query
from desktop.platform.settings import Settings
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.ui.main_window import MainWindow
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import Theme

REST_MS = 150  # no longer do lists, searches and panes wait until the clerk's hand rests
LOOK_MS = 300  # no longer do dialogs wait before they look at what was typed
CLERK = "Đỗ Thị Hạnh"
LONG = 30  # seconds after which a wait ends and a gate opens by itself: the test has failed by then


@contextmanager
def windows(
    qtbot: Any, theme: Theme, settings: Callable[[], Settings]
) -> Iterator[Callable[..., MainWindow]]:
    """Make real windows, show them and close them at the end."""
    made: list[MainWindow] = []

    def make(start: Path | None = None) -> MainWindow:
        kept = settings()
        if not kept.get("clerk", ""):
            kept.set("clerk", CLERK)  # else the window asks
        window = MainWindow(kept, theme, start)
        made.append(window)
        with qtbot.waitSignal(window.painted, timeout=10_000):
            window.show()
        return window

    yield make
    for window in made:
        window.stop_safely()
        window.deleteLater()
    QApplication.processEvents()


class WindowSystem(QObject):
    """What a desktop does about the active window and the platform without a screen does not.

    There a window that asks not to be activated is, and when a window goes none is active any
    more: whether a slow job's progress came up in between would decide what keys do.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        # ids, for a window that is gone must not be touched, nor its place taken for it
        self._order: list[int] = []  # the window that was active last comes last
        self._came_up: set[int] = set()  # behind; from then on it is activated who asks for it
        app.focusWindowChanged.connect(self._changed)

    def _changed(self, window: QWindow | None) -> None:
        if window is None:
            QTimer.singleShot(0, self, self._give_back)
            return
        one = window.winId()
        if one not in self._came_up and window.property("_q_showWithoutActivating"):
            self._came_up.add(one)
            QTimer.singleShot(0, self, self._give_back)
        else:
            self._order = [other for other in self._order if other != one] + [one]

    def _give_back(self) -> None:
        shown = {one.winId(): one for one in QGuiApplication.topLevelWindows() if one.isVisible()}
        self._order = [one for one in self._order if one in shown]
        now = QGuiApplication.focusWindow()
        if self._order and (now is None or now.winId() not in self._order):
            shown[self._order[-1]].requestActivate()


def resting(most: int = REST_MS) -> bool:
    """Tell whether a pause of at most `most` ms goes on, after which something will be done."""
    timers = (one for top in QApplication.topLevelWidgets() for one in top.findChildren(QTimer))
    return any(one.isActive() and one.isSingleShot() and one.interval() <= most for one in timers)


def box() -> QMessageBox:
    """Return the box that asks or tells something now."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def default_button(dialog: QWidget) -> QPushButton:
    """Return the button that Enter presses."""
    return next(one for one in dialog.findChildren(QPushButton) if one.isDefault())


def texts(widget: QWidget, kind: type[Any]) -> list[str]:
    """Return the texts of the visible parts of a kind."""
    return [one.text() for one in widget.findChildren(kind) if one.isVisibleTo(widget)]


def titles(page: RegisterPage) -> list[str]:
    """Return the titles of the rows in a table, from top to bottom."""
    column = [one.name for one in page.model.fields].index(page.spec.title)
    rows = range(page.model.rowCount())
    return [str(page.model.index(place, column).data()) for place in rows]


def type_keys(widget: QWidget, keys: str) -> None:
    r"""Send a key press and release for each letter; '\b' is the Backspace key."""
    for letter in keys:
        key = Qt.Key.Key_Backspace if letter == "\b" else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def add_member(book: Book, name: str) -> Any:
    """Keep a member of this name."""
    return registers.save(book, "members", {"full_name": name})


def add_cells(add: Callable[..., int]) -> dict[str, int]:
    """Keep a committee with two base committees and their cells."""
    root = add("units", name="Đảng bộ huyện Cầu Ngang", kind="party_committee")
    hoa = add("units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee", parent_id=root)
    thuan = add("units", name="Đảng bộ xã Thuận Hòa", kind="base_committee", parent_id=root)
    return {
        "root": root,
        "hoa": hoa,
        "thuan": thuan,
        "cam": add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell", parent_id=hoa),
        "soc": add("units", name="Chi bộ ấp Sóc Chuối", kind="cell", parent_id=thuan),
    }


def member_names(book: Book) -> list[str]:
    """Return the names of all members of a book, sorted."""
    ids = registers.keys(book, Query("members"))
    return sorted(row.values["full_name"] for row in registers.rows(book, "members", ids))


def names_in(path: Path) -> list[str]:
    """Open a book that no window has open and return the names of all its members, sorted."""
    book = books.open_book(path)
    found = member_names(book)
    book.close()
    return found

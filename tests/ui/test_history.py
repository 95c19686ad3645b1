"""The history of a record in the window: a tab of its window, and a window from the row's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.history import HistoryDialog, HistoryPane
from desktop.ui.main_window import MainWindow


@pytest.fixture
def window(open_members: Callable[[], MainWindow], book: Book) -> MainWindow:
    """A window on a member whose post was changed."""
    made = registers.save(book, "members", {"full_name": "Nguyễn Thị Ánh"}).value
    registers.save(book, "members", {"party_post": "Bí thư", "birth_date": "1975-05"}, made.id)
    return open_members()


@pytest.fixture
def page(window: MainWindow) -> Any:
    found: Any = window.tabs.current_page()
    found.main_page().view.select_place(0)
    return found.main_page()


def from_menu(page: Any) -> HistoryDialog:
    menu = page.row_menu()
    (action,) = (one for one in menu.actions() if one.text() == "Lịch sử…")
    action.trigger()
    found: HistoryDialog = page.window().findChild(HistoryDialog)
    return found


def words(pane: HistoryPane) -> list[str]:
    """The lines without their times."""
    return [one.split(" ", 2)[2] if one[:1].isdigit() else one for one in pane.lines()]


CHANGED = [
    "Sửa đảng viên",
    "Ngày sinh: «(trống)» → «05/1975»",
    "Chức vụ Đảng: «(trống)» → «Bí thư»",
]


def test_the_row_menu_tells_what_was_done(qtbot, window, page, settle):
    dialog = from_menu(page)
    settle(window)
    assert words(dialog.pane)[:3] == CHANGED
    assert words(dialog.pane)[3] == "Thêm đảng viên"
    qtbot.keyClick(dialog.pane.tree, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.pane.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == CHANGED[1]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_follows_what_is_done_meanwhile(window, page, settle):
    dialog = from_menu(page)
    settle(window)
    window.actions_["undo"].trigger()
    settle(window)
    assert words(dialog.pane)[0] == "Hoàn tác: sửa đảng viên"
    assert words(dialog.pane)[3] == "Sửa đảng viên (đã hoàn tác)"
    dialog.reject()


def test_the_record_window_has_it_as_a_tab(window, page, settle):
    page.open_selected()
    settle(window)
    tabs = page.dialog.tabs
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    assert titles[-1] == "Lịch sử"
    pane = tabs.widget(tabs.count() - 1)
    assert pane.lines() == []  # read when it is seen
    tabs.setCurrentIndex(tabs.count() - 1)
    settle(window)
    assert words(pane)[:3] == CHANGED
    assert pane.hint.startswith("Việc mới nhất ở trên")
    page.discard_pending()


def test_a_record_in_the_bin_has_its_history_too(window, page, settle):
    window.jobs.write(registers.delete, "members", [page.view.current_id()])
    settle(window)
    page.show_recycle_bin(True)
    settle(window)
    page.view.select_place(0)
    dialog = from_menu(page)
    settle(window)
    assert words(dialog.pane)[0] == "Xóa 1 đảng viên"
    dialog.reject()

"""Undoing and doing again from the window: menu, keys, the list of what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.register import Query
from desktop.services import many, registers
from desktop.services.books import Book
from desktop.storage.bulk import insert_many
from desktop.ui.dialogs.deeds_done import DeedsDialog
from desktop.ui.main_window import MainWindow

from .driving import box

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: Any, open_members: Callable[[], MainWindow], book: Book) -> MainWindow:
    """A window on the members' tab of a book with two members."""
    registers.save(book, "members", {"full_name": "Nguyễn Thị Anh", "card_number": "00000001"})
    registers.save(book, "members", {"full_name": "Trần Văn Đạt", "card_number": "00000002"})
    made = open_members()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def large(open_members: Callable[[], MainWindow], book: Book) -> MainWindow:
    """A window on a book into which thirty members came as one deed."""
    with book.write("Nhập 30 đảng viên") as session:
        rows = [{"full_name": f"Lê Văn {one}", "status": "official"} for one in range(30)]
        insert_many(session, "members", rows, words="Nhập 30 đảng viên")
    return open_members()


def rows(window: MainWindow) -> int:
    page: Any = window.tabs.current_page()
    count: int = page.main_page().model.rowCount()
    return count


def listed(dialog: DeedsDialog) -> list[list[str]]:
    model = dialog.list.model()
    places = range(model.rowCount())
    return [[model.index(one, column).data() for column in (1, 2, 3)] for one in places]


def test_a_small_deed_is_undone_at_once_and_done_again(qtbot, window, settle):
    page: Any = window.tabs.current_page()
    view = page.main_page().view
    view.setFocus()
    undo, redo = window.actions_["undo"], window.actions_["redo"]
    assert undo.text() == "&Hoàn tác: thêm đảng viên «Trần Văn Đạt»"
    assert not redo.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    settle(window)
    assert QApplication.activeModalWidget() is None
    assert rows(window) == 1
    told = "Đã hoàn tác: thêm đảng viên «Trần Văn Đạt» (Ctrl+Y để làm lại)"
    assert window.status.message() == told
    assert redo.text() == "Làm lạ&i: thêm đảng viên «Trần Văn Đạt»"
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    settle(window)
    assert rows(window) == 0
    assert not undo.isEnabled()
    assert undo.text() == "&Hoàn tác"
    qtbot.keyClick(view, Qt.Key.Key_Y, CTRL)
    settle(window)
    assert rows(window) == 1
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL | SHIFT)
    settle(window)
    assert rows(window) == 2
    assert window.status.message() == "Đã làm lại: thêm đảng viên «Trần Văn Đạt»"
    assert not redo.isEnabled()


def test_keys_pressed_fast_are_all_counted(qtbot, window, settle):
    page: Any = window.tabs.current_page()
    view = page.main_page().view
    view.setFocus()
    for _time in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    settle(window)
    settle(window)
    assert rows(window) == 0
    for _time in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Y, CTRL)
    settle(window)
    settle(window)
    assert rows(window) == 2


def test_a_new_deed_takes_away_what_could_be_done_again(window, settle):
    window.actions_["undo"].trigger()
    settle(window)
    assert window.actions_["redo"].isEnabled()
    window.jobs.write(registers.save, "units", {"name": "Chi bộ 1"})
    settle(window)
    assert not window.actions_["redo"].isEnabled()
    assert window.actions_["redo"].text() == "Làm lạ&i"


def test_a_large_deed_is_asked_for_once(large, settle):
    undo = large.actions_["undo"]
    undo.trigger()
    assert "«Nhập 30 đảng viên»" in box().text()
    assert "30 bản ghi" in box().text()
    box().reject()
    settle(large)
    assert rows(large) == 30
    undo.trigger()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(large)
    assert rows(large) == 0
    large.actions_["redo"].trigger()
    assert "Làm lại «Nhập 30 đảng viên»" in box().text()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(large)
    assert rows(large) == 30


def test_it_goes_on_after_the_book_was_opened_again(qtbot, window, settle, open_window):
    window.actions_["undo"].trigger()
    settle(window)
    path = window.jobs.book.path
    window.stop_safely()
    again = open_window(path)
    settle(again)
    again.tabs.show_tab("members")
    settle(again)
    assert again.actions_["redo"].text() == "Làm lạ&i: thêm đảng viên «Trần Văn Đạt»"
    again.actions_["redo"].trigger()
    settle(again)
    assert rows(again) == 2


def test_what_was_typed_is_undone_in_its_field(qtbot, window, settle):
    page: Any = window.tabs.current_page()
    search = page.main_page().toolbar.search
    search.setFocus()
    qtbot.keyClicks(search, "abc")
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    assert search.text() == ""
    qtbot.keyClick(search, Qt.Key.Key_Y, CTRL)
    assert search.text() == "abc"
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(search, Qt.Key.Key_Z, CTRL)  # nothing left
    settle(window)
    assert QApplication.activeModalWidget() is None
    assert rows(window) == 2


def test_records_removed_for_good_stop_nothing_but_are_told(window, settle):
    page: Any = window.tabs.current_page()
    ids = [page.main_page().model.id_at(place) for place in range(2)]
    window.jobs.write(registers.save, "units", {"name": "Chi bộ 1"})
    window.jobs.write(registers.delete, "members", ids[:1])
    window.jobs.write(registers.purge, "members", ids[:1])
    settle(window)
    # the deletion before it wrote to the same record; the purge says why it can't be undone
    window.actions_["undo"].trigger()
    assert "đã xóa hẳn bản ghi nên không hoàn tác được" in box().text()
    assert "«Xóa 1 đảng viên»" in box().text()
    box().button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    assert "đã bị xóa hẳn sau đó" in box().text()
    box().reject()
    window.jobs.write(registers.save, "units", {"name": "Chi bộ 2"})
    settle(window)
    window.actions_["undo"].trigger()  # what is newer is undone as ever
    settle(window)
    assert QApplication.activeModalWidget() is None
    assert registers.count(window.jobs.book, Query("units")) == 1


def test_a_book_without_a_deed_has_nothing_to_undo(open_window, settle, book):
    book.close()
    window = open_window(book.path)
    settle(window)
    assert not window.actions_["undo"].isEnabled()
    assert not window.actions_["redo"].isEnabled()
    window.actions_["deeds_done"].trigger()
    settle(window)
    dialog = window.findChild(DeedsDialog)
    assert dialog.hint == "Sổ này chưa có việc nào để hoàn tác."
    assert not dialog.undo.isEnabled()
    dialog.reject()
    window.actions_["close_book"].trigger()
    settle(window)
    assert not window.actions_["undo"].isEnabled()


def test_several_deeds_are_undone_in_one_go_and_done_again(qtbot, window, settle):
    page: Any = window.tabs.current_page()
    ids = [page.main_page().model.id_at(place) for place in range(2)]
    window.jobs.write(many.edit_many, "members", ids, {"ethnicity": "Khmer"})
    settle(window)
    window.actions_["deeds_done"].trigger()
    settle(window)
    dialog = window.findChild(DeedsDialog)
    assert listed(dialog) == [
        ["Sửa 2 đảng viên", "2", ""],
        ["Thêm đảng viên «Trần Văn Đạt»", "2", ""],
        ["Thêm đảng viên «Nguyễn Thị Anh»", "2", ""],
    ]
    assert dialog.hint == "Sẽ hoàn tác 1 việc (2 bản ghi); sau đó vẫn làm lại được."
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.hint.startswith("Sẽ hoàn tác 2 việc (4 bản ghi)")
    qtbot.keyClick(dialog, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [one[2] for one in listed(dialog)] == ["Đã hoàn tác"] * 2 + [""])
    settle(window)
    assert rows(window) == 1
    assert dialog.hint == "Sẽ làm lại 1 việc (2 bản ghi)."  # the cursor stays on its line
    assert not dialog.undo.isEnabled()
    dialog.choose(0)
    qtbot.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [one[2] for one in listed(dialog)] == [""] * 3)
    settle(window)
    assert rows(window) == 2
    assert registers.get(window.jobs.book, "members", ids[0]).values["ethnicity"] == "Khmer"
    dialog.choose(1)
    dialog.undo.click()
    settle(window)
    window.jobs.write(registers.save, "units", {"name": "Chi bộ 1"})
    settle(window)
    dialog.choose(1)
    assert "đã có việc mới" in dialog.hint
    assert not dialog.undo.isEnabled()
    assert not dialog.redo.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_keys_of_the_menu(window):
    keys = [one.toString() for one in window.actions_["redo"].shortcuts()]
    assert keys == ["Ctrl+Y", "Ctrl+Shift+Z"]
    assert window.actions_["undo"].shortcut() == QKeySequence("Ctrl+Z")
    assert window.actions_["find_everywhere"].shortcut() == QKeySequence("Ctrl+K")


def test_keys_mean_the_last_deed_also_while_it_is_being_kept(qtbot, window, settle):
    """Ctrl+Z right after a write began, before the window knows of it."""
    settle(window)
    window.jobs.write(registers.save, "members", {"full_name": "Lê Thị Mới"})
    window.actions_["undo"].trigger()
    settle(window)
    qtbot.waitUntil(lambda: not window.jobs.pending)
    assert registers.count(window.jobs.book, Query("members")) == 2

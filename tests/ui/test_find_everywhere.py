"""Ctrl+K: finding records of all registers and entries of the menus, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.dialogs.find_everywhere import FindEverywhereDialog
from desktop.ui.dialogs.settings import SettingsDialog
from desktop.ui.main_window import MainWindow


@pytest.fixture
def ids() -> dict[str, int]:
    return {}


@pytest.fixture
def window(open_members: Callable[[], MainWindow], book: Book, ids: dict[str, int]) -> MainWindow:
    """A window on a book with a member, her pledge with an item, a model and a document."""

    def add(register: str, **values: Any) -> int:
        return registers.save(book, register, values).value.id

    cell = add("units", name="Chi bộ ấp Mỹ Cẩm")
    ids["member"] = add("members", full_name="Nguyễn Thị Ánh", unit_id=cell)
    ids["pledge"] = add("pledges", year=2024, kind="commitment", pledger_kind="member",
                        name="Nguyễn Thị Ánh", member_id=ids["member"])  # fmt: skip
    add("pledge_items", pledge_id=ids["pledge"], content="Tiết kiệm điện, nước")
    ids["model"] = add("models", name="Hũ gạo tiết kiệm", kind="collective", state="registered")
    ids["document"] = add("documents", number="196-KH/TU", direction="received", issuer="Tỉnh ủy")
    return open_members()


@pytest.fixture
def dialog(qtbot: Any, window: MainWindow, settle: Any) -> FindEverywhereDialog:
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    found = window.finding.dialog
    assert found is not None
    return found


def typed(qtbot: Any, dialog: FindEverywhereDialog, text: str) -> list[str]:
    """Type a text and return the lines that come, after the pause, headings among them."""
    dialog.line.selectAll()
    qtbot.keyClicks(dialog.line, text)
    qtbot.waitUntil(lambda: dialog._shown_for[0] == text)
    found = []
    for place in range(dialog.list.topLevelItemCount()):
        top = dialog.list.topLevelItem(place)
        found.append(f"# {top.text(0)}")
        found += [top.child(one).text(0) for one in range(top.childCount())]
    return found


def test_it_opens_empty_and_says_what_to_do(dialog):
    assert dialog.line.hasFocus()
    assert dialog._message.text().startswith("Gõ vài chữ")
    assert dialog.hits() == []


def test_what_is_typed_is_found_and_enter_opens_it(qtbot, window, settle, dialog, ids):
    assert typed(qtbot, dialog, "nguyen thi") == [
        "# Đảng viên",
        "Nguyễn Thị Ánh",
        "# Cam kết",
        "Nguyễn Thị Ánh",
    ]
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    assert dialog.line.hasFocus()  # the cursor stays in the line
    qtbot.keyClick(dialog.line, Qt.Key.Key_Down)  # the last: no further
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle(window)
    assert window.tabs.current_name() == "pledges"
    assert window.finding.dialog is None
    page: Any = window.tabs.current_page()
    assert page.main_page().dialog.row.id == ids["pledge"]
    page.discard_pending()


def test_enter_right_after_typing_opens_what_is_found_then(qtbot, window, settle, dialog, ids):
    qtbot.keyClicks(dialog.line, "hu gao")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle(window)
    assert window.tabs.current_name() == "models"
    page: Any = window.tabs.current_page()
    assert page.main_page().dialog.row.id == ids["model"]
    page.discard_pending()


def test_what_belongs_to_a_record_leads_to_it(qtbot, dialog, ids):
    assert typed(qtbot, dialog, "dien nuoc") == ["# Cam kết", "Nguyễn Thị Ánh"]
    assert [(one.register, one.id) for one in dialog.hits()] == [("pledges", ids["pledge"])]
    line = dialog.list.topLevelItem(0).child(0)
    assert line.text(1).startswith("nội dung đăng ký: «Tiết kiệm điện, nước»")


def test_a_record_without_a_tab_opens_where_it_is_kept(qtbot, window, settle, dialog):
    assert typed(qtbot, dialog, "196") == ["# Văn bản", "196-KH/TU"]
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle(window)
    top = QApplication.activeWindow()
    assert top is not None
    assert "196-KH/TU" in top.windowTitle()
    top.close()
    assert not window._waits()


def test_entries_of_the_menus_are_found_by_their_words(qtbot, window, settle, dialog):
    assert typed(qtbot, dialog, "in danh sach") == ["# Lệnh trong trình đơn", "In danh sách…"]
    words = window.actions_["settings"].text().replace("&", "")
    found = typed(qtbot, dialog, fold(words))
    place = found.index(words) - found.index("# Lệnh trong trình đơn") - 1
    for _line in range(place):
        qtbot.keyClick(dialog.line, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    settle(window)
    settings = window.findChild(SettingsDialog)
    assert settings is not None
    assert settings.isVisible()
    settings.reject()


def test_the_bin_is_searched_when_it_is_asked_for(qtbot, window, settle, dialog, ids):
    window.jobs.write(registers.delete, "models", [ids["model"]])
    settle(window)
    assert typed(qtbot, dialog, "hu gao") == []
    assert "ít chữ hơn" in dialog._message.text()
    qtbot.keyClick(dialog, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [one.deleted for one in dialog.hits()] == [True])
    assert dialog.list.topLevelItem(0).child(0).text(1).startswith("Trong thùng rác")


def test_a_word_that_the_input_method_holds_is_searched_and_left_alone(qtbot, dialog):
    event = QInputMethodEvent("gạo", [])
    QApplication.sendEvent(dialog.line, event)
    qtbot.waitUntil(lambda: dialog._shown_for[0] == "gạo")
    assert [one.title for one in dialog.hits()] == ["Hũ gạo tiết kiệm"]
    assert dialog.line.text() == ""
    assert dialog.line.preedit == "gạo"


def test_escape_closes_and_the_words_are_there_next_time(qtbot, window, settle, dialog):
    typed(qtbot, dialog, "gao")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Escape)
    assert window.finding.dialog is None
    again = window.finding.show()
    settle(window)
    assert again.line.selectedText() == "gao"
    assert len(again.hits()) == 1
    again.reject()

"""Every dialog: named for a screen reader, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from desktop.core.errors import UserProblem
from desktop.ui.dialogs.clerk import ClerkDialog, CorrectClerkDialog
from desktop.ui.dialogs.error_dialog import ErrorDialog
from desktop.ui.dialogs.progress import ProgressDialog
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.dialogs.send_upward import SendUpwardDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.register.shelf import ShelfPage
from desktop.ui.tabs.lists import LISTS as SHELF

LONG_MS = 20_000
Opener = Callable[[MainWindow], object]
OPENERS: dict[str, Opener] = {
    "new book": lambda window: window.actions_["new_book"].trigger(),
    "settings": lambda window: window.actions_["settings"].trigger(),
    "backups": lambda window: window.actions_["backups"].trigger(),
    "about": lambda window: window.actions_["about"].trigger(),
    "guide": lambda window: window.actions_["help"].trigger(),
    "send upward": lambda window: window.actions_["send_upward"].trigger(),
    "reason": lambda window: ReasonDialog("Không đồng ý", 3, window).open(),
    "bug": lambda window: window.reporter.bug(RuntimeError("unforeseen"), "Đang lưu"),
    "bug without report": lambda window: ErrorDialog(None, "", window).open(),
    "problem": lambda window: window.reporter.problem(UserProblem("Không làm được việc này.")),
    "progress": lambda window: ProgressDialog(window.jobs.run(int), window).show(),
    "clerk": lambda window: ClerkDialog(["Lê Văn Minh", "Đỗ Thị Hạnh"], "", window).open(),
    "correct clerk": lambda window: CorrectClerkDialog("Lê Văn Minh", window).open(),
    "first clerk": lambda window: ClerkDialog([], "canbo", window).open(),
    "log of deeds": lambda window: window.actions_["audit_log"].trigger(),
    "preview": lambda window: window.papers.print_pdf("members"),
}


def dialog_over(qtbot: Any, window: MainWindow) -> QDialog:
    """The dialog that comes up over the window."""

    def found() -> list[QDialog]:
        return [one for one in window.findChildren(QDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=LONG_MS)
    (dialog,) = found()

    def active() -> bool:  # progress comes up behind, and is asked for once it is there
        if not dialog.isActiveWindow():
            dialog.activateWindow()
        return dialog.isActiveWindow()

    qtbot.waitUntil(active)
    return dialog


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(qtbot, window, look, name):
    OPENERS[name](window)
    dialog = dialog_over(qtbot, window)
    assert look.faults(dialog) == []
    dialog.done(0)


@pytest.mark.parametrize(
    "name",
    [
        *("new book", "settings", "send upward", "reason", "bug", "preview", "about"),
        *("backups", "clerk", "first clerk", "log of deeds"),
    ],
)
def test_every_dialog_is_whole_in_large_print(qtbot, large_print, window, look, name):
    OPENERS[name](window)
    dialog = dialog_over(qtbot, window)
    qtbot.wait(50)
    assert look.clipped(dialog) == []
    assert look.too_large(dialog) == []
    dialog.done(0)


def test_what_was_sent_can_be_read_by_everyone(qtbot, window, settle, look, tmp_path):
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    next(one for one in dialog.findChildren(QPushButton) if one.isDefault()).click()
    settle(window)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert "SHA-256" in dialog.outcome_text()
    assert look.faults(dialog) == []
    dialog.reject()


def test_every_list_can_be_used_by_everyone(qtbot, window, settle, look):
    window.actions_["lists"].trigger()
    settle(window)
    page = window.findChild(ShelfPage)
    dialog = dialog_over(qtbot, window)
    for place, name in enumerate(SHELF.registers):
        page.names.setCurrentRow(place)
        page.names.setFocus()
        settle(window)
        assert look.faults(dialog) == [], name
    dialog.reject()


def test_the_question_of_unsaved_work_can_be_answered_by_everyone(qtbot, window, settle, look):
    page = look.bring_up(window, "members").main_page()
    page.new_record()
    settle(window)
    page.dialog.form.boxes["full_name"].editor.line.insert("Lê Văn Tám")
    window.when_saved(int)
    question = QApplication.activeModalWidget()
    qtbot.waitUntil(question.isActiveWindow)
    assert look.faults(question) == []
    question.reject()
    page.dialog.close()  # asks by itself
    question = QApplication.activeModalWidget()
    qtbot.waitUntil(question.isActiveWindow)
    assert look.faults(question) == []
    question.reject()
    page.discard_pending()


@pytest.mark.parametrize("name", ["unit_id", "status", "theory_level"])
def test_the_list_of_a_filter_can_be_used_by_everyone(qtbot, window, settle, look, name):
    page = look.bring_up(window, "members").main_page()
    button = page.filters.button(name)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    settle(window)
    qtbot.waitUntil(button.popup.isActiveWindow)
    assert look.faults(button.popup) == []
    qtbot.keyClick(button.popup, Qt.Key.Key_Escape)
    assert button.popup is None or not button.popup.isVisible()


def test_the_menus_open_by_their_letters(window):
    """Every menu and every entry of it has a letter of its own, none twice."""
    for menu in [window.menuBar(), *(one.menu() for one in window.menuBar().actions())]:
        entries = [one.text() for one in menu.actions() if not one.isSeparator()]
        letters = [one[one.index("&") + 1].casefold() for one in entries if "&" in one]
        assert len(letters) == len(entries), entries
        assert len(set(letters)) == len(letters), entries

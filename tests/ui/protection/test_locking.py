"""The lock: nothing of the book on the screen, nothing typed lost, no key kept, the same place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.storage import keys
from desktop.storage.holding import is_open_here
from desktop.ui.dialogs.settings import IDLE_KEY
from desktop.ui.main_window import MainWindow
from desktop.ui.register.record_dialog import RecordDialog
from tests.ui import driving

LONG = driving.LONG * 1000


@pytest.fixture
def window(open_secret: Callable[[], MainWindow]) -> MainWindow:
    return open_secret()


def lock(window: MainWindow, qtbot: Any) -> None:
    window.actions_["lock"].trigger()
    qtbot.waitUntil(lambda: window.protection.lock.is_locked)


def rest(window: MainWindow, qtbot: Any) -> None:
    """Wait until the book's connections are closed and its key is forgotten."""
    flow = window.protection.lock
    qtbot.waitUntil(lambda: flow.resting and not window.jobs.pending, timeout=LONG)


def unlock(window: MainWindow, qtbot: Any, passphrase: str) -> None:
    page = window.protection.lock._page
    assert page is not None
    page.panel.line.setText(passphrase)
    page.open.click()
    qtbot.waitUntil(lambda: not window.protection.lock.is_locked, timeout=LONG)


def seen() -> str:
    """Everything that can be read on the screen or heard from it."""
    found = []
    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            found.append(top.windowTitle())
            for one in top.findChildren(QWidget):
                if one.isVisible():
                    texts = (getattr(one, name, None) for name in ("text", "toPlainText", "title"))
                    found += [str(text()) for text in texts if callable(text)]
                    model = getattr(one, "model", None)
                    if callable(model) and model() is not None and hasattr(model(), "rowCount"):
                        inside = model()
                        found += [
                            str(inside.index(row, column).data())
                            for row in range(inside.rowCount())
                            for column in range(inside.columnCount())
                        ]
    return "\n".join(found)


def test_nothing_of_the_book_stays_on_the_screen_and_no_key_in_the_process(
    window, qtbot, secret_file
):
    assert "Nguyễn Thị Anh" in seen()
    assert keys.key_of(secret_file) is not None
    lock(window, qtbot)
    assert "Nguyễn" not in seen()
    assert "Cầu Ngang" not in seen()
    assert "Sổ đã khóa" in seen()
    rest(window, qtbot)
    assert keys.key_of(secret_file) is None
    assert not is_open_here(secret_file)


def test_unlocking_returns_to_the_same_place(window, qtbot, settle, passphrase):
    tab = window.tabs.page("members")
    page = tab.main_page()
    page.view.selectRow(1)
    settle(window)
    page.view.setFocus()
    title = window.windowTitle()
    lock(window, qtbot)
    rest(window, qtbot)
    unlock(window, qtbot, passphrase)
    settle(window)
    assert window.tabs.page("members") is tab
    assert window.tabs.current_name() == "members"
    assert page.view.currentIndex().row() == 1
    assert window.focusWidget() is page.view
    assert window.windowTitle() == title
    assert window.menuBar().isVisible()
    assert "Nguyễn Thị Anh" in seen()
    page.refresh()  # the book can be read again
    settle(window)
    assert "Trần Văn Đạt" in seen()


def test_a_wrong_passphrase_is_told_on_the_page(window, qtbot, settle, secret_file):
    lock(window, qtbot)
    rest(window, qtbot)
    page = window.protection.lock._page
    page.panel.line.setText("sai rồi nhé")
    page.open.click()
    qtbot.waitUntil(lambda: bool(page.panel.wrong.text()), timeout=LONG)
    assert window.protection.lock.is_locked
    assert page.panel.line.selectedText() == "sai rồi nhé"
    assert keys.key_of(secret_file) is None


def test_what_is_typed_in_an_open_form_comes_back_and_is_saved(
    window, qtbot, settle, passphrase, secret_file
):
    dialog = RecordDialog(window._context, window._context.specs["members"], window)
    dialog.open()
    dialog.show_new()
    qtbot.waitUntil(dialog.form.isEnabled, timeout=LONG)
    line = dialog.form.boxes["full_name"].findChild(QLineEdit)
    line.setFocus()
    driving.type_keys(line, "Lê Thị Dở Dang")
    lock(window, qtbot)
    assert not dialog.isVisible()
    assert "Dở Dang" not in seen()
    rest(window, qtbot)
    unlock(window, qtbot, passphrase)
    settle(window)
    assert dialog.isVisible()
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    assert line.text() == "Lê Thị Dở Dang"
    dialog.save_and_close()
    settle(window)
    window.close()
    from desktop.services import protection  # noqa: PLC0415

    protection.unlock(secret_file, passphrase)
    assert "Lê Thị Dở Dang" in driving.names_in(secret_file)


def test_with_unsaved_entries_the_book_stays_ready_and_the_window_does_not_close(
    window, qtbot, settle, passphrase, secret_file
):
    page = window.tabs.page("members")
    page.has_unsaved = lambda: True  # as a form in the pane says it
    lock(window, qtbot)
    window.protection.lock._try_to_rest()
    assert not window.protection.lock.resting
    assert keys.key_of(secret_file) is not None
    window.close()
    assert window.isVisible()
    assert "chưa lưu" in window.protection.lock._page.panel.wrong.text()
    page2 = window.protection.lock._page
    page2.panel.line.setText("sai")
    page2.open.click()
    qtbot.waitUntil(lambda: "không đúng" in page2.panel.wrong.text(), timeout=LONG)
    assert window.protection.lock.is_locked
    del page.has_unsaved
    unlock(window, qtbot, passphrase)


def test_what_needs_the_book_waits_until_it_is_unlocked(window, qtbot, settle, passphrase):
    lock(window, qtbot)
    rest(window, qtbot)
    told: list[object] = []
    window.jobs.read(lambda book: book.name, on_done=told.append)
    window.jobs.run(lambda: told.append("khác"))
    qtbot.waitUntil(lambda: told == ["khác"], timeout=LONG)
    unlock(window, qtbot, passphrase)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG)
    assert "Cầu Ngang" in str(told[1])


def test_a_window_that_comes_up_meanwhile_waits_too(window, qtbot, settle, passphrase):
    lock(window, qtbot)
    late = QDialog(window)
    late.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    QVBoxLayout(late).addWidget(QLabel("Nguyễn Thị Anh"))
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    gone = QMessageBox(window)
    gone.open()
    qtbot.waitUntil(lambda: not gone.isVisible())
    gone.close()
    unlock(window, qtbot, passphrase)
    assert late.isVisible()
    assert late.windowOpacity() == 1
    assert not gone.isVisible()
    late.close()


def test_shortcuts_and_drops_do_nothing_while_it_is_locked(window, qtbot, settle, passphrase):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    before = window.tabs.currentIndex()
    assert before == 2
    settle(window)
    lock(window, qtbot)
    for key in (Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_P):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.currentIndex() == before
    assert not window.acceptDrops()
    assert QApplication.activeModalWidget() is None
    unlock(window, qtbot, passphrase)
    assert window.acceptDrops()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.tabs.currentIndex() == 0


def test_it_locks_by_itself_when_nobody_uses_it(window, qtbot):
    flow = window.protection.lock
    window.settings.set(IDLE_KEY, 15)
    flow.last_used -= 14 * 60
    flow.look()
    assert not flow.is_locked
    flow.last_used -= 61
    at = window.rect().center().toPointF()
    handle = window.windowHandle()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        handle.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(handle, event)  # somebody is there after all
    flow.look()
    assert not flow.is_locked
    flow.last_used -= 15 * 60
    window.settings.set(IDLE_KEY, 0)
    flow.look()
    assert not flow.is_locked
    window.settings.set(IDLE_KEY, 15)
    assert flow._idle.isActive()
    flow.look()
    assert flow.is_locked


def test_what_was_copied_is_taken_back_unless_another_program_copied_since(
    window, qtbot, passphrase, qapp
):
    qapp.clipboard().setText("Nguyễn Thị Anh")
    lock(window, qtbot)
    assert qapp.clipboard().text() == ""
    unlock(window, qtbot, passphrase)


def test_a_plain_book_cannot_be_locked(open_book, qtbot):
    window = open_book()
    window.actions_["lock"].trigger()
    assert not window.protection.lock.is_locked
    assert "Bảo vệ bằng mật khẩu" in window.status.message()
    assert not window.protection.lock._idle.isActive()


def test_the_recovery_key_unlocks_it_too(window, qtbot, settle, shown, key):
    from desktop.ui.protection.protect_dialog import RENEW, ProtectDialog  # noqa: PLC0415

    lock(window, qtbot)
    rest(window, qtbot)
    page = window.protection.lock._page
    page.panel.other.click()
    page.panel.key.edit.setPlainText("".join(key.groups))
    page.open.click()
    qtbot.waitUntil(lambda: not window.protection.lock.is_locked, timeout=LONG)
    dialog = shown(ProtectDialog)
    assert dialog.mode == RENEW
    dialog.reject()


def test_a_locked_window_may_be_closed_when_nothing_is_unsaved(window, qtbot, secret_file):
    lock(window, qtbot)
    rest(window, qtbot)
    window.protection.lock._page.leave.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert not is_open_here(secret_file)

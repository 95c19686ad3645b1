"""Opening an encrypted book: asked for in a dialog, refused in place, by recovery key too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.services import backups, books, protection
from desktop.services.backups import Reason
from desktop.ui.protection.protect_dialog import RENEW, ProtectDialog
from desktop.ui.protection.unlocking import UnlockDialog
from tests.ui import driving


@pytest.fixture
def asked(open_window: Any, secret_file: Path, shown: Any) -> tuple[Any, UnlockDialog]:
    window = open_window(secret_file)
    window.activateWindow()
    return window, shown(UnlockDialog)


def test_the_passphrase_opens_the_book(asked: Any, qtbot: Any, settle: Any, passphrase: str):
    window, dialog = asked
    assert "«Sổ mật.gsdb»" in dialog.panel._told.text()
    assert not dialog.buttons.do.isEnabled()
    assert dialog.panel.line.hasFocus()
    driving.type_keys(dialog.panel.line, passphrase)
    qtbot.keyClick(dialog.panel.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=driving.LONG * 1000)
    settle(window)
    assert window.tabs.isVisible()
    assert window.settings.recent_books()[0].name == "Sổ mật.gsdb"


def test_a_wrong_one_is_told_in_place_and_stays_selected(asked: Any, qtbot: Any, settle: Any):
    window, dialog = asked
    dialog.panel.line.setText("không phải mật khẩu này")
    dialog.buttons.do.click()
    settle(window)
    assert dialog.isVisible()
    assert "không đúng" in dialog.panel.wrong.text()
    assert dialog.panel.line.selectedText() == dialog.panel.line.text()
    assert window.jobs.book is None
    qtbot.keyClick(dialog.panel.line, Qt.Key.Key_A)  # what is typed now takes its place
    assert dialog.panel.line.text() == "a"
    assert not dialog.panel.wrong.isVisible()


def test_a_book_damaged_at_its_start_leads_to_its_backups(
    open_window: Any, secret_file: Path, shown: Any, qtbot: Any, settle: Any, passphrase: str
):
    protection.unlock(secret_file, passphrase)
    book = books.open_book(secret_file)
    backups.backup(book, Reason.MANUAL)
    book.close()
    protection.lock(secret_file)
    whole = secret_file.read_bytes()
    secret_file.write_bytes(whole[:16] + bytes(3000) + whole[3016:])
    window = open_window(secret_file)
    dialog = shown(UnlockDialog)
    assert not dialog.backups.isVisible()
    dialog.panel.line.setText(passphrase)
    dialog.buttons.do.click()
    qtbot.waitUntil(dialog.backups.isVisible, timeout=driving.LONG * 1000)
    assert "bị hỏng phần đầu" in dialog.panel.wrong.text()
    dialog.backups.click()
    settle(window)
    listed = window.backups.dialog
    assert listed is not None
    listed.restore.click()
    driving.box().button(QMessageBox.StandardButton.Yes).click()
    settle(window)
    asked = shown(UnlockDialog)
    asked.panel.line.setText(passphrase)
    asked.buttons.do.click()
    qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=driving.LONG * 1000)
    assert window.jobs.book.path == secret_file
    settle(window)


def test_whoever_gives_up_is_on_the_first_page(asked: Any, settle: Any):
    window, dialog = asked
    dialog.reject()
    settle(window)
    assert window.welcome.isVisible()


def test_what_is_typed_is_hidden_until_it_is_wanted(asked: Any, qtbot: Any):
    _window, dialog = asked
    line = dialog.panel.line
    qtbot.keyClicks(line, "abc")
    assert line.displayText() != "abc"
    dialog.panel._shown.click()
    assert line.displayText() == "abc"


def test_caps_lock_is_noticed_by_what_it_does(asked: Any, qtbot: Any):
    _window, dialog = asked
    line = dialog.panel.line
    qtbot.keyClick(line, "a")
    assert not dialog.panel.caps.isVisible()
    QApplication.sendEvent(line, driving_key("A"))
    assert dialog.panel.caps.isVisible()
    assert "Caps Lock" in dialog.panel.caps.text()
    qtbot.keyClick(line, "a")
    assert not dialog.panel.caps.isVisible()


def driving_key(text: str) -> Any:
    from PySide6.QtCore import QEvent  # noqa: PLC0415
    from PySide6.QtGui import QKeyEvent  # noqa: PLC0415

    kind = QEvent.Type.KeyPress
    return QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, text)


def test_the_recovery_key_opens_it_and_a_new_passphrase_is_asked_for(
    asked: Any, qtbot: Any, settle: Any, shown: Any, key: Any, secret_file: Path
):
    window, dialog = asked
    dialog.panel.other.click()
    edit = dialog.panel.key.edit
    assert edit.hasFocus()
    lines = [" ".join(line).lower() for line in key.lines]
    wrong = [*lines[:3], lines[3].replace(lines[3][0], "z" if lines[3][0] != "z" else "x", 1)]
    edit.setPlainText("\n".join([*wrong, *lines[4:]]))
    dialog.buttons.do.click()
    settle(window)
    assert "dòng 4" in dialog.panel.wrong.text()
    assert edit.textCursor().selectedText() == wrong[3].split()[0]
    edit.setPlainText("\n".join(lines))
    dialog.buttons.do.click()
    again = shown(ProtectDialog)
    assert again.mode == RENEW
    again.new.setText("mật khẩu hoàn toàn mới")
    again.again.setText("mật khẩu hoàn toàn mới")
    again.buttons.do.click()
    qtbot.waitUntil(lambda: window.status.message() == "Đã đổi mật khẩu.", timeout=20_000)
    settle(window)
    from desktop.services import protection  # noqa: PLC0415

    assert not protection.recovery_fits(secret_file, "".join(key.groups))


def test_a_backup_of_an_earlier_passphrase_is_looked_at(
    open_secret: Any, passphrase: str, shown: Any, settle: Any, qtbot: Any
):
    window = open_secret()
    path = window.jobs.book.path
    window.jobs.write(backups.backup, Reason.MANUAL)
    settle(window)
    (kept, *_others) = backups.list_backups(path)
    window.jobs.close_book(on_done=lambda _none: window.books.release())
    settle(window)
    protection.change(path, passphrase, "bảy con cò trắng bay qua")
    window.books.open_path(path)
    qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=driving.LONG * 1000)
    settle(window)
    window.backups.restoring.look(kept, path)
    dialog = shown(UnlockDialog)
    assert window.jobs.book.path == path
    dialog.panel.line.setText(passphrase)
    dialog.buttons.do.click()
    qtbot.waitUntil(lambda: window.jobs.book.read_only, timeout=driving.LONG * 1000)
    settle(window)
    assert window.backups.book_path == path

"""Backups made under an earlier passphrase: compared, looked at and restored with that one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop.services import backups, books, protection
from desktop.services.backups import Kept, Reason
from desktop.storage import keys
from desktop.ui.dialogs.backups import BackupsDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.protection.unlocking import UnlockDialog
from tests.ui import driving

LONG = driving.LONG * 1000
NEW = "Tre xanh xanh tự bao giờ"


@pytest.fixture
def old(secret_file: Path, passphrase: str) -> Kept:
    """The backup made before the book's passphrase was changed and a member was added."""
    protection.change(secret_file, passphrase, NEW)
    with closing(books.open_book(secret_file)) as book:
        driving.add_member(book, "Lê Văn Mới")
    protection.unlock(secret_file, NEW)
    made = backups.list_backups(secret_file)[-1]
    keys.lock_all()
    assert made.reason is Reason.PROTECTION
    return made


@pytest.fixture
def listed(
    old: Kept, open_window: Any, settle: Any, shown: Any, secret_file: Path, qtbot: Any
) -> tuple[MainWindow, BackupsDialog]:
    """The book opened by its new passphrase, with its backups shown and the old one chosen."""
    window = open_window(secret_file)
    window.activateWindow()
    unlock(shown(UnlockDialog), NEW)
    qtbot.waitUntil(lambda: window.protection.lock.encrypted, timeout=LONG)
    settle(window)
    dialog = window.backups.show()
    settle(window)
    last = dialog.list.model().rowCount() - 1
    dialog.list.selectRow(last)
    qtbot.waitUntil(dialog.unlock.isVisible, timeout=LONG)
    assert dialog.chosen.path == old.path
    assert "lúc lập" in dialog._about.text()
    return window, dialog


def unlock(dialog: UnlockDialog, words: str) -> None:
    dialog.panel.line.setText(words)
    dialog.buttons.do.click()


def test_it_is_compared_once_its_passphrase_was_typed(
    listed: Any, shown: Any, settle: Any, qtbot: Any, passphrase: str, old: Kept, key: Any
):
    window, dialog = listed
    dialog.unlock.click()
    asked = shown(UnlockDialog)
    assert "hồi đó" in asked.panel._told.text()
    unlock(asked, NEW)
    qtbot.waitUntil(lambda: "không đúng" in asked.panel.wrong.text(), timeout=LONG)
    asked.panel.other.click()
    assert f"ký hiệu {key.mark}" in asked.panel._told.text()
    asked.panel.other.click()
    unlock(asked, passphrase)
    qtbot.waitUntil(lambda: dialog.differences.model().rowCount() > 0, timeout=LONG)
    assert not dialog.unlock.isVisible()
    found = dialog.differences.model()
    rows = [[found.index(row, one).data() for one in range(6)] for row in range(found.rowCount())]
    assert ["Đảng viên", "2", "3", "0", "1", "0"] in rows
    dialog.reject()
    settle(window)
    assert keys.key_of(old.path) is None
    assert len(driving.member_names(window.jobs.book)) == 3


def test_it_is_looked_at_by_its_recovery_key_and_left(
    listed: Any, shown: Any, settle: Any, qtbot: Any, old: Kept, key: Any, secret_file: Path
):
    window, dialog = listed
    dialog.look.click()
    asked = shown(UnlockDialog)
    asked.panel.other.click()
    asked.panel.key.edit.setPlainText("".join(key.groups))
    asked.buttons.do.click()
    qtbot.waitUntil(lambda: window.jobs.book.read_only, timeout=LONG)
    settle(window)
    assert len(driving.member_names(window.jobs.book)) == 2
    window.backups.bar.buttons[0].click()
    unlock(shown(UnlockDialog), NEW)  # the book in use was closed meanwhile
    qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=LONG)
    settle(window)
    assert window.jobs.book.path == secret_file
    assert keys.key_of(old.path) is None


@pytest.mark.parametrize("open_book_first", [True, False])
def test_it_is_restored_and_the_book_opens_with_the_passphrase_of_that_time(
    open_book_first: bool, listed: Any, shown: Any, settle: Any, qtbot: Any,
    passphrase: str, old: Kept, secret_file: Path,
):  # fmt: skip
    window, dialog = listed
    if not open_book_first:
        dialog.reject()
        window.jobs.close_book()
        settle(window)
        window.books.release()
        dialog = window.backups.show_of(secret_file)
        settle(window)
        dialog.list.selectRow(dialog.list.model().rowCount() - 1)
        settle(window)
    dialog.restore.click()
    shown(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    shown(UnlockDialog).reject()
    settle(window)
    assert dialog.isVisible()
    dialog.restore.click()
    shown(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    unlock(shown(UnlockDialog), passphrase)
    qtbot.waitUntil(lambda: window.backups.dialog is None, timeout=LONG)
    settle(window)
    assert driving.member_names(window.jobs.book) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]
    driving.add_member(window.jobs.book, "Phạm Thị Sau")
    window.jobs.close_book()
    settle(window)
    assert keys.key_of(secret_file) is None
    protection.unlock(secret_file, passphrase)
    assert len(driving.names_in(secret_file)) == 3
    keys.lock_all()

"""A closed encrypted book is checked and repaired: its passphrase is asked for, then forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from desktop.services import books, protection
from desktop.storage import keys
from desktop.ui.dialogs.repair import RepairDialog
from desktop.ui.protection.unlocking import UnlockDialog
from tests.ui import driving
from tests.ui.driving import box

LONG = driving.LONG * 1000


@pytest.fixture
def choose_secret(monkeypatch: pytest.MonkeyPatch, secret_file: Path) -> None:
    """Whoever asks for a file gets the encrypted book."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(secret_file), ""))


def type_into(dialog: UnlockDialog, words: str) -> None:
    dialog.panel.line.setText(words)
    dialog.buttons.do.click()


def forgotten(path: Path) -> bool:
    return keys.key_of(path) is None


@pytest.mark.parametrize("deed", ["check_file", "check_deep"])
def test_a_check_asks_for_the_passphrase_and_forgets_it(
    deed: str, open_window: Any, settle: Any, shown: Any, secret_file: Path,
    choose_secret: None, passphrase: str, qtbot: Any,
):  # fmt: skip
    window = open_window()
    window.actions_[deed].trigger()
    dialog = shown(UnlockDialog)
    assert "Sổ mật.gsdb" in dialog.panel._told.text()
    assert "kiểm tra" in dialog.windowTitle().lower()
    type_into(dialog, "không phải mật khẩu này")
    qtbot.waitUntil(lambda: "không đúng" in dialog.panel.wrong.text(), timeout=LONG)
    type_into(dialog, passphrase)
    told = shown(QMessageBox)
    assert "nguyên vẹn" in told.text()
    assert "Đảng viên: 2" in told.text()
    told.accept()
    settle(window)
    assert forgotten(secret_file)
    assert window.jobs.book is None


def test_whoever_gives_up_has_checked_nothing(
    open_window: Any, settle: Any, shown: Any, secret_file: Path, choose_secret: None
):
    window = open_window()
    window.actions_["check_file"].trigger()
    shown(UnlockDialog).reject()
    settle(window)
    assert QApplication.activeModalWidget() is None
    assert forgotten(secret_file)


def test_the_open_book_is_checked_without_asking_and_keeps_its_key(
    open_secret: Any, settle: Any, secret_file: Path, choose_secret: None
):
    window = open_secret()
    window.actions_["check_file"].trigger()
    settle(window)
    assert "nguyên vẹn" in box().text()
    box().accept()
    assert not forgotten(secret_file)
    assert driving.member_names(window.jobs.book) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]


@pytest.mark.parametrize("after", ["close", "open", "place"])
def test_a_repair_asks_for_the_passphrase_and_forgets_it(
    after: str, open_window: Any, settle: Any, shown: Any, secret_file: Path,
    passphrase: str, qtbot: Any,
):  # fmt: skip
    window = open_window()
    dialog = window.books.repair(secret_file)
    assert isinstance(dialog, RepairDialog)
    dialog.repair.click()
    shown(UnlockDialog).reject()
    qtbot.waitUntil(dialog.repair.isEnabled, timeout=LONG)
    dialog.repair.click()
    type_into(shown(UnlockDialog), passphrase)
    qtbot.waitUntil(dialog.opener.isVisible, timeout=LONG)
    if after == "close":
        dialog.reject()
    else:
        (dialog.opener if after == "open" else dialog.place).click()
        qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=LONG)
    settle(window)
    target = secret_file.with_name("Sổ mật (đã cứu).gsdb")
    if after == "close":
        assert forgotten(target)
    else:
        assert window.jobs.book.path == (target if after == "open" else secret_file)
        assert driving.member_names(window.jobs.book) == ["Nguyễn Thị Anh", "Trần Văn Đạt"]
        window.jobs.close_book()
        settle(window)
    assert forgotten(secret_file)
    protection.unlock(target, passphrase)
    assert books.check_file(target).ok
    protection.lock(target)


def test_an_open_encrypted_book_is_repaired_without_asking_again(
    open_secret: Any, settle: Any, secret_file: Path, qtbot: Any
):
    window = open_secret()
    dialog = window.books.repair(secret_file)
    dialog.repair.click()
    qtbot.waitUntil(dialog.opener.isVisible, timeout=LONG)
    assert window.jobs.book is None
    dialog.reject()
    settle(window)
    assert forgotten(secret_file)

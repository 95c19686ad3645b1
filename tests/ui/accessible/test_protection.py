"""The dialogs of protection and the lock page: for everyone, whole in large print, own letters."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget

from desktop.core.errors import UserProblem
from desktop.core.recovery_key import WrongRecoveryKey
from desktop.ui.main_window import MainWindow
from desktop.ui.protection.keyed import to_read_backup
from desktop.ui.protection.protect_dialog import ProtectDialog
from desktop.ui.protection.sheet_dialog import SheetDialog
from desktop.ui.protection.unlocking import UnlockDialog

LONG = "Mật khẩu của «Sổ năm 2026.gsdb» không đúng. Hãy gõ lại (kiểm tra Caps Lock, bộ gõ)."
NAME = "Sổ theo dõi học tập và làm theo Bác năm 2026 của Ban Tuyên giáo và Dân vận.gsdb"


def unlock(window: MainWindow) -> QDialog:
    dialog = UnlockDialog(NAME, window)
    dialog.panel.line.setText("abc")
    dialog.panel.caps.tell("Caps Lock đang bật.")
    dialog.offer_backups(lambda *_clicked: None)
    dialog.refuse(UserProblem(LONG))
    return dialog


def recover(window: MainWindow) -> QDialog:
    dialog = UnlockDialog(NAME, window)
    dialog.panel.other.click()
    dialog.panel.key.edit.setPlainText("BCFGHJ " * 18)
    dialog.refuse(WrongRecoveryKey(LONG, (4,)))
    return dialog


def of_backup(window: MainWindow) -> QDialog:
    dialog = UnlockDialog(NAME, window, to_read_backup(Path(NAME), "Xem bản sao lưu", "NJN5"))
    dialog.refuse(UserProblem(LONG))
    return dialog


def backup_by_key(window: MainWindow) -> QDialog:
    dialog = UnlockDialog(NAME, window, to_read_backup(Path(NAME), "Xem bản sao lưu", "NJN5"))
    dialog.panel.other.click()
    dialog.refuse(WrongRecoveryKey(LONG, (4,)))
    return dialog


def protect(window: MainWindow, **given: Any) -> QDialog:
    dialog = ProtectDialog(NAME, window, **given)
    dialog.new.setText("hòa lộc")
    dialog.buttons.do.click()
    return dialog


def remove(window: MainWindow) -> QDialog:
    dialog = ProtectDialog(NAME, window, encrypted=True)
    dialog.removing.click()
    dialog.buttons.do.click()
    return dialog


def sheet(window: MainWindow) -> QDialog:
    dialog = SheetDialog(window, anew=True)
    dialog.key.edit.setPlainText("BCFGHJ " * 18)
    dialog.refuse(WrongRecoveryKey(LONG, (4,)))
    return dialog


OPENERS: dict[str, Callable[[MainWindow], QDialog]] = {
    "unlock": unlock,
    "recover": recover,
    "of_backup": of_backup,
    "backup_by_key": backup_by_key,
    "set": lambda window: protect(window, encrypted=False),
    "change": lambda window: protect(window, encrypted=True),
    "renew": lambda window: protect(window, encrypted=True, key="x"),
    "remove": remove,
    "sheet": sheet,
}


def letters(shown: QWidget) -> list[str]:
    """The letters that are used more than once."""
    found: Counter[str] = Counter()
    for one in shown.findChildren(QWidget):
        named = isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy())
        if named and one.isVisible():
            found.update(re.findall(r"&(\w)", one.text().lower()))
    return [letter for letter, times in found.items() if times > 1]


@pytest.mark.parametrize("name", OPENERS)
def test_the_dialogs_are_for_everyone(qtbot: Any, window: Any, look: Any, name: str) -> None:
    dialog = OPENERS[name](window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.wait(20)
    assert look.faults(dialog) == []
    assert letters(dialog) == []
    dialog.reject()


@pytest.mark.parametrize("name", OPENERS)
def test_the_dialogs_are_whole_in_large_print(
    qtbot: Any, large_print: Any, window: Any, look: Any, name: str
) -> None:
    dialog = OPENERS[name](window)
    dialog.open()
    qtbot.wait(50)
    assert look.clipped(dialog) == []
    assert look.too_large(dialog) == []
    dialog.reject()


@pytest.fixture
def locked(qtbot: Any, open_window: Any, settle: Any, demo_file: Path, tmp_path: Path) -> Any:
    made = open_window(Path(shutil.copyfile(demo_file, tmp_path / "Sổ mẫu.gsdb")))
    made.resize(1366, 728)
    settle(made)
    made.protection.lock.watch(encrypted=True)  # the page is the same for every book
    made.protection.lock._rest.setInterval(1_000_000)
    made.actions_["lock"].trigger()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_lock_page_is_for_everyone(qtbot: Any, locked: Any, look: Any) -> None:
    page = locked.protection.lock._page
    page.refuse(UserProblem(LONG))
    page.panel.line.setText("abc")
    assert look.faults(page) == []
    assert letters(page) == []
    page.panel.other.click()
    qtbot.wait(20)
    assert look.clipped(page) == []
    assert letters(page) == []

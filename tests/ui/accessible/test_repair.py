"""A damaged book in the window: told, repaired beside itself or in its place, listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from desktop.services import backups, books, registers
from desktop.services.backups import Reason
from desktop.services.books import Book
from desktop.ui.dialogs.repair import RepairDialog
from desktop.ui.main_window import MainWindow
from tests.faults.damage import changed
from tests.ui.driving import box, names_in

LONG_MS = 60_000


@pytest.fixture
def damaged(book: Book) -> Path:
    """A book with two members, of which another program has renamed one."""
    for name in ("Nguyễn Thị Anh", "Trần Văn Bình"):
        registers.save(book, "members", {"full_name": name})
    book.close()
    changed(book.path, "UPDATE members SET full_name = 'Lê Văn Lạ' WHERE id = 2")
    return book.path


@pytest.fixture
def repairing(
    open_window: Any, settle: Any, qtbot: Any, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[MainWindow, RepairDialog]:
    """A window in which the check has told of the damage and a repair was asked for and done."""
    window = open_window(damaged)
    settle(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(damaged), ""))
    window.actions_["check_deep"].trigger()
    settle(window)
    told = box()
    assert "Đảng viên" in told.text()
    next(one for one in told.buttons() if "Sửa chữa" in one.text().replace("&", "")).click()
    dialog = window.findChild(RepairDialog)
    dialog.repair.click()
    qtbot.waitUntil(lambda: dialog.opener.isVisible() or dialog.repair.isEnabled(), timeout=LONG_MS)
    assert dialog.opener.isVisible(), dialog.told.text()
    return window, dialog


def names(window: MainWindow) -> list[str]:
    """What the members of the open book are called."""
    found = registers.rows(window.jobs.book, "members", [1, 2])
    return [str(one.values["full_name"]) for one in found]


def test_what_was_recovered_is_told_and_opened(settle, repairing, damaged):
    window, dialog = repairing
    assert "1 bản ghi cần xem lại" in dialog.told.text()
    assert "Lê Văn Lạ" in dialog.list.toPlainText()
    dialog.opener.click()
    settle(window)
    assert window.jobs.book.path == damaged.with_name("Sổ 2026 (đã cứu).gsdb")
    assert names(window) == ["Nguyễn Thị Anh", "Lê Văn Lạ"]
    assert not books.check_file(damaged).ok


def test_a_repaired_book_takes_the_damaged_ones_place(settle, qtbot, repairing, damaged):
    window, dialog = repairing
    was = damaged.read_bytes()
    dialog.place.click()
    qtbot.waitUntil(lambda: window.jobs.book is not None, timeout=LONG_MS)
    settle(window)
    assert window.jobs.book.path == damaged
    assert names(window) == ["Nguyễn Thị Anh", "Lê Văn Lạ"]
    (aside,) = damaged.parent.glob("*bị hỏng*.gsdb")
    assert aside.read_bytes() == was
    window.jobs.close_book()
    settle(window)
    assert books.check_file(damaged).ok
    before = [one for one in backups.list_backups(damaged) if one.reason is Reason.REPAIR]
    assert [names_in(one.path) for one in before] == [["Lê Văn Lạ", "Nguyễn Thị Anh"]]


def test_the_dialog_can_be_used_by_everyone(qtbot, large_print, repairing, look):
    _window, dialog = repairing
    qtbot.wait(50)
    assert look.clipped(dialog) == []
    assert look.too_large(dialog) == []
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    letters = [one.text()[one.text().index("&") + 1].lower()
               for one in dialog.findChildren(QPushButton) if one.isVisible()]  # fmt: skip
    assert len(letters) == len(set(letters))
    dialog.reject()

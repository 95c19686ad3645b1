"""The window of the book's settings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from desktop.services import book_settings, registers
from desktop.services.attachments import NewFile, attach
from desktop.ui.dialogs.book_settings import BookSettingsDialog


def _shown(window: Any, settle: Any) -> BookSettingsDialog:
    window.actions_["book_settings"].trigger()
    settle(window)
    found: BookSettingsDialog = window.findChild(BookSettingsDialog)
    assert list(found.boxes) == list(book_settings.DECLARED)
    return found


def test_a_limit_is_typed_and_kept(qtbot: Any, open_book: Any, settle: Any) -> None:
    window = open_book()
    dialog = _shown(window, settle)
    box = dialog.boxes["excellent_share"]
    box.selectAll()
    qtbot.keyClicks(box, "15")
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.findChild(BookSettingsDialog) is None
    assert book_settings.values(window.jobs.book)["excellent_share"] == 15


def test_escape_keeps_nothing(qtbot: Any, open_book: Any, settle: Any) -> None:
    window = open_book()
    dialog = _shown(window, settle)
    dialog.boxes["due_soon_days"].setValue(3)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle(window)
    assert book_settings.values(window.jobs.book)["due_soon_days"] == 15


def test_without_a_book_there_is_nothing_to_set(open_window: Any) -> None:
    assert not open_window(None).actions_["book_settings"].isEnabled()


def test_the_room_that_files_take_is_told(open_book: Any, settle: Any) -> None:
    window = open_book()
    dialog = _shown(window, settle)
    assert dialog.files.text() == "Tệp trong sổ: chưa có"
    dialog.reject()
    book = window.jobs.book
    model = registers.save(book, "models", {"name": "Hũ gạo"}).value.id
    files = [NewFile(f"{one}.bin", bytes([one]) * 1_200_000) for one in range(2)]
    attach(book, "models", model, files)
    settle(window)
    shown = BookSettingsDialog(window.jobs, lambda *_told: None, window)
    settle(window)
    assert shown.files.text() == "Tệp trong sổ: 2 tệp, 2,4 MB"
    shown.reject()

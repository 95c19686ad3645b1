"""The window of the book's settings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from desktop.services import book_settings
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

"""Enter presses the button that has the cursor, not the one the dialog is for."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QToolButton

from desktop.ui.dialogs.clerk import ClerkDialog
from desktop.ui.protection.unlocking import UnlockDialog


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_on_cancel_cancels(qtbot: Any, open_book: Any, key: Qt.Key) -> None:
    dialog = ClerkDialog(["Lê Văn Minh"], "Lê Văn Minh", open_book())
    said: list[str] = []
    dialog.chosen.connect(said.append)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    cancel.setFocus()
    qtbot.waitUntil(cancel.hasFocus)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(cancel, key)
    assert said == []


def test_enter_in_a_field_does_what_the_dialog_is_for(qtbot: Any, open_book: Any) -> None:
    dialog = ClerkDialog([], "", open_book())
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.field.insert("Võ Thị Bảy")
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)


def test_enter_on_another_button_is_its_own(qtbot: Any, open_book: Any) -> None:
    dialog = UnlockDialog("Sổ.gsdb", open_book())
    tried: list[object] = []
    dialog.tried.connect(lambda *given: tried.append(given))
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.panel.line.insert("Sông Cầu nước chảy")
    dialog.panel.other.setFocus()
    qtbot.waitUntil(dialog.panel.other.hasFocus)
    qtbot.keyClick(dialog.panel.other, Qt.Key.Key_Return)
    assert dialog.panel.by_recovery
    assert tried == []
    dialog.reject()


def test_enter_presses_tools_too(qtbot: Any, open_book: Any) -> None:
    window = open_book()
    tool = QToolButton(window)
    tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    tool.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tool.setFocus()
    qtbot.waitUntil(tool.hasFocus)
    with qtbot.waitSignal(tool.clicked):
        qtbot.keyClick(tool, Qt.Key.Key_Return)

"""Opening the dialog that registers a whole cell, as a clerk does."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from desktop.ui.pledges.register_cell import RegisterCellDialog


def press(desk: Any, widget: Any, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    desk.qtbot.keyClick(widget, key, modifier)
    desk.settle()


def open_dialog(desk: Any) -> RegisterCellDialog:
    """Press the button above the table, then wait until everything is read."""
    tab = desk.tab("pledges")
    page = tab.section(0).master
    button = next(
        one
        for one in page.toolbar.findChildren(QToolButton)
        if one.text().startswith("Đăng ký cho cả chi bộ")
    )
    button.setFocus()
    press(desk, button, Qt.Key.Key_Space)
    found = tab.tools.dialog
    assert found is not None
    desk.settle()
    return found

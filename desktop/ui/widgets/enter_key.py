"""Enter presses the button that has the cursor, and no other one.

Qt lets Space do that; Enter goes on to the dialog's default button, so that Enter on «Cancel»
would do what the dialog is for.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterKey(QObject):
    """Watches over the buttons of all windows while its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        running = QApplication.instance()
        if isinstance(running, QApplication):
            running.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, QPushButton | QToolButton):
            new.installEventFilter(self)  # once is enough: Qt knows it

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the button that Enter is for."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.key() not in _ENTER
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        if isinstance(watched, QPushButton | QToolButton):
            if watched.menu() is not None and (
                isinstance(watched, QPushButton)
                or watched.popupMode() is QToolButton.ToolButtonPopupMode.InstantPopup
            ):
                watched.showMenu()
            else:
                watched.click()
        return True

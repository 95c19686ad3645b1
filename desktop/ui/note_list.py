"""The parts of the notes' pane: where a note is typed, and the list of notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from desktop.ui.i18n import _
from desktop.ui.register.look import airy
from desktop.ui.register.typing import TextArea
from desktop.ui.theme import ICON_SIZE
from desktop.ui.widgets.own_keys import OwnKeys


class NoteArea(TextArea):
    """Where a note is typed; Ctrl+Enter writes it down."""

    submitted = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the window, where it saves the record."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_submit(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write the note down with Ctrl+Enter."""
        if _is_submit(event):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


def _is_submit(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return enter and keys == Qt.KeyboardModifier.ControlModifier


class NotesList(OwnKeys, QListWidget):
    """The notes; Enter changes one, Del deletes it, Space ticks it."""

    edit_asked = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setAccessibleName(_("Notes"))
        airy(self)
        self.itemDoubleClicked.connect(lambda _item: self.edit_asked.emit())

    def deeds(self) -> Mapping[Qt.Key, Any]:
        """Enter and F2 change, Del deletes."""
        return {
            Qt.Key.Key_Return: self.edit_asked,
            Qt.Key.Key_Enter: self.edit_asked,
            Qt.Key.Key_F2: self.edit_asked,
            Qt.Key.Key_Delete: self.delete_asked,
        }

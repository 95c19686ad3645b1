"""Keys that a list keeps for itself, though the window would take them as its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

if TYPE_CHECKING:
    _View = QAbstractItemView
else:  # beside a list's class it can't be one of Qt's itself
    _View = object


class OwnKeys(_View):
    """Stands before a list's own class; `deeds` says which key gives which signal."""

    def deeds(self) -> Mapping[Qt.Key, Any]:
        """Return the signals by their keys, which count without Shift, Ctrl and Alt."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Keep for the list what the window would take as its own key."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._deed(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        deed = self._deed(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed.emit()

    def _deed(self, event: QKeyEvent) -> Any:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        return self.deeds().get(Qt.Key(event.key()))

"""Two panes beside each other, and the buttons below a dialog."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.platform.settings import Settings


class Panes(QSplitter):
    """A narrow pane beside a wide one; where the clerk puts the bar between them is remembered."""

    def __init__(
        self, settings: Settings, key: str, left: QWidget, right: QWidget, width: int = 300
    ) -> None:
        """Show `left` `width` pixels wide until the clerk moves the bar; `key` names the place."""
        super().__init__(Qt.Orientation.Horizontal)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(1, 1)
        self.setSizes([width, 900])
        self.setChildrenCollapsible(False)
        self.restoreState(QByteArray(settings.get_bytes(key)))
        self.splitterMoved.connect(
            lambda *_moved: settings.set_bytes(key, bytes(self.saveState().data()))
        )

    def fill(self, page: QWidget) -> None:
        """Take the whole room of a page."""
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self)


def resize_within(dialog: QWidget, wanted: QSize) -> None:
    """Give a dialog a size, or what the screen has room for."""
    room = dialog.screen().availableSize() - QSize(60, 80)
    dialog.resize(wanted.boundedTo(room).expandedTo(dialog.minimumSizeHint()))


def keep_on_screen(dialog: QWidget) -> None:
    """Move a dialog that has grown while it was up, so that its buttons are on the screen."""
    if not dialog.isVisible():
        return
    frame, room = dialog.frameGeometry(), dialog.screen().availableGeometry()
    left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
    if (left, top) != (frame.left(), frame.top()):
        dialog.move(left, top)


class DoOrCancel(QDialogButtonBox):
    """The button that does what a dialog is for, which Enter presses, and Cancel."""

    def __init__(self, dialog: QDialog, words: str) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Cancel)
        self.do = self.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setProperty("role", "primary")
        self.do.setDefault(True)
        for one in self.buttons():
            if isinstance(one, QPushButton) and one is not self.do:
                one.setAutoDefault(False)
        self.rejected.connect(dialog.reject)

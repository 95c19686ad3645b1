"""The row of buttons below a record, with their keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.ui.register.record_dialog import RecordDialog


class RecordButtons(QWidget):
    """Previous, next, read again, save and new, save, close."""

    def __init__(self, dialog: RecordDialog) -> None:
        super().__init__(dialog)
        self.before = _button(_("Previous"), "chevron-left", lambda: dialog.go(-1))
        self.before.setToolTip(_("Save and show the previous record (Alt+Up)"))
        self.after = _button(_("Next"), "chevron-right", lambda: dialog.go(1))
        self.after.setToolTip(_("Save and show the next record (Alt+Down)"))
        self.reload = _button(_("Read again"), "refresh-cw", dialog.read_again)
        self.reload.hide()
        self.next = _button(_("Save and new"), "plus", dialog.save_and_new)
        self.next.setToolTip(_("Save and begin another record (Ctrl+Shift+Enter)"))
        self.save = _button(_("Save"), "", dialog.save_and_close)
        self.save.setProperty("role", "primary")
        self.save.setToolTip(_("Save and close (Ctrl+Enter); Ctrl+S saves and stays"))
        self.close_ = _button(_("Close"), "", dialog.reject)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(GAP)
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addStretch(1)
        for button in (self.reload, self.next, self.save, self.close_):
            row.addWidget(button)
        for keys, deed in (
            ("Ctrl+S", dialog.save),
            ("Ctrl+Return", dialog.save_and_close),
            ("Ctrl+Enter", dialog.save_and_close),
            ("Ctrl+Shift+Return", dialog.save_and_new),
            ("Ctrl+Shift+Enter", dialog.save_and_new),
            ("Alt+Up", lambda: dialog.go(-1)),
            ("Alt+Down", lambda: dialog.go(1)),
        ):
            QShortcut(QKeySequence(keys), dialog, deed)

    def enable(self, *, save: bool, before: bool | None, after: bool | None) -> None:
        """Enable what can be done; None hides the way to the neighbours."""
        for button, there in ((self.before, before), (self.after, after)):
            button.setVisible(there is not None)
            button.setEnabled(bool(there))
        self.save.setEnabled(save)
        self.next.setEnabled(save)


def _button(text: str, icon_name: str, deed: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    if icon_name:
        button.setIcon(icon(icon_name))
    button.setAutoDefault(False)
    button.clicked.connect(deed)
    return button

"""The guide (F1): one Vietnamese page, shipped with the program."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.platform.paths import resource_path
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP

GUIDE = ("help", "huong-dan.html")


class HelpDialog(QDialog):
    """Shows the guide, with a search in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Guide"))
        self.resize(820, 620)
        self._text = QTextBrowser()
        self._text.setAccessibleName(_("Guide"))
        self._text.setOpenExternalLinks(False)
        self._text.setSource(QUrl.fromLocalFile(str(resource_path(*GUIDE))))
        self._search = QLineEdit()
        self._search.setPlaceholderText(_("Find in the guide (Enter: next)"))
        self._search.setAccessibleName(_("Find in the guide"))
        self._search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.returnPressed.connect(self._find)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.activated.connect(self._search.setFocus)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(self._search)
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return the guide as plain text."""
        return self._text.toPlainText()

    def _find(self) -> None:
        wanted = self._search.text()
        if wanted and not self._text.find(wanted):
            cursor = self._text.textCursor()
            cursor.setPosition(0)
            self._text.setTextCursor(cursor)
            self._text.find(wanted)

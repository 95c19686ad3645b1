"""The guide (F1) and the list of parts with their licences: pages shipped with the program."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
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
from desktop.ui.widgets.parts import resize_within

GUIDE = ("help", "huong-dan.html")
PARTS = ("help", "thanh-phan.html")


class HelpDialog(QDialog):
    """Shows a page, the guide unless another is given, with a search in it."""

    def __init__(
        self,
        parent: QWidget | None = None,
        page: tuple[str, str] = GUIDE,
        title: str = "",
        search: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = title or _("Guide")
        self.setWindowTitle(title)
        resize_within(self, QSize(820, 620))
        self._text = QTextBrowser()
        self._text.setAccessibleName(title)
        self._text.setOpenExternalLinks(False)
        self._text.setSource(QUrl.fromLocalFile(str(resource_path(*page))))
        self._search = QLineEdit()
        search = search or _("Find in the guide (Enter: next)")
        self._search.setPlaceholderText(search)
        self._search.setAccessibleName(search)
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
        """Return the page as plain text."""
        return self._text.toPlainText()

    def _find(self) -> None:
        wanted = self._search.text()
        if wanted and not self._text.find(wanted):
            cursor = self._text.textCursor()
            cursor.setPosition(0)
            self._text.setTextCursor(cursor)
            self._text.find(wanted)

"""Asks for a remark in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.typing import TextArea, commit_input
from desktop.ui.theme import MARGIN
from desktop.ui.widgets.parts import DoOrCancel


class RemarkDialog(QDialog):
    """A few lines; Ctrl+Enter keeps them."""

    given = Signal(str)

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Write a remark"))
        label: QLabel = WrappedLabel(about)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self.area = TextArea()
        self.area.setAccessibleName(_("Remark"))
        label.setBuddy(self.area)
        self.buttons = DoOrCancel(self, _("&Keep the remark"))
        self.buttons.do.setEnabled(False)
        self.buttons.accepted.connect(self._give)
        self.area.typed.connect(self._typed)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(label)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.buttons)
        self.resize(520, 260)
        self.area.setFocus()

    def _typed(self) -> None:
        self.buttons.do.setEnabled(bool(clean(self.area.toPlainText() + self.area.preedit)))

    def _give(self) -> None:
        commit_input()
        words = clean(self.area.toPlainText(), multiline=True)
        if words:
            self.accept()
            self.given.emit(words)

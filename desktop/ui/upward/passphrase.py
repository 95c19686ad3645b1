"""Asks for the passphrase of files that are protected by one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.i18n import _
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel


class PassphraseDialog(QDialog):
    """One field; what was typed is tried for every file that waits for a passphrase."""

    given = Signal(str)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Passphrase"))
        told = QLabel(words)
        told.setWordWrap(True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(_("Passphrase"))
        self.shown = QCheckBox(_("&Show what is typed"))
        self.shown.toggled.connect(self._show)
        self.buttons = DoOrCancel(self, _("&Try"))
        self.buttons.do.setEnabled(False)
        self.buttons.accepted.connect(self._give)
        self.field.textChanged.connect(lambda text: self.buttons.do.setEnabled(bool(text)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for one in (told, self.field, self.shown, self.buttons):
            layout.addWidget(one)
        self.setMinimumWidth(420)
        self.field.setFocus()

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    def _give(self) -> None:
        commit_input()
        passphrase = self.field.text()
        if passphrase:
            self.accept()
            self.given.emit(passphrase)

"""Asks who is at work: one of those who are known, or somebody new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from desktop.ui.i18n import _
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_LONGEST = 60


class ClerkDialog(QDialog):
    """The last clerk is chosen already: Enter goes on."""

    chosen = Signal(str)

    def __init__(self, names: Sequence[str], last: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Who is at work?"))
        told = QLabel(_("Whoever is at work now stands in the log with what is done."))
        told.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Known clerks"))
        self.list.addItems(list(names))
        self.list.setVisible(bool(names))
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        label = QLabel(_("&Somebody else:") if names else _("Your full &name:"))
        label.setBuddy(self.field)
        self.field.setAccessibleName(label.text().replace("&", "").rstrip(":"))
        self.buttons = DoOrCancel(self, _("&Begin"))
        self.buttons.accepted.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self.field.textChanged.connect(lambda _text: self._enable())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for one in (told, self.list, label, self.field, self.buttons):
            layout.addWidget(one)
        self.setMinimumWidth(360)
        if names:
            self.list.setCurrentRow(list(names).index(last) if last in names else 0)
            self.list.setFocus()
            self.resize(420, 340)
        else:
            self.field.setText(last)
            self.field.selectAll()
            self.field.setFocus()
        self._enable()

    def name(self) -> str:
        """Return who is chosen: what was typed, else the line with the cursor."""
        typed = " ".join(self.field.text().split())
        item = self.list.currentItem()
        return typed or (item.text() if item is not None else "")

    def _enable(self) -> None:
        self.buttons.do.setEnabled(bool(self.name()))

    def _choose(self) -> None:
        commit_input()
        name = self.name()
        if name:
            self.accept()
            self.chosen.emit(name)

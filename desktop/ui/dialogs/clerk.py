"""Asks who is at work: one of those who are known, or somebody new; puts the list in order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import audit_gateway as gateway
from desktop.ui.i18n import _
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_LONGEST = 60


class _NameAsking(QDialog):
    """A dialog with a line for a name; a name that can't be is told below it."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.hide()
        self.field.textChanged.connect(self._typed)

    def _typed(self) -> None:
        self.said.hide()
        self._enable()

    def typed(self) -> str:
        """Return what stands in the line."""
        return " ".join(self.field.text().split())

    def _enable(self) -> None:
        raise NotImplementedError

    def _is_refused(self, name: str) -> bool:
        why = gateway.refused_clerk(name)
        self.tell(why)
        return bool(why)

    def tell(self, words: str) -> None:
        """Say something below the line."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        layout = self.layout()
        if words and self.isVisible() and layout is not None:
            layout.activate()
            self.resize(self.size().expandedTo(self.sizeHint()))


class ClerkDialog(_NameAsking):
    """The last clerk is chosen already: Enter goes on."""

    chosen = Signal(str)
    corrected = Signal(str, str)  # the name in the list, and what it is to be
    taken_off = Signal(str)

    def __init__(self, names: Sequence[str], last: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Who is at work?"), parent)
        told = QLabel(_("Whoever is at work now stands in the log with what is done."))
        told.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Known clerks"))
        self.correct = QPushButton(_("&Correct the name…"))
        self.take_off = QPushButton(_("&Take off the list"))
        order = QHBoxLayout()
        for button in (self.correct, self.take_off):
            button.setAutoDefault(False)
            order.addWidget(button)
        order.addStretch(1)
        self.correct.clicked.connect(self._correct)
        self.take_off.clicked.connect(self._take_off)
        self._label = QLabel()
        self._label.setBuddy(self.field)
        self.buttons = DoOrCancel(self, _("&Begin"))
        self.buttons.accepted.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(told)
        layout.addWidget(self.list)
        layout.addLayout(order)
        for one in (self._label, self.field, self.said, self.buttons):
            layout.addWidget(one)
        self.setMinimumWidth(360)
        if not names:
            self.field.setText(last)
            self.field.selectAll()
        self.show_names(names, last)
        if names:
            self.resize(self.sizeHint().expandedTo(QSize(420, 380)))

    def show_names(self, names: Sequence[str], current: str) -> None:
        """Show the list anew, with the cursor on `current` or on the first."""
        self.list.clear()
        self.list.addItems(list(names))
        for one in (self.list, self.correct, self.take_off):
            one.setVisible(bool(names))
        self._label.setText(_("&Somebody else:") if names else _("Your full &name:"))
        self.field.setAccessibleName(self._label.text().replace("&", "").rstrip(":"))
        if names:
            self.list.setCurrentRow(list(names).index(current) if current in names else 0)
            self.list.setFocus()
        else:
            self.field.setFocus()
        self._enable()

    def name(self) -> str:
        """Return who is chosen: what was typed, else the line with the cursor."""
        return self.typed() or self._current()

    def _current(self) -> str:
        item = self.list.currentItem()
        return item.text() if item is not None else ""

    def _enable(self) -> None:
        self.buttons.do.setEnabled(bool(self.name()))
        for one in (self.correct, self.take_off):
            one.setEnabled(bool(self._current()))

    def _choose(self) -> None:
        commit_input()
        name = self.name()
        if name and not self._is_refused(name):
            self.accept()
            self.chosen.emit(name)

    def _correct(self) -> None:
        before = self._current()
        dialog = CorrectClerkDialog(before, self)
        dialog.given.connect(lambda name: self.corrected.emit(before, name))
        dialog.open()

    def _take_off(self) -> None:
        self.taken_off.emit(self._current())


class CorrectClerkDialog(_NameAsking):
    """Asks how a name of the list is to be written."""

    given = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(_("Correct the name"), parent)
        self._before = name
        told = QLabel(_("What was done until now keeps the name “{name}”.").format(name=name))
        told.setWordWrap(True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        label = QLabel(_("&Name:"))
        label.setBuddy(self.field)
        self.field.setAccessibleName(_("&Name:").replace("&", "").rstrip(":"))
        self.buttons = DoOrCancel(self, _("C&orrect"))
        self.buttons.accepted.connect(self._give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for one in (told, label, self.field, self.said, self.buttons):
            layout.addWidget(one)
        self.setMinimumWidth(340)
        self.field.setText(name)
        self.field.selectAll()
        self.field.setFocus()

    def _enable(self) -> None:
        self.buttons.do.setEnabled(self.typed() not in ("", self._before))

    def _give(self) -> None:
        commit_input()
        name = self.typed()
        if not self._is_refused(name):
            self.accept()
            self.given.emit(name)

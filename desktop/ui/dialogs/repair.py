"""Repairing a damaged book: what will be done, and then what was recovered and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import keep_on_screen, resize_within

if TYPE_CHECKING:
    from desktop.core.errors import Problem
    from desktop.ui.repair_gateway import Outcome

_WIDTH = 560
_LISTING = 420  # points high where there is a list


class RepairDialog(QDialog):
    """Asks whether a book is to be repaired, and tells what came of it."""

    wanted = Signal()
    open_wanted = Signal()
    place_wanted = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Repair a book"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = QLabel(
            _(
                "What can still be read of “{name}” is put into a new book beside it. The damaged "
                "book is only read and stays as it is. If you have a good backup, look at that "
                "first: it is usually whole."
            ).format(name=path.name)
        )
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.setAccessibleName(_("What is not as it was"))
        self.list.hide()
        self.repair = self._button(_("&Repair"), self._begin)
        self.opener = self._button(_("&Open the repaired book"), self.open_wanted.emit)
        self.place = self._button(_("&Put it in the damaged one's place"), self.place_wanted.emit)
        self._close = self._button(_("&Close"), self.reject)
        buttons = QDialogButtonBox()
        for one in (self.repair, self.opener, self.place):
            buttons.addButton(one, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._close, QDialogButtonBox.ButtonRole.RejectRole)
        self.opener.hide()
        self.place.hide()
        self.repair.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.told)
        layout.addWidget(self.list, 1)
        layout.addStretch()
        layout.addWidget(buttons)
        self._fit()

    def _fit(self, least: int = 0) -> None:
        layout = self.layout()
        if layout is not None:
            wanted = QSize(_WIDTH, max(layout.totalHeightForWidth(_WIDTH), least))
            resize_within(self, wanted)
            keep_on_screen(self)

    def _button(self, words: str, work: object) -> QPushButton:
        made = QPushButton(words)
        made.setAutoDefault(False)
        made.clicked.connect(work)
        return made

    def _begin(self) -> None:
        self.repair.setEnabled(False)
        self.wanted.emit()

    def wait(self) -> None:
        """Be as at first: nothing was begun."""
        self.repair.setEnabled(True)

    def refuse(self, problem: Problem) -> None:
        """Tell why nothing came of it."""
        self.told.setText(problem.message)
        self.wait()
        self._fit()

    def show_outcome(self, made: Outcome) -> None:
        """Tell what was recovered and what was not."""
        self.told.setText("\n".join(made.summary))
        text = "\n".join(made.lines).strip("\n")
        self.list.setPlainText(text)
        self.list.setVisible(bool(text))
        self.repair.hide()
        self.opener.show()
        self.place.show()
        self.opener.setDefault(True)
        self.opener.setFocus()
        self._fit(_LISTING if text else 0)

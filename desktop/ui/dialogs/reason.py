"""Asks for the reason of what is done to several records at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.register.typing import TextArea, commit_input
from desktop.ui.theme import MARGIN
from desktop.ui.widgets.parts import DoOrCancel


class ReasonDialog(QDialog):
    """One question, a few lines to answer; nothing is done without a reason."""

    given = Signal(str)

    def __init__(self, deed: str, count: int, parent: QWidget | None = None) -> None:
        """Ask why `count` awards get the state called `deed`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(deed)
        text = ngettext(
            "{count} award will be: {state}. Reason:",
            "{count} awards will be: {state}. Reason:",
            count,
        ).format(count=number(count), state=deed)
        label = QLabel(text)
        label.setWordWrap(True)
        self.area = TextArea()
        self.area.setAccessibleName(_("Reason"))
        label.setBuddy(self.area)
        # the deed, not 'OK': in Vietnamese that is 'Đồng ý', the opposite of a refusal
        buttons = DoOrCancel(self, deed)
        buttons.accepted.connect(self._give)
        self.button = buttons.do
        self.button.setEnabled(False)
        self.area.typed.connect(self._typed)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(label)
        layout.addWidget(self.area)
        layout.addWidget(buttons)
        self.resize(440, 220)
        self.area.setFocus()

    def _typed(self) -> None:
        self.button.setEnabled(bool(clean(self.area.toPlainText() + self.area.preedit)))

    def _give(self) -> None:
        commit_input()
        reason = clean(self.area.toPlainText(), multiline=True)
        if reason:
            self.accept()
            self.given.emit(reason)

"""What the dialogs of reports are alike in: a button that does it, and a sentence when it can't."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel


class AskDialog(QDialog):
    """Fields in columns; `begin` is called by the button and by Enter."""

    def __init__(
        self, context: PageContext, title: str, words: str, parent: QWidget | None
    ) -> None:
        """`words` are the button's."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._context = context
        self.message = WrappedLabel()
        set_role(self.message, "error")
        self.message.hide()
        self.buttons = DoOrCancel(self, words)
        self.buttons.accepted.connect(self.begin)
        self.button = self.buttons.do

    def begin(self) -> None:
        """Do what the dialog is for."""
        raise NotImplementedError

    def failed(self, problem: Problem) -> None:
        """Tell what stood in the way; it can be tried again."""
        self.button.setEnabled(True)
        self.message.setText(problem.message)
        self.message.show()

    def lay_out(
        self, narrow: QWidget, wide: QVBoxLayout, size: tuple[int, int], top: QWidget | None = None
    ) -> None:
        """Put a narrow column beside a wide one, and the buttons below."""
        left = QVBoxLayout()
        left.addWidget(narrow)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addLayout(left)
        row.addLayout(wide, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        if top is not None:
            layout.addWidget(top)
        layout.addLayout(row, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(size[0], room.width() - 60), min(size[1], room.height() - 80))

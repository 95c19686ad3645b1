"""What stands in the window while the book is locked: nothing of the book."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.protection.unlocking import UnlockPanel
from desktop.ui.theme import GAP, MARGIN

_WIDTH = 560


class LockPage(QWidget):
    """Asks for the passphrase; `tried` is answered by `refuse`, or by taking the page away."""

    tried = Signal(str, bool)  # what was typed, whether it is the recovery key
    leave_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(_("The book is locked"))
        title.setProperty("role", "title")
        picture = QLabel()
        picture.setPixmap(icon("lock").pixmap(32, 32))
        self.panel = UnlockPanel(
            _("Type the passphrase to go on where you were. What was being typed is still there.")
        )
        self.open = QPushButton(_("&Unlock"))
        self.open.setProperty("role", "primary")
        self.open.setEnabled(False)
        self.open.clicked.connect(self._try)
        self.leave = QPushButton(_("&Close the program"))
        self.leave.clicked.connect(self.leave_wanted)
        self.panel.ready.connect(self.open.setEnabled)
        self.panel.line.returnPressed.connect(self._try)
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(_WIDTH)
        card.setMinimumWidth(min(_WIDTH, 420))
        column = QVBoxLayout(card)
        column.setContentsMargins(MARGIN * 2, MARGIN * 2, MARGIN * 2, MARGIN * 2)
        column.setSpacing(MARGIN)
        head = QHBoxLayout()
        head.setSpacing(MARGIN)
        head.addWidget(picture)
        head.addWidget(title, 1)
        column.addLayout(head)
        column.addWidget(self.panel)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.open)
        row.addWidget(self.leave)
        row.addStretch(1)
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 10)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)

    def begin(self) -> None:
        """Ask anew."""
        self.panel.begin()

    def refuse(self, problem: Problem) -> None:
        """Tell in place why the book stays locked."""
        self.open.setEnabled(True)
        self.panel.refuse(problem)

    def tell(self, words: str) -> None:
        """Show a sentence in the place of a refusal."""
        self.panel.wrong.tell(words)

    def _try(self) -> None:
        text = self.panel.text()
        if text and self.open.isEnabled():
            self.open.setEnabled(False)
            self.tried.emit(text, self.panel.by_recovery)

    def focus(self) -> None:
        """Put the cursor where the passphrase is typed."""
        self.panel.line.setFocus(Qt.FocusReason.OtherFocusReason)

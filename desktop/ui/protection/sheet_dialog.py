"""The recovery sheet: printed, and its key typed once from the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.recovery_key import WrongRecoveryKey
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.protection.parts import KeyEdit, Told, grow_with
from desktop.ui.theme import GAP, MARGIN


class SheetDialog(QDialog):
    """`typed` is answered by `told` or `refuse`; until it fits the window reminds the clerk."""

    print_wanted = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, anew: bool = False) -> None:
        """`anew`: the passphrase was just set or changed, so that an earlier sheet is old."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Recovery sheet"))
        self.setMinimumWidth(560)
        first = QLabel(
            _(
                "1. Print the sheet. It opens the book when the passphrase is forgotten; keep it "
                "locked away, apart from this machine."
            )
        )
        self.old = QLabel(_("A sheet printed before opens only backups made until now."))
        self.old.setProperty("role", "warning")
        self.old.setVisible(anew)
        second = QLabel(
            _(
                "2. Type the key from the paper, whole. Only then is it sure that it was printed "
                "well and can be read."
            )
        )
        for one in (first, self.old, second):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
        self.print = QPushButton(icon("printer"), _("&Print the sheet…"))
        self.print.setAutoDefault(False)
        self.print.clicked.connect(self.print_wanted)
        self.key = KeyEdit()
        self.wrong = Told("error")
        self.right = Told("")
        self.buttons = QDialogButtonBox()
        self.try_ = self.buttons.addButton(
            _("&Try the key"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.try_.setProperty("role", "primary")
        self.try_.setEnabled(False)
        self.try_.clicked.connect(self._try)
        self.later = self.buttons.addButton(_("&Later"), QDialogButtonBox.ButtonRole.RejectRole)
        self.later.setAutoDefault(False)
        self.buttons.rejected.connect(self.reject)
        self.key.changed.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(first)
        layout.addWidget(self.old)
        layout.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(second)
        layout.addWidget(self.key)
        layout.addWidget(self.wrong)
        layout.addWidget(self.right)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        grow_with(self, self.wrong, self.right)

    def _changed(self) -> None:
        self.wrong.tell("")
        self.try_.setEnabled(self.key.signs() > 0)

    def _try(self) -> None:
        self.try_.setEnabled(False)
        self.typed.emit(self.key.text())

    def told(self, *, fits: bool) -> None:
        """Tell whether the key that was typed opens the book."""
        self.try_.setEnabled(not fits)
        if not fits:
            self.wrong.tell(
                _(
                    "The key is typed well, but it belongs to another book or to an earlier "
                    "passphrase. Look for the sheet printed last."
                )
            )
            return
        self.key.clear()
        self.key.hide()
        self.try_.hide()
        self.right.tell(_("The sheet works: its key opens this book. Lock it away now."))
        self.later.setText(_("&Close"))
        self.later.setDefault(True)
        self.later.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, problem: Problem) -> None:
        """Tell what is wrong with what was typed; it stays."""
        self.try_.setEnabled(True)
        self.wrong.tell(problem.message)
        if isinstance(problem, WrongRecoveryKey):
            self.key.show_wrong(problem)

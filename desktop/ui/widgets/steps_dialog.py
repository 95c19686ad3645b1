"""A dialog of several steps, one shown at a time, with what leads from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN


class StepsDialog(QDialog):
    """Where the clerk is, the step, what stands in the way, and Back, Next, Cancel."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        """`titles` are the steps' message ids; their pages are added to `steps`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._titles = titles
        self._title = QLabel()
        self._title.setProperty("role", "subtitle")
        self._of = QLabel()
        self._of.setProperty("role", "muted")
        self.steps = QStackedWidget()
        self._problem = WrappedLabel()
        self._problem.setProperty("role", "error")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        self.back = QPushButton(_("&Back"))
        self.next = QPushButton(_("&Next"))
        self.next.setProperty("role", "primary")
        self.next.setDefault(True)
        self.cancel = QPushButton(_("Cancel"))
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.cancel.clicked.connect(self.reject)
        self._lay_out_steps()

    @property
    def problem(self) -> str:
        """The sentence that is shown."""
        return self._problem.text()

    def go_on(self) -> None:
        """Do what "Next" does."""
        raise NotImplementedError

    def go_back(self) -> None:
        """Do what "Back" does."""
        raise NotImplementedError

    def tell(self, sentence: str) -> None:
        """Say what stands in the way; nothing takes the sentence away."""
        self._problem.setText(sentence)
        self._problem.setAccessibleName(sentence)
        self._problem.setVisible(bool(sentence))

    def show_page(self, step: int) -> None:
        """Show the page of a step, and above it which one it is."""
        self.steps.setCurrentIndex(step)
        self._title.setText(_(self._titles[step]))
        of = _("Step {step} of {steps}")
        self._of.setText(of.format(step=number(step + 1), steps=number(len(self._titles))))

    def fit(self, size: QSize, share: float) -> None:
        """Give the dialog its size, at most a share of the screen."""
        self.resize(size.boundedTo(self.screen().availableSize() * share))

    def _lay_out_steps(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._of)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        for button in (self.back, self.next, self.cancel):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

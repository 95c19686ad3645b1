"""The base of these windows: fields, one deed on the worker thread, its outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.core.errors import InvalidValues, Problem
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel


def words_label(role: str = "") -> WrappedLabel:
    """Return a label for sentences that wrap."""
    label = WrappedLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


class DeedDialog(QDialog):
    """Asks for little, does one thing to a round, and says what was done.

    `finished_with(value)` comes with what the service returned, after the dialog has closed.
    """

    finished_with = Signal(object)

    def __init__(
        self, context: PageContext, title: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self.running = False
        self.head = words_label()
        self.fields = FieldColumn(context)
        self.fields.edited.connect(self.changed)
        self.problem = words_label("error")
        self.problem.hide()
        self.buttons = DoOrCancel(self, button)
        self.buttons.accepted.connect(self.do)
        self.button = self.buttons.do
        QShortcut(QKeySequence("Ctrl+Return"), self, self.do)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self.body.addWidget(self.head)
        self.body.addWidget(self.fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)

    # for each kind of deed

    def changed(self) -> None:
        """Take in that a field was changed."""
        self.problem.hide()

    def start(self) -> None:
        """Begin the deed; every field was looked up and can be read."""
        raise NotImplementedError

    # doing it

    def fit(self, width: int, height: int) -> None:
        """Give the dialog its size, as far as the screen allows."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))

    def do(self) -> None:
        """Do it; what was typed last is looked up first."""
        if self.running:
            return
        commit_input()
        self.fields.resolve(self._checked)

    def _checked(self) -> None:
        if not self.fields.show_errors():
            self.start()

    def write(self, deed: Callable[..., Any], *args: Any) -> None:
        """Run a deed; the dialog closes when it is done."""
        self.running = True
        self.button.setEnabled(False)
        self.context.jobs.write(
            deed,
            *args,
            on_done=self._done,
            on_error=self.refuse,
            on_finally=self._ended,
            label=self.windowTitle(),
            context=self,
        )

    def refuse(self, problem: Problem) -> None:
        """Say what stood in the way."""
        self.problem.setText(problem.message)
        self.problem.show()
        if isinstance(problem, InvalidValues):
            self.fields.show_errors(
                {name: problem.by_field.get(name, "") for name in self.fields.boxes}
            )

    def _done(self, done: Any) -> None:
        self.running = False
        self.accept()
        self.finished_with.emit(done.value)

    def _ended(self) -> None:
        self.running = False
        self.button.setEnabled(True)

    def reject(self) -> None:
        """Close, unless the deed is under way."""
        if not self.running:
            super().reject()

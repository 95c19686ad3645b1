"""The base of these windows: fields, one deed on the worker thread, its outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.errors import InvalidValues, Problem
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.fields_dialog import FieldsDialog
from desktop.ui.theme import GAP, MARGIN


def words_label(role: str = "") -> WrappedLabel:
    """Return a label for sentences that wrap."""
    label = WrappedLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


class DeedDialog(FieldsDialog):
    """Asks for little, does one thing to a round, and says what was done.

    `finished_with(value)` comes with what the service returned, after the dialog has closed.
    """

    finished_with = Signal(object)

    def __init__(
        self, context: PageContext, title: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, title, button, parent)
        self.running = False
        self.head = words_label()
        self.fields.edited.connect(self.changed)
        self.problem = words_label("error")
        self.problem.hide()
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

    def buttons_last(self) -> None:
        """Let Tab come to the buttons after the last field."""
        last = list(self.fields.boxes.values())[-1].editor
        cancel = self.buttons.button(self.buttons.StandardButton.Cancel)
        QWidget.setTabOrder(last.focusProxy() or last, self.button)
        QWidget.setTabOrder(self.button, cancel)

    # for each kind of deed

    def changed(self) -> None:
        """Take in that a field was changed."""
        self.problem.hide()

    # doing it

    def do(self) -> None:
        """Do it, unless it is under way."""
        if not self.running:
            super().do()

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

"""A line for who decided, with suggestions from what the book knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.vietnamese.fold import clean
from desktop.ui.models import gateway
from desktop.ui.page import PageContext
from desktop.ui.register.suggestions import Suggestion, SuggestLine


class DeciderField(QWidget):
    """A labelled line; what was decided by before, posts and units are suggested."""

    def __init__(self, context: PageContext, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.line = SuggestLine()
        self.line.setAccessibleName(label.replace("&", "").rstrip(":"))
        caption = QLabel(label)
        caption.setBuddy(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self.line)
        self.line.wanted.connect(self._ask)
        self.line.picked.connect(lambda one: self.line.setText(one.label))

    def text(self) -> str:
        """Return what stands there, clean."""
        return clean(self.line.full_text())

    def _ask(self, typed: str) -> None:
        self._context.jobs.read(
            gateway.deciders,
            typed,
            key=(id(self), "deciders"),
            on_done=self._suggest,
            on_error=lambda _problem: None,  # nothing is suggested then
            context=self,
        )

    def _suggest(self, found: Sequence[str]) -> None:
        self.line.suggest([Suggestion(one, one) for one in found])

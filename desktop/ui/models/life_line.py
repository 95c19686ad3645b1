"""The life of a model in one line: its steps with their days, the present one in bold."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.ui.i18n import _
from desktop.ui.models import gateway
from desktop.ui.models.step_dialog import state_text
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.theme import MARGIN

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.services.model_life import Life, LifeStep

_SHOWN = 7  # so many steps, the last ones; all are in the table
_SEEN = ("models", "model_steps")


class LifeLine(QWidget):
    """Shows the steps of the model with the cursor, and what contradicts among them."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._row: int | None = None
        self.line = WrappedLabel()
        self.line.setTextFormat(Qt.TextFormat.RichText)
        self.line.setProperty("marked", True)
        self.warning = QLabel()
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setWordWrap(True)
        set_role(self.warning, "warning")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 2, MARGIN, 2)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.warning)
        self.hide()
        context.jobs.changed.connect(self._changed)

    def set_record(self, row: int | None) -> None:
        """Show the life of a model; None shows nothing."""
        self._row = row
        if row is None:
            self.hide()
            return
        self._context.jobs.read(
            gateway.life,
            row,
            key=(id(self), "life"),
            on_done=self._show,
            on_error=self._gone,
            context=self,
        )

    def _changed(self, changes: Changes) -> None:
        if self._row is not None and changes.touches(*_SEEN):
            self.set_record(self._row)

    def _gone(self, _problem: Problem) -> None:
        self.hide()  # deleted meanwhile: the cursor goes elsewhere

    def _show(self, found: Life) -> None:
        if found.model_id != self._row:
            return
        last = found.steps[-_SHOWN:]
        pieces = [_piece(one, now=one is last[-1]) for one in last]
        if len(found.steps) > len(last):
            pieces.insert(0, "…")
        self.line.setText(" → ".join(pieces))
        plain = ", ".join(_plain(one) for one in found.steps)
        self.line.setAccessibleName(_("Life of the model: {steps}").format(steps=plain))
        self.line.setToolTip(plain)
        self.warning.setText(" ".join(found.contradictions))
        self.warning.setVisible(bool(found.contradictions))
        self.show()


def _plain(step: LifeStep) -> str:
    day = date_text(step.on) or _("day unknown")
    return f"{state_text(step.state)} ({day})"


def _piece(step: LifeStep, *, now: bool) -> str:
    name = escape(state_text(step.state))
    if now:
        name = f"<b>{name}</b>"
    mark = "↩ " if step.back else ""
    day = date_text(step.on) or f"<i>({escape(_('day unknown'))})</i>".replace(" ", "&nbsp;")
    return f"{mark}{name}&nbsp;{day}"

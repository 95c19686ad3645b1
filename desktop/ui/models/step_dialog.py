"""Asks for the next step in the life of models: only what is allowed is offered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QMessageBox, QWidget

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.register import Field, Kind
from desktop.core.terms import ModelState
from desktop.core.vietnamese.fold import clean
from desktop.ui.errors import ask
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.models import gateway
from desktop.ui.models.decider import DeciderField
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.fields_dialog import FieldsDialog
from desktop.ui.register.typing import TextArea, commit_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.services.model_life import Ahead

_ON = Field(name="on", label="On", heading="Ngày", kind=Kind.DATE, hint="Để trống: không rõ ngày.")
_SAVE = QMessageBox.StandardButton.Save
_DISCARD = QMessageBox.StandardButton.Discard
_CANCEL = QMessageBox.StandardButton.Cancel
_WIDTH = 500
_NAME = 90  # letters of a name that are shown; all of them in the tool tip
_NAMED = 20  # models named in the tool tip


class StepDialog(FieldsDialog):
    """One step of one or many models, open until it is written or given up."""

    done_with = Signal(str)  # a sentence that tells what was done

    def __init__(
        self, context: PageContext, models: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, _("Change state"), _("&Change"), parent)
        self._models = tuple(models)
        self.ahead: Ahead | None = None
        self._proposed: date | None = None
        self._head = WrappedLabel()
        self._head.setProperty("role", "subtitle")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._now = WrappedLabel()
        self._now.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._now, "muted")
        self.states = QComboBox()
        self.states.setAccessibleName(_("New state"))
        self.states.currentIndexChanged.connect(lambda _place: self._chosen())
        label = QLabel(_("&New state:"))
        label.setBuddy(self.states)
        self.fields.add(_ON)
        self.decider = DeciderField(context, _("&Decided by:"))
        self._why = QLabel(_("&Reason:"))
        self.reason = TextArea()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setFixedHeight(self.fontMetrics().height() * 3 + 14)
        self.reason.typed.connect(lambda: self._tell(""))
        self._why.setBuddy(self.reason)
        self._told = WrappedLabel()
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._told, "error")
        self.lay_out(self._head, self._now, label, self.states, self.fields, self.decider,
                     self._why, self.reason, self._told)  # fmt: skip
        self._told.hide()
        self.button.setEnabled(False)
        self.resize(_WIDTH, 430)
        self.states.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    @property
    def told(self) -> str:
        """Why it can't be done, as it is shown."""
        return self._told.text()

    def choose(self, state: str) -> None:
        """Choose a state among those that are offered."""
        self.states.setCurrentIndex(self.states.findData(state))

    def _read(self) -> None:
        self.context.jobs.read(
            gateway.ahead,
            self._models,
            on_done=self._show,
            on_error=self._refuse,
            context=self,
        )

    def _show(self, found: Ahead) -> None:
        self.ahead = found
        many = len(found.names)
        text = ngettext("{count} model chosen", "{count} models chosen", many)
        head = found.names[0] if many == 1 else text.format(count=number(many))
        self._head.setText(head if len(head) <= _NAME else f"{head[:_NAME].rstrip()}…")
        self._head.setToolTip("\n".join(found.names[:_NAMED]))
        now = ", ".join(state_text(one) for one in found.now)
        words = _("Now: {states}").format(states=now)
        if found.latest is not None:
            words += " · " + _("last step on {day}").format(day=date_text(found.latest))
        self._now.setText(words)
        for one in found.choices:
            name = state_text(one.state)
            behind = _("Back to: {state} (a reason is needed)").format(state=name)
            self.states.addItem(behind if one.needs_reason else name, one.state)
        self._chosen()
        if not found.choices:
            self._tell(_("These models have no next step in common. Choose those of one state."))
        self.button.setEnabled(bool(found.choices))
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        if found.latest is None or found.latest <= today:
            self._proposed = today
            self.fields.set_value("on", today)

    def _chosen(self) -> None:
        """Ask for the reason as the chosen state wants it."""
        self._tell("")
        needed = self._needs_reason()
        self._why.setText(_("&Reason (needed):") if needed else _("&Reason:"))

    def _needs_reason(self) -> bool:
        state = self.states.currentData()
        choices = self.ahead.choices if self.ahead is not None else ()
        return any(one.state == state and one.needs_reason for one in choices)

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def _refuse(self, problem: Problem) -> None:
        self._tell(problem.message)

    def reject(self) -> None:
        """Close; ask first when something was typed."""
        commit_input()
        if not self._has_entries():
            super().reject()
            return

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == _SAVE:
                self.do()
            elif button == _DISCARD:
                super(StepDialog, self).reject()

        words = _("The change of state isn't written yet. Write it?")
        may_write = _SAVE if self.button.isEnabled() else QMessageBox.StandardButton.NoButton
        ask(self, self.windowTitle(), words, may_write | _DISCARD | _CANCEL, answered)

    def _has_entries(self) -> bool:
        try:
            dated = self.fields.value("on") not in (None, self._proposed)
        except Unreadable:
            dated = True
        return dated or bool(self.decider.text() or clean(self.reason.toPlainText()))

    def start(self) -> None:
        """Write the step, unless the reason that it needs is missing."""
        if self.ahead is None or not self.ahead.choices:
            return
        reason = clean(self.reason.toPlainText(), multiline=True)
        if self._needs_reason() and not reason:
            self._tell(_("Write the reason: the step goes back."))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        state = self.states.currentData()
        back = len(self._models) == 1 and self._needs_reason() and state == self.ahead.back
        asked = gateway.AskedStep(
            self._models, state, self.fields.value("on"), self.decider.text(), reason, back
        )
        self.setEnabled(False)
        self.context.jobs.write(
            gateway.step,
            asked,
            on_done=self._did,
            on_error=self._refuse,
            on_finally=lambda: self.setEnabled(True),
            label=self.windowTitle(),
            context=self,
        )

    def _did(self, _done: Any) -> None:
        text = ngettext(
            "{count} model is now: {state}. Ctrl+Z undoes it.",
            "{count} models are now: {state}. Ctrl+Z undoes it.",
            len(self._models),
        )
        state = state_text(self.states.currentData())
        self.done_with.emit(text.format(count=number(len(self._models)), state=state))
        self.accept()


def state_text(state: str) -> str:
    """Return what a state is called in the language of the interface."""
    chosen = next((one for one in ModelState if one.value == state), None)
    if chosen is None:
        return state  # of a later version of the program
    return chosen.heading if language() == "vi" else chosen.label

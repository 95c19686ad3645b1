"""The window of a document: an issued one of a type is offered the next number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.core.terms import Direction
from desktop.ui.dialogs.settings import term_of
from desktop.ui.documents import gateway
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.record_window import RecordWindow

if TYPE_CHECKING:
    from desktop.core.register import RegisterSpec
    from desktop.services.document_numbers import Proposal

_ASKED = ("type", "direction", "on")


class DocumentDialog(RecordDialog):
    """Adds or changes a document."""

    def __init__(self, context: PageContext, spec: RegisterSpec, *more: Any, **further: Any):
        super().__init__(context, spec, *more, **further)
        self._proposed = ""  # the number that was filled in and not typed
        self._asked: tuple[str, date | None] | None = None
        for name in _ASKED:
            editor = self.form.boxes[name].editor
            editor.left.connect(self._propose)
        self.form.boxes["direction"].editor.edited.connect(self._propose)
        self.form.boxes["number"].editor.left.connect(self._propose)

    def _draft_came(self, draft: source.Draft) -> None:
        self._proposed, self._asked = "", None
        super()._draft_came(draft)
        self._propose()

    def _kept_for_next(self) -> dict[str, Any]:
        row = self._row
        if row is None:
            return {}
        return {name: row.values[name] for name in ("direction", "type") if row.values[name]}

    def _free(self) -> bool:
        """Tell whether the number is for this program to fill in: new, and not typed."""
        number = self.form.boxes["number"].editor
        target = number.focusProxy() or number
        untouched = number.raw() in ("", self._proposed)
        return self.row is None and untouched and not (target.hasFocus() and self._proposed)

    def _value(self, name: str) -> Any:
        try:
            return self.form.boxes[name].editor.value()
        except Unreadable:
            return None

    def _propose(self) -> None:
        """Ask for the next number once type and direction are chosen and no number is typed."""
        type_ = self._value("type")
        if not type_ or self._value("direction") != Direction.ISSUED.value or not self._free():
            self._asked = None
            return
        asked = (type_, self._value("on"))
        if asked == self._asked:
            return
        self._asked = asked
        self._context.jobs.read(
            gateway.next_number,
            *asked,
            term_of(self._context.settings),
            key=(id(self), "number"),
            on_done=lambda found: self._fill(asked, found),
            on_error=lambda _problem: None,  # nothing is proposed
            context=self,
        )

    def _fill(self, asked: tuple[str, date | None], found: Proposal | None) -> None:
        if found is None or asked != self._asked or not self._free():
            return
        self.form.boxes["number"].editor.set_value(found.number)
        self._proposed = found.number
        issuer = self.form.boxes["issuer"].editor
        if issuer.is_blank():
            issuer.set_value(found.issuer)
        self.form.edited.emit()
        text = _("{number} is the next number of the type; it can be typed over.")
        self.tell(text.format(number=found.number), "muted")


class DocumentWindow(RecordWindow):
    """Opens documents."""

    kind = DocumentDialog

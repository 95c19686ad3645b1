"""Adds somebody to a cell's registration who is no member: a person by name, or an organisation."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import PledgerKind
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.register.editors import ComboBox
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_NAME = Field("name", "Name", "Họ và tên", Kind.TEXT, width=26)
_POST = Field("post", "Post", "Chức vụ", Kind.TEXT, width=26)
_UNIT = Field("unit", "Unit", "Đơn vị", Kind.REFERENCE, reference="units")
_ORGANISATION = Field(
    "organisation",
    "Organisation",
    "Tổ chức, đơn vị",
    Kind.REFERENCE,
    reference="units",
    required=True,
)


class AddPledgerDialog(QDialog):
    """Asks for a name, post and unit, or for an organisation; tells whom by `chosen`."""

    chosen = Signal(object)  # Candidate

    def __init__(
        self, context: PageContext, unit: tuple[int, str] | None, parent: QWidget | None = None
    ) -> None:
        """`unit` is the one to begin with: id and name."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Add a person or organisation"))
        self.kind = ComboBox()
        self.kind.setAccessibleName(_("Who"))
        self.kind.addItem(_("A person who is no member"), PledgerKind.OTHER.value)
        self.kind.addItem(_("An organisation"), PledgerKind.ORGANISATION.value)
        self.fields = FieldColumn(context)
        number_of, name = unit or (None, "")
        self.fields.add(_NAME)
        self.fields.add(_POST)
        self.fields.add(_UNIT, number_of, name)
        self.fields.add(_ORGANISATION, number_of, name)
        buttons = DoOrCancel(self, _("&Add"))
        buttons.accepted.connect(self._accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.kind, self.fields):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.kind.currentIndexChanged.connect(self._show)
        self.resize(420, 340)
        self._show()

    @property
    def _is_person(self) -> bool:
        return bool(self.kind.currentData() == PledgerKind.OTHER.value)

    def _show(self) -> None:
        person = self._is_person
        for name in ("name", "post", "unit"):
            self.fields.show_field(name, person)
        self.fields.show_field("organisation", not person)
        first = self.fields.boxes["name" if person else "organisation"]
        if self.isVisible():
            return
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        commit_input()
        self.fields.resolve(self._give)

    def _give(self) -> None:
        person = self._is_person
        missing = {}
        if person and not self._text("name"):
            missing["name"] = _("Fill this in.")
        if self.fields.show_errors(missing):
            return
        if person:
            unit = self.fields.value("unit")
            who = gateway.make_pledger(
                PledgerKind.OTHER.value, self._text("name"), unit, self._text("post") or None
            )
            words = self._words("unit") if unit is not None else ""
        else:
            unit, words = self.fields.value("organisation"), self._words("organisation")
            who = gateway.make_pledger(PledgerKind.ORGANISATION.value, words, unit)
        self.chosen.emit(gateway.make_candidate(who, words))
        self.accept()

    def _text(self, name: str) -> str:
        return str(self.fields.boxes[name].editor.raw() or "")

    def _words(self, name: str) -> str:
        editor: Any = self.fields.boxes[name].editor
        return str(editor.line.text())

"""Adds somebody to a cell's registration who is no member: a person by name, or an organisation."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import PledgerKind
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.register.editors import ComboBox
from desktop.ui.register.fields_dialog import FieldsDialog

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


class AddPledgerDialog(FieldsDialog):
    """Asks for a name, post and unit, or for an organisation; tells whom by `chosen`."""

    chosen = Signal(object)  # Candidate

    def __init__(
        self, context: PageContext, unit: tuple[int, str] | None, parent: QWidget | None = None
    ) -> None:
        """`unit` is the one to begin with: id and name."""
        super().__init__(context, _("Add a person or organisation"), _("&Add"), parent)
        self.kind = ComboBox()
        self.kind.setAccessibleName(_("Who"))
        self.kind.addItem(_("A person who is no member"), PledgerKind.OTHER.value)
        self.kind.addItem(_("An organisation"), PledgerKind.ORGANISATION.value)
        number_of, name = unit or (None, "")
        self.fields.add(_NAME)
        self.fields.add(_POST)
        self.fields.add(_UNIT, number_of, name)
        self.fields.add(_ORGANISATION, number_of, name)
        self.lay_out(self.kind, self.fields)
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
        if not self.isVisible():
            self.begin_in("name" if person else "organisation")

    def has_errors(self) -> bool:
        """Tell what is wrong, also that a person's name is missing."""
        missing = self._is_person and not self._text("name")
        return self.fields.show_errors({"name": _("Fill this in.")} if missing else {})

    def start(self) -> None:
        """Tell whom was asked for."""
        if self._is_person:
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

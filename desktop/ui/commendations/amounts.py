"""The money that goes with an award, by kind of recipient: proposed, for the clerk to change."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import RecipientKind
from desktop.ui.i18n import N_, _, language
from desktop.ui.page import PageContext
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.theme import GAP

_HEADING = N_("Money for each: {kind} (đồng)")


class Amounts(QWidget):
    """A field for each kind of recipient; what the clerk typed stays with another form too."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed: set[str] = set()
        self._filling = False
        self.columns: dict[str, FieldColumn] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for kind in RecipientKind:
            called = (kind.heading if language() == "vi" else kind.label).lower()
            name = _(_HEADING).format(kind=called)
            column = FieldColumn(context)
            column.add(Field(kind.value, name, name, Kind.MONEY, width=14, minimum=0))
            column.edited.connect(lambda kind=kind.value: self._edited(kind))
            self.columns[kind.value] = column
            layout.addWidget(column, 1)

    def propose(self, amounts: Mapping[str, int]) -> None:
        """Show what is usual in the fields that the clerk has not typed into."""
        self._filling = True
        for kind, column in self.columns.items():
            if kind not in self._typed:
                column.set_value(kind, amounts.get(kind))
        self._filling = False

    def show_errors(self) -> bool:
        """Tell what can't be read beside its field; tell whether there was any."""
        return bool(sum(column.show_errors() for column in self.columns.values()))

    def amounts(self) -> dict[str, int]:
        """Return what stands here, by kind of recipient; raises `Unreadable`."""
        found = {kind: column.value(kind) for kind, column in self.columns.items()}
        return {kind: int(value) for kind, value in found.items() if value is not None}

    def _edited(self, kind: str) -> None:
        if not self._filling:
            self._typed.add(kind)

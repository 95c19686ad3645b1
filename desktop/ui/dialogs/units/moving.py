"""Choosing the place in the tree that units are moved to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.dialogs.units.deed import unit_field
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_SIZE = (480, 280)


class PlaceDialog(QDialog):
    """Another superior unit, or the top of the tree."""

    chosen = Signal(object)  # the id of the unit, None for the top

    def __init__(self, context: PageContext, names: str, parent: QWidget | None = None) -> None:
        """`names` says which units are to be moved."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Move in the tree"))
        what = WrappedLabel(_("Move {names} into:").format(names=names))
        what.setTextFormat(Qt.TextFormat.PlainText)
        self.fields = FieldColumn(context)
        self.fields.add(unit_field("parent_id", "Part of", "Trực thuộc"))
        self.at_top = QCheckBox(_("To the &top of the tree"))
        self.at_top.toggled.connect(lambda on: self.fields.show_field("parent_id", not on))
        buttons = DoOrCancel(self, _("&Move…"))
        buttons.accepted.connect(self._accept)
        self.button = buttons.do
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (what, self.fields, self.at_top):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(*_SIZE)
        self.fields.boxes["parent_id"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        commit_input()
        self.fields.resolve(self._choose)

    def _choose(self) -> None:
        if self.fields.show_errors():
            return
        found = self.fields.value("parent_id")
        self.accept()
        self.chosen.emit(found)

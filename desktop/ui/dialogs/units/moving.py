"""Choosing the place in the tree that units are moved to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.dialogs.units.deed import unit_field
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.fields_dialog import FieldsDialog

_SIZE = (480, 280)


class PlaceDialog(FieldsDialog):
    """Another superior unit, or the top of the tree."""

    chosen = Signal(object)  # the id of the unit, None for the top

    def __init__(self, context: PageContext, names: str, parent: QWidget | None = None) -> None:
        """`names` says which units are to be moved."""
        super().__init__(context, _("Move in the tree"), _("&Move…"), parent)
        what = WrappedLabel(_("Move {names} into:").format(names=names))
        what.setTextFormat(Qt.TextFormat.PlainText)
        self.fields.add(unit_field("parent_id", "Part of", "Trực thuộc"))
        self.at_top = QCheckBox(_("To the &top of the tree"))
        self.at_top.toggled.connect(lambda on: self.fields.show_field("parent_id", not on))
        self.lay_out(what, self.fields, self.at_top)
        self.resize(*_SIZE)
        self.begin_in("parent_id")

    def start(self) -> None:
        """Give the place to whoever asked."""
        found = self.fields.value("parent_id")
        self.accept()
        self.chosen.emit(found)

"""The part of the dialog where the clerk says what many records are to become."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.dialogs.many.plans import Plan
from desktop.ui.i18n import _, language
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.field_box import FieldBox
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP

_NAME = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 250


class Asking(QWidget):
    """The fields of a plan with their editors; where they are chosen, a list to tick."""

    edited = Signal()

    def __init__(self, context: PageContext, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._fields = {one.name: one for one in plan.fields}
        self.list: QListWidget | None = None
        self.column = FieldColumn(context)
        self.column.edited.connect(self.edited)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        if plan.chosen:
            layout.addWidget(self._make_list())
            layout.addWidget(self._scrolled(), 1)
        else:
            for field in plan.fields:
                self.column.add(field, (plan.given or {}).get(field.name))
            layout.addWidget(self.column, 1)

    @property
    def boxes(self) -> dict[str, FieldBox]:
        """The fields that are asked for now."""
        return self.column.boxes

    def _make_list(self) -> QListWidget:
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(_("Columns to change"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        airy(self.list)
        for field in self._plan.fields:
            item = QListWidgetItem(field.text(language()), self.list)
            item.setData(_NAME, field.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._ticked)
        return self.list

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        room = QVBoxLayout(body)
        room.setContentsMargins(0, 0, GAP, 0)
        warning = WrappedLabel(_("A field left blank is emptied in every record chosen."))
        warning.setProperty("role", "muted")
        room.addWidget(warning)
        room.addWidget(self.column)
        room.addStretch(1)
        area.setWidget(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _ticked(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME)
        if item.checkState() is Qt.CheckState.Checked:
            # as the list has them, whatever the order of ticking
            order = [one for one in self._fields if one in self.boxes or one == name]
            box = self.column.add(self._fields[name], at=order.index(name))
            box.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name in self.boxes:
            self.column.remove(name)
        self.edited.emit()

    def tick(self, name: str) -> None:
        """Choose a column to change."""
        if self.list is not None:
            for row in range(self.list.count()):
                item = self.list.item(row)
                if item.data(_NAME) == name:
                    item.setCheckState(Qt.CheckState.Checked)

    def focus_first(self) -> None:
        """Go to where the clerk begins."""
        if self.list is not None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            next(iter(self.boxes.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, Any] | None:
        """Return what was given; None while something needed is missing; raises `Unreadable`."""
        found = {name: box.editor.value() for name, box in self.boxes.items()}
        if not found or any(
            box.field.required and found[name] is None for name, box in self.boxes.items()
        ):
            return None
        return found

"""The part of the dialog where the clerk says what many records are to become."""

from __future__ import annotations

from collections.abc import Callable
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

from desktop.core.register import Field
from desktop.ui.dialogs.many.plans import Plan
from desktop.ui.i18n import _, language
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_box import FieldBox, make_editor
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP

_NAME = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 250


class Asking(QWidget):
    """The fields of a plan with their editors; where they are chosen, a list to tick."""

    edited = Signal()

    def __init__(self, context: PageContext, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._plan = context, plan
        self.boxes: dict[str, FieldBox] = {}
        self.list: QListWidget | None = None
        self._fields = {one.name: one for one in plan.fields}
        self._room = QVBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        if plan.chosen:
            self._room.addStretch(1)
            layout.addWidget(self._make_list())
            layout.addWidget(self._scrolled(), 1)
        else:
            for field in plan.fields:
                self._add(field)
                self.boxes[field.name].editor.set_value((plan.given or {}).get(field.name))
            layout.addLayout(self._room, 1)

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
        outer = QVBoxLayout(body)
        outer.setContentsMargins(0, 0, GAP, 0)
        warning = WrappedLabel(_("A field left blank is emptied in every record chosen."))
        warning.setProperty("role", "muted")
        outer.addWidget(warning)
        outer.addLayout(self._room)
        area.setWidget(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _ticked(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME)
        if item.checkState() is Qt.CheckState.Checked:
            self._add(self._fields[name])
            self.boxes[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name in self.boxes:
            box = self.boxes.pop(name)
            self._room.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.edited.emit()

    def tick(self, name: str) -> None:
        """Choose a column to change."""
        if self.list is not None:
            for row in range(self.list.count()):
                item = self.list.item(row)
                if item.data(_NAME) == name:
                    item.setCheckState(Qt.CheckState.Checked)

    def _add(self, field: Field) -> None:
        editor = make_editor(self._context, field, may_add=False)
        box = FieldBox(field, editor)
        editor.edited.connect(lambda: self._edited(box))
        editor.left.connect(lambda: self._left(box))
        editor.entered.connect(self.focusNextChild)
        self.boxes[field.name] = box
        # as the list has them, whatever the order of ticking
        order = [one for one in self._fields if one in self.boxes]
        self._room.insertWidget(order.index(field.name), box)

    def _edited(self, box: FieldBox) -> None:
        box.error = ""
        box.show_notes()
        self.edited.emit()

    def _left(self, box: FieldBox) -> None:
        """Tell what can't be read beside it, once it is left."""
        try:
            box.editor.value()
        except Unreadable as problem:
            box.error = problem.message
            box.show_notes()

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

    def resolve(self, done: Callable[[], None]) -> None:
        """Let every editor find out what was meant, then call `done`."""
        waiting = [box.editor for box in self.boxes.values()]

        def step() -> None:
            if waiting:
                waiting.pop().resolve(step)
            else:
                done()

        step()

    def show_errors(self) -> bool:
        """Tell beside each field what is wrong with it; tell whether there was anything."""
        first: FieldBox | None = None
        for box in self.boxes.values():
            try:
                missing = box.editor.value() is None and box.field.required
                box.error = _("Fill this in.") if missing else ""
            except Unreadable as problem:
                box.error = problem.message
            box.show_notes()
            first = first or (box if box.error else None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

"""A column of fields in a dialog that isn't a record's: each with its editor and its error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.register import Field
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_box import FieldBox, make_editor
from desktop.ui.register.picker import ReferenceEditor


class FieldColumn(QWidget):
    """Fields below each other; those that are hidden are neither needed nor read."""

    edited = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.boxes: dict[str, FieldBox] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def add(
        self, field: Field, value: Any = None, label: str = "", at: int | None = None
    ) -> FieldBox:
        """Add a field that shows a value, last or `at` a place.

        `label` are the words of a reference.
        """
        box = FieldBox(field, make_editor(self._context, field, may_add=False))
        box.editor.set_value(value, label)
        box.editor.edited.connect(lambda: self._edited(box))
        box.editor.left.connect(lambda: self._left(box))
        if isinstance(box.editor, ReferenceEditor):  # what was typed in full is found by itself
            box.editor.picked.connect(lambda _before: self._edited(box))
        self.boxes[field.name] = box
        self._layout.insertWidget(self._layout.count() if at is None else at, box)
        return box

    def remove(self, name: str) -> None:
        """Take a field away with what stands in it."""
        box = self.boxes.pop(name)
        self._layout.removeWidget(box)
        box.hide()
        box.deleteLater()

    def add_widget(self, widget: QWidget) -> None:
        """Add something else below what is there."""
        self._layout.addWidget(widget)

    def set_value(self, name: str, value: Any, label: str = "") -> None:
        """Show another value in a field."""
        self.boxes[name].editor.set_value(value, label)
        self._edited(self.boxes[name])

    def show_field(self, name: str, shown: bool) -> None:
        """Show a field, or hide it."""
        self.boxes[name].setVisible(shown)

    def is_shown(self, name: str) -> bool:
        """Tell whether a field is shown."""
        return not self.boxes[name].isHidden()

    def value(self, name: str) -> Any:
        """Return the value of a field, None of a hidden or blank one; raises `Unreadable`."""
        return self.boxes[name].editor.value() if self.is_shown(name) else None

    def resolve(self, done: Callable[[], None]) -> None:
        """Let every editor find out what was meant, then call `done`."""
        waiting = [box.editor for box in self.boxes.values() if not box.isHidden()]

        def step() -> None:
            if waiting:
                waiting.pop(0).resolve(step)
            else:
                done()

        step()

    def show_errors(self, further: dict[str, str] | None = None) -> bool:
        """Tell beside each field what is wrong, go to the first; tell whether there was any."""
        first: FieldBox | None = None
        for name, box in self.boxes.items():
            box.error = self._error_of(box) or (further or {}).get(name, "")
            box.show_notes()
            first = first or (box if box.error else None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def _error_of(self, box: FieldBox) -> str:
        if box.isHidden():
            return ""
        try:
            value = box.editor.value()
        except Unreadable as problem:
            return problem.message
        return _("Fill this in.") if value is None and box.field.required else ""

    def _edited(self, box: FieldBox) -> None:
        if box.error:
            box.error = ""
            box.show_notes()
        self.edited.emit()

    def _left(self, box: FieldBox) -> None:
        """Tell what can't be read once the field is left; a reference is looked up first."""
        try:
            box.editor.value()
        except Unreadable as problem:
            box.error = problem.message
            box.show_notes()

"""The base of small dialogs: fields, the button that does what is asked for, and Cancel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.core.register import Field
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel


class FieldsDialog(QDialog):
    """Asks for the values of fields; open until they are taken or given up."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        button: str,
        parent: QWidget | None = None,
        fields: FieldColumn | None = None,
    ) -> None:
        """`button` are the words of the button that does it; `fields` is another kind of column."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self.fields = FieldColumn(context) if fields is None else fields
        self.buttons = DoOrCancel(self, button)
        self.buttons.accepted.connect(self.do)
        self.button = self.buttons.do

    # for each kind of dialog

    def has_errors(self) -> bool:
        """Tell beside each field what is missing or wrong; tell whether there is anything."""
        return self.fields.show_errors()

    def start(self) -> None:
        """Do what is asked for; every field was looked up and can be read."""
        raise NotImplementedError

    # what they have in common

    def lay_out(self, *parts: QWidget) -> None:
        """Show these below each other, and the buttons at the bottom.

        Tab goes through what is there by then, so the fields are added first.
        """
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for one in parts:
            layout.addWidget(one)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def fit(self, width: int, height: int) -> None:
        """Give the dialog its size, as far as the screen allows."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))

    def begin_in(self, name: str) -> None:
        """Put the cursor into a field."""
        self.fields.boxes[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, Any]:
        """Return the value of every field, None of a blank or hidden one; raises `Unreadable`."""
        return {name: self.fields.value(name) for name in self.fields.boxes}

    def do(self) -> None:
        """Do what is asked for; what was typed last is looked up first."""
        commit_input()
        self.fields.resolve(self._checked)

    def _checked(self) -> None:
        if not self.has_errors():
            self.start()


class DayDialog(FieldsDialog):
    """Tells a sentence and asks for one day: today at first, or the `latest` that makes sense."""

    given = Signal(object)  # date

    def __init__(
        self,
        context: PageContext,
        title: str,
        button: str,
        told: str,
        field: Field,
        parent: QWidget | None = None,
        latest: date | None = None,
    ) -> None:
        super().__init__(context, title, button, parent)
        self.told = WrappedLabel(told)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self.fields.add(replace(field, required=True), min(today, latest or today))
        self.lay_out(self.told, self.fields)
        self.resize(400, 190)
        self.begin_in(field.name)

    def start(self) -> None:
        """Give the day to whoever asked."""
        (on,) = self.values().values()
        self.accept()
        self.given.emit(on)

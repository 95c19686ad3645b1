"""One field of a form: its name, its editor, and what is wrong with what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.register import Field, Kind
from desktop.ui.i18n import _, language
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.date_editor import DateEditor
from desktop.ui.register.editors import (
    AreaEditor,
    BooleanEditor,
    ChoiceEditor,
    FieldEditor,
    NumberEditor,
    TextEditor,
)
from desktop.ui.register.picker import LabelEditor, ReferenceEditor

_PLAIN: Mapping[Kind, type[FieldEditor]] = {
    Kind.TEXT: TextEditor,
    Kind.NAME: TextEditor,
    Kind.LONG_TEXT: AreaEditor,
    Kind.INTEGER: NumberEditor,
    Kind.MONEY: NumberEditor,
    Kind.POINTS: NumberEditor,
    Kind.BOOLEAN: BooleanEditor,
    Kind.DATE: DateEditor,
    Kind.PARTIAL_DATE: DateEditor,
    Kind.CHOICE: ChoiceEditor,
}


class FieldBox(QWidget):
    """A field's name, its editor, and below it what is wrong, odd, or helpful."""

    def __init__(self, field: Field, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor
        self.error = ""
        self.warning = ""
        name = field.text(language())
        self._name = _("{name}, required").format(name=name) if field.required else name
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(2)
        if field.kind is not Kind.BOOLEAN:
            star = ' <span style="color:#c62828">*</span>' if field.required else ""
            label = WrappedLabel(f"{escape(name)}{star}")
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setProperty("marked", True)
            label.setBuddy(editor.focusProxy() or editor)
            layout.addWidget(label)
        layout.addWidget(editor)
        self.note = WrappedLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.show_notes()

    def show_notes(self) -> None:
        """Show the error, else the warning, else the hint."""
        text = self.error or self.warning or self.field.hint
        role = "error" if self.error else "warning" if self.warning else "muted"
        set_role(self.note, role)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.editor.describe(self._name, text)


def make_editor(context: PageContext, field: Field, *, may_add: bool = True) -> FieldEditor:
    """Return an editor for a field; `may_add`: a reference offers to make a new row."""
    if field.kind is Kind.LABEL:
        return LabelEditor(field, context.jobs)
    if field.kind is Kind.REFERENCE:
        known = context.specs.get(field.reference or "") if may_add else None
        return ReferenceEditor(field, context.jobs, known)
    return _PLAIN[field.kind](field)

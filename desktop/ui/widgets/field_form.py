"""A form of labelled fields, each with a place for its error beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget


class FieldForm(QWidget):
    """Rows of label and editor; `show_errors` writes a sentence under the editor concerned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._editors: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}

    def add(
        self, name: str, label: str, editor: QWidget, hint: str = "", *, required: bool = False
    ) -> None:
        """Add the field `name`; `label` may hold an accelerator."""
        caption = QLabel(f"{label} *" if required else label)
        caption.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label.replace("&", "").rstrip(":"))
        error = QLabel()
        error.setProperty("role", "error")
        error.setTextFormat(Qt.TextFormat.PlainText)
        error.setWordWrap(True)
        error.hide()
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(editor)
        if hint:
            words = QLabel(hint)
            words.setProperty("role", "muted")
            words.setWordWrap(True)
            cell.addWidget(words)
        cell.addWidget(error)
        # what is mended isn't held against the clerk any longer
        for signal in ("textChanged", "currentIndexChanged"):
            if hasattr(editor, signal):
                getattr(editor, signal).connect(error.hide)
        self._layout.addRow(caption, cell)
        self._editors[name] = editor
        self._errors[name] = error

    def show_errors(self, errors: dict[str, str]) -> bool:
        """Show each field's sentence and go to the first; tell whether there was any."""
        first = None
        for name, label in self._errors.items():
            text = errors.get(name, "")
            label.setText(text)
            label.setVisible(bool(text))
            self._editors[name].setAccessibleDescription(text)
            if text and first is None:
                first = self._editors[name]
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def show_row(self, name: str, *, shown: bool) -> None:
        """Show a field's row, or take it away."""
        for row in range(self._layout.rowCount()):
            item = self._layout.itemAt(row, QFormLayout.ItemRole.LabelRole)
            caption = item.widget() if item is not None else None
            if isinstance(caption, QLabel) and caption.buddy() is self._editors[name]:
                self._layout.setRowVisible(row, shown)

    def error_of(self, name: str) -> str:
        """Return the sentence shown beside a field, or an empty text."""
        return self._errors[name].text()

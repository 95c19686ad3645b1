"""Editors of the plain kinds of fields: text, numbers, choices, yes or no.

An editor shows a stored value, gives back the value of what stands in it, and tells when the
clerk changed it or left it. What can't be read is told by `Unreadable`, whose text stands
beside the field.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from desktop.core.errors import UserProblem
from desktop.core.formats import NumberProblem, parse_number
from desktop.core.register import Field, Kind
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, language
from desktop.ui.register.display import number_text, plain_number
from desktop.ui.register.typing import LineEdit, TextArea

_NARROW = 190  # widest editor of a date or a number, in logical pixels
_LINES = 4
_FEW_LINES = 3


class Unreadable(UserProblem):
    """What stands in an editor isn't a value of its kind; the text says what to write."""


class FieldEditor(QWidget):
    """The base of all editors."""

    edited = Signal()  # by the clerk
    left = Signal()  # the focus went elsewhere
    entered = Signal()  # Enter was pressed: go to the next field

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a stored value; `label` are the words of a reference."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the value of what stands here; raises `Unreadable`."""
        raise NotImplementedError

    def raw(self) -> Hashable:
        """Return what stands here, to compare with what stood here before."""
        raise NotImplementedError

    def is_blank(self) -> bool:
        """Tell whether nothing stands here."""
        return not self.raw()

    def resolve(self, done: Callable[[], None]) -> None:
        """Find out what is needed to know the value, then call `done`."""
        done()

    def describe(self, name: str, description: str) -> None:
        """Name the editor for a screen reader."""
        target = self.focusProxy() or self
        target.setAccessibleName(name)
        target.setAccessibleDescription(description)

    def set_read_only(self, on: bool) -> None:
        """Show without letting anything be changed."""
        self.setEnabled(not on)

    def _hold(self, widget: QWidget, narrow: bool = False) -> None:
        self._row.addWidget(widget, 1)
        self.setFocusProxy(widget)
        if narrow:
            widget.setMaximumWidth(_NARROW)
            self._row.addStretch(1)


class TextEditor(FieldEditor):
    """One line of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = LineEdit()
        self.line.typed.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.returnPressed.connect(self.entered)
        self._hold(self.line, narrow=field.width <= 10)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a text."""
        del label
        if self.line.text() != (value or ""):  # the cursor stays where it is otherwise
            self.line.setText(value or "")
            self.line.setCursorPosition(0)

    def value(self) -> str | None:
        """Return the cleaned text, None for nothing."""
        return clean(self.line.full_text()) or None

    def raw(self) -> Hashable:
        """Return the text as it stands."""
        return clean(self.line.full_text())


class AreaEditor(FieldEditor):
    """Several lines of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.area = TextArea()
        lines = _LINES if field.width >= 40 else _FEW_LINES
        metrics = self.area.fontMetrics()
        self.area.setFixedHeight(metrics.lineSpacing() * lines + 14)
        self.area.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.area.typed.connect(self.edited)
        self.area.left.connect(self.left)
        self._hold(self.area)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a text."""
        del label
        if self.area.toPlainText() != (value or ""):
            self.area.set_text(value or "")

    def value(self) -> str | None:
        """Return the cleaned text, None for nothing."""
        return clean(self.area.toPlainText(), multiline=True) or None

    def raw(self) -> Hashable:
        """Return the text as it stands, with a word that is still being composed."""
        return clean(self.area.toPlainText() + self.area.preedit, multiline=True)


class _NumberLine(LineEdit):
    """Shows a number with its groups while it isn't edited, and its digits alone while it is."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the full stops out, so that digits can be added."""
        value = _read_number(self.text())
        if value is not None:
            self.setText(plain_number(value).replace(".", ","))
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def tidy(self) -> None:
        """Put the full stops back in."""
        super().tidy()
        value = _read_number(self.text())
        if value is not None:
            self.setText(number_text(self._field, value))


def _read_number(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except NumberProblem:
        return None


class NumberEditor(FieldEditor):
    """A whole number, an amount of money or points."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = _NumberLine(field)
        self.line.typed.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.returnPressed.connect(self.entered)
        self._hold(self.line, narrow=True)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a number."""
        del label
        self.line.setText("" if value is None else number_text(self.field, value))

    def value(self) -> int | Decimal | None:
        """Return the number, None for nothing."""
        text = clean(self.line.full_text())
        if not text:
            return None
        try:
            found = parse_number(text)
        except NumberProblem as problem:
            raise Unreadable(problem.message) from None
        if self.field.kind is Kind.POINTS:
            return found
        if found != found.to_integral_value():
            raise Unreadable(f"{self.field.heading} phải là số nguyên.")
        return int(found)

    def raw(self) -> Hashable:
        """Return the number when it can be read, else the text."""
        text = clean(self.line.full_text())
        value = _read_number(text)
        return text if value is None else value

    def is_blank(self) -> bool:
        """Tell whether nothing stands here (nought is something)."""
        return self.raw() == ""


class ComboBox(QComboBox):
    """A list to choose one from; the mouse wheel scrolls the form, not the choice."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is scrolled."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ChoiceEditor(FieldEditor):
    """One of the declared choices; a blank one when the field may be empty."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.combo = ComboBox()
        self.combo.setPlaceholderText(_("Choose…"))
        chosen = language()
        if not field.required:
            self.combo.addItem("", None)
        for choice in field.choices:
            self.combo.addItem(choice.text(chosen), choice.value)
        longest = max((len(one.text(chosen)) for one in field.choices), default=8)
        self.combo.activated.connect(self.edited)
        self.combo.left.connect(self.left)
        self._hold(self.combo, narrow=longest <= 12)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a choice; an unknown value (of a later version) is kept and shown as it is."""
        del label
        place = self.combo.findData(value)
        if place < 0 and value is not None:
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def value(self) -> str | None:
        """Return the chosen value."""
        data = self.combo.currentData()
        return None if data is None else str(data)

    def raw(self) -> Hashable:
        """Return the chosen value."""
        return self.value()


class BooleanEditor(FieldEditor):
    """Yes or no: a tick box with the field's name beside it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(field.text(language()).replace("&", "&&"))
        self.box.clicked.connect(self.edited)
        self._hold(self.box)

    def set_value(self, value: Any, label: str = "") -> None:
        """Show yes or no."""
        del label
        self.box.setChecked(bool(value))

    def value(self) -> bool:
        """Return yes or no."""
        return self.box.isChecked()

    def raw(self) -> Hashable:
        """Return yes or no."""
        return self.box.isChecked()

"""Number boxes of the editor: millimetres and points with a decimal comma."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

_ROOM = 10  # pixels above and below the letters


class NumberBox(QDoubleSpinBox):
    """A length or a size; the wheel changes it only while it has the focus."""

    def __init__(
        self, least: float, most: float, *, unit: str = "mm", step: float = 0.5, digits: int = 1
    ) -> None:
        super().__init__()
        locale = QLocale(QLocale.Language.Vietnamese)
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(locale)
        self.setDecimals(digits)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setKeyboardTracking(False)
        self.setMinimumHeight(self.fontMetrics().height() + _ROOM)

    def show_value(self, value: float) -> None:
        """Show a value that wasn't typed here."""
        if abs(self.value() - value) > 1e-9:
            self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CountBox(QSpinBox):
    """A whole number; the wheel changes it only while it has the focus."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(self.fontMetrics().height() + _ROOM)

    def show_value(self, value: int) -> None:
        """Show a value that wasn't typed here."""
        if self.value() != value:
            self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

"""The editor of dates: a plain line, read when it is left, with a calendar to pick from."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from desktop.core.formats import date_text
from desktop.core.register import Field, Kind
from desktop.core.vietnamese.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateProblem,
    PartialDate,
    parse_date,
    parse_partial,
)
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.editors import FieldEditor, Unreadable
from desktop.ui.register.typing import LineEdit


class _DateLine(LineEdit):
    """Writes the date as dd/mm/yyyy when it is left."""

    def tidy(self) -> None:
        """Write the date in full when it can be read."""
        super().tidy()
        try:
            found = parse_partial(self.text())
        except DateProblem:
            return
        if found.display != self.text():
            self.setText(found.display)


class DateEditor(FieldEditor):
    """A date, or for a partial date a month or a year alone."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = _DateLine()
        partial = field.kind is Kind.PARTIAL_DATE
        self.line.setPlaceholderText(
            _("e.g. 3/5/1975, 5/1975, 1975") if partial else _("e.g. 18/05/2023")
        )
        self.line.typed.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.returnPressed.connect(self.entered)
        self.button = QToolButton()
        self.button.setIcon(icon("calendar"))
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F4 opens it from the keyboard
        self.button.setToolTip(_("Calendar (F4)"))
        self.button.setAccessibleName(_("Calendar"))
        self.button.clicked.connect(self.open_calendar)
        self._row.addWidget(self.line)
        self._row.addWidget(self.button)
        self._row.addStretch(1)
        room = self.line.fontMetrics().horizontalAdvance(self.line.placeholderText())
        self.line.setFixedWidth(max(room + 20, 130))
        self.setFocusProxy(self.line)
        self.calendar: _Calendar | None = None

    def set_value(self, value: Any, label: str = "") -> None:
        """Show a date, or the ISO text of a partial one."""
        del label
        if value is None:
            text = ""
        elif isinstance(value, date):
            text = date_text(value)
        else:
            try:
                text = PartialDate.from_iso(value).display
            except DateProblem:
                text = str(value)
        self.line.setText(text)

    def value(self) -> date | str | None:
        """Return the date (ISO text for a partial one), None for nothing."""
        text = clean(self.line.full_text())
        if not text:
            return None
        try:
            if self.field.kind is Kind.DATE:
                return parse_date(text)
            return parse_partial(text).iso
        except DateProblem as problem:
            raise Unreadable(problem.message) from None

    def raw(self) -> Hashable:
        """Return the date when it can be read, else the text."""
        text = clean(self.line.full_text())
        try:
            return parse_partial(text)
        except DateProblem:
            return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 opens the calendar."""
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show a calendar below the field."""
        self.line.commit_preedit()
        self.calendar = _Calendar(self._day_shown(), self.window())
        self.calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar.calendar.activated.connect(self._take)
        self.calendar.calendar.clicked.connect(self._take)
        self.calendar.show_below(self.line)

    def _day_shown(self) -> QDate:
        try:
            day = parse_partial(self.line.text()).first_day
        except DateProblem:
            return QDate.currentDate()
        return QDate(day.year, day.month, day.day)

    def _take(self, day: QDate) -> None:
        if self.calendar is not None:
            self.calendar.close()
            self.calendar = None
        self.line.setText(date_text(date(day.year(), day.month(), day.day())))
        self.line.setFocus()
        self.edited.emit()
        self.left.emit()


class _Calendar(QWidget):
    def __init__(self, day: QDate, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        self.calendar.setMinimumDate(QDate(FIRST_YEAR, 1, 1))
        self.calendar.setMaximumDate(QDate(LAST_YEAR, 12, 31))
        self.calendar.setSelectedDate(day)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)

    def show_below(self, widget: QWidget) -> None:
        """Show below a widget, above it when there is no room."""
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(0, widget.height()))
        screen = widget.screen()
        if screen is not None and at.y() + self.height() > screen.availableGeometry().bottom():
            at = widget.mapToGlobal(QPoint(0, -self.height()))
        self.move(at)
        self.show()
        self.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

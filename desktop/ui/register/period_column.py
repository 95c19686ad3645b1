"""A column of fields with a period: its name to choose, or its first and last day to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from desktop.core.register import Field, Kind
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.periods import Period, further_years
from desktop.ui.register import source
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_column import FieldColumn

_FIRST = Field(name="first", label="From", heading="Từ ngày", kind=Kind.DATE, required=True)
_LAST = Field(name="last", label="To", heading="Đến ngày", kind=Kind.DATE, required=True)


def offer_years(quick: QComboBox, periods: list[Period], years: Sequence[int]) -> None:
    """Offer years too, after the `periods` that are offered already and before other days."""
    for one in further_years(years, periods):
        quick.insertItem(len(periods), one.name)
        periods.append(one)


class PeriodColumn(FieldColumn):
    """Fields of which two, `first` and `last`, are a period once `add_period` was called."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._periods: list[Period] = []
        self._filling = False
        self.quick = QComboBox(self)
        self.quick.hide()

    def add_period(self, periods: Sequence[Period], *, years: bool = True) -> None:
        """Offer these periods by name, the first of them chosen, and any other days.

        With `years` every year that the book has data of is offered too, once it is read.
        """
        self._periods = list(periods)
        for one in self._periods:
            self.quick.addItem(one.name)
        self.quick.addItem(_("Other days"))
        self.quick.setAccessibleName(_("Period"))
        self.quick.show()
        label = QLabel(_("&Period:"))
        label.setBuddy(self.quick)
        self.add_widget(label)
        self.add_widget(self.quick)
        for field in (_FIRST, _LAST):
            self.add(field)
        self.quick.activated.connect(self._pick)
        self.edited.connect(self._name_period)
        self._pick(0)
        if years:
            self._context.jobs.read(source.data_years, on_done=self._add_years, context=self)

    def _add_years(self, years: Sequence[int]) -> None:
        offer_years(self.quick, self._periods, years)
        self._name_period()

    def turned(self) -> dict[str, str]:
        """Return what is wrong with the days beside the field concerned; empty when nothing is."""
        first, last = self._days()
        wrong = first is not None and last is not None and last < first
        return {"last": _("The last day is before the first.")} if wrong else {}

    def _days(self) -> tuple[date | None, date | None]:
        found: list[Any] = []
        for name in ("first", "last"):
            try:
                found.append(self.value(name))
            except Unreadable:
                found.append(None)
        return found[0], found[1]

    def _pick(self, place: int) -> None:
        """Put the days of a named period into the fields."""
        if place < len(self._periods):
            self._filling = True
            self.set_value("first", self._periods[place].first)
            self._filling = False
            self.set_value("last", self._periods[place].last)
        else:
            self.boxes["first"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_period(self) -> None:
        """Show which named period the days typed are, if they are one."""
        if self._filling:
            return
        days = self._days()
        found = (place for place, one in enumerate(self._periods) if (one.first, one.last) == days)
        self.quick.setCurrentIndex(next(found, len(self._periods)))

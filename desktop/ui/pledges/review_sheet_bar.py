"""The row above a sheet of reviews: which unit, which kind of period, which period."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.core.review_period import Span, span
from desktop.core.terms import ReviewPeriod
from desktop.ui.i18n import _, language
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.filters import FilterButton
from desktop.ui.register.look import filter_row
from desktop.ui.theme import GAP

_FEWEST = 6  # periods offered, up to today's, also early in a year
_LONG = {ReviewPeriod.YEAR: 10, ReviewPeriod.TERM: 4}  # those that are in no year, up to today's


class PeriodBar(QWidget):
    """Chooses a unit and a period; `chosen` tells that the clerk wants another sheet."""

    chosen = Signal(object, object)  # unit id or None, Span

    def __init__(
        self, context: PageContext, kinds: tuple[ReviewPeriod, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._term = _term(context)
        field = context.specs["pledges"].by_name["unit_id"]
        self.unit_button = FilterButton("unit_id", _("Unit"), field, context.jobs, "pledges")
        self.unit_button.chosen.connect(self._unit_chosen)
        self.before_unit = _tool("chevron-up", _("Unit before (Ctrl+Shift+Page Up)"))
        self.next_unit = _tool("chevron-down", _("Next unit (Ctrl+Shift+Page Down)"))
        self.all_units = _tool("x", _("All units"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind of period"))
        for one in kinds:
            self.kind.addItem(one.heading if language() == "vi" else one.label, one)
        self.before = _tool("chevron-left", _("Period before (Ctrl+Page Up or Alt+Left)"))
        self.after = _tool("chevron-right", _("Next period (Ctrl+Page Down or Alt+Right)"))
        self.period = QComboBox()
        self.period.setAccessibleName(_("Period"))
        self.period.setMinimumContentsLength(18)
        self.unit: int | None = None
        self.span = span(kinds[0], date.today(), self._term)  # noqa: DTZ011 (the clerk's own day)
        self._units: list[Any] = []
        self._lay_out()
        self._connect()
        self.show_choice(None, self.span)

    def _lay_out(self) -> None:
        units = QWidget()
        filter_row(units)
        inner = QHBoxLayout(units)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        for part in (self.unit_button, self.all_units, self.before_unit, self.next_unit):
            inner.addWidget(part)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(GAP // 2)
        parts: tuple[QWidget, ...] = (units, self.kind, self.before, self.period, self.after)
        for one in parts:
            self.row.addWidget(one)
        self.row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.all_units.clicked.connect(lambda: self.chosen.emit(None, self.span))
        self.before_unit.clicked.connect(lambda: self.step_unit(-1))
        self.next_unit.clicked.connect(lambda: self.step_unit(1))
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.kind.activated.connect(self._kind_chosen)
        self.period.activated.connect(self._period_chosen)

    def add_shortcuts(self, page: QWidget) -> None:
        """Let the keys that step through periods and units work on a page."""
        for keys, act in (
            ("Ctrl+PgUp", lambda: self.step(-1)),
            ("Ctrl+PgDown", lambda: self.step(1)),
            ("Alt+Left", lambda: self.step(-1)),
            ("Alt+Right", lambda: self.step(1)),
            ("Ctrl+Shift+PgUp", lambda: self.step_unit(-1)),
            ("Ctrl+Shift+PgDown", lambda: self.step_unit(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def show_choice(self, unit: int | None, asked: Span) -> None:
        """Show what is chosen now, without telling."""
        self.unit, self.span = unit, asked
        names = {one.id: one.label for one in self._units}
        if unit is None:
            self.unit_button.set_values(())
        else:
            self.unit_button.set_values((unit,), {unit: names[unit]} if unit in names else None)
        self.all_units.setEnabled(unit is not None)
        self.kind.setCurrentIndex(self.kind.findText(_kind_words(asked.kind)))
        self._list_periods()

    def know_unit(self, unit: int, name: str) -> None:
        """Learn what a unit is called that may be shown before the units are read."""
        self.unit_button.set_values(self.unit_button.values, {unit: name})

    def span_in(self, year: int | None, kind: ReviewPeriod | None = None) -> Span:
        """Return today's period of a kind (None: the one chosen), or that of a year nearest it."""
        kind = kind or self.span.kind
        today = span(kind, date.today(), self._term)  # noqa: DTZ011 (the clerk's own day)
        first, last = today.years
        if year is None or first <= year <= last:
            return today
        return span(kind, date(year, 12, 31) if year < first else date(year, 1, 1), self._term)

    def _list_periods(self) -> None:
        """Offer the periods of the year shown, up to today's, and the way to other years."""
        today = span(self.span.kind, date.today(), self._term)  # noqa: DTZ011 (see above)
        listed = _offered(self.span, today)
        self.period.clear()
        later = listed[0].step(1)
        if later != listed[0] and later.first <= today.first:
            self.period.addItem(_beyond(later, _("Later…")), later)
        for one in listed:
            self.period.addItem(_capital(one.words), one)
        earlier = listed[-1].step(-1)
        if earlier != listed[-1]:
            self.period.addItem(_beyond(earlier, _("Earlier…")), earlier)
        self.period.setCurrentIndex(self.period.findText(_capital(self.span.words)))
        self.period.setMaxVisibleItems(self.period.count())

    def read_units(self) -> None:
        """Read the units through which one steps."""
        self._context.jobs.read(
            source.tree, key=(id(self), "units"), on_done=self._take_units, context=self
        )

    def _take_units(self, units: list[Any]) -> None:
        self._units = [one for one in units if not one.ended] or units

    def step(self, by: int) -> None:
        """Ask for the period so many after the one shown."""
        self.chosen.emit(self.unit, self.span.step(by))

    def step_unit(self, by: int) -> None:
        """Ask for the unit so many after the one shown."""
        ids = [one.id for one in self._units]
        if not ids:
            return
        outside = -1 if by > 0 else len(ids)
        place = (ids.index(self.unit) if self.unit in ids else outside) + by
        if 0 <= place < len(ids):
            self.chosen.emit(ids[place], self.span)

    def _unit_chosen(self) -> None:
        values = self.unit_button.values
        self.chosen.emit(values[0] if values else None, self.span)

    def _kind_chosen(self, place: int) -> None:
        kind = next(one for one in ReviewPeriod if one.value == self.kind.itemData(place))
        # the same time, as far as there is one: today, when the period shown is the present one
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        inside = self.span.first <= today <= self.span.last
        self.chosen.emit(self.unit, span(kind, today if inside else self.span.last, self._term))

    def _period_chosen(self, place: int) -> None:
        self.chosen.emit(self.unit, self.period.itemData(place))


def _offered(shown: Span, today: Span) -> list[Span]:
    """Return the periods to choose from, latest first: those of one year, or the last ones."""
    year, this_year = shown.first.year, today.first.year
    long = _LONG.get(shown.kind)
    if long is not None or year >= this_year:
        listed = [today.step(-back) for back in range(long or _FEWEST)]
        while long is None and listed[-1].first > date(this_year, 1, 1):
            listed.append(listed[-1].step(-1))
    else:
        listed = [span(shown.kind, date(year, 12, 31))]
        while (before := listed[-1].step(-1)).first.year == year and before != listed[-1]:
            listed.append(before)
    return sorted({*listed, shown}, key=lambda one: one.first, reverse=True)


def _beyond(place: Span, words: str) -> str:
    """Return the words of the way to periods that aren't offered: 'Năm 2025…'."""
    if place.kind in _LONG:
        return words
    return _("Year {year}…").format(year=place.first.year)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _tool(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(words)
    button.setAccessibleName(words.partition(" (")[0])
    button.setAutoRaise(True)
    return button


def _kind_words(kind: ReviewPeriod) -> str:
    return kind.heading if language() == "vi" else kind.label


def _term(context: PageContext) -> tuple[int, int]:
    from desktop.ui.dialogs.settings import term_of  # noqa: PLC0415 (when needed)

    return term_of(context.settings)

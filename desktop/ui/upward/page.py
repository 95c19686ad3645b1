"""The tab of sending and receiving: its parts share one period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.formats import date_text
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _
from desktop.ui.page import Listing, PageContext
from desktop.ui.periods import further_years, quick_periods
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.options import PageOptions
from desktop.ui.register.typing import commit_input
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.upward import gateway
from desktop.ui.upward.alike_page import AlikePage
from desktop.ui.upward.received_page import ReceivedPage
from desktop.ui.upward.section import Section
from desktop.ui.upward.sent_page import SentPage
from desktop.ui.upward.sum_page import SumPage

_SENT, _REMARKS = "submissions", "remarks"


class UpwardPage(QWidget):
    """A slim row of the parts' names and the period, and the part that is up."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setAccessibleName(_("Send and receive"))
        self._made: dict[int, QWidget] = {}
        self._parts: tuple[tuple[str, Callable[[], QWidget]], ...] = (
            (_("Sent upward"), self._make_sent),
            (_("Received"), lambda: ReceivedPage(context)),
            (_("Added up"), lambda: SumPage(context)),
            (_("Reported twice?"), lambda: AlikePage(context)),
            (_("Remarks"), self._make_remarks),
        )
        self.bar = QTabBar()
        slim_tabs(self.bar)
        self.bar.setAccessibleName(_("Parts"))
        for title, _make in self._parts:
            self.bar.addTab(title)
        self.period = QComboBox()
        self.period.setAccessibleName(_("Period"))
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.period.currentIndexChanged.connect(lambda _place: self._show_period())
        self.period_label = QLabel(_("P&eriod:"))
        self.period_label.setBuddy(self.period)
        self._stack = QStackedWidget()
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 4, MARGIN, 0)
        top.setSpacing(GAP)
        top.addWidget(self.bar)
        top.addStretch(1)
        top.addWidget(self.period_label)
        top.addWidget(self.period)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._show)
        self.bar.tabBarClicked.connect(lambda _place: commit_input())
        context.jobs.changed.connect(self._changed)
        self._begun = False
        self._wanted: tuple[date, date] | None = None  # the period to be shown
        self._read_periods()

    # parts

    def part(self, place: int) -> QWidget:
        """Return a part, made when it is first asked for."""
        if place not in self._made:
            page = self._parts[place][1]()
            self._made[place] = page
            self._stack.addWidget(page)
        return self._made[place]

    def current(self) -> QWidget:
        """Return the part that is up."""
        return self.part(self.bar.currentIndex())

    def show_part(self, kind: type[QWidget] | str) -> QWidget:
        """Bring up a part by its class, or by the register it shows."""
        for place in range(len(self._parts)):
            page = self.part(place)
            named = isinstance(page, RegisterPage) and page.spec.name == kind
            if named or (isinstance(kind, type) and isinstance(page, kind)):
                self._begun = True
                self.bar.setCurrentIndex(place)
                self._show(place)
                return page
        raise KeyError(kind)

    def _make_sent(self) -> QWidget:
        return SentPage(self.context, self.context.specs[_SENT])

    def _make_remarks(self) -> QWidget:
        options = PageOptions(
            can_add=False,
            key="upward.remarks",
            empty=_(
                "No remarks yet: those of the office above come with its answer, those to offices "
                "below are written at “Received”, “Look at the records”."
            ),
        )
        return RegisterPage(self.context, self.context.specs[_REMARKS], options)

    def _show(self, place: int) -> None:
        commit_input()
        page = self.part(place)
        for one in (self.period, self.period_label):
            one.setVisible(isinstance(page, Section))
        self._stack.setCurrentWidget(page)
        focus = self.window().focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible()):
            self.bar.setFocus(Qt.FocusReason.OtherFocusReason)  # it was in another part
        self._show_period()

    # the period

    def _changed(self, changes: Changes) -> None:
        if changes.touches(_SENT):
            self._read_periods()

    def _read_periods(self) -> None:
        self.context.jobs.read(
            gateway.known_periods, key=(id(self), "periods"), on_done=self._came, context=self
        )

    def _came(self, known: gateway.Known) -> None:
        chosen = self.period.currentData()
        today = date.today()  # noqa: DTZ011 (the clerk's day)
        self.period.blockSignals(True)
        self.period.clear()
        for first, last in known.periods:
            self.period.addItem(f"{date_text(first)} - {date_text(last)}", (first, last))
        quick = quick_periods(today, term_of(self.context.settings))
        for one in (*quick, *further_years(known.years, quick)):
            if (one.first, one.last) not in known.periods:
                days = f"{date_text(one.first)} - {date_text(one.last)}"
                self.period.addItem(f"{one.name} ({days})", (one.first, one.last))
        kept = next((n for n in range(self.period.count()) if self.period.itemData(n) == chosen), 0)
        self.period.setCurrentIndex(kept)
        self.period.blockSignals(False)
        if not self._begun:  # who only sends begins with what was sent
            self._begun = True
            self.bar.setCurrentIndex(1 if known.received else 0)
        self._choose_period()
        self._show(self.bar.currentIndex())

    def _choose_period(self) -> None:
        """Choose the period that was asked for, once it is known."""
        for place in range(self.period.count()):
            if self._wanted is not None and self.period.itemData(place) == self._wanted:
                self._wanted = None
                self.period.setCurrentIndex(place)

    def _show_period(self) -> None:
        page, days = self.current(), self.period.currentData()
        if isinstance(page, Section) and days is not None:
            page.show_period(*days)

    # what the window asks

    def _call(self, method: str, *given: Any) -> Any:
        found = getattr(self.current(), method, None)
        return found(*given) if callable(found) else None

    def refresh(self) -> None:
        """Read again what is shown."""
        self._call("refresh")

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._call("focus_search")

    def delete_selected(self) -> None:
        """Move the selected records to the recycle bin."""
        self._call("delete_selected")

    @property
    def bin_shown(self) -> bool:
        """Whether the recycle bin is shown."""
        return bool(getattr(self.current(), "bin_shown", False))

    def show_recycle_bin(self, shown: bool) -> None:
        """Show what was taken out, or what is in the book again."""
        if isinstance(self.current(), Section):
            self.show_part(_SENT)
        self._call("show_recycle_bin", shown)

    def print_list(self) -> None:
        """Print what is shown."""
        self._call("print_list")

    def listing(self) -> Listing | None:
        """Return the list as it is shown."""
        found: Listing | None = self._call("listing")
        return found

    def open_record(self, register: str, record: int) -> None:
        """Show one record."""
        if register in (_SENT, _REMARKS):
            page: Any = self.show_part(register)
            page.open_record(register, record)
        else:
            self.show_part(AlikePage)

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show the rows of a register that these filters let through.

        What was received stands in a part of its own, which shows the `period` given.
        """
        if filters.get("direction") == "received" and register == _SENT:
            self._wanted = filters.get("period")
            self.show_part(ReceivedPage)
            self._choose_period()
        elif register in (_SENT, _REMARKS):
            page: Any = self.show_part(register)
            scope = {"direction"} if register == _SENT else set()  # what that part is all of
            kept = {name: value for name, value in filters.items() if name not in scope}
            page.show_filtered(kept, words)

    def commit_input(self) -> None:
        """Commit the word that an input method holds."""
        commit_input()

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return any(one.has_unsaved() for one in self._pages())

    def save_pending(self) -> bool:
        """Begin to save what was typed."""
        began = [one.save_pending() for one in self._pages() if one.has_unsaved()]
        return all(began)

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
        for one in self._pages():
            one.discard_pending()

    def _pages(self) -> list[RegisterPage]:
        return [one for one in self._made.values() if isinstance(one, RegisterPage)]

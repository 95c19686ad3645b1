"""The first tab: the next meeting's papers, what is due, the numbers and charts of the year."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.overview import gateway
from desktop.ui.overview.cards import CountButton, MeetingCard
from desktop.ui.overview.due_list import DueList
from desktop.ui.overview.figure_cards import FigureCards
from desktop.ui.page import PageContext
from desktop.ui.periods import before_term
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.core.figures import Figures
    from desktop.services.overview import Count, Overview
    from desktop.services.overview_charts import OverviewChart, Picture
    from desktop.services.overview_due import Due
    from desktop.services.overview_figures import FigureCard
    from desktop.ui.overview.chart_card import ChartCard

_IN_A_ROW = 3
_WIDE = 960  # from this width on, charts stand two beside each other
_CARD = """
QPushButton#count { text-align: left; padding: 10px 14px; border: 1px solid palette(mid);
    border-radius: 8px; background: palette(base); }
QPushButton#count:hover { background: palette(midlight); }
QPushButton#count:focus { border: 2px solid palette(accent); padding: 9px 13px; }
QPushButton#count QLabel { background: transparent; }
"""
_Period = tuple[date, date]
_YEARS_BACK = 11  # to choose from by name; other periods are asked for in 'Số liệu của một kỳ'
_Drawn = tuple["OverviewChart", "Picture | None"]


class OverviewPage(QWidget):
    """What is needed next on top; then counts, figures and charts that lead to their rows.

    All is read in pieces, so that what another tab asks for meanwhile comes between them.
    """

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = False
        self.shown: Overview | None = None
        self.figures: Figures | None = None
        self.setStyleSheet(_CARD)
        self.due = DueList(context)
        self.meeting = MeetingCard(context)
        self._due_title = _subtitle(_("What is due"))
        self._nothing = WrappedLabel(_("Nothing is due."))
        self._nothing.setProperty("role", "muted")
        self.cards = QGridLayout()
        self.cards.setSpacing(GAP)
        self.period = QComboBox()
        self.period.setAccessibleName(_("Figures of which time"))
        self.print_button = QPushButton(icon("printer"), _("Print the &overview…"))
        self.figure_cards = FigureCards(context)
        self.charts: list[ChartCard] = []
        self._placed: list[int] = []
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        self._chart_row = QHBoxLayout()
        self._chart_row.setSpacing(GAP)
        for one in self._columns:
            one.setSpacing(GAP)
            one.addStretch(1)
            self._chart_row.addLayout(one, 1)
        self._fill_periods()
        self._lay_out()
        self.period.currentIndexChanged.connect(self._read_figures)
        self.print_button.clicked.connect(self.print_list)
        context.jobs.changed.connect(self._changed)
        self.setAccessibleName(_("Overview"))
        self.refresh()

    # reading, piece by piece

    def refresh(self) -> None:
        """Read again what is shown."""
        read = self._context.jobs.read
        read(gateway.read_overview, key=(id(self), "overview"), on_done=self._show, context=self)
        read(gateway.read_due, key=(id(self), "due"), on_done=self._show_due, context=self)
        self._read_figures()

    def _read_figures(self) -> None:
        self._context.jobs.read(
            gateway.read_figures,
            *self.chosen(),
            key=(id(self), "figures"),
            on_done=self._show_figures,
            context=self,
        )

    def _read_charts(self) -> None:
        if not self.isVisible():  # another tab is read for: charts come with the way back
            self._stale = True
            return
        self._context.jobs.read(
            gateway.read_charts,
            self.figures,
            key=(id(self), "charts"),
            on_done=self._show_charts,
            context=self,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Be read again when the page comes back: another day may have begun."""
        super().hideEvent(event)
        self._stale = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put charts below each other where there is no room beside."""
        super().resizeEvent(event)
        self._place_charts()

    def _changed(self, changes: Changes) -> None:
        if changes.registers:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    # what stands where

    def _fill_periods(self) -> None:
        year = date.today().year  # noqa: DTZ011 (the clerk's own day)
        first, last = term_of(self._context.settings)
        for words, begin, end in (
            (_("This year ({year})").format(year=year), year, year),
            (_("Last year ({year})").format(year=year - 1), year - 1, year - 1),
            (_("Since the term began ({first}–{last})").format(first=first, last=last),
             first, min(max(year, first), last)),
        ):  # fmt: skip
            self.period.addItem(words, (date(begin, 1, 1), date(end, 12, 31)))
        ago = before_term((first, last))
        self.period.addItem(ago.name, (ago.first, ago.last))
        for earlier in range(year - 2, year - _YEARS_BACK, -1):
            words = _("Year {year}").format(year=earlier)
            self.period.addItem(words, (date(earlier, 1, 1), date(earlier, 12, 31)))

    def chosen(self) -> _Period:
        """Return the first and the last day of the figures."""
        first, last = self.period.currentData()
        return first, last

    def _lay_out(self) -> None:
        due_card = QFrame()
        due_card.setProperty("role", "card")
        inner = QVBoxLayout(due_card)
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inner.addWidget(self._due_title)
        inner.addWidget(self._nothing)
        inner.addWidget(self.due, 100)
        inner.addStretch(1)  # takes the room where the list is hidden
        upper = QHBoxLayout()
        upper.setSpacing(MARGIN)
        upper.addWidget(due_card, 5)
        upper.addWidget(self.meeting, 2)
        head = QHBoxLayout()
        head.addWidget(_subtitle(_("Figures")))
        head.addWidget(self.period)
        head.addStretch(1)
        head.addWidget(self.print_button)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(upper)
        column.addLayout(self.cards)
        column.addLayout(head)
        column.addWidget(self.figure_cards)
        column.addLayout(self._chart_row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what Tab comes to
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # showing

    def _show(self, found: Overview) -> None:
        self.shown = found
        self._show_counts(found.counts)
        self.meeting.tell(found.meeting)
        self._due_title.setText(_("First steps") if found.empty else _("What is due"))
        if found.empty:
            self._show_lines(bool(found.first_steps))
            self.due.show_steps(found.first_steps)

    def _show_counts(self, counts: Sequence[Count]) -> None:
        """Show the numbers; buttons that stand already keep their place and the focus."""
        for place, one in enumerate(counts):
            item = self.cards.itemAt(place)
            button = item.widget() if item is not None else None
            if not isinstance(button, CountButton):
                button = CountButton(self._context)
                self.cards.addWidget(button, place // _IN_A_ROW, place % _IN_A_ROW)
            button.tell(one)
            # the style's own least height of buttons is for one line of words
            row, high = place // _IN_A_ROW, button.sizeHint().height()
            self.cards.setRowMinimumHeight(row, max(self.cards.rowMinimumHeight(row), high))

        buttons = self.findChildren(CountButton)
        order = (self.meeting.add_round, *buttons, self.period, self.print_button)
        for before, after in itertools.pairwise(order):
            self.setTabOrder(before, after)

    def _show_due(self, found: tuple[Due, ...]) -> None:
        if self.shown is None or not self.shown.empty:
            self._show_lines(bool(found))
            self.due.show_due(found, date.today())  # noqa: DTZ011 (the clerk's own day)

    def _show_lines(self, there: bool) -> None:
        self.due.setVisible(there)
        self._nothing.setVisible(not there)

    def _show_figures(self, found: tuple[Figures, tuple[FigureCard, ...]]) -> None:
        self.figures, cards = found
        period = self.figures.period_from, self.figures.period_to
        self.figure_cards.show_cards(cards, *period)
        self._read_charts()

    def _show_charts(self, found: Sequence[_Drawn]) -> None:
        from desktop.ui.overview.chart_card import ChartCard  # noqa: PLC0415 (with the first chart)

        while len(self.charts) < len(found):
            self.charts.append(ChartCard(self._context, self._print_chart))
        for card, (chart, picture) in zip(self.charts, found, strict=True):
            card.tell(chart, picture)
        self._place_charts()

    def _place_charts(self) -> None:
        """Put charts into two columns by turns, the last below the second; else into one."""
        columns = [place % 2 for place in range(len(self.charts))]
        if self.width() < _WIDE:
            columns = [0] * len(columns)
        elif columns:
            columns[-1] = 1
        if columns != self._placed:
            self._placed = columns
            for card, column in zip(self.charts, columns, strict=True):
                self._columns[column].removeWidget(card)
                self._columns[column].insertWidget(self._columns[column].count() - 1, card)
        self._chart_row.setStretch(1, max(columns, default=0))

    # paper

    def print_list(self) -> None:
        """Ctrl+P: print the figures of the chosen time with their charts."""
        self._print({})

    def _print_chart(self, key: str) -> None:
        self._print({"chart": key})

    def _print(self, more: dict[str, Any]) -> None:
        first, last = self.chosen()
        self._context.print_pdf(gateway.FORM, {"first": first, "last": last, **more})


def _subtitle(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "subtitle")
    return label


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return OverviewPage(context, parent)

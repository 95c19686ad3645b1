"""The sums of the chosen round, and of the awards of a period, to read and to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.formats import money_plain
from desktop.core.register import Field, Kind
from desktop.core.terms import AwardState, RecipientKind
from desktop.ui.commendations import gateway
from desktop.ui.commendations.dialog import words_label
from desktop.ui.i18n import _, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.round_head import term_text
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import Index, ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.award_statistics import AwardStatistics, RoundTotals

_FIRST = Field(name="first", label="From", heading="Từ ngày", kind=Kind.DATE)
_LAST = Field(name="last", label="To", heading="Đến ngày", kind=Kind.DATE)
_UNIT = Field(name="unit", label="Unit", heading="Đơn vị", kind=Kind.REFERENCE, reference="units")
_YEARS = 6
Line = tuple[str, ...]
_PERIOD_WIDTHS = (48, 10, 10, 10, 10, 16)


class StatisticsDialog(QDialog):
    """Two pages: this round, and a period."""

    def __init__(
        self,
        context: PageContext,
        round_id: int | None,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Statistics of commendations"))
        self._context, self._round_id = context, round_id
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        self.round_view = ListView(_("Sums of the round"))
        if round_id is not None:
            page = QWidget()
            layout = QVBoxLayout(page)
            head = words_label("subtitle")
            head.setText(title)
            layout.addWidget(head)
            layout.addWidget(self.round_view, 1)
            self.tabs.addTab(page, _("This round"))
        self.tabs.addTab(self._period_page(), _("A period"))
        self.problem = words_label("error")
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.print_button = QPushButton(icon("printer"), _("&Print the statistics…"))
        self.print_button.clicked.connect(self._print)
        buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width() - 40), min(620, room.height() - 60))
        if round_id is not None:
            context.jobs.read(
                gateway.round_totals, round_id, on_done=self._show_round, context=self
            )
        context.jobs.read(
            gateway.latest_year,
            date.today().year,  # noqa: DTZ011 (the clerk's own day)
            on_done=self._begin,
            context=self,
        )

    # the round

    def _show_round(self, found: RoundTotals) -> None:
        states = {one.value: term_text(one) for one in AwardState}
        kinds = {one.value: term_text(one) for one in RecipientKind}
        lines: list[Line] = []
        for heading, sums, words in (
            (_("By outcome"), found.by_state, states),
            (_("By form (agreed, handed over)"), found.by_form, {}),
            (_("By kind of recipient (agreed, handed over)"), found.by_kind, kinds),
            (_("By decision (agreed, handed over)"), found.by_decision, {"": _("No decision")}),
        ):
            lines.append((heading, "", ""))
            lines += [
                (
                    f"    {words.get(one.key, one.key)}",
                    number(one.awards),
                    money_plain(one.money) if one.money else "-",
                )
                for one in sums
            ]
        headings = (_("Sum"), _("Times"), _("Money (đồng)"))
        self.round_view.show_list(_lines(headings, lines), (58, 10, 20))

    # the period

    def _period_page(self) -> QWidget:
        page = QWidget()
        self.quick = QComboBox()
        self.quick.setAccessibleName(_("Period"))
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self._periods: list[tuple[date | None, date | None]] = []
        for year in range(today.year, today.year - _YEARS, -1):
            self._add(str(year), date(year, 1, 1), date(year, 12, 31))
        first = date(today.year - 4, 1, 1)
        self._add(f"{first.year} - {today.year}", first, date(today.year, 12, 31))
        self._add(_("All years"), None, None)
        self.quick.addItem(_("Other days"))
        label = QLabel(_("P&eriod:"))
        label.setBuddy(self.quick)
        self.days = [FieldColumn(self._context) for _field in range(3)]
        for column, field in zip(self.days, (_FIRST, _LAST, _UNIT), strict=True):
            column.add(field)
            column.edited.connect(self._typed)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        named = QVBoxLayout()
        named.addWidget(label)
        named.addWidget(self.quick)
        named.addStretch(1)
        top.addLayout(named)
        for column, stretch in zip(self.days, (1, 1, 2), strict=True):
            top.addWidget(column, stretch)
        self.people = words_label("muted")
        self.view = ListView(_("Awards of the period"))
        layout = QVBoxLayout(page)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.people)
        self._filling = False
        self.quick.activated.connect(self._pick)
        return page

    def _begin(self, year: int | None) -> None:
        """Show the latest year with awards, the present one without any."""
        known = [first.year for first, _last in self._periods[:_YEARS] if first is not None]
        if year is not None and year not in known:
            self.quick.insertItem(_YEARS, str(year))
            self._periods.insert(_YEARS, (date(year, 1, 1), date(year, 12, 31)))
            known.append(year)
        place = 0 if year is None else known.index(year)
        self.quick.setCurrentIndex(place)
        self._pick(place)

    def _add(self, words: str, first: date | None, last: date | None) -> None:
        self.quick.addItem(words)
        self._periods.append((first, last))

    def _pick(self, place: int) -> None:
        if place >= len(self._periods):
            self.days[0].boxes["first"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._filling = True
        first, last = self._periods[place]
        self.days[0].set_value("first", first)
        self.days[1].set_value("last", last)
        self._filling = False
        self._read()

    def _typed(self) -> None:
        if self._filling:
            return
        try:
            days = (self.days[0].value("first"), self.days[1].value("last"))
        except Unreadable:
            return
        places = (place for place, one in enumerate(self._periods) if one == days)
        self.quick.setCurrentIndex(next(places, len(self._periods)))
        self._read()

    def asked(self) -> dict[str, Any]:
        """Return the period and the unit that are shown; raises `Unreadable`."""
        names = ("first", "last", "unit")
        return {name: one.value(name) for name, one in zip(names, self.days, strict=True)}

    def _read(self) -> None:
        try:
            asked = self.asked()
        except Unreadable:
            return
        self._context.jobs.read(
            gateway.statistics,
            asked["first"],
            asked["last"],
            asked["unit"],
            key=(id(self), "statistics"),
            on_done=self._show,
            context=self,
        )

    def _show(self, found: AwardStatistics) -> None:
        lines: list[Line] = [_line(_("In all"), found.total)]
        for heading, some in (
            (_("By form"), found.by_form),
            (_("By level"), found.by_level),
            (_("By year"), found.by_year),
            (_("By unit"), found.by_unit),
        ):
            lines.append((heading, "", "", "", "", ""))
            lines += [_line(f"    {one.label}", one) for one in some]
        headings = (
            _("Sum"),
            _("Times"),
            *(term_text(one) for one in RecipientKind),
            _("Money (đồng)"),
        )
        self.view.show_list(_lines(headings, lines), _PERIOD_WIDTHS)
        people = found.people
        text = _(
            "Recipients, each once: {collectives} collectives, {households} households, "
            "{individuals} individuals."
        )
        self.people.setText(
            text.format(
                collectives=number(people.collectives),
                households=number(people.households),
                individuals=number(people.individuals),
            )
        )

    def _print(self) -> None:
        """Print the page that is shown."""
        commit_input()
        if self._round_id is not None and self.tabs.currentIndex() == 0:
            self._context.print_pdf("commendation-statistics", {"round": self._round_id})
            return
        self.days[2].resolve(self._print_now)

    def _print_now(self) -> None:
        if any(column.show_errors() for column in self.days):
            return
        options = {name: value for name, value in self.asked().items() if value is not None}
        self._context.print_pdf("commendation-statistics", options)


def _line(label: str, one: Any) -> Line:
    counts = (one.awards, one.collectives, one.households, one.individuals)
    money = money_plain(one.money) if one.money else "-"
    return (label, *(number(count) if count else "-" for count in counts), money)


class SumModel(ListModel):
    """Sums under headings: numbers stand to the right, headings are bold."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one place shows."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and not self.rows[index.row()][0].startswith(" "):
            font = QFont()
            font.setBold(True)
            return font
        return super().data(index, role)


def _lines(headings: Sequence[str], lines: Sequence[Line]) -> ListModel:
    return SumModel(headings, lines, lambda line, column: line[column])

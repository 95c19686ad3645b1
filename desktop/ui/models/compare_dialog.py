"""Two periods of models beside each other: figures, and the models that made the difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.register import Field, Kind
from desktop.ui.i18n import _
from desktop.ui.i18n import number as shown_number
from desktop.ui.icons import icon
from desktop.ui.models import gateway
from desktop.ui.page import PageContext
from desktop.ui.periods import Period, quick_periods
from desktop.ui.register import source
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.period_column import offer_years
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.model_figures import Comparison, Line, Named

_REST_MS = 300
_STATISTICS, _COMPARISON = "model-statistics", "model-comparison"
_YEARS = 5


class PeriodField(QWidget):
    """A period by its name, or by its two days."""

    changed = Signal()

    def __init__(
        self, context: PageContext, label: str, periods: Sequence[Period], chosen: int
    ) -> None:
        super().__init__()
        self._periods = list(periods)
        self._filling = False
        self.quick = QComboBox()
        for one in self._periods:
            self.quick.addItem(one.name)
        self.quick.addItem(_("Other days"))
        self.quick.setAccessibleName(label.replace("&", "").rstrip(":"))
        caption = QLabel(label)
        caption.setBuddy(self.quick)
        self.days = FieldColumn(context)
        for name, words, heading in (("first", "From", "Từ ngày"), ("last", "To", "Đến ngày")):
            field = Field(name=name, label=words, heading=heading, kind=Kind.DATE, required=True)
            self.days.add(field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(caption)
        layout.addWidget(self.quick)
        layout.addWidget(self.days)
        self.quick.activated.connect(self._pick)
        self.days.edited.connect(self._edited)
        self._pick(chosen)

    def period(self) -> tuple[date, date] | None:
        """Return the days; None while they can't be read or one is missing."""
        try:
            first, last = self.days.value("first"), self.days.value("last")
        except Unreadable:
            return None
        return None if first is None or last is None else (first, last)

    def set_period(self, first: date, last: date) -> None:
        """Show a period by its days."""
        self._filling = True
        self.days.set_value("first", first)
        self.days.set_value("last", last)
        self._filling = False
        self._edited()

    def add_years(self, years: Sequence[int]) -> None:
        """Offer further years by name."""
        offer_years(self.quick, self._periods, years)

    def _pick(self, place: int) -> None:
        if place < len(self._periods):
            one = self._periods[place]
            self.set_period(one.first, one.last)
        else:
            self.days.boxes["first"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        if self._filling:
            return
        named = [(one.first, one.last) for one in self._periods]
        days = self.period()
        place = named.index(days) if days in named else len(named)
        self.quick.setCurrentIndex(place)
        self.changed.emit()


class CompareDialog(QDialog):
    """The periods on the left, figures and lists on the right; both papers from here."""

    opened = Signal(int)  # a model that the clerk wants to see

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Statistics of models: two periods"))
        self._context = context
        self.found: Comparison | None = None
        periods = _periods(date.today())  # noqa: DTZ011 (the clerk's own day)
        self.second = PeriodField(context, _("&This period:"), periods, 0)
        self.first = PeriodField(context, _("Compared &with:"), periods, 1)
        self._told = WrappedLabel()
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._told, "error")
        self._told.hide()
        self.figures = ListView(_("Figures"))
        self.lists = [ListView(name) for name in (_("New"), _("Stopped"), _("Newly commended"))]
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        self.tabs.addTab(self.figures, _("Figures"))
        for one in self.lists:
            self.tabs.addTab(one, one.accessibleName())
            one.activated.connect(lambda _index, view=one: self._open(view))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._read)
        for field in (self.first, self.second):
            field.changed.connect(self._rest.start)
        self._lay_out()
        self._read()
        context.jobs.read(source.data_years, on_done=self._add_years, context=self)

    def print_paper(self, form: str) -> None:
        """Print the statistics of this period, or the comparison with its lists."""
        commit_input()
        first, second = self.first.period(), self.second.period()
        if first is None or second is None:
            for field in (self.first, self.second):
                field.days.show_errors()
            return
        self._context.print_pdf(
            form,
            {
                "first": second[0],
                "last": second[1],
                "before_first": first[0],
                "before_last": first[1],
            },
        )

    def _read(self) -> None:
        first, second = self.first.period(), self.second.period()
        if first is None or second is None:
            return
        self._context.jobs.read(
            gateway.compare,
            first,
            second,
            key=(id(self), "compare"),
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _add_years(self, years: Sequence[int]) -> None:
        for field in (self.first, self.second):
            field.add_years(years)

    def _failed(self, problem: Problem) -> None:
        self._told.setText(problem.message)
        self._told.show()

    def _show(self, found: Comparison) -> None:
        self.found = found
        self._told.hide()

        def figure(one: Line, column: int) -> str:
            more = (
                f"+{shown_number(one.difference)}"
                if one.difference > 0
                else shown_number(one.difference)
            )
            return (one.section, one.label, shown_number(one.first), shown_number(one.second),
                    more)[column]  # fmt: skip

        heads = [_("Section"), _("Figure"), _("Before"), _("This period"), _("Difference")]
        self.figures.show_list(ListModel(heads, found.lines, figure), [17, 30, 9, 9, 9])
        header = self.figures.horizontalHeader()
        header.setStretchLastSection(False)  # the numbers are seen on a narrow screen, too
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for place, (view, rows) in enumerate(
            zip(self.lists, (found.new, found.stopped, found.commended), strict=True), start=1
        ):
            heads = [_("Model"), _("Whose"), _("Note")]
            view.show_list(ListModel(heads, rows, _named), [34, 30, 18])
            name = view.accessibleName()
            self.tabs.setTabText(place, f"{name} ({shown_number(len(rows))})")

    def _open(self, view: ListView) -> None:
        model: Any = view.model()
        place = view.currentIndex().row()
        if 0 <= place < len(model.rows):
            self.accept()
            self.opened.emit(model.rows[place].id)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        for field in (self.second, self.first):
            left.addWidget(field)
        left.addWidget(self._told)
        left.addStretch(1)
        self.statistics_button = self._button(
            _("Print &statistics"), "printer", lambda: self.print_paper(_STATISTICS)
        )
        self.compare_button = self._button(
            _("Print the &comparison"), "printer", lambda: self.print_paper(_COMPARISON)
        )
        close = self._button(_("C&lose"), "", self.accept)
        below = QHBoxLayout()
        below.addWidget(self.statistics_button)
        below.addWidget(self.compare_button)
        below.addStretch(1)
        below.addWidget(close)
        beside = QWidget()
        beside.setLayout(left)
        beside.setFixedWidth(250)
        middle = QHBoxLayout()
        middle.setSpacing(MARGIN)
        middle.addWidget(beside)
        middle.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(middle, 1)
        layout.addLayout(below)
        room = self.screen().availableGeometry()
        self.resize(min(1020, room.width() - 60), min(620, room.height() - 80))

    def _button(self, words: str, name: str, deed: Any) -> QPushButton:
        made = QPushButton(icon(name), words) if name else QPushButton(words)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: deed())
        return made


def _named(one: Named, column: int) -> str:
    return (one.name, one.owner, one.detail)[column]


def _periods(today: date) -> list[Period]:
    """Return the last years, then the quarters and the term, by name."""
    years = [
        Period(_("Year {year}").format(year=year), date(year, 1, 1), date(year, 12, 31))
        for year in range(today.year, today.year - _YEARS, -1)
    ]
    term = today.year - today.year % 5
    quick = quick_periods(today, (term, term + 5))
    return [*years, quick[1], quick[2]]

"""Who may be proposed, and why: the clerk ticks, one key puts them into the round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QWidget,
)

from desktop.core.terms import Level, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.ui.commendations import gateway
from desktop.ui.commendations.amounts import Amounts
from desktop.ui.commendations.dialog import DeedDialog
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.round_head import term_text
from desktop.ui.register.toolbar import SearchField
from desktop.ui.theme import GAP
from desktop.ui.widgets.lists import Index, ListView

if TYPE_CHECKING:
    from desktop.services.award_candidates import Candidate

_COLUMNS = (N_("Proposed"), N_("Post, unit"), N_("Why"), N_("This year already"))
_WIDTHS = (30, 30, 62, 20)
_REASON, _HELD = 2, 3
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_ROLE = Qt.ItemDataRole


class CandidateModel(QAbstractTableModel):
    """Candidates with ticks; what is searched hides rows and leaves their ticks alone."""

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: Sequence[Candidate] = ()
        self._folded: list[str] = []
        self._shown: list[int] = []
        self._ticks: set[int] = set()

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Show these, none of them ticked."""
        self.beginResetModel()
        self._all = found
        self._folded = [fold(f"{one.name} {one.post} {one.reason}") for one in found]
        self._shown = list(range(len(found)))
        self._ticks.clear()
        self.endResetModel()
        self.ticked.emit()

    def narrow(self, words: str, kind: str) -> None:
        """Show only those with these words, of a kind of recipient ('' for all)."""
        wanted = fold(words).split()
        self.beginResetModel()
        self._shown = [
            place
            for place, one in enumerate(self._all)
            if (not kind or one.kind == kind)
            and all(word in self._folded[place] for word in wanted)
        ]
        self.endResetModel()

    def chosen(self) -> list[Candidate]:
        """Return the ticked ones, also those that aren't shown now."""
        return [self._all[place] for place in sorted(self._ticks)]

    def tick(self, rows: Sequence[int], on: bool) -> None:
        """Tick rows, or take their ticks off."""
        places = {self._shown[row] for row in rows}
        self._ticks = self._ticks | places if on else self._ticks - places
        if rows:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))
        self.ticked.emit()

    def is_ticked(self, row: int) -> bool:
        """Tell whether a row is ticked."""
        return self._shown[row] in self._ticks

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self._all)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return _(_COLUMNS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that names can be ticked."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else found

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what stands in a cell, and whether its row is ticked."""
        one = self._all[self._shown[index.row()]]
        column = index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return (one.name, one.post, one.reason, one.held)[column]
        if role == _ROLE.CheckStateRole and column == 0:
            return _CHECKED if self.is_ticked(index.row()) else _UNCHECKED
        if role == _ROLE.DecorationRole and column == _HELD and one.held:
            return icon("triangle-alert", "danger")
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Take a tick in."""
        if role != _ROLE.CheckStateRole or index.column() != 0:
            return False
        self.tick([index.row()], Qt.CheckState(value) is _CHECKED)
        return True


class CandidateView(ListView):
    """The table; the space bar ticks all selected rows, or takes their ticks off."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSelectionMode(ListView.SelectionMode.ExtendedSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by the space bar."""
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, CandidateModel):
            rows = sorted(one.row() for one in self.selectionModel().selectedRows())
            if rows:
                model.tick(rows, on=not all(model.is_ticked(row) for row in rows))
            event.accept()
            return
        super().keyPressEvent(event)


class SuggestDialog(DeedDialog):
    """Candidates of a round. `added(count, print)` comes when they are in it."""

    added = Signal(int, bool)

    def __init__(
        self, context: PageContext, round_id: int, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, _("Suggest recipients"), _("&Add to the round"), parent)
        self._round = round_id
        self._print = False
        self.head.setText(title)
        self.fields.hide()
        self.search = SearchField(_("Suggest recipients"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind of recipient"))
        self.kind.addItem(_("All kinds"), "")
        for one in RecipientKind:
            self.kind.addItem(term_text(one), one.value)
        self.form, self.level = QComboBox(), QComboBox()
        for box in (self.form, self.level):  # filled once the book was read
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for level in Level:
            self.level.addItem(term_text(level), level.value)
        self.money = Amounts(context)
        self._money: Mapping[int, Mapping[str, int]] = {}
        self.candidates = CandidateModel(self)
        self.view = CandidateView(_("Who may be proposed"))
        self.view.setModel(self.candidates)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._lay_out()
        self.form.activated.connect(lambda _place: self._propose_money())
        self.candidates.ticked.connect(self._count)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.typed.connect(self._narrow)
        self.search.down_pressed.connect(self.view.setFocus)
        self.kind.currentIndexChanged.connect(lambda _place: self._narrow())
        self.finished_with.connect(lambda value: self.added.emit(int(value), self._print))
        self.fit(1120, 620)
        self._read()

    def start(self) -> None:
        """Put the ticked ones into the round."""
        chosen = self.candidates.chosen()
        if self.money.show_errors():
            return
        if chosen and self.form.currentData() is not None:
            self.write(
                gateway.add_candidates,
                self._round,
                chosen,
                self.form.currentData(),
                self.level.currentData(),
                self.money.amounts(),
            )

    def tick_all(self, on: bool) -> None:
        """Tick all that are shown, or take their ticks off."""
        self.candidates.tick(range(self.candidates.rowCount()), on)

    def _add_and_print(self) -> None:
        self._print = True
        self.do()

    def refuse(self, problem: Any) -> None:
        """Say what stood in the way."""
        self._print = False
        super().refuse(problem)

    # what is offered

    def _read(self) -> None:
        self.count.setText(_("Looking…"))
        self.button.setEnabled(False)
        self.print_button.setEnabled(False)
        self.context.jobs.read(
            gateway.offer,
            self._round,
            on_done=self._show,
            on_error=self.refuse,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, found: gateway.Offer) -> None:
        suggested = found.suggested
        for form_id, name in found.forms:
            self.form.addItem(name, form_id)
        self.form.setCurrentIndex(max(0, self.form.findData(suggested.form_id)))
        self.level.setCurrentIndex(max(0, self.level.findData(suggested.level)))
        self._money = suggested.money
        self._propose_money()
        self.candidates.show_candidates(suggested.candidates)
        years = str(suggested.last_year)
        if suggested.first_year < suggested.last_year:
            years = f"{suggested.first_year} - {suggested.last_year}"
        text = (
            _("Years of achievement: {years}")
            if suggested.candidates
            else _(
                "Nobody speaks up in the ratings, models and pledges of {years}. "
                "Enter the period of achievement of the round, or add recipients by hand."
            )
        )
        told = text.format(years=years)
        self._about.setText(" ".join(one for one in (told, _undated(suggested.undated)) if one))
        letter = self.view.fontMetrics().averageCharWidth()
        for column, width in enumerate(_WIDTHS):
            self.view.setColumnWidth(column, letter * width)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        self.view.setColumnHidden(_HELD, not any(one.held for one in suggested.candidates))
        if suggested.candidates:
            self.view.setFocus()
            self.view.selectRow(0)

    def _propose_money(self) -> None:
        self.money.propose(self._money.get(self.form.currentData(), {}))

    def _narrow(self) -> None:
        self.candidates.narrow(self.search.full_text(), self.kind.currentData())
        self._count()

    def _count(self) -> None:
        chosen = len(self.candidates.chosen())
        text = _("{chosen} of {count} ticked · space bar ticks, Ctrl+A selects all")
        self.count.setText(text.format(chosen=number(chosen), count=number(self.candidates.total)))
        for button in (self.button, self.print_button):
            button.setEnabled(bool(chosen))

    def _lay_out(self) -> None:
        self._about = QLabel()
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.search, 2)
        top.addWidget(self.kind)
        top.addStretch(1)
        for words, box in ((_("Award &form:"), self.form), (_("&Level:"), self.level)):
            label = QLabel(words)
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        for words, on in ((_("&Tick all shown"), True), (_("&Untick"), False)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, on=on: self.tick_all(on))
            below.addWidget(button)
        self.body.addWidget(self._about)
        self.body.addLayout(top)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(below)
        self.body.addWidget(self.money)
        self.print_button = QPushButton(_("Add and &print the proposal list"))
        self.print_button.setAutoDefault(False)
        self.print_button.clicked.connect(self._add_and_print)
        self.buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)


def _undated(names: Sequence[str]) -> str:
    """Return that some models were left out for want of a day, '' for none."""
    if not names:
        return ""
    text = ngettext(
        "{count} recognised or replicated model is left out, for the day of its state isn't "
        "known: {name}. Enter it in the models' tab (Change state, or State since).",
        "{count} recognised or replicated models are left out, for the day of their state isn't "
        "known, such as {name}. Enter it in the models' tab (Change state, or State since).",
        len(names),
    )
    return text.format(count=number(len(names)), name=f"«{names[0]}»")


def added_text(count: int) -> str:
    """Return what was added, in a sentence."""
    text = ngettext("{count} recipient was added.", "{count} recipients were added.", count)
    return text.format(count=number(count))

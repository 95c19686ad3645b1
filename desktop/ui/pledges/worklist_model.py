"""The table of a worklist: it holds the ids of all rows, and only some of the rows."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from desktop.core.formats import date_text
from desktop.ui.i18n import N_, _
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.pledges import worklist_gateway as gateway
from desktop.ui.pledges.worklist_gateway import PAGE, Listed
from desktop.ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from desktop.services.worklists import Work
    from desktop.services.worklists_rows import WorkRow

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (N_("Who"), N_("Unit"), N_("What is to be done"), N_("Day"), N_("Campaign"))
_WIDTHS = (190, 190, 0, 190, 200)  # the third takes what room is left
_STRETCHED, _DAY, _CAMPAIGN = 2, 3, 4
_PLAIN_DAY = 124
_KEPT_PAGES = 12
_DAYS = {  # what the day of a row is, by the register of the list
    "expected": N_("Deadline"),
    "pledges": N_("Registered on"),
    "pledge_items": N_("Due"),
    "notes": N_("Remind on"),
}
_WHAT = {"pledge_items": N_("Item"), "notes": N_("Note")}
_LOADING = "…"


class WorkModel(QAbstractTableModel):
    """Rows of one list."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.work: Work | None = None
        self.keys: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, WorkRow]] = OrderedDict()
        self._wanted: set[int] = set()
        self._asking = False
        self._version = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def show_list(self, listed: Listed) -> None:
        """Show another list, or the same read again."""
        self.beginResetModel()
        self._version += 1
        self.work, self.keys = listed.work, listed.keys
        self._pages.clear()
        self._wanted.clear()
        self._asking = False
        self._store(listed.first // PAGE, listed.rows)
        self.endResetModel()

    def row(self, place: int) -> WorkRow | None:
        """Return a row when it has been read."""
        if not 0 <= place < len(self.keys):
            return None
        page = self._pages.get(place // PAGE)
        return None if page is None else page.get(self.keys[place])

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows the list has."""
        return 0 if parent is not None and parent.isValid() else len(self.keys)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        register = self.work.register if self.work is not None else ""
        if section == _DAY:
            return _(_DAYS.get(register, _COLUMNS[_DAY]))
        if section == _STRETCHED:
            return _(_WHAT.get(register, _COLUMNS[_STRETCHED]))
        if section == 1 and register == "notes":
            return _("Register")
        return _(_COLUMNS[section])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell."""
        place, column = index.row(), index.column()
        row = self.row(place)
        if row is None:
            if role == Qt.ItemDataRole.DisplayRole and place < len(self.keys):
                self._want(place)
                return _LOADING
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole:
            if column == 0 and row.head:
                return icon("star", "accent")
            if column == _DAY and row.late:
                return icon("circle-alert", "danger")
        if role == Qt.ItemDataRole.FontRole and row.head and column == 0:
            font = QFont()
            font.setBold(True)
            return font
        return None

    @staticmethod
    def _text(row: WorkRow, column: int) -> str:
        if column == _DAY:
            day = date_text(row.day)
            return f"{day} · {gateway.due_words(row)}" if row.register == "pledge_items" else day
        return (row.name, row.unit, " ".join(row.words.split()), "", row.campaign)[column]

    def _store(self, page: int, rows: Sequence[WorkRow]) -> None:
        self._pages[page] = {one.id: one for one in rows}
        self._pages.move_to_end(page)
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)

    def _want(self, place: int) -> None:
        if place // PAGE not in self._pages:
            self._wanted.add(place // PAGE)
            if not self._asking:
                self._timer.start()

    def _ask(self) -> None:
        if not self._wanted or self.work is None:
            return
        page = max(self._wanted)  # where the clerk has scrolled to last
        self._wanted.discard(page)
        self._asking = True
        version = self._version
        self._jobs.read(
            gateway.rows,
            self.work,
            list(self.keys[page * PAGE : (page + 1) * PAGE]),
            on_done=lambda rows: self._came(version, page, rows),
            on_error=lambda _problem: self._came(version, page, ()),
            context=self,
        )

    def _came(self, version: int, page: int, rows: Sequence[WorkRow]) -> None:
        if version != self._version:
            return
        self._asking = False
        self._store(page, rows)
        last = min((page + 1) * PAGE, len(self.keys)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(_COLUMNS) - 1))
        if self._wanted:
            self._timer.start()


class WorkTable(RowTable):
    """The table of a worklist."""

    chosen_changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        rows = WorkModel(jobs)
        super().__init__(rows, _("What is to be done"), _WIDTHS, _STRETCHED, parent)
        self.rows = rows
        self.selectionModel().selectionChanged.connect(lambda *_both: self.chosen_changed.emit())
        self.rows.dataChanged.connect(lambda *_what: self.chosen_changed.emit())

    def show_list(self, listed: Listed, *, keep: bool, one_campaign: bool = False) -> None:
        """Show a list; with `keep` the cursor stays on its row, or where it was.

        Of `one_campaign`, no row says of which it is.
        """
        register = listed.work.register
        self.setColumnHidden(_CAMPAIGN, one_campaign or register == "notes")
        self.setColumnWidth(_DAY, _WIDTHS[_DAY] if register == "pledge_items" else _PLAIN_DAY)
        place = self.currentIndex().row()
        before = self.rows.keys[place] if 0 <= place < len(self.rows.keys) else None
        self.rows.show_list(listed)
        if not len(listed.keys):
            self.chosen_changed.emit()
            return
        if keep and before is not None:
            try:
                place = listed.keys.index(before)
            except ValueError:
                place = min(place, len(listed.keys) - 1)
        else:
            place = 0
        self.select_place(max(place, 0))

    def current(self) -> WorkRow | None:
        """Return the row with the cursor."""
        return self.rows.row(self.currentIndex().row())

    def chosen(self) -> list[int]:
        """Return the ids of the selected rows, in the order shown."""
        return [self.rows.keys[place] for place in self.chosen_places()]

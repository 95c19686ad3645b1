"""The table model of a register: it holds the ids of all rows, and only some of the rows.

Rows are read a page at a time on the reading thread, when the view first asks for them; cells
show '…' until then. The pages used last are kept, so that memory stays small however far the
table is scrolled.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from desktop.core.errors import Problem
from desktop.core.register import Field, Kind, Query, RegisterSpec, Row
from desktop.ui.i18n import language
from desktop.ui.jobs import Jobs
from desktop.ui.register import source
from desktop.ui.register.display import alignment, brief, cell_text, columns_of

KEPT_PAGES = 16
_ASKED_AT_ONCE = 3
_LOADING = "…"
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEADING = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_LONG = 24  # characters from which a cell's whole text is also its tool tip


class State(Enum):
    """How far the table has come."""

    IDLE = "idle"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class RegisterTableModel(QAbstractTableModel):
    """Rows of one register in an asked order."""

    state_changed = Signal()
    about_to_replace = Signal()  # the rows are going to be others: remember what is selected
    replaced = Signal(bool)  # the rows are others now; True: all of them are known

    def __init__(
        self, jobs: Jobs, spec: RegisterSpec, scope: Query, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self.fields: tuple[Field, ...] = columns_of(spec)
        self.query = scope
        self.scope = scope
        self.state = State.IDLE
        self.problem = ""
        self.total = 0
        self.complete = False
        self._jobs = jobs
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asking = False
        self._version = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    # What is shown

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many fields there are."""
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, alignment, tool tip or words for a screen reader."""
        if not index.isValid():
            return None
        field = self.fields[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(field)
        if role == Qt.ItemDataRole.DisplayRole:
            row = self._row(index.row())
            if row is None:
                return _LOADING
            text = cell_text(field, row)
            if field.computed_from:
                return brief(text)
            return " ".join(text.split()) if field.kind is Kind.LONG_TEXT else text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(field, self.known_row(index.row()), role)
        return None

    @staticmethod
    def _words(field: Field, row: Row | None, role: int) -> str | None:
        text = cell_text(field, row) if row is not None else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            hidden = len(text) > _LONG or (field.computed_from and brief(text) != text)
            return text if hidden else None
        return f"{field.text(language())}: {text}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.text(language())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _HEADING  # numbers too: at the right edge the sort sign would cover it
        if role == Qt.ItemDataRole.ToolTipRole:
            return field.text(language())
        return None

    # Rows and ids

    def id_at(self, row: int) -> int | None:
        """Return the id of the row at a place."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def ids(self, ranges: Iterable[tuple[int, int]]) -> list[int]:
        """Return the ids of ranges of places (first and last, both inclusive)."""
        return [key for first, last in sorted(ranges) for key in self._keys[first : last + 1]]

    def place_of(self, row_id: int) -> int:
        """Return the place of a row, or -1."""
        try:
            return self._keys.index(row_id)
        except ValueError:
            return -1

    def places_of(self, ids: Iterable[int]) -> list[tuple[int, int]]:
        """Return the ranges of places that rows have now; rows that are gone are left out."""
        asked = set(ids)
        if not asked:
            return []
        ranges: list[tuple[int, int]] = []
        for place, key in enumerate(self._keys):
            if key in asked:
                if ranges and ranges[-1][1] == place - 1:
                    ranges[-1] = (ranges[-1][0], place)
                else:
                    ranges.append((place, place))
        return ranges

    def known_row(self, place: int) -> Row | None:
        """Return a row if it has been read, without asking for it."""
        page = self._pages.get(place // source.PAGE)
        at = place % source.PAGE
        return page[at] if page is not None and at < len(page) else None

    @property
    def rows_kept(self) -> int:
        """How many rows are in memory."""
        return sum(len(page) for page in self._pages.values())

    def _row(self, place: int) -> Row | None:
        number = place // source.PAGE
        if number in self._pages:
            self._pages.move_to_end(number)
            return self.known_row(place)
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        if not self._asking and not self._timer.isActive():
            self._timer.start()
        return None

    # Reading

    def show_query(self, query: Query) -> None:
        """Show another query from its first row on; the first page comes before the rest."""
        self.query = query
        self._version += 1
        self._set_state(State.LOADING)
        self._jobs.read(
            source.first_page,
            query,
            key=(id(self), "first"),
            on_done=self._first_came,
            on_error=self._failed,
            context=self,
        )
        self._read_all(0)

    def reload(self, place: int = 0) -> None:
        """Read the same query again; `place` is the first row on the screen."""
        self._version += 1
        self._set_state(State.LOADING)
        self._read_all(place)

    def set_scope(self, scope: Query) -> None:
        """Say which rows the register has here when nothing is searched or filtered."""
        self.scope = scope

    def clear(self) -> None:
        """Show nothing."""
        self._version += 1
        self._replace(array("q"), {}, complete=True)
        self.total = 0
        self._set_state(State.IDLE)

    def _read_all(self, place: int) -> None:
        self._jobs.read(
            source.snapshot,
            self.query,
            self.scope,
            place,
            key=(id(self), "all"),
            on_done=self._all_came,
            on_error=self._failed,
            context=self,
        )

    def _first_came(self, rows: Sequence[Row]) -> None:
        self._replace(array("q", [row.id for row in rows]), {0: rows}, complete=False)

    def _all_came(self, found: source.Snapshot) -> None:
        self.total = found.total
        self._replace(found.keys, {found.start // source.PAGE: found.rows}, complete=True)
        self._set_state(State.READY)

    def _failed(self, problem: Problem) -> None:
        self.problem = problem.message
        self._set_state(State.FAILED)

    def _replace(
        self, keys: array[int], pages: dict[int, Sequence[Row]], *, complete: bool
    ) -> None:
        known = len(self._keys)
        grows = (
            complete and not self.complete and 0 < known <= len(keys) and keys[:known] == self._keys
        )
        if grows:  # the first page was right: the rest is added below it
            if len(keys) > known:
                self.beginInsertRows(QModelIndex(), known, len(keys) - 1)
                self._keys = keys
                self.endInsertRows()
            self._store(pages)
            self.complete = True
            self.replaced.emit(True)
            return
        self.about_to_replace.emit()
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self._wanted.clear()
        self._asking = False
        self._store(pages)
        self.complete = complete
        self.endResetModel()
        self.replaced.emit(complete)

    def _store(self, pages: dict[int, Sequence[Row]]) -> None:
        for number, rows in pages.items():
            self._pages[number] = rows
            self._pages.move_to_end(number)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)

    def _ask(self) -> None:
        """Read the pages asked for last; what was scrolled past meanwhile is forgotten."""
        numbers = list(self._wanted)[-_ASKED_AT_ONCE:]
        self._wanted.clear()
        if not numbers:
            return
        ids: list[int] = []
        for number in numbers:
            ids.extend(self._keys[number * source.PAGE : (number + 1) * source.PAGE])
        version = self._version
        self._asking = True
        self._jobs.read(
            source.rows,
            self.spec.name,
            ids,
            on_done=lambda rows: self._rows_came(version, numbers, rows),
            on_error=self._failed,
            on_finally=self._asked,
            context=self,
        )

    def _asked(self) -> None:
        self._asking = False
        if self._wanted:
            self._timer.start()

    def _rows_came(self, version: int, numbers: list[int], rows: Sequence[Row]) -> None:
        if version != self._version:
            return
        by_id = {row.id: row for row in rows}
        pages: dict[int, Sequence[Row]] = {}
        for number in numbers:
            keys = self._keys[number * source.PAGE : (number + 1) * source.PAGE]
            if any(key not in by_id for key in keys):
                self.reload(number * source.PAGE)  # rows are gone: a write came between
                return
            pages[number] = [by_id[key] for key in keys]
        self._store(pages)
        last = len(self._keys) - 1
        # The whole table, so that the view asks again for pages that were given up meanwhile.
        self.dataChanged.emit(self.index(0, 0), self.index(last, len(self.fields) - 1))

    def _set_state(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

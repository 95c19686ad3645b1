"""The rows of a grid that is typed into: what is kept, what was typed since, what is wrong.

What was typed stays whatever happens to the save: a cell that can't be read or kept is marked
and told, and goes with the next save of its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import clean
from desktop.ui.icons import is_dark
from desktop.ui.pledges.grid_text import NUMBERS, Entry, entry_hint, read, show

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, str]  # key of the row, name of the column
Values = Mapping[str, Any]
_NOWHERE = QModelIndex()
# made once: Qt asks over a hundred times for one key
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _READ | Qt.ItemFlag.ItemIsEditable
_ONE_BY_ONE = 8  # up to so many rows are told by themselves
_DANGER = {False: "#fbe3e1", True: "#4a2320"}
_WARN = {False: "#fdf1d6", True: "#463a1c"}


@dataclass(frozen=True)
class GridColumn:
    """A column: what is typed into it, or for one that is only read, what it shows."""

    name: str
    heading: str
    entry: Entry
    width: int  # in letters
    text: Callable[[Any], str] | None = None  # of a row, for SHOWN ones
    tip: Callable[[Any], str] | None = None  # longer words, for those who rest the pointer

    @property
    def editable(self) -> bool:
        """Whether it is typed into."""
        return self.entry is not Entry.SHOWN


@dataclass(frozen=True)
class GridRow:
    """A row: its key, what the read-only columns are made of, its values by column."""

    key: int
    source: Any
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """How a cell is drawn."""

    text: str
    ground: QColor | None
    right: bool
    wrong: bool


@dataclass(frozen=True)
class Rules:
    """What follows from an entry (`complete`: before, entered → all), what doesn't agree.

    `warn` gets a row's values and a column's name and returns a sentence or nothing.
    """

    complete: Callable[[Values, Values], dict[str, Any]]
    warn: Callable[[Values, str], str]


class GridModel(QAbstractTableModel):
    """Rows to type into."""

    edited = Signal()

    def __init__(self, columns: Sequence[GridColumn], rules: Rules) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rules = rules
        self.rows: tuple[GridRow, ...] = ()
        self._values: dict[int, dict[str, Any]] = {}
        self._places: dict[int, int] = {}
        self._shown: dict[Cell, str] = {}  # of columns that are only read
        self.dirty: dict[Cell, Any] = {}  # read, not kept yet
        self.unread: dict[Cell, str] = {}  # typed, and no value
        self.wrong: dict[Cell, str] = {}  # a sentence
        self.held: set[int] = set()  # rows that aren't sent before they are changed again
        self.waiting: dict[int, str] = {}  # rows that need more before they can be kept

    # rows

    def show_rows(self, rows: Sequence[GridRow], *, forget: bool) -> None:
        """Show rows; what was typed and isn't kept stays unless it is to be forgotten."""
        self.beginResetModel()
        if forget:
            self.forget()
        self.rows = tuple(rows)
        self._shown.clear()
        self._places = {one.key: place for place, one in enumerate(rows)}
        self._values = {one.key: dict(one.values) for one in rows}
        typed: dict[int, dict[str, Any]] = {}
        for (key, name), value in self.dirty.items():
            typed.setdefault(key, {})[name] = value
        for key, entered in typed.items():
            if key in self._values:
                self._values[key] = self.rules.complete(self._values[key], entered)
        self.endResetModel()

    def drop_gone(self) -> list[str]:
        """Let go of what can't be kept in rows that are no longer here; return its texts."""
        keys = {cell[0] for cell in (*self.unread, *self.wrong)} | set(self.waiting)
        gone = {one for one in keys if one not in self._places}
        texts = [text for cell, text in self.unread.items() if cell[0] in gone]
        entries = {one.name: one.entry for one in self.columns}
        texts += [show(entries[cell[1]], v) for cell, v in self.dirty.items() if cell[0] in gone]
        for cells in (self.dirty, self.unread, self.wrong):
            for cell in [one for one in cells if one[0] in gone]:
                del cells[cell]
        for key in gone:
            self.waiting.pop(key, None)
        self.held -= gone
        return [one for one in texts if one]

    def _forget_derived(self, key: int) -> None:
        """Take the marks off cells of a row that only followed from others."""
        for cell in [one for one in self.wrong if one[0] == key]:
            if cell not in self.dirty and cell not in self.unread:
                del self.wrong[cell]

    def forget(self) -> None:
        """Let go of what was typed and isn't kept."""
        for one in (self.dirty, self.unread, self.wrong, self.held, self.waiting):
            one.clear()

    def values(self, key: int) -> Values:
        """Return the values of a row as they are shown."""
        return self._values.get(key, {})

    def all_values(self) -> list[Values]:
        """Return the values of all rows as they are shown."""
        return [self._values[one.key] for one in self.rows]

    @property
    def unsaved(self) -> int:
        """How many cells hold something that isn't kept."""
        return len(self.dirty) + len(self.unread)

    def place_of(self, key: int) -> int | None:
        """Return the place of a row by its key."""
        return self._places.get(key)

    # entering

    def enter(self, cells: Sequence[tuple[int, int, Any]], *, typed: bool = True) -> int:
        """Take texts (`typed`), or values, into cells by row and column; return how many changed.

        Columns that are only read are left out.
        """
        changed: dict[int, dict[str, Any]] = {}
        touched = 0
        for place, column, given in cells:
            one = self.columns[column]
            if not one.editable or not 0 <= place < len(self.rows):
                continue
            key = self.rows[place].key
            cell = (key, one.name)
            try:
                value = read(one.entry, given or "") if typed else given
            except UserProblem as problem:
                self.unread[cell] = clean(given, multiline=True)
                self.wrong[cell] = problem.message
                self.dirty.pop(cell, None)
                touched += 1
                changed.setdefault(key, {})
                continue
            fresh = self.unread.pop(cell, None) is not None or cell in self.wrong
            self.wrong.pop(cell, None)
            if value == self._values[key].get(one.name) and not fresh:
                continue
            touched += 1
            self.dirty[cell] = value
            changed.setdefault(key, {})[one.name] = value
        for key, entered in changed.items():
            self._values[key] = self.rules.complete(self._values[key], entered)
            self.held.discard(key)
            self._forget_derived(key)
        self._tell(changed)
        if touched:
            self.edited.emit()
        return touched

    def to_send(self) -> dict[Cell, Any]:
        """Return what is to be kept now."""
        return {cell: value for cell, value in self.dirty.items() if cell[0] not in self.held}

    def hold(self, keys: set[int]) -> None:
        """Send these rows no more before they are changed again."""
        self.held |= keys

    def settle(self, sent: Mapping[Cell, Any], saved: Any) -> None:
        """Take in what a save did (`reviewing_save.Saved`)."""
        touched: set[int] = {key for key, _name in sent}
        for cell, value in sent.items():
            key = cell[0]
            if cell in saved.refused or key not in saved.rows:
                self.held.add(key)
            elif cell in self.dirty and self.dirty[cell] == value:
                del self.dirty[cell]
        for key in touched:
            self.waiting.pop(key, None)
            self._forget_derived(key)
        self.wrong.update(saved.refused)
        self.waiting.update(saved.waiting)
        for key, kept in saved.rows.items():
            if key in self._values:
                newer = {name for one, name in (*self.dirty, *self.unread) if one == key}
                known = {name: value for name, value in kept.items() if name not in newer}
                self._values[key].update(known)
        self._tell(touched)

    def _tell(self, keys: Iterable[int]) -> None:
        """Tell that rows changed: each by itself, or all between the first and the last of many."""
        places = sorted(self._places[one] for one in keys if one in self._places)
        last = len(self.columns) - 1
        if len(places) > _ONE_BY_ONE:
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[-1], last))
            return
        for place in places:
            self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    # what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column, or the number of a row."""
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry_hint(self.columns[section].entry) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be done with a cell."""
        if index.isValid() and self.columns[index.column()].editable:
            return _TYPED
        return _READ

    def text(self, place: int, column: int) -> str:
        """Return the text of a cell, as it is shown and copied."""
        row, one = self.rows[place], self.columns[column]
        if one.text is not None:
            known = self._shown.get((row.key, one.name))
            if known is None:
                known = self._shown[row.key, one.name] = one.text(row.source)
            return known
        typed = self.unread.get((row.key, one.name))
        return typed if typed is not None else show(one.entry, self._values[row.key].get(one.name))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a text into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.enter([(index.row(), index.column(), value)])
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows."""
        place, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(place, column)
        one = self.columns[column]
        cell = (self.rows[place].key, one.name)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tip(place, one, cell)
        return None

    def look(self, place: int, column: int) -> Look:
        """Return how a cell is drawn."""
        one = self.columns[column]
        cell = (self.rows[place].key, one.name)
        right = one.entry in NUMBERS
        ground = self._background(cell, one)
        return Look(self.text(place, column), ground, right, cell in self.wrong)

    def _background(self, cell: Cell, one: GridColumn) -> QColor | None:
        if cell in self.wrong:
            return QColor(_DANGER[is_dark()])
        if one.editable and (
            (cell[0] in self.waiting and one.entry is Entry.RATING)
            or self.rules.warn(self._values[cell[0]], one.name)
        ):
            return QColor(_WARN[is_dark()])
        if not one.editable:
            return QGuiApplication.palette().color(QPalette.ColorRole.Window)
        return None

    def _tip(self, place: int, one: GridColumn, cell: Cell) -> str | None:
        said = self.wrong.get(cell) or self.rules.warn(self._values[cell[0]], one.name)
        if not said and one.entry is Entry.RATING:
            said = self.waiting.get(cell[0], "")
        if said:
            return said
        words = one.tip(self.rows[place].source) if one.tip is not None else ""
        return words or self.text(place, self.columns.index(one)) or None

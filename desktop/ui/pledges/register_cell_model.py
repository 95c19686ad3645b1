"""The lines of items that a grid shows: what stands in them, what is wrong, what was before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop.core.formats import date_text
from desktop.core.vietnamese.dates import DateProblem
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _
from desktop.ui.icons import icon, is_dark
from desktop.ui.pledges.register_cell_draft import DUE, DUTY, TARGET, Cells, ItemRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAST = 60  # states that can be taken back
_WARN = {False: "#fdf1d6", True: "#463a1c"}
_DANGER = {False: "#fbe3e1", True: "#4a2320"}


class ItemsModel(QAbstractTableModel):
    """Lines of items, with an empty one at the end to go on in."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ItemRow] = [ItemRow()]
        self._past: list[list[ItemRow]] = []

    def headings(self) -> list[str]:
        """Return the headings of the columns."""
        return [_("Content"), _("Tied to the duty"), _("Target"), _("Due")]

    @property
    def rows(self) -> list[ItemRow]:
        """The lines in which something stands."""
        return [one for one in self._rows if not one.blank]

    def show_rows(self, rows: Sequence[ItemRow]) -> None:
        """Show other lines; what was before can't be taken back any more."""
        self._past.clear()
        self._reset([*rows])

    def set_cells(self, cells: Sequence[tuple[int, int, str]]) -> None:
        """Write texts into places (row, column), with new rows where there are none."""
        rows = list(self._rows)
        for place, column, text in cells:
            while len(rows) <= place:
                rows.append(ItemRow())
            texts = list(rows[place].cells)
            texts[column] = _tidy(column, text)
            rows[place] = ItemRow(_cells(texts), rows[place].origin)
        self._change(rows)

    def add_rows(self, rows: Sequence[ItemRow]) -> int:
        """Add lines after the last one in which something stands; return where."""
        kept = self.rows
        self._change([*kept, *rows])
        return len(kept)

    def remove(self, places: Sequence[int]) -> None:
        """Take lines out."""
        self._change([one for at, one in enumerate(self._rows) if at not in set(places)])

    def undo(self) -> bool:
        """Take back the last change; tell whether there was one."""
        if not self._past:
            return False
        self._reset(self._past.pop())
        self.edited.emit()
        return True

    def problem_at(self) -> tuple[int, int, str]:
        """Return line and column of what can't be kept, and why; no words when all can."""
        for place, one in enumerate(self._rows):
            sentence = one.problem()
            if sentence:
                return place, one.wrong_column, sentence
        return 0, 0, ""

    def _change(self, rows: list[ItemRow]) -> None:
        before = list(self._rows)
        wanted = _with_end(rows)
        if wanted == before:
            return
        self._past = [*self._past[-_PAST:], before]
        self._reset(wanted)
        self.edited.emit()

    def _reset(self, rows: list[ItemRow]) -> None:
        """Show rows; what stays in its place keeps cursor and editor."""
        wanted = _with_end(rows)
        count = len(self._rows)
        if len(wanted) > count:
            self.beginInsertRows(_NOWHERE, count, len(wanted) - 1)
            self._rows = wanted
            self.endInsertRows()
        elif len(wanted) < count:
            self.beginRemoveRows(_NOWHERE, len(wanted), count - 1)
            self._rows = wanted
            self.endRemoveRows()
        else:
            self._rows = wanted
        self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, DUE))

    # what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are, with the empty one."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else DUE + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column or the number of a line."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return self.headings()[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be done with a cell."""
        editable = Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | editable

    def text(self, place: int, column: int) -> str:
        """Return the text of a cell."""
        return self._rows[place].cells[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.cells[column]
        wrong = row.problem() if role in _NOTED else ""
        lacks = row.vague and column in (DUTY, TARGET) and not clean(row.cells[column])
        if role == Qt.ItemDataRole.BackgroundRole:
            if wrong and (column == DUE or not clean(row.cells[0])):
                return QColor(_DANGER[is_dark()])
            return QColor(_WARN[is_dark()]) if lacks else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return wrong or (concrete_hint() if lacks else row.cells[column])
        if role == Qt.ItemDataRole.DecorationRole and wrong and column == 0:
            return icon("triangle-alert", "danger")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.set_cells([(index.row(), index.column(), str(value))])
        return True


_NOTED = frozenset(
    {
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleDescriptionRole,
        Qt.ItemDataRole.DecorationRole,
    }
)


def concrete_hint() -> str:
    """Return why a duty and a target belong to an item."""
    return _("Without a duty and a measurable target this counts as not concrete.")


def _with_end(rows: Sequence[ItemRow]) -> list[ItemRow]:
    """Return lines with exactly one empty one at the end."""
    kept = list(rows)
    while kept and kept[-1].blank and kept[-1].origin is None:
        kept.pop()
    return [*kept, ItemRow()]


def _cells(texts: Sequence[str]) -> Cells:
    return (texts[0], texts[1], texts[2], texts[3])


def _tidy(column: int, text: str) -> str:
    """Return a text as the cell keeps it; a date is written in full when it can be read."""
    tidy = clean(text)
    if column == DUE and tidy:
        try:
            return date_text(ItemRow(("", "", "", tidy)).due)
        except DateProblem:
            return tidy
    return tidy

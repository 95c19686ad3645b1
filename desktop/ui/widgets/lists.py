"""Long lists of rows: only what is in sight is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.ui.icons import icon

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOST_SHOWN = 300  # characters of a cell


class ListModel(QAbstractTableModel):
    """Rows of any kind; `cell` gives the text of a place, `mark` what is wrong with it."""

    def __init__(
        self,
        headings: Sequence[str],
        rows: Sequence[Any],
        cell: Callable[[Any, int], str],
        mark: Callable[[Any, int], str] | None = None,
    ) -> None:
        super().__init__()
        self._headings = list(headings)
        self.rows = rows
        self._cell = cell
        self._mark = mark

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            # a view that has more columns still may ask while they become fewer
            return self._headings[section] if 0 <= section < len(self._headings) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one place shows."""
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, column)[:_MOST_SHOWN]
        wrong = self._mark(row, column) if self._mark is not None else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrong or self._cell(row, column)[:_MOST_SHOWN]
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return wrong
        if wrong and role == Qt.ItemDataRole.DecorationRole:
            return icon("triangle-alert", "danger")
        if wrong and role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None


class ListView(QTableView):
    """A table to be read: rows are chosen whole, Tab goes on."""

    row_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setMinimumHeight(80)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def show_list(self, model: ListModel, widths: Sequence[int]) -> None:
        """Show a list; `widths` of its columns are in letters."""
        model.setParent(self)
        self.setModel(model)
        letter = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(widths):
            self.setColumnWidth(column, letter * width + 16)
        self.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.row_changed.emit(now.row())
        )
        if model.rowCount():
            self.selectRow(0)

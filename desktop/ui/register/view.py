"""The table itself: rows are selected whole, everything can be done from the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.register.table_model import RegisterTableModel

_ROW_PADDING = 12


class RegisterView(QTableView):
    """Shows a `RegisterTableModel`."""

    opened = Signal()  # the current row is to be opened
    delete_asked = Signal()
    copy_asked = Signal()
    escaped = Signal()
    selection_moved = Signal()

    def __init__(self, model: RegisterTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab goes to the next part of the page
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def selected_ranges(self) -> list[tuple[int, int]]:
        """Return the selected places as ranges."""
        return [(one.top(), one.bottom()) for one in self.selectionModel().selection().toList()]

    def selected_ids(self) -> list[int]:
        """Return the ids of the selected rows, in the order shown."""
        return self._model.ids(self.selected_ranges())

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def current_id(self) -> int | None:
        """Return the id of the row with the cursor."""
        return self._model.id_at(self.currentIndex().row())

    def select_ids(self, ids: Iterable[int], current: int | None = None) -> None:
        """Select rows by their ids; the cursor goes to `current` without scrolling."""
        ranges = self._model.places_of(ids)
        chosen = QItemSelection()
        last_column = self._model.columnCount() - 1
        for first, last in ranges:
            chosen.select(self._model.index(first, 0), self._model.index(last, last_column))
        model = self.selectionModel()
        place = self._model.place_of(current) if current is not None else -1
        if place >= 0:
            model.setCurrentIndex(
                self._model.index(place, self.first_column()),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_id(self, row_id: int) -> bool:
        """Select one row and scroll to it; False when it isn't among the rows."""
        place = self._model.place_of(row_id)
        if place < 0:
            return False
        self._select_alone(place)
        self.scrollTo(self.currentIndex())
        return True

    def select_place(self, place: int) -> None:
        """Select the row at a place, or the last one."""
        rows = self._model.rowCount()
        if rows and place >= 0:
            self._select_alone(min(place, rows - 1))

    def _select_alone(self, place: int) -> None:
        """Select this row and no other, whatever keys are held."""
        # while the Ctrl of Ctrl+S is still down, selectRow would add the row or take it away
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self._model.index(place, self.first_column()), flags.ClearAndSelect | flags.Rows
        )

    def first_column(self) -> int:
        """Return the leftmost column that is shown."""
        header = self.horizontalHeader()
        for place in range(header.count()):
            column = header.logicalIndex(place)
            if not header.isSectionHidden(column):
                return column
        return 0

    def top_row(self) -> int:
        """Return the first row on the screen."""
        return max(0, self.rowAt(0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the page."""
        super().selectionChanged(selected, deselected)
        self.selection_moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, delete, copy; all other keys move the cursor as in every table."""
        signal = None
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            signal = self.copy_asked
        elif plain == Qt.KeyboardModifier.NoModifier:
            signal = {
                Qt.Key.Key_Return: self.opened,
                Qt.Key.Key_Enter: self.opened,
                Qt.Key.Key_F2: self.opened,
                Qt.Key.Key_Delete: self.delete_asked,
                Qt.Key.Key_Escape: self.escaped,
            }.get(Qt.Key(event.key()))
        if signal is None:
            super().keyPressEvent(event)
            return
        signal.emit()
        event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt's own search would read every row of the book."""
        del search

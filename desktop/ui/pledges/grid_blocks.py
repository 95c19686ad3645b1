"""Blocks of cells in a grid: copied, cut, pasted, emptied, filled down."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
)

from desktop.ui.pledges.grid_frame import GridFrame
from desktop.ui.pledges.grid_text import Block, read_html, read_tsv, tsv


class GridBlocks(GridFrame):
    """What is done to many cells at once."""

    pasted = Signal(int, int)  # cells taken, cells that had no place
    about_to_change_many = Signal()

    def _chosen(self) -> list[tuple[int, int]]:
        """Return the selected cells in sight, row by row."""
        found = sorted(
            (one.row(), one.column())
            for one in self.selectedIndexes()
            if not self.isColumnHidden(one.column())
        )
        if not found and self.currentIndex().isValid():
            found = [(self.currentIndex().row(), self.currentIndex().column())]
        return found

    def copy(self) -> None:
        """Put the block round the selected cells on the clipboard."""
        cells = set(self._chosen())
        if not cells:
            return
        rows = sorted({row for row, _column in cells})
        columns = sorted({column for _row, column in cells})
        model = self.grid()
        block = [
            [model.text(row, column) if (row, column) in cells else "" for column in columns]
            for row in rows
        ]
        data = QMimeData()
        data.setText(block[0][0] if len(cells) == 1 else tsv(block))
        QGuiApplication.clipboard().setMimeData(data)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        cells = self._chosen()
        if len(cells) > 1:
            self.about_to_change_many.emit()
        self.grid().enter([(row, column, None) for row, column in cells], typed=False)

    def fill_down(self) -> None:
        """Give the selected cells what stands in their column's first one.

        A cell alone gets what is above it.
        """
        cells = self._chosen()
        rows = sorted({row for row, _column in cells})
        columns = sorted({column for _row, column in cells})
        if not cells or (len(rows) == 1 and rows[0] == 0):
            return
        top = rows[0] if len(rows) > 1 else rows[0] - 1
        model = self.grid()
        values = {column: model.text(top, column) for column in columns}
        self.about_to_change_many.emit()
        model.enter([(row, column, values[column]) for row, column in cells if row != top])

    def paste(self) -> None:
        """Put what is on the clipboard into the cells from the first selected one on.

        One value goes into every selected cell; a block is repeated where the selection holds
        it several times over.
        """
        block = _block(QGuiApplication.clipboard().mimeData())
        cells = self._chosen()
        if not block or not cells:
            return
        shown = [n for n in range(len(self.grid().columns)) if not self.isColumnHidden(n)]
        rows = sorted({row for row, _column in cells})
        columns = [one for one in shown if one in {column for _row, column in cells}]
        high, wide = len(block), max(map(len, block))
        times = len(rows) // high if len(rows) % high == 0 else 1
        across = len(columns) // wide if len(columns) % wide == 0 else 1
        begin = shown.index(columns[0])
        wanted: list[tuple[int, int, str]] = []
        lost = 0
        for row in range(high * max(1, times)):
            for column in range(wide * max(1, across)):
                words = block[row % high]
                place, at = rows[0] + row, begin + column
                text = words[column % wide] if column % wide < len(words) else ""
                if place >= len(self.grid().rows) or at >= len(shown):
                    lost += 1
                elif not self.grid().columns[shown[at]].editable:
                    lost += bool(text.strip()) and text != self.grid().text(place, shown[at])
                else:
                    wanted.append((place, shown[at], text))
        self.about_to_change_many.emit()
        self.grid().enter(wanted)
        self._select(wanted)
        self.pasted.emit(len(wanted), lost)

    def _select(self, cells: list[tuple[int, int, str]]) -> None:
        if not cells:
            return
        rows = [row for row, _column, _text in cells]
        columns = [column for _row, column, _text in cells]
        model = self.grid()
        block = QItemSelection(
            model.index(min(rows), min(columns)), model.index(max(rows), max(columns))
        )
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(block, flag)

    def _fill_selected(self) -> None:
        """Give all selected cells what was just typed into one of them."""
        index = self.currentIndex()
        text = self.grid().text(index.row(), index.column())
        cells = [one for one in self._chosen() if one != (index.row(), index.column())]
        self.grid().enter([(row, column, text) for row, column in cells])


def _block(data: QMimeData) -> Block:
    """Return the cells on the clipboard: a table of Word or Excel, else text."""
    if data.hasHtml() and "<table" in data.html().lower():
        found = read_html(data.html())
        if found:
            return found
    return read_tsv(data.text()) if data.hasText() else []

"""The grid into which items are typed: keys and clipboard as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.pledges.grid_text import read_html, read_tsv, tsv
from desktop.ui.pledges.register_cell_draft import DUE
from desktop.ui.pledges.register_cell_model import ItemsModel
from desktop.ui.register.typing import LineEdit, commit_input

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (3, 2, 2)  # shares of content, duty, target; the due date has its own width


class _Typing(QStyledItemDelegate):
    """Edits a cell in a line that leaves input methods alone."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Return the line."""
        line = LineEdit(parent)
        line.setFrame(False)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the cell."""
        assert isinstance(editor, LineEdit)  # noqa: S101 - made above
        editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the text, with the word that an input method still holds."""
        assert isinstance(editor, LineEdit)  # noqa: S101 - made above
        editor.commit_preedit()
        model.setData(model.index(index.row(), index.column()), editor.full_text())


class ItemsGrid(QTableView):
    """The table: typing replaces, F2 changes, Enter and Tab go on, blocks are pasted."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = ItemsModel(self)
        self.setModel(self.items)
        self.setAccessibleName(name)
        self.setItemDelegate(_Typing(self))
        self.setCornerButtonEnabled(False)  # Ctrl+A does it
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.setAccessibleName(_("Select all"))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)  # Tab is handled in `focusNextPrevChild`
        self.setWordWrap(True)
        self.setMinimumHeight(90)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setCurrentIndex(self.items.index(0, 0))

    def resizeEvent(self, event: Any) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        due = self.fontMetrics().horizontalAdvance("00/00/0000") + 24
        room = max(self.viewport().width() - due, 200)
        for column, share in enumerate(_WIDTHS):
            self.setColumnWidth(column, room * share // sum(_WIDTHS))
        self.setColumnWidth(DUE, due)

    def commit(self) -> None:
        """Take what is being typed into the grid."""
        commit_input()
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    @property
    def editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() is QAbstractItemView.State.EditingState

    def show_place(self, place: int, column: int = 0) -> None:
        """Put the cursor into a cell, which is then all that is selected."""
        # by the model: the view would extend what is selected while Ctrl or Shift is held
        found = self.items.index(place, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(found, flag)
        self.scrollTo(self.currentIndex())

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a spreadsheet does; the rest is typing."""
        deed = self._deed_of(event)
        if deed is not None:
            deed()
            event.accept()
        elif event.key() == Qt.Key.Key_Backspace or event.text() == "\x1b":
            event.ignore()  # Backspace alone isn't a letter to begin with; Escape is the dialog's
        else:
            super().keyPressEvent(event)

    def _deed_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        for standard, deed in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Cut, self.cut),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence.StandardKey.Undo, self.undo),
        ):
            if event.matches(standard):
                return deed
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            return lambda: self._step(1, 0)
        if ctrl and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return lambda: self._leave(ahead=key == Qt.Key.Key_Tab)
        if key == Qt.Key.Key_Delete and ctrl:
            return self.remove_rows
        if key == Qt.Key.Key_Delete:
            return self.clear_cells
        if key == Qt.Key.Key_D and ctrl:
            return self.fill_down
        return None

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Go to the next cell at Tab, which reaches no `keyPressEvent`; leave at the ends."""
        if not self.hasFocus():
            return super().focusNextPrevChild(ahead)
        return self._tab() if ahead else self._back()

    def _leave(self, *, ahead: bool) -> bool:
        return super().focusNextPrevChild(ahead)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on below after Enter, as spreadsheets do; Tab goes on by itself."""
        entered = hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache
        ways = {
            QAbstractItemDelegate.EndEditHint.EditNextItem: self._tab,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: self._back,
        }
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if entered:
            self._step(1, 0)
        elif hint in ways:
            ways[hint]()

    def _step(self, down: int, right: int) -> None:
        now = self.currentIndex()
        place = min(max(now.row() + down, 0), self.items.rowCount() - 1)
        column = min(max(now.column() + right, 0), DUE)
        self.show_place(place, column)

    def _tab(self) -> bool:
        now = self.currentIndex()
        if now.column() < DUE:
            self._step(0, 1)
        elif now.row() < self.items.rowCount() - 1:
            self.show_place(now.row() + 1, 0)
        else:
            return self._leave(ahead=True)
        return True

    def _back(self) -> bool:
        now = self.currentIndex()
        if now.column() > 0:
            self._step(0, -1)
        elif now.row() > 0:
            self.show_place(now.row() - 1, DUE)
        else:
            return self._leave(ahead=False)
        return True

    # blocks

    def _block(self) -> tuple[int, int, int, int]:
        """Return the first and last row and column of what is selected."""
        places = self.selectedIndexes() or [self.currentIndex()]
        rows = [one.row() for one in places]
        columns = [one.column() for one in places]
        return min(rows), max(rows), min(columns), max(columns)

    def _places(self) -> list[tuple[int, int]]:
        top, bottom, left, right = self._block()
        return [
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        ]

    def copy(self) -> None:
        """Copy the selected cells."""
        top, bottom, left, right = self._block()
        rows = [
            [self.items.text(row, column) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]
        QGuiApplication.clipboard().setText(tsv(rows))

    def cut(self) -> None:
        """Copy the selected cells and empty them."""
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """Paste a block from Excel, Word or a text; one cell fills all that are selected."""
        data = QGuiApplication.clipboard().mimeData()
        block = read_html(data.html()) if data.hasHtml() and not _is_sheet(data) else []
        if not block:
            block = read_tsv(data.text().rstrip("\r\n")) if data.text() else []
        if not block:
            return
        top, _bottom, left, _right = self._block()
        if len(block) == 1 and len(block[0]) == 1:
            self.items.set_cells([(*place, block[0][0]) for place in self._places()])
            return
        self.items.set_cells(
            [
                (top + row, left + column, text)
                for row, texts in enumerate(block)
                for column, text in enumerate(texts)
                if left + column <= DUE
            ]
        )
        self.show_place(top, left)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self.items.set_cells([(*place, "") for place in self._places()])

    def remove_rows(self) -> None:
        """Take the selected lines out."""
        top, bottom, _left, _right = self._block()
        self.items.remove(range(top, bottom + 1))
        self.show_place(min(top, self.items.rowCount() - 1))

    def fill_down(self) -> None:
        """Write the uppermost cells of what is selected into those below; one cell: from above."""
        top, bottom, left, right = self._block()
        source = top if bottom > top else max(top - 1, 0)
        texts = {column: self.items.text(source, column) for column in range(left, right + 1)}
        first = top + 1 if bottom > top else top
        self.items.set_cells(
            [
                (row, column, texts[column])
                for row in range(first, bottom + 1)
                for column in range(left, right + 1)
            ]
        )

    def undo(self) -> None:
        """Take back the last change of the grid."""
        self.items.undo()


def _is_sheet(data: Any) -> bool:
    """Tell whether a spreadsheet wrote the clipboard: its text holds the cells exactly."""
    return "\t" in data.text() or "urn:schemas-microsoft-com:office:excel" in data.html()

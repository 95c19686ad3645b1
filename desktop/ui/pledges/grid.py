"""A grid that is typed into as spreadsheets are: everything can be done by the keyboard.

Typing begins an entry, F2 changes it, Enter goes down, Tab to the right; blocks are copied, cut
and pasted; Del empties, Ctrl+D fills down; a rating takes one key, or Alt+Down for the list.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.rating import HEADINGS, LETTERS, ORDER
from desktop.ui.i18n import _
from desktop.ui.pledges.grid_blocks import GridBlocks
from desktop.ui.pledges.grid_editor import Move
from desktop.ui.pledges.grid_text import Entry

_Key = Qt.Key
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_ENTER = (_Key.Key_Return, _Key.Key_Enter)


class GridView(GridBlocks):
    """The grid; its model is a `GridModel`."""

    left = Signal()  # Escape outside an entry

    def __init__(self, name: str, parent: QWidget | None = None, lines: int = 2) -> None:
        """Rows are at least so many `lines` high."""
        super().__init__(name, parent, lines)
        self.delegate.ended.connect(self._ended)
        self._begun: int | None = None  # the column in which Tab was first pressed
        self.menu: QMenu | None = None  # the list of ratings while it is open

    # entries

    def finish(self) -> None:
        """Take what is being typed."""
        self.delegate.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what spreadsheets do; what isn't known here is Qt's."""
        if self.editing or not self._command(event):
            self.delegate.fresh = bool(event.text())
            self._extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            super().keyPressEvent(event)
            self.delegate.fresh = self._extending = False

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Go to the next cell at Tab, which reaches no `keyPressEvent`; leave at the ends."""
        within = self.hasFocus() and self._go(Move.NEXT if ahead else Move.PREVIOUS)
        return within or super().focusNextPrevChild(ahead)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin an entry with a word that an input method holds."""
        self.delegate.fresh = True
        super().inputMethodEvent(event)
        self.delegate.fresh = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """End a run of Tabs, from whose beginning Enter would go down: the clerk is elsewhere."""
        self._begun = None
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the list of a rating, or an editor."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.grid().columns[index.column()].entry is Entry.RATING:
            self.open_list()
            return
        super().mouseDoubleClickEvent(event)

    def _command(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False when it stands for nothing."""
        key = event.key()
        with_ = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = with_ == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_cells()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key == _Key.Key_Delete and with_ == _NO_MODIFIER:
            self.clear_cells()
        elif control and key == _Key.Key_D:
            self.fill_down()
        elif key in _ENTER and not with_ & ~Qt.KeyboardModifier.ShiftModifier:
            self._go(Move.UP if with_ else Move.DOWN)
        elif key == _Key.Key_Escape:
            self.left.emit()
        else:
            return self._rating_key(event, with_)
        return True

    def _rating_key(self, event: QKeyEvent, with_: Qt.KeyboardModifier) -> bool:
        """Take a key that stands for a rating, or open the list."""
        column = self.currentIndex().column()
        model = self.grid()
        if column < 0 or model.columns[column].entry is not Entry.RATING:
            return False
        key = event.key()
        if key == _Key.Key_F2 or (
            key == _Key.Key_Down and with_ == Qt.KeyboardModifier.AltModifier
        ):
            self.open_list()
            return True
        shift = Qt.KeyboardModifier.ShiftModifier
        if not event.text().strip() or with_ & ~shift:
            return False
        rating = LETTERS.get(event.text().lower())
        if rating is not None:
            model.enter([(self.currentIndex().row(), column, rating)], typed=False)
        return True

    def open_list(self) -> None:
        """Show the ratings to choose from, below the cell."""
        index = self.currentIndex()
        menu = QMenu(self)
        self.menu = menu
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._list_closed)
        now = self.grid().values(self.grid().rows[index.row()].key).get("rating")
        for number, value in enumerate(ORDER, start=1):
            action = menu.addAction(f"&{number}. {HEADINGS[value]}")
            action.triggered.connect(lambda _on=False, value=value: self.rate_selected(value))
            if value == now:
                menu.setActiveAction(action)
        menu.addSeparator()
        none = menu.addAction(_("&0. No rating"))
        none.triggered.connect(lambda: self.rate_selected(None))
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def _list_closed(self) -> None:
        self.menu = None

    def rate_selected(self, rating: str | None) -> None:
        """Give the selected cells of the column with the cursor a rating."""
        column = self.currentIndex().column()
        rows = {one.row() for one in self.selectedIndexes() if one.column() == column}
        rows.add(self.currentIndex().row())
        if len(rows) > 1:
            self.about_to_change_many.emit()
        self.grid().enter([(row, column, rating) for row in sorted(rows)], typed=False)

    # the cursor

    def _ended(self, move: Move) -> None:
        self.setFocus()
        if move in (Move.DOWN, Move.UP):
            # what the editor leaves behind is drawn first: Qt scrolls by copying what is drawn,
            # and where something isn't yet, draws all the view anew instead
            QCoreApplication.sendPostedEvents(self.window(), QEvent.Type.UpdateRequest.value)
        if move is Move.FILL:
            self._fill_selected()
        else:
            self._go(move)

    def _go(self, move: Move) -> bool:
        """Move the cursor; False where there is no further cell."""
        index = self.currentIndex()
        if not index.isValid():
            return False
        if move in (Move.DOWN, Move.UP):
            column = self._begun if self._begun is not None else index.column()
            self._begun = None
            row = index.row() + (1 if move is Move.DOWN else -1)
            self.go_to(max(0, min(row, len(self.grid().rows) - 1)), column)
            return True
        if self._begun is None:
            self._begun = index.column()
        typed = [
            place
            for place, one in enumerate(self.grid().columns)
            if one.editable and not self.isColumnHidden(place)
        ]
        ahead = move is Move.NEXT
        row, column = index.row(), index.column()
        further = [n for n in typed if (n > column if ahead else n < column)]
        if further:
            self._step(row, further[0] if ahead else further[-1])
            return True
        row += 1 if ahead else -1
        if not typed or not 0 <= row < len(self.grid().rows):
            return False
        self._begun = typed[0]
        self._step(row, typed[0] if ahead else typed[-1])
        return True

    def _step(self, row: int, column: int) -> None:
        begun = self._begun
        self.go_to(row, column)
        self._begun = begun

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell, alone selected."""
        self._begun = None
        index = self.grid().index(row, column)
        # not setCurrentIndex: that looks at the keys held down, such as Ctrl of a paste
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

"""The editors of a grid's cells: plain fields that leave Vietnamese input methods alone.

Only keys that end an entry are looked at (Enter, Tab, Escape, and the arrows up and down while a
cell is typed over): no letter, no Backspace, nothing else (DOMAIN.md, 'Typing and old text').
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPalette, QPen, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.icons import icon
from desktop.ui.pledges.grid_model import GridModel, Index
from desktop.ui.pledges.grid_text import Entry
from desktop.ui.register.typing import LineEdit, TextArea

_HIGHEST = 9  # lines of text that an editor shows before it scrolls
_SIGN = 14  # pixels: of what marks a cell that is wrong
# plain numbers: flags of Python's enum cost more than drawing the text
_SELECTED = QStyle.StateFlag.State_Selected.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_WRAPPED = Qt.AlignmentFlag.AlignTop.value | Qt.TextFlag.TextWordWrap.value
_LEFT = _WRAPPED | Qt.AlignmentFlag.AlignLeft.value
_RIGHT = _WRAPPED | Qt.AlignmentFlag.AlignRight.value
_INSET = 3  # from a cell's edge to its text
_FILLED = "filled"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UPRIGHT = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint
_REVERT = QAbstractItemDelegate.EndEditHint.RevertModelCache


class Move(Enum):
    """Where the cursor goes after an entry."""

    DOWN = "down"
    UP = "up"
    NEXT = "next"
    PREVIOUS = "previous"
    FILL = "fill"  # nowhere: all selected cells get the same


class CellLine(LineEdit):
    """One line in a cell."""


class CellArea(TextArea):
    """Several lines in a cell; it grows with its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.least = QSize()
        self.textChanged.connect(self.grow)

    def grow(self) -> None:
        """Be as high as the text, within bounds, and stay inside the view."""
        if self.least.isEmpty():
            return
        lines = 0
        block = self.document().firstBlock()
        while block.isValid():
            lines += max(1, block.layout().lineCount())
            block = block.next()
        edges = 2 * (self.frameWidth() + int(self.document().documentMargin())) + 4
        high = min(lines, _HIGHEST) * self.fontMetrics().lineSpacing() + edges
        wanted = max(self.least.height(), high)
        parent = self.parentWidget()
        room = wanted if parent is None else parent.height()
        top = max(0, min(self.y(), room - wanted))
        self.setGeometry(self.x(), top, self.least.width(), min(wanted, room))


class GridDelegate(QStyledItemDelegate):
    """Makes and fills the editors, and ends an entry by the keyboard."""

    ended = Signal(object)  # Move

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.fresh = False  # the next editor begins with what is typed, not with what was there
        self.editor: CellLine | CellArea | None = None
        self._over = False  # the present editor began so
        self._shade, self._ink, self._frame, self._line = QColor(), QColor(), QPen(), 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw whole lines only, and a frame round the cell with the cursor.

        By hand: Qt would ask the model seven times for each cell, and the editor comes and goes
        over a view full of them.
        """
        model = self._view.model()
        if not isinstance(model, GridModel):
            return
        look = model.look(index.row(), index.column())
        area, state = option.rect, option.state.value
        if look.ground is not None:
            painter.fillRect(area, look.ground)
        if state & _SELECTED:
            painter.fillRect(area, self._shade)
        if look.text:
            line = self._line
            high = max(line, (area.height() - _INSET - 1) // line * line)
            room = QRect(area.x() + _INSET, area.y() + _INSET, area.width() - 2 * _INSET, high)
            painter.setClipRect(room)
            painter.setPen(self._ink)
            painter.drawText(room, _RIGHT if look.right else _LEFT, look.text)
            painter.setClipping(False)
        if look.wrong:
            corner = area.bottomRight() - QPoint(_SIGN + 2, _SIGN + 2)
            icon("triangle-alert", "danger").paint(painter, QRect(corner, QSize(_SIGN, _SIGN)))
        if state & _FOCUSED:
            painter.setPen(self._frame)
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def take_colours(self, shade: QColor) -> None:
        """Take the colours and the font of the theme; `shade` is that of what is selected."""
        palette = QGuiApplication.palette()
        self._shade = shade
        self._ink = palette.color(QPalette.ColorRole.Text)
        self._frame = QPen(palette.color(QPalette.ColorRole.Accent), 2)
        self._line = self._view.fontMetrics().lineSpacing()

    def createEditor(  # type: ignore[override]  # Qt takes None for a cell without an editor
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget | None:
        """Return the editor of a cell; ratings have a list instead."""
        model = self._view.model()
        if not isinstance(model, GridModel):
            return None
        column = model.columns[index.column()]
        if column.entry in (Entry.RATING, Entry.SHOWN):
            return None
        made = CellArea(parent) if column.entry is Entry.TEXT else CellLine(parent)
        made.setAccessibleName(column.heading)
        self.editor = made
        self._over, self.fresh = self.fresh, False
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill an editor once: what is typed stays when its row is saved meanwhile."""
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, CellArea):
            editor.set_text(text)
            if self._over:
                editor.selectAll()
            else:
                editor.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(editor, CellLine):
            editor.setText(text)
            if self._over:
                editor.selectAll()
            else:
                editor.end(False)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """Take what was typed."""
        text = text_of(editor)
        if text is not None and text != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            model.setData(index, text)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay an editor over its cell."""
        if isinstance(editor, CellArea):
            editor.setGeometry(option.rect)
            editor.least = option.rect.size()
            editor.grow()
        else:
            line = editor.sizeHint().height()
            high = min(option.rect.height(), max(line, 24))
            editor.setGeometry(option.rect.x(), option.rect.y(), option.rect.width(), high)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Let go of an editor."""
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def changed(self) -> bool:
        """Tell whether something was typed that is not taken yet."""
        if self.editor is None:
            return False
        text = text_of(self.editor) or ""
        held = getattr(self.editor, "preedit", "")
        now = self._view.currentIndex()
        return bool(held) or text != str(now.data(Qt.ItemDataRole.EditRole) or "")

    def finish(self, move: Move | None = None) -> None:
        """Take what was typed, close the editor, and tell where the cursor goes."""
        editor = self.editor
        if editor is None:
            return
        editor.commit_preedit()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, _NO_HINT)
        if move is not None:
            self.ended.emit(move)

    def revert(self) -> None:
        """Close the editor; the cell stays as it was."""
        if self.editor is not None:
            self.closeEditor.emit(self.editor, _REVERT)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """End an entry by Enter, Tab and Escape; everything else is the editor's own."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(editor, CellLine | CellArea)
        ):
            return self._key(editor, event)
        return super().eventFilter(editor, event)

    def _key(self, editor: CellLine | CellArea, event: QKeyEvent) -> bool:
        key, with_ = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            self.revert()
        elif key == Qt.Key.Key_Tab:
            self.finish(Move.NEXT)
        elif key == Qt.Key.Key_Backtab:
            self.finish(Move.PREVIOUS)
        elif key in _ENTER and with_ == Qt.KeyboardModifier.AltModifier:
            if isinstance(editor, CellArea):
                editor.insertPlainText("\n")
        elif key in _ENTER:
            self.finish(_ENDING.get(with_, Move.DOWN))
        elif key in _UPRIGHT and self._over and not with_ and _at_edge(editor, key):
            self.finish(Move.DOWN if key == Qt.Key.Key_Down else Move.UP)
        else:
            return False  # not even the base class: it has nothing to do with other keys
        return True


_ENDING = {
    Qt.KeyboardModifier.ShiftModifier: Move.UP,
    Qt.KeyboardModifier.ControlModifier: Move.FILL,
}


def text_of(editor: QWidget) -> str | None:
    """Return what stands in an editor."""
    if isinstance(editor, CellArea):
        return editor.toPlainText()
    return editor.text() if isinstance(editor, CellLine) else None


def _at_edge(editor: CellLine | CellArea, key: int) -> bool:
    """Tell whether an arrow leads out of the text."""
    if isinstance(editor, CellLine):
        return True
    cursor = editor.textCursor()
    step = (
        QTextCursor.MoveOperation.Down if key == Qt.Key.Key_Down else QTextCursor.MoveOperation.Up
    )
    return not cursor.movePosition(step)

"""A list of suggestions below a line, shown only after a pause in typing.

It is a part of the window, not a window of its own: the keyboard and the input method stay
with the line the clerk types in. Only the arrow keys, Enter, Escape are used by it, and only
while it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.register.typing import LineEdit

PAUSE_MS = 300
"""How long the keyboard must rest before suggestions come up."""
_VALUE = Qt.ItemDataRole.UserRole
_DETAIL = Qt.ItemDataRole.UserRole + 1
_ROWS = 8
_MARGIN = 8


@dataclass(frozen=True)
class Suggestion:
    """An entry: its value, its words, and what tells it from others of the same words."""

    value: Any
    label: str
    detail: str = ""


class SuggestLine(LineEdit):
    """A line that asks for suggestions after a pause and shows them when they come."""

    wanted = Signal(str)  # suggestions for this text
    picked = Signal(object)  # Suggestion

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = False  # for the list itself, not by a pause in typing
        self._list: _List | None = None
        self._message = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._paused)
        self.typed.connect(self._typed)

    @property
    def is_open(self) -> bool:
        """Whether suggestions are shown."""
        return self._list is not None and self._list.isVisible()

    def shown(self) -> list[str]:
        """Return the words of the suggestions that are shown."""
        if self._list is None or not self.is_open:
            return []
        return [self._list.item(place).text() for place in range(self._list.count())]

    def ask(self, text: str = "") -> None:
        """Ask for suggestions at once (all of them for an empty text)."""
        self._timer.stop()
        self.asked = True
        self.wanted.emit(text)

    def suggest(self, found: Sequence[Suggestion], nothing: str = "", marked: int = 0) -> None:
        """Show suggestions, or the sentence `nothing`; not while a word is being composed.

        `marked` is the place of the one that Enter takes.
        """
        if not self.hasFocus() or self.preedit or self._timer.isActive():
            return
        if not found and not nothing:
            self.hide_list()
            return
        if self._list is None:
            self._list = _List(self)
            self._list.chosen.connect(self._pick)
        self._list.fill(found, nothing)
        if found:
            self._list.setCurrentRow(marked)
        self._list.show_below(self)

    def hide_list(self) -> None:
        """Hide the suggestions."""
        self._timer.stop()
        if self._list is not None:
            self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow keys, Enter and Escape work the list; all else types."""
        if self._list is not None and self.is_open and self._list.take_key(event):
            return
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() == Qt.Key.Key_Down and plain:
            self.ask(self.text())
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: Any) -> None:
        """Hide the list with the line."""
        self.hide_list()
        super().hideEvent(event)

    def focusOutEvent(self, event: Any) -> None:
        """Hide the list when the focus goes."""
        self.hide_list()
        super().focusOutEvent(event)

    def _typed(self) -> None:
        if self._list is not None:
            self._list.hide()
        self._timer.start()

    def _paused(self) -> None:
        if self.hasFocus() and not self.preedit:
            self.asked = False
            self.wanted.emit(self.text())

    def _pick(self, suggestion: Suggestion) -> None:
        self.hide_list()
        self.picked.emit(suggestion)


class _List(QListWidget):
    chosen = Signal(object)

    def __init__(self, line: SuggestLine) -> None:
        super().__init__(line.window())
        self._line = line
        self._room = line.window().size()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._clicked)
        line.window().installEventFilter(self)
        line.destroyed.connect(self.deleteLater)
        self.hide()

    def fill(self, found: Sequence[Suggestion], nothing: str) -> None:
        """Show other entries; the first one is marked."""
        self.clear()
        for one in found:
            item = QListWidgetItem(one.label)
            item.setData(_VALUE, one)
            item.setData(_DETAIL, one.detail)
            words = f"{one.label}, {one.detail}" if one.detail else one.label
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(words)
            self.addItem(item)
        if found:
            self.setCurrentRow(0)
        else:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)

    def show_below(self, line: QWidget) -> None:
        """Show below a line, above it when the window has more room there."""
        window = line.window()
        if self.parent() is not window:
            self.setParent(window)
        rows = min(self.count(), _ROWS)
        height = max(self.sizeHintForRow(0), 20) * rows + 4
        top = line.mapTo(window, QPoint(0, 0))
        below = window.height() - top.y() - line.height() - _MARGIN
        above = top.y() - _MARGIN
        down = below >= min(height, above) or below >= height
        height = min(height, below if down else above)
        width = min(max(line.width(), 380), window.width() - 2 * _MARGIN)
        x = max(_MARGIN, min(top.x(), window.width() - width - _MARGIN))
        y = top.y() + line.height() + 1 if down else top.y() - height - 1
        self.setGeometry(QRect(x, y, width, height))
        self._room = window.size()
        self.show()
        self.raise_()

    def take_key(self, event: QKeyEvent) -> bool:
        """Work the list by a key; False for a key that isn't for it."""
        key = event.key()
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in moves:
            last = self.count() - 1
            self.setCurrentRow(max(0, min(last, self.currentRow() + moves[Qt.Key(key)])))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.currentItem()
            if item is not None and item.data(_VALUE) is not None:
                self.chosen.emit(item.data(_VALUE))
                return True
            return False
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide when the window changes below the list."""
        if event.type() == QEvent.Type.Resize:
            # told also, and late, of a size that the window had when the list came up
            changed = self.window().size() != self._room
        else:
            changed = event.type() in (QEvent.Type.Wheel, QEvent.Type.WindowDeactivate)
        if changed:
            self.hide()
        return False

    def _clicked(self, item: QListWidgetItem) -> None:
        if item.data(_VALUE) is not None:
            self.chosen.emit(item.data(_VALUE))


class _Delegate(QStyledItemDelegate):
    """Draws the words, and behind them quietly what tells the entry apart."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        detail = index.data(_DETAIL) or ""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        label, whole.text = whole.text, ""
        widget = whole.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, widget)
        room = option.rect.adjusted(8, 0, -8, 0)
        metrics = QFontMetrics(whole.font)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            role = QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(whole.palette.color(role))
        shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_MIDDLE_LEFT), shown)
        used = metrics.horizontalAdvance(shown) + 16
        if detail and used < room.width() - 30:
            if not chosen:
                painter.setPen(whole.palette.color(QPalette.ColorRole.PlaceholderText))
            rest = room.adjusted(used, 0, 0, 0)
            text = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, int(_MIDDLE_RIGHT), text)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), QFontMetrics(option.font).height() + 10)


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

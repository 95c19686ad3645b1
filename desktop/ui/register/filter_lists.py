"""The lists that filters open: tick boxes, and the tree of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QScreen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.vietnamese.fold import fold
from desktop.ui.i18n import _
from desktop.ui.register.look import airy
from desktop.ui.register.typing import LineEdit, commit_input

Choices = Mapping[Any, str]
"""What was chosen: each value with the words for it, in the list's order."""

_VALUE = Qt.ItemDataRole.UserRole
_SEARCH_FROM = 9  # entries from which a search field stands above the list
_SEARCH_MS = 120
_WIDTH, _HEIGHT = 320, 360
_OPENED = 3  # so many units at the top are shown open


class _Popup(QFrame):
    """A small window below its button; Enter applies, Escape leaves all as it was.

    A window that has the focus itself (not `Qt.Popup`, to which input methods don't follow).
    """

    chosen = Signal(object)  # Choices

    def __init__(self, searchable: bool) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.search = LineEdit()
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search in the list"))
        self.search.setClearButtonEnabled(True)
        self.search.setVisible(searchable)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_MS)
        self._timer.timeout.connect(self._look)
        self.search.typed.connect(self._timer.start)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        apply = QPushButton(_("Apply"))
        apply.setProperty("role", "primary")
        apply.clicked.connect(self._enter)
        none = QPushButton(_("Choose none"))
        none.clicked.connect(self._apply_none)
        buttons = QHBoxLayout()
        buttons.addWidget(none)
        buttons.addStretch(1)
        buttons.addWidget(apply)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.addWidget(self.search)
        self._layout.addLayout(buttons)

    def narrow(self, words: str) -> None:
        """Show only what has these folded words."""
        raise NotImplementedError

    def choices(self) -> Choices:
        """Return what is ticked."""
        raise NotImplementedError

    def apply(self) -> None:
        """Take what is ticked and close."""
        choices = self.choices()
        self.close()
        self.chosen.emit(choices)

    def _enter(self) -> None:
        """Take what is meant: a word that was just typed counts, though no rest came after it."""
        commit_input()
        if self._timer.isActive():
            self._look()
        self.apply()

    def _look(self) -> None:
        self._timer.stop()
        self.narrow(fold(self.search.full_text()))

    def _apply_none(self) -> None:
        self.close()
        self.chosen.emit({})

    def show_at(self, at: QPoint, screen: QScreen | None) -> None:
        """Show below `at`, or as near as the screen allows."""
        self.resize(self._size())
        if screen is not None:
            room = screen.availableGeometry()
            at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
            at.setY(max(room.top(), min(at.y(), room.bottom() - self.height())))
        self.move(at)
        self.show()
        self.activateWindow()
        self._first().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies; Escape closes; Ctrl+F goes to the search field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self._list().setFocus()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Close when the clerk goes on elsewhere."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.close()

    def _list(self) -> QAbstractItemView:
        raise NotImplementedError

    def _first(self) -> QWidget:
        """Return what has the focus at first."""
        return self._list()

    def _size(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)


class CheckedList(_Popup):
    """A list of values with tick boxes."""

    def __init__(self, entries: Sequence[tuple[Any, str]], values: Sequence[Any]) -> None:
        super().__init__(len(entries) >= _SEARCH_FROM)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Values"))
        airy(self.list)
        for value, text in entries:
            item = QListWidgetItem(text)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = value in values
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if not entries:
            empty = QListWidgetItem(_("There is nothing to choose yet."))
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(empty)
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(self._clicked)
        self._pressed: tuple[QListWidgetItem, Qt.CheckState] | None = None
        self.list.itemPressed.connect(self._remember)
        self.list.itemDoubleClicked.connect(self._only)
        self._layout.insertWidget(1, self.list, 1)

    def choices(self) -> Choices:
        """Return what is ticked."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return {
            item.data(_VALUE): item.text()
            for item in items
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable
            and item.checkState() is Qt.CheckState.Checked
        }

    def narrow(self, words: str) -> None:
        """Show only entries with these words."""
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(words not in fold(item.text()))

    def _remember(self, item: QListWidgetItem) -> None:
        self._pressed = (item, item.checkState())

    def _clicked(self, item: QListWidgetItem) -> None:
        """Tick by a click anywhere on the entry (a click on the box has done so itself)."""
        if self._pressed == (item, item.checkState()):
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _only(self, item: QListWidgetItem) -> None:
        """Choose this entry alone, at once."""
        if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.close()
            self.chosen.emit({item.data(_VALUE): item.text()})

    def _list(self) -> QAbstractItemView:
        return self.list

    def _size(self) -> QSize:
        rows = min(max(self.list.count(), 3), 10)
        row = max(self.list.sizeHintForRow(0), 22)
        extra = 70 + (self.search.sizeHint().height() + 6 if self.search.isVisibleTo(self) else 0)
        wide = min(max(self.list.sizeHintForColumn(0) + 60, 240), 460)
        return QSize(wide, rows * row + extra)


class UnitTree(_Popup):
    """The tree of units, to choose one: it stands for itself and all below it."""

    def __init__(self, nodes: Sequence[Any], values: Sequence[Any]) -> None:
        super().__init__(len(nodes) >= _SEARCH_FROM)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(_("Units"))
        self.tree.setHeaderHidden(True)
        airy(self.tree)
        self.tree.setColumnCount(1)
        self._items: dict[int, QTreeWidgetItem] = {}
        fill_tree(self.tree, nodes, self._items)
        first = next((self._items[one] for one in values if one in self._items), None)
        if first is not None:
            _open_above(first)
        start = first or self.tree.topLevelItem(0)
        if start is not None:
            self.tree.setCurrentItem(start)
        self.tree.itemClicked.connect(lambda _item: self.apply())
        self._layout.insertWidget(1, self.tree, 1)
        self.setTabOrder(self.search, self.tree)

    def apply(self) -> None:
        """Take the unit with the cursor and close; stay when no unit has the words."""
        if self.choices() or not self.search.full_text().strip():
            super().apply()

    def choose(self, number: int) -> None:
        """Put the cursor on a unit."""
        self.tree.setCurrentItem(self._items[number])

    def choices(self) -> Choices:
        """Return the unit with the cursor."""
        return {item.data(0, _VALUE): item.text(0) for item in self.tree.selectedItems()}

    def narrow(self, words: str) -> None:
        """Show only units with these words, and what is above and below them."""
        narrow_tree(self.tree, words)
        item = self.tree.currentItem()
        if item is None or item.isHidden() or (words and words not in fold(item.text(0))):
            hit = next((one for one in _walk(self.tree) if words in fold(one.text(0))), None)
            if hit is not None:
                self.tree.setCurrentItem(hit)
            else:
                self.tree.clearSelection()
        else:
            item.setSelected(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down in the search field goes on from the unit that was found."""
        goes_down = event.key() == Qt.Key.Key_Down and self.search.hasFocus()
        super().keyPressEvent(event)
        if goes_down:
            QApplication.sendEvent(self.tree, event)

    def _list(self) -> QAbstractItemView:
        return self.tree

    def _first(self) -> QWidget:
        return self.search if self.search.isVisible() else self.tree

    def _size(self) -> QSize:
        return QSize(420, 420)


def fill_tree(tree: QTreeWidget, nodes: Sequence[Any], items: dict[int, QTreeWidgetItem]) -> None:
    """Put units into a tree; `items` gets each unit's item by its id.

    A unit whose superior is missing, or which a faulty file made its own superior, stands at
    the top.
    """
    parents = {node.id: node.parent_id for node in nodes}
    for node in nodes:
        name = node.label + (" " + _("(ended)") if node.ended else "")
        item = QTreeWidgetItem([name])
        item.setData(0, _VALUE, node.id)
        items[node.id] = item
    for node in nodes:
        above = items.get(node.parent_id) if _is_rooted(node.id, parents) else None
        if above is None:
            tree.addTopLevelItem(items[node.id])
        else:
            above.addChild(items[node.id])
    tops = _tops(tree)
    if len(tops) <= _OPENED:
        for item in tops:
            item.setExpanded(True)


def narrow_tree(tree: QTreeWidget, words: str) -> None:
    """Show only items with these folded words, with what is above and below them."""

    def show(item: QTreeWidgetItem, above: bool) -> bool:
        hit = above or words in fold(item.text(0))
        below = [show(one, hit) for one in _children(item)]
        item.setHidden(not (hit or any(below)))
        if words and any(below) and not above:
            item.setExpanded(True)
        return hit or any(below)

    for item in _tops(tree):
        show(item, not words)


def _tops(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    found = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return [one for one in found if one is not None]


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [item.child(place) for place in range(item.childCount())]
    return [one for one in found if one is not None]


def _walk(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    """Yield a tree's items from top to bottom."""
    waiting = _tops(tree)[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += _children(item)[::-1]


def _is_rooted(number: int, parents: Mapping[int, int | None]) -> bool:
    seen = set()
    above: int | None = number
    while above is not None and above in parents:
        if above in seen:
            return False
        seen.add(above)
        above = parents[above]
    return True


def _open_above(item: QTreeWidgetItem) -> None:
    above = item.parent()
    while above is not None:
        above.setExpanded(True)
        above = above.parent()

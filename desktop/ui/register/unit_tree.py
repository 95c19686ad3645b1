"""The tree of units as an editor: units are dragged, or cut and pasted, to another place.

The tree itself changes nothing: it tells what is wanted (`move_wanted`) and shows what the book
holds (`show_units`), keeping what was open, chosen and in view.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDropEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.core.vietnamese.fold import fold
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.filter_lists import fill_tree
from desktop.ui.register.look import airy
from desktop.ui.theme import ICON_SIZE

_ID = Qt.ItemDataRole.UserRole
_ENDED = Qt.ItemDataRole.UserRole + 1
_CUT = Qt.ItemDataRole.UserRole + 2
_MIME = "application/x-guongsang-units"
_HOVER_MS = 700  # a unit that something is held over opens after this time


@dataclass(frozen=True)
class _Place:
    """What was open, chosen and in view."""

    opened: frozenset[int]
    chosen: frozenset[int]
    current: int | None
    scroll: int


class UnitEditor(QTreeWidget):
    """Units as they stand; ended ones are muted, those to be moved slanted."""

    move_wanted = Signal(object, object)  # ids, the id of the new superior (None: the top)
    open_wanted = Signal()
    cut_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        airy(self)
        self.setAccessibleName(_("Tree of units"))
        self.setItemDelegate(_Look(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(True)  # onto a unit: their order is that of the alphabet
        self.setAutoExpandDelay(_HOVER_MS)
        self._token = uuid4().hex  # what another window drags has other ids
        self._items: dict[int, QTreeWidgetItem] = {}
        self._names: dict[int, str] = {}
        self._cut: frozenset[int] = frozenset()
        self._words = ""
        self._with_ended = True
        self._before_filter: frozenset[int] | None = None

    # what is shown

    def show_units(self, nodes: Sequence[Any]) -> None:
        """Show the units of the book; what was open, chosen and in view stays so."""
        first = not self._items
        place = self._place()
        self._names = {one.id: one.label for one in nodes}
        self._cut &= self._names.keys()
        blocked = self.blockSignals(True)
        self.clear()
        self._items.clear()
        everything = QTreeWidgetItem([_("All units")])
        everything.setFlags(everything.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
        self.addTopLevelItem(everything)
        fill_tree(self, nodes, self._items)
        for one in nodes:
            self._items[one.id].setData(0, _ENDED, bool(one.ended))
        if not first:
            self._open(place.opened)
        self._mark_cut()
        self._narrow()
        current = self._items.get(place.current) if place.current is not None else None
        self.setCurrentItem(_seen(current) or everything)
        for one in place.chosen & self._items.keys():
            self._items[one].setSelected(True)
        self.blockSignals(blocked)
        self.verticalScrollBar().setValue(place.scroll)
        if self.unit() != place.current:  # it went, or is hidden now
            self.currentItemChanged.emit(self.currentItem(), None)

    def narrow(self, words: str) -> None:
        """Show only units with these words, and what is above and below them."""
        folded = fold(words)
        if folded == self._words:
            return
        if not self._words:
            self._before_filter = frozenset(self._opened())
        self._words = folded
        self._narrow()
        if folded:
            self._go_to_hit()
        elif self._before_filter is not None:
            self._open(self._before_filter)
            self._before_filter = None
            self.scrollTo(self.currentIndex())

    def show_ended(self, shown: bool) -> None:
        """Show the units that have ended, or hide them (not those with living ones below)."""
        self._with_ended = shown
        self._narrow()
        current, everything = self.currentItem(), self.topLevelItem(0)
        if current is not None and current.isHidden() and everything is not None:
            self.setCurrentItem(_seen(current) or everything)

    def open_unit(self, unit: int | None) -> None:
        """Show what is below a unit, from the next reading on."""
        if unit is not None and unit in self._items:
            self._items[unit].setExpanded(True)

    def go_to(self, unit: int) -> bool:
        """Put the cursor on a unit; False when it isn't there or isn't shown."""
        item = self._items.get(unit)
        if item is None or item.isHidden():
            return False
        self.setCurrentItem(item)
        self.scrollToItem(item)
        return True

    # what is chosen

    def unit(self) -> int | None:
        """Return the unit with the cursor; None for all units."""
        item = self.currentItem()
        return None if item is None else item.data(0, _ID)

    def chosen(self) -> list[int]:
        """Return the selected units from top to bottom; what is hidden doesn't count."""
        return [
            item.data(0, _ID)
            for item in self._walk()
            if item.isSelected() and not item.isHidden() and item.data(0, _ID) is not None
        ]

    def name_of(self, unit: int) -> str:
        """Return a unit's name, empty when it isn't in the tree."""
        return self._names.get(unit, "")

    # moving

    @property
    def cut(self) -> frozenset[int]:
        """The units that are to be pasted elsewhere."""
        return self._cut

    def cut_chosen(self) -> None:
        """Mark the selected units to be moved to where they are pasted."""
        self._set_cut(frozenset(self.chosen()))

    def leave_cut(self) -> None:
        """Forget what was to be moved."""
        self._set_cut(frozenset())

    def paste(self) -> None:
        """Ask to move what was cut below the unit with the cursor."""
        if self._cut:
            self.move_wanted.emit(sorted(self._cut), self.unit())

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here: units of this tree."""
        return [_MIME]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        """Return what is dragged."""
        units = [item.data(0, _ID) for item in items if item.data(0, _ID) is not None]
        data = QMimeData()
        data.setData(_MIME, json.dumps([self._token, units]).encode())
        return data

    def startDrag(self, supported: Qt.DropAction) -> None:
        """Drag the selected units as a small picture: Qt's own would hide what is below it."""
        del supported
        if self.chosen():
            drag = QDrag(self)
            drag.setMimeData(self.mimeData(self.selectedItems()))
            drag.setPixmap(icon("network", "accent").pixmap(ICON_SIZE, ICON_SIZE))
            drag.setHotSpot(QPoint(-ICON_SIZE // 2, -ICON_SIZE // 2))
            drag.exec(Qt.DropAction.MoveAction)

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that units are moved, never copied."""
        return Qt.DropAction.MoveAction

    def dropMimeData(
        self, parent: QTreeWidgetItem | None, index: int, data: QMimeData, action: Qt.DropAction
    ) -> bool:
        """Ask to move what was dropped; the tree follows when the book has changed."""
        del index, action
        if not data.hasFormat(_MIME):
            return False
        token, units = json.loads(bytes(data.data(_MIME).data()))
        if token == self._token and units:
            self.move_wanted.emit(units, None if parent is None else parent.data(0, _ID))
        return False

    def dropEvent(self, event: QDropEvent) -> None:
        """Take a drop; Qt's own way would move the rows before anybody was asked."""
        at = self.indexAt(event.position().toPoint())
        self.model().dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, at)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Escape leaves what was cut where it is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self._cut:
            self.leave_cut()
        else:
            super().keyPressEvent(event)

    # how it is done

    def _place(self) -> _Place:
        return _Place(
            frozenset(self._opened()),
            frozenset(self.chosen()),
            self.unit(),
            self.verticalScrollBar().value(),
        )

    def _opened(self) -> Iterator[int]:
        return (number for number, item in self._items.items() if item.isExpanded())

    def _open(self, units: Collection[int]) -> None:
        for number, item in self._items.items():
            item.setExpanded(number in units)

    def _walk(self) -> Iterator[QTreeWidgetItem]:
        waiting = _below(self.invisibleRootItem())[::-1]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += _below(item)[::-1]

    def _set_cut(self, units: frozenset[int]) -> None:
        self._cut = units
        self._mark_cut()
        self.cut_changed.emit()

    def _mark_cut(self) -> None:
        for number, item in self._items.items():
            if bool(item.data(0, _CUT)) != (number in self._cut):
                item.setData(0, _CUT, number in self._cut)

    def _narrow(self) -> None:
        """Hide what the filter or the wish for living units leaves out."""

        def show(item: QTreeWidgetItem, above: bool) -> bool:
            hit = above or self._words in fold(item.text(0))
            below = [show(one, hit) for one in _below(item)]
            mine = hit and (self._with_ended or not item.data(0, _ENDED))
            item.setHidden(not (mine or any(below)))
            if self._words and any(below) and not above:
                item.setExpanded(True)
            return mine or any(below)

        for item in _below(self.invisibleRootItem()):
            if item.data(0, _ID) is not None:
                show(item, not self._words)

    def _go_to_hit(self) -> None:
        """Put the cursor on the first unit with the words, unless it is on one."""
        current = self.currentItem()
        if current is not None and self._is_hit(current):
            return
        hit = next((one for one in self._walk() if self._is_hit(one)), None)
        if hit is not None:
            self.setCurrentItem(hit)

    def _is_hit(self, item: QTreeWidgetItem) -> bool:
        unit = item.data(0, _ID) is not None
        return unit and not item.isHidden() and self._words in fold(item.text(0))


class _Look(QStyledItemDelegate):
    """Ended units in the quiet colour, what was cut slanted, in every theme."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Give a unit its look."""
        super().initStyleOption(option, index)
        # the stub of the option leaves its fields out
        shown: Any = option
        if index.data(_ENDED):
            muted = shown.palette.color(QPalette.ColorRole.PlaceholderText)
            shown.palette.setColor(QPalette.ColorRole.Text, muted)
        if index.data(_CUT):
            shown.font.setItalic(True)


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [item.child(place) for place in range(item.childCount())]
    return [one for one in found if one is not None]


def _seen(item: QTreeWidgetItem | None) -> QTreeWidgetItem | None:
    """Return an item, or the nearest one above it that isn't hidden."""
    while item is not None and item.isHidden():
        item = item.parent()
    return item

"""The tab of units: the tree on the left chooses what the table on the right shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.compound import CompoundPage
from desktop.ui.register.filter_lists import fill_tree
from desktop.ui.register.look import airy
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import GAP, MARGIN

_ID = Qt.ItemDataRole.UserRole
_KEY = "splitter.units"


class UnitsPage(CompoundPage):
    """The tree of units, and the units below the chosen one as a table."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.list = RegisterPage(context, context.specs["units"])
        self.list.new_values = self._part_of
        self._items: dict[int, QTreeWidgetItem] = {}
        self._filling = False
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        airy(self.tree)
        self.tree.setAccessibleName(_("Tree of units"))
        self.tree.currentItemChanged.connect(lambda item, _before: self._chosen(item))
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, GAP, 0, MARGIN)
        room.addWidget(self.tree)
        self.splitter = QSplitter()
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.list)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 900])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.restoreState(QByteArray(context.settings.get_bytes(_KEY)))
        self.splitter.splitterMoved.connect(self._remember)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setAccessibleName(_("Units"))
        context.jobs.changed.connect(self._changed)
        self._read_tree()

    def main_page(self) -> RegisterPage:
        """Return the table of units."""
        return self.list

    def _part_of(self) -> dict[str, Any]:
        """Return what a new unit begins with: it is part of the chosen one."""
        unit = self._unit()
        return {} if unit is None else {"parent_id": unit}

    def _unit(self) -> int | None:
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _ID)

    def _read_tree(self) -> None:
        self.context.jobs.read(
            source.tree, key=(id(self), "tree"), on_done=self._show_tree, context=self
        )

    def _changed(self, changes: Changes) -> None:
        if changes.touches("units"):
            self._read_tree()

    def _show_tree(self, nodes: Sequence[Any]) -> None:
        chosen = self._unit()
        opened = {number for number, item in self._items.items() if item.isExpanded()}
        self._filling = True
        self.tree.clear()
        self._items.clear()
        everything = QTreeWidgetItem([_("All units")])
        self.tree.addTopLevelItem(everything)
        fill_tree(self.tree, nodes, self._items)
        for number in opened:
            if number in self._items:
                self._items[number].setExpanded(True)
        current = self._items.get(chosen) if chosen is not None else None
        self.tree.setCurrentItem(current or everything)
        self._filling = False
        if chosen is not None and current is None:
            self._chosen(everything)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if self._filling or item is None:
            return
        unit = item.data(0, _ID)
        self.list.narrow({} if unit is None else {"id": unit})

    def _remember(self) -> None:
        self.context.settings.set_bytes(_KEY, bytes(self.splitter.saveState().data()))


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return UnitsPage(context, parent)

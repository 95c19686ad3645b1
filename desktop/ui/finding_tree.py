"""The tree of units with the number of findings that each has, with all below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.ui.i18n import _, number
from desktop.ui.register.filter_lists import fill_tree
from desktop.ui.register.look import airy

if TYPE_CHECKING:
    from desktop.services.cleaning import Findings

_ID = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FindingTree(QTreeWidget):
    """Chooses a unit, or everything."""

    unit_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[int, QTreeWidgetItem] = {}
        self._filling = False
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        airy(self)
        self.setAccessibleName(_("Units and how much they have to mend"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(lambda *_both: self._moved())

    def unit(self) -> int | None:
        """Return the chosen unit; None for everything."""
        item = self.currentItem()
        return None if item is None else item.data(0, _ID)

    def unit_name(self) -> str:
        """Return what the chosen unit is called; nothing for everything."""
        item = self.currentItem()
        return "" if item is None or item.data(0, _ID) is None else item.text(0)

    def choose(self, unit: int | None) -> None:
        """Choose a unit; one that isn't there changes nothing."""
        item = self._items.get(unit) if unit is not None else None
        if item is not None:
            self.setCurrentItem(item)

    def show_units(self, units: Sequence[Any], findings: Findings) -> None:
        """Show a tree of units; what was chosen and open stays so."""
        chosen = self.unit()
        opened = {unit for unit, item in self._items.items() if item.isExpanded()}
        self._filling = True
        self.clear()
        self._items.clear()
        everything = QTreeWidgetItem([_("All units")])
        self.addTopLevelItem(everything)
        fill_tree(self, units, self._items)
        for unit in opened & self._items.keys():
            self._items[unit].setExpanded(True)
        self.show_counts(findings)
        current = self._items.get(chosen) if chosen is not None else None
        self.setCurrentItem(current or everything)
        self._filling = False

    def show_counts(self, findings: Findings) -> None:
        """Write the number of findings beside each unit; a clean one has none."""
        for unit, item in ((None, self.topLevelItem(0)), *self._items.items()):
            if item is not None:
                count = findings.count(unit)
                item.setText(1, number(count) if count else "")
                item.setTextAlignment(1, _RIGHT)

    def _moved(self) -> None:
        if not self._filling:
            self.unit_changed.emit()

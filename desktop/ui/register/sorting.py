"""The order of a register's table, told and chosen by the heading of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from desktop.core.register import Field

Sort = tuple[str | None, bool]
"""Field name (None for the register's own order), descending."""


class HeaderSort(QObject):
    """What a heading's arrow says; a column by which nothing sorts leaves it where it was."""

    chosen = Signal()

    def __init__(self, header: QHeaderView, fields: Sequence[Field], own: tuple[str, bool]) -> None:
        """Begin with the register's `own` order."""
        super().__init__(header)
        self._header, self._fields = header, fields
        self._before: tuple[str, bool] = own
        self._show(own)
        header.sortIndicatorChanged.connect(self._changed)

    def order(self) -> Sort:
        """Return what is sorted by."""
        place = self._header.sortIndicatorSection()
        if not 0 <= place < len(self._fields):
            return None, False
        descending = self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return self._fields[place].name, descending

    def _changed(self, place: int, *_order: object) -> None:
        if 0 <= place < len(self._fields) and self._fields[place].computed_from:
            self._show(self._before)
            return
        name, descending = self.order()
        if name is not None:
            self._before = name, descending
        self.chosen.emit()

    def _show(self, sort: tuple[str, bool]) -> None:
        name, descending = sort
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.blockSignals(True)
        self._header.setSortIndicator([one.name for one in self._fields].index(name), order)
        self._header.blockSignals(False)

"""What is due, from all registers, as one list: day, how late, what, whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop.core.formats import date_text
from desktop.ui.i18n import _
from desktop.ui.icons import icon, is_dark
from desktop.ui.page import PageContext
from desktop.ui.register.look import airy
from desktop.ui.theme import ICON_SIZE

if TYPE_CHECKING:
    from desktop.services.overview_due import Due

_LEADS = Qt.ItemDataRole.UserRole
_DAY, _DISTANCE, _WHAT, _WHOSE = range(4)
_LEAST, _MOST = 5, 9  # rows in sight; further ones are scrolled to
_LATE = ("#b3261e", "#ff8a80")  # on light, on dark
_WHOSE_SHARE = 0.26
_Leads = tuple[str, int | None, Mapping[str, Any]]


class DueList(QTreeWidget):
    """Lines that open what they tell of, by Enter or a click."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._found: tuple[Due, ...] = ()
        self.setAccessibleName(_("What is due"))
        self.setHeaderLabels(
            [_("Day"), _("How late"), _("What is to be done"), _("By whom, where")]
        )
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        airy(self)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        for column in (_DAY, _DISTANCE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_WHOSE, QHeaderView.ResizeMode.Fixed)
        self.itemActivated.connect(self._open)
        self.itemClicked.connect(self._open)

    def show_due(self, found: Sequence[Due], day: date) -> None:
        """Show what is due on a day."""
        self._begin(steps=False)
        for one in found:
            texts = (date_text(one.on), one.distance(day), one.what, one.whose)
            item = self._add(texts, (one.register, one.row_id, one.filters))
            name = "circle-alert" if one.late else "clock"
            item.setIcon(_DAY, icon(name, "danger" if one.late else "accent"))
            if one.late:
                late = QColor(_LATE[is_dark(QGuiApplication.palette())])
                item.setForeground(_DISTANCE, late)
        self._end()

    def show_steps(self, steps: Sequence[tuple[str, str]]) -> None:
        """Show the first steps in an empty book: sentences and the registers they are of."""
        self._begin(steps=True)
        for sentence, register in steps:
            item = self._add(("", "", sentence, ""), (register, None, {}))
            item.setIcon(_WHAT, icon("chevron-right", "accent"))
        self._end()

    def _begin(self, *, steps: bool) -> None:
        self.clear()
        self.setHeaderHidden(steps)
        for column in (_DAY, _DISTANCE, _WHOSE):
            self.setColumnHidden(column, steps)

    def _add(self, texts: tuple[str, ...], leads: _Leads) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, list(texts))
        item.setData(_DAY, _LEADS, leads)
        tip = " · ".join(one for one in texts if one)
        for column in range(len(texts)):
            item.setToolTip(column, tip)
        return item

    def _end(self) -> None:
        rows = max(_LEAST, min(self.topLevelItemCount(), _MOST))
        first = self.topLevelItem(0)
        high = self.sizeHintForRow(0) if first is not None else self.fontMetrics().height()
        head = 0 if self.isHeaderHidden() else self.header().sizeHint().height()
        self.setMinimumHeight(head + rows * high + 4)
        if first is not None:
            self.setCurrentItem(first)
            self.clearSelection()

    def resizeEvent(self, event: Any) -> None:
        """Give those whose it is their share of the width."""
        super().resizeEvent(event)
        self.setColumnWidth(_WHOSE, int(self.viewport().width() * _WHOSE_SHARE))

    def _open(self, item: QTreeWidgetItem) -> None:
        register, row, filters = item.data(_DAY, _LEADS)
        if row is None:
            self._context.show_rows(register, filters)
        else:
            self._context.open_record(register, row)

"""The plan of an erasing as a list in groups; doubtful records have a box to tick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop.core.formats import date_text
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.persons.gateway import Key
from desktop.ui.register.look import airy

if TYPE_CHECKING:
    from desktop.services.erasing import ErasingPlan

_KEY = Qt.ItemDataRole.UserRole
_WHAT, _MORE = range(2)
_SHARE = 0.55  # of the first column

Line = tuple[str, str]


class PlanTree(QTreeWidget):
    """What goes, what stays without the name, what is doubtful, what remains, what changes."""

    ticked = Signal()  # a doubtful record was said to be the person's, or not

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self.setAccessibleName(_("What would happen"))
        self.setHeaderLabels([_("Record or figure"), _("Details")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        airy(self)
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(_MORE, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._changed)

    def show_plan(self, plan: ErasingPlan, also: Iterable[Key] | None) -> None:
        """Show a plan; `also` are the ticked records, None for those that are likely theirs."""
        self._showing = True
        self.clear()
        rows = ngettext("{count} record", "{count} records", plan.rows)
        goes = [(name, number(count)) for name, count in plan.goes]
        goes.append((_("Entries of the log, emptied"), number(plan.entries)))
        self._group(_("Goes for good"), rows.format(count=number(plan.rows)), goes)
        self._group(_("Stays without the name"), "", [(one, "") for one in plan.emptied])
        self._doubtful(plan, also)
        remains = [(one.what, one.why) for one in plan.remains]
        self._group(_("Must remain"), "", remains)
        figures = [
            (f"{one.words}: {one.before} → {one.now}", _period(change.period))
            for change in plan.figures
            for one in change.figures
        ]
        self._group(_("Figures that change when computed again"), "", figures)
        backups = [(one, "") for one in plan.backups]
        words = _("until they are thinned; delete them by hand if need be")
        self._group(_("Backups that still have the person"), words, backups)
        first: Any = self.topLevelItem(0)
        self.setCurrentItem(first)
        self._showing = False

    def also(self) -> frozenset[Key]:
        """Return the doubtful records that are ticked."""
        return frozenset(
            item.data(_WHAT, _KEY)
            for item in self._items()
            if item.data(_WHAT, _KEY) is not None
            and item.checkState(_WHAT) is Qt.CheckState.Checked
        )

    def lines(self) -> list[Line]:
        """Return every line that is shown."""
        return [(item.text(_WHAT), item.text(_MORE)) for item in self._items()]

    def _items(self) -> Iterable[Any]:
        for place in range(self.topLevelItemCount()):
            group = self.topLevelItem(place)
            if group is not None:
                yield group
                yield from (group.child(row) for row in range(group.childCount()))

    def _doubtful(self, plan: ErasingPlan, also: Iterable[Key] | None) -> None:
        words = _("same name, not tied to the member: tick those that are this person's")
        group = self._group(_("Perhaps this person"), words, [("", "")] * len(plan.doubtful))
        wanted = None if also is None else frozenset(also)
        for row, one in enumerate(plan.doubtful):
            if group is None:
                return
            item: Any = group.child(row)
            item.setText(_WHAT, f"{one.register}: {one.record}")
            item.setText(_MORE, one.fields)
            item.setToolTip(_WHAT, item.text(_WHAT))
            item.setData(_WHAT, _KEY, one.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = one.likely if wanted is None else one.key in wanted
            item.setCheckState(_WHAT, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _group(self, words: str, more: str, lines: list[Line]) -> QTreeWidgetItem | None:
        if not lines:
            return None
        group = QTreeWidgetItem(self, [words, more])
        font = group.font(_WHAT)
        font.setBold(True)
        group.setFont(_WHAT, font)
        for line in lines:
            item = QTreeWidgetItem(group, list(line))
            for column, text in enumerate(line):
                item.setToolTip(column, text)
        group.setExpanded(True)
        return group

    def resizeEvent(self, event: object) -> None:
        """Give the first column its share of the width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.setColumnWidth(_WHAT, int(self.viewport().width() * _SHARE))

    def _changed(self, item: QTreeWidgetItem, _column: int) -> None:
        if not self._showing and item.data(_WHAT, _KEY) is not None:
            self.ticked.emit()


def _period(period: tuple[object, object]) -> str:
    return " - ".join(date_text(one) for one in period)  # type: ignore[arg-type]

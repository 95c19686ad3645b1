"""The kinds of work with how much there is of each; what is late is red."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.icons import icon, is_dark
from desktop.ui.pledges import worklist_gateway as gateway
from desktop.ui.register.look import airy
from desktop.ui.theme import ICON_SIZE

if TYPE_CHECKING:
    from desktop.services.worklists import Work

_ICONS = {
    "not_registered": "user-plus",
    "heads_behind": "star",
    "not_confirmed": "circle-check",
    "not_public": "scroll-text",
    "not_concrete": "search",
    "due_soon": "clock",
    "overdue": "circle-alert",
    "never_reviewed": "pen-line",
    "no_quarter_review": "calendar",
    "no_half_year_review": "calendar",
    "reminders": "info",
}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DONE = "check"
DANGER = ("#b3261e", "#ff8a80")
"""The red of late work, on light and on dark."""


def name_of(work: Work) -> str:
    """Return what a kind of work is called."""
    return work.heading if language() == "vi" else work.label


class WorkKinds(QTreeWidget):
    """Chooses a kind of work."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Mapping[Work, int] = {}
        self._late: frozenset[Work] = frozenset()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        airy(self)
        self.setAccessibleName(_("Kinds of work"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[Work, QTreeWidgetItem] = {}
        for work in gateway.works():
            item = QTreeWidgetItem([name_of(work), ""])
            item.setToolTip(0, name_of(work))
            item.setTextAlignment(1, _RIGHT)
            item.setIcon(0, icon(_ICONS[work.value], "muted"))
            self.addTopLevelItem(item)
            self._items[work] = item
        self.setCurrentItem(next(iter(self._items.values())))
        self.currentItemChanged.connect(lambda *_both: self.chosen.emit())

    def work(self) -> Work:
        """Return the chosen kind."""
        current = self.currentItem()
        return next(work for work, item in self._items.items() if item is current)

    def choose(self, name: str) -> None:
        """Choose a kind by its name; an unknown one changes nothing."""
        for work, item in self._items.items():
            if work.value == name:
                self.setCurrentItem(item)

    def count(self, work: Work) -> str:
        """Return how much there is of a kind, as it is shown."""
        return self._items[work].text(1)

    def changeEvent(self, event: QEvent) -> None:
        """Take the red of the other theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._counts:
            self.show_counts(self._counts, self._late)

    def show_counts(self, counts: Mapping[Work, int], lates: frozenset[Work]) -> None:
        """Show how much there is of each kind; late work is red, none is a tick."""
        self._counts, self._late = counts, lates
        for work, item in self._items.items():
            count = counts.get(work, 0)
            late = work in lates
            item.setText(1, number(count) if count else "")
            item.setIcon(1, QIcon() if count else icon(_DONE, "muted"))
            item.setForeground(1, QColor(DANGER[is_dark()]) if late else self.palette().text())
            item.setIcon(0, icon(_ICONS[work.value], "danger" if late else "muted"))
            font = item.font(1)
            font.setBold(late)
            item.setFont(1, font)
            item.setData(
                1,
                Qt.ItemDataRole.AccessibleTextRole,
                f"{name_of(work)}: {number(count)}",
            )


def nothing_left(older: int) -> str:
    """Return what an empty list says; `older` campaigns that are no longer open have work left."""
    if not older:
        return _("No work left here.")
    text = ngettext(
        "No work left in the open campaigns; {count} older campaign still has work: "
        "choose it above.",
        "No work left in the open campaigns; {count} older campaigns still have work: "
        "choose one above.",
        older,
    )
    return text.format(count=number(older))

"""The texts that many pledges have, word for word or nearly, each with everybody who has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.pledges import worklist_gateway as gateway
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP, ICON_SIZE

if TYPE_CHECKING:
    from desktop.core.errors import Problem
    from desktop.services.worklists import Scope
    from desktop.services.worklists_rows import WorkRow
    from desktop.services.worklists_texts import SharedText

_TEXT, _PLEDGE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 400  # letters of a text
_MOST_NAMES = 2_000


class SharedTexts(QWidget):
    """A tree: a text, below it who has it; of near ones a group, its texts, and who has each."""

    opened = Signal(int)  # a pledge that the clerk wants to see

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._scope: Scope | None = None
        self._groups: list[tuple[SharedText, ...]] = []
        self._title = QLabel()
        self._title.setProperty("role", "subtitle")
        self.near = QCheckBox(_("Texts nearly the same, &too"))
        self.near.setToolTip(_("Looks through all texts of a campaign: this may take a while"))
        self.near.toggled.connect(lambda _on: self._read())
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_("Text and who has it"), _("Pledges")])
        self.tree.setAccessibleName(_("Texts that many share"))
        self.tree.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.tree.setUniformRowHeights(True)
        airy(self.tree)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemExpanded.connect(self._fill)
        self.tree.itemActivated.connect(self._activated)
        above = QHBoxLayout()
        above.addWidget(self._title, 1)
        above.addWidget(self.near)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP // 2, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(above)
        layout.addWidget(self.tree, 1)
        self._tell(0)

    def show_scope(self, scope: Scope) -> None:
        """Show the texts of a scope."""
        self._scope = scope
        self._read()

    def _read(self) -> None:
        if self._scope is None:
            return
        self._jobs.read(
            gateway.near if self.near.isChecked() else gateway.shared,
            self._scope,
            key=(id(self), "texts"),
            on_done=self._show,
            on_error=self._stopped,
            label=_("Looking for texts nearly the same"),
            context=self,
        )

    def _stopped(self, _problem: Problem) -> None:
        """Go back to the texts that are word for word the same: the long look was stopped."""
        if self.near.isChecked():
            self.near.setChecked(False)

    def _show(self, groups: Sequence[tuple[SharedText, ...]]) -> None:
        """Show other texts; those that are open stay so."""
        if list(groups) == self._groups:
            return
        opened = {_key(text) for text, item in self._leaves() if item.isExpanded()}
        self._groups = list(groups)
        self.tree.clear()
        for group in groups:
            above: QTreeWidgetItem | None = None
            if len(group) > 1:
                above = self._item(group[0], sum(one.count for one in group), leaf=False)
                self.tree.addTopLevelItem(above)
            for one in group:
                item = self._item(one, one.count, leaf=True)
                if above is None:
                    self.tree.addTopLevelItem(item)
                else:
                    above.addChild(item)
        for text, item in self._leaves():
            item.setExpanded(_key(text) in opened)
        self._tell(len(groups))

    def _leaves(self) -> list[tuple[SharedText, QTreeWidgetItem]]:
        """Return the texts with their items."""
        tops = [self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount())]
        items = [one for one in tops if one is not None]
        inner = [one.child(n) for one in items for n in range(one.childCount())]
        items += [one for one in inner if one is not None]
        found = ((item.data(0, _TEXT), item) for item in items)
        return [(text, item) for text, item in found if text is not None]

    def _item(self, text: SharedText, count: int, *, leaf: bool) -> QTreeWidgetItem:
        words = " / ".join(text.items)
        if leaf and text.likeness < 100:
            words = f"{number(int(text.likeness))}%: {words}"
        item = QTreeWidgetItem([words[:_MOST_SHOWN], number(count)])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setToolTip(0, "\n".join((*text.items, "", text.campaign)))
        item.setIcon(0, icon("copy" if leaf else "list", "muted"))
        if leaf:
            item.setData(0, _TEXT, text)
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _fill(self, item: QTreeWidgetItem) -> None:
        """Read who has a text when it is first opened."""
        text: SharedText | None = item.data(0, _TEXT)
        if text is None or item.childCount():
            return
        self._jobs.read(
            gateway.who,
            text.pledges[:_MOST_NAMES],
            key=(id(self), "who", text.pledges[0]),
            on_done=lambda rows: self._show_names(text, rows),
            context=self,
        )

    def _show_names(self, text: SharedText, rows: Sequence[WorkRow]) -> None:
        for shown, item in self._leaves():
            if shown is not text or item.childCount():
                continue
            for row in rows:
                words = f"{row.name} · {row.unit}" if row.unit else row.name
                child = QTreeWidgetItem([words])
                child.setIcon(0, icon("user" if row.person else "network", "muted"))
                child.setData(0, _PLEDGE, row.id)
                item.addChild(child)

    def _activated(self, item: QTreeWidgetItem) -> None:
        pledge = item.data(0, _PLEDGE)
        if pledge is not None:
            self.opened.emit(pledge)
        else:
            item.setExpanded(not item.isExpanded())

    def _tell(self, count: int) -> None:
        if self.near.isChecked():
            words = ngettext(
                "{count} text that is the same or nearly so",
                "{count} texts that are the same or nearly so",
                count,
            )
            self._title.setText(words.format(count=number(count)))
            return
        words = ngettext(
            "{count} text that many have", "{count} texts that many have", count
        ).format(count=number(count))
        self._title.setText(words if count else _("No text that many have"))


def _key(text: SharedText) -> tuple[int, tuple[str, ...]]:
    return text.campaign_id, text.items

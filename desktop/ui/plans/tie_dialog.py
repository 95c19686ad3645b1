"""Tying what has no topic to one of its year: the clerk ticks what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.register.bars import NoticeBar, WrappedLabel
from desktop.ui.register.display import plural
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.ui.plans.gateway import Untied

_PLACE = Qt.ItemDataRole.UserRole
_TICKED, _FREE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TieDialog(QDialog):
    """Lists what is of the topic's year and has none; Space ticks a line or a whole group."""

    tied = Signal(int)  # so many records

    def __init__(self, context: PageContext, topic: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Tie what has no topic yet"))
        self._context, self._topic = context, topic
        self.hint = WrappedLabel(_("Reading…"))
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([_("Has no topic"), _("Date"), _("Unit, place")])
        self.tree.setAccessibleName(_("Has no topic"))
        airy(self.tree)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().averageCharWidth()
        self.tree.setColumnWidth(1, letter * 12 + 16)
        self.tree.setColumnWidth(2, letter * 30 + 16)
        self.tree.itemChanged.connect(lambda _item, _column: self._enable())
        self.notice = NoticeBar()
        self._groups: list[QTreeWidgetItem] = []
        self.buttons = DoOrCancel(self, _("&Tie"))
        self.buttons.accepted.connect(self.tie)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.hint)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(900, room.width() - 60), min(560, room.height() - 80))
        self._enable()
        context.jobs.read(
            gateway.untied,
            topic,
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def chosen(self) -> dict[str, list[int]]:
        """Return the ids of what is ticked, by register."""
        found: dict[str, list[int]] = defaultdict(list)
        for item in self._lines():
            if item.checkState(0) == _TICKED:
                register, row = item.data(0, _PLACE)
                found[register].append(row)
        return dict(found)

    def tie(self) -> None:
        """Tie what is ticked."""
        chosen = self.chosen()
        if not chosen:
            return
        self.buttons.do.setEnabled(False)
        self._context.jobs.write(
            gateway.tie,
            self._topic,
            chosen,
            on_done=self._tied,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _lines(self) -> Iterator[QTreeWidgetItem]:
        for above in self._groups:
            yield from map(above.child, range(above.childCount()))

    def _show(self, found: Untied) -> None:
        if not found.groups:
            text = _("Everything of the year of “{topic}” has a topic already.")
            self.hint.setText(text.format(topic=found.title))
            return
        text = _(
            "Tick what belongs to “{topic}” (Space). What is called like the topic is ticked "
            "already; nothing is tied before you press the button."
        )
        self.hint.setText(text.format(topic=found.title))
        self.tree.blockSignals(True)
        for group in found.groups:
            words = f"{plural(self._context.specs[group.register])} ({number(len(group.lines))})"
            above = QTreeWidgetItem(self.tree, [words])
            self._groups.append(above)
            above.setFirstColumnSpanned(True)
            font = above.font(0)
            font.setBold(True)
            above.setFont(0, font)
            above.setFlags(above.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            for one in group.lines:
                item = QTreeWidgetItem(above, [one.title, date_text(one.on), one.who])
                item.setData(0, _PLACE, [one.register, one.id])
                alike = (one.register, one.id) in found.alike
                item.setCheckState(0, _TICKED if alike else _FREE)
                for column in (0, 2):
                    item.setToolTip(column, item.text(column))
        self.tree.blockSignals(False)
        self.tree.expandAll()
        self.tree.setCurrentItem(self._groups[0])
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    def _enable(self) -> None:
        count = sum(len(one) for one in self.chosen().values())
        self.buttons.do.setEnabled(count > 0)
        text = ngettext("&Tie {count} record", "&Tie {count} records", count)
        self.buttons.do.setText(text.format(count=number(count)) if count else _("&Tie"))

    def _tied(self, done: Done[int]) -> None:
        self.accept()
        self.tied.emit(done.value)

    def _failed(self, problem: Problem) -> None:
        self._enable()
        self.hint.setVisible(bool(self.tree.topLevelItemCount()))
        self.notice.tell(problem.message, "error")

"""From which model one came, and which came from it: a small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.models import gateway
from desktop.ui.models.step_dialog import state_text
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, muted
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.services.model_replication import Node

_ID = Qt.ItemDataRole.UserRole
_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReplicationTree(QTreeWidget):
    """The tree; Enter opens the model with the cursor."""

    opened = Signal(int)

    def __init__(self, state: str) -> None:
        """`state` is what the state of a model is called."""
        super().__init__()
        self.setColumnCount(4)
        self.setHeaderLabels([_("Model"), _("Whose"), state, _("Registered in")])
        airy(self)
        self.setAccessibleName(_("Tree of replication"))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemActivated.connect(lambda item, _column: self.opened.emit(item.data(0, _ID)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter on every system."""
        item = self.currentItem()
        if event.key() in _OPEN_KEYS and item is not None:
            self.opened.emit(item.data(0, _ID))
        else:
            super().keyPressEvent(event)

    def show_tree(self, tree: Node, model: int) -> None:
        """Show a tree; the model that it is about is bold and has the cursor."""
        self.clear()
        waiting: list[tuple[Node, QTreeWidgetItem | None]] = [(tree, None)]
        while waiting:
            node, above = waiting.pop()
            year = "" if node.year is None else str(node.year)
            item = QTreeWidgetItem([node.name, node.owner, state_text(node.state), year])
            item.setData(0, _ID, node.id)
            for column, text in ((0, node.name), (1, node.owner)):
                item.setToolTip(column, text)
            if above is None:
                self.addTopLevelItem(item)
            else:
                above.addChild(item)
            if node.id == model:
                font = QFont(self.font())
                font.setBold(True)
                item.setFont(0, font)
                self.setCurrentItem(item)
            waiting += [(one, item) for one in reversed(node.below)]
        self.expandAll()
        letter = self.fontMetrics().averageCharWidth()
        for column, width in ((1, 34), (2, 16), (3, 13)):
            self.setColumnWidth(column, letter * width)


class ReplicationPane(QWidget):
    """The tree of the chosen model, and the button that begins another replica."""

    replicate = Signal(int)

    def __init__(self, context: PageContext, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._hint = context, hint
        self._row: int | None = None
        self._stale = False
        state = context.specs["models"].by_name["state"].text(language())
        self.tree = ReplicationTree(state)
        self.tree.opened.connect(lambda row: context.open_record("models", row))
        self.button = QPushButton(icon("copy"), _("&Replicate this model…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._begin)
        self.count = muted()
        self.face = Face()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.face)
        above = QHBoxLayout()
        above.setContentsMargins(0, 4, 0, 0)
        above.addWidget(self.button)
        above.addWidget(self.count)
        above.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        self.setAccessibleName(_("Replication"))
        context.jobs.changed.connect(self._changed)
        self.set_record(None)

    def set_record(self, row: int | None) -> None:
        """Show the tree of a model; None shows the hint."""
        self._row = row
        self.button.setEnabled(row is not None)
        if row is None:
            self.count.setText("")
            self.face.tell(self._hint, "lightbulb")
            self._stack.setCurrentWidget(self.face)
            return
        self._context.jobs.read(
            gateway.replication,
            row,
            key=(id(self), "tree"),
            on_done=lambda tree: self._show(row, tree),
            on_error=self._failed,
            context=self,
        )

    def _begin(self) -> None:
        if self._row is not None:
            self.replicate.emit(self._row)

    def _show(self, row: int, tree: Node) -> None:
        if row != self._row:
            return
        if not tree.below:
            self.face.tell(
                _("This model has not been replicated yet, nor does it come from another."),
                "lightbulb",
            )
            self._stack.setCurrentWidget(self.face)
            self.count.setText("")
            return
        self.tree.show_tree(tree, row)
        self._stack.setCurrentWidget(self.tree)
        text = ngettext(
            "{count} model came from the first one",
            "{count} models came from the first one",
            tree.count,
        )
        self.count.setText(text.format(count=number(tree.count)))

    def _changed(self, changes: Changes) -> None:
        if self._row is not None and changes.touches("models", "model_steps"):
            self.set_record(self._row)

    def _failed(self, problem: Problem) -> None:
        self.face.tell(problem.message, "circle-alert")
        self._stack.setCurrentWidget(self.face)

"""From which model one came, and which came from it: a small tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem, QWidget

from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.models import gateway
from desktop.ui.models.step_dialog import state_text
from desktop.ui.page import PageContext
from desktop.ui.register.bars import muted
from desktop.ui.register.tree_pane import OpeningTree, TreePane

if TYPE_CHECKING:
    from desktop.services.model_replication import Node

_ID = Qt.ItemDataRole.UserRole


class ReplicationTree(OpeningTree):
    """The tree; Enter opens the model with the cursor."""

    opened = Signal(int)

    def __init__(self, state: str) -> None:
        """`state` is what the state of a model is called."""
        headings = [_("Model"), _("Whose"), state, _("Registered in")]
        super().__init__(_("Tree of replication"), headings)

    def open_item(self, item: QTreeWidgetItem) -> None:
        """Open a model."""
        self.opened.emit(item.data(0, _ID))

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


class ReplicationPane(TreePane):
    """The tree of the chosen model, and the button that begins another replica."""

    replicate = Signal(int)
    tree: ReplicationTree

    def __init__(self, context: PageContext, hint: str, parent: QWidget | None = None) -> None:
        state = context.specs["models"].by_name["state"].text(language())
        super().__init__(context, ReplicationTree(state), hint, ("models", "model_steps"), parent)
        self.tree.opened.connect(lambda row: context.open_record("models", row))
        self.button = QPushButton(icon("copy"), _("&Replicate this model…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._begin)
        self.count = muted()
        self.setAccessibleName(_("Replication"))
        self.lay_out(self.button, self.count)

    def enable(self, on: bool) -> None:
        """Enable what needs a model."""
        self.button.setEnabled(on)
        if not on:
            self.count.setText("")

    def read(self, row: int) -> None:
        """Read the tree of a model."""
        self._context.jobs.read(
            gateway.replication,
            row,
            key=(id(self), "tree"),
            on_done=lambda tree: self._show(row, tree),
            on_error=self.failed,
            context=self,
        )

    def _begin(self) -> None:
        if self._row is not None:
            self.replicate.emit(self._row)

    def _show(self, row: int, tree: Node) -> None:
        if row != self._row:
            return
        if not tree.below:
            self.show_words(
                _("This model has not been replicated yet, nor does it come from another.")
            )
            self.count.setText("")
            return
        self.tree.show_tree(tree, row)
        self.show_tree()
        text = ngettext(
            "{count} model came from the first one",
            "{count} models came from the first one",
            tree.count,
        )
        self.count.setText(text.format(count=number(tree.count)))

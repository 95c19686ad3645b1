"""A pane that tells of the record chosen beside it in a tree whose lines can be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.errors import Problem
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OpeningTree(QTreeWidget):
    """A tree; Enter opens what the line with the cursor stands for."""

    def __init__(self, name: str, headings: Sequence[str]) -> None:
        super().__init__()
        self.setHeaderLabels(headings)
        airy(self)
        self.setAccessibleName(name)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemActivated.connect(lambda item, _column: self.open_item(item))

    def open_item(self, item: QTreeWidgetItem) -> None:
        """Open what a line stands for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter on every system."""
        item = self.currentItem()
        if event.key() in _OPEN_KEYS and item is not None:
            self.open_item(item)
        else:
            super().keyPressEvent(event)


class TreePane(QWidget):
    """Tools above, and below them the tree, or words that say why there is none."""

    def __init__(
        self,
        context: PageContext,
        tree: OpeningTree,
        hint: str,
        registers: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`hint` is shown without a record; a change of `registers` is shown at once."""
        super().__init__(parent)
        self._context, self._hint, self._registers = context, hint, registers
        self._row: int | None = None
        self._stale = False
        self.tree = tree
        self.face = Face()
        self._stack = QStackedWidget()
        self._stack.addWidget(tree)
        self._stack.addWidget(self.face)
        context.jobs.changed.connect(self._changed)

    # for each kind of pane

    def enable(self, on: bool) -> None:
        """Enable what needs a record."""
        raise NotImplementedError

    def read(self, row: int) -> None:
        """Read what belongs to a record, then show it."""
        raise NotImplementedError

    # what they have in common

    def lay_out(self, *tools: QWidget) -> None:
        """Put the tools above the tree, and show that no record is chosen."""
        above = QHBoxLayout()
        above.setContentsMargins(0, 4, 0, 0)
        for one in tools:
            above.addWidget(one)
        above.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        self.set_record(None)

    def set_record(self, row: int | None) -> None:
        """Show what belongs to a record; None shows the hint."""
        self._row, self._stale = row, False
        self.enable(row is not None)
        if row is None:
            self.show_words(self._hint)
        else:
            self.read(row)

    def show_tree(self) -> None:
        """Show the tree, which is filled."""
        self._stack.setCurrentWidget(self.tree)

    def show_words(self, words: str, icon: str = "lightbulb") -> None:
        """Say why there is no tree."""
        self.face.tell(words, icon)
        self._stack.setCurrentWidget(self.face)

    def failed(self, problem: Problem) -> None:
        """Tell a problem."""
        self.show_words(problem.message, "circle-alert")

    def _changed(self, changes: Changes) -> None:
        if self._row is not None and changes.touches(*self._registers):
            if self.isVisible():
                self.set_record(self._row)
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while the pane was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.set_record(self._row)

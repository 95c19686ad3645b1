"""The history of a record in words: what was done to it and to what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.errors import Problem
from desktop.core.pasting import pasted_line
from desktop.ui import deeds_gateway as gateway
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.undo_flow import local_time
from desktop.ui.widgets.parts import resize_within

if TYPE_CHECKING:
    from desktop.services.history import Event, History, Part
    from desktop.ui.register_page import RegisterPage

_SIZE = QSize(820, 520)
_OPEN = 20  # so many deeds are shown with all that they changed


class _Tree(QTreeWidget):
    """The deeds; Ctrl+C copies the lines that are marked, as text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or move."""
        if event.matches(QKeySequence.StandardKey.Copy):
            lines = (
                pasted_line([one.text(at) for at in range(3)]).strip()
                for one in self.selectedItems()
            )
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)


class HistoryPane(QWidget):
    """What was done to one record, latest first; read when it is first seen."""

    def __init__(
        self, context: PageContext, register: str, row_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._register, self._row = context, register, row_id
        self._stale = True
        self.tree = _Tree()
        self.tree.setAccessibleName(_("History"))
        self.tree.setHeaderLabels([_("Time"), _("What was done"), _("Clerk")])
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        airy(self.tree)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, self.tree.fontMetrics().averageCharWidth() * 26)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(2, self.tree.fontMetrics().averageCharWidth() * 22)
        self._hint = QLabel(_("Reading…"))
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.tree)
        context.jobs.changed.connect(self._changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done, when it isn't known."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def lines(self) -> list[str]:
        """Return the lines as they are shown, those of one deed below it."""
        return [f"{one.text(0)} {one.text(1)}".strip() for one in _walk(self.tree)]

    @property
    def hint(self) -> str:
        """The sentence below the list."""
        return self._hint.text()

    def _changed(self, _changes: Changes) -> None:
        # what belongs to it may be of any register
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def _read(self) -> None:
        self._stale = False
        self._context.jobs.read(
            gateway.history,
            self._register,
            self._row,
            key=(id(self), "history"),
            on_done=self._came,
            on_error=self._failed,
            context=self,
        )

    def _came(self, found: History) -> None:
        self.tree.clear()
        for place, event in enumerate(found.events):
            self._add(event, opened=place < _OPEN)
        latest = self.tree.topLevelItem(0)
        if latest is not None:
            self.tree.setCurrentItem(latest)
        if not found.events:
            text = _("Nothing is written down of this record.")
        elif found.more:
            text = _("Earlier deeds are not shown.")
        else:
            text = _("Latest first. Ctrl+C copies the marked lines.")
        self._hint.setText(text)

    def _failed(self, problem: Problem) -> None:
        self.tree.clear()
        self._hint.setText(problem.message)

    def _add(self, event: Event, *, opened: bool) -> None:
        words = event.words
        if event.undone:
            words = _("{deed} (was undone)").format(deed=words)
        top = _item(self.tree, local_time(event.at), words)
        top.setText(2, event.clerk)
        top.setToolTip(2, event.clerk)
        if event.undone:
            grey = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
            top.setForeground(0, grey)
            top.setForeground(1, grey)
            top.setForeground(2, grey)
        for line in _lines(event):
            _item(top, "", line)
        top.setExpanded(opened)


def _lines(event: Event) -> Iterator[str]:
    for part in event.parts:
        changes = [one.words for one in part.changes]
        if part.subject:
            yield f"{part.action} {part.subject}"
        elif not changes and not _said(event, part):
            yield part.action
        indent = "    " if part.subject else ""
        yield from (f"{indent}{one}" for one in changes)


def _said(event: Event, part: Part) -> bool:
    """Tell whether the words of the deed say already what was done."""
    return part.action.lower() in event.words.lower()


def _item(above: QTreeWidget | QTreeWidgetItem, time: str, words: str) -> QTreeWidgetItem:
    line = (
        " ".join(words.split()) if not words.startswith(" ") else f"    {' '.join(words.split())}"
    )
    item = QTreeWidgetItem(above, [time, line])
    item.setToolTip(1, words.strip())
    return item


def _walk(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    for place in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(place)
        if top is not None:
            yield top
            below = (top.child(line) for line in range(top.childCount()))
            yield from (one for one in below if one is not None)


class HistoryDialog(QDialog):
    """The history of a row of a table, in a window of its own."""

    def __init__(
        self, context: PageContext, register: str, row_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History"))
        self.pane = HistoryPane(context, register, row_id, self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        below = QVBoxLayout()
        below.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane, 1)
        layout.addLayout(below)
        resize_within(self, _SIZE)
        self.pane.setFocus()


def show_history(page: RegisterPage) -> HistoryDialog | None:
    """Show the history of the row with the cursor."""
    row_id = page.view.current_id()
    if row_id is None:
        return None
    dialog = HistoryDialog(page.context, page.spec.name, row_id, page.window())
    dialog.open()
    return dialog

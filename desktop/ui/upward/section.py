"""What the parts of the tab share: they follow the period and what changes in the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.plans.tables import copy_list
from desktop.ui.register.bars import Face, NoticeBar
from desktop.ui.register.flow import FlowLayout
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import Index, ListModel, ListView

if TYPE_CHECKING:
    from desktop.core.changes import Changes

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AGAIN_MS = 400  # after the last of several writes


class Section(QWidget):
    """A row of buttons, then `body` or a sentence in its place, then what was done."""

    registers: frozenset[str] = frozenset()
    """The registers it follows; all of them when there are none here."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.first = self.last = date.min
        self._stale = True
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self.face = Face()
        self.notice = NoticeBar()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.face)
        context.jobs.changed.connect(self._changed)

    def lay_out(self, tools: Sequence[QWidget], body: QWidget) -> None:
        """Put the buttons above what is shown."""
        self.body = body
        self.stack.addWidget(body)
        above = QWidget()
        row = FlowLayout(above, GAP)
        high = max(one.sizeHint().height() for one in tools)
        for one in tools:
            one.setMinimumHeight(high)  # on one line
            row.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(above)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.notice)

    def button(
        self, words: str, name: str, tip: str, deed: Callable[[], object], *, main: bool = False
    ) -> QPushButton:
        """Return a button for the row."""
        made = QPushButton(words) if main else QPushButton(icon(name), words)
        made.setAutoDefault(False)
        made.setToolTip(tip)
        if main:
            made.setProperty("role", "primary")
        made.clicked.connect(lambda _on=False: deed())
        return made

    def show_period(self, first: date, last: date) -> None:
        """Show another period."""
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, last
            self._later()

    def refresh(self) -> None:
        """Read again what is shown."""
        self._again.stop()
        self._stale = False
        if self.first != date.min:
            self.read()

    def read(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def show_body(self) -> None:
        """Show what was found."""
        self.stack.setCurrentWidget(self.body)

    def show_face(
        self, words: str, picture: str, button: str = "", deed: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence in the place of what isn't there."""
        self.face.tell(words, picture, button, deed)
        self.stack.setCurrentWidget(self.face)

    def failed(self, problem: Problem) -> None:
        """Tell what went wrong."""
        self.notice.tell(problem.message, "error")

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _later(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _changed(self, changes: Changes) -> None:
        touched = changes.registers
        if not touched or (self.registers and not self.registers & set(touched)):
            return
        if self.isVisible():
            self._again.start()
        else:
            self._stale = True


class _Model(ListModel):
    """Rows of which some columns are numbers."""

    numbers: frozenset[int] = frozenset()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a place shows, numbers to the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.numbers:
            return _RIGHT
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading, that of numbers to the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.numbers:
            return _RIGHT
        return super().headerData(section, orientation, role)


class Rows(ListView):
    """A list of which several rows can be chosen and copied; the cursor stays on its row."""

    def __init__(self, name: str, widths: Sequence[int], stretched: int = 0) -> None:
        """`widths` in letters."""
        super().__init__(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what offices are called ends apart
        self._widths, self._stretched = widths, stretched
        self._fresh = True  # the columns haven't been shown yet
        self._sharing = QTimer(self)
        self._sharing.setSingleShot(True)
        self._sharing.setInterval(0)
        self._sharing.timeout.connect(self._share_room)
        self.entries: Sequence[Any] = ()
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.told: Callable[[str], object] = lambda _text: None

    def resize_to(self, widths: Sequence[int], stretched: int) -> None:
        """Take other columns; those that stay as they are keep what the clerk made of them."""
        if (tuple(widths), stretched) != (tuple(self._widths), self._stretched):
            self._widths, self._stretched, self._fresh = widths, stretched, True

    def put(
        self,
        headings: Sequence[str],
        entries: Sequence[Any],
        cell: Callable[[Any, int], str],
        mark: Callable[[Any, int], str] | None = None,
        key: Callable[[Any], object] = id,
        numbers: frozenset[int] = frozenset(),
    ) -> None:
        """Show other rows; `numbers` are the columns that stand to the right."""
        row, before = self.currentIndex().row(), self.current()
        kept = None if before is None else key(before)
        self.entries = entries
        widths = [self.columnWidth(place) for place in range(len(self._widths))]
        model = _Model(headings, entries, cell, mark)
        model.numbers = numbers
        self.show_list(model, self._widths)
        if not self._fresh:
            for place, width in enumerate(widths):
                self.setColumnWidth(place, width)
        self._fresh = False
        self.horizontalHeader().setStretchLastSection(False)
        self._share_room()
        places = (place for place, one in enumerate(entries) if key(one) == kept)
        place = next(places, min(max(row, 0), len(entries) - 1))
        if entries:
            self.selectRow(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew, once Qt is through with it: another model comes with a resize."""
        super().resizeEvent(event)
        self._sharing.start()

    def _share_room(self) -> None:
        if not self._fresh and self._stretched < len(self._widths):
            letter = self.fontMetrics().averageCharWidth()
            share_room(self, self._stretched, letter * self._widths[self._stretched] + 16)

    def current(self) -> Any:
        """Return the row with the cursor, None without."""
        row = self.currentIndex().row()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def chosen(self) -> list[Any]:
        """Return the selected rows in the order shown."""
        model = self.selectionModel()
        places = sorted(one.row() for one in model.selectedRows()) if model is not None else []
        return [self.entries[place] for place in places]

    def copy(self) -> None:
        """Copy the selected rows, or all when there is but the one with the cursor."""
        model = self.selectionModel()
        places = sorted(one.row() for one in model.selectedRows()) if model is not None else []
        if len(places) < 2:
            places = list(range(len(self.entries)))
        count = copy_list(self, places)
        words = ngettext("{count} row was copied.", "{count} rows were copied.", count)
        self.told(words.format(count=number(count)))


def share_room(table: QTableView, main: int, least: int) -> None:
    """Give the main column what is left; below `least` pixels for it, all are scrolled."""
    header = table.horizontalHeader()
    others = sum(table.columnWidth(place) for place in range(header.count()) if place != main)
    enough = table.viewport().width() - others >= least
    mode = header.ResizeMode.Stretch if enough else header.ResizeMode.Interactive
    stretched = header.sectionResizeMode(main) == header.ResizeMode.Stretch
    header.setSectionResizeMode(main, mode)
    if not enough and (stretched or table.columnWidth(main) < least):
        table.setColumnWidth(main, least)


def copy_button(rows: Rows, section: Section) -> QPushButton:
    """Return the button that copies a list."""
    tip = _("Copy the selected rows, or all, to be put into Word or Excel (Ctrl+C)")
    rows.told = lambda text: section.notice.tell(text, "success")
    return section.button(_("Cop&y the list"), "copy", tip, rows.copy)

"""One line to type into, and below it what the whole book holds of it, by register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QBrush, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.vietnamese.fold import words
from desktop.ui import deeds_gateway as gateway
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.jobs import Job, Jobs
from desktop.ui.register.look import airy
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.finding_everywhere import Group, Hit

_PAUSE_MS = 120
_SIZE = QSize(820, 520)
_COMMANDS = 5  # of the menu are offered at most
_WHAT = int(Qt.ItemDataRole.UserRole)  # the Hit or the QAction behind a line
_ICONS = {
    "members": "user",
    "units": "building-2",
    "pledges": "file-check",
    "models": "lightbulb",
    "awards": "award",
    "rounds": "medal",
    "decisions": "scroll-text",
    "campaigns": "calendar",
    "documents": "file-text",
}

FindCommands = Callable[[Sequence[str]], list[tuple[str, QAction]]]


class FoundLine(LineEdit):
    """The line; the keys that move in the list go there while the cursor stays here."""

    moved = Signal(int)  # so many lines down
    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, or open what is chosen; all else is typing."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 10,
            Qt.Key.Key_PageUp: -10,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and not self.preedit:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def tidy(self) -> None:
        """Leave the text alone."""


class FindEverywhereDialog(QDialog):
    """Finds records of all registers, and entries of the menus, by some words."""

    record_chosen = Signal(str, int)

    def __init__(self, jobs: Jobs, commands: FindCommands, parent: QWidget | None = None) -> None:
        """`commands` gives the entries of the menus that hold some folded words."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find in the whole book"))
        self._jobs, self._commands = jobs, commands
        self._job: Job | None = None
        self._shown_for = ("", False)
        self._open_first = False  # Enter was pressed before what was typed had been found
        self.line = FoundLine()
        self.line.setPlaceholderText(_("Name, card number, content, file name, menu command…"))
        self.line.setAccessibleName(_("Find in the whole book"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(icon("search", "muted"), LineEdit.ActionPosition.LeadingPosition)
        self.binned = QCheckBox(_("Also in the &recycle bin"))
        self.list = _list()
        self._message = QLabel()
        self._message.setProperty("role", "muted")
        self._message.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.line, self.list, self._message, self.binned):
            layout.addWidget(widget, 1 if widget is self.list else 0)
        self.line.typed.connect(self._timer.start)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.line.moved.connect(self._move)
        self.line.chosen.connect(self._enter)
        self.list.itemActivated.connect(lambda item, _column: self._open(item))
        self.list.itemClicked.connect(lambda item, _column: self._open(item))
        self.binned.toggled.connect(lambda _on: self._find())
        self.resize(_SIZE)
        self._tell(())

    def begin(self, text: str) -> None:
        """Offer what was looked for before, marked so that typing goes over it."""
        self.line.setText(text)
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self._find()

    def hits(self) -> list[Hit]:
        """Return the records listed, in their order."""
        found = (item.data(0, _WHAT) for item in self._items())
        return [one for one in found if not isinstance(one, QAction)]

    # Finding

    def _asked(self) -> tuple[str, bool]:
        return " ".join(self.line.full_text().split()), self.binned.isChecked()

    def _find(self) -> None:
        self._timer.stop()
        asked = self._asked()
        if self._job is not None:
            self._job.cancel()  # what was typed goes on: the rest of it isn't wanted
        if not words(asked[0]):
            self._came((), asked)
            return
        self._job = self._jobs.read(
            gateway.find_everywhere,
            *asked,
            key=(id(self), "found"),
            on_done=lambda groups: self._came(groups, asked),
            context=self,
        )

    def _came(self, groups: Sequence[Group], asked: tuple[str, bool]) -> None:
        self._job = None
        if asked != self._asked():
            return  # the timer is running for what is typed by now
        self._shown_for = asked
        commands = self._commands(words(asked[0])) if words(asked[0]) else []
        self.list.clear()
        for group in groups:
            self._add_group(group)
        if commands:
            top = _heading(self.list, _("Menu commands"))
            for menu, action in commands[:_COMMANDS]:
                text = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
                _line(top, text, menu, action, action.icon())
        self.list.expandAll()
        items = self._items()
        if items:
            self.list.setCurrentItem(items[0])
        self._tell(groups)
        if self._open_first:
            self._open_first = False
            self._open(self.list.currentItem())

    def _add_group(self, group: Group) -> None:
        heading = f"{group.heading} …" if group.more else group.heading
        top = _heading(self.list, heading)
        if group.more:
            top.setToolTip(0, _("There are more; type further words."))
        for hit in group.hits:
            detail = " · ".join(one for one in (hit.found_in, hit.detail) if one)
            if hit.deleted:
                binned = _("In the recycle bin")
                detail = f"{binned} · {detail}" if detail else binned
            shown = icon("trash-2" if hit.deleted else _ICONS.get(hit.register, "list"), "muted")
            line = _line(top, hit.title or "—", detail, hit, shown)
            line.setForeground(1, QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText)))

    def _tell(self, groups: Sequence[Group]) -> None:
        typed = bool(words(self._asked()[0]))
        if not typed:
            text = _("Type a few letters of any words, without diacritics if you like.")
        elif not self._items():
            text = _("Nothing holds all of these words. Try fewer or shorter ones.")
        elif any(one.more for one in groups):
            text = _("There are more; type further words.")
        else:
            text = _("Enter opens, Up and Down choose, Esc closes.")
        self._message.setText(text)

    # Choosing

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount())]
        return [
            child
            for top in tops
            if top is not None
            for child in (top.child(place) for place in range(top.childCount()))
            if child is not None
        ]

    def _move(self, step: int) -> None:
        items = self._items()
        if not items:
            return
        current = self.list.currentItem()
        place = items.index(current) if current in items else -1
        item = items[max(0, min(len(items) - 1, place + step))]
        self.list.setCurrentItem(item)
        self.list.scrollToItem(item)

    def _enter(self) -> None:
        commit_input()
        if self._asked() != self._shown_for:
            self._open_first = True
            self._find()
        else:
            self._open(self.list.currentItem())

    def _open(self, item: QTreeWidgetItem | None) -> None:
        what: Any = None if item is None else item.data(0, _WHAT)
        if what is None:
            return
        self.accept()
        if isinstance(what, QAction):
            what.trigger()
        else:
            self.record_chosen.emit(what.register, what.id)


def _list() -> QTreeWidget:
    made = QTreeWidget()
    made.setAccessibleName(_("What was found"))
    made.setColumnCount(2)
    made.setHeaderHidden(True)
    made.setRootIsDecorated(False)
    made.setIndentation(GAP)
    made.setUniformRowHeights(True)
    made.setExpandsOnDoubleClick(False)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    airy(made)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays in the line
    header = made.header()
    header.setStretchLastSection(True)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, _SIZE.width() * 45 // 100)
    return made


def _heading(tree: QTreeWidget, text: str) -> QTreeWidgetItem:
    top = QTreeWidgetItem(tree, [text])
    top.setFlags(Qt.ItemFlag.ItemIsEnabled)  # named, not to be chosen
    font = top.font(0)
    font.setBold(True)
    top.setFont(0, font)
    top.setFirstColumnSpanned(True)
    return top


def _line(top: QTreeWidgetItem, text: str, detail: str, what: Any, shown: Any) -> QTreeWidgetItem:
    item = QTreeWidgetItem(top, [text, detail])
    item.setIcon(0, shown)
    item.setToolTip(0, text)
    item.setToolTip(1, detail)
    item.setData(0, _WHAT, what)
    return item

"""The second and the third step: items common to all, then each one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.pledges.register_cell_draft import TARGET, Cells, ItemRow, ItemsDraft
from desktop.ui.pledges.register_cell_grid import ItemsGrid
from desktop.ui.pledges.register_cell_model import concrete_hint
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP
from desktop.ui.widgets.lists import ListModel, ListView
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from desktop.services.registering_people import Candidate, Item, Suggested

_PERSON = Qt.ItemDataRole.UserRole


def cells_of(item: Item) -> Cells:
    """Return a kept item as the grid shows it, without its day, which has passed."""
    return (item.content, item.duty or "", item.target or "", "")


def _vague_words(rows: Sequence[ItemRow]) -> str:
    vague = sum(1 for one in rows if one.vague)
    if not vague:
        return ""
    text = ngettext(
        "{count} line has no duty or no target.", "{count} lines have no duty or no target.", vague
    )
    return f"{text.format(count=number(vague))} {concrete_hint()}"


class CommonStep(QWidget):
    """Items that everybody gets; beside them what was registered the year before."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = ItemsGrid(_("Items for all"))
        self.offered = ListView(_("Registered the year before"))
        self.add = QPushButton(_("&Add as an item"))
        self.target = QPushButton(_("Only its tar&get"))
        self.hint = WrappedLabel()
        self.hint.setProperty("role", "warning")
        self._suggested: Sequence[Suggested] = ()
        lead = WrappedLabel(
            _(
                "What everybody registers; each one's own follows in the next step. "
                "Blocks can be pasted from Excel and Word; Ctrl+Delete removes a line."
            )
        )
        lead.setProperty("role", "muted")
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(0, 0, GAP // 2, 0)
        room.addWidget(lead)
        room.addWidget(self.grid, 1)
        room.addWidget(self.hint)
        self.panes = Panes(context.settings, "splitter.register_cell", left, self._beside(), 640)
        self.panes.fill(self)
        self.grid.items.edited.connect(self._edited)
        self.add.clicked.connect(self._add)
        self.target.clicked.connect(self._take_target)
        self.offered.doubleClicked.connect(lambda _index: self._add())
        self._edited()

    def _beside(self) -> QWidget:
        title = QLabel(_("Registered the year before"))
        title.setProperty("role", "muted")
        buttons = QHBoxLayout()
        for button in (self.add, self.target):
            button.setAutoDefault(False)
            button.setEnabled(False)
            buttons.addWidget(button)
        right = QWidget()
        room = QVBoxLayout(right)
        room.setContentsMargins(GAP // 2, 0, 0, 0)
        room.addWidget(title)
        room.addWidget(self.offered, 1)
        room.addLayout(buttons)
        return right

    def offer(self, found: Sequence[Suggested]) -> None:
        """Show what was registered the year before."""
        self._suggested = found

        def cell(one: Suggested, column: int) -> str:
            texts = (one.item.content, one.item.duty, one.item.target, number(one.times))
            return texts[column] or ""

        heads = [_("Content"), _("Tied to the duty"), _("Target"), _("Times")]
        self.offered.show_list(ListModel(heads, found, cell), [22, 13, 13, 4])
        for button in (self.add, self.target):
            button.setEnabled(bool(found))

    def show_rows(self, rows: Sequence[ItemRow]) -> None:
        """Show the items."""
        self.grid.items.show_rows(rows)
        self._edited()

    def focus(self) -> None:
        """Put the cursor where the typing begins."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> Suggested | None:
        row = self.offered.currentIndex().row()
        return self._suggested[row] if 0 <= row < len(self._suggested) else None

    def _add(self) -> None:
        one = self._chosen()
        if one is not None:
            place = self.grid.items.add_rows([ItemRow(cells_of(one.item))])
            self.grid.show_place(place)

    def _take_target(self) -> None:
        one = self._chosen()
        if one is not None:
            place = self.grid.currentIndex().row()
            self.grid.items.set_cells([(place, TARGET, one.item.target or "")])

    def _edited(self) -> None:
        words = _vague_words(self.grid.items.rows)
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.changed.emit()


class OwnStep(QWidget):
    """Each one's items: the common ones filled in, to be changed, dropped or added to."""

    def __init__(
        self, context: PageContext, draft: ItemsDraft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._people: list[Candidate] = []
        self._shown: Candidate | None = None
        self._showing = False
        self.people = QListWidget()
        self.people.setAccessibleName(_("Those chosen"))
        airy(self.people)
        self.grid = ItemsGrid(_("Items of this one"))
        self.title = WrappedLabel()
        self.title.setProperty("role", "subtitle")
        self.hint = WrappedLabel()
        self.hint.setProperty("role", "warning")
        self.carry = QCheckBox(_("Take last year's &unfinished items along"))
        self.again = QPushButton(_("&Common items as they are"))
        self.before = QPushButton(icon("chevron-up"), "")
        self.after = QPushButton(icon("chevron-down"), "")
        self._lay_out(context)
        self.people.currentRowChanged.connect(self._choose)
        self.grid.items.edited.connect(self._edited)
        self.carry.toggled.connect(self._carry)
        self.again.clicked.connect(self._take_common)
        self.before.clicked.connect(lambda: self.go(-1))
        self.after.clicked.connect(lambda: self.go(1))
        for keys, step in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.go(step))

    def _lay_out(self, context: PageContext) -> None:
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(0, 0, GAP // 2, 0)
        room.addWidget(self.people, 1)
        room.addWidget(self.carry)
        tools = QHBoxLayout()
        tools.addWidget(self.again)
        tools.addStretch(1)
        for button, tip in (
            (self.before, _("The one before (Ctrl+PgUp)")),
            (self.after, _("The next one (Ctrl+PgDown)")),
        ):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            tools.addWidget(button)
        for button in (self.again, self.before, self.after):
            button.setAutoDefault(False)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP // 2, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.grid, 1)
        column.addWidget(self.hint)
        column.addLayout(tools)
        self.panes = Panes(context.settings, "splitter.register_cell_own", left, right, 280)
        self.panes.fill(self)

    @property
    def shown(self) -> Candidate | None:
        """The one whose items are shown."""
        return self._shown

    def show_people(self, people: Sequence[Candidate], carries: bool) -> None:
        """Show those chosen; `carries`: last year's open items are offered at once."""
        self._people = list(people)
        self._shown = None
        self.people.clear()
        for one in people:
            item = QListWidgetItem(self.people)
            item.setData(_PERSON, one)
            self._mark(item, one)
        some = any(one.unfinished for one in people)
        self.carry.setVisible(some)
        if some and carries and not self.carry.isChecked():
            self.carry.setChecked(True)
        elif self.carry.isChecked():
            self._carry(True)
        self.people.setCurrentRow(0)

    def focus(self) -> None:
        """Put the cursor where the typing begins."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: int) -> None:
        """Show the one before or the next one; the cursor stays in the grid."""
        self.grid.commit()
        row = self.people.currentRow() + step
        if 0 <= row < self.people.count():
            self.people.setCurrentRow(row)
            self.focus()

    def problem(self) -> str:
        """Return what can't be kept, having brought it up; nothing when all can."""
        for row, one in enumerate(self._people):
            for place, line in enumerate(self._draft.rows(one.who.key)):
                sentence = line.problem()
                if sentence:
                    self.people.setCurrentRow(row)
                    self.grid.show_place(place, line.wrong_column)
                    return f"{one.who.name}: {sentence}"
        return ""

    def _choose(self, row: int) -> None:
        self.grid.commit()
        self._shown = self._people[row] if 0 <= row < len(self._people) else None
        self._show()

    def _show(self) -> None:
        one = self._shown
        self._showing = True
        rows = [] if one is None else self._draft.rows(one.who.key)
        self.grid.items.show_rows(rows)
        self.grid.show_place(0)
        self._showing = False
        self.title.setText("" if one is None else _title(one))
        self._tell()

    def _edited(self) -> None:
        if self._shown is None or self._showing:
            return
        self._draft.take(self._shown.who.key, self.grid.items.rows)
        self._tell()

    def _tell(self) -> None:
        words = _vague_words(self.grid.items.rows)
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        item: Any = self.people.currentItem()
        if item is not None and self._shown is not None:
            self._mark(item, self._shown)
        row, last = self.people.currentRow(), self.people.count() - 1
        self.before.setEnabled(row > 0)
        self.after.setEnabled(0 <= row < last)

    def _mark(self, item: QListWidgetItem, one: Candidate) -> None:
        own = self._draft.own.get(one.who.key)
        count = len(self._draft.rows(one.who.key))
        item.setText(f"{one.who.name} ({number(count)})")
        item.setToolTip(_title(one))
        differs = own is not None and own.differs
        item.setIcon(icon("pencil", "accent") if differs else icon("user", "muted"))

    def _carry(self, on: bool) -> None:
        """Offer last year's open items to everybody, or take them back."""
        for one in self._people:
            rows = [cells_of(item) for item in one.unfinished]
            if on:
                self._draft.carry(one.who.key, rows)
            else:
                self._draft.uncarry(one.who.key, rows)
        for row, one in enumerate(self._people):
            self._mark(self.people.item(row), one)
        self._show()

    def _take_common(self) -> None:
        if self._shown is not None:
            self._draft.as_common(self._shown.who.key)
            self._show()


def _title(one: Candidate) -> str:
    return ", ".join(text for text in (one.who.name, one.who.post or "", one.unit) if text)

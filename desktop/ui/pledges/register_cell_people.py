"""The list of who may be registered: ticked with the space bar, searched, heads on top."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.core.terms import PledgerKind
from desktop.core.vietnamese.fold import fold
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.register.display import partial_text

if TYPE_CHECKING:
    from desktop.services.registering_people import Candidate

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NAME, POST, UNIT, NOTE = range(4)
_WIDTHS = (27, 20, 20, 20)


class PeopleModel(QAbstractTableModel):
    """Candidates with a tick each; those with a pledge only when they are to be completed."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.everyone: list[Candidate] = []
        self._shown: list[Candidate] = []
        self._texts: dict[Any, str] = {}
        self._chosen: set[Any] = set()
        self._added: list[Candidate] = []
        self._words: tuple[str, ...] = ()
        self.completing = False
        self.touched = False  # the clerk ticked or added somebody

    @property
    def chosen(self) -> list[Candidate]:
        """Those who are ticked, in the order of the list."""
        return [one for one in self.everyone if self._is_chosen(one)]

    def show_people(
        self,
        people: Sequence[Candidate],
        *,
        ticked: bool = True,
        only: Collection[Any] | None = None,
    ) -> None:
        """Show candidates and those the clerk added, who stay ticked.

        `ticked`: so are the others who have no pledge yet and are not exempt; with `only`, those
        of these keys.
        """
        known = {one.who.key for one in people}
        added = [one for one in self._added if one.who.key not in known]
        chosen = {one.who.key for one in self._added} & self._chosen
        if only is not None:
            chosen |= {one.who.key for one in people if one.pledge_id is None} & set(only)
        elif ticked:
            chosen |= {one.who.key for one in people if one.pledge_id is None and not one.exempt}
        self._chosen = chosen
        self._show([*people, *added])

    def _show(self, people: Sequence[Candidate]) -> None:
        self.beginResetModel()
        self.everyone = list(people)
        self._texts = {
            one.who.key: fold(f"{one.who.name} {one.who.post or ''} {one.unit}") for one in people
        }
        self._filter()
        self.endResetModel()
        self.ticked.emit()

    def add(self, one: Candidate) -> None:
        """Add somebody, ticked; who is there already is ticked."""
        self.touched = True
        if all(each.who.key != one.who.key for each in self.everyone):
            self._chosen.add(one.who.key)
            self._added.append(one)
            self._show([*self.everyone, one])
        else:
            self._chosen.add(one.who.key)
            self._tell()

    def search(self, text: str) -> None:
        """Show only those in whom these words occur."""
        self._words = tuple(fold(text).split())
        self.beginResetModel()
        self._filter()
        self.endResetModel()

    def complete(self, on: bool) -> None:
        """Let those who have a pledge be ticked, too."""
        self.completing = on
        self._tell()

    def tick(self, rows: Sequence[int], on: bool | None = None) -> None:
        """Tick rows, or take the ticks away; without `on` as the first one is not."""
        may = [self._shown[row] for row in rows if self.may_tick(self._shown[row])]
        if not may:
            return
        wanted = not self._is_chosen(may[0]) if on is None else on
        keys = {one.who.key for one in may}
        self._chosen = self._chosen | keys if wanted else self._chosen - keys
        self.touched = True
        self._tell()

    def tick_shown(self, on: bool) -> None:
        """Tick everybody who is shown, or nobody."""
        self.tick(range(len(self._shown)), on)

    def may_tick(self, one: Candidate) -> bool:
        """Tell whether somebody can be registered or completed."""
        return one.pledge_id is None or self.completing

    def _is_chosen(self, one: Candidate) -> bool:
        return one.who.key in self._chosen and self.may_tick(one)

    def _filter(self) -> None:
        self._shown = [
            one
            for one in self.everyone
            if all(word in self._texts[one.who.key] for word in self._words)
        ]

    def _tell(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, NOTE))
        self.ticked.emit()

    # what Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else NOTE + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Name"), _("Post"), _("Unit"), _("Note"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if index.column() == NAME and self.may_tick(self._shown[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        one, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(one, column)
        if column == NAME and role == Qt.ItemDataRole.CheckStateRole:
            chosen = self._is_chosen(one)
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole and not self.may_tick(one):
            group, colour = QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text
            return QGuiApplication.palette().color(group, colour)
        if role == Qt.ItemDataRole.FontRole and one.head:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.DecorationRole and column == NAME and one.head:
            return icon("star", "accent")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a tick that the mouse made."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _text(self, one: Candidate, column: int) -> str:
        if column == NAME:
            return one.who.name
        if column == POST:
            return one.who.post or ""
        return one.unit if column == UNIT else _note(one)


def _note(one: Candidate) -> str:
    parts = []
    if one.pledge_id is not None:
        words = ngettext(
            "has one already, {count} item", "has one already, {count} items", one.items
        )
        parts.append(words.format(count=number(one.items)))
    if one.head:
        parts.append(_("head"))
    if one.exempt:
        parts.append(_("exempt from activity"))
    if one.who.kind != PledgerKind.MEMBER.value:
        kind = next(each for each in PledgerKind if each.value == one.who.kind)
        parts.append((kind.heading if language() == "vi" else kind.label).lower())
    elif one.born:
        parts.append(_("born {date}").format(date=partial_text(one.born)))
    return ", ".join(parts)


class PeopleView(QTableView):
    """The table of candidates; the space bar ticks all rows that are selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = PeopleModel(self)
        self.setModel(self.people)
        self.setAccessibleName(_("Who registers"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        letter = self.fontMetrics().averageCharWidth()
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, letter * width + 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks what is selected."""
        if event.key() == Qt.Key.Key_Space:
            rows = sorted({one.row() for one in self.selectionModel().selectedRows()})
            current = self.currentIndex().row()
            if current in rows:  # the row with the cursor decides: ticked or not
                rows = [current, *(one for one in rows if one != current)]
            self.people.tick(rows)
        else:
            super().keyPressEvent(event)

"""The files that are to be taken in, as a table: whose each is, what it changes, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.formats import date_text
from desktop.ui.i18n import N_, _, number
from desktop.ui.icons import icon
from desktop.ui.upward import gateway
from desktop.ui.upward.section import share_room
from desktop.ui.upward.words import signature_words
from desktop.ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from desktop.services.receiving import Arriving

_Index = QModelIndex | QPersistentModelIndex
_HEADS = (
    N_("Office"), N_("Period"), N_("Number"), N_("Signature"), N_("Recognised"),
    N_("New"), N_("Changed"), N_("Gone"), N_("Same"), N_("State"),
)  # fmt: skip
_TIPS = {
    2: N_("How many times the office has sent for this period"),
    4: N_("Tick it when the fingerprint was compared by phone (Space)"),
    6: N_("Records that differ from the submission that is in the book"),
    7: N_("Records of the submission in the book that this one no longer has"),
}
_WIDTHS = (0, 160, 40, 104, 82, 50, 68, 76, 84, 320)
_LEAST = 240  # of the offices
ACCEPTED = 4
_COUNTS = {5: "new", 6: "changed", 7: "gone", 8: "same"}
_STATE = 9
_Role = Qt.ItemDataRole


class State(Enum):
    """How far a file has come."""

    WAITING = auto()
    LOOKING = auto()
    LOCKED = auto()
    READY = auto()
    REFUSED = auto()
    ALREADY = auto()
    TAKING = auto()
    TAKEN = auto()
    FAILED = auto()


_ICONS = {
    State.WAITING: ("clock", "muted"),
    State.LOOKING: ("clock", "muted"),
    State.LOCKED: ("lock", "accent"),
    State.READY: ("download", "accent"),
    State.REFUSED: ("circle-x", "danger"),
    State.ALREADY: ("circle-check", "muted"),
    State.TAKING: ("download", "accent"),
    State.TAKEN: ("circle-check", "accent"),
    State.FAILED: ("circle-x", "danger"),
}


@dataclass(frozen=True)
class Incoming:
    """A file, what was found in it, and the sentence of what went wrong with it."""

    path: Path
    state: State = State.WAITING
    looked: gateway.LookedAt | None = None
    accepted: bool = False
    told: str = ""

    @property
    def submission(self) -> Arriving | None:
        """What it is when it is a submission."""
        if self.looked is None or self.looked.answer:
            return None
        found: Any = self.looked.found
        return found  # type: ignore[no-any-return]  # of the two it is this one

    @property
    def asks(self) -> bool:
        """Whether the clerk's word is needed before it can be taken in."""
        if self.looked is None or self.state not in (State.READY, State.FAILED):
            return False
        found: Any = self.looked.found
        return bool(found.asks if self.looked.answer else found.needs_accept)

    @property
    def can_go(self) -> bool:
        """Whether it can be taken in now."""
        return self.state in (State.READY, State.FAILED) and (self.accepted or not self.asks)


class ArrivingModel(QAbstractTableModel):
    """The files as rows; what is ticked is the clerk's word that the sender is the right one."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Incoming] = []

    def add(self, paths: Sequence[Path]) -> int:
        """Add files that aren't there yet; return how many."""
        there = {one.path for one in self.entries}
        fresh = [Incoming(one) for one in dict.fromkeys(paths) if one not in there]
        if fresh:
            first = len(self.entries)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self.entries += fresh
            self.endInsertRows()
        return len(fresh)

    def remove(self, places: Sequence[int]) -> None:
        """Leave files out."""
        for place in sorted(places, reverse=True):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self.entries[place]
            self.endRemoveRows()

    def put(self, path: Path, **changed: Any) -> None:
        """Change what is known of a file; one that was left out meanwhile stays out."""
        for place, one in enumerate(self.entries):
            if one.path == path:
                self.entries[place] = replace(one, **changed)
                last = self.index(place, len(_HEADS) - 1)
                self.dataChanged.emit(self.index(place, 0), last)

    def of_state(self, *states: State) -> list[Incoming]:
        """Return the files of these states."""
        return [one for one in self.entries if one.state in states]

    def accept(self, places: Sequence[int], accepted: bool) -> None:
        """Tick files for which the clerk's word is needed, or take that back.

        What is said of a key holds for every file that its office signed with it.
        """
        keys = {_sender(self.entries[place]) for place in places if self.entries[place].asks}
        for one in list(self.entries):
            if one.asks and _sender(one) in keys:
                self.put(one.path, accepted=accepted)
        self.ticked.emit()

    # what Qt asks

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many files there are."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return _(_HEADS[section])
        if role == _Role.ToolTipRole and section in _TIPS:
            return _(_TIPS[section])
        if role == _Role.TextAlignmentRole and section in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let what needs the clerk's word be ticked."""
        flags = super().flags(index)
        if index.column() == ACCEPTED and self.entries[index.row()].asks:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what stands in a cell."""
        one, column = self.entries[index.row()], index.column()
        if role in (_Role.DisplayRole, _Role.ToolTipRole):
            return cell(one, column)
        if role == _Role.DecorationRole and column == 0:
            return icon(*_ICONS[one.state])
        if role == _Role.DecorationRole and column == _STATE and _odd(one):
            return icon("triangle-alert", "danger")
        if role == _Role.CheckStateRole and column == ACCEPTED and one.asks:
            return Qt.CheckState.Checked if one.accepted else Qt.CheckState.Unchecked
        if role == _Role.TextAlignmentRole and column in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Tick a file."""
        if role != _Role.CheckStateRole or index.column() != ACCEPTED:
            return False
        self.accept([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


class _Begun(QStyledItemDelegate):
    """Shows how a sentence begins where it has no room."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Leave the end out."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class ArrivingTable(RowTable):
    """The table of files; Space ticks the selected ones."""

    tick_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.files = ArrivingModel()
        super().__init__(self.files, _("Files"), _WIDTHS, 0, parent)
        self.horizontalHeader().setMinimumSectionSize(36)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what offices are called ends apart
        self.setItemDelegateForColumn(_STATE, _Begun(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the offices' names."""
        super().resizeEvent(event)
        share_room(self, 0, _LEAST)

    def current(self) -> Incoming | None:
        """Return the file with the cursor."""
        row = self.currentIndex().row()
        return self.files.entries[row] if 0 <= row < len(self.files.entries) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by Space, whichever column the cursor is in."""
        if event.key() == Qt.Key.Key_Space:
            self.tick_wanted.emit()
        else:
            super().keyPressEvent(event)


def _sender(one: Incoming) -> tuple[str, str, str]:
    """Return what the clerk's word is about: a signed file's office and key, else the file."""
    if one.looked is None:
        return "", "", str(one.path)
    said = one.looked.found.manifest
    return said.office_uid, said.public_key, "" if said.public_key else str(one.path)


def _odd(one: Incoming) -> bool:
    """Tell whether there is something about a file that the clerk should read."""
    sent = one.submission
    return one.state is State.READY and sent is not None and bool(sent.warnings)


def cell(one: Incoming, column: int) -> str:
    """Return what stands in a column of a file."""
    if one.looked is None:
        return {0: one.path.name, _STATE: state_words(one)}.get(column, "")
    found: Any = one.looked.found
    said, sent = found.manifest, one.submission
    if column in _COUNTS:
        if sent is None:
            return ""
        if column == 8 and sent.replaced is None:
            return ""
        return number(sum(getattr(part, _COUNTS[column]) for part in sent.changes))
    if column == 0:
        return str(said.office_name)
    if column == 1:
        return f"{date_text(said.period_from)} - {date_text(said.period_to)}"
    if column == 2:
        return str(found.number)
    if column == 3:
        taken = one.state in (State.TAKEN, State.ALREADY)
        wrong = found.trust is None
        return _("Signature wrong") if wrong else signature_words(found.trust, taken=taken)
    return state_words(one) if column == _STATE else ""


def state_words(one: Incoming) -> str:
    """Return how a file stands, in words."""
    if one.told:  # the file's name stands at the row's beginning
        said = one.told.removeprefix(f"«{one.path.name}»").lstrip(": ")
        return said[:1].upper() + said[1:]
    plain = {
        State.WAITING: _("Waiting to be looked at"),
        State.LOOKING: _("Being looked at…"),
        State.LOCKED: _("Needs its passphrase"),
        State.ALREADY: _("Is in the book already"),
        State.TAKING: _("Being taken in…"),
        State.TAKEN: _("Taken in"),
    }
    if one.state in plain:
        return plain[one.state]
    sent = one.submission
    parts = []
    if one.asks and not one.accepted:
        parts.append(_("Compare the signature by phone, then tick “Recognised”"))
    if sent is None:
        parts.append(_("Answer of the higher office"))
    elif sent.replaced is not None:
        parts.append(_("Replaces number {number}").format(number=sent.replaced.number))
    parts += () if sent is None else sent.warnings
    return "; ".join(parts) if parts else _("Can be taken in")

"""The table of findings: what is wrong, with which record, where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import N_, _, language
from desktop.ui.icons import icon
from desktop.ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.services.cleaning import Finding

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS = (N_("Kind"), N_("Record"), N_("What is to be looked at"), N_("Register"), N_("Unit"))
_WIDTHS = (104, 180, 0, 96, 210)  # the third takes what room is left
_STRETCHED = 2
_ICONS = {
    "missing": ("pen-line", "accent"),
    "contradictory": ("circle-alert", "danger"),
    "stale": ("clock", "muted"),
}
_DONE = ("circle-check", "muted")


class FindingModel(QAbstractTableModel):
    """Findings as rows."""

    def __init__(self, specs: Mapping[str, RegisterSpec]) -> None:
        super().__init__()
        self._specs = specs
        self.entries: Sequence[Finding] = ()

    def show_entries(self, entries: Sequence[Finding]) -> None:
        """Show other findings."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many findings there are."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell."""
        one = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(one, index.column())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return icon(*(_DONE if one.confirmed else _ICONS[one.kind.value]))
        if role == Qt.ItemDataRole.ForegroundRole and one.confirmed:
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _text(self, one: Finding, column: int) -> str:
        if column == 0:
            kind = one.kind.heading if language() == "vi" else one.kind.label
            return _("Confirmed") if one.confirmed else kind
        if column == 3:
            spec = self._specs[one.register]
            return spec.heading if language() == "vi" else spec.label
        return (one.title, one.words, "", one.unit)[column - 1]


class FindingTable(RowTable):
    """The table of findings."""

    def __init__(self, specs: Mapping[str, RegisterSpec], parent: QWidget | None = None) -> None:
        findings = FindingModel(specs)
        super().__init__(findings, _("What is to be looked at"), _WIDTHS, _STRETCHED, parent)
        self.findings = findings

    def current(self) -> Finding | None:
        """Return the finding with the cursor."""
        row = self.currentIndex().row()
        return self.findings.entries[row] if 0 <= row < len(self.findings.entries) else None

    def chosen(self) -> list[Finding]:
        """Return the selected findings, in the order shown."""
        return [self.findings.entries[row] for row in self.chosen_places()]

    def show_entries(self, entries: Sequence[Finding]) -> None:
        """Show other findings; the cursor stays on its finding, or where it was."""
        before, row = self.current(), self.currentIndex().row()
        self.findings.show_entries(entries)
        if not entries:
            return
        if before is not None:
            key = (before.rule, before.uid)
            places = (n for n, one in enumerate(entries) if (one.rule, one.uid) == key)
            row = next(places, min(row, len(entries) - 1))
        self.select_place(max(row, 0))

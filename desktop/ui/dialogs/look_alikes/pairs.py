"""The left side: the pairs that were found, of the whole book or of a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QLabel, QVBoxLayout, QWidget

from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.theme import GAP
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.likeness import Pair
    from desktop.services.registers import UnitNode
    from desktop.ui.look_alike_gateway import Looked

# by the values of services.likeness.Pair.kind
_KINDS: Mapping[str, str] = {
    "card": N_("same card number"),
    "slip": N_("card number one digit off"),
    "name": N_("same name, birth fits"),
    "near": N_("name nearly the same"),
}
_INDENT = "    "
_DEEPEST = 64
_LETTERS = 24  # of the column of names, at least


class _View(ListView):
    entered = Signal()  # Enter: the clerk goes on to the two records

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class PairList(QWidget):
    """Shows pairs; the one with the cursor is shown side by side."""

    chosen = Signal(object)  # Pair or None
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: Sequence[Pair] = ()
        self._above: dict[int, int | None] = {}
        self._unit = QComboBox()
        self._unit.setAccessibleName(_("Of the unit"))
        self._unit.setToolTip(_("Of the unit"))
        self._unit.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._unit.setMinimumContentsLength(_LETTERS)
        self._unit.currentIndexChanged.connect(lambda _place: self._show(None))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.view = _View(_("Pairs that may be one person"))
        self.view.row_changed.connect(lambda _row: self.chosen.emit(self.current()))
        self.view.entered.connect(self.entered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for widget in (self._unit, self.count):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)

    def show_pairs(self, looked: Looked) -> None:
        """Show what was found; the cursor stays on its pair, or on its place."""
        unit = self._unit.currentData()
        self._pairs = looked.pairs
        self._offer(looked.units, unit)
        self._show(self.current())

    def current(self) -> Pair | None:
        """Return the pair with the cursor."""
        rows = self._rows()
        place = self.view.currentIndex().row()
        return rows[place] if 0 <= place < len(rows) else None

    def next(self) -> bool:
        """Go on to the next pair, after the last to the first; False when there was only one."""
        rows = self._rows()
        if len(rows) < 2:
            return False
        place = self.view.currentIndex().row()
        self.view.selectRow((place + 1) % len(rows))
        return True

    def choose_unit(self, unit: int | None) -> None:
        """Show only pairs of a unit and those below it; None for all."""
        self._unit.setCurrentIndex(max(self._unit.findData(unit), 0))

    def begin(self) -> None:
        """Put the cursor into the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> Sequence[Pair]:
        model = self.view.model()
        return model.rows if isinstance(model, ListModel) else ()

    def _offer(self, units: Sequence[UnitNode], chosen: int | None) -> None:
        """Offer the units of the pairs, as they lie in the tree."""
        self._above = {one.id: one.parent_id for one in units}
        self._unit.blockSignals(True)
        self._unit.clear()
        self._unit.addItem(_("All units"), None)
        for one in units:
            deep = len(self._line(one.id)) - 1
            self._unit.addItem(_INDENT * deep + one.label, one.id)
        self._unit.setCurrentIndex(max(self._unit.findData(chosen), 0))
        self._unit.blockSignals(False)
        self._unit.setVisible(len(units) > 1)

    def _line(self, unit: int | None) -> list[int]:
        """Return a unit and those above it."""
        found: list[int] = []
        while unit in self._above and unit is not None and len(found) < _DEEPEST:
            found.append(unit)
            unit = self._above[unit]
        return found

    def _of_unit(self, unit: int | None) -> list[Pair]:
        if unit is None:
            return list(self._pairs)
        return [one for one in self._pairs if any(unit in self._line(of) for of in one.units)]

    def _show(self, before: Pair | None) -> None:
        place = self.view.currentIndex().row()
        shown = self._of_unit(self._unit.currentData())
        old = self.view.model()
        self.view.show_list(
            ListModel([_("Two records of"), _("Why")], shown, _cell), (_LETTERS, _LETTERS)
        )
        if isinstance(old, ListModel):
            old.deleteLater()
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        words = [_(one) for one in _KINDS.values()]
        widest = max(self.view.fontMetrics().horizontalAdvance(one) for one in words)
        self.view.setColumnWidth(1, widest + 2 * GAP)
        self.count.setText(
            ngettext("{count} pair", "{count} pairs", len(shown)).format(count=number(len(shown)))
        )
        places = {(one.first, one.second): row for row, one in enumerate(shown)}
        if before is not None and shown:
            row = places.get((before.first, before.second), min(max(place, 0), len(shown) - 1))
            self.view.selectRow(row)
        elif not shown:
            self.view.setCurrentIndex(QModelIndex())
        self.chosen.emit(self.current())


def _cell(pair: Pair, column: int) -> str:
    if column == 1:
        return _(_KINDS[pair.kind])
    one, two = pair.names
    return one if one == two else f"{one} / {two}"

"""The printer for certificates and by how much it is off; remembered for each printer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QWidget

from desktop.core.certificates import MOST_OFFSET
from desktop.platform.settings import Settings
from desktop.ui.certificates import offsets
from desktop.ui.certificates.boxes import NumberBox
from desktop.ui.i18n import _
from desktop.ui.theme import GAP


class PrinterRow(QWidget):
    """Printer, offset to the right and down, and the button that prints the trial page."""

    trial_asked = Signal()
    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.printer = QComboBox()
        self.printer.setAccessibleName(_("Printer"))
        self.printer.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        names = offsets.printers()
        self.printer.addItems(names or [_("No printer on this machine")])
        self._names = names
        self.printer.setCurrentText(offsets.chosen_printer(settings, names))
        self.printer.setEnabled(len(names) > 1)
        self.dx = NumberBox(-MOST_OFFSET, MOST_OFFSET)
        self.dy = NumberBox(-MOST_OFFSET, MOST_OFFSET)
        self.trial = QPushButton(_("Print a &trial page…"))
        self.trial.setAutoDefault(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(5)
        grid.addWidget(self.printer, 0, 0, 1, 2)
        rows = ((_("Move to the ri&ght:"), self.dx), (_("Move d&own:"), self.dy))
        for place, (words, box) in enumerate(rows, start=1):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", "").rstrip(":"))
            grid.addWidget(label, place, 0)
            grid.addWidget(box, place, 1)
        grid.addWidget(self.trial, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._show()
        self.printer.activated.connect(self._choose)
        for box in (self.dx, self.dy):
            box.valueChanged.connect(lambda _value: self._keep())
        self.trial.clicked.connect(self.trial_asked)

    @property
    def offset(self) -> tuple[float, float]:
        """How far the sheets are to be moved to the right and down (mm)."""
        return self.dx.value(), self.dy.value()

    @property
    def _name(self) -> str:
        return self.printer.currentText() if self._names else ""

    def _show(self) -> None:
        dx, dy = offsets.offset_of(self._settings, self._name)
        self.dx.show_value(dx)
        self.dy.show_value(dy)

    def _choose(self, _at: int) -> None:
        offsets.choose_printer(self._settings, self._name)
        self._show()
        self.changed.emit()

    def _keep(self) -> None:
        offsets.set_offset(self._settings, self._name, *self.offset)
        self.changed.emit()

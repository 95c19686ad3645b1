"""The sheet itself: its name, what it is for, the paper, the scan, the printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop.core.certificate_presets import PAPERS
from desktop.core.certificates import LEAST_PAPER, MOST_PAPER
from desktop.core.terms import Level, PaperFamily
from desktop.ui.certificates.boxes import NumberBox
from desktop.ui.certificates.model import LayoutModel
from desktop.ui.certificates.printer_row import PrinterRow
from desktop.ui.i18n import _, language
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.typing import LineEdit
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.platform.settings import Settings
    from desktop.services.certificates import FormOfAward

_OPACITY = "certificates.opacity"


class SheetPanel(QWidget):
    """Everything of the layout but its fields; changes go straight to the model."""

    scan_asked = Signal()
    turn_asked = Signal()
    opacity_changed = Signal(float)

    def __init__(self, model: LayoutModel, settings: Settings) -> None:
        super().__init__()
        self._model, self._settings = model, settings
        self._showing = False
        self.name = LineEdit()
        self.form, self.level, self.style_ = QComboBox(), QComboBox(), QComboBox()
        self.paper = QComboBox()
        self.wide = NumberBox(LEAST_PAPER, MOST_PAPER, step=1)
        self.high = NumberBox(LEAST_PAPER, MOST_PAPER, step=1)
        self.main = QCheckBox(_("Used by &default for this form"))
        self.scan = QPushButton(_("Choose the &scan…"))
        self.turn = QPushButton(_("T&urn"))
        self.no_scan = QPushButton(_("Re&move"))
        for button in (self.scan, self.turn, self.no_scan):
            button.setAutoDefault(False)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.scan_hint = WrappedLabel()
        self.scan_hint.setProperty("role", "muted")
        self.printer = PrinterRow(settings)
        self._fill()
        self._lay_out()
        self._connect()

    def set_forms(self, forms: Sequence[FormOfAward]) -> None:
        """Offer the forms of award."""
        self._showing = True
        self.form.clear()
        self.form.addItem(_("Any"), None)
        for one in forms:
            self.form.addItem(one.name, one.id)
        self._showing = False
        self.show_model()

    def _fill(self) -> None:
        self.level.addItem(_("Any"), None)
        for level in Level:
            self.level.addItem(_term(level), level.value)
        self.style_.addItem(_("Any"), "")
        for family in PaperFamily:
            self.style_.addItem(_term(family), family.value)
        for name, size in PAPERS.items():
            self.paper.addItem(name, size)
        self.paper.addItem(_("Another size"), None)
        self.opacity.setValue(min(max(self._settings.get(_OPACITY, 70), 10), 100))

    def _lay_out(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, GAP // 2, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(5)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("&Name of the layout:"), self.name),
            (_("&Form of award:"), self.form),
            (_("&Level:"), self.level),
            (_("St&yle:"), self.style_),
            (_("&Paper:"), self.paper),
            (_("&Width:"), self.wide),
            (_("&Height:"), self.high),
        )
        at = 0
        narrow = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        for combo in (self.form, self.level, self.style_, self.paper):
            combo.setSizeAdjustPolicy(narrow)
            combo.setMinimumContentsLength(8)
        for words, box in rows:
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", "").rstrip(":"))
            grid.addWidget(label, at, 0)
            grid.addWidget(box, at, 1)
            at += 1
        grid.addWidget(self.main, at, 0, 1, 2)
        grid.addWidget(_heading(_("Scan of the blank")), at + 1, 0, 1, 2)
        grid.addWidget(self.scan, at + 2, 0, 1, 2)
        grid.addWidget(self.turn, at + 3, 0)
        grid.addWidget(self.no_scan, at + 3, 1)
        faint = QLabel(_("Str&ength:"))
        faint.setBuddy(self.opacity)
        self.opacity.setAccessibleName(_("Strength of the scan"))
        grid.addWidget(faint, at + 4, 0)
        grid.addWidget(self.opacity, at + 4, 1)
        grid.addWidget(self.scan_hint, at + 5, 0, 1, 2)
        grid.addWidget(_heading(_("Printer")), at + 6, 0, 1, 2)
        grid.addWidget(self.printer, at + 7, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(at + 8, 1)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, 0, 0)
        layout.addWidget(scrolled)

    def _connect(self) -> None:
        self.name.typed.connect(lambda: self._change("name", name=self.name.text()))
        self.name.left.connect(lambda: self._change("name", name=self.name.text()))
        self.form.activated.connect(lambda _at: self._change(form_id=self.form.currentData()))
        self.level.activated.connect(lambda _at: self._change(level=self.level.currentData()))
        self.main.toggled.connect(lambda on: self._change(main=on))
        self.style_.activated.connect(self._restyle)
        self.paper.activated.connect(self._choose_paper)
        self.wide.valueChanged.connect(lambda _value: self._resize())
        self.high.valueChanged.connect(lambda _value: self._resize())
        self.scan.clicked.connect(self.scan_asked)
        self.turn.clicked.connect(self.turn_asked)
        self.no_scan.clicked.connect(lambda: self._change(scan=None))
        self.opacity.valueChanged.connect(self._faint)
        self._model.changed.connect(self.show_model)

    def _change(self, tag: str = "", **values: Any) -> None:
        if not self._showing:
            self._model.change(replace(self._model.now, **values), tag or None)

    def _restyle(self, _at: int) -> None:
        layout = replace(self._model.layout, style=self.style_.currentData())
        self._change(layout=layout)

    def _choose_paper(self, _at: int) -> None:
        size = self.paper.currentData()
        if size is None:
            self.wide.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._change(layout=self._model.layout.resized(*size))

    def _resize(self) -> None:
        """Take another size of paper: what stands on it keeps its place in proportion."""
        layout = self._model.layout.resized(self.wide.value(), self.high.value())
        self._change("paper", layout=layout)

    def _faint(self, value: int) -> None:
        self._settings.set(_OPACITY, value)
        self.opacity_changed.emit(value / 100)

    def show_model(self) -> None:
        """Show the model as it is now."""
        self._showing = True
        try:
            now, layout = self._model.now, self._model.layout
            if self.name.text() != now.name and not self.name.preedit:
                self.name.setText(now.name)
            self.form.setCurrentIndex(max(0, self.form.findData(now.form_id)))
            self.level.setCurrentIndex(max(0, self.level.findData(now.level)))
            self.style_.setCurrentIndex(max(0, self.style_.findData(layout.style)))
            self.main.setChecked(now.main)
            self.wide.show_value(layout.width)
            self.high.show_value(layout.height)
            sizes = list(PAPERS.values())
            size = (layout.width, layout.height)
            self.paper.setCurrentIndex(sizes.index(size) if size in sizes else len(sizes))
            there = now.scan is not None
            for widget in (self.turn, self.no_scan, self.opacity):
                widget.setEnabled(there)
        finally:
            self._showing = False

    def tell_scan(self, words: str) -> None:
        """Say something about the scan."""
        self.scan_hint.setText(words)
        self.scan_hint.setVisible(bool(words))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "subtitle")
    return label


def _term(term: Any) -> str:
    return str(term.heading if language() == "vi" else term.label)

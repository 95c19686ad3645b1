"""The fields of the sheet as a list, and what can be typed about the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.certificates import (
    ALIGNS,
    COLOURS,
    LEAST_SIZE,
    LEAST_WIDTH,
    MOST_LINES,
    MOST_SIZE,
    PLACEHOLDERS,
    CertificateField,
    unknown_placeholders,
)
from desktop.ui.certificates.boxes import CountBox, NumberBox
from desktop.ui.certificates.model import LayoutModel
from desktop.ui.i18n import N_, _
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.typing import TextArea
from desktop.ui.theme import GAP

_ALIGNS = dict(zip(ALIGNS, (N_("To the left"), N_("Centred"), N_("To the right")), strict=True))
_COLOURS = dict(zip(COLOURS, (N_("Black"), N_("Red (for a trial)")), strict=True))


class FieldPanel(QWidget):
    """Shows `LayoutModel.field`; every change goes straight to the model."""

    def __init__(self, model: LayoutModel) -> None:
        super().__init__()
        self._model = model
        self._showing = False
        self.fields = QListWidget()
        self.fields.setAccessibleName(_("Fields"))
        self.fields.setMaximumHeight(150)
        self.text = TextArea()
        self.text.setAccessibleName(_("Text"))
        self.text.setMaximumHeight(66)
        self.insert = QPushButton(_("I&nsert…"))
        self.insert.setAutoDefault(False)
        self.insert.setMenu(self._placeholders())
        self.warning = WrappedLabel()
        self.warning.setProperty("role", "warning")
        self.warning.hide()
        self._boxes()
        self._lay_out()
        self._connect()
        self._show_selection()

    def _boxes(self) -> None:
        self.across, self.down = NumberBox(0, 600), NumberBox(0, 600)
        self.wide = NumberBox(LEAST_WIDTH, 600)
        self.points = NumberBox(LEAST_SIZE, MOST_SIZE, unit="pt")
        self.least = NumberBox(LEAST_SIZE, MOST_SIZE, unit="pt")
        self.spacing = NumberBox(0, 100)
        self.spacing.setSpecialValueText(_("by the size"))
        self.indent = NumberBox(0, 600)
        self.lines = CountBox(1, MOST_LINES)
        self.align, self.colour = QComboBox(), QComboBox()
        for box, choices in ((self.align, _ALIGNS), (self.colour, _COLOURS)):
            for value, words in choices.items():
                box.addItem(_(words), value)
        self.bold, self.italic = QCheckBox(_("&Bold")), QCheckBox(_("&Italic"))
        self.capitals = QCheckBox(_("&Capitals"))
        self.upwards = QCheckBox(_("Further lines go &up"))

    def _placeholders(self) -> QMenu:
        menu = QMenu(self)
        for name, words in PLACEHOLDERS.items():
            action = menu.addAction(f"{words}\t{{{name}}}")
            action.triggered.connect(lambda _on=False, name=name: self._insert(name))
        return menu

    def _lay_out(self) -> None:
        self.form = QWidget()
        grid = QGridLayout(self.form)
        grid.setContentsMargins(0, 0, GAP // 2, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(5)
        head = QHBoxLayout()
        caption = QLabel(_("&Text:"))
        caption.setBuddy(self.text)
        head.addWidget(caption, 1)
        head.addWidget(self.insert)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addWidget(self.text, 1, 0, 1, 2)
        grid.addWidget(self.warning, 2, 0, 1, 2)
        pairs: tuple[tuple[str, QWidget], ...] = (
            (_("From the left (&x):"), self.across),
            (_("From the top (&y):"), self.down),
            (_("&Width:"), self.wide),
            (_("&Aligned:"), self.align),
            (_("&Size of letters:"), self.points),
            (_("At &least (long text):"), self.least),
            (_("Lines at &most:"), self.lines),
            (_("&Distance of lines:"), self.spacing),
            (_("Indent of line 1:"), self.indent),
            (_("Colou&r:"), self.colour),
        )
        for place, (words, box) in enumerate(pairs):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", "").rstrip(":"))
            grid.addWidget(label, 3 + place, 0)
            grid.addWidget(box, 3 + place, 1)
        below = 3 + len(pairs)
        for place, check in enumerate((self.bold, self.italic, self.capitals, self.upwards)):
            grid.addWidget(check, below + place // 2, place % 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(below + 2, 1)
        self.hint = WrappedLabel(_("Choose a field on the sheet or in the list above."))
        self.hint.setProperty("role", "muted")
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(self.form)
        self._scrolled = scrolled
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.fields)
        layout.addWidget(self.hint)
        layout.addWidget(scrolled, 1)
        layout.addStretch(0)

    def _connect(self) -> None:
        numbers: tuple[tuple[NumberBox | CountBox, str], ...] = (
            (self.across, "x"),
            (self.down, "y"),
            (self.wide, "width"),
            (self.points, "size"),
            (self.least, "min_size"),
            (self.spacing, "spacing"),
            (self.indent, "indent"),
            (self.lines, "max_lines"),
        )
        for box, name in numbers:
            box.valueChanged.connect(self._writer(name))
        for combo, name in ((self.align, "align"), (self.colour, "colour")):
            combo.activated.connect(
                lambda _at, combo=combo, name=name: self._edit(name, combo.currentData())
            )
        checks = (
            (self.bold, "bold"),
            (self.italic, "italic"),
            (self.capitals, "capitals"),
            (self.upwards, "upwards"),
        )
        for check, name in checks:
            check.toggled.connect(self._writer(name))
        self.text.typed.connect(self._typed)
        self.fields.itemSelectionChanged.connect(self._picked)
        self._model.changed.connect(self._show)
        self._model.selection_changed.connect(self._show_selection)

    def _writer(self, name: str) -> Callable[[Any], None]:
        return lambda value: self._edit(name, value)

    def _edit(self, name: str, value: Any) -> None:
        if not self._showing:
            self._model.edit_field(name, **{name: value})

    def _typed(self) -> None:
        if not self._showing:
            self._model.edit_field("text", text=self.text.toPlainText())

    def _insert(self, name: str) -> None:
        if self._model.field is not None:
            self.text.commit_preedit()
            self.text.insertPlainText(f"{{{name}}}")
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        if self._showing:
            return
        self.text.commit_preedit()
        places = [self.fields.row(one) for one in self.fields.selectedItems()]
        self._model.select(*places)

    def _show_selection(self) -> None:
        """Show another field: its own text, not the one typed before."""
        self._show(fresh=True)

    def _show(self, *, fresh: bool = False) -> None:
        self._showing = True
        try:
            self._show_list()
            field = self._model.field
            self.hint.setVisible(field is None)
            self._scrolled.setVisible(field is not None)
            if field is not None:
                self._show_field(field, fresh=fresh)
        finally:
            self._showing = False

    def _show_list(self) -> None:
        names = [_label(one) for one in self._model.layout.fields]
        while self.fields.count() > len(names):
            self.fields.takeItem(self.fields.count() - 1)
        for place, name in enumerate(names):
            if place == self.fields.count():
                self.fields.addItem(name)
            self.fields.item(place).setText(name)
            self.fields.item(place).setToolTip(self._model.layout.fields[place].text)
        current = self._model.current
        if current is None:
            self.fields.clearSelection()
            self.fields.setCurrentRow(-1)
        elif self.fields.currentRow() != current or not self.fields.selectedItems():
            self.fields.setCurrentRow(current)

    def _show_field(self, field: CertificateField, *, fresh: bool) -> None:
        # what is being typed isn't rewritten under the cursor
        if fresh or (self.text.toPlainText() != field.text and not self.text.preedit):
            self.text.set_text(field.text)
        layout = self._model.layout
        self.across.setMaximum(layout.width)
        self.down.setMaximum(layout.height)
        self.wide.setMaximum(layout.width)
        self.indent.setMaximum(layout.width)
        for box, value in (
            (self.across, field.x),
            (self.down, field.y),
            (self.wide, field.width),
            (self.points, field.size),
            (self.least, field.min_size),
            (self.spacing, field.spacing),
            (self.indent, field.indent),
        ):
            box.show_value(value)
        self.lines.show_value(field.max_lines)
        self.indent.setEnabled(field.align == "left")
        self.align.setCurrentIndex(self.align.findData(field.align))
        self.colour.setCurrentIndex(self.colour.findData(field.colour))
        self.bold.setChecked(field.bold)
        self.italic.setChecked(field.italic)
        self.capitals.setChecked(field.capitals)
        self.upwards.setChecked(field.upwards)
        unknown = unknown_placeholders(field.text)
        self.warning.setVisible(bool(unknown))
        if unknown:
            words = _("{names} isn't known and is printed as it stands.")
            self.warning.setText(words.format(names=", ".join(unknown)))


def _label(field: CertificateField) -> str:
    """Return what the list calls a field: fixed text by its words."""
    if field.key == "text":
        return f"{field.name}: {' '.join(field.text.split())}"
    return field.name

"""What goes upward: registers, whose persons are named, rows from below, the passphrase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.register.bars import set_role
from desktop.ui.sending_gateway import Choice
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm

_COLUMNS = 2  # of registers beside each other


class ChoiceBoxes(QGroupBox):
    """A box for each register, and one more where it has persons who can be named."""

    changed = Signal()

    def __init__(self, specs: Sequence[RegisterSpec], named: Mapping[str, frozenset[str]]) -> None:
        super().__init__(_("What goes"))
        self._boxes: dict[str, QCheckBox] = {}
        self._named: dict[str, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(GAP * 2)
        for place, spec in enumerate(specs):
            row, column = divmod(place, _COLUMNS)
            self._add(grid, row, 2 * column, spec, bool(named.get(spec.name)))
        last = -(-len(specs) // _COLUMNS)
        self.below = QCheckBox()
        self.below.toggled.connect(self.changed)
        grid.addWidget(self.below, last, 0, 1, 2 * _COLUMNS)
        self._error = QLabel()
        set_role(self._error, "error")
        self._error.hide()
        grid.addWidget(self._error, last + 1, 0, 1, 2 * _COLUMNS)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.tell_below(0)

    def choice(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the registers chosen, and of them those whose persons are named."""
        chosen = tuple(name for name, box in self._boxes.items() if box.isChecked())
        named = {name for name, box in self._named.items() if box.isChecked()}
        return chosen, frozenset(named.intersection(chosen))

    def choose(self, choice: Choice) -> None:
        """Show a choice."""
        for name, box in self._boxes.items():
            box.setChecked(name in choice.registers)
        for name, box in self._named.items():
            box.setChecked(name in choice.named)
        self.below.setChecked(choice.below)

    def tell_below(self, offices: int) -> None:
        """Say of how many lower offices there is something for the period."""
        self.below.setText(
            ngettext(
                "Rows of low&er offices, too ({count} office has sent for this period)",
                "Rows of low&er offices, too ({count} offices have sent for this period)",
                offices,
            ).format(count=number(offices))
            if offices
            else _("Rows of low&er offices, too (none has sent for this period)")
        )

    def show_error(self, words: str) -> None:
        """Show a sentence below the boxes; '' takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _add(
        self, grid: QGridLayout, row: int, column: int, spec: RegisterSpec, persons: bool
    ) -> None:
        heading = spec.heading if language() == "vi" else spec.label
        box = QCheckBox(heading)
        box.toggled.connect(self.changed)
        self._boxes[spec.name] = box
        grid.addWidget(box, row, column)
        if not persons:
            return
        named = QCheckBox(_("with persons' names"))
        named.setAccessibleName(f"{heading}: {named.text()}")
        named.toggled.connect(self.changed)
        box.toggled.connect(named.setEnabled)
        named.setEnabled(False)
        self._named[spec.name] = named
        grid.addWidget(named, row, column + 1)


class PassphraseBox(QWidget):
    """Whether the file is encrypted, and the passphrase typed twice; it is kept nowhere."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = QCheckBox(_("Protect the file with a passp&hrase"))
        self.first, self.second = QLineEdit(), QLineEdit()
        self._shown = QCheckBox(_("Show the p&assphrase"))
        self._form = FieldForm()
        hint = _(
            "Tell the receiver by phone, not with the file. Without it nobody can open the file."
        )
        self._form.add("first", _("&New passphrase:"), self.first, hint)
        self._form.add("second", _("T&ype it again:"), self.second)
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(GAP * 3, 0, 0, 0)
        inner.setSpacing(GAP // 2)
        inner.addWidget(self._form)
        inner.addWidget(self._shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self.wanted)
        layout.addWidget(self._inner)
        self.wanted.toggled.connect(self._inner.setVisible)
        self.wanted.toggled.connect(self.changed)
        self._shown.toggled.connect(self._show)
        self._inner.hide()
        self._show(False)

    def passphrase(self) -> str | None:
        """Return the passphrase; None when the file is not encrypted."""
        return self.first.text() if self.wanted.isChecked() else None

    def refused(self) -> bool:
        """Tell beside the field what is wrong with the passphrase, and whether anything is."""
        errors = {}
        if self.wanted.isChecked():
            if not self.first.text().strip():
                errors["first"] = _("Type a passphrase.")
            elif self.first.text() != self.second.text():
                errors["second"] = _("The two are not the same.")
        return self._form.show_errors(errors)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        for line in (self.first, self.second):
            line.setEchoMode(mode)
            line.setInputMethodHints(line.inputMethodHints() | hints)

"""The right side: two records beside each other, and which value of each field is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.formats import date_text
from desktop.core.register import RegisterSpec
from desktop.ui.dialogs.look_alikes.choices import ValueChoice
from desktop.ui.i18n import _, language, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.display import plural
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.side_by_side import Both, Line

_NAMES, _FIRST, _SECOND = range(3)  # columns
DIFFERENT = "≠"


@dataclass
class Chosen:
    """What the clerk has chosen of a pair: which record stays, and values by field."""

    keep: int | None = None
    values: dict[str, Any] = field(default_factory=dict)


class SideBySide(QScrollArea):
    """Shows two records whole; of each field in which they differ one value is chosen."""

    open_wanted = Signal(int)  # a record's id

    def __init__(self, specs: Mapping[str, RegisterSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs = specs
        self._both: Both | None = None
        self._keep: QButtonGroup | None = None
        self._groups: dict[str, QButtonGroup] = {}
        self._order: list[QButtonGroup] = []
        self._touched: dict[tuple[int, ...], Chosen] = {}
        self._setting = False
        self._row = 0
        self._grid = QGridLayout()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Both records"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def both(self) -> Both | None:
        """The two that are shown."""
        return self._both

    @property
    def keep(self) -> int:
        """The place (0 or 1) of the record that stays."""
        return max(self._keep.checkedId(), 0) if self._keep is not None else 0

    def values(self) -> dict[str, Any]:
        """Return the chosen value of each field in which the two differ."""
        lines = self._both.lines if self._both is not None else ()
        return {
            one.name: one.values[max(self._groups[one.name].checkedId(), 0)]
            for one in lines
            if one.differs
        }

    def show_both(self, both: Both) -> None:
        """Show two records; what was chosen of them before is still chosen."""
        self._both = both
        self._build(both)
        self._setting = True
        said = self._chosen().keep
        keep = both.proposed if said is None else said
        _check(self._keep, keep)
        self._propose()
        self._setting = False

    def clear(self) -> None:
        """Show nothing."""
        self._both = None
        self._build(None)

    def choose(self, name: str, side: int) -> None:
        """Choose a side's value of a field, as a click does."""
        _check(self._groups[name], side)

    def choose_keep(self, side: int) -> None:
        """Choose the record that stays, as a click does."""
        _check(self._keep, side)

    def begin(self) -> None:
        """Put the cursor onto which record stays."""
        if self._order:
            self._go_to(self._order[0], Qt.FocusReason.OtherFocusReason)

    # choosing

    def _chosen(self) -> Chosen:
        """Return what the clerk has chosen of the two that are shown, to be added to."""
        sides = () if self._both is None else self._both.sides
        return self._touched.setdefault(tuple(one.id for one in sides), Chosen())

    def _propose(self) -> None:
        """Choose what is proposed where the clerk has chosen nothing."""
        if self._both is None:
            return
        touched = self._chosen().values
        self._setting = True
        for line in self._both.lines:
            if line.differs:
                said = touched.get(line.name, _NOTHING)
                place = line.values.index(said) if said in line.values else line.kept[self.keep]
                _check(self._groups[line.name], place)
        self._setting = False

    def _kept_changed(self, place: int) -> None:
        if not self._setting:
            self._chosen().keep = place
            self._propose()

    def _value_changed(self, line: Line, place: int) -> None:
        """Remember what was chosen; what says more about this field comes from the same side."""
        if self._setting or self._both is None:
            return
        kept = self._chosen().values
        for one in self._both.lines:
            if one.differs and line.name in (one.name, one.belongs_to):
                kept[one.name] = one.values[place]
        self._propose()

    def _step(self, group: QButtonGroup, step: int) -> None:
        """Go to the field above or below."""
        place = self._order.index(group) + step
        if 0 <= place < len(self._order):
            self._go_to(self._order[place], Qt.FocusReason.TabFocusReason)

    def _go_to(self, group: QButtonGroup, reason: Qt.FocusReason) -> None:
        button = group.checkedButton()
        if button is not None:
            button.setFocus(reason)
            self.ensureWidgetVisible(button)

    # building

    def _build(self, both: Both | None) -> None:
        place = self.verticalScrollBar().value() if both is not None else 0
        body = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, GAP, 0)
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(_NAMES, 2)
        self._grid.setColumnStretch(_FIRST, 3)
        self._grid.setColumnStretch(_SECOND, 3)
        self._groups, self._order, self._row, self._keep = {}, [], 0, None
        if both is not None:
            self._head(both)
            for line in both.lines:
                self._line(line)
            self._held(both)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self.setWidget(body)  # the one before is deleted
        self.verticalScrollBar().setValue(place)

    def _head(self, both: Both) -> None:
        name = WrappedLabel(_("Record that stays"))
        name.setProperty("role", "subtitle")
        words = tuple(one.name for one in both.sides)
        self._keep = self._choices(name, (words[0], words[1]))
        self._keep.idToggled.connect(lambda place, on: self._kept_changed(place) if on else None)
        for place, side in enumerate(both.sides):
            day = date_text(date.fromisoformat(side.entered))
            entered = WrappedLabel(_("entered {day}").format(day=day))
            entered.setProperty("role", "muted")
            self._grid.addWidget(entered, self._row, _FIRST + place)
            button = QPushButton(_("Open the &second") if place else _("Open the &first"))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, row=side.id: self.open_wanted.emit(row))
            left = Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(button, self._row + 1, _FIRST + place, left)
            # the style gives buttons a least height, to which a scrolled layout squeezes them
            button.ensurePolished()
            self._grid.setRowMinimumHeight(self._row + 1, button.sizeHint().height())
        self._row += 2
        self._rule()

    def _line(self, line: Line) -> None:
        heading = self._specs["members"].by_name[line.name].text(language())
        if not line.differs:
            name = WrappedLabel(heading)
            self._plain(name, line.words, quiet=True)
            return
        name = WrappedLabel(f"{DIFFERENT} {heading}")
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        name.setAccessibleName(_("{field}, different").format(field=heading))
        group = self._choices(name, line.words)
        self._groups[line.name] = group
        group.idToggled.connect(lambda place, on: self._value_changed(line, place) if on else None)

    def _choices(self, name: QLabel, words: tuple[str, str]) -> QButtonGroup:
        """Add a row with two values of which one is chosen."""
        group = QButtonGroup(name)  # goes with the row
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, self._row, _NAMES)
        for place, one in enumerate(words):
            button = ValueChoice(one or _("(empty)"))
            button.setAccessibleDescription(name.accessibleName() or name.text())
            button.stepped.connect(lambda step, group=group: self._step(group, step))
            group.addButton(button, place)
            self._grid.addWidget(button, self._row, _FIRST + place)
        self._order.append(group)
        self._row += 1
        return group

    def _plain(self, name: QLabel, words: tuple[str, str], *, quiet: bool = False) -> None:
        self._grid.addWidget(name, self._row, _NAMES)
        for place, one in enumerate(words):
            label = WrappedLabel(one)
            label.setTextFormat(Qt.TextFormat.PlainText)
            for part in (name, label):
                if quiet:
                    part.setProperty("role", "muted")
            self._grid.addWidget(label, self._row, _FIRST + place)
        self._row += 1

    def _held(self, both: Both) -> None:
        self._rule()
        head = WrappedLabel(_("What refers to them"))
        head.setProperty("role", "subtitle")
        self._grid.addWidget(head, self._row, _NAMES, 1, 3)
        self._row += 1
        for one in both.held:
            words = (number(one.counts[0]), number(one.counts[1]))
            self._plain(WrappedLabel(plural(self._specs[one.register])), words)
        note = WrappedLabel(
            _("All of it stays with the record that stays; the other one goes into the recycle "
              "bin.")
        )  # fmt: skip
        note.setProperty("role", "muted")
        self._grid.addWidget(note, self._row, _NAMES, 1, 3)
        self._row += 1

    def _rule(self) -> None:
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setFrameShadow(QFrame.Shadow.Sunken)
        self._grid.addWidget(rule, self._row, _NAMES, 1, 3)
        self._row += 1


_NOTHING = object()


def _check(group: QButtonGroup | None, place: int) -> None:
    if group is not None:
        group.button(place).setChecked(True)

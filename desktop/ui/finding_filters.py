"""The row of filters above the findings: words, kinds, one rule, those that are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QToolButton, QWidget

from desktop.ui import cleaning_gateway as gateway
from desktop.ui.cleaning_gateway import Shown, Wanted
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.register.flow import FlowLayout
from desktop.ui.register.look import filter_row
from desktop.ui.register.toolbar import SearchField
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.cleaning import FindingKind

_SEARCH_MS = 150
_HIGH = 28


class FindingFilters(QWidget):
    """What of the findings is wanted; nothing chosen means everything."""

    changed = Signal()  # something else is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_MS)
        self._typing.timeout.connect(self._chosen)
        self.search = SearchField(_("Clean data"))
        self.search.typed.connect(self._typing.start)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.kinds: dict[FindingKind, QToolButton] = {}
        for kind in gateway.kinds():
            button = QToolButton()
            button.setText(_word(kind))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.toggled.connect(lambda _on: self._chosen())
            self.kinds[kind] = button
        self.rule = QComboBox()
        self.rule.setAccessibleName(_("What to look at"))
        self.rule.addItem(_("Everything"), "")
        self.rule.setMinimumContentsLength(26)
        self.rule.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rule.currentIndexChanged.connect(lambda _place: self._chosen())
        self.confirmed = QCheckBox(_("Confirmed ones, &too"))
        self.confirmed.toggled.connect(lambda _on: self._chosen())
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        filter_row(self)
        row = FlowLayout(self, GAP)
        for one in (self.search, *self.kinds.values(), self.rule, self.confirmed, self.count):
            one.setMinimumHeight(_HIGH)  # on one line
            row.addWidget(one)

    def wanted(self, unit: int | None) -> Wanted:
        """Return what is wanted of a unit's findings."""
        return Wanted(
            unit,
            frozenset(kind for kind, button in self.kinds.items() if button.isChecked()),
            self.rule.currentData() or "",
            self.search.full_text(),
            self.confirmed.isChecked(),
        )

    def clear(self) -> None:
        """Want everything again."""
        self._setting = True
        self.search.clear()
        for button in self.kinds.values():
            button.setChecked(False)
        self.rule.setCurrentIndex(0)
        self._setting = False
        self._typing.stop()
        self.changed.emit()

    def tell(self, shown: Shown) -> None:
        """Show how many findings each kind and rule has, and how many are shown."""
        for kind, button in self.kinds.items():
            button.setText(f"{_word(kind)} ({number(shown.kinds.get(kind, 0))})")
        count = len(shown.entries)
        words = ngettext("{count} thing to look at", "{count} things to look at", count)
        self.count.setText(words.format(count=number(count)))
        chosen = self.rule.currentData() or ""
        self._setting = True
        self.rule.clear()
        self.rule.addItem(_("Everything"), "")
        for name, heading in gateway.rule_headings().items():
            if shown.rules.get(name) or name == chosen:
                self.rule.addItem(f"{heading} ({number(shown.rules.get(name, 0))})", name)
        self.rule.setCurrentIndex(max(self.rule.findData(chosen), 0))
        self._setting = False

    def _chosen(self) -> None:
        if not self._setting:
            self.changed.emit()


def _word(kind: FindingKind) -> str:
    return kind.heading if language() == "vi" else kind.label

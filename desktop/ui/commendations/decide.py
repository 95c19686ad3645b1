"""A round's decision by number and date, the hand-over by its day.

Who issues and signs is asked only for the first decision of its kind: later ones follow it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QRadioButton, QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import Level, SigningForm
from desktop.ui.commendations import gateway
from desktop.ui.commendations.dialog import DeedDialog, words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.round_head import term_text

if TYPE_CHECKING:
    from desktop.services.commendations import Waiting
    from desktop.services.issuing import Issuing

NUMBER = Field(
    name="number",
    label="Number",
    heading="Số quyết định",
    kind=Kind.TEXT,
    required=True,
    hint="Ví dụ: 15-QĐ/HU",
)
DECIDED_ON = Field(
    name="on", label="Date", heading="Ngày quyết định", kind=Kind.DATE, required=True
)
GIVEN_ON = Field(name="on", label="Handed over on", heading="Ngày trao", kind=Kind.DATE)

_ISSUING = ("issuer", "signs", "authority", "signer_post", "signer")
"""Fields of a decision that say who issues and signs it."""
_SMALL, _LARGE = (460, 330), (640, 600)  # pixels; large with the fields of who issues it


def level_text(value: str) -> str:
    """Return what a level is called."""
    return next((term_text(one) for one in Level if one.value == value), value)


class DecideDialog(DeedDialog):
    """Number and date; the rest comes from the last decision of the level, else it is asked."""

    def __init__(
        self,
        context: PageContext,
        round_id: int,
        waiting: Sequence[Waiting],
        parent: QWidget | None = None,
    ) -> None:
        """Ask for the decision of a round in which at least one level waits for it."""
        super().__init__(context, _("Make a decision"), _("&Decide"), parent)
        self._round, self._waiting = round_id, list(waiting)
        self._proposed: dict[str, str] = {}  # what was put into the fields, by name
        self.level = QComboBox()
        for one in waiting:
            text = _("{level}: {count} awards").format(
                level=level_text(one.level), count=number(one.awards)
            )
            self.level.addItem(text)
        label = QLabel(_("&Level:"))
        label.setBuddy(self.level)
        several = len(self._waiting) > 1
        label.setVisible(several)
        self.level.setVisible(several)
        beside = QHBoxLayout()
        beside.addWidget(label)
        beside.addWidget(self.level, 1)
        self.body.insertLayout(1, beside)
        self.fields.add(NUMBER)
        self.fields.add(DECIDED_ON)
        self.becomes = words_label("muted")
        self.fields.add_widget(self.becomes)
        declared = context.specs["decisions"].by_name
        for name in _ISSUING:
            # what is proposed is example enough
            needed = replace(declared[name], required=name in ("issuer", "signs"), hint="")
            self.fields.add(needed)
        self.body.addStretch(1)
        self.buttons_last()
        self.level.currentIndexChanged.connect(lambda _place: self._tell())
        self._tell()
        self.fields.boxes["number"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    @property
    def chosen(self) -> Waiting:
        """The level that is decided on."""
        return self._waiting[max(0, self.level.currentIndex())]

    @property
    def asks(self) -> bool:
        """Whether it asks who issues and signs the decision."""
        return self.fields.is_shown("issuer")

    def changed(self) -> None:
        """Show what a number becomes, and who would issue it."""
        super().changed()
        self._tell()

    def start(self) -> None:
        """Make the decision."""
        one = self.chosen
        said = None
        if self.asks:
            found = self._issuing()
            said = found.values() | {name: self.fields.value(name) for name in _ISSUING}
            if said["issuer"] != found.issuer:
                said["issuer_parent"] = None  # it was another's
        self.write(
            gateway.decide,
            self._round,
            self.fields.value("number"),
            self.fields.value("on"),
            one.decision_id,
            one.level,
            said,
        )

    def _number(self) -> tuple[str, str]:
        """Return the number as typed and as it will be kept."""
        try:
            typed = self.fields.value("number") or ""
        except Unreadable:
            typed = ""
        return typed, gateway.full_number(typed, self.chosen.last_number) if typed else ""

    def _issuing(self) -> Issuing:
        return self.chosen.issued(self._number()[1] or self.chosen.last_number)

    def _tell(self) -> None:
        one = self.chosen
        text = ngettext(
            "{count} agreed award comes under this decision ({level}).",
            "{count} agreed awards come under this decision ({level}).",
            one.awards,
        ).format(count=number(one.awards), level=level_text(one.level))
        self.head.setText(text)
        found = self._issuing()
        self._ask(found)
        typed, full = self._number()
        lines = []
        if full and full != typed:
            lines.append(_("The number is kept as {number}.").format(number=full))
        if found.asked:
            lines.append(
                _("The first decision of its kind: check who issues and signs it; "
                  "later ones follow it.")
            )  # fmt: skip
        else:
            who = ", ".join(part for part in (found.issuer, found.signer) if part)
            lines.append(_("Issued and signed as before: {who}.").format(who=who))
        self.becomes.setText("\n".join(lines))

    def _ask(self, found: Issuing) -> None:
        """Ask who issues and signs, where that isn't known."""
        before = self.asks
        for name in _ISSUING:
            self.fields.show_field(name, found.asked)
        self._propose(found)
        direct = self.fields.boxes["signs"].editor.value() == SigningForm.DIRECT.value
        self.fields.show_field("authority", found.asked and not direct)
        if self.asks and not before:
            self._fit()

    def _propose(self, found: Issuing) -> None:
        """Put in who may issue it; what the clerk typed over that stays."""
        proposed = {name: str(getattr(found, name)) for name in _ISSUING}
        if not found.asked or proposed == self._proposed:
            return
        for name, text in proposed.items():
            box = self.fields.boxes[name]
            with QSignalBlocker(box.editor):
                if (box.editor.value() or "") == self._proposed.get(name, ""):
                    box.editor.set_value(text or None)
        self._proposed = proposed

    def _fit(self) -> None:
        self.fit(*(_LARGE if self.asks else _SMALL))


class HandOverDialog(DeedDialog):
    """The day of the hand-over, of all who were agreed to or of those selected."""

    def __init__(
        self,
        context: PageContext,
        round_id: int,
        agreed: int,
        selected: Sequence[int],
        meeting_on: date | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Hand over"), _("&Hand over"), parent)
        self._round, self._selected = round_id, list(selected)
        text = ngettext(
            "{count} agreed award of this round", "{count} agreed awards of this round", agreed
        )
        self.everyone = QRadioButton(text.format(count=number(agreed)).replace("&", "&&"))
        text = ngettext("{count} selected award", "{count} selected awards", len(selected))
        self.some = QRadioButton(text.format(count=number(len(selected))).replace("&", "&&"))
        group = QButtonGroup(self)
        for button in (self.everyone, self.some):
            group.addButton(button)
            self.body.insertWidget(self.body.count() - 1, button)
        self.everyone.setEnabled(agreed > 0)
        self.some.setEnabled(bool(selected))
        (self.everyone if agreed else self.some).setChecked(True)
        self.head.hide()
        self.fields.add(GIVEN_ON, meeting_on)
        note = words_label("muted")
        note.setText(_("Left blank: the day of the meeting, else today."))
        self.body.addWidget(note)
        self.body.addStretch(1)
        self.buttons_last()
        self.fields.boxes["on"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(460, 270)

    def start(self) -> None:
        """Record it."""
        awards = self._selected if self.some.isChecked() else None
        self.write(gateway.hand_over, self._round, awards, self.fields.value("on"))

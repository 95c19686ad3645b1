"""A round's decision by number and date, the hand-over by its day: nothing else is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QRadioButton, QWidget

from desktop.core.register import Field, Kind
from desktop.core.terms import Level
from desktop.ui.commendations import gateway
from desktop.ui.commendations.dialog import DeedDialog, words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.round_head import term_text

if TYPE_CHECKING:
    from desktop.services.commendations import Waiting

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


def level_text(value: str) -> str:
    """Return what a level is called."""
    return next((term_text(one) for one in Level if one.value == value), value)


class DecideDialog(DeedDialog):
    """Number and date; the rest comes from the last decision of the level."""

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
        self.body.insertWidget(1, label)
        self.body.insertWidget(2, self.level)
        self.fields.add(NUMBER)
        self.fields.add(DECIDED_ON)
        self.becomes = words_label("muted")
        self.body.addWidget(self.becomes)
        self.body.addStretch(1)
        self.level.currentIndexChanged.connect(lambda _place: self._tell())
        self._tell()
        self.fields.boxes["number"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(460, 330)

    @property
    def chosen(self) -> Waiting:
        """The level that is decided on."""
        return self._waiting[max(0, self.level.currentIndex())]

    def changed(self) -> None:
        """Show what a number becomes."""
        super().changed()
        self._tell()

    def start(self) -> None:
        """Make the decision."""
        one = self.chosen
        self.write(
            gateway.decide,
            self._round,
            self.fields.value("number"),
            self.fields.value("on"),
            one.decision_id,
            one.level,
        )

    def _tell(self) -> None:
        one = self.chosen
        text = ngettext(
            "{count} agreed award comes under this decision ({level}).",
            "{count} agreed awards come under this decision ({level}).",
            one.awards,
        ).format(count=number(one.awards), level=level_text(one.level))
        self.head.setText(text)
        if not one.last_number:
            self.becomes.setText(
                _("The first decision of this level: its issuer and signer can be entered later.")
            )
            return
        lines = [_("Issuer and signer as in decision {number}.").format(number=one.last_number)]
        try:
            typed = self.fields.value("number") or ""
        except Unreadable:
            typed = ""
        full = gateway.full_number(typed, one.last_number) if typed else ""
        if full and full != typed:
            lines.insert(0, _("The number is kept as {number}.").format(number=full))
        self.becomes.setText("\n".join(lines))


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
        self.fields.boxes["on"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(460, 270)

    def start(self) -> None:
        """Record it."""
        awards = self._selected if self.some.isChecked() else None
        self.write(gateway.hand_over, self._round, awards, self.fields.value("on"))

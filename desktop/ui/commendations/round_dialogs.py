"""Rounds copied, split and joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.core.register import Field, Kind
from desktop.ui.commendations import gateway
from desktop.ui.commendations.dialog import DeedDialog, words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext

_TITLE = Field(
    name="title",
    label="Name of the new round",
    heading="Tên đợt mới",
    kind=Kind.TEXT,
    required=True,
)
_MEETING = Field(name="meeting_on", label="Meeting on", heading="Ngày hội nghị", kind=Kind.DATE)
_PERIOD = Field(
    name="period",
    label="Period of achievement",
    heading="Giai đoạn thành tích",
    kind=Kind.TEXT,
    hint="Ví dụ: năm 2026",
)
_OTHER = Field(
    name="other",
    label="Round to be joined",
    heading="Đợt được gộp vào",
    kind=Kind.REFERENCE,
    reference="rounds",
    required=True,
)


class CopyDialog(DeedDialog):
    """A new round with the recipients of this one; emits the new round's id."""

    def __init__(
        self,
        context: PageContext,
        round_id: int,
        values: Mapping[str, Any],
        selected: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Copy the round"), _("&Copy"), parent)
        self._round, self._selected = round_id, list(selected)
        self.head.setText(
            _("The recipients are proposed again in a new round, under no decision yet.")
        )
        self.everyone = QRadioButton(_("&All recipients but those refused or annulled"))
        text = ngettext("{count} &selected award", "{count} &selected awards", len(selected))
        self.some = QRadioButton(text.format(count=number(len(selected))))
        group = QButtonGroup(self)
        for place, button in enumerate((self.everyone, self.some), start=1):
            group.addButton(button)
            self.body.insertWidget(place, button)
        self.some.setEnabled(bool(selected))
        (self.some if len(selected) > 1 else self.everyone).setChecked(True)
        self.fields.add(_TITLE, values["title"])
        self.fields.add(_PERIOD)
        self.fields.add(_MEETING)
        self.body.addStretch(1)
        self.fields.boxes["title"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(520, 400)

    def start(self) -> None:
        """Copy it."""
        self.write(
            gateway.copy_round,
            self._round,
            self.fields.value("title"),
            self._selected if self.some.isChecked() else None,
            self.fields.value("meeting_on"),
            self.fields.value("period"),
        )


class SplitDialog(DeedDialog):
    """The selected awards in a round of their own; emits the new round's id."""

    def __init__(
        self,
        context: PageContext,
        round_id: int,
        values: Mapping[str, Any],
        selected: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Split the round"), _("&Split"), parent)
        self._round, self._selected = round_id, list(selected)
        text = ngettext(
            "{count} selected award moves into a new round; its decision goes along.",
            "{count} selected awards move into a new round; their decisions go along.",
            len(selected),
        )
        self.head.setText(text.format(count=number(len(selected))))
        self.fields.add(_TITLE, values["title"])
        self.body.addStretch(1)
        self.fields.boxes["title"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(520, 220)

    def start(self) -> None:
        """Split it."""
        self.write(gateway.split_round, self._round, self._selected, self.fields.value("title"))


class JoinDialog(DeedDialog):
    """Another round moves into this one; emits how many awards moved."""

    def __init__(
        self,
        context: PageContext,
        round_id: int,
        values: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, _("Join a round to this one"), _("&Join"), parent)
        self._round = round_id
        self.head.setText(
            _("Awards and decisions of the round chosen here move into “{title}”.").format(
                title=values["title"]
            )
        )
        self.fields.add(_OTHER)
        note = words_label("muted")
        note.setText(_("The emptied round goes to the recycle bin; Ctrl+Z undoes it all."))
        self.body.addWidget(note)
        self.body.addStretch(1)
        self.fields.boxes["other"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(520, 250)

    def start(self) -> None:
        """Join them."""
        other = self.fields.value("other")
        if other == self._round:
            self.fields.show_errors({"other": _("Choose another round than this one.")})
            return
        self.write(gateway.join_rounds, self._round, other)

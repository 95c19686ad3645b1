"""Asks which units are put on a session's list, and tells beforehand how many that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.register import Choice, Field, Kind
from desktop.ui.commendations.dialog import DeedDialog, words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.editors import Unreadable
from desktop.ui.study import gateway

if TYPE_CHECKING:
    from desktop.services.study_units import Taken

_UNIT = Field(
    name="unit",
    label="Below the unit",
    heading="Thuộc đơn vị",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Để trống: cả sổ.",
)
_WHICH = Field(
    name="which",
    label="Take",
    heading="Lấy",
    kind=Kind.CHOICE,
    required=True,
    default="direct",
    choices=(
        Choice("direct", "Directly subordinate units", "Các đơn vị trực thuộc trực tiếp"),
        Choice("base", "Base organisations", "Các tổ chức cơ sở đảng (đảng bộ, chi bộ cơ sở)"),
        Choice("cells", "All cells", "Tất cả các chi bộ (chi bộ cơ sở, trực thuộc)"),
    ),
)


class TakeUnitsDialog(DeedDialog):
    """The unit, which ones below it, and what would be added."""

    def __init__(
        self, context: PageContext, session_id: int, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, _("Take units"), _("&Take"), parent)
        self._session_id = session_id
        self.head.setProperty("role", "subtitle")
        self.head.setText(title)
        self._asked: tuple[int | None, str] | None = None  # what `told` tells or will tell
        self._may = False  # whether there is something to add
        self.told = words_label()
        self.told.setAccessibleName(_("What would be added"))
        self.fields.add(_UNIT)
        self.fields.add(_WHICH, "direct")
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self.button.setEnabled(False)
        self.fit(520, 330)
        self.fields.boxes["which"].editor.setFocus()
        context.jobs.read(gateway.root, on_done=self._offer, context=self)

    def _offer(self, root: tuple[int, str] | None) -> None:
        if root is not None:
            self.fields.set_value("unit", *root)
        self.changed()

    def changed(self) -> None:
        """Tell anew what would be added, if another unit or way was chosen."""
        super().changed()
        try:
            asked = self.fields.value("unit"), self.fields.value("which")
        except Unreadable:
            asked = None, None
        unit, which = asked
        if which is None:
            self._asked = None
            self.button.setEnabled(False)
            return
        if asked == self._asked:
            self.button.setEnabled(self._may and not self.running)
            return
        self._asked, self._may = asked, False
        self.button.setEnabled(False)
        self.context.jobs.read(
            gateway.foresee_units,
            self._session_id,
            unit,
            which,
            key=(id(self), "units"),
            on_done=self._tell,
            on_error=self._none,
            label=self.windowTitle(),
            context=self,
        )

    def _tell(self, taken: Taken) -> None:
        self.told.setText(taken_words(taken))
        self._may = bool(taken.added)
        self.button.setEnabled(self._may and not self.running)

    def _none(self, problem: Problem) -> None:
        self.told.setText(problem.message)

    def start(self) -> None:
        """Put the units on the list."""
        if self.button.isEnabled():
            unit, which = self.fields.value("unit"), self.fields.value("which")
            self.write(gateway.add_units, self._session_id, unit, which)


def taken_words(taken: Taken) -> str:
    """Return what taking units adds, in sentences."""
    if not taken.added:
        return _("All these units are on the list already.")
    text = ngettext(
        "{count} unit is added, inviting {members} members as of {day}.",
        "{count} units are added, inviting {members} members as of {day}.",
        taken.added,
    ).format(count=number(taken.added), members=number(taken.invited), day=date_text(taken.day))
    if taken.there:
        more = ngettext(
            "{count} is on the list already and stays as it is.",
            "{count} are on the list already and stay as they are.",
            taken.there,
        )
        text += " " + more.format(count=number(taken.there))
    if taken.empty:
        more = ngettext(
            "{count} has no members in the book: type the number yourself.",
            "{count} have no members in the book: type the numbers yourself.",
            taken.empty,
        )
        text += " " + more.format(count=number(taken.empty))
    return text

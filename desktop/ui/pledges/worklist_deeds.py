"""What can be done with rows of the worklist, and the small dialogs that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from desktop.core.register import Field
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from desktop.services.worklists import Work

_WIDTH = 460
_REVIEWS = frozenset({"never_reviewed", "no_quarter_review", "no_half_year_review"})


@dataclass(frozen=True)
class Deed:
    """What can be done with the chosen rows of some lists."""

    words: str
    icon: str
    register: str
    works: frozenset[str] = frozenset()  # those of the register's lists it belongs to; none: all

    def belongs_to(self, work: Work) -> bool:
        """Tell whether this can be done with the rows of a list."""
        return work.register == self.register and (not self.works or work.value in self.works)


REGISTER, REVIEW, PUBLIC, CONFIRM, DONE, _SETTLE = (
    "register", "review", "public", "confirm", "done", "settle"
)  # fmt: skip
DEEDS = {
    REGISTER: Deed(N_("Re&gister…"), "file-plus", "expected"),
    REVIEW: Deed(N_("Re&view…"), "pen-line", "pledges", _REVIEWS),
    PUBLIC: Deed(N_("Made &public…"), "scroll-text", "pledges"),
    CONFIRM: Deed(N_("&Confirmed by the cell…"), "circle-check", "pledges"),
    DONE: Deed(N_("&Done…"), "check", "pledge_items"),
    _SETTLE: Deed(N_("&Settled"), "check", "notes"),
}
"""The first one that a list has is what the key for changing rows does there."""


class DeedDialog(FieldsDialog):
    """Asks for the values that all chosen rows are to get."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        count: int,
        fields: tuple[Field, ...],
        do: Callable[[dict[str, Any]], None],
        parent: QWidget | None = None,
    ) -> None:
        """`fields` are shown in this order; dates begin with today; `do` is given the values."""
        super().__init__(context, title, _("&Write down"), parent)
        self._do = do
        words = ngettext("{count} row is chosen.", "{count} rows are chosen.", count)
        head = QLabel(words.format(count=number(count)))
        head.setProperty("role", "subtitle")
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        for field in fields:
            self.fields.add(field, today if field.name.endswith("_on") else None)
        self.lay_out(head, self.fields)
        self.resize(_WIDTH, self.sizeHint().height())
        self.begin_in(fields[0].name)

    def start(self) -> None:
        """Give the values to what writes them down."""
        values = self.values()
        self.accept()
        self._do(values)

"""Whose data is kept longer than the rule asks: opened, kept on with a reason, or erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.core.formats import date_text
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.persons import gateway
from desktop.ui.plans.list_dialog import ListDialog
from desktop.ui.plans.tables import button
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.widgets.lists import ListModel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.retention import Overkept

_REGISTERS = ("members", "member_steps", "units", "settings")
_WIDTHS = [26, 26, 24, 14, 26]
_SIZE = (1000, 560)


class OverkeptDialog(ListDialog):
    """Persons who left, moved away or died so long ago that their data is to be looked at."""

    opened = Signal(int)  # a member that the clerk wants to see
    erasing = Signal(int)  # a member that the clerk wants to erase

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _("Data kept for too long"), _REGISTERS, parent)
        self.reason = LineEdit()
        self.reason.setAccessibleName(_("Reason for keeping on"))
        self.reason.typed.connect(self.enable)
        self.reason.textChanged.connect(self.enable)
        label = QLabel(_("&Reason for keeping on:"))
        label.setBuddy(self.reason)
        further = QHBoxLayout()
        further.addWidget(label)
        further.addWidget(self.reason, 1)
        self.keep = button(_("&Keep for a year"), "clock", self.keep_on)
        self.erase = button(_("&Erase…"), "trash-2", self.erase_current)
        self.open_ = button(_("&Open"), "user", self.open_current, primary=True)
        self.view.activated.connect(lambda _index: self.open_current())
        self.lay_out(QHBoxLayout(), (self.keep, self.erase), self.open_, further)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 60), min(_SIZE[1], room.height() - 80))
        self.read()

    def read(self) -> None:
        """Look again whose data is kept for too long."""
        self.context.jobs.read(
            gateway.overkept,
            key=(id(self), "overkept"),
            on_done=self._show,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    def keep_on(self) -> None:
        """Keep the data of the selected on for a year."""
        commit_input()
        ids = [one.id for one in self.rows()]
        if not ids:
            return
        self.context.jobs.write(
            gateway.keep_on,
            ids,
            clean(self.reason.text()),
            on_done=self._kept,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    def open_current(self) -> None:
        """Close and show the person with the cursor."""
        if chosen := self.rows():
            self.reject()
            self.opened.emit(chosen[0].id)

    def erase_current(self) -> None:
        """Close and ask whether the person is to be erased."""
        chosen = self.rows()
        if len(chosen) == 1:
            self.reject()
            self.erasing.emit(chosen[0].id)

    def enable(self) -> None:
        """Enable what can be done with the persons that are selected."""
        count = len(self.rows())
        self.keep.setEnabled(bool(count and clean(self.reason.full_text())))
        self.erase.setEnabled(count == 1)
        self.open_.setEnabled(count == 1)

    def _kept(self, done: Done[int]) -> None:
        text = ngettext(
            "The data of {count} person is kept for another year. Ctrl+Z undoes it.",
            "The data of {count} persons is kept for another year. Ctrl+Z undoes it.",
            done.value,
        )
        self.notice.tell(text.format(count=number(done.value)), "success")
        self.reason.clear()

    def _show(self, found: tuple[Overkept, ...]) -> None:
        text = ngettext("{count} person", "{count} persons", len(found))
        self.count.setText(text.format(count=number(len(found))))
        if found:
            headings = (
                _("Full name"), _("Unit"), _("Status"), _("To be looked at since"),
                _("Kept before because"),
            )  # fmt: skip
            self.show_list(ListModel(headings, found, _cell), _WIDTHS)
            self.view.setCurrentIndex(self.view.model().index(0, 0))
        else:
            self.show_words(
                _(
                    "Nobody's data is kept for too long. How many years count is set under "
                    "“Limits of the book”."
                ),
                "circle-check",
            )
        self.enable()


def _cell(one: Overkept, column: int) -> str:
    due = _("no day given") if one.due is None else date_text(one.due)
    return (one.name, one.unit, one.words, due, one.kept)[column]

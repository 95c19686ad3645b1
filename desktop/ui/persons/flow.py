"""What is done with a person's data, from the page of members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.persons.gateway import RECORD

if TYPE_CHECKING:
    from desktop.ui.persons.erasing_dialog import ErasingDialog
    from desktop.ui.persons.overkept_dialog import OverkeptDialog
    from desktop.ui.register_page import RegisterPage


class PersonFlow(QObject):
    """The menu «Personal data» and its dialogs."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self._page = page

    def add_to(self, page: RegisterPage) -> None:
        """Put the menu into the page's tools."""
        menu = QMenu(page)
        for words, name, deed in (
            (_("&Print all that the book has on a person…"), "printer", self.print_record),
            (_("&Erase on request…"), "trash-2", self.erase),
            (_("Data kept for &too long…"), "clock", self.show_overkept),
        ):
            action = menu.addAction(icon(name), words)
            action.triggered.connect(lambda _on=False, deed=deed: deed())
        tool = QAction(icon("shield-check"), _("Personal data"), page)
        page.toolbar.add_tool(tool, menu)
        page.deeds.stays = _(
            "The log of deeds and older backups still have what was written about these persons, "
            "and afterwards it can't be erased from the log any more. To erase it there, too, "
            "cancel, select one of them and choose “Personal data”, “Erase on request…”."
        )

    def print_record(self) -> None:
        """Print the whole record of the one that is selected."""
        if (member := self._one()) is not None:
            self._page.context.print_pdf(RECORD, {"members": [member]})

    def erase(self, member: int | None = None) -> ErasingDialog | None:
        """Ask whether the one that is selected, or a given one, is to be erased."""
        from desktop.ui.persons.erasing_dialog import ErasingDialog  # noqa: PLC0415 (when needed)

        wanted = self._one() if member is None else member
        if wanted is None:
            return None
        dialog = ErasingDialog(self._page.context, wanted, self._page.window())
        dialog.done_with.connect(self._page.notice.tell)
        _open(dialog)
        return dialog

    def show_overkept(self) -> OverkeptDialog:
        """Show whose data is kept longer than the rule asks."""
        from desktop.ui.persons.overkept_dialog import OverkeptDialog  # noqa: PLC0415

        dialog = OverkeptDialog(self._page.context, self._page.window())
        dialog.opened.connect(lambda one: self._page.context.open_record("members", one))
        dialog.erasing.connect(self.erase)
        _open(dialog)
        return dialog

    def _one(self) -> int | None:
        ids = self._page.selected_ids()
        if len(ids) == 1:
            return int(ids[0])
        self._page.notice.tell(_("Select one person in the table first."), "warning")
        return None


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

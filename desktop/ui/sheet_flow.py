"""Spreadsheets and Word tables, in and out, from the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.ui import gateway, outside, sheet_gateway, tabs
from desktop.ui.errors import shown
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.jobs import Jobs
from desktop.ui.noting import EXPORTED, note_left
from desktop.ui.page import TAKEN_IN, TAKEN_WITH, Listing, Notify
from desktop.ui.register.display import plural

if TYPE_CHECKING:
    from desktop.ui.dialogs.export import ExportDialog
    from desktop.ui.dialogs.import_assistant.dialog import ImportAssistant

_FOLDER = "sheets"
_NOT_IN_NAMES = '\\/:*?"<>|\n\t'
_OF_TAB = {"commendations": "awards", "pledges": "pledges", "models": "models"}


class SheetFlow(QObject):
    """Deeds with spreadsheets for one window."""

    look_alikes_wanted = Signal(str)  # batch of the import that added them

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        window: QWidget,
        notify: Notify,
        show_register: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._jobs, self._settings, self._window = jobs, settings, window
        self._notify, self._show_register = notify, show_register
        self.assistant: ImportAssistant | None = None

    # in

    def take_in(
        self, register: str, path: Path | None = None, said: Mapping[str, str] | None = None
    ) -> ImportAssistant:
        """Open the assistant; a file that is given is read at once.

        `said` is offered for columns that the file hasn't, by key: the round that is shown.
        """
        from desktop.ui.dialogs.import_assistant.dialog import ImportAssistant  # noqa: PLC0415

        if self.assistant is not None:
            return self.assistant
        specs = gateway.known_specs()
        dialog = ImportAssistant(self._jobs, self._settings, specs, TAKEN_IN, self._window)
        dialog.template_wanted.connect(self.ask_template)
        dialog.show_wanted.connect(self._show_register)
        dialog.look_alikes_wanted.connect(self.look_alikes_wanted)
        dialog.finished.connect(self._forget)
        self.assistant = dialog
        dialog.said = dict(said or {})
        dialog.choose(taken_into(register), path)
        dialog.open()
        if path is not None and register:
            dialog.go_on()
        return dialog

    def _forget(self) -> None:
        self.assistant = None
        self._settings.try_save()

    # out

    def ask_export(self, listing: Listing | None, suffix: str) -> ExportDialog | None:
        """Ask for a file and write a page's list there."""
        from desktop.ui.dialogs.export import ExportDialog  # noqa: PLC0415 (when needed)

        if listing is None:
            self._notify(_("Bring up the tab of a register first."), "warning")
            return None
        today = date.today()  # noqa: DTZ011 (the clerk's day)
        folder = self._settings.last_folder(_FOLDER, documents_dir())
        target = folder / f"{_file_name(listing.title)} {today:%Y-%m-%d}{suffix}"
        dialog = ExportDialog(listing, target, self._window)

        def write(path: Path, every_column: bool) -> None:
            def done(rows: int) -> None:
                self._wrote(path)
                dialog.accept()
                words = ngettext(
                    "Written: {count} row, into {name}", "Written: {count} rows, into {name}", rows
                )
                self._told(path, words.format(count=number(rows), name=path.name))
                note_left(self._jobs, EXPORTED, listing.title, path, rows=rows)

            self._jobs.read(
                sheet_gateway.export_listing,
                listing,
                path,
                every_column,
                on_done=done,
                on_error=dialog.refuse,
                label=_("Writing the file"),
                context=dialog,
            )

        dialog.wanted.connect(write)
        dialog.open()
        return dialog

    def ask_template(self, register: str) -> None:
        """Ask for a file and write an empty spreadsheet for a register there."""
        over = self.assistant or self._window
        name = plural(gateway.known_specs()[taken_into(register)])
        folder = self._settings.last_folder(_FOLDER, documents_dir())
        target = folder / _("Template - {name}.xlsx").format(name=_file_name(name))
        title = _("Make a template: {name}").format(name=name)
        chosen, _kind = QFileDialog.getSaveFileName(
            over, title, str(target), _("Excel files (*.xlsx)")
        )
        if chosen:
            path = Path(chosen)
            self.make_template(register, path if path.suffix else path.with_suffix(".xlsx"))

    def make_template(self, register: str, path: Path) -> None:
        """Write an empty spreadsheet for a register."""

        def done(made: Path) -> None:
            self._wrote(made)
            self._told(made, _("Made the template {name}").format(name=made.name))

        self._jobs.read(
            sheet_gateway.write_template,
            taken_into(register),
            path,
            on_done=done,
            label=_("Making the template"),
            context=self,
        )

    def _wrote(self, path: Path) -> None:
        self._settings.set_last_folder(_FOLDER, path.parent)
        self._settings.try_save()

    def _told(self, path: Path, text: str) -> None:
        """Say that a file was written, and offer to open it or its folder."""
        box = QMessageBox(self.assistant or self._window)
        box.setIcon(QMessageBox.Icon.Information)
        box.setWindowTitle(_("File written"))
        box.setText(text)
        file = box.addButton(_("Open the &file"), QMessageBox.ButtonRole.ActionRole)
        folder = box.addButton(_("Open the f&older"), QMessageBox.ButtonRole.ActionRole)
        close = box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(close)
        box.setEscapeButton(close)
        file.clicked.connect(lambda: self._opened(outside.open_file(path)))
        folder.clicked.connect(lambda: self._opened(outside.open_folder(path.parent)))
        shown(box)

    def _opened(self, done: bool) -> None:
        if not done:
            self._notify(_("This machine has no program for this file."), "warning")


def taken_into(register: str) -> str:
    """Return the register that a file is taken into where this one, or its tab, is shown."""
    register = TAKEN_WITH.get(register, register)
    if register in TAKEN_IN:
        return register
    tab = tabs.TAB_OF.get(register, register)
    return _OF_TAB.get(tab, tab if tab in TAKEN_IN else TAKEN_IN[0])


def _file_name(text: str) -> str:
    return "".join("-" if one in _NOT_IN_NAMES else one for one in text).strip()[:100]

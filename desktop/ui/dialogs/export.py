"""Writing a list out: into which file, with which columns."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.errors import show_problem
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import Listing
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.path_field import PathField

KINDS = {".xlsx": "Excel", ".docx": "Word"}


class ExportDialog(QDialog):
    """Asks, and stays open until the file is written."""

    wanted = Signal(object, bool)  # Path, every column

    def __init__(self, listing: Listing, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._suffix = target.suffix
        kind = KINDS[self._suffix]
        self.setWindowTitle(_("Write out to {kind}").format(kind=kind))
        self.setMinimumWidth(520)
        rows = ngettext("{name}: {count} row", "{name}: {count} rows", listing.rows)
        what = WrappedLabel(rows.format(name=listing.title, count=number(listing.rows)))
        what.setProperty("role", "subtitle")
        filters = WrappedLabel(listing.filters)
        filters.setProperty("role", "muted")
        filters.setVisible(bool(listing.filters))
        shown = ngettext("the {count} shown", "the {count} shown", len(listing.columns))
        self._columns = QComboBox()
        self._columns.addItem(shown.format(count=len(listing.columns)), False)
        self._columns.addItem(_("all, so that the file can be taken in again"), True)
        self._file = PathField(_("File"), self._browse)
        self._file.set_path(target)
        self._form = FieldForm()
        self._form.add("columns", _("&Columns:"), self._columns)
        self._form.add("file", _("&File:"), self._file)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._write = buttons.addButton(
            _("&Write the file"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._write.setProperty("role", "primary")
        self._write.setDefault(True)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        for widget in (what, filters, self._form, buttons):
            layout.addWidget(widget)

    def choose(self, target: Path, *, every_column: bool = False) -> None:
        """Choose a file and the columns."""
        self._file.set_path(target)
        self._columns.setCurrentIndex(int(every_column))

    def refuse(self, problem: Problem) -> None:
        """Tell why nothing was written."""
        self._write.setEnabled(True)
        show_problem(self, problem, self.windowTitle())

    def _ask(self) -> None:
        path = self._file.path()
        if path is None or not path.parent.is_dir():
            words = _("Choose a file.") if path is None else _("This folder is not there.")
            self._form.show_errors({"file": words})
            return
        if path.suffix.lower() != self._suffix:
            path = path.with_name(f"{path.name}{self._suffix}")
        self._write.setEnabled(False)
        self.wanted.emit(path, bool(self._columns.currentData()))

    def _browse(self, start: Path) -> str:
        kind = KINDS[self._suffix]
        pattern = _("{kind} files ({patterns})").format(kind=kind, patterns=f"*{self._suffix}")
        chosen, _kind = QFileDialog.getSaveFileName(self, self.windowTitle(), str(start), pattern)
        return chosen

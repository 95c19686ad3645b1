"""Writing a report to a file of Word or Excel, and telling that it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import Problem
from desktop.platform.paths import documents_dir
from desktop.ui.i18n import _
from desktop.ui.noting import EXPORTED, note_left, one_record
from desktop.ui.outside import open_file
from desktop.ui.page import PageContext
from desktop.ui.register.bars import NoticeBar
from desktop.ui.reports import gateway

_FOLDER = "paper"


class PaperFiles(QObject):
    """Writes reports and issued copies; the notice tells of it and opens the file."""

    def __init__(self, context: PageContext, widget: QWidget, notice: NoticeBar) -> None:
        super().__init__(widget)
        self._context, self._widget, self._notice = context, widget, notice

    def ask(self, given: dict[str, Any], suffix: str) -> None:
        """Ask for a file with this ending, and write there what the options ask for."""
        self._context.jobs.read(
            gateway.file_name,
            given,
            suffix,
            on_done=lambda name: self._ask_where(given, name, suffix),
            on_error=self.failed,
            context=self,
        )

    def _ask_where(self, given: dict[str, Any], name: str, suffix: str) -> None:
        settings = self._context.settings
        folder = settings.last_folder(_FOLDER, documents_dir())
        chosen, _kind = QFileDialog.getSaveFileName(
            self._widget.window(),
            _("Save as"),
            str(folder / name),
            _("Word files (*.docx)") if suffix == ".docx" else _("Excel files (*.xlsx)"),
        )
        if chosen:
            path = Path(chosen)
            settings.set_last_folder(_FOLDER, path.parent)
            settings.try_save()
            right = path.suffix.lower() == suffix
            self.write(given, path if right else path.with_name(f"{path.name}{suffix}"))

    def write(self, given: dict[str, Any], path: Path) -> None:
        """Write what the options ask for to a file by its ending."""
        self._context.jobs.read(
            gateway.write_paper,
            path,
            given,
            on_done=lambda made: self._written(made, given),
            on_error=self.failed,
            label=_("Writing the file"),
            context=self,
        )

    def _written(self, path: Path, given: dict[str, Any]) -> None:
        note_left(self._context.jobs, EXPORTED, path.stem, path, record=one_record(given))
        words = _("Saved: {name}").format(name=path.name)
        self._notice.tell(words, "success", _("Open the file"), lambda: open_file(path))

    def failed(self, problem: Problem) -> None:
        """Tell what stood in the way."""
        self._notice.tell(problem.message, "error")

"""What is done to the chosen files: opened, saved, described, deleted and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import Problem
from desktop.core.file_names import clean_name
from desktop.ui import outside
from desktop.ui.files import asking, gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.noting import EXPORTED, note_left

if TYPE_CHECKING:
    from desktop.ui.files.pane import FilesPane


class FileDeeds(QObject):
    """Works in the background and tells the outcome below the files."""

    def __init__(self, pane: FilesPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._jobs = pane.context.jobs

    def open(self) -> None:
        """Show the chosen file in its own program: a copy that may only be read."""
        for one in self._pane.selected()[:1]:
            if words := outside.refusal(one.name):
                self._pane.notice.tell(words, "warning")
            else:
                self._read(gateway.open_copy, one.id, then=self._opened, label=_("Open"))

    def _opened(self, path: Path) -> None:
        if not outside.open_file(path):
            words = _("This machine has no program for “{name}”. “Save as…” writes it out.")
            self._pane.notice.tell(words.format(name=path.name), "warning")

    def save(self) -> None:
        """Write the chosen files out: one under a name, several into a folder."""
        from desktop.platform.paths import documents_dir  # noqa: PLC0415 (when asked)

        pane, chosen = self._pane, self._pane.selected()
        settings = pane.context.settings
        start = settings.last_folder("files_out", documents_dir())
        if len(chosen) == 1:
            suggested = str(start / clean_name(chosen[0].name))
            target, _kind = QFileDialog.getSaveFileName(pane, _("Save as"), suggested)
            if target:
                settings.set_last_folder("files_out", Path(target).parent)
                self._save(gateway.save_copy, chosen[0].id, Path(target))
        elif chosen:
            folder = QFileDialog.getExistingDirectory(pane, _("Save as"), str(start))
            if folder:
                settings.set_last_folder("files_out", Path(folder))
                self._save(
                    gateway.save_copies, [one.id for one in chosen], Path(folder), len(chosen)
                )

    def _save(self, deed: Callable[..., object], what: object, where: Path, count: int = 1) -> None:
        words = _("Saved: {path}").format(path=where)
        pane = self._pane
        title = ngettext("{count} attached file", "{count} attached files", count)
        record = None if pane.record is None else (pane.register, pane.record)

        def done(_done: object) -> None:
            pane.notice.tell(words, "success")
            named = title.format(count=number(count))
            note_left(self._jobs, EXPORTED, named, where, record=record)

        self._read(deed, what, where, then=done, label=_("Save as"))

    def describe(self) -> None:
        """Ask for the name and the caption of the chosen file."""
        for one in self._pane.selected()[:1]:
            asking.DescribeDialog(self._pane.context, one, self._pane).open()

    def delete_selected(self) -> None:
        """Move the chosen files to the recycle bin; a click takes them back."""
        ids = [one.id for one in self._pane.selected()]
        if ids:
            self.delete(ids)

    def delete(self, ids: list[int]) -> None:
        """Move files to the recycle bin."""
        self._write(gateway.delete, ids, then=lambda _done: self._deleted(ids), label=_("Delete"))

    def _deleted(self, ids: list[int]) -> None:
        words = ngettext(
            "{count} file was moved to the recycle bin.",
            "{count} files were moved to the recycle bin.",
            len(ids),
        ).format(count=number(len(ids)))
        self._pane.notice.tell(words, "info", _("Undo"), lambda: self._restore(ids))

    def _restore(self, ids: list[int]) -> None:
        self._write(gateway.restore, ids, label=_("Undo"))
        self._pane.view.setFocus()

    def show_bin(self) -> None:
        """Show the record's deleted files."""
        record = self._pane.record
        if record is not None:
            from desktop.ui.files.bin import BinDialog  # noqa: PLC0415 (when asked)

            dialog = BinDialog(self._pane.context, self._pane.register, record, self._pane)
            dialog.open()

    def failed(self, problem: Problem) -> None:
        """Say what stood in the way."""
        self._pane.notice.tell(problem.message, "error")

    def _read(
        self, deed: Callable[..., object], *given: Any, then: Callable[[Any], None], label: str
    ) -> None:
        self._jobs.read(deed, *given, on_done=then, on_error=self.failed, label=label, context=self)

    def _write(
        self,
        deed: Callable[..., object],
        *given: Any,
        then: Callable[[Any], None] | None = None,
        label: str,
    ) -> None:
        self._jobs.write(
            deed, *given, on_done=then, on_error=self.failed, label=label, context=self
        )

"""From a wish to print to the preview: the PDF is made off the UI thread, then shown."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop.platform.settings import Settings
from desktop.ui import gateway
from desktop.ui.i18n import _
from desktop.ui.jobs import Job, Jobs
from desktop.ui.noting import note_left, one_record

if TYPE_CHECKING:
    from desktop.ui.dialogs.preview import PreviewDialog
    from desktop.ui.pdf import PdfFile


class PrintFlow(QObject):
    """Makes papers as files of this process, which are gone when their preview is closed."""

    def __init__(self, jobs: Jobs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._settings = settings
        self._window = window
        self._numbers = itertools.count(1)
        self._made: list[Path] = []
        self.preview: PreviewDialog | None = None

    def print_pdf(
        self,
        form: str,
        options: Mapping[str, Any] | None = None,
        title: str = "",
        *,
        screen_only: bool = False,
    ) -> Job:
        """Make the paper of a form and open it in the preview (`ui.page.PrintPdf`)."""
        return self._jobs.read(
            self._make,
            form,
            dict(options or {}),
            title,
            next(self._numbers),
            on_done=lambda made: self._show(made, options, screen_only=screen_only),
            label=_("Making the paper"),
        )

    def show_secret(self, file: PdfFile, title: str, warning: str) -> None:
        """Show a paper that lies in memory only; before it is saved, `warning` is asked."""
        from desktop.ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 (loaded when needed)

        over = QApplication.activeModalWidget() or self._window
        self.preview = PreviewDialog(file, title, self._settings, over, warning=warning)
        self.preview.left.connect(
            lambda action, name, pages: note_left(self._jobs, action, title, name, pages=pages)
        )
        self.preview.finished.connect(lambda _result: self._forget(file.path))
        self.preview.resize(self._window.size() * 0.9)
        self.preview.open()

    def close(self) -> None:
        """Remove the papers; one that another program holds goes at the next start."""
        from desktop.platform.opened import COPIES  # noqa: PLC0415 (when needed)

        while self._made:
            COPIES.drop(self._made.pop())

    def _make(
        self,
        book: Any,
        form: str,
        options: dict[str, Any],
        title: str,
        place: int,
        progress: Any = None,
    ) -> tuple[PdfFile, str]:
        """Make and open the PDF; runs on the reading thread."""
        from desktop.platform.opened import COPIES  # noqa: PLC0415 (when needed)
        from desktop.ui.pdf import PdfFile  # noqa: PLC0415 (pypdfium2 is loaded when needed)

        target = COPIES.place(f"{form}-{place}.pdf")
        self._made.append(target)
        try:
            called = gateway.make_pdf(book, form, target, options, progress)
            return PdfFile(target), title or called
        except BaseException:
            COPIES.drop(target)
            raise

    def _show(
        self,
        made: tuple[PdfFile, str],
        options: Mapping[str, Any] | None,
        *,
        screen_only: bool,
    ) -> None:
        from desktop.ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 (loaded when needed)

        file, title = made
        self.preview = PreviewDialog(
            file, title, self._settings, self._window, screen_only=screen_only
        )
        record = one_record(options or {})
        self.preview.left.connect(
            lambda action, name, pages: note_left(
                self._jobs, action, title, name, record=record, pages=pages
            )
        )
        self.preview.finished.connect(lambda _result: self._forget(file.path))
        self.preview.open()

    def _forget(self, path: Path) -> None:
        from desktop.platform.opened import COPIES  # noqa: PLC0415 (when needed)

        self.preview = None
        COPIES.drop(path)

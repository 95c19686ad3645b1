"""The windows beside the main one: lists, settings, figures, the guide, what the program is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from desktop.platform.paths import log_dir
from desktop.ui.i18n import _
from desktop.ui.outside import open_folder
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow
    from desktop.ui.page import PageContext


class BesideFlow(QObject):
    """Opens them over the window; `context` tells what the open book's pages get, or None."""

    def __init__(
        self, window: MainWindow, theme: Theme, context: Callable[[], PageContext | None]
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._context = window, theme, context

    def lists(self, register: str = "", record: int | None = None) -> None:
        """Show the lists and rules, at a register or at one of its records."""
        if self._context() is None:
            return
        window = self._window
        dialog = QDialog(window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Lists and rules"))
        dialog.resize(window.size() * 0.85)
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(0, 0, 0, 0)
        page = window.make_page("lists", dialog)
        layout.addWidget(page)
        dialog.open()
        if record is not None:
            page.open_record(register, record)  # type: ignore[attr-defined]  # as below
        elif register:
            page.page_of(register)  # type: ignore[attr-defined]  # the page of lists has it

    def settings(self) -> None:
        """Show the settings of this machine."""
        from desktop.ui.dialogs.settings import SettingsDialog  # noqa: PLC0415 (when needed)

        dialog = SettingsDialog(self._window.settings, self._window)
        dialog.changed.connect(self._settings_changed)
        dialog.open()

    def _settings_changed(self) -> None:
        settings = self._window.settings
        self._theme.apply(settings.get("theme", "system"))
        problem = settings.try_save()
        if problem is not None:
            self._window.status.notify(problem.message, "warning")

    def figures(self) -> None:
        """Ask for a period and print its figures."""
        from desktop.ui.dialogs.figures import FiguresDialog  # noqa: PLC0415 (late)

        context = self._context()
        if context is not None:
            FiguresDialog(context, self._window).open()

    def audit_log(self) -> None:
        """Show the log of who did what."""
        from desktop.ui.dialogs.audit_log import AuditLogDialog  # noqa: PLC0415 (late)

        context = self._context()
        if context is not None:
            AuditLogDialog(context, self._window).open()

    def book_settings(self) -> None:
        """Show the settings that are kept in the book."""
        from desktop.ui.dialogs.book_settings import BookSettingsDialog  # noqa: PLC0415 (late)

        BookSettingsDialog(self._window.jobs, self._window.status.notify, self._window).open()

    def help(self) -> None:
        """Show the guide."""
        from desktop.ui.dialogs.help import HelpDialog  # noqa: PLC0415 (when needed)

        HelpDialog(self._window).show()

    def about(self) -> None:
        """Show what the program is and what it is made of."""
        from desktop.ui.dialogs.about import AboutDialog  # noqa: PLC0415 (when needed)

        AboutDialog(self._window).open()

    def log_folder(self) -> None:
        """Show the folder of the log in the system's own program."""
        open_folder(log_dir())

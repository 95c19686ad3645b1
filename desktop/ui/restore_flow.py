"""A backup that is looked at in the window, or put in the place of the book."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.core.errors import DamagedFile, Problem
from desktop.ui import backup_gateway as gateway
from desktop.ui.errors import show_problem
from desktop.ui.i18n import _

if TYPE_CHECKING:
    from desktop.services.backups import Kept
    from desktop.ui.backup_flow import BackupFlow
    from desktop.ui.main_window import MainWindow

_OFF = (
    *("backup", "backup_to", "import_file", "send_upward", "receive_files", "new_record"),
    *("edit_many", "delete", "undo", "redo", "look_alikes", "protect", "clerk"),
)
"""Entries of the menus that make no sense on a backup that is only looked at."""


class RestoreFlow(QObject):
    """Opens backups for the window; `home` is the book to go back to from one."""

    def __init__(self, flow: BackupFlow, window: MainWindow) -> None:
        super().__init__(flow)
        self._flow = flow
        self._window, self._jobs, self._books = window, window.jobs, window.books
        self.home: Path | None = None
        self._looked = ""
        self._forgets: list[Callable[[], object]] = []

    def keyed(self, backup: Path, title: str, then: Callable[[], object]) -> None:
        """Call `then` once a backup can be read: one of an earlier passphrase is asked for that.

        Its key is kept until `forget_keys`.
        """

        def unlocked(forget: Callable[[], object]) -> None:
            self._forgets.append(forget)
            then()

        self._books.keyed(backup, title, unlocked, backup=True)

    def forget_keys(self) -> None:
        """Forget the keys that were asked for while the list was up."""
        while self._forgets:
            self._forgets.pop()()

    def _end_list(self) -> None:
        if self._flow.dialog is not None:
            self._flow.dialog.accept()  # its keys are forgotten with it
        else:
            self.forget_keys()

    # looking

    def look(self, kept: Kept, of: Path) -> None:
        """Open a backup in the window, only to be looked at; `of` is the book to go back to."""
        home, backup = self.home or of, kept.path
        words = _("This is the backup of {when} ({why}), only to look at. Nothing changes in it.")
        looked = words.format(when=f"{kept.at:%H:%M %d/%m/%Y}", why=kept.reason.words)

        def opened(_book: Any) -> None:
            self._end_list()

        def failed(problem: Problem) -> None:
            if self._flow.dialog is None:
                self.forget_keys()
            show_problem(self._window, problem, _("Look at a backup"))

        def begin() -> None:
            self.home, self._looked = home, looked
            self._books.open_by(
                backup,
                functools.partial(gateway.open_to_look, backup),
                on_done=opened,
                on_error=failed,
                label=_("Opening the backup"),
                remembered=False,
            )

        self.keyed(backup, _("Look at a backup"), lambda: self._window.when_left(begin))

    def show_looked(self, book: Any) -> None:
        """Show that the open book is a backup that is only looked at."""
        for name in _OFF:
            self._window.actions_[name].setEnabled(False)
        self._window.setWindowTitle(
            _("{office} (a backup, only to look at) – Gương Sáng").format(office=book.name)
        )
        self._flow.bar.tell(
            self._looked,
            ((_("Back to the &book in use"), functools.partial(self.end_look, book.path)),),
        )

    def end_look(self, copy: Path) -> None:
        """Close the backup that is looked at and open the book in use again."""
        home, self.home = self.home, None

        def closed(_none: Any) -> None:
            self._books.release()
            self._jobs.run(gateway.end_look, copy)
            if home is not None:
                self._books.open_path(home)

        self._jobs.close_book(on_done=closed)

    # restoring

    def restore(self, backup: Path, path: Path) -> None:
        """Put a backup in the place of the book at `path`, which may be the open one."""
        self.keyed(backup, _("Restore"), lambda: self._restore(backup, path))

    def _restore(self, backup: Path, path: Path) -> None:
        book = self._jobs.book
        if book is None or book.read_only or book.path != path:
            self._replace(path, functools.partial(gateway.restore, path, backup))
            return

        def prepared(made: Any) -> None:
            self._flow.cover()
            self._jobs.close_book(on_done=lambda _none: closed(made))

        def closed(made: Any) -> None:
            self._books.release()
            self._replace(path, functools.partial(gateway.finish, made))

        self._window.when_saved(
            lambda: self._jobs.write(
                gateway.prepare,
                backup,
                on_done=prepared,
                on_error=lambda problem: show_problem(self._window, problem, _("Restore")),
                label=_("Backing up before the restore"),
            )
        )

    def _replace(self, path: Path, opener: Callable[..., Any]) -> None:
        def done(_book: Any) -> None:
            self._end_list()
            words = _("The book was restored. What was there before is among its backups.")
            self._window.status.notify(words, "success")

        def failed(problem: Problem) -> None:
            show_problem(self._window, problem, _("Restore"))
            if self._jobs.book is None and not isinstance(problem, DamagedFile):
                self._books.open_path(path)

        self._books.open_by(
            path, opener, on_done=done, on_error=failed, label=_("Restoring the book")
        )

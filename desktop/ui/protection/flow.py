"""Protecting a book in the window: opening one, the passphrase, the sheet, the lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget

from desktop.core.errors import NeedsPassphrase, Problem
from desktop.ui.i18n import _
from desktop.ui.protection import gateway
from desktop.ui.protection.clipboard import clear_own
from desktop.ui.protection.lock import LockFlow

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow
    from desktop.ui.protection.protect_dialog import ProtectDialog, Wish
    from desktop.ui.protection.sheet_dialog import SheetDialog


class ProtectionFlow(QObject):
    """Deeds of protection for one window; `unsaved` tells whether typed entries wait there."""

    def __init__(
        self, window: MainWindow, stack: QStackedWidget, unsaved: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._jobs, self._books = window, window.jobs, window.books
        self.lock = LockFlow(window, stack, unsaved)
        self.lock.unlocked.connect(self._unlocked)
        self.reminder = QPushButton(_("Recovery sheet not tried yet…"))
        self.reminder.setFlat(True)
        self.reminder.setToolTip(
            _("Print the recovery sheet and type its key once: then it is sure to help.")
        )
        self.reminder.clicked.connect(self.show_sheet)
        self.reminder.hide()
        window.statusBar().insertPermanentWidget(1, self.reminder)  # after the message
        self._typed: tuple[Path, str] | None = None  # a book that its recovery key opened
        self._instead = window.books.instead
        window.books.instead = self._ask
        window.books.keyed = self._keyed
        window.books.opened.connect(self._look)
        window.jobs.book_closed.connect(self._no_book)

    # opening

    def _ask(self, path: Path, problem: Problem) -> bool:
        """Ask for the passphrase of a book that needs one; else leave it to who was there first."""
        if not isinstance(problem, NeedsPassphrase):
            return self._instead(path, problem)
        from desktop.ui.protection.keyed import ask_key  # noqa: PLC0415 (when needed)

        def opened(typed: str) -> None:
            self._typed = (path, typed) if typed else None
            self._books.open_path(path)

        dialog = ask_key(self._jobs, path, self._window, opened)
        dialog.offer_backups(lambda *_clicked: self._window.backups.show_of(path))
        return True

    def _keyed(
        self,
        path: Path,
        title: str,
        then: Callable[[Callable[[], object]], object],
        given_up: Callable[[], object] = lambda: None,
        *,
        backup: bool = False,
    ) -> None:
        """Do `then` on a book that isn't open once it can be read; see `keyed.with_key`."""
        from desktop.ui.protection import keyed  # noqa: PLC0415 (when needed)

        def asking(mark: str) -> Any:
            of_backup = keyed.to_read_backup(path, title, mark)
            return of_backup if backup else keyed.to_go_on(path, title)

        keyed.with_key(self._jobs, path, self._window, then, asking, given_up)

    # the open book

    def _look(self, _book: Any) -> None:
        self._jobs.run(
            gateway.guard_of, self._jobs.book.path, on_done=self._guarded, label="protection"
        )

    def _guarded(self, guard: gateway.Guard) -> None:
        if self._jobs.book is None:
            return
        self.lock.watch(encrypted=guard.encrypted)
        self.reminder.setVisible(guard.encrypted and not guard.tested)
        typed, self._typed = self._typed, None
        if guard.encrypted and typed is not None and typed[0] == self._jobs.book.path:
            self._open_dialog(typed[1])

    def _no_book(self) -> None:
        self.lock.watch(encrypted=False)
        self.reminder.hide()

    def _unlocked(self, typed: str) -> None:
        """After the recovery key was needed ask for a new passphrase."""
        if typed:
            self._window.when_saved(lambda: self._open_dialog(typed))

    # set, change, remove

    def ask(self) -> None:
        """Ask how the open book is to be protected, and do it."""
        if self._jobs.book is not None:
            self._window.when_saved(self._open_dialog)

    def _open_dialog(self, key: str = "") -> ProtectDialog:
        from desktop.ui.protection.protect_dialog import ProtectDialog  # noqa: PLC0415 (late)

        dialog = ProtectDialog(
            self._jobs.book.path.name, self._window, encrypted=self.lock.encrypted, key=key
        )
        dialog.wished.connect(partial(self._work, dialog))
        dialog.sheet_wanted.connect(self.show_sheet)
        dialog.open()
        return dialog

    def _work(self, dialog: ProtectDialog, wish: Wish) -> None:
        """Do what the dialog asks for on the closed book, and open it again."""
        path = self._jobs.book.path

        def begin(again: Callable[[], object]) -> None:
            def work(progress: Any = None) -> gateway.Rework:
                return gateway.reworked(path, lambda: wish.work(path, progress), again)

            self._books.rework(work, done, wish.label)

        def done(rework: gateway.Rework) -> None:
            if rework.problem is not None:
                dialog.refuse(rework.problem)
                return
            dialog.accept()
            self._window.status.notify(wish.told, "success")
            if rework.left is not None:
                self._window.reporter.problem(rework.left, wish.label)
            if wish.sheet:
                clear_own()
                QTimer.singleShot(0, self, lambda: self.show_sheet(anew=True))

        # the key is forgotten with the book that is closed: what opens it again comes first
        self._jobs.run(gateway.carry, path, on_done=begin, label=wish.label)

    # the sheet

    def show_sheet(self, *_clicked: object, anew: bool = False) -> SheetDialog | None:
        """Print the recovery sheet and have its key typed once."""
        if self._jobs.book is None:
            return None
        from desktop.ui.protection.sheet_dialog import SheetDialog  # noqa: PLC0415 (when needed)

        dialog = SheetDialog(self._window, anew=anew)
        dialog.print_wanted.connect(self._print_sheet)
        dialog.typed.connect(partial(self._test_sheet, dialog))
        dialog.open()
        return dialog

    def _print_sheet(self) -> None:
        words = _(
            "Whoever has this file and the book can read everything. Save it only on a USB stick "
            "that is locked away, never on this machine. Save it?"
        )
        self._jobs.read(
            gateway.sheet,
            on_done=lambda file: self._window.papers.show_secret(file, _("Recovery sheet"), words),
            label=_("Making the paper"),
        )

    def _test_sheet(self, dialog: SheetDialog, typed: str) -> None:
        def told(fits: bool) -> None:
            dialog.told(fits=fits)
            if fits:
                self.reminder.hide()

        self._jobs.run(
            gateway.test_sheet,
            self._jobs.book.path,
            typed,
            on_done=told,
            on_error=dialog.refuse,
            context=dialog,
            label=_("Trying the recovery key"),
        )

"""A damaged book in the window: the sentence about it leads to a repair."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop.core.errors import Problem
from desktop.ui import repair_gateway
from desktop.ui.damage_box import tell_damage
from desktop.ui.dialogs.repair import RepairDialog
from desktop.ui.gateway import BOOK_SUFFIX
from desktop.ui.i18n import _
from desktop.ui.protection import gateway as key_gateway

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class RepairFlow(QObject):
    """Offers a repair wherever a book turns out to be damaged."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._jobs, self._books = window, window.jobs, window.books
        window.books.unsound = self.tell
        window.books.repair = self.ask

    def tell(self, path: Path, problem: Problem, title: str) -> None:
        """Tell what is wrong with a book, and offer its backups and a repair."""
        known = path.suffix.lower() == BOOK_SUFFIX and path.is_file()
        backups = functools.partial(self._window.backups.show_of, path)
        repair = functools.partial(self.ask, path)
        tell_damage(
            self._window, problem, title, backups if known else None, repair if known else None
        )

    def ask(self, path: Path) -> RepairDialog:
        """Ask whether a book is to be repaired; it is closed first when it is open here."""
        dialog = RepairDialog(path, self._window)
        dialog.wanted.connect(lambda: self._closed(path, dialog))
        dialog.open()
        return dialog

    def _closed(self, path: Path, dialog: RepairDialog) -> None:
        """Repair a book once it is closed and can be read."""
        book = self._jobs.book
        if book is None or book.path != path:
            title = dialog.windowTitle()
            self._books.keyed(
                path, title, lambda forget: self._repair(path, dialog, forget), dialog.wait
            )
            return

        def carried(again: Callable[[], object]) -> None:
            self._jobs.close_book(on_done=lambda _none: closed(again))

        def closed(again: Callable[[], object]) -> None:
            self._books.release()
            self._jobs.run(again, on_done=lambda _none: self._repair(path, dialog, forget))

        def forget() -> None:
            self._jobs.run(key_gateway.forget, path)

        # the key is forgotten with the book that is closed
        self._jobs.run(key_gateway.carry, path, on_done=carried)

    def _repair(self, path: Path, dialog: RepairDialog, forget: Callable[[], object]) -> None:
        """Repair a closed book; its key is forgotten when the clerk is done with the outcome."""
        dialog.rejected.connect(forget)

        def forget_later() -> None:  # a repaired book opens with the same key
            for signal in (self._books.opened, self._books.not_opened):
                signal.connect(forget, Qt.ConnectionType.SingleShotConnection)

        dialog.accepted.connect(forget_later)

        def done(made: repair_gateway.Outcome) -> None:
            dialog.show_outcome(made)
            dialog.open_wanted.connect(lambda: self._open(made.path, dialog))
            dialog.place_wanted.connect(lambda: self._place(made.path, path, dialog))

        self._jobs.run(
            repair_gateway.repair,
            path,
            on_done=done,
            on_error=dialog.refuse,
            context=dialog,
            label=_("Repairing the book"),
        )

    def _place(self, repaired: Path, damaged: Path, dialog: RepairDialog) -> None:
        self._jobs.run(
            repair_gateway.put_in_place,
            repaired,
            damaged,
            on_done=lambda _aside: self._open(damaged, dialog),
            on_error=dialog.refuse,
            context=dialog,
            label=_("Repairing the book"),
        )

    def _open(self, path: Path, dialog: RepairDialog) -> None:
        dialog.accept()
        self._books.open_path(path)

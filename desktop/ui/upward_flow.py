"""Files of other offices: dropped on the window, opened in the system's folders, asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.errors import BookInUse, Problem
from desktop.ui.book_flow import BookFlow
from desktop.ui.errors import show_problem
from desktop.ui.handed import HandedFiles, hand_over
from desktop.ui.i18n import _
from desktop.ui.page import PageContext

if TYPE_CHECKING:
    from desktop.ui.upward.receive_dialog import ReceiveDialog


class UpwardFlow(QObject):
    """Shows what was sent before anything of it is taken in; one dialog at a time.

    Files that come before a book is open wait for it; where another window of the program has
    that book, they are handed to it, and this window closes.
    """

    def __init__(
        self,
        window: QWidget,
        books: BookFlow,
        context: Callable[[], PageContext | None],
        ready: Callable[[Callable[[], object]], object],
    ) -> None:
        """`ready(then)` calls `then` once nothing typed is unsaved."""
        super().__init__(window)
        self._window, self._context, self._ready = window, context, ready
        self.dialog: ReceiveDialog | None = None
        self._waiting: list[Path] = []
        self._handed = HandedFiles(self)
        self._handed.came.connect(self._come_forward)
        books.instead = self._hand_over
        books.submissions.connect(self.receive)
        books.released.connect(self._handed.stop)

    def ask(self) -> None:
        """Ask for files and show them."""
        self._ready(lambda: self._show(None))

    def receive(self, paths: Sequence[Path]) -> None:
        """Show these files, once a book is open."""
        if self._context() is None:
            self._waiting += paths
        else:
            self._ready(lambda: self._show(paths))

    def book_shown(self, book: Path) -> None:
        """Show the files that waited for a book, and those that come for it from now on."""
        self._handed.watch(book)
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.receive(waiting)

    def _come_forward(self, paths: Sequence[Path]) -> None:
        """Show files that another window handed over."""
        window = self._window.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)
        self.receive(paths)

    def _hand_over(self, book: Path, problem: Problem) -> bool:
        """Hand what waits to the window that has the book; tell whether that was begun."""
        waiting = list(self._waiting)
        if not waiting or not isinstance(problem, BookInUse):
            return False

        def handed(taken: bool) -> None:
            if taken:
                self._waiting = []
                self._window.close()
                return
            words = _(
                "“{book}” is open in another window of Gương Sáng, which did not take “{name}”. "
                "Go to that window and drop the file on it, or choose it there by Ctrl+Shift+R."
            ).format(book=book.name, name=waiting[0].name)
            show_problem(self._window, Problem(words), _("Receive files"))

        hand_over(book, waiting, handed, self)
        return True

    def _show(self, paths: Sequence[Path] | None) -> None:
        from desktop.ui.upward.receive_dialog import ReceiveDialog  # noqa: PLC0415 (when needed)

        context = self._context()
        if context is None:
            return
        if self.dialog is None:
            self.dialog = ReceiveDialog(context, self._window)
            self.dialog.finished.connect(lambda _code: self._closed(context))
            self.dialog.open()
        if paths is None:
            self.dialog.ask()
        else:
            self.dialog.add(paths)

    def _closed(self, context: PageContext) -> None:
        """Show where what was taken in stands now."""
        dialog, self.dialog = self.dialog, None
        shown = {} if dialog is None else dialog.shows()
        if shown:
            context.show_rows("submissions", shown)

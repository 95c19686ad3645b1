"""What is done with a whole book: make, open, back up, check, send upward, close."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from desktop.core.errors import DamagedFile, FileMissing, ForeignFile, Problem
from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.platform.single_instance import BookLock
from desktop.ui import gateway
from desktop.ui.errors import show_information, show_problem
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from desktop.ui.dialogs.new_book import NewBookDialog
    from desktop.ui.dialogs.send_upward import SendUpwardDialog
    from desktop.ui.page import Notify, PrintPdf

DEMO_MEMBERS = 300
DEMO_NAME = "So-thu-nghiem.gsdb"


class BookFlow(QObject):
    """Deeds on books for one window. `ready(then)` calls `then` once nothing is unsaved."""

    opening = Signal()
    opened = Signal(object)  # the Book
    not_opened = Signal()
    backed_up = Signal(object)  # datetime, or None when never
    recent_changed = Signal()
    released = Signal()
    submissions = Signal(object)  # list of paths: to be received, by now or with the next book

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        window: QWidget,
        ready: Callable[[Callable[[], object]], object],
        notify: Notify,
        print_pdf: PrintPdf,
    ) -> None:
        super().__init__(window)
        self._jobs, self._settings, self._window = jobs, settings, window
        self._ready, self._notify, self._print_pdf = ready, notify, print_pdf
        self._lock: BookLock | None = None
        self._opening: dict[BookLock, Path] = {}
        self.instead: Callable[[Path, Problem], bool] = lambda _path, _problem: False
        """Does something else than telling why a book can't be opened; tells whether it did."""
        self.unsound: Callable[[Path, Problem, str], object] = lambda _path, problem, title: (
            show_problem(window, problem, title)
        )
        """Tells that a file is damaged: its path, the sentence, the title."""
        self.keyed: Callable[..., object] = lambda _path, _title, then, *_more, **_given: then(
            lambda: None
        )
        """Calls `then(forget)` when a file can be read; asks for its passphrase before."""
        self.repair: Callable[[Path], object] = lambda _path: None
        """Asks whether a damaged book is to be repaired."""

    # making and opening

    def ask_new(self) -> None:
        """Ask for a new book's office and file, and make it."""
        from desktop.ui.dialogs.new_book import NewBookDialog  # noqa: PLC0415 (when needed)

        folder = self._settings.last_folder("book", documents_dir())
        dialog = NewBookDialog(folder, self._window)
        dialog.wanted.connect(lambda asked: self._make_new(asked, dialog))
        dialog.open()

    def _make_new(self, asked: gateway.NewBook, dialog: NewBookDialog) -> None:
        def made(_book: Any) -> None:
            dialog.accept()

        self._ready(
            lambda: self.open_by(
                asked.path,
                functools.partial(gateway.create_book, asked),
                on_done=made,
                on_error=dialog.refuse,
            )
        )

    def ask_open(self) -> None:
        """Ask for a book and open it."""
        folder = self._settings.last_folder("book", documents_dir())
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open a book"), str(folder), _book_pattern()
        )
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> None:
        """Open the book at `path`, unless it is open already; a submission is received."""
        if path.suffix.lower() == gateway.SUBMISSION_SUFFIX:
            self.receive([path])
            return
        if self._is_open(path):
            return

        def failed(problem: Problem) -> None:
            if isinstance(problem, FileMissing):
                self._settings.forget_book(path)
                self.recent_changed.emit()
            if self.instead(path, problem):
                return
            if isinstance(problem, (DamagedFile, ForeignFile)):
                self.unsound(path, problem, _("Open a book"))
            else:
                show_problem(self._window, problem, _("Open a book"))

        def begin() -> None:
            if not self._is_open(path):  # asked for twice while something was being saved
                self.open_by(path, functools.partial(gateway.open_book, path), on_error=failed)

        self._ready(begin)

    def _is_open(self, path: Path) -> bool:
        """Tell whether a book is open here, and say so; or whether it is just being opened."""
        book = self._jobs.book
        if book is not None and _same(book.path, path):
            self._notify(_("This book is open already."))
            return True
        return any(_same(one, path) for one in self._opening.values())

    def receive(self, paths: Sequence[Path]) -> None:
        """Receive submissions; without a book the last one is opened first, or one is asked for."""
        self.submissions.emit(list(paths))
        if self._jobs.book is not None or self._opening or not paths:
            return
        books = self._settings.recent_books()
        if books and books[0].is_file():
            self.open_path(books[0])
            return
        self.not_opened.emit()
        words = _(
            "“{name}” is received into the book of your office, and no book is open. Open it, or "
            "make a new one; the file is shown there as soon as it is open."
        )
        show_information(self._window, _("Receive files"), words.format(name=paths[0].name))

    def ask_demo(self) -> None:
        """Ask how large the demo book is to be, and make it."""
        members, wanted = QInputDialog.getInt(
            self._window, _("Demo book"), _("Number of members:"), DEMO_MEMBERS, 10, 100_000, 100
        )
        if wanted:
            self.make_demo(members)

    def open_demo(self) -> None:
        """Open the demo book that is there, or make it."""
        path = documents_dir() / DEMO_NAME
        if path.is_file():
            self.open_path(path)
        else:
            self.make_demo()

    def make_demo(self, members: int = DEMO_MEMBERS) -> None:
        """Make a demo book with invented data in the folder of documents, and open it."""
        path = _free(documents_dir() / DEMO_NAME)
        opener = functools.partial(gateway.make_demo, path, members)
        self._ready(lambda: self.open_by(path, opener, label=_("Making the demo book")))

    def open_by(
        self,
        path: Path,
        opener: Callable[..., Any],
        on_done: Callable[[Any], object] | None = None,
        on_error: Callable[[Problem], object] | None = None,
        label: str = "",
        *,
        remembered: bool = True,
    ) -> None:
        """Open a book by `opener` with the lock of `path`; `remembered`: among the recent ones."""
        lock = BookLock(path)

        # the lock is taken where the book is opened: on the writing thread, just before
        @functools.wraps(opener)
        def locked(**extra: Any) -> Any:
            lock.acquire()
            try:
                return opener(**extra)
            except BaseException:
                lock.release()
                raise

        def done(book: Any) -> None:
            self._opening.pop(lock)
            self._took(lock, path, remembered)
            if on_done is not None:
                on_done(book)
            self._show(book)

        def failed(problem: Problem) -> None:
            self._opening.pop(lock)
            self.not_opened.emit()
            if on_error is not None:
                on_error(problem)
            else:
                show_problem(self._window, problem, label)

        self._opening[lock] = path
        self.opening.emit()
        self._jobs.open_book(
            locked,
            on_done=done,
            on_error=failed,
            on_finally=lambda: self._opening.pop(lock, None),
            label=label or _("Opening the book"),
        )

    def _took(self, lock: BookLock, path: Path, remembered: bool) -> None:
        self.release()
        self._lock = lock
        if not remembered:
            return
        self._settings.remember_book(path)
        self._settings.set_last_folder("book", path.parent)
        self._settings.try_save()
        self.recent_changed.emit()

    def _show(self, book: Any) -> None:
        self.opened.emit(book)
        if book.told:
            self._notify(book.told, "warning")

    def close_book(self) -> None:
        """Close the open book."""
        self._ready(lambda: self._jobs.close_book(on_done=lambda _none: self.release()))

    def rework(
        self,
        work: Callable[..., Any],
        on_done: Callable[[Any], object],
        label: str,
    ) -> None:
        """Close the open book, do `work` on it, and show it again; its lock is kept all the while.

        `work` opens the book again and gives it as `book` of what `on_done` gets; when it raises,
        no book is open any more, which is told.
        """
        found: list[Any] = []

        @functools.wraps(work)
        def opener(**extra: Any) -> Any:
            found.append(work(**extra))
            return found[0].book

        def opened(book: Any) -> None:
            self._show(book)
            on_done(found[0])

        def failed(problem: Problem) -> None:
            self.release()
            self.not_opened.emit()
            show_problem(self._window, problem, label)

        def closed(_none: object) -> None:
            self.opening.emit()
            self._jobs.open_book(opener, on_done=opened, on_error=failed, label=label)

        self._jobs.close_book(on_done=closed, label=label)

    def release(self) -> None:
        """Give back the lock of the book."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()
            self.released.emit()

    # checks, and what goes upward

    def ask_check(self, *, deep: bool = False) -> None:
        """Ask for a book or a submission and check it; `deep` also what the program derived."""
        folder = self._settings.last_folder("book", documents_dir())
        pattern = _("Books and submissions ({patterns})").format(
            patterns=f"*{gateway.BOOK_SUFFIX} *{gateway.SUBMISSION_SUFFIX}"
        )
        book = self._jobs.book
        start = book.path if book is not None else folder
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, _("Check a file"), str(start), pattern
        )
        if chosen:
            self.check(Path(chosen), deep=deep)

    def check(self, path: Path, *, deep: bool = False) -> None:
        """Check a file and tell what was found; the passphrase of an encrypted one is asked for."""

        def done(report: Any) -> None:
            text = "\n".join(report.lines)
            if report.ok:
                show_information(self._window, _("Check a file"), text)
            else:
                self.unsound(path, Problem(text), _("Check a file"))

        def begin(forget: Callable[[], object]) -> None:
            label = _("Checking the file")
            run = self._jobs.run
            run(gateway.check_file, path, deep=deep, on_done=done, on_finally=forget, label=label)

        self.keyed(path, _("Check a file"), begin)

    def send_upward(self) -> SendUpwardDialog:
        """Ask what goes upward, write it, show the outcome."""
        from desktop.ui.dialogs.send_upward import SendUpwardDialog  # noqa: PLC0415 (when needed)

        dialog = SendUpwardDialog(
            self._jobs,
            self._settings,
            date.today(),  # noqa: DTZ011 (the clerk's day)
            self._window,
        )
        dialog.slip_wanted.connect(self._print_slip)
        dialog.open()
        return dialog

    def _print_slip(self, outcome: Any, passphrase: str | None) -> None:
        given = {"file": outcome.path, "passphrase": passphrase}
        self._print_pdf("submission-slip", given, "")


def _book_pattern() -> str:
    return _("Office books (*{suffix})").format(suffix=gateway.BOOK_SUFFIX)


def _same(one: Path, other: Path) -> bool:
    real = [os.path.normcase(os.path.realpath(path)) for path in (one, other)]
    return real[0] == real[1]


def _free(path: Path) -> Path:
    """Return `path`, or the same with a number when it is taken."""
    place, found = 2, path
    while found.exists():
        found = path.with_stem(f"{path.stem}-{place}")
        place += 1
    return found


def start_book(settings: Settings) -> Path | None:
    """Return the book to open at the start: the last one, if it is to be and is there."""
    books = settings.recent_books()
    if books and settings.get("reopen", True) and books[0].is_file():
        return books[0]
    return None

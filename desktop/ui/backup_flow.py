"""Backups from the window: made at the start and on leaving, listed, looked at, put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from desktop.core.errors import Cancelled, DamagedFile, FileMissing, Problem
from desktop.platform.paths import backups_dir, documents_dir
from desktop.ui import backup_gateway as gateway
from desktop.ui.damage_box import tell_damage
from desktop.ui.errors import show_information, shown
from desktop.ui.i18n import _
from desktop.ui.restore_flow import RestoreFlow
from desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from desktop.ui.dialogs.backups import BackupsDialog
    from desktop.ui.jobs import Jobs
    from desktop.ui.main_window import MainWindow

SECOND = "backups.second"  # of the settings: folder, mark, below, reached, reminded


class BackupFlow(QObject):
    """Looks after the open book. `due` tells whether it has changed since its last backup."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._jobs, self._books = window, window.jobs, window.books
        self._settings, self._notify = window.settings, window.status.notify
        self._covered = True
        self._leaving = False
        self._told: datetime | None = None  # as the newest backup of the open book
        self.dialog: BackupsDialog | None = None
        self.bar = NoticeBar(_("Backups"), window)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.bar)
        self.restoring = RestoreFlow(self, window)
        self._books.opened.connect(self._look_after)
        self._books.backed_up.connect(self._note_told)
        self._jobs.changed.connect(self._changed)
        self._jobs.busy.connect(self._written)
        self._jobs.book_closed.connect(self._closed)
        before = self._books.instead
        self._books.instead = lambda path, problem: (
            before(path, problem) or self._offer(path, problem)
        )

    # the open book

    @property
    def due(self) -> bool:
        """Whether the open book has changed since its last backup, as far as is known."""
        book = self._jobs.book
        return book is not None and not book.read_only and not self._covered

    def cover(self) -> None:
        """Note that a backup holds the open book as it stands."""
        self._covered = True

    def _changed(self, _changes: Any) -> None:
        self._covered = False

    def _written(self, busy: bool) -> None:
        """Look whether a deed (an import, a merger) has made a backup by itself."""
        if not busy and self._jobs.book is not None:
            self._jobs.read(
                gateway.last_time,
                key=(id(self), "last time"),
                on_done=self._tell_newer,
                on_error=lambda _problem: None,  # what stands in the status line stays
                context=self,
            )

    def _tell_newer(self, at: datetime | None) -> None:
        if at is not None and (self._told is None or at > self._told):
            self._books.backed_up.emit(at)

    def _note_told(self, at: datetime | None) -> None:
        self._told = at

    def _closed(self) -> None:
        self._covered = True
        self._told = None
        self.restoring.home = None
        self.bar.settle()

    def _look_after(self, book: Any) -> None:
        """Make the day's backup and copy it to the second place; say what a backup is."""
        if book.read_only:
            self._covered = True
            self.restoring.show_looked(book)
            return
        self.bar.settle()
        self.restoring.home = None
        self._covered = False

        def failed(problem: Problem) -> None:
            if not isinstance(problem, Cancelled):
                self._notify(problem.message, "warning")

        self._jobs.write(
            gateway.at_start,
            self.second(),
            on_done=self._made_safe,
            on_error=failed,
            label=_("Backing up"),
        )

    def _made_safe(self, safe: gateway.Safe) -> None:
        self._covered = safe.covered
        self._books.backed_up.emit(safe.at)
        if safe.sentence:
            self._notify(safe.sentence, "warning")
        self._take_note(safe)

    def backup_now(self) -> None:
        """Make a backup by hand."""

        def done(safe: gateway.Safe) -> None:
            words = _("Backed up at {time}")
            if safe.reached:
                words = _("Backed up at {time}, copied to the second place, too")
            time = f"{safe.at:%H:%M}" if safe.at else ""
            self._notify(words.format(time=time), "success")
            self._made_safe(safe)
            self._read_again()

        self._jobs.write(gateway.backup_here, self.second(), on_done=done, label=_("Backing up"))

    def back_up_to(self) -> None:
        """Ask for a file, and back up to it."""
        target = self.ask_target()
        if target is None:
            return

        def done(kept: Any) -> None:
            self._settings.set_last_folder("backup", target.parent)
            words = _("Backed up to {path}").format(path=kept.path)
            self._notify(words, "success")

        self._jobs.write(gateway.backup_to, target, on_done=done, label=_("Backing up"))

    @property
    def jobs(self) -> Jobs:
        """The door to background work."""
        return self._jobs

    @property
    def guarded(self) -> bool:
        """Whether the open book has a passphrase."""
        return bool(self._window.protection.lock.encrypted)

    @property
    def book_path(self) -> Path:
        """The file of the open book, or of the one to go back to from a backup."""
        path: Path = self._jobs.book.path
        return self.restoring.home or path

    # leaving

    def leave(self, then: Callable[[], object]) -> None:
        """Back the open book up if it has changed, and call `then`; ask when that fails."""
        if not self.due:
            then()
            return
        if self._leaving:
            return
        self._leaving = True
        self._notify(_("Backing up before the book is closed…"))

        def done(safe: gateway.Safe) -> None:
            self._leaving = False
            self._covered = True
            self._take_note(safe, quiet=True)
            then()

        def failed(problem: Problem) -> None:
            self._leaving = False
            if not isinstance(problem, Cancelled):
                self._ask_what_now(problem, then)

        self._jobs.write(
            gateway.at_exit,
            self.second(),
            on_done=done,
            on_error=failed,
            label=_("Backing up"),
        )

    def _ask_what_now(self, problem: Problem, then: Callable[[], object]) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("The book was not backed up"))
        box.setText(problem.message)
        box.setInformativeText(
            _("What was entered is in the book itself; only the copy is missing.")
        )
        role = QMessageBox.ButtonRole
        leave = box.addButton(_("&Leave without a backup"), role.DestructiveRole)
        elsewhere = box.addButton(_("&Back up elsewhere…"), role.AcceptRole)
        stay = box.addButton(_("&Stay"), role.RejectRole)
        box.setDefaultButton(elsewhere)
        box.setEscapeButton(stay)

        def answered(_code: int) -> None:
            if box.clickedButton() is leave:
                self._covered = True
                then()
            elif box.clickedButton() is elsewhere:
                self._back_up_elsewhere(then)

        box.finished.connect(answered)
        shown(box)

    def _back_up_elsewhere(self, then: Callable[[], object]) -> None:
        target = self.ask_target()
        if target is None:
            return

        def done(_kept: Any) -> None:
            self._covered = True
            then()

        self._jobs.write(
            gateway.backup_to,
            target,
            on_done=done,
            on_error=lambda problem: self._ask_what_now(problem, then),
            label=_("Backing up"),
        )

    def ask_target(self) -> Path | None:
        """Ask for a file to back up to."""
        book = self._jobs.book
        folder = self._settings.last_folder("backup", documents_dir())
        name = f"{book.path.stem} {date.today():%Y-%m-%d}.gsdb"  # noqa: DTZ011 (the clerk's day)
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, _("Back up to"), str(folder / name), _pattern()
        )
        return Path(chosen) if chosen else None

    # the second place

    def second(self) -> dict[str, Any]:
        """Return what the settings say of the second place; nothing when none is chosen."""
        return self._settings.get_table(SECOND)

    def ask_second(self) -> None:
        """Ask for the folder of the second place."""
        folder = self.second().get("folder") or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(
            self._window, _("Second place of the backups"), folder
        )
        if chosen:
            self._jobs.run(gateway.choose_second, Path(chosen), on_done=self._chose_second)

    def _chose_second(self, made: tuple[dict[str, str], bool]) -> None:
        kept, same = made
        self._keep_second({**kept, "reached": _today().isoformat()})
        self.bar.settle()
        if same:
            words = _(
                "This folder is on the same disk as the first place: if the disk fails, both are "
                "lost. A USB stick or another disk is safer."
            )
            show_information(self._window, _("Second place of the backups"), words)
        if self._jobs.book is not None and not self._jobs.book.read_only:
            self.copy_now()
        self._read_again()

    def copy_now(self) -> None:
        """Copy the newest backup to the second place."""

        def done(safe: gateway.Safe) -> None:
            self._take_note(safe)
            absent = _("The second place is not connected.")
            words = _("Copied to the second place.") if safe.reached else safe.sentence or absent
            self._notify(words, "success" if safe.reached else "warning")
            self._read_again()

        self._jobs.write(
            gateway.copy_now, self.second(), on_done=done, label=_("Copying to the second place")
        )

    def _keep_second(self, values: dict[str, Any]) -> None:
        self._settings.set_table(SECOND, values)
        self._settings.try_save()

    def _take_note(self, safe: gateway.Safe, *, quiet: bool = False) -> None:
        """Note that the second place was reached, or remind once a day that it is missed."""
        if not safe.copied:
            return
        today, values = _today(), self.second()
        reached = str(values.get("reached", ""))
        if safe.reached or reached > today.isoformat():  # the clock was set back: count from now
            self._keep_second({**values, "reached": today.isoformat()})
        if safe.reached:
            self.bar.settle()
            return
        if quiet or values.get("reminded") == today.isoformat():
            return
        if gateway.is_overdue(reached, today):
            self._keep_second({**self.second(), "reminded": today.isoformat()})
            self._remind(date.fromisoformat(reached))

    def _remind(self, reached: date) -> None:
        words = _(
            "Nothing has been copied to the second place of the backups since {day}. "
            "Connect “{folder}” and press “Copy now”."
        )
        self.bar.tell(
            words.format(day=f"{reached:%d/%m/%Y}", folder=self.second().get("folder", "")),
            (
                (_("&Copy now"), self.copy_now),
                (_("&Another place…"), self.ask_second),
                (_("&Tomorrow"), self.bar.settle),
            ),
        )

    # the list

    def show(self) -> BackupsDialog:
        """Show the backups of the open book."""
        return self._show(None)

    def show_of(self, path: Path) -> BackupsDialog:
        """Show the backups of a book that can't be opened."""
        return self._show(path)

    def _show(self, path: Path | None) -> BackupsDialog:
        from desktop.ui.dialogs.backups import BackupsDialog  # noqa: PLC0415 (when needed)

        if self.dialog is None:
            self.dialog = BackupsDialog(self, path, self._window)
            self.dialog.finished.connect(self._forget)
            self.dialog.open()
        return self.dialog

    def _forget(self) -> None:
        self.dialog = None
        self.restoring.forget_keys()

    def _read_again(self) -> None:
        if self.dialog is not None:
            self.dialog.read()

    def _offer(self, path: Path, problem: Problem) -> bool:
        """Tell why a book can't be opened, and offer its backups and a repair."""
        if not isinstance(problem, DamagedFile | FileMissing) or path.suffix.lower() != ".gsdb":
            return False
        damage = isinstance(problem, DamagedFile)
        tell_damage(
            self._window,
            problem,
            _("Open a book"),
            lambda: self.show_of(path),
            (lambda: self._books.repair(path)) if damage else None,
        )
        return True

    def ask_file(self) -> Path | None:
        """Ask for a backup that is not in the list."""
        folder = self.second().get("folder") or str(
            self._settings.last_folder("backup", backups_dir())
        )
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, _("Choose a backup"), folder, _pattern()
        )
        return Path(chosen) if chosen else None


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the clerk's day)


def _pattern() -> str:
    return _("Office books (*{suffix})").format(suffix=".gsdb")

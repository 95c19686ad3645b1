"""Who is at work with the open book: asked where several clerks share the computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.vietnamese.collate import name_sort_key
from desktop.platform.settings import Settings
from desktop.ui import audit_gateway as gateway
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.ui.dialogs.clerk import ClerkDialog

SETTING = "clerk"
"""Under this name the computer remembers who worked last."""


class ClerkFlow(QObject):
    """Asks and remembers; with one known clerk there is no question."""

    begun = Signal(str)

    def __init__(self, jobs: Jobs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._settings, self._window = jobs, settings, window
        self.dialog: ClerkDialog | None = None

    def book_opened(self) -> None:
        """Let the last clerk begin, and ask where that may be another by now."""
        last = self._settings.get(SETTING, "")
        if last:
            self._begin(last, remember=False)
        if not self._jobs.book.read_only:  # what is only looked at bears no name
            self._jobs.read(gateway.known_clerks, on_done=self._ask_if_unsure, context=self)

    def ask(self) -> None:
        """Ask who is at work from now on."""
        book = self._jobs.book
        if book is not None and not book.read_only and self.dialog is None:
            self._jobs.read(gateway.known_clerks, on_done=self._ask, context=self)

    def _ask_if_unsure(self, known: tuple[str, ...]) -> None:
        last = self._settings.get(SETTING, "")
        if not last or set(known) - {last}:
            self._ask(known)

    def _ask(self, known: tuple[str, ...]) -> None:
        from desktop.ui.dialogs.clerk import ClerkDialog  # noqa: PLC0415 (when needed)

        if self.dialog is not None:
            return
        last = self._settings.get(SETTING, "")
        self.dialog = ClerkDialog(self._names(known), last or gateway.system_user(), self._window)
        self.dialog.chosen.connect(lambda name: self._begin(name, remember=True))
        self.dialog.corrected.connect(self._correct)
        self.dialog.taken_off.connect(self._take_off)
        self.dialog.rejected.connect(self._go_on)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self, _result: int) -> None:
        self.dialog = None

    def _correct(self, name: str, corrected: str) -> None:
        def done(made: Done[str]) -> None:
            if self._settings.get(SETTING, "") == name:
                self._began(made)
            words = _("Corrected. What was done until now keeps the name “{name}”.")
            self._read_again(words.format(name=name), made.value)

        self._jobs.write(gateway.rename_clerk, name, corrected, on_done=done, context=self)

    def _take_off(self, name: str) -> None:
        def done(_made: Done[None]) -> None:
            if self._settings.get(SETTING, "") == name:
                self._settings.set(SETTING, "")
                self._settings.try_save()
            words = _("“{name}” is off the list; the log keeps it. Type it to put it back.")
            self._read_again(words.format(name=name), "")

        self._jobs.write(gateway.forget_clerk, name, on_done=done, context=self)

    def _read_again(self, words: str, current: str) -> None:
        def came(known: tuple[str, ...]) -> None:
            if self.dialog is not None:
                self.dialog.show_names(self._names(known), current)
                self.dialog.tell(words)

        self._jobs.read(gateway.known_clerks, on_done=came, context=self)

    def _names(self, known: tuple[str, ...]) -> list[str]:
        """Return the known names, with that of who worked last on this computer."""
        last = self._settings.get(SETTING, "")
        return sorted({*known, last} - {""}, key=name_sort_key)

    def _go_on(self) -> None:
        """Nobody said a name: whoever began stays, else it is the system's user."""
        if not self._settings.get(SETTING, ""):
            name = gateway.system_user()
            if name:
                self._jobs.write(gateway.begin, name, False, on_done=self._show, context=self)

    def _begin(self, name: str, *, remember: bool) -> None:
        self._jobs.write(gateway.begin, name, remember, on_done=self._began, context=self)

    def _began(self, done: Done[str]) -> None:
        if self._settings.get(SETTING, "") != done.value:
            self._settings.set(SETTING, done.value)
            self._settings.try_save()
        self._show(done)

    def _show(self, done: Done[str]) -> None:
        self.begun.emit(done.value)

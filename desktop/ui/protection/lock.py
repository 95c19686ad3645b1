"""Locking the window: at the clerk's word, or when nobody has used it for some minutes.

The window then shows the lock page and nothing else. As soon as nothing is running and nothing
typed is unsaved, the book's connections are closed and its key is forgotten, after the backup that
is due; what needs the book meanwhile waits. Every page and dialog stays as it is behind the page,
and comes back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShortcut, QWindow
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.core.errors import Problem
from desktop.ui.dialogs.settings import IDLE_KEY, IDLE_MINUTES
from desktop.ui.i18n import _
from desktop.ui.protection import gateway
from desktop.ui.protection.clipboard import clear_own
from desktop.ui.protection.hiding import OtherWindows
from desktop.ui.protection.lock_page import LockPage
from desktop.ui.widgets.page_tabs import commit_input

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_LOOK_MS = 5_000
_REST_MS = 1_000
_USED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


@dataclass(frozen=True)
class _Before:
    """Where the clerk was: the stack's page, the widget with the cursor, the window's title."""

    page: int
    focus: QWidget | None
    title: str


class LockFlow(QObject):
    """Locks one window; `unsaved` tells whether something typed there has not been saved."""

    locked = Signal()
    unlocked = Signal(str)  # the recovery key that was typed for it; "" by the passphrase

    def __init__(
        self, window: MainWindow, stack: QStackedWidget, unsaved: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window, self._stack, self._unsaved = window, stack, unsaved
        self._jobs = window.jobs
        self._others = OtherWindows(window)
        self._page: LockPage | None = None
        self._before: _Before | None = None
        self._silent: list[QShortcut] = []
        self.encrypted = False
        self.resting = False
        self._backed_up = False
        self.last_used = time.monotonic()
        """When a key or the mouse was used last, in seconds of the monotonic clock."""
        self._idle = QTimer(self)
        self._idle.setInterval(_LOOK_MS)
        self._idle.timeout.connect(self.look)
        self._rest = QTimer(self)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._try_to_rest)

    # idleness

    def watch(self, *, encrypted: bool) -> None:
        """Watch for idleness while an encrypted book is open; a plain one has no lock."""
        if encrypted and not self.encrypted:
            _application().focusWindowChanged.connect(self._listen_to)
            self._listen_to(QGuiApplication.focusWindow())
            self._listen_to(self._window.windowHandle())
            self.last_used = time.monotonic()
            self._idle.start()
        elif self.encrypted and not encrypted:
            _application().focusWindowChanged.disconnect(self._listen_to)
            self._idle.stop()
        self.encrypted = encrypted

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once is enough
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody uses the program."""
        del watched
        if event.type() in _USED:
            self.last_used = time.monotonic()
        return False

    def look(self) -> None:
        """Lock when nobody has used the program for as long as the settings say."""
        minutes = self._window.settings.get(IDLE_KEY, IDLE_MINUTES)
        if minutes > 0 and time.monotonic() - self.last_used >= minutes * 60:
            self.lock()

    # locking

    @property
    def is_locked(self) -> bool:
        """Whether the lock page is up."""
        return self._before is not None

    def lock(self) -> None:
        """Lock the window; a plain book can't be locked, which is told."""
        if self.is_locked or self._jobs.book is None:
            return
        if not self.encrypted:
            self._window.status.notify(
                _("This book has no passphrase yet: set one by File > Protect by a passphrase…")
            )
            return
        commit_input()
        window = self._window
        self._before = _Before(
            self._stack.currentIndex(), window.focusWidget(), window.windowTitle()
        )
        self._others.hide()
        self._cover()
        self._backed_up = False
        clear_own()
        self._jobs.run(gateway.clear_opened, label="opened copies")
        self._rest.start()
        self.locked.emit()
        QTimer.singleShot(0, self, self._try_to_rest)

    def _cover(self) -> None:
        window = self._window
        if self._page is None:
            self._page = LockPage()
            self._page.tried.connect(self._try)
            self._page.leave_wanted.connect(window.close)
            self._stack.addWidget(self._page)
        self._page.begin()
        self._stack.setCurrentWidget(self._page)
        window.menuBar().hide()
        window.statusBar().hide()
        window.setWindowTitle(_("Locked – Gương Sáng"))
        window.setAcceptDrops(False)
        self._silent = [one for one in window.findChildren(QShortcut) if one.isEnabled()]
        for one in self._silent:
            one.setEnabled(False)
        self._page.focus()

    def may_close(self) -> bool:
        """Tell whether the program may end as it is; says on the lock page why not."""
        if not self.is_locked or not (self._unsaved() or self._jobs.writing):
            return True
        if self._page is not None:
            self._page.tell(
                _("Something that was typed has not been saved. Unlock the book first.")
            )
        return False

    def leave(self) -> None:
        """Let go of everything, as the program ends; an encrypted book leaves no copied text."""
        if self.encrypted:
            clear_own()
        self.watch(encrypted=False)
        self._others.stop()

    def _try_to_rest(self) -> None:
        """Close the book's connections and forget its key, once nothing needs them."""
        if not self.is_locked or self.resting:
            self._rest.stop()
            return
        if self._unsaved() or self._jobs.pending:
            return
        if self._window.backups.due and not self._backed_up:
            self._backed_up = True  # tried once: why it couldn't be made is told after unlocking
            self._window.backups.leave(self._try_to_rest)
            return
        self._rest.stop()
        self.resting = True
        self._jobs.hold()
        self._jobs.run(gateway.rest, self._jobs.book, label="locking")

    # unlocking

    def _try(self, text: str, by_recovery: bool) -> None:
        wake = gateway.wake_by_recovery if by_recovery else gateway.wake
        self._jobs.run(
            wake,
            self._jobs.book,
            text,
            on_done=lambda _none: self._unlock(text if by_recovery else ""),
            on_error=self._refuse,
            label=_("Opening the book"),
        )

    def _refuse(self, problem: Problem) -> None:
        if self._page is not None:
            self._page.refuse(problem)

    def _unlock(self, typed: str) -> None:
        if self._before is None:
            return
        before, self._before = self._before, None
        window = self._window
        self._rest.stop()
        self.resting = False
        self.last_used = time.monotonic()
        if self._page is not None:
            self._page.begin()  # nothing typed stays there
        self._stack.setCurrentIndex(before.page)
        window.menuBar().show()
        window.statusBar().show()
        window.setWindowTitle(before.title)
        window.setAcceptDrops(True)
        for one in self._silent:
            if shiboken6.isValid(one):
                one.setEnabled(True)
        self._silent = []
        self._jobs.go_on()
        self._others.show()
        if before.focus is not None and shiboken6.isValid(before.focus):
            before.focus.setFocus()
        self.unlocked.emit(typed)


def _application() -> QGuiApplication:
    running = QGuiApplication.instance()
    assert isinstance(running, QGuiApplication)  # noqa: S101 - windows are made after it
    return running

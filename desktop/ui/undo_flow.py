"""Undoing and doing again from the menu: says which deed it is, asks for large ones, does it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from desktop.core.errors import Problem
from desktop.ui import deeds_gateway as gateway
from desktop.ui.errors import ask
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.jobs import Jobs
from desktop.ui.page import Notify
from desktop.ui.register.bars import NoticeBar

if TYPE_CHECKING:
    from desktop.services.undoing import Deed, Deeds
    from desktop.ui.actions import Actions
    from desktop.ui.dialogs.deeds_done import DeedsDialog

_LONGEST = 60  # letters of a deed in the menu
SMALL = 20  # so many records are undone without a question
_AGAIN_KEYS = ("Ctrl+Y", "Ctrl+Shift+Z")
_TYPED_INTO = (QLineEdit, QPlainTextEdit)


class UndoFlow(QObject):
    """Keeps the menu's entries to what can be undone and done again, and does it."""

    def __init__(self, jobs: Jobs, actions: Actions, window: QWidget, notify: Notify) -> None:
        super().__init__(window)
        self._jobs, self._window, self._notify = jobs, window, notify
        self._undo, self._redo = actions["undo"], actions["redo"]
        self._redo.setShortcuts([QKeySequence(one) for one in _AGAIN_KEYS])
        self._deeds: Deeds | None = None
        self._running = False
        self._reading = False  # `_deeds` may not hold the last deed yet
        self._waiting: deque[bool] = deque()  # keys pressed meanwhile: True for doing again
        self._dialog: DeedsDialog | None = None
        jobs.changed.connect(lambda _changes: self.look())
        jobs.busy.connect(self._written)
        jobs.book_closed.connect(lambda: self._show(None))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Y to a field that is typed into, also where its system has other keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            field = QApplication.focusWidget()
            pressed = QKeySequence(event.keyCombination())
            again = any(pressed == QKeySequence(one) for one in _AGAIN_KEYS)
            if again and isinstance(field, _TYPED_INTO) and not field.isReadOnly():
                field.redo()
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Read what can be undone and done again now; keys pressed meanwhile wait for it."""
        self._reading = True
        self._jobs.read(
            gateway.last_deeds,
            key="last_deeds",
            on_done=self._show,
            on_error=lambda _problem: self._show(None),
            context=self._window,
        )

    def ask(self) -> None:
        """Undo the last deed; a large one, or one that isn't the very last, after asking."""
        self._begin(again=False)

    def ask_again(self) -> None:
        """Do again what was undone last."""
        self._begin(again=True)

    def show_deeds(self) -> DeedsDialog:
        """List what was done last, to go back further in one go."""
        from desktop.ui.dialogs.deeds_done import DeedsDialog  # noqa: PLC0415 (when needed)

        if self._dialog is None:
            self._dialog = DeedsDialog(self._jobs, self._notify, self._window)
            self._dialog.finished.connect(self._dialog_closed)
            self._dialog.open()
        self._dialog.raise_()
        return self._dialog

    def _dialog_closed(self) -> None:
        self._dialog = None

    def _written(self, busy: bool) -> None:
        """Look after a write that changed nothing, when a key was pressed while it was going on."""
        if not busy and self._waiting and not self._reading:
            self.look()

    def _begin(self, *, again: bool) -> None:
        if self._running or self._reading or self._jobs.writing:
            # what is meant is the last deed, and that is not known yet
            self._waiting.append(again)
            return
        deeds = self._deeds
        if deeds is None:
            return
        deed = deeds.to_redo if again else deeds.to_undo
        if deed is None:
            if not again and deeds.newest is not None:
                self._notify(_barred(deeds.newest), "warning")
            return
        barred = () if again else deeds.in_the_way
        if deed.records <= SMALL and deed.entries <= SMALL and not barred:
            self._do(deed, again=again)
        else:
            self._question(deed, _barred(barred[0]) if barred else "", again=again)

    def _question(self, deed: Deed, barred: str, *, again: bool) -> None:
        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Yes:
                self._do(deed, again=again)

        count = max(deed.records, 1)
        if again:
            title, text = _("Redo"), ngettext(
                "Do “{deed}” of {time} again ({count} record)?",
                "Do “{deed}” of {time} again ({count} records)?",
                count,
            )  # fmt: skip
        else:
            title, text = _("Undo"), ngettext(
                "Undo “{deed}” of {time} ({count} record)?",
                "Undo “{deed}” of {time} ({count} records)?",
                count,
            )  # fmt: skip
        told = text.format(deed=deed.named, time=local_time(deed.at), count=number(count))
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = ask(self._window, title, f"{barred} {told}".strip(), buttons, answered)
        if again:
            box.setInformativeText(_("The book becomes as it was before it was undone."))
        else:
            box.setInformativeText(_("The book becomes as it was before it; you can redo it."))
        box.button(QMessageBox.StandardButton.Yes).setText(_("&Redo") if again else _("&Undo"))

    def _do(self, deed: Deed, *, again: bool) -> None:
        self._running = True
        work: Callable[..., Any] = gateway.redo if again else gateway.undo
        given = () if again else (deed.batch,)
        self._jobs.write(
            work,
            *given,
            on_done=lambda _outcome: self._done(deed.named, again=again),
            on_error=self._failed,
            label=_("Redoing") if again else _("Undoing"),
            context=self._window,
        )

    def _done(self, words: str, *, again: bool) -> None:
        for notice in self._window.findChildren(NoticeBar):
            notice.hide()  # what it tells of may be no more
        if again:
            self._notify(_("Done again: {deed}").format(deed=lowered(words)), "success")
        else:
            told = _("Undone: {deed} (Ctrl+Y does it again)").format(deed=lowered(words))
            self._notify(told, "success")
        self.look()

    def _failed(self, problem: Problem) -> None:
        self._waiting.clear()
        self._jobs.problem.emit(problem, _("Undo"))
        self.look()

    def _show(self, deeds: Deeds | None) -> None:
        self._deeds, self._running, self._reading = deeds, False, False
        undo = None if deeds is None else deeds.to_undo or deeds.newest
        redo = None if deeds is None else deeds.to_redo
        _name(self._undo, _("&Undo"), undo)
        _name(self._redo, _("Red&o"), redo)
        if deeds is None:
            self._waiting.clear()
        elif self._waiting and not self._jobs.writing:
            self._begin(again=self._waiting.popleft())


def _name(action: QAction, text: str, deed: Deed | None) -> None:
    words = "" if deed is None else lowered(deed.named)
    short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    action.setText(f"{text}: {short.replace('&', '&&')}" if short else text)
    action.setToolTip(words)
    action.setEnabled(deed is not None)


def _barred(deed: Deed) -> str:
    return _("“{deed}” of {time} removed records for good and can't be undone.").format(
        deed=deed.named, time=local_time(deed.at)
    )


def lowered(words: str) -> str:
    """Return the words of a deed as they go on after a colon: 'xóa 3 khen thưởng'."""
    return words[:1].lower() + words[1:]


def local_time(at: str) -> str:
    """Return an ISO time (UTC) as the clerk's clock shows it."""
    time = datetime.fromisoformat(at)
    time = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return f"{time.astimezone():%H:%M %d/%m/%Y}"

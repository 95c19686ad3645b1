"""Undoing the last deed whole: says which it is, asks once, does it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui import sheet_gateway as gateway
from desktop.ui.errors import ask
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.jobs import Jobs
from desktop.ui.page import Notify

if TYPE_CHECKING:
    from desktop.services.undoing import Deed

_LONGEST = 60  # letters of a deed in the menu


class UndoFlow(QObject):
    """Keeps the menu's entry to what can be undone."""

    def __init__(self, jobs: Jobs, action: QAction, window: QWidget, notify: Notify) -> None:
        super().__init__(window)
        self._jobs, self._action, self._window, self._notify = jobs, action, window, notify
        self._deed: Deed | None = None
        jobs.changed.connect(lambda _changes: self.look())
        jobs.book_closed.connect(lambda: self._show(None))

    def look(self) -> None:
        """Read what can be undone now."""
        self._jobs.read(
            gateway.last_deed, key="last_deed", on_done=self._show, context=self._window
        )

    def ask(self) -> None:
        """Ask once, and undo the last deed."""
        deed = self._deed
        if deed is None:
            return

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Yes:
                self._undo(deed)

        text = ngettext(
            "Undo “{deed}” of {time} ({count} entry)?",
            "Undo “{deed}” of {time} ({count} entries)?",
            deed.entries,
        ).format(deed=deed.words, time=_local(deed.at), count=number(deed.entries))
        box = ask(
            self._window,
            _("Undo"),
            text,
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            answered,
        )
        box.setInformativeText(_("The book becomes as it was before it."))
        box.button(QMessageBox.StandardButton.Yes).setText(_("&Undo"))

    def _undo(self, deed: Deed) -> None:
        def done(outcome: Any) -> None:
            self._notify(_("Undone: {deed}").format(deed=outcome.value), "success")

        self._jobs.write(
            gateway.undo, deed.batch, on_done=done, label=_("Undoing"), context=self._window
        )

    def _show(self, deed: Deed | None) -> None:
        self._deed = deed
        words = deed.words if deed is not None else ""
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        text = _("&Undo")
        self._action.setText(f"{text}: {short.replace('&', '&&')}" if short else text)
        self._action.setToolTip(words)
        self._action.setEnabled(deed is not None)


def _local(at: str) -> str:
    """Return an ISO time (UTC) as the clerk's clock shows it."""
    time = datetime.fromisoformat(at)
    time = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return f"{time.astimezone():%H:%M %d/%m/%Y}"

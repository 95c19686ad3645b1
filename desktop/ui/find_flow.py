"""Ctrl+K: the window that finds a record anywhere in the book, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.dialogs.find_everywhere import FindEverywhereDialog


class FindFlow(QObject):
    """Opens the window, and brings it up again when it is open."""

    def __init__(
        self,
        jobs: Jobs,
        actions: Actions,
        window: QWidget,
        open_record: Callable[[str, int], object],
    ) -> None:
        super().__init__(window)
        self._jobs, self._actions, self._window = jobs, actions, window
        self._open_record = open_record
        self._last = ""  # what was looked for before: offered again, to be typed over
        self.dialog: FindEverywhereDialog | None = None

    def show(self) -> FindEverywhereDialog:
        """Show the window with the cursor in its line."""
        from desktop.ui.dialogs.find_everywhere import (  # noqa: PLC0415 (when needed)
            FindEverywhereDialog,
        )

        if self.dialog is None:
            dialog = FindEverywhereDialog(self._jobs, self._actions.found_by, self._window)
            dialog.record_chosen.connect(self._open_record)
            dialog.finished.connect(self._closed)
            self.dialog = dialog
            dialog.begin(self._last)
            dialog.open()
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def _closed(self) -> None:
        if self.dialog is not None:
            self._last = self.dialog.line.text()
        self.dialog = None

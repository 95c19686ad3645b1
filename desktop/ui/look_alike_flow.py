"""People who are in the book twice, from the window: one window of look-alikes at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ui import gateway
from desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from desktop.ui.dialogs.look_alikes.dialog import LookAlikesDialog


class LookAlikeFlow(QObject):
    """Opens the window of look-alikes, and brings it up again when it is open."""

    def __init__(
        self,
        jobs: Jobs,
        window: QWidget,
        open_record: Callable[[str, int], object],
        undo: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._jobs, self._window = jobs, window
        self._open_record, self._undo = open_record, undo
        self.dialog: LookAlikesDialog | None = None

    def show(self, batch: str = "") -> LookAlikesDialog:
        """Look through the book; with `batch`, only for whom that import added."""
        from desktop.ui.dialogs.look_alikes.dialog import LookAlikesDialog  # noqa: PLC0415

        if self.dialog is None:
            dialog = LookAlikesDialog(self._jobs, gateway.known_specs(), self._window)
            dialog.open_wanted.connect(lambda member: self._open_record("members", member))
            dialog.undo_wanted.connect(self._undo)
            dialog.finished.connect(self._forget)
            self.dialog = dialog
            dialog.show()
            dialog.look(batch)
        elif batch:
            self.dialog.look(batch)
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def _forget(self) -> None:
        self.dialog = None

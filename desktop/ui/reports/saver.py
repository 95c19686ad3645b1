"""Keeps a report while it is written: seconds after the last key, and whenever it is left.

All savings of a sitting are one deed to undo (`services.report_keeping`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import Problem
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs
from desktop.ui.register.typing import commit_input
from desktop.ui.reports import gateway
from desktop.ui.reports.model import ReportModel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.core.report_text import Draft

REST_MS = 3_000  # after the last key
LATEST_MS = 15_000  # after the first key that isn't kept, however fast the clerk types
RETRY_MS = 20_000  # after a failure


class Saver(QObject):
    """Saves one report; after a failure the text stays and goes with the next save."""

    state_changed = Signal()

    def __init__(self, jobs: Jobs, model: ReportModel, report: int, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._model, self._report = jobs, model, report
        self._sending: Draft | None = None
        self._again = False  # asked for while a save was under way
        self._sitting = ""  # the deed that the next save goes on with
        self._after: list[Callable[[bool], object]] = []
        self.problem = ""
        self._rest, self._latest = QTimer(self), QTimer(self)
        for timer in (self._rest, self._latest):
            timer.setSingleShot(True)
            timer.timeout.connect(self._begin)
        model.edited.connect(self.edited)

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return self._sending is not None

    def edited(self) -> None:
        """Save after a rest from now."""
        self._rest.start(REST_MS)
        if not self._latest.isActive():
            self._latest.start(LATEST_MS)
        self.state_changed.emit()

    def save(self) -> None:
        """Begin to save what isn't kept, with the word that an input method holds."""
        commit_input()
        self._begin()

    def _begin(self) -> None:
        """Begin to save; a word that is still being typed stays with the input method."""
        self._rest.stop()
        self._latest.stop()
        if self.busy:
            self._again = True
            return
        if not self._model.unsaved:
            return
        sent = self._model.draft()
        self._sending, self._again = sent, False
        self.state_changed.emit()
        self._jobs.write(
            gateway.save,
            self._report,
            sent,
            self._sitting,
            on_done=lambda done: self._done(sent, done),
            on_error=self._failed,
            on_finally=self._over,
            label=_("Saving the report"),
            context=self,
        )

    def settle(self, then: Callable[[bool], object]) -> None:
        """Save, then call `then` with whether all is kept."""
        self.save()
        if self.busy:
            self._after.append(then)
        else:
            then(not self._model.unsaved)

    def _done(self, sent: Draft, done: Done[str]) -> None:
        self.problem = ""
        self._sitting = done.value
        self._model.mark_saved(sent)

    def _failed(self, problem: Problem) -> None:
        self.problem = problem.message
        self._rest.start(RETRY_MS)

    def _over(self) -> None:
        self._sending = None
        if (self._after or self._again) and self._model.unsaved and not self.problem:
            self._begin()  # typed while the save was under way
            return
        self.state_changed.emit()
        waiting, self._after = self._after, []
        for then in waiting:
            then(not self._model.unsaved)

"""Keeps what is typed into a grid, off the UI thread, in the order in which it was typed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import Problem
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs
from desktop.ui.pledges.grid_model import Cell, GridModel

if TYPE_CHECKING:
    from desktop.core.changes import Changes, Done
    from desktop.services.reviewing_save import Saved

_TURN_SECONDS = 0.005  # Python's own interval, after which another thread may go on
Save = Callable[[Any, Mapping[Cell, Any]], Any]
"""Runs on the writing thread: book, cells → Done of `Saved`."""


class Saver(QObject):
    """Sends what was typed; while a save is under way further cells wait and go together.

    A save that fails leaves the cells as typed; they go with the next entry, or `again`.
    """

    state_changed = Signal()
    saved = Signal()
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, model: GridModel, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self.model = jobs, model
        self._save: Save | None = None
        self._sending: dict[Cell, Any] = {}
        self._after: Callable[[], object] | None = None
        self.own: Changes | None = None  # what the last save changed: no news to the page
        self.kept = False  # something was saved since the rows were shown
        self.problem = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.flush)
        model.edited.connect(self._edited)

    def save_by(self, save: Save) -> None:
        """Save by this function from now on."""
        self._save = save
        self.kept = False
        self.problem = ""

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return bool(self._sending)

    @property
    def unsaved(self) -> int:
        """How many cells aren't kept."""
        return self.model.unsaved

    def _edited(self) -> None:
        self.state_changed.emit()
        self._timer.start()

    def flush(self) -> None:
        """Begin to save what was typed."""
        self._timer.stop()
        sent = self.model.to_send()
        if self._sending or not sent or self._save is None:
            return
        self._sending = sent
        self.problem = ""
        # the window's thread takes its turn ten times sooner while a save is under way
        sys.setswitchinterval(_TURN_SECONDS / 10)
        self.state_changed.emit()
        self._jobs.write(
            self._save,
            dict(sent),
            on_done=self._done,
            on_error=self._failed,
            on_finally=self._over,
            label=_("Saving what was typed"),
            context=self,
        )

    def again(self) -> None:
        """Try once more to save what couldn't be."""
        self.model.held.clear()
        self.flush()

    def when_kept(self, then: Callable[[], object]) -> bool:
        """Call `then` once no save is under way; False when something can't be kept."""
        self.flush()
        if self._sending:
            self._after = lambda: self.when_kept(then)
            return True
        if self.unsaved:
            return False
        then()
        return True

    def after(self, then: Callable[[], object]) -> None:
        """Call `then` when no save is under way any more, whatever it came to."""
        self.flush()
        if self._sending:
            self._after = then
        else:
            then()

    def _done(self, done: Done[Saved]) -> None:
        self.own = done.changes
        self.kept = True
        self.model.settle(self._sending, done.value)

    def _failed(self, problem: Problem) -> None:
        self.problem = problem.message
        self.model.hold({key for key, _name in self._sending})
        self.failed.emit(problem)

    def _over(self) -> None:
        self._sending = {}
        sys.setswitchinterval(_TURN_SECONDS)
        self.state_changed.emit()
        self.saved.emit()
        if self.model.to_send():
            self.flush()
        if not self._sending:
            after, self._after = self._after, None
            if after is not None:
                after()

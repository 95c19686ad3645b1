"""Keeps what is typed into a grid, off the UI thread, in the order in which it was typed."""

from __future__ import annotations

import sys
from collections import deque
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
_CALM_MS = 1000
_REST_MS = 30  # until what follows an entry is drawn: a save beside it would make it wait
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
        self._after: deque[Callable[[], object]] = deque()
        self._left: set[int] = set()  # rows that a failed save left: they go with the next entry
        self.count = 0  # saves done: what was read before one of them is old
        self.own: Changes | None = None  # what the last save changed: no news to the page
        self.kept = False  # something was saved since the rows were shown
        self.problem = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.flush)
        self._calm = QTimer(self)  # until what is read after a save is over, too
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(lambda: sys.setswitchinterval(_TURN_SECONDS))
        model.edited.connect(self._edited)

    def save_by(self, save: Save) -> None:
        """Save by this function from now on."""
        self._save = save
        self.kept = False
        if not self.model.dirty:
            self.problem = ""
            self._left.clear()

    @property
    def busy(self) -> bool:
        """Whether a save is under way."""
        return bool(self._sending)

    @property
    def unsaved(self) -> int:
        """How many cells aren't kept."""
        return self.model.unsaved

    def _edited(self) -> None:
        self.model.held -= self._left
        self._left.clear()
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
        self._calm.stop()
        # each cell that is drawn waits for its turn while a save is under way: let it be short
        sys.setswitchinterval(_TURN_SECONDS / 100)
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
        self._left.clear()
        self.flush()

    def after(self, then: Callable[[], object]) -> None:
        """Call `then` when no save is under way any more, whatever it came to."""
        self.flush()
        if self._sending:
            self._after.append(then)
        else:
            then()

    def _done(self, done: Done[Saved]) -> None:
        self.count += 1
        self.own = done.changes
        self.kept = True
        self.model.settle(self._sending, done.value)

    def _failed(self, problem: Problem) -> None:
        self.problem = problem.message
        self._left |= {key for key, _name in self._sending}
        self.model.hold(self._left)
        self.failed.emit(problem)

    def _over(self) -> None:
        self._sending = {}
        self._calm.start()
        self.state_changed.emit()
        self.saved.emit()
        if self.model.to_send():
            self.flush()
        while self._after and not self._sending:
            self._after.popleft()()

"""Files on their way into the book: looked at one after the other, then taken in one by one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import Cancelled, NeedsPassphrase, Problem, WrongPassphrase
from desktop.ui.i18n import _
from desktop.ui.jobs import Job, Jobs
from desktop.ui.upward import gateway
from desktop.ui.upward.arriving import ArrivingModel, Incoming, State

if TYPE_CHECKING:
    from pathlib import Path


class Intake(QObject):
    """Leads the files of a table; each is one job, so that one that fails stops no other."""

    moved = Signal()  # another file, or nothing, is under way
    looked = Signal()  # all files have been looked at
    taken = Signal()  # all that were to be taken in have been tried

    def __init__(self, jobs: Jobs, files: ArrivingModel, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._files = jobs, files
        self._passphrases: list[str] = []
        self._going: list[Path] = []
        self._stopped = False
        self.taking = False
        self.done = self.all = 0
        self.job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is under way."""
        return self.job is not None

    @property
    def tried(self) -> int:
        """How many passphrases were given."""
        return len(self._passphrases)

    def look(self) -> None:
        """Look at the files that wait for it, unless something is under way."""
        waiting = self._files.of_state(State.WAITING)
        if not self.busy and waiting:
            self._stopped, self.taking = False, False
            self.done, self.all = 0, len(waiting)
            self._look_at_next()

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase for all files that wait for one."""
        self._passphrases.insert(0, passphrase)
        for one in self._files.of_state(State.LOCKED):
            self._files.put(one.path, state=State.WAITING, told="")
        self.look()

    def take(self) -> None:
        """Take in all files that can be, an office's in the order in which it sent them."""
        if not self.busy:
            found = [one for one in self._files.entries if one.can_go]
            found.sort(key=_order)
            self._going = [one.path for one in found]
            self._stopped, self.taking = False, True
            self.done, self.all = 0, len(found)
            self._take_next()

    def stop(self) -> None:
        """Begin with no other file; the one under way is left as it was."""
        self._stopped = True
        if self.job is not None:
            self.job.cancel()

    # looking

    def _look_at_next(self) -> None:
        waiting = self._files.of_state(State.WAITING)
        if self._stopped or not waiting:
            self._rest()
            self.looked.emit()
            return
        path = waiting[0].path
        self._files.put(path, state=State.LOOKING)
        self._watch(
            self._jobs.read(
                gateway.look_at,
                path,
                tuple(self._passphrases),
                on_done=partial(self._found, path),
                on_error=partial(self._not_looked, path),
                on_finally=self._look_on,
                label=_("Looking at the files"),
                context=self,
            )
        )

    def _found(self, path: Path, looked: gateway.LookedAt) -> None:
        found = looked.found
        refusal = "" if looked.answer else getattr(found, "refusal", "")
        state = State.ALREADY if found.already else State.REFUSED if refusal else State.READY
        self._files.put(path, state=state, looked=looked, told=refusal)

    def _not_looked(self, path: Path, problem: Problem) -> None:
        if isinstance(problem, Cancelled):
            self._files.put(path, state=State.WAITING)
        elif isinstance(problem, NeedsPassphrase | WrongPassphrase):
            told = problem.message if isinstance(problem, WrongPassphrase) else ""
            self._files.put(path, state=State.LOCKED, told=told)
        else:
            self._files.put(path, state=State.REFUSED, told=problem.message)

    def _look_on(self) -> None:
        self.done += 1
        self._look_at_next()

    # taking in

    def _take_next(self) -> None:
        going = {one.path: one for one in self._files.entries}
        while self._going and self._going[0] not in going:
            self._going.pop(0)
        if self._stopped or not self._going:
            self._going = []
            self._rest()
            self.taken.emit()
            self.look()  # what was added meanwhile
            return
        one = going[self._going.pop(0)]
        self._files.put(one.path, state=State.TAKING, told="")
        self._watch(
            self._jobs.write(
                gateway.take_in,
                one.looked,
                one.accepted,
                on_done=partial(self._in, one.path),
                on_error=partial(self._not_taken, one.path),
                on_finally=self._take_on,
                label=_("Taking in"),
                context=self,
            )
        )

    def _in(self, path: Path, _done: object) -> None:
        self._files.put(path, state=State.TAKEN)

    def _not_taken(self, path: Path, problem: Problem) -> None:
        if isinstance(problem, Cancelled):
            self._files.put(path, state=State.READY)
        else:
            self._files.put(path, state=State.FAILED, told=problem.message)

    def _take_on(self) -> None:
        self.done += 1
        self._take_next()

    def _watch(self, job: Job) -> None:
        job.show_nowhere()  # the dialog shows how far all have come
        self.job = job
        self.moved.emit()

    def _rest(self) -> None:
        self.job = None
        self.moved.emit()


def _order(one: Incoming) -> tuple[object, ...]:
    assert one.looked is not None  # noqa: S101 - it can go
    found = one.looked.found
    said = found.manifest
    return said.office_uid, said.period_from, said.period_to, found.number

"""The one door to background work: a thread that writes, one that reads, one for other files.

Everything that touches the book runs here, never on the UI thread. A job is a plain function
of `services`; it is called as `fn(book, *args, **kwargs)` on its thread and its outcome comes
back to the UI thread. A write's result carries `changes` (`core.changes.Changes`), which
`Jobs.changed` tells to the pages.

Outcomes: `on_done(result)`; a `Problem` goes to `on_error(problem)`, else to the signal
`problem`; anything else that is raised is a bug and goes to the signal `bug`. Afterwards
`on_finally()` is called whatever happened. Callbacks whose QObject (the owner of the bound
method, or one captured in a lambda) has been deleted meanwhile are left out.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.errors import Cancelled, Problem, UserProblem
from desktop.ui.callbacks import alive, takes_progress
from desktop.ui.collector import Collector

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


SLOW_SECONDS = 1.0
_TICK_MS = 100
Callback = Callable[..., object]


class Progress:
    """How far a job has come; handed to functions that take a keyword `progress`.

    A function may call it, `progress(done, total)`, or its methods.
    """

    def __init__(self) -> None:
        self._cancel = threading.Event()
        self._state = (0, 0, "")

    def report(self, done: int, total: int = 0, text: str = "") -> None:
        """Tell that `done` of `total` parts are done (0: unknown).

        Raises:
            Cancelled: the clerk cancelled; let it through and change nothing.
        """
        self._state = (done, total, text)
        self.check()

    __call__ = report

    def check(self) -> None:
        """Raise `Cancelled` when the clerk cancelled."""
        if self.cancelled:
            raise Cancelled

    @property
    def cancelled(self) -> bool:
        """Whether the clerk cancelled."""
        return self._cancel.is_set()

    @property
    def state(self) -> tuple[int, int, str]:
        """Parts done, parts in all (0: unknown), and a word about the present one."""
        return self._state

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._cancel.set()


@dataclass(eq=False)
class Job:
    """One piece of work on its way; what the window shows of it is `label` and `progress`."""

    label: str
    writes: bool = False
    needs_book: bool = True
    on_done: Callback | None = None
    on_error: Callback | None = None
    on_finally: Callback | None = None
    key: Hashable | None = None
    context: QObject | None = None
    book: Any = None
    run: Callable[[], Any] = lambda: None
    settle: Callback | None = None  # for Jobs itself: done with the result before `on_done`
    progress: Progress = field(default_factory=Progress)
    takes_progress: bool = False
    started: float = 0.0
    shown: bool = False
    dropped: bool = False
    result: Any = None
    error: BaseException | None = None

    @property
    def can_cancel(self) -> bool:
        """Whether cancelling can have any effect."""
        return self.takes_progress or hasattr(self.book, "interrupt")

    def cancel(self) -> None:
        """Ask the job to stop; its outcome is then `Cancelled`, unless it was done already."""
        self.progress.cancel()
        interrupt = getattr(self.book, "interrupt", None)
        if not self.takes_progress and self.started and interrupt is not None:
            interrupt()

    def show_nowhere(self) -> None:
        """Keep other dialogs from coming up: whoever started it shows how far it has come."""
        self.shown = True

    def forget(self) -> None:
        """Let go of all that may be a widget: the last to hold this job may be a worker."""
        self.on_done = self.on_error = self.on_finally = self.settle = None
        self.context = self.book = self.result = None
        self.run = _nothing


class Jobs(QObject):
    """Runs jobs on their threads and brings the outcomes back to the UI thread."""

    changed = Signal(object)  # Changes
    problem = Signal(object, str)  # Problem, label of the job
    bug = Signal(object, str)  # BaseException, label of the job
    book_opened = Signal(object)  # the Book
    book_closed = Signal()
    busy = Signal(bool)  # a write is under way
    slow = Signal(object)  # Job that has been running for a second
    slow_done = Signal(object)  # the same, finished
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._book: Any = None
        self._live: Any = None  # the same as the worker threads see it
        self._latest: dict[Hashable, Job] = {}
        self._pending: list[Job] = []
        self._held: list[tuple[str, Job]] | None = None  # waiting until the book is there again
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._look_for_slow)
        self._collector = Collector(self)

    @property
    def book(self) -> Any:
        """The open book (only to be handed on), or None."""
        return self._book

    @property
    def writing(self) -> bool:
        """Whether a write is queued or running."""
        return any(job.writes for job in self._pending)

    @property
    def pending(self) -> tuple[Job, ...]:
        """Jobs whose outcome hasn't been delivered yet."""
        return tuple(self._pending)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Callback | None = None,
        on_error: Callback | None = None,
        on_finally: Callback | None = None,
        label: str = "",
        context: QObject | None = None,
        **kwargs: Any,
    ) -> Job:
        """Run `fn(book, *args, **kwargs)` on the writing thread, after the writes before it."""
        job = Job(label, True, True, on_done, on_error, on_finally, None, context, self._book)
        return self._start("writer", job, fn, (self._book, *args), kwargs)

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Callback | None = None,
        on_error: Callback | None = None,
        on_finally: Callback | None = None,
        label: str = "",
        key: Hashable | None = None,
        context: QObject | None = None,
        **kwargs: Any,
    ) -> Job:
        """Run `fn(book, *args, **kwargs)` on the reading thread.

        A job supersedes earlier ones of the same `key`: of those nothing arrives any more.
        """
        job = Job(label, False, True, on_done, on_error, on_finally, key, context, self._book)
        return self._start("reader", job, fn, (self._book, *args), kwargs)

    def run(
        self,
        fn: Callable[..., Any],
        *args: Any,
        on_done: Callback | None = None,
        on_error: Callback | None = None,
        on_finally: Callback | None = None,
        label: str = "",
        key: Hashable | None = None,
        context: QObject | None = None,
        **kwargs: Any,
    ) -> Job:
        """Run `fn(*args, **kwargs)`, which uses no open book, on a thread for such work."""
        job = Job(label, False, False, on_done, on_error, on_finally, key, context)
        return self._start("other", job, fn, args, kwargs)

    def open_book(
        self,
        opener: Callable[..., Any],
        *,
        on_done: Callback | None = None,
        on_error: Callback | None = None,
        on_finally: Callback | None = None,
        label: str = "",
        context: QObject | None = None,
    ) -> Job:
        """Open a book by `opener()` on the writing thread and close the one open before.

        When `opener` fails, the book open before stays open. `on_done` gets the book, after
        the signal `book_opened`.
        """

        def swap(**extra: Any) -> Any:
            fresh = opener(**extra)
            self._retire()
            self._live = fresh
            return fresh

        job = Job(label, True, False, on_done, on_error, on_finally, None, context)
        job.settle = self._opened
        job.takes_progress = takes_progress(opener)
        return self._start("writer", job, swap, (), {})

    def close_book(self, *, on_done: Callback | None = None, label: str = "") -> Job:
        """Close the open book after the writes before this call; `on_done` gets None."""
        job = Job(label, True, False, on_done)
        job.settle = self._closed_book
        return self._start("writer", job, self._retire, (), {})

    def hold(self) -> None:
        """Keep what needs the book waiting from now on, until `go_on`."""
        self._held = [] if self._held is None else self._held

    def go_on(self) -> None:
        """Do what has waited since `hold`, in its order."""
        held, self._held = self._held or [], None
        for thread, job in held:
            self._submit(thread, job)

    def shutdown(self) -> None:
        """Drop what is only read, wait for every write, close the book, end the threads.

        Outcomes that haven't been delivered yet are not delivered any more.
        """
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        for job in self._pending:
            if not job.writes:
                job.dropped = True
                job.cancel()
        if self._live is not None:
            self._executor("writer").submit(self._retire).result()
        for executor in self._threads.values():
            executor.shutdown(wait=True)
        self._collector.stop()
        self._book = None

    def _retire(self) -> None:
        """Close the live book on the writing thread, when no read uses it any more."""
        book, self._live = self._live, None
        if book is None:
            return
        reader = self._threads.get("reader")
        if reader is not None:
            reader.submit(_nothing).result()
        book.close()

    def _opened(self, book: Any) -> None:
        self._book = book
        self.book_opened.emit(book)

    def _closed_book(self, _result: Any) -> None:
        self._book = None
        self.book_closed.emit()

    def _start(
        self,
        thread: str,
        job: Job,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> Job:
        if self._closed:
            job.dropped = True
            return job
        if "progress" not in kwargs and (job.takes_progress or takes_progress(fn)):
            job.takes_progress = True
            kwargs["progress"] = job.progress
        job.run = functools.partial(fn, *args, **kwargs)
        if job.needs_book and job.book is None:
            # Answered like any outcome, later: callers may not expect it while they call.
            job.error = UserProblem("Chưa mở sổ nào. Hãy mở hoặc tạo sổ trước.")
        if job.key is not None:
            self._latest[job.key] = job
        self._pending.append(job)
        if job.writes:
            self.busy.emit(True)
        if not self._timer.isActive():
            self._timer.start()
        if job.needs_book and self._held is not None:
            self._held.append((thread, job))
        else:
            self._submit(thread, job)
        return job

    def _submit(self, thread: str, job: Job) -> None:
        future = self._executor(thread).submit(self._work, job)
        future.add_done_callback(functools.partial(self._report, job))

    def _executor(self, name: str) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (after the first paint)

        if name not in self._threads:
            self._threads[name] = ThreadPoolExecutor(1, thread_name_prefix=f"gs-{name}")
        return self._threads[name]

    def _work(self, job: Job) -> None:
        """Do one job; runs on a worker thread."""
        if job.dropped or job.error is not None:
            return
        if self._superseded(job) or (job.needs_book and job.book is not self._live):
            job.dropped = True
            return
        job.started = time.monotonic()
        try:
            job.progress.check()
            job.result = job.run()
        except BaseException as error:  # noqa: BLE001 (told to the UI thread, which judges it)
            job.error = error
            if job.progress.cancelled and "interrupt" in str(error).lower():
                job.error = Cancelled()

    def _report(self, job: Job, future: Future[None]) -> None:
        if not self._closed and not future.cancelled():
            self._arrived.emit(job)

    def _superseded(self, job: Job) -> bool:
        return job.key is not None and self._latest.get(job.key) is not job

    def _deliver(self, job: Job) -> None:
        """Hand an outcome to its callbacks; runs on the UI thread."""
        if self._closed:
            return
        self._pending.remove(job)
        if not self._pending:
            self._timer.stop()
        if job.shown:
            self.slow_done.emit(job)
        try:
            if not job.dropped and not self._superseded(job):
                self._answer(job)
        finally:
            if job.key is not None and self._latest.get(job.key) is job:
                del self._latest[job.key]
            if job.writes and not self.writing and not self._closed:
                self.busy.emit(False)
            job.forget()

    def _answer(self, job: Job) -> None:
        from desktop.core.changes import Changes  # noqa: PLC0415 (after the first paint)

        try:
            if job.error is None:
                if job.settle is not None:
                    job.settle(job.result)
                self._call(job.on_done, job, job.result)
                changes = getattr(job.result, "changes", None)
                if job.writes and isinstance(changes, Changes) and changes:
                    self.changed.emit(changes)
            elif not isinstance(job.error, Problem):
                self.bug.emit(job.error, job.label)
            elif job.on_error is not None:
                self._call(job.on_error, job, job.error)
            else:
                self.problem.emit(job.error, job.label)
        finally:
            self._call(job.on_finally, job)

    @staticmethod
    def _call(callback: Callback | None, job: Job, *args: Any) -> None:
        if callback is not None and alive(callback, job.context):
            callback(*args)

    def _look_for_slow(self) -> None:
        now = time.monotonic()
        for job in self._pending:
            if job.started and not job.shown and now - job.started >= SLOW_SECONDS:
                job.shown = True
                self.slow.emit(job)


def _nothing() -> None:
    """Do nothing: a reader that has done this has done all reads before it."""

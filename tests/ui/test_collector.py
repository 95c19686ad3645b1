"""The end of background work; Python's collector and its constants while it goes on."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.services import books, registers
from desktop.services.books import Book
from desktop.ui.collector import Collector
from desktop.ui.jobs import Job, Jobs

from .driving import LONG, add_member, member_names

ROOT = Path(__file__).parents[2]


# the end


def test_a_book_is_not_closed_under_a_read(qtbot, jobs, opened, gate, finish):
    began, closed, came = threading.Event(), [], []

    def read(book: Book) -> list[str]:
        began.set()
        gate.wait(LONG)
        return member_names(book)

    jobs.read(read, on_done=came.append)
    qtbot.waitUntil(began.is_set)
    jobs.close_book(on_done=closed.append)
    qtbot.wait(100)
    assert closed == []
    gate.set()
    finish()
    assert (came, closed) == ([[]], [None])


def test_shutdown_finishes_every_write_and_drops_what_is_only_read(jobs, opened, gate):
    path = opened.path
    ran: list[str] = []
    came: list[Any] = []
    reading, held = threading.Event(), threading.Event()

    def slow(book: Book) -> None:
        with book.write("Nhập") as session:
            registers.save_in(session, "members", {"full_name": "Đang ghi"})
            gate.wait(LONG)

    def read(_book: Book) -> None:
        reading.set()
        held.wait(LONG)
        ran.append("first read")

    jobs.write(slow, on_done=came.append)
    jobs.write(add_member, "Chờ ghi", on_done=came.append)
    jobs.read(read, on_done=came.append)
    jobs.read(lambda _book: ran.append("second read"), on_done=came.append)
    assert reading.wait(LONG)
    threading.Timer(0.2, gate.set).start()
    threading.Timer(0.3, held.set).start()
    jobs.shutdown()
    assert gate.is_set()
    assert ran == ["first read"]
    assert came == []
    jobs.shutdown()  # a second time does nothing
    assert jobs.write(add_member, "Muộn").dropped
    assert not [one for one in threading.enumerate() if one.name.startswith("gs-")]
    again = books.open_book(path)
    assert member_names(again) == ["Chờ ghi", "Đang ghi"]
    again.close()


# the collector


class Holder:
    """A cycle with a widget in it, which says on which thread it is collected."""

    def __init__(self, threads: list[int]) -> None:
        self.me = self
        self.widget = QWidget()
        self.threads = threads

    def __del__(self) -> None:
        self.threads.append(threading.get_ident())


def _allocate(_book: Book | None = None) -> int:
    """Make enough to let Python's own collector run many times over."""
    kept = [[place] for place in range(5_000)]
    return len(kept)


def test_cycles_with_widgets_are_collected_on_the_ui_thread_only(jobs, opened, finish):
    assert not gc.isenabled()
    threads: list[int] = []
    for _round in range(10):
        Holder(threads)
        jobs.write(_allocate)
        jobs.read(_allocate)
        jobs.run(_allocate)
    finish()
    collector, kept = jobs.findChild(Collector), []
    while len(threads) < 10 and len(kept) < 1000:  # the oldest generation's turn comes last
        kept.append([[place] for place in range(1000)])
        collector.collect()
    assert threads == [threading.get_ident()] * 10


def test_the_collector_has_its_turns_while_the_window_is_idle(qtbot, jobs):
    threads: list[int] = []
    gc.collect()
    Holder(threads)
    kept = [[place] for place in range(1000)]  # enough for the youngest generation's turn
    qtbot.waitUntil(lambda: threads == [threading.get_ident()], timeout=10_000)
    assert len(kept) == 1000


def test_a_job_that_is_over_holds_no_widget_on_its_worker(qtbot, jobs, opened, finish):
    """The last to let go of a job may be its worker, which must not destroy widgets."""
    threads: list[int] = []
    holder = Holder(threads)
    holder.me = None
    job: Job = jobs.read(_allocate, on_done=lambda _n, holder=holder: None, context=holder.widget)
    del holder
    finish()
    assert job.on_done is None
    assert job.context is None
    qtbot.waitUntil(lambda: threads == [threading.get_ident()])


def test_python_collects_again_when_the_last_window_is_gone(qapp):
    first, second = Jobs(), Jobs()
    assert not gc.isenabled()
    first.shutdown()
    assert not gc.isenabled()
    second.shutdown()
    assert gc.isenabled()
    for one in (first, second):
        one.deleteLater()


def test_the_file_of_the_book_is_free_after_the_end(jobs, opened, tmp_path):
    path = opened.path
    jobs.shutdown()
    moved = path.rename(tmp_path / "đã chuyển.gsdb")
    assert Path(f"{path}-journal").exists() is False
    again = books.open_book(moved)
    assert member_names(again) == []
    again.close()


def test_a_long_day_of_signals_and_calls_does_not_end_python():
    """PySide6 6.12.0 under Python 3.11 loses a reference of None or True with each of these."""
    script = (
        "import sys\n"
        "import desktop.ui\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal(bool)\n"
        "one = Sender()\n"
        "before = sys.getrefcount(None), sys.getrefcount(True)\n"
        "for _turn in range(50_000):\n"
        "    one.sent.emit(True)\n"
        "    one.setObjectName('x')\n"
        "    one == 1\n"
        "lost = before[0] - sys.getrefcount(None), before[1] - sys.getrefcount(True)\n"
        "print(max(lost) < 1_000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "True\n"


def test_what_the_window_is_made_of_is_set_aside_until_the_end(qtbot, jobs):
    assert gc.get_freeze_count() == 0
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 10_000, timeout=20_000)
    threads: list[int] = []
    Holder(threads)  # what is young goes on to be collected
    kept = [[place] for place in range(1000)]
    qtbot.waitUntil(lambda: threads == [threading.get_ident()], timeout=10_000)
    assert len(kept) == 1000
    jobs.shutdown()
    assert gc.get_freeze_count() == 0

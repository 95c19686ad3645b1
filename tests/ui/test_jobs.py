"""The door to background work: order, threads, keys, outcomes, cancelling."""

from __future__ import annotations

import functools
import threading
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject

from desktop.core.changes import Changes
from desktop.core.errors import Cancelled, FileMissing, InvalidValues, Problem, UserProblem
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.ui.jobs import Jobs, Progress

from .driving import LONG, add_member, member_names


@pytest.fixture
def told(jobs: Jobs) -> dict[str, list[Any]]:
    """What the signals of the jobs said."""
    found: dict[str, list[Any]] = {
        name: [] for name in ("problem", "bug", "changed", "busy", "closed")
    }
    jobs.problem.connect(lambda problem, label: found["problem"].append((problem, label)))
    jobs.bug.connect(lambda error, label: found["bug"].append((error, label)))
    jobs.changed.connect(found["changed"].append)
    jobs.busy.connect(found["busy"].append)
    jobs.book_closed.connect(lambda: found["closed"].append(True))
    return found


def here(_book: Book | None = None) -> int:
    return threading.get_ident()


# threads and order


def test_writes_run_in_order_on_one_thread_and_reads_on_another(jobs, opened, finish):
    ran: list[tuple[int, int]] = []
    came: list[int] = []

    def write(_book: Book, place: int) -> int:
        ran.append((place, threading.get_ident()))
        return place

    for place in range(30):
        jobs.write(write, place, on_done=came.append)
    threads: list[int] = []
    for start in (jobs.read, jobs.read, jobs.run):
        start(here, on_done=threads.append)
    finish()
    assert [place for place, _thread in ran] == list(range(30))
    assert came == list(range(30))
    writers = {thread for _place, thread in ran}
    assert len(writers) == 1
    assert len({*writers, *threads, threading.get_ident()}) == 4


def test_outcomes_come_back_on_the_ui_thread(jobs, opened, finish):
    threads: list[int] = []
    jobs.write(add_member, "A", on_done=lambda _done: threads.append(here()))
    jobs.read(here, on_done=lambda _done: threads.append(here()))
    jobs.run(here, on_finally=lambda: threads.append(here()))
    finish()
    assert threads == [here()] * 3


def test_a_search_is_answered_while_a_write_takes_long(qtbot, jobs, opened, gate, finish):
    def slow(book: Book) -> Any:
        with book.write("Nhập") as session:
            registers.save_in(session, "members", {"full_name": "Sau"})
            gate.wait(LONG)

    add_member(opened, "Trước")
    jobs.write(slow)
    found: list[list[str]] = []
    jobs.read(member_names, on_done=found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=LONG * 500)
    assert jobs.writing
    assert found == [["Trước"]]  # what isn't committed isn't seen
    gate.set()
    finish()
    assert member_names(opened) == ["Sau", "Trước"]


def test_busy_lasts_from_the_first_write_to_the_last(jobs, opened, finish, told):
    told["busy"].clear()
    for place in range(3):
        jobs.write(add_member, f"Người {place}")
    assert jobs.writing
    finish()
    assert told["busy"][0] is True
    assert told["busy"].count(False) == 1
    assert told["busy"][-1] is False


def test_a_write_tells_what_it_changed_and_a_read_does_not(jobs, opened, finish, told):
    jobs.read(lambda book: registers.save(book, "units", {"name": "Chi bộ 1"}))
    finish()
    assert told["changed"] == []
    jobs.write(add_member, "A")
    finish()
    (changes,) = told["changed"]
    assert isinstance(changes, Changes)
    assert changes.touches("members")
    assert not changes.touches("units")


# keyed reads


def test_of_reads_with_the_same_key_only_the_last_arrives(jobs, opened, gate, finish):
    came: list[int] = []
    ran: list[int] = []

    def held(_book: Book) -> None:
        gate.wait(LONG)

    def answer(_book: Book, place: int) -> int:
        ran.append(place)
        return place

    jobs.read(held)
    finished: list[int] = []
    for place in range(5):
        jobs.read(
            answer,
            place,
            key="search",
            on_done=came.append,
            on_finally=lambda place=place: finished.append(place),
        )
    jobs.read(answer, 9, key="another", on_done=came.append)
    gate.set()
    finish()
    assert came == [4, 9]
    assert ran == [4, 9]  # the others weren't even begun
    assert finished == [4]


def test_a_read_superseded_while_it_runs_does_not_arrive(qtbot, jobs, opened, gate, finish):
    began = threading.Event()
    came: list[str] = []

    def first(_book: Book) -> str:
        began.set()
        gate.wait(LONG)
        return "first"

    jobs.read(first, key="search", on_done=came.append)
    qtbot.waitUntil(began.is_set)
    jobs.read(lambda _book: "second", key="search", on_done=came.append)
    gate.set()
    finish()
    assert came == ["second"]


# cancelling


def test_a_job_with_progress_is_cancelled_and_leaves_no_trace(qtbot, jobs, opened, finish):
    def long_write(book: Book, progress: Progress) -> None:
        with book.write("Nhập") as session:
            for place in range(1_000_000):
                registers.save_in(session, "members", {"full_name": f"Người {place}"})
                progress.report(place + 1, 1_000_000, f"Người {place}")

    told: list[Problem] = []
    ended: list[bool] = []
    job = jobs.write(long_write, on_error=told.append, on_finally=lambda: ended.append(True))
    assert job.can_cancel
    qtbot.waitUntil(lambda: job.progress.state[0] > 3)
    done, total, text = job.progress.state
    assert total == 1_000_000
    assert text.startswith("Người ")
    assert done < total
    job.cancel()
    finish()
    assert [type(one) for one in told] == [Cancelled]
    assert ended == [True]
    assert member_names(opened) == []
    jobs.write(add_member, "Sau khi hủy")
    finish()
    assert member_names(opened) == ["Sau khi hủy"]


def test_a_job_cancelled_before_its_turn_is_never_begun(jobs, opened, gate, finish):
    told: list[Problem] = []
    ran: list[bool] = []

    def with_progress(_book: Book, progress: Progress) -> None:
        ran.append(True)

    jobs.write(lambda _book: gate.wait(LONG))
    job = jobs.write(with_progress, on_error=told.append)
    job.cancel()
    gate.set()
    finish()
    assert ran == []
    assert [type(one) for one in told] == [Cancelled]


# problems and bugs


def _missing(_book: Book) -> None:
    raise FileMissing("Không tìm thấy «a».")


def test_a_problem_goes_to_its_own_callback(jobs, opened, finish, told):
    problems: list[Problem] = []
    done: list[Any] = []
    ended: list[bool] = []
    jobs.write(
        registers.save,
        "members",
        {"full_name": ""},
        on_done=done.append,
        on_error=problems.append,
        on_finally=lambda: ended.append(True),
    )
    finish()
    (problem,) = problems
    assert isinstance(problem, InvalidValues)
    assert problem.by_field == {"full_name": "Hãy nhập họ và tên."}
    assert (done, ended) == ([], [True])
    assert told["problem"] == told["bug"] == []


def test_a_problem_nobody_takes_goes_to_the_signal_with_its_label(jobs, opened, finish, told):
    ended: list[bool] = []
    jobs.read(_missing, label="Đang tìm", on_finally=lambda: ended.append(True))
    finish()
    ((problem, label),) = told["problem"]
    assert isinstance(problem, FileMissing)
    assert label == "Đang tìm"
    assert ended == [True]


@pytest.mark.parametrize("start", ["write", "read", "run"])
def test_a_bug_goes_to_the_signal_and_never_to_the_callback(jobs, opened, finish, told, start):
    error = RuntimeError("unforeseen")
    problems: list[Problem] = []
    ended: list[bool] = []

    def broken(*_book: Book) -> None:
        raise error

    getattr(jobs, start)(
        broken,
        label="Đang ghi",
        on_error=problems.append,
        on_finally=lambda: ended.append(True),
    )
    finish()
    assert told["bug"] == [(error, "Đang ghi")]
    assert told["problem"] == problems == []
    assert ended == [True]
    jobs.write(add_member, "Vẫn ghi được")
    finish()
    assert member_names(opened) == ["Vẫn ghi được"]


def test_without_a_book_the_clerk_is_told_so_and_nothing_runs(jobs, finish, told):
    problems: list[Problem] = []
    jobs.read(member_names, on_error=problems.append)
    assert problems == []  # never while the caller is still calling
    finish()
    assert [type(one) for one in problems] == [UserProblem]
    assert "Chưa mở sổ" in problems[0].message


# callbacks of what is gone


class Listener(QObject):
    def __init__(self, came: list[Any]) -> None:
        super().__init__()
        self.came = came

    def take(self, value: Any) -> None:
        self.came.append(value)


def _callbacks(one: Listener, came: list[Any]) -> dict[str, dict[str, Any]]:
    return {
        "bound method": {"on_done": one.take},
        "captured": {"on_done": lambda value: (one, came.append(value))},
        "partial": {"on_done": functools.partial(lambda _one, value: came.append(value), one)},
        "context": {"on_done": came.append, "context": one},
    }


@pytest.mark.parametrize("way", ["bound method", "captured", "partial", "context"])
@pytest.mark.parametrize("alive", [True, False])
def test_callbacks_of_a_deleted_object_are_left_out(jobs, opened, gate, finish, way, alive):
    came: list[Any] = []
    listener = Listener(came)
    jobs.read(lambda _book: gate.wait(LONG), **_callbacks(listener, came)[way])
    if not alive:
        shiboken6.delete(listener)
    gate.set()
    finish()
    assert came == ([True] if alive else [])


# opening and closing


def test_a_book_that_cannot_be_opened_leaves_the_one_before_open(jobs, opened, finish, tmp_path):
    problems: list[Problem] = []
    path = tmp_path / "không có.gsdb"
    jobs.open_book(lambda: books.open_book(path), on_error=problems.append)
    finish()
    assert [type(one) for one in problems] == [FileMissing]
    assert jobs.book is opened
    jobs.write(add_member, "A")
    finish()
    assert member_names(opened) == ["A"]


def test_what_was_asked_of_the_book_before_does_not_reach_the_next(
    jobs, opened, finish, tmp_path, gate
):
    setup = books.OfficeSetup("Ban B", "commune", "B")
    came: list[Any] = []
    jobs.read(lambda _book: gate.wait(LONG))
    jobs.open_book(lambda: books.create_book(tmp_path / "b.gsdb", setup))
    gate.set()
    late = jobs.write(add_member, "Người của sổ trước", on_done=came.append)
    finish()
    assert late.dropped
    assert came == []
    assert jobs.book.name == "Ban B"
    assert member_names(jobs.book) == []
    jobs.close_book()
    finish()
    assert jobs.book is None


def test_closing_finishes_the_writes_before_it(jobs, opened, finish, told):
    for place in range(3):
        jobs.write(add_member, f"Người {place}")
    done: list[Any] = []
    jobs.close_book(on_done=done.append)
    finish()
    assert done == [None]
    assert told["closed"] == [True]
    with_again = books.open_book(opened.path)
    assert len(member_names(with_again)) == 3
    with_again.close()

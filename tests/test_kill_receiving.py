"""Pulling the plug while files are received: each is in the book whole, or not at all."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop.core.errors import Problem
from desktop.services import books, receiving
from tests.services.arriving import Below, Sender, documents

FILES, ROWS = 4, 1_500  # rows of each file, and as many of an office below it
FEW, MANY = 8, 100  # kills in an ordinary run, and in a soak
RECEIVER = """
import os, sys
os.environ["GUONGSANG_HOME"] = home
from desktop import cli
sys.stdout = sys.stderr = open(os.devnull, "w")
say.send("ready")
say.send(cli.main(["receive", *files, "--book", book, "--accept-new"]))
"""
# a process of its own each time; where it can be, a copy of one that has loaded the program
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["desktop.cli", "desktop.services.receiving"])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of several offices, each with one below, made once."""
    folder = tmp_path_factory.mktemp("đến")
    found = []
    for place in range(FILES):
        sender = Sender(f"Cơ quan {place}", uid=f"office-{place}")
        rows = {"documents": documents(ROWS)}
        below = [Below(f"below-{place}", f"Xã {place}", sender.uid, rows=rows)]
        found.append(sender.send(folder / f"{place}.gsnop", rows, below=below))
    return found


@pytest.mark.slow
def test_a_killed_receiver_leaves_no_half_file(
    empty_book: Path, tmp_path: Path, files: list[Path]
) -> None:
    assert kill_often(FEW, empty_book, tmp_path, files).lost == []


@pytest.mark.soak
def test_a_receiver_killed_a_hundred_times_leaves_no_half_file(
    empty_book: Path,
    tmp_path: Path,
    files: list[Path],
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    counted: Callable[[int, int], None],
) -> None:
    came = kill_often(MANY, empty_book, tmp_path, files)
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        reporter.write_line(
            f"\nsoak: {MANY} kills of a receiver of {FILES} files tried ({came.torn} in the middle "
            f"of a write; from {min(came.seen)} to {max(came.seen)} files were in), "
            f"losses: {len(came.lost)}"
        )
    counted(MANY, len(came.lost))
    assert came.lost == []


class Came(NamedTuple):
    """What kills came to: those in the middle of a write, the files seen whole, what was lost."""

    torn: int
    seen: set[int]
    lost: list[str]


def kill_often(kills: int, empty_book: Path, folder: Path, files: list[Path]) -> Came:
    """Kill the receiver so often, at moments spread over the time that all of it takes."""
    chance = random.Random(20261121)
    path = folder / "sổ.gsdb"
    shutil.copy(empty_book, path)
    span = received(path, files, folder)
    assert whole_files(path) == FILES
    path.unlink()
    seen: set[int] = set()
    lost: list[str] = []
    torn = 0
    for turn in range(kills):
        if not path.exists():
            shutil.copy(empty_book, path)
        # each in its own part of the span, so that few kills, too, meet every stage
        killed(path, files, folder, span * (turn + chance.random()) / kills)
        torn += path.with_name(path.name + "-journal").exists()
        try:
            report = books.check_file(path)
            assert report.ok, report.problems
            count = whole_files(path)
        except (AssertionError, Problem) as error:
            lost.append(f"kill {turn}: {error}")
            path.unlink()
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
            continue
        seen.add(count)
        if count == FILES or turn % 2:
            path.unlink()  # else the next one goes on where this one was stopped
    assert torn, "no kill came in the middle of a write: the test proves nothing"
    assert len(seen) > 1 or lost, "every kill came at the same stage: the test proves nothing"
    return Came(torn, seen, lost)


def received(path: Path, files: list[Path], home: Path) -> float:
    """Let a receiver take all files in; return how many seconds that takes here."""
    with started(path, files, home) as (_process, hear):
        begin = time.monotonic()
        assert hear.recv() == 0
        return time.monotonic() - begin


def killed(path: Path, files: list[Path], home: Path, seconds: float) -> None:
    """Start a receiver and kill it after so many seconds, if it isn't done by then."""
    with started(path, files, home) as (process, hear):
        hear.poll(seconds)
        process.kill()
        process.join()
        assert sys.platform == "win32" or process.exitcode in (0, -signal.SIGKILL)


@contextmanager
def started(path: Path, files: list[Path], home: Path) -> Iterator[tuple[Any, Any]]:
    """Give a receiver that is about to begin, and the end of the pipe that it says it to."""
    hear, say = STARTING.Pipe(duplex=False)
    given = {"book": str(path), "files": [*map(str, files)], "home": str(home), "say": say}
    process = STARTING.Process(target=exec, args=(RECEIVER, given))
    process.start()
    say.close()
    assert hear.recv() == "ready"
    try:
        yield process, hear
    finally:
        process.join()
        hear.close()


def whole_files(path: Path) -> int:
    """How many files are in the book; each must be there with all that it brought."""
    with closing(books.open_book(path)) as book:
        there = receiving.received(book)
        carriers = {one.id for one in there if one.through_id is None}
        assert {one.through_id for one in there} - {None} == carriers
        assert len(there) == 2 * len(carriers)
        with book.read() as session:
            found = session.connection().exec_driver_sql(
                "SELECT submission_id, count(*) FROM received_rows GROUP BY submission_id"
            )
            assert dict(tuple(row) for row in found) == {one.id: ROWS for one in there}
            offices = session.connection().exec_driver_sql("SELECT uid FROM offices WHERE NOT own")
            assert {uid for (uid,) in offices} == {one.office_uid for one in there}
        return len(carriers)

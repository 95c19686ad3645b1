"""Pulling the plug: a process killed while it writes never leaves a book that is damaged."""

from __future__ import annotations

import multiprocessing
import random
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.core.register import Query
from desktop.services import books, registers

KILLS = 50
ROWS = 1000
# As an import writes: thousands of rows in one transaction, again and again until it is killed.
WRITER = f"""
from pathlib import Path
from desktop.services import books
from desktop.storage.bulk import insert_many
book = books.open_book(Path(path))
say.send("ready")
while True:
    with book.write("Nhập") as session:
        insert_many(
            session,
            "members",
            ({{"full_name": f"Nguyễn Văn {{n}}", "status": "official"}} for n in range({ROWS})),
            words="Nhập",
        )
    say.send("written")
"""
# a process of its own each time; where it can be, a copy of one that has loaded the program
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["desktop.services.books", "desktop.storage.bulk"])


@pytest.mark.slow
def test_a_killed_write_is_whole_or_was_never_there(book):
    path = book.path
    book.close()
    chance = random.Random(20260519)
    # The kills are spread over the time one write takes here: the first is given that time.
    span = killed(path, after_written=2).seconds / 2
    before, torn, written = members_of(path), 0, 0
    for turn in range(KILLS):
        said = killed(path, after_seconds=chance.uniform(0.0, 2 * span)).said
        torn += path.with_name(path.name + "-journal").exists()
        report = books.check_file(path)
        assert report.ok, (turn, report.problems)
        now = members_of(path)
        assert (now - before) % ROWS == 0, f"half a transaction after kill {turn}"
        assert now - before >= said * ROWS, f"lost rows after kill {turn}"
        written += now - before
        before = now
        if now > 10 * ROWS:  # keep the book, and so the checks, of an ordinary size
            path.unlink()
            books.create_book(path, SETUP).close()
            before = 0
    assert torn, "no kill came in the middle of a write: the test proves nothing"
    assert written, "nothing was ever written: the test proves nothing"


class Killed(NamedTuple):
    """A writer's end: how many writes it said were done, and how long it wrote."""

    said: int
    seconds: float


def killed(path: Path, after_seconds: float = 0.0, after_written: int = 0) -> Killed:
    """Start a writer and kill it after so many finished writes and so much time more."""
    hear, say = STARTING.Pipe(duplex=False)
    process = STARTING.Process(target=exec, args=(WRITER, {"path": str(path), "say": say}))
    process.start()
    say.close()
    assert hear.recv() == "ready"
    start = time.monotonic()
    for _ in range(after_written):
        assert hear.recv() == "written"
    time.sleep(after_seconds)
    process.kill()
    seconds = time.monotonic() - start
    said = after_written
    try:
        while hear.recv() == "written":
            said += 1
    except EOFError:
        hear.close()
    process.join()
    assert sys.platform == "win32" or process.exitcode == -signal.SIGKILL
    return Killed(said, seconds)


def members_of(path: Path) -> int:
    """The members in the book."""
    opened = books.open_book(path)
    try:
        return registers.count(opened, Query("members"))
    finally:
        opened.close()


SETUP = books.OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")

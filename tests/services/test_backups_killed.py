"""Pulling the plug while backups are made and thinned, and two programs that do so at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.services import backup_names, backup_shelf, backups, books, registers
from desktop.services.backups import Reason
from desktop.services.books import Book

KILLS = 12
MAKER = """
import os
os.environ["GUONGSANG_HOME"] = home
from pathlib import Path
from desktop.services import backups, books
book = books.open_book(Path(path))
say.send("ready")
for turn in range(turns):
    backups.backup(book, backups.Reason.EXIT)
    say.send("made")
book.close()
"""
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["desktop.services.books"])


def maker(path: Path, turns: int) -> tuple[Any, Any]:
    hear, say = STARTING.Pipe(duplex=False)
    home = os.environ["GUONGSANG_HOME"]
    given = {"path": str(path), "say": say, "turns": turns, "home": home}
    process = STARTING.Process(target=exec, args=(MAKER, given))
    process.start()
    say.close()
    assert hear.recv() == "ready"
    return process, hear


def made_by(hear: Any) -> int:
    """How many backups a maker said it had made."""
    found = 0
    try:
        while hear.poll(0):
            found += hear.recv() == "made"
    except EOFError:
        pass
    return found


@pytest.mark.slow
def test_killed_while_it_backs_up_and_thins(
    book: Book, counted: Callable[[int, int], None]
) -> None:
    for place in range(40):
        registers.save(book, "members", {"full_name": f"Người {place}"})
    manual = backups.backup(book, Reason.MANUAL)
    folder, path, origin = backups.backups_of(book), book.path, book.origin
    book.close()
    chance = random.Random(11)
    losses, said, broken = 0, 0, []
    for turn in range(KILLS):
        process, hear = maker(path, 1000)
        time.sleep(chance.uniform(0.02, 0.4))
        process.kill()
        process.join()
        said += made_by(hear)
        hear.close()
        kept = backup_shelf.shelf(folder)
        broken += [
            f"kill {turn}: {one.path.name}"
            for one in kept
            if one.sha256 and backup_shelf.digest_of(one.path) != one.sha256
        ]
        losses += not manual.path.exists()
        losses += not backup_names.folders_of(path.stem, origin)
    newest = backup_shelf.shelf(folder)[:5]
    broken += [one.path.name for one in newest if not books.check_file(one.path).ok]
    counted(KILLS, losses + len(broken))
    assert said, "no backup was made: the test proves nothing"
    assert (losses, broken) == (0, [])
    assert len(backup_shelf.shelf(folder)) <= 10 + 1 + 1 + 3, "it went on thinning"
    assert books.check_file(path).ok


@pytest.mark.slow
def test_two_programs_back_up_at_once(book: Book, counted: Callable[[int, int], None]) -> None:
    registers.save(book, "members", {"full_name": "Lê An"})
    folder, path = backups.backups_of(book), book.path
    book.close()
    makers = [maker(path, 8) for _one in range(2)]
    for process, _hear in makers:
        process.join()
    assert [process.exitcode for process, _hear in makers] == [0, 0]
    assert [made_by(hear) for _process, hear in makers] == [8, 8]
    kept = backup_shelf.shelf(folder)
    wrong = [one for one in kept if not books.check_file(one.path).ok]
    counted(2, len(wrong))
    assert not wrong
    assert 10 <= len(kept) <= 12

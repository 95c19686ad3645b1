"""Pulling the plug in a busy hour: what was told done is there, what was in flight is whole."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.platform.atomic import TEMPORARY_PREFIX
from desktop.services import books
from tests.faults import busy

FEW, MANY = 12, 500  # kills in an ordinary run, and in a soak
LARGEST = 6_000_000  # bytes: the book is begun anew, so that its checks stay quick
# a process of its own each time; where it can be, a copy of one that has loaded the program
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["tests.faults.busy"])


@dataclass
class Came:
    """What kills came to: how many met a step in flight, of which kind, and what was lost."""

    steps: int = 0  # told done in all
    met: Counter[str] = field(default_factory=Counter)
    there: int = 0  # in flight and wholly there
    torn: int = 0  # in the middle of a write of the book
    left: int = 0  # temporary files that a kill left behind
    lost: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def began(tmp_path_factory: pytest.TempPathFactory, empty_book: Path) -> Path:
    """A book with what a busy hour begins with: to be copied, never opened."""
    path = tmp_path_factory.mktemp("bận") / "Sổ 2026.gsdb"
    shutil.copy(empty_book, path)
    busy.begun(path)
    return path


@pytest.mark.slow
def test_a_busy_hour_that_is_killed_loses_nothing(
    began: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    came = kill_often(FEW, began, tmp_path)
    counted(FEW, len(came.lost))
    assert came.lost == []


@pytest.mark.soak
def test_a_busy_hour_that_is_killed_500_times_loses_nothing(
    began: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    counted: Callable[[int, int], None],
) -> None:
    came = kill_often(MANY, began, tmp_path)
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    kinds = ", ".join(f"{name} {count}" for name, count in came.met.most_common())
    with capsys.disabled():
        reporter.write_line(
            f"\nsoak: {MANY} kills in a busy hour ({came.steps} steps were told done; "
            f"{sum(came.met.values())} kills met one in flight, {came.there} of them wholly there, "
            f"{came.torn} in the middle of a write of the book; {kinds}), losses: {len(came.lost)}"
        )
    counted(MANY, len(came.lost))
    assert came.lost == []
    assert set(came.met) >= {"nhập", "in", "xuất", "sao lưu", "gửi", "nhận", "gộp"}


def kill_often(kills: int, began: Path, folder: Path) -> Came:
    """Be busy and be killed so often, over one book that lives on."""
    chance = random.Random(20261122)
    path = folder / "sổ" / began.name
    came = Came()
    files: dict[str, str] = {}
    for turn in range(kills):
        if not path.exists() or path.stat().st_size > LARGEST:
            shutil.rmtree(path.parent, ignore_errors=True)
            path.parent.mkdir()
            shutil.copy(began, path)
            files.clear()
        told = until_killed(path, folder, turn, chance)
        lost = what_is_lost(path, told, files, came)
        if lost:
            came.lost.append(f"kill {turn}: {lost}")
            shutil.rmtree(path.parent)
    assert came.met, "no kill met a step in flight: the test proves nothing"
    return came


def until_killed(path: Path, home: Path, turn: int, chance: random.Random) -> list[dict[str, Any]]:
    """Start a busy hour, kill it after some steps and a moment more; return what it told."""
    hear, say = STARTING.Pipe(duplex=False)
    given = (str(path), str(home), 1000 + turn, say)
    process = STARTING.Process(target=busy.work, args=given)
    process.start()
    say.close()
    told = [hear.recv()]
    # so many messages, then somewhere in what follows
    told += [hear.recv() for _ in range(chance.randrange(1, 10))]
    time.sleep(chance.expovariate(1 / 0.03))
    process.kill()
    try:
        while True:
            told.append(hear.recv())
    except EOFError:
        hear.close()
    process.join()
    assert sys.platform == "win32" or process.exitcode == -signal.SIGKILL
    return told


def what_is_lost(path: Path, told: list[dict[str, Any]], files: dict[str, str], came: Came) -> str:
    """Return what a kill has cost, '' when nothing; `files` are the digests of files told done."""
    done = [one for one in told if one["said"] != "begun"]
    flying = told[-1] if told[-1]["said"] == "begun" else None
    came.steps += len(done) - 1
    came.torn += path.with_name(path.name + "-journal").exists()
    came.left += sum(one.name.startswith(TEMPORARY_PREFIX) for one in path.parent.iterdir())
    files.update({one["file"]: one["digest"] for one in done if one.get("file")})
    if flying is not None:
        came.met[flying["step"]] += 1
    report = books.check_file(path)
    if not report.ok:
        return f"the book is not sound: {report.problems}"
    with closing(books.open_book(path)) as book:
        untouched = busy.state_of(book) == done[-1]["state"]
        whole = flying is not None and busy.is_there(book, flying["probes"])
    if not untouched and (flying is None or not flying["probes"] or not whole):
        return f"the book is neither as it was nor with all of {flying}"
    came.there += not untouched
    return files_lost(path.parent, flying, untouched=untouched, files=files)


def files_lost(
    folder: Path, flying: dict[str, Any] | None, *, untouched: bool, files: dict[str, str]
) -> str:
    """Return which file is not what it was told to be."""
    writing = flying["file"] if flying is not None else ""
    for name, digest in files.items():
        if name != writing and busy.digest_of(folder / name) != digest:
            return f"«{name}» is not what was told done"
    if not writing:
        return ""
    now = busy.digest_of(folder / writing)
    if now == files.get(writing, ""):
        return "" if untouched else f"«{writing}» is noted in the book and is not there"
    wrong = busy.unreadable(folder / writing)
    files[writing] = now
    return f"«{writing}»: {wrong}" if wrong else ""

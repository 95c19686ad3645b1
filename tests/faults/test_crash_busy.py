"""Pulling the plug in a busy hour: what was told done is there, what was in flight is whole."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults import busy
from tests.faults.losses import Came, what_is_lost

FEW, MANY = 12, 500  # kills in an ordinary run, and in a soak
LARGEST = 6_000_000  # bytes: the book is begun anew, so that its checks stay quick
# a process of its own each time; where it can be, a copy of one that has loaded the program
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["tests.faults.busy"])


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
        told = until_killed(path, busy.home_of(began), turn, chance)
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

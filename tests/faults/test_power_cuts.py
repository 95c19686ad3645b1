"""The power is cut: whatever was not synced may be lost, or be there in part and in any order."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.services import books
from tests.faults import busy, power_log, tracing
from tests.faults.losses import Came, what_is_lost
from tests.faults.power_log import Log

FEW, MANY = 45, 2000  # cuts in an ordinary run, and in a soak
BOOK = "Sổ 2026.gsdb"


@pytest.fixture(scope="module", autouse=True)
def _traceable() -> None:
    if reason := tracing.why_not():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, empty_book: Path) -> Log:
    """All that one step of each kind asked of the folder of its book."""
    folder = tmp_path_factory.mktemp("điện")
    shutil.copy(empty_book, folder / BOOK)
    busy.begun(folder / BOOK)
    found = tracing.apart(record, str(folder))
    assert isinstance(found, Log)
    return found


def record(folder: str) -> Log:
    """Do one step of each kind over the book in a folder, and return the log."""
    return power_log.recorded(lambda say: one_of_each(Path(folder), say), Path(folder))


def one_of_each(folder: Path, say: int) -> None:
    """Do one step of each kind; tell of each before and after."""

    def tell(told: dict[str, Any]) -> None:
        os.write(say, json.dumps(told).encode() + b"\n")

    os.environ["GUONGSANG_HOME"] = str(busy.home_of(folder / BOOK))
    with closing(books.open_book(folder / BOOK)) as book:
        tell({"said": "ready", "state": busy.state_of(book)})
        clerk = busy.Busy(book, folder, random.Random(8))
        for step in busy.one_of_each(clerk):
            for told in busy.done_and_told(clerk, step):
                tell(told)


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_told_done(
    log: Log, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    came = cut_often(log, FEW, tmp_path)
    counted(FEW, len(came.lost))
    assert came.lost == []


@pytest.mark.soak
def test_2000_power_cuts_lose_nothing_that_was_told_done(
    log: Log,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    counted: Callable[[int, int], None],
) -> None:
    came = cut_often(log, MANY, tmp_path)
    writes = sum(event[0] == "write" for event in log.events)
    syncs = sum(event[0].startswith("sync") for event in log.events)
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        reporter.write_line(
            f"\nsoak: {MANY} power cuts in a log of {writes} writes and {syncs} syncs "
            f"({sum(came.met.values())} met a step in flight, {came.there} of them wholly there, "
            f"{came.torn} left the book's journal), losses: {len(came.lost)}"
        )
    counted(MANY, len(came.lost))
    assert came.lost == []


def test_the_cuts_would_show_a_missing_sync(log: Log, tmp_path: Path) -> None:
    """Without the sync of the folder after a journal goes, or of a file, told deeds are lost."""
    pairs = zip([("",), *log.events], log.events, strict=False)
    forgetful = [
        event for before, event in pairs if (before[0], event[0]) != ("gone", "syncfolder")
    ]
    assert cut_often(replace(log, events=forgetful), FEW, tmp_path / "1", enough=1).lost
    forgetful = [event for event in log.events if event[0] != "sync"]
    assert cut_often(replace(log, events=forgetful), FEW, tmp_path / "2", enough=1).lost


def cut_often(log: Log, count: int, folder: Path, enough: int = MANY) -> Came:
    """Cut the power so often, and return what that cost."""
    chance = random.Random(20261122)
    came = Came()
    folder.mkdir(exist_ok=True)
    for turn, (files, told) in enumerate(power_log.cuts(log, count, chance)):
        there = folder / f"{turn}"
        power_log.put(files, there)
        lost = what_is_lost(there / BOOK, told, {}, came)
        if lost:
            came.lost.append(f"cut {turn}: {lost}")
        shutil.rmtree(there)
        if len(came.lost) == enough:
            return came
    assert came.met, "no cut met a step in flight: the test proves nothing"
    return came

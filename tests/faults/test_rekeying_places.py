"""A passphrase is set, changed, removed where the power is cut or the disk refuses."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.errors import Problem
from desktop.storage import keys, rekeying, unlocking, verifiers
from desktop.storage.backup import is_sound
from desktop.storage.engine import connect
from desktop.storage.keys import BookKey
from tests.faults import power_log, tracing
from tests.faults.power_log import Log
from tests.faults.refusing import WAYS
from tests.faults.tracing import Call

NAME = "Sổ 2026.gsdb"
KEYS = tuple(BookKey(bytes([place] * 32), bytes([40 + place] * 16)) for place in range(2))
DEEDS: dict[str, tuple[BookKey | None, BookKey | None]] = {
    "protect": (None, KEYS[0]),
    "change": (KEYS[0], KEYS[1]),
    "remove": (KEYS[0], None),
}
Counted = Callable[[int, int], None]


@pytest.fixture(scope="module", autouse=True)
def _traceable() -> None:
    if reason := tracing.why_not():
        pytest.skip(reason)


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    keys.lock_all()
    yield
    keys.lock_all()


@pytest.fixture(scope="module")
def states(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder that each deed begins in."""
    found = {}
    for name, (old, _new) in DEEDS.items():
        folder = found[name] = tmp_path_factory.mktemp(name)
        shutil.copy(empty_book, folder / NAME)
        if old is not None:
            rekeying.rekey(folder / NAME, None, old)
    return found


def rekeyed(folder: str, deed: str, say: int) -> None:
    """Do one deed; tell before and after, and what the clerk would be told."""
    os.write(say, json.dumps({"said": "begun"}).encode() + b"\n")
    try:
        rekeying.rekey(Path(folder) / NAME, *DEEDS[deed])
        told = {"said": "done"}
    except Problem as problem:
        told = {"said": "problem", "message": problem.message}
    os.write(say, json.dumps(told).encode() + b"\n")


def key_that_opens(path: Path, deed: str) -> tuple[bool, BookKey | None]:
    """Tell whether the book opens with what it had or gets, as it is in its folder, and by what."""
    keys.lock_all()
    salt = keys.salt_of(path)
    if salt == keys.PLAIN_HEADER:
        return None in DEEDS[deed] and is_sound(path, None), None
    for key in DEEDS[deed]:
        if key is not None and key.salt == salt:
            known = any(one.fits(key) for one in verifiers.read(path))
            return known and unlocking.opens(path, key) and is_sound(path, key), key
    return False, None


def rows_of(path: Path, key: BookKey | None) -> list[object]:
    """What the book holds of its own lists."""
    connection = connect(path, "ro", key)
    try:
        return list(connection.execute("SELECT uid, name FROM fields ORDER BY uid"))
    finally:
        connection.close()


# power


def record(folder: str, deed: str) -> Log:
    """Return the log of one deed."""
    return power_log.recorded(lambda say: rekeyed(folder, deed, say), Path(folder))


@pytest.mark.parametrize("cuts", [12, pytest.param(600, marks=pytest.mark.soak)])
def test_a_power_cut_leaves_a_book_that_opens(
    states: dict[str, Path], tmp_path: Path, empty_book: Path, counted: Counted, cuts: int
) -> None:
    chance = random.Random(20261122)
    rows, lost, ends = rows_of(empty_book, None), [], set()
    for deed, state in states.items():
        folder = Path(shutil.copytree(state, tmp_path / deed))
        log = tracing.apart(record, str(folder), deed)
        assert isinstance(log, Log)
        assert log.events[-1] == ("told", {"said": "done"})
        for turn, (files, told) in enumerate(power_log.cuts(log, cuts, chance)):
            there = tmp_path / f"{deed} {turn}"
            power_log.put(files, there)
            good, key = key_that_opens(there / NAME, deed)
            ends.add((deed, key is DEEDS[deed][1]))
            done = told[-1]["said"] == "done"
            if not good or rows_of(there / NAME, key) != rows:
                lost.append((deed, turn, "does not open"))
            elif done and key is not DEEDS[deed][1]:
                lost.append((deed, turn, "was told done"))
            shutil.rmtree(there)
    counted(3 * cuts, len(lost))
    assert lost == []
    assert len(ends) == 6, "no cut before, or none after the exchange"


# a disk that refuses


def refuse(state: str, deed: str, tries: int, room: str, seed: int) -> list[tuple[str, str, str]]:
    """Try a deed with the disk refusing from some call on; what came of each try."""
    chance = random.Random(seed)
    came = []
    for way in WAYS:
        total = _refused(state, deed, way, -1, Path(room))[0]
        for place in sorted(chance.sample(range(total), min(tries, total))):
            _count, said = _refused(state, deed, way, place, Path(room))
            came.append((f"{deed}, {way} from call {place}", said, _state(Path(room), deed)))
    return came


def _refused(state: str, deed: str, way: str, place: int, room: Path) -> tuple[int, str]:
    """Do the deed in `room`, a fresh copy; return the calls that could be refused and the words."""
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(state, room)
    count, heard = 0, b""

    def before(call: Call) -> int:
        nonlocal count
        code = WAYS[way](call) if heard else 0
        if not code:
            return 0
        count += 1
        return code if 0 <= place < count else 0

    def hear(data: bytes) -> None:
        nonlocal heard
        heard += data

    code = tracing.traced(lambda say: rekeyed(str(room), deed, say), room, before, None, hear)
    last = json.loads(heard.splitlines()[-1])
    return count, last.get("message", last["said"]) if code == 0 else f"ended with {code}"


def _state(room: Path, deed: str) -> str:
    good, key = key_that_opens(room / NAME, deed)
    return "" if not good else "new" if key is DEEDS[deed][1] else "old"


@pytest.mark.parametrize("tries", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_a_disk_that_refuses_leaves_a_book_that_opens(
    states: dict[str, Path], tmp_path: Path, counted: Counted, tries: int
) -> None:
    lost, came = [], 0
    for deed, state in states.items():
        room = str(tmp_path / "chỗ làm")
        for where, said, book in tracing.apart(refuse, str(state), deed, tries, room, 8):
            came += 1
            told = said == "done" or said.endswith((".", "!"))
            # of a stick that was pulled out nobody can tell which file is on it
            right = " gone " in where or (said == "done") == (book == "new")
            if not told or not book or not right:
                lost.append((where, said, book))
    counted(came, len(lost))
    assert lost == []
    assert came >= 3 * len(WAYS)

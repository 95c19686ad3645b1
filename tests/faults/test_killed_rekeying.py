"""A change of the passphrase killed at any moment: the book opens with the old or the new one."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import WrongPassphrase
from desktop.platform import atomic
from desktop.services import books, protection, registers
from desktop.storage import keys, verifiers
from desktop.storage.bulk import insert_many

SECRET = "Nguyễn Thị Không Ai Biết"
WORDS = ("Cầu Ngang mùa nước nổi", "ruộng lúa chín vàng")
# the keys are derived before it says that it is ready: every kill comes within the exchange
WORKER = """
from pathlib import Path
from desktop.storage import keys, rekeying
path = Path(path)
old = None if begin == "protect" else keys.derive(words[0], keys.salt_of(path))
word = {"protect": words[0], "change": words[1], "remove": None}[begin]
new = None if word is None else keys.derive(word, keys.fresh_salt())
say.send("ready")
rekeying.rekey(path, old, new)
say.send("done")
"""
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["desktop.storage.rekeying"])
Counted = Callable[[int, int], None]


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    keys.lock_all()
    yield
    keys.lock_all()


@pytest.fixture
def states(empty_book: Path, tmp_path: Path) -> dict[str, Path]:
    """The same book plain and encrypted, each in a folder of its own."""
    made = {}
    for name in ("plain", "sealed"):
        (tmp_path / name).mkdir()
        path = made[name] = Path(shutil.copy(empty_book, tmp_path / name / "Sổ.gsdb"))
        with closing(books.open_book(path)) as book:
            registers.save(book, "members", {"full_name": SECRET})
            with book.write("Nhập") as session:
                rows = ({"full_name": f"Lê Văn {n}", "note": "x" * 999} for n in range(800))
                insert_many(session, "members", rows, words="Nhập")
    protection.protect(made["sealed"], WORDS[0])
    keys.lock_all()
    return made


@pytest.mark.parametrize("kills", [6, pytest.param(200, marks=pytest.mark.soak)])
def test_killed_at_any_moment_the_book_opens(
    states: dict[str, Path], tmp_path: Path, counted: Counted, kills: int
) -> None:
    chance = random.Random(20260519)
    place = tmp_path / "nơi làm"
    spans: dict[str, float] = {}
    lost, new, left = [], 0, 0
    turns = itertools.islice(itertools.cycle(("protect", "change", "remove")), kills)
    for turn, begin in enumerate(turns):
        if begin not in spans:
            spans[begin] = seconds_of(fresh(states, place, begin), begin, None)
        path = fresh(states, place, begin)
        seconds_of(path, begin, chance.uniform(0, 1.05) * spans[begin])
        left += bool(list(place.glob(".gs-*")))
        opened_by = who_opens(path)
        new += opened_by == (
            WORDS[1] if begin == "change" else "" if begin == "remove" else WORDS[0]
        )
        if opened_by is None or not whole(path, opened_by) or not goes_in_time(path):
            lost.append((turn, begin, opened_by))
    counted(kills, len(lost))
    assert lost == []
    if kills > 100:
        assert left, "no kill came while the new file was written: the test proves little"
        assert 0 < new < kills, "no kill came before, or none after the exchange"


def goes_in_time(path: Path) -> bool:
    """Tell whether nothing readable is left beside an opened book, and nothing at all in an hour.

    Only an unfinished verifier may wait: any program of ours might still be writing it.
    """
    left = list(path.parent.glob(".gs-*"))
    for one in left:
        content = one.read_bytes()
        if one.name.endswith(("-khoa.tmp", "-cu.tmp")) or SECRET.encode() in content:
            return False
        if content.startswith(keys.PLAIN_HEADER) or len(content) > 4096:
            return False
        os.utime(one, (time.time() - 3_700,) * 2)
    atomic._swept.clear()  # as in the next run of the program
    books.open_book(path).close()
    return not list(path.parent.glob(".gs-*"))


def fresh(states: dict[str, Path], place: Path, begin: str) -> Path:
    """A copy of the book as it is before `begin`, alone in a folder."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(states["plain" if begin == "protect" else "sealed"].parent, place)
    return place / "Sổ.gsdb"


def seconds_of(path: Path, begin: str, kill_after: float | None) -> float:
    """Do the work in a process of its own, and kill it after so many seconds; how long it took."""
    hear, say = STARTING.Pipe(duplex=False)
    names = {"path": str(path), "say": say, "begin": begin, "words": WORDS}
    process = STARTING.Process(target=exec, args=(WORKER, names))
    process.start()
    say.close()
    assert hear.recv() == "ready"
    start = time.monotonic()
    if kill_after is None:
        assert hear.recv() == "done"
    else:
        time.sleep(kill_after)
        process.kill()
    seconds = time.monotonic() - start
    hear.close()
    process.join()
    ended = (0, -signal.SIGKILL) if kill_after is not None else (0,)
    assert sys.platform == "win32" or process.exitcode in ended
    return seconds


def who_opens(path: Path) -> str | None:
    """The passphrase that opens the book, '' for a plain one, None when nothing does."""
    keys.lock_all()
    if not protection.state_of(path).encrypted:
        return ""
    for words in WORDS:
        try:
            protection.unlock(path, words)
        except WrongPassphrase as problem:
            assert "hoặc tệp" not in problem.message  # the verifier knows it for sure
        else:
            return words
    return None


def whole(path: Path, words: str) -> bool:
    """Tell whether the book is whole, with its row, and the verifier fits the file."""
    with closing(books.open_book(path)) as book:
        found = registers.rows(book, "members", [1])
    if words:
        protection.unlock(path, words)
        one = [one for one in verifiers.read(path) if one.of(keys.salt_of(path))]
        if not one:
            return False
    return books.check_file(path).ok and [row.values["full_name"] for row in found] == [SECRET]

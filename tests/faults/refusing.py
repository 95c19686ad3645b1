"""A disk that refuses: from some call of a deed on it is full, broken, gone or read-only."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.core.errors import Problem
from desktop.platform.atomic import TEMPORARY_PREFIX
from desktop.services import books
from tests.faults import busy, tracing
from tests.faults.busy import Busy
from tests.faults.tracing import Call

NAME = "Sổ 2026.gsdb"


def _full(call: Call) -> int:
    grows = call.name in {"write", "pwrite64", "mkdir", "mkdirat"}
    return errno.ENOSPC if grows or (call.creates and not call.existed) else 0


def _broken(call: Call) -> int:
    return errno.EIO if call.writes else 0


def _read_only(call: Call) -> int:
    changes = call.writes or call.name in {"unlink", "unlinkat"}
    return errno.EROFS if changes and call.name not in {"fsync", "fdatasync"} else 0


def _gone(call: Call) -> int:
    named = call.name in {"open", "openat", "unlink", "unlinkat", "mkdir", "mkdirat"}
    return errno.ENOENT if named or call.name.startswith("rename") else errno.EIO


WAYS: dict[str, Callable[[Call], int]] = {
    "full": _full,
    "broken": _broken,
    "read-only": _read_only,
    "gone": _gone,
}
STICK = ("carried_out", "exported", "printed", "backed_up", "sent")
"""What is written onto a stick that is pulled out."""


@dataclass
class Try:
    """One deed with one fault: what came of it."""

    kind: str
    way: str
    place: int
    calls: int = 0  # under the folder, that could have failed
    hit: str = ""  # the call that failed first
    said: str = ""  # the sentence the clerk reads, '' when the deed was done
    lost: str = ""


@dataclass
class _Fault:
    """Counts the calls of a deed that a way could refuse; refuses all from `place` on."""

    way: str
    place: int  # -1: only counts
    once: bool = False
    told: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    hit: str = ""
    on: bool = False
    _half: bytes = b""

    def before(self, call: Call) -> int:
        if not self.on:
            return 0
        code = WAYS[self.way](call)
        if not code:
            return 0
        self.count += 1
        if self.place < 0 or self.count <= self.place or (self.once and self.hit):
            return 0
        self.hit = self.hit or f"{call.name} {Path(call.path).suffix or Path(call.path).name[:9]}"
        return code

    def hear(self, data: bytes) -> None:
        *lines, self._half = (self._half + data).split(b"\n")
        for line in lines:
            told = json.loads(line)
            self.on = told["said"] == "begun"
            self.told.append(told)


class Desk:
    """Tries deeds with faults, each over a fresh copy of a book; in a process without threads."""

    def __init__(self, began: Path) -> None:
        """Prepare by doing each kind of deed once, so that all they need is loaded."""
        os.environ["GUONGSANG_HOME"] = str(busy.home_of(began))
        self.began = began
        self._room = Path(tempfile.mkdtemp(dir=began.parent))
        book, _stick = self._fresh()
        with closing(books.open_book(book)) as opened:
            clerk = Busy(opened, book.parent, random.Random(3))
            for step in busy.one_of_each(clerk):
                step.do()

    def _fresh(self) -> tuple[Path, Path]:
        shutil.rmtree(self._room)
        stick = self._room / "USB"
        stick.mkdir(parents=True)
        book = self._room / "sổ" / NAME
        book.parent.mkdir()
        shutil.copy(self.began, book)
        return book, stick

    def calls(self, kind: str, way: str) -> int:
        """Return how many calls of a deed a way could refuse."""
        return self.attempt(kind, way, -1).calls

    def attempt(self, kind: str, way: str, place: int, *, once: bool = False) -> Try:
        """Do one deed with one fault, and see what it came to."""
        book, stick = self._fresh()
        folder = stick if way == "gone" else book.parent
        fault = _Fault(way, place, once)
        found = Try(kind, way, place)

        def work(say: int) -> None:
            _deed(kind, book, stick if way == "gone" else book.parent, say)

        code = tracing.traced(work, folder, fault.before, None, fault.hear, reading=way == "gone")
        found.calls, found.hit = fault.count, fault.hit
        found.said = next((one["sentence"] for one in fault.told if one["said"] == "refused"), "")
        end = fault.told[-1] if fault.told else {"said": "nothing"}
        if code or end["said"] != "end":
            found.lost = f"ended with {code}: {end}"
        else:
            found.lost = end["lost"] or self._left(book, folder, way)
        return found

    def _left(self, book: Path, folder: Path, way: str) -> str:
        report = books.check_file(book)
        if not report.ok:
            return f"the book is not sound: {report.problems}"
        left = [f"{NAME}-journal"] if book.with_name(f"{NAME}-journal").exists() else []
        if way not in {"gone", "read-only"}:  # there nothing can be removed
            left += [one.name for one in folder.iterdir() if one.name.startswith(TEMPORARY_PREFIX)]
        return f"left behind: {left}" if left else ""

    def close(self) -> None:
        """Remove what was made."""
        shutil.rmtree(self._room)


def _deed(kind: str, path: Path, folder: Path, say: int) -> None:
    """Do a deed; tell how it went; see what is in the book; do it once more when it wasn't done."""

    def tell(said: str, **more: str) -> None:
        os.write(say, json.dumps({"said": said, **more}).encode() + b"\n")

    with closing(books.open_book(path)) as book:
        clerk = Busy(book, folder, random.Random(7))
        if kind == "redone":
            undone = clerk.undone()
            assert undone is not None
            undone.do()
        step = getattr(clerk, kind)()
        if step.file is not None and kind != "sent":
            step.file.write_bytes(b"old")
        before, old = busy.state_of(book), busy.digest_of(step.file) if step.file else ""
        tell("begun")
        done = False
        try:
            step.do()
            done = True
            tell("done")
        except Problem as problem:
            tell("refused", sentence=problem.message)
        except BaseException:  # noqa: BLE001 - a bug, to be told
            tell("bug", words=traceback.format_exc())
            tell("end", lost="no sentence: " + traceback.format_exc())
            return
        tell("end", lost=_lost(book, step, before, old, done=done, away=folder != path.parent))


def _lost(
    book: books.Book, step: busy.Step, before: str, old: str, *, done: bool, away: bool
) -> str:
    untouched = busy.state_of(book) == before
    whole = busy.is_there(book, step.probes)
    if step.probes and done and not whole:
        return "told done, and not in the book"
    # what was noted before its file took the name, and could take it, is taken back
    taken_back = step.noted and not done and busy.is_there(book, none_of(step.probes))
    if not untouched and not (step.probes and whole) and not taken_back:
        return "half in the book"
    if step.file is not None:
        changed = busy.digest_of(step.file) != old
        if changed and (wrong := busy.unreadable(step.file)):
            return f"a half file: {wrong}"
        if done and not changed:
            return "told done, and not written"
        # what lies whole on a stick that was pulled out can't be taken back; the clerk was told
        if step.noted and changed and not whole and not (away and not done):
            return "file written, and not noted in the book"
    if not done and (untouched or taken_back):
        try:
            step.do()
        except Problem as problem:
            return f"can't be done once more: {problem.message}"
        if not busy.is_there(book, step.probes):
            return "done once more, and not in the book"
    return ""


def none_of(probes: Sequence[busy.Probe]) -> list[busy.Probe]:
    """Return what to ask for nothing of a step being there."""
    return [(statement, values, 0) for statement, values, _count in probes]


def try_all(began: str, wanted: Sequence[tuple[str, str]], share: float, seed: int) -> list[Try]:
    """Try deeds (kind and way) with a fault at a share of their calls: 1 is every one of them."""
    chance = random.Random(seed)
    desk = Desk(Path(began))
    found = []
    for kind, way in wanted:
        calls = desk.calls(kind, way)
        places = [place for place in range(calls) if chance.random() < share]
        for place in places or [chance.randrange(calls)] if calls else []:
            once = way == "broken" and chance.random() < 0.5
            found.append(desk.attempt(kind, way, place, once=once))
    desk.close()
    return found

"""A log of all that a process asked of a folder, and the folders a power cut could leave of it.

Of a file's content only what was synced before the cut is sure; of a folder's names, what was
there when the folder was synced. Of the rest any part may be there: nothing, all, the first part,
single writes in any order, single sectors of them.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import tracing
from tests.faults.tracing import Call

SECTOR = 512
Event = tuple[Any, ...]
"""write file at data | size file n | sync file | name name file | gone name | move name name |
syncfolder | told dict"""


@dataclass
class Log:
    """What was there at first, and all that happened to it."""

    names: dict[str, int]
    contents: dict[int, bytes]
    events: list[Event] = field(default_factory=list)


def recorded(work: Callable[[int], object], root: Path) -> Log:
    """Run `work` in a traced child and return the log of the files directly in `root`."""
    recorder = _Recorder(root)
    code = tracing.traced(work, root, None, recorder.made, recorder.told)
    assert code == 0, f"the recorded process ended with {code}"
    return recorder.log


class _Recorder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._count = itertools.count()
        self._files: dict[int, int] = {}  # inode to file: an inode is used again, a file is not
        self._half = b""
        names, contents = {}, {}
        for one in root.iterdir():
            if one.is_file():
                file = self._file(one.stat().st_ino)
                names[one.name], contents[file] = file, one.read_bytes()
        self.log = Log(names, contents)

    def _file(self, inode: int, *, new: bool = False) -> int:
        if new or inode not in self._files:
            self._files[inode] = next(self._count)
        return self._files[inode]

    def told(self, data: bytes) -> None:
        *lines, self._half = (self._half + data).split(b"\n")
        self.log.events += [("told", json.loads(one)) for one in lines]

    def _here(self, path: str) -> bool:
        return Path(path).parent == self.root

    def made(self, call: Call, result: int, inode: int) -> None:
        """Note a call that was made."""
        if result < 0:
            return
        add = self.log.events.append
        name = Path(call.path).name
        if call.path == str(self.root):
            if call.name in {"fsync", "fdatasync"}:
                add(("syncfolder",))
        elif call.name in {"rename", "renameat", "renameat2"}:
            if self._here(call.path) and self._here(call.other):
                add(("move", name, Path(call.other).name))
        elif not self._here(call.path):
            return
        elif call.name in {"open", "openat"}:
            self._opened(call, name)
        elif call.name in {"unlink", "unlinkat", "link"}:
            second = ("name", Path(call.other).name, self._file(inode))
            add(second if call.name == "link" else ("gone", name))
        elif call.name in {"write", "pwrite64"}:
            add(("write", self._file(inode), call.at, call.data[:result]))
        elif call.name == "ftruncate":
            add(("size", self._file(inode), call.arguments[1]))
        elif call.name in {"fsync", "fdatasync"}:
            add(("sync", self._file(inode)))
        else:
            assert call.name not in tracing.UNMODELLED, call.name

    def _opened(self, call: Call, name: str) -> None:
        flags = call.arguments[1 if call.name == "open" else 2]
        if call.creates and not call.existed:
            file = self._file(Path(call.path).stat().st_ino, new=True)
            self.log.events.append(("name", name, file))
        elif flags & os.O_TRUNC:
            self.log.events.append(("size", self._file(call.inode), 0))


@dataclass
class Disk:
    """What is sure to be on a disk, and what may be."""

    names: dict[str, int]
    contents: dict[int, bytearray]
    open_names: list[Event] = field(default_factory=list)
    open_writes: dict[int, list[Event]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, log: Log) -> Disk:
        """Return the disk as it was at first."""
        return cls(dict(log.names), {key: bytearray(one) for key, one in log.contents.items()})

    def happen(self, event: Event) -> None:
        """Take one event of the log in."""
        kind = event[0]
        if kind == "told":
            self.told.append(event[1])
        elif kind in {"write", "size"}:
            self.open_writes.setdefault(event[1], []).append(event)
        elif kind == "sync":
            content = self.contents.setdefault(event[1], bytearray())
            for one in self.open_writes.pop(event[1], []):
                _write(content, one)
        elif kind == "syncfolder":
            for one in self.open_names:
                _name(self.names, one)
            self.open_names.clear()
        else:
            self.open_names.append(event)

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return files by name as a cut may leave them now."""
        names = dict(self.names)
        for one in _some(self.open_names, chance):
            _name(names, one)
        found = {}
        for name, file in names.items():
            content = bytearray(self.contents.get(file, b""))
            waiting = self.open_writes.get(file, [])
            for one in _some(waiting, chance, torn=True):
                _write(content, one)
            found[name] = bytes(content)
        return found


def _name(names: dict[str, int], event: Event) -> None:
    match event:
        case ("name", name, file):
            names[name] = file
        case ("gone", name):
            names.pop(name, None)
        case ("move", name, other):
            if name in names:
                names[other] = names.pop(name)


def _write(content: bytearray, event: Event) -> None:
    if event[0] == "size":
        size = event[2]
        del content[size:]
    else:
        size = event[2] + len(event[3])
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if event[0] == "write":
        content[event[2] : size] = event[3]


def _some(events: Sequence[Event], chance: random.Random, *, torn: bool = False) -> list[Event]:
    """Return what of these events came to the disk before the cut."""
    way = chance.randrange(5 if torn else 4)
    if way == 0:
        return []
    if way == 1:
        return list(events)
    if way == 2:
        return list(events[: chance.randrange(len(events) + 1)])
    if way == 3:
        return [one for one in events if chance.random() < 0.5]
    return [one for event in events for one in _sectors(event) if chance.random() < 0.5]


def _sectors(event: Event) -> Iterator[Event]:
    if event[0] != "write":
        yield event
        return
    _kind, file, at, data = event
    begin = 0
    while begin < len(data):
        end = min(len(data), begin + SECTOR - (at + begin) % SECTOR)
        yield ("write", file, at + begin, data[begin:end])
        begin = end


def cuts(
    log: Log, count: int, chance: random.Random
) -> Iterator[tuple[dict[str, bytes], list[dict[str, Any]]]]:
    """Give so many cuts: the files that each may leave, and what was told before it.

    One comes right after each thing that was told, the others anywhere after the first.
    """
    tellings = [place for place, event in enumerate(log.events) if event[0] == "told"]
    more = max(0, count - len(tellings))
    wanted = sorted(tellings + chance.choices(range(tellings[0], len(log.events)), k=more))
    disk, at = Disk.of(log), 0
    for place in wanted:
        for event in log.events[at : place + 1]:
            disk.happen(event)
        at = place + 1
        yield disk.after_cut(chance), list(disk.told)


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write files into a new folder."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)

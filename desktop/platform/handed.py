"""Files that a window which can't have a book hands to the one that has it.

A note with their paths is put into a folder that both windows know by the book; whoever has the
book watches the folder, and removes the note when the files are taken. Nothing else passes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from desktop.platform.atomic import atomic_write
from desktop.platform.single_instance import BookLock

_ENDING = ".json"
_LARGEST = 1 << 20  # bytes of a note


def folder_of(book: Path) -> Path:
    """Return the folder of the notes for the window that has a book; it need not exist yet."""
    lock = BookLock(book).path
    return lock.parent.with_name("handed") / lock.stem


def hand_over(book: Path, files: Sequence[Path]) -> Path:
    """Leave a note with these files; return it: it is gone once they were taken.

    Raises `EnvironmentProblem` when the note couldn't be written.
    """
    folder = folder_of(book)
    note = folder / f"{os.getpid()}-{os.urandom(4).hex()}{_ENDING}"
    text = json.dumps([str(one.absolute()) for one in files])
    with suppress(OSError):  # writing says why
        folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(note) as stream:
        stream.write(text.encode("ascii"))
    return note


def taken(book: Path) -> list[Path]:
    """Return the files of all notes for the window that has a book, and remove the notes."""
    found: list[Path] = []
    for note in sorted(folder_of(book).glob(f"[0-9]*{_ENDING}")):
        try:
            text = note.read_bytes() if note.stat().st_size <= _LARGEST else b""
            note.unlink()
        except OSError:
            continue  # another took it, or it can't be removed: then it was not taken
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(listed, list):
            found += [Path(one) for one in listed if isinstance(one, str) and one]
    return list(dict.fromkeys(found))


def let_come_forward() -> None:
    """Let another window of this user come to the front, which Windows grants to the active one."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 (only there)

        ctypes.windll.user32.AllowSetForegroundWindow(-1)

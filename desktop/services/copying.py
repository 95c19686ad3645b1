"""Copying a backup byte by byte, and comparing what has arrived before it counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from desktop.core.errors import EnvironmentProblem, problem_from_oserror

Progress = Callable[[int, int], None]
_PIECE = 1 << 20


def copy_whole(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a file to a new name, flush it to the disk, read it back and compare every byte.

    `progress` (pieces done, pieces in all) may raise to cancel; the caller removes the target.

    Raises:
        EnvironmentProblem: it couldn't be read or written, or what arrived is something else.
    """
    try:
        pieces = 2 * (source.stat().st_size // _PIECE + 1)
        with source.open("rb") as stream, target.open("wb") as out:
            done = 0
            while piece := stream.read(_PIECE):
                out.write(piece)
                done += 1
                if progress is not None:
                    progress(done, pieces)
            out.flush()
            os.fsync(out.fileno())
            _forget(out.fileno())
        same = _same(source, target, done, pieces, progress)
    except OSError as error:
        named = error.filename
        raise problem_from_oserror(error, source if named == str(source) else target) from error
    if not same:
        raise EnvironmentProblem(
            f"Bản chép của «{source.name}» không giống bản gốc. "
            "Hãy kiểm tra ổ đĩa, USB rồi làm lại; bản gốc vẫn còn nguyên."
        )


def _forget(descriptor: int) -> None:
    """Ask the system to read the copy from the disk, not from its memory; only a hint."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _same(source: Path, target: Path, done: int, pieces: int, progress: Progress | None) -> bool:
    with source.open("rb") as one, target.open("rb") as other:
        while True:
            first, second = one.read(_PIECE), other.read(_PIECE)
            if first != second:
                return False
            if not first:
                return True
            done += 1
            if progress is not None:
                progress(done, pieces)

"""Which book files this process has open, by device and inode."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

_open_here: Counter[tuple[int, int]] = Counter()


def hold(path: Path) -> tuple[int, int]:
    """Note that this process has a book open; `release` takes the note back."""
    found = path.stat()
    key = (found.st_dev, found.st_ino)
    _open_here[key] += 1
    return key


def release(key: tuple[int, int]) -> bool:
    """Take back what `hold` noted; tell whether nothing here has the file open any more."""
    _open_here[key] -= 1
    return _open_here[key] <= 0


def is_open_here(path: Path) -> bool:
    """Tell whether this process has the book open.

    Such a file must not be opened and closed in any other way: on POSIX that drops every lock
    that the process holds on it, SQLite's too.
    """
    try:
        found = path.stat()
    except OSError:
        return False
    return _open_here[found.st_dev, found.st_ino] > 0

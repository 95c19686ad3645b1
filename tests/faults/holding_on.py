"""Another program that takes the book's file now and then, as a folder's synchronising does."""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from pathlib import Path


def every_now_and_then(path: Path, longest: float) -> None:
    """Lock the whole file against everybody for a while, leave it as long; till killed.

    With the lock that SQLite's programs heed: on POSIX nothing else keeps a program out.
    """
    import fcntl  # noqa: PLC0415 (POSIX)

    chance = random.Random(3)
    with path.open("r+b") as stream:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            fcntl.lockf(stream, fcntl.LOCK_EX)
            time.sleep(chance.uniform(0.1, longest))
            fcntl.lockf(stream, fcntl.LOCK_UN)
            time.sleep(chance.uniform(0.1, longest))


def as_a_tool(path: Path, how: str) -> None:
    """Hold a transaction of another SQLite tool, of this kind, until killed."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"BEGIN {how}")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    book = Path(sys.argv[2])
    if sys.argv[1] == "now and then":
        every_now_and_then(book, float(sys.argv[3]))
    else:
        as_a_tool(book, sys.argv[1])

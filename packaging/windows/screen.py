"""A screen for the Windows program, and reading what stands on it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from toolchain import Failed


@contextmanager
def display() -> Iterator[str]:
    """A screen of 1366x768 for the time of a block; gives its name."""
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


def _picture(screen: str, picture: Path) -> bool:
    """Take a picture of the whole screen."""
    done = subprocess.run(
        ["import", "-window", "root", str(picture)],
        env={**os.environ, "DISPLAY": screen},
        check=False,
        timeout=30,
    )
    return done.returncode == 0


def read(picture: Path) -> str:
    """Return the words on a picture, as an optical reader sees them, in one line."""
    large = picture.with_suffix(".large.png")
    # the reader wants letters of a printed page's size
    subprocess.run(
        ["convert", str(picture), "-resize", "300%", "-colorspace", "gray", str(large)],
        check=False,
        timeout=60,
    )
    done = subprocess.run(
        ["tesseract", str(large), "-", "-l", "vie", "--psm", "11"],
        capture_output=True,
        check=False,
        timeout=120,
    )
    return " ".join(done.stdout.decode("utf-8", "replace").split())


def read_until(screen: str, picture: Path, enough: Callable[[str], bool], seconds: int = 90) -> str:
    """Take pictures until what is read on one is enough; return its words.

    `Failed` with the last words when it never is.
    """
    words, deadline = "", time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(1)
        if _picture(screen, picture):
            words = read(picture)
            if enough(words):
                return words
    raise Failed(f"after {seconds} s the screen says only: {words[:800]!r} ({picture})")

"""A record with large files: its list doesn't read them; they are put in one at a time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from .apart import apart

COUNT, LARGE, SMALL = 24, 8_000_000, 8_000  # files; bytes of each
TIMES = 3.0  # the list of large files may take so many times as long as that of small ones
HELD = 6  # files that may be in memory at once: the content, SQLite's copies and its pages

_SCRIPT = """
import json, os, sys, time
from pathlib import Path
from desktop.services import attachments, books, registers
from desktop.services.attachments import NewFile

folder, count, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
book = books.create_book(folder / "sổ.gsdb", books.OfficeSetup("Ban", "district", "Cầu Ngang"))
model = registers.save(book, "models", {"name": "Mô hình"}).value.id
for place in range(count):
    with (folder / f"{place}.bin").open("wb") as stream:
        stream.write(os.urandom(size))
before = now_mb()
jpeg = b"\\xff\\xd8" + bytes(60_000)
files = [NewFile(f"{n}.jpg", folder / f"{n}.bin", "image/jpeg", jpeg) for n in range(count)]
attachments.attach(book, "models", model, files)
peak = peak_mb() - before
book.close()
best = 1e9
for _round in range(7):
    book = books.open_book(folder / "sổ.gsdb")
    registers.get(book, "models", model)
    start = time.perf_counter()
    found = attachments.listed(book, "models", model)
    pictures = attachments.thumbnails(book, [one.id for one in found])
    best = min(best, time.perf_counter() - start)
    assert len(found) == len(pictures) == count
    book.close()
print(json.dumps({"seconds": best, "peak": peak}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_list_takes_no_longer_for_large_files(benchmark: Any, tmp_path: Path) -> None:
    found = {}
    count, large = (3, 400_000) if benchmark.disabled else (COUNT, LARGE)

    def measure() -> None:
        for name, size in (("small", SMALL), ("large", large)):
            folder = tmp_path / name
            folder.mkdir()
            found[name] = apart(_SCRIPT, folder, count, size, home=tmp_path)

    benchmark.pedantic(measure, rounds=1)
    ratio = found["large"]["seconds"] / found["small"]["seconds"]
    benchmark.extra_info["list_ms"] = found["large"]["seconds"] * 1000
    benchmark.extra_info["ratio"] = ratio
    benchmark.extra_info["attach_peak_mb"] = found["large"]["peak"]
    if not benchmark.disabled:
        assert ratio < TIMES
        assert found["large"]["peak"] < HELD * LARGE / 1_000_000 + 40

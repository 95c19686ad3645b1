"""A clock that is set back by a year: what is done later stays later, and nothing goes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_clock_set_back_a_year_turns_nothing_round(
    empty_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    path = shutil.copy(empty_book, tmp_path / "Sổ 2026.gsdb")
    command = [sys.executable, "-m", "tests.faults.clock_set_back", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    counted(1, len(said["check"]))
    assert said["check"] == []
    # the last deed is the one that was done last, and that one is undone and done again
    assert said["newest"] == "Sửa đảng viên «Nguyễn Văn Một»"
    assert (said["undone"], said["redone"]) == (None, "Bí thư")
    assert said["last"] == "Ghi lần gửi cấp trên"
    assert said["history"] == said["deeds"]
    assert len(said["deeds"]) == 5
    # no number of a period is given twice
    assert said["numbers"] == [1, 2, 3]
    # a backup is due whenever the book has changed; neither those of now nor those ahead go
    assert said["made"]
    assert said["latest kept"]
    assert said["ahead kept"]
    assert said["kept again"]
    assert said["members"] == 2

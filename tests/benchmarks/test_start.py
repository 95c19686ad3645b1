"""From the start of the process to the painted window, against a bare one (README, 'Speed')."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from .apart import ROOT, apart

BARE = (ROOT / "packaging" / "windows" / "bare_window.py").read_text("utf-8") + 'print("{}")\n'
OURS = """
from desktop import app as wiring
app, window = wiring.build()
window.painted.connect(app.quit)
window.show()
app.exec()
print("{}")
"""


def _seconds(script: str, home: Path) -> float:
    begun = time.perf_counter()
    apart(script, home=home)
    return time.perf_counter() - begun


def test_window_is_painted(benchmark: Any, tmp_path: Path) -> None:
    rounds = 1 if benchmark.disabled else 11
    _seconds(BARE, tmp_path), _seconds(OURS, tmp_path)  # the files are in memory from now on
    pairs = [(_seconds(BARE, tmp_path), _seconds(OURS, tmp_path)) for _ in range(rounds)]
    benchmark.extra_info["bare_s"] = statistics.median(bare for bare, _ours in pairs)
    benchmark.extra_info["ratio"] = statistics.median(ours / bare for bare, ours in pairs)
    benchmark.pedantic(_seconds, (OURS, tmp_path))

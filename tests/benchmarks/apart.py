"""Measuring in a process of its own: nothing measured before it can lend it warm caches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PEAK = """
def peak_mb():
    # of this very process; ru_maxrss would also count the one that started it
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
def now_mb():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
"""


def apart(script: str, *arguments: object, home: Path) -> dict[str, Any]:
    """Run a script with the program on its path; return the JSON of its last line."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GUONGSANG_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as an installation is
    done = subprocess.run(
        [sys.executable, "-c", PEAK + script, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.returncode, done.stderr, done.stdout[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found

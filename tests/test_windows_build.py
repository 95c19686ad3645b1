"""What of the Windows build can be checked without building it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent.parent / "packaging"
PIN = re.compile(
    r"^([a-z0-9-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", re.MULTILINE
)
WINDOWS = PACKAGING / "windows"


def pins(path: Path) -> dict[str, tuple[str, set[str]]]:
    """Name to version and hashes."""
    found = PIN.findall(path.read_text(encoding="utf-8"))
    return {
        name: (version, set(re.findall(r"[0-9a-f]{64}", text))) for name, version, text in found
    }


def test_windows_gets_the_versions_that_were_tested_here():
    run_time = pins(PACKAGING / "requirements.txt")
    windows, tools = pins(WINDOWS / "requirements.txt"), pins(WINDOWS / "requirements-build.txt")
    assert "-r requirements-build.txt" in (WINDOWS / "requirements.txt").read_text()
    assert set(windows) - set(run_time) == {"panda3d"}  # which carries the Windows Python
    assert not set(windows) & set(tools)
    for name, (version, hashes) in windows.items():
        if name in run_time:
            assert run_time[name][0] == version, name
            assert hashes <= run_time[name][1], name


def test_the_modules_loaded_by_name_are_named_in_the_spec():
    spec = (PACKAGING / "guongsang.spec").read_text(encoding="utf-8")
    pages = sorted((PACKAGING.parent / "desktop" / "ui" / "tabs").glob("[a-z]*.py"))
    for page in pages:
        assert f"desktop.ui.tabs.{page.stem}" in spec


def test_the_cpp_runtime_that_is_brought_is_what_the_checks_refuse_from_wine():
    spec = (PACKAGING / "guongsang.spec").read_text(encoding="utf-8")
    toolchain = (WINDOWS / "toolchain.py").read_text(encoding="utf-8")
    brought = re.search(r"^RUNTIME = \(\n(.+)\n", spec, re.MULTILINE)
    refused = re.search(r"^CPP_RUNTIME = \((.+)\)$", toolchain, re.MULTILINE)
    assert brought is not None
    assert refused is not None
    names = re.findall(r'"(\w+)\.dll"', brought[1].lower())
    assert names == re.findall(r'"(\w+)"', refused[1])
    assert "msvcp140" in names


def test_no_secret_is_tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PACKAGING.parent, capture_output=True, text=True, check=True
    ).stdout
    assert not re.findall(r"\S+\.(?:p12|pfx|pem|key)\b", listed)

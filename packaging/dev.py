#!/usr/bin/env python3
"""The project's own command: set up, run, test. Standard library only, Python 3.11 or later.

    python3 packaging/dev.py run [--demo] [BOOK]     open the window
    python3 packaging/dev.py test [PYTEST ARGUMENTS] every check, pytest last, on all cores
    python3 packaging/dev.py soak [PYTEST ARGUMENTS] the tests that take many minutes
    python3 packaging/dev.py setup                   only make .venv
    python3 packaging/dev.py i18n                    bring the catalogues up to date
    python3 packaging/dev.py windows                 build and try the Windows installer

Each command makes or mends `.venv` first; a second time that takes no time.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "packaging" / "requirements-dev.txt"
STAMP = VENV / "guongsang-stamp"
WINDOWS = sys.platform == "win32"
MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own in it)
ROOM = 4 << 30  # bytes; a run leaves over one of the four until its end

# shared library -> package of Debian and Ubuntu that holds it
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libglib-2.0.so.0": "libglib2.0-0",
}


def fail(sentence: str) -> None:
    """End with one line on what is wrong and what to do."""
    sys.exit(f"dev.py: {sentence}")


def is_root() -> bool:
    """Tell whether this user may install system packages."""
    return not WINDOWS and os.geteuid() == 0


def missing_packages() -> list[str]:
    """Return the system packages that Qt needs here and that are not there."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def install_system_packages() -> None:
    """Install what Qt needs when we may; else say which packages are missing."""
    missing = missing_packages()
    if not missing:
        return
    words = " ".join(missing)
    if not is_root() or shutil.which("apt-get") is None:
        fail(
            f"Qt needs system packages; install them, then try again: sudo apt-get install {words}"
        )
    print(f"Installing system packages: {words}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run(
            [*apt, *step], env=environment, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            fail(f"apt-get {step[0]} failed; install by hand: apt-get install {words}")


def venv_program(name: str) -> Path:
    """Return the path of a program inside .venv."""
    return VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name


def stamp() -> str:
    """Return what the environment depends on, as one hash."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(str(ROOT).encode())
    for path in (REQUIREMENTS, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup() -> None:
    """Make .venv with the pinned and hashed requirements and the project itself."""
    install_system_packages()
    if STAMP.exists() and STAMP.read_text() == stamp() and venv_program("python").exists():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    print("Making .venv (once)…", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.DEVNULL, check=False
    )
    if made.returncode:
        fail(
            "this Python can't make environments; on Debian or Ubuntu: apt-get install python3-venv"
        )
    pip = [str(venv_program("python")), "-m", "pip", "-qq", "--disable-pip-version-check"]
    for step in (
        ["install", "--require-hashes", "--only-binary=:all:", "-r", str(REQUIREMENTS)],
        ["install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        # the build of our own package warns of what is as it should be
        quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
        if subprocess.run([*pip, *step], cwd=ROOT, env=quiet, check=False).returncode:
            fail("the requirements could not be installed; see pip's words above")
    STAMP.write_text(stamp())


def has_display() -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(arguments: list[str]) -> int:
    """Open the window; with no display do the demo's job without one."""
    setup()
    python = str(venv_program("python"))
    if has_display():
        return subprocess.run(
            [python, "-m", "desktop", *arguments], cwd=ROOT, check=False
        ).returncode
    print("No display here: doing the same job without a window.", flush=True)
    folder = ROOT / "build" / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book, paper, file = (folder / f"demo{ending}" for ending in (".gsdb", ".pdf", ".gsnop"))
    steps = (
        ["demo", "--book", book],
        ["report", "commendation-proposal", "--book", book, "--output", paper],
        ["submit", "--book", book, "--from", "2020-01-01", "--to", "2030-12-31", "--output", file],
        ["check", file],
    )
    for step in steps:
        command = [python, "-m", "desktop", *map(str, step)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    print(f"Book:       {book}\nPDF list:   {paper}\nSubmission: {file}")
    return 0


def tests_environment() -> dict[str, str]:
    """Return what the checks run in: no screen, and folders of tests in memory where it has room.

    Books are synced to the disk with every entry; in memory nothing waits for that.
    """
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if sys.platform.startswith("linux"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        if MEMORY.is_dir():
            told = os.statvfs(MEMORY)
            if told.f_bavail * told.f_frsize >= ROOM and not told.f_flag & os.ST_NOEXEC:
                environment.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    return environment


def soak(arguments: list[str]) -> int:
    """Run the tests that are too long for every day; each says how much it tried, a line all."""
    setup()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "soak.xml"
        command = [str(venv_program("python")), "-m", "pytest", "-m", "soak"]
        command += [f"--junitxml={told}", "-o", "junit_family=xunit1"]  # what a test counted
        code = subprocess.run(
            [*command, *arguments], cwd=ROOT, env=tests_environment(), check=False
        ).returncode
        tree = ElementTree.parse(told) if told.exists() else None  # noqa: S314 - our own file
    tests = [] if tree is None else tree.findall(".//testcase")
    counts = {
        word: sum(
            int(one.get("value", "0"))
            for test in tests
            for one in test.findall(f"./properties/property[@name='{word}']")
        )
        for word in ("faults", "losses")
    }
    ended = "" if code == 0 else "; NOT every test went through, see above"
    print(f"soak: faults tried: {counts['faults']}, losses: {counts['losses']}{ended}", flush=True)
    return code


def test(arguments: list[str]) -> int:
    """Run every check, pytest last so that its summary closes the run."""
    setup()
    environment = tests_environment()
    python = str(venv_program("python"))
    checks = {
        "format": [str(venv_program("ruff")), "format", "--check", "."],
        "lint": [str(venv_program("ruff")), "check", "."],
        "types": [python, "-m", "mypy"],
        "imports": [str(venv_program("lint-imports"))],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            failed.append(name)
    verdict = f"FAILED before the tests: {', '.join(failed)}" if failed else "all passed so far"
    print(f"== checks: {verdict}\n== tests", flush=True)
    # on all cores, each test file's tests shared out; a debugger or one test wants `-n 0`
    shared = ["-n", "auto", "--maxprocesses=4", "-o", "tmp_path_retention_policy=failed"]
    tests = [python, "-m", "pytest", *shared, *arguments]
    code = subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode
    return code or bool(failed)


def i18n() -> int:
    """Gather the strings of the interface, bring the Vietnamese catalogue up to date, compile."""
    setup()
    script = ROOT / "packaging" / "catalogue.py"
    python = str(venv_program("python"))
    return subprocess.run([python, str(script)], cwd=ROOT, check=False).returncode


def windows(arguments: list[str]) -> int:
    """Build the Windows program and its installer, and try them."""
    setup()
    command = [venv_program("python"), ROOT / "packaging" / "windows", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main() -> int:
    """Do what the command line asks."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older Python gets a sentence)
        fail("Python 3.11 or later is needed")
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, run and test Gương Sáng.")
    parser.add_argument("command", choices=("run", "test", "soak", "setup", "i18n", "windows"))
    asked, rest = parser.parse_known_args()
    if asked.command == "run":
        return run(rest)
    if asked.command == "test":
        return test(rest)
    if asked.command == "soak":
        return soak(rest)
    if asked.command == "i18n":
        return i18n()
    if asked.command == "windows":
        return windows(rest)
    setup()
    return 0


if __name__ == "__main__":
    sys.exit(main())

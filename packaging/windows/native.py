"""Building the installer on Windows itself, by the same spec and script, and trying it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import freezing
import signing
from toolchain import HERE, ROOT, Failed, run

_REQUIREMENTS = (ROOT / "packaging" / "requirements.txt", HERE / "requirements-build.txt")


def main() -> int:
    """Build, install into a folder of its own, self-test there, uninstall; 1 when that fails."""
    work, target = ROOT / "build" / "frozen", ROOT / "build" / "windows"
    version = freezing.program_version()
    try:
        folder = freezing.freeze(freezing.Here(_python(ROOT / "build" / "venv")), work, version)
        installer = freezing.pack(folder, version, target, _makensis())
        _try(installer, folder)
    except (Failed, subprocess.CalledProcessError) as error:
        print(f"FAILED {error}")
        return 1
    print(signing.told())
    print(f"Installer: {installer} ({installer.stat().st_size} bytes)")
    print(f"SHA-256:   {freezing.write_digest(installer)}")
    print(f"Payload:   {freezing.payload_digest(folder)} ({freezing.size(folder)} bytes)")
    return 0


def _python(folder: Path) -> Path:
    """Return a Python with what runs and what freezes, and nothing else."""
    run([sys.executable, "-m", "venv", "--clear", folder])
    python = folder / "Scripts" / "python.exe"
    asked = [word for file in _REQUIREMENTS for word in ("-r", file)]
    run([python, "-m", "pip", "-q", "install", "--require-hashes", "--only-binary=:all:", *asked])
    return python


def _makensis() -> str:
    """Return the path of NSIS' compiler."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.exists() else "")
    if not found:
        raise Failed("NSIS is missing: install it, or put makensis on the path")
    return found


def _try(installer: Path, folder: Path) -> None:
    """Install silently, self-test what was installed, uninstall."""
    place = Path(tempfile.mkdtemp()) / "Gương Sáng"
    # /D= is the last word and takes no quotes; subprocess would put some
    subprocess.run(f'"{installer}" /S /D={place}', check=True, timeout=300)
    wanted = set(freezing.bundled_names(folder)) | {"uninstall.exe"}
    if set(freezing.bundled_names(place)) != wanted:
        raise Failed("the installer left other files than the payload's")
    print(run([place / "guongsang-cli.exe", "self-test"]))
    run([place / "uninstall.exe", "/S"])
    deadline = time.monotonic() + 120
    while place.exists() and time.monotonic() < deadline:
        time.sleep(0.5)
    if place.exists():
        raise Failed(f"left after uninstalling: {freezing.bundled_names(place)}")

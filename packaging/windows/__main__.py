"""Build the Windows program and its installer under Wine, and try them: `dev.py windows`."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import freezing
import toolchain
from check import Checker

OLDER = "0.0.9"


def main() -> int:
    """Build, check, and say where the installer is; 1 when a check failed."""
    why = toolchain.why_not()
    if why:
        print(f"The Windows program isn't built here: {why}")
        return 0 if "--if-possible" in sys.argv else 1
    begun = time.monotonic()
    work = toolchain.cache() / "work"
    target = toolchain.ROOT / "build" / "windows"
    prefix = toolchain.Prefix.make(toolchain.cache() / "prefix-build")
    version = freezing.program_version()
    folder = freezing.freeze(prefix, work / "frozen", version)
    digest = freezing.payload_digest(folder)
    installer = freezing.pack(folder, version, target)
    print(freezing.sign(installer))
    built = freezing.Built(version, folder, installer)
    older = _older(folder, work / "older")
    table = Checker(built, older, Path(sys.executable), work).run()
    _report(built, digest, target, work)
    print(f"{time.monotonic() - begun:.0f} s; {'all passed' if table.passed else 'FAILED'}")
    return 0 if table.passed else 1


def _older(folder: Path, work: Path) -> freezing.Built:
    """Return a lower version of the same program with one file more, to be upgraded."""
    shutil.rmtree(work, ignore_errors=True)
    copy = work / "GuongSang"
    shutil.copytree(folder, copy)
    (copy / "_internal" / "stale.txt").write_text("from an earlier version\n")
    return freezing.Built(OLDER, copy, freezing.pack(copy, OLDER, work))


def _report(built: freezing.Built, digest: str, target: Path, work: Path) -> None:
    for name in ("window.png", "double-click.png"):
        if (work / name).exists():
            shutil.copyfile(work / name, target / name)
    whole = hashlib.sha256(built.installer.read_bytes()).hexdigest()
    built.installer.with_suffix(".exe.sha256").write_text(f"{whole}  {built.installer.name}\n")
    print(f"Installer: {built.installer} ({built.installer.stat().st_size} bytes)")
    print(f"SHA-256:   {whole}")
    print(f"Payload:   {digest}")


if __name__ == "__main__":
    sys.exit(main())

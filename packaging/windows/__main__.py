"""Build the Windows program and its installer, and try them: `dev.py windows`.

Under Wine on Linux, which checks every change; on Windows itself natively (native.py).
"""

from __future__ import annotations

import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import freezing
import signing
import toolchain
from check import Checker

OLDER = "0.0.9"


def main() -> int:
    """Build, check, and say where the installer is; 1 when a check failed."""
    if sys.platform == "win32":
        import native  # noqa: PLC0415 (only there)

        return native.main()
    toolchain.install_programs()
    why = toolchain.why_not()
    if why:
        print(f"The Windows program isn't built here: {why}")
        return 0 if "--if-possible" in sys.argv else 1
    begun = time.monotonic()
    work = toolchain.cache() / "work"
    target = toolchain.ROOT / "build" / "windows"
    version = freezing.program_version()
    toolchain.windows_python()
    print(f"Windows Python ({time.monotonic() - begun:.0f} s)", flush=True)
    with ThreadPoolExecutor(2) as both:
        first, second = (
            both.submit(_frozen, work, name, version) for name in ("frozen", "frozen-again")
        )
        folder, again = first.result(), second.result()
    digest = freezing.payload_digest(folder)
    print(f"frozen twice ({time.monotonic() - begun:.0f} s)", flush=True)
    with ThreadPoolExecutor(2) as both:
        packed = both.submit(freezing.pack, folder, version, target)
        older = both.submit(_older, folder, work / "older").result()
        installer = packed.result()
    print(f"packed ({time.monotonic() - begun:.0f} s); {signing.told()}", flush=True)
    built = freezing.Built(version, folder, installer)
    table = Checker(built, older, again, Path(sys.executable), work).run()
    _report(built, digest, target, work)
    for name, done, _remark in table.rows:
        print(f"  {'passed' if done else 'FAILED'}  {name}")
    print(f"{time.monotonic() - begun:.0f} s; {'all passed' if table.passed else 'FAILED'}")
    return 0 if table.passed else 1


def _frozen(work: Path, name: str, version: str) -> Path:
    """Return the program's folder, frozen in a prefix of its own."""
    prefix = toolchain.Prefix.make(work / f"prefix-{name}")
    folder = freezing.freeze(freezing.UnderWine(prefix), work / name, version)
    shutil.rmtree(prefix.path)
    return folder


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
    print("left out of the program:")
    print((built.folder.parents[1] / "work" / "guongsang" / "cuts.txt").read_text(encoding="utf-8"))
    print(f"Installer: {built.installer} ({built.installer.stat().st_size} bytes)")
    print(f"SHA-256:   {freezing.write_digest(built.installer)}")
    print(f"Payload:   {digest}")


if __name__ == "__main__":
    sys.exit(main())

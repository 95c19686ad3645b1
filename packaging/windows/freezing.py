"""Freezing the program and packing its installer, always the same from the same inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import signing
from toolchain import ROOT, Failed, Prefix, run, windows_python

EPOCH = "1767225600"  # 2026-01-01, the time that every packed file bears
SPEC = ROOT / "packaging" / "guongsang.spec"
SCRIPT = ROOT / "packaging" / "installer.nsi"
_INPUTS = (
    "LICENSE", "desktop", "resources", "packaging/guongsang.spec", "packaging/licenses",
    "packaging/windows",
)  # fmt: skip
VERSION_FILE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('042A04B0', [
      StringStruct('CompanyName', 'Gương Sáng'),
      StringStruct('FileDescription', 'Gương Sáng'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'GuongSang'),
      StringStruct('LegalCopyright', 'MIT'),
      StringStruct('OriginalFilename', 'GuongSang.exe'),
      StringStruct('ProductName', 'Gương Sáng'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [1066, 1200])])
  ])
"""


@dataclass(frozen=True)
class Built:
    """What was built: the program's folder, the installer, the version."""

    version: str
    folder: Path
    installer: Path


def program_version() -> str:
    """Return the version that the package declares."""
    text = (ROOT / "desktop" / "__init__.py").read_text(encoding="utf-8")
    return text.partition('__version__ = "')[2].partition('"')[0]


def write_version_file(version: str, target: Path) -> Path:
    """Write the version resource of both exes."""
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    target.write_text(VERSION_FILE.format(version=version, numbers=numbers), encoding="utf-8")
    return target


class Builder(Protocol):
    """A Windows Python with PyInstaller: under Wine, or of this very machine."""

    def name(self, path: Path) -> str:
        """Return a path as that Python sees it."""

    def python(self, arguments: list[str], folder: Path, **environment: str) -> str:
        """Run it in a folder and return what it printed; `Failed` when it fails."""


@dataclass(frozen=True)
class UnderWine:
    """The Windows Python of the toolchain, in a prefix of its own."""

    prefix: Prefix

    def name(self, path: Path) -> str:
        """Return a path as Windows programs in the prefix see it."""
        return self.prefix.windows(path)

    def python(self, arguments: list[str], folder: Path, **environment: str) -> str:
        """Run it under Wine."""
        command = [windows_python() / "python.exe", *arguments]
        return self.prefix.wine(command, seconds=900, cwd=folder, **environment)[1]


@dataclass(frozen=True)
class Here:
    """A Python of this machine, which is Windows itself."""

    program: Path

    def name(self, path: Path) -> str:
        """Return the path as it is."""
        return str(path)

    def python(self, arguments: list[str], folder: Path, **environment: str) -> str:
        """Run it."""
        return run([self.program, *arguments], cwd=folder, **environment)


def freeze(builder: Builder, work: Path, version: str) -> Path:
    """Freeze a clean copy of the sources; return the program's folder."""
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    _copy_sources(source, version)
    version_file = write_version_file(version, work / "version.txt")
    arguments = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
                 "--distpath", builder.name(work / "dist"),
                 "--workpath", builder.name(work / "work"),
                 builder.name(source / "packaging" / "guongsang.spec")]  # fmt: skip
    log = builder.python(
        arguments,
        source,
        GUONGSANG_VERSION_FILE=builder.name(version_file),
        # bytecode without columns: they mark places in source text, which a frozen program lacks
        PYTHONNODEBUGRANGES="1",
        PYINSTALLER_ZLIB_COMPRESSION_LEVEL="9",
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH=EPOCH,
        PYTHONUTF8="1",
    )
    folder = work / "dist" / "GuongSang"
    if not (folder / "GuongSang.exe").exists():
        raise Failed(f"PyInstaller made no program:\n{log[-4000:]}")
    for path in sorted(folder.rglob("*")):
        os.utime(path, (int(EPOCH), int(EPOCH)))
    return folder


def _copy_sources(target: Path, version: str) -> None:
    """Copy what git tracks, so that nothing that lies about gets in; `version` goes into it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *_INPUTS],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in sorted(filter(None, listed.split("\0"))):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    init = target / "desktop" / "__init__.py"
    text = init.read_text(encoding="utf-8").replace(program_version(), version)
    init.write_text(text, encoding="utf-8")


def payload_digest(folder: Path) -> str:
    """Return the SHA-256 over every file of the program: names and contents."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def pack(folder: Path, version: str, target: Path, makensis: str = "makensis") -> Path:
    """Pack the installer of a program's folder; sign it when a certificate is given."""
    target.mkdir(parents=True, exist_ok=True)
    installer = target / f"GuongSang-{version}-x64.exe"
    installer.unlink(missing_ok=True)
    remove = folder.parent / "remove.nsh"
    remove.write_text(removal(folder), encoding="utf-8")
    defined = {
        "VERSION": version,
        "PAYLOAD": folder,
        "REMOVE": remove,
        "OUTPUT": installer,
        "ICONS": ROOT / "resources" / "icons",
        "SIZE_KB": size(folder) // 1024,
    }
    if sys.platform == "win32":
        # the official NSIS has no 64-bit stub; the program itself is of 64 bits either way
        defined["TARGET"] = "x86-unicode"
    if signing.certificate():
        # both programs before they are packed; makensis signs the uninstaller
        for program in ("GuongSang.exe", "guongsang-cli.exe"):
            signing.sign(folder / program)
        defined["SIGN"] = f'"{sys.executable}" "{signing.__file__}"'
    options = [f"-D{name}={value}" for name, value in defined.items()]
    run([makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, SCRIPT],
        SOURCE_DATE_EPOCH=EPOCH)  # fmt: skip
    if signing.certificate():
        signing.sign(installer)
    return installer


def write_digest(installer: Path) -> str:
    """Write the installer's SHA-256 beside it, as sha256sum reads it; return the digest."""
    whole = hashlib.sha256(installer.read_bytes()).hexdigest()
    beside = installer.with_suffix(".exe.sha256")
    beside.write_text(f"{whole}  {installer.name}\n", encoding="utf-8", newline="\n")
    return whole


def removal(folder: Path) -> str:
    """Return the uninstaller's lines: each file that is installed, then the folders if empty."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(folder)).replace("/", "\\")
            lines.append(f'Delete "$INSTDIR\\{name}"')
    folders = [one for one in folder.rglob("*") if one.is_dir()]
    for path in sorted(folders, key=lambda one: (-len(one.parts), str(one))):
        name = str(path.relative_to(folder)).replace("/", "\\")
        lines.append(f'RMDir "$INSTDIR\\{name}"')
    return "\n".join(lines) + "\n"


def bundled_names(folder: Path) -> list[str]:
    """Return every file of a program's folder, relative to it."""
    return [
        one.relative_to(folder).as_posix() for one in sorted(folder.rglob("*")) if one.is_file()
    ]

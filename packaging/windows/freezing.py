"""Freezing the program and packing its installer, always the same from the same inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from toolchain import ROOT, Failed, Prefix, run, windows_python

EPOCH = "1767225600"  # 2026-01-01, the time that every packed file bears
SPEC = ROOT / "packaging" / "guongsang.spec"
SCRIPT = ROOT / "packaging" / "installer.nsi"
_INPUTS = ("desktop", "resources", "packaging/guongsang.spec", "packaging/windows")
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


def freeze(prefix: Prefix, work: Path, version: str) -> Path:
    """Freeze a clean copy of the sources under Wine; return the program's folder."""
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    _copy_sources(source, version)
    version_file = write_version_file(version, work / "version.txt")
    python = windows_python() / "python.exe"
    log = prefix.wine(
        [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
         "--distpath", prefix.windows(work / "dist"), "--workpath", prefix.windows(work / "work"),
         prefix.windows(source / "packaging" / "guongsang.spec")],
        seconds=900,
        cwd=source,
        GUONGSANG_VERSION_FILE=prefix.windows(version_file),
        PYTHONHASHSEED="1",
        SOURCE_DATE_EPOCH=EPOCH,
        PYTHONUTF8="1",
    )[1]  # fmt: skip
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
            whole.update(str(path.relative_to(folder)).encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def pack(folder: Path, version: str, target: Path) -> Path:
    """Pack the installer of a program's folder."""
    target.mkdir(parents=True, exist_ok=True)
    installer = target / f"GuongSang-{version}-x64.exe"
    installer.unlink(missing_ok=True)
    remove = folder.parent / "remove.nsh"
    remove.write_text(removal(folder), encoding="utf-8")
    run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DVERSION={version}",
         f"-DPAYLOAD={folder}", f"-DREMOVE={remove}", f"-DOUTPUT={installer}",
         f"-DICONS={ROOT / 'resources' / 'icons'}", f"-DSIZE_KB={size(folder) // 1024}", SCRIPT],
        SOURCE_DATE_EPOCH=EPOCH,
    )  # fmt: skip
    return installer


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


def sign(installer: Path) -> str:
    """Sign with the certificate that the environment names; say so when there is none."""
    certificate = os.environ.get("GUONGSANG_SIGN_PKCS12")
    if not certificate:
        return "unsigned: no certificate given (GUONGSANG_SIGN_PKCS12)"
    signed = installer.with_suffix(".signed")
    run(["osslsigncode", "sign", "-pkcs12", certificate,
         "-readpass", os.environ["GUONGSANG_SIGN_PASSWORD_FILE"], "-n", "Gương Sáng",
         "-h", "sha256", "-in", installer, "-out", signed])  # fmt: skip
    signed.replace(installer)
    return "signed"


def bundled_names(folder: Path) -> list[str]:
    """Return every file of a program's folder, relative to it."""
    return [str(one.relative_to(folder)) for one in sorted(folder.rglob("*")) if one.is_file()]

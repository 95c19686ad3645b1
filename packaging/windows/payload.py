"""What can be said of the built files without running them."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import signing
from freezing import Built, bundled_names, payload_digest, size
from toolchain import CPP_RUNTIME, OBJDUMP, STAND_INS, run

LARGEST_FOLDER, LARGEST_INSTALLER = 90_000_000, 32_000_000
STUBS = {f"{name}.dll" for name in STAND_INS}
# what NSIS itself puts into an installer, to show its pages
OF_NSIS = re.compile(r"\$PLUGINSDIR/.*|uninstall\.exe")
# DLLs of Windows 10 itself, which the program may import without bringing them
_SYSTEM = re.compile(
    r"(api-ms-win|ext-ms-win)-.*|(kernel32|user32|gdi32|advapi32|shell32|ole32|oleaut32|ws2_32|"
    r"winmm|imm32|comctl32|comdlg32|shlwapi|version|bcrypt|bcryptprimitives|crypt32|rpcrt4|ntdll|"
    r"netapi32|userenv|dwmapi|uxtheme|setupapi|wtsapi32|winspool\.drv|d3d9|d3d11|d3d12|dxgi|"
    r"dwrite|d2d1|dcomp|mpr|authz|iphlpapi|dnsapi|secur32|psapi|powrprof|shcore|propsys|hid|"
    r"ucrtbase|msvcrt|icuuc|icuin|icu|mscms|usp10|opengl32|glu32|cfgmgr32|synchronization|"
    r"runtimeobject|uiautomationcore|wintrust|msimg32|combase)(\.dll)?",
    re.IGNORECASE,
)


def sizes(built: Built) -> str:
    """Compare the sizes with their limits."""
    folder, installer = size(built.folder), built.installer.stat().st_size
    assert folder < LARGEST_FOLDER, f"{folder / 1e6:.1f} MB unpacked"
    assert installer < LARGEST_INSTALLER, f"{installer / 1e6:.1f} MB installer"
    return f"{folder / 1e6:.1f} MB unpacked, installer {installer / 1e6:.1f} MB"


def same_again(built: Built, again: Path) -> str:
    """Compare the files of a second build, made elsewhere in another prefix, byte by byte."""
    one, other = bundled_names(built.folder), bundled_names(again)
    assert one == other, sorted({*one} ^ {*other})
    different = [
        name for name in one if (built.folder / name).read_bytes() != (again / name).read_bytes()
    ]
    assert not different, different
    return payload_digest(built.folder)


def contents(built: Built) -> str:
    """List the files in the installer: the payload and nothing else, no stand-in of the check."""
    listed = run(["7z", "l", "-slt", "-ba", built.installer])
    names = {name.replace("\\", "/") for name in re.findall(r"^Path = (.+)$", listed, re.MULTILINE)}
    wanted = set(bundled_names(built.folder))
    folders = {str(one) for name in wanted for one in Path(name).parents}
    found = {name for name in names - folders if not OF_NSIS.fullmatch(name)}
    assert found == wanted, f"too many {found - wanted}, too few {wanted - found}"
    stubs = [name for name in names if Path(name).name.lower() in STUBS]
    assert not stubs, stubs
    return f"{len(wanted)} files"


def _searched(binary: Path, inside: Path) -> list[Path]:
    """Return where Windows looks for what a file of the program imports."""
    places = [binary.parent, inside]
    if binary.is_relative_to(inside) and binary.parent != inside:
        top = binary.relative_to(inside).parts[0]
        places.append(inside / f"{top}.libs")
        if top == "PySide6":  # it has both of its folders searched
            places += [inside / "PySide6", inside / "shiboken6"]
    return places


def imports(built: Built) -> str:
    """Look for DLLs that are imported but neither brought along nor a part of Windows."""
    binaries = [
        one
        for one in built.folder.rglob("*")
        if one.suffix.lower() in (".dll", ".pyd", ".exe", ".drv")
    ]
    inside = built.folder / "_internal"
    names = [one.name.lower() for one in binaries]
    copies = {name: names.count(f"{name}.dll") for name in CPP_RUNTIME}
    assert set(copies.values()) == {1}, f"copies of the C++ runtime: {copies}"
    missing = set()
    for one in binaries:
        there = {file.name.lower() for place in _searched(one, inside) for file in place.glob("*")}
        for name in re.findall(r"DLL Name: (\S+)", run([OBJDUMP, "-p", one])):
            if name.lower() not in there and not _SYSTEM.fullmatch(name):
                missing.add(f"{name} ({one.name})")
    assert not missing, sorted(missing)
    return f"{len(binaries)} binaries"


def signing_step(built: Built, work: Path) -> str:
    """Sign a copy of a program with a throwaway certificate and verify the signature."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    key, shown, bundle, password = (work / name for name in ("key", "shown", "bundle", "password"))
    password.write_text("throwaway\n", encoding="utf-8")
    copy = work / "guongsang-cli.exe"
    shutil.copyfile(built.folder / copy.name, copy)
    run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=Throwaway", "-addext", "extendedKeyUsage=codeSigning", "-keyout", key,
         "-out", shown])  # fmt: skip
    run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", shown, "-out", bundle,
         "-passout", f"file:{password}"])  # fmt: skip
    run([sys.executable, signing.__file__, copy], GUONGSANG_SIGN_PKCS12=str(bundle),
        GUONGSANG_SIGN_PASSWORD_FILE=str(password), GUONGSANG_SIGN_TIMESTAMP="")  # fmt: skip
    told = run(["osslsigncode", "verify", "-CAfile", shown, "-in", copy])
    assert "Signature verification: ok" in told, told
    shutil.rmtree(work)
    return "a throwaway certificate's signature holds"

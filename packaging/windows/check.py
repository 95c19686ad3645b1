"""Trying the Windows program under Wine as its user will: install, use, upgrade, uninstall."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from freezing import Built, bundled_names, size
from toolchain import OBJDUMP, ROOT, Failed, Prefix, run, wine64

USER = "Nguyễn Thị Ánh"
LARGEST_FOLDER, LARGEST_INSTALLER = 90_000_000, 32_000_000
STUBS = {"icuuc.dll", "mscms.dll"}
PERIOD = ("--from", "2026-01-01", "--to", "2026-12-31")
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


@dataclass
class Table:
    """What was checked, in order: name, whether it passed, a remark."""

    rows: list[tuple[str, bool, str]] = field(default_factory=list)

    def check(self, name: str, work: Callable[[], object]) -> bool:
        """Do a check; what it returns is its remark, `Failed` or a failed assertion fails it."""
        begun = time.monotonic()
        try:
            remark = work()
        except (Failed, AssertionError, OSError, subprocess.SubprocessError) as error:
            self.rows.append((name, False, str(error)[-1500:]))
        else:
            self.rows.append((name, True, str(remark or "")))
        done, said = self.rows[-1][1:]
        seconds = time.monotonic() - begun
        print(f"{'ok    ' if done else 'FAILED'} {name} ({seconds:.0f} s) {said}", flush=True)
        return done

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(done for _name, done, _remark in self.rows)


@contextmanager
def display() -> Iterator[str]:
    """A screen of 1366x768 for the time of a block; gives its name."""
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


class Checker:
    """Runs the checks of a built program in a fresh prefix below `work`."""

    def __init__(self, built: Built, older: Built, python: Path, work: Path) -> None:
        self.built, self.older, self.python, self.work = built, older, python, work
        self.table = Table()
        self.prefix = Prefix(work / "prefix", USER)
        self.picture = work / "window.png"

    def run(self) -> Table:
        """Run every check in its order."""
        check = self.table.check
        check("sizes", self.sizes)
        check("no stand-in of the check is inside", self.no_stubs)
        check("every DLL that is imported is there", self.imports)
        check("fresh prefix", self.fresh)
        check("an old Windows is refused", self.refuse)
        check("the older version is installed silently", lambda: self.install(self.older))
        check("a book is made and filled with the older version", self.make_book)
        check("upgrade in place leaves nothing stale", self.upgrade)
        check("the book is as it was", self.check_book)
        check("self-test of the installed program", self.self_test)
        check("a PDF says what the Linux one says", self.compare_papers)
        check("the real window", self.look)
        check("uninstall leaves the book and nothing else", self.uninstall)
        check("for all users: a book opens by double click, uninstall", self.for_all)
        return self.table

    # the payload

    def sizes(self) -> str:
        """Compare the sizes with their limits."""
        folder, installer = size(self.built.folder), self.built.installer.stat().st_size
        assert folder < LARGEST_FOLDER, f"{folder / 1e6:.1f} MB unpacked"
        assert installer < LARGEST_INSTALLER, f"{installer / 1e6:.1f} MB installer"
        return f"{folder / 1e6:.1f} MB unpacked, installer {installer / 1e6:.1f} MB"

    def no_stubs(self) -> str:
        """Look for the stand-ins among the program's files."""
        names = bundled_names(self.built.folder)
        found = [one for one in names if Path(one).name.lower() in STUBS]
        assert not found, found
        return f"{len(names)} files"

    def imports(self) -> str:
        """Look for DLLs that are imported but neither brought along nor a part of Windows."""
        binaries = [
            one for one in self.built.folder.rglob("*")
            if one.suffix.lower() in (".dll", ".pyd", ".exe")
        ]  # fmt: skip
        there = {one.name.lower() for one in binaries}
        missing = set()
        for one in binaries:
            for name in re.findall(r"DLL Name: (\S+)", run([OBJDUMP, "-p", one])):
                if name.lower() not in there and not _SYSTEM.fullmatch(name):
                    missing.add(f"{name} ({one.name})")
        assert not missing, sorted(missing)
        return f"{len(binaries)} binaries"

    # installing

    def fresh(self) -> str:
        """Make the prefix of a user with a Vietnamese name."""
        self.prefix = Prefix.make(self.prefix.path, USER)
        return self.prefix.home.name

    def refuse(self) -> str:
        """Install on Windows 7, which must be refused and leave nothing."""
        self.prefix.pretend("win7")
        code = self.prefix.wine([self.built.installer, "/S"], okay=False)[0]
        self.prefix.pretend("win10")
        assert code == 4, code
        assert not self.place.exists()
        return "exit code 4"

    @property
    def place(self) -> Path:
        """Where the program is installed."""
        return self.prefix.home / "AppData" / "Local" / "Programs" / "GuongSang"

    def install(self, built: Built) -> str:
        """Install silently and compare the files with the payload."""
        self.prefix.wine([built.installer, "/S"], seconds=180)
        here = {*bundled_names(self.place)} - {"uninstall.exe"}
        wanted = set(bundled_names(built.folder))
        assert here == wanted, f"too many {here - wanted}, too few {wanted - here}"
        return f"{len(here)} files in {self.place.name}"

    def cli(self, *arguments: object, okay: bool = True, seconds: int = 240) -> tuple[int, str]:
        """Run the installed console program."""
        program = self.place / "guongsang-cli.exe"
        return self.prefix.wine([program, *arguments], okay=okay, seconds=seconds)

    @property
    def book(self) -> Path:
        """The clerk's book."""
        return self.prefix.home / "Documents" / "Sổ của tôi 2026.gsdb"

    def make_book(self) -> str:
        """Make a demo book with the installed program."""
        self.book.parent.mkdir(parents=True, exist_ok=True)
        where = self.prefix.windows(self.book)
        self.cli("demo", "--book", where, "--members", "60")
        return f"{self.book.stat().st_size} bytes"

    def upgrade(self) -> str:
        """Install the present version over the older one, which had a file more."""
        stale = set(bundled_names(self.older.folder)) - set(bundled_names(self.built.folder))
        assert stale, "the older version must have a file of its own"
        said = self.install(self.built)
        version = self.cli("--version")[1].strip()
        assert self.built.version in version, version
        return f"{said}; {version}; gone: {', '.join(sorted(stale))}"

    def check_book(self) -> str:
        """Check the book with the installed program."""
        return self.cli("check", self.prefix.windows(self.book))[1].splitlines()[0]

    def self_test(self) -> str:
        """Run the self-test of the installed program."""
        told = self.cli("self-test")[1]
        assert "FAILED" not in told, told[-2000:]
        return f"{sum(line.startswith('ok') for line in told.splitlines())} parts"

    # papers

    def compare_papers(self) -> str:
        """Print the same list from the same book here and there, and compare the words."""
        here, there = self.work / "linux.pdf", self.book.with_name("danh sách.pdf")
        book = self.work / "same.gsdb"
        shutil.copyfile(self.book, book)
        form = "commendation-proposal"
        run([self.python, "-m", "desktop", "report", form, "--book", book, "--output", here],
            cwd=ROOT)  # fmt: skip
        windows = self.prefix.windows
        self.cli("report", form, "--book", windows(self.book), "--output", windows(there))
        words = [self._words(one) for one in (here, there)]
        assert words[0] == words[1], "the papers differ"
        assert "DANH SÁCH" in words[0]
        return f"{len(words[0])} letters alike"

    def _words(self, paper: Path) -> str:
        script = (
            "import sys, pypdfium2\n"
            "for page in pypdfium2.PdfDocument(sys.argv[1]):\n"
            "    print(page.get_textpage().get_text_range())\n"
        )
        return run([self.python, "-c", script, paper], PYTHONUTF8="1")

    # the window

    def look(self) -> str:
        """Open the real window with Qt's own Windows plugin and read what it shows."""
        command = [self.place / "GuongSang.exe", self.prefix.windows(self.book)]
        with display() as screen, self.running(command, screen):
            words = self._read_window(screen, self.picture)
        wanted = ("Tổng quan", "Đảng viên", "Cam kết", "Mô hình", "Khen thưởng", "Đơn vị")
        missing = [one for one in wanted if one not in words]
        assert len(missing) <= 1, f"not read: {missing} in {words[:800]!r}"
        return f"read: {len(wanted) - len(missing)} of {len(wanted)} tabs; {self.picture}"

    def for_all(self) -> str:
        """Install for the whole PC, open the book by its association, uninstall.

        Under Wine 8 only the associations of the whole PC are looked at.
        """
        self.prefix.wine([self.built.installer, "/S", "/ALLUSERS"], seconds=180)
        place = self.prefix.path / "drive_c" / "Program Files" / "GuongSang"
        assert (place / "GuongSang.exe").exists()
        picture = self.work / "double-click.png"
        with display() as screen, self.running(["start", "/wait", "/unix", self.book], screen):
            words = self._read_window(screen, picture)
        assert "Đơn vị" in words, words[:800]
        assert "Huyện" in words, words[:800]
        self.prefix.wine([place / "uninstall.exe", "/S"], seconds=120)
        deadline = time.monotonic() + 60
        while (place / "GuongSang.exe").exists() and time.monotonic() < deadline:
            time.sleep(0.5)
        self.prefix.wait()
        assert not bundled_names(place), bundled_names(place)
        return str(picture)

    @contextmanager
    def running(self, command: list[object], screen: str) -> Iterator[None]:
        """Keep a program running in the prefix for the time of a block."""
        process = subprocess.Popen(
            [str(wine64()), *map(str, command)],
            env=self.prefix.environment(screen),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            self.prefix.stop()
            process.kill()
            process.communicate()

    def _read_window(self, screen: str, picture: Path) -> str:
        """Take pictures until words can be read on one; return them."""
        environment = {**os.environ, "DISPLAY": screen}
        words = ""
        for _second in range(45):
            time.sleep(1)
            subprocess.run(["import", "-window", "root", str(picture)], env=environment,
                           check=False, timeout=30)  # fmt: skip
            large = picture.with_suffix(".large.png")
            subprocess.run(["convert", str(picture), "-resize", "300%", "-colorspace", "gray",
                            str(large)], check=False, timeout=60)  # fmt: skip
            read = subprocess.run(
                ["tesseract", str(large), "-", "-l", "vie", "--psm", "11"],
                capture_output=True, check=False, timeout=60,
            )  # fmt: skip
            words = " ".join(read.stdout.decode("utf-8", "replace").split())
            if "Đơn vị" in words and "Mở" not in words[:40] and len(words) > 200:
                break
        return words

    # leaving

    def uninstall(self) -> str:
        """Uninstall silently; the book stays, everything else goes."""
        before = self.book.read_bytes()
        own = self.place / "Sổ để nhầm chỗ.gsdb"
        own.write_bytes(before)
        self.prefix.wine([self.place / "uninstall.exe", "/S"], seconds=120)
        deadline = time.monotonic() + 60
        while (self.place / "GuongSang.exe").exists() and time.monotonic() < deadline:
            time.sleep(0.5)
        self.prefix.wait()
        assert self.book.read_bytes() == before, "the book was touched"
        left = bundled_names(self.place)
        assert left == [own.name], left
        keys = self.prefix.wine(
            ["reg", "query", r"HKCU\Software\Classes\GuongSang.Book"], okay=False
        )[0]
        assert keys != 0, "the association is still there"
        shortcuts = [*self.prefix.home.rglob("Gương Sáng.lnk")]
        assert not shortcuts, shortcuts
        return "the book stayed, and one that lay in the program's folder"

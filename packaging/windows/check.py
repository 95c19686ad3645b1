"""Trying the Windows program under Wine as its user will: install, use, upgrade, uninstall."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import payload
from freezing import Built, bundled_names
from screen import display, read_until
from toolchain import ROOT, Failed, Prefix, digest, run, wine64

USER = "Nguyễn Thị Ánh"
TABS = (
    "Tổng quan",
    "Đảng viên",
    "Cam kết",
    "Mô hình",
    "Khen thưởng",
    "Theo dõi khác",
    "Đơn vị",
    "Làm sạch dữ liệu",
    ", nhận",  # of «Gửi, nhận»: the reader takes ử for ủ
)
CLASSES = r"HKCU\Software\Classes"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
SLOWEST_START = 2.0  # times a bare window's


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


class Checker:
    """Runs the checks of a built program in a fresh prefix below `work`."""

    def __init__(self, built: Built, older: Built, again: Path, python: Path, work: Path) -> None:
        self.built, self.older, self.again = built, older, again
        self.python, self.work = python, work
        self.table = Table()
        self.prefix = Prefix(work / "prefix", USER)

    def run(self) -> Table:
        """Run every check in its order."""
        check = self.table.check
        check("sizes", lambda: payload.sizes(self.built))
        check("a second build has the same payload", self.same_again)
        check("the installer holds the payload alone", lambda: payload.contents(self.built))
        check("every DLL that is imported is there", lambda: payload.imports(self.built))
        check("the signing step", lambda: payload.signing_step(self.built, self.work / "signing"))
        check("fresh prefix", self.fresh)
        check("an old Windows is refused", self.refuse)
        check("the older version is installed silently", lambda: self.install(self.older))
        check("a book is made and filled with the older version", self.make_book)
        check("upgrade in place leaves nothing stale", self.upgrade)
        check("the book is as it was", self.check_book)
        check("self-test of the installed program", self.self_test)
        check("a PDF says what the Linux one says", self.compare_papers)
        check("files of ours open by their registered commands", self.commands)
        check("the real window; an upgrade sees it running", self.look)
        check("the start against a bare window's", self.measure_start)
        check("uninstall leaves the book and nothing else", self.uninstall)
        check("for everybody, in a folder of choice", self.for_all)
        check("a book opens by double click", self.double_click)
        check("uninstall for everybody", self.uninstall_for_all)
        return self.table

    def same_again(self) -> str:
        """Compare with the second build."""
        return payload.same_again(self.built, self.again)

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

    def commands(self) -> str:
        """Read what double clicks run, from the registry, and that each icon is there."""
        found = {}
        for suffix in (".gsdb", ".gsnop"):
            kind = self._value(rf"{CLASSES}\{suffix}")
            found[suffix] = self._value(rf"{CLASSES}\{kind}\shell\open\command")
            exe = self.prefix.windows(self.place / "GuongSang.exe")
            assert found[suffix] == f'"{exe}" "%1"', found
            icon = self._value(rf"{CLASSES}\{kind}\DefaultIcon")
            assert icon.startswith(f"{exe},"), icon
        return found[".gsdb"]

    def _value(self, key: str) -> str:
        """Return the default value of a key of the registry."""
        # `reg query` prints in a code page that lacks Vietnamese letters; the file is UTF-16
        file = self.work / "key.reg"
        self.prefix.wine(["reg", "export", key, self.prefix.windows(file), "/y"])
        line = next(
            one for one in file.read_text(encoding="utf-16").splitlines() if one.startswith('@="')
        )
        return line[3:-1].replace('\\"', '"').replace("\\\\", "\\")

    def look(self) -> str:
        """Open the real window with Qt's own Windows plugin, read it, try to install under it."""
        picture = self.work / "window.png"
        command = [self.place / "GuongSang.exe", self.prefix.windows(self.book)]
        with display() as screen, self.running(command, screen):
            wanted = (*TABS, "Việc cần làm", "Huyện")  # the book's own words come last
            read_until(screen, picture, lambda text: all(one in text for one in wanted))
            code = self._code(self.built.installer, "/S")
            assert code == 3, f"the installer ended with {code} over a running program"
            # it goes on as a copy of itself, whose code nobody sees: see what it left
            self._code(self.place / "uninstall.exe", "/S")
            time.sleep(5)
        here = {*bundled_names(self.place)} - {"uninstall.exe"}
        assert here == set(bundled_names(self.built.folder)), "files went under a running program"
        return f"read: {', '.join(TABS)}; {picture.name}; refused with 3"

    def _code(self, *command: object) -> int:
        """Run something beside a running program, without waiting for that; its exit code."""
        return subprocess.run(
            [str(wine64()), *map(str, command)],
            env=self.prefix.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        ).returncode

    def measure_start(self) -> str:
        """Time the program and a bare frozen window until each was painted, by turns."""
        bare = self.place / "bare.exe"
        shutil.copyfile(self.built.folder.parents[1] / "work" / "guongsang" / "bare.exe", bare)
        ours = [self.place / "GuongSang.exe", "--close-when-painted"]

        def seconds(*command: object) -> float:
            begun = time.perf_counter()
            code = self._code(*command)
            assert code == 0, f"{command[0]} ended with {code}"
            return time.perf_counter() - begun

        with self.running(["cmd", "/c", "pause"], ""):  # Wine itself stays awake
            seconds(bare), seconds(*ours)
            for _series in range(3):  # a busy machine may spoil one
                pairs = [(seconds(bare), seconds(*ours)) for _round in range(9)]
                ratio = statistics.median(mine / other for other, mine in pairs)
                if ratio <= SLOWEST_START:
                    break
        bare.unlink()
        told = f"{ratio:.2f} times; bare {statistics.median(one for one, _ in pairs):.2f} s"
        assert ratio <= SLOWEST_START, told
        return told

    # for everybody

    @property
    def place_of_all(self) -> Path:
        """Where the program is installed for everybody: a folder with a name to trip over."""
        return self.prefix.path / "drive_c" / "Chương trình" / "Gương Sáng"

    def for_all(self) -> str:
        """Install for the whole PC, in a folder that /D= names."""
        where = self.prefix.windows(self.place_of_all)
        installer = self.prefix.windows(self.built.installer)
        self.prefix.line(f'"{installer}" /S /ALLUSERS /D={where}', seconds=180)
        here = {*bundled_names(self.place_of_all)} - {"uninstall.exe"}
        assert here == set(bundled_names(self.built.folder))
        shortcuts = [*(self.prefix.path / "drive_c" / "ProgramData").rglob("Gương Sáng.lnk")]
        assert shortcuts, "no entry in the Start menu"
        return where

    def double_click(self) -> str:
        """Open the book by its association, as Explorer does.

        Wine 8 looks only at the associations of the whole PC, so it is done in this state.
        """
        picture = self.work / "double-click.png"
        command = ["start", "/wait", "/unix", self.book]
        wanted = ("Đơn vị", "Việc cần làm", "Huyện")
        with display() as screen, self.running(command, screen):
            read_until(screen, picture, lambda text: all(one in text for one in wanted))
        return picture.name

    def uninstall_for_all(self) -> str:
        """Uninstall silently; nothing of the program is left."""
        self._uninstall(self.place_of_all)
        assert not self.place_of_all.exists(), bundled_names(self.place_of_all)
        return "nothing left"

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

    # leaving

    def _uninstall(self, place: Path) -> None:
        """Run an uninstaller, which goes on after it returned."""
        self.prefix.wine([place / "uninstall.exe", "/S"], seconds=120)
        deadline = time.monotonic() + 60
        while (place / "uninstall.exe").exists() and time.monotonic() < deadline:
            time.sleep(0.5)
        self.prefix.wait()

    def uninstall(self) -> str:
        """Uninstall silently; books and backups stay, everything else goes."""
        own = self.place / "Sổ để nhầm chỗ.gsdb"
        shutil.copyfile(self.book, own)
        before = self._documents()
        self._uninstall(self.place)
        assert self._documents() == before, "what the clerk has was touched"
        left = bundled_names(self.place)
        assert left == [own.name], left
        for key in ("GuongSang.Book", "GuongSang.Submission", ".gsdb", ".gsnop"):
            code = self.prefix.wine(["reg", "query", rf"{CLASSES}\{key}"], okay=False)[0]
            assert code != 0, f"{key} is still there"
        listed = self.prefix.wine(["reg", "query", UNINSTALL, "/s"], okay=False)[1]
        assert "GuongSang" not in listed, listed
        shortcuts = [*self.prefix.path.rglob("Gương Sáng.lnk")]
        assert not shortcuts, shortcuts
        own.unlink()
        own.parent.rmdir()
        return f"{len(before)} files of the clerk stayed, and a book in the program's folder"

    def _documents(self) -> dict[str, str]:
        """Return each file of the clerk's with the hash of its content."""
        return {
            str(one.relative_to(self.prefix.home)): digest(one.read_bytes())
            for one in sorted(self.prefix.home.rglob("*"))
            if one.is_file()
            and not one.is_relative_to(self.place)
            and one.suffix.lower() not in (".lnk", ".log")
            and "Temp" not in one.parts
        }

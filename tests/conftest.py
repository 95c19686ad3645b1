"""Fixtures that every test may use: a home of its own, a real book, PDFs read back."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, settings

from desktop import cli
from desktop.services import books
from desktop.services.books import Book, OfficeSetup

from . import promises

# A slow disk or a busy machine fails no property: speed is measured in tests/benchmarks.
settings.register_profile("plain", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plain")

COUNTED = ("faults", "losses")

SETUP = OfficeSetup(
    name="Ban Tuyên giáo Huyện ủy Cầu Ngang",
    level="district",
    place="Cầu Ngang",
    parent="Huyện ủy Cầu Ngang",
    code_suffix="BTG",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and backups of this test alone."""
    folder = tmp_path / "nhà của tôi"
    folder.mkdir()
    monkeypatch.setenv("GUONGSANG_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book with the default lists, made once: to be copied, never opened."""
    path = tmp_path_factory.mktemp("mẫu") / "mẫu.gsdb"
    books.create_book(path, SETUP).close()
    return path


@pytest.fixture
def book(empty_book: Path, tmp_path: Path) -> Iterator[Book]:
    """An empty book of this test alone."""
    made = books.open_book(Path(shutil.copy(empty_book, tmp_path / "Sổ 2026.gsdb")))
    yield made
    made.close()


@dataclass(frozen=True)
class Letter:
    """A letter on a page: its ink in points from the page's bottom left, its font and size."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    base: float  # the height of the line it stands on
    font: str
    size: float


@dataclass(frozen=True)
class PdfLine:
    """Letters on one height, from left to right."""

    letters: tuple[Letter, ...]

    @cached_property
    def text(self) -> str:
        """What the line says, a space where letters stand apart."""
        found = ""
        for before, one in zip((None, *self.letters), self.letters, strict=False):
            apart = before is not None and one.left - before.right > 0.15 * one.size
            found += f"{' ' if apart else ''}{one.text}"
        return found

    @property
    def font(self) -> str:
        """The font of its first letter, without the subset's prefix."""
        return self.letters[0].font

    @property
    def size(self) -> float:
        """The size of its first letter."""
        return round(self.letters[0].size, 1)

    @property
    def left(self) -> float:
        """The left edge of its ink."""
        return self.letters[0].left

    @property
    def right(self) -> float:
        """The right edge of its ink."""
        return max(one.right for one in self.letters)

    @property
    def bottom(self) -> float:
        """The lower edge of its ink."""
        return min(one.bottom for one in self.letters)

    @property
    def top(self) -> float:
        """The upper edge of its ink."""
        return max(one.top for one in self.letters)

    @property
    def middle(self) -> float:
        """The middle of its ink from side to side."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class PdfPage:
    """A page read back: its text as copied, its letters, its straight rules."""

    width: float
    height: float
    text: str
    letters: tuple[Letter, ...]
    rules: tuple[tuple[float, float, float, float], ...]  # x1, y1, x2, y2 of each stroke

    def within(self, left: float, right: float) -> tuple[PdfLine, ...]:
        """The lines between two edges, from the top of the page down."""
        rows: dict[float, list[Letter]] = {}
        for one in self.letters:
            if left <= (one.left + one.right) / 2 <= right:
                base = next((base for base in rows if abs(base - one.base) < 1), one.base)
                rows.setdefault(base, []).append(one)
        return tuple(
            PdfLine(tuple(sorted(rows[base], key=lambda one: one.left)))
            for base in sorted(rows, reverse=True)
        )

    @cached_property
    def lines(self) -> tuple[PdfLine, ...]:
        """All lines, from the top of the page down."""
        return self.within(0, self.width)

    def line(self, words: str) -> PdfLine:
        """The first line that holds `words`."""
        return next(one for one in self.lines if words in one.text)

    @cached_property
    def columns(self) -> tuple[float, ...]:
        """The x of every vertical rule."""
        return tuple(sorted({round(r[0], 1) for r in self.rules if abs(r[0] - r[2]) < 0.01}))


def _letters(text: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    name = ctypes.create_string_buffer(256)
    for place in range(text.count_chars()):
        # PDFium marks a hyphen that ends a line
        hyphen = pdfium.FPDFText_IsHyphen(text, place) == 1
        letter = "-" if hyphen else chr(pdfium.FPDFText_GetUnicode(text, place))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(text, place):
            continue
        left, bottom, right, top = text.get_charbox(place)
        flags = ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text, place, name, 256, flags)
        font = name.value.decode().split("+")[-1]
        size = pdfium.FPDFText_GetFontSize(text, place)
        x, base = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, place, x, base)
        yield Letter(letter, left, right, bottom, top, base.value, font, size)


def _rules(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        at = (0.0, 0.0)
        x, y = ctypes.c_float(), ctypes.c_float()
        for place in range(pdfium.FPDFPath_CountSegments(one)):
            segment = pdfium.FPDFPath_GetPathSegment(one, place)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            to = (x.value, y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
                yield (*at, *to)
            at = to


def _read_pdf(path: Path) -> list[PdfPage]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        found = []
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                words = text.get_text_range().replace("\r\n", "\n")
                letters, rules = tuple(_letters(text)), tuple(_rules(page))
                found.append(PdfPage(*page.get_size(), words, letters, rules))
        return found


@pytest.fixture(scope="session")
def read_pdf() -> Callable[[Path], list[PdfPage]]:
    """Reads a PDF back, page by page."""
    return _read_pdf


@contextmanager
def _unprivileged() -> Iterator[None]:
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def without_rights() -> Callable[[], object]:
    """A context in which the tests' process may not write everywhere, even when it is root."""
    return _unprivileged


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach; a test may take the right to write away."""
    folder = Path(tempfile.mkdtemp(prefix="gs-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[int, int], None]:
    """Write down how many faults a test tried and what was lost: the run's end tells the sums."""

    def count(faults: int, losses: int) -> None:
        for name, value in zip(COUNTED, (faults, losses), strict=True):
            record_property(name, value)

    return count


def _counts(report: pytest.TestReport) -> dict[str, int]:
    """What a test counted: a property's examples count one by one."""
    found = [(name, int(str(value))) for name, value in report.user_properties if name in COUNTED]
    return {name: sum(value for known, value in found if known == name) for name, _value in found}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell of each promise how many faults the run tried and how many losses there were."""
    ran = [
        (report.nodeid, outcome == "passed", _counts(report))
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if getattr(report, "when", "") == "call"
    ]
    for line in promises.told(ran):
        terminalreporter.write_line(line)


Ran = tuple[int, str, str]
"""What a command line gave: its exit code, what it printed, what it complained of."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return the command line as a function of its arguments."""

    def ran(*arguments: object) -> Ran:
        code = cli.main([str(one) for one in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return ran

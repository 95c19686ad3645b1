"""What leaves an encrypted book for a while is gone after the end, or after the next start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from desktop.platform.paths import opened_dir

ROOT = Path(__file__).resolve().parents[3]
WORDS = ("Nguyễn Thị Anh", "Trần Văn Đạt", "Cầu Ngang")

_RUN = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from desktop import app
from desktop.platform.opened import COPIES
from desktop.services import protection

path, how = Path(sys.argv[1]), sys.argv[2]
protection.unlock(path, sys.argv[3])
QDesktopServices.openUrl = staticmethod(lambda url: True)
run, window = app.build(path)
window.show()
steps = []

def later(then):
    def look():
        if window.jobs.pending:
            QTimer.singleShot(20, look)
        else:
            then()
    QTimer.singleShot(50, look)

def begin():
    if window.jobs.book is None:
        return later(begin)
    window.tabs.show_tab("members")
    later(copy)

def copy():
    page = window.tabs.page("members").main_page()
    page.view.selectAll()
    QApplication.clipboard().setText("Nguyễn Thị Anh")
    window.papers.print_pdf("members")
    later(paper)

def paper():
    preview = window.papers.preview
    assert preview is not None
    preview.open_outside()
    COPIES.put("ghi chú.txt", "Trần Văn Đạt".encode())
    target = Path(os.environ["GUONGSANG_HOME"]) / "documents" / "a.xlsx"
    assert any(one.is_file() for one in COPIES._folder.rglob("*"))
    if how == "kill":
        os._exit(9)
    preview.close()
    window.close()

window.painted.connect(lambda: later(begin))
code = run.exec()
assert QApplication.clipboard().text() == "", "what was copied is still in the clipboard"
sys.exit(code)
"""


def in_some_form(word: str) -> list[bytes]:
    """A word as it may stand in a file."""
    return [word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be")]


def unpacked(data: bytes) -> bytes:
    """A file's bytes, and what its zlib streams hold."""
    found = [data]
    for begin in re.finditer(rb"stream\r?\n", data):
        try:
            found.append(zlib.decompressobj().decompress(data[begin.end() :]))
        except zlib.error:
            continue
    return b"\n".join(found)


def readable(*folders: Path) -> list[str]:
    """The files below the folders in which a word of the book can be read, and every PDF."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                data = unpacked(path.read_bytes())
                said = any(form in data for word in WORDS for form in in_some_form(word))
                if said or data.startswith(b"%PDF"):
                    found.append(str(path.relative_to(folder)))
    return found


def run(home: Path, temporary: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "GUONGSANG_HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture
def places(home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The user's folders and the system's folder of temporary files."""
    temporary = tmp_path / "tạm"
    temporary.mkdir()
    return home, temporary


def test_nothing_readable_is_left_after_the_end(places, secret_file, passphrase):
    home, temporary = places
    done = run(home, temporary, str(secret_file), "end", passphrase)
    assert done.returncode == 0, done.stderr
    assert readable(home, temporary, secret_file.parent) == []
    assert not opened_dir().exists()


def test_what_a_killed_run_left_is_gone_after_the_next_start(places, secret_file, passphrase):
    home, temporary = places
    killed = run(home, temporary, str(secret_file), "kill", passphrase)
    assert killed.returncode == 9, killed.stderr
    left = readable(home, temporary)
    assert any(one.endswith(".pdf") for one in left)  # the scan finds what is there
    assert any(one.endswith("ghi chú.txt") for one in left)
    done = run(home, temporary, str(secret_file), "end", passphrase)
    assert done.returncode == 0, done.stderr
    assert readable(home, temporary, secret_file.parent) == []

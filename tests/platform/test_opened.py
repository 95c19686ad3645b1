"""Read-only copies for other programs: there while needed, gone afterwards."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentProblem
from desktop.platform.opened import OpenedCopies
from desktop.platform.paths import opened_dir
from desktop.platform.single_instance import BookLock


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "nhà"))
    return tmp_path / "nhà"


def test_a_copy_keeps_its_name_and_may_only_be_read() -> None:
    copies = OpenedCopies()
    one, two = (copies.put("Báo cáo.pdf", content) for content in (b"1", b"2"))
    assert one.name == two.name == "Báo cáo.pdf"
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert opened_dir() in one.parents
    assert not one.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IXUSR)
    copies.end()
    assert not one.exists()
    assert not two.exists()
    assert not opened_dir().exists()


def test_what_an_earlier_run_left_goes_at_the_start() -> None:
    before = OpenedCopies()
    left = before.put("a.pdf", b"1")
    assert before._lock is not None
    before._lock.release()  # the run ended without cleaning, as when the power goes
    now = OpenedCopies()
    now.begin()
    assert not left.exists()
    now.end()


def test_another_window_keeps_its_copies() -> None:
    first, second = OpenedCopies(), OpenedCopies()
    shown = first.put("a.pdf", b"1")
    second.begin()
    own = second.put("b.pdf", b"2")
    assert shown.exists()
    second.end()
    assert not own.exists()
    assert shown.exists()
    first.end()


def test_a_third_window_keeps_what_the_second_shows() -> None:
    first, second, third = OpenedCopies(), OpenedCopies(), OpenedCopies()
    first.put("a.pdf", b"1")
    shown = second.put("b.pdf", b"2")
    first.end()
    third.begin()
    own = third.put("c.pdf", b"3")
    assert shown.read_bytes() == b"2"
    second.end()
    assert not shown.exists()
    assert own.exists()
    third.end()
    assert not opened_dir().exists()


def test_the_locks_stay_few() -> None:
    for _run in range(4):
        copies = OpenedCopies()
        copies.put("a.pdf", b"1")
        copies.end()
    assert len(list((opened_dir().parent / "locks").iterdir())) == 1


def test_a_name_leads_to_no_other_folder() -> None:
    copies = OpenedCopies()
    shown = copies.put("../../../ngoài.pdf", b"1")
    assert shown.name == "ngoài.pdf"
    assert opened_dir().resolve() in shown.resolve().parents
    copies.end()


def test_a_folder_for_a_while_is_gone_with_its_block() -> None:
    copies = OpenedCopies()
    with copies.scratch() as folder:
        (folder / "sheet1.xml").write_text("Nguyễn Văn A", encoding="utf-8")
        assert opened_dir() in folder.parents
    assert not opened_dir().exists()


def test_what_is_dropped_leaves_the_others() -> None:
    copies = OpenedCopies()
    one, two = (copies.place(name) for name in ("a.pdf", "b.pdf"))
    for path in (one, two):
        path.write_bytes(b"1")
    copies.drop(one)
    assert not one.parent.exists()
    assert two.exists()
    copies.drop(one)  # twice is no harm
    copies.drop(two)
    assert not opened_dir().exists()


def test_nothing_but_its_own_files_is_dropped(tmp_path: Path) -> None:
    copies = OpenedCopies()
    other = tmp_path / "khác" / "a.pdf"
    other.parent.mkdir()
    other.write_bytes(b"1")
    copies.put("b.pdf", b"1")
    copies.drop(other)
    assert other.exists()
    copies.end()


def test_the_start_never_fails_for_a_lock() -> None:
    with BookLock(opened_dir()):
        copies = OpenedCopies()
        copies.begin()
        copies.end()


def test_a_file_in_the_way_is_told(home: Path) -> None:
    home.mkdir()
    opened_dir().write_bytes(b"in the way")
    copies = OpenedCopies()
    with pytest.raises(EnvironmentProblem, match=r"a\.pdf"):
        copies.put("a.pdf", b"1")
    copies.end()
    assert opened_dir().read_bytes() == b"in the way"


_RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
from desktop.platform.opened import COPIES
from desktop.platform.paths import opened_dir

run, window = app.build()
window.show()
def look():
    if window.jobs.pending:
        return QTimer.singleShot(20, look)
    assert not (opened_dir() / "cũ").exists(), "what was left is still there"
    assert COPIES.put("Báo cáo.pdf", b"1").exists()
    window.close()
window.painted.connect(lambda: QTimer.singleShot(20, look))
sys.exit(run.exec())
"""


def test_the_program_clears_up_when_it_starts_and_when_it_ends(home: Path) -> None:
    left = opened_dir() / "cũ" / "1" / "đơn.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"1")
    left.chmod(stat.S_IREAD)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "GUONGSANG_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr
    assert not opened_dir().exists()

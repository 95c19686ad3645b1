from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentProblem, FileLocked
from desktop.platform.drives import removable_drives
from desktop.platform.single_instance import BookLock

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "home"))


def test_second_window_is_refused_until_the_first_is_gone(tmp_path):
    book = tmp_path / "Sổ.gsdb"
    first = BookLock(book).acquire()
    assert first.held
    with pytest.raises(FileLocked) as told:
        BookLock(book).acquire()
    assert "Sổ.gsdb" in told.value.message
    with BookLock(tmp_path / "other.gsdb") as other:
        assert other.held
    first.release()
    first.release()
    with BookLock(book):
        pass


def test_other_names_of_a_book_are_the_same_book(tmp_path):
    book = tmp_path / "a.gsdb"
    book.write_bytes(b"")
    (tmp_path / "sub").mkdir()
    with BookLock(book), pytest.raises(FileLocked):
        BookLock(tmp_path / "sub" / ".." / "a.gsdb").acquire()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_process_gives_the_book_back(tmp_path):
    book = tmp_path / "a.gsdb"
    code = (
        "import os, sys, time\n"
        "from desktop.platform.single_instance import BookLock\n"
        "lock = BookLock(sys.argv[1]).acquire()\n"
        "print('held', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(book)],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(FileLocked):
            BookLock(book).acquire()
        process.kill()
        process.wait()
    BookLock(book).acquire().release()


def test_no_place_for_locks(tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(b"")
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "f"))
    with pytest.raises(EnvironmentProblem):
        BookLock(tmp_path / "a.gsdb").acquire()


def test_drives_are_folders():
    assert all(one.is_dir() for one in removable_drives())

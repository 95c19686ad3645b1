"""The book, or a file that is written, is held by another program: waited for, then told."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core import errors
from desktop.core.errors import FileLocked, NotWritable
from desktop.core.register import Query
from desktop.platform import atomic
from desktop.services import books, exporting, printing, registers, submissions
from desktop.services.books import Book
from desktop.storage import engine
from tests.faults import busy
from tests.faults.tracing import STARTING

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="byte locks that SQLite heeds are POSIX")


@contextmanager
def held(*how: object) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that holds the book."""
    command = [sys.executable, "-m", "tests.faults.holding_on", *map(str, how)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"ready"
        try:
            yield other
        finally:
            other.kill()


def add(book: Book, name: str) -> None:
    registers.save(book, "members", {"full_name": name, "status": "official"})


def names(book: Book) -> list[str]:
    rows = registers.page(book, Query("members"), limit=500).rows
    return [row.values["full_name"] for row in rows]


@POSIX
@pytest.mark.slow
def test_a_folder_that_locks_the_book_now_and_then_is_waited_for(
    book: Book, counted: Callable[[int, int], None]
) -> None:
    with held("now and then", book.path, 0.4):
        for turn in range(12):
            add(book, f"Nguyễn Văn {turn}")
        found = names(book)
    lost = {f"Nguyễn Văn {turn}" for turn in range(12)} - set(found)
    counted(12, len(lost))
    assert not lost
    assert books.check_file(book.path).ok


@pytest.mark.parametrize("how", ["EXCLUSIVE", "IMMEDIATE", "DEFERRED"])
def test_another_tool_on_the_book_is_told_and_costs_nothing(
    how: str, empty_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DEFERRED only reads: it is the commit that can't be made then."""
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 200)
    path = Path(shutil.copy(empty_book, tmp_path / "Sổ 2026.gsdb"))
    with closing(books.open_book(path)) as book:
        add(book, "Nguyễn Văn An")
        with held(how, path):
            with pytest.raises(FileLocked) as told:
                add(book, "Trần Thị Bình")
            assert told.value.message == (
                "«Sổ 2026.gsdb» đang được chương trình khác sử dụng. "
                "Hãy đóng chương trình đó rồi thử lại."
            )
        assert names(book) == ["Nguyễn Văn An"]
        add(book, "Trần Thị Bình")
        assert names(book) == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert books.check_file(path).ok


@pytest.mark.slow
def test_two_programs_that_write_at_once_lose_nothing(
    empty_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    """The window's lock keeps a second window out; the command line may come in between."""
    path = Path(shutil.copy(empty_book, tmp_path / "Sổ 2026.gsdb"))
    programs = []
    for number in range(2):
        hear, say = STARTING.Pipe(duplex=False)
        process = STARTING.Process(target=write_much, args=(str(path), number, say))
        process.start()
        say.close()
        programs.append((process, hear))
    done = [hear.recv() for _process, hear in programs]
    for process, _hear in programs:
        process.join()
    with closing(books.open_book(path)) as book:
        lost = {name for some in done for name in some} - set(names(book))
    counted(sum(map(len, done)), len(lost))
    assert [len(some) for some in done] == [20, 20]
    assert not lost
    assert books.check_file(path).ok


def write_much(path: str, number: int, say: Any) -> None:
    """Add members as a program of its own; say which ones were told done."""
    done = []
    with closing(books.open_book(Path(path))) as book:
        for turn in range(20):
            name = f"Lê Văn {number} {turn}"
            add(book, name)
            done.append(name)
    say.send(done)


def written(book: Book, target: Path) -> object:
    """Write the file that a name's ending asks for."""
    if target.suffix == ".gsdb":
        return books.backup_now(book, target)
    if target.suffix == ".xlsx":
        return exporting.export_whole(book, Query("members"), target)
    if target.suffix == ".pdf":
        return printing.make_pdf(book, "members", target)
    asked = submissions.SubmissionRequest(date(2026, 1, 1), date(2026, 6, 30))
    return submissions.send_upward(book, asked, target)


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("ending", [".gsdb", ".xlsx", ".pdf", ".gsnop"])
def test_a_file_that_another_program_holds_is_tried_again_then_told(
    ending: str,
    code: int,
    book: Book,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    counted: Callable[[int, int], None],
) -> None:
    """As Windows refuses to replace a file that is being synchronised, or is open elsewhere."""
    add(book, "Nguyễn Văn An")
    target = tmp_path / f"danh sách{ending}"
    target.write_bytes(b"old")
    real, left = Path.replace, [0]

    def replace(self: Path, new: Path) -> Path:
        if left[0] and new.name == target.name:
            left[0] -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = code  # type: ignore[attr-defined]
            raise error
        return real(self, new)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(atomic, "_WAITS", (0.001,) * 5)
    left[0] = 1_000_000
    with pytest.raises(FileLocked) as told:
        written(book, target)
    assert told.value.message == (
        f"«danh sách{ending}» đang được chương trình khác sử dụng. "
        "Hãy đóng chương trình đó rồi làm lại."
    )
    assert target.read_bytes() == b"old"
    assert list(tmp_path.glob(".gs-*")) == []
    left[0] = 5
    written(book, target)
    counted(2, int(bool(busy.unreadable(target))))
    assert busy.unreadable(target) == ""


def test_a_target_that_may_not_be_written_is_not_called_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_rights: Callable[[], Any]
) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def replace(self: Path, new: Path) -> Path:
        error = PermissionError(errno.EACCES, "denied")
        error.winerror = 5  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(atomic, "_WAITS", (0.001,))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(NotWritable), atomic.atomic_write(target) as stream:
        stream.write(b"new")


def test_what_windows_says_through_c_names_both_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_WINDOWS", True)
    told = errors.problem_from_oserror(PermissionError(errno.EACCES, "x"), "Mẫu.xlsx")
    assert isinstance(told, FileLocked)
    assert "chương trình khác" in told.message
    assert "quyền" in told.message


def test_what_c_opens_is_tried_again_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_bytes(b"new")
    real, left = atomic.os.open, [2]

    def opened(path: Any, flags: int, *more: Any) -> int:
        if left[0] and Path(path).name == "new":
            left[0] -= 1
            raise PermissionError(errno.EACCES, "held")
        return real(path, flags, *more)

    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(atomic, "_WAITS", (0.001,) * 5)
    monkeypatch.setattr(atomic.os, "open", opened)
    atomic.replace_file(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"new"

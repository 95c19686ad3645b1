"""Killed, or out of room, between an erasure and the rewriting of the file: done when it opens."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.services import books, erasing, registers
from desktop.services.books import Book, check_file
from desktop.storage import book as storage_book

from .full_book import NAME, person

REASON = "Theo đơn của cá nhân ngày 01/6/2026"
TRACE = "Ghi chú riêng chỉ người này có"

KILLED = """
import os, sys
from pathlib import Path
from desktop.services import books, erasing
from desktop.storage.book import Book
Book.compact = lambda book: os._exit(9)
erasing.erase(books.open_book(Path(sys.argv[1])), int(sys.argv[2]), "Theo đơn ngày 01/6/2026")
"""

SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from desktop.services import books
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
sys.stdout.reconfigure(encoding="utf-8")
print(books.open_book(Path(sys.argv[1])).told)
"""


def run(script: str, *given: Path | str) -> str:
    """Run a script in a process of its own, and return what it printed."""
    asked = [sys.executable, "-c", script, *map(str, given)]
    root = Path(books.__file__).parents[2]
    done = subprocess.run(asked, check=False, cwd=root, env={**os.environ}, capture_output=True)
    assert done.returncode == (9 if script == KILLED else 0), done.stderr.decode()
    return done.stdout.decode()


def left(path: Path) -> bool:
    """Tell whether the words of the erased one stand in the file: in the index at least."""
    content = path.read_bytes().lower()
    return any(one.encode() in content for one in (NAME.lower(), "ghi chú riêng", "ghi chu rieng"))


def free_pages(book: Book) -> int:
    with book.read() as session:
        return int(session.connection().exec_driver_sql("PRAGMA freelist_count").scalar_one())


def marks(book: Book) -> int:
    with book.read() as session:
        return len(session.connection().exec_driver_sql("SELECT * FROM settings").fetchall())


def many(book: Book) -> int:
    """Enter one with a long note: what goes leaves free pages."""
    member = person(book, note=f"{TRACE} " * 100)
    for turn in range(20):
        registers.save(book, "members", {"note": f"{TRACE} {turn} " * 60}, member)
    return member


def test_killed_before_the_file_was_written_anew_the_next_opening_does_it(book: Book) -> None:
    member, path = many(book), book.path
    other = person(book, "Trần Văn Khác", card_number="1")
    before = marks(book)
    book.close()
    run(KILLED, path, str(member))
    assert left(path)
    with closing(storage_book.Book(path)) as seen:  # without what opening does
        assert free_pages(seen) > 0
        assert marks(seen) == before + 1
    with closing(books.open_book(path)) as again:
        assert again.told.startswith("Đã xóa nốt vết của dữ liệu cá nhân")
        assert (free_pages(again), marks(again)) == (0, before)
        assert registers.get(again, "members", other).values["full_name"] == "Trần Văn Khác"
    assert not left(path)
    assert not check_file(path, deep=True).problems
    with closing(books.open_book(path)) as once:
        assert once.told == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
def test_a_file_that_cannot_be_written_anew_is_tried_again_at_the_next_opening(book: Book) -> None:
    member, path = many(book), book.path
    book.close()
    run(KILLED, path, str(member))
    told = run(SMALL_DISK, path)
    assert told.startswith("Chưa xóa hết được vết")
    assert "khi mở sổ lần sau chương trình sẽ làm lại. " in told
    assert "Hãy " in told
    assert left(path)
    with closing(books.open_book(path)) as at_last:
        assert "Đã xóa nốt" in at_last.told
    assert not left(path)
    assert not check_file(path).problems


def test_an_erasure_that_went_well_leaves_nothing_to_do(book: Book) -> None:
    before = marks(book)
    assert erasing.erase(book, many(book), REASON).value.told == ""
    assert marks(book) == before
    book.close()
    with closing(books.open_book(book.path)) as again:
        assert again.told == ""

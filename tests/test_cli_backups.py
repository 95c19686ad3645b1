"""Backups by the command line: made, listed, put back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from desktop.core.register import Query
from desktop.platform.single_instance import BookLock
from desktop.services import audit, backups, books, registers
from desktop.services.books import Book

Run = Callable[..., tuple[int, str, str]]


def members_of(path: Path) -> int:
    with closing(books.open_book(path)) as book:
        return registers.count(book, Query("members"))


def test_a_backup_is_made_listed_and_put_back(run: Run, book: Book, tmp_path: Path) -> None:
    registers.save(book, "members", {"full_name": "Lê An"})
    path = book.path
    book.close()
    assert run("backups", "--book", path)[:2] == (0, "Sổ này chưa có bản sao lưu nào.\n")
    code, said, _wrong = run("backup", "--book", path)
    assert code == 0
    (made,) = backups.list_backups(path)
    assert str(made.path) in said
    target = tmp_path / "USB" / "bản sao.gsdb"
    assert run("backup", "--book", path, "--output", target)[0] == 0
    assert members_of(target) == 1
    with closing(books.open_book(path)) as again:
        day = date.today()  # noqa: DTZ011 - the clerk's day
        words = [one.words for one in audit.log(again, audit.Asked(day, day)).deeds]
        assert words.count("Xuất: Bản sao lưu") == 1
        registers.save(again, "members", {"full_name": "Lê Bình"})
    code, said, _wrong = run("backups", "--book", path)
    assert code == 0
    assert said.count("\n") == 1
    assert "Sao lưu bằng tay" in said
    assert str(made.path) in said
    code, said, _wrong = run("restore", "--book", path, "--from", target)
    assert code == 0
    assert "Bản trước khi khôi phục" in said
    assert members_of(path) == 1
    assert len(backups.list_backups(path)) == 2


def test_a_damaged_book_is_listed_and_restored(run: Run, book: Book) -> None:
    made = backups.backup(book, backups.Reason.EXIT)
    path = book.path
    book.close()
    path.write_bytes(path.read_bytes()[:9000])
    code, said, _wrong = run("backups", "--book", path)
    assert code == 0
    assert str(made.path) in said
    code, said, _wrong = run("restore", "--book", path, "--from", made.path)
    assert code == 0
    assert "bị hỏng" in said
    assert books.check_file(path).ok


def test_what_can_not_be_done_is_one_line(run: Run, book: Book, tmp_path: Path) -> None:
    made = backups.backup(book, backups.Reason.EXIT)
    path = book.path
    book.close()
    for arguments in (
        ("backup", "--book", tmp_path / "không có.gsdb"),
        ("backup", "--book", path, "--output", path),
        ("restore", "--book", path, "--from", tmp_path / "không có.gsdb"),
        ("restore", "--book", path, "--from", path),
    ):
        code, said, wrong = run(*arguments)
        assert (code, said) == (1, "")
        assert wrong.count("\n") == 1
    with BookLock(path):
        code, _said, wrong = run("restore", "--book", path, "--from", made.path)
    assert code == 1
    assert "đang mở ở một cửa sổ khác" in wrong

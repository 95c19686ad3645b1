"""Making, opening, checking and backing up: what stands in the way is one plain sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from desktop.core.errors import (
    DamagedFile,
    EnvironmentProblem,
    FileLocked,
    FileMissing,
    FileThere,
    ForeignFile,
    InvalidValues,
    NewerFile,
    NotWritable,
    Problem,
    UserProblem,
)
from desktop.core.register import Query
from desktop.services import books, registers, submissions
from desktop.services.books import Book, OfficeSetup
from desktop.storage.engine import SCHEMA_VERSION

SETUP = OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")
posix = pytest.mark.skipif(os.name != "posix", reason="rights and limits are POSIX here")


def everything(folder: Path) -> dict[str, bytes | None]:
    return {one.name: one.read_bytes() if one.is_file() else None for one in folder.iterdir()}


def plain_sentence(problem: Problem) -> None:
    """One or two Vietnamese sentences for the clerk: no code, no path, no English."""
    message = problem.message
    assert message.endswith("."), message
    assert any(letter in "ạảãàáâậầấăắằặđêệềếôộồốơợờớưựừứ" for letter in message), message
    for word in ("Error", "error", "sqlite", "Traceback", ".tmp", "/", "\n"):
        assert word not in message, message


# opening


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def patched(offset: int, data: bytes) -> Callable[[Path], None]:
    def patch(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[offset : offset + len(data)] = data
        path.write_bytes(content)

    return patch


def ruined(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    path.write_bytes(content)


def no_office(path: Path) -> None:
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        connection.execute("UPDATE offices SET own = 0")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "problem", "words"),
    [
        (lambda path: path.unlink(), FileMissing, "Không tìm thấy «Sổ.gsdb»"),
        (lambda path: path.write_bytes(b""), DamagedFile, "rỗng"),
        (lambda path: path.write_bytes(b"x" * 5_000), ForeignFile, "không phải là sổ"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), ForeignFile, "không phải là sổ"),
        (cut, DamagedFile, "thiếu một phần"),
        (patched(0, b"\x00" * 16), ForeignFile, "phần đầu"),
        (patched(68, b"GSNP"), ForeignFile, "không phải là sổ"),
        (patched(60, (SCHEMA_VERSION + 7).to_bytes(4, "big")), NewerFile, "phiên bản"),
        (ruined, DamagedFile, "bị hỏng"),
        (no_office, DamagedFile, "thiếu thông tin cơ quan"),
    ],
)
def test_a_file_that_is_no_book_is_told_and_left_as_it_was(
    tmp_path: Path, spoil: Callable[[Path], None], problem: type[Problem], words: str
) -> None:
    folder = tmp_path / "sổ sách"
    path = folder / "Sổ.gsdb"
    books.create_book(path, SETUP).close()
    spoil(path)
    before = everything(folder)
    with pytest.raises(problem, match=words) as caught:
        books.open_book(path)
    plain_sentence(caught.value)
    assert everything(folder) == before
    report = books.check_file(path)
    assert not report.ok
    assert report.lines == report.problems
    assert everything(folder) == before


def test_a_submission_is_no_book(book: Book, tmp_path: Path) -> None:
    year = datetime.now().astimezone().date()
    path = tmp_path / "gửi.gsnop"
    submissions.send_upward(book, submissions.SubmissionRequest(year, year), path)
    before = path.read_bytes()
    with pytest.raises(ForeignFile) as caught:
        books.open_book(path)
    plain_sentence(caught.value)
    assert path.read_bytes() == before


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    folder = tmp_path / "Sổ.gsdb"
    folder.mkdir()
    with pytest.raises(NotWritable, match="thư mục") as caught:
        books.open_book(folder)
    plain_sentence(caught.value)
    assert not books.check_file(folder).ok
    with pytest.raises(FileMissing):
        books.open_book(folder / "x.gsdb")
    assert list(folder.iterdir()) == []


_HOLD = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("BEGIN EXCLUSIVE")
print("held", flush=True); sys.stdin.read()
"""


@pytest.fixture
def held(book: Book, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A book that another program is writing to."""
    monkeypatch.setattr("desktop.storage.engine.BUSY_MILLISECONDS", 50)
    book.close()
    command = [sys.executable, "-c", _HOLD, str(book.path)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    yield book.path
    holder.communicate()


def test_a_locked_book_is_told_and_left_as_it_was(held: Path) -> None:
    before = held.read_bytes()
    with pytest.raises(FileLocked, match="chương trình khác") as caught:
        books.open_book(held)
    plain_sentence(caught.value)
    assert held.read_bytes() == before
    assert not books.check_file(held).ok


@posix
def test_a_book_that_may_not_be_read(open_folder: Path, without_rights: Callable[..., Any]) -> None:
    path = open_folder / "Sổ.gsdb"
    books.create_book(path, SETUP).close()
    before = everything(open_folder)
    open_folder.chmod(0o555)
    path.chmod(0o000)
    with without_rights(), pytest.raises(NotWritable, match="Không có quyền") as caught:
        books.open_book(path)
    plain_sentence(caught.value)
    path.chmod(0o644)
    assert everything(open_folder) == before


@posix
def test_a_book_that_may_only_be_read_opens_and_keeps_nothing(
    open_folder: Path, without_rights: Callable[..., Any]
) -> None:
    path = open_folder / "Sổ.gsdb"
    books.create_book(path, SETUP).close()
    before = everything(open_folder)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_rights():
        book = books.open_book(path)
        assert registers.count(book, Query("fields")) == 8
        with pytest.raises(NotWritable, match="chỉ cho đọc") as caught:
            registers.save(book, "members", {"full_name": "Lê An"})
        book.close()
    plain_sentence(caught.value)
    path.chmod(0o644)
    assert everything(open_folder) == before


# making


def test_a_new_book_knows_its_office(tmp_path: Path) -> None:
    setup = OfficeSetup(" Ban  Tuyên giáo ", "province", "Biên Hòa", "Tỉnh ủy", "BTG")
    made = books.create_book(tmp_path / "mới" / "Sổ.gsdb", setup)
    values = registers.own_office(made).values
    assert values["name"] == made.name
    assert (values["level"], values["place"]) == ("province", "Biên Hòa")
    assert (values["parent_name"], values["code_suffix"]) == ("Tỉnh ủy", "BTG")
    assert made.origin == registers.own_office(made).uid
    assert books.save_office(made, {"name": "Ban Tuyên giáo và Dân vận"}).value == made.name
    made.close()
    again = books.open_book(tmp_path / "mới" / "Sổ.gsdb")
    assert again.name == "Ban Tuyên giáo và Dân vận"
    again.close()


@posix
def test_a_book_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, open_folder: Path, without_rights: Callable[..., Any]
) -> None:
    file = tmp_path / "tệp"
    file.write_bytes(b"x")
    before = everything(tmp_path)
    with pytest.raises(EnvironmentProblem) as caught:
        books.create_book(file / "Sổ.gsdb", SETUP)
    plain_sentence(caught.value)
    with pytest.raises(FileThere) as there:
        books.create_book(file, SETUP)
    plain_sentence(there.value)
    with pytest.raises(InvalidValues):
        books.create_book(tmp_path / "Sổ.gsdb", OfficeSetup("", "district", ""))
    assert everything(tmp_path) == before
    open_folder.chmod(0o555)
    with without_rights(), pytest.raises(NotWritable) as refused:
        books.create_book(open_folder / "Sổ.gsdb", SETUP)
    plain_sentence(refused.value)
    assert everything(open_folder) == {}


_FULL = """
import resource, sys
from pathlib import Path
from desktop.core.errors import EnvironmentProblem
from desktop.services import books
book = books.open_book(Path(sys.argv[1]))
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    if sys.argv[2] == "create":
        books.create_book(Path(sys.argv[4]), books.OfficeSetup("Ban", "district", "Nơi"))
    elif sys.argv[2] == "backup":
        books.backup_now(book, Path(sys.argv[4]))
    else:
        from desktop.services import registers
        with book.write("Nhập") as session:
            for n in range(300):
                values = {"full_name": f"Lê {n}", "note": "x" * 9000}
                registers.save_in(session, "members", values)
except EnvironmentProblem as problem:
    sys.stdout.buffer.write(problem.message.encode())
"""


@posix
@pytest.mark.parametrize("doing", ["create", "backup"])
def test_a_disk_that_takes_no_more(book: Book, tmp_path: Path, doing: str) -> None:
    book.close()
    folder = tmp_path / "USB"
    folder.mkdir()
    target = folder / "bản mới.gsdb"
    if doing == "backup":
        target.write_bytes(b"older backup")
    before = everything(folder)
    source = book.path.read_bytes()
    command = [sys.executable, "-c", _FULL, str(book.path), doing, "60000", str(target)]
    run = subprocess.run(command, capture_output=True, check=True)
    assert "«bản mới.gsdb»" in run.stdout.decode()
    plain_sentence(Problem(run.stdout.decode()))
    assert everything(folder) == before
    assert book.path.read_bytes() == source


@posix
def test_a_write_that_finds_no_room_is_rolled_back(book: Book) -> None:
    registers.save(book, "members", {"full_name": "Lê Trước"})
    book.close()
    size = book.path.stat().st_size
    command = [sys.executable, "-c", _FULL, str(book.path), "write", str(size + 4096)]
    run = subprocess.run(command, capture_output=True, check=True)
    assert "«Sổ 2026.gsdb»" in run.stdout.decode()
    again = books.open_book(book.path)
    assert registers.count(again, Query("members")) == 1
    again.close()
    assert books.check_file(book.path).ok


# backing up


def test_a_backup_when_it_is_due(book: Book) -> None:
    assert books.last_backup(book) is None
    first = books.backup_if_due(book)
    assert first is not None
    assert books.check_file(first.path).ok
    assert first.path.parent == books.backups_of(book)
    registers.save(book, "members", {"full_name": "Lê An"})
    assert books.backup_if_due(book) is None, "one a day"
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    first.path.rename(first.path.with_name(f"{book.path.stem} {yesterday:%Y-%m-%d %H%M%S}.gsdb"))
    second = books.backup_if_due(book)
    assert second is not None
    copy = books.open_book(second.path)
    assert registers.count(copy, Query("members")) == 1
    copy.close()
    assert books.backup_if_due(book) is None, "nothing changed since"
    assert books.last_backup(book) == second


def test_backups_of_two_books_of_one_name_lie_apart(book: Book, tmp_path: Path) -> None:
    other = books.create_book(tmp_path / "khác" / book.path.name, SETUP)
    assert books.backups_of(other) != books.backups_of(book)
    books.backup_now(other)
    assert books.last_backup(book) is None
    other.close()


def test_a_backup_of_an_open_write_holds_what_was_there_before(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "bản sao.gsdb"
    with book.write("Nhập") as session:
        registers.save_in(session, "members", {"full_name": "Chưa xong"})
        books.backup_now(book, target)
    copy = books.open_book(target)
    assert registers.count(copy, Query("members")) == 0
    copy.close()


def test_a_backup_that_fails_leaves_the_older_one(book: Book, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục.gsdb"
    folder.mkdir()
    file = tmp_path / "tệp"
    file.write_bytes(b"x")
    before = everything(tmp_path)
    for target in (folder, file / "bản sao.gsdb"):
        with pytest.raises(EnvironmentProblem) as caught:
            books.backup_now(book, target)
        plain_sentence(caught.value)
    assert everything(tmp_path) == before
    assert everything(folder) == {}
    with pytest.raises(UserProblem, match="chính sổ"):
        books.backup_now(book, book.path)
    linked = tmp_path / "liên kết.gsdb"
    linked.symlink_to(book.path)
    with pytest.raises(UserProblem, match="chính sổ"):
        books.backup_now(book, linked)
    assert books.check_file(book.path).ok


def test_a_check_says_what_is_in_a_whole_book(book: Book, tmp_path: Path) -> None:
    registers.save(book, "members", {"full_name": "Lê An"})
    report = books.check_file(Path(shutil.copy(book.path, tmp_path / "bản sao.gsdb")))
    assert report.ok
    assert report.lines[0] == "Sổ dữ liệu «bản sao.gsdb» nguyên vẹn."
    assert "Đảng viên: 1" in report.lines
    assert dict(report.counts)["members"] == 1

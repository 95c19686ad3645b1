from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.core.errors import (
    DamagedFile,
    FileLocked,
    FileMissing,
    FileThere,
    ForeignFile,
    InvalidValues,
    NewerFile,
    NotWritable,
    UserProblem,
)
from desktop.core.register import Query
from desktop.services import books, registers
from desktop.services.books import Book, OfficeSetup
from desktop.storage.backup import backup_file
from desktop.storage.engine import SCHEMA_VERSION
from desktop.storage.models import Base
from desktop.storage.registers import SPECS

SETUP = OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")


def fingerprint(path: Path) -> tuple[bytes, list[str]]:
    return path.read_bytes(), sorted(one.name for one in path.parent.iterdir())


def test_a_new_book_has_its_lists_and_is_ours(book: Book) -> None:
    head = book.path.read_bytes()[:100]
    assert head[68:72] == b"GSDB"
    assert int.from_bytes(head[60:64], "big") == SCHEMA_VERSION
    assert head[18:20] == b"\x01\x01"  # rollback journal: the file alone is the whole book
    fields = registers.labels(book, "fields")
    assert fields[0] == "Xây dựng Đảng, hệ thống chính trị"
    assert len(fields) == 8
    assert registers.count(book, Query("page_layouts")) >= 3
    assert registers.own_office(book).values["place"] == "Cầu Ngang"
    assert books.check_file(book.path).ok


def test_the_migration_makes_what_the_models_declare(book: Book) -> None:
    with book.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(text(f"PRAGMA table_info({table.name})")).all()
            assert {row[1] for row in rows} == set(table.c.keys()), table.name
            required = {row[1] for row in rows if row[3]}
            declared = {one.name for one in table.c if not one.nullable}
            assert required == declared, table.name
            indices = session.execute(text(f"PRAGMA index_list({table.name})")).all()
            assert {one.name for one in table.indexes} <= {row[1] for row in indices}, table.name


def test_every_searched_register_is_in_the_index(book: Book) -> None:
    with book.read() as session:
        placed = set(session.scalars(text("SELECT register FROM search_places")))
    assert placed == {one.name for one in SPECS.values() if one.searched}


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "Sổ.gsdb"
    path.write_bytes(b"something dear")
    before = fingerprint(path)
    with pytest.raises(FileThere, match="tệp cũ không bị ghi đè"):
        books.create_book(path, SETUP)
    assert fingerprint(path) == before


def test_a_bad_setup_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidValues) as caught:
        books.create_book(tmp_path / "x.gsdb", OfficeSetup(" ", "kingdom", ""))
    assert set(caught.value.by_field) == {"name", "level", "place"}
    assert list(tmp_path.glob("*.gsdb")) == []


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "problem", "words"),
    [
        (lambda path: path.write_bytes(b""), DamagedFile, "rỗng"),
        (lambda path: path.write_bytes(b"%PDF-1.7 " * 40), ForeignFile, "không phải là"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), ForeignFile, "không phải là"),
        (_foreign, ForeignFile, "không phải là"),
        (lambda path: path.mkdir(), NotWritable, "thư mục"),
    ],
)
def test_what_is_no_book_is_told_and_left_alone(
    tmp_path: Path, make: object, problem: type[Exception], words: str
) -> None:
    path = tmp_path / "Sổ lạ.gsdb"
    make(path)  # type: ignore[operator]  # each maker takes the path
    before = None if path.is_dir() else fingerprint(path)
    with pytest.raises(problem, match=words):
        books.open_book(path)
    assert before is None or fingerprint(path) == before


def test_a_missing_book(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="Không tìm thấy"):
        books.open_book(tmp_path / "không có.gsdb")
    assert not (tmp_path / "không có.gsdb").exists()


def _patched(book: Book, offset: int, data: bytes) -> Path:
    book.close()
    content = bytearray(book.path.read_bytes())
    content[offset : offset + len(data)] = data
    book.path.write_bytes(bytes(content))
    return book.path


def test_a_newer_book_is_refused_before_any_write(book: Book) -> None:
    path = _patched(book, 60, (SCHEMA_VERSION + 1).to_bytes(4, "big"))
    before = fingerprint(path)
    with pytest.raises(NewerFile, match="phiên bản mới"):
        books.open_book(path)
    assert fingerprint(path) == before
    assert not books.check_file(path).ok


def test_a_book_cut_short_is_told(book: Book) -> None:
    book.close()
    content = book.path.read_bytes()
    book.path.write_bytes(content[: len(content) // 2])
    before = fingerprint(book.path)
    with pytest.raises(DamagedFile, match="thiếu một phần"):
        books.open_book(book.path)
    assert fingerprint(book.path) == before


def test_a_changed_letter_is_found_by_check(book: Book) -> None:
    registers.save(book, "members", {"full_name": "Nguyễn Văn Tèo", "note": "Xyzzyplugh"})
    book.close()
    content = book.path.read_bytes()
    assert content.count(b"Xyzzyplugh") >= 1
    book.path.write_bytes(content.replace(b"Xyzzyplugh", b"Xyzzyplagh"))
    report = books.check_file(book.path)
    assert not report.ok
    assert "không khớp mã kiểm tra" in " ".join(report.problems)


def test_garbage_inside_is_told_not_thrown(book: Book) -> None:
    for place in range(60):
        registers.save(book, "members", {"full_name": f"Người {place}"})
    book.close()
    clean = book.path.read_bytes()
    pages = len(clean) // 4096
    for page in range(1, pages, max(1, pages // 12)):
        damaged = bytearray(clean)
        damaged[page * 4096 : page * 4096 + 64] = os.urandom(64)
        book.path.write_bytes(bytes(damaged))
        report = books.check_file(book.path)
        assert report.ok or all(line.endswith((".", ")")) for line in report.problems)


_HOLD = """
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("BEGIN EXCLUSIVE")
print("held", flush=True); sys.stdin.read()
"""


def test_a_locked_book_is_told_and_left_alone(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.storage.engine.BUSY_MILLISECONDS", 50)
    book.close()
    before = book.path.read_bytes()
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(book.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(FileLocked, match="chương trình khác"):
            books.open_book(book.path)
    finally:
        holder.communicate()
    assert book.path.read_bytes() == before


def test_a_failed_write_leaves_nothing_behind(book: Book) -> None:
    def half_done() -> None:
        with book.write("Thử") as session:
            registers.save_in(session, "members", {"full_name": "Lê Nửa Chừng"})
            message = "stopped on the way"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        half_done()
    assert registers.count(book, Query("members")) == 0


def test_reading_goes_on_during_a_long_write(book: Book) -> None:
    registers.save(book, "members", {"full_name": "Lê Trước"})
    with book.write("Nhập") as session:
        for place in range(300):
            registers.save_in(session, "members", {"full_name": f"Lê {place}", "note": "x" * 9000})
        assert registers.count(book, Query("members")) == 1
    assert registers.count(book, Query("members")) == 301


def test_what_a_fresh_connection_writes_is_sealed_too(book: Book) -> None:
    with book._writer.connect() as connection:  # as a failed rolling back
        connection.invalidate()
    registers.save(book, "members", {"full_name": "Nguyễn Văn An"})
    assert books.check_file(book.path).problems == ()


def test_a_closed_book_is_neither_read_nor_written(book: Book) -> None:
    book.close()
    for deed in (
        lambda: registers.save(book, "members", {"full_name": "Nguyễn Văn An"}),
        lambda: registers.count(book, Query("members")),
        book.compact,
    ):
        with pytest.raises(UserProblem, match="đã đóng"):
            deed()
    assert books.check_file(book.path).problems == ()
    book.open_again()
    registers.save(book, "members", {"full_name": "Nguyễn Văn An"})
    assert books.check_file(book.path).problems == ()


def test_the_reading_connection_never_writes(book: Book) -> None:
    with (
        book.read() as session,
        pytest.raises(Exception, match=r"(?i)readonly|read-only|query_only"),
    ):
        session.execute(text("DELETE FROM members"))


def test_backup_is_a_whole_book_and_not_over_itself(book: Book, tmp_path: Path) -> None:
    registers.save(book, "members", {"full_name": "Lê An"})
    made = books.backup_now(book)
    assert books.check_file(made.path).ok
    last = books.last_backup(book)
    assert last is not None
    assert last.path == made.path
    elsewhere = tmp_path / "USB" / "bản sao.gsdb"
    books.backup_now(book, elsewhere)
    copy = books.open_book(elsewhere)
    assert registers.count(copy, Query("members")) == 1
    copy.close()
    with pytest.raises(UserProblem, match="chính sổ"):
        books.backup_now(book, book.path)


def test_a_damaged_book_does_not_replace_a_good_backup(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "sao lưu.gsdb"
    for place in range(60):
        registers.save(book, "members", {"full_name": f"Người {place}"})
    books.backup_now(book, target)
    good = target.read_bytes()
    book.close()
    content = bytearray(book.path.read_bytes())
    for page in range(4, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    book.path.write_bytes(bytes(content))
    with pytest.raises(DamagedFile):
        backup_file(book.path, target)
    assert target.read_bytes() == good
    assert sorted(one.name for one in tmp_path.glob(".gs-*")) == []


def test_a_killed_write_is_rolled_back(book: Book, tmp_path: Path) -> None:
    registers.save(book, "members", {"full_name": "Lê An"})
    book.close()
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from desktop.services import books, registers\n"
        "book = books.open_book(Path(sys.argv[1]))\n"
        "long = 'y' * 9000\n"
        "with book.write('x') as session:\n"
        "    for n in range(50):\n"
        "        registers.save_in(session, 'members', {'full_name': f'Lê {n}'})\n"
        "    session.connection().exec_driver_sql('PRAGMA cache_spill = 1')\n"
        "    for n in range(400):\n"
        "        registers.save_in(session, 'members', {'full_name': f'M {n}', 'note': long})\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(book.path)], check=False)
    shutil.copy(book.path, tmp_path / "seen.gsdb")
    assert books.check_file(book.path).ok
    again = books.open_book(book.path)
    assert registers.count(again, Query("members")) == 1
    again.close()


def test_reads_of_two_threads_wait_their_turn(book: Book) -> None:
    """A deed that looks before it writes does so on another thread than the window's reads."""
    failed: list[BaseException] = []

    def read() -> None:
        try:
            for _round in range(60):
                with book.read() as session:
                    session.execute(text("SELECT count(*) FROM units")).scalar_one()
                    session.execute(text("SELECT count(*) FROM members")).scalar_one()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=read) for _one in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []

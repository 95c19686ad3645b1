"""Seals of many rows written at once: they follow whatever is written, fails or comes back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from desktop.core.errors import DamagedFile, UserProblem
from desktop.core.register import Query
from desktop.services import books, registers, undoing
from desktop.services.books import Book
from desktop.storage import seals
from desktop.storage.bulk import insert_many
from tests.faults.damage import changed

FIXTURES = Path(__file__).parents[1] / "fixtures" / "books"
NUMBER = 150
_TRIGGERS = "SELECT name, sql FROM temp.sqlite_schema WHERE type = 'trigger' ORDER BY name"


def rows(start: int = 0, number: int = NUMBER) -> list[dict[str, Any]]:
    return [{"full_name": f"Nguyễn Văn {one}"} for one in range(start, start + number)]


def add(book: Book, given: list[dict[str, Any]]) -> list[int]:
    with book.write("Nhập") as session:
        return insert_many(session, "members", given, words="Nhập")


def triggers(book: Book) -> list[Any]:
    with book._writer.connect() as connection:
        return connection.exec_driver_sql(_TRIGGERS).all()


def count(book: Book) -> int:
    return registers.count(book, Query("members"))


def problems(book: Book) -> tuple[str, ...]:
    return books.check_file(book.path).problems


def test_many_rows_are_sealed_and_so_is_what_is_done_to_them(book: Book) -> None:
    before = triggers(book)
    ids = add(book, rows())
    assert problems(book) == ()
    assert triggers(book) == before
    assert before
    registers.save(book, "members", {"full_name": "Trần Thị Bé"}, ids[0])
    registers.save(book, "members", {"full_name": "Trần Thị Tư"})
    assert problems(book) == ()
    undoing.undo(book, undoing.last_deed(book).batch)  # type: ignore[union-attr]
    assert problems(book) == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE members SET updated_at = '2001-01-01T00:00:00Z' WHERE id = 77",
        "UPDATE members SET full_name_key = x'00' WHERE id = 77",
        "DELETE FROM members WHERE id = 77",
        "INSERT INTO members SELECT * FROM copied",
    ],
)
def test_one_changed_of_many_rows_is_told(book: Book, tmp_path: Path, change: str) -> None:
    add(book, rows())
    book.close()
    path = Path(shutil.copy(book.path, tmp_path / "bản sao.gsdb"))
    copied = "CREATE TEMP TABLE copied AS SELECT * FROM members WHERE id = 77"
    changed(path, copied, "UPDATE copied SET id = 7777, uid = 'x'", change)
    told = " ".join(books.check_file(path).problems)
    assert "bị hỏng ở: «Đảng viên»" in told
    assert problems(book) == ()


def test_what_was_written_before_an_error_is_sealed(book: Book) -> None:
    given = rows()
    given[100]["uid"] = given[40]["uid"] = "11111111-1111-4111-8111-111111111111"
    before = triggers(book)
    with book.write("Nhập") as session:
        with pytest.raises(Exception, match="UNIQUE constraint failed"):
            insert_many(session, "members", given, words="Nhập")
        inside = text("SELECT count(*) FROM members")
        assert session.scalar(inside) == 100  # the rows before it, as without seals
    assert count(book) == 100
    assert problems(book) == ()
    assert triggers(book) == before


@pytest.mark.parametrize("whole", [True, False], ids=["deed", "savepoint"])
def test_what_is_rolled_back_leaves_the_seals(book: Book, whole: bool) -> None:
    add(book, rows())
    before = triggers(book)

    def fail() -> None:
        with book.write("Nhập") as session:
            if not whole:
                with session.begin_nested() as savepoint:
                    insert_many(session, "members", rows(NUMBER), words="Nhập")
                    savepoint.rollback()
                return
            insert_many(session, "members", rows(NUMBER), words="Nhập")
            raise UserProblem("Không được")

    if whole:
        with pytest.raises(UserProblem):
            fail()
    else:
        fail()
    assert count(book) == NUMBER
    assert problems(book) == ()
    assert triggers(book) == before
    add(book, rows(NUMBER))
    registers.save(book, "members", {"full_name": "Trần Thị Tư"})
    assert count(book) == 2 * NUMBER + 1
    assert problems(book) == ()


def test_rows_that_cannot_be_sealed_are_not_committed(book: Book) -> None:
    add(book, rows())

    def fail() -> None:
        with book.write("Nhập") as session:
            session.connection().exec_driver_sql("DROP TABLE seals")  # the pass finds none
            insert_many(session, "members", rows(NUMBER), words="Nhập")

    with pytest.raises(DamagedFile):
        fail()
    assert count(book) == NUMBER
    assert problems(book) == ()
    add(book, rows(NUMBER))  # by a new connection
    registers.save(book, "members", {"full_name": "Trần Thị Tư"})
    assert problems(book) == ()


def test_swallowing_that_rows_cannot_be_sealed_commits_nothing(book: Book) -> None:
    def swallow() -> None:
        with book.write("Nhập") as session:
            session.connection().exec_driver_sql("DROP TABLE seals")
            with pytest.raises(Exception, match="no such table"):
                insert_many(session, "members", rows(), words="Nhập")

    with pytest.raises(Exception, match="invalid transaction"):
        swallow()
    assert count(book) == 0
    assert problems(book) == ()


def test_rows_that_come_back_between_others_are_sealed(book: Book) -> None:
    first = add(book, rows())
    add(book, rows(NUMBER))
    listed = ", ".join(map(str, first))

    def there_and_back(connection: Connection) -> None:
        found = connection.exec_driver_sql("SELECT * FROM members WHERE id <= 150")
        names, gone = list(found.keys()), [tuple(one) for one in found]
        places = ", ".join("?" for _one in names)
        assert len(gone) == NUMBER
        connection.exec_driver_sql(f"DELETE FROM members WHERE id IN ({listed})")
        statement = f"INSERT INTO members VALUES ({places})"
        ids = names.index("id")
        seals.insert_many(connection, "members", statement, gone, min(one[ids] for one in gone))

    with book.write("Thử") as session:
        there_and_back(session.connection())
    assert count(book) == 2 * NUMBER
    assert problems(book) == ()


def test_a_book_that_an_earlier_program_sealed_is_whole_and_goes_on(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIXTURES / "v6.gsdb", tmp_path / "sổ.gsdb"))
    assert books.check_file(path).ok
    book = books.open_book(path)
    with book.read() as session:
        kept = session.scalar(text("SELECT value FROM seals WHERE name = 'members'"))
    assert int(kept, 16) > 0
    add(book, rows())
    book.close()
    assert books.check_file(path).problems == ()

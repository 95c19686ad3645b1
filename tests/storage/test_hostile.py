"""What was found by attacking the program: files made or changed to break it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite3

from desktop.core.errors import ForeignFile, InvalidValues, NotWritable, Problem
from desktop.core.register import Query
from desktop.services import books, figures, printing, registers, submissions
from desktop.services.books import Book
from desktop.storage.registers import SPECS

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX files and locks")
INTRUDER = """
import sys
from pathlib import Path
from desktop.services import books, registers
book = books.open_book(Path(sys.argv[1]))
registers.save(book, "topics", {"title": "Kẻ khác"})
"""


def use_everything(book: Book, folder: Path) -> None:
    for name in SPECS:
        registers.page(book, Query(name))
    figures.figures(book, date(2000, 1, 1), date(2099, 12, 31))
    printing.make_pdf(book, "members", folder / "members.pdf")


@pytest.fixture
def filled(book: Book) -> Path:
    """A closed book with a few rows."""
    for number in range(20):
        values = {"full_name": f"Nguyễn Thị {number}", "birth_date": "1975-05-01"}
        registers.save(book, "members", {**values, "admitted_on": "2001-02-03"})
        registers.save(book, "documents", {"number": f"{number}-KH/TU", "on": date(2020, 1, 2)})
    book.close()
    return book.path


@posix
def test_a_look_at_an_open_book_drops_no_lock(book: Book) -> None:
    """Opening and closing a file drops a process's POSIX locks on it: SQLite's as well."""
    with book.write("Ghi lâu") as session:
        for number in range(50):
            registers.save_in(session, "topics", {"title": f"Chuyên đề {number}"})
        looks = [lambda: books.check_file(book.path), lambda: books.last_backup(book)]
        threads = [threading.Thread(target=one) for one in looks]
        for one in threads:
            one.start()
            one.join(20)
        done = subprocess.run(
            [sys.executable, "-c", INTRUDER, str(book.path)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode != 0, "another process wrote into the middle of a transaction"
    assert registers.count(book, Query("topics")) == 50
    book.close()
    assert books.check_file(book.path).ok


def test_no_paper_is_written_over_the_book(filled: Path) -> None:
    book = books.open_book(filled)
    before = filled.read_bytes()
    with pytest.raises(Problem, match="ghi đè"):
        printing.make_pdf(book, "members", filled)
    book.close()
    assert filled.read_bytes() == before


@posix
def test_no_paper_is_written_over_the_book_by_another_name(filled: Path, tmp_path: Path) -> None:
    link = tmp_path / "list.pdf"
    link.symlink_to(filled)
    book = books.open_book(filled)
    with pytest.raises(Problem, match="ghi đè"):
        printing.make_pdf(book, "members", link)
    book.close()
    assert books.check_file(filled).ok


@pytest.mark.parametrize("points", ["98.125", "0.125", "97.994999", "5", "0"])
def test_points_are_hashed_as_they_are_kept(book: Book, points: str) -> None:
    values = {"rated_kind": "member", "name": "A", "period_kind": "year", "rating": "good"}
    kept = registers.save(
        book,
        "yearly_ratings",
        {**values, "period_to": date(2026, 12, 31), "points": Decimal(points)},
    ).value
    again = registers.get(book, "yearly_ratings", kept.id).values["points"]
    assert again == Decimal(points).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    book.close()
    assert books.check_file(book.path).ok


def test_changed_bytes_are_told_and_never_crash(filled: Path, tmp_path: Path) -> None:
    whole = filled.read_bytes()
    chance = random.Random(7)
    target = tmp_path / "x.gsdb"
    for _round in range(120):
        content = bytearray(whole)
        place = chance.randrange(len(content) if _round % 2 else 16_384)
        content[place] ^= chance.randrange(1, 256)
        target.write_bytes(content)
        report = books.check_file(target)
        assert all(isinstance(one, str) and one for one in report.problems)
        try:
            opened = books.open_book(target)
        except Problem:
            continue
        try:
            use_everything(opened, tmp_path)
        except Problem:
            assert not report.ok, place
        finally:
            opened.close()


def test_text_that_is_no_utf8_is_damage(filled: Path, tmp_path: Path) -> None:
    content = bytearray(filled.read_bytes())
    name = "Nguyễn Thị 3".encode()
    assert name in content
    content = content.replace(name, name[:5] + b"\xff" + name[6:])
    filled.write_bytes(content)
    assert not books.check_file(filled).ok
    book = books.open_book(filled)
    with pytest.raises(Problem, match="bị hỏng"):
        use_everything(book, tmp_path)
    book.close()


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE members SET search_text = 'x' WHERE id = 1",
        "DROP TABLE search_index",
        "CREATE TRIGGER strange AFTER INSERT ON topics BEGIN DELETE FROM members; END",
        "CREATE VIEW strange AS SELECT 1",
        "UPDATE offices SET own = 0",
        "DROP TABLE rules",
    ],
)
def test_check_finds_what_another_program_did(filled: Path, deed: str) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute(deed)
    connection.close()
    assert not books.check_file(filled).ok


def test_a_write_ahead_log_is_not_left_on(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    book = books.open_book(filled)
    registers.save(book, "topics", {"title": "Chuyên đề"})
    assert not filled.with_name(filled.name + "-wal").exists()
    book.close()
    assert filled.read_bytes()[18:20] == b"\x01\x01"


def test_another_program_with_our_mark_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.gsdb"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {0x47534442}")
        connection.execute("CREATE TABLE other (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ForeignFile):
        books.open_book(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob("*.gsdb*")] == ["x.gsdb"]


def test_the_own_office_stays_the_own_office(book: Book) -> None:
    own = registers.own_office(book)
    with pytest.raises(InvalidValues):
        registers.save(book, "offices", {"own": False}, own.id, own.revision)
    with pytest.raises(InvalidValues):
        registers.save(book, "offices", {"name": "B", "level": "district", "own": True})


@posix
def test_a_pipe_is_no_book_and_no_target(tmp_path: Path, filled: Path) -> None:
    pipe = tmp_path / "p.gsdb"
    os.mkfifo(pipe)
    assert not books.check_file(pipe).ok
    with pytest.raises(Problem):
        books.open_book(pipe)
    book = books.open_book(filled)
    with pytest.raises(NotWritable):
        printing.make_pdf(book, "members", pipe)
    book.close()
    assert pipe.is_fifo()


@posix
def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/s\xff.gsdb"))
    books.create_book(path, books.OfficeSetup("Ban", "district", "Cầu Ngang")).close()
    assert books.check_file(path).ok


@pytest.mark.parametrize(
    "deed",
    [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE g (uid, c TEXT GENERATED ALWAYS AS (hex(zeroblob(9))) VIRTUAL)",
        "CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM units; END",
        "ALTER TABLE manifest ADD COLUMN more",
        "UPDATE manifest SET value = '" + "[" * 100_000 + "' WHERE key = 'figures'",
        "DELETE FROM manifest",
        'CREATE TABLE "x""; DROP TABLE units; --" (uid)',
    ],
)
def test_a_submission_made_by_hand_is_told(book: Book, tmp_path: Path, deed: str) -> None:
    target = tmp_path / "x.gsnop"
    request = submissions.SubmissionRequest(date(2020, 1, 1), date(2030, 1, 1))
    submissions.send_upward(book, request, target)
    with sqlite3.connect(target) as connection:
        connection.execute(deed)
    connection.close()
    report = books.check_file(target)
    assert not report.ok
    assert all(report.lines)


@pytest.mark.parametrize(
    "values",
    [
        {"unit_id": 2**70},
        {"unit_id": -1},
        {"sex": ["male"]},
        {"birth_date": 1975},
        {"full_name": 5},
        {"given_words": Decimal("NaN")},
    ],
)
def test_values_of_any_kind_are_told(book: Book, values: dict[str, Any]) -> None:
    given = {"full_name": "Nguyễn Văn An", **values}
    deeds: tuple[Callable[[], object], ...] = (
        lambda: registers.save(book, "members", given),
        lambda: registers.warnings(book, "members", given),
        lambda: registers.defaults(book, "members", given),
    )
    for deed in deeds:
        try:
            deed()
        except InvalidValues as problem:
            assert set(problem.by_field) & set(values)
    assert registers.count(book, Query("members")) == 0


@pytest.mark.parametrize("case", ["[]", "null", '"x"', "1", "[" * 100_000, '{"office": 5}'])
def test_a_case_of_another_shape(case: str, tmp_path: Path) -> None:
    from desktop import cli  # noqa: PLC0415 - one use

    path = tmp_path / "case.json"
    path.write_text(case, encoding="utf-8")
    assert cli.main(["demo", "--book", str(tmp_path / "x.gsdb"), "--case", str(path)]) == 1
    assert not (tmp_path / "x.gsdb").exists()


def test_a_decision_with_awards_stays_in_its_round(book: Book) -> None:
    one, other = (
        registers.save(book, "rounds", {"title": title}).value.id for title in ("Một", "Hai")
    )
    decision = registers.save(book, "decisions", {"round_id": one, "level": "district"}).value
    form = registers.options(book, "award_forms", "giay khen")[0].id
    award = {"round_id": one, "form_id": form, "recipient_name": "A", "decision_id": decision.id}
    registers.save(book, "awards", {**award, "recipient_kind": "individual"})
    with pytest.raises(InvalidValues) as told:
        registers.save(book, "decisions", {"round_id": other}, decision.id, decision.revision)
    assert "round_id" in told.value.by_field


def test_a_layout_that_can_not_be_read_is_not_kept(book: Book) -> None:
    for settings in ("x", "[]", "null", json.dumps({"left": "wide"})):
        with pytest.raises(InvalidValues) as told:
            registers.save(
                book, "page_layouts", {"name": "X", "family": "party", "settings": settings}
            )
        assert set(told.value.by_field) == {"settings"}

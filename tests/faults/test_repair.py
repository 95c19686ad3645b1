"""What is recovered of a damaged book, and that all that is not is named."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import DamagedFile, FileThere, Problem, UserProblem
from desktop.services import backups, books, repairing, undoing
from desktop.services.backup_shelf import Reason
from desktop.services.books import Book
from desktop.services.repairing import Repaired
from desktop.storage.pages import Pages
from desktop.storage.registers import MODELS
from tests.conftest import Ran
from tests.faults.damage import changed, zeroed


@contextmanager
def repaired(content: bytes, folder: Path) -> Iterator[Repaired]:
    """The book that comes of a damaged file's bytes; both are gone afterwards."""
    damaged, new = folder / "Sổ hỏng.gsdb", folder / "Sổ mới.gsdb"
    damaged.write_bytes(content)
    try:
        made = repairing.repair(damaged, new)
        assert damaged.read_bytes() == content
        yield made
    finally:
        for one in folder.glob("Sổ mới*"):
            one.unlink()


def rows(path: Path) -> dict[tuple[str, str], tuple[object, ...]]:
    """Every register's rows by register and identity, every column by its name."""
    found = {}
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        for name, model in MODELS.items():
            columns = ", ".join(sorted(f'"{one.name}"' for one in model.__table__.columns))
            for uid, *row in connection.execute(f"SELECT uid, {columns} FROM {name}"):
                found[name, uid] = tuple(row)
    return found


def test_a_whole_book_comes_over_whole(busy_book: Path, tmp_path: Path) -> None:
    was = rows(busy_book)
    with repaired(busy_book.read_bytes(), tmp_path) as made:
        assert made.whole
        assert rows(made.path) == was
        assert not made.listing.exists()


def test_without_its_first_page_a_book_is_still_recovered(busy_book: Path, tmp_path: Path) -> None:
    was = rows(busy_book)
    with repaired(zeroed(busy_book.read_bytes(), 1), tmp_path) as made:
        assert made.whole
        assert rows(made.path) == was


def test_a_changed_row_is_kept_and_listed(copied: Path, tmp_path: Path) -> None:
    changed(copied, "UPDATE members SET full_name = 'Nguyễn Văn Lạ' WHERE id = 7")
    with repaired(copied.read_bytes(), tmp_path) as made:
        assert [(one.register, one.id, one.title) for one in made.doubtful] == [
            ("members", 7, "Nguyễn Văn Lạ")
        ]
        assert "Nguyễn Văn Lạ" in made.listing.read_text("utf-8-sig")
        assert not made.lost


def test_what_refers_to_a_lost_row_is_loosened_or_listed(copied: Path, tmp_path: Path) -> None:
    changed(
        copied,
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM pledges WHERE id = (SELECT pledge_id FROM pledge_items LIMIT 1)",
        "DELETE FROM topics WHERE id = (SELECT topic_id FROM campaigns WHERE topic_id LIMIT 1)",
    )
    with repaired(copied.read_bytes(), tmp_path) as made:
        assert {one.register for one in made.lost} >= {"pledge_items"}
        assert "campaigns" in {one.register for one in made.loosened}


def test_a_book_without_its_office_gets_a_nameless_one(copied: Path, tmp_path: Path) -> None:
    origin = books.open_book(copied)
    origin.close()
    changed(copied, "DELETE FROM offices")
    with repaired(copied.read_bytes(), tmp_path) as made:
        book = books.open_book(made.path)
        assert book.origin == origin.origin
        book.close()
        assert any("cơ quan" in one for one in made.notes)


def test_a_repair_is_the_newest_deed_and_cannot_be_undone(copied: Path, tmp_path: Path) -> None:
    with (
        repaired(copied.read_bytes(), tmp_path) as made,
        closing(books.open_book(made.path)) as book,
    ):
        newest = undoing.last_deeds(book, counted=True).newest
        assert newest is not None
        assert newest.words == "Cứu sổ bị hỏng «Sổ hỏng.gsdb»"
        assert newest.final
        with pytest.raises(UserProblem):
            undoing.undo(book, newest.batch)


def test_a_book_that_no_backup_can_be_made_of_is_put_aside_as_it_lies(
    busy_book: Path, tmp_path: Path
) -> None:
    hurt = zeroed(busy_book.read_bytes(), 1)
    with repaired(hurt, tmp_path) as made:
        damaged = tmp_path / "Sổ hỏng.gsdb"
        aside = repairing.put_in_place(made.path, damaged)
        assert aside.read_bytes() == hurt
        assert damaged.read_bytes() == made.path.read_bytes()
        assert books.check_file(damaged, deep=True).ok
        kept = backups.list_backups(damaged)
        assert [one for one in kept if one.reason is Reason.REPAIR] == []
        damaged.write_bytes(hurt)  # as `repaired` left it


def test_what_cannot_be_repaired_is_told(
    busy_book: Path, tmp_path: Path, run: Callable[..., Ran], book: Book
) -> None:
    book.close()
    target = tmp_path / "mới.gsdb"
    noise = tmp_path / "nhiễu.gsdb"
    noise.write_bytes(random.Random(1).randbytes(200_000))
    for path, kind in (
        (noise, DamagedFile),
        (tmp_path, UserProblem),
        (tmp_path / "không", Problem),
    ):
        with pytest.raises(kind):
            repairing.repair(path, target)
        assert not target.exists()
    with pytest.raises(UserProblem):
        repairing.repair(busy_book, busy_book)
    with pytest.raises(FileThere):
        repairing.repair(busy_book, book.path)
    code, _out, err = run("repair", "--book", noise, "--output", target)
    assert code == 1
    assert err.count("\n") == 1


def test_the_command_line_repairs_and_checks(
    copied: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    changed(copied, "UPDATE units SET name_key = x'00' WHERE id = 1")
    assert run("check", copied)[0] == 1
    target = tmp_path / "mới.gsdb"
    code, out, err = run("repair", "--book", copied, "--output", target)
    assert (code, err) == (0, "")
    assert "Đã cứu" in out
    assert run("check", "--deep", target)[0] == 0


def damage(content: bytes, chance: random.Random) -> bytes:
    """Some pages zeroed, overwritten or flipped in, and perhaps the end cut off."""
    hurt = bytearray(content)
    for _one in range(chance.randint(1, 12)):
        start = chance.randrange(0, len(hurt) - 4096, 512)
        way = chance.randrange(3)
        if way == 0:
            hurt[start : start + 4096] = bytes(4096)
        elif way == 1:
            hurt[start : start + 512] = chance.randbytes(512)
        else:
            for _bit in range(40):
                hurt[chance.randrange(len(hurt))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.2:
        del hurt[chance.randrange(len(hurt) // 2, len(hurt)) :]
    return bytes(hurt)


def holds(busy_book: Path, folder: Path, seed: int) -> None:
    """Whatever the damage, a repair ends in a book that passes the check, or in a sentence."""
    hurt = damage(busy_book.read_bytes(), random.Random(seed))
    try:
        with repaired(hurt, folder) as made:
            assert made.problems == ()
            assert books.check_file(made.path, deep=True).ok
    except Problem:
        pass


@pytest.mark.parametrize("seed", range(2))
def test_any_damage_ends_in_a_book_that_passes_the_check(
    busy_book: Path, tmp_path: Path, seed: int, counted: Callable[[int, int], None]
) -> None:
    holds(busy_book, tmp_path, seed)
    counted(1, 0)


@pytest.mark.soak
def test_a_hundred_damaged_books_end_in_books_that_pass_the_check(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    @settings(max_examples=100)
    @given(st.integers(0, 1 << 32))
    def tried(seed: int) -> None:
        holds(busy_book, tmp_path, seed)

    tried()
    counted(100, 0)


# a page of zeros


def on_page(content: bytes, number: int) -> set[tuple[str, int]]:
    """The registers' rows of which something lies on a page, by register and number."""
    pages = Pages(content)
    found = set()
    for kind, name, _table, root, _sql in (one.values for one in pages.rows(1)):
        if kind != "table" or name not in MODELS:
            continue
        for row in pages.rows(root):
            if number in (row.page, *row.more):
                found.add((name, row.rowid))
    return found


def zero(busy_book: Path, folder: Path, number: int) -> int:
    """Zero a page: rows of other pages come over as they were. Returns how many were lost."""
    content = busy_book.read_bytes()
    may_go = on_page(content, number)
    damaged = folder / "Sổ hỏng.gsdb"
    damaged.write_bytes(zeroed(content, number))
    report = books.check_file(damaged)
    with repaired(zeroed(content, number), folder) as made:
        assert made.problems == ()
        lost = {(one.register, one.id) for one in made.lost}
        assert {(one.register, one.id) for one in (*made.lost, *made.doubtful)} <= may_go | {
            (one.register, one.id) for one in made.lost if "thuộc về" in one.why
        }
        before, after = rows(busy_book), rows(made.path)
        gone = {(name, uid) for name, uid in before if (name, uid) not in after}
        assert gone == {(one.register, one.uid) for one in made.lost}
        assert not report.ok or not gone
    return len(lost)


def test_a_zeroed_page_costs_only_the_rows_on_it(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    content = busy_book.read_bytes()
    pages = Pages(content)
    roots = {one.values[1]: one.values[3] for one in pages.rows(1)}
    leaf = next(iter(pages.rows(roots["pledges"]))).page
    tried = [roots["members"], leaf]
    lost = [zero(busy_book, tmp_path, one) for one in tried]
    assert lost[0] == 0
    assert lost[1] > 0
    counted(len(tried), 0)


@pytest.mark.soak
def test_each_zeroed_page_costs_only_the_rows_on_it(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    count = len(busy_book.read_bytes()) // 4096
    tried = range(1, count + 1, 7)
    for number in tried:
        zero(busy_book, tmp_path, number)
    counted(len(tried), 0)

"""Undoing a deed whole, from the record of deeds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from desktop.core.errors import InUse, UserProblem
from desktop.core.register import Query
from desktop.services import books, lives, many, registers, undoing
from desktop.services.books import check_file
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many
from desktop.storage.keeping import plain
from desktop.storage.registers import SPECS, TABLES

from .rows import undo_last


def world(book: Book) -> dict[str, dict[str, Any]]:
    """Every row of every register by uid: declared values and bin mark."""
    found: dict[str, dict[str, Any]] = {}
    with book.read() as session:
        for name, table in TABLES.items():
            fields = [one.name for one in SPECS[name].fields]
            for row in session.execute(table.select()).mappings():
                values = {one: plain(row[one]) for one in fields}
                found[f"{name} {row['uid']}"] = {**values, "deleted": row["deleted_at"]}
    return found


def test_an_added_record_goes_with_what_followed_from_it(book: Book) -> None:
    before = world(book)
    registers.save(book, "members", {"full_name": "Nguyễn Thị Ánh", "unit_id": None})
    assert world(book) != before
    assert "Thêm" in undo_last(book)
    assert world(book) == before
    assert registers.count(book, Query("members")) == 0


def test_a_change_is_put_back(book: Book) -> None:
    made = registers.save(
        book, "documents", {"number": "196-KH/TU", "on": None, "direction": "received"}
    ).value
    before = world(book)
    registers.save(book, "documents", {"number": "197-KH/TU", "issuer": "Tỉnh ủy"}, made.id)
    undo_last(book)
    assert world(book) == before


def test_what_was_deleted_comes_back(book: Book) -> None:
    made = registers.save(book, "units", {"name": "Chi bộ 1"}).value
    before = world(book)
    registers.delete(book, "units", [made.id])
    undo_last(book)
    assert world(book) == before


def test_what_comes_back_keeps_its_unit_also_where_that_was_deleted_since(book: Book) -> None:
    unit = registers.save(book, "units", {"name": "Chi bộ 1"}).value.id
    values = {"name": "Lê An", "deed": "Trả của rơi", "unit_id": unit}
    row = registers.save(book, "good_deeds", values).value
    registers.delete(book, "good_deeds", [row.id])
    deed = undoing.last_deed(book)
    assert deed is not None
    registers.delete(book, "units", [unit])
    undoing.undo(book, deed.batch)
    back = registers.get(book, "good_deeds", row.id)
    assert (back.deleted, back.values["unit_id"], back.labels) == (False, unit, row.labels)
    assert registers.get(book, "units", unit).deleted
    with pytest.raises(InUse):  # nobody can take it away for good
        registers.purge(book, "units", [unit])
    undo_last(book)  # the deed that stands: the unit comes back, too
    assert not registers.get(book, "units", unit).deleted
    assert check_file(book.path).ok


def test_rows_added_many_at_a_time_go_at_once(book: Book, tmp_path: Path) -> None:
    before = world(book)
    with book.write("Nhập 3.000 đơn vị") as session:
        rows = [{"name": f"Chi bộ {n}", "kind": "cell"} for n in range(3000)]
        insert_many(session, "units", rows, words="Nhập 3.000 đơn vị")
    assert registers.count(book, Query("units", search="chi bo 2999")) == 1
    undo_last(book)
    assert world(book) == before
    assert registers.count(book, Query("units", search="chi bo 2999")) == 0
    assert check_file(book.path).ok


def test_nothing_is_undone_when_a_row_was_changed_since(book: Book) -> None:
    made = registers.save(book, "units", {"name": "Chi bộ 1"}).value
    deed = undoing.last_deed(book)
    registers.save(book, "units", {"name": "Chi bộ Một"}, made.id)
    before = world(book)
    assert deed is not None
    with pytest.raises(UserProblem, match="đã được sửa sau đó"):
        undoing.undo(book, deed.batch)
    assert world(book) == before


def test_nothing_is_undone_when_a_row_is_used_since(book: Book) -> None:
    with book.write("Nhập đơn vị") as session:
        insert_many(session, "units", [{"name": "Chi bộ 1", "kind": "cell"}], words="Nhập đơn vị")
    deed = undoing.last_deed(book)
    unit = registers.keys(book, Query("units"))[0]
    registers.save(book, "members", {"full_name": "Nguyễn Thị Ánh", "unit_id": unit})
    before = world(book)
    assert deed is not None
    with pytest.raises(UserProblem, match="không hoàn tác được"):
        undoing.undo(book, deed.batch)
    assert world(book) == before


def test_what_was_removed_for_good_can_not_be_undone(book: Book) -> None:
    made = registers.save(book, "units", {"name": "Chi bộ 1"}).value
    registers.delete(book, "units", [made.id])
    registers.purge(book, "units", [made.id])
    deed = undoing.last_deed(book)
    assert deed is not None
    with pytest.raises(UserProblem, match="xóa hẳn"):
        undoing.undo(book, deed.batch)


def test_an_undoing_is_not_offered_to_be_undone(book: Book) -> None:
    registers.save(book, "units", {"name": "Chi bộ 1"})
    deed = undoing.last_deed(book)
    assert deed is not None
    undo_last(book)
    assert undoing.last_deed(book) is None
    with pytest.raises(UserProblem, match="đã được hoàn tác"):
        undoing.undo(book, deed.batch)
    with pytest.raises(UserProblem):
        undoing.undo(book, "no such deed")


def _deed(book: Book, kind: str, which: int) -> None:
    """Do something of a kind to one of the members that are there."""
    ids = list(registers.keys(book, Query("members")))
    units = list(registers.keys(book, Query("units")))
    if kind == "add" or not ids:
        registers.save(book, "members", {"full_name": f"Nguyễn Văn {which}"})
    elif kind == "unit" or not units:
        registers.save(book, "units", {"name": f"Chi bộ {which}"})
    elif kind == "change":
        one = ids[which % len(ids)]
        registers.save(book, "members", {"full_name": f"Trần Thị {which}"}, one)
    elif kind == "move":
        lives.transfer(book, ids, units[which % len(units)], f"20{10 + which % 10}-05-01")
    elif kind == "many":
        many.edit_many(book, "members", ids, {"ethnicity": f"Dân tộc {which}"})
    else:
        registers.delete(book, "members", [ids[which % len(ids)]])


@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["add", "unit", "change", "move", "many", "delete"]),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_deeds_are_undone_one_after_the_other(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("undo") / "so.gsdb"
    book = books.open_book(Path(shutil.copy(empty_book, path)))
    first = undoing.last_deed(book)
    worlds = [world(book)]
    for kind, which in deeds:
        _deed(book, kind, which)
        if world(book) != worlds[-1]:  # nobody was there to be moved
            worlds.append(world(book))
    for before in reversed(worlds[:-1]):
        undo_last(book)
        assert world(book) == before
    assert undoing.last_deed(book) == first
    book.close()


def test_the_making_of_a_book_is_no_deed_to_undo(book: Book) -> None:
    assert undoing.last_deed(book) is None
    with book.read() as session:
        first = session.execute(
            TABLES["offices"].metadata.tables["audit_entries"].select().limit(1)
        ).mappings()
        batch = next(iter(first))["batch"]
    with pytest.raises(UserProblem, match="lập sổ"):
        undoing.undo(book, batch)


def test_many_entries_are_undone_together_and_told(book: Book) -> None:
    for n in range(700):
        registers.save(book, "units", {"name": f"Chi bộ {n}"})
    before = world(book)
    units = list(registers.keys(book, Query("units")))
    many.edit_many(book, "units", units, {"established": "2000"})
    deed = undoing.last_deed(book)
    assert deed is not None
    told: list[tuple[int, int]] = []
    statements: list[str] = []

    def noted(_connection: object, _cursor: object, words: str, *_more: object) -> None:
        statements.append(words)

    event.listen(Engine, "before_cursor_execute", noted)
    try:
        undoing.undo(book, deed.batch, lambda done, of: told.append((done, of)))
    finally:
        event.remove(Engine, "before_cursor_execute", noted)
    assert world(book) == before
    assert told[-1] == (700, 700)
    assert len(told) > 1
    assert len([one for one in statements if one.startswith("SELECT units.")]) <= len(told)


def test_an_undoing_that_is_cancelled_changes_nothing(book: Book) -> None:
    class Stop(Exception):
        pass

    def stop(_done: int, _of: int) -> None:
        raise Stop

    registers.save(book, "units", {"name": "Chi bộ 1"})
    before = world(book)
    deed = undoing.last_deed(book)
    assert deed is not None
    with pytest.raises(Stop):
        undoing.undo(book, deed.batch, stop)
    assert world(book) == before
    assert undoing.last_deed(book) == deed


@pytest.mark.parametrize("renamed_first", [False, True])
def test_the_order_of_rows_is_put_back_with_the_names_they_refer_to(
    book: Book, renamed_first: bool
) -> None:
    units = [registers.save(book, "units", {"name": f"Chi bộ {n}"}).value.id for n in (1, 5)]
    members = [
        registers.save(book, "members", {"full_name": name, "unit_id": unit}).value.id
        for name, unit in zip(("Lê An", "Lê Ba"), units, strict=True)
    ]
    by_unit = Query("members", sort="unit_id")
    with book.write("Đổi tên và chuyển") as session:
        steps: list[tuple[str, dict[str, object], int]] = [
            ("units", {"name": "Chi bộ 9"}, units[0]),
            ("members", {"unit_id": units[1]}, members[0]),
        ]
        for register, values, row in steps if renamed_first else reversed(steps):
            registers.save_in(session, register, values, row)
    undo_last(book)
    assert list(registers.keys(book, by_unit)) == members
    assert check_file(book.path).ok


def test_a_record_that_has_files_since_stays(book: Book) -> None:
    with book.write("Nhập") as session:
        insert_many(
            session, "members", [{"full_name": "Lê An", "status": "official"}], words="Nhập"
        )
    deed = undoing.last_deed(book)
    assert deed is not None
    (member,) = registers.page(book, Query("members")).rows
    values = {
        "owner_register": "members",
        "owner_uid": member.uid,
        "name": "a.txt",
        "media_type": "text/plain",
        "size": 1,
        "sha256": "0" * 64,
        "content": b"a",
    }
    registers.save(book, "attachments", values)
    with pytest.raises(UserProblem, match="tệp đính kèm"):
        undoing.undo(book, deed.batch)
    undo_last(book)
    undoing.undo(book, deed.batch)
    assert registers.count(book, Query("members")) == 0

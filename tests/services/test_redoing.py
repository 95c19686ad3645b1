"""Doing again what was undone, several deeds in one go, and what stands in the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.register import Query
from desktop.services import book_settings, registers, undoing
from desktop.services.books import check_file
from desktop.services.undoing import MOST
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many
from desktop.storage.models import UndoneRows
from desktop.storage.registers import TABLES

from .rows import undo_last


def everything(book: Book) -> dict[str, Any]:
    """Every column of every row, also ids and hashes; not what a change of it counts."""
    found: dict[str, Any] = {}
    with book.read() as session:
        for name, table in TABLES.items():
            for row in session.execute(table.select()).mappings():
                kept = {k: v for k, v in row.items() if k not in ("updated_at", "revision")}
                found[f"{name} {row['id']}"] = kept
    return found


def kept_rows(book: Book) -> int:
    with book.read() as session:
        return session.scalar(select(func.count()).select_from(UndoneRows)) or 0


def test_the_very_rows_come_back_with_their_files(book: Book) -> None:
    content = bytes(range(256)) * 40
    with book.write("Thêm mô hình kèm ảnh") as session:
        model = registers.save_in(session, "models", {"name": "Hũ gạo", "kind": "collective"})
        values = {
            "owner_register": "models",
            "owner_uid": model.uid,
            "name": "a.jpg",
            "media_type": "image/jpeg",
            "size": len(content),
            "sha256": "0" * 64,
            "content": content,
        }
        registers.save_in(session, "attachments", values)
    before = everything(book)
    undo_last(book)
    assert registers.count(book, Query("attachments")) == 0
    assert kept_rows(book) > 0
    assert undoing.redo(book).value == "Thêm mô hình kèm ảnh"
    assert everything(book) == before
    assert kept_rows(book) == 0
    assert registers.count(book, Query("models", search="hu gao")) == 1
    assert check_file(book.path).ok


def test_a_new_deed_empties_what_can_be_done_again(book: Book) -> None:
    registers.save(book, "units", {"name": "Chi bộ 1"})
    undo_last(book)
    assert undoing.last_deeds(book).to_redo is not None
    registers.save(book, "units", {"name": "Chi bộ 2"})
    assert undoing.last_deeds(book).to_redo is None
    assert kept_rows(book) == 0
    with pytest.raises(UserProblem, match="làm lại"):
        undoing.redo(book)


def test_a_deed_that_fails_leaves_what_can_be_done_again(book: Book) -> None:
    made = registers.save(book, "units", {"name": "Chi bộ 1"}).value
    registers.save(book, "members", {"full_name": "Lê An", "unit_id": made.id})
    registers.save(book, "units", {"name": "Chi bộ 2"})
    undo_last(book)
    with pytest.raises(UserProblem):
        registers.delete(book, "units", [made.id])
    undoing.redo(book)
    assert registers.count(book, Query("units")) == 2


def test_only_the_last_fifty_are_listed_and_kept(book: Book) -> None:
    for one in range(MOST + 5):
        registers.save(book, "units", {"name": f"Chi bộ {one}"})
    found = undoing.last_deeds(book)
    assert len(found.every) == len(found.done) == MOST
    for _deed in range(MOST):
        undo_last(book)
    assert registers.count(book, Query("units")) == 5
    found = undoing.last_deeds(book, counted=True)
    assert (found.done, len(found.undone)) == ((), MOST)
    assert all(one.again and one.records == 1 for one in found.every)
    assert kept_rows(book) == MOST
    undoing.redo_to(book, found.undone[0])
    assert registers.count(book, Query("units")) == MOST + 5


def test_what_is_newer_than_a_removal_for_good_is_undone(book: Book) -> None:
    older = registers.save(book, "units", {"name": "Chi bộ 1"}).value
    made = registers.save(book, "members", {"full_name": "Lê An"}).value
    registers.delete(book, "members", [made.id])
    registers.purge(book, "members", [made.id])
    registers.save(book, "units", {"name": "Chi bộ 2"}, older.id)
    undo_last(book)
    assert registers.get(book, "units", older.id).values["name"] == "Chi bộ 1"
    found = undoing.last_deeds(book)
    assert found.newest is not None
    assert found.newest.final
    assert [one.words for one in found.in_the_way] == ["Xóa hẳn 1 đảng viên"]
    assert found.to_undo is not None
    with pytest.raises(UserProblem, match="xóa hẳn sau đó"):
        undoing.undo(book, found.to_undo.batch)
    # further back nothing of it was removed
    with pytest.raises(UserProblem):
        undoing.undo_to(book, found.done[0])
    assert undoing.undo(book, found.done[0]).value.startswith("Thêm đơn vị")
    assert registers.count(book, Query("units")) == 0


def test_settings_and_who_is_not_the_same_are_undone(book: Book) -> None:
    book_settings.save(book, {"due_soon_days": 30})
    book_settings.save(book, {"due_soon_days": 40})
    undo_last(book)
    assert book_settings.values(book)["due_soon_days"] == 30
    undo_last(book)
    assert book_settings.values(book)["due_soon_days"] == 15
    undoing.redo(book)
    undoing.redo(book)
    assert book_settings.values(book)["due_soon_days"] == 40


def test_several_are_undone_or_none(book: Book) -> None:
    with book.write("Nhập đơn vị") as session:
        insert_many(session, "units", [{"name": "Chi bộ 1"}], words="Nhập đơn vị")
    unit = registers.keys(book, Query("units"))[0]
    registers.save(book, "members", {"full_name": "Lê An", "unit_id": unit})
    registers.save(book, "units", {"name": "Chi bộ Một"}, unit)
    before = everything(book)
    first = undoing.last_deeds(book).done[0]
    told: list[tuple[int, int]] = []
    done = undoing.undo_to(book, first, lambda some, of: told.append((some, of))).value
    assert done == ("Sửa đơn vị", "Thêm đảng viên", "Nhập đơn vị")
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 2
    assert registers.count(book, Query("members")) == 0
    found = undoing.last_deeds(book)
    with pytest.raises(UserProblem):
        undoing.undo_to(book, first)

    def stop(some: int, of: int) -> None:
        if some == of:
            raise Cancelled

    empty = everything(book)
    with pytest.raises(Cancelled):
        undoing.redo_to(book, found.undone[0], stop)
    assert everything(book) == empty
    undoing.redo_to(book, found.undone[0])
    assert everything(book) == before


def test_an_older_deed_is_undone_alone_and_done_again(book: Book) -> None:
    registers.save(book, "units", {"name": "Chi bộ 1"})
    registers.save(book, "units", {"name": "Chi bộ 2"})
    before = everything(book)
    first, second = undoing.last_deeds(book).done
    undoing.undo(book, first)
    assert undoing.last_deeds(book).done == (second,)
    undoing.redo(book)
    assert undoing.last_deeds(book).done == (second, first)
    assert everything(book) == before


def test_what_an_older_version_undid_is_not_offered(book: Book) -> None:
    registers.save(book, "units", {"name": "Chi bộ 1"})
    undo_last(book)
    with book.write("") as session:  # as a book of schema 2 comes: without the rows
        session.execute(delete(UndoneRows))
    assert undoing.last_deeds(book).to_redo is None


def test_a_note_to_a_record_keeps_it(book: Book) -> None:
    made = registers.save(book, "members", {"full_name": "Lê An"}).value
    deed = undoing.last_deed(book)
    assert deed is not None
    owner = {"owner_register": "members", "owner_uid": made.uid}
    values = {"on": date(2024, 5, 1), "text": "Hỏi lại", **owner}
    registers.save(book, "notes", values)
    with pytest.raises(UserProblem, match="ghi chú"):
        undoing.undo(book, deed.batch)


def test_what_is_rated_twice_in_one_deed_goes_back_to_the_first(book: Book) -> None:
    made = registers.save(book, "units", {"name": "A"}).value
    with book.write("Đổi hai lần") as session:
        registers.save_in(session, "units", {"name": "B", "code": "1"}, made.id)
        registers.save_in(session, "units", {"name": "C"}, made.id)
    undo_last(book)
    row = registers.get(book, "units", made.id)
    assert (row.values["name"], row.values["code"]) == ("A", None)
    undoing.redo(book)
    row = registers.get(book, "units", made.id)
    assert (row.values["name"], row.values["code"]) == ("C", "1")


def test_a_reference_to_what_was_removed_since_is_not_put_back(book: Book) -> None:
    old, new = (registers.save(book, "units", {"name": f"Chi bộ {one}"}).value.id for one in "12")
    held = {"year": 2024, "kind": "commitment", "pledger_kind": "organisation", "name": "Chi bộ"}
    row = registers.save(book, "pledges", {**held, "unit_id": old}).value.id
    registers.save(book, "pledges", {"unit_id": new}, row)
    moved = undoing.last_deed(book)
    assert moved is not None
    registers.delete(book, "units", [old])
    registers.purge(book, "units", [old])
    before = everything(book)
    with pytest.raises(UserProblem, match=r"«Đơn vị».* đã bị xóa hẳn sau đó"):
        undoing.undo(book, moved.batch)
    assert everything(book) == before

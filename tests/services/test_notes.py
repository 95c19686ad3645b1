"""Notes on records: written, changed, settled, and due on their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import InvalidValues, StaleRecord
from desktop.services import notes, overview_due, registers
from desktop.services.books import Book, OfficeSetup, create_book

from .rows import add, undo_last

DAY = date(2026, 11, 21)


@pytest.fixture
def member(book: Book) -> int:
    return add(book, "members", full_name="Nguyễn Thị Ánh")


def texts(book: Book, member: int) -> list[str]:
    return [one.text for one in notes.listed(book, "members", member)]


def test_the_newest_note_comes_first(book: Book, member: int) -> None:
    notes.add(book, "members", member, "trước", DAY - timedelta(days=3))
    notes.add(book, "members", member, "một\nhai", DAY)
    notes.add(book, "members", member, "cùng ngày", DAY)
    assert texts(book, member) == ["cùng ngày", "một\nhai", "trước"]
    assert undo_last(book) == "Ghi chú vào đảng viên «Nguyễn Thị Ánh»"
    assert texts(book, member) == ["một\nhai", "trước"]


def test_changed_and_settled(book: Book, member: int) -> None:
    note = notes.add(book, "members", member, "gọi lại", DAY, DAY).value
    changed = notes.change(book, note.id, {"text": "đã gọi", "remind_on": None}).value
    assert (changed.text, changed.remind_on, changed.on) == ("đã gọi", None, DAY)
    assert notes.settle(book, note.id).value.settled
    assert undo_last(book) == "Đánh dấu đã xong ghi chú ở đảng viên «Nguyễn Thị Ánh»"
    assert undo_last(book) == "Sửa ghi chú ở đảng viên «Nguyễn Thị Ánh»"
    assert notes.listed(book, "members", member)[0].text == "gọi lại"


def test_blank_and_stale_are_refused(book: Book, member: int) -> None:
    with pytest.raises(InvalidValues, match="nội dung"):
        notes.add(book, "members", member, " \n ")
    note = notes.add(book, "members", member, "x").value
    with pytest.raises(StaleRecord):
        notes.change(book, note.id, {"text": "y"}, note.revision + 1)
    with pytest.raises(StaleRecord):
        notes.change(book, 999, {"text": "y"})
    registers.delete(book, "members", [member])
    with pytest.raises(StaleRecord):
        notes.add(book, "members", member, "y")
    assert texts(book, member) == ["x"]


def test_reminders_stand_in_the_overview(book: Book, member: int) -> None:
    notes.add(book, "members", member, "xin xác nhận\ncủa chi bộ", DAY, DAY - timedelta(days=1))
    found = [one for one in overview_due.due_lines(book, DAY) if one.register == "members"]
    assert [(one.what, one.whose, one.on, one.row_id, one.late) for one in found] == [
        (
            "Nhắc: xin xác nhận của chi bộ",
            "Nguyễn Thị Ánh",
            DAY - timedelta(days=1),
            member,
            True,
        )
    ]
    registers.delete(book, "members", [member])
    assert not [one for one in overview_due.due_lines(book, DAY) if one.register == "members"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book that is filled by one example after the other."""
    setup = OfficeSetup("Ban Tuyên giáo", "district", "Cầu Ngang")
    made = create_book(tmp_path_factory.mktemp("notes") / "sổ.gsdb", setup)
    yield made
    made.close()


STATES = st.lists(
    st.tuples(
        st.none() | st.integers(-5, 5),  # days from DAY on which it reminds
        st.booleans(),  # settled
        st.booleans(),  # deleted
        st.integers(0, 1),  # on whom; the second is in the bin
    ),
    max_size=8,
)


@given(states=STATES)
def test_due_is_what_a_plain_recomputation_finds(
    filled: Book, states: list[tuple[int | None, bool, bool, int]]
) -> None:
    book = filled
    owners = [add(book, "members", full_name=name) for name in ("Lê An", "Lê Ba")]
    wanted = []
    for place, (remind, settled, deleted, owner) in enumerate(states):
        on = None if remind is None else DAY + timedelta(days=remind)
        note = notes.add(book, "members", owners[owner], f"{place}", DAY, on).value
        if settled:
            notes.settle(book, note.id)
        if deleted:
            registers.delete(book, "notes", [note.id])
        if on is not None and on <= DAY and not settled and not deleted and owner == 0:
            wanted.append((on, note.id))
    registers.delete(book, "members", [owners[1]])
    mine = [one for one in notes.due(book, DAY, 100_000) if one.row_id in owners]
    assert [(one.note.remind_on, one.note.id) for one in mine] == sorted(wanted)
    assert all(one.late(DAY) == (one.note.remind_on < DAY) for one in mine if one.note.remind_on)

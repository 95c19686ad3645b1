"""Transfers, statuses, mergers and dissolutions, with the past kept."""

from __future__ import annotations

import pytest

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Query
from desktop.services import lives, registers, undoing
from desktop.storage.book import Book

from .rows import add


def history(book: Book, member: int) -> list[tuple[object, ...]]:
    found = registers.page(
        book, Query("member_units", filters={"member_id": member}, sort="from_on")
    )
    return [(one.labels["unit_id"], one.values["from_on"], one.values["to_on"])
            for one in found.rows]  # fmt: skip


def value(book: Book, register: str, row: int, name: str) -> object:
    return registers.get(book, register, row).values[name]


@pytest.fixture
def cells(book: Book) -> tuple[int, int, int]:
    """A committee with two cells."""
    above = add(book, "units", name="Đảng bộ xã Tân Long", kind="base_committee")
    return (above, add(book, "units", name="Chi bộ 1", parent_id=above),
            add(book, "units", name="Chi bộ 2", parent_id=above))  # fmt: skip


def test_a_transfer_keeps_the_time_in_each_unit(book: Book, cells: tuple[int, int, int]) -> None:
    _above, one, two = cells
    member = add(book, "members", full_name="Nguyễn Thị Ánh", unit_id=one)
    assert lives.transfer(book, [member], two, "2025-07-01").value == 1
    assert value(book, "members", member, "unit_id") == two
    assert sorted(history(book, member), key=str) == sorted(
        [("Chi bộ 1", None, "2025-07-01"), ("Chi bộ 2", "2025-07-01", None)], key=str
    )
    assert lives.transfer(book, [member], two, "2025-08-01").value == 0


def test_a_whole_cell_moves_and_only_who_is_present(
    book: Book, cells: tuple[int, int, int]
) -> None:
    _above, one, two = cells
    here = [add(book, "members", full_name=f"Nguyễn Văn {n}", unit_id=one) for n in range(3)]
    gone = add(book, "members", full_name="Lê Văn Tám", unit_id=one, status="deceased")
    assert lives.transfer_unit(book, one, two, "2025-07").value == 3
    assert {value(book, "members", each, "unit_id") for each in here} == {two}
    assert value(book, "members", gone, "unit_id") == one


def test_a_status_has_its_step(book: Book) -> None:
    member = add(book, "members", full_name="Nguyễn Thị Ánh", status="probationary")
    assert lives.change_status(book, [member], "official", "2025-05-19").value == 1
    assert registers.count(book, Query("member_steps", filters={"member_id": member})) == 2
    with pytest.raises(InvalidValues):
        lives.change_status(book, [member], "no such status", None)


def test_a_merger_moves_people_and_units_and_can_be_undone(
    book: Book, cells: tuple[int, int, int]
) -> None:
    above, one, two = cells
    other = add(book, "units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee")
    members = [add(book, "members", full_name=f"Nguyễn Văn {n}", unit_id=above) for n in range(2)]
    assert lives.merge_units(book, [above], other, "2025-07-01").value == 2
    assert value(book, "units", above, "ended") == "2025-07-01"
    assert value(book, "units", above, "merged_into_id") == other
    assert {value(book, "units", each, "parent_id") for each in (one, two)} == {other}
    assert {value(book, "members", each, "unit_id") for each in members} == {other}
    deed = undoing.last_deed(book)
    assert deed is not None
    undoing.undo(book, deed.batch)
    assert value(book, "units", above, "ended") is None
    assert {value(book, "units", each, "parent_id") for each in (one, two)} == {above}
    assert {value(book, "members", each, "unit_id") for each in members} == {above}


def test_a_merger_into_what_is_below_or_ended_is_refused(
    book: Book, cells: tuple[int, int, int]
) -> None:
    above, one, two = cells
    with pytest.raises(UserProblem, match="không thể sáp nhập"):
        lives.merge_units(book, [above], one, "2025-07-01")
    lives.dissolve_unit(book, two, "2025-01-01")
    with pytest.raises(UserProblem, match="đã kết thúc"):
        lives.merge_units(book, [one], two, "2025-07-01")
    with pytest.raises(UserProblem, match="đã kết thúc"):
        lives.transfer(book, [add(book, "members", full_name="A", unit_id=one)], two, "2025-07-01")


def test_a_unit_with_people_needs_somebody_to_take_them(
    book: Book, cells: tuple[int, int, int]
) -> None:
    above, one, two = cells
    member = add(book, "members", full_name="Nguyễn Thị Ánh", unit_id=one)
    with pytest.raises(UserProblem, match="còn 1 đảng viên"):
        lives.dissolve_unit(book, one, "2025-07-01")
    with pytest.raises(UserProblem, match="còn 0 đảng viên và 2 đơn vị"):
        lives.dissolve_unit(book, above, "2025-07-01")
    assert lives.dissolve_unit(book, one, "2025-07-01", two).value == 1
    assert value(book, "members", member, "unit_id") == two


def test_many_records_get_one_value_all_or_none(book: Book) -> None:
    ids = [add(book, "members", full_name=f"Nguyễn Văn {n}") for n in range(3)]
    assert lives.edit_many(book, "members", ids, {"ethnicity": "Kinh"}).value == 3
    assert lives.edit_many(book, "members", ids, {"ethnicity": "Kinh"}).value == 0
    with pytest.raises(UserProblem):
        lives.edit_many(book, "members", [*ids, 10_000], {"ethnicity": "Khmer"})
    assert {value(book, "members", one, "ethnicity") for one in ids} == {"Kinh"}


def test_a_unit_moves_in_the_tree_but_not_in_a_circle(
    book: Book, cells: tuple[int, int, int]
) -> None:
    above, one, _two = cells
    lives.move_unit(book, one, None)
    assert value(book, "units", one, "parent_id") is None
    with pytest.raises(InvalidValues):
        lives.move_unit(book, above, above)

"""Transfers and statuses, with the past kept."""

from __future__ import annotations

import pytest

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Query
from desktop.services import lives, many, registers
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


def test_a_status_has_its_step(book: Book) -> None:
    member = add(book, "members", full_name="Nguyễn Thị Ánh", status="probationary")
    assert lives.change_status(book, [member], "official", "2025-05-19").value == 1
    assert registers.count(book, Query("member_steps", filters={"member_id": member})) == 2
    with pytest.raises(InvalidValues):
        lives.change_status(book, [member], "no such status", None)


def test_many_records_get_one_value_all_or_none(book: Book) -> None:
    ids = [add(book, "members", full_name=f"Nguyễn Văn {n}") for n in range(3)]
    assert many.edit_many(book, "members", ids, {"ethnicity": "Kinh"}).value == 3
    assert many.edit_many(book, "members", ids, {"ethnicity": "Kinh"}).value == 0
    with pytest.raises(UserProblem):
        many.edit_many(book, "members", [*ids, 10_000], {"ethnicity": "Khmer"})
    assert {value(book, "members", one, "ethnicity") for one in ids} == {"Kinh"}


def test_a_corrected_day_or_reason_is_corrected_in_the_history(book: Book) -> None:
    member = add(book, "members", full_name="Lâm Sơn")
    lives.change_status(book, [member], "transferred", "2025-04-01")
    registers.save(
        book, "members", {"status_on": "2025-08-15", "status_reason": "Chuyển Trà Cú"}, member
    )
    steps = registers.page(book, Query("member_steps", filters={"member_id": member})).rows
    assert {(one.values["status"], one.values["on"], one.values["reason"]) for one in steps} == {
        ("official", None, None),
        ("transferred", "2025-08-15", "Chuyển Trà Cú"),
    }

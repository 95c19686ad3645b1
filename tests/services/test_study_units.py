"""Units put on a session's list at once: which they are, and how many members each invites."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.core.standing import present_on, unit_on
from desktop.services import registers, undoing
from desktop.services.books import Book
from desktop.services.member_reading import read_known
from desktop.services.study_units import Taken, Which, add_units, foresee_units
from desktop.services.unit_lives import merge_units
from desktop.storage.bulk import insert_many

from .rows import add, everything, live, undo_last

DAY = date(2025, 3, 14)


@pytest.fixture
def tree(book: Book) -> dict[str, int]:
    """A committee over a base committee with two cells, a base cell, and an agency."""
    found = {"root": add(book, "units", name="Đảng bộ huyện", kind="party_committee")}
    for key, name, kind, above in (
        ("base", "Đảng bộ xã An Lạc", "base_committee", "root"),
        ("single", "Chi bộ Công an", "base_cell", "root"),
        ("agency", "Phòng Nội vụ", "agency", "root"),
        ("one", "Chi bộ ấp Một", "cell", "base"),
        ("two", "Chi bộ ấp Hai", "cell", "base"),
    ):
        found[key] = add(book, "units", name=name, kind=kind, parent_id=found[above])
    return found


def member(book: Book, unit: int, **values: Any) -> int:
    given = {"status": "official", "admitted_on": "2010-01-01", "official_on": "2011-01-01"}
    return add(book, "members", full_name="Lê An", unit_id=unit, **{**given, **values})


def session(book: Book, **values: Any) -> int:
    return add(book, "study_sessions", **{"subject": "Chuyên đề", "on": DAY, **values})


def invited(book: Book, held: int) -> dict[int, int | None]:
    return {one["unit_id"]: one["invited"] for one in live(book, "study_attendances")
            if one["session_id"] == held}  # fmt: skip


def test_each_way_takes_its_units_with_all_their_members(book: Book, tree: dict[str, int]) -> None:
    for unit, count in (("one", 3), ("two", 2), ("base", 1), ("single", 4)):
        for _place in range(count):
            member(book, tree[unit])
    ways = {
        Which.DIRECT: {"base": 6, "single": 4, "agency": None},
        Which.BASE: {"base": 6, "single": 4},
        Which.CELLS: {"one": 3, "two": 2, "single": 4},
    }
    for which, wanted in ways.items():
        held = session(book, subject=which.value)
        told = foresee_units(book, held, tree["root"], which)
        done = add_units(book, held, tree["root"], which)
        assert done.value == told
        assert invited(book, held) == {tree[name]: count for name, count in wanted.items()}
        counts = [count or 0 for count in wanted.values()]
        assert told == Taken(len(wanted), 0, sum(counts), counts.count(0), DAY)
    held = session(book, subject="Cả sổ")
    add_units(book, held, None, Which.DIRECT)
    assert invited(book, held) == {tree["root"]: 10}


def test_units_on_the_list_stay_as_they_are_and_all_is_undone(
    book: Book, tree: dict[str, int]
) -> None:
    member(book, tree["one"])
    held = session(book)
    add(book, "study_attendances", session_id=held, unit_id=tree["one"], invited=99, attended=5)
    gone = add(book, "study_attendances", session_id=held, unit_id=tree["two"], invited=7)
    registers.delete(book, "study_attendances", [gone])  # what is in the bin is not on the list
    before = everything(book)
    done = add_units(book, held, tree["base"], Which.DIRECT)
    assert (done.value.added, done.value.there) == (1, 1)
    assert invited(book, held) == {tree["one"]: 99, tree["two"]: None}
    deed = undoing.last_deed(book)
    assert deed is not None
    assert deed.words == "Lấy 1 đơn vị vào hội nghị: Chuyên đề"
    undo_last(book)
    assert everything(book) == before
    add_units(book, held, tree["base"], Which.DIRECT)
    assert add_units(book, held, tree["base"], Which.DIRECT).value.added == 0


def test_members_count_as_they_stood_on_the_day(book: Book, tree: dict[str, int]) -> None:
    unit = tree["one"]
    member(book, unit, status="probationary", admitted_on="2025-01-01", official_on=None)
    member(book, unit, exempt=True)
    member(book, unit, admitted_on="2025-06-01", official_on=None, status="probationary")
    member(book, unit, status="deceased", status_on="2024-12-01")
    died_later = member(book, unit)
    add(book, "member_steps", member_id=died_later, status="deceased", on="2025-12-01")
    moved = member(book, tree["two"])
    for stay in registers.rows(
        book, "member_units", [one["id"] for one in live(book, "member_units", member_id=moved)]
    ):
        registers.save(book, "member_units", {"from_on": "2025-08-01"}, stay.id)
    add(book, "member_units", member_id=moved, unit_id=unit, to_on="2025-07-31")
    away = member(book, unit)
    add(book, "member_moves", member_id=away, kind="arrival", on="2025-09-01", place="Xã Mỹ Hòa")
    held = session(book)
    add_units(book, held, tree["base"], Which.DIRECT)
    assert invited(book, held) == {unit: 3, tree["two"]: None}


def test_the_tree_is_that_of_the_day(book: Book, tree: dict[str, int]) -> None:
    member(book, tree["one"])
    member(book, tree["two"])
    merge_units(book, [tree["one"]], tree["two"], "2025-07-01")
    late = add(book, "units", name="Chi bộ mới", kind="cell", parent_id=tree["base"],
               established="2026")  # fmt: skip
    before, after = session(book), session(book, on=date(2025, 8, 1))
    add_units(book, before, tree["base"], Which.CELLS)
    assert invited(book, before) == {tree["one"]: 1, tree["two"]: 1}
    add_units(book, after, tree["base"], Which.CELLS)
    assert invited(book, after) == {tree["two"]: 2}
    today = session(book, on=None)
    add_units(book, today, tree["base"], Which.CELLS)
    assert invited(book, today) == {tree["two"]: 2, late: None}


def test_what_cannot_be_taken_changes_nothing(book: Book, tree: dict[str, int]) -> None:
    held = session(book)
    before = everything(book)
    with pytest.raises(UserProblem, match=r"«Chi bộ ấp Một» không có đơn vị nào như vậy"):
        add_units(book, held, tree["one"], Which.DIRECT)
    with pytest.raises(UserProblem, match="Đơn vị đã chọn không còn"):
        add_units(book, held, 999, Which.DIRECT)
    with pytest.raises(UserProblem, match="Hội nghị này không còn"):
        foresee_units(book, 999, None, Which.DIRECT)
    assert everything(book) == before


def test_the_count_is_that_of_the_rules_for_any_life(book: Book, tree: dict[str, int]) -> None:
    """One statement counts what `core.standing` tells of each member (DOMAIN.md, members)."""
    chance = random.Random(20250314)
    units = [tree["one"], tree["two"], tree["single"]]
    days = [None, "2023", "2024-06", "2025", "2025-03", "2025-03-14", "2025-03-15", "2026-01-01"]
    status = ["probationary", "official", "transferred", "expelled", "deceased"]

    def some(most: int) -> range:
        return range(chance.randint(0, most))

    with book.write("Nhập") as open_session:
        people = insert_many(open_session, "members", [
            {"full_name": f"Lê An {place}", "unit_id": chance.choice([*units, None]),
             "status": chance.choice(status), "exempt": chance.random() < 0.1,
             "admitted_on": chance.choice(days), "official_on": chance.choice(days)}
            for place in range(1_500)
        ], words="Nhập")  # fmt: skip
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in people:
            for _place in some(2):
                rows["member_steps"].append({"member_id": one, "status": chance.choice(status),
                                             "on": chance.choice(days)})  # fmt: skip
            for _place in some(2):
                rows["member_moves"].append({
                    "member_id": one, "on": chance.choice(days), "place": "Xã",
                    "kind": chance.choice(["arrival", "departure"])})  # fmt: skip
            for _place in some(2):
                rows["member_units"].append({
                    "member_id": one, "unit_id": chance.choice(units),
                    "from_on": chance.choice(days), "to_on": chance.choice(days)})  # fmt: skip
        for register, given in rows.items():
            insert_many(open_session, register, given, words="Nhập")
    for day in (date(2023, 6, 1), DAY, date(2025, 3, 15), date(2027, 1, 1)):
        wanted: Counter[int] = Counter()
        with book.read() as open_session:
            for one in read_known(open_session):
                unit = unit_on(one.life, day)
                if present_on(one.life, day) and not one.values["exempt"] and unit is not None:
                    wanted[unit] += 1
        held = session(book, on=day, subject=f"{day}")
        add_units(book, held, tree["root"], Which.CELLS)
        assert sum(wanted.values()) > 30
        assert {one: count or 0 for one, count in invited(book, held).items()} == {
            one: wanted[one] for one in units
        }

"""Units merged, dissolved, emptied and moved: what is told before, what is done, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, InvalidValues, UserProblem
from desktop.core.register import Query
from desktop.services import lives, member_papers, registers, undoing, unit_lives, unit_rows
from desktop.services.unit_lives import TOP
from desktop.storage.book import Book
from desktop.storage.registers import referring

from .rows import add, live
from .rows import everything as everything_of

DAY = "2025-07-01"


def value(book: Book, register: str, row: int, name: str) -> Any:
    return registers.get(book, register, row).values[name]


def stays(book: Book, member: int) -> set[tuple[str, str | None, str | None]]:
    found = registers.page(book, Query("member_units", filters={"member_id": member}))
    return {(one.labels["unit_id"], one.values["from_on"], one.values["to_on"])
            for one in found.rows}  # fmt: skip


def undo(book: Book) -> str:
    deed = undoing.last_deed(book)
    assert deed is not None
    return undoing.undo(book, deed.batch).value


def everything(book: Book) -> dict[str, list[dict[str, Any]]]:
    """What the book holds of units and members, to compare."""
    return {
        name: [dict(row.values) for row in registers.rows(
            book, name, sorted(registers.keys(book, Query(name)))
        )]
        for name in ("units", "members", "member_units")
    }  # fmt: skip


@pytest.fixture
def ids(book: Book) -> dict[str, int]:
    """Two communes below a district, cells below both, members in all of the first's."""
    root = add(book, "units", name="Đảng bộ huyện", kind="party_committee")
    made = {"root": root}
    for name, key in (("Đảng bộ xã Mỹ Hòa", "hoa"), ("Đảng bộ xã Mỹ Long", "long")):
        made[key] = add(book, "units", name=name, kind="base_committee", parent_id=root)
    for name, key, above in (
        ("Chi bộ ấp Một", "one", "hoa"),
        ("Chi bộ ấp Hai", "two", "hoa"),
        ("Tổ đảng Ba", "team", "two"),
        ("Chi bộ ấp Tư", "four", "long"),
    ):
        made[key] = add(book, "units", name=name, parent_id=made[above])
    ended = add(book, "units", name="Chi bộ cũ", parent_id=made["hoa"], ended="2020-01-01")
    made["old"] = ended
    for n, key in enumerate(("hoa", "hoa", "one", "two", "four")):
        made[f"m{n}"] = add(book, "members", full_name=f"Nguyễn Văn {n}", unit_id=made[key])
    made["gone"] = add(
        book, "members", full_name="Lê Văn Tám", unit_id=made["hoa"], status="deceased"
    )
    return made


# merging


def test_a_merger_is_told_before_and_then_done_just_so(book: Book, ids: dict[str, int]) -> None:
    before = everything(book)
    told = unit_lives.foresee_merger(book, [ids["hoa"]], ids["long"], DAY)
    assert everything(book) == before  # nothing was written
    (unit,) = told.units
    assert (unit.name, unit.members, unit.staying, unit.deeper) == ("Đảng bộ xã Mỹ Hòa", 2, 1, 1)
    assert unit.below == ("Chi bộ ấp Một", "Chi bộ ấp Hai")
    assert (told.members, told.late, told.future) == (2, 0, False)
    assert unit_lives.merge_units(book, [ids["hoa"]], ids["long"], DAY).value == told.members
    assert value(book, "units", ids["hoa"], "ended") == DAY
    assert value(book, "units", ids["hoa"], "merged_into_id") == ids["long"]
    assert {value(book, "units", ids[one], "parent_id") for one in ("one", "two")} == {ids["long"]}
    assert value(book, "units", ids["team"], "parent_id") == ids["two"]  # goes along below it
    assert value(book, "units", ids["old"], "parent_id") == ids["hoa"]  # it belongs to its past
    assert value(book, "members", ids["gone"], "unit_id") == ids["hoa"]
    assert stays(book, ids["m0"]) == {
        ("Đảng bộ xã Mỹ Hòa", None, DAY), ("Đảng bộ xã Mỹ Long", DAY, None)
    }  # fmt: skip


def test_a_merger_is_one_deed_that_can_be_undone(book: Book, ids: dict[str, int]) -> None:
    before = everything(book)
    unit_lives.merge_units(book, [ids["hoa"], ids["two"]], ids["long"], DAY)
    assert undo(book) == "Sáp nhập 2 đơn vị vào «Đảng bộ xã Mỹ Long»"
    assert everything(book) == before


@pytest.fixture
def held(book: Book, ids: dict[str, int]) -> dict[str, int]:
    """Sessions before the day, on it, after it and undated, with units that merge and another."""
    made: dict[str, int] = {}
    for key, on in (("past", date(2025, 6, 30)), ("same", date(2025, 7, 1)),
                    ("later", date(2025, 9, 9)), ("open", None)):  # fmt: skip
        made[key] = add(book, "study_sessions", subject=f"Học tập {key}", on=on, year=2025)
    for key, unit, invited, attended, note in (
        ("past", "one", 9, 8, None), ("past", "four", 5, 5, None), ("same", "one", 10, 9, "Ốm"),
        ("same", "two", 20, None, None), ("same", "four", 5, 5, "Đi công tác"),
        ("later", "two", 30, 28, None), ("open", "one", 3, None, None),
    ):  # fmt: skip
        add(book, "study_attendances", session_id=made[key], unit_id=ids[unit], invited=invited,
            attended=attended, note=note)  # fmt: skip
    for on in (date(2025, 6, 1), date(2025, 8, 1)):
        add(book, "topic_meetings", unit_id=ids["one"], on=on, subject="Nêu gương")
        add(book, "plans", unit_id=ids["two"], period="year", year=2025, on=on, title=f"{on}")
    return made


def test_what_was_entered_for_later_goes_along_and_comes_back(
    book: Book, ids: dict[str, int], held: dict[str, int]
) -> None:
    before = everything_of(book)
    units = [ids["one"], ids["two"]]
    told = unit_lives.foresee_merger(book, units, ids["four"], DAY).rows
    assert (told.rows, told.added) == (6, 2)
    unit_lives.merge_units(book, units, ids["four"], DAY)
    rows = [
        (one["session_id"], one["unit_id"], one["invited"], one["attended"], one["note"])
        for one in live(book, "study_attendances")
    ]
    four = ids["four"]
    lacking = "Đi công tác; Ốm; Chưa có số tham dự của Chi bộ ấp Hai"
    assert sorted(rows, key=repr) == sorted([
        (held["past"], ids["one"], 9, 8, None),  # as it was then
        (held["past"], four, 5, 5, None),
        (held["same"], four, 35, 14, lacking),
        (held["later"], four, 30, 28, None),
        (held["open"], four, 3, None, None),
    ], key=repr)  # fmt: skip
    months = {(one["on"].month, one["unit_id"]) for one in live(book, "topic_meetings")}
    assert months == {(6, ids["one"]), (8, four)}
    months = {(one["on"].month, one["unit_id"]) for one in live(book, "plans")}
    assert months == {(6, ids["two"]), (8, four)}
    undo(book)
    assert everything_of(book) == before


def test_two_units_that_become_a_new_one_are_one_at_a_session(
    book: Book, ids: dict[str, int], held: dict[str, int]
) -> None:
    units = [ids["one"], ids["two"]]
    told = unit_lives.foresee_merger(book, units, None, DAY).rows
    assert (told.rows, told.added) == (6, 1)
    values = {"name": "Chi bộ Một Hai", "kind": "cell", "parent_id": ids["hoa"]}
    unit_lives.merge_units(book, units, values, DAY)
    (new,) = (one["id"] for one in live(book, "units") if one["name"] == "Chi bộ Một Hai")
    (row,) = live(book, "study_attendances", session_id=held["same"], unit_id=new)
    assert (row["invited"], row["attended"]) == (30, 9)
    (row,) = live(book, "study_attendances", session_id=held["same"], unit_id=ids["four"])
    assert (row["invited"], row["attended"]) == (5, 5)


STAYING = {
    # of its time: what was entered of the old unit stays with it
    "awards", "breakthroughs", "contests", "ethics_standards", "expected", "good_deeds",
    "indicators", "model_units", "models", "period_reports", "pledges", "yearly_ratings",
    # made by the deed itself
    "member_units", "members", "unit_parents", "units",
}  # fmt: skip


def test_of_every_register_with_units_it_is_said_what_a_merger_does() -> None:
    declared = {one.name for one, _field in referring("units")}
    assert declared == STAYING | set(unit_rows.FOLLOW)
    assert not STAYING & set(unit_rows.FOLLOW)


def test_units_merge_into_a_new_one_made_by_the_same_deed(book: Book, ids: dict[str, int]) -> None:
    before = everything(book)
    new = {"name": "Đảng bộ xã Hòa Long", "kind": "base_committee", "parent_id": ids["root"]}
    told = unit_lives.foresee_merger(book, [ids["hoa"], ids["long"]], None, DAY)
    moved = unit_lives.merge_units(book, [ids["hoa"], ids["long"]], new, DAY)
    assert moved.value == told.members == 2
    (made,) = (
        row for row in registers.page(book, Query("units", "Hòa Long")).rows
        if row.values["name"] == "Đảng bộ xã Hòa Long"
    )  # fmt: skip
    assert made.values["established"] == DAY
    for one in ("hoa", "long"):
        assert value(book, "units", ids[one], "merged_into_id") == made.id
    for one in ("one", "two", "four"):
        assert value(book, "units", ids[one], "parent_id") == made.id
    assert undo(book).startswith("Sáp nhập 2 đơn vị vào «Đảng bộ xã Hòa Long»")
    assert everything(book) == before


def test_a_unit_merged_with_the_one_above_it_keeps_its_place_in_the_past(
    book: Book, ids: dict[str, int]
) -> None:
    unit_lives.merge_units(book, [ids["hoa"], ids["one"]], ids["long"], DAY)
    assert value(book, "units", ids["one"], "parent_id") == ids["hoa"]
    assert value(book, "units", ids["one"], "merged_into_id") == ids["long"]
    assert value(book, "members", ids["m2"], "unit_id") == ids["long"]


def test_a_list_as_of_a_day_shows_the_unit_of_that_day(
    book: Book, ids: dict[str, int], tmp_path: Path, read_pdf: Callable[[Path], Any]
) -> None:
    unit_lives.merge_units(book, [ids["one"]], ids["four"], DAY)
    for on, rows in ((date(2025, 6, 30), ["", "Nguyễn Văn 2"]), (date(2025, 7, 2), [])):
        target = tmp_path / f"{on}.pdf"
        member_papers.make(book, "member-list", target, {"unit": ids["one"], "on": on})
        text = " ".join(" ".join(page.text for page in read_pdf(target)).split())
        assert ("Nguyễn Văn 2" in text) is bool(rows)
        target = tmp_path / f"{on}-4.pdf"
        member_papers.make(book, "member-list", target, {"unit": ids["four"], "on": on})
        text = " ".join(" ".join(page.text for page in read_pdf(target)).split())
        assert ("Nguyễn Văn 2" in text) is not bool(rows)


@pytest.mark.parametrize("into", ["hoa", "one", "team", "old"])
def test_a_merger_that_can_not_be_is_refused_before_and_when_done(
    book: Book, ids: dict[str, int], into: str
) -> None:
    before = everything(book)
    for deed in (unit_lives.foresee_merger, unit_lives.merge_units):
        with pytest.raises(UserProblem, match=r"không thể sáp nhập|đã kết thúc"):
            deed(book, [ids["hoa"]], ids[into], DAY)
    assert everything(book) == before


def test_a_new_unit_that_can_not_be_leaves_everything_as_it_was(
    book: Book, ids: dict[str, int]
) -> None:
    before = everything(book)
    with pytest.raises(UserProblem, match="cũng được sáp nhập"):
        unit_lives.merge_units(
            book, [ids["hoa"]], {"name": "Mới", "kind": "cell", "parent_id": ids["two"]}, DAY
        )
    with pytest.raises(InvalidValues):
        unit_lives.merge_units(book, [ids["hoa"]], {"name": " ", "kind": "cell"}, DAY)
    with pytest.raises(UserProblem, match="ít nhất một"):
        unit_lives.merge_units(book, [], ids["long"], DAY)
    with pytest.raises(UserProblem, match="đã kết thúc"):
        unit_lives.merge_units(book, [ids["old"]], ids["long"], DAY)
    assert everything(book) == before


def test_what_looks_odd_about_a_day_is_told(book: Book, ids: dict[str, int]) -> None:
    unit_lives.transfer_unit(book, ids["two"], ids["one"], "2025-08-15")
    assert unit_lives.foresee_merger(book, [ids["one"]], ids["four"], DAY).late == 1
    assert unit_lives.foresee_merger(book, [ids["one"]], ids["four"], "2025-08").late == 0
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 (the clerk's day)
    assert unit_lives.foresee_merger(book, [ids["one"]], ids["four"], tomorrow).future


def test_a_merger_that_is_cancelled_changes_nothing(book: Book, ids: dict[str, int]) -> None:
    before = everything(book)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        unit_lives.merge_units(book, [ids["hoa"]], ids["long"], DAY, stop)
    assert everything(book) == before


# dissolving


def test_members_and_units_of_a_dissolved_unit_go_where_the_clerk_says(
    book: Book, ids: dict[str, int]
) -> None:
    before = everything(book)
    told = unit_lives.foresee_dissolution(book, ids["hoa"], DAY)
    assert (told.members, told.units[0].below) == (2, ("Chi bộ ấp Một", "Chi bộ ấp Hai"))
    done = unit_lives.dissolve_unit(book, ids["hoa"], DAY, ids["one"], ids["root"])
    assert done.value == 2
    assert value(book, "members", ids["m0"], "unit_id") == ids["one"]  # a cell that lives on
    assert {value(book, "units", ids[one], "parent_id") for one in ("one", "two")} == {ids["root"]}
    assert value(book, "units", ids["hoa"], "ended") == DAY
    assert value(book, "units", ids["hoa"], "merged_into_id") is None
    assert undo(book) == "Giải thể «Đảng bộ xã Mỹ Hòa»"
    assert everything(book) == before


def test_what_is_below_may_come_to_stand_at_the_top(book: Book, ids: dict[str, int]) -> None:
    unit_lives.dissolve_unit(book, ids["root"], DAY, None, TOP)
    assert {value(book, "units", ids[one], "parent_id") for one in ("hoa", "long")} == {None}


def test_an_empty_unit_needs_nobody(book: Book, ids: dict[str, int]) -> None:
    unit_lives.dissolve_unit(book, ids["team"], DAY)
    assert value(book, "units", ids["team"], "ended") == DAY


@pytest.mark.parametrize(
    ("unit", "members_to", "units_to", "words"),
    [
        ("one", None, None, "còn 1 đảng viên và 0 đơn vị"),
        ("root", None, None, "còn 0 đảng viên và 2 đơn vị"),
        ("hoa", "long", None, "còn 2 đảng viên và 2 đơn vị"),
        ("hoa", "hoa", "root", "không thể là đơn vị bị giải thể"),
        ("hoa", "long", "two", "không thể là đơn vị bị giải thể hoặc dưới nó"),
        ("one", "old", None, "đã kết thúc"),
        ("old", None, None, "đã kết thúc"),
    ],
)
def test_a_dissolution_that_can_not_be_changes_nothing(
    book: Book,
    ids: dict[str, int],
    unit: str,
    members_to: str | None,
    units_to: str | None,
    words: str,
) -> None:
    before = everything(book)
    with pytest.raises(UserProblem, match=words):
        unit_lives.dissolve_unit(
            book, ids[unit], DAY, ids.get(members_to or ""), ids.get(units_to or "")
        )
    assert everything(book) == before


# everybody to another unit


def test_a_whole_cell_moves_and_only_who_is_present(book: Book, ids: dict[str, int]) -> None:
    told = unit_lives.foresee_transfer(book, ids["hoa"], ids["four"], "2025-07")
    assert (told.members, told.units[0].staying, told.units[0].below) == (2, 1, ())
    assert unit_lives.transfer_unit(book, ids["hoa"], ids["four"], "2025-07").value == 2
    assert {value(book, "members", ids[one], "unit_id") for one in ("m0", "m1")} == {ids["four"]}
    assert value(book, "members", ids["gone"], "unit_id") == ids["hoa"]
    assert value(book, "units", ids["hoa"], "ended") is None
    assert undo(book) == "Chuyển sinh hoạt cả «Đảng bộ xã Mỹ Hòa» sang «Chi bộ ấp Tư»"


def test_a_transfer_needs_people_and_another_unit(book: Book, ids: dict[str, int]) -> None:
    with pytest.raises(UserProblem, match="không có đảng viên"):
        unit_lives.transfer_unit(book, ids["team"], ids["four"], DAY)
    with pytest.raises(UserProblem, match="là một"):
        unit_lives.transfer_unit(book, ids["one"], ids["one"], DAY)
    with pytest.raises(UserProblem, match="đã kết thúc"):
        unit_lives.transfer_unit(book, ids["one"], ids["old"], DAY)


# in the tree


def test_a_unit_moves_with_all_below_it(book: Book, ids: dict[str, int]) -> None:
    told = unit_lives.foresee_move(book, [ids["two"]], ids["long"])
    assert (told.units, told.old, told.new) == (
        ("Chi bộ ấp Hai",), "Đảng bộ xã Mỹ Hòa", "Đảng bộ xã Mỹ Long"
    )  # fmt: skip
    assert (told.below, told.members) == (1, 1)
    unit_lives.move_units(book, [ids["two"]], ids["long"])
    assert value(book, "units", ids["two"], "parent_id") == ids["long"]
    assert value(book, "units", ids["team"], "parent_id") == ids["two"]
    assert undo(book) == "Chuyển «Chi bộ ấp Hai» sang «Đảng bộ xã Mỹ Long»"
    assert value(book, "units", ids["two"], "parent_id") == ids["hoa"]


def test_units_move_together_and_what_is_below_one_of_them_stays_there(
    book: Book, ids: dict[str, int]
) -> None:
    told = unit_lives.foresee_move(book, [ids["two"], ids["team"], ids["four"]], None)
    assert (told.units, told.old, told.new) == (("Chi bộ ấp Hai", "Chi bộ ấp Tư"), None, "")
    assert (told.below, told.members) == (1, 2)
    assert unit_lives.move_units(book, [ids["two"], ids["team"], ids["four"]], None).value == 2
    assert value(book, "units", ids["team"], "parent_id") == ids["two"]
    assert {value(book, "units", ids[one], "parent_id") for one in ("two", "four")} == {None}


@pytest.mark.parametrize(
    ("unit", "to", "words"),
    [
        ("hoa", "hoa", "vào chính nó"),
        ("hoa", "team", "vào chính nó hoặc đơn vị dưới nó"),
        ("four", "old", "đã kết thúc hoạt động từ 01/01/2020"),
        ("one", "hoa", "«Chi bộ ấp Một» đang trực thuộc «Đảng bộ xã Mỹ Hòa» rồi"),
        ("root", "", "đang ở cấp trên cùng rồi"),
    ],
)
def test_a_move_that_can_not_be_is_told_and_changes_nothing(
    book: Book, ids: dict[str, int], unit: str, to: str, words: str
) -> None:
    before = everything(book)
    for deed in (unit_lives.foresee_move, unit_lives.move_units):
        with pytest.raises(UserProblem, match=words):
            deed(book, [ids[unit]], ids.get(to))
    assert everything(book) == before


def test_a_unit_of_the_past_may_stand_below_one_of_the_past(
    book: Book, ids: dict[str, int]
) -> None:
    unit_lives.merge_units(book, [ids["long"]], ids["hoa"], DAY)
    unit_lives.move_units(book, [ids["old"]], ids["long"])  # it had ended before that one did
    assert value(book, "units", ids["old"], "parent_id") == ids["long"]


def test_who_was_merged_away_receives_nobody_on_that_day(book: Book) -> None:
    """All mergers of 2025 are of one day."""
    first, second, third = (add(book, "units", name=f"Chi bộ {n}") for n in (1, 2, 3))
    unit_lives.merge_units(book, [first], second, "2025-07-01")
    for receiver in (first, third):
        with pytest.raises(UserProblem, match="đã kết thúc"):
            unit_lives.merge_units(book, [first if receiver == third else third], receiver,
                                   "2025-07-01")  # fmt: skip
    with pytest.raises(UserProblem, match="đã kết thúc"):
        lives.transfer(book, [add(book, "members", full_name="Lê An", unit_id=third)], first,
                       "2025-07-01")  # fmt: skip

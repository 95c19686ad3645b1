"""The sheet of reviews on real books: who stands on it, what is kept, what can't be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.rating import ORDER
from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.reviewing import SheetRow, sheet
from desktop.services.reviewing_save import CellEdit, Saved, save_cells, save_items

from .rows import add, everything, live, undo_last

JUNE = span(ReviewPeriod.MONTH, date(2026, 6, 1))
TODAY = date(2026, 6, 20)


@pytest.fixture
def cells(book: Book) -> dict[str, int]:
    root = add(book, "units", name="Đảng bộ xã", kind="base_committee")
    return {
        "root": root,
        "one": add(book, "units", name="Chi bộ ấp 1", kind="cell", parent_id=root),
        "two": add(book, "units", name="Chi bộ ấp 2", kind="cell", parent_id=root),
    }


@pytest.fixture
def pledges(book: Book, cells: dict[str, int]) -> dict[str, int]:
    """Pledges of a cell: three members of whom one is a head, one no member, the cell itself."""
    found: dict[str, int] = {}
    for name, post in (("Trần Văn Bình", None), ("Lê Thị Ánh", None), ("Võ Văn Út", "Bí thư")):
        member = add(
            book, "members", full_name=name, party_post=post, unit_id=cells["one"],
        )  # fmt: skip
        found[name] = add(book, "pledges", year=2026, kind="registration", member_id=member)
    found["Ngô Thị Chi"] = add(
        book, "pledges", year=2026, kind="registration", pledger_kind="other", name="Ngô Thị Chi",
        unit_id=cells["one"],
    )  # fmt: skip
    found["Chi bộ ấp 1"] = add(
        book, "pledges", year=2026, kind="registration", pledger_kind="organisation",
        name="Chi bộ ấp 1", unit_id=cells["one"],
    )  # fmt: skip
    return found


def names(book: Book, unit: int | None = None, asked: Any = JUNE) -> list[str]:
    return [one.name for one in sheet(book, unit, asked).rows]


def row(book: Book, pledge: int, asked: Any = JUNE) -> SheetRow:
    return next(one for one in sheet(book, None, asked).rows if one.pledge_id == pledge)


def save(book: Book, *cells: tuple[int, str, Any], asked: Any = JUNE) -> Saved:
    edits = [CellEdit(*one) for one in cells]
    return save_cells(book, asked, edits, TODAY).value


def test_heads_first_then_names_the_cells_own_last(book, pledges):
    assert names(book) == [
        "Võ Văn Út", "Lê Thị Ánh", "Trần Văn Bình", "Ngô Thị Chi", "Chi bộ ấp 1",
    ]  # fmt: skip


def test_a_unit_with_all_below_it_and_only_pledges_of_the_year(book, cells, pledges):
    other = add(book, "members", full_name="Hồ Văn Tư", unit_id=cells["two"])
    add(book, "pledges", year=2026, kind="registration", member_id=other)
    add(book, "pledges", year=2025, kind="registration", member_id=other)
    assert names(book, cells["two"]) == ["Hồ Văn Tư"]
    assert names(book, cells["root"])[-1] == "Hồ Văn Tư"
    assert len(names(book, cells["root"])) == len(names(book)) == 6
    assert names(book, cells["two"], JUNE.step(-12)) == ["Hồ Văn Tư"]
    assert names(book, cells["two"], JUNE.step(-24)) == []
    term = span(ReviewPeriod.TERM, date(2026, 1, 1), (2025, 2030))
    assert names(book, cells["two"], term) == ["Hồ Văn Tư"] * 2


def test_a_unit_that_is_gone_is_told(book):
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        sheet(book, 999, JUNE)


def test_the_most_rows_and_how_many_there_are(book, pledges):
    found = sheet(book, None, JUNE, most=2)
    assert (len(found.rows), found.total) == (2, 5)


def test_a_review_is_made_changed_and_taken_away(book, pledges):
    one = pledges["Lê Thị Ánh"]
    done = save(book, (one, "done", " Vận động 02 hộ\r\ncải tạo vườn "), (one, "points", 92))
    assert done.refused == {}
    kept = row(book, one).values
    assert kept["done"] == "Vận động 02 hộ\ncải tạo vườn"
    assert (kept["points"], kept["rating"], kept["reviewed_on"]) == (92, "excellent", TODAY)
    (stored,) = live(book, "pledge_reviews")
    assert (stored["period_kind"], stored["period_from"], stored["period_to"]) == (
        "month", date(2026, 6, 1), date(2026, 6, 30),
    )  # fmt: skip
    save(book, (one, "points", Decimal(65)))
    assert row(book, one).values["rating"] == "completed"
    save(book, (one, "points", None), (one, "done", None))
    assert row(book, one).values == {}
    assert live(book, "pledge_reviews") == []


def test_the_clerks_own_rating_stays(book, pledges):
    one = pledges["Lê Thị Ánh"]
    save(book, (one, "points", 92))
    save(book, (one, "rating", "good"))
    save(book, (one, "points", 40))
    assert row(book, one).values["rating"] == "good"


def test_before_the_rule_points_give_no_rating(book, pledges):
    member = live(book, "members")[0]["id"]
    old = add(book, "pledges", year=2024, kind="registration", member_id=member)
    year = span(ReviewPeriod.YEAR, date(2024, 1, 1))
    save(book, (old, "points", 95), asked=year)
    assert not sheet(book, None, year).uses_points
    assert row(book, old, year).values["rating"] is None
    assert row(book, old, year).values["reviewed_on"] == date(2024, 12, 31)


def test_what_cant_be_kept_hinders_nothing_else(book, pledges):
    one, other = pledges["Lê Thị Ánh"], pledges["Võ Văn Út"]
    found = save(
        book, (one, "points", 120), (one, "done", "Đã làm"), (other, "rating", "tuyệt vời"),
        (999, "done", "Không ai"),
    )  # fmt: skip
    assert set(found.refused) == {(one, "points"), (other, "rating"), (999, "done")}
    assert found.refused[one, "points"] == "Điểm không được lớn hơn 100."
    assert row(book, one).values["done"] == "Đã làm"
    assert row(book, other).values == {}


def test_another_field_is_a_bug(book, pledges):
    with pytest.raises(KeyError):
        save(book, (pledges["Lê Thị Ánh"], "pledge_id", 5))


def test_a_block_of_many_rows_is_one_deed_that_can_be_undone(book, pledges):
    before = everything(book)
    save(book, *((one, "done", "Như nhau") for one in pledges.values()))
    assert len(live(book, "pledge_reviews")) == 5
    assert undo_last(book) == "Nhập đánh giá tháng 6 năm 2026: 5 dòng"
    assert everything(book) == before


def test_the_deed_names_the_one_person(book, pledges):
    save(book, (pledges["Lê Thị Ánh"], "done", "Đã làm"))
    assert undo_last(book) == "Nhập đánh giá tháng 6 năm 2026: Lê Thị Ánh"


def test_a_review_entered_elsewhere_for_the_period_is_the_one_that_is_changed(book, pledges):
    one = pledges["Lê Thị Ánh"]
    add(
        book, "pledge_reviews", pledge_id=one, period_kind="month",
        reviewed_on=date(2026, 6, 12), cell_assessment="Ghi ở nơi khác",
    )  # fmt: skip
    assert row(book, one).values["cell_assessment"] == "Ghi ở nơi khác"
    save(book, (one, "done", "Đã làm"))
    (kept,) = live(book, "pledge_reviews")
    assert (kept["done"], kept["period_from"]) == ("Đã làm", date(2026, 6, 1))
    assert kept["reviewed_on"] == date(2026, 6, 12)


def test_kinds_of_periods_are_kept_apart(book, pledges):
    one = pledges["Lê Thị Ánh"]
    save(book, (one, "done", "Trong tháng"))
    half = span(ReviewPeriod.HALF_YEAR, date(2026, 6, 1))
    save(book, (one, "done", "Nửa năm"), asked=half)
    assert row(book, one).values["done"] == "Trong tháng"
    assert row(book, one, half).values["done"] == "Nửa năm"


def test_the_period_before_is_shown_also_over_new_years_eve(book, pledges):
    one = pledges["Lê Thị Ánh"]
    save(book, (one, "pledged", "Việc tháng sáu"))
    assert row(book, one, JUNE.step(1)).last["pledged"] == "Việc tháng sáu"
    member = next(x["member_id"] for x in live(book, "pledges") if x["id"] == one)
    next_year = add(book, "pledges", year=2027, kind="registration", member_id=member)
    december = span(ReviewPeriod.MONTH, date(2026, 12, 1))
    save(book, (one, "pledged", "Việc tháng mười hai"), asked=december)
    assert row(book, next_year, december.step(1)).last["pledged"] == "Việc tháng mười hai"


def test_how_far_items_have_come(book, pledges):
    one = pledges["Lê Thị Ánh"]
    item = add(book, "pledge_items", pledge_id=one, content="Vận động 02 hộ")
    other = add(book, "pledge_items", pledge_id=one, content="Dự 12 kỳ họp")
    edits = [CellEdit(item, "done_on", date(2026, 6, 3)), CellEdit(other, "progress", 150)]
    found = save_items(book, [*edits, CellEdit(other, "result", "Được 6 kỳ")]).value
    assert found.refused == {(other, "progress"): "Tiến độ (%) không được lớn hơn 100."}
    first, second = row(book, one).items
    assert (first.progress, first.done_on, first.done) == (100, date(2026, 6, 3), True)
    assert (second.progress, second.result, second.done) == (None, "Được 6 kỳ", False)


VALUES = {
    "done": st.none() | st.text("abc đĩ\n", max_size=5),
    "points": st.none() | st.integers(-5, 105).map(Decimal),
    "rating": st.none() | st.sampled_from(ORDER),
}
STEPS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])),
    max_size=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_sheet_shows_what_was_entered_last(book, pledges, steps):
    """However cells are entered one after the other, each shows its last value that could be kept;
    a review is there exactly while something is in it."""
    one = pledges["Lê Thị Ánh"]
    save(book, *((one, name, None) for name in VALUES))
    wanted: dict[str, Any] = {}
    for name, value in steps:
        refused = save(book, (one, name, value)).refused
        if not refused:
            wanted[name] = value.strip(" \n") or None if isinstance(value, str) else value
        else:
            assert name == "points"
            assert value is not None
            assert not 0 <= value <= 100
        shown = row(book, one).values
        for field, due in wanted.items():
            if field != "rating":
                assert shown.get(field) == due
        said = [shown.get(field) for field in VALUES]
        assert bool(live(book, "pledge_reviews")) == any(x is not None for x in said)


@pytest.mark.parametrize("days", [True, False])
def test_the_terms_share_a_year_and_no_review(book: Book, days: bool) -> None:
    old = span(ReviewPeriod.TERM, date(2022, 1, 1))
    new = old.step(1)
    pledge = add(book, "pledges", year=2025, kind="registration", pledger_kind="other", name="A")
    save_cells(book, new, [CellEdit(pledge, "done", "việc nhiệm kỳ mới")], date(2026, 1, 5))
    if not days:  # as a sheet brings it: the last day alone
        (row,) = live(book, "pledge_reviews")
        registers.save(book, "pledge_reviews", {"period_from": None}, row["id"])
    (row,) = sheet(book, None, old).rows
    assert row.values == {}
    (row,) = sheet(book, None, new).rows
    assert row.values["done"] == "việc nhiệm kỳ mới"


def test_a_hundred_percent_is_done_that_day_and_less_is_not(book: Book, cells: Any) -> None:
    pledge = add(
        book, "pledges", year=2026, kind="registration", pledger_kind="other", name="A",
        unit_id=cells["one"],
    )  # fmt: skip
    item = add(book, "pledge_items", pledge_id=pledge, content="Việc", due_on=date(2026, 6, 10))

    def enter(*given: tuple[str, Any]) -> tuple[Any, Any]:
        edits = [CellEdit(item, name, value) for name, value in given]
        kept = save_items(book, edits, TODAY).value.rows[item]
        (row,) = live(book, "pledge_items")
        assert (row["progress"], row["done_on"]) == (kept["progress"], kept["done_on"])
        return row["progress"], row["done_on"]

    assert enter(("progress", 60)) == (60, None)
    assert enter(("progress", 100)) == (100, TODAY)
    assert enter(("progress", 90)) == (90, None)
    day = date(2026, 6, 9)
    assert enter(("progress", 100), ("done_on", day)) == (100, day)
    assert enter(("progress", 100)) == (100, day)

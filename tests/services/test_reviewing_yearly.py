"""The sheet of yearly ratings on real books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.reviewing_save import CellEdit, Saved
from desktop.services.reviewing_yearly import UNRATED, YearlyRow, save_yearly, yearly_sheet

from .rows import add, everything, live, undo_last

YEAR = span(ReviewPeriod.YEAR, date(2026, 1, 1))


@pytest.fixture
def people(book: Book) -> dict[str, int]:
    cell = add(book, "units", name="Chi bộ ấp 1", kind="cell")
    other = add(book, "units", name="Chi bộ ấp 2", kind="cell")
    return {
        "cell": cell,
        "other": other,
        "anh": add(book, "members", full_name="Lê Thị Ánh", unit_id=cell),
        "binh": add(book, "members", full_name="Trần Văn Bình", unit_id=cell),
        "away": add(book, "members", full_name="Hồ Đã Đi", unit_id=cell, status="transferred"),
        "exempt": add(book, "members", full_name="Cụ Miễn", unit_id=other, exempt=True),
    }


def save(
    book: Book, *cells: tuple[int, str, Any], rated: str = "member", asked: Any = YEAR
) -> Saved:
    return save_yearly(book, rated, asked, [CellEdit(*one) for one in cells]).value


def row(book: Book, one: int, rated: str = "member", asked: Any = YEAR) -> YearlyRow:
    return next(x for x in yearly_sheet(book, None, rated, asked).rows if x.id == one)


def test_who_is_rated(book, people):
    def ids(unit=None):
        return [one.id for one in yearly_sheet(book, unit, "member", YEAR).rows]

    assert ids() == [people["anh"], people["binh"]]
    assert ids(people["other"]) == []
    save(book, (people["exempt"], "rating", "good"))
    assert ids(people["other"]) == [people["exempt"]]
    units = yearly_sheet(book, None, "unit", YEAR).rows
    assert [one.name for one in units] == ["Chi bộ ấp 1", "Chi bộ ấp 2"]


def test_heads_come_first_in_their_unit(book, people):
    more = {"unit_id": people["cell"]}
    secretary = add(book, "members", full_name="Võ Yên", party_post="Bí thư chi bộ", **more)
    deputy = add(book, "members", full_name="Võ An", party_post="Phó Bí thư chi bộ", **more)
    plain = [deputy, people["anh"], people["binh"]]
    rows = yearly_sheet(book, None, "member", YEAR).rows
    assert [(one.id, one.head) for one in rows] == [
        (secretary, True), *((one, False) for one in plain)
    ]  # fmt: skip
    # what the list of a campaign says counts before the posts
    campaign = add(book, "campaigns", year=2026, title="Đợt", deadline=date(2026, 3, 31))
    listed = {"campaign_id": campaign, "pledger_kind": "member"}
    add(book, "expected", **listed, member_id=secretary, head=False)
    add(book, "expected", **listed, member_id=people["binh"], head=True)
    rows = yearly_sheet(book, None, "member", YEAR).rows
    assert [one.id for one in rows] == [people["binh"], deputy, people["anh"], secretary]
    before = yearly_sheet(book, None, "member", YEAR.step(-1)).rows
    assert [one.id for one in before] == [secretary, *plain]


def test_parts_give_total_and_rating(book, people):
    one = people["anh"]
    found = save(book, (one, "common_points", Decimal(28)))
    assert (found.waiting, live(book, "yearly_ratings")) == ({one: UNRATED}, [])
    found = save(book, (one, "common_points", Decimal(28)), (one, "result_points", Decimal("64.5")))
    assert (found.waiting, found.refused) == ({}, {})
    (kept,) = live(book, "yearly_ratings")
    assert (kept["points"], kept["rating"]) == (Decimal("92.5"), "excellent")
    assert (kept["name"], kept["unit_id"], kept["period_to"]) == (
        "Lê Thị Ánh", people["cell"], date(2026, 12, 31),
    )  # fmt: skip
    save(book, (one, "rating", "good"), (one, "decided_by", "Đảng ủy xã"))
    save(book, (one, "result_points", Decimal(20)))
    shown = row(book, one).values
    assert (shown["points"], shown["rating"], shown["decided_by"]) == (48, "good", "Đảng ủy xã")


def test_a_total_above_a_hundred_is_told(book, people):
    one = people["anh"]
    found = save(book, (one, "common_points", Decimal(90)), (one, "result_points", Decimal(70)))
    assert found.refused == {(one, "points"): "Tổng điểm không được lớn hơn 100."}
    assert live(book, "yearly_ratings") == []


def test_a_rating_can_go_only_with_the_whole_row(book, people):
    one = people["anh"]
    save(book, (one, "rating", "good"), (one, "decided_by", "Đảng ủy xã"))
    assert save(book, (one, "rating", None)).waiting == {one: UNRATED}
    assert row(book, one).values["rating"] == "good"
    assert save(book, (one, "rating", None), (one, "decided_by", None)).waiting == {}
    assert (row(book, one).values, live(book, "yearly_ratings")) == ({}, [])


def test_units_have_ratings_of_their_own(book, people):
    save(book, (people["cell"], "rating", "excellent"), rated="unit")
    assert row(book, people["cell"], "unit").values["rating"] == "excellent"
    assert row(book, people["anh"]).values == {}
    (kept,) = live(book, "yearly_ratings")
    assert (kept["rated_kind"], kept["member_id"], kept["name"]) == ("unit", None, "Chi bộ ấp 1")


def test_what_became_of_the_pledge_stands_beside(book, people):
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=people["anh"])
    add(book, "pledge_items", pledge_id=pledge, content="Một", done_on=date(2026, 5, 1))
    add(book, "pledge_items", pledge_id=pledge, content="Hai", progress=100)
    add(book, "pledge_items", pledge_id=pledge, content="Ba", progress=40)
    for month, rating in ((3, "good"), (9, "excellent"), (6, "completed")):
        add(
            book, "pledge_reviews", pledge_id=pledge, period_kind="month", rating=rating,
            period_from=date(2026, month, 1), reviewed_on=date(2026, month, 28),
        )  # fmt: skip
    found = row(book, people["anh"]).outcome
    assert (found.done, found.items, found.rating) == (2, 3, "excellent")
    assert row(book, people["binh"]).outcome.items == 0


def test_the_year_before_is_shown_and_quarters_are_kept_apart(book, people):
    one = people["anh"]
    save(book, (one, "rating", "good"), asked=YEAR.step(-1))
    quarter = span(ReviewPeriod.QUARTER, date(2026, 12, 1))
    save(book, (one, "rating", "completed"), asked=quarter)
    assert (row(book, one).last_rating, row(book, one).values) == ("good", {})
    assert row(book, one, asked=quarter).values["rating"] == "completed"


def test_many_at_once_are_one_deed(book, people):
    more = [
        add(book, "members", full_name=f"Đảng viên {n}", unit_id=people["cell"]) for n in range(5)
    ]
    before = everything(book)
    save(book, *((one, "rating", "good") for one in more))
    assert len(live(book, "yearly_ratings")) == 5
    assert undo_last(book) == "Nhập xếp loại năm 2026: 5 dòng"
    assert everything(book) == before


def test_the_terms_share_a_year_and_no_rating(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ 1", kind="cell")
    member = add(book, "members", full_name="Lê Thị Ánh", unit_id=unit)
    old = span(ReviewPeriod.TERM, date(2022, 1, 1))
    new = old.step(1)
    assert old.last.year == new.first.year
    for term, rating, points in ((old, "excellent", 95), (new, "completed", 55)):
        save_yearly(
            book,
            "member",
            term,
            [CellEdit(member, "rating", rating), CellEdit(member, "points", Decimal(points))],
        )
    kept = [(one["period_to"], one["rating"]) for one in live(book, "yearly_ratings")]
    assert kept == [(old.last, "excellent"), (new.last, "completed")]
    for term, rating in ((old, "excellent"), (new, "completed")):
        (row,) = yearly_sheet(book, None, "member", term).rows
        assert row.values["rating"] == rating


def test_who_was_there_then_is_rated_in_the_unit_of_then(
    book: Book, people: dict[str, int]
) -> None:
    left = add(book, "members", full_name="Võ Thị Dự", unit_id=people["cell"])
    registers.save(book, "members", {"status": "transferred", "status_on": "2027-01-10"}, left)
    add(book, "members", full_name="Ngô Văn Én", unit_id=people["cell"], admitted_on="2027-02-03",
        status="probationary")  # fmt: skip
    moved = add(book, "members", full_name="Lý Văn Giang", unit_id=people["other"])
    for unit, begin, end in (("cell", None, "2027-01-31"), ("other", "2027-02-01", None)):
        add(book, "member_units", member_id=moved, unit_id=people[unit], from_on=begin, to_on=end)

    def names(unit: str, asked: Any) -> list[str]:
        return [one.name for one in yearly_sheet(book, people[unit], "member", asked).rows]

    both = ["Lê Thị Ánh", "Trần Văn Bình"]
    assert sorted(names("cell", YEAR)) == sorted([*both, "Võ Thị Dự", "Lý Văn Giang"])
    assert names("other", YEAR) == []
    assert sorted(names("cell", YEAR.step(1))) == sorted([*both, "Ngô Văn Én"])
    assert names("other", YEAR.step(1)) == ["Lý Văn Giang"]
    save(book, (moved, "rating", "good"))
    (kept,) = live(book, "yearly_ratings")
    assert kept["unit_id"] == people["cell"]


@pytest.mark.parametrize(
    ("established", "ended", "there"),
    [
        (None, "2026", True),
        (None, "2026-07", True),
        (None, "2025", False),
        (None, "2025-12-31", False),
        ("2026", None, True),
        ("2026-12-31", None, True),
        ("2027", None, False),
        ("2027-01-01", None, False),
    ],
)
def test_a_unit_is_rated_for_the_periods_in_which_it_was_there(
    book: Book, established: str | None, ended: str | None, there: bool
) -> None:
    add(book, "units", name="Chi bộ ấp 9", kind="cell", established=established, ended=ended)
    assert bool(yearly_sheet(book, None, "unit", YEAR).rows) == there


def test_a_row_whose_cells_are_all_emptied_goes_with_its_note(book: Book, people: Any) -> None:
    one = people["anh"]
    save(book, (one, "rating", "good"), (one, "note", "Họp ngày 05/12"))
    assert save(book, (one, "rating", None)).waiting == {}
    assert live(book, "yearly_ratings") == []
    undo_last(book)
    assert row(book, one).values["note"] == "Họp ngày 05/12"

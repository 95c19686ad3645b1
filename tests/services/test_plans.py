"""Who has no plan, against a plain recomputation; the checklist; what is due."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.due import DueState, due_state
from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.plans import USUAL_KINDS
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import book_settings, books, plans, registers
from desktop.services.books import Book
from desktop.services.plans import Asked

from .rows import add, everything, live, undo_last

TODAY = date(2026, 5, 20)
KINDS = ["party_committee", "base_committee", "base_cell", "cell"]
ESTABLISHED = [None, "2020", "2026-05-20", "2026-05-21", "2027"]
ENDED = [None, "2023", "2025-12-31", "2026-05-19", "2026-05"]
unit = st.tuples(st.sampled_from(KINDS), st.sampled_from(ESTABLISHED), st.sampled_from(ENDED))
plan = st.fixed_dictionaries(
    {
        "unit": st.none() | st.integers(0, 3),
        "period": st.sampled_from(["year", "term"]),
        "year": st.none() | st.integers(2019, 2027),
        "last": st.none() | st.integers(2021, 2030),
        "on": st.none() | st.just(date(2025, 3, 1)),
        "gone": st.booleans(),
    }
)


def has(one: dict[str, Any], period: str, year: int) -> bool:
    """Tell plainly whether a plan is of a year or of the term of a year."""
    if one["gone"] or one["period"] != period:
        return False
    first = one["year"] or (2025 if one["on"] else None)
    if first is None:
        return False
    if period == "year":
        return first == year
    last = one["last"] or first + 5
    return year == first or year in range(first, last)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    units=st.lists(unit, min_size=4, max_size=4),
    held=st.lists(plan, max_size=5),
    period=st.sampled_from(["year", "term"]),
    year=st.integers(2022, 2027),
    kinds=st.sets(st.sampled_from(KINDS), min_size=1),
)
def test_who_has_none_as_a_plain_count_has_it(
    tmp_path_factory: pytest.TempPathFactory,
    empty_book: Path,
    units: list[tuple[str, str | None, str | None]],
    held: list[dict[str, Any]],
    period: str,
    year: int,
    kinds: set[str],
) -> None:
    path = tmp_path_factory.mktemp("plans") / "one.gsdb"
    book = books.open_book(Path(shutil.copy(empty_book, path)))
    with book.write("Nhập") as session:
        ids = [
            registers.save_in(
                session, "units",
                {"name": f"Đơn vị {place}", "kind": kind, "established": begun, "ended": ended},
            ).id
            for place, (kind, begun, ended) in enumerate(units)
        ]  # fmt: skip
        rows = [
            registers.save_in(
                session, "plans",
                {"unit_id": None if one["unit"] is None else ids[one["unit"]], "title": "Kế hoạch",
                 "period": one["period"], "year": one["year"], "last_year": one["last"],
                 "on": one["on"]},
            ).id
            for one in held
        ]  # fmt: skip
    gone = [row for row, one in zip(rows, held, strict=True) if one["gone"]]
    if gone:
        registers.delete(book, "plans", gone)
    found = plans.missing(book, Asked(year, period, tuple(kinds)), TODAY)
    day = min(TODAY, date(year, 12, 31))
    expected = [
        place
        for place, (kind, begun, ended) in enumerate(units)
        if kind in kinds
        and (begun is None or PartialDate.from_iso(begun).first_day <= day)
        and (ended is None or day <= PartialDate.from_iso(ended).last_day)
    ]
    having = {one["unit"] for one in held if has(one, period, year)}
    assert found.on == day
    assert found.expected == len(expected)
    without = {ids[place] for place in expected if place not in having}
    assert {one.unit_id for one in found.units} == without
    book.close()


@pytest.fixture
def two(book: Book) -> dict[str, int]:
    """Two base committees; one of them has last year's plan with things to do, and this year's."""
    root = add(book, "units", name="Đảng bộ huyện Tân Long", kind="party_committee")
    made = {"root": root}
    for name in ("Mỹ Long", "Hiệp Hòa"):
        made[name] = add(book, "units", name=f"Đảng bộ xã {name}", kind="base_committee",
                         parent_id=root)  # fmt: skip
    for year in (2023, 2024):
        made[str(year)] = add(book, "plans", unit_id=made["Mỹ Long"], period="year", year=year,
                              title=f"Thực hiện chuyên đề năm {year}")  # fmt: skip
    for content, due in (("Mở hội nghị", date(2023, 3, 25)), ("Sơ kết", None),
                         ("Kiểm tra", date(2024, 2, 29))):  # fmt: skip
        add(book, "plan_items", plan_id=made["2023"], content=content, due_on=due, owner="Ban",
            done_on=date(2023, 3, 20), result="Tốt")  # fmt: skip
    return made


def test_a_plan_for_each_that_has_none(book: Book, two: dict[str, int]) -> None:
    asked = Asked(2024)
    before = everything(book)
    missing = [one.unit_id for one in plans.missing(book, asked, TODAY).units]
    assert missing == [two["root"], two["Hiệp Hòa"]]
    title = plans.suggested(book, asked)[0]
    assert title == "Thực hiện chuyên đề năm 2024"
    done = plans.add_plans(book, asked, [*missing, two["Mỹ Long"], *missing], title)
    assert (done.value, done.changes.touches("plans")) == (2, True)
    made = [(one["unit_id"], one["year"], one["period"]) for one in live(book, "plans")][2:]
    assert made == [(one, 2024, "year") for one in missing]
    assert plans.missing(book, asked, TODAY).units == ()
    with pytest.raises(UserProblem, match="đều đã có"):
        plans.add_plans(book, asked, missing, title)
    assert undo_last(book) == "Ghi kế hoạch của 02 đơn vị"
    kept = {key: row for key, row in everything(book).items() if row.get("deleted_at") is None}
    assert [key for key in kept if key.startswith("plans ")] == [
        key for key in before if key.startswith("plans ")
    ]


def test_last_years_words_are_suggested_with_this_year(book: Book, two: dict[str, int]) -> None:
    del two
    assert plans.suggested(book, Asked(2025)) == ("Thực hiện chuyên đề năm 2025", 2025, None)
    words = "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh nhiệm kỳ 2020 - 2025"
    assert plans.suggested(book, Asked(2024, "term")) == (words, 2020, 2025)


def test_a_plan_of_a_term_has_both_its_years(book: Book, two: dict[str, int]) -> None:
    plans.add_plans(book, Asked(2024, "term"), [two["Hiệp Hòa"]], "Nhiệm kỳ")
    made = live(book, "plans", period="term")
    assert [(one["year"], one["last_year"]) for one in made] == [(2020, 2025)]
    names = [one.name for one in plans.missing(book, Asked(2021, "term"), TODAY).units]
    assert names == ["Đảng bộ huyện Tân Long", "Đảng bộ xã Mỹ Long"]
    # the next term begins in the last year
    assert plans.missing(book, Asked(2025, "term"), TODAY).units[1].unit_id == two["Hiệp Hòa"]


def test_a_term_that_ends_before_it_begins_is_warned_of(book: Book) -> None:
    term = {"period": "term", "title": "Nhiệm kỳ", "year": 2025}
    for last, told in ((2024, {"last_year": "Năm cuối sớm hơn năm đầu."}), (2025, {}), (None, {})):
        assert registers.warnings(book, "plans", {**term, "last_year": last}) == told


def test_a_plan_of_no_year_is_asked_for_its_year(book: Book) -> None:
    with pytest.raises(InvalidValues) as refused:
        registers.save(book, "plans", {"title": "Kế hoạch", "period": "year"})
    assert "năm nào" in refused.value.by_field["year"]
    dated = {"title": "Kế hoạch", "period": "year", "on": date(2025, 12, 20)}
    assert registers.warnings(book, "plans", dated) == {
        "year": "Chưa ghi năm: kế hoạch được tính cho năm 2025."
    }
    registers.save(book, "plans", dated)


def test_a_standard_is_of_no_year(book: Book, two: dict[str, int]) -> None:
    asked = Asked(1999, None, USUAL_KINDS)
    assert len(plans.missing(book, asked, TODAY).units) == 3
    add(book, "ethics_standards", unit_id=two["root"], title="Chuẩn mực")
    found = plans.missing(book, asked, TODAY)
    assert [one.unit_id for one in found.units] == [two["Hiệp Hòa"], two["Mỹ Long"]]
    assert (found.expected, found.on) == (3, TODAY)


def test_things_are_ticked_and_cleared(book: Book, two: dict[str, int]) -> None:
    plan = two["2024"]
    items = [add(book, "plan_items", plan_id=plan, content=f"Việc {n}") for n in range(2)]
    add(book, "plan_items", plan_id=plan, content="Việc khác")
    earlier = date(2026, 1, 5)
    registers.save(book, "plan_items", {"done_on": earlier}, items[0])
    assert plans.tick(book, items, TODAY).value is True
    days = [one["done_on"] for one in live(book, "plan_items", plan_id=plan)]
    assert days == [earlier, TODAY, None]  # what was done before keeps its day
    assert plans.tick(book, items, TODAY).value is False
    assert [one["done_on"] for one in live(book, "plan_items", plan_id=plan)] == [None] * 3
    assert undo_last(book) == "Đánh dấu công việc đã xong"
    assert [one["done_on"] for one in live(book, "plan_items", plan_id=plan)] == days
    registers.delete(book, "plan_items", items[:1])
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        plans.tick(book, items)


def test_last_years_things_are_copied_with_their_days_moved(
    book: Book, two: dict[str, int]
) -> None:
    before, now = two["2023"], two["2024"]
    first, *others = plans.sources(book, now)
    assert (first.plan_id, first.things, others) == (before, 3, [])
    add(book, "plan_items", plan_id=now, content="SƠ KẾT")
    assert plans.copy_things(book, before, now).value == 2
    kept = [(one["content"], one["due_on"], one["owner"], one["done_on"], one["result"])
            for one in live(book, "plan_items", plan_id=now)]  # fmt: skip
    assert sorted(kept, key=repr) == [
        ("Kiểm tra", date(2025, 2, 28), "Ban", None, None),
        ("Mở hội nghị", date(2024, 3, 25), "Ban", None, None),
        ("SƠ KẾT", None, None, None, None),
    ]
    assert plans.copy_things(book, before, now).value == 0
    empty = add(book, "plans", period="year", year=2024, title="Trống")
    with pytest.raises(UserProblem, match="chưa có công việc nào"):
        plans.copy_things(book, empty, now)


def test_what_is_due_over_all_plans(book: Book, two: dict[str, int]) -> None:
    book_settings.save(book, {"due_soon_days": 10})
    plan = two["2024"]
    days = (None, 40, 10, 0, -1, -30)
    for place, one in enumerate(days):
        due = None if one is None else TODAY + timedelta(one)
        add(book, "plan_items", plan_id=plan, content=f"Việc {place}", due_on=due)
    gone = add(book, "plans", period="year", year=2024, title="Bỏ")
    add(book, "plan_items", plan_id=gone, content="Việc bỏ", due_on=TODAY)
    registers.delete(book, "plans", [gone])
    matter = add(book, "breakthroughs", year=2026, matter="Đột phá", due_on=TODAY - timedelta(5))
    with book.read() as session:
        found = plans.due_things(session, TODAY)
    told = [(one.content, one.words) for one in found]
    assert told == [
        ("Việc 5", "Quá hạn 30 ngày"), ("Đột phá", "Quá hạn 05 ngày"),
        ("Việc 4", "Quá hạn 01 ngày"),
        ("Việc 3", "Hạn hôm nay"), ("Việc 2", "Còn 10 ngày"), ("Việc 1", "Chưa đến hạn"),
        ("Việc 0", "Chưa có thời hạn"),
    ]  # fmt: skip
    assert [(one.register, one.id) for one in found][1] == ("breakthroughs", matter)
    assert all(one.state is due_state(one.due_on, None, TODAY, 10) for one in found)
    assert found[0].plan == "Thực hiện chuyên đề năm 2024"
    assert found[0].unit_id == two["Mỹ Long"]
    assert {one.state for one in found} == set(DueState) - {DueState.DONE}

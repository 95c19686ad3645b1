"""Who may be proposed, and why: ratings, models, pledges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import lives, model_life, registers
from desktop.services.award_candidates import Candidate, add_candidates, suggest
from desktop.services.books import Book

from .rows import add, everything, live, undo_last


@pytest.fixture
def held(book: Book) -> int:
    return add(
        book,
        "rounds",
        title="Tổng kết 2025",
        achievement_period="năm 2025",
        meeting_on=date(2025, 12, 20),
    )


@pytest.fixture
def cell(book: Book) -> int:
    above = add(book, "units", name="Đảng bộ xã Mỹ Hòa")
    return add(book, "units", name="Chi bộ ấp 1", parent_id=above)


def member(book: Book, cell: int, name: str = "Lê An", **values: Any) -> int:
    values = {"party_post": "Bí thư", "status": "official", **values}
    return add(book, "members", full_name=name, unit_id=cell, **values)


def rate(book: Book, year: int, rating: str = "excellent", **who: int) -> None:
    kind = "member" if "member_id" in who else "unit"
    day = date(year, 12, 31)
    add(book, "yearly_ratings", rated_kind=kind, period_to=day, rating=rating, **who)


def only(book: Book, held: int) -> Candidate:
    (found,) = suggest(book, held).candidates
    return found


def test_the_rating_of_the_year_and_how_many_in_a_row(book: Book, held: int, cell: int) -> None:
    one = member(book, cell)
    rate(book, 2025, member_id=one)
    found = only(book, held)
    assert found.reason == "Hoàn thành xuất sắc nhiệm vụ năm 2025"
    assert found.achievement == "Hoàn thành xuất sắc nhiệm vụ năm 2025."
    assert (found.name, found.post) == ("Lê An", "Bí thư, Chi bộ ấp 1")
    rate(book, 2024, member_id=one)
    rate(book, 2022, member_id=one)
    assert only(book, held).reason == "02 năm liền (2024 - 2025) hoàn thành xuất sắc nhiệm vụ"


def test_who_was_not_excellent_in_these_years_is_left_out(book: Book, held: int, cell: int) -> None:
    one = member(book, cell)
    rate(book, 2024, member_id=one)
    rate(book, 2026, member_id=one)
    rate(book, 2025, "good", member_id=one)
    found = suggest(book, held)
    assert found.candidates == ()
    assert (found.first_year, found.last_year) == (2025, 2025)


def test_years_come_from_the_period_else_from_the_meeting(book: Book) -> None:
    for period, meeting, years in (
        ("giai đoạn 2021 - 2023", date(2024, 1, 5), (2021, 2023)),
        (None, date(2024, 1, 5), (2023, 2024)),
        ("nhiệm kỳ", date(2024, 1, 5), (2023, 2024)),
    ):
        one = add(book, "rounds", title=str(period), achievement_period=period, meeting_on=meeting)
        found = suggest(book, one)
        assert (found.first_year, found.last_year) == years


def test_a_model_speaks_for_its_unit_and_all_its_further_units(
    book: Book, held: int, cell: int
) -> None:
    second = add(book, "units", name="Chi bộ ấp 2")
    rate(book, 2025, unit_id=cell)
    model = add(
        book,
        "models",
        name="Camera an ninh",
        unit_id=cell,
        state="recognised",
        state_on=date(2025, 5, 3),
    )
    add(book, "model_units", model_id=model, unit_id=second)
    first, further = suggest(book, held).candidates
    assert first.reason == (
        "Hoàn thành xuất sắc nhiệm vụ năm 2025; mô hình «Camera an ninh» được công nhận 05/2025"
    )
    assert (first.kind, first.unit_id, first.model_id) == ("collective", cell, model)
    assert (first.name, first.post) == ("Chi bộ ấp 1", "Đảng bộ xã Mỹ Hòa")
    assert (further.name, further.reason) == (
        "Chi bộ ấp 2",
        "Mô hình «Camera an ninh» được công nhận 05/2025",
    )
    registers.save(book, "models", {"state": "replicated", "state_on": date(2025, 11, 1)}, model)
    assert (
        "được công nhận 05/2025, được nhân rộng 11/2025" in suggest(book, held).candidates[0].reason
    )
    registers.save(book, "models", {"state": "stopped", "state_on": date(2025, 11, 2)}, model)
    assert [one.model_id for one in suggest(book, held).candidates] == [None]


def test_a_model_without_the_day_of_its_state_is_named_as_left_out(
    book: Book, held: int, cell: int
) -> None:
    add(book, "models", name="B không ngày", unit_id=cell, state="recognised")
    add(book, "models", name="A đăng ký", unit_id=cell)
    add(book, "models", name="C có ngày", unit_id=cell, state="recognised",
        state_on=date(2020, 5, 3))  # fmt: skip
    found = suggest(book, held)
    assert found.candidates == ()
    assert found.undated == ("B không ngày",)


def test_a_model_of_a_person_or_of_a_group_on_no_list(book: Book, held: int, cell: int) -> None:
    one = member(book, cell)
    common = {"state": "recognised", "state_on": date(2025, 5, 3)}
    add(book, "models", name="A", member_id=one, **common)
    add(book, "models", name="B", owner_person="Thạch Sô", owner_post="Nông dân", **common)
    add(book, "models", name="C", owner_group="đoàn viên thanh niên", unit_id=cell, **common)
    add(book, "models", name="D", unit_id=cell, state="recognised", state_on=date(2024, 5, 3))
    found = {each.name: each for each in suggest(book, held).candidates}
    assert set(found) == {"Lê An", "Thạch Sô", "Đoàn viên thanh niên"}
    assert found["Lê An"].member_id == one
    assert found["Thạch Sô"].post == "Nông dân"
    assert found["Đoàn viên thanh niên"].kind == "collective"


def test_a_pledge_rated_excellent_and_what_was_done_of_it(book: Book, held: int, cell: int) -> None:
    one, other = member(book, cell), member(book, cell, "Võ Nam")
    for who, ratings in ((one, ("good", "excellent")), (other, ("excellent", "good"))):
        pledge = add(book, "pledges", year=2025, kind="commitment", member_id=who)
        for place in (1, 2):
            add(book, "pledge_items", pledge_id=pledge, content=f"Việc {place}", progress=100)
        for month, rating in zip((11, 12), ratings, strict=True):
            add(
                book,
                "pledge_reviews",
                pledge_id=pledge,
                period_kind="year",
                reviewed_on=date(2025, month, 1),
                rating=rating,
            )
    found = only(book, held)
    assert found.member_id == one
    assert found.pledge_id is not None
    assert found.reasons == (
        "bản cam kết tu dưỡng, rèn luyện năm 2025 xếp loại hoàn thành xuất sắc nhiệm vụ",
        "thực hiện xong 02/02 nội dung của bản cam kết tu dưỡng, rèn luyện năm 2025",
    )


def test_who_is_in_the_round_or_not_active_is_left_out(book: Book, held: int, cell: int) -> None:
    inside, gone, there = (member(book, cell, name) for name in ("A", "B", "C"))
    for one in (inside, gone, there):
        rate(book, 2025, member_id=one)
    rate(book, 2025, unit_id=cell)
    form = registers.options(book, "award_forms", "giay")[0].id
    add(book, "awards", round_id=held, form_id=form, member_id=inside, state="refused")
    add(book, "awards", round_id=held, form_id=form, recipient_kind="collective", unit_id=cell)
    lives.change_status(book, [gone], "transferred", "2025-11-01")
    assert only(book, held).member_id == there


def test_an_award_of_the_same_year_is_named(book: Book, held: int, cell: int) -> None:
    one = member(book, cell)
    rate(book, 2025, member_id=one)
    earlier = add(book, "rounds", title="Đầu năm", meeting_on=date(2025, 2, 3))
    form = registers.options(book, "award_forms", "giay")[0].id
    add(book, "awards", round_id=earlier, form_id=form, member_id=one)
    assert only(book, held).held == "Giấy khen (đợt «Đầu năm»)"


def test_form_and_level_are_those_usual_before(book: Book, held: int) -> None:
    found = suggest(book, held)
    names = {one["id"]: one["name"] for one in live(book, "award_forms")}
    assert (names[found.form_id or 0], found.level) == ("Giấy khen", "district")
    praise = next(key for key, name in names.items() if name == "Biểu dương")
    add(
        book,
        "awards",
        round_id=held,
        form_id=praise,
        recipient_name="X",
        proposed_level="commune",
    )
    found = suggest(book, held)
    assert (found.form_id, found.level) == (praise, "commune")


def test_chosen_ones_become_awards(book: Book, held: int, cell: int) -> None:
    rate(book, 2025, member_id=member(book, cell))
    model = add(
        book, "models", name="M", unit_id=cell, state="recognised", state_on=date(2025, 5, 3)
    )
    found = suggest(book, held)
    before = everything(book)
    assert found.form_id is not None
    seen: list[tuple[int, int]] = []
    done = add_candidates(
        book,
        held,
        found.candidates,
        found.form_id,
        found.level,
        {"individual": 300_000},
        lambda *at: seen.append(at),
    )
    assert done.value == 2
    assert seen
    unit, person = live(book, "awards", round_id=held)
    assert (unit["recipient_name"], unit["model_id"], unit["money"]) == ("Chi bộ ấp 1", model, None)
    assert unit["achievement"] == "Mô hình «M» được công nhận 05/2025."
    assert (person["recipient_name"], person["money"]) == ("Lê An", 300_000)
    assert (person["state"], person["proposed_level"]) == ("proposed", "district")
    assert add_candidates(book, held, found.candidates, found.form_id, "district").value == 0
    undo_last(book)
    assert everything(book) == before
    assert suggest(book, held).candidates == found.candidates
    with pytest.raises(UserProblem, match="Hãy chọn cấp"):
        add_candidates(book, held, found.candidates, found.form_id, "xã")


def test_the_money_offered_is_what_was_given_last(book: Book, held: int) -> None:
    form, other = (add(book, "award_forms", name=name) for name in ("Giấy khen A", "Thư khen B"))
    earlier = add(book, "rounds", title="Sơ kết", meeting_on=date(2024, 5, 19))
    undated = add(book, "rounds", title="Chưa rõ ngày")

    def award(round_id: int, money: int | None, **values: Any) -> None:
        values = {"recipient_kind": "individual", "state": "given", **values}
        kept = {"recipient_name": f"Lê {money} {len(live(book, 'awards'))}", "form_id": form}
        add(book, "awards", **kept, round_id=round_id, money=money, **values)

    award(held, 300_000)
    award(held, 350_000)  # the last of one day
    award(held, None)
    award(held, 9_000_000, state="refused")
    award(earlier, 200_000)
    award(undated, 100_000)
    award(undated, 600_000, recipient_kind="collective")
    found = suggest(book, held).money
    assert found == {form: {"individual": 350_000, "collective": 600_000}}
    assert other not in found


# what doesn't speak for anybody, and who is meant


def test_a_recognition_that_was_taken_back_speaks_for_nobody(
    book: Book, held: int, cell: int
) -> None:
    model = add(book, "models", name="M", unit_id=cell, registered_on=date(2024, 1, 5))
    for month, state in enumerate(("in_progress", "appraised", "recognised"), start=2):
        model_life.step(book, [model], state, date(2025, month, 1))
    assert only(book, held).reason == "Mô hình «M» được công nhận 04/2025"
    model_life.reverse(book, model, "Công nhận nhầm", date(2025, 5, 1))
    assert suggest(book, held).candidates == ()
    model_life.step(book, [model], "recognised", date(2025, 9, 1))
    model_life.step(book, [model], "replicated", date(2025, 10, 1))
    model_life.reverse(book, model, "Chưa đủ", date(2025, 11, 1))
    assert only(book, held).reason == "Mô hình «M» được công nhận 09/2025"


def test_an_award_of_the_year_without_a_meeting_is_named(book: Book, held: int, cell: int) -> None:
    one = member(book, cell)
    rate(book, 2025, member_id=one)
    form = registers.options(book, "award_forms", "giay")[0].id
    for title, year in (("Đột xuất", 2025), ("Năm trước", 2024)):
        earlier = add(book, "rounds", title=title)
        day = date(year, 3, 1)
        decision = add(book, "decisions", round_id=earlier, number="5", on=day, level="district")
        add(
            book,
            "awards",
            round_id=earlier,
            form_id=form,
            member_id=one,
            decision_id=decision,
            state="given",
        )
    add(book, "awards", round_id=add(book, "rounds", title="?"), form_id=form, member_id=one)
    assert only(book, held).held == "Giấy khen (đợt «Đột xuất»)"


def test_a_group_is_named_with_the_unit_it_belongs_to(book: Book, held: int, cell: int) -> None:
    add(
        book,
        "models",
        name="M",
        owner_group="tổ phụ nữ",
        unit_id=cell,
        state="recognised",
        state_on=date(2025, 5, 3),
    )
    found = only(book, held)
    assert (found.name, found.post) == ("Tổ phụ nữ", "Chi bộ ấp 1")
    assert found.unit_id is None  # the group isn't the unit


def test_who_is_in_the_round_by_name_alone_is_not_offered_again(
    book: Book, held: int, cell: int
) -> None:
    form = registers.options(book, "award_forms", "giay")[0].id
    one, other = member(book, cell, "Lê Hòa"), member(book, cell, "Ông Văn Hai")
    rate(book, 2025, member_id=one)
    rate(book, 2025, member_id=other)
    rate(book, 2025, unit_id=cell)
    assert len(suggest(book, held).candidates) == 3
    add(book, "awards", round_id=held, form_id=form, recipient_name="Đồng chí Lê Hoà")
    add(book, "awards", round_id=held, form_id=form, recipient_name="Ông Văn Hai")
    add(
        book,
        "awards",
        round_id=held,
        form_id=form,
        recipient_kind="collective",
        recipient_name="CHI BỘ ẤP 1",
    )
    assert suggest(book, held).candidates == ()


def test_of_namesakes_only_the_one_who_is_meant_is_left_out(
    book: Book, held: int, cell: int
) -> None:
    form = registers.options(book, "award_forms", "giay")[0].id
    one = member(book, cell)
    other = member(book, cell, party_post="Phó Bí thư")
    rate(book, 2025, member_id=one)
    rate(book, 2025, member_id=other)
    award = add(book, "awards", round_id=held, form_id=form, recipient_name="Lê An")
    assert len(suggest(book, held).candidates) == 2  # it may be either
    registers.save(book, "awards", {"recipient_post": "Bí thư, Chi bộ ấp 1"}, award)
    assert only(book, held).member_id == other


def test_a_unit_that_ended_after_the_meeting_is_suggested(book: Book) -> None:
    rated = {"rated_kind": "unit", "period_kind": "year", "rating": "excellent"}
    for name, ended in (("Chi bộ 1", "2025-07-01"), ("Chi bộ 2", "2025-01-31")):
        unit = add(book, "units", name=name, ended=ended)
        days = {"period_from": date(2024, 1, 1), "period_to": date(2024, 12, 31)}
        add(book, "yearly_ratings", unit_id=unit, **rated, **days)
    held = add(book, "rounds", title="Sơ kết", meeting_on=date(2025, 2, 3))
    assert [one.name for one in suggest(book, held).candidates] == ["Chi bộ 1"]

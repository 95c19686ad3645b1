"""What looks wrong with the awards of a round, against a plain recomputation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.services import award_warnings, lives, registers
from desktop.services.award_ties import tie, tie_candidates, untie
from desktop.services.award_warnings import RULES, warnings
from desktop.services.books import Book

from .rows import add, everything, live, undo_last

MEETING = date(2025, 5, 19)


@pytest.fixture
def held(book: Book) -> int:
    return add(book, "rounds", title="Sơ kết", meeting_on=MEETING)


def form(book: Book, name: str = "Giấy khen") -> int:
    (found,) = [one for one in live(book, "award_forms") if one["name"] == name]
    return int(found["id"])


def award(book: Book, held: int, name: str = "", **values: Any) -> int:
    values = {"form_id": form(book), "achievement": "Tốt", "recipient_name": name, **values}
    return add(book, "awards", round_id=held, **{k: v for k, v in values.items() if v != ""})


def found(book: Book, held: int, rule: str = "") -> set[tuple[int, str]]:
    return {(one.award_id, one.rule) for one in warnings(book, held) if rule in ("", one.rule)}


def words(book: Book, held: int) -> list[str]:
    return [one.words for one in warnings(book, held)]


def test_nothing_is_wrong_with_an_orderly_round(book: Book, held: int) -> None:
    award(book, held, "Lê An", proposed_level="district")
    award(book, held, "Võ Nam")
    assert warnings(book, held) == []
    with pytest.raises(UserProblem, match="đã bị xóa"):
        warnings(book, 9_999)


def test_what_was_handed_over_without_any_level_is_told(book: Book, held: int) -> None:
    one = award(book, held, "Lê An", state="given")
    award(book, held, "Võ Nam", state="given", proposed_level="district")
    award(book, held, "Cao Hà")
    assert found(book, held) == {(one, award_warnings.NO_LEVEL)}
    decision = add(book, "decisions", round_id=held, number="9", level="district")
    registers.save(book, "awards", {"decision_id": decision}, one)
    assert warnings(book, held) == []


def test_between_agreeing_and_deciding_nothing_looks_wrong(book: Book, held: int) -> None:
    for name in ("Lê An", "Võ Nam", "Cao Hà"):
        award(book, held, name, state="agreed")
    assert warnings(book, held) == []


def test_what_stands_under_a_number_and_was_not_agreed_to_is_told(book: Book, held: int) -> None:
    draft = add(book, "decisions", round_id=held, level="district")
    numbered = add(book, "decisions", round_id=held, number="9-QĐ/HU", level="district")
    award(book, held, "Lê An", decision_id=draft)
    award(book, held, "Võ Nam", decision_id=numbered, state="agreed")
    award(book, held, "Cao Hà", decision_id=numbered, state="refused", reason="Trùng")
    one = award(book, held, "Tô Ký", decision_id=numbered)
    assert found(book, held) == {(one, award_warnings.NOT_AGREED)}
    (said,) = words(book, held)
    assert "Quyết định số 9-QĐ/HU" in said
    assert "bấm F6 (Đồng ý)" in said


def test_the_same_form_in_the_same_year(book: Book, held: int) -> None:
    member = add(book, "members", full_name="Lê An")
    before = add(book, "rounds", title="Đầu năm", meeting_on=date(2025, 1, 5))
    last_year = add(book, "rounds", title="Năm ngoái", meeting_on=date(2024, 12, 30))
    mine = award(book, held, member_id=member)
    award(book, last_year, member_id=member)
    assert found(book, held, award_warnings.SAME_YEAR) == set()
    other = award(book, before, member_id=member)
    assert "Đã có Giấy khen trong năm 2025: «Đầu năm»." in words(book, held)
    assert found(book, held, award_warnings.SAME_YEAR) == {(mine, award_warnings.SAME_YEAR)}
    registers.save(book, "awards", {"form_id": form(book, "Bằng khen")}, other)
    assert found(book, held, award_warnings.SAME_YEAR) == set()


def test_the_decisions_day_counts_before_the_meetings(book: Book, held: int) -> None:
    other = add(book, "rounds", title="Kia", meeting_on=date(2026, 1, 20))
    decision = add(
        book, "decisions", round_id=other, number="9", on=date(2025, 12, 30), level="district"
    )
    award(book, held, "Lê An", recipient_post="Ấp 1")
    award(book, other, "Lê  Ân".replace("Â", "A"), recipient_post="ấp 1", decision_id=decision)
    assert found(book, held, award_warnings.SAME_YEAR)


def test_a_level_that_may_not_give_the_form(book: Book, held: int) -> None:
    diploma = form(book, "Bằng khen")
    one = award(book, held, "Lê An", form_id=diploma, proposed_level="district")
    award(book, held, "Võ Nam", form_id=diploma, proposed_level="province")
    award(book, held, "Ngô Ba", form_id=diploma)
    assert found(book, held) == {(one, award_warnings.LEVEL)}
    assert words(book, held) == [
        "Cấp Huyện không có Bằng khen: ngày 19/05/2025 chỉ cấp Tỉnh, Trung ương được khen."
    ]
    add(book, "award_form_levels", form_id=diploma, level="district", valid_to=date(2025, 5, 18))
    assert found(book, held) == {(one, award_warnings.LEVEL)}
    add(book, "award_form_levels", form_id=diploma, level="district", valid_from=date(2025, 5, 19))
    assert found(book, held) == set()


def test_a_form_without_levels_may_be_given_by_each(book: Book, held: int) -> None:
    own = add(book, "award_forms", name="Cờ thi đua", valid_to=date(2025, 12, 31))
    award(book, held, "Lê An", form_id=own, proposed_level="base")
    assert found(book, held) == set()
    later = add(book, "rounds", title="Sau", meeting_on=date(2026, 1, 1))
    award(book, later, "Võ Nam", form_id=own)
    assert words(book, later) == ["Ngày 01/01/2026 không còn (hoặc chưa có) hình thức Cờ thi đua."]


def test_a_member_who_isnt_active_on_the_day(book: Book, held: int) -> None:
    gone = add(book, "members", full_name="Lê An", status="official")
    late = add(book, "members", full_name="Võ Nam", admitted_on="2025-06-01")
    there = add(book, "members", full_name="Ngô Ba", status="official")
    lives.change_status(book, [gone], "left", "2025-05-18", "xin ra")
    lives.change_status(book, [there], "deceased", "2025-05-20", "bệnh")
    ids = [award(book, held, member_id=one) for one in (gone, late, there)]
    rule = award_warnings.NOT_ACTIVE
    assert found(book, held) == {(ids[0], rule), (ids[1], rule)}
    assert words(book, held) == [
        "Ngày 19/05/2025: ra khỏi đảng.",
        "Ngày 19/05/2025: chưa được kết nạp.",
    ]


def test_a_unit_and_what_is_below_it(book: Book, held: int) -> None:
    root = add(book, "units", name="Đảng bộ xã")
    cell = add(book, "units", name="Chi bộ ấp", parent_id=root)
    deep = add(book, "units", name="Tổ đảng", parent_id=cell)
    group = {"recipient_kind": "collective"}
    award(book, held, unit_id=root, **group)
    one = award(book, held, unit_id=deep, **group)
    award(book, held, "Lê An", unit_id=cell)
    assert found(book, held) == {(one, award_warnings.BELOW)}
    assert words(book, held) == ["Trực thuộc «Đảng bộ xã» cũng là tập thể trong đợt này."]


def test_missing_achievement_and_the_same_recipient_twice(book: Book, held: int) -> None:
    first = award(book, held, "Lê An", achievement="")
    second = award(book, held, "LÊ AN", form_id=form(book, "Bằng khen"))
    assert found(book, held) == {
        (first, award_warnings.TWICE),
        (second, award_warnings.TWICE),
        (first, award_warnings.NO_TEXT),
    }
    registers.save(book, "awards", {"state": "refused", "reason": "Trùng"}, second)
    assert found(book, held) == {(first, award_warnings.NO_TEXT)}


# free recipients


def test_a_free_recipient_of_a_members_name_is_tied(book: Book, held: int) -> None:
    cell = add(book, "units", name="Chi bộ ấp Mỹ Cẩm")
    other = add(book, "members", full_name="Lê Văn Hòa", birth_date="1970")
    member = add(book, "members", full_name="Lê Văn Hoà", unit_id=cell, card_number="01234567")
    one = award(book, held, "Đồng chí Lê Văn Hòa", recipient_post="Trưởng ấp, chi bộ ấp mỹ cẩm")
    (told,) = warnings(book, held)
    assert (told.rule, told.can_tie) == (award_warnings.FREE_MEMBER, True)
    candidates = tie_candidates(book, one)
    assert [(each.id, each.unit_fits) for each in candidates] == [(member, True), (other, False)]
    assert candidates[0].detail == "thẻ 01234567 · Chi bộ ấp Mỹ Cẩm"
    before = everything(book)
    assert tie(book, one, member).value == "Đồng chí Lê Văn Hòa"
    values = registers.get(book, "awards", one).values
    assert (values["member_id"], values["unit_id"]) == (member, cell)
    assert values["recipient_name"] == "Đồng chí Lê Văn Hòa"
    assert values["recipient_post"] == "Trưởng ấp, chi bộ ấp mỹ cẩm"
    assert warnings(book, held) == []
    assert undo_last(book) == "Gắn «Đồng chí Lê Văn Hòa» với danh sách"
    assert everything(book) == before
    tie(book, one, member)
    untie(book, one)
    assert registers.get(book, "awards", one).values["member_id"] is None


def test_a_family_of_the_name_ong_is_found(book: Book, held: int) -> None:
    cell = add(book, "units", name="Chi bộ 1")
    member = add(book, "members", full_name="Ông Văn Hai", unit_id=cell)
    one = award(book, held, "Ông Văn Hai")
    two = award(book, held, "Đồng chí Ông Văn Hai", form_id=form(book, "Bằng khen"))
    free = {(each, award_warnings.FREE_MEMBER) for each in (one, two)}
    assert free <= found(book, held)
    for each in (one, two):
        assert [offered.id for offered in tie_candidates(book, each)] == [member]


def test_what_came_with_a_tie_goes_with_it(book: Book, held: int) -> None:
    cell, other = (add(book, "units", name=name) for name in ("Chi bộ 1", "Chi bộ 2"))
    member = add(book, "members", full_name="Lê An", unit_id=cell)
    one = award(book, held, "Lê An", recipient_post="Trưởng ấp")
    before = registers.get(book, "awards", one).values
    tie(book, one, member)
    registers.save(book, "awards", {"money": 5}, one)
    untie(book, one)
    assert registers.get(book, "awards", one).values == {**before, "money": 5}
    # a unit that was entered stays, also when it is the member's
    for unit in (cell, other):
        registers.save(book, "awards", {"unit_id": unit}, one)
        tie(book, one, member)
        untie(book, one)
        values = registers.get(book, "awards", one).values
        assert (values["member_id"], values["unit_id"]) == (None, unit)
    registers.save(book, "awards", {"unit_id": None}, one)
    tie(book, one, member)
    registers.save(book, "awards", {"unit_id": other}, one)
    untie(book, one)
    assert registers.get(book, "awards", one).values["unit_id"] == other


def test_a_free_collective_is_tied_to_its_unit(book: Book, held: int) -> None:
    above = add(book, "units", name="Đảng bộ xã Mỹ Hòa")
    unit = add(book, "units", name="Chi bộ ấp 1", parent_id=above)
    add(book, "units", name="Chi bộ ấp 1", kind="other")
    one = award(
        book, held, "CHI BỘ ẤP 1", recipient_kind="collective", recipient_post="Đảng bộ xã Mỹ Hòa"
    )
    assert found(book, held) == {(one, award_warnings.FREE_UNIT)}
    candidates = tie_candidates(book, one)
    assert (candidates[0].id, candidates[0].unit_fits, len(candidates)) == (unit, True, 2)
    tie(book, one, unit_id=unit)
    assert registers.get(book, "awards", one).values["recipient_name"] == "CHI BỘ ẤP 1"
    assert found(book, held) == set()


def test_what_cant_be_tied_is_told(book: Book, held: int) -> None:
    member = add(book, "members", full_name="Lê An")
    group = award(book, held, "Tổ 1", recipient_kind="collective")
    with pytest.raises(UserProblem, match="không phải là cá nhân"):
        tie(book, group, member)
    one = award(book, held, "Lê An")
    registers.delete(book, "members", [member])
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        tie(book, one, member)
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        tie(book, group, unit_id=9_999)
    for bad in (9_999,):
        with pytest.raises(UserProblem, match="đã bị xóa"):
            tie_candidates(book, bad)


# against a plain recomputation

NAMES = ["Lê An", "lê an", "Võ Nam", "Tổ 1"]
DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["proposed", "agreed", "refused", "given", "annulled"]),
        st.sampled_from(["collective", "individual", "household"]),
        st.sampled_from(NAMES),
        st.sampled_from(["Giấy khen", "Bằng khen"]),
        st.sampled_from([None, "district", "province"]),
        st.sampled_from(["", "Tốt"]),
        st.booleans(),  # in this round, or in another of the same year
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(DRAWN)
def test_warnings_are_those_of_a_plain_recomputation(book: Book, drawn: list[Any]) -> None:
    held = add(book, "rounds", title="Sơ kết", meeting_on=MEETING)
    other = add(book, "rounds", title="Khác", meeting_on=date(2025, 12, 1))
    ids = [
        award(
            book,
            held if here else other,
            name,
            state=state,
            recipient_kind=kind,
            form_id=form(book, given),
            proposed_level=level,
            achievement=text or None,
        )
        for state, kind, name, given, level, text, here in drawn
    ]
    expected: set[tuple[int, str]] = set()
    for one, mine in zip(ids, drawn, strict=True):
        state, _kind, name, given, level, text, here = mine
        if not here or state in ("refused", "annulled"):
            continue
        if not text:
            expected.add((one, award_warnings.NO_TEXT))
        if state == "given" and level is None:
            expected.add((one, award_warnings.NO_LEVEL))
        if given == "Bằng khen" and level == "district":
            expected.add((one, award_warnings.LEVEL))
        for two, theirs in zip(ids, drawn, strict=True):
            if two == one or theirs[0] in ("refused", "annulled"):
                continue
            if fold(theirs[2]) != fold(name):
                continue
            if theirs[6]:
                expected.add((one, award_warnings.TWICE))
            elif theirs[3] == given:
                expected.add((one, award_warnings.SAME_YEAR))
    assert found(book, held) == expected
    assert {rule for _one, rule in expected} <= RULES.keys()
    registers.delete(book, "rounds", [held, other])


def test_a_round_without_a_meeting_counts_to_this_year(book: Book) -> None:
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    given = add(book, "rounds", title="Đã trao", meeting_on=date(today.year, 1, 2))
    planned = add(book, "rounds", title="Sắp tới")
    award(book, given, "Lê An")
    one = award(book, planned, "Lê An")
    assert found(book, planned) == {(one, award_warnings.SAME_YEAR)}


def test_a_collective_that_was_no_more_on_the_day(book: Book, held: int) -> None:
    gone = add(book, "units", name="Chi bộ 1", ended="2024-07-01")
    later = add(book, "units", name="Chi bộ 2", ended="2025-07-01")
    for unit, name in ((gone, "Chi bộ 1"), (later, "Chi bộ 2")):
        award(book, held, name, recipient_kind="collective", unit_id=unit)
    assert words(book, held) == ["Đơn vị đã kết thúc (01/07/2024)."]

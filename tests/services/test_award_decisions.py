"""From proposal to hand-over: steps that can be taken back, decisions by number and date, sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.core.terms import AwardState, RecipientKind
from desktop.services import registers
from desktop.services.award_life_rules import STEPS
from desktop.services.award_statistics import award_statistics, round_totals
from desktop.services.books import Book
from desktop.services.commendations import (
    decide,
    hand_over,
    set_state,
    waiting,
)
from desktop.services.decision_numbers import family_of, full_number, issued_by
from desktop.storage.models import Decision

from .rows import add, everything, live, undo_last

STATES = [one.value for one in AwardState]
MEETING = date(2025, 5, 19)


@pytest.fixture
def held(book: Book) -> int:
    return add(book, "rounds", title="Sơ kết", meeting_on=MEETING)


def form(book: Book, name: str = "Giấy khen") -> int:
    (found,) = [one for one in live(book, "award_forms") if one["name"] == name]
    return int(found["id"])


def award(book: Book, held: int, name: str = "Lê An", **values: Any) -> int:
    values = {"form_id": form(book), **values}
    return add(book, "awards", round_id=held, recipient_name=name, **values)


def row(book: Book, award_id: int) -> dict[str, Any]:
    return dict(registers.get(book, "awards", award_id).values)


# outcomes


def test_each_step_can_be_taken_back() -> None:
    for before, after in STEPS.items():
        for one in after:
            assert before in STEPS[one]
            assert one != before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(STATES), st.dates(date(2024, 1, 1), date(2030, 12, 31))),
        max_size=8,
    )
)
def test_any_walk_through_the_outcomes_keeps_dates_and_reasons_true(
    book: Book, walk: list[tuple[str, date]]
) -> None:
    held = add(book, "rounds", title="Sơ kết", meeting_on=MEETING)
    one = award(book, held)
    state = "proposed"
    for wanted, day in walk:
        if wanted != state and wanted not in STEPS[state]:
            before = row(book, one)
            with pytest.raises(UserProblem):
                set_state(book, [one], wanted, "lý do", day)
            assert row(book, one) == before
            continue
        moved = wanted != state
        set_state(book, [one], wanted, "lý do", day)
        state = wanted
        found = row(book, one)
        assert found["state"] == state
        assert (found["reason"] is not None) == (state in ("refused", "annulled"))
        assert (found["annulled_on"] is not None) == (state == "annulled")
        if state == "given":
            assert found["given_on"] is not None
            assert not moved or found["given_on"] == day
        elif state != "annulled":
            assert found["given_on"] is None


def test_a_hand_over_is_on_the_day_of_the_meeting_unless_said_otherwise(
    book: Book, held: int
) -> None:
    first, second, refused = (award(book, held, name) for name in ("A", "B", "C"))
    set_state(book, [first, second], "agreed")
    set_state(book, [refused], "refused", "Trùng")
    before = everything(book)
    assert hand_over(book, held).value == 2
    assert [row(book, one)["given_on"] for one in (first, second)] == [MEETING] * 2
    assert row(book, refused)["state"] == "refused"
    assert undo_last(book) == "Trao thưởng: 2 khen thưởng của đợt «Sơ kết»"
    assert everything(book) == before
    hand_over(book, held, [first], date(2025, 5, 30))
    assert row(book, first)["given_on"] == date(2025, 5, 30)
    assert row(book, second)["state"] == "agreed"


def test_a_hand_over_of_nobody_or_of_somebody_refused_is_told(book: Book, held: int) -> None:
    with pytest.raises(UserProblem, match="Không có ai ở kết quả «Đồng ý»"):
        hand_over(book, held)
    one = award(book, held, "Võ Nam", state="refused")
    with pytest.raises(UserProblem, match="«Võ Nam»"):
        hand_over(book, held, [one])
    registers.delete(book, "rounds", [add(book, "rounds", title="Bỏ")])
    with pytest.raises(UserProblem, match="đã bị xóa"):
        hand_over(book, 9_999)


def test_an_annulling_keeps_the_day_of_the_hand_over(book: Book, held: int) -> None:
    one = award(book, held, state="agreed")
    hand_over(book, held, on=date(2025, 6, 1))
    set_state(book, [one], "annulled", "Vi phạm", date(2026, 1, 2))
    found = row(book, one)
    assert (found["given_on"], found["annulled_on"]) == (date(2025, 6, 1), date(2026, 1, 2))
    set_state(book, [one], "given")
    found = row(book, one)
    assert (found["given_on"], found["annulled_on"], found["reason"]) == (
        date(2025, 6, 1),
        None,
        None,
    )


# decisions


@pytest.mark.parametrize(
    ("typed", "last", "kept"),
    [
        ("16", "15-QĐ/HU", "16-QĐ/HU"),
        (" 1089 ", "1088/QĐ-UBND", "1089/QĐ-UBND"),
        ("16-QĐ/TU", "15-QĐ/HU", "16-QĐ/TU"),
        ("7a", "15-QĐ/HU", "7a-QĐ/HU"),
        ("16", "", "16"),
        ("16", "Số 15", "16"),
    ],
)
def test_a_bare_number_takes_the_code_of_the_last_decision(
    typed: str, last: str, kept: str
) -> None:
    assert full_number(typed, last) == kept


def test_number_and_date_are_enough(book: Book, held: int) -> None:
    earlier = add(book, "rounds", title="Năm trước")
    add(
        book,
        "decisions",
        round_id=earlier,
        number="15-QĐ/HU",
        on=date(2024, 5, 2),
        level="district",
        issuer="Ban Thường vụ Huyện ủy",
        signer="Trần Văn Bí",
        signer_post="Bí thư",
        signs="on_behalf",
        authority="BAN THƯỜNG VỤ",
    )
    agreed = [award(book, held, name, state="agreed") for name in ("A", "B")]
    given = award(book, held, "C", state="given", proposed_level="district")
    others = [
        award(book, held, "D"),
        award(book, held, "E", state="refused"),
        award(book, held, "G", state="agreed", proposed_level="province"),
    ]
    found = decide(book, held, "16", date(2025, 5, 12)).value
    assert (found.level, found.number, found.awards) == ("district", "16-QĐ/HU", 3)
    made = registers.get(book, "decisions", found.decision_id).values
    assert made["round_id"] == held
    assert made["on"] == date(2025, 5, 12)
    assert made["issuer"] == "Ban Thường vụ Huyện ủy"
    assert (made["signer"], made["signs"]) == ("Trần Văn Bí", "on_behalf")
    under = [one["id"] for one in live(book, "awards", decision_id=found.decision_id)]
    assert under == [*agreed, given]
    assert all(row(book, one)["decision_id"] is None for one in others)
    assert [(one.level, one.awards) for one in waiting(book, held)] == [("province", 1)]


def test_the_first_decision_is_the_offices_own(book: Book, held: int) -> None:
    add(book, "signers", name="Lê Văn Cũ", post="Trưởng ban", valid_to=date(2024, 12, 31))
    add(book, "signers", name="Ngô Thị Ký", post="Trưởng ban", valid_from=date(2025, 1, 1))
    award(book, held, state="agreed")
    found = decide(book, held, "01-QĐ/BTG", date(2025, 5, 12)).value
    made = registers.get(book, "decisions", found.decision_id).values
    assert made["issuer"] == "Ban Tuyên giáo Huyện ủy Cầu Ngang"
    assert (made["signer"], made["signer_post"]) == ("Ngô Thị Ký", "Trưởng ban")
    assert made["paper_family"] == "party"


def test_a_draft_gets_its_number_and_keeps_what_it_says(book: Book, held: int) -> None:
    draft = add(book, "decisions", round_id=held, level="district", issuer="Huyện ủy X", signer="Y")
    one = award(book, held, state="agreed")
    assert waiting(book, held)[0].decision_id == draft
    found = decide(book, held, "9-QĐ/HU", date(2025, 5, 1), draft).value
    assert found.decision_id == draft
    made = registers.get(book, "decisions", draft).values
    assert (made["number"], made["issuer"], made["signer"]) == ("9-QĐ/HU", "Huyện ủy X", "Y")
    assert row(book, one)["decision_id"] == draft


def test_the_same_decision_isnt_made_twice(book: Book, held: int) -> None:
    award(book, held, "A", state="agreed")
    first = decide(book, held, "9-QĐ/HU", date(2025, 5, 1)).value
    late = award(book, held, "B", state="agreed")
    again = decide(book, held, "9-QĐ/HU", date(2025, 5, 1)).value
    assert again.decision_id == first.decision_id
    assert row(book, late)["decision_id"] == first.decision_id
    assert registers.count(book, Query("decisions")) == 1


def test_who_signs_in_another_office_signs_nothing_here(book: Book, held: int) -> None:
    theirs = add(
        book,
        "decisions",
        round_id=add(book, "rounds", title="Của nơi khác"),
        number="9-QĐ/HU",
        on=date(2025, 1, 1),
        level="district",
        issuer="Huyện ủy Trà Cú",
        signer="Võ Trà",
    )
    with book.write("Nhận bộ dữ liệu") as session:
        session.get_one(Decision, theirs).origin = "another-office"
    award(book, held, state="agreed")
    assert [one.last_number for one in waiting(book, held)] == [""]
    made = decide(book, held, "3", date(2025, 3, 1)).value
    values = registers.get(book, "decisions", made.decision_id).values
    assert values["number"] == "3"
    assert "Trà Cú" not in str(values["issuer"])
    assert values["signer"] != "Võ Trà"


def test_a_decision_without_number_awards_or_round_is_refused(book: Book, held: int) -> None:
    with pytest.raises(UserProblem, match="không còn ai được đồng ý"):
        decide(book, held, "1", date(2025, 5, 1))
    award(book, held, state="agreed")
    with pytest.raises(UserProblem, match="Hãy nhập số"):
        decide(book, held, "  ", date(2025, 5, 1))
    other = add(book, "decisions", round_id=add(book, "rounds", title="Khác"), level="district")
    with pytest.raises(UserProblem, match="không thuộc đợt"):
        decide(book, held, "1", date(2025, 5, 1), other)
    assert registers.count(book, Query("decisions")) == 1


def test_a_decision_is_one_deed(book: Book, held: int) -> None:
    award(book, held, state="agreed")
    before = everything(book)
    decide(book, held, "9-QĐ/HU", date(2025, 5, 1))
    assert undo_last(book) == "Ra quyết định 9-QĐ/HU: 1 khen thưởng"
    assert everything(book) == before


# sums

AWARDS = st.lists(
    st.tuples(
        st.sampled_from(STATES),
        st.sampled_from([one.value for one in RecipientKind]),
        st.sampled_from(["Giấy khen", "Bằng khen"]),
        st.one_of(st.none(), st.integers(0, 5_000_000)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(AWARDS)
def test_sums_are_those_of_a_plain_count(book: Book, drawn: list[Any]) -> None:
    held = add(book, "rounds", title="Sơ kết", meeting_on=MEETING)
    decision = add(book, "decisions", round_id=held, number="5-QĐ/HU", level="district")
    for place, (state, kind, name, money, decided) in enumerate(drawn):
        award(
            book,
            held,
            f"Người {place}",
            state=state,
            recipient_kind=kind,
            form_id=form(book, name),
            money=money,
            decision_id=decision if decided else None,
        )
    found = round_totals(book, held)
    standing = [one for one in drawn if one[0] in ("agreed", "given")]

    def plain(rows: list[Any], key: Any) -> dict[str, tuple[int, int]]:
        keys = {key(one) for one in rows}
        return {
            each: (
                sum(key(one) == each for one in rows),
                sum(one[3] or 0 for one in rows if key(one) == each),
            )
            for each in keys
        }

    def shown(sums: Any) -> dict[str, tuple[int, int]]:
        return {one.key: (one.awards, one.money) for one in sums}

    assert shown(found.by_state) == plain(drawn, lambda one: one[0])
    assert shown(found.by_kind) == plain(standing, lambda one: one[1])
    assert shown(found.by_form) == plain(standing, lambda one: one[2])
    assert shown(found.by_decision) == plain(standing, lambda one: "5-QĐ/HU" if one[4] else "")
    registers.delete(book, "rounds", [held])


def test_statistics_of_a_period(book: Book, held: int) -> None:
    unit = add(book, "units", name="Chi bộ ấp 1", kind="cell")
    above = add(book, "units", name="Đảng bộ xã", kind="base_committee")
    registers.save(book, "units", {"parent_id": above}, unit)
    decision = add(
        book, "decisions", round_id=held, number="5", on=date(2024, 12, 30), level="province"
    )
    award(book, held, "A", state="given", money=100, decision_id=decision, unit_id=unit)
    award(book, held, "B", state="agreed", money=50, unit_id=unit)
    award(book, held, "A", state="agreed", unit_id=unit)
    award(book, held, "C", state="refused", money=7)
    group = {"recipient_kind": "collective", "unit_id": above, "proposed_level": "commune"}
    award(book, held, "Đảng bộ xã", state="agreed", **group)
    found = award_statistics(book, date(2025, 1, 1), date(2025, 12, 31))
    assert (found.total.awards, found.total.individuals, found.total.money) == (3, 2, 50)
    assert [(one.label, one.awards) for one in found.by_unit] == [
        ("Chi bộ ấp 1", 2),
        ("Đảng bộ xã", 1),
    ]
    every = award_statistics(book)
    assert [(one.label, one.awards) for one in every.by_year] == [("2024", 1), ("2025", 3)]
    assert [(one.label, one.awards) for one in every.by_level] == [
        ("Tỉnh", 1),
        ("Xã/phường", 1),
        ("Chưa rõ cấp", 2),
    ]
    assert every.people.individuals == 2  # A twice
    assert award_statistics(book, unit_id=unit).total.awards == 3
    assert award_statistics(book, unit_id=above).total.awards == 4
    for way in (every.by_form, every.by_level, every.by_unit, every.by_year):
        assert sum(one.awards for one in way) == every.total.awards
        assert sum(one.money for one in way) == every.total.money


def test_a_state_set_in_the_form_keeps_its_days_true(book: Book, held: int) -> None:
    one = award(book, held, state="agreed")
    registers.save(book, "awards", {"state": "given"}, one)
    assert row(book, one)["given_on"] == MEETING
    registers.save(book, "awards", {"given_on": date(2025, 6, 1)}, one)
    assert row(book, one)["given_on"] == date(2025, 6, 1)
    registers.save(
        book, "awards", {"state": "annulled", "annulled_on": date(2025, 7, 1), "reason": "Sai"}, one
    )
    assert row(book, one)["given_on"] == date(2025, 6, 1)
    registers.save(book, "awards", {"state": "agreed"}, one)
    assert (row(book, one)["given_on"], row(book, one)["annulled_on"]) == (None, None)
    unknown = award(book, held, "Võ Nam", state="given")
    assert row(book, unknown)["given_on"] is None  # entered so: the day isn't guessed


@pytest.mark.parametrize(
    ("number", "family"),
    [
        ("15-QĐ/HU", "party"),
        ("112-QĐ/TU", "party"),
        ("1088/QĐ-UBND", "government"),
        ("88a/QĐ-UBND", "government"),
        ("15", None),
        ("", None),
    ],
)
def test_a_number_tells_its_paper(number: str, family: str | None) -> None:
    assert family_of(number) == family


def test_a_number_tells_whose_it_is() -> None:
    assert issued_by("15-QĐ/BTG", "BTG") is True
    assert issued_by("112-QĐ/HU", "BTG") is False
    assert issued_by("112", "BTG") is None
    assert issued_by("112-QĐ/HU", "") is None


def test_the_first_number_of_a_level_gives_style_and_issuer(book: Book, held: int) -> None:
    own = registers.own_office(book)
    registers.save(
        book, "offices", {"code_suffix": "BTG", "parent_name": "Huyện ủy Cầu Ngang"}, own.id
    )
    award = add(book, "awards", round_id=held, form_id=form(book), recipient_name="Lê An",
                proposed_level=own.values["level"])  # fmt: skip
    set_state(book, [award], "agreed")
    made = decide(book, held, "112-QĐ/HU", MEETING).value
    kept = registers.get(book, "decisions", made.decision_id).values
    assert (kept["issuer"], kept["paper_family"]) == ("Huyện ủy Cầu Ngang", "party")
    other = add(book, "awards", round_id=held, form_id=form(book), recipient_name="Lê Bình",
                proposed_level="province")  # fmt: skip
    set_state(book, [other], "agreed")
    made = decide(book, held, "88/QĐ-UBND", MEETING).value
    kept = registers.get(book, "decisions", made.decision_id).values
    assert (kept["level"], kept["paper_family"]) == ("province", "government")

"""Which outcome may follow which, in the form and for many at once; reasons and corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.terms import AwardState
from desktop.services import many, registers
from desktop.services.award_life_rules import STEPS, WITH_REASON
from desktop.services.books import Book
from desktop.services.commendations import set_state

from .rows import add, everything, undo_last

STATES = [one.value for one in AwardState]


@pytest.fixture
def held(book: Book) -> int:
    return add(book, "rounds", title="Sơ kết", meeting_on=date(2025, 5, 19))


def award(book: Book, held: int, name: str = "Lê An", **values: Any) -> int:
    form = registers.options(book, "award_forms", "giay")[0].id
    return add(book, "awards", round_id=held, form_id=form, recipient_name=name, **values)


def value(book: Book, award_id: int, name: str) -> Any:
    return registers.get(book, "awards", award_id).values[name]


# by hand


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_the_form_and_many_at_once_go_by_the_steps(
    book: Book, held: int, before: str, after: str
) -> None:
    first, second = (award(book, held, state=before) for _ in range(2))
    values = {"state": after, "reason": "Vì lý do" if after in WITH_REASON else None}
    if after in (before, *STEPS[before]):
        registers.save(book, "awards", values, first)
        many.edit_many(book, "awards", [second], values)
        assert [value(book, one, "state") for one in (first, second)] == [after] * 2
        return
    kept = everything(book)
    with pytest.raises(InvalidValues) as told:
        registers.save(book, "awards", values, first)
    sentence = told.value.by_field["state"]
    assert sentence.startswith("Khen thưởng này đang ở kết quả «")
    can = sentence.partition("chỉ chuyển được sang ")[2]
    words = {one.value: one.heading for one in AwardState}
    assert {one for one in STATES if f"«{words[one]}»" in can} == STEPS[before]
    (effect,) = many.foresee(book, "awards", [second], values)
    assert effect.problems["state"] == sentence
    with pytest.raises(UserProblem, match="«Lê An»"):
        many.edit_many(book, "awards", [second], values)
    assert everything(book) == kept


def test_a_new_award_may_have_any_outcome(book: Book, held: int) -> None:
    for one in STATES:
        assert value(book, award(book, held, state=one), "state") == one


@pytest.mark.parametrize(("before", "after"), [("proposed", "refused"), ("given", "annulled")])
def test_refusing_and_annulling_by_hand_need_a_reason(
    book: Book, held: int, before: str, after: str
) -> None:
    one = award(book, held, state=before)
    for blank in (None, " \n"):
        with pytest.raises(InvalidValues) as told:
            registers.save(book, "awards", {"state": after, "reason": blank}, one)
        assert "phải có lý do" in told.value.by_field["reason"]
    registers.save(book, "awards", {"state": after, "reason": "Trùng"}, one)
    registers.save(book, "awards", {"money": 5}, one)  # the outcome isn't touched
    assert value(book, one, "state") == after


def test_what_is_not_done_by_hand_is_taken_as_it_is(book: Book, held: int) -> None:
    one = award(book, held)
    with book.write("Nhập từ tệp") as session:
        registers.save_in(session, "awards", {"state": "annulled"}, one)
    assert value(book, one, "state") == "annulled"


# with the buttons


def test_a_reason_is_corrected_and_what_changed_is_counted(book: Book, held: int) -> None:
    one, other = award(book, held), award(book, held, "Võ Nam")
    set_state(book, [one], "refused", "Lý do gõ nhầm")
    before = everything(book)
    assert set_state(book, [one], "refused", " Lý do đúng ").value == 1
    assert value(book, one, "reason") == "Lý do đúng"
    assert undo_last(book) == "Không đồng ý: 1 khen thưởng"
    assert everything(book) == before
    assert set_state(book, [one, other], "refused", "Lý do gõ nhầm").value == 1
    assert set_state(book, [one, other], "refused", "Lý do gõ nhầm").value == 0
    assert set_state(book, [one, other], "refused").value == 0  # a blank takes no reason away
    assert value(book, one, "reason") == "Lý do gõ nhầm"


def test_the_day_of_an_outcome_is_corrected(book: Book, held: int) -> None:
    one = award(book, held, state="given", given_on=date(2025, 5, 19))
    assert set_state(book, [one], "given", on=date(2025, 5, 30)).value == 1
    assert value(book, one, "given_on") == date(2025, 5, 30)
    set_state(book, [one], "annulled", "Vi phạm", date(2026, 1, 2))
    set_state(book, [one], "annulled", None, date(2026, 1, 3))
    assert (value(book, one, "annulled_on"), value(book, one, "reason")) == (
        date(2026, 1, 3),
        "Vi phạm",
    )
    assert value(book, one, "given_on") == date(2025, 5, 30)


@pytest.mark.parametrize("reason", [None, "", " \n "])
def test_an_outcome_with_a_reason_is_not_kept_without(
    book: Book, held: int, reason: str | None
) -> None:
    one = award(book, held, state="agreed")
    before = everything(book)
    for state in WITH_REASON:
        with pytest.raises(UserProblem, match="phải có lý do"):
            set_state(book, [one], state, reason)
    assert everything(book) == before

"""The rules of a model's life."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import model_life as life
from desktop.core.model_life import Step

R, P, A, C, N = life.CHAIN
S = life.STOPPED
DAY = date(2025, 3, 1)


def states(steps: list[Step]) -> list[str]:
    return [one.state for one in life.allowed(steps)]


def test_the_next_state_and_the_stop_come_without_a_reason():
    assert states([Step(R)]) == [P, S]
    found = life.allowed([Step(R), Step(P)])
    assert [(one.state, one.needs_reason) for one in found] == [
        (A, False),
        (S, False),
        (R, True),
    ]
    assert states([Step(one) for one in life.CHAIN])[0] == S  # nothing lies beyond Nhân rộng


@pytest.mark.parametrize("stood", [(R,), (R, P), (R, P, A, C)])
def test_a_stopped_model_comes_back_to_where_it_stood_or_before(stood):
    found = life.allowed([*(Step(one) for one in stood), Step(S)])
    assert [one.state for one in found] == list(reversed(stood))
    assert all(one.needs_reason for one in found)


def test_a_model_entered_as_stopped_may_come_back_to_any_state():
    assert set(states([Step(S)])) == set(life.CHAIN)


def test_a_refusal_names_what_can_be():
    sentence = life.refusal([Step(R)], Step(C))
    assert "«Đăng ký»" in sentence
    assert "Bước kế tiếp là «Đang thực hiện» hoặc «Dừng»" in sentence
    assert "rồi" in life.refusal([Step(P)], Step(P))
    assert "lý do" in life.refusal([Step(R), Step(P)], Step(R))
    assert "lý do" in life.refusal([Step(P), Step(S)], Step(P, None, "  "))
    assert "Chỉ mở lại được" in life.refusal([Step(R), Step(S)], Step(N, None, "Vì"))


def test_a_step_before_the_latest_day_is_refused_and_without_a_day_taken():
    before = [Step(R, DAY), Step(P)]
    assert "01/03/2025" in life.refusal(before, Step(A, date(2025, 2, 28)))
    assert life.refusal(before, Step(A, DAY)) == ""
    assert life.refusal(before, Step(A)) == ""


def test_steps_without_a_day_stand_where_they_were_entered():
    entered = [Step(R, DAY), Step(P), Step(A, date(2025, 9, 1)), Step(C, date(2025, 2, 1))]
    assert [one.state for one in life.in_order(entered)] == [C, R, P, A]
    assert life.state_of(entered) == A
    assert life.state_of([]) is None


def test_taking_back_goes_down_the_road_step_by_step():
    road = [Step(R), Step(P), Step(A), Step(P, None, "Nhầm")]
    assert life.road(road) == [R, P]
    assert life.before_last(road) == R
    assert life.before_last([Step(C)]) is None
    assert life.before_last([Step(R), Step(P), Step(S)]) == P


def test_contradictions_tell_steps_that_can_not_follow_and_days_before_registration():
    steps = [Step(R), Step(C, DAY), Step(P, date(2025, 6, 1))]
    found = life.contradictions(steps, date(2025, 5, 1))
    missing = "Giữa «Đăng ký» và «Công nhận» (01/03/2025) thiếu bước «Đang thực hiện», «Thẩm định»."
    assert missing in found
    assert "«Đang thực hiện» (01/06/2025) là bước lùi sau «Công nhận», thiếu lý do." in found
    assert any("sớm hơn ngày đăng ký (01/05/2025)" in one for one in found)
    assert life.contradictions([Step(R, DAY), Step(P, DAY)], DAY) == []
    assert life.contradictions([Step(S, DAY), Step(N)]) == [
        "«Nhân rộng» mở lại mô hình đã dừng, thiếu lý do."
    ]
    assert life.contradictions([Step(R), Step(R)]) == ["Hai bước liền nhau cùng là «Đăng ký»."]


days = st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31))
wishes = st.lists(
    st.tuples(st.sampled_from((*life.CHAIN, S)), days, st.sampled_from(("", "Vì thế"))),
    max_size=12,
)


@given(st.sampled_from((*life.CHAIN, S)), days, wishes)
def test_whatever_is_wished_the_last_step_by_its_day_is_the_last_one_taken(first, on, wished):
    steps = [Step(first, on)]
    for state, day, reason in wished:
        one = Step(state, day, reason)
        possible = {a.state: a for a in life.allowed(steps)}
        refused = life.refusal(steps, one)
        latest = life.latest_day(steps)
        fits = state in possible and (bool(reason) or not possible[state].needs_reason)
        in_time = day is None or latest is None or day >= latest
        assert bool(refused) is not (fits and in_time)
        if not refused:
            steps.append(one)
            assert life.in_order(steps)[-1] is one
    assert life.state_of(steps) == steps[-1].state
    assert life.faults(steps) == []
    assert life.road(steps)[-1] == steps[-1].state

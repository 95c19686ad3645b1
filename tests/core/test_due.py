"""How a thing with a deadline stands, and in what words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.due import DueState, due_state, due_words

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-83, "Quá hạn 83 ngày"), (-5, "Quá hạn 05 ngày"), (0, "Hạn hôm nay"), (1, "Còn 01 ngày"),
     (15, "Còn 15 ngày"), (16, "Chưa đến hạn")],
)  # fmt: skip
def test_the_words_tell_the_days(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days), None, TODAY, 15) == words


def test_without_a_day_and_when_done() -> None:
    assert due_words(None, None, TODAY, 15) == "Chưa có thời hạn"
    assert due_words(None, TODAY, TODAY, 15) == "Đã xong"


@given(st.integers(-400, 400), st.booleans(), st.integers(1, 120))
def test_the_state_is_one_of_five(days: int, done: bool, soon: int) -> None:
    state = due_state(TODAY + timedelta(days), TODAY if done else None, TODAY, soon)
    expected = (
        DueState.DONE
        if done
        else DueState.OVERDUE
        if days < 0
        else DueState.SOON
        if days <= soon
        else DueState.LATER
    )
    assert state is expected

"""Attendance: a rate of two known numbers, and what is below a bar."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from desktop.core.attendance import Attendance, summed

NUMBERS = some.none() | some.integers(0, 3_000)


@given(NUMBERS, NUMBERS, some.integers(1, 100))
def test_only_a_known_rate_is_below_the_bar(invited: Any, attended: Any, bar: int) -> None:
    one = Attendance(invited, attended)
    if invited is None or attended is None or (invited == 0 and attended == 0):
        assert one.rate is None
        assert not one.is_below(bar)
        assert one.words(bar) == ""
    elif invited:
        assert one.is_below(bar) == (attended / invited * 100 < bar - 1e-9)
        assert one.words(bar).endswith("dưới mức") == one.is_below(bar)
        if one.is_below(bar):  # what is shown agrees with the word
            assert one.words(bar).split("%")[0] != str(bar)


def test_what_is_rounded_up_to_the_bar_is_shown_more_exactly() -> None:
    assert Attendance(10_000, 8_999).words(90) == "89,99%, dưới mức"
    assert Attendance(1_000, 900).words(90) == "90%"
    assert Attendance(5_480, 5_395).words(90) == "98,4%"


@given(some.lists(some.builds(Attendance, NUMBERS, NUMBERS)))
def test_sums_hold_every_number_and_nothing_else(every: list[Attendance]) -> None:
    total = summed(every)
    invited = [one.invited for one in every if one.invited is not None]
    attended = [one.attended for one in every if one.attended is not None]
    assert (total.invited or 0, total.attended or 0) == (sum(invited), sum(attended))
    assert (total.invited is None, total.attended is None) == (not invited, not attended)


def test_more_than_invited_is_known_of_two_numbers() -> None:
    assert Attendance(10, 11).is_over
    assert not Attendance(10, 10).is_over
    assert not Attendance(None, 11).is_over

"""The periods of reviews: where they begin and end, which follows which, what they are called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.review_period import months_of, span
from desktop.core.terms import ReviewPeriod

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from([one for one in ReviewPeriod if one is not ReviewPeriod.TERM])


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_periods_follow_without_a_gap(kind, day):
    found = span(kind, day)
    assert found.first <= day <= found.last
    after = found.step(1)
    assert after.first == found.last + timedelta(days=1)
    assert after.step(-1) == found
    assert span(kind, found.first) == span(kind, found.last) == found


@given(DAYS)
def test_terms_follow_each_other(day):
    found = span(ReviewPeriod.TERM, day, (2020, 2025))
    assert found.first <= day <= found.last
    assert found.step(1).step(-1) == found
    assert found.step(1).first.year == found.last.year


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("month", "tháng 02 năm 2026"),
        ("quarter", "quý I năm 2026"),
        ("half_year", "6 tháng đầu năm 2026"),
        ("year", "năm 2026"),
        ("term", "nhiệm kỳ 2025 - 2030"),
    ],
)
def test_what_periods_are_called(kind, words):
    assert span(ReviewPeriod(kind), date(2026, 2, 14), (2025, 2030)).words == words


def test_a_review_is_of_today_but_not_after_its_period():
    june = span(ReviewPeriod.MONTH, date(2026, 6, 5))
    assert june.review_day(date(2026, 6, 20)) == date(2026, 6, 20)
    assert june.review_day(date(2026, 9, 1)) == date(2026, 6, 30)
    assert june.review_day(date(2026, 5, 1)) == date(2026, 6, 1)


def test_the_months_of_a_year():
    found = months_of(2024)
    assert (len(found), found[1].last) == (12, date(2024, 2, 29))
    assert found[-1].last == date(2024, 12, 31)

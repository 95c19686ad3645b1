"""The period that another one is compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.figure_periods import Against, compared_period

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "before", "last_year"),
    [
        # a year, a quarter, a month, a term
        ("2026-01-01", "2026-12-31", "2025-01-01 2025-12-31", "2025-01-01 2025-12-31"),
        ("2026-04-01", "2026-06-30", "2026-01-01 2026-03-31", "2025-04-01 2025-06-30"),
        ("2024-03-01", "2024-03-31", "2024-02-01 2024-02-29", "2023-03-01 2023-03-31"),
        ("2021-01-01", "2025-12-31", "2016-01-01 2020-12-31", "2020-01-01 2024-12-31"),
        # February ends with its month in either year
        ("2024-02-01", "2024-02-29", "2024-01-01 2024-01-31", "2023-02-01 2023-02-28"),
        ("2025-02-01", "2025-02-28", "2025-01-01 2025-01-31", "2024-02-01 2024-02-29"),
        # a single day is one in either year
        ("2025-02-28", "2025-02-28", "2025-02-27 2025-02-27", "2024-02-28 2024-02-28"),
        ("2024-02-29", "2024-02-29", "2024-02-28 2024-02-28", "2023-02-28 2023-02-28"),
        # any other days: as many before
        ("2026-03-10", "2026-03-19", "2026-02-28 2026-03-09", "2025-03-10 2025-03-19"),
        ("2026-01-01", "2026-05-18", "2025-08-16 2025-12-31", "2025-01-01 2025-05-18"),
    ],
)
def test_periods(first: str, last: str, before: str, last_year: str) -> None:
    for against, wanted in ((Against.BEFORE, before), (Against.LAST_YEAR, last_year)):
        found = compared_period(date.fromisoformat(first), date.fromisoformat(last), against)
        assert " ".join(map(str, found)) == wanted


@given(one=DAYS, other=DAYS)
def test_the_period_before_ends_the_day_before(one: date, other: date) -> None:
    first, last = sorted((one, other))
    begin, end = compared_period(first, last, Against.BEFORE)
    assert end == first - timedelta(days=1)
    assert begin <= end
    begin, end = compared_period(first, last, Against.LAST_YEAR)
    assert (begin.year, end.year) == (first.year - 1, last.year - 1)
    assert begin <= end


def test_before_the_calendar_is_one_sentence() -> None:
    for against in Against:
        with pytest.raises(UserProblem, match="Không có kỳ nào trước"):
            compared_period(date(1, 1, 1), date(1, 12, 31), against)

"""Whether an indicator is met, as its numbers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.indicators import is_met


@pytest.mark.parametrize(
    ("target", "achieved", "met"),
    [
        ("35", "35/35", True),
        ("35", "34/35", False),
        ("98%", "98,6%", True),
        ("100%", "97,1%", False),
        ("từ 98% trở lên", "98%", True),
        ("trên 98%", "98%", False),
        ("> 98%", "98,1 %", True),
        ("≥ 98%", "99 %", True),
        ("98%", "35/35", True),
        ("98%", "0/0", None),
        ("35", "100%", True),
        ("35", "90%", False),
        ("98%", "35", None),
        ("1.500 mô hình", "1.600", True),
        ("35", "35/35 (100%)", True),
        (None, "35/35", True),
        (None, "34/35", False),
        (None, "35", None),
        ("dưới 5%", "3%", None),
        ("không quá 5", "3", None),
        ("≤ 5", "3", None),
        ("5% trở xuống", "3%", None),
        ("hằng quý", "35", None),
        ("35", "đang thực hiện", None),
        ("35", None, None),
        ("", "", None),
    ],
)
def test_what_the_numbers_say(target: str | None, achieved: str | None, met: bool | None) -> None:
    assert is_met(target, achieved) is met


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_counts_compare_as_numbers(target: int, achieved: int) -> None:
    assert is_met(str(target), str(achieved)) is (achieved >= target)


@given(st.none() | st.text(max_size=20), st.none() | st.text(max_size=20))
def test_any_words_are_read_without_failing(target: str | None, achieved: str | None) -> None:
    assert is_met(target, achieved) in (True, False, None)

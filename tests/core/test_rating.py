"""Rating: what points give, whose choice stays, how many may be excellent, words read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.rating import (
    HEADINGS,
    ORDER,
    Grade,
    Scale,
    completed,
    contradiction,
    over_part,
    proposed,
    read_rating,
    scale_on,
    share,
    summed,
)

BEFORE = Scale(
    "Không chấm điểm", False, tuple(Grade(one) for one in ORDER), valid_to=date(2025, 8, 31)
)
SINCE = Scale(
    "Thang 100",
    True,
    tuple(Grade(one, Decimal(least)) for one, least in zip(ORDER, (90, 70, 50, 0), strict=True)),
    valid_from=date(2025, 9, 1),
    common_points=30,
    result_points=70,
)
SCALES = (BEFORE, SINCE)
POINTS = st.decimals(0, 100, places=2)
RATINGS = st.sampled_from(ORDER)


@pytest.mark.parametrize(
    ("points", "rating"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("70", "good"),
        ("69.99", "completed"),
        ("50", "completed"),
        ("49.99", "not_completed"),
        ("0", "not_completed"),
    ],
)
def test_the_bounds_of_the_grades(points, rating):
    assert SINCE.rating_of(Decimal(points)) == rating


def test_the_scale_of_a_day_decides_whether_points_are_given():
    assert scale_on(SCALES, date(2025, 8, 31)) == BEFORE
    assert scale_on(SCALES, date(2025, 9, 1)) == SINCE
    assert scale_on((), date(2025, 9, 1)) is None
    assert BEFORE.rating_of(Decimal(95)) is None


def test_of_two_scales_of_a_day_the_later_one_holds():
    later = Scale("Mới", True, SINCE.grades, valid_from=date(2026, 1, 1))
    assert scale_on((later, SINCE), date(2026, 6, 1)) == later
    assert scale_on((SINCE, later), date(2026, 6, 1)) == later
    assert scale_on((SINCE, later), date(2025, 12, 31)) == SINCE


@given(POINTS, POINTS)
def test_more_points_never_give_a_worse_rating(one, other):
    low, high = sorted((one, other))
    assert ORDER.index(SINCE.rating_of(high)) <= ORDER.index(SINCE.rating_of(low))


@given(POINTS)
def test_points_give_an_empty_rating_and_follow_it(points):
    first = proposed(SINCE, (None, None), points)
    assert first == SINCE.rating_of(points)
    assert proposed(SINCE, (points, first), None) is None
    assert contradiction(SINCE, points, first) == ""


@given(st.none() | POINTS, RATINGS, st.none() | POINTS)
def test_what_the_clerk_chose_is_never_overruled(before, rating, points):
    given_by_points = before is not None and SINCE.rating_of(before) == rating
    after = proposed(SINCE, (before, rating), points)
    if not given_by_points:
        assert after == rating
    else:
        assert after == (None if points is None else SINCE.rating_of(points))


@given(RATINGS, POINTS)
def test_without_points_in_the_scale_nothing_is_proposed(rating, points):
    assert proposed(BEFORE, (None, None), points) is None
    assert proposed(BEFORE, (None, rating), points) == rating
    assert contradiction(BEFORE, points, rating) == ""


@given(POINTS, RATINGS)
def test_a_contradiction_is_told_when_there_is_one(points, rating):
    told = contradiction(SINCE, points, rating)
    due = SINCE.rating_of(points)
    assert bool(told) == (due != rating)
    if told:
        assert HEADINGS[due] in told


@given(POINTS, POINTS, POINTS)
def test_the_total_is_the_sum_unless_the_clerk_said_otherwise(common, result, other):
    whole = summed((None, None, None), common, result)
    assert whole == common + result
    assert summed((None, None, None), common, None) is None
    assert summed((common, result, whole), other, result) == other + result
    if other != common + result:
        assert summed((common, result, other), result, common) == other


ENTRIES = st.lists(
    st.tuples(st.sampled_from(("common_points", "result_points", "points")), st.none() | POINTS)
    | st.tuples(st.just("rating"), st.none() | RATINGS),
    max_size=6,
)


@given(ENTRIES)
def test_what_was_entered_stays_as_entered(entries):
    row: dict[str, Any] = {}
    for name, value in entries:
        row = completed(SINCE, row, {name: value})
        assert row[name] == value
    if row.get("rating") is not None and row.get("points") is not None:
        chosen = [value for name, value in entries if name == "rating"]
        assert row["rating"] in (*chosen, *ORDER)


def test_a_row_follows_its_parts():
    row = completed(SINCE, {}, {"common_points": Decimal(28)})
    assert row.get("points") is None
    row = completed(SINCE, row, {"result_points": Decimal(65)})
    assert (row["points"], row["rating"]) == (93, "excellent")
    row = completed(SINCE, row, {"result_points": Decimal(50)})
    assert (row["points"], row["rating"]) == (78, "good")
    row = completed(SINCE, row, {"rating": "completed"})
    row = completed(SINCE, row, {"result_points": Decimal(65)})
    assert (row["points"], row["rating"]) == (93, "completed")


def test_parts_above_what_the_scale_gives_are_told():
    assert over_part(SINCE, Decimal(30), Decimal(70)) == ""
    assert over_part(SINCE, Decimal("30.5"), None) == "Điểm tiêu chí chung tối đa là 30."
    assert over_part(SINCE, None, Decimal(71)) == "Điểm kết quả tối đa là 70."
    assert over_part(BEFORE, Decimal(99), Decimal(99)) == ""


@given(st.lists(st.none() | RATINGS, max_size=60), st.integers(1, 100))
def test_the_share_of_excellent_ones(ratings, percent):
    found = share(ratings, percent)
    excellent, good = ratings.count("excellent"), ratings.count("good")
    assert found.rated == len([one for one in ratings if one])
    assert (found.excellent, found.base) == (excellent, excellent + good)
    assert found.allowed * 100 <= found.base * percent < (found.allowed + 1) * 100
    assert found.excess == max(0, excellent - found.allowed)
    # so many fewer, rated good instead, and the rule is kept
    fewer = ["good" if place < found.excess else "excellent" for place in range(excellent)]
    assert share([*fewer, *["good"] * good], percent).excess == 0


def test_the_share_of_nobody():
    found = share([None, "completed"], 20)
    assert (found.rate, found.allowed, found.excess, found.rated) == (None, 0, 0, 1)


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", "excellent"),
        ("hoàn thành tốt nhiệm vụ", "good"),
        ("HOÀN THÀNH NHIỆM VỤ", "completed"),
        ("Không hoàn thành nhiệm vụ", "not_completed"),
        ("Xuất sắc", "excellent"),
        ("Tốt", "good"),
        ("HTXSNV", "excellent"),
        ("HTTNV", "good"),
        ("HTNV", "completed"),
        ("KHTNV", "not_completed"),
        ("1", "excellent"),
        ("K", "not_completed"),
        ("  ", None),
    ],
)
def test_ratings_are_read_as_they_are_written(text, rating):
    assert read_rating(text) == rating


@pytest.mark.parametrize("text", ["5", "khá", "Không", "nhiệm vụ", "hoàn thành khá", "!!"])
def test_other_words_are_no_rating(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        read_rating(text)

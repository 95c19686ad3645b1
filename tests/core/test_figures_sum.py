"""Figures of several offices as one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.figures import (
    CommendationFigures,
    DocumentFigures,
    Figures,
    InspectionCount,
    MemberFigures,
    ModelFigures,
    PledgeFigures,
    RatingFigures,
    Share,
    StudyFigures,
    StudyYear,
)
from desktop.core.figures_sum import RateSum, added_up, figures_from_json, less, rates_added
from desktop.core.terms import InspectionKind

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
NUMBERS = st.integers(0, 5_000)
COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 900), max_size=4)
SHARES = st.builds(Share, NUMBERS, NUMBERS)
YEARS = st.dictionaries(st.sampled_from(["2024", "2025"]), st.builds(StudyYear, NUMBERS, NUMBERS))
INSPECTED = st.fixed_dictionaries(
    {one.value: st.builds(InspectionCount, NUMBERS, NUMBERS) for one in InspectionKind}
)
FIGURES = st.builds(
    Figures,
    st.just("Xã Mỹ Long"),
    st.just(FIRST),
    st.just(LAST),
    members=st.builds(MemberFigures, NUMBERS, COUNTS),
    ratings=st.builds(RatingFigures, COUNTS, COUNTS),
    pledges=st.builds(
        PledgeFigures, SHARES, SHARES, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, COUNTS
    ),
    models=st.builds(
        ModelFigures, NUMBERS, NUMBERS, NUMBERS, NUMBERS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS
    ),
    commendations=st.builds(
        CommendationFigures, NUMBERS, NUMBERS, NUMBERS, NUMBERS, COUNTS, COUNTS
    ),
    study=st.builds(StudyFigures, NUMBERS, NUMBERS, NUMBERS, st.just(None), YEARS),
    inspections=INSPECTED,
    documents=st.builds(DocumentFigures, NUMBERS, NUMBERS),
)


@given(FIGURES)
def test_figures_come_back_from_their_json(found: Figures) -> None:
    assert figures_from_json(json.loads(json.dumps(found.to_json_dict()))) == found


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    """Every whole number of the contract by its path."""
    if isinstance(value, dict):
        found: dict[tuple[str, ...], int] = {}
        for key, one in value.items():
            found |= leaves(one, (*path, key))
        return found
    return {path: value} if isinstance(value, int) else {}


@given(st.lists(FIGURES, min_size=1, max_size=4))
def test_every_number_is_added_and_rates_follow(several: list[Figures]) -> None:
    total = added_up("Tỉnh", FIRST, LAST, several, RateSum()).to_json_dict()
    plain: dict[tuple[str, ...], int] = {}
    for one in several:
        for path, number in leaves(one.to_json_dict()).items():
            plain[path] = plain.get(path, 0) + number
    assert leaves(total) == plain
    people = total["pledges"]["people"]
    expected = people["expected"]
    assert people["rate"] == (round(people["registered"] / expected, 6) if expected else None)
    assert total["office"] == "Tỉnh"


def test_the_mean_is_that_of_all_sessions() -> None:
    """Two sessions of 50 % and one of 98 % have a mean of 66 %, not of 74 %."""
    one = Figures("a", FIRST, LAST, study=StudyFigures(2, 20, 10, 0.5))
    other = Figures("b", FIRST, LAST, study=StudyFigures(1, 100, 98, 0.98))
    rates = rates_added([RateSum(1.0, 2), RateSum(0.98, 1)])
    total = added_up("c", FIRST, LAST, [one, other], rates)
    assert total.study.mean_rate == 0.66
    assert total.study.rate == 0.9
    assert rates_added([]).mean is None


def test_nobody_adds_up_to_nothing() -> None:
    assert added_up("c", FIRST, LAST, [], RateSum()) == Figures("c", FIRST, LAST)


PERIOD = {"from": "2025-01-01", "to": "2025-12-31"}


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        {},
        {"period": {"from": "2025", "to": "x"}},
        {"period": PERIOD, "members": []},
        {"period": PERIOD, "members": {"total": -1}},
        {"period": PERIOD, "members": {"total": "5"}},
        {"period": PERIOD, "members": {"total": True}},
        {"period": PERIOD, "members": {"total": 10**30}},
        {"period": PERIOD, "members": {"total": {}}},
        {"period": PERIOD, "members": {"by_status": 4}},
        {"period": PERIOD, "members": {"by_status": {"a": {"b": 1}}}},
        {"period": PERIOD, "pledges": {"people": 3}},
        {"period": PERIOD, "study": {"by_year": {"2025": 4}}},
        {"period": PERIOD, "study": {"mean_rate": "nan"}},
        {"period": PERIOD, "study": {"mean_rate": float("nan")}},
        {"period": PERIOD, "inspections": {"inspection": {"members": 1.5}}},
        {"period": PERIOD, "models": {"by_field": {str(n): 1 for n in range(2_001)}}},
    ],
)
def test_what_cannot_be_figures_is_refused(found: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        figures_from_json(found)


def test_what_another_version_wrote_is_read_as_far_as_it_is_known() -> None:
    found = figures_from_json({"period": PERIOD, "members": {"total": 3, "future": 9}, "new": {}})
    assert found == Figures("", FIRST, LAST, members=MemberFigures(3))


@given(FIGURES)
def test_what_was_counted_twice_is_taken_off(one: Figures) -> None:
    double = added_up("c", FIRST, LAST, [one, one], RateSum())
    twice = {
        path: number
        for path, number in leaves(one.to_json_dict()).items()
        if path[0] in ("models", "commendations", "pledges") and number
    }
    found = less(double, twice)
    assert found.models == one.models
    assert found.commendations == one.commendations
    assert found.pledges == one.pledges
    assert found.members == double.members


def test_nothing_falls_below_nought() -> None:
    one = Figures("a", FIRST, LAST, models=ModelFigures(1, by_field={"x": 1}, commended={"any": 1}))
    twice = {
        ("models", "total"): 3,
        ("models", "by_field", "x"): 1,
        ("models", "commended", "any"): 1,
    }
    found = less(one, twice).models
    assert (found.total, found.by_field, found.commended) == (0, {}, {"any": 0})
    assert less(one, {}) is one

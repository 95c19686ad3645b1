"""Which backups go: properties over any set of them, and a year of days one by one."""

# ruff: noqa: DTZ001, DTZ901 (all of the rule is the clerk's own clock)

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.backup_ages import DAYS, FUTURE, LAST, MONTHS, WEEKS, Aged, to_thin

NOW = datetime(2026, 5, 19, 16, 30)
TIMES = st.datetimes(datetime(2023, 1, 1), datetime(2028, 12, 31))
AGED = st.builds(
    Aged, at=TIMES, name=st.uuids().map(str), forever=st.booleans(), good=st.booleans()
)
MANY = st.lists(AGED, max_size=120, unique_by=lambda one: one.name)


def left(kept: list[Aged], now: datetime) -> list[Aged]:
    gone = to_thin(kept, now)
    return [one for one in kept if one.name not in gone]


@given(MANY, TIMES)
def test_never_all_and_never_the_newest_good_ones(kept: list[Aged], now: datetime) -> None:
    after = left(kept, now)
    assert bool(after) == bool(kept)
    ours = sorted(one for one in kept if one.good and not one.forever and one.at <= now)
    assert set(ours[-LAST:]) <= set(after)
    for one in kept:
        if one.forever or not one.good or one.at > now + FUTURE:
            assert one in after


@given(MANY, TIMES)
def test_a_second_time_takes_nothing_more(kept: list[Aged], now: datetime) -> None:
    assert to_thin(left(kept, now), now) == frozenset()


@given(MANY, TIMES, TIMES)
def test_what_went_stays_gone_when_newer_ones_come(
    kept: list[Aged], now: datetime, later: datetime
) -> None:
    now, later = sorted((now, later))
    known = [one for one in kept if one.at <= now]
    grown = [*known, Aged(later, "newer")]
    assert to_thin(known, now) <= to_thin(grown, later)


@given(MANY, TIMES, TIMES)
def test_a_clock_set_back_takes_nothing_away(
    kept: list[Aged], now: datetime, other: datetime
) -> None:
    back, now = sorted((now, other))
    after = left(kept, now)
    assert to_thin(after, back) == frozenset(), "what was right to keep is kept with any clock"
    # and what is made under the wrong clock stays beside those "from the future"
    made = [Aged(back + timedelta(minutes=one), f"made {one}") for one in range(LAST)]
    gone = to_thin([*after, *made], back + timedelta(hours=1))
    near = [one for one in after if back <= one.at <= back + timedelta(hours=1)]
    assert len(gone & {one.name for one in made}) <= len(near), "only a place among the last ten"
    assert not gone & {one.name for one in after if one.at > back + FUTURE + timedelta(hours=1)}


@given(MANY)
def test_a_clock_that_ran_years_ahead_takes_nothing_away(kept: list[Aged]) -> None:
    after = left(kept, NOW)
    ahead = datetime(2040, 1, 1)
    gone = to_thin([*after, Aged(ahead, "ahead")], ahead)
    days = {one.at.date() for one in after if one.name not in gone}
    assert len(gone) <= 4, "at most one place of each rule is taken by the new one"
    assert not after or days


@given(st.sampled_from([datetime.min, datetime.max]), MANY)
def test_no_clock_is_too_strange(now: datetime, kept: list[Aged]) -> None:
    assert bool(left(kept, now)) == bool(kept)


def test_a_year_of_days_leaves_what_the_rule_says() -> None:
    """Four backups on each working day: day by day the same as all at once."""
    kept: list[Aged] = []
    made: list[Aged] = []
    start = datetime(2025, 5, 20)
    for day in range(365):
        morning = start + timedelta(days=day)
        if morning.weekday() >= 5:
            continue
        for hour in (7, 10, 14, 17):
            one = Aged(morning.replace(hour=hour), f"{morning:%Y-%m-%d} {hour}")
            made.append(one)
            kept = left([*kept, one], one.at)
    assert kept == left(made, NOW + timedelta(days=1))
    evenings = [one for one in made if one.at.hour == 17]
    months: dict[tuple[int, int], Aged] = {}
    weeks: dict[tuple[int, int], Aged] = {}
    for one in evenings:
        months[one.at.year, one.at.month] = one
        weeks[one.at.isocalendar()[:2]] = one
    expected = {*made[-LAST:], *evenings[-DAYS:], *list(weeks.values())[-WEEKS:]}
    expected |= set(list(months.values())[-MONTHS:])
    assert set(kept) == expected
    assert len(kept) == 36

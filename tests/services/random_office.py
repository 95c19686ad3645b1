"""Random small offices as plain data, for the figures: days about the period, names spelt apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

FROM, TO = date(2020, 1, 1), date(2020, 12, 31)
NEW_SINCE = date(2020, 7, 1)
# the days on both sides of each end of the period, and some inside
DAYS = [date(2019, 6, 1), date(2019, 12, 31), FROM, date(2020, 6, 30), NEW_SINCE, TO]
DAYS += [date(2021, 1, 1), date(2022, 5, 19)]
# spellings of one line are the same when folded
PEOPLE = [("Lê An", "LÊ  AN", "lê an"), ("Trần Đỗ Bình", "Tran Do Binh"), ("Võ Cảnh",)]
POSTS = [(None, ""), ("Bí thư", "bí  thư"), ("Hội viên",)]
TEXTS = [("Giúp 02 hộ nghèo", "GIÚP 02  HỘ NGHÈO"), ("Dậy sớm", "dậy sớm."), ("Trồng cây",)]
LEVELS = ["base", "commune", "district", "province", "central"]
RATINGS = ["excellent", "good", "completed", "not_completed"]
STATES = ["registered", "in_progress", "appraised", "recognised", "replicated", "stopped"]
KINDS = ["inspection", "thematic_supervision", "regular_supervision", "violation_inspection"]
BELOW = {1: 0}  # of three units, the second is part of the first
STATUSES = ["probationary", "official", "transferred", "left", "deceased"]

day = st.sampled_from(DAYS)
maybe = st.one_of(st.none(), day)
partial = st.one_of(
    st.none(), st.sampled_from(["2019", "2020-06", "2020", "2021", *map(str, DAYS)])
)
one_of_three = st.integers(0, 2)
no_unit = st.one_of(st.none(), one_of_three)
number = st.one_of(st.none(), st.integers(0, 60))


def spelt(lines: list[tuple[Any, ...]]) -> st.SearchStrategy[tuple[int, Any]]:
    """A line's number with one of its spellings."""
    return st.sampled_from([(at, one) for at, line in enumerate(lines) for one in line])


def few(most: int = 3, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.fixed_dictionaries(parts), max_size=most)


member = {
    "status": st.sampled_from(STATUSES),
    "status_on": partial,
    "admitted_on": partial,
    "official_on": partial,
    "exempt": st.booleans(),
    "temporary": st.booleans(),
    "unit": no_unit,
    "stays": few(2, unit=one_of_three, from_on=partial, to_on=partial),
    "steps": few(2, status=st.sampled_from(STATUSES), on=partial),
}
pledger = {
    "who": st.sampled_from(["member", "organisation", "other"]),
    "record": st.one_of(st.none(), one_of_three),
    "name": spelt(PEOPLE),
    "unit": no_unit,
}
pledge = {
    **pledger,
    "campaign": one_of_three,
    "means": st.sampled_from([None, "posted"]),
    "public_on": maybe,
    "items": few(
        2,
        text=spelt(TEXTS),
        duty=st.sampled_from([None, "Dạy học"]),
        target=st.sampled_from([None, "02 hộ"]),
        due_on=maybe,
        done_on=maybe,
        progress=st.sampled_from([None, None, 40, 100]),
    ),
    "reviews": few(2, on=day, rating=st.sampled_from(RATINGS)),
    "deleted": st.sampled_from([False, False, True]),
}
model = {
    "kind": st.sampled_from(["collective", "individual"]),
    "field": st.one_of(st.none(), one_of_three),
    "registered_on": maybe,
    "state": st.sampled_from(STATES),
    "state_on": maybe,
    "steps": few(2, state=st.sampled_from(STATES), on=maybe),
    "levels": few(2, level=st.sampled_from(LEVELS), on=maybe),
    "unit": no_unit,
    "units": st.lists(one_of_three, max_size=2, unique=True),
}
award = {
    "decision": st.one_of(st.none(), one_of_three),
    "form": one_of_three,
    "kind": st.sampled_from(["collective", "household", "individual"]),
    "record": st.one_of(st.none(), one_of_three),
    "name": spelt(PEOPLE),
    "post": spelt(POSTS),
    "unit": no_unit,
    "state": st.sampled_from(["proposed", "agreed", "refused", "given", "given", "annulled"]),
    "proposed": st.one_of(st.none(), st.sampled_from(LEVELS)),
    "model": st.one_of(st.none(), one_of_three),
    "deleted": st.sampled_from([False, False, True]),
}
office = st.fixed_dictionaries(
    {
        "members": st.lists(st.fixed_dictionaries(member), min_size=3, max_size=5),
        "campaigns": st.lists(day, min_size=3, max_size=3),
        "limit": st.sampled_from([2, 3, 5]),
        "expected": few(6, **pledger, campaign=one_of_three),
        "pledges": few(8, **pledge),
        "models": st.lists(st.fixed_dictionaries(model), min_size=3, max_size=6),
        "meeting": maybe,
        "decisions": st.lists(st.tuples(maybe, st.sampled_from(LEVELS)), min_size=3, max_size=3),
        "awards": few(10, **award),
        "documents": few(4, on=maybe, direction=st.sampled_from(["issued", "received"])),
        "ratings": few(
            5,
            who=st.sampled_from(["member", "unit"]),
            to=day,
            rating=st.sampled_from(RATINGS),
            member=st.one_of(st.none(), one_of_three),
            unit=no_unit,
        ),
        "below": st.just(BELOW),
        "study": few(
            4, on=maybe, attendances=few(3, unit=no_unit, invited=number, attended=number)
        ),
        "inspections": few(
            4,
            kind=st.sampled_from(KINDS),
            level=st.one_of(st.none(), st.sampled_from(LEVELS)),
            year=st.sampled_from([2019, 2020, 2021]),
            period_to=maybe,
            organisations=number,
            members=number,
        ),
    }
)

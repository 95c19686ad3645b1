"""Where members stood on a day: partial dates, undated steps, arrivals, histories of units."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.standing import (
    Life,
    Move,
    Stay,
    Step,
    away_on,
    first_unit,
    last_unit,
    present_on,
    status_on,
    unit_on,
)
from desktop.core.vietnamese.dates import PartialDate


def on(iso: str) -> PartialDate:
    return PartialDate.from_iso(iso)


def life(**values: object) -> Life:
    return Life(**({"member_id": 1, "name": "Lê An", "status": "official"} | values))  # type: ignore[arg-type] # a shorthand


WHOLE = life(
    status="deceased",
    admitted=on("2001-05-19"),
    official=on("2002-05"),
    steps=(Step("probationary"), Step("official"), Step("deceased", on("2020"))),
)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2001, 5, 18), None),
        (date(2001, 5, 19), "probationary"),
        (date(2002, 4, 30), "probationary"),
        (date(2002, 5, 1), "official"),
        (date(2019, 12, 31), "official"),
        (date(2020, 1, 1), "deceased"),
    ],
)
def test_a_status_begins_with_the_first_day_it_may(day: date, status: str | None) -> None:
    assert status_on(WHOLE, day) == status


def test_without_dates_the_record_counts_from_the_beginning() -> None:
    assert status_on(life(), date(1950, 1, 1)) == "official"
    assert status_on(life(steps=(Step("left"),)), date(1950, 1, 1)) == "left"


def test_who_arrives_later_is_still_elsewhere() -> None:
    come = life(admitted=on("2001-05-19"), moves=(Move("arrival", on("2026-02")),))
    assert away_on(come, date(2026, 1, 31))
    assert not present_on(come, date(2026, 1, 31))
    assert present_on(come, date(2026, 2, 1))
    gone = life(moves=(Move("departure", on("2015-01-01")), Move("arrival", on("2018-01-01"))))
    assert not away_on(gone, date(2014, 12, 31))
    assert away_on(gone, date(2016, 1, 1))
    left = life(steps=(Step("transferred", on("2015")),), moves=(Move("arrival", on("2020")),))
    assert not away_on(left, date(2010, 1, 1))
    twice = life(moves=(Move("arrival", on("2010")), Move("arrival", on("2020"))))
    assert not away_on(twice, date(2012, 1, 1))
    same_day = life(moves=(Move("departure", on("2020-03-01")), Move("arrival", on("2020-03-01"))))
    assert not away_on(same_day, date(2020, 2, 1))


def test_the_unit_of_a_day_is_that_of_its_history() -> None:
    moved = life(
        unit_id=3,
        stays=(
            Stay(1, None, on("2020-06-30")),
            Stay(2, on("2020-06-30"), on("2025")),
            Stay(3, on("2025-07")),
        ),
    )
    known = [
        (date(1990, 1, 1), 1),
        (date(2020, 6, 29), 1),
        (date(2020, 6, 30), 2),
        (date(2025, 6, 30), 2),
        (date(2025, 7, 1), 3),
    ]
    assert [(day, unit_on(moved, day)) for day, _ in known] == known


def test_what_the_history_does_not_say_is_unknown() -> None:
    assert unit_on(life(unit_id=5), date(1990, 1, 1)) == 5
    late = life(unit_id=5, stays=(Stay(5, on("2010")),))
    assert unit_on(late, date(2009, 12, 31)) is None
    assert first_unit(late, date(2009, 12, 31)) == 5
    ended = life(unit_id=None, stays=(Stay(4, None, on("2010-03-01")),))
    assert unit_on(ended, date(2010, 3, 2)) is None
    assert last_unit(ended, date(2010, 3, 2)) == 4
    both = life(stays=(Stay(2), Stay(1, None, on("2010"))))
    assert (unit_on(both, date(2009, 1, 1)), unit_on(both, date(2011, 1, 1))) == (1, 2)


def test_an_undated_transfer_counts_from_the_departure() -> None:
    gone = life(
        status="transferred",
        steps=(Step("official"), Step("transferred")),
        moves=(Move("departure", on("2025-08-02"), "Trà Cú"),),
    )
    assert status_on(gone, date(2025, 8, 1)) == "official"
    assert status_on(gone, date(2025, 8, 2)) == "transferred"


def test_of_two_times_alike_the_record_says_which_unit() -> None:
    open_ones = (Stay(2), Stay(1))
    assert unit_on(life(unit_id=1, stays=open_ones), date(2026, 1, 1)) == 1
    assert unit_on(life(unit_id=2, stays=open_ones), date(2026, 1, 1)) == 2
    assert unit_on(life(unit_id=3, stays=open_ones), date(2026, 1, 1)) == 2

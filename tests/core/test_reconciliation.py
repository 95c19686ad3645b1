"""The quarterly reconciliation: what counts, what is told apart, and that sums agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.reconciliation import Change, Reconciliation, events, reconcile
from desktop.core.standing import Life, Move, Stay, Step, present_on, unit_on
from desktop.core.vietnamese.dates import PartialDate

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def on(iso: str) -> PartialDate:
    return PartialDate.from_iso(iso)


def life(**values: object) -> Life:
    given_values: dict[str, object] = {
        "member_id": 1,
        "name": "Lê An",
        "status": "official",
        "unit_id": 1,
        "admitted": on("2001-05-19"),
    }
    return Life(**(given_values | values))  # type: ignore[arg-type] # a shorthand


def quarter(*lives: Life, units: set[int] | None = None) -> Reconciliation:
    return reconcile(lives, FIRST, LAST, units)


def told(found: Reconciliation, unit: int | None = 1) -> tuple[object, ...]:
    """Opening, changes, closing, counted, difference."""
    line = found.lines[unit]
    changes = {change.value: count for change, count in line.changes.items() if count}
    return line.opening, changes, line.closing, line.counted, line.difference


@pytest.mark.parametrize(
    ("member", "numbers"),
    [
        (life(), (1, {}, 1, 1, 0)),
        (
            life(status="probationary", admitted=on("2026-05-19"), steps=(Step("probationary"),)),
            (0, {"admitted": 1}, 1, 1, 0),
        ),
        (life(moves=(Move("arrival", on("2026-05")),)), (0, {"arrived": 1}, 1, 1, 0)),
        (
            life(
                status="transferred",
                steps=(Step("official"), Step("transferred", on("2026-06"))),
                moves=(Move("departure", on("2026-06-03")),),
            ),
            (1, {"departed": 1}, 0, 0, 0),
        ),
        (
            life(status="left", steps=(Step("official"), Step("left", on("2026-04-01")))),
            (1, {"left": 1}, 0, 0, 0),
        ),
        (
            life(status="deceased", steps=(Step("official"), Step("deceased", on("2026-06-30")))),
            (1, {"deceased": 1}, 0, 0, 0),
        ),
        (  # admitted elsewhere, came in the same quarter
            life(admitted=on("2026-04-10"), moves=(Move("arrival", on("2026-05-10")),)),
            (0, {"arrived": 1}, 1, 1, 0),
        ),
        (  # out and back in one quarter
            life(
                steps=(
                    Step("official"),
                    Step("transferred", on("2026-04-10")),
                    Step("official", on("2026-06-10")),
                )
            ),
            (1, {"departed": 1, "arrived": 1}, 1, 1, 0),
        ),
        (  # admitted again after having left
            life(
                steps=(
                    Step("official"),
                    Step("left", on("2020-04-10")),
                    Step("probationary", on("2026-06-10")),
                ),
                status="probationary",
            ),
            (0, {"admitted": 1}, 1, 1, 0),
        ),
    ],
)  # fmt: skip
def test_each_change_counts_once(member: Life, numbers: tuple[object, ...]) -> None:
    found = quarter(member)
    assert told(found) == numbers
    assert not found.unclear
    assert not found.unexplained


def test_a_date_that_may_lie_outside_is_told_apart() -> None:
    dead = life(status="deceased", steps=(Step("official"), Step("deceased", on("2026"))))
    found = quarter(dead)
    assert [(one.name, one.event.change) for one in found.unclear] == [("Lê An", Change.DECEASED)]
    assert not found.lines or found.lines[1].blank
    first_quarter = reconcile([dead], date(2026, 1, 1), date(2026, 3, 31))
    # from its first possible day on the register counts it as gone: the difference shows it
    assert told(first_quarter) == (1, {}, 1, 0, -1)
    assert len(first_quarter.unclear) == 1
    assert not first_quarter.unexplained
    assert told(reconcile([dead], date(2026, 1, 1), date(2026, 12, 31))) == (
        1, {"deceased": 1}, 0, 0, 0)  # fmt: skip


def test_an_undated_change_is_told_until_it_was_written_down() -> None:
    gone = life(
        status="transferred",
        steps=(Step("official"), Step("transferred", recorded=date(2026, 5, 3))),
    )
    assert [one.event.on for one in quarter(gone).unclear] == [None]
    assert not reconcile([gone], date(2026, 7, 1), date(2026, 9, 30)).unclear
    new = life(status="probationary", admitted=None, steps=(Step("probationary"),))
    assert [one.event.change for one in quarter(new).unclear] == [Change.ADMITTED]
    assert not quarter(life(admitted=None)).unclear


def test_what_contradicts_itself_is_named() -> None:
    found = quarter(life(moves=(Move("departure", on("2026-05-01")),)))
    assert told(found) == (1, {"departed": 1}, 0, 1, 1)
    assert found.unexplained == (("Lê An", 1),)


MOVED = life(unit_id=2, stays=(Stay(1, None, on("2026-05-02")), Stay(2, on("2026-05-02"))))


def test_a_transfer_within_the_book_leaves_one_unit_for_another() -> None:
    found = quarter(MOVED)
    assert told(found, 1) == (1, {"departed": 1}, 0, 0, 0)
    assert told(found, 2) == (0, {"arrived": 1}, 1, 1, 0)
    assert found.inside == 1
    assert (found.total.opening, found.total.closing, found.total.counted) == (1, 1, 1)
    part = quarter(MOVED, units={2})
    assert (list(part.lines), part.inside) == ([2], 0)
    moves = (Move("departure", on("2026-05-02")), Move("arrival", on("2026-05-02")))
    twice = quarter(life(unit_id=2, stays=MOVED.stays, moves=moves))
    assert twice.total.changes == {Change.DEPARTED: 1, Change.ARRIVED: 1}


def test_a_transfer_of_an_unknown_month_is_told_once() -> None:
    vague = life(unit_id=2, stays=(Stay(1, None, on("2026")), Stay(2, on("2026"))))
    found = quarter(vague)
    assert [one.event.change for one in found.unclear] == [Change.DEPARTED]
    assert told(found, 2) == (1, {}, 1, 1, 0)


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A life without contradictions, each day known: in and out in turn, units changing."""
    days = draw(st.lists(DAYS, min_size=1, max_size=9, unique=True))
    days.sort()
    here = draw(st.booleans())
    admitted = PartialDate.from_date(days[0])
    steps = [Step("probationary", admitted)]
    moves: list[Move] = []
    stays: list[Stay] = []
    if not here:
        days = days[1:] or [days[0] + timedelta(days=1)]
        moves.append(Move("arrival", PartialDate.from_date(days[0])))
    unit, begun = draw(st.integers(1, 3)), days[0]
    present = True
    for day in days[1:]:
        known = PartialDate.from_date(day)
        deed = draw(st.sampled_from(("out", "unit", "official")))
        if not present:
            moves.append(Move("arrival", known))
            steps.append(Step("official", known))
            present, begun = True, day
        elif deed == "out":
            status = draw(st.sampled_from(("transferred", "left", "deceased")))
            if status == "transferred" and draw(st.booleans()):
                moves.append(Move("departure", known))
            steps.append(Step(status, known))
            stays.append(Stay(unit, PartialDate.from_date(begun), known))
            present = False
            if status != "transferred":
                break
        elif deed == "unit":
            stays.append(Stay(unit, PartialDate.from_date(begun), known))
            unit, begun = draw(st.integers(1, 3)), day
        else:
            steps.append(Step("official", known))
    if present:
        stays.append(Stay(unit, PartialDate.from_date(begun)))
    return life(
        status=steps[-1].status,
        admitted=admitted,
        steps=tuple(steps),
        moves=tuple(moves),
        stays=tuple(stays),
        unit_id=unit,
    )


@given(st.lists(lives(), max_size=6), DAYS, DAYS)
def test_known_days_leave_no_difference(people: list[Life], one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = reconcile(people, first, last)
    assert not found.unclear
    assert not found.unexplained
    assert all(line.difference == 0 for line in found.lines.values())
    for unit, line in found.lines.items():
        before = first - timedelta(days=1)
        assert line.opening == sum(
            present_on(life_, before) and unit_on(life_, before) == unit for life_ in people
        )
    # the closing of one period is the opening of the next
    later = reconcile(people, last + timedelta(days=1), date(2028, 12, 31))
    for unit in {*found.lines, *later.lines}:
        closing = found.lines[unit].closing if unit in found.lines else 0
        assert closing == (later.lines[unit].opening if unit in later.lines else 0)


@given(lives(), DAYS, DAYS, st.sampled_from((4, 7)))
def test_shortened_dates_count_only_when_they_must(
    whole: Life, one: date, other: date, kept: int
) -> None:
    first, last = sorted((one, other))
    vague = life(
        status=whole.status,
        admitted=PartialDate.from_iso(whole.admitted.iso[:kept]) if whole.admitted else None,
        steps=tuple(
            Step(step.status, PartialDate.from_iso(step.on.iso[:kept]) if step.on else None)
            for step in whole.steps
        ),
    )
    found = reconcile([vague], first, last)
    sure = [event for event in events(vague) if event.surely_in(first, last)]
    assert found.total.changes.total() == len(sure)
    for event in sure:
        assert event.on is not None
        assert first <= event.on.first_day
        assert event.on.last_day <= last
    for unclear in found.unclear:
        day = unclear.event.on
        assert day is not None
        assert day.first_day < first or last < day.last_day

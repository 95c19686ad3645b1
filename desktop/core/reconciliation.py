"""The quarterly reconciliation of members (đối khớp số lượng đảng viên), as a pure rule.

Opening and counted closing are who stood where on the day before the period and on its last day
(`core.standing`); in and out come from what happened in between. An event counts only when all
days that it may have happened on lie in the period; one that may lie in it or not is told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from desktop.core.register import Term
from desktop.core.standing import (
    PRESENT,
    Life,
    Move,
    Step,
    away_on,
    first_unit,
    last_unit,
    ordered_steps,
    present_on,
    unit_on,
)
from desktop.core.terms import MemberStatus, MoveKind
from desktop.core.vietnamese.dates import PartialDate

_DAY: Final = timedelta(days=1)
_TRANSFERRED: Final = MemberStatus.TRANSFERRED.value
_LEFT: Final = MemberStatus.LEFT.value
_PROBATIONARY: Final = MemberStatus.PROBATIONARY.value


class Change(Term):
    """What changes the number of members of a unit."""

    ADMITTED = "admitted", "Admitted", "Kết nạp"
    ARRIVED = "arrived", "Arrived", "Chuyển đến"
    DEPARTED = "departed", "Departed", "Chuyển đi"
    LEFT = "left", "Left the Party", "Ra khỏi Đảng"
    DECEASED = "deceased", "Deceased", "Từ trần"


INWARD: Final = (Change.ADMITTED, Change.ARRIVED)
_OUT_OF: Final = {
    MemberStatus.LEFT.value: Change.LEFT,
    MemberStatus.DECEASED.value: Change.DECEASED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """A change, and the days between which it happened; `on` is what is known of its day."""

    change: Change
    on: PartialDate | None
    unit_id: int | None
    earliest: date
    latest: date
    other_id: int | None = None
    """Of a transfer within the book, the unit on the other side."""
    inside: bool = False

    def surely_in(self, first: date, last: date) -> bool:
        """Tell whether all of its days lie in a period."""
        return self.on is not None and first <= self.earliest and self.latest <= last

    def maybe_in(self, first: date, last: date) -> bool:
        """Tell whether it may have happened in a period, or not."""
        meets = self.earliest <= last and self.latest >= first
        return meets and not self.surely_in(first, last)


@dataclass(slots=True)
class UnitLine:
    """The numbers of a unit (persons)."""

    opening: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    counted: int = 0
    """Members that the register has at the end of the period."""

    @property
    def closing(self) -> int:
        """Opening and what came in, less what went out."""
        inward = sum(self.changes[one] for one in INWARD)
        return self.opening + 2 * inward - self.changes.total()

    @property
    def difference(self) -> int:
        """Counted in the register, less the computed closing."""
        return self.counted - self.closing

    @property
    def blank(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.opening or self.counted or self.changes.total())

    def add(self, other: UnitLine) -> None:
        """Add another unit's numbers."""
        self.opening += other.opening
        self.changes.update(other.changes)
        self.counted += other.counted


@dataclass(frozen=True, slots=True)
class Unclear:
    """A change of a member that may lie in the period or not, and counts nowhere."""

    member_id: int
    name: str
    event: Event


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Numbers by unit (None: members of no known unit), and what they leave open."""

    lines: dict[int | None, UnitLine]
    unclear: tuple[Unclear, ...]
    unexplained: tuple[tuple[str, int | None], ...]
    """Name and unit of members who make a difference that nothing unclear explains."""
    inside: int
    """Transfers between two of these units: each counts as departure and as arrival."""

    @property
    def total(self) -> UnitLine:
        """All units together."""
        whole = UnitLine()
        for one in self.lines.values():
            whole.add(one)
        return whole


def reconcile(
    lives: Iterable[Life], first: date, last: date, units: Collection[int] | None = None
) -> Reconciliation:
    """Return the numbers of a period, both days included; `units`: only of these."""
    lines: dict[int | None, UnitLine] = {}
    unclear: list[Unclear] = []
    unexplained: list[tuple[str, int | None]] = []
    inside = 0

    def asked(unit_id: int | None) -> bool:
        return units is None or unit_id in units

    for life in lives:
        happened = [one for one in events(life) if asked(one.unit_id)]
        sure = [one for one in happened if one.surely_in(first, last)]
        maybe = [one for one in happened if one.maybe_in(first, last)]
        own = _own_lines(life, sure, first, last)
        for unit_id, line in own.items():
            if asked(unit_id):
                lines.setdefault(unit_id, UnitLine()).add(line)
        arrivals = [one for one in sure if one.inside and one.change is Change.ARRIVED]
        inside += sum(asked(one.other_id) for one in arrivals)
        # of a transfer within the book the departure alone is told
        told = [
            one
            for one in maybe
            if not (one.inside and one.change is Change.ARRIVED and asked(one.other_id))
        ]
        unclear += [Unclear(life.member_id, life.name, one) for one in told]
        if not maybe:
            odd = [unit for unit, line in own.items() if asked(unit) and line.difference]
            unexplained += [(life.name, unit) for unit in odd[:1]]
    return Reconciliation(lines, tuple(unclear), tuple(unexplained), inside)


def _own_lines(
    life: Life, sure: Iterable[Event], first: date, last: date
) -> dict[int | None, UnitLine]:
    """Return what one member adds to each unit's numbers."""
    lines: dict[int | None, UnitLine] = {}
    if present_on(life, first - _DAY):
        lines.setdefault(unit_on(life, first - _DAY), UnitLine()).opening = 1
    for one in sure:
        lines.setdefault(one.unit_id, UnitLine()).changes[one.change] += 1
    if present_on(life, last):
        lines.setdefault(unit_on(life, last), UnitLine()).counted = 1
    return lines


def events(life: Life) -> list[Event]:
    """Return all changes of a member's life, those within the book as departure and arrival.

    A status 'chuyển đi' and a departure that may be the same day's are one event, so are a
    return to the rolls and an arrival.
    """
    found = [*_admissions(life), *_outs(life), *_arrivals(life)]
    outer = [one for one in found if one.change in (Change.ARRIVED, Change.DEPARTED)]
    return [*found, *_transfers(life, outer)]


def _admissions(life: Life) -> Iterator[Event]:
    """Yield the admission, unless it was elsewhere; again after having left the Party.

    An unknown day is told of a probationary member only: an official one was admitted at least
    a year before it became official.
    """
    returns = list(_returns(life))
    again = [step for _, step in returns]
    first = next(
        (
            step
            for _, step in ordered_steps(life)
            if step.status == _PROBATIONARY and all(step is not one for one in again)
        ),
        None,
    )
    on = life.admitted or (first.on if first else None)
    recorded = first.recorded if first else None
    if on is not None and not away_on(life, on.first_day):
        yield _event(life, Change.ADMITTED, on, recorded)
    elif on is None and life.status == _PROBATIONARY and not _came(life):
        yield _event(life, Change.ADMITTED, None, recorded)
    for before, step in returns:
        if before.status == _LEFT:
            yield _event(life, Change.ADMITTED, step.on, step.recorded)


def _came(life: Life) -> bool:
    return any(one.kind == MoveKind.ARRIVAL.value for one in life.moves)


def _returns(life: Life) -> Iterator[tuple[Step, Step]]:
    """Yield the steps back to the rolls, each with the step before it."""
    steps = [step for _, step in ordered_steps(life)]
    for before, step in pairwise(steps):
        if before.status not in PRESENT and step.status in PRESENT:
            yield before, step


def _outs(life: Life) -> Iterator[Event]:
    steps = [step for _, step in ordered_steps(life)]
    gone = [
        step
        for before, step in zip((None, *steps), steps, strict=False)
        if step.status not in PRESENT and (before is None or before.status != step.status)
    ]
    for step in gone:
        if step.status in _OUT_OF:
            yield _event(life, _OUT_OF[step.status], step.on, step.recorded)
    leaving = [one for one in gone if one.status == _TRANSFERRED]
    moves = [one for one in life.moves if one.kind == MoveKind.DEPARTURE.value]
    for on, recorded in _joined(leaving, moves):
        yield _event(life, Change.DEPARTED, on, recorded)


def _arrivals(life: Life) -> Iterator[Event]:
    back = [step for before, step in _returns(life) if before.status != _LEFT]
    moves = [one for one in life.moves if one.kind == MoveKind.ARRIVAL.value]
    for on, recorded in _joined(back, moves):
        yield _event(life, Change.ARRIVED, on, recorded)


def _joined(
    steps: Iterable[Step], moves: Iterable[Move]
) -> Iterator[tuple[PartialDate | None, date | None]]:
    """Yield the day of each step and move once, where both tell of one event its narrower day."""
    left = list(moves)
    for step in steps:
        same = next((one for one in left if _may_be_one(step.on, one.on)), None)
        if same is None:
            yield step.on, step.recorded
            continue
        left.remove(same)
        days = [one for one in (step.on, same.on) if one is not None]
        yield min(days, key=_width, default=None), step.recorded or same.recorded
    for move in left:
        yield move.on, move.recorded


def _width(on: PartialDate) -> timedelta:
    return on.last_day - on.first_day


def _may_be_one(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return True
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _event(life: Life, change: Change, on: PartialDate | None, recorded: date | None) -> Event:
    """Return an event with its unit; one without a day happened before somebody wrote of it."""
    if on is None:
        unit = life.unit_id if life.unit_id is not None else last_unit(life, date.max)
        # the book keeps time in UTC, the office is seven hours ahead
        return Event(change, None, unit, date.min, recorded + _DAY if recorded else date.max)
    begin, end = on.first_day, on.last_day
    unit = first_unit(life, end) if change in INWARD else last_unit(life, begin)
    return Event(change, on, unit, begin, end)


def _transfers(life: Life, outer: Iterable[Event]) -> Iterator[Event]:
    """Yield departure and arrival for each change of unit, unless `outer` tells of it already."""
    days: dict[date, tuple[PartialDate, date, date]] = {}
    for stay in life.stays:
        if stay.end is not None:
            begin, end = stay.end.first_day + _DAY, stay.end.last_day + _DAY
            days[end] = (stay.end, begin, end)
    for stay in life.stays:
        if stay.begin is not None:
            days[stay.begin.first_day] = (stay.begin, stay.begin.first_day, stay.begin.last_day)
    told = list(outer)
    for day, (on, begin, end) in sorted(days.items()):
        before, after = unit_on(life, day - _DAY), unit_on(life, day)
        if before == after or not (present_on(life, day - _DAY) and present_on(life, day)):
            continue
        if any(one.earliest <= end and begin <= one.latest for one in told if one.on is not None):
            continue
        yield Event(Change.DEPARTED, on, before, begin, end, after, inside=True)
        yield Event(Change.ARRIVED, on, after, begin, end, before, inside=True)

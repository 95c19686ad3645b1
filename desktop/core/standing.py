"""Where a member stood on a day: status, unit, and whether it was elsewhere then.

Pure rules over what the registers hold. A partial date counts from its first day, as it does in
the figures (DOMAIN.md, 'Figures'), so that a list as of a day and the figures of that day agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.core.terms import MemberStatus, MoveKind
from desktop.core.vietnamese.dates import PartialDate

PRESENT: Final = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
"""Who counts as a member: dự bị and chính thức."""
_PROBATIONARY: Final = MemberStatus.PROBATIONARY.value
_OFFICIAL: Final = MemberStatus.OFFICIAL.value
_TRANSFERRED: Final = MemberStatus.TRANSFERRED.value
_ARRIVAL: Final = MoveKind.ARRIVAL.value


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the status; `recorded` is the last day on which somebody wrote on it."""

    status: str
    on: PartialDate | None = None
    reason: str = ""
    recorded: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An arrival from, or a departure to, another Party organisation."""

    kind: str
    on: PartialDate | None = None
    place: str = ""
    recorded: date | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in a unit, both days included; an unknown first day is the beginning."""

    unit_id: int
    begin: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """What the book knows of a member; steps and moves in the order in which they were entered."""

    member_id: int
    name: str
    status: str
    unit_id: int | None = None
    admitted: PartialDate | None = None
    official: PartialDate | None = None
    steps: tuple[Step, ...] = ()
    moves: tuple[Move, ...] = ()
    stays: tuple[Stay, ...] = ()


def ordered_steps(life: Life) -> list[tuple[date, Step]]:
    """Return each step with the day from which it counts, in the order of these days.

    An undated step counts from the day of admission, of becoming official or of the departure if
    it says so, else from the step before it on.
    """
    days = _begun(life)
    departed = [one.on.first_day for one in life.moves if one.on and one.kind != _ARRIVAL]
    if departed:
        days[_TRANSFERRED] = max(departed)
    known = date.min
    found: list[tuple[date, Step]] = []
    for step in life.steps or (Step(life.status),):
        begins = days.get(step.status, known) if step.on is None else step.on.first_day
        known = max(known, begins)
        found.append((begins, step))
    return sorted(found, key=lambda one: one[0])


def _begun(life: Life) -> dict[str, date]:
    """Return from when the member was probationary and official, by its own record."""
    days: dict[str, date] = {}
    if life.admitted is not None:
        days[_PROBATIONARY] = life.admitted.first_day
    if life.official is not None and life.status != _PROBATIONARY:
        days[_OFFICIAL] = life.official.first_day
    return days


def status_on(life: Life, day: date) -> str | None:
    """Return a member's status on a day; None before admission, or when all known is later."""
    days = _begun(life)
    if days.get(_PROBATIONARY, date.min) > day:
        return None
    passed = [step.status for begins, step in ordered_steps(life) if begins <= day]
    if not passed:
        # before the first step these two days decide
        passed = [status for status, begins in days.items() if begins <= day]
    return passed[-1] if passed else None


def away_on(life: Life, day: date) -> bool:
    """Tell whether a member was still in another organisation: what comes next is its arrival."""
    before = [one for one in life.moves if one.on is not None and one.on.first_day <= day]
    last = max(before, key=lambda one: one.on.first_day if one.on else day, default=None)
    if last is not None and last.kind == _ARRIVAL:
        return False
    later = [
        (one.on.first_day, one.kind)
        for one in life.moves
        if one.on is not None and one.on.first_day > day
    ]
    later += [
        (one.on.first_day, one.status)
        for one in life.steps
        if one.on is not None and one.on.first_day > day and one.status not in PRESENT
    ]
    nearest = min((begins for begins, _ in later), default=None)
    return bool(later) and all(kind == _ARRIVAL for begins, kind in later if begins == nearest)


def present_on(life: Life, day: date) -> bool:
    """Tell whether a member counted here on a day."""
    return status_on(life, day) in PRESENT and not away_on(life, day)


def unit_on(life: Life, day: date) -> int | None:
    """Return the unit a member had on a day; None when its history does not say.

    Without any history it is the unit of the record.
    """
    if not life.stays:
        return life.unit_id
    covering = [
        one
        for one in life.stays
        if (one.begin is None or one.begin.first_day <= day)
        and (one.end is None or day <= one.end.last_day)
    ]
    return _latest(covering, life.unit_id)


def last_unit(life: Life, day: date) -> int | None:
    """Return the unit on a day, else the last one before it: for who is gone."""
    found = unit_on(life, day)
    if found is not None or not life.stays:
        return found
    begun = [one for one in life.stays if one.begin is None or one.begin.first_day <= day]
    return max(begun, key=_place).unit_id if begun else life.unit_id


def first_unit(life: Life, day: date) -> int | None:
    """Return the unit on a day, else the first one after it: for who comes."""
    found = unit_on(life, day)
    if found is not None or not life.stays:
        return found
    return min(life.stays, key=_place).unit_id


def _place(stay: Stay) -> tuple[date, date]:
    begin = stay.begin.first_day if stay.begin else date.min
    return begin, stay.end.last_day if stay.end else date.max


def _latest(stays: list[Stay], unit_id: int | None) -> int | None:
    """Return the unit of the stay that began last; of those that began together, that ends first.

    Of several that are alike in both, it is the unit of the record where that is one of them.
    """
    if not stays:
        return None
    latest = max(_place(one)[0] for one in stays)
    first = min(_place(one) for one in stays if _place(one)[0] == latest)
    alike = [one.unit_id for one in stays if _place(one) == first]
    return unit_id if unit_id in alike else alike[0]

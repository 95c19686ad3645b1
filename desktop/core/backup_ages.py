"""Which automatic backups may go, by their ages alone: a rule without a disk or a clock.

Kept are the last ten, and the newest of each of the last 14 days, 8 weeks and 24 months that
have a backup. The rule counts days that have one, not days of the calendar: a computer that was
off for a month, or whose clock once ran ahead, loses nothing by it. Backups from the future (the
clock was set back) are left alone and take no place until their time has come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

LAST: Final = 10
DAYS: Final = 14
WEEKS: Final = 8
MONTHS: Final = 24
FUTURE: Final = timedelta(hours=26)
"""A backup later than now by more than this is from the future; less is another time zone's."""


@dataclass(frozen=True, order=True)
class Aged:
    """A backup by its age: local time without a zone, and the name it goes by.

    `forever`: made by hand, or before a deed that rewrites the whole book. `good` is False for
    one that is known to be damaged. Neither is ever thinned nor takes another one's place.
    """

    at: datetime
    name: str
    forever: bool = False
    good: bool = True


def to_thin(kept: Iterable[Aged], now: datetime) -> frozenset[str]:
    """Return the names of those that may be removed at `now` (local time without a zone)."""
    ends = datetime.max  # noqa: DTZ901 (all here is the clerk's own clock)
    latest = now + FUTURE if now <= ends - FUTURE else ends
    ours = sorted(
        (one for one in kept if one.good and not one.forever and one.at <= latest), reverse=True
    )
    stays = {one.name for one in ours[:LAST]}
    for number, bucket in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        stays |= _newest(ours, number, bucket)
    return frozenset(one.name for one in ours if one.name not in stays)


def _newest(ours: list[Aged], number: int, bucket: Callable[[datetime], Any]) -> set[str]:
    """Return the newest of each of the last `number` times that have a backup."""
    found: dict[Any, str] = {}
    for one in ours:
        found.setdefault(bucket(one.at), one.name)
        if len(found) > number:
            found.popitem()
            break
    return set(found.values())


def _day(at: datetime) -> Any:
    return at.date()


def _week(at: datetime) -> Any:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Any:
    return at.year, at.month

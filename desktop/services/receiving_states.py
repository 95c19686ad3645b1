"""Which of the received submissions hold: what the figures and lists over all offices are made of.

Of one office and one period several may be in the book. The rule:

1. *Current* is, of those that an office sent directly (`through_id` empty), the one with the
   highest number, then the one received last. Of those that came inside another office's, current
   are the ones whose carrier is current. Those in the bin are none of them.
2. An office is *carried* when it came inside a current submission of another office: that one's
   total has its figures in it. A submission that an office sent directly *counts* unless the
   office is carried; then what the carrier brought counts, and the direct one stays in the book
   and only tells. So each office's figures and rows are counted once.
3. Added up is what counts and came directly: its total if it has one, else its figures.

Offices that carry each other in a ring (a mistake) all count directly: nothing is lost silently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import Direction
from desktop.storage.book import Book
from desktop.storage.models import Submission

Period = tuple[date, date]
"""First and last day of a period, both within it."""


@dataclass(frozen=True)
class ReceivedSubmission:
    """A submission in the book: `trust` and `answer` are terms' values, '' for none."""

    id: int
    office_uid: str
    office_name: str
    office_level: str
    period_from: date
    period_to: date
    number: int
    made_on: date
    file_name: str
    digest: str
    trust: str
    answer: str
    through_id: int | None
    """The submission of a higher office that it came inside; None when it came directly."""
    current: bool = False
    counts: bool = False

    @property
    def period(self) -> Period:
        """The period, both days within it."""
        return self.period_from, self.period_to

    @property
    def added(self) -> bool:
        """Whether its figures (its total where it has one) are a part of the sum."""
        return self.counts and self.through_id is None


def received(book: Book, period: Period | None = None) -> tuple[ReceivedSubmission, ...]:
    """Return what was received, of one period or of all: latest period first, then by office."""
    with book.read() as session:
        return states(session, period)


def states(session: Session, period: Period | None = None) -> tuple[ReceivedSubmission, ...]:
    """Return what was received with what of it is current and what counts (module docstring)."""
    by_period: dict[Period, list[ReceivedSubmission]] = defaultdict(list)
    for one in _read(session, period):
        by_period[one.period].append(one)
    found = [one for some in by_period.values() for one in _judged(some)]
    found.sort(key=lambda one: (one.office_name, one.office_uid, -one.number, -one.id))
    found.sort(key=lambda one: (one.period_to, one.period_from), reverse=True)
    return tuple(found)


def current_of(session: Session, office_uid: str, period: Period) -> ReceivedSubmission | None:
    """Return what an office sent directly and is current, None when there is nothing."""
    sent = [one for one in _read(session, period, office_uid) if one.through_id is None]
    return max(sent, key=lambda one: (one.number, one.id), default=None)


def carried_twice(
    some: Iterable[ReceivedSubmission],
) -> tuple[ReceivedSubmission, ReceivedSubmission, ReceivedSubmission] | None:
    """Return an office's submission inside two that are added, and those two; None where none is.

    Receiving refuses the second of them; taking out or restoring another one may bring it about.
    """
    every = list(some)
    added = {one.id: one for one in every if one.added}
    first: dict[tuple[str, Period], ReceivedSubmission] = {}
    for one in every:
        carrier = added.get(one.through_id or 0)
        if carrier is None:
            continue
        before = first.setdefault((one.office_uid, one.period), carrier)
        if before is not carrier:
            return one, before, carrier
    return None


def _read(
    session: Session, period: Period | None, office_uid: str | None = None
) -> list[ReceivedSubmission]:
    table = Submission.__table__.c
    names = (
        *("id", "office_uid", "office_name", "office_level", "period_from", "period_to"),
        *("number", "made_on", "file_name", "digest", "trust", "answer", "through_id"),
    )
    statement = select(*(table[name] for name in names)).where(
        table.deleted_at.is_(None), table.direction == Direction.RECEIVED.value
    )
    if period is not None:
        statement = statement.where(table.period_from == period[0], table.period_to == period[1])
    if office_uid is not None:
        statement = statement.where(table.office_uid == office_uid)
    blank: dict[str, Any] = dict.fromkeys(("office_uid", "office_level", "trust", "answer"), "")
    blank["number"] = 1
    found = []
    for row in session.execute(statement.order_by(table.id)).mappings():
        values: dict[str, Any] = dict(row)
        values |= {name: blank[name] for name in blank if values[name] is None}
        found.append(ReceivedSubmission(**values))
    return found


def _judged(some: Sequence[ReceivedSubmission]) -> list[ReceivedSubmission]:
    """Return the submissions of one period with what is current and what counts."""
    direct = _by_office(one for one in some if one.through_id is None)
    carriers = {one.id: one.office_uid for one in direct.values()}
    carried = [one for one in some if one.through_id in carriers]
    carries: dict[str, set[str]] = defaultdict(set)
    for one in carried:
        if one.office_uid != carriers[one.through_id or 0]:
            carries[carriers[one.through_id or 0]].add(one.office_uid)
    within = _within(direct, carries)
    inside = _by_office(
        one
        for one in carried
        if one.office_uid in within and carriers[one.through_id or 0] not in within
    )
    counting = {
        *(one.id for office, one in direct.items() if office not in within),
        *(one.id for one in inside.values()),
    }
    current = {*carriers, *(one.id for one in carried)}
    return [replace(one, current=one.id in current, counts=one.id in counting) for one in some]


def _by_office(some: Iterable[ReceivedSubmission]) -> dict[str, ReceivedSubmission]:
    """Return the latest of each office."""
    of: dict[str, list[ReceivedSubmission]] = defaultdict(list)
    for one in some:
        of[one.office_uid].append(one)
    return {office: max(each, key=lambda one: (one.number, one.id)) for office, each in of.items()}


def _within(direct: Iterable[str], carries: Mapping[str, set[str]]) -> set[str]:
    """Return the offices whose figures are in the total of one that counts directly."""
    left, found = set(direct), set[str]()
    while left:
        carried = {office for one in left for office in carries.get(one, ())}
        tops = (left - carried) or _ring(left, carries)
        found |= {office for one in tops for office in carries.get(one, ())} - tops
        left -= tops | found
    return found


def _ring(left: set[str], carries: Mapping[str, set[str]]) -> set[str]:
    """Return the offices that carry each other in a ring and that no other office carries."""

    def reached(office: str) -> set[str]:
        found, waiting = set[str](), [office]
        while waiting:
            fresh = (carries.get(waiting.pop(), set()) & left) - found
            found |= fresh
            waiting += fresh
        return found

    below = {office: reached(office) for office in left}
    return {
        one for one in left if all(other in below[one] for other in left if one in below[other])
    }

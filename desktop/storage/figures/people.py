"""Figures of members and of yearly ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from desktop.core.figures import (
    MemberFigures,
    RatingFigures,
)
from desktop.core.terms import (
    MemberStatus,
    RatedKind,
    ReviewPeriod,
)
from desktop.core.vietnamese.dates import PartialDate
from desktop.storage.figures.common import PRESENT, ordered
from desktop.storage.models import (
    Member,
    MemberStep,
    YearlyRating,
)


def members(session: Session, day: date) -> MemberFigures:
    """Return how many members of each status there were on a day."""
    steps: dict[int, list[tuple[str, str | None]]] = {}
    for member, status, on in session.execute(
        select(MemberStep.member_id, MemberStep.status, MemberStep.on)
        .where(MemberStep.deleted_at.is_(None))
        .order_by(MemberStep.member_id, MemberStep.id)
    ):
        steps.setdefault(member, []).append((status, on))
    rows: Iterable[Any] = session.execute(
        select(
            Member.id,
            Member.status,
            Member.admitted_on,
            Member.official_on,
            Member.exempt,
            Member.temporary,
        ).where(Member.deleted_at.is_(None))
    )
    counts: Counter[str] = Counter()
    today = day.isoformat()
    for row in rows:
        found = _status_by(row, steps.get(row.id, [(row.status, None)]), today)
        if found is None:
            continue
        counts[found] += 1
        if found in PRESENT:
            counts["exempt"] += bool(row.exempt)
            counts["temporary"] += bool(row.temporary)
    order = (*(one.value for one in MemberStatus), "exempt", "temporary")
    return MemberFigures(sum(counts[one] for one in PRESENT), ordered(counts, order))


def _first_day(partial: str) -> str:
    """Return the first day a partial date can mean, as ISO text."""
    return partial if len(partial) == 10 else PartialDate.from_iso(partial).first_day.isoformat()


def _status_by(member: Row[Any], steps: list[tuple[str, str | None]], today: str) -> str | None:
    """Return a member's status by a day; None before admission, or when all that is known is later.

    An undated step counts from the day of admission or of becoming official if it says so, else
    from the step before it on. Before the first step these two days decide.
    """
    begun = {MemberStatus.PROBATIONARY.value: member.admitted_on}
    if member.status != MemberStatus.PROBATIONARY.value:
        begun[MemberStatus.OFFICIAL.value] = member.official_on
    days = {status: _first_day(on) for status, on in begun.items() if on is not None}
    if days.get(MemberStatus.PROBATIONARY.value, "") > today:
        return None
    found: str | None = None
    best = known = ""
    for status, on in steps:
        begins = days.get(status, known) if on is None else _first_day(on)
        known = max(known, begins)
        if best <= begins <= today:
            best, found = begins, status
    if found is None:
        passed = [status for status, begins in days.items() if begins <= today]
        found = passed[-1] if passed else None
    return found


def ratings(session: Session, begin: date, end: date) -> RatingFigures:
    """Return the yearly ratings whose period ends in a period.

    Those of a year alone (DOMAIN.md, 'Figures', `ratings`): the ratings of its quarters and of
    the term are of the same persons again.
    """
    rows = session.execute(
        select(YearlyRating.rated_kind, YearlyRating.rating, func.count())
        .where(
            YearlyRating.deleted_at.is_(None),
            YearlyRating.period_kind == ReviewPeriod.YEAR.value,
            YearlyRating.period_to.between(begin, end),
        )
        .group_by(YearlyRating.rated_kind, YearlyRating.rating)
    ).all()
    members = {row[1]: row[2] for row in rows if row[0] == RatedKind.MEMBER.value}
    units = {row[1]: row[2] for row in rows if row[0] == RatedKind.UNIT.value}
    return RatingFigures(ordered(members), ordered(units))

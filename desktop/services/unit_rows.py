"""What was entered of a unit for a day on which it is no more, and goes along when it is merged.

What is of the time before stays with the old unit, as old papers keep old names (DOMAIN.md, 'Who
uses it').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.core.vietnamese.dates import PartialDate
from desktop.services.house_paper import calendar_day
from desktop.storage.models import Plan, StudyAttendance, StudySession, TopicMeeting, Unit
from desktop.storage.models.base import now

FOLLOW: Final = ("plans", "study_attendances", "topic_meetings")
"""Registers of whose rows those that are dated on the day or later go along."""


@dataclass(frozen=True)
class Along:
    """How many rows go along, and how many of them are added to another's numbers."""

    rows: int = 0
    added: int = 0


NOTHING: Final = Along()


def foresee(session: Session, units: Collection[int], into: int | None, day: PartialDate) -> Along:
    """Return what `take_along` would do; `into` None: a unit that is still to be made."""
    held = list(_sessions(session, units, into, day))
    added = sum(len(theirs) for _kept, theirs in held)
    first = sum(kept.unit_id != into for kept, _theirs in held)
    return Along(len(_dated(session, units, day)) + added + first, added)


def take_along(session: Session, units: Collection[int], into: int, day: PartialDate) -> None:
    """Give another unit the rows of units that are dated on a day or later.

    Several rows at one study session become one: their numbers are added up, those that are
    unknown are told in its note. Meetings and plans stay as many as they are.
    """
    for row in _dated(session, units, day):
        row.unit_id = into
    stamp = now()
    for kept, theirs in list(_sessions(session, units, into, day)):
        every = (kept, *theirs)
        names = {one.id: _name(session, one.unit_id) for one in every}
        kept.unit_id = into
        if not theirs:
            continue
        lacks = [
            f"Chưa có {heading} của {names[one.id]}"
            for field, heading in (("invited", "số triệu tập"), ("attended", "số tham dự"))
            for one in every
            if getattr(one, field) is None and _sum(every, field) is not None
        ]
        kept.invited, kept.attended = _sum(every, "invited"), _sum(every, "attended")
        notes = [one.note for one in every if one.note]
        kept.note = "; ".join(dict.fromkeys([*notes, *lacks])) or None
        for one in theirs:
            one.deleted_at = stamp
    session.flush()


def _sum(rows: Sequence[StudyAttendance], field: str) -> int | None:
    known = [value for one in rows if (value := getattr(one, field)) is not None]
    return sum(known) if known else None


def _dated(session: Session, units: Collection[int], day: PartialDate) -> list[Plan | TopicMeeting]:
    plans = select(Plan).where(
        Plan.unit_id.in_(units), Plan.deleted_at.is_(None), Plan.on >= day.last_day
    )
    meetings = select(TopicMeeting).where(
        TopicMeeting.unit_id.in_(units),
        TopicMeeting.deleted_at.is_(None),
        TopicMeeting.on >= day.last_day,
    )
    return [*session.scalars(plans), *session.scalars(meetings)]


def _sessions(
    session: Session, units: Collection[int], into: int | None, day: PartialDate
) -> Iterator[tuple[StudyAttendance, list[StudyAttendance]]]:
    """Yield, of each session of the day or later, the row that stays and those added to it.

    A session without a day is as if of today, as where units are put on its list.
    """
    held: ColumnElement[bool] = func.coalesce(StudySession.on, calendar_day()) >= day.last_day
    statement = (
        select(StudyAttendance)
        .join(StudySession, StudySession.id == StudyAttendance.session_id)
        .where(
            StudyAttendance.unit_id.in_({*units, into} - {None}),
            StudyAttendance.deleted_at.is_(None),
            StudySession.deleted_at.is_(None),
            held,
        )
        .order_by(StudyAttendance.session_id, StudyAttendance.id)
    )
    of_each: dict[int, list[StudyAttendance]] = defaultdict(list)
    for row in session.scalars(statement):
        of_each[row.session_id].append(row)
    for rows in of_each.values():
        theirs = [one for one in rows if one.unit_id != into]
        kept = next((one for one in rows if one.unit_id == into), None)
        if theirs:
            yield (kept, theirs) if kept is not None else (theirs[0], theirs[1:])


def _name(session: Session, unit_id: int | None) -> str:
    return session.scalar(select(Unit.name).where(Unit.id == unit_id)) or ""

"""Units are put on a study session's list at once, each with how many members it has to invite.

Who counts is told as of the day of the session: the tree of units, whose member somebody was, and
whether as dự bị or chính thức; who was elsewhere then, or is exempt from activity, isn't invited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.standing import PRESENT, away_on, status_on, unit_on
from desktop.core.terms import UnitKind
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import unit_times
from desktop.services.house_paper import calendar_day
from desktop.services.member_reading import Known, read_known
from desktop.services.study import session_of
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.invited import invited_by_unit, unsettled
from desktop.storage.keeping import deed_of
from desktop.storage.models import StudyAttendance, Unit
from desktop.storage.registers import TABLES

Progress = Callable[[int, int], None]
_CHUNK = 500
_NONE: Final = "«{name}» không có đơn vị nào như vậy trong ngày {day}. Hãy chọn cách lấy khác."


class Which(Enum):
    """Which units below the chosen one are taken."""

    DIRECT = "direct"  # what is directly subordinate
    BASE = "base"  # base organisations, wherever below
    CELLS = "cells"  # cells, wherever below


_KINDS: Final[Mapping[Which, frozenset[str]]] = {
    Which.BASE: frozenset({UnitKind.BASE_COMMITTEE.value, UnitKind.BASE_CELL.value}),
    Which.CELLS: frozenset({UnitKind.CELL.value, UnitKind.BASE_CELL.value}),
}


@dataclass(frozen=True)
class Taken:
    """What taking units does: those that are new with their members, those on the list before."""

    added: int
    there: int  # on the list already: left as they are
    invited: int  # members of the new ones
    empty: int  # new ones without members: their number is left to the clerk
    day: date


def foresee_units(
    book: Book,
    session_id: int,
    unit_id: int | None,
    which: Which,
    progress: Progress | None = None,
) -> Taken:
    """Return what `add_units` would do; raises as it does."""
    with book.read() as session:
        return _taken(*_chosen(session, session_id, unit_id, which, progress))


def add_units(
    book: Book,
    session_id: int,
    unit_id: int | None,
    which: Which,
    progress: Progress | None = None,
) -> Done[Taken]:
    """Put units below one (None: of the whole book) on a session's list, as one deed.

    Units that had ended by the session's day (today, when it has none), or weren't there yet, are
    left out; those on the list stay as they are. Raises `UserProblem`, with nothing changed, when
    session or unit is gone, or there is no such unit.
    """
    with book.write("Lấy các đơn vị dự học tập") as session:
        day, invited, there = _chosen(session, session_id, unit_id, which, progress)
        held = session_of(session, session_id)
        words = f"Lấy {number(len(invited))} đơn vị vào hội nghị: {held.subject}"
        deed_of(session).words = words
        rows = [
            {"session_id": session_id, "unit_id": unit, "invited": count or None}
            for unit, count in invited.items()
        ]
        if rows:
            insert_many(session, "study_attendances", rows, words=words)
        return Done(_taken(day, invited, there), changes_of(session))


_Chosen = tuple[date, Mapping[int, int], int]  # day, members of each new unit, how many were there


def _taken(day: date, invited: Mapping[int, int], there: int) -> Taken:
    counts = invited.values()
    return Taken(len(invited), there, sum(counts), sum(not one for one in counts), day)


def _chosen(
    session: Session,
    session_id: int,
    unit_id: int | None,
    which: Which,
    progress: Progress | None,
) -> _Chosen:
    held = session_of(session, session_id)
    day = held.on or calendar_day()
    above = unit_times.superiors(session, day)
    if unit_id is not None and unit_id not in above:
        raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn lại.")
    units = _wanted(session, above, unit_id, which, day)
    if not units:
        name = session.scalar(select(Unit.name).where(Unit.id == unit_id)) or "Sổ"
        raise UserProblem(_NONE.format(name=name, day=f"{day:%d/%m/%Y}"))
    listed = set(
        session.scalars(
            select(StudyAttendance.unit_id).where(
                StudyAttendance.session_id == session_id, StudyAttendance.deleted_at.is_(None)
            )
        )
    )
    new = [one for one in units if one not in listed]
    members = _members(session, day, progress) if new else Counter[int]()
    counted = _with_those_below(members, above)
    return day, {one: counted[one] for one in new}, len(units) - len(new)


def _with_those_below(members: Mapping[int, int], above: Mapping[int, int | None]) -> Counter[int]:
    """Return the members of each unit with those of all units below it."""
    found: Counter[int] = Counter()
    for unit, count in members.items():
        seen: set[int] = set()  # old books may have units above each other
        over: int | None = unit
        while over is not None and over not in seen:
            seen.add(over)
            found[over] += count
            over = above.get(over)
    return found


def _wanted(
    session: Session,
    above: Mapping[int, int | None],
    unit_id: int | None,
    which: Which,
    day: date,
) -> list[int]:
    """Return the units that are taken, in the order in which they are listed on paper."""
    rows = session.execute(
        select(Unit.id, Unit.kind, Unit.established, Unit.ended)
        .where(Unit.deleted_at.is_(None))
        .order_by(TABLES["units"].c.name_key, Unit.id)
    ).all()
    if which is Which.DIRECT:
        among: Collection[int] = {one for one, over in above.items() if over == unit_id}
    else:
        among = above.keys() if unit_id is None else unit_times.below(above, unit_id)
    return [
        row.id
        for row in rows
        if row.id in among
        and (which is Which.DIRECT or row.kind in _KINDS[which])
        and _there(row.established, row.ended, day)
    ]


def _there(established: str | None, ended: str | None, day: date) -> bool:
    """Tell whether a unit was there on a day, by the rule that receives members."""
    if established and PartialDate.from_iso(established).first_day > day:
        return False
    return not ended or PartialDate.from_iso(ended).last_day > day


def _members(session: Session, day: date, progress: Progress | None) -> Counter[int]:
    """Count by unit who is to be invited on a day."""
    found = invited_by_unit(session, day)
    ids = unsettled(session, day)
    for start in range(0, len(ids), _CHUNK):
        if progress is not None:
            progress(start, len(ids))
        for one in read_known(session, ids[start : start + _CHUNK]):
            if _is_invited(one, day):
                unit = unit_on(one.life, day)
                if unit is not None:
                    found[unit] += 1
    return found


def _is_invited(one: Known, day: date) -> bool:
    """Tell whether somebody was dự bị or chính thức and there."""
    if one.values["exempt"] or away_on(one.life, day):
        return False
    return status_on(one.life, day) in PRESENT

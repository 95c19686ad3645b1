"""The words of attendance at study sessions beside their rows (`core.attendance`)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.attendance import BAR_KEY, DEFAULT_BAR, Attendance
from desktop.core.formats import number, percent
from desktop.storage.models import Setting, StudyAttendance


def attendance_bar(session: Session) -> int:
    """Return the office's bar, in percent."""
    kept = session.scalar(select(Setting.value).where(Setting.key == BAR_KEY))
    return DEFAULT_BAR if kept is None else int(json.loads(kept))


def unit_rates(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Give '98,4%' and '85,2%, dưới mức' of rows of `study_attendances` by id."""
    bar = attendance_bar(session)
    rows = session.execute(
        select(StudyAttendance.id, StudyAttendance.invited, StudyAttendance.attended).where(
            StudyAttendance.id.in_(ids)
        )
    )
    return {row.id: Attendance(row.invited, row.attended).words(bar) for row in rows}


def session_sums(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Give '1.181/1.200 (98,4%)', attended of invited, of sessions by id; '-' is unknown."""
    rows = session.execute(
        select(
            StudyAttendance.session_id,
            func.sum(StudyAttendance.invited).label("invited"),
            func.sum(StudyAttendance.attended).label("attended"),
        )
        .where(StudyAttendance.session_id.in_(ids), StudyAttendance.deleted_at.is_(None))
        .group_by(StudyAttendance.session_id)
    )
    found = {}
    for row in rows:
        share = percent(Attendance(row.invited, row.attended).rate)
        counts = f"{_count(row.attended)}/{_count(row.invited)}"
        found[row.session_id] = f"{counts} ({share})" if share else counts
    return found


def _count(value: int | None) -> str:
    return "-" if value is None else number(value)

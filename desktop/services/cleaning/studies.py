"""Rules for study sessions: those without a date, and numbers that are missing or can't be."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, cast, func, null, or_, select

from desktop.services.cleaning.values import Asked, FindingKind, Rule
from desktop.storage.cleaning import iso, listed
from desktop.storage.models import StudyAttendance, StudySession

_MISSING: Final = FindingKind.MISSING
_CONTRADICTORY: Final = FindingKind.CONTRADICTORY


def _sessions(asked: Asked, *values: Any) -> Select[Any]:
    return listed(StudySession, asked.origin, null(), *values)


def _with_units(asked: Asked, *such: ColumnElement[bool]) -> Select[Any]:
    """Return sessions that have units of some sort, with how many."""
    units = (
        select(StudyAttendance.session_id, func.printf("%d", func.count()).label("units"))
        .where(StudyAttendance.deleted_at.is_(None), *such)
        .group_by(StudyAttendance.session_id)
        .subquery()
    )
    rows = _sessions(asked, units.c.units)
    return rows.join(units, units.c.session_id == StudySession.id)


def _undated(asked: Asked) -> Select[Any]:
    return _sessions(asked).where(StudySession.on.is_(None))


def _uncounted(asked: Asked) -> Select[Any]:
    """Sessions that have been held: before, numbers are still to come."""
    lacking = or_(StudyAttendance.invited.is_(None), StudyAttendance.attended.is_(None))
    return _with_units(asked, lacking).where(StudySession.on < asked.today)


def _too_many(asked: Asked) -> Select[Any]:
    return _with_units(asked, StudyAttendance.attended > StudyAttendance.invited)


def _other_year(asked: Asked) -> Select[Any]:
    told = func.printf("%d", StudySession.year).label("year")
    year = cast(func.substr(iso(StudySession.on), 1, 4), Integer)
    return _sessions(asked, told, StudySession.on.label("day")).where(year != StudySession.year)


RULES: Final = (
    Rule("undated-study", _MISSING, "study_sessions", "Hội nghị học tập chưa có ngày", "on",
         "Chưa có ngày nên không được tính vào số liệu của kỳ nào.", _undated),
    Rule("uncounted-study", _MISSING, "study_sessions", "Hội nghị học tập thiếu số dự", "subject",
         "{units} đơn vị chưa đủ số triệu tập, tham dự.", _uncounted),
    Rule("more-than-invited", _CONTRADICTORY, "study_sessions",
         "Số tham dự nhiều hơn số triệu tập", "subject",
         "{units} đơn vị có số tham dự nhiều hơn số triệu tập.", _too_many),
    Rule("other-study-year", _CONTRADICTORY, "study_sessions", "Năm khác ngày hội nghị", "on",
         "Ghi năm {year} mà ngày tổ chức là {day}.", _other_year),
)  # fmt: skip

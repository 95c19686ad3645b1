"""Study sessions (Hội nghị học tập, quán triệt): who attended, by session and by year.

What a rate is and when a unit is below the office's bar is told in `core.attendance` alone.
Sessions belong to the year of their date, as in the figures (DOMAIN.md, 'Figures', study); those
without a date to none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.orm import Session

from desktop.core.attendance import BAR_KEY, Attendance, summed
from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.vietnamese.fold import fold
from desktop.services import book_settings, registers
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import unit_names
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import StudyAttendance, StudySession, Unit

GONE = "Hội nghị này không còn trong sổ. Hãy chọn lại."
_TYPED = ("invited", "attended", "note")
_LACKS = case((StudyAttendance.invited.is_(None) | StudyAttendance.attended.is_(None), 1), else_=0)


@dataclass(frozen=True)
class UnitRow:
    """A unit's numbers at one session; `unit_id` None: numbers of the session as a whole."""

    id: int
    unit_id: int | None
    name: str
    numbers: Attendance
    note: str = ""


@dataclass(frozen=True)
class SessionSums:
    """What is told of a session beside its rows.

    `total` sums every number there is, as the figures do; `missing` counts rows that lack one.
    """

    units: int
    total: Attendance
    missing: int
    below: int  # units
    over: int  # rows in which more attended than were invited
    bar: int  # percent


@dataclass(frozen=True)
class SessionLine:
    """A session in a list of a period."""

    id: int
    subject: str
    on: date
    place: str
    units: int
    total: Attendance
    missing: int = 0  # rows that lack a number


@dataclass(frozen=True)
class YearLines:
    """The sessions of a year, or all of a period (`year` None).

    Sums and rates are those of the figures: every number there is counts as it was entered.
    """

    year: int | None
    sessions: tuple[SessionLine, ...]

    @property
    def total(self) -> Attendance:
        """The sums over the sessions."""
        return Attendance(
            sum(one.total.invited or 0 for one in self.sessions),
            sum(one.total.attended or 0 for one in self.sessions),
        )

    @property
    def missing(self) -> int:
        """How many rows of the sessions lack a number."""
        return sum(one.missing for one in self.sessions)

    @property
    def mean_rate(self) -> float | None:
        """The plain mean of the sessions' rates; None when none of them has one."""
        rates = [
            one.total.attended / one.total.invited
            for one in self.sessions
            if one.total.attended is not None and one.total.invited
        ]
        return round(sum(rates) / len(rates), 6) if rates else None


@dataclass(frozen=True)
class UnitYear:
    """A unit over the sessions of a year: sums of those with both numbers."""

    unit_id: int
    name: str
    sessions: int  # with both numbers
    missing: int  # sessions that lack one
    numbers: Attendance


@dataclass(frozen=True)
class UnitsOfYear:
    """The units of a year's sessions: those below the bar first, the lowest rate leading.

    `years` and `subjects` are what else can be asked for: years with dated sessions, latest first,
    and the topics of this one. `undated` sessions count in no year.
    """

    year: int
    subject: str
    bar: int
    units: tuple[UnitYear, ...]
    years: tuple[int, ...]
    subjects: tuple[str, ...]
    undated: int

    @property
    def below(self) -> tuple[UnitYear, ...]:
        """The units below the bar."""
        return tuple(one for one in self.units if one.numbers.is_below(self.bar))


# one session


def session_of(session: Session, session_id: int | None) -> StudySession:
    """Return a session, without an id the latest one; `UserProblem` when there is none such."""
    if session_id is not None:
        held = session.get(StudySession, session_id)
        if held is None or held.deleted_at is not None:
            raise UserProblem(GONE)
        return held
    latest = (
        select(StudySession)
        .where(StudySession.deleted_at.is_(None))
        .order_by(StudySession.on.is_(None), StudySession.on.desc(), StudySession.id.desc())
    )
    found = session.scalars(latest.limit(1)).first()
    if found is None:
        raise UserProblem("Chưa có hội nghị học tập nào. Hãy nhập ở «Học tập chuyên đề» trước.")
    return found


def units_of(book: Book, session_id: int) -> tuple[UnitRow, ...]:
    """Return who attended a session by unit, as in the tree of its day; raises `UserProblem`."""
    with book.read() as session:
        held = session_of(session, session_id)
        day = held.on
        rows = session.execute(
            select(
                StudyAttendance.id,
                StudyAttendance.unit_id,
                StudyAttendance.invited,
                StudyAttendance.attended,
                StudyAttendance.note,
            ).where(StudyAttendance.session_id == session_id, StudyAttendance.deleted_at.is_(None))
        ).all()
    names = unit_names(book, day)
    places = {unit: place for place, unit in enumerate(names)}
    found = [
        UnitRow(
            row.id,
            row.unit_id,
            names.get(row.unit_id, "") if row.unit_id is not None else "",
            Attendance(row.invited, row.attended),
            row.note or "",
        )
        for row in rows
    ]
    last = len(places)
    found.sort(key=lambda one: (places.get(one.unit_id or 0, last), one.id))
    return tuple(found)


def sums(book: Book, session_id: int) -> SessionSums:
    """Return the sums of a session; raises `UserProblem` when it is gone."""
    with book.read() as session:
        held = session_of(session, session_id)
        bar = book_settings.value(session, BAR_KEY)
        rows = session.execute(
            select(
                StudyAttendance.unit_id, StudyAttendance.invited, StudyAttendance.attended
            ).where(StudyAttendance.session_id == held.id, StudyAttendance.deleted_at.is_(None))
        ).all()
    every = [Attendance(row.invited, row.attended) for row in rows]
    return SessionSums(
        units=sum(row.unit_id is not None for row in rows),
        total=summed(every),
        missing=sum(not one.is_known for one in every),
        below=sum(one.is_below(bar) for one in every),
        over=sum(one.is_over for one in every),
        bar=bar,
    )


def save_numbers(book: Book, session_id: int, typed: Mapping[int, Mapping[str, Any]]) -> Done[int]:
    """Keep what was typed for units of a session as one deed; return how many units changed.

    `typed` holds, by the row's id, any of `invited`, `attended`, `note`. All or nothing: raises
    `UserProblem` when the session is gone or a row is another session's, `StaleRecord` when a row
    is gone, `InvalidValues`.
    """
    with book.write("Nhập số dự học tập") as session:
        held = session_of(session, session_id)
        changed = {}
        for row_id, values in typed.items():
            row = session.get(StudyAttendance, row_id)
            if row is not None and row.session_id != held.id:
                raise UserProblem("Có số của đơn vị thuộc hội nghị khác. Hãy mở lại hội nghị này.")
            wanted = {name: values[name] for name in _TYPED if name in values}
            if row is None or any(getattr(row, name) != one for name, one in wanted.items()):
                changed[row_id] = wanted
        count = number(len(changed))
        deed_of(session).words = f"Nhập số dự của {count} đơn vị: {held.subject}"
        for row_id, wanted in changed.items():
            registers.save_in(session, "study_attendances", wanted, row_id)
        return Done(len(changed), changes_of(session))


# a period


def sessions_of(
    book: Book, first: date | None = None, last: date | None = None
) -> tuple[YearLines, ...]:
    """Return the sessions of a period by year, earliest first; without days, all dated ones."""
    of_each = counted()
    statement = (
        select(
            StudySession.id,
            StudySession.subject,
            StudySession.on,
            StudySession.place,
            of_each.c.units,
            of_each.c.invited,
            of_each.c.attended,
            of_each.c.missing,
        )
        .outerjoin(of_each, of_each.c.session_id == StudySession.id)
        .where(StudySession.deleted_at.is_(None), StudySession.on.is_not(None))
        .order_by(StudySession.on, StudySession.id)
    )
    if first is not None:
        statement = statement.where(StudySession.on >= first)
    if last is not None:
        statement = statement.where(StudySession.on <= last)
    years: dict[int, list[SessionLine]] = defaultdict(list)
    with book.read() as session:
        for row in session.execute(statement):
            total = Attendance(row.invited, row.attended)
            held = (row.id, row.subject, row.on, row.place or "", row.units or 0)
            line = SessionLine(*held, total, row.missing or 0)
            years[row.on.year].append(line)
    return tuple(YearLines(year, tuple(lines)) for year, lines in years.items())


def counted() -> Subquery:
    """Return every session's sums (`units`, `invited`, `attended`) and its `missing` rows."""
    return (
        select(
            StudyAttendance.session_id,
            func.count(StudyAttendance.unit_id).label("units"),
            func.sum(StudyAttendance.invited).label("invited"),
            func.sum(StudyAttendance.attended).label("attended"),
            func.sum(_LACKS).label("missing"),
        )
        .where(StudyAttendance.deleted_at.is_(None))
        .group_by(StudyAttendance.session_id)
        .subquery()
    )


def together(years: Sequence[YearLines]) -> YearLines:
    """Return the sessions of all years in one."""
    return YearLines(None, tuple(line for one in years for line in one.sessions))


def undated(session: Session) -> int:
    """Return how many sessions have no date: they count in no period."""
    return (
        session.scalar(
            select(func.count(StudySession.id)).where(
                StudySession.deleted_at.is_(None), StudySession.on.is_(None)
            )
        )
        or 0
    )


# the units of a year


def units_of_year(book: Book, year: int | None = None, subject: str = "") -> UnitsOfYear:
    """Return every unit that was invited in a year, those below the bar first.

    Without a year the latest that has dated sessions; `subject` narrows to the sessions of one
    topic, told by its folded words.
    """
    with book.read() as session:
        bar = book_settings.value(session, BAR_KEY)
        days = session.execute(
            select(StudySession.id, StudySession.subject, StudySession.on)
            .where(StudySession.deleted_at.is_(None), StudySession.on.is_not(None))
            .order_by(StudySession.on, StudySession.id)
        ).all()
        years = sorted({row.on.year for row in days}, reverse=True)
        asked = year if year is not None else (years[0] if years else calendar_day().year)
        of_year = [row for row in days if row.on.year == asked]
        subjects = {fold(row.subject): row.subject for row in of_year}
        chosen = {row.id for row in of_year if not subject or fold(row.subject) == fold(subject)}
        rows = session.execute(
            select(
                StudyAttendance.session_id,
                StudyAttendance.unit_id,
                StudyAttendance.invited,
                StudyAttendance.attended,
            )
            .join(StudySession, StudySession.id == StudyAttendance.session_id)
            .join(Unit, Unit.id == StudyAttendance.unit_id)
            .where(
                StudyAttendance.deleted_at.is_(None),
                StudySession.on.between(date(asked, 1, 1), date(asked, 12, 31)),
            )
        ).all()
        without = undated(session)
    by_unit: dict[int, list[Attendance]] = defaultdict(list)
    for row in rows:
        if row.session_id in chosen:
            by_unit[row.unit_id].append(Attendance(row.invited, row.attended))
    names = unit_names(book)
    units = [_of_unit(unit, name, by_unit[unit]) for unit, name in names.items() if unit in by_unit]
    units.sort(key=lambda one: _lowest_first(one, bar))
    return UnitsOfYear(
        asked, subject, bar, tuple(units), tuple(years), tuple(subjects.values()), without
    )


def _of_unit(unit: int, name: str, every: Sequence[Attendance]) -> UnitYear:
    known = [one for one in every if one.is_known]
    return UnitYear(unit, name, len(known), len(every) - len(known), summed(known))


def _lowest_first(one: UnitYear, bar: int) -> tuple[int, float]:
    """Order units below the bar by their rate; the others stay as in the tree."""
    below = one.numbers.is_below(bar)
    return (0, one.numbers.rate or 0.0) if below else (1, 0.0)


__all__ = [
    "GONE",
    "Attendance",
    "SessionLine",
    "SessionSums",
    "UnitRow",
    "UnitYear",
    "UnitsOfYear",
    "YearLines",
    "counted",
    "save_numbers",
    "session_of",
    "sessions_of",
    "sums",
    "together",
    "undated",
    "units_of",
    "units_of_year",
]

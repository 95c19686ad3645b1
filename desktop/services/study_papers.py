"""Papers of study sessions: the summary of a period, one session by unit, units below the bar.

Each function reads the book, hands plain values to `desktop.reports` and returns the pages. What
counts and what is below the bar is told by `services.study`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, official_count
from desktop.services import study
from desktop.services.books import require_other
from desktop.services.member_papers import members_paper
from desktop.storage.book import Book

if TYPE_CHECKING:
    from desktop.reports.study import SessionGroup

SUMMARY, SESSION, BELOW = "study-summary", "study-session", "study-below"
Progress = Callable[[int, int], None]
REGISTER = "study_sessions"
TITLES = {
    SUMMARY: "Tổng hợp học tập, quán triệt",
    SESSION: "Danh sách đơn vị dự học tập",
    BELOW: "Danh sách đơn vị dưới mức",
}
"""The papers by name, with their titles."""
_WHOLE = "Cả hội nghị"


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the summary `first` and `last` (days; without them all dated sessions); of one
    session `session` (id, else the latest); of the units below the bar `year` (else that of `on`
    or `first`, else the latest with sessions) and `subject`. Raises `UserProblem` for a turned
    period and a session that isn't in the book, and the sentences of the environment.
    """
    require_other(target, book.path)
    if form == SUMMARY:
        return _summary(book, target, given.get("first"), given.get("last"), progress)
    if form == SESSION:
        return _session(book, target, given.get("session"), progress)
    day = given.get("on") or given.get("first")
    year = given.get("year") or (day.year if day is not None else None)
    return _below(book, target, year, given.get("subject") or "", progress)


def _summary(
    book: Book,
    target: Path,
    first: date | None,
    last: date | None,
    progress: Progress | None,
) -> int:
    from desktop.reports.study import write_summary  # noqa: PLC0415 - ReportLab when needed

    if first is not None and last is not None and last < first:
        raise UserProblem("Ngày cuối sớm hơn ngày đầu của kỳ. Hãy nhập lại.")
    years = study.sessions_of(book, first, last)
    every = study.together(years)
    with book.read() as session:
        paper = members_paper(session)
        without = study.undated(session)
    notes = []
    if without:
        told = f"{official_count(without)} hội nghị chưa có ngày"
        notes.append(f"Không tính {told} vì chưa rõ thuộc kỳ nào.")
    if every.missing:
        notes.append(
            f"Chưa đủ số triệu tập, tham dự: {official_count(every.missing)} lượt đơn vị; "
            "tỷ lệ tính trên các số đã nhập."
        )
    period = _period(first, last, every)
    groups = [_group(one) for one in years]
    return write_summary(target, paper, period, groups, _group(every), notes, progress)


def _period(first: date | None, last: date | None, every: study.YearLines) -> str:
    """Return the words of a period: whole years, days, or the years there are sessions of."""
    if first is not None and last is not None:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return _years(first.year, last.year)
        return f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if first is not None:
        return f"từ ngày {date_text(first)}"
    if last is not None:
        return f"đến ngày {date_text(last)}"
    if not every.sessions:
        return ""
    return _years(every.sessions[0].on.year, every.sessions[-1].on.year)


def _years(first: int, last: int) -> str:
    return f"năm {first}" if first == last else f"giai đoạn {first} - {last}"


def _group(lines: study.YearLines) -> SessionGroup:
    from desktop.reports.study import SessionGroup, SessionRow  # noqa: PLC0415

    rows = [
        SessionRow(one.subject, date_text(one.on), one.place, one.total) for one in lines.sessions
    ]
    return SessionGroup(str(lines.year or ""), rows, lines.total, lines.mean_rate)


def _session(book: Book, target: Path, session_id: int | None, progress: Progress | None) -> int:
    from desktop.reports.study import SessionRow, SessionUnit, write_session  # noqa: PLC0415

    with book.read() as session:
        held = study.session_of(session, session_id)
        paper = members_paper(session)
        told = held.id, held.subject, date_text(held.on), held.place or ""
    sums = study.sums(book, told[0])
    units = [
        SessionUnit(one.name or _WHOLE, one.numbers, one.note)
        for one in study.units_of(book, told[0])
    ]
    row = SessionRow(*told[1:], sums.total)
    return write_session(target, paper, row, units, sums.bar, progress)


def _below(
    book: Book, target: Path, year: int | None, subject: str, progress: Progress | None
) -> int:
    from desktop.reports.study import YearUnit, write_below  # noqa: PLC0415

    found = study.units_of_year(book, year, subject)
    with book.read() as session:
        paper = members_paper(session)
    units = [YearUnit(one.name, one.sessions, one.numbers) for one in found.below]
    missing = sum(not one.sessions for one in found.units)
    notes = []
    if missing:
        notes.append(f"Chưa đủ số triệu tập, tham dự: {official_count(missing)} đơn vị.")
    scope = [one for one in (subject, f"năm {found.year}") if one]
    return write_below(target, paper, scope, units, found.bar, notes, progress)

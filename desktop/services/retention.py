"""How long data on persons who are no longer here is kept: a reminder, never a deletion.

Who moved away, left the Party or died is looked at again after so many years (the book's setting
'retention_years', 0: no reminder). The clerk then erases the person (`erasing`), or keeps the data
on with a reason: the reminder comes back after a year.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.terms import MemberStatus, MoveKind
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import clean
from desktop.services import book_settings
from desktop.services.house_paper import calendar_day, own_office
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Member, MemberMove, MemberStep, Setting, Unit

MEMBERS: Final = "members"
OVERKEPT: Final = "overkept"
"""What the list of what is due calls the list of `overkept`, which is no register."""
YEARS: Final = "retention_years"
GONE: Final = (
    MemberStatus.TRANSFERRED.value,
    MemberStatus.LEFT.value,
    MemberStatus.DECEASED.value,
)
"""Statuses of those who are no longer here (DOMAIN.md, 'Member')."""
KEPT: Final = "retention_kept:"
"""The setting that remembers until when, and why, a member's data is kept on; then the uid."""
_AFTER: Final = "retention_kept;"  # the next text after every one that begins so
_LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Overkept:
    """A person whose data is kept for longer than the rule asks.

    `since`: the day of the status, as far as it is known; `due`: from when on it is too long.
    Both are None for who is gone without any known day: nobody can tell how long, so the clerk is
    to give the day. `kept`: why it was kept on before, '' when it never was.
    """

    id: int
    name: str
    unit: str
    status: str
    since: PartialDate | None
    due: date | None
    kept: str = ""

    @property
    def words(self) -> str:
        """Return what is told of it: 'từ trần 2019', 'từ trần, chưa ghi ngày'."""
        headings = {str(one): one.heading for one in MemberStatus}
        status = headings[self.status]
        day = ", chưa ghi ngày" if self.since is None else f" {self.since.display}"
        return f"{status[:1].lower()}{status[1:]}{day}"


def overkept(book: Book, today: date | None = None) -> tuple[Overkept, ...]:
    """Return whose data is kept for too long on a day (default: today), the longest first.

    Those who are gone without any known day come last.
    """
    with book.read() as session:
        return overkept_in(session, today or calendar_day())


def overkept_in(session: Session, day: date) -> tuple[Overkept, ...]:
    """Return whose data is kept for too long, within a session (`overkept`)."""
    years = book_settings.value(session, YEARS)
    if not years:
        return ()
    origin = own_office(session).uid
    said = _said(session)
    found = []
    for uid, one in _gone(session, origin, years):
        until, reason = said.get(uid, ("", ""))
        if (one.due is None or one.due <= day) and until <= day.isoformat():
            found.append(Overkept(**{**vars(one), "kept": reason}))
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.id)))


def _gone(session: Session, origin: str, years: int) -> Iterator[tuple[str, Overkept]]:
    """Yield those who are no longer here by uid, also those without any known day."""
    steps: dict[tuple[int, str], str] = {}
    departed = select(MemberMove.member_id, MemberMove.on).where(
        MemberMove.deleted_at.is_(None),
        MemberMove.on.is_not(None),
        MemberMove.kind == MoveKind.DEPARTURE.value,
    )
    for member, day in session.execute(departed.order_by(MemberMove.on)):
        steps[member, MemberStatus.TRANSFERRED.value] = day or ""
    listed = select(MemberStep.member_id, MemberStep.status, MemberStep.on).where(
        MemberStep.deleted_at.is_(None), MemberStep.on.is_not(None), MemberStep.status.in_(GONE)
    )
    for member, step, day in session.execute(listed.order_by(MemberStep.on)):
        steps[member, step] = day or ""
    wanted = (
        select(Member.uid, Member.id, Member.full_name, Unit.name, Member.status, Member.status_on)
        .outerjoin(Unit, Member.unit_id == Unit.id)
        .where(Member.deleted_at.is_(None), Member.origin == origin, Member.status.in_(GONE))
    )
    for uid, row_id, name, unit, status, on in session.execute(wanted):
        known = on or steps.get((row_id, status))
        since = PartialDate.from_iso(known) if known else None
        due = None if since is None else due_on(since, years)
        yield uid, Overkept(row_id, name, unit or "", status, since, due)


def due_on(since: PartialDate, years: int) -> date:
    """Return the day so many years after the last day that a date may be."""
    month = since.month or 12
    year = min(since.year + years, date.max.year)
    last = monthrange(year, month)[1]
    return date(year, month, min(since.day or last, last))


def keep_on(
    book: Book, member_ids: Sequence[int], reason: str, today: date | None = None
) -> Done[int]:
    """Keep the data of members on for a year with a reason; return of how many.

    Raises `UserProblem` without a reason, `StaleRecord` for one who is gone.
    """
    words = clean(reason)[:_LONGEST_REASON]
    if not words:
        raise UserProblem("Hãy ghi lý do giữ tiếp, ví dụ: còn cần để tổng hợp nhiệm kỳ.")
    day = today or calendar_day()
    until = due_on(PartialDate.from_date(day), 1).isoformat()
    with book.write(f"Giữ tiếp dữ liệu của {len(member_ids)} đảng viên") as session:
        for one in member_ids:
            member = session.get(Member, one)
            if member is None:
                raise StaleRecord
            value = json.dumps([until, words], ensure_ascii=False)
            kept = session.get(Setting, KEPT + member.uid)
            if kept is None:
                session.add(Setting(key=KEPT + member.uid, value=value))
            else:
                kept.value = value
        return Done(len(member_ids), changes_of(session))


def _said(session: Session) -> dict[str, tuple[str, str]]:
    """Return until when, and why, data is kept on, by the member's uid."""
    kept = select(Setting.key, Setting.value).where(Setting.key >= KEPT, Setting.key < _AFTER)
    found = {}
    for key, value in session.execute(kept):
        until, reason = json.loads(value)
        found[key.removeprefix(KEPT)] = (until, reason)
    return found

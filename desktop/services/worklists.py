"""The worklists of pledges: what is still to be done in a campaign, counted, in rows, with reasons.

A list gives the ids of all its rows in order (`keys`); rows are read a page of them at a time
(`rows`), so that a list over 300,000 items is there at once. All is told as of the end of a day,
by the definitions of DOMAIN.md, 'Figures', pledges.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Term
from desktop.services import book_settings, registers
from desktop.services.house_paper import calendar_day, own_office
from desktop.services.worklists_reading import Asked, ids_of, is_undone, past_deadline
from desktop.services.worklists_rows import WorkRow, read_rows
from desktop.storage import search
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Campaign, PledgeItem
from desktop.storage.pledge_facts import WHOLE

Progress = Callable[[int, int], None]
_EVERY = 20  # records between two signs of life
_KEPT_UNTIL = (3, 31)  # month and day of the next year; until then last year's work is finished
_GONE = "Có dòng đã bị xóa. Hãy chọn lại."


class Work(Term):
    """The kinds of work, in the order in which they come up in a year."""

    NOT_REGISTERED = "not_registered", "Not registered", "Chưa đăng ký"
    HEADS_BEHIND = (
        "heads_behind",
        "Heads behind their members",
        "Người đứng đầu đăng ký sau",
    )
    NOT_CONFIRMED = "not_confirmed", "Not confirmed by the cell", "Chi bộ chưa xác nhận"
    NOT_PUBLIC = "not_public", "Not made public", "Chưa công khai"
    NOT_CONCRETE = "not_concrete", "Not concrete", "Chưa cụ thể"
    DUE_SOON = "due_soon", "Due soon", "Sắp đến hạn"
    OVERDUE = "overdue", "Due and overdue", "Đến hạn, quá hạn"
    NEVER_REVIEWED = "never_reviewed", "Never reviewed", "Chưa đánh giá lần nào"
    NO_QUARTER_REVIEW = (
        "no_quarter_review",
        "No review this quarter",
        "Chưa đánh giá quý này",
    )
    NO_HALF_YEAR_REVIEW = (
        "no_half_year_review",
        "No review this half-year",
        "Chưa đánh giá 6 tháng này",
    )
    REMINDERS = "reminders", "Reminders", "Nhắc việc đến ngày"

    @property
    def register(self) -> str:
        """The register that the rows of the list are of."""
        if self in (Work.NOT_REGISTERED, Work.HEADS_BEHIND):
            return "expected"
        if self in (Work.DUE_SOON, Work.OVERDUE):
            return "pledge_items"
        return "notes" if self is Work.REMINDERS else "pledges"


_LATE = (Work.OVERDUE, Work.REMINDERS, Work.HEADS_BEHIND)
"""Lists that are late by what they are; those who have not registered are so by the deadline."""


@dataclass(frozen=True)
class Scope:
    """What is looked at: a campaign, else a year, else all open campaigns; a unit; words.

    A year and the open campaigns take with them the pledges of those years that belong to no
    campaign. Reminders are of no campaign and no unit: they are always all of them.
    """

    campaign_id: int | None = None
    year: int | None = None
    unit_id: int | None = None
    search: str = ""


@dataclass(frozen=True)
class CampaignChoice:
    """A campaign that can be chosen."""

    id: int
    title: str
    year: int
    deadline: date
    open: bool


def counts(book: Book, scope: Scope | None = None, on: date | None = None) -> dict[Work, int]:
    """Return how many rows each list has at the end of a day (default: today)."""
    return {work: len(ids) for work, ids in _all(book, scope, on)[0].items()}


def counts_and_late(
    book: Book, scope: Scope | None = None, on: date | None = None
) -> tuple[dict[Work, int], frozenset[Work]]:
    """Return the counts, and which lists hold what is late: past its day, or out of turn."""
    found, late = _all(book, scope, on)
    return {work: len(ids) for work, ids in found.items()}, late


def _all(
    book: Book, scope: Scope | None, on: date | None
) -> tuple[dict[Work, array[int]], frozenset[Work]]:
    with book.read() as session:
        asked = asked_for(session, scope, on)
        found = {work: ids_of(asked, str(work.value)) for work in Work}
        late = {one for one in _LATE if found[one]}
        if past_deadline(asked, found[Work.NOT_REGISTERED]):
            late.add(Work.NOT_REGISTERED)
        return found, frozenset(late)


def keys(book: Book, work: Work, scope: Scope | None = None, on: date | None = None) -> array[int]:
    """Return the ids of all rows of a list, in its order; of the register `work.register`."""
    with book.read() as session:
        return ids_of(asked_for(session, scope, on), str(work.value))


def rows(book: Book, work: Work, ids: Sequence[int], on: date | None = None) -> list[WorkRow]:
    """Return rows of a list by their ids, in that order; what is gone is left out."""
    with book.read() as session:
        return read_rows(session, str(work.value), work.register, ids, on or calendar_day())


def campaigns(book: Book, on: date | None = None) -> list[CampaignChoice]:
    """Return all campaigns, the newest first."""
    day = on or calendar_day()
    with book.read() as session:
        found = _own_campaigns(session)
        open_ones = {one.id for one in found if is_open(one, day)}
        open_ones |= _kept_open(session, found, day)
        return [
            CampaignChoice(one.id, one.title, one.year, one.deadline, one.id in open_ones)
            for one in found
        ]


def is_open(campaign: Campaign, day: date) -> bool:
    """Tell whether a campaign is under way on a day: opened, and of this year or not yet due.

    What was pledged is carried out until the year ends, long after the deadline. What is left
    then is still work: `asked_for` keeps a campaign of the year before until 31 March, or until
    nothing of it is undone, whichever comes first.
    """
    return _begun(campaign, day) and (campaign.year >= day.year or campaign.deadline >= day)


def _begun(campaign: Campaign, day: date) -> bool:
    return campaign.opened_on is None or campaign.opened_on <= day


def _own_campaigns(session: Session) -> list[Campaign]:
    """Return the office's own campaigns, the newest first: others' are no work of its own."""
    own = Campaign.origin == own_office(session).uid
    live = select(Campaign).where(Campaign.deleted_at.is_(None), own)
    return list(session.scalars(live.order_by(Campaign.deadline.desc(), Campaign.id)))


def _kept_open(session: Session, campaigns: Sequence[Campaign], day: date) -> frozenset[int]:
    """Return the campaigns of the year before of which something is left, until 31 March."""
    if (day.month, day.day) > _KEPT_UNTIL:
        return frozenset()
    last = [one for one in campaigns if one.year == day.year - 1 and _begun(one, day)]
    return frozenset(
        one.id for one in last if not is_open(one, day) and _is_undone(session, one, day)
    )


def _is_undone(session: Session, campaign: Campaign, day: date) -> bool:
    return is_undone(Asked(session, day, (campaign.id,), (), None, office=campaign.origin))


def older_with_work(book: Book, on: date | None = None) -> int:
    """Return of how many campaigns that are no longer under way something is left to do."""
    day = on or calendar_day()
    with book.read() as session:
        found = _own_campaigns(session)
        kept = _kept_open(session, found, day)
        past = [
            one
            for one in found
            if _begun(one, day) and not is_open(one, day) and one.id not in kept
        ]
        return sum(_is_undone(session, one, day) for one in past)


def asked_for(session: Session, scope: Scope | None, on: date | None) -> Asked:
    """Return a scope looked up: its campaigns, years and units.

    Raises `UserProblem` for a campaign that is no longer in the book.
    """
    scope, day = scope or Scope(), on or calendar_day()
    found = _own_campaigns(session)
    years: tuple[int, ...] = ()
    past: frozenset[int] = frozenset()
    past_years: frozenset[int] = frozenset()
    if scope.campaign_id is not None:
        chosen = [one for one in found if one.id == scope.campaign_id]
        if not chosen:
            raise UserProblem("Đợt đăng ký này không còn trong sổ. Hãy chọn lại.")
    elif scope.year is not None:
        chosen, years = [one for one in found if one.year == scope.year], (scope.year,)
    else:
        past = _kept_open(session, found, day)
        under_way = [one for one in found if is_open(one, day)]
        chosen = [one for one in found if one.id in past or one in under_way]
        now = {day.year, *(one.year for one in under_way)}
        if (day.month, day.day) <= _KEPT_UNTIL:  # the pledges of no campaign likewise
            past_years = frozenset({day.year - 1} - now)
        years = tuple(sorted(now | past_years))
    return Asked(
        session,
        day,
        tuple(one.id for one in chosen),
        years,
        None if scope.unit_id is None else tuple(search.subtree(session, scope.unit_id)),
        scope.search,
        book_settings.value(session, "due_soon_days"),
        own_office(session).uid,
        past,
        past_years,
    )


def set_done(
    book: Book,
    ids: Sequence[int],
    on: date,
    result: str | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """Write that items were done on a day, with what came of it; return how many changed.

    Without a result what was written as one before stays. Raises `UserProblem`, with nothing
    kept, when one of them is gone or the values can't be kept.
    """
    word = f"{len(ids)} nội dung đăng ký"
    with book.write(f"Ghi hoàn thành {word}") as session:
        for done, one in enumerate(ids):
            item = session.get(PledgeItem, one)
            if item is None or item.deleted_at is not None:
                raise UserProblem(_GONE)
            values = {"done_on": on, "progress": WHOLE, **({"result": result} if result else {})}
            try:
                registers.save_in(session, "pledge_items", values, one)
            except InvalidValues as problem:
                raise UserProblem(f"«{item.content}»: {problem.message}") from problem
            if progress and done % _EVERY == 0:
                progress(done, len(ids))
        return Done(len(ids), changes_of(session))


def settle(book: Book, ids: Sequence[int]) -> Done[int]:
    """Mark notes as settled: they remind no longer; return how many."""
    with book.write(f"Đánh dấu xong {len(ids)} ghi chú") as session:
        for one in ids:
            registers.save_in(session, "notes", {"settled": True}, one)
        return Done(len(ids), changes_of(session))

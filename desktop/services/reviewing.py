"""The sheet on which a cell's pledges are reviewed: one row per pledge, one period at a time.

Read here, saved by `reviewing_save`. What is shown beside each pledge: its items in short, and
what was entered for the period before. Source: DOMAIN.md, 'PledgeReview' and 'Rating'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.rating import Grade, Scale, scale_on
from desktop.core.review_period import Span
from desktop.core.terms import PledgerKind, ReviewPeriod
from desktop.core.vietnamese.fold import fold
from desktop.services import book_settings, unit_times
from desktop.services.heads import is_head
from desktop.storage.book import Book
from desktop.storage.models import (
    Expected,
    Member,
    Pledge,
    PledgeItem,
    PledgeReview,
    RatingGrade,
    RatingScale,
    Unit,
)
from desktop.storage.pledge_facts import WHOLE
from desktop.storage.registers import TABLES

FIELDS: Final = (
    "pledged",
    "done",
    "self_assessment",
    "cell_assessment",
    "points",
    "rating",
    "reviewed_on",
)
"""What is entered for a period."""
CONTENT: Final = FIELDS[:-1]
"""Without any of these nothing was said: there is no review."""
MOST_ROWS: Final = 1_500
_CHUNK: Final = 500
_ORGANISATION: Final = PledgerKind.ORGANISATION.value
_LAST_OF_ALL: Final = 1 << 30


@dataclass(frozen=True)
class ItemLine:
    """An item of a pledge, and how far it has come."""

    id: int
    content: str
    duty: str
    target: str
    due_on: date | None
    progress: int | None  # percent
    done_on: date | None
    result: str

    @property
    def done(self) -> bool:
        """Whether it is told as done."""
        return self.done_on is not None or self.progress == WHOLE


@dataclass(frozen=True)
class SheetRow:
    """A pledge on the sheet: who made it, its items, what is entered now and what was before."""

    pledge_id: int
    pledger_kind: str
    head: bool
    name: str
    post: str
    unit_id: int | None
    unit: str
    kind: str
    items: tuple[ItemLine, ...] = ()
    review_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    last: Mapping[str, Any] = field(default_factory=dict)
    member_id: int | None = None

    @property
    def of_organisation(self) -> bool:
        """Whether it is an organisation's own pledge."""
        return bool(self.pledger_kind == _ORGANISATION)

    @property
    def who(self) -> tuple[Any, ...]:
        """What is alike in all pledges of one person or organisation."""
        if self.member_id is not None:
            return (self.member_id,)
        return (fold(self.name), self.unit_id)


@dataclass(frozen=True)
class Sheet:
    """The pledges of a unit for a period; `total` counts those that were left out, too."""

    span: Span
    scale: Scale | None
    percent: int  # how many of those rated good or better may be excellent
    rows: tuple[SheetRow, ...]
    total: int
    review_day: date  # that a review gets when none is entered

    @property
    def uses_points(self) -> bool:
        """Whether the scale of the period's last day goes by points."""
        return self.scale is not None and self.scale.uses_points


def sheet(
    book: Book,
    unit_id: int | None,
    asked: Span,
    today: date | None = None,
    most: int = MOST_ROWS,
) -> Sheet:
    """Return the pledges of a unit and all below it (None: of the office) for a period.

    Those of the years in which the period lies: units in the order of their names, in each the
    heads first, then members and others by name, its own pledges last. At most `most` rows.
    Raises `UserProblem` for a unit that is no longer in the book.
    """
    with book.read() as session:
        where = _of(session, book.origin, unit_id, asked)
        total = session.scalar(select(func.count(Pledge.id)).where(*where)) or 0
        pledges = _pledges(session, where, most)
        ids = [one.id for one in pledges]
        heads = _heads(session, pledges)
        units = unit_names(session)
        items = items_of(session, ids)
        reviews = {one: values for one, (_row, values) in reviews_of(session, ids, asked).items()}
        last_ones = _last_values(session, pledges, asked)
        rows = [
            SheetRow(
                pledge_id=one.id,
                pledger_kind=one.pledger_kind,
                head=one.id in heads,
                name=one.name,
                post=one.post or "",
                unit_id=one.unit_id,
                unit=units.get(one.unit_id, ("", _LAST_OF_ALL))[0],
                kind=one.kind,
                items=items.get(one.id, ()),
                review_id=reviews[one.id]["id"] if one.id in reviews else None,
                values=_entered(reviews.get(one.id)),
                last=_entered(last_ones.get(one.id)),
                member_id=one.member_id,
            )
            for one in pledges
        ]
        places = {one.pledge_id: place for place, one in enumerate(rows)}
        rows.sort(
            key=lambda one: (
                units.get(one.unit_id, ("", _LAST_OF_ALL))[1],
                (not one.head, one.pledger_kind == _ORGANISATION),
                places[one.pledge_id],
            )
        )
        scale = scale_on(scales(session), asked.last)
        percent = book_settings.value(session, "excellent_share")
    # date.today(): the clerk's own calendar day
    day = asked.review_day(today or date.today())  # noqa: DTZ011
    return Sheet(asked, scale, percent, tuple(rows), total, day)


def _entered(review: Mapping[str, Any] | None) -> dict[str, Any]:
    return {} if review is None else {name: review[name] for name in FIELDS}


def scales(session: Session) -> list[Scale]:
    """Return the book's rating scales with their grades."""
    grades: dict[int, list[Grade]] = defaultdict(list)
    for one in session.scalars(select(RatingGrade).where(RatingGrade.deleted_at.is_(None))):
        grades[one.scale_id].append(Grade(one.rating, one.minimum_points))
    kept = select(RatingScale).where(RatingScale.deleted_at.is_(None)).order_by(RatingScale.id)
    return [
        Scale(
            one.name,
            one.uses_points,
            tuple(grades[one.id]),
            one.valid_from,
            one.valid_to,
            one.common_points,
            one.result_points,
        )
        for one in session.scalars(kept)
    ]


def scope(session: Session, unit_id: int | None, last: date) -> frozenset[int] | None:
    """Return a unit with all that is below it now or was on a day; None of None.

    Raises `UserProblem` when it isn't in the book.
    """
    if unit_id is None:
        return None
    now = unit_times.superiors(session)
    if unit_id not in now:
        raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn lại.")
    then = unit_times.superiors(session, last)
    return unit_times.below(now, unit_id) | unit_times.below(then, unit_id)


def _of(
    session: Session, origin: str, unit_id: int | None, asked: Span
) -> list[ColumnElement[bool]]:
    """Return what makes a pledge one of a unit's for a period; only the office's own are."""
    begin, end = asked.years
    where = [
        Pledge.deleted_at.is_(None),
        Pledge.origin == origin,
        Pledge.year.between(begin, end),
    ]
    units = scope(session, unit_id, asked.last)
    if units is not None:
        where.append(Pledge.unit_id.in_(units))
    return where


def _pledges(session: Session, where: Sequence[ColumnElement[bool]], most: int) -> list[Any]:
    """Return pledges with their columns, units and names in order."""
    table = TABLES["pledges"].c
    columns = (
        Pledge.id, Pledge.pledger_kind, Pledge.member_id, Pledge.campaign_id, Pledge.name,
        Pledge.post, Pledge.unit_id, Pledge.kind, Pledge.year,
    )  # fmt: skip
    order = (table.unit_id_key, table.name_key, Pledge.kind, Pledge.year, Pledge.id)
    return list(session.execute(select(*columns).where(*where).order_by(*order).limit(most)))


def parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in parts that one statement can take."""
    all_ = list(ids)
    for start in range(0, len(all_), _CHUNK):
        yield all_[start : start + _CHUNK]


def _heads(session: Session, pledges: Sequence[Any]) -> set[int]:
    """Return the pledges of heads: listed so in their campaign, else by the member's posts."""
    members = {one.member_id for one in pledges if one.member_id is not None}
    heads: set[int] = set()
    listed: dict[tuple[int, int | None], bool] = {}
    for some in parts(members):
        heads |= {
            one.id
            for one in session.scalars(select(Member).where(Member.id.in_(some)))
            if is_head(one)
        }
        columns = (Expected.campaign_id, Expected.member_id, Expected.head)
        rows = select(*columns).where(Expected.member_id.in_(some), Expected.deleted_at.is_(None))
        listed |= {(campaign, member): head for campaign, member, head in session.execute(rows)}
    return {
        one.id
        for one in pledges
        if one.member_id is not None
        and listed.get((one.campaign_id, one.member_id), one.member_id in heads)
    }


def unit_names(session: Session) -> dict[int | None, tuple[str, int]]:
    """Return each unit's name, and its place in the order of names."""
    rows = session.execute(select(Unit.id, Unit.name).order_by(TABLES["units"].c.name_key, Unit.id))
    return {row[0]: (row[1], place) for place, row in enumerate(rows)}


def items_of(session: Session, pledge_ids: Iterable[int]) -> dict[int, tuple[ItemLine, ...]]:
    """Return the items of pledges in their order."""
    found: dict[int, list[ItemLine]] = defaultdict(list)
    columns = (
        PledgeItem.pledge_id, PledgeItem.id, PledgeItem.content, PledgeItem.duty,
        PledgeItem.target, PledgeItem.due_on, PledgeItem.progress, PledgeItem.done_on,
        PledgeItem.result,
    )  # fmt: skip
    for some in parts(pledge_ids):
        rows = session.execute(
            select(*columns)
            .where(PledgeItem.pledge_id.in_(some), PledgeItem.deleted_at.is_(None))
            .order_by(PledgeItem.pledge_id, PledgeItem.position, PledgeItem.id)
        )
        for owner, one, content, duty, target, due_on, progress, done_on, result in rows:
            line = ItemLine(
                one, content, duty or "", target or "", due_on, progress, done_on, result or ""
            )
            found[owner].append(line)
    return {owner: tuple(lines) for owner, lines in found.items()}


def reviews_of(
    session: Session, pledge_ids: Iterable[int], asked: Span
) -> dict[int, tuple[PledgeReview, Mapping[str, Any]]]:
    """Return the review of each pledge for a period: the row, and its values with its id.

    That of the very days; else one of this kind that begins in the period, or names no days and
    was made in it.
    """
    found: dict[int, tuple[PledgeReview, Mapping[str, Any]]] = {}
    exact, inside = PledgeReview.period_from == asked.first, _inside(asked)
    for some in parts(pledge_ids):
        rows = session.scalars(
            select(PledgeReview)
            .where(
                PledgeReview.pledge_id.in_(some),
                PledgeReview.deleted_at.is_(None),
                PledgeReview.period_kind == asked.kind.value,
                or_(exact, inside),
            )
            .order_by(func.coalesce(exact, False), PledgeReview.id)
        )
        for one in rows:
            values = {name: getattr(one, name) for name in ("id", *FIELDS)}
            found[one.pledge_id] = (one, values)
    return found


def _inside(asked: Span) -> Any:
    """Return the condition that a review begins in a period, or without days was made in it.

    The last year of a term is the first one of the next, whose review begins in it.
    """
    begin, other = asked.first, func.coalesce(PledgeReview.period_to, PledgeReview.reviewed_on)
    if asked.kind is not ReviewPeriod.TERM or asked.last.year == begin.year:
        return func.coalesce(PledgeReview.period_from, other).between(begin, asked.last)
    return or_(
        PledgeReview.period_from.between(begin, date(asked.last.year - 1, 12, 31)),
        PledgeReview.period_from.is_(None) & other.between(date(begin.year + 1, 1, 1), asked.last),
    )


def _last_values(
    session: Session, pledges: Sequence[Any], asked: Span
) -> dict[int, Mapping[str, Any]]:
    """Return what was entered for the period before, also where it was another year's pledge."""
    before = asked.step(-1)
    own = [one.id for one in pledges if before.first.year <= one.year <= before.last.year]
    found = {one: values for one, (_row, values) in reviews_of(session, own, before).items()}
    others = [one for one in pledges if one.id not in found and one.id not in set(own)]
    if others:
        earlier = _earlier(session, others, before)
        values = reviews_of(session, earlier.values(), before)
        found |= {one: values[was][1] for one, was in earlier.items() if was in values}
    return found


def _earlier(session: Session, pledges: Sequence[Any], before: Span) -> dict[int, int]:
    """Return the pledge of the same kind that the same person or unit made in the years before."""
    columns = (Pledge.id, Pledge.member_id, Pledge.kind, Pledge.name, Pledge.unit_id)
    units = {one.unit_id for one in pledges if one.unit_id is not None}
    members = {one.member_id for one in pledges if one.member_id is not None}
    known: dict[tuple[Any, ...], int] = {}
    for column, wanted in ((Pledge.member_id, members), (Pledge.unit_id, units)):
        for some in parts(wanted):
            rows = select(*columns).where(
                column.in_(some),
                Pledge.deleted_at.is_(None),
                Pledge.year.between(*before.years),
            )
            for one in session.execute(rows.order_by(Pledge.year, Pledge.id)):
                known[_who(one)] = one.id
    return {one.id: known[_who(one)] for one in pledges if _who(one) in known}


def _who(pledge: Any) -> tuple[Any, ...]:
    if pledge.member_id is not None:
        return (pledge.kind, pledge.member_id)
    return (pledge.kind, fold(pledge.name), pledge.unit_id)

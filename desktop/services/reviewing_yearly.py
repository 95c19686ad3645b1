"""The sheet of yearly ratings: members or units, with what became of their pledges beside them.

A rating is its own record; the pledge's outcome is one input (DOMAIN.md, 'Yearly rating').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.rating import Scale, completed, scale_on
from desktop.core.review_period import Span
from desktop.core.standing import last_unit, present_on
from desktop.core.terms import PledgerKind, RatedKind, ReviewPeriod, UnitKind
from desktop.services import book_settings
from desktop.services.filling import joined_posts
from desktop.services.heads import heads_by_posts
from desktop.services.member_reading import day_of, read_known
from desktop.services.reviewing import items_of, parts, scales, scope, unit_names
from desktop.services.reviewing_save import CellEdit, Saved, by_row, checked
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.keeping import deed_of
from desktop.storage.models import (
    Campaign,
    Expected,
    Member,
    MemberUnit,
    Pledge,
    PledgeReview,
    Unit,
    YearlyRating,
)
from desktop.storage.models.base import now
from desktop.storage.registers import TABLES

YEARLY_FIELDS: Final = (
    "common_points",
    "result_points",
    "points",
    "rating",
    "decided_by",
    "decided_on",
    "note",
)
MOST_ROWS: Final = 1_500
UNRATED: Final = "Hãy chọn xếp loại thì dòng này mới được lưu."
GONE: Final = "Không còn trong sổ. Hãy đọc lại (F5)."
_MEMBER: Final = RatedKind.MEMBER.value
_ONE_BY_ONE: Final = 3


@dataclass(frozen=True)
class Outcome:
    """What became of somebody's pledges of a period: items done of all, the latest rating."""

    done: int = 0
    items: int = 0
    rating: str | None = None


@dataclass(frozen=True)
class YearlyRow:
    """A member or a unit, its rating for the period and for the one before, its pledges."""

    id: int  # of the member or the unit
    name: str
    post: str
    unit_id: int | None
    unit: str
    values: Mapping[str, Any] = field(default_factory=dict)
    last_rating: str | None = None
    outcome: Outcome = Outcome()
    head: bool = False


@dataclass(frozen=True)
class YearlySheet:
    """The members or units of a unit for a period; `total` counts those left out, too."""

    span: Span
    rated: str  # a value of RatedKind
    scale: Scale | None
    percent: int  # how many of those rated good or better may be excellent
    rows: tuple[YearlyRow, ...]
    total: int

    @property
    def uses_points(self) -> bool:
        """Whether the scale of the period's last day goes by points."""
        return self.scale is not None and self.scale.uses_points


def yearly_sheet(
    book: Book, unit_id: int | None, rated: str, asked: Span, most: int = MOST_ROWS
) -> YearlySheet:
    """Return who is rated in a unit and all below it (None: in the office) for a period.

    Members: those who on its last day were present, in the unit that they had then, and are not
    exempt from activity; and whoever has a rating of the period; heads first in each unit.
    Units: all that were there in it but other ones. At most `most`. Raises `UserProblem` for a
    unit that is no longer in the book.
    """
    with book.read() as session:
        read = _members if rated == _MEMBER else _units
        found, total = read(session, book.origin, scope(session, unit_id, asked.last), asked, most)
        ids = [one.id for one in found]
        values = {one: _entered(row) for one, row in ratings_of(session, rated, ids, asked).items()}
        before = ratings_of(session, rated, ids, asked.step(-1))
        outcomes = outcomes_of(session, rated, ids, asked)
        rows = tuple(
            YearlyRow(
                id=one.id,
                name=one.name,
                post=one.post,
                unit_id=one.unit_id,
                unit=one.unit,
                values=values.get(one.id, {}),
                last_rating=before[one.id].rating if one.id in before else None,
                outcome=outcomes.get(one.id, Outcome()),
                head=one.head,
            )
            for one in found
        )
        scale = scale_on(scales(session), asked.last)
        percent = book_settings.value(session, "excellent_share")
    return YearlySheet(asked, rated, scale, percent, rows, total)


def _entered(row: YearlyRating) -> dict[str, Any]:
    return {name: getattr(row, name) for name in YEARLY_FIELDS}


def _members(
    session: Session, origin: str, units: frozenset[int] | None, asked: Span, most: int
) -> tuple[list[YearlyRow], int]:
    """Return the members of units on the last day of a period, and how many.

    By unit; in each the heads first, then by name, as on the sheet of reviews.
    """
    has_rating = select(YearlyRating.member_id).where(
        *_of_period(asked), YearlyRating.rated_kind == _MEMBER
    )
    rated = set(session.scalars(has_rating))
    table = TABLES["members"].c
    wanted = select(Member.id).where(Member.deleted_at.is_(None), Member.origin == origin)
    if units is not None:
        stayed = select(MemberUnit.member_id).where(
            MemberUnit.unit_id.in_(units), MemberUnit.deleted_at.is_(None)
        )
        wanted = wanted.where(or_(Member.unit_id.in_(units), Member.id.in_(stayed)))
    keys = session.execute(wanted.order_by(table.full_name_key, Member.id))
    order = {row[0]: place for place, row in enumerate(keys)}
    names, listed = unit_names(session), _listed_heads(session, asked)
    rows: list[tuple[tuple[int, bool, int], YearlyRow]] = []
    for known in chain.from_iterable(read_known(session, some) for some in parts(order)):
        one, life, values = known.life.member_id, known.life, known.values
        unit = last_unit(life, asked.last)
        present = not values["exempt"] and present_on(life, asked.last)
        within = units is None or unit in units
        if not within or not (present or one in rated):
            continue
        name, place = names.get(unit, ("", -1))
        posts = (values["party_post"], values["other_post"])
        head = listed[one] if one in listed else heads_by_posts(*posts)
        post = joined_posts(*posts) or ""
        row = YearlyRow(one, values["full_name"], post, unit, name, head=head)
        rows.append(((place, not head, order[one]), row))
    rows.sort(key=lambda one: one[0])
    return [row for _place, row in rows[:most]], len(rows)


def _listed_heads(session: Session, asked: Span) -> dict[int | None, bool]:
    """Return whom the lists of a period's campaigns have, and whether one has them as a head."""
    rows = session.execute(
        select(Expected.member_id, func.max(Expected.head))
        .join(Campaign, Expected.campaign_id == Campaign.id)
        .where(
            Expected.deleted_at.is_(None),
            Expected.member_id.is_not(None),
            Campaign.deleted_at.is_(None),
            Campaign.year.between(*asked.years),
        )
        .group_by(Expected.member_id)
    )
    return {member: bool(head) for member, head in rows}


def _units(
    session: Session, origin: str, units: frozenset[int] | None, asked: Span, most: int
) -> tuple[list[YearlyRow], int]:
    """Return the units that were there in a period, by what they are part of and name."""
    table = TABLES["units"].c
    above = TABLES["units"].alias("above")
    where = [
        Unit.deleted_at.is_(None),
        Unit.origin == origin,
        Unit.kind != UnitKind.OTHER.value,
    ]
    if units is not None:
        where.append(Unit.id.in_(units))
    found = session.execute(
        select(Unit.id, Unit.name, Unit.parent_id, above.c.name, Unit.established, Unit.ended)
        .outerjoin(above, Unit.parent_id == above.c.id)
        .where(*where)
        .order_by(table.parent_id_key, table.name_key, Unit.id)
    )
    rows = [
        YearlyRow(row[0], row[1], "", row[2], row[3] or "")
        for row in found
        if _there(row[4], row[5], asked)
    ]
    return rows[:most], len(rows)


def _there(established: str | None, ended: str | None, asked: Span) -> bool:
    """Tell whether a unit was there on some day of a period, as far as its own days say."""
    begun, over = day_of(established), day_of(ended)
    return (begun is None or begun.first_day <= asked.last) and (
        over is None or over.last_day >= asked.first
    )


def _of_period(asked: Span) -> list[Any]:
    """Return what makes a rating one of a period: its kind, and a last day that lies in it.

    A term's first year is the last one of the term before, whose rating ends in it.
    """
    first = asked.first
    if asked.kind is ReviewPeriod.TERM and asked.last.year > first.year:
        first = date(first.year + 1, 1, 1)
    return [
        YearlyRating.deleted_at.is_(None),
        YearlyRating.period_kind == asked.kind.value,
        YearlyRating.period_to.between(first, asked.last),
    ]


def ratings_of(
    session: Session, rated: str, ids: Iterable[int], asked: Span
) -> dict[int, YearlyRating]:
    """Return the rating of each member or unit for a period, that of its very last day first."""
    owner = YearlyRating.member_id if rated == _MEMBER else YearlyRating.unit_id
    found: dict[int, YearlyRating] = {}
    for some in parts(ids):
        rows = session.execute(
            select(owner, YearlyRating)
            .where(*_of_period(asked), YearlyRating.rated_kind == rated, owner.in_(some))
            .order_by(YearlyRating.period_to == asked.last, YearlyRating.id)
        )
        found |= {row[0]: row[1] for row in rows if row[0] is not None}
    return found


def outcomes_of(
    session: Session, rated: str, ids: Iterable[int], asked: Span
) -> dict[int, Outcome]:
    """Return what became of the pledges that members or units made in the years of a period."""
    owner = Pledge.member_id if rated == _MEMBER else Pledge.unit_id
    pledges: dict[int, int] = {}
    for some in parts(ids):
        made = select(Pledge.id, owner).where(
            Pledge.deleted_at.is_(None), Pledge.year.between(*asked.years), owner.in_(some)
        )
        if rated != _MEMBER:
            made = made.where(Pledge.pledger_kind == PledgerKind.ORGANISATION.value)
        pledges |= {row[0]: row[1] for row in session.execute(made) if row[1] is not None}
    items: dict[int, list[bool]] = defaultdict(list)
    for pledge, lines in items_of(session, pledges).items():
        items[pledges[pledge]] += [one.done for one in lines]
    latest: dict[int, tuple[Any, str]] = {}
    for some in parts(pledges):
        reviews = session.execute(
            select(PledgeReview.pledge_id, PledgeReview.reviewed_on, PledgeReview.rating)
            .where(
                PledgeReview.pledge_id.in_(some),
                PledgeReview.deleted_at.is_(None),
                PledgeReview.rating.is_not(None),
                PledgeReview.reviewed_on <= asked.last,
            )
            .order_by(PledgeReview.reviewed_on, PledgeReview.id)
        )
        for pledge, on, rating in reviews:
            one = pledges[pledge]
            if rating and (one not in latest or latest[one][0] <= on):
                latest[one] = (on, rating)
    return {
        one: Outcome(sum(items[one]), len(items[one]), latest.get(one, (None, None))[1])
        for one in set(pledges.values())
    }


def save_yearly(book: Book, rated: str, asked: Span, edits: Sequence[CellEdit]) -> Done[Saved]:
    """Keep ratings for a period; rows of the edits are ids of members or units.

    The total is the sum of both parts, and gives the rating of the period's scale, as
    `core.rating` says. A row without a rating waits; one that was emptied goes to the recycle
    bin. What can't be kept is told and hinders nothing else.
    """
    given = by_row(edits, YEARLY_FIELDS)
    with book.write("") as session:
        owners = _owners(session, rated, given, asked)
        names = [owners[one].name for one in given if one in owners]
        told = names[0] if len(names) == 1 else f"{len(names)} dòng"
        deed_of(session).words = f"Nhập xếp loại {asked.words}: {told}"
        scale = scale_on(scales(session), asked.last)
        rows = ratings_of(session, rated, owners, asked)
        refused = {(row, name): GONE for row in given if row not in owners for name in given[row]}
        kept: dict[int, Mapping[str, Any]] = {}
        waiting: dict[int, str] = {}
        fresh: list[dict[str, Any]] = []
        for one, owner in owners.items():
            entered, wrong = checked("yearly_ratings", given[one])
            refused |= {(one, name): sentence for name, sentence in wrong.items()}
            wanted = _wanted(scale, rows.get(one), entered)
            # a note stands in no column of the sheet: it alone keeps no rating
            shown = {**wanted, "note": entered.get("note")}
            empty = all(value is None for value in shown.values())
            over = checked("yearly_ratings", {"points": wanted["points"]})[1]
            refused |= {(one, name): sentence for name, sentence in over.items()}
            if not entered or over:
                continue
            if wanted["rating"] is None and not empty:
                waiting[one] = UNRATED
                continue
            kept[one] = wanted
            row = rows.get(one)
            if empty and row is not None:
                row.deleted_at = now()
            elif row is not None:
                _change(row, wanted)
            elif not empty:
                fresh.append({**_identity(rated, owner, asked), **wanted})
        _add(session, fresh)
        return Done(Saved(kept, refused, waiting), changes_of(session))


def _owners(session: Session, rated: str, ids: Iterable[int], asked: Span) -> dict[int, YearlyRow]:
    """Return the members or units of ids that are in the book, members in their unit of then."""
    found: dict[int, YearlyRow] = {}
    for some in parts(ids):
        if rated == _MEMBER:
            for known in read_known(session, some):
                one, unit = known.life.member_id, last_unit(known.life, asked.last)
                found[one] = YearlyRow(one, known.life.name, "", unit, "")
        else:
            units = select(Unit.id, Unit.name)
            rows = session.execute(units.where(Unit.id.in_(some), Unit.deleted_at.is_(None)))
            found |= {row[0]: YearlyRow(row[0], row[1], "", row[0], "") for row in rows}
    return found


def _wanted(
    scale: Scale | None, row: YearlyRating | None, entered: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all values of a rating after an entry."""
    before = {name: getattr(row, name) if row is not None else None for name in YEARLY_FIELDS}
    return completed(scale, before, entered)


def _identity(rated: str, owner: YearlyRow, asked: Span) -> dict[str, Any]:
    return {
        "rated_kind": rated,
        "member_id": owner.id if rated == _MEMBER else None,
        "unit_id": owner.unit_id,
        "name": owner.name,
        "period_kind": asked.kind.value,
        "period_from": asked.first,
        "period_to": asked.last,
    }


def _change(row: YearlyRating, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if len(rows) > _ONE_BY_ONE:
        insert_many(session, "yearly_ratings", rows, words=deed_of(session).words)
    else:
        session.add_all(YearlyRating(**values) for values in rows)

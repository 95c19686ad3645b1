"""Figures of pledges (DOMAIN.md, 'Figures', pledges)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from desktop.core.figures import (
    PledgeFigures,
    Share,
)
from desktop.core.terms import (
    PledgerKind,
)
from desktop.core.vietnamese.fold import fold
from desktop.storage.figures.common import ordered
from desktop.storage.models import (
    Campaign,
    Expected,
    Pledge,
    PledgeItem,
    PledgeReview,
)
from desktop.storage.pledge_facts import shared_text_limit

Key = tuple[str, object]
REVIEWED: Final = ("done", "self_assessment", "cell_assessment", "points", "rating")
"""A review says at least one of these: a plan for the period, or a day alone, is no review yet."""


def pledger_key(row: Any) -> Key:
    """Return by what a pledger is the same: record if there is one, else the folded name.

    `row` has `pledger_kind`, `member_id`, `unit_id` and `name`.
    """
    if row.pledger_kind == PledgerKind.ORGANISATION.value and row.unit_id is not None:
        return ("unit", row.unit_id)
    if row.pledger_kind != PledgerKind.ORGANISATION.value and row.member_id is not None:
        return ("member", row.member_id)
    organisation = row.pledger_kind == PledgerKind.ORGANISATION.value
    return ("organisation" if organisation else "name", fold(row.name))


def pledges(session: Session, begin: date, end: date) -> PledgeFigures:
    """Return the figures of the campaigns whose deadline lies in a period."""
    campaigns = list(
        session.scalars(
            select(Campaign.id).where(
                Campaign.deleted_at.is_(None), Campaign.deadline.between(begin, end)
            )
        )
    )
    if not campaigns:
        return PledgeFigures()
    of_campaigns = (Pledge.deleted_at.is_(None), Pledge.campaign_id.in_(campaigns))
    people, organisations, others = registered(session, campaigns)
    rows = session.execute(
        select(Pledge.id, Pledge.campaign_id, Pledge.public_on, Pledge.public_means).where(
            *of_campaigns
        )
    ).all()
    ids = {row.id for row in rows}
    public = sum(
        row.public_on <= end if row.public_on is not None else row.public_means is not None
        for row in rows
    )
    latest = latest_ratings(session, ids, end)
    overdue = session.scalar(
        select(func.count(PledgeItem.id))
        .join(Pledge, PledgeItem.pledge_id == Pledge.id)
        .where(
            *of_campaigns,
            PledgeItem.deleted_at.is_(None),
            PledgeItem.due_on <= end,
            PledgeItem.done_on.is_(None) | (PledgeItem.done_on > end),
        )
    )
    return PledgeFigures(
        people=people,
        organisations=organisations,
        others=others,
        public=public,
        reviewed=len(latest),
        overdue_items=overdue or 0,
        not_concrete=len(not_concrete(session, campaigns)),
        by_rating=ordered(Counter(one for one in latest.values() if one)),
    )


def registered(session: Session, campaigns: list[int]) -> tuple[Share, Share, int]:
    """Return the shares of people and organisations, and how many registered unexpected."""
    columns = ("campaign_id", "pledger_kind", "member_id", "unit_id", "name")

    def keys(model: type[Expected | Pledge]) -> set[tuple[int, Key]]:
        rows = session.execute(
            select(*(getattr(model, one) for one in columns)).where(
                model.deleted_at.is_(None), model.campaign_id.in_(campaigns)
            )
        )
        return {(row.campaign_id, pledger_key(row)) for row in rows}

    expected, made = keys(Expected), keys(Pledge)
    groups = {True: Share(), False: Share()}
    for organisation in groups:
        listed = {
            one for one in expected if (one[1][0] in ("unit", "organisation")) == organisation
        }
        groups[organisation] = Share(len(listed), len(listed & made))
    return groups[False], groups[True], len(made - expected)


def is_review() -> ColumnElement[bool]:
    """Return the condition by which a row of the reviews is one (`REVIEWED`)."""
    return or_(*(getattr(PledgeReview, one).is_not(None) for one in REVIEWED))


def latest_ratings(session: Session, pledges: AbstractSet[int], end: date) -> dict[int, str | None]:
    """Return the latest rating of each pledge that was reviewed by a day; None without any."""
    rows = session.execute(
        select(PledgeReview.pledge_id, PledgeReview.rating)
        .where(PledgeReview.deleted_at.is_(None), PledgeReview.reviewed_on <= end, is_review())
        .order_by(PledgeReview.reviewed_on, PledgeReview.id)
    )
    latest: dict[int, str | None] = {}
    for pledge, rating in rows:
        if pledge in pledges:
            latest[pledge] = rating or latest.get(pledge)
    return latest


def not_concrete(session: Session, campaigns: Sequence[int]) -> set[int]:
    """Return the live pledges of some campaigns that are not concrete.

    No item with both a duty and a target, or a text that many pledges of the campaign share:
    all of a pledge's items, folded and joined (`storage.pledge_facts`).
    """
    of_campaigns = (Pledge.deleted_at.is_(None), Pledge.campaign_id.in_(campaigns))
    shared = (
        select(Pledge.campaign_id, Pledge.items_digest)
        .where(*of_campaigns, Pledge.items_digest.is_not(None))
        .group_by(Pledge.campaign_id, Pledge.items_digest)
        .having(func.count() >= shared_text_limit(session))
    )
    alike = tuple_(Pledge.campaign_id, Pledge.items_digest).in_(shared)
    return set(session.scalars(select(Pledge.id).where(*of_campaigns, ~Pledge.tied | alike)))

"""Figures of pledges (DOMAIN.md, 'Figures', pledges)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
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
    Setting,
)

SHARED_TEXT = "shared_text_limit"
_SHARED_TEXT_DEFAULT = 5

Key = tuple[str, object]


def pledger_key(row: Row[Any]) -> Key:
    """Return by what a pledger is the same: record if there is one, else the folded name."""
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
    ratings, reviewed = _reviews(session, ids, end)
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
        reviewed=reviewed,
        overdue_items=overdue or 0,
        not_concrete=len(not_concrete(session, {row.id: row.campaign_id for row in rows})),
        by_rating=ordered(ratings),
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


def _reviews(session: Session, pledges: set[int], end: date) -> tuple[Counter[str], int]:
    """Return the latest rating of each pledge, counted, and how many pledges were reviewed."""
    rows = session.execute(
        select(PledgeReview.pledge_id, PledgeReview.rating)
        .where(PledgeReview.deleted_at.is_(None), PledgeReview.reviewed_on <= end)
        .order_by(PledgeReview.reviewed_on, PledgeReview.id)
    )
    latest: dict[int, str | None] = {}
    for pledge, rating in rows:
        if pledge in pledges:
            latest[pledge] = rating or latest.get(pledge)
    return Counter(one for one in latest.values() if one), len(latest)


def not_concrete(session: Session, campaign_of: Mapping[int, int | None]) -> set[int]:
    """Return the pledges that are not concrete, of those given with their campaigns.

    No item with both a duty and a target, or a text that many pledges of the campaign share:
    all of a pledge's items, folded and joined.
    """
    rows = session.execute(
        select(PledgeItem.pledge_id, PledgeItem.content, PledgeItem.duty, PledgeItem.target)
        .where(PledgeItem.deleted_at.is_(None))
        .order_by(PledgeItem.position, PledgeItem.id)
    )
    tied: set[int] = set()
    texts: dict[int, list[str]] = {}
    for pledge, content, duty, target in rows:
        if pledge in campaign_of:
            texts.setdefault(pledge, []).append(fold(content))
            if duty and target:
                tied.add(pledge)
    whole = {pledge: (campaign_of[pledge], " ".join(parts)) for pledge, parts in texts.items()}
    shared = Counter(whole.values())
    limit = shared_text_limit(session)
    return {
        pledge for pledge in campaign_of if pledge not in tied or shared[whole[pledge]] >= limit
    }


def shared_text_limit(session: Session) -> int:
    """Return from how many pledges on a shared text makes them not concrete."""
    value = session.scalar(select(Setting.value).where(Setting.key == SHARED_TEXT))
    return _SHARED_TEXT_DEFAULT if value is None else int(json.loads(value))

"""What completes a record while it is made: from what it refers to, and from rules that are data.

Nothing that the clerk entered is changed; blanks are filled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.core.terms import ModelState, PledgerKind, RatedKind, RecipientKind
from desktop.storage.models import (
    Campaign,
    Conference,
    Decision,
    Member,
    Office,
    PledgeItem,
    RatingGrade,
    RatingScale,
    Unit,
)

Values = dict[str, Any]


def post_of(member: Member) -> str | None:
    """Return a member's posts in one line; None without any."""
    return joined_posts(member.party_post, member.other_post)


def joined_posts(party_post: str | None, other_post: str | None) -> str | None:
    """Return Party post and other post in one line; None without any."""
    return ", ".join(one for one in (party_post, other_post) if one) or None


def _unit_name(session: Session, unit_id: int | None) -> str | None:
    return None if unit_id is None else session.scalar(select(Unit.name).where(Unit.id == unit_id))


def _blank(values: Mapping[str, Any], name: str) -> bool:
    return values.get(name) in (None, "")


def _fill_award(session: Session, values: Values) -> None:
    member = session.get(Member, values["member_id"]) if values.get("member_id") else None
    if member is not None:
        values["recipient_kind"] = RecipientKind.INDIVIDUAL.value
        if _blank(values, "recipient_name"):
            values["recipient_name"] = member.full_name
        if _blank(values, "unit_id"):
            values["unit_id"] = member.unit_id
        if _blank(values, "recipient_post"):
            parts = [post_of(member), _unit_name(session, values.get("unit_id"))]
            values["recipient_post"] = ", ".join(one for one in parts if one) or None
    elif (
        values.get("recipient_kind") == RecipientKind.COLLECTIVE.value
        and values.get("unit_id")
        and _blank(values, "recipient_name")
    ):
        values["recipient_name"] = _unit_name(session, values["unit_id"])
        if _blank(values, "recipient_post"):
            unit = session.get(Unit, values["unit_id"])
            values["recipient_post"] = _unit_name(session, unit.parent_id if unit else None)


def _fill_named(name: str, kind: str, member_kind: str, unit_kind: str) -> Callable[..., None]:
    def fill(session: Session, values: Values) -> None:
        member = session.get(Member, values["member_id"]) if values.get("member_id") else None
        if member is not None:
            values[kind] = member_kind
            if _blank(values, name):
                values[name] = member.full_name
            if _blank(values, "unit_id"):
                values["unit_id"] = member.unit_id
            if "post" in values and _blank(values, "post"):
                values["post"] = post_of(member)
        elif values.get(kind) == unit_kind and values.get("unit_id") and _blank(values, name):
            values[name] = _unit_name(session, values["unit_id"])

    return fill


def _fill_pledge(session: Session, values: Values) -> None:
    _FILL_PLEDGER(session, values)
    chosen = session.get(Campaign, values["campaign_id"]) if values.get("campaign_id") else None
    if chosen is not None and _blank(values, "year"):
        values["year"] = chosen.year
    if _blank(values, "campaign_id") and values.get("year") and values.get("kind"):
        found = session.scalars(
            select(Campaign.id).where(
                Campaign.year == values["year"],
                Campaign.pledge_kind == values["kind"],
                Campaign.deleted_at.is_(None),
            )
        ).all()
        if len(found) == 1:  # with two campaigns of a kind the clerk must choose
            values["campaign_id"] = found[0]


def _fill_model(session: Session, values: Values) -> None:
    member = session.get(Member, values["member_id"]) if values.get("member_id") else None
    if member is not None:
        if _blank(values, "owner_person"):
            values["owner_person"] = member.full_name
        if _blank(values, "owner_post"):
            values["owner_post"] = post_of(member)
    if _blank(values, "state_on") and values.get("state") == ModelState.REGISTERED.value:
        values["state_on"] = values.get("registered_on")


def _fill_round(session: Session, values: Values) -> None:
    """Give a round that is handed over at a conference its day and place."""
    chosen = values.get("conference_id")
    held = session.get(Conference, chosen) if chosen else None
    if held is not None:
        if _blank(values, "meeting_on"):
            values["meeting_on"] = held.on
        if _blank(values, "meeting_place"):
            values["meeting_place"] = held.place


def _fill_item(session: Session, values: Values) -> None:
    if _blank(values, "position") and values.get("pledge_id"):
        highest = session.scalar(
            select(func.max(PledgeItem.position)).where(
                PledgeItem.pledge_id == values["pledge_id"], PledgeItem.deleted_at.is_(None)
            )
        )
        values["position"] = (highest or 0) + 1


def _fill_decision(session: Session, values: Values) -> None:
    if _blank(values, "level"):
        values["level"] = session.scalar(select(Office.level).where(Office.own))
    if _blank(values, "place"):
        own = select(Office.place).where(Office.own, Office.level == values["level"])
        values["place"] = session.scalar(own) or _last_place(session, values)


def _last_place(session: Session, values: Values) -> str | None:
    """Return the place of the last decision of the same issuer, or of the level without one."""
    issuer = values.get("issuer")
    same = Decision.issuer == issuer if issuer else Decision.level == values["level"]
    last = select(Decision.place).where(
        Decision.deleted_at.is_(None), Decision.place.is_not(None), same
    )
    return session.scalars(last.order_by(Decision.id.desc())).first()


def rating_for(session: Session, points: Decimal, day: date) -> str | None:
    """Return the rating that so many points give by the scale of a day; None without one.

    Source: the book's rating scales (366-QĐ/TW by default: DOMAIN.md, 'Rating').
    """
    scale = session.scalars(
        select(RatingScale)
        .where(
            RatingScale.deleted_at.is_(None),
            RatingScale.uses_points,
            or_(RatingScale.valid_from.is_(None), RatingScale.valid_from <= day),
            or_(RatingScale.valid_to.is_(None), RatingScale.valid_to >= day),
        )
        .order_by(RatingScale.valid_from.desc())
    ).first()
    if scale is None:
        return None
    grades = session.scalars(
        select(RatingGrade)
        .where(RatingGrade.scale_id == scale.id, RatingGrade.deleted_at.is_(None))
        .order_by(RatingGrade.minimum_points.desc())
    )
    for grade in grades:
        if grade.minimum_points is None or points >= grade.minimum_points:
            return grade.rating
    return None


def _fill_rating(day: str) -> Callable[[Session, Values], None]:
    def fill(session: Session, values: Values) -> None:
        points, on = values.get("points"), values.get(day)
        if isinstance(points, Decimal) and isinstance(on, date) and _blank(values, "rating"):
            values["rating"] = rating_for(session, points, on)

    return fill


def _both(*fills: Callable[[Session, Values], None]) -> Callable[[Session, Values], None]:
    def fill(session: Session, values: Values) -> None:
        for one in fills:
            one(session, values)

    return fill


_FILL_PLEDGER = _fill_named(
    "name", "pledger_kind", PledgerKind.MEMBER.value, PledgerKind.ORGANISATION.value
)
_FILL: Mapping[str, Callable[[Session, Values], None]] = {
    "awards": _fill_award,
    "pledges": _fill_pledge,
    "models": _fill_model,
    "expected": _FILL_PLEDGER,
    "pledge_items": _fill_item,
    "pledge_reviews": _fill_rating("reviewed_on"),
    "decisions": _fill_decision,
    "rounds": _fill_round,
    "yearly_ratings": _both(
        _fill_named("name", "rated_kind", RatedKind.MEMBER.value, RatedKind.UNIT.value),
        _fill_rating("period_to"),
    ),
}


def fill(session: Session, register: str, values: Values) -> None:
    """Complete a record's values in place from what it refers to."""
    if register in _FILL:
        _FILL[register](session, values)

"""What completes a record while it is made: from what it refers to, and from rules that are data.

Nothing that the clerk entered is changed; blanks are filled, and what followed goes with what it
followed from: a day with a progress, a year with its day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.core.register import RegisterSpec
from desktop.core.terms import ConferenceKind, ModelState, PledgerKind, RatedKind, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.services.document_numbers import type_of
from desktop.services.house_paper import calendar_day
from desktop.storage.models import (
    Campaign,
    Conference,
    Decision,
    Member,
    Office,
    PledgeItem,
    RatingGrade,
    RatingScale,
    Topic,
    Unit,
)
from desktop.storage.pledge_facts import WHOLE

Values = dict[str, Any]
_SAME_KIND = (ConferenceKind.INTERIM_REVIEW.value, ConferenceKind.FINAL_REVIEW.value)
"""Kinds of conferences that are occasions of rounds, too."""


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


def date_changes(
    declared: RegisterSpec,
    values: Values,
    before: Mapping[str, Any],
    entered: Mapping[str, Any],
    *,
    by_hand: bool,
) -> None:
    """Give a choice that changes without its day another day than it had before (`dated_by`).

    It is today's where the clerk changes it by hand, else unknown.
    """
    for field in declared.fields:
        day = field.dated_by
        if day and day not in entered and values[field.name] != before[field.name]:
            values[day] = calendar_day() if by_hand else None


def _fill_round(session: Session, values: Values) -> None:
    """Give a round that is handed over at a conference its day and place."""
    chosen = values.get("conference_id")
    held = session.get(Conference, chosen) if chosen else None
    if held is not None:
        if _blank(values, "meeting_on"):
            values["meeting_on"] = held.on
        if _blank(values, "meeting_place"):
            values["meeting_place"] = held.place


def begins_with(register: str, field: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row made for a reference begins with, by the record that refers to it.

    A conference at which a round is handed over has the round's day, place and kind, as a round
    has its conference's (`fill`).
    """
    if (register, field) != ("rounds", "conference_id"):
        return {}
    occasion = values.get("occasion")
    given = {
        "on": values.get("meeting_on"),
        "place": values.get("meeting_place"),
        "kind": occasion if occasion in _SAME_KIND else ConferenceKind.COMMENDATION.value,
    }
    return {name: value for name, value in given.items() if value is not None}


def _fill_item(session: Session, values: Values) -> None:
    if _blank(values, "position") and values.get("pledge_id"):
        highest = session.scalar(
            select(func.max(PledgeItem.position)).where(
                PledgeItem.pledge_id == values["pledge_id"], PledgeItem.deleted_at.is_(None)
            )
        )
        values["position"] = (highest or 0) + 1


def _fill_year(day: str) -> Callable[[Session, Values], None]:
    def fill(session: Session, values: Values) -> None:
        on = values.get(day)
        if isinstance(on, date) and _blank(values, "year"):
            values["year"] = on.year

    return fill


def _move_year(values: Values, before: Mapping[str, Any], days: Sequence[str]) -> None:
    """Have a year that was its day's go with the day; one that was told otherwise stays."""
    day = next((one for one in days if before.get(one) is not None), "")
    was, now = before.get(day), values.get(day)
    if not isinstance(was, date) or not isinstance(now, date):
        return
    if before.get("year") == values.get("year") == was.year:
        values["year"] = now.year


def _let_follow(
    session: Session,
    register: str,
    values: Values,
    before: Mapping[str, Any],
    words: str,
    name: str,
) -> None:
    """Have what was filled in by a record's words go with them, where they tell another one."""
    kept = before.get(name)
    if kept is None or values.get(name) != kept or values.get(words) == before.get(words):
        return
    was, now = ({**one, name: None} for one in (before, values))
    for one in (was, now):
        _FILL[register](session, one)
    if was[name] == kept and now[name] is not None:
        values[name] = now[name]


def _fill_study(session: Session, values: Values) -> None:
    """Tie a study session to the topic of its name, of its year or of a term."""
    if not _blank(values, "topic_id") or _blank(values, "subject"):
        return
    topics = session.execute(
        select(Topic.id, Topic.title, Topic.year).where(
            Topic.deleted_at.is_(None),
            or_(Topic.year.is_(None), Topic.year == values.get("year")),
        )
    )
    same = [one for one in topics if fold(one.title) == fold(values["subject"])]
    of_year = [one for one in same if one.year is not None]
    if len(of_year or same) == 1:
        values["topic_id"] = (of_year or same)[0].id


def _fill_document(session: Session, values: Values) -> None:
    """Give a document the type that its number's abbreviation stands for, if it is one alone."""
    if _blank(values, "type") and not _blank(values, "number"):
        values["type"] = type_of(session, values["number"], values.get("on"))


def done_by_progress(before: Mapping[str, Any], after: Mapping[str, Any], day: date) -> Values:
    """Return the day on which an item was done, where its new progress says it; else nothing.

    One that comes to 100 % is done on `day`, and no longer done when it falls back. A day that
    was itself changed stays as it was entered: emptied, the item was done on an unknown day.
    """
    was, now = (one.get("progress") == WHOLE for one in (before, after))
    if was == now or after.get("done_on") != before.get("done_on"):
        return {}
    if was:
        return {"done_on": None}
    return {"done_on": day} if after.get("done_on") is None else {}


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
    "study_sessions": _both(_fill_year("on"), _fill_study),
    "inspections": _both(_fill_year("period_to"), _fill_year("period_from")),
    "documents": _fill_document,
    "yearly_ratings": _both(
        _fill_named("name", "rated_kind", RatedKind.MEMBER.value, RatedKind.UNIT.value),
        _fill_rating("period_to"),
    ),
}


_FOLLOWING: Mapping[str, tuple[str, str]] = {
    "documents": ("number", "type"),
    "study_sessions": ("subject", "topic_id"),
}
"""Words, and what is filled in by them and goes with them."""
_YEAR_OF: Mapping[str, tuple[str, ...]] = {
    "study_sessions": ("on",),
    "inspections": ("period_to", "period_from"),
}
"""The day that a year follows from: the first that is known."""


def fill(
    session: Session, register: str, values: Values, before: Mapping[str, Any] | None = None
) -> None:
    """Complete a record's values in place from what it refers to, and what it had `before`."""
    if before is not None:
        _move_year(values, before, _YEAR_OF.get(register, ()))
        if register in _FOLLOWING:
            _let_follow(session, register, values, before, *_FOLLOWING[register])
    if register in _FILL:
        _FILL[register](session, values)
    if register == "pledge_items":
        today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
        due = values.get("due_on")
        # one that is written down after its day was not done today: on what day isn't known
        if before is not None or not isinstance(due, date) or due >= today:
            values |= done_by_progress(before or {}, values, today)

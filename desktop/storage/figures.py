"""The figures of a period: the only SQL for them (DOMAIN.md, 'Figures', word by word)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from desktop.core.figures import (
    CommendationFigures,
    DocumentFigures,
    Figures,
    MemberFigures,
    ModelFigures,
    PledgeFigures,
    RatingFigures,
    Share,
)
from desktop.core.terms import (
    AwardState,
    Direction,
    Level,
    MemberStatus,
    ModelKind,
    ModelState,
    PledgerKind,
    RatedKind,
    RecipientKind,
)
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.storage.models import (
    Award,
    AwardForm,
    Campaign,
    Decision,
    Document,
    Expected,
    FieldOfWork,
    Member,
    MemberStep,
    Model,
    ModelLevel,
    ModelStep,
    Office,
    Pledge,
    PledgeItem,
    PledgeReview,
    Round,
    Setting,
    YearlyRating,
)

SHARED_TEXT = "shared_text_limit"
_SHARED_TEXT_DEFAULT = 5
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
_COUNTED = (AwardState.AGREED.value, AwardState.GIVEN.value)
_LEVELS = [one.value for one in Level]


def compute(
    session: Session, period_from: date, period_to: date, new_since: date | None = None
) -> Figures:
    """Return all figures of the book for a period, both days included.

    `new_since` is the day from which a model counts as new (default: the period's first).
    """
    awards = _awards(session)
    office = session.scalar(select(Office.name).where(Office.own)) or ""
    return Figures(
        office=office,
        period_from=period_from,
        period_to=period_to,
        members=_members(session, period_to),
        ratings=_ratings(session, period_from, period_to),
        pledges=_pledges(session, period_from, period_to),
        models=_models(session, period_from, period_to, new_since or period_from, awards),
        commendations=_commendations(period_from, period_to, awards),
        documents=_documents(session, period_from, period_to),
    )


def shared_text_limit(session: Session) -> int:
    """Return from how many pledges on a shared text makes them not concrete."""
    value = session.scalar(select(Setting.value).where(Setting.key == SHARED_TEXT))
    return _SHARED_TEXT_DEFAULT if value is None else int(json.loads(value))


def _ordered(counts: Mapping[str, int], order: Iterable[str] | None = None) -> dict[str, int]:
    """Return counts without zeros, in a fixed order."""
    keys = sorted(counts) if order is None else [one for one in order if one in counts]
    return {key: counts[key] for key in keys if counts[key]}


# members


def _members(session: Session, day: date) -> MemberFigures:
    steps: dict[int, list[tuple[str, str | None]]] = {}
    for member, status, on in session.execute(
        select(MemberStep.member_id, MemberStep.status, MemberStep.on)
        .where(MemberStep.deleted_at.is_(None))
        .order_by(MemberStep.member_id, MemberStep.id)
    ):
        steps.setdefault(member, []).append((status, on))
    rows: Iterable[Any] = session.execute(
        select(
            Member.id,
            Member.status,
            Member.admitted_on,
            Member.official_on,
            Member.exempt,
            Member.temporary,
        ).where(Member.deleted_at.is_(None))
    )
    counts: Counter[str] = Counter()
    today = day.isoformat()
    for row in rows:
        found = _status_by(row, steps.get(row.id, [(row.status, None)]), today)
        if found is None:
            continue
        counts[found] += 1
        if found in _PRESENT:
            counts["exempt"] += bool(row.exempt)
            counts["temporary"] += bool(row.temporary)
    order = (*(one.value for one in MemberStatus), "exempt", "temporary")
    return MemberFigures(sum(counts[one] for one in _PRESENT), _ordered(counts, order))


def _first_day(partial: str) -> str:
    """Return the first day a partial date can mean, as ISO text."""
    return partial if len(partial) == 10 else PartialDate.from_iso(partial).first_day.isoformat()


def _status_by(member: Row[Any], steps: list[tuple[str, str | None]], today: str) -> str | None:
    """Return a member's status by a day; None before admission, or when all that is known is later.

    An undated step counts from the day of admission or of becoming official if it says so, else
    from the step before it on. Before the first step these two days decide.
    """
    begun = {MemberStatus.PROBATIONARY.value: member.admitted_on}
    if member.status != MemberStatus.PROBATIONARY.value:
        begun[MemberStatus.OFFICIAL.value] = member.official_on
    days = {status: _first_day(on) for status, on in begun.items() if on is not None}
    if days.get(MemberStatus.PROBATIONARY.value, "") > today:
        return None
    found: str | None = None
    best = known = ""
    for status, on in steps:
        begins = days.get(status, known) if on is None else _first_day(on)
        known = max(known, begins)
        if best <= begins <= today:
            best, found = begins, status
    if found is None:
        passed = [status for status, begins in days.items() if begins <= today]
        found = passed[-1] if passed else None
    return found


def _ratings(session: Session, begin: date, end: date) -> RatingFigures:
    rows = session.execute(
        select(YearlyRating.rated_kind, YearlyRating.rating, func.count())
        .where(YearlyRating.deleted_at.is_(None), YearlyRating.period_to.between(begin, end))
        .group_by(YearlyRating.rated_kind, YearlyRating.rating)
    ).all()
    members = {row[1]: row[2] for row in rows if row[0] == RatedKind.MEMBER.value}
    units = {row[1]: row[2] for row in rows if row[0] == RatedKind.UNIT.value}
    return RatingFigures(_ordered(members), _ordered(units))


# pledges

Key = tuple[str, object]


def pledger_key(row: Row[Any]) -> Key:
    """Return by what a pledger is the same: record if there is one, else the folded name."""
    if row.pledger_kind == PledgerKind.ORGANISATION.value and row.unit_id is not None:
        return ("unit", row.unit_id)
    if row.pledger_kind != PledgerKind.ORGANISATION.value and row.member_id is not None:
        return ("member", row.member_id)
    organisation = row.pledger_kind == PledgerKind.ORGANISATION.value
    return ("organisation" if organisation else "name", fold(row.name))


def _pledges(session: Session, begin: date, end: date) -> PledgeFigures:
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
        by_rating=_ordered(ratings),
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


# models


def _models(
    session: Session, begin: date, end: date, new_since: date, awards: list[Row[Any]]
) -> ModelFigures:
    states = _model_states(session, end)
    rows: list[Row[Any]] = list(
        session.execute(
            select(Model.id, Model.kind, Model.registered_on, Model.state, FieldOfWork.name)
            .outerjoin(FieldOfWork, Model.field_id == FieldOfWork.id)
            .where(Model.deleted_at.is_(None))
        )
    )
    counted: dict[int, Row[Any]] = {}
    for row in rows:
        if row.registered_on is not None and row.registered_on > end:
            continue
        stopped, unknown = _stopped(row.id, row.state, states, begin)
        in_period = row.registered_on is not None and begin <= row.registered_on
        if stopped or (unknown and not in_period):
            continue
        counted[row.id] = row
    by_kind = Counter(row.kind for row in counted.values())
    by_state = Counter(states.get(one, (row.state, None))[0] for one, row in counted.items())
    levels = _commending_levels(session, end, awards)
    commended: Counter[str] = Counter()
    highest: Counter[str] = Counter()
    for one in counted:
        if found := levels.get(one):
            commended["any"] += 1
            commended.update(found)
            highest[max(found, key=_LEVELS.index)] += 1
    proposed = {
        (award.model_id, award.proposed_level)
        for award in awards
        if award.model_id in counted and award.proposed_level is not None
    }
    return ModelFigures(
        total=len(counted),
        collective=by_kind[ModelKind.COLLECTIVE.value],
        individual=by_kind[ModelKind.INDIVIDUAL.value],
        new=sum(
            row.registered_on is not None and row.registered_on >= new_since
            for row in counted.values()
        ),
        by_field=_ordered(Counter(row.name for row in counted.values() if row.name)),
        by_state=_ordered(by_state, (one.value for one in ModelState)),
        commended={one: commended[one] for one in ("any", *_LEVELS)},
        highest_level=_ordered(highest, _LEVELS),
        proposed=_ordered(Counter(level for _, level in proposed), _LEVELS),
    )


def _model_states(session: Session, end: date) -> dict[int, tuple[str, date | None]]:
    """Return each model's state as of a day with its date, None when that is unknown."""
    rows = session.execute(
        select(ModelStep.model_id, ModelStep.state, ModelStep.on)
        .where(ModelStep.deleted_at.is_(None))
        .order_by(ModelStep.model_id, ModelStep.id)
    )
    found: dict[int, tuple[str, date | None]] = {}
    best: dict[int, date] = {}
    known: dict[int, date] = {}
    for model, state, on in rows:
        begins = known.get(model, date.min) if on is None else on
        known[model] = max(known.get(model, date.min), begins)
        if begins > end:  # until its first step a model is what it was registered as
            found.setdefault(model, (ModelState.REGISTERED.value, None))
        elif begins >= best.get(model, date.min):
            best[model] = begins
            found[model] = (state, on)
    return found


def _stopped(
    model: int,
    state: str,
    states: Mapping[int, tuple[str, date | None]],
    begin: date,
) -> tuple[bool, bool]:
    """Tell whether a model was stopped before a day, and whether on an unknown day."""
    now, on = states.get(model, (state, None))
    if now != ModelState.STOPPED.value:
        return False, False
    return on is not None and on < begin, on is None


def _commending_levels(session: Session, end: date, awards: list[Row[Any]]) -> dict[int, set[str]]:
    """Return the levels at which each model is commended by a day."""
    found: dict[int, set[str]] = {}
    own = session.execute(
        select(ModelLevel.model_id, ModelLevel.level).where(
            ModelLevel.deleted_at.is_(None), ModelLevel.on.is_(None) | (ModelLevel.on <= end)
        )
    )
    for model, level in own:
        found.setdefault(model, set()).add(level)
    for award in awards:
        day = award.on or award.meeting_on
        level = award.level or award.proposed_level
        if (
            award.model_id is not None
            and award.state in _COUNTED
            and level is not None
            and day is not None
            and day <= end
        ):
            found.setdefault(award.model_id, set()).add(level)
    return found


# commendations and documents


def _awards(session: Session) -> list[Row[Any]]:
    """Return every live award with its form, its decision's date and level, its meeting."""
    return list(
        session.execute(
            select(
                Award.state,
                Award.recipient_kind,
                Award.recipient_name,
                Award.recipient_post,
                Award.member_id,
                Award.unit_id,
                Award.model_id,
                Award.proposed_level,
                AwardForm.name.label("form"),
                Decision.on,
                Decision.level,
                Round.meeting_on,
            )
            .join(Round, Award.round_id == Round.id)
            .join(AwardForm, Award.form_id == AwardForm.id)
            .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
            .where(Award.deleted_at.is_(None), Round.deleted_at.is_(None))
        )
    )


def recipient_key(award: Row[Any]) -> tuple[object, ...]:
    """Return by what a recipient is the same: record, else folded name, post and unit."""
    if award.member_id is not None:
        return ("member", award.member_id)
    if award.recipient_kind == RecipientKind.COLLECTIVE.value and award.unit_id is not None:
        return ("unit", award.unit_id)
    return ("name", fold(award.recipient_name), fold(award.recipient_post or ""), award.unit_id)


def _commendations(begin: date, end: date, awards: list[Row[Any]]) -> CommendationFigures:
    counted = []
    for award in awards:
        day = award.on or award.meeting_on
        if award.state in _COUNTED and day is not None and begin <= day <= end:
            counted.append(award)
    distinct: dict[str, set[tuple[object, ...]]] = {one.value: set() for one in RecipientKind}
    for award in counted:
        distinct[award.recipient_kind].add(recipient_key(award))
    levels = Counter(one.level or one.proposed_level for one in counted)
    return CommendationFigures(
        awards=len(counted),
        collectives=len(distinct[RecipientKind.COLLECTIVE.value]),
        individuals=len(distinct[RecipientKind.INDIVIDUAL.value]),
        households=len(distinct[RecipientKind.HOUSEHOLD.value]),
        by_form=_ordered(Counter(one.form for one in counted)),
        by_level=_ordered({key: n for key, n in levels.items() if key}, _LEVELS),
    )


def _documents(session: Session, begin: date, end: date) -> DocumentFigures:
    rows = session.execute(
        select(Document.direction, func.count())
        .where(Document.deleted_at.is_(None), Document.on.between(begin, end))
        .group_by(Document.direction)
    )
    counts = {row[0]: row[1] for row in rows}
    return DocumentFigures(
        issued=counts.get(Direction.ISSUED.value, 0),
        received=counts.get(Direction.RECEIVED.value, 0),
    )

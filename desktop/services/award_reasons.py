"""What speaks for somebody to be commended, gathered from ratings, models and pledges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core import model_life
from desktop.core.formats import official_count
from desktop.core.model_life import Step
from desktop.core.terms import (
    ModelState,
    PledgeKind,
    PledgerKind,
    RatedKind,
    Rating,
    ReviewPeriod,
)
from desktop.core.vietnamese.fold import fold
from desktop.services import model_life_rules
from desktop.services.award_facts import COLLECTIVE, INDIVIDUAL
from desktop.storage.models import (
    Model,
    ModelStep,
    ModelUnit,
    Pledge,
    PledgeItem,
    PledgeReview,
    Round,
    YearlyRating,
)
from desktop.storage.pledge_facts import is_done

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EXCELLENT: Final = Rating.EXCELLENT.value
_SPREAD: Final = (ModelState.RECOGNISED.value, ModelState.REPLICATED.value)
_STATES: Final = {
    ModelState.RECOGNISED.value: "được công nhận",
    ModelState.REPLICATED.value: "được nhân rộng",
}
_PLEDGES: Final = {
    PledgeKind.COMMITMENT.value: "bản cam kết tu dưỡng, rèn luyện",
    PledgeKind.REGISTRATION.value: "bản đăng ký học tập và làm theo",
    PledgeKind.ACTION_PROGRAMME.value: "chương trình hành động cá nhân",
}
# how much a reason weighs in the order of the list
_BY_RATING, _BY_STREAK, _BY_MODEL, _BY_PLEDGE, _BY_ITEMS = 4, 2, 5, 3, 1


@dataclass
class Case:
    """What speaks for one recipient, while it is being gathered."""

    kind: str
    name: str = ""
    post: str = ""
    member_id: int | None = None
    unit_id: int | None = None
    within_id: int | None = None
    """The unit that a group on no list belongs to; the group isn't that unit."""
    reasons: list[str] | None = None
    model_id: int | None = None
    pledge_id: int | None = None
    weight: int = 0

    def because(self, reason: str, weight: int) -> None:
        """Add a reason."""
        self.reasons = [*(self.reasons or []), reason]
        self.weight += weight


Key = tuple[object, ...]
Cases = dict[Key, Case]


def capital(text: str) -> str:
    """Return a text with its first letter in capitals."""
    return text[:1].upper() + text[1:]


def achievement_years(held: Round, today: date) -> tuple[int, int]:
    """Return the first and the last year whose achievements a round rewards.

    They are those its period names ('giai đoạn 2021 - 2023', 'năm 2025'), else the year of the
    meeting and the one before it, whose ratings come out while the round is prepared.
    """
    named = [int(one) for one in _YEAR.findall(held.achievement_period or "")]
    if named:
        return min(named), max(named)
    year = (held.meeting_on or today).year
    return year - 1, year


def gather(session: Session, first: int, last: int) -> Cases:
    """Return what speaks for whom in the years `first` to `last`, by recipient."""
    cases: Cases = {}
    _from_ratings(session, cases, first, last)
    _from_models(session, cases, first, last)
    _from_pledges(session, cases, first, last)
    return cases


def _case(cases: Cases, kind: str, key: Key, **known: Any) -> Case:
    if key not in cases:
        cases[key] = Case(kind, **known)
    return cases[key]


def _rated(cases: Cases, kind: str, member_id: int | None, unit_id: int | None) -> Case | None:
    if kind == RatedKind.MEMBER.value and member_id is not None:
        return _case(cases, INDIVIDUAL, ("member", member_id), member_id=member_id)
    if kind == RatedKind.UNIT.value and unit_id is not None:
        return _case(cases, COLLECTIVE, ("unit", unit_id), unit_id=unit_id)
    return None


def _from_ratings(session: Session, cases: Cases, first: int, last: int) -> None:
    """Excellent for a year of the round; how many years in a row."""
    years: dict[tuple[str, int | None, int | None], set[int]] = defaultdict(set)
    rows = select(
        YearlyRating.rated_kind,
        YearlyRating.member_id,
        YearlyRating.unit_id,
        YearlyRating.period_to,
    ).where(
        YearlyRating.deleted_at.is_(None),
        YearlyRating.period_kind == ReviewPeriod.YEAR.value,
        YearlyRating.rating == _EXCELLENT,
        YearlyRating.period_to <= date(last, 12, 31),
    )
    for kind, member_id, unit_id, day in session.execute(rows):
        member = kind == RatedKind.MEMBER.value
        who = (kind, member_id if member else None, None if member else unit_id)
        years[who].add(day.year)
    for (kind, member_id, unit_id), found in years.items():
        inside = sorted(one for one in found if first <= one <= last)
        if not inside:
            continue
        case = _rated(cases, kind, member_id, unit_id)
        if case is not None:
            begin = end = inside[-1]
            while begin - 1 in found:
                begin -= 1
            case.because(_rating_words(begin, end, inside), _BY_RATING)
            case.weight += _BY_STREAK * min(end - begin, 4)


def _rating_words(begin: int, end: int, inside: Sequence[int]) -> str:
    if begin < end:
        count = official_count(end - begin + 1)
        return f"{count} năm liền ({begin} - {end}) hoàn thành xuất sắc nhiệm vụ"
    years = ", ".join(str(one) for one in inside)
    return f"hoàn thành xuất sắc nhiệm vụ năm {years}"


def _from_models(session: Session, cases: Cases, first: int, last: int) -> None:
    """Recognised or replicated in these years; each unit that owns a model, or its person.

    What was taken back since doesn't speak for anybody.
    """
    stepped = select(ModelStep.model_id).where(
        ModelStep.deleted_at.is_(None),
        ModelStep.state.in_(_SPREAD),
        ModelStep.on.between(date(first, 1, 1), date(last, 12, 31)),
    )
    going = select(Model).where(
        Model.deleted_at.is_(None),
        Model.state != ModelState.STOPPED.value,
        Model.id.in_(stepped),
    )
    models = list(session.scalars(going.order_by(Model.id)))
    further: dict[int, list[int]] = defaultdict(list)
    owners = select(ModelUnit.model_id, ModelUnit.unit_id).where(ModelUnit.deleted_at.is_(None))
    for model_id, unit_id in session.execute(owners):
        further[model_id].append(unit_id)
    steps = model_life_rules.histories(session, models)
    for model in models:
        known = {
            state: day
            for state, day in _standing(steps[model.id]).items()
            if state in _SPREAD and day is not None and first <= day.year <= last
        }
        if not known:
            continue
        said = [f"{_STATES[s]} {known[s].month:02}/{known[s].year}" for s in _SPREAD if s in known]
        reason = f"mô hình «{model.name}» {', '.join(said)}"
        for case in _owners(cases, model, further[model.id]):
            case.because(reason, _BY_MODEL + len(known) - 1)
            case.model_id = case.model_id or model.id


def undated_models(session: Session) -> list[str]:
    """Return the models, recognised or replicated now, of which no such day is known.

    In what year they were isn't known, so they speak for nobody.
    """
    spread = select(Model).where(Model.deleted_at.is_(None), Model.state.in_(_SPREAD))
    models = list(session.scalars(spread.order_by(Model.name, Model.id)))
    steps = model_life_rules.histories(session, models)
    return [
        one.name
        for one in models
        if not any(day for state, day in _standing(steps[one.id]).items() if state in _SPREAD)
    ]


def _standing(steps: Sequence[Step]) -> dict[str, date | None]:
    """Return the states that a model has reached and not gone back from, each with its day."""
    found: dict[str, date | None] = {}
    ordered = model_life.in_order(steps)
    for place, step in enumerate(ordered, start=1):
        reached = model_life.road(ordered[:place])
        found = {state: day for state, day in found.items() if state in reached}
        found.setdefault(step.state, step.on)
    return found


def _owners(cases: Cases, model: Model, further: Sequence[int]) -> Iterator[Case]:
    if model.member_id is not None:
        yield _case(cases, INDIVIDUAL, ("member", model.member_id), member_id=model.member_id)
    elif model.owner_person:
        known: dict[str, Any] = {"name": model.owner_person, "post": model.owner_post or ""}
        key: Key = ("person", fold(model.owner_person), fold(model.owner_post or ""))
        yield _case(cases, INDIVIDUAL, key, unit_id=model.unit_id, **known)
    elif model.owner_group:
        key = ("group", fold(model.owner_group), model.unit_id)
        known = {"name": capital(model.owner_group), "within_id": model.unit_id}
        yield _case(cases, COLLECTIVE, key, **known)
    elif model.unit_id is not None:
        for unit in dict.fromkeys([model.unit_id, *further]):
            yield _case(cases, COLLECTIVE, ("unit", unit), unit_id=unit)


def _from_pledges(session: Session, cases: Cases, first: int, last: int) -> None:
    """A pledge rated excellent by the cell at the year's end; every item of it done."""
    rows = select(
        Pledge.id,
        Pledge.year,
        Pledge.kind,
        Pledge.pledger_kind,
        Pledge.member_id,
        Pledge.unit_id,
        Pledge.name,
        Pledge.post,
    ).where(Pledge.deleted_at.is_(None), Pledge.year.between(first, last))
    pledges = {one.id: one for one in session.execute(rows)}
    latest: dict[int, tuple[date, int, str | None]] = {}
    reviews = (
        select(
            PledgeReview.pledge_id, PledgeReview.reviewed_on, PledgeReview.id, PledgeReview.rating
        )
        .join(Pledge, PledgeReview.pledge_id == Pledge.id)
        .where(
            PledgeReview.deleted_at.is_(None),
            PledgeReview.period_kind == ReviewPeriod.YEAR.value,
            PledgeReview.rating.is_not(None),
            Pledge.year.between(first, last),
        )
    )
    for pledge_id, day, review_id, rating in session.execute(reviews):
        latest[pledge_id] = max(
            latest.get(pledge_id, (date.min, 0, None)), (day, review_id, rating)
        )
    done = _all_done(session, first, last)
    for pledge_id, pledge in pledges.items():
        excellent = latest.get(pledge_id, (None, 0, None))[2] == _EXCELLENT
        if not excellent and pledge_id not in done:
            continue
        case = _pledger(cases, pledge, make=excellent)
        if case is None:
            continue
        words = _PLEDGES[pledge.kind]
        if excellent:
            rating = Rating.EXCELLENT.heading.lower()
            case.because(f"{words} năm {pledge.year} xếp loại {rating}", _BY_PLEDGE)
        if pledge_id in done:
            count = official_count(done[pledge_id])
            reason = f"thực hiện xong {count}/{count} nội dung của {words} năm {pledge.year}"
            case.because(reason, _BY_ITEMS)
        case.pledge_id = pledge_id  # the last one's


def _all_done(session: Session, first: int, last: int) -> dict[int, int]:
    """Return the pledges of some years of which every item is done, with their number of items."""
    rows = (
        select(PledgeItem.pledge_id, func.count())
        .join(Pledge, PledgeItem.pledge_id == Pledge.id)
        .where(
            PledgeItem.deleted_at.is_(None),
            Pledge.deleted_at.is_(None),
            Pledge.year.between(first, last),
        )
        .group_by(PledgeItem.pledge_id)
        .having(func.count() == func.count().filter(is_done()))
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def _pledger(cases: Cases, pledge: Any, *, make: bool) -> Case | None:
    """Return the case of who made a pledge; that all is done alone makes no new one."""
    if pledge.pledger_kind == PledgerKind.MEMBER.value and pledge.member_id is not None:
        key: Key = ("member", pledge.member_id)
        known: dict[str, Any] = {"kind": INDIVIDUAL, "member_id": pledge.member_id}
    elif pledge.pledger_kind == PledgerKind.ORGANISATION.value and pledge.unit_id is not None:
        key, known = ("unit", pledge.unit_id), {"kind": COLLECTIVE, "unit_id": pledge.unit_id}
    elif pledge.pledger_kind == PledgerKind.OTHER.value:
        key = ("person", fold(pledge.name), fold(pledge.post or ""))
        known = {"kind": INDIVIDUAL, "name": pledge.name, "post": pledge.post or ""}
        known["unit_id"] = pledge.unit_id
    else:
        return None
    if key not in cases and not make:
        return None
    kind = known.pop("kind")
    return _case(cases, kind, key, **known)

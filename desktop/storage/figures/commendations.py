"""Figures of commendations and of documents."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from desktop.core.figures import (
    CommendationFigures,
    DocumentFigures,
)
from desktop.core.terms import (
    Direction,
    RecipientKind,
)
from desktop.core.vietnamese.fold import fold
from desktop.storage.figures.common import COUNTED, LEVELS, ordered
from desktop.storage.models import (
    Award,
    AwardForm,
    Decision,
    Document,
    Round,
)


def read_awards(session: Session) -> list[Row[Any]]:
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


def commendations(begin: date, end: date, awards: list[Row[Any]]) -> CommendationFigures:
    """Return the figures of the awards whose decision (else meeting) lies in a period."""
    counted = []
    for award in awards:
        day = award.on or award.meeting_on
        if award.state in COUNTED and day is not None and begin <= day <= end:
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
        by_form=ordered(Counter(one.form for one in counted)),
        by_level=ordered({key: n for key, n in levels.items() if key}, LEVELS),
    )


def documents(session: Session, begin: date, end: date) -> DocumentFigures:
    """Return how many documents dated in a period went out and came in."""
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

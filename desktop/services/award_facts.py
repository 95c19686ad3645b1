"""Awards as the warnings, the candidates and the papers look at them: with day, level and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.core.terms import AwardState, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.storage.models import Award, AwardForm, Decision, Round

COLLECTIVE: Final = RecipientKind.COLLECTIVE.value
INDIVIDUAL: Final = RecipientKind.INDIVIDUAL.value
DROPPED: Final = (AwardState.REFUSED.value, AwardState.ANNULLED.value)
"""Outcomes after which an award needs nothing any more."""
_TITLES: Final = ("dong chi ", "d c ", "ong ", "ba ")

Recipient = tuple[object, ...]
"""By what a recipient is the same: record, else folded name, post, unit (DOMAIN.md, 'Figures')."""


@dataclass(frozen=True)
class AwardFacts:
    """A live award with what its round and its decision say of it."""

    id: int
    round_id: int
    round_title: str
    decision_id: int | None
    decision_number: str
    form_id: int
    form: str
    kind: str
    member_id: int | None
    unit_id: int | None
    name: str
    post: str
    achievement: str
    state: str
    level: str | None  # the decision's, else the one proposed to
    day: date | None  # the decision's, else the meeting's
    meeting_on: date | None
    money: int | None
    gift: str

    @property
    def recipient(self) -> Recipient:
        """By what this recipient is the same as another."""
        if self.member_id is not None:
            return ("member", self.member_id)
        if self.kind == COLLECTIVE and self.unit_id is not None:
            return ("unit", self.unit_id)
        return ("name", fold(self.name), fold(self.post), self.unit_id)

    @property
    def dropped(self) -> bool:
        """Whether it was refused or annulled."""
        return self.state in DROPPED


_COLUMNS: tuple[Any, ...] = (
    Award.id,
    Award.round_id,
    Round.title.label("round_title"),
    Decision.id.label("decision_id"),
    Decision.number.label("decision_number"),
    Award.form_id,
    AwardForm.name.label("form"),
    Award.recipient_kind,
    Award.member_id,
    Award.unit_id,
    Award.recipient_name,
    Award.recipient_post,
    Award.achievement,
    Award.state,
    Decision.level,
    Award.proposed_level,
    Decision.on,
    Round.meeting_on,
    Award.money,
    Award.gift,
)


def read_awards(session: Session, *which: ColumnElement[bool]) -> list[AwardFacts]:
    """Return the live awards of live rounds that `which` lets through, as they were entered."""
    statement = (
        select(*_COLUMNS)
        .join(Round, Award.round_id == Round.id)
        .join(AwardForm, Award.form_id == AwardForm.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .where(Award.deleted_at.is_(None), Round.deleted_at.is_(None), *which)
        .order_by(Award.id)
    )
    return [
        AwardFacts(
            id=one.id,
            round_id=one.round_id,
            round_title=one.round_title,
            decision_id=one.decision_id,
            decision_number=one.decision_number or "",
            form_id=one.form_id,
            form=one.form,
            kind=one.recipient_kind,
            member_id=one.member_id,
            unit_id=one.unit_id,
            name=one.recipient_name,
            post=one.recipient_post or "",
            achievement=one.achievement or "",
            state=one.state,
            level=one.level or one.proposed_level,
            day=one.on or one.meeting_on,
            meeting_on=one.meeting_on,
            money=one.money,
            gift=one.gift or "",
        )
        for one in session.execute(statement)
    ]


def folded_names(name: str) -> tuple[str, ...]:
    """Return a person's name folded, and without what may be said before it ('Đồng chí', 'Ông').

    Both may be the name: there are families of the name Ông.
    """
    found = fold(name)
    for title in _TITLES:
        if found.startswith(title) and " " in found[len(title) :]:
            return found, found[len(title) :]
    return (found,)


def first_of(names: Iterable[str], most: int = 3) -> str:
    """Return names in «», the first of them when they are many."""
    known = [f"«{one}»" for one in names]
    rest = len(known) - most
    return ", ".join(known[:most]) + (f" và {rest} nữa" if rest > 0 else "")

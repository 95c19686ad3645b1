"""What follows from a record beyond its fields, written by hand for each register that has it.

What completes a record is in `services.filling`, what can't be so in `services.contradicting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core import model_life
from desktop.core.file_names import free_name
from desktop.core.terms import AwardState, ModelState
from desktop.services import model_life_rules
from desktop.storage.models import (
    Attachment,
    Award,
    Kept,
    Member,
    MemberStep,
    MemberUnit,
    Model,
    ModelStep,
    Round,
    Unit,
    UnitParent,
)
from desktop.storage.models.base import now

_DAY = "day of what happens"


@contextmanager
def on_day(session: Session, day: str) -> Iterator[None]:
    """Let what happens to members in a block have happened on a day (ISO, may be partial)."""
    session.info[_DAY] = day
    try:
        yield
    finally:
        del session.info[_DAY]


def follow(session: Session, row: Kept, before: Mapping[str, Any] | None) -> None:
    """Write the history that a saved record makes; `before` is None for a new one."""
    if isinstance(row, Model):
        _follow_model(session, row, before)
    elif isinstance(row, Unit):
        _follow_unit(session, row, before)
    elif isinstance(row, Member):
        _follow_member(session, row, before)
    elif isinstance(row, ModelStep):
        _take_state(session, row.model_id)
    elif isinstance(row, Award):
        _follow_award(session, row, before)


def after_removal(session: Session, row: Kept) -> None:
    """Put right what follows from a row that went into the recycle bin or came back."""
    if isinstance(row, ModelStep):
        _take_state(session, row.model_id)
    elif isinstance(row, Attachment) and row.deleted_at is None:
        _single_file(session, row)


def _single_file(session: Session, row: Attachment) -> None:
    """Let a file that came back take the place of one that was put in with the same content."""
    others = session.scalars(
        select(Attachment).where(
            Attachment.owner_uid == row.owner_uid,
            Attachment.owner_register == row.owner_register,
            Attachment.id != row.id,
            Attachment.deleted_at.is_(None),
        )
    ).all()
    for one in others:
        if one.sha256 == row.sha256:
            row.caption = row.caption or one.caption
            one.deleted_at = now()
    row.name = free_name(row.name, [one.name for one in others if one.deleted_at is None])
    session.flush()


def _take_state(session: Session, model_id: int) -> None:
    """Give a model the state of its last step; undated steps count where they were entered.

    Without any step it is what it was registered as, on the day of its registration.
    """
    model = session.get(Model, model_id)
    if model is None or model.deleted_at is not None:
        return
    if (step := _last_step(session, model_id)) is not None:
        model.state, model.state_on = step.state, step.on
    else:
        model.state, model.state_on = ModelState.REGISTERED.value, model.registered_on


def _last_step(session: Session, model_id: int) -> ModelStep | None:
    steps = model_life_rules.rows_of(session, model_id)
    return steps[model_life.order([one.on for one in steps])[-1]] if steps else None


def _follow_model(session: Session, row: Model, before: Mapping[str, Any] | None) -> None:
    if before is not None and before["state"] == row.state and before["state_on"] == row.state_on:
        return
    last = _last_step(session, row.id) if before is not None else None
    if before is not None and before["state"] == row.state and last and last.state == row.state:
        last.on = row.state_on
    else:
        session.add(ModelStep(model_id=row.id, state=row.state, on=row.state_on))
    session.flush()
    # a day before that of an earlier step: the history by its days decides, as in the figures
    _take_state(session, row.id)


def _correct_step(session: Session, row: Member, before: Mapping[str, Any]) -> None:
    """Give the step that a member's status came with the day and reason that were corrected."""
    step = session.scalars(
        select(MemberStep)
        .where(
            MemberStep.member_id == row.id,
            MemberStep.status == row.status,
            MemberStep.deleted_at.is_(None),
        )
        .order_by(MemberStep.id.desc())
    ).first()
    if step is None:
        return
    # what was entered in the history itself stays, where the record said otherwise before
    if step.on == before["status_on"]:
        step.on = row.status_on
    if step.reason == before["status_reason"]:
        step.reason = row.status_reason


def _today(session: Session) -> str:
    # date.today(): the clerk's own calendar day
    return session.info.get(_DAY) or date.today().isoformat()  # noqa: DTZ011


def _follow_unit(session: Session, row: Unit, before: Mapping[str, Any] | None) -> None:
    """Keep of what a unit was part of, so that lists of earlier days stand as they did."""
    if before is None or before["parent_id"] == row.parent_id:
        return
    today = _today(session)
    times = session.scalars(
        select(UnitParent).where(UnitParent.unit_id == row.id, UnitParent.deleted_at.is_(None))
    ).all()
    for one in times:
        if one.to_on is None:
            one.to_on = today
    if not times and before["parent_id"] is not None:
        session.add(UnitParent(unit_id=row.id, parent_id=before["parent_id"], to_on=today))
    if row.parent_id is not None:
        session.add(UnitParent(unit_id=row.id, parent_id=row.parent_id, from_on=today))


def _follow_member(session: Session, row: Member, before: Mapping[str, Any] | None) -> None:
    if before is None or before["status"] != row.status:
        on = row.status_on
        session.add(
            MemberStep(member_id=row.id, status=row.status, on=on, reason=row.status_reason)
        )
    elif any(before[name] != getattr(row, name) for name in ("status_on", "status_reason")):
        _correct_step(session, row, before)
    if before is None or before["unit_id"] != row.unit_id:
        today = _today(session)
        if before is not None and before["unit_id"] is not None:
            last = session.scalars(
                select(MemberUnit).where(
                    MemberUnit.member_id == row.id,
                    MemberUnit.to_on.is_(None),
                    MemberUnit.deleted_at.is_(None),
                )
            ).all()
            for one in last:
                one.to_on = today
        if row.unit_id is not None:
            since = None if before is None else today
            session.add(MemberUnit(member_id=row.id, unit_id=row.unit_id, from_on=since))


def _follow_award(session: Session, row: Award, before: Mapping[str, Any] | None) -> None:
    """Keep the days of an outcome true, whichever way it was set: a form says it without them."""
    if before is None or before["state"] == row.state:
        return
    if row.state == AwardState.GIVEN.value and row.given_on is None:
        held = session.get(Round, row.round_id)
        row.given_on = held.meeting_on if held is not None else None
    elif row.state not in (AwardState.GIVEN.value, AwardState.ANNULLED.value):
        row.given_on = None
    if row.state != AwardState.ANNULLED.value:
        row.annulled_on = None

"""Figures of models (DOMAIN.md, 'Figures', models)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from desktop.core.figures import (
    ModelFigures,
)
from desktop.core.terms import (
    ModelKind,
    ModelState,
)
from desktop.storage.figures.common import COUNTED, LEVELS, ordered
from desktop.storage.models import (
    FieldOfWork,
    Model,
    ModelLevel,
    ModelStep,
)


def models(
    session: Session, begin: date, end: date, new_since: date, awards: list[Row[Any]]
) -> ModelFigures:
    """Return the figures of the models of a period; `awards` are all that there are."""
    counted, states = counted_models(session, begin, end)
    by_kind = Counter(row.kind for row in counted.values())
    by_state = Counter(states[one] for one in counted)
    levels = commending_levels(session, end, awards)
    commended: Counter[str] = Counter()
    highest: Counter[str] = Counter()
    for one in counted:
        if found := levels.get(one):
            commended["any"] += 1
            commended.update(found)
            highest[max(found, key=LEVELS.index)] += 1
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
        by_field=ordered(Counter(row.name for row in counted.values() if row.name)),
        by_state=ordered(by_state, (one.value for one in ModelState)),
        commended={one: commended[one] for one in ("any", *LEVELS)},
        highest_level=ordered(highest, LEVELS),
        proposed=ordered(Counter(level for _, level in proposed), LEVELS),
    )


def counted_models(
    session: Session, begin: date, end: date
) -> tuple[dict[int, Row[Any]], dict[int, str]]:
    """Return the models that count in a period, by id, and the state of each at its end."""
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
    return counted, {one: states.get(one, (row.state, None))[0] for one, row in counted.items()}


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


def commending_levels(session: Session, end: date, awards: list[Row[Any]]) -> dict[int, set[str]]:
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
            and award.state in COUNTED
            and level is not None
            and day is not None
            and day <= end
        ):
            found.setdefault(award.model_id, set()).add(level)
    return found

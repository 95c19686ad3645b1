"""Figures of models (DOMAIN.md, 'Figures', models)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Row,
    Select,
    column,
    false,
    func,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from desktop.core.terms import (
    ModelKind,
    ModelState,
)
from desktop.storage.figures.common import COUNTED, LEVELS
from desktop.storage.figures.people import LAST_UNIT
from desktop.storage.figures.tally import KEY, Asked, Figure, Part
from desktop.storage.models import (
    Award,
    Decision,
    FieldOfWork,
    Model,
    ModelLevel,
    ModelStep,
    Round,
)

_MODELS = """
SELECT m.id, m.kind, m.registered_on, f.name AS field,
 c.value ->> 1 AS state, c.value ->> 2 AS highest
FROM json_each(:counted) AS c JOIN models AS m ON m.id = c.value ->> 0
LEFT JOIN fields AS f ON f.id = m.field_id
"""
_LEVELS = "SELECT value ->> 0 AS id, value ->> 1 AS level FROM json_each(:levels)"
_PROPOSED = """
SELECT DISTINCT a.model_id AS id, a.proposed_level AS level
FROM awards AS a JOIN rounds AS r ON r.id = a.round_id
WHERE a.deleted_at IS NULL AND r.deleted_at IS NULL AND a.proposed_level IS NOT NULL
AND a.model_id IN (SELECT value ->> 0 FROM json_each(:counted))
"""
_OWNED = f"""
SELECT t.id FROM models AS t WHERE t.deleted_at IS NULL AND (
 t.unit_id IN (SELECT value FROM json_each(:units))
 OR EXISTS (SELECT 1 FROM model_units AS o WHERE o.model_id = t.id AND o.deleted_at IS NULL
  AND o.unit_id IN (SELECT value FROM json_each(:units)))
 OR t.unit_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM model_units AS o WHERE o.model_id = t.id AND o.deleted_at IS NULL)
  AND (SELECT {LAST_UNIT} FROM members AS m WHERE m.id = t.member_id) IN (
   SELECT value FROM json_each(:units)))
"""  # noqa: S608 - nothing of the clerk's in it
"""The models of some units: of any unit that owns them, else of the member who does."""


def models(asked: Asked) -> Iterator[Part]:
    """Yield the models of the period, the levels that commend them, and those proposed."""
    counted, states = counted_models(asked.session, asked.begin, asked.end)
    levels = commending_levels(asked.session, asked.end)
    if asked.units is not None:
        given = {"units": asked.values()["units"], "end": asked.end.isoformat()}
        owned = set(asked.session.scalars(text(_OWNED), given))
        counted = {one: row for one, row in counted.items() if one in owned}
    if asked.level is not None:
        counted = {one: row for one, row in counted.items() if asked.level in levels.get(one, ())}
    highest = {one: max(found, key=LEVELS.index) for one, found in levels.items()}
    values = {"counted": json.dumps([[one, states[one], highest.get(one)] for one in counted])}
    at = {"levels": json.dumps([[one, level] for one in counted for level in levels.get(one, ())])}
    yield Part(
        "models",
        _MODELS,
        (
            Figure(("models", "total")),
            *(Figure(("models", one.value), f"kind = '{one.value}'") for one in ModelKind),
            Figure(("models", "new"), "registered_on >= :new_since"),
            Figure(("models", "by_field", KEY), by="nullif(field, '')"),
            Figure(("models", "by_state", KEY), by="state"),
            Figure(("models", "commended", "any"), "highest IS NOT NULL"),
            Figure(("models", "highest_level", KEY), by="highest"),
        ),
        values,
    )
    commended = [Figure(("models", "commended", one), f"level = '{one}'") for one in LEVELS]
    yield Part("models", _LEVELS, commended, at)
    proposed = [Figure(("models", "proposed", KEY), by="level")]
    yield Part("models", _PROPOSED, proposed, values)


def counted_models(
    session: Session, begin: date, end: date
) -> tuple[dict[int, Row[Any]], dict[int, str]]:
    """Return the models that count in a period, by id, and the state of each at its end."""
    states = model_states(session, end)
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


def model_states(session: Session, end: date) -> dict[int, tuple[str, date | None]]:
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


def commending(end: date, ids: Sequence[int] | None = None) -> CompoundSelect[Any]:
    """Return the SELECT of what commended models by a day: model, level, day, whether its own.

    A model's own level counts by its day or undated, an award with the level and the day of its
    decision, else with those it was proposed to and of the meeting. `ids` are the models asked
    for, else all.
    """
    day = func.coalesce(Decision.on, Round.meeting_on)
    level = func.coalesce(Decision.level, Award.proposed_level)
    own = select(ModelLevel.model_id, ModelLevel.level, ModelLevel.on, true().label("own")).where(
        ModelLevel.deleted_at.is_(None), ModelLevel.on.is_(None) | (ModelLevel.on <= end)
    )
    given = (
        select(Award.model_id, level.label("level"), day.label("on"), false().label("own"))
        .join(Round, Award.round_id == Round.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .where(
            Award.deleted_at.is_(None),
            Round.deleted_at.is_(None),
            Award.model_id.is_not(None),
            Award.state.in_(COUNTED),
            level.is_not(None),
            day <= end,
        )
    )
    if ids is not None:
        listed = func.json_each(json.dumps(list(ids)))
        asked: Select[Any] = select(column("value")).select_from(listed)
        own, given = (
            own.where(ModelLevel.model_id.in_(asked)),
            given.where(Award.model_id.in_(asked)),
        )
    return union_all(own, given)


def commending_levels(session: Session, end: date) -> dict[int, set[str]]:
    """Return the levels at which each model is commended by a day."""
    found: dict[int, set[str]] = {}
    for model, level, *_ in session.execute(commending(end)):
        found.setdefault(model, set()).add(level)
    return found


def commended(
    session: Session, ids: Sequence[int], end: date
) -> dict[int, list[tuple[str, date | None]]]:
    """Return the levels that commended some models by a day, the lowest first, each once.

    The day beside a level is the model's own, None where that isn't known; of a level that only
    awards give, the latest of theirs.
    """
    days: dict[int, dict[str, tuple[bool, date | None]]] = {}
    for model, level, on, own in session.execute(commending(end, ids)):
        known = days.setdefault(model, {})
        best = known.get(level, (False, None))
        known[level] = max((bool(own), on), best, key=lambda one: (one[0], one[1] or date.min))
    return {
        model: [(level, days_of[level][1]) for level in LEVELS if level in days_of]
        for model, days_of in days.items()
    }

"""The rules of a model's life, as they bear on what is saved (`core.model_life`).

What the clerk changes by hand goes by them; what comes from a file, a merger or another office is
taken as it is, and told as a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core import model_life as life
from desktop.storage.models import Model, ModelStep

BY_HAND = "changed by hand"
"""Key of `Session.info`: true where the clerk edits records in a form or many at once."""
OWN_ANCESTOR = "Mô hình không thể nhân rộng từ chính nó, hay từ mô hình đã nhân rộng từ nó."
_CHUNK = 500


def step_of(row: ModelStep) -> life.Step:
    """Return a step's record as a plain step."""
    return life.Step(row.state, row.on, row.reason or "", row.decided_by or "")


def rows_of(session: Session, model_id: int) -> list[ModelStep]:
    """Return the records of a model's steps as they were entered."""
    return list(
        session.scalars(
            select(ModelStep)
            .where(ModelStep.model_id == model_id, ModelStep.deleted_at.is_(None))
            .order_by(ModelStep.id)
        )
    )


def steps_of(session: Session, model: Model) -> list[life.Step]:
    """Return a model's steps as they were entered; without any, the state that its record has."""
    found = [step_of(one) for one in rows_of(session, model.id)]
    return found or [life.Step(model.state, model.state_on)]


def histories(session: Session, models: Sequence[Model]) -> dict[int, list[life.Step]]:
    """Return `steps_of` of many models, by their ids."""
    found: dict[int, list[life.Step]] = {one.id: [] for one in models}
    ids = list(found)
    for start in range(0, len(ids), _CHUNK):
        some = select(ModelStep).where(
            ModelStep.model_id.in_(ids[start : start + _CHUNK]), ModelStep.deleted_at.is_(None)
        )
        for row in session.scalars(some.order_by(ModelStep.id)):
            found[row.model_id].append(step_of(row))
    for one in models:
        if not found[one.id]:
            found[one.id].append(life.Step(one.state, one.state_on))
    return found


def wrong_model(session: Session, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
    """Return why a model can't be kept with these values, by field."""
    if row_id is None:
        return {}
    if is_own_ancestor(session, row_id, values.get("replicated_from_id")):
        return {"replicated_from_id": OWN_ANCESTOR}
    model = session.get(Model, row_id)
    if model is None or not session.info.get(BY_HAND):
        return {}
    steps = steps_of(session, model)
    state, on = values["state"], values.get("state_on")
    if state == model.state:
        return _wrong_day(session, model, on)
    chosen = next((one for one in life.allowed(steps) if one.state == state), None)
    if chosen is not None and chosen.needs_reason:
        return {
            "state": f"Về lại «{life.words(state)}» phải ghi lý do: "
            "hãy dùng nút «Chuyển tình trạng…» phía trên danh sách mô hình."
        }
    problem = life.refusal(steps, life.Step(state, on))
    return {("state" if chosen is None else "state_on"): problem} if problem else {}


def _wrong_day(session: Session, model: Model, on: Any) -> dict[str, str]:
    """Return why the day of the present state can't be changed so."""
    rows = rows_of(session, model.id)
    if on == model.state_on or not rows:
        return {}
    last = rows[life.order([one.on for one in rows])[-1]]
    steps = [life.Step(one.state, on if one is last else one.on) for one in rows]
    if life.order([one.on for one in steps])[-1] == rows.index(last):
        return {}
    return {
        "state_on": "Ngày này sớm hơn bước trước của mô hình. "
        "Hãy sửa ngày, hoặc để trống nếu không rõ."
    }


def wrong_step(session: Session, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
    """Return why a step can't be kept as the clerk entered it, by field."""
    model_id = values.get("model_id")
    if model_id is None or not session.info.get(BY_HAND):
        return {}
    rows = rows_of(session, model_id)
    before = [step_of(one) for one in rows]
    given = life.Step(values["state"], values.get("on"), values.get("reason") or "")
    if row_id is None:
        after = [*before, given]
    else:
        after = [given if row.id == row_id else step_of(row) for row in rows]
    known = life.faults(before)
    fresh = [one for one in life.faults(after) if one not in known]
    if not fresh:
        return {}
    ordered = life.in_order(after)
    place = next(at for at in range(1, len(ordered)) if (ordered[at - 1], ordered[at]) == fresh[0])
    begun = [life.Step(one.state) for one in ordered[:place]]
    sentence = life.refusal(begun, life.Step(fresh[0][1].state, None, fresh[0][1].reason))
    lacks = any(one.state == fresh[0][1].state for one in life.allowed(begun))
    return {("reason" if lacks else "state"): sentence}


def is_own_ancestor(session: Session, model_id: int, above: int | None) -> bool:
    """Tell whether a model would come from itself, were it replicated from `above`."""
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == model_id:
            return True
        seen.add(above)
        above = session.scalar(select(Model.replicated_from_id).where(Model.id == above))
    return False

"""What the clerk does with the life of models: steps, steps back, re-evaluations.

The rules are in `core.model_life`; source: DOMAIN.md, 'Model state'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core import model_life as rules
from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.vietnamese.fold import clean, fold
from desktop.services import model_life_rules, registers
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import Model, ModelReview, ModelStep, Signer, Unit

Progress = Callable[[int, int], None]
_EVERY = 20  # models between two signs of life
_CHUNK = 500
_SUGGESTED = 8
NONE_CHOSEN = "Hãy chọn mô hình trong danh sách trước."
GONE = "Có mô hình đã bị xóa khỏi sổ. Hãy chọn lại."


@dataclass(frozen=True)
class Choice:
    """A state to which all chosen models may go; `needs_reason` when one of them goes back."""

    state: str
    heading: str  # Vietnamese
    needs_reason: bool


@dataclass(frozen=True)
class Ahead:
    """What may come next in the life of some models."""

    names: tuple[str, ...]
    now: tuple[str, ...]  # the states they are in, in the order of a life
    choices: tuple[Choice, ...]
    back: str | None  # of one model: the state before its last step
    latest: date | None  # no step may come before this day


@dataclass(frozen=True)
class LifeStep:
    """A step as it is shown; `back` when it went back, or came back from Dừng."""

    state: str
    heading: str
    on: date | None
    reason: str
    decided_by: str
    back: bool = False


@dataclass(frozen=True)
class Life:
    """The life of a model in its order, and what contradicts in it."""

    model_id: int
    name: str
    steps: tuple[LifeStep, ...]
    contradictions: tuple[str, ...]


def life(book: Book, model_id: int) -> Life:
    """Return the life of a model; `UserProblem` when it is gone."""
    with book.read() as session:
        model = living(session, [model_id])[0]
        steps = model_life_rules.steps_of(session, model)
        return Life(
            model.id,
            model.name,
            tuple(shown_steps(steps)),
            tuple(rules.contradictions(steps, model.registered_on)),
        )


def shown_steps(steps: Sequence[rules.Step]) -> list[LifeStep]:
    """Return steps, given as they were entered, in their order and as they are shown."""
    ordered = rules.in_order(steps)
    found: list[LifeStep] = []
    for place, one in enumerate(ordered):
        before = [rules.Step(earlier.state) for earlier in ordered[:place]]
        chosen = [a for a in rules.allowed(before) if a.state == one.state] if before else []
        back = bool(chosen) and chosen[0].needs_reason
        heading = rules.words(one.state)
        found.append(LifeStep(one.state, heading, one.on, one.reason, one.decided_by, back))
    return found


def allowed(book: Book, model_ids: Sequence[int]) -> Ahead:
    """Return the states to which all these models may go; `UserProblem` for none or a gone one."""
    with book.read() as session:
        models = living(session, model_ids)
        steps = model_life_rules.histories(session, models)
    possible = [{a.state: a for a in rules.allowed(steps[one.id])} for one in models]
    states = [one for one in possible[0] if all(one in other for other in possible)]
    now = {rules.state_of(steps[one.id]) or one.state for one in models}
    days = [day for one in models if (day := rules.latest_day(steps[one.id])) is not None]
    return Ahead(
        names=tuple(one.name for one in models),
        now=tuple(one for one in (*rules.CHAIN, rules.STOPPED) if one in now),
        choices=tuple(
            Choice(one, rules.words(one), any(other[one].needs_reason for other in possible))
            for one in states
        ),
        back=rules.before_last(steps[models[0].id]) if len(models) == 1 else None,
        latest=max(days, default=None),
    )


def step(
    book: Book,
    model_ids: Sequence[int],
    state: str,
    on: date | None = None,
    decided_by: str | None = None,
    reason: str | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """Write the next step in the life of models, all or none; return how many.

    `on` may be unknown. Raises `UserProblem` naming the first model for which the step isn't
    allowed and what would be, for no model and for a gone one; nothing is changed then.
    """
    one = rules.Step(state, on, clean(reason or "", multiline=True), clean(decided_by or ""))
    with book.write("Chuyển tình trạng mô hình") as session:
        models = living(session, model_ids)
        deed_of(session).words = f"Chuyển {_called(models)} sang «{rules.words(state)}»"
        steps = model_life_rules.histories(session, models)
        for done, model in enumerate(models):
            if progress and done % _EVERY == 0:
                progress(done, len(models))
            if problem := rules.refusal(steps[model.id], one):
                raise UserProblem(f"«{model.name}»: {problem}" if len(models) > 1 else problem)
            _write(session, model.id, one)
        return Done(len(models), changes_of(session))


def reverse(
    book: Book,
    model_id: int,
    reason: str,
    on: date | None = None,
    decided_by: str | None = None,
) -> Done[str]:
    """Take back the last step of a model; return the state it has again.

    The history keeps the step, and a step back with its reason. Raises `UserProblem` without a
    reason, for a model without a step to take back, and for a gone one.
    """
    with book.write("Lùi bước của mô hình") as session:
        model = living(session, [model_id])[0]
        steps = model_life_rules.steps_of(session, model)
        before, now = rules.before_last(steps), rules.state_of(steps) or model.state
        if before is None:
            raise UserProblem(
                f"«{model.name}» chưa có bước nào để lùi; "
                f"mô hình được ghi vào sổ ở tình trạng «{rules.words(now)}»."
            )
        deed_of(session).words = f"Lùi bước «{rules.words(now)}» của {_called([model])}"
        text, decider = clean(reason, multiline=True), clean(decided_by or "")
        one = rules.Step(before, on, text, decider)
        if not text:
            raise UserProblem(f"Lùi về «{rules.words(before)}» phải ghi lý do. Hãy nhập lý do.")
        if problem := rules.refusal(steps, one):
            raise UserProblem(problem)
        _write(session, model.id, one)
        return Done(before, changes_of(session))


def review(
    book: Book,
    model_ids: Sequence[int],
    on: date,
    effective: bool,
    finding: str | None = None,
    reviewed_by: str | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """Write a re-evaluation of models, all or none; return how many.

    One of the same day is replaced; what is left blank stays as it says. Raises
    `UserProblem` for no model or a gone one.
    """
    values = {
        "on": on,
        "effective": effective,
        "finding": clean(finding or "", multiline=True) or None,
        "reviewed_by": clean(reviewed_by or "") or None,
    }
    with book.write("Đánh giá lại mô hình") as session:
        models = living(session, model_ids)
        deed_of(session).words = f"Đánh giá lại {_called(models)}"
        for done, model in enumerate(models):
            if progress and done % _EVERY == 0:
                progress(done, len(models))
            same = session.scalars(
                select(ModelReview.id).where(
                    ModelReview.model_id == model.id,
                    ModelReview.on == on,
                    ModelReview.deleted_at.is_(None),
                )
            ).first()
            given = {**values, "model_id": model.id}
            if same is not None:
                given = {name: value for name, value in given.items() if value is not None}
            registers.save_in(session, "model_reviews", given, same)
        return Done(len(models), changes_of(session))


def deciders(book: Book, typed: str = "") -> list[str]:
    """Return who may have decided, for what was typed: who did before, signers' posts, units."""
    wanted = fold(typed).split()
    with book.read() as session:
        before = (
            select(ModelStep.decided_by)
            .where(ModelStep.decided_by.is_not(None), ModelStep.deleted_at.is_(None))
            .group_by(ModelStep.decided_by)
            .order_by(func.max(ModelStep.id).desc())
        )
        signers = select(Signer.post).where(Signer.deleted_at.is_(None))
        units = select(Unit.name).where(Unit.deleted_at.is_(None), Unit.ended.is_(None))
        found: dict[str, None] = {}
        for statement in (before, signers, units):
            for one in session.scalars(statement):
                if one and all(word in fold(one) for word in wanted):
                    found[one] = None
                    if len(found) == _SUGGESTED:
                        return list(found)
    return list(found)


def living(session: Session, model_ids: Sequence[int]) -> list[Model]:
    """Return models in the order given, each once; `UserProblem` for none or a gone one."""
    ids = list(dict.fromkeys(model_ids))
    if not ids:
        raise UserProblem(NONE_CHOSEN)
    found: dict[int, Model] = {}
    for start in range(0, len(ids), _CHUNK):
        some = select(Model).where(Model.id.in_(ids[start : start + _CHUNK]))
        found |= {one.id: one for one in session.scalars(some) if one.deleted_at is None}
    if len(found) < len(ids):
        raise UserProblem(GONE)
    return [found[one] for one in ids]


def _write(session: Session, model_id: int, one: rules.Step) -> None:
    values = {
        "model_id": model_id,
        "state": one.state,
        "on": one.on,
        "reason": one.reason or None,
        "decided_by": one.decided_by or None,
    }
    registers.save_in(session, "model_steps", values)


def _called(models: Sequence[Model]) -> str:
    if len(models) == 1:
        return f"mô hình «{models[0].name}»"
    return f"{number(len(models))} mô hình"

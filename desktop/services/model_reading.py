"""What the papers about models read from the book: one model's sheet, levels, further units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text
from desktop.core.model_life import Step
from desktop.core.register import Row
from desktop.core.terms import AwardState, Level, ModelKind, ModelState
from desktop.services import model_life_rules, registers
from desktop.services.model_life import shown_steps
from desktop.services.model_replication import Node, tree_of
from desktop.storage.figures.common import level_names
from desktop.storage.figures.models import commended
from desktop.storage.models import (
    Award,
    AwardForm,
    Decision,
    Model,
    ModelLevel,
    ModelReview,
    ModelUnit,
    Round,
    Unit,
)

if TYPE_CHECKING:
    from desktop.reports.model_sheet import ModelSheet, Photo

_CHUNK = 500
_UNDATED = "Không rõ"
_RECEIVED = (AwardState.AGREED.value, AwardState.GIVEN.value)
_STATES = {one.value: one.heading for one in ModelState}
_KINDS = {one.value: one.heading for one in ModelKind}
_Texts = tuple[str, ...]


def levels_of(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return the levels among models' own that commended them: (day, name), the lowest first."""
    names = level_names(session)
    order = [one.value for one in Level]
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        some = select(ModelLevel).where(
            ModelLevel.model_id.in_(ids[start : start + _CHUNK]), ModelLevel.deleted_at.is_(None)
        )
        for one in sorted(session.scalars(some), key=lambda each: order.index(each.level)):
            found[one.model_id].append((date_text(one.on), names[one.level]))
    return found


def commended_of(
    session: Session, ids: Sequence[int], end: date
) -> dict[int, list[tuple[str, str]]]:
    """Return the levels that commended models by a day, by themselves or by awards, as `levels_of`.

    Those of the figures, with their days (`storage.figures.models.commended`).
    """
    names = level_names(session)
    return {
        model: [(date_text(on), names[level]) for level, on in levels]
        for model, levels in commended(session, ids, end).items()
    }


def further_units(session: Session) -> dict[int, list[str]]:
    """Return the names of the further units of every model."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = (
        select(ModelUnit.model_id, Unit.name)
        .join(Unit, ModelUnit.unit_id == Unit.id)
        .where(ModelUnit.deleted_at.is_(None))
        .order_by(ModelUnit.id)
    )
    for model, name in session.execute(rows):
        found[model].append(name)
    return found


def sheets_of(session: Session, models: Sequence[Model]) -> Iterator[ModelSheet]:
    """Yield the sheets of models, in their order; the photos of one are held at a time."""
    ids = [one.id for one in models]
    levels, further = levels_of(session, ids), further_units(session)
    awards = _awards(session, ids)
    reviews = _reviews(session, ids)
    for one in models:
        row = registers.read_rows(session, "models", [one.id])[0]
        steps = model_life_rules.steps_of(session, one)
        yield _sheet(session, row, levels, further, awards, reviews, _steps(steps))


def _sheet(
    session: Session,
    row: Row,
    levels: dict[int, list[tuple[str, str]]],
    further: dict[int, list[str]],
    awards: dict[int, list[_Texts]],
    reviews: dict[int, list[_Texts]],
    steps: tuple[_Texts, ...],
) -> ModelSheet:
    from desktop.reports.model_sheet import ModelSheet  # noqa: PLC0415 - ReportLab when needed

    values = row.values
    person = values["owner_person"] or row.labels.get("member_id", "")
    units = [row.labels.get("unit_id", ""), *further.get(row.id, ())]
    state = _STATES.get(values["state"], "")
    if values["state_on"]:
        state = f"{state} (từ {date_text(values['state_on'])})"
    return ModelSheet(
        name=values["name"],
        data=(
            ("Mã", values["code"] or ""),
            ("Loại", _KINDS.get(values["kind"], "")),
            ("Lĩnh vực", row.labels.get("field_id", "")),
            ("Đơn vị thực hiện", "; ".join(one for one in units if one)),
            ("Nhóm thực hiện", values["owner_group"] or ""),
            ("Cá nhân thực hiện", person),
            ("Chức vụ", values["owner_post"] or ""),
            ("Người phụ trách", values["person_in_charge"] or ""),
            ("Ngày đăng ký", date_text(values["registered_on"])),
            ("Tình trạng", state),
            ("Đối tượng thụ hưởng", values["beneficiaries"] or ""),
        ),
        texts=(
            ("Nội dung, cách làm", values["description"] or ""),
            ("Kết quả", values["results"] or ""),
        ),
        steps=steps,
        levels=tuple((on or _UNDATED, name) for on, name in levels.get(row.id, ())),
        awards=tuple(awards.get(row.id, ())),
        reviews=tuple(reviews.get(row.id, ())),
        kin=tuple(_kin(tree_of(session, row.id), row.id)),
        photos=tuple(_photos(session, row.uid)),
    )


def _steps(steps: Sequence[Step]) -> tuple[_Texts, ...]:
    return tuple(
        (
            date_text(one.on) or _UNDATED,
            f"Lùi về: {one.heading}" if one.back else one.heading,
            one.decided_by,
            one.reason,
        )
        for one in shown_steps(steps)
    )


def _kin(tree: Node, model_id: int) -> Iterator[_Texts]:
    """Yield the model that one came from, and those replicated from it."""
    waiting: list[tuple[Node, Node | None]] = [(tree, None)]
    while waiting:
        node, above = waiting.pop()
        if node.id == model_id:
            if above is not None:
                yield "Nhân rộng từ", above.name, above.owner, _STATES.get(above.state, "")
            for one in node.below:
                yield "Nhân rộng tới", one.name, one.owner, _STATES.get(one.state, "")
            return
        waiting += [(one, node) for one in node.below]


def _photos(session: Session, uid: str) -> Iterator[Photo]:
    from desktop.reports.model_sheet import Photo  # noqa: PLC0415
    from desktop.services import attachments  # noqa: PLC0415 - only a sheet needs it

    for one in attachments.previews(session, "models", uid):
        yield Photo(one.jpeg, one.width, one.height, one.caption)


def _awards(session: Session, ids: Sequence[int]) -> dict[int, list[_Texts]]:
    dated: dict[int, list[tuple[date, _Texts]]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        wanted = (
            select(Award.model_id, AwardForm.name, Award.recipient_name, Round, Decision)
            .join(AwardForm, Award.form_id == AwardForm.id)
            .join(Round, Award.round_id == Round.id)
            .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
            .where(
                Award.deleted_at.is_(None),
                Award.state.in_(_RECEIVED),
                Award.model_id.in_(ids[start : start + _CHUNK]),
            )
            .order_by(Award.id)
        )
        for model, form, name, held, decision in session.execute(wanted):
            day = (decision.on if decision else None) or held.meeting_on
            told = held.title
            if decision is not None and decision.number:
                told = (
                    f"{decision.number}, {decision.issuer}" if decision.issuer else decision.number
                )
            row = (date_text(day), form, told, name)
            dated[model or 0].append((day or date.min, row))
    return {
        model: [row for _, row in sorted(rows, key=lambda one: one[0])]
        for model, rows in dated.items()
    }


def _reviews(session: Session, ids: Sequence[int]) -> dict[int, list[_Texts]]:
    found: dict[int, list[_Texts]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        wanted = (
            select(ModelReview)
            .where(
                ModelReview.model_id.in_(ids[start : start + _CHUNK]),
                ModelReview.deleted_at.is_(None),
            )
            .order_by(ModelReview.on, ModelReview.id)
        )
        for one in session.scalars(wanted):
            still = "Có" if one.effective else "Không"
            row = (date_text(one.on), still, one.finding or "", one.reviewed_by or "")
            found[one.model_id].append(row)
    return found

"""What follows from a record beyond its fields, written by hand for each register that has it.

`contradictions` and `impossible` find what can't be so, `follow` writes the history that a change
makes. What completes a record is in `services.filling`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import MemberStatus, SigningForm
from desktop.core.vietnamese.dates import PartialDate
from desktop.storage.models import (
    Kept,
    Member,
    MemberStep,
    MemberUnit,
    Model,
    ModelStep,
)
from desktop.storage.search import subtree


def _before(first: str | date | None, second: str | date | None) -> bool:
    """Tell whether `second` surely comes before `first` (dates may be partial)."""
    if first is None or second is None:
        return False
    ends = second if isinstance(second, date) else PartialDate.from_iso(second).last_day
    begins = first if isinstance(first, date) else PartialDate.from_iso(first).first_day
    return ends < begins


def _future(value: str | None) -> bool:
    # date.today(): the clerk's own calendar day
    return value is not None and PartialDate.from_iso(value).first_day > date.today()  # noqa: DTZ011


_ORDERED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "members": (
        ("birth_date", "admitted_on", "Ngày kết nạp sớm hơn ngày sinh."),
        ("admitted_on", "official_on", "Ngày chính thức sớm hơn ngày kết nạp."),
    ),
    "units": (("established", "ended", "Ngày kết thúc sớm hơn ngày thành lập."),),
    "campaigns": (("opened_on", "deadline", "Hạn đăng ký sớm hơn ngày mở đợt."),),
    "models": (("registered_on", "state_on", "Ngày của tình trạng sớm hơn ngày đăng ký."),),
    "pledge_reviews": (("period_from", "period_to", "Kỳ kết thúc sớm hơn lúc bắt đầu."),),
    "yearly_ratings": (("period_from", "period_to", "Kỳ kết thúc sớm hơn lúc bắt đầu."),),
}


def contradictions(register: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return sentences on values that contradict each other; they warn and never block."""
    found = {
        second: sentence
        for first, second, sentence in _ORDERED.get(register, ())
        if _before(values.get(first), values.get(second))
    }
    if (
        register == "members"
        and values.get("status") == MemberStatus.OFFICIAL.value
        and values.get("admitted_on")
        and not values.get("official_on")
    ):
        found["status"] = "Chưa có ngày chính thức: đảng viên này còn dự bị hay đã chính thức?"
    return found


def impossible(
    session: Session, register: str, values: Mapping[str, Any], row_id: int | None
) -> dict[str, str]:
    """Return sentences on values that can't be kept because of other records."""
    found: dict[str, str] = {}
    if register == "members" and _future(values.get("birth_date")):
        found["birth_date"] = "Ngày sinh ở tương lai. Hãy nhập năm sinh đủ bốn chữ số."
    if register == "units" and row_id is not None:
        for name in ("parent_id", "merged_into_id"):
            target = values.get(name)
            if target is not None and target in subtree(session, row_id):
                found[name] = "Đơn vị không thể trực thuộc hoặc sáp nhập vào chính nó, cấp dưới nó."
    if register == "models" and row_id is not None and values.get("replicated_from_id") == row_id:
        found["replicated_from_id"] = "Mô hình không thể nhân rộng từ chính nó."
    if (
        register in ("signers", "decisions")
        and values.get("signs") not in (None, SigningForm.DIRECT.value)
        and not values.get("authority")
    ):
        found["authority"] = "Hãy nhập ký thay mặt, ký thay cho ai; ví dụ: BAN THƯỜNG VỤ."
    if register == "awards" and values.get("decision_id") is not None:
        from desktop.storage.models import Decision  # noqa: PLC0415 - one use

        decision = session.get(Decision, values["decision_id"])
        if decision is not None and decision.round_id != values.get("round_id"):
            found["decision_id"] = "Quyết định này thuộc đợt khen thưởng khác."
    return found


def follow(session: Session, row: Kept, before: Mapping[str, Any] | None) -> None:
    """Write the history that a saved record makes; `before` is None for a new one."""
    if isinstance(row, Model):
        _follow_model(session, row, before)
    elif isinstance(row, Member):
        _follow_member(session, row, before)
    elif isinstance(row, ModelStep):
        _take_state(session, row.model_id)


def after_removal(session: Session, row: Kept) -> None:
    """Put right what follows from a row that went into the recycle bin or came back."""
    if isinstance(row, ModelStep):
        _take_state(session, row.model_id)


def _take_state(session: Session, model_id: int) -> None:
    """Give a model the state of its last step; undated steps count where they were entered."""
    model = session.get(Model, model_id)
    if model is None or model.deleted_at is not None:
        return
    steps = session.scalars(
        select(ModelStep)
        .where(ModelStep.model_id == model_id, ModelStep.deleted_at.is_(None))
        .order_by(ModelStep.id)
    ).all()
    known = date.min
    last: tuple[date, int] = (date.min, -1)
    for place, step in enumerate(steps):
        known = max(known, step.on or known)
        last = max(last, (step.on or known, place))
    if last[1] >= 0:
        step = steps[last[1]]
        model.state, model.state_on = step.state, step.on


def _follow_model(session: Session, row: Model, before: Mapping[str, Any] | None) -> None:
    if before is not None and before["state"] == row.state and before["state_on"] == row.state_on:
        return
    if before is not None and before["state"] == row.state:
        step = session.scalars(
            select(ModelStep)
            .where(
                ModelStep.model_id == row.id,
                ModelStep.state == row.state,
                ModelStep.deleted_at.is_(None),
            )
            .order_by(ModelStep.id.desc())
        ).first()
        if step is not None:
            step.on = row.state_on
            return
    session.add(ModelStep(model_id=row.id, state=row.state, on=row.state_on))


def _follow_member(session: Session, row: Member, before: Mapping[str, Any] | None) -> None:
    if before is None or before["status"] != row.status:
        on = row.status_on
        session.add(
            MemberStep(member_id=row.id, status=row.status, on=on, reason=row.status_reason)
        )
    if before is None or before["unit_id"] != row.unit_id:
        today = date.today().isoformat()  # noqa: DTZ011 - the clerk's own calendar day
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

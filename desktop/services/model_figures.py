"""Models without news, and two periods beside each other (DOMAIN.md, 'Figures', models)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.figures import ModelFigures
from desktop.core.formats import date_text
from desktop.core.terms import AuditAction, AwardState, ModelState
from desktop.core.vietnamese.collate import sort_key
from desktop.services import book_settings
from desktop.services.award_facts import DROPPED
from desktop.services.house_paper import calendar_day
from desktop.storage.book import Book
from desktop.storage.figures import model_figures as of_models
from desktop.storage.figures.common import level_names
from desktop.storage.figures.models import commending_levels, counted_models
from desktop.storage.models import (
    Attachment,
    AuditEntry,
    Award,
    Decision,
    FieldOfWork,
    Model,
    ModelLevel,
    ModelReview,
    ModelStep,
    Round,
    Unit,
)

Period = tuple[date, date]
"""The first and the last day, both included."""
_CHUNK = 500
_NEVER = (date.min, "")
_TOLD = ('"results"', '"description"', '"beneficiaries"')
"""Fields of a model whose change is news, as the audit trail has them."""


@dataclass(frozen=True)
class Silent:
    """A model without news: since when, and what the last news was."""

    id: int
    name: str
    owner: str
    field: str
    state: str
    since: date
    news: str


@dataclass(frozen=True)
class Named:
    """A model as a list names it; `detail` says what happened to it."""

    id: int
    name: str
    owner: str
    detail: str = ""


@dataclass(frozen=True)
class Line:
    """A figure of two periods."""

    section: str
    label: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        """How much more the second period has."""
        return self.second - self.first


@dataclass(frozen=True)
class Comparison:
    """Two periods beside each other, and what happened by the second's end."""

    first_period: Period
    second_period: Period
    first: ModelFigures
    second: ModelFigures
    lines: tuple[Line, ...]
    new: tuple[Named, ...]
    stopped: tuple[Named, ...]
    commended: tuple[Named, ...]


# models without news


def silent(book: Book, months: int | None = None, on: date | None = None) -> list[Silent]:
    """Return the office's own models without news for so many months, the longest silent first.

    News are registration, steps, levels, awards, re-evaluations, files, changed results. What has
    no day counts when it was entered, unless it came into the book together with the model; of a
    model without any day its own entering counts.
    `months` is the office's setting by default, `on` today. Stopped models are left out.
    """
    with book.read() as session:
        if months is None:
            months = book_settings.value(session, "model_silence_months")
        found = silent_in(session, book.origin, months, on or calendar_day())
    return sorted(found, key=lambda one: (one.since, sort_key(one.name), one.id))


def silent_in(session: Session, origin: str, months: int, day: date) -> list[Silent]:
    """Return the same within a transaction, of an office and a day, in no order."""
    limit = _months_before(day, months)
    rows = _own_living(session, origin)
    last: dict[int, tuple[date, str]] = {}
    for model, told, what in _news(session, rows):
        if model in rows and told <= day and told > last.get(model, _NEVER)[0]:
            last[model] = (told, what)
    for model, row in rows.items():  # of one without any day only the entering is known
        last.setdefault(model, (date.fromisoformat(row.entered), "Ghi vào sổ"))
    quiet = [row for model, row in rows.items() if last[model][0] <= limit]
    for model, told in _edits(session, quiet):
        if last[model][0] < told <= day:
            last[model] = (told, "Sửa nội dung, kết quả")
    return [
        Silent(one.id, one.name, _owner(one), one.field or "", one.state, *last[one.id])
        for one in quiet
        if last[one.id][0] <= limit
    ]


def _own_living(session: Session, origin: str) -> dict[int, Any]:
    """Return the office's own models that weren't stopped, by id."""
    statement = (
        select(
            Model.id,
            Model.uid,
            Model.name,
            Model.state,
            Model.state_on,
            Model.registered_on,
            func.substr(Model.created_at, 1, 10).label("entered"),
            *_owner_columns(),
            FieldOfWork.name.label("field"),
        )
        .outerjoin(Unit, Model.unit_id == Unit.id)
        .outerjoin(FieldOfWork, Model.field_id == FieldOfWork.id)
        .where(
            Model.deleted_at.is_(None),
            Model.state != ModelState.STOPPED.value,
            Model.origin.in_((origin, "")),
        )
    )
    return {one.id: one for one in session.execute(statement)}


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    year, month = max(1, place // 12), place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _news(session: Session, rows: Mapping[int, Any]) -> Iterator[tuple[int, date, str]]:
    """Yield every news of models: model, day, what."""
    for one in rows.values():
        for day, what in ((one.registered_on, "Đăng ký"), (one.state_on, "Chuyển tình trạng")):
            if day is not None:
                yield one.id, day, what
    entries: tuple[tuple[Any, str], ...] = (
        (ModelStep, "Chuyển tình trạng"),
        (ModelLevel, "Được tuyên dương"),
        (ModelReview, "Đánh giá lại"),
    )
    for model, what in entries:
        entered = func.substr(model.created_at, 1, 10)
        dated = select(model.model_id, model.on, entered).where(model.deleted_at.is_(None))
        for owner, on, made in session.execute(dated):
            day = on or _later(rows.get(owner), made)
            if day is not None:
                yield owner, day, what
    awards = (
        select(
            Award.model_id,
            Decision.on,
            Round.meeting_on,
            func.substr(Award.created_at, 1, 10),
            Award.state,
        )
        .join(Round, Award.round_id == Round.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .where(Award.model_id.is_not(None), Award.deleted_at.is_(None), Award.state.not_in(DROPPED))
    )
    for owner, decided, met, made, state in session.execute(awards):
        day = decided or met or _later(rows.get(owner), made)
        if day is not None:
            proposed = state == AwardState.PROPOSED.value
            yield owner, day, "Đề nghị khen thưởng" if proposed else "Khen thưởng"
    ids = {one.uid: one.id for one in rows.values()}
    files = select(Attachment.owner_uid, func.substr(Attachment.created_at, 1, 10)).where(
        Attachment.owner_register == "models", Attachment.deleted_at.is_(None)
    )
    for uid, made in session.execute(files):
        if uid in ids:
            yield ids[uid], date.fromisoformat(made), "Thêm tệp, ảnh"


def _later(model: Any, made: str) -> date | None:
    """Return the day something undated was entered; None when it came with the model."""
    return date.fromisoformat(made) if model is not None and made > model.entered else None


def _edits(session: Session, quiet: Sequence[Any]) -> Iterator[tuple[int, date]]:
    """Yield when the results of models were changed by hand."""
    ids = {one.uid: one.id for one in quiet}
    uids = list(ids)
    for start in range(0, len(uids), _CHUNK):
        entries = select(AuditEntry.row_uid, AuditEntry.at, AuditEntry.after).where(
            AuditEntry.row_uid.in_(uids[start : start + _CHUNK]),
            AuditEntry.register == "models",
            AuditEntry.action == AuditAction.CHANGED.value,
        )
        for uid, at, after in session.execute(entries):
            if any(name in (after or "") for name in _TOLD):
                yield ids[uid], date.fromisoformat(at[:10])


# two periods


def compare(book: Book, first: Period, second: Period) -> Comparison:
    """Return the figures of models of two periods, and what changed by the second's end.

    Raises `UserProblem` for a period that ends before it begins.
    """
    for begin, end in (first, second):
        if end < begin:
            raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    with book.read() as session:
        before = of_models(session, *first)
        after = of_models(session, *second)
        _, states = counted_models(session, *first)
        counted, _ = counted_models(session, *second)
        # with those that stopped between the periods
        _, now = counted_models(session, min(first[0], second[0]), second[1])
        commended = [commending_levels(session, end) for _, end in (first, second)]
        names = level_names(session)
        known = _known(session)
        ended = _stop_days(session, second[1])
    new = [
        (one, f"Đăng ký {date_text(row.registered_on)}")
        for one, row in counted.items()
        if row.registered_on is not None and second[0] <= row.registered_on
    ]
    stopped = [
        (one, f"Dừng {date_text(ended.get(one))}" if ended.get(one) else "Dừng, không rõ ngày")
        for one, state in now.items()
        if state == ModelState.STOPPED.value and states.get(one) != ModelState.STOPPED.value
    ]
    raised = [
        (one, ", ".join(names[level] for level in names if level in fresh))
        for one in counted
        if (fresh := commended[1].get(one, set()) - commended[0].get(one, set()))
    ]
    return Comparison(
        first,
        second,
        before,
        after,
        tuple(_lines(before, after, names)),
        tuple(_named(known, new)),
        tuple(_named(known, stopped)),
        tuple(_named(known, raised)),
    )


def previous_period(period: Period) -> Period:
    """Return the period before one: whole months of the same number, else as many days."""
    first, last = period
    following = last + timedelta(days=1)
    months = (following.year - first.year) * 12 + following.month - first.month
    end = first - timedelta(days=1)
    if first.day == 1 and following.day == 1:
        return _months_before(first, months), end
    return end - (last - first), end


def is_month_end(day: date) -> bool:
    """Tell whether a day is the last one of its month."""
    return (day + timedelta(days=1)).day == 1


def _lines(first: ModelFigures, second: ModelFigures, levels: Mapping[str, str]) -> Iterator[Line]:
    whole = (("Tổng số mô hình", "total"), ("Mô hình mới trong kỳ", "new"),
             ("Mô hình tập thể", "collective"), ("Mô hình cá nhân", "individual"))  # fmt: skip
    for label, name in whole:
        yield Line("Chung", label, getattr(first, name), getattr(second, name))
    fields = sorted({*first.by_field, *second.by_field}, key=sort_key)
    for name in fields:
        yield Line("Lĩnh vực", name, first.by_field.get(name, 0), second.by_field.get(name, 0))
    bare = [one.total - sum(one.by_field.values()) for one in (first, second)]
    if any(bare):
        yield Line("Lĩnh vực", "Chưa ghi lĩnh vực", *bare)
    for state in ModelState:
        yield Line(
            "Tình trạng cuối kỳ",
            state.heading,
            first.by_state.get(state.value, 0),
            second.by_state.get(state.value, 0),
        )
    for level, name in {"any": "Ít nhất một cấp", **levels}.items():
        numbers = (first.commended.get(level, 0), second.commended.get(level, 0))
        if level == "any" or any(numbers):
            yield Line("Được tuyên dương", name, *numbers)


def _owner_columns() -> tuple[Any, ...]:
    return (Model.owner_group, Model.owner_person, Unit.name.label("unit"))


def _owner(row: Any) -> str:
    """Return whose a model is: unit, group and person, what is known of them."""
    return ", ".join(one for one in (row.owner_person, row.owner_group, row.unit) if one)


def _known(session: Session) -> dict[int, Any]:
    statement = select(Model.id, Model.name, *_owner_columns()).outerjoin(
        Unit, Model.unit_id == Unit.id
    )
    return {one.id: one for one in session.execute(statement)}


def _named(known: Mapping[int, Any], found: Sequence[tuple[int, str]]) -> list[Named]:
    made = [Named(one, known[one].name, _owner(known[one]), detail) for one, detail in found]
    return sorted(made, key=lambda one: (sort_key(one.name), one.id))


def _stop_days(session: Session, end: date) -> dict[int, date]:
    """Return the last day by `end` on which each model was stopped."""
    days = select(ModelStep.model_id, func.max(ModelStep.on)).where(
        ModelStep.state == ModelState.STOPPED.value,
        ModelStep.on <= end,
        ModelStep.deleted_at.is_(None),
    )
    return {one: day for one, day in session.execute(days.group_by(ModelStep.model_id)) if day}

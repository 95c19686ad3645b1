"""What the clerk sees first: counts, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text, number
from desktop.core.register import Query
from desktop.core.terms import AwardState, MemberStatus, ModelState
from desktop.services import notes
from desktop.services.worklists import Work, asked_for
from desktop.services.worklists_reading import ids_of
from desktop.storage import search
from desktop.storage.book import Book
from desktop.storage.figures.pledges import registered
from desktop.storage.models import (
    Award,
    Campaign,
    Decision,
    Model,
    ModelStep,
    Round,
    Signer,
)

_SOON = timedelta(days=14)
_YEAR = timedelta(days=365)
_MOST = 8
_MOST_LETTERS = 140  # of a note


@dataclass(frozen=True)
class Count:
    """A number with where its rows are: register and filters; `counted` is what was counted."""

    label: str  # Vietnamese
    label_en: str
    value: int
    counted: str
    register: str
    filters: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "vi") -> str:
        """Return the label in `language`."""
        return self.label if language == "vi" else self.label_en


@dataclass(frozen=True)
class Due:
    """Something to be done: a Vietnamese sentence, and where.

    The register 'worklist' is the list of work of the pledges; `filters` say which.
    """

    sentence: str
    register: str
    row_id: int | None = None
    late: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Meeting:
    """The round that is printed next: the nearest ahead, else the last one held."""

    round_id: int
    title: str
    on: date | None
    place: str
    awards: int
    proposed: int  # of them without an outcome
    ahead: bool


@dataclass(frozen=True)
class Overview:
    """Counts, what is due, and for an empty book the first steps."""

    counts: tuple[Count, ...]
    due: tuple[Due, ...]
    first_steps: tuple[tuple[str, str], ...] = ()  # sentence, register
    meeting: Meeting | None = None

    @property
    def empty(self) -> bool:
        """Whether the book holds nothing yet."""
        return bool(self.first_steps)


_FIRST_STEPS = (
    ("Nhập đảng bộ, chi bộ và các đơn vị", "units"),
    ("Nhập đảng viên", "members"),
    ("Nhập người ký, để tên và chức vụ in ra giấy", "signers"),
    ("Mở đợt đăng ký và lập danh sách phải đăng ký", "campaigns"),
    ("Đăng ký mô hình, gương điển hình", "models"),
    ("Lập đợt khen thưởng và in danh sách", "rounds"),
)


def overview(book: Book, today: date | None = None) -> Overview:
    """Return the counts and what is due on a day (default: today)."""
    day = today or date.today()  # noqa: DTZ011 - the clerk's own calendar day
    with book.read() as session:
        counts = tuple(_counts(session, day))
        due = tuple(_due(session, day))
        meeting = _meeting(session, day)
    empty = not any(one.value for one in counts)
    return Overview(counts, due, _FIRST_STEPS if empty else (), meeting)


def _counts(session: Session, day: date) -> Iterator[Count]:
    present = {"status": (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)}
    running = {
        "state": tuple(one.value for one in ModelState if one is not ModelState.STOPPED),
    }
    given = {"state": (AwardState.AGREED.value, AwardState.GIVEN.value)}
    asked: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("Đảng viên", "Members", "members", present),
        (f"Bản đăng ký, cam kết năm {day.year}", f"Pledges of {day.year}", "pledges",
         {"year": day.year}),
        ("Mô hình đang duy trì", "Models under way", "models", running),
        ("Khen thưởng (lượt)", "Awards (times)", "awards", given),
        ("Đợt khen thưởng", "Rounds", "rounds", {}),
        ("Đơn vị", "Units", "units", {}),
    )  # fmt: skip
    for vietnamese, english, register, filters in asked:
        value = search.count(session, Query(register, filters=filters))
        if register == "awards":  # they are shown round by round
            yield Count(vietnamese, english, value, register, "rounds")
        else:
            yield Count(vietnamese, english, value, register, register, filters)


def _meeting(session: Session, day: date) -> Meeting | None:
    live = select(Round).where(Round.deleted_at.is_(None))
    ahead = live.where(Round.meeting_on >= day).order_by(Round.meeting_on, Round.id)
    past = live.order_by(Round.meeting_on.desc(), Round.id.desc())
    held = session.scalars(ahead.limit(1)).first() or session.scalars(past.limit(1)).first()
    if held is None:
        return None
    of_round = Award.round_id == held.id
    return Meeting(
        held.id,
        held.title,
        held.meeting_on,
        held.meeting_place or "",
        _number(session, Award.id, of_round, Award),
        _number(session, Award.id, of_round & (Award.state == AwardState.PROPOSED.value), Award),
        held.meeting_on is not None and held.meeting_on >= day,
    )


def _due(session: Session, day: date) -> Iterator[Due]:
    yield from _campaigns(session, day)
    yield from _items(session, day)
    yield from _rounds(session, day)
    yield from _models(session, day)
    yield from _notes(session, day)
    yield from _signers(session)


def _notes(session: Session, day: date) -> Iterator[Due]:
    for one in notes.due_in(session, day, _MOST):
        text = " ".join(one.note.text.split())
        shown = text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rstrip()}…"
        when = date_text(one.note.remind_on)
        sentence = f"Nhắc ngày {when} về «{one.title}»: {shown}"
        yield Due(sentence, one.register, one.row_id, one.late(day))


def _signers(session: Session) -> Iterator[Due]:
    if _number(session, Round.id, Round.id > 0, Round) and not _number(
        session, Signer.id, Signer.id > 0, Signer
    ):
        yield Due("Chưa nhập người ký: giấy in ra sẽ để trống tên người ký.", "signers")


def _campaigns(session: Session, day: date) -> Iterator[Due]:
    near = select(Campaign).where(
        Campaign.deleted_at.is_(None), Campaign.deadline.between(day - _YEAR, day + _SOON)
    )
    for one in session.scalars(near.order_by(Campaign.deadline).limit(_MOST)):
        people, organisations, _ = registered(session, [one.id])
        missing = sum(each.expected - each.registered for each in (people, organisations))
        if missing > 0:
            late = one.deadline < day
            when = "đã hết hạn" if late else "đến hạn"
            yield Due(
                f"«{one.title}» {when} ngày {date_text(one.deadline)}: "
                f"còn {number(missing)} đối tượng chưa đăng ký.",
                "worklist",
                None,
                late,
                {"work": Work.NOT_REGISTERED.value, "campaign": one.id},
            )


def _number(session: Session, column: Any, condition: Any, model: Any) -> int:
    statement = select(func.count(column)).where(condition, model.deleted_at.is_(None))
    return session.scalar(statement) or 0


def _items(session: Session, day: date) -> Iterator[Due]:
    """Yield what the worklist has of all open campaigns: items, and heads."""
    asked = asked_for(session, None, day)
    soon = f"nội dung đăng ký đến hạn trong {number(asked.due_soon)} ngày tới."
    for work, words, late in (
        (Work.OVERDUE, "nội dung đăng ký đã đến hạn mà chưa hoàn thành.", True),
        (Work.DUE_SOON, soon, False),
        (Work.HEADS_BEHIND, "người đứng đầu chưa đăng ký trong khi đơn vị đã có người đăng ký.",
         True),
    ):  # fmt: skip
        count = len(ids_of(asked, str(work.value)))
        if count:
            yield Due(f"{number(count)} {words}", "worklist", None, late, {"work": work.value})


def _rounds(session: Session, day: date) -> Iterator[Due]:
    waiting = (
        select(Round, func.count(Award.id))
        .join(Award, Award.round_id == Round.id)
        .where(
            Round.deleted_at.is_(None),
            Award.deleted_at.is_(None),
            Award.state == AwardState.PROPOSED.value,
        )
        .group_by(Round.id)
        .order_by(Round.meeting_on)
        .limit(_MOST)
    )
    for held, proposed in session.execute(waiting):
        when = f", hội nghị ngày {date_text(held.meeting_on)}" if held.meeting_on else ""
        late = held.meeting_on is not None and held.meeting_on < day
        yield Due(
            f"«{held.title}»{when}: {number(proposed)} đề nghị chưa có kết quả xét.",
            "rounds",
            held.id,
            late,
        )
    unnumbered = (
        select(Round)
        .join(Decision, Decision.round_id == Round.id)
        .where(
            Round.deleted_at.is_(None),
            Decision.deleted_at.is_(None),
            Decision.number.is_(None) | Decision.on.is_(None),
        )
        .distinct()
        .limit(_MOST)
    )
    for held in session.scalars(unnumbered):
        yield Due(f"«{held.title}»: có quyết định chưa ghi số hoặc ngày.", "rounds", held.id)


def _models(session: Session, day: date) -> Iterator[Due]:
    last = (
        select(ModelStep.model_id, func.max(ModelStep.on).label("on"))
        .where(ModelStep.deleted_at.is_(None))
        .group_by(ModelStep.model_id)
        .subquery()
    )
    active = (ModelState.REGISTERED.value, ModelState.IN_PROGRESS.value, ModelState.APPRAISED.value)
    silent = session.scalar(
        select(func.count(Model.id))
        .join(last, last.c.model_id == Model.id)
        .where(Model.deleted_at.is_(None), Model.state.in_(active), last.c.on < day - _YEAR)
    )
    if silent:
        yield Due(
            f"{number(silent)} mô hình hơn một năm chưa có bước tiến mới: cần đánh giá lại.",
            "models",
        )

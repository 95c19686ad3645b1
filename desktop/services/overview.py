"""What the clerk sees first: counts, the next meeting, and for an empty book the first steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.register import Query
from desktop.core.terms import AwardState, MemberStatus, ModelState
from desktop.storage import search
from desktop.storage.book import Book
from desktop.storage.models import Award, Round


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
    """Counts, the next meeting, and for an empty book the first steps."""

    counts: tuple[Count, ...]
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
    """Return the counts and the next meeting on a day (default: today)."""
    day = today or date.today()  # noqa: DTZ011 - the clerk's own calendar day
    with book.read() as session:
        counts = tuple(_counts(session, day))
        meeting = _meeting(session, day)
    empty = not any(one.value for one in counts)
    return Overview(counts, _FIRST_STEPS if empty else (), meeting)


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


def _number(session: Session, column: Any, condition: Any, model: Any) -> int:
    statement = select(func.count(column)).where(condition, model.deleted_at.is_(None))
    return session.scalar(statement) or 0

"""What a topic ties together: documents, plans, campaigns, sessions, meetings, conferences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.figures import rate
from desktop.services import study
from desktop.services.member_papers import unit_names
from desktop.storage.book import Book
from desktop.storage.figures.pledges import registered
from desktop.storage.models import (
    Campaign,
    Conference,
    Document,
    Plan,
    PlanItem,
    StudySession,
    Topic,
    TopicDocument,
    TopicMeeting,
)

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_GONE: Final = "Chuyên đề đã chọn không còn trong sổ. Hãy chọn lại."
Names = dict[int, str]


@dataclass(frozen=True)
class TopicLine:
    """A record of a topic; `whole` and `part` are what was expected and what came of it."""

    register: str
    id: int
    title: str
    on: date | None = None
    who: str = ""  # issuer, unit or place
    whole: int | None = None
    part: int | None = None
    missing: int | None = None  # of a session: how many rows lack a number

    @property
    def rate(self) -> float | None:
        """Return part of whole as a fraction, None where one isn't known."""
        known = self.whole is not None and self.part is not None
        return rate(self.part or 0, self.whole or 0) if known else None


@dataclass(frozen=True)
class TopicGroup:
    """The records of one register that belong to a topic."""

    register: str
    lines: tuple[TopicLine, ...]

    @property
    def sums(self) -> tuple[int, int] | None:
        """Return the sums of whole and part over the lines that have both; None without any.

        Of sessions every number counts, as in the figures (DOMAIN.md, 'Figures', study).
        """
        if self.register == "study_sessions":
            known = [one for one in self.lines if (one.whole, one.part) != (None, None)]
            total = sum(one.whole or 0 for one in known), sum(one.part or 0 for one in known)
            return total if known else None
        both = [one for one in self.lines if one.whole is not None and one.part is not None]
        if not both:
            return None
        return sum(one.whole or 0 for one in both), sum(one.part or 0 for one in both)

    @property
    def missing(self) -> int:
        """How many rows of the sessions lack a number: they make the rate what it is."""
        return sum(one.missing or 0 for one in self.lines)

    @property
    def rate(self) -> float | None:
        """Return the rate of the sums."""
        sums = self.sums
        return rate(sums[1], sums[0]) if sums else None


@dataclass(frozen=True)
class TopicView:
    """A topic with all that is tied to it; `groups` always has every group, in a fixed order.

    Of a topic of a term, the first group is the topics of its years.
    """

    id: int
    title: str
    year: int | None
    term: str
    groups: tuple[TopicGroup, ...]

    def group(self, register: str) -> TopicGroup:
        """Return the group of a register."""
        return next(one for one in self.groups if one.register == register)


def years_of(term: str) -> tuple[int, int] | None:
    """Return the first and the last year in the words of a term, '2020 - 2025'."""
    found = [int(one) for one in _YEAR.findall(term)]
    return (min(found), max(found)) if len(found) > 1 else None


def view(book: Book, topic_id: int) -> TopicView:
    """Return a topic with what is tied to it; raises `UserProblem` when it is gone."""
    names = unit_names(book)
    with book.read() as session:
        topic = living(session, topic_id)
        groups = [
            TopicGroup(register, tuple(read(session, topic, names)))
            for register, read in _READERS.items()
            if register != "topics" or years(topic) is not None
        ]
        return TopicView(topic.id, topic.title, topic.year, topic.term or "", tuple(groups))


def latest(session: Session) -> int:
    """Return the latest topic; raises `UserProblem` when there is none."""
    statement = select(Topic.id).where(Topic.deleted_at.is_(None))
    found = session.scalars(statement.order_by(Topic.year.desc(), Topic.id.desc())).first()
    if found is None:
        raise UserProblem("Chưa có chuyên đề nào để in. Hãy nhập chuyên đề trước.")
    return found


def years(topic: Topic) -> tuple[int, int] | None:
    """Return the years of a topic of a term; None of a topic of one year."""
    return None if topic.year is not None else years_of(topic.term or "")


def living(session: Session, topic_id: int) -> Topic:
    """Return a topic that is in the book; raises `UserProblem` when it is gone."""
    found = session.get(Topic, topic_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem(_GONE)
    return found


def _topics(session: Session, topic: Topic, _names: Names) -> Iterator[TopicLine]:
    span = years(topic)
    if span is None:
        return
    statement = select(Topic).where(
        Topic.deleted_at.is_(None), Topic.year.between(*span), Topic.id != topic.id
    )
    for one in session.scalars(statement.order_by(Topic.year, Topic.id)):
        yield TopicLine("topics", one.id, f"{one.year}: {one.title}")


def _documents(session: Session, topic: Topic, _names: Names) -> Iterator[TopicLine]:
    further = select(TopicDocument.document_id).where(
        TopicDocument.topic_id == topic.id, TopicDocument.deleted_at.is_(None)
    )
    statement = select(Document).where(
        Document.deleted_at.is_(None),
        or_(Document.id == topic.document_id, Document.id.in_(further)),
    )
    order = (Document.id == (topic.document_id or 0)).desc()
    for one in session.scalars(statement.order_by(order, Document.on, Document.id)):
        title = ": ".join(text for text in (one.number, one.abstract) if text)
        yield TopicLine("documents", one.id, title, one.on, one.issuer or "")


def _plans(session: Session, topic: Topic, names: Names) -> Iterator[TopicLine]:
    counts = (
        select(PlanItem.plan_id, func.count(), func.count(PlanItem.done_on))
        .where(PlanItem.deleted_at.is_(None))
        .group_by(PlanItem.plan_id)
    )
    things = {plan: (whole, done) for plan, whole, done in session.execute(counts)}
    statement = _of(Plan, topic).order_by(Plan.on, Plan.id)
    for one in session.scalars(statement):
        title = ": ".join(text for text in (one.number, one.title) if text)
        whole, done = things.get(one.id, (None, None))
        yield TopicLine(
            "plans", one.id, title, one.on, names.get(one.unit_id or 0, ""), whole, done
        )


def _campaigns(session: Session, topic: Topic, _names: Names) -> Iterator[TopicLine]:
    for one in session.scalars(_of(Campaign, topic).order_by(Campaign.deadline, Campaign.id)):
        people, organisations, _others = registered(session, [one.id])
        whole = people.expected + organisations.expected
        part = people.registered + organisations.registered
        yield TopicLine("campaigns", one.id, one.title, one.deadline, "", whole, part)


def _sessions(session: Session, topic: Topic, _names: Names) -> Iterator[TopicLine]:
    of_each = study.counted()
    statement = (
        _of(StudySession, topic)
        .add_columns(of_each.c.invited, of_each.c.attended, of_each.c.missing)
        .outerjoin(of_each, of_each.c.session_id == StudySession.id)
        .order_by(StudySession.on, StudySession.id)
    )
    for one, *counts in session.execute(statement):
        held = ("study_sessions", one.id, one.subject, one.on, one.place or "")
        yield TopicLine(*held, *counts)


def _meetings(session: Session, topic: Topic, names: Names) -> Iterator[TopicLine]:
    for one in session.scalars(_of(TopicMeeting, topic).order_by(TopicMeeting.on, TopicMeeting.id)):
        who = names.get(one.unit_id, "")
        yield TopicLine(
            "topic_meetings", one.id, one.subject, one.on, who, one.expected, one.present
        )


def _conferences(session: Session, topic: Topic, _names: Names) -> Iterator[TopicLine]:
    for one in session.scalars(_of(Conference, topic).order_by(Conference.on, Conference.id)):
        yield TopicLine("conferences", one.id, one.title, one.on, one.place or "")


def _of(model: Any, topic: Topic) -> Any:
    condition: ColumnElement[bool] = model.topic_id == topic.id
    return select(model).where(model.deleted_at.is_(None), condition)


_READERS: Final[dict[str, Callable[[Session, Topic, Names], Iterable[TopicLine]]]] = {
    "topics": _topics,
    "documents": _documents,
    "plans": _plans,
    "campaigns": _campaigns,
    "study_sessions": _sessions,
    "topic_meetings": _meetings,
    "conferences": _conferences,
}

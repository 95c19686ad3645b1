"""Tying what has no topic to one of its year: for topics that are entered after all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.services import topics
from desktop.services.member_papers import unit_names
from desktop.services.topics import TopicGroup, TopicLine
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import (
    Campaign,
    Conference,
    Document,
    Kept,
    Plan,
    StudySession,
    Topic,
    TopicDocument,
    TopicMeeting,
)

DOCUMENTS: Final = "documents"
"""Most documents of a year are about something else: they are never proposed by their year."""
_MODELS: Final[tuple[type[Kept], ...]] = (
    Plan, Campaign, StudySession, TopicMeeting, Conference, Document
)  # fmt: skip
_NO_YEAR: Final = (
    "Chuyên đề chưa có năm nên chưa biết tìm các mục của năm nào. "
    "Hãy nhập năm, hoặc nhiệm kỳ như «2020 - 2025»."
)


def untied(book: Book, topic_id: int) -> tuple[TopicGroup, ...]:
    """Return the office's own records of a topic's years that have no topic, in groups.

    A record is of its year, else of that of its day. Groups without any are left out. Raises
    `UserProblem` when the topic is gone, or has neither a year nor a term.
    """
    names = unit_names(book)
    with book.read() as session:
        topic = topics.living(session, topic_id)
        span = _years(topic)
        if span is None:
            raise UserProblem(_NO_YEAR)
        found = []
        for model in _MODELS:
            statement = select(model).where(*_loose(book, model), _within(model, span))
            rows = session.scalars(statement.order_by(*_order(model))).all()
            lines = tuple(_line(one, names) for one in rows)
            if lines:
                found.append(TopicGroup(model.__register__.name, lines))
        return tuple(found)


def count_untied(book: Book, topic_id: int) -> int:
    """Return how many records `untied` has, but for documents; 0 for a topic without a year."""
    try:
        found = untied(book, topic_id)
    except UserProblem:
        return 0
    return sum(len(one.lines) for one in found if one.register != DOCUMENTS)


def about(line: TopicLine, title: str) -> bool:
    """Tell whether a record is called by a topic's title, as it is written or within more."""
    return bool(fold(title)) and fold(title) in fold(line.title)


def tie(book: Book, topic_id: int, chosen: Mapping[str, Sequence[int]]) -> Done[int]:
    """Tie records, ids by register, to a topic as one deed; return how many.

    Those that have got a topic since, or are gone, stay as they are. Raises `UserProblem` when
    the topic is gone or nothing is left to be tied.
    """
    with book.write("Gắn vào chuyên đề") as session:
        topic = topics.living(session, topic_id)
        rows = [row for model in _MODELS for row in _chosen(session, book, model, chosen)]
        if not rows:
            raise UserProblem("Chưa chọn mục nào để gắn vào chuyên đề. Hãy chọn ít nhất một mục.")
        deed_of(session).words = f"Gắn {len(rows)} mục vào chuyên đề «{topic.title}»"
        for row in rows:
            if isinstance(row, Document):
                session.add(TopicDocument(topic_id=topic.id, document_id=row.id))
            else:
                row.topic_id = topic.id  # type: ignore[attr-defined]  # all but documents have it
        session.flush()
        return Done(len(rows), changes_of(session))


def _years(topic: Topic) -> tuple[int, int] | None:
    return (topic.year, topic.year) if topic.year is not None else topics.years(topic)


def _chosen(
    session: Session, book: Book, model: type[Kept], chosen: Mapping[str, Sequence[int]]
) -> Iterable[Kept]:
    ids = list(chosen.get(model.__register__.name, ()))
    for start in range(0, len(ids), 500):
        some = model.id.in_(ids[start : start + 500])
        yield from session.scalars(select(model).where(*_loose(book, model), some))


def _loose(book: Book, model: type[Kept]) -> list[ColumnElement[bool]]:
    """Return what makes a record one of the office's own, without a topic."""
    own: list[ColumnElement[bool]] = [model.deleted_at.is_(None), model.origin == book.origin]
    if model is not Document:
        return [*own, _column(model, "topic_id").is_(None)]
    issued = select(Topic.document_id).where(
        Topic.deleted_at.is_(None), Topic.document_id.is_not(None)
    )
    tied = select(TopicDocument.document_id).where(TopicDocument.deleted_at.is_(None))
    return [*own, model.id.not_in(issued), model.id.not_in(tied)]


def _within(model: type[Kept], span: tuple[int, int]) -> ColumnElement[bool]:
    """Return the condition for the years, both included."""
    declared = model.__register__
    day = _column(model, declared.period or "on")
    dated: ColumnElement[bool] = day.between(date(span[0], 1, 1), date(span[1], 12, 31))
    if "year" not in declared.by_name:
        return dated
    year = _column(model, "year")
    return or_(year.between(*span), and_(year.is_(None), dated))


def _order(model: type[Kept]) -> list[Any]:
    return [_column(model, model.__register__.period or "on"), model.id]


def _column(model: type[Kept], name: str) -> Any:
    return getattr(model, name)


def _line(row: Any, names: topics.Names) -> TopicLine:
    """Return what tells a record from others of its register."""
    declared = row.__register__
    title = getattr(row, declared.title) or ""
    if isinstance(row, (Document, Plan)):
        words = row.abstract if isinstance(row, Document) else row.title
        title = ": ".join(text for text in (row.number, words) if text)
    who = names.get(getattr(row, "unit_id", None) or 0, "")
    who = who or getattr(row, "issuer", None) or getattr(row, "place", None) or ""
    return TopicLine(declared.name, row.id, title, getattr(row, declared.period or "on"), who)

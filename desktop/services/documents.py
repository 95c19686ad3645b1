"""Received documents that ask for a report: which are due, and that they were reported on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.due import DueState, due_state, due_words
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.terms import Direction
from desktop.services import book_settings, registers
from desktop.services.house_paper import calendar_day, own_office
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Document

REGISTER: Final = "documents"


@dataclass(frozen=True)
class DueDocument:
    """A received document on which a report is still due."""

    id: int
    number: str
    on: date | None
    issuer: str
    type: str
    abstract: str
    due: date
    state: DueState
    words: str  # 'Quá hạn 05 ngày'


def due_documents(session: Session, today: date) -> tuple[DueDocument, ...]:
    """Return the office's received documents that wait for a report, the longest due first.

    Overdue is what was due before `today`; due soon what is due within the book's setting
    `due_soon_days`, today among them. What was reported on is left out, and rows of other offices.
    """
    soon = book_settings.value(session, "due_soon_days")
    rows = session.execute(
        select(
            Document.id,
            Document.number,
            Document.on,
            Document.issuer,
            Document.type,
            Document.abstract,
            Document.report_due,
        )
        .where(
            Document.deleted_at.is_(None),
            Document.origin == own_office(session).uid,
            Document.direction == Direction.RECEIVED.value,
            Document.report_due.is_not(None),
            Document.reported_on.is_(None),
        )
        .order_by(Document.report_due, Document.on, Document.id)
    )
    found = []
    for row_id, text, on, issuer, type_, abstract, due in rows:
        if due is None:
            continue  # for the type checker: none is asked for
        state, said = due_state(due, None, today, soon), due_words(due, None, today, soon)
        told = (issuer or "", type_ or "", abstract or "")
        found.append(DueDocument(row_id, text, on, *told, due, state, said))
    return tuple(found)


def due_list(book: Book, today: date | None = None) -> tuple[DueDocument, ...]:
    """Return what `due_documents` returns, of a book and by default of today."""
    with book.read() as session:
        return due_documents(session, today or calendar_day())


def mark_reported(book: Book, ids: Sequence[int], on: date) -> Done[int]:
    """Remember that documents were reported on at a day; return of how many that is new.

    Raises `UserProblem` for a document that the office issued itself: no report on it is due.
    """
    changed = 0
    with book.write(_words(len(ids))) as session:
        rows = session.scalars(
            select(Document).where(Document.id.in_(ids), Document.deleted_at.is_(None))
        ).all()
        issued = [one.number for one in rows if one.direction == Direction.ISSUED.value]
        if issued:
            raise UserProblem(
                f"«{issued[0]}» là văn bản đi, không phải báo cáo. Hãy chọn văn bản đến."
            )
        for row in rows:
            if row.reported_on != on:
                registers.save_in(session, REGISTER, {"reported_on": on}, row.id)
                changed += 1
        return Done(changed, changes_of(session))


def _words(count: int) -> str:
    what = "văn bản" if count == 1 else f"{number(count)} văn bản"
    return f"Ghi đã báo cáo {what}"

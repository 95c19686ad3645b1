"""Papers of documents: the books of those issued and received, and what waits for a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.due import DueState
from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import Direction
from desktop.services.books import require_other
from desktop.services.document_numbers import number_of
from desktop.services.documents import due_documents
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper
from desktop.storage.book import Book
from desktop.storage.models import Document, DocumentType

if TYPE_CHECKING:
    from desktop.reports.documents import DocumentGroup

ISSUED, RECEIVED, DUE = "documents-issued", "documents-received", "documents-due"
REGISTER = "documents"
TITLES = {
    ISSUED: "Sổ văn bản đi",
    RECEIVED: "Sổ văn bản đến",
    DUE: "Danh sách văn bản đến hạn báo cáo",
}
"""The papers by name, with their titles."""
_NO_TYPE = "Chưa rõ loại"
_DIRECTIONS = {ISSUED: Direction.ISSUED.value, RECEIVED: Direction.RECEIVED.value}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the books `first` and `last` (days, else this year) and `type` (else all); of what
    is due `on` (a day, else today). A document without a date stands in no book. Raises
    `UserProblem` for a turned period, and the sentences of the environment.
    """
    from desktop.reports.documents import write_documents  # noqa: PLC0415 - ReportLab when needed

    require_other(target, book.path)
    with book.read() as session:
        paper = members_paper(session)
        if form == DUE:
            day = given.get("on") or calendar_day()
            groups = _due(session, day)
            kind, scope = "due", [f"tính đến ngày {date_text(day)}"]
        else:
            kind = _DIRECTIONS[form]
            today = calendar_day()
            first = given.get("first") or date(today.year, 1, 1)
            last = given.get("last") or date(today.year, 12, 31)
            if first > last:
                raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
            groups = _book(session, book.origin, kind, first, last, given.get("type"))
            scope = [_period(first, last)]
            if given.get("type"):
                scope.insert(0, f"loại văn bản: {given['type']}")
    return write_documents(target, paper, kind, scope, groups, progress)


def _period(first: date, last: date) -> str:
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    return f"năm {first.year}" if first.year == last.year else f"năm {first.year} - {last.year}"


def _due(session: Session, day: date) -> list[DocumentGroup]:
    from desktop.reports.documents import DocumentGroup, DocumentLine  # noqa: PLC0415

    found: dict[DueState, list[DocumentLine]] = defaultdict(list)
    for one in due_documents(session, day):
        texts = (
            one.number,
            date_text(one.on),
            one.issuer,
            one.abstract,
            date_text(one.due),
            "" if one.state is DueState.LATER else one.words,
            "",
        )
        found[one.state].append(DocumentLine(texts))
    return [DocumentGroup(state.heading, found[state]) for state in DueState if state in found]


def _book(
    session: Session, origin: str, direction: str, first: date, last: date, type_: str | None
) -> list[DocumentGroup]:
    """Return the documents of a period by type, types in the order of their list."""
    from desktop.reports.documents import DocumentGroup, DocumentLine  # noqa: PLC0415

    statement = select(Document).where(
        Document.deleted_at.is_(None),
        Document.origin == origin,
        Document.direction == direction,
        Document.on.between(first, last),
    )
    if type_ is not None:
        statement = statement.where(Document.type == type_)
    by_type: dict[str | None, list[Document]] = defaultdict(list)
    for one in session.scalars(statement):
        by_type[one.type].append(one)
    known = session.scalars(
        select(DocumentType.name).where(DocumentType.deleted_at.is_(None)).order_by(DocumentType.id)
    )
    order = list(dict.fromkeys(known))
    further = sorted({one for one in by_type if one is not None} - set(order))
    return [
        DocumentGroup(
            name or _NO_TYPE,
            [DocumentLine(_texts(one, direction)) for one in sorted(by_type[name], key=_place)],
        )
        for name in (*order, *further, None)
        if name in by_type
    ]


def _place(document: Document) -> tuple[date, int, str, int]:
    """Return by what a document stands in its book: the day, then the number."""
    said = number_of(document.number) or (0, "")
    return (document.on or date.min, *said, document.id)


def _texts(document: Document, direction: str) -> tuple[str, ...]:
    begin = (document.number, date_text(document.on))
    if direction == Direction.ISSUED.value:
        return (*begin, document.abstract or "", document.note or "")
    return (
        *begin,
        document.issuer or "",
        document.abstract or "",
        date_text(document.report_due),
        date_text(document.reported_on),
        document.note or "",
    )

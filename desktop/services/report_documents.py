"""An issued report in the register of documents: its number is used, and counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import Direction
from desktop.services import registers
from desktop.storage.models import Document, DocumentType, Office

_ABBREVIATION = "BC"


def note_report(session: Session, number: str, on: date, title: str) -> None:
    """Enter an issued report among the documents, where its number and day aren't there yet."""
    there = select(Document.id).where(
        Document.deleted_at.is_(None),
        Document.direction == Direction.ISSUED.value,
        Document.number == number,
        Document.on == on,
    )
    if not number or session.scalars(there).first() is not None:
        return
    kind = select(DocumentType.name).where(
        DocumentType.deleted_at.is_(None), DocumentType.abbreviation == _ABBREVIATION
    )
    registers.save_in(
        session,
        "documents",
        {
            "number": number,
            "on": on,
            "issuer": session.scalar(select(Office.name).where(Office.own)),
            "type": session.scalars(kind).first(),
            "abstract": f"Báo cáo {title}",
            "direction": Direction.ISSUED.value,
        },
    )

"""Keeping a report while it is written: many savings, one deed to undo.

The editor saves seconds after the last key. Each saving as a deed of its own would push all else
out of what can be undone, and keep the whole text twice over every time.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.terms import AuditAction
from desktop.services import registers
from desktop.storage import audit_chain
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import AuditEntry, PeriodReport

_REGISTER: Final = "period_reports"
_FIELD: Final = "content"
_LONGEST: Final = timedelta(minutes=15)
"""So much of the writing is undone at once, no more."""


def keep_content(
    book: Book, report_id: int, content: str, words: str, sitting: str = ""
) -> Done[str]:
    """Keep a report's text and return its deed, to be given as `sitting` at the next saving.

    With `sitting` the deed that began by it goes on: one is undone, from the text before it to
    this one. Another deed since, an undoing or a quarter of an hour end it. Raises `StaleRecord`
    when the report is gone.
    """
    with book.write(words) as session:
        begun = _begun(session, report_id, sitting) if sitting else None
        if begun is not None:
            deed_of(session).batch = sitting
        registers.save_in(session, _REGISTER, {_FIELD: content}, report_id)
        session.flush()
        if begun is not None:
            _fold(session, begun)
        return Done(deed_of(session).batch, changes_of(session))


def _begun(session: Session, report_id: int, sitting: str) -> AuditEntry | None:
    """Return the entry of a sitting that nothing has followed, None when it can't go on."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).first()
    report = session.get(PeriodReport, report_id)
    if last is None or report is None or (last.batch, last.row_uid) != (sitting, report.uid):
        return None
    if last.clerk != session.info.get("clerk"):
        return None
    if last.action != AuditAction.CHANGED.value or set(json.loads(last.before or "{}")) != {_FIELD}:
        return None
    age = datetime.now(UTC) - datetime.fromisoformat(last.at)
    return last if timedelta() <= age < _LONGEST else None


def _fold(session: Session, begun: AuditEntry) -> None:
    """Make one entry of the sitting's and the one that was just written, if one was."""
    if not audit_chain.reopen(session.connection(), begun.id):
        return  # not the end of the chain, which only damage explains: both entries stay
    begun.chain = None
    newer = select(AuditEntry).where(AuditEntry.id > begun.id, AuditEntry.batch == begun.batch)
    for one in session.scalars(newer):
        begun.after = one.after
        session.delete(one)

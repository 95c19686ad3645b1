"""Audit entries of what is no change of a record: papers printed, files written, data erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desktop.core.terms import AuditAction
from desktop.storage import audit_chain
from desktop.storage.keeping import canonical, deed_of
from desktop.storage.models import AuditEntry

PAPERS: Final = "papers"
"""What entries of printing and exporting have for a register when no record is meant."""
PASSING: Final = (AuditAction.PRINTED.value, AuditAction.EXPORTED.value)
"""Actions that change nothing: no deeds to undo, and nothing that a deed's undoing has to fear."""


def note(
    session: Session,
    action: AuditAction,
    title: str,
    *,
    register: str = PAPERS,
    row_uid: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write an entry under the session's deed: `title` names the paper, file or record.

    `facts` are told with it (rows, pages, the file's name). The deed changes no register by it.
    """
    deed = deed_of(session)
    session.execute(
        insert(AuditEntry).values(
            batch=deed.batch,
            deed=deed.words,
            action=action.value,
            register=register,
            row_uid=row_uid,
            title=title[:200],
            after=None if facts is None else canonical(facts).decode(),
        )
    )


def erase_payloads(
    session: Session, entry_ids: Iterable[int], *, register: str = PAPERS, row_uid: str = ""
) -> int:
    """Empty what some entries say, for good, and return of how many; the chain goes on holding.

    Their deed's words, titles and values before and after go; when, by whom and what kind stay.
    An entry ERASED under the session's deed names them by number, else `check` would tell of
    them. `register` and `row_uid` say whose data it was, as far as that may be said. Entries
    that stand for many rows added at once are left: they name nobody.
    """
    session.flush()
    clerk = session.info.get("clerk")
    done = audit_chain.blank(session.connection(), entry_ids, clerk)
    for one in list(session.identity_map.values()):
        if isinstance(one, AuditEntry):
            session.expire(one)
    if done:
        title = f"{len(done)} mục nhật ký"
        note(session, AuditAction.ERASED, title, register=register, row_uid=row_uid,
             facts={"entries": done})  # fmt: skip
    return len(done)

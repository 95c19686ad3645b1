"""The lower offices that are in an office's total, and by its profile their rows.

They are what counts of what was received for the very period. The offices are always named: who
also has a submission of one of them must know that the total has its figures in it already. Rows
go along by the profile; what it doesn't send or name of the own registers doesn't leave with them
either.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.core.errors import DamagedFile
from desktop.exchange.submission import (
    BELOW,
    BELOW_COLUMNS,
    BELOW_OFFICES,
    BELOW_OFFICES_COLUMNS,
    NUMERIC_BELOW,
    Line,
    Stream,
    Table,
    leaving_fields,
)
from desktop.services.receiving_states import ReceivedSubmission, states
from desktop.services.submission_rows import SubmissionRequest, registers_of, title_leaves, unnamed
from desktop.storage.keeping import canonical
from desktop.storage.models import Office, Submission
from desktop.storage.registers import SPECS

__all__ = ["below_tables", "counting"]

_COUNTS = text("SELECT submission_id, register, count(*) FROM received_rows GROUP BY 1, 2")
_ROWS = (
    "SELECT uid, title, content FROM received_rows "
    "WHERE submission_id = ? AND register = ? ORDER BY uid"
)
Counts = Mapping[int, Mapping[str, int]]
"""Rows that go along: by submission, by register."""


def counting(session: Session, request: SubmissionRequest) -> tuple[ReceivedSubmission, ...]:
    """Return the lower offices' submissions that count for the very period, each office once."""
    period = (request.period_from, request.period_to)
    return tuple(one for one in states(session, period) if one.counts)


def below_tables(
    session: Session, origin: str, request: SubmissionRequest
) -> tuple[Table | Stream, ...]:
    """Return the tables of the offices below; none where nothing was received for the period.

    Their rows are among them only where the request says so. They are read while they are
    written: the session must be open until then.
    """
    found = sorted(counting(session, request), key=lambda one: one.office_uid + "/")
    if not found:
        return ()
    wanted = registers_of(request.registers)
    ids = {one.id for one in found} if request.below else set[int]()
    counts = _counts(session, ids, wanted)
    offices = [_office(session, one, counts[one.id]) for one in found]
    known = session.execute(select(Office.uid, Office.parent_uid)).all()
    parents = {one.uid: one.parent_uid for one in known}
    lines = [
        (*office[:4], parents.get(one.office_uid) or origin, *office[4:])
        for one, office in zip(found, offices, strict=True)
    ]
    listed = Table(BELOW_OFFICES, BELOW_OFFICES_COLUMNS, NUMERIC_BELOW[BELOW_OFFICES], lines)
    if not request.below:
        return (listed,)
    total = sum(number for each in counts.values() for number in each.values())
    rows = _rows(session, found, counts, request.personal)
    return listed, Stream(BELOW, BELOW_COLUMNS, NUMERIC_BELOW[BELOW], rows, total)


def _counts(session: Session, ids: Collection[int], wanted: Collection[str]) -> Counts:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for submission, register, number in session.execute(_COUNTS):
        if submission in ids and register in wanted:
            found[submission][register] = number
    return found


def _office(session: Session, one: ReceivedSubmission, counts: Mapping[str, int]) -> Line:
    """Return an office's line without the office it is below."""
    figures, total = session.execute(
        select(Submission.figures, Submission.total).where(Submission.id == one.id)
    ).one()
    return (
        *(f"{one.office_uid}/{one.digest}", one.office_uid, one.office_name, one.office_level),
        *(one.number, f"{one.made_on.isoformat()}T00:00:00Z", one.digest),
        *(figures or "{}", total or "", canonical(dict(counts)).decode()),
    )


def _rows(
    session: Session,
    found: Sequence[ReceivedSubmission],
    counts: Counts,
    personal: frozenset[str],
) -> Iterator[Line]:
    """Yield the rows in the order of their uids: an index gives it, nothing is sorted."""
    connection = session.connection()
    for one in found:
        for register in sorted(counts[one.id], key=lambda name: name + "/"):
            kept, named = _kept(register, personal), title_leaves(register, personal)
            called = SPECS[register].title
            start = f"{one.office_uid}/{register}/"
            for uid, title, content in connection.exec_driver_sql(_ROWS, (one.id, register)):
                told, shown = content, named
                if kept is not None:
                    fields = _fields(content, one)
                    blank = unnamed(register, personal, fields)
                    shown = named and called not in blank
                    told = _less(fields, kept, blank)
                yield (
                    *(start + uid, one.office_uid, register, uid),
                    *(title if shown else None, told),
                )


def _kept(register: str, personal: frozenset[str]) -> frozenset[str] | None:
    """Return the fields of a register that go on upward; None where none was to be left out."""
    declared = SPECS[register]
    if register in personal or not any(one.personal for one in declared.fields):
        return None
    return frozenset(one.name for one in leaving_fields(declared, personal=False))


def _fields(content: str, one: ReceivedSubmission) -> Mapping[str, Any]:
    try:
        return dict(json.loads(content))
    except (ValueError, TypeError) as error:
        raise DamagedFile(
            f"Bản ghi nhận của «{one.office_name}» bị hỏng trong sổ. Hãy mở bản sao lưu gần nhất, "
            "hoặc rút bộ dữ liệu đó ra rồi nhận lại."
        ) from error


def _less(fields: Mapping[str, Any], kept: Collection[str], blank: Collection[str]) -> str:
    """Return the content of a row that goes on upward."""
    told = {name: None if name in blank else fields[name] for name in fields if name in kept}
    return canonical(told).decode()

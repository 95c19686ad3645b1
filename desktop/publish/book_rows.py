"""What of a book is published: offices, submissions, and the rows of those that count.

Texts come out without what PostgreSQL can't keep (the character NUL, halves of surrogates).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.submission import Table, table_sql
from desktop.services import receiving_rows
from desktop.services.receiving_states import ReceivedSubmission
from desktop.services.submission_rows import SubmissionRequest, tables_of
from desktop.storage.models import Office, Submission

Line = tuple[Any, ...]


@dataclass(frozen=True)
class KnownOffice:
    """An office as it is published."""

    uid: str
    name: str
    level: str | None
    parent_uid: str | None
    own: bool = False
    sends_from: date | None = None


def known_offices(session: Session, found: Sequence[ReceivedSubmission]) -> list[Line]:
    """Return the own office, those the book knows, and those that submissions are of."""
    table = Office.__table__.c
    statement = select(
        table.uid, table.name, table.level, table.parent_uid, table.own, table.sends_from
    ).where(table.deleted_at.is_(None))
    offices = {row[0]: KnownOffice(*row) for row in session.execute(statement.order_by(table.id))}
    for one in found:
        offices.setdefault(
            one.office_uid,
            KnownOffice(one.office_uid, one.office_name, one.office_level or None, None),
        )
    return [
        (
            *(_text(one.uid), _text(one.name), _text(one.level), _text(one.parent_uid)),
            *(bool(one.own), one.sends_from),
        )
        for one in offices.values()
    ]


def submission_lines(session: Session, found: Sequence[ReceivedSubmission]) -> Iterator[Line]:
    """Yield the submissions, in the order of the columns of `schema.submissions`."""
    table = Submission.__table__.c
    digests = {one.id: one.digest for one in found}
    seen = set()
    for one in found:
        through = digests.get(one.through_id or 0, "")
        if (one.digest, through) in seen:
            continue
        seen.add((one.digest, through))
        created, answered_on, profile, figures, total = session.execute(
            select(
                table.created_at, table.answered_on, table.profile, table.figures, table.total
            ).where(table.id == one.id)
        ).one()
        yield (
            *(one.digest, through, _text(one.office_uid), one.period_from, one.period_to),
            *(one.number, one.made_on, datetime.fromisoformat(created).astimezone().date()),
            *(one.trust or None, one.answer or None, answered_on, _text(profile)),
            *(one.current, one.counts, _json(figures), _json(total)),
        )


def received_lines(session: Session, found: Sequence[ReceivedSubmission]) -> Iterator[Line]:
    """Yield the rows of the submissions that count, in the order of the columns of `schema.rows`.

    Of a row that an office sent for several periods the one of the latest is given.
    """
    counting = [one for one in found if one.counts]
    counting.sort(key=lambda one: (one.period_to, one.period_from, one.number, one.id))
    counting.reverse()
    counting.sort(key=lambda one: one.office_uid)
    for office, some in groupby(counting, key=lambda one: one.office_uid):
        seen: set[tuple[str, str]] = set()
        for one in some:
            for register in receiving_rows.kept_registers(session, one.id):
                kept = receiving_rows.kept_lines(session, one.id, register)
                yield from _fresh(office, register, one.digest, kept, seen)


def own_lines(session: Session, office: str, wanted: SubmissionRequest) -> Iterator[Line]:
    """Yield the office's own rows as a submission of what is wanted would have them."""
    tables = tables_of(session, wanted, None)
    columns = {one.name: one.columns for one in tables}
    connection = sqlcipher3.dbapi2.connect(":memory:", isolation_level=None)
    try:
        for one in tables:
            _copy(connection, one)
        seen: set[tuple[str, str]] = set()
        for register in receiving_rows.registers_in(columns):
            lines = receiving_rows.lines(connection, Path(), columns, register)
            yield from _fresh(office, register, None, lines, seen)
    finally:
        connection.close()


def _copy(connection: Any, table: Table) -> None:
    """Write a table as it would stand in a submission: what received rows are made from."""
    connection.execute(table_sql(table.name, table.columns, table.numeric))
    marks = ", ".join("?" * len(table.columns))
    connection.execute("BEGIN")
    connection.executemany(
        f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608 - declared names
        table.rows,
    )
    connection.execute("COMMIT")


def _fresh(
    office: str,
    register: str,
    digest: str | None,
    lines: Iterator[receiving_rows.ReceivedLine],
    seen: set[tuple[str, str]],
) -> Iterator[Line]:
    """Yield the rows that were not seen yet, and note them."""
    for uid, title, content in lines:
        row = (register, str(_text(uid)))
        if row not in seen:
            seen.add(row)
            yield (_text(office), *row, digest, _text(title), _row(content))


def _row(content: str) -> str:
    """Return a row's content; it is canonical JSON already."""
    return str(_json(content)) if "\\u" in content or "\x00" in content else content


def _text(words: str | None) -> str | None:
    if words is None or (words.isascii() and "\x00" not in words):
        return words
    return words.replace("\x00", "").encode("utf-8", "ignore").decode()


def _json(text: str | None) -> str | None:
    """Return JSON that PostgreSQL takes: no NUL, no half letters, numbers as Python reads them."""
    if not text:
        return None
    return json.dumps(_kept(json.loads(text, strict=False)), ensure_ascii=False)


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_kept(one) for one in value]
    if isinstance(value, dict):
        return {_text(key): _kept(one) for key, one in value.items()}
    return value

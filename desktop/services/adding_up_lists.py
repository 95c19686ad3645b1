"""Lists over all offices: the received rows of a register with their fields in words.

Rows stand office by office, those of an office by what they are called. A page says where the
next begins; whatever comes in between two pages neither repeats nor loses a row of the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, money_plain, number
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services.adding_up_rows import OWN, Source, content_of, sources_of
from desktop.services.receiving_states import states
from desktop.services.registers import read_rows
from desktop.storage.book import Book
from desktop.storage.models import Office
from desktop.storage.registers import SPECS, TABLES

Key = tuple[bytes, int, bytes, int]
"""Where a row stands: its office's name, its submission, its own name, its id."""
_ALL_AT_ONCE: Final = 500


@dataclass(frozen=True)
class ReceivedListRow:
    """A row of another office, or of the own one (`submission_id` None), with words of its fields.

    `words` has every declared field that came along; '' of one that is empty.
    """

    key: Key
    submission_id: int | None
    office_uid: str
    office_name: str
    uid: str
    title: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class ReceivedList:
    """A page of rows; `after` asks for the next one, None when there is none."""

    rows: tuple[ReceivedListRow, ...]
    after: Key | None


@dataclass(frozen=True)
class _Line:
    key: Key
    source: Source
    id: int
    uid: str
    title: str


def rows(
    book: Book,
    register: str,
    first: date,
    last: date,
    office_uid: str | None = None,
    search: str = "",
    after: Key | None = None,
    limit: int = 100,
    own: bool = False,
) -> ReceivedList:
    """Return rows of a register over all offices, or of one with those below it.

    They are those of the submissions that count for the period; with `own` also the own book's
    of the period, or without a date. `search` looks for words, whatever their marks, in what a row
    is called and in the fields that a search looks at. Raises `UserProblem` for a register that
    is never sent.
    """
    declared = _declared(register)
    with book.read() as session:
        lines = _lines(session, declared, (first, last), office_uid, fold(search), after, own)
        some = list(islice(lines, limit + 1))
        page = some[:limit]
        return ReceivedList(
            tuple(_worded(session, declared, page)), page[-1].key if len(some) > limit else None
        )


def count_rows(
    book: Book, first: date, last: date, office_uid: str | None = None
) -> Mapping[str, int]:
    """Return how many received rows of each register there are, for the registers with some."""
    with book.read() as session:
        listed = json.dumps([one.id for one in _sources(session, (first, last), office_uid)])
        found = session.connection().exec_driver_sql(
            "SELECT r.register, count(*) FROM json_each(?) AS s "
            "CROSS JOIN received_rows AS r WHERE r.submission_id = s.value GROUP BY r.register",
            (listed,),
        )
        counts = {str(register): int(count) for register, count in found}
    return {name: counts[name] for name in SPECS if name in counts}


def _declared(register: str) -> RegisterSpec:
    if register not in SPECS or not SPECS[register].travels:
        raise UserProblem(f"Sổ «{register}» không có trong bộ dữ liệu gửi cấp trên.")
    return SPECS[register]


def _sources(
    session: Session, period: tuple[date, date], office_uid: str | None
) -> tuple[Source, ...]:
    pairs = select(Office.uid, Office.parent_uid).where(
        Office.deleted_at.is_(None), Office.parent_uid.is_not(None)
    )
    parents = {str(row[0]): str(row[1]) for row in session.execute(pairs)}
    return sources_of(states(session, period), (), parents, office_uid)


def _lines(
    session: Session,
    declared: RegisterSpec,
    period: tuple[date, date],
    office_uid: str | None,
    words: str,
    after: Key | None,
    own: bool,
) -> Iterator[_Line]:
    """Yield the rows in order, from after a key on; an office's are read when it is its turn."""
    sources = [
        (natural_sort_key(one.office_name), one) for one in _sources(session, period, office_uid)
    ]
    mine = session.scalars(select(Office).where(Office.own, Office.deleted_at.is_(None))).first()
    if own and mine is not None and office_uid in (None, mine.uid):
        # the own office stands before all others
        sources.append((b"", Source(OWN, mine.uid, mine.name, OWN)))
    for name, source in sorted(sources, key=lambda one: (one[0], one[1].id)):
        if after is not None and (name, source.id) < after[:2]:
            continue
        reading = (
            _own(session, declared, period, words)
            if source.id == OWN
            else _received(session, declared, source, words)
        )
        some = [
            _Line((name, source.id, natural_sort_key(title), row), source, row, uid, title)
            for row, uid, title in reading
        ]
        some.sort(key=lambda one: one.key)
        yield from (one for one in some if after is None or one.key > after)


def _received(
    session: Session, declared: RegisterSpec, source: Source, words: str
) -> Iterator[tuple[int, str, str]]:
    looked = [one.name for one in declared.searched]
    content = "content" if words else "NULL"
    found = session.connection().exec_driver_sql(
        f"SELECT id, uid, title, {content} FROM received_rows "  # noqa: S608 - a word of ours
        "WHERE submission_id = ? AND register = ?",
        (source.id, declared.name),
    )
    for row, uid, title, text in found:
        if words:
            fields = content_of(text, source.office_name)
            said = " ".join(str(fields.get(name) or "") for name in looked)
            if words not in fold(f"{title or ''} {said}"):
                continue
        yield row, uid, title or ""


def _own(
    session: Session, declared: RegisterSpec, period: tuple[date, date], words: str
) -> Iterator[tuple[int, str, str]]:
    table = TABLES[declared.name]
    statement = select(table.c.id).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    if declared.period is not None:
        day = table.c[declared.period]
        statement = statement.where(or_(day.is_(None), day.between(*period)))
    ids = list(session.scalars(statement))
    for start in range(0, len(ids), _ALL_AT_ONCE):
        for row in read_rows(session, declared.name, ids[start : start + _ALL_AT_ONCE]):
            title = row.labels.get(declared.title) or str(row.values.get(declared.title) or "")
            said = " ".join(str(row.values.get(one.name) or "") for one in declared.searched)
            if not words or words in fold(f"{title} {said}"):
                yield row.id, row.uid, title


# words


def _worded(
    session: Session, declared: RegisterSpec, page: Sequence[_Line]
) -> Iterator[ReceivedListRow]:
    received = [one for one in page if one.source.id != OWN]
    contents = _contents(session, received)
    called = _called(session, declared, contents)
    own = _own_words(session, declared, [one.id for one in page if one.source.id == OWN])
    for one in page:
        if one.source.id == OWN:
            words, submission = own.get(one.id, {}), None
        else:
            submission, fields = contents[one.id]
            words = {
                field.name: _words(field, fields[field.name], submission, called)
                for field in declared.fields
                if field.name in fields
            }
        source = one.source
        yield ReceivedListRow(
            one.key, submission, source.office_uid, source.office_name, one.uid, one.title, words
        )


def _contents(session: Session, page: Sequence[_Line]) -> dict[int, tuple[int, Mapping[str, Any]]]:
    """Return the submission and the fields of each row, by its id."""
    names = {one.source.id: one.source.office_name for one in page}
    found = session.connection().exec_driver_sql(
        "SELECT id, submission_id, content FROM received_rows "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([one.id for one in page]),),
    )
    return {row: (of, content_of(text, names[of])) for row, of, text in found}


def _called(
    session: Session,
    declared: RegisterSpec,
    contents: Mapping[int, tuple[int, Mapping[str, Any]]],
) -> Mapping[tuple[int, str, str], str]:
    """Return what the rows that these refer to are called: by submission, register and uid."""
    wanted = {
        (of, field.reference or "", str(fields[field.name]))
        for field in declared.fields
        if field.kind is Kind.REFERENCE
        for of, fields in contents.values()
        if fields.get(field.name)
    }
    found = session.connection().exec_driver_sql(
        "SELECT r.submission_id, r.register, r.uid, r.title FROM json_each(?) AS w "
        "CROSS JOIN received_rows AS r WHERE r.submission_id = w.value ->> 0 "
        "AND r.register = w.value ->> 1 AND r.uid = w.value ->> 2",
        (json.dumps(sorted(wanted)),),
    )
    return {(of, register, uid): title or "" for of, register, uid, title in found}


def _words(
    field: Field, value: Any, submission: int, called: Mapping[tuple[int, str, str], str]
) -> str:
    """Return a field of a received row as paper shows it; what it can't be is shown as it came."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.REFERENCE:
        return called.get((submission, field.reference or "", str(value)), "")
    if field.kind is Kind.CHOICE:
        return field.choice_headings.get(str(value), str(value))
    if field.kind is Kind.BOOLEAN:
        return "x" if value else ""
    try:
        if field.kind is Kind.DATE:
            return date_text(date.fromisoformat(str(value)))
        if field.kind is Kind.PARTIAL_DATE:
            return PartialDate.from_iso(str(value)).display
        if field.kind is Kind.MONEY:
            return money_plain(int(value))
        if field.kind is Kind.POINTS:
            return number(Decimal(int(value)) / 100)
    except ValueError:
        return str(value)
    return str(value)


def _own_words(
    session: Session, declared: RegisterSpec, ids: Sequence[int]
) -> Mapping[int, Mapping[str, str]]:
    from desktop.services.printing import cell_text  # noqa: PLC0415 - it prints what is added up

    return {
        row.id: {
            one.name: cell_text(one, row) for one in declared.fields if one.kind is not Kind.BYTES
        }
        for row in (read_rows(session, declared.name, ids) if ids else ())
    }

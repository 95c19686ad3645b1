"""The log of who did what: what leaves the book is noted here, and a period's deeds are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from desktop.core.changes import Changes, Done
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.terms import AuditAction
from desktop.services.clerks import NOBODY
from desktop.services.history import ERASED_WORDS, Telling
from desktop.storage import audit_chain
from desktop.storage.audit_notes import PAPERS, note
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import SETTINGS
from desktop.storage.models import AuditEntry
from desktop.storage.registers import SPECS, TABLES

MOST: Final = 5_000
"""So many deeds of a period are told at once."""
_CHUNK: Final = 1_000
_ACTIONS: Final[Mapping[str, str]] = {one.value: one.heading for one in AuditAction}
KINDS: Final[tuple[tuple[str, str], ...]] = tuple(_ACTIONS.items())
"""The kinds of entries: values of `AuditAction` with their Vietnamese words."""


# noting


def note_left(
    book: Book,
    action: AuditAction,
    title: str,
    *,
    file: str | Path = "",
    rows: int | None = None,
    pages: int | None = None,
    record: tuple[str, int] | None = None,
) -> Done[None]:
    """Note that something left the book: it was printed, or written into a file.

    `title` names the paper or list; of `file` only the name is kept. `record` (register, id) says
    that it is about one record, in whose history it then stands. To be called after it was done;
    it is no deed to undo; of a book that is only looked at nothing is noted. Raises the
    sentences of the environment.
    """
    if book.read_only:
        return Done(None, Changes())
    facts = {"file": Path(file).name, "rows": rows, "pages": pages}
    told = {name: value for name, value in facts.items() if value not in (None, "")}
    words = ("In" if action is AuditAction.PRINTED else "Xuất") + f": {title}"
    with book.write(words) as session:
        register, uid = PAPERS, ""
        if record is not None:
            table = TABLES[record[0]]
            found = session.scalar(select(table.c.uid).where(table.c.id == record[1]))
            register, uid = (record[0], found) if found else (PAPERS, "")
        note(session, action, title, register=register, row_uid=uid, facts=told)
        return Done(None, changes_of(session))


# reading


@dataclass(frozen=True)
class Asked:
    """Which deeds are told: of a period, of a clerk ('' all, NOBODY), of some kinds (none: all)."""

    first: date
    last: date
    clerk: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Logged:
    """One deed: entries written together."""

    at: datetime  # in the clerk's own time
    clerk: str
    words: str
    kinds: tuple[str, ...]  # Vietnamese words: 'Thêm', 'In giấy', …
    about: str  # of what: registers, with how many records, or the record's name
    first: int  # its entries: from this number
    last: int
    records: int


@dataclass(frozen=True)
class Log:
    """The deeds of a period, earliest first; `more` when there are later ones than are told."""

    asked: Asked
    deeds: tuple[Logged, ...]
    more: bool
    chain: str  # the end of the whole chain, as printed: 'số 1.234, mã 9f2c …'


def log(book: Book, asked: Asked, most: int = MOST) -> Log:
    """Return the deeds of a period. Raises `UserProblem` for a turned period."""
    if asked.first > asked.last:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    with book.read() as session:
        found = [_deed(one) for one in _groups(_read(session, asked), most + 1)]
        return Log(asked, tuple(found[:most]), len(found) > most, chain_words(session))


def clerks(book: Book) -> tuple[str, ...]:
    """Return who stands in the log, by name."""
    with book.read() as session:
        found = session.scalars(select(AuditEntry.clerk).distinct())
        return tuple(sorted((one for one in found if one), key=str.casefold))


def details(book: Book, deed: Logged, most: int = 200) -> tuple[str, ...]:
    """Return what a deed did, a line each: the record, then what became of its fields."""
    with book.read() as session:
        return tuple(details_of(Telling(session), _entries(session, deed), most))


def details_of(telling: Telling, entries: Sequence[Row[Any]], most: int) -> Iterator[str]:
    """Yield the lines of a deed's entries, at most so many; what is left out is a number."""
    for place, entry in enumerate(entries):
        if place >= most:
            yield f"… và {number(len(entries) - most)} mục nữa"
            return
        changes = changes_in(telling, entry)
        yield f"{_ACTIONS.get(entry.action, entry.action)} {subject(entry)}".strip()
        yield from (f"    {one}" for one in changes)


def changes_in(telling: Telling, entry: Row[Any]) -> list[str]:
    """Return what an entry says of fields, files and pages, in words."""
    if entry.erased:
        return [ERASED_WORDS]
    if entry.action in (AuditAction.PRINTED.value, AuditAction.EXPORTED.value):
        return list(_facts(_json(entry.after)))
    if entry.action != AuditAction.CHANGED.value or entry.register not in SPECS:
        return []
    before, after = _json(entry.before), _json(entry.after)
    return [one.words for one in telling.changes(SPECS[entry.register], before, after)]


def subject(entry: Row[Any]) -> str:
    """Return which record an entry is about: 'đảng viên «Nguyễn Văn A»'."""
    if entry.register in (PAPERS, SETTINGS):
        return str(entry.title)
    if entry.register not in SPECS:
        return str(entry.title)
    if not entry.row_uid:
        return str(entry.title)  # '12 đảng viên'
    named = f" «{entry.title}»" if entry.title else ""
    return f"{SPECS[entry.register].singular_heading}{named}"


def read_entries(session: Session, asked: Asked) -> Iterator[list[Row[Any]]]:
    """Yield the entries of a period, deed by deed, with what they say."""
    yield from _groups(_read(session, asked, whole=True), None)


def deed_of_entries(entries: Sequence[Row[Any]]) -> Logged:
    """Return the deed that some entries are."""
    return _deed(entries)


def chain_words(session: Session) -> str:
    """Return the end of the chain for paper: who kept the paper can tell a changed log by it."""
    last, _count, chain = audit_chain.head(session.connection())
    code = chain.hex()[:32].upper()
    return f"mục {number(last)}, mã {' '.join(code[at : at + 4] for at in range(0, 32, 4))}"


def _read(session: Session, asked: Asked, *, whole: bool = False) -> Iterator[Any]:
    """Yield the entries of a period in their order; their values only for the `whole`."""
    columns = AuditEntry.__table__.c
    names = ["id", "at", "batch", "deed", "clerk", "action", "register", "row_uid", "title"]
    names += ["before", "after"] if whole else []
    erased = (columns.payload_hash.is_not(None) & columns.salt.is_(None)).label("erased")
    statement = select(*(columns[one] for one in names), erased)
    statement = statement.where(columns.at >= _utc(asked.first))
    statement = statement.where(columns.at < _utc(asked.last + timedelta(days=1)))
    if asked.clerk:
        statement = statement.where(_by(columns.clerk, asked.clerk))
    if asked.kinds:
        statement = statement.where(columns.action.in_(sorted(asked.kinds)))
    found = session.execute(statement.order_by(columns.id))
    for some in found.partitions(_CHUNK):
        yield from some


def _by(column: ColumnElement[Any], clerk: str) -> ColumnElement[bool]:
    return column.is_(None) if clerk == NOBODY else column == clerk


def _groups(entries: Iterable[Any], most: int | None) -> Iterator[list[Row[Any]]]:
    """Yield the entries of each deed: those of a batch follow each other."""
    group: list[Row[Any]] = []
    count = 0
    for one in entries:
        if group and one.batch != group[0].batch:
            yield group
            count += 1
            if most is not None and count >= most:
                return
            group = []
        group.append(one)
    if group:
        yield group


def _deed(entries: Sequence[Row[Any]]) -> Logged:
    first = entries[0]
    kinds = tuple(dict.fromkeys(_ACTIONS.get(one.action, one.action) for one in entries))
    return Logged(
        local(first.at),
        first.clerk or NOBODY,
        next((one.deed for one in entries if one.deed), ERASED_WORDS),
        kinds,
        _about(entries),
        first.id,
        entries[-1].id,
        len(entries),
    )


def _about(entries: Sequence[Row[Any]]) -> str:
    if len(entries) == 1:
        return subject(entries[0])
    registers = dict.fromkeys(one.register for one in entries)
    named = [SPECS[one].heading if one in SPECS else "Thiết lập, bản in" for one in registers]
    return f"{number(len(entries))} mục: {', '.join(dict.fromkeys(named))}"


def _entries(session: Session, deed: Logged) -> list[Row[Any]]:
    columns = AuditEntry.__table__.c
    names = ("id", "action", "register", "row_uid", "title", "before", "after")
    erased = (columns.payload_hash.is_not(None) & columns.salt.is_(None)).label("erased")
    wanted = select(*(columns[one] for one in names), erased)
    within = columns.id.between(deed.first, deed.last)
    return list(session.execute(wanted.where(within).order_by(columns.id)))


def _facts(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("file"):
        yield f"Tệp: {said['file']}"
    if said.get("pages") is not None:
        yield f"Số trang: {number(said['pages'])}"
    if said.get("rows") is not None:
        yield f"Số dòng: {number(said['rows'])}"


def _json(said: str | None) -> Mapping[str, Any]:
    found = json.loads(said) if said else {}
    return found if isinstance(found, dict) else {}


def _utc(day: date) -> str:
    """Return when a day of the clerk's begins, as entries have it."""
    begin = datetime.combine(day, time()).astimezone()
    return begin.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(at: str) -> datetime:
    """Return the time of an entry on the clerk's own clock."""
    return datetime.fromisoformat(at).astimezone()


Progress = Callable[[int, int], None]


def kinds_of(names: Collection[str]) -> frozenset[str]:
    """Return values of `AuditAction` by value or by their Vietnamese words.

    Raises `UserProblem` for an unknown one.
    """
    known = {words: value for value, words in _ACTIONS.items()} | {one: one for one in _ACTIONS}
    for one in names:
        if one not in known:
            raise UserProblem(f"Không có loại thao tác «{one}». Hiện có: {', '.join(_ACTIONS)}.")
    return frozenset(known[one] for one in names)

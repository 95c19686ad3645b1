"""The history of a record in words, read from the audit entries of it and of what belongs to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from desktop.core.errors import StaleRecord
from desktop.core.formats import date_text, money_plain, number
from desktop.core.register import YEARS, Field, Kind, RegisterSpec
from desktop.core.terms import AuditAction
from desktop.core.vietnamese.dates import PartialDate
from desktop.services.undoing.chains import bounds, depth, root
from desktop.storage import search
from desktop.storage.audit_notes import PASSING
from desktop.storage.book import Book
from desktop.storage.models import AuditEntry
from desktop.storage.registers import TABLES, children, spec

_CHUNK = 500
_MOST_OWNED = 2_000  # rows that belong to one record, of which the history is told
_BESIDE: Final = ("attachments", "notes")
_HIDDEN: Final = frozenset({"owner_register", "owner_uid", "sha256", "media_type"})
_PLAIN_NUMBERS: Final = YEARS | {"position"}
_ACTIONS: Final[Mapping[str, str]] = {one.value: one.heading for one in AuditAction}
EMPTY: Final = "(trống)"
GONE: Final = "(không còn trong sổ)"
ERASED_WORDS: Final = "(nội dung đã xóa cùng dữ liệu cá nhân)"


@dataclass(frozen=True)
class Change:
    """What became of one field: its Vietnamese heading, the value before and after in words."""

    heading: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """Return it as one line: 'Chức vụ: «cũ» → «mới»'."""
        return f"{self.heading}: «{self.before}» → «{self.after}»"


@dataclass(frozen=True)
class Part:
    """What a deed did to one record, or to several that were added together."""

    action: str  # 'Thêm', 'Sửa', 'Xóa', 'Khôi phục', 'Xóa hẳn'
    subject: str  # '' for the record itself, else 'nội dung đăng ký «Giữ gìn…»'
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Event:
    """One deed in the life of a record."""

    batch: str
    at: str  # ISO time, UTC
    words: str
    parts: tuple[Part, ...]
    clerk: str = ""  # who did it; '' where nobody said so
    undone: bool = False  # it was undone later and does not stand


@dataclass(frozen=True)
class History:
    """The deeds, latest first; `more` when there are earlier ones that were not asked for."""

    title: str
    events: tuple[Event, ...]
    more: bool = False


@dataclass(frozen=True)
class _Subject:
    """The rows whose entries tell of a record: uids, and ids by register."""

    register: str
    uid: str
    rows: Mapping[str, tuple[str, int]]  # by uid: register, id (0: gone for good)


def history(book: Book, register: str, row_id: int, most: int = 200) -> History:
    """Return what was done to a record and to what belongs to it, at most so many deeds.

    Rows of a bulk deed are known by the range of ids that its entry names. Raises `StaleRecord`
    when the record is gone for good.
    """
    table = TABLES[spec(register).name]
    with book.read() as session:
        uid = session.scalar(select(table.c.uid).where(table.c.id == row_id))
        if uid is None:
            raise StaleRecord
        subject = _Subject(register, uid, _rows(session, register, row_id, uid))
        entries = _entries(session, subject)
        batches = _latest(entries, most + 1)
        more = len(batches) > most
        told = Telling(session)
        events = [
            _event(told, subject, batches[batch], set(batches)) for batch in list(batches)[:most]
        ]
        title = search.titles_of(session, register, [row_id]).get(row_id, "")
    return History(title, tuple(events), more)


# which entries


def _rows(session: Session, register: str, row_id: int, uid: str) -> dict[str, tuple[str, int]]:
    """Return the record and all that belongs to it, also what is gone for good."""
    found: dict[str, tuple[str, int]] = {uid: (register, row_id)}
    level = [(register, row_id)]
    while level and len(found) < _MOST_OWNED:
        level = [one for owner in level for one in _owned(session, *owner, found)]
    for beside in _BESIDE:
        table = TABLES[beside]
        for some in _parts(list(found)):
            files = select(table.c.uid, table.c.id).where(table.c.owner_uid.in_(some))
            found.update({one: (beside, key) for one, key in session.execute(files)})
        gone = func.json_extract(AuditEntry.before, "$.owner_uid") == uid
        found |= {one: (beside, 0) for one in _gone(session, beside, gone) if one not in found}
    return found


def _owned(
    session: Session, register: str, row_id: int, found: dict[str, tuple[str, int]]
) -> Iterator[tuple[str, int]]:
    for child in children(register):
        table = TABLES[child.name]
        own = select(table.c.uid, table.c.id).where(table.c[child.parent or ""] == row_id)
        for uid, key in session.execute(own.order_by(table.c.id.desc()).limit(_MOST_OWNED)):
            found[uid] = (child.name, key)
            yield child.name, key
        gone = func.json_extract(AuditEntry.before, f"$.{child.parent}") == row_id
        for uid in _gone(session, child.name, gone):
            found.setdefault(uid, (child.name, 0))


def _gone(session: Session, register: str, where: ColumnElement[bool]) -> list[str]:
    """Return the uids of rows that were removed for good."""
    purged = AuditEntry.action == AuditAction.PURGED.value
    gone = select(AuditEntry.row_uid).where(AuditEntry.register == register, purged, where)
    return [one for one in session.scalars(gone.distinct()) if one]


def _entries(session: Session, subject: _Subject) -> list[Row[Any]]:
    """Return the entries of some rows, also those that stand for many rows, latest first."""
    columns = AuditEntry.__table__.c
    names = ("id", "at", "batch", "deed", "clerk", "action", "register", "row_uid", "title")
    wanted = select(*(columns[one] for one in (*names, "before", "after")))
    found: dict[int, Row[Any]] = {}
    for some in _parts(list(subject.rows)):
        for row in session.execute(wanted.where(columns.row_uid.in_(some))):
            found[row.id] = row
    ids: dict[str, set[int]] = defaultdict(set)
    for register, key in subject.rows.values():
        ids[register].add(key)
    together = wanted.where(
        columns.row_uid == "",
        columns.register.in_(sorted(ids)),
        columns.action.not_in((*PASSING, AuditAction.ERASED.value)),
    )
    for row in session.execute(together):
        first, last = bounds(row.after)
        if any(first <= one <= last for one in ids[row.register]):
            found[row.id] = row
    return [found[one] for one in sorted(found, reverse=True)]


def _latest(entries: Sequence[Row[Any]], most: int) -> dict[str, list[Row[Any]]]:
    """Return the entries by batch, latest batch first, each in the order of writing."""
    found: dict[str, list[Row[Any]]] = {}
    for one in entries:
        if one.batch not in found and len(found) == most:
            break
        found.setdefault(one.batch, []).insert(0, one)
    return found


# in words


def _event(
    told: Telling, subject: _Subject, entries: Sequence[Row[Any]], batches: set[str]
) -> Event:
    first = entries[0]
    head = max((one for one in batches if root(one) == root(first.batch)), key=depth)
    # of a chain only the deed itself says so: the undoings say it by their words
    undone = first.batch == root(first.batch) and depth(head) % 2 == 1
    own_first = sorted(entries, key=lambda one: (_place(subject, one), one.id))
    parts = [_part(told, subject, one) for one in own_first]
    kept = [one for one in parts if one.changes or one.action != AuditAction.CHANGED.heading]
    words = first.deed or ERASED_WORDS
    return Event(first.batch, first.at, words, _joined(kept), first.clerk or "", undone)


def _place(subject: _Subject, entry: Row[Any]) -> int:
    return 0 if entry.row_uid == subject.uid else 1


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts without those that say the same again."""
    return tuple(dict.fromkeys(parts))


def _part(told: Telling, subject: _Subject, entry: Row[Any]) -> Part:
    declared = spec(entry.register)
    action = _ACTIONS[entry.action]
    own = entry.row_uid == subject.uid or (not entry.row_uid and entry.register == subject.register)
    if own:
        words = ""
    elif entry.row_uid:
        words = f"{declared.singular_heading} «{_called(declared, entry.title)}»"
    else:
        words = _of_many(subject, entry, declared)
    changed = entry.action not in (AuditAction.CREATED.value, AuditAction.PURGED.value)
    before, after = _values(entry.before), _values(entry.after)
    return Part(action, words, told.changes(declared, before, after) if changed else ())


def _called(declared: RegisterSpec, title: str) -> str:
    """Return the title of an entry; a day as the clerk reads it."""
    if declared.by_name[declared.title].kind is Kind.DATE and title:
        return date_text(date.fromisoformat(title))
    return title


def _of_many(subject: _Subject, entry: Row[Any], declared: RegisterSpec) -> str:
    first, last = bounds(entry.after)
    rows = subject.rows.values()
    count = sum(name == entry.register and first <= key <= last for name, key in rows)
    return f"{count} {declared.singular_heading}"


def _values(said: str | None) -> Mapping[str, Any]:
    return json.loads(said) if said else {}


class Telling:
    """Puts values into words; what references are called is looked up once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._titles: dict[tuple[str, int], str] = {}

    def changes(
        self, declared: RegisterSpec, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> tuple[Change, ...]:
        """Return what became of the fields, in the register's order."""
        found = []
        for field in declared.fields:
            name = field.name
            if name in _HIDDEN or name not in before or before[name] == after.get(name):
                continue
            old, new = self.words(field, before[name]), self.words(field, after.get(name))
            found.append(Change(field.heading, old, new))
        return tuple(found)

    def words(self, field: Field, value: Any) -> str:
        """Return a value of an audit entry as the clerk reads it."""
        if value is None or value == "":
            return EMPTY
        if field.kind is Kind.REFERENCE:
            return self._title(field.reference or "", int(value))
        if field.kind is Kind.CHOICE:
            return field.choice_headings.get(value, str(value))
        if field.kind is Kind.BOOLEAN:
            return "có" if value else "không"
        if field.kind is Kind.DATE:
            return date_text(date.fromisoformat(value))
        if field.kind is Kind.PARTIAL_DATE:
            return _partial(value)
        if field.kind is Kind.MONEY:
            return money_plain(value)
        if field.kind is Kind.POINTS:
            return number(Decimal(value))
        if field.kind is Kind.INTEGER and field.name not in _PLAIN_NUMBERS:
            return number(value)
        return "(nội dung khác)" if field.kind is Kind.BYTES else str(value)

    def _title(self, register: str, row_id: int) -> str:
        """Return what a row is called, or was called when it was removed for good."""
        key = (register, row_id)
        if key not in self._titles:
            known = search.titles_of(self._session, register, [row_id])
            self._titles[key] = known.get(row_id) or self._was_called(register, row_id) or GONE
        return self._titles[key]

    def _was_called(self, register: str, row_id: int) -> str | None:
        gone = (
            select(AuditEntry.title)
            .where(
                AuditEntry.register == register,
                AuditEntry.action == AuditAction.PURGED.value,
                func.json_extract(AuditEntry.before, "$.id") == row_id,
            )
            .order_by(AuditEntry.id.desc())
        )
        return self._session.scalars(gone.limit(1)).first()


def _partial(value: str) -> str:
    try:
        return PartialDate.from_iso(value).display
    except ValueError:  # kept by another program: told as it is
        return value


def _parts(given: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(given), _CHUNK):
        yield given[start : start + _CHUNK]

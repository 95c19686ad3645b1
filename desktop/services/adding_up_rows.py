"""The rows behind what is added up: of the own book and of each submission that counts.

Both are read in one form: uid, what the row is called, and its fields as a submission has them
(references are uids, dates ISO text), so that what is worked out of them has one rule.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from desktop.core.errors import DamagedFile
from desktop.core.register import Kind
from desktop.services.receiving_states import ReceivedSubmission
from desktop.storage.keeping import plain
from desktop.storage.registers import SPECS, TABLES

Content = Mapping[str, Any]
OWN: Final = 0
"""What stands for the own book where the id of a submission is asked for."""
_CHUNK: Final = 500


@dataclass(frozen=True)
class Source:
    """Where rows come from: the own book (`id` is `OWN`), or a submission that counts.

    `addend` is the submission whose figures have these rows in them: itself, the one that it came
    inside, or `OWN`. `whole`: those figures are a total, in which its office has already counted
    once what it knows to be one.
    """

    id: int
    office_uid: str
    office_name: str
    addend: int
    whole: bool = False


@dataclass(frozen=True)
class Found:
    """A row: where from, its uid, its fields."""

    source: Source
    uid: str
    title: str
    content: Content


def sources_of(
    found: Iterable[ReceivedSubmission],
    totals: Collection[int],
    parents: Mapping[str, str],
    office_uid: str | None = None,
) -> tuple[Source, ...]:
    """Return the submissions that count, of all offices or of one with those below it.

    `totals` are those that have a total, `parents` whom each office is below. One that came inside
    that of an office which isn't asked for is added by itself, unless an office between the two
    has a total with it.
    """
    counting = {one.id: one for one in found if one.counts}
    wanted = {one.office_uid for one in counting.values()}
    if office_uid is not None:
        wanted = {one for one in wanted if office_uid in line_of(one, parents)}
    inside = {
        (one.through_id or 0, one.office_uid): one.id
        for one in counting.values()
        if one.through_id is not None
    }

    def addend(one: ReceivedSubmission) -> int:
        carrier = counting.get(one.through_id or 0)
        if carrier is None or carrier.office_uid in wanted:
            return one.id if carrier is None else carrier.id
        best = one.id
        for above in line_of(one.office_uid, parents)[1:]:
            other = inside.get((carrier.id, above))
            if above not in wanted or other is None:
                break
            if other in totals:
                best = other
        return best

    some = [one for one in counting.values() if one.office_uid in wanted]
    parts = {one.id: addend(one) for one in some}
    return tuple(
        Source(one.id, one.office_uid, one.office_name, parts[one.id], parts[one.id] in totals)
        for one in some
    )


def line_of(office_uid: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    """Return an office and those above it, as far as they are known; a ring ends it."""
    line: dict[str, None] = {}
    above: str | None = office_uid
    while above and above not in line:
        line[above] = None
        above = parents.get(above)
    return tuple(line)


class Rows:
    """Reads rows of the own book and of submissions, within a session."""

    def __init__(self, session: Session, sources: Iterable[Source]) -> None:
        self.session = session
        self.of = {one.id: one for one in sources}
        self._known: dict[tuple[int, str, str], Found | None] = {}

    def every(self, register: str) -> Iterator[Found]:
        """Yield all rows of a register, source by source."""
        for source in self.of.values():
            if source.id == OWN:
                yield from self._own(register, TABLES[register].c.deleted_at.is_(None))
            else:
                yield from self._received(source, register, "", ())

    def named(self, register: str, uids: Iterable[str]) -> Iterator[Found]:
        """Yield the rows that have one of these uids, in whatever source."""
        wanted = sorted(set(uids))
        for start in range(0, len(wanted), _CHUNK):
            some = wanted[start : start + _CHUNK]
            if OWN in self.of:
                yield from self._own(register, TABLES[register].c.uid.in_(some))
            statement = (
                "SELECT submission_id, uid, title, content FROM received_rows "
                "WHERE register = ? AND uid IN (SELECT value FROM json_each(?))"
            )
            connection = self.session.connection()
            for row in connection.exec_driver_sql(statement, (register, json.dumps(some))):
                if row[0] in self.of:
                    yield _found(self.of[row[0]], *row[1:])

    def numbered(self, register: str, ids: Iterable[int]) -> Iterator[Found]:
        """Yield received rows by their ids."""
        statement = (
            "SELECT submission_id, uid, title, content FROM received_rows "
            "WHERE register = ? AND id IN (SELECT value FROM json_each(?))"
        )
        connection = self.session.connection()
        given = (register, json.dumps(sorted(ids)))
        for row in connection.exec_driver_sql(statement, given):
            if row[0] in self.of:
                yield _found(self.of[row[0]], *row[1:])

    def below(self, source: Source, register: str, field: str, uid: str) -> list[Found]:
        """Return the rows of a source of which a reference is a row of this uid."""
        if source.id != OWN:
            return list(self._received(source, register, f"AND content ->> '{field}' = ?", (uid,)))
        table, other = TABLES[register], TABLES[SPECS[register].by_name[field].reference or ""]
        referred = select(other.c.id).where(other.c.uid == uid)
        return list(self._own(register, table.c[field].in_(referred)))

    def one(self, source: Source, register: str, uid: str | None) -> Found | None:
        """Return what a reference of a source means, None where it isn't there."""
        if not uid:
            return None
        key = (source.id, register, uid)
        if key not in self._known:
            if source.id == OWN:
                some = self._own(register, TABLES[register].c.uid == uid)
            else:
                some = self._received(source, register, "AND uid = ?", (uid,))
            self._known[key] = next(iter(some), None)
        return self._known[key]

    def remember(self, register: str, found: Found) -> None:
        """Keep a row that was read with many others, for `one`."""
        self._known[found.source.id, register, found.uid] = found

    def called(self, source: Source, register: str, uid: str | None) -> str:
        """Return what a reference is called, '' where that isn't known."""
        found = self.one(source, register, uid)
        return "" if found is None else found.title

    def all_called(self, register: str) -> Mapping[tuple[int, str], str]:
        """Return what the rows of a register are called, by source and uid: of short lists."""
        return {(one.source.id, one.uid): one.title for one in self.every(register)}

    def _received(
        self, source: Source, register: str, further: str, given: Sequence[Any]
    ) -> Iterator[Found]:
        rows = self.session.connection().exec_driver_sql(
            "SELECT uid, title, content FROM received_rows "  # noqa: S608 - words of ours
            f"WHERE submission_id = ? AND register = ? {further} ORDER BY uid",
            (source.id, register, *given),
        )
        for uid, title, content in rows:
            yield _found(source, uid, title, content)

    def _own(self, register: str, condition: ColumnElement[bool]) -> Iterator[Found]:
        table, declared = TABLES[register], SPECS[register]
        fields = [one for one in declared.fields if one.kind is not Kind.BYTES]
        rows = self.session.execute(
            select(table.c.uid, *(table.c[one.name] for one in fields))
            .where(table.c.deleted_at.is_(None), condition)
            .order_by(table.c.id)
        ).all()
        columns: dict[str, Mapping[int, str]] = {}
        for place, one in enumerate(fields, start=1):
            if one.kind is Kind.REFERENCE:
                wanted = {row[place] for row in rows if row[place] is not None}
                columns[one.name] = self._uids(one.reference or "", wanted)
        source = self.of[OWN]
        for row in rows:
            content: dict[str, Any] = {}
            for one, value in zip(fields, row[1:], strict=True):
                if one.name in columns:
                    content[one.name] = columns[one.name].get(value)
                else:
                    content[one.name] = plain(value)
            title = content.get(declared.title)
            yield Found(source, row[0], str(title or ""), content)

    def _uids(self, register: str, wanted: Collection[int]) -> Mapping[int, str]:
        table = TABLES[register]
        found: dict[int, str] = {}
        ids = sorted(wanted)
        for start in range(0, len(ids), _CHUNK):
            some = table.c.id.in_(ids[start : start + _CHUNK]) if ids else false()
            found |= {
                row[0]: row[1]
                for row in self.session.execute(select(table.c.id, table.c.uid).where(some))
            }
        return found


def _found(source: Source, uid: str, title: str | None, content: str) -> Found:
    return Found(source, uid, title or "", content_of(content, source.office_name))


def content_of(text: str, office: str) -> Content:
    """Return the fields of a received row.

    Raises `DamagedFile` when the book's text of it can't be read.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DamagedFile(
            f"Bản ghi nhận của «{office}» bị hỏng trong sổ. Hãy mở bản sao lưu gần nhất, hoặc rút "
            "bộ dữ liệu đó ra rồi nhận lại."
        ) from error
    return found if isinstance(found, dict) else {}


def groups(pairs: Iterable[tuple[Any, Any]]) -> Iterator[list[Any]]:
    """Yield what pairs tie together, each group in the order in which its parts came."""
    above: dict[Any, Any] = {}

    def top(one: Any) -> Any:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for first, second in pairs:
        above[top(second)] = top(first)
    found: dict[Any, list[Any]] = defaultdict(list)
    for one in list(above):
        found[top(one)].append(one)
    yield from found.values()

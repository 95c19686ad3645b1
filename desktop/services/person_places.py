"""Where the book holds a person: one walk over all of its tables, for printing and for erasing.

It follows the declarations, so that a new register is walked, too: rows that refer to the member
(`referring`), what those own (`children`), what is tied to any of them by uid (fields that end
with `_uid`), and every text that names the person. What is certain is told from what only has the
same name: of that, the clerk alone knows whether it is this person.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import StaleRecord
from desktop.core.register import Kind, RegisterSpec
from desktop.core.terms import AuditAction, Direction
from desktop.core.vietnamese.mentions import Mentions
from desktop.services.person_traces import earlier, merged_into
from desktop.storage import clerk_list
from desktop.storage.keeping import SETTINGS
from desktop.storage.models import Member, Setting, Submission
from desktop.storage.registers import SPECS, TABLES, children, referring, spec

MEMBERS: Final = "members"
OFFICE_OWNED: Final = frozenset({"models"})
"""Registers whose rows are the office's even where they are about a member: what such a row owns
(its steps, files, notes) is no data of the person."""
BESIDE_TABLES: Final = frozenset({"audit_entries", "undone_rows", "received_rows", SETTINGS})
"""Tables that are no registers, and are looked through here."""
SILENT_TABLES: Final = frozenset({"audit_head"})
"""Tables without a word on any person: digests and counts."""
OF_OFFICES: Final = frozenset({"office_uid", "parent_uid"})
"""Fields that name an office by its uid."""
_TEXTS: Final = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.LABEL)
_NAMES: Final = ("full_name", "birth_name")
_NUMBERS: Final = ("card_number", "file_number", "badge_number")
_CHUNK: Final = 500
_APART: Final = "\x1f"

Tick = Callable[[int, int], None]
"""Told how much is done of how much; may raise to cancel."""


@dataclass(frozen=True)
class Mention:
    """A row that names the person and is not known to be theirs; id 0 of one gone for good.

    `whole`: all of the row is about who is named (a pledge without a member), not a word in it.
    `entries` are the audit entries of the row that name the person.
    """

    register: str
    id: int
    uid: str
    fields: tuple[str, ...]
    whole: bool = False
    entries: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return self.register, self.uid


@dataclass(frozen=True)
class Receipt:
    """A submission of another office that has rows on the person, as they were received."""

    submission_id: int
    office: str
    period: tuple[Any, Any]
    rows: int


@dataclass(frozen=True)
class Sent:
    """A submission that may have carried the person: made after they were entered."""

    submission_id: int
    made_on: Any
    period: tuple[Any, Any]
    number: int
    registers: tuple[str, ...]


@dataclass
class Places:
    """All that the book holds about a person."""

    member_id: int
    uid: str
    name: str
    mentions: Mentions
    members: frozenset[int] = frozenset()  # with those merged into it, also where gone for good
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)  # by register, bin included
    uids: frozenset[str] = frozenset()
    entries: tuple[int, ...] = ()  # audit entries of these rows, and of rows gone for good
    doubtful: tuple[Mention, ...] = ()
    settings: tuple[str, ...] = ()  # keys
    received: tuple[Receipt, ...] = ()
    issues: tuple[int, ...] = ()  # frozen reports that name the person
    sent: tuple[Sent, ...] = ()
    homonyms: tuple[int, ...] = ()  # other members of the same name
    clerk: bool = False  # a clerk of the book has the name
    undone: int = 0  # parts of what was undone, kept to be done again, that name the person

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each register has of the person."""
        return {register: len(ids) for register, ids in self.rows.items() if ids}


def places_of(session: Session, member_id: int, tick: Tick | None = None) -> Places:
    """Return where the book holds a member; `StaleRecord` when the record is gone.

    `tick` hears of tables looked through and all tables.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise StaleRecord
    every = {member.id, *merged_into(session, member.id)}
    held = owned(session, {MEMBERS: _with(session, MEMBERS, "id", every)})
    mine = uids_of(session, {MEMBERS: held[MEMBERS]})
    names = {member.full_name, member.birth_name, *earlier(session, mine, _NAMES)}
    numbers = {getattr(member, one) for one in _NUMBERS} | {*earlier(session, mine, _NUMBERS)}
    found = Places(member.id, member.uid, member.full_name, Mentions(names, numbers))
    found.members = frozenset(every)
    found.rows = {name: tuple(sorted(held[name])) for name in in_order(held)}
    found.uids = frozenset(uids_of(session, found.rows))
    walk = _Walk(session, found, tick or (lambda _done, _all: None))
    walk.texts()
    walk.entries()
    walk.beside()
    return found


def in_order(held: Mapping[str, Collection[int]]) -> list[str]:
    """Return the registers that have rows, members first."""
    names = [one for one in SPECS if held.get(one)]
    return sorted(names, key=lambda one: (one != MEMBERS, list(SPECS).index(one)))


# what is certain


def owned(session: Session, start: Mapping[str, Iterable[int]]) -> dict[str, set[int]]:
    """Return rows with all that is theirs: what they own, what is tied to them by uid.

    Of members also every row that refers to them.
    """
    held: dict[str, set[int]] = defaultdict(set)
    waiting = [(register, set(ids)) for register, ids in start.items() if ids]
    while waiting:
        register, ids = waiting.pop()
        ids = ids - held[register]
        if not ids:
            continue
        held[register] |= ids
        if register in OFFICE_OWNED:
            continue
        for other, name in _tied(register):
            waiting.append((other, _with(session, other, name, ids)))
        uids = uids_of(session, {register: ids})
        for declared in SPECS.values():
            waiting += [
                (declared.name, _with(session, declared.name, name, uids))
                for name in uid_fields(declared)
            ]
    return {register: ids for register, ids in held.items() if ids}


def _tied(register: str) -> Iterator[tuple[str, str]]:
    if register == MEMBERS:
        yield from ((one.name, name) for one, name in referring(MEMBERS))
        return
    yield from ((one.name, one.parent or "") for one in children(register))


def uid_fields(declared: RegisterSpec) -> tuple[str, ...]:
    """Return the fields of a register that name another row by its uid."""
    return tuple(
        one.name
        for one in declared.fields
        if one.name.endswith("_uid") and one.name not in OF_OFFICES
    )


def _with(session: Session, register: str, name: str, values: Collection[Any]) -> set[int]:
    table = TABLES[register]
    found: set[int] = set()
    for some in _parts(sorted(values)):
        found |= set(session.scalars(select(table.c.id).where(table.c[name].in_(some))))
    return found


def uids_of(session: Session, rows: Mapping[str, Collection[int]]) -> set[str]:
    """Return the uids of rows."""
    found: set[str] = set()
    for register, ids in rows.items():
        table = TABLES[register]
        for some in _parts(sorted(ids)):
            found |= set(session.scalars(select(table.c.uid).where(table.c.id.in_(some))))
    return found


def _parts(given: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(given), _CHUNK):
        yield given[start : start + _CHUNK]


# what names the person


def text_fields(declared: RegisterSpec) -> tuple[str, ...]:
    """Return the fields of a register in which a name can stand."""
    return tuple(one.name for one in declared.fields if one.kind in _TEXTS)


def member_fields(declared: RegisterSpec) -> tuple[str, ...]:
    """Return the fields of a register that refer to a member."""
    return tuple(one.name for one in declared.fields if one.reference == MEMBERS)


class _Walk:
    """Looks through every text of the book for one person."""

    def __init__(self, session: Session, found: Places, tick: Tick) -> None:
        self._session = session
        self._found = found
        self._names = found.mentions
        self._tick = tick
        self._mentions: dict[tuple[str, str], Mention] = {}
        self._others: set[str] = set()  # uids of rows of members of the same name
        self._total = len(SPECS) + len(BESIDE_TABLES)

    def texts(self) -> None:
        """Look through every register."""
        homonyms: list[int] = []
        for place, declared in enumerate(SPECS.values()):
            self._tick(place, self._total)
            mine = set(self._found.rows.get(declared.name, ()))
            for row_id, uid, hit, other in self._named(declared):
                fields = hit
                if row_id in mine:
                    continue
                if declared.name == MEMBERS and "full_name" in fields:
                    homonyms.append(row_id)
                    self._others.add(uid)
                    continue
                whole = bool(member_fields(declared)) and any(
                    declared.by_name[one].kind is Kind.NAME for one in fields
                )
                if other:  # the name in it is that of the member it refers to
                    fields = tuple(
                        one for one in hit if declared.by_name[one].kind is not Kind.NAME
                    )
                    self._others.add(uid)
                    if not fields:
                        continue
                mention = Mention(declared.name, row_id, uid, fields, whole and not other)
                self._mentions[mention.key] = mention
        self._found.homonyms = tuple(homonyms)

    def _named(self, declared: RegisterSpec) -> Iterator[tuple[int, str, tuple[str, ...], bool]]:
        """Yield rows that name the person: id, uid, fields, whether of another member."""
        names, references = text_fields(declared), member_fields(declared)
        if not names:
            return
        listed = ", ".join(f'"{one}"' for one in ("id", "uid", *references, *names))
        # names of our own tables and columns, never a word of the clerk's
        statement = f'SELECT {listed} FROM "{declared.name}"'  # noqa: S608
        begin = 2 + len(references)
        for row in self._session.connection().exec_driver_sql(statement):
            texts = [one or "" for one in row[begin:]]
            if not self._hit(texts):
                continue
            fields = tuple(
                name for name, one in zip(names, texts, strict=True) if self._names.found(one)
            )
            other = any(one is not None and one != self._found.member_id for one in row[2:begin])
            if fields:
                yield row[0], row[1], fields, other

    def _hit(self, texts: Sequence[str]) -> bool:
        return self._names.within(_APART.join(texts)) or any(map(self._names.is_name, texts))

    def entries(self) -> None:
        """Look through the audit entries: of the person's rows, of rows gone, by name."""
        self._tick(len(SPECS), self._total)
        offices = {name: ids for name, ids in self._found.rows.items() if name in OFFICE_OWNED}
        shared = uids_of(self._session, offices)
        theirs = (set(self._found.uids) | self._gone()) - shared
        ties = [f'"member_id":{one}{end}' for one in self._found.members for end in ",}"]
        mine: list[int] = []
        named: dict[tuple[str, str], list[int]] = defaultdict(list)
        statement = (
            "SELECT id, register, row_uid, coalesce(deed, '') || x'1f' || coalesce(title, '') "
            "|| x'1f' || coalesce(before, '') || x'1f' || coalesce(after, '') FROM audit_entries"
        )
        for entry, register, uid, raw in self._session.connection().exec_driver_sql(statement):
            said = _plain(raw)
            if uid in theirs or (
                uid in shared
                and (any(one in said for one in ties) or self._hit(said.split(_APART)))
            ):
                mine.append(entry)
            elif self._hit(said.split(_APART)) and uid not in self._others:
                named[register, uid].append(entry)
        self._found.entries = tuple(mine)
        for (register, uid), ids in named.items():
            if register == SETTINGS:
                self._found.entries += tuple(ids)  # a confirmation on another record
                continue
            known = self._mentions.get((register, uid)) or Mention(
                register, self._id_of(register, uid), uid, ()
            )
            self._mentions[register, uid] = Mention(
                known.register, known.id, known.uid, known.fields, known.whole, tuple(ids)
            )
        self._found.doubtful = tuple(self._mentions.values())

    def _id_of(self, register: str, uid: str) -> int:
        if register not in TABLES:
            return 0
        table = TABLES[register]
        return self._session.scalar(select(table.c.id).where(table.c.uid == uid)) or 0

    def _gone(self) -> set[str]:
        """Return the uids of rows of the person that were removed for good."""
        statement = (
            "SELECT register, row_uid, before FROM audit_entries "
            "WHERE action = ? AND before IS NOT NULL"
        )
        held = {name: set(ids) for name, ids in self._found.rows.items()}
        uids: set[str] = set()
        waiting = [
            (register, uid, json.loads(before))
            for register, uid, before in self._session.connection().exec_driver_sql(
                statement, (AuditAction.PURGED.value,)
            )
            if register in TABLES
        ]
        more = True
        while more:
            more = False
            for register, uid, before in waiting:
                if uid in uids or not self._was_theirs(register, before, held, uids):
                    continue
                uids.add(uid)
                held.setdefault(register, set()).add(before.get("id") or 0)
                more = True
        return uids

    def _was_theirs(
        self, register: str, before: Mapping[str, Any], held: Mapping[str, set[int]],
        uids: Collection[str],
    ) -> bool:  # fmt: skip
        declared = spec(register)
        who = ("id",) if register == MEMBERS else member_fields(declared)
        if any(before.get(one) in self._found.members for one in who):
            return True
        parent = declared.parent
        above = declared.by_name[parent].reference or "" if parent is not None else ""
        owner = before.get(parent or "")
        if owner and above not in OFFICE_OWNED and owner in held.get(above, ()):
            return True
        known = {*uids, *self._found.uids}
        return any(before.get(one) in known for one in uid_fields(declared) if before.get(one))

    def beside(self) -> None:
        """Look through settings, received rows, frozen reports and what was sent."""
        self._tick(self._total - 1, self._total)
        session, found = self._session, self._found
        found.settings = tuple(
            key
            for key, value in session.execute(select(Setting.key, Setting.value))
            if key != clerk_list.KEY
            and (any(uid in key for uid in found.uids) or self._names.within(_plain(str(value))))
        )
        found.clerk = any(map(self._names.is_name, clerk_list.known(session)))
        found.received = tuple(self._received())
        found.issues = tuple(self._issues())
        found.sent = tuple(sent(session, found))
        found.undone = self._undone()
        self._tick(self._total, self._total)

    def _received(self) -> Iterator[Receipt]:
        statement = "SELECT submission_id, uid, coalesce(title, ''), content FROM received_rows"
        counts: dict[int, int] = defaultdict(int)
        for submission, uid, title, content in self._session.connection().exec_driver_sql(
            statement
        ):
            counts[submission] += uid in self._found.uids or self._hit((title, _plain(content)))
        for submission, rows in sorted(counts.items()):
            one = self._session.get(Submission, submission) if rows else None
            if one is not None:
                yield Receipt(one.id, one.office_name, (one.period_from, one.period_to), rows)

    def _issues(self) -> Iterator[int]:
        statement = "SELECT id, content FROM report_issues WHERE content IS NOT NULL"
        for issue, content in self._session.connection().exec_driver_sql(statement):
            try:
                said = zlib.decompress(content).decode("utf-8", "replace")
            except zlib.error:  # `check` tells of it
                continue
            if self._names.within(_plain(said)):
                yield issue

    def _undone(self) -> int:
        held = self._session.connection().exec_driver_sql("SELECT rows FROM undone_rows")
        said = (zlib.decompress(rows).decode("utf-8", "replace") for (rows,) in held)
        return sum(
            self._names.within(_plain(one)) or any(uid in one for uid in self._found.uids)
            for one in said
        )


def _plain(said: str) -> str:
    """Return JSON with its line ends as such: the 'n' of an escaped one is no letter of a name."""
    return said.replace("\\n", "\n")


def sent(session: Session, found: Places) -> Iterator[Sent]:
    """Yield the submissions that may have carried the person, as far as the book knows.

    What a submission had in it is not kept, only how many rows of which registers.
    """
    table = TABLES[MEMBERS]
    entered = session.scalar(select(table.c.created_at).where(table.c.id == found.member_id))
    issued = select(Submission).where(
        Submission.direction == Direction.ISSUED.value, Submission.deleted_at.is_(None)
    )
    for one in session.scalars(issued.order_by(Submission.made_on, Submission.id)):
        if one.created_at < (entered or ""):
            continue
        counts = json.loads(one.counts or "{}")
        carried = tuple(name for name in found.counts if counts.get(name))
        if carried:
            period = (one.period_from, one.period_to)
            yield Sent(one.id, one.made_on, period, one.number or 1, carried)

"""The last deeds of the book, read from the audit entries: which stand, which can be done again.

A deed has a batch B; undoing it is the batch 'undo-B', doing it again 'undo-undo-B', and so on. A
deed stands when its chain has an even number of undoings. A new deed empties the list of what can
be done again, as in every editor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.storage.audit_notes import PAPERS, PASSING
from desktop.storage.models import AuditEntry
from desktop.storage.undone import UNDOING

MOST = 50
"""So many of the last deeds can be undone and done again (the undone ones are among them)."""

_UNDONE, _AGAIN = "Hoàn tác: ", "Làm lại: "


@dataclass(frozen=True)
class Deed:
    """A deed in the book's record: what was done, when, by how many entries."""

    batch: str
    words: str
    at: str  # ISO time, UTC
    entries: int
    stands: bool = True
    again: bool = False  # it was undone and can be done again
    final: bool = False  # it removed records for good or was erased: it can't be undone
    records: int = 0  # how many it wrote; 0 where nobody asked
    about: str = ""  # what the first record that it wrote is called; '' of one among many
    clerk: str = ""  # who did it; '' where nobody said so

    @property
    def named(self) -> str:
        """The words with the record they are about, where they don't name it or a number."""
        named = "«" in self.words or any(one.isdigit() for one in self.words)
        return self.words if named or not self.about else f"{self.words} «{self.about}»"


@dataclass(frozen=True)
class Link:
    """One batch of audit entries: a deed, an undoing or a doing again."""

    batch: str
    words: str
    at: str
    first: int
    last: int
    entries: int
    gone: bool = False
    """Rows were removed for good by it or taken out, or what it says was erased."""
    held: bool = False  # rows that it took out are kept
    about: str = ""  # what the first record that it wrote is called
    clerk: str = ""

    @cached_property
    def deed(self) -> str:
        """The batch of the deed that this link is about."""
        return root(self.batch)

    @property
    def undoes(self) -> bool:
        """Whether after it the deed is undone."""
        return bool(depth(self.batch) % 2)


@dataclass(frozen=True)
class Deeds:
    """The last deeds. `done` and `undone` are in the order in which that happened, latest last."""

    every: tuple[Deed, ...]  # latest first
    done: tuple[str, ...]
    undone: tuple[str, ...]
    heads: Mapping[str, str]
    """The batch by which each of them stands or is undone."""

    @cached_property
    def by_batch(self) -> dict[str, Deed]:
        """The deeds by their batches."""
        return {one.batch: one for one in self.every}

    @property
    def newest(self) -> Deed | None:
        """The latest deed that stands."""
        return self.by_batch[self.done[-1]] if self.done else None

    @property
    def to_undo(self) -> Deed | None:
        """The latest deed that stands and can be undone."""
        found = (self.by_batch[one] for one in reversed(self.done))
        return next((one for one in found if not one.final), None)

    @property
    def to_redo(self) -> Deed | None:
        """What was undone last and can be done again."""
        return self.by_batch[self.undone[-1]] if self.undone else None

    @property
    def in_the_way(self) -> tuple[Deed, ...]:
        """The deeds that can't be undone and are later than the one that is undone next."""
        found = []
        for batch in reversed(self.done):
            if not self.by_batch[batch].final:
                break
            found.append(self.by_batch[batch])
        return tuple(found)


def root(batch: str) -> str:
    """Return the deed that a batch is, undoes or does again."""
    while batch.startswith(UNDOING):
        batch = batch.removeprefix(UNDOING)
    return batch


def depth(batch: str) -> int:
    """Return how many undoings a batch stands for."""
    return (len(batch) - len(root(batch))) // len(UNDOING)


def words_of(words: str, *, undoes: bool) -> str:
    """Return the words of an undoing or a doing again: 'Hoàn tác: xóa 3 khen thưởng'."""
    return (_UNDONE if undoes else _AGAIN) + words[:1].lower() + words[1:]


def link_of(session: Session, batch: str) -> Link | None:
    """Return a batch of audit entries, None when there is none."""
    first, last, count = session.execute(
        select(func.min(AuditEntry.id), func.max(AuditEntry.id), func.count()).where(
            AuditEntry.batch == batch
        )
    ).one()
    if not count:
        return None
    words, at, clerk = session.execute(
        select(AuditEntry.deed, AuditEntry.at, AuditEntry.clerk).where(AuditEntry.id == last)
    ).one()
    return Link(batch, words, at, first, last, count, clerk=clerk or "")


def head_of(session: Session, deed: str) -> Link | None:
    """Return the latest link of a deed's chain, None when the book doesn't know the deed."""
    head = link_of(session, deed)
    while head is not None:
        longer = link_of(session, UNDOING + head.batch)
        if longer is None:
            return head
        head = longer
    return None


def founding(session: Session) -> str | None:
    """Return the deed that made the book: without it there is no office to keep it."""
    first = select(AuditEntry.batch).order_by(AuditEntry.id).limit(1)
    return session.scalars(first).first()


def last_deeds(session: Session, *, counted: bool = False) -> Deeds:
    """Return the last deeds; with `counted` how many records each wrote, else of the next two."""
    links = _last_links(session)
    done: list[str] = []
    undone: list[str] = []
    for link in links:
        for batches in (done, undone):
            if link.deed in batches:
                batches.remove(link.deed)
        if link.undoes:
            undone.append(link.deed)
            continue
        if link.batch == link.deed:
            undone.clear()
        done.append(link.deed)
    heads = {link.deed: link for link in links}
    undone = _whole(undone, heads)
    own = {link.deed: link for link in links if link.batch == link.deed}
    every: list[Deed] = []
    for deed, head in heads.items():
        link = own.get(deed) or link_of(session, deed) or head
        stands = deed in done
        every.append(
            Deed(
                deed,
                link.words,
                link.at,
                link.entries,
                stands,
                deed in undone,
                stands and head.gone,
                _records(session, head) if counted else 0,
                link.about,
                link.clerk,
            )
        )
    firsts = {deed: (own.get(deed) or head).first for deed, head in heads.items()}
    every.sort(key=lambda one: firsts[one.batch], reverse=True)
    latest = {deed: head.batch for deed, head in heads.items()}
    found = Deeds(tuple(every), tuple(done), tuple(undone), latest)
    return found if counted else _next_counted(session, found, heads)


def _whole(undone: list[str], heads: Mapping[str, Link]) -> list[str]:
    """Return the part of what was undone whose rows are still kept, so that it can be redone."""
    found: list[str] = []
    for deed in reversed(undone):
        if heads[deed].gone and not heads[deed].held:
            break
        found.append(deed)
    return found[::-1]


def _next_counted(session: Session, found: Deeds, heads: dict[str, Link]) -> Deeds:
    wanted = {one.batch for one in (found.to_undo, found.to_redo) if one is not None}
    return replace(
        found,
        every=tuple(
            replace(one, records=_records(session, heads[one.batch]))
            if one.batch in wanted
            else one
            for one in found.every
        ),
    )


_PASSING = ", ".join(f"'{one}'" for one in PASSING)
_LINKS = f"""
WITH RECURSIVE links (nth, batch, first, last) AS (
    SELECT 1, batch, (SELECT min(id) FROM audit_entries AS own WHERE own.batch = entry.batch), id
    FROM audit_entries AS entry WHERE id = (
        SELECT id FROM audit_entries WHERE action NOT IN ({_PASSING}) ORDER BY id DESC LIMIT 1)
    UNION ALL
    SELECT nth + 1, entry.batch,
           (SELECT min(id) FROM audit_entries AS own WHERE own.batch = entry.batch), entry.id
    FROM links CROSS JOIN audit_entries AS entry
    WHERE nth < ? AND entry.id = (
        SELECT id FROM audit_entries WHERE id < links.first AND action NOT IN ({_PASSING})
        ORDER BY id DESC LIMIT 1)
)
SELECT links.batch, entry.deed, entry.at, first, last,
       (SELECT count(*) FROM audit_entries AS own WHERE own.batch = links.batch),
       EXISTS (SELECT 1 FROM audit_entries AS own WHERE own.batch = links.batch
               AND (own.action = 'purged' AND own.register <> 'settings'
                    OR own.payload_hash IS NOT NULL AND own.salt IS NULL
                    OR own.action = 'erased'
                    OR own.action = 'restored' AND own.register = '{PAPERS}')),
       EXISTS (SELECT 1 FROM undone_rows AS kept WHERE kept.batch = links.batch),
       (SELECT title FROM audit_entries AS own WHERE own.id = links.first AND own.row_uid <> ''),
       entry.clerk
FROM links JOIN audit_entries AS entry ON entry.id = links.last ORDER BY nth
"""  # noqa: S608 - our own words
"""The last batches, latest first: the entries of one batch follow each other. Papers are none."""
_LOOKED_AT = 3 * MOST


def _last_links(session: Session) -> list[Link]:
    """Return the links of the last deeds, earliest first; the making of the book is none."""
    made = founding(session)
    looked_at = _LOOKED_AT
    while True:
        rows = session.connection().exec_driver_sql(_LINKS, (looked_at,)).all()
        found: list[Link] = []
        deeds: set[str] = set()
        for batch, words, at, first, last, count, gone, held, about, clerk in rows:
            link = Link(
                batch, words, at, first, last, count, bool(gone), bool(held), about or "",
                clerk or "",
            )  # fmt: skip
            if link.batch == made or (link.deed not in deeds and len(deeds) == MOST):
                return found[::-1]
            deeds.add(link.deed)
            found.append(link)
        if len(rows) < looked_at:
            return found[::-1]
        looked_at *= 4  # much was undone and done again


def _records(session: Session, link: Link) -> int:
    """Return how many records a link wrote to."""
    connection = session.connection()
    within = (link.first, link.last)
    alone = connection.exec_driver_sql(
        "SELECT count(DISTINCT row_uid) FROM audit_entries WHERE id BETWEEN ? AND ?"  # noqa: S608
        f" AND row_uid <> '' AND action NOT IN ({_PASSING}, 'erased')",
        within,
    ).scalar_one()
    together = connection.exec_driver_sql(
        "SELECT after FROM audit_entries WHERE id BETWEEN ? AND ? AND row_uid = ''"  # noqa: S608
        f" AND action NOT IN ({_PASSING}, 'erased') AND register <> '{PAPERS}'",
        within,
    )
    ranges = (bounds(after) for (after,) in together)
    return int(alone) + sum(last - first + 1 for first, last in ranges)


def bounds(after: str | None) -> tuple[int, int]:
    """Return the first and last id of rows that one entry stands for."""
    first, last = json.loads(after or "")["ids"]
    return int(first), int(last)

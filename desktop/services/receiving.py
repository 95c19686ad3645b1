"""Receiving: what a lower office sent is verified, shown, taken in whole, and taken out whole.

A file is verified by `desktop.exchange.arrival` before a row of it is read here; it is taken in
by one transaction. Its rows are kept as they were sent (`received_rows`) and nobody edits them.
Which of several submissions of an office holds is told by `receiving_states`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import Direction, Trust
from desktop.exchange.arrival import Arrival, opened
from desktop.exchange.manifest import Manifest
from desktop.exchange.signing import fingerprint
from desktop.exchange.submission import BELOW_OFFICES
from desktop.services import backups, receiving_rows
from desktop.services import bin as recycle_bin
from desktop.services.receiving_changes import TOLD, RegisterChange, all_new, compare
from desktop.services.receiving_checks import in_book, inside_of, period_of, refuse_number, strange
from desktop.services.receiving_offices import (
    BelowOffice,
    accept,
    accept_below,
    forget_key,
    known,
    refuse_new,
    trust_of,
    warnings_on,
)
from desktop.services.receiving_states import (
    Period,
    ReceivedSubmission,
    current_of,
    received,
    states,
)
from desktop.services.receiving_taking import take_in
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import canonical, deed_of
from desktop.storage.models import Submission

__all__ = [
    "Arriving",
    "Period",
    "Received",
    "ReceivedSubmission",
    "RegisterChange",
    "forget_key",
    "look_at",
    "receive",
    "received",
    "states",
    "take_out",
]

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Arriving:
    """A verified file before it is taken in: whose it is, whom it can be trusted to come from.

    `refusal` is the sentence why it can't be taken in, '' where it can be. A file with
    `needs_accept` is taken in only with the clerk's word (`accept=True`).
    """

    path: Path
    manifest: Manifest
    trust: Trust | None  # None where the signature is not the known one: see `refusal`
    office_known: bool
    fingerprint: str  # of the key it is signed with; '' without
    number: int
    replaced: ReceivedSubmission | None
    changes: tuple[RegisterChange, ...]
    below: tuple[BelowOffice, ...]
    warnings: tuple[str, ...]
    refusal: str
    already: bool

    @property
    def needs_accept(self) -> bool:
        """Whether the clerk must say that the office, or a file without signature, is right."""
        return not self.already and self.trust in (Trust.NEW, Trust.UNSIGNED)


@dataclass(frozen=True)
class Received:
    """What was taken in: the submission's id, and how many rows came with it in all."""

    id: int
    manifest: Manifest
    trust: Trust
    number: int
    rows: int
    offices_below: int
    replaced: ReceivedSubmission | None
    changes: tuple[RegisterChange, ...]
    already: bool = False
    warnings: tuple[str, ...] = ()


def look_at(
    book: Book, path: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Arriving:
    """Verify a file and tell what it would change; nothing is written.

    Raises the sentences of `arrival.opened` for a file that can't be trusted or read, and
    `UserProblem` for one that is no submission of another office.
    """
    with opened(path, passphrase, _half(progress)) as arrival:
        manifest = arrival.manifest
        below = inside_of(book, path, arrival)
        with book.read() as session:
            office = known(session, manifest.office_uid)
            trust, refusal = None, ""
            try:
                trust = trust_of(manifest, office)
                refuse_number(session, manifest, below)
            except UserProblem as problem:
                refusal = problem.message
            twin = in_book(session, manifest)
            replaced = current_of(session, manifest.office_uid, period_of(manifest))
            changes = _changes(session, path, arrival, replaced, below, progress)
            arrival.require_unchanged()
            return Arriving(
                path,
                manifest,
                trust,
                office is not None,
                fingerprint(manifest.public_key) if manifest.public_key else "",
                manifest.number,
                None if twin is not None else replaced,
                changes,
                below,
                (*warnings_on(session, manifest, office), *strange(manifest, replaced)),
                refusal if twin is None else "",
                twin is not None,
            )


def receive(
    book: Book,
    path: Path,
    passphrase: str | None = None,
    accept: bool = False,
    progress: Progress | None = None,
) -> Done[Received]:
    """Take a file in as one transaction; one that is in the book already changes nothing.

    `accept` is the clerk's word that a new office is the one it says to be, or that a file without
    signature is right; the office's key is known from then on. Raises the sentences of
    `arrival.opened`, and `UserProblem` for what is refused; nothing is written then.
    """
    with opened(path, passphrase, _half(progress)) as arrival:
        manifest = arrival.manifest
        below = inside_of(book, path, arrival)
        backups.before(book, backups.Reason.RECEIVE)
        with book.write(_words(manifest)) as session:
            twin = in_book(session, manifest)
            if twin is not None:
                return Done(_again(twin, manifest), changes_of(session))
            office = known(session, manifest.office_uid)
            trust = trust_of(manifest, office)
            refuse_number(session, manifest, below)
            if trust is not Trust.KNOWN and not accept:
                refuse_new(manifest, trust)
            replaced = current_of(session, manifest.office_uid, period_of(manifest))
            changes = _changes(session, path, arrival, replaced, below, None)
            warnings = (*warnings_on(session, manifest, office), *strange(manifest, replaced))
            _accept(book, session, manifest, below)
            kept, rows = take_in(session, path, arrival, trust, below, progress)
            arrival.require_unchanged()
            return Done(
                Received(
                    *(kept, manifest, trust, manifest.number, rows, len(below), replaced, changes),
                    warnings=warnings,
                ),
                changes_of(session),
            )


def _half(progress: Progress | None) -> Callable[[int, int], None] | None:
    """Return what is told of the verifying, which is the first half of the work."""
    if progress is None:
        return None

    def told(done: int, total: int) -> None:
        progress(done, 2 * total)

    return told


def _accept(book: Book, session: Session, manifest: Manifest, below: Sequence[BelowOffice]) -> None:
    accept(book, session, manifest, known(session, manifest.office_uid))
    session.flush()
    accept_below(session, manifest, below)


def _again(twin: Submission, manifest: Manifest) -> Received:
    trust = next((one for one in Trust if one.value == twin.trust), Trust.UNSIGNED)
    return Received(twin.id, manifest, trust, manifest.number, 0, 0, None, (), already=True)


def _words(manifest: Manifest) -> str:
    return (
        f"Nhận bộ dữ liệu của «{manifest.office_name}», kỳ {manifest.period_from:%d/%m/%Y} - "
        f"{manifest.period_to:%d/%m/%Y}, lần {manifest.number}"
    )


# what it changes


def _changes(
    session: Session,
    path: Path,
    arrival: Arrival,
    replaced: ReceivedSubmission | None,
    below: Sequence[BelowOffice],
    progress: Progress | None,
) -> tuple[RegisterChange, ...]:
    """Return what changes in each register against what is current; empty registers are left out.

    The lower offices inside are told as the register `below_offices`.
    """
    before = 0 if replaced is None else replaced.id
    kept = receiving_rows.kept_registers(session, before)
    counts = arrival.manifest.counts
    done = total = sum(counts.values())
    found = []
    for name in sorted({*receiving_rows.registers_in(arrival.tables), *kept}):
        if progress is not None:
            progress(done, 2 * total)
            done += counts.get(name, 0)
        sent = partial(receiving_rows.lines, arrival.connection, path, arrival.tables, name)
        if not before:
            found.append(all_new(name, counts[name], sent(TOLD)))
            continue
        now = sent() if name in arrival.tables else iter(())
        found.append(compare(name, receiving_rows.kept_lines(session, before, name), now))
    inside = sorted((one.uid, one.name, _as_content(one.digest)) for one in below)
    statement = select(Submission.office_uid, Submission.office_name, Submission.digest).where(
        Submission.through_id == before, Submission.deleted_at.is_(None)
    )
    were = sorted((str(one[0]), one[1], _as_content(one[2])) for one in session.execute(statement))
    found.append(compare(BELOW_OFFICES, iter(were), iter(inside)))
    return tuple(one for one in found if one.differs or one.same)


def _as_content(digest: str) -> str:
    return canonical({"digest": digest}).decode()


def take_out(book: Book, submission_ids: Sequence[int]) -> Done[int]:
    """Take received submissions out whole, with those that came inside; return how many.

    They lie in the recycle bin until it is emptied, and can be restored; the one before counts
    again. Raises `UserProblem`, with nothing changed, when one was not received or came inside
    another office's.
    """
    with book.write("") as session:
        rows = [session.get(Submission, one) for one in dict.fromkeys(submission_ids)]
        names = []
        for row in rows:
            if (
                row is None
                or row.deleted_at is not None
                or row.direction != Direction.RECEIVED.value
            ):
                raise UserProblem("Bộ dữ liệu này không còn trong sổ hoặc không phải bộ đã nhận.")
            if row.through_id is not None and row.through_id not in submission_ids:
                carrier = session.get_one(Submission, row.through_id)
                raise UserProblem(
                    f"Bộ dữ liệu của «{row.office_name}» đến cùng bộ của «{carrier.office_name}». "
                    f"Hãy rút cả bộ của «{carrier.office_name}»."
                )
            names.append(row.office_name)
        words = f"của «{names[0]}»" if len(names) == 1 else f"của {len(names)} cơ quan"
        deed_of(session).words = f"Rút ra bộ dữ liệu {words}"
        recycle_bin.delete_in(session, "submissions", list(submission_ids))
        return Done(len(names), changes_of(session))

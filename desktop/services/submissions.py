"""Sending upward: what a profile chooses of a period as one file, signed, numbered and noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop import __version__
from desktop.core.changes import Done
from desktop.core.errors import EnvironmentProblem, Problem, UserProblem
from desktop.core.figures_sum import RateSum
from desktop.core.terms import AuditAction, Direction, Trust
from desktop.core.vietnamese.fold import fold
from desktop.exchange.signing import OfficeKey, fingerprint, key_of_passphrase
from desktop.exchange.submission import (
    BELOW_OFFICES,
    SUFFIX,
    Stream,
    Table,
    Written,
    write_to,
)
from desktop.platform.atomic import replace_file, written_beside
from desktop.services import office_keys, registers, submissions_below, undoing
from desktop.services.books import require_other
from desktop.services.figures import figures
from desktop.services.submission_rows import (
    OFFERED,
    SubmissionRequest,
    sendable,
    tables_of,
    with_names,
)
from desktop.storage.book import Book, changes_of
from desktop.storage.engine import SCHEMA_VERSION, translated
from desktop.storage.figures import study_rates
from desktop.storage.keeping import canonical, deed_of
from desktop.storage.models import AuditEntry, Submission
from desktop.storage.models.base import now

_WORDS: Final = "Ghi lần gửi cấp trên"
"""The deed is the note: doing it again notes the same sending once more and sends nothing."""
_NOT_MADE: Final = "Bỏ ghi lần gửi cấp trên chưa lập được tệp"

__all__ = [
    "OFFERED",
    "Before",
    "Prospect",
    "Sent",
    "SubmissionRequest",
    "counts_preview",
    "file_name",
    "prospect",
    "send_upward",
    "suggested_name",
    "with_names",
]

Progress = Callable[[int, int], None]
_LONGEST_STEM = 60  # characters: some USB sticks and mail programs cut longer names
RATES = "study.rates"
"""What the manifest's `sums` call the rates of study sessions: their sum, and how many."""


@dataclass(frozen=True)
class Before:
    """The submission of the same period that the next one replaces."""

    number: int
    made_on: date
    file_name: str
    digest: str


@dataclass(frozen=True)
class Prospect:
    """What the next submission of a period would be; `offices` below sent something for it."""

    number: int
    replaces: Before | None
    offices: int
    key: office_keys.KeyState


@dataclass(frozen=True)
class Sent:
    """A submission that was written: size in bytes, rows per table; what it stands for.

    `fingerprint` is of the key that it is signed with, for the receiver to hear by phone; `anew`
    says that nothing was sent with that key before.
    """

    path: Path
    digest: str
    counts: Mapping[str, int]
    size: int
    number: int
    replaces: Before | None
    fingerprint: str
    anew: bool
    encrypted: bool
    offices: int


def suggested_name(book: Book, request: SubmissionRequest) -> str:
    """Return the name that a submission of this book is given unless the clerk says otherwise."""
    return file_name(book.name, request.period_from, request.period_to)


def file_name(office: str, period_from: date, period_to: date, number: int = 1) -> str:
    """Return a file name made of an office and a period, without diacritics or spaces.

    From the second time on the number is in it: the file before is not written over.
    """
    stem = fold(office).replace(" ", "-")[:_LONGEST_STEM].strip("-") or "so-lieu"
    again = f"_lan-{number}" if number > 1 else ""
    return f"{stem}_{period_from:%Y%m%d}-{period_to:%Y%m%d}{again}{SUFFIX}"


def prospect(book: Book, period_from: date, period_to: date) -> Prospect:
    """Return what the next submission of a period would be."""
    key = office_keys.state_of(book)
    with book.read() as session:
        number, before = _numbered(session, period_from, period_to)
        request = SubmissionRequest(period_from, period_to)
        offices = len(submissions_below.counting(session, request))
    return Prospect(number, before, offices, key)


def send_upward(
    book: Book,
    request: SubmissionRequest,
    target: Path,
    progress: Progress | None = None,
    passphrase: str | None = None,
) -> Done[Sent]:
    """Write the submission, signed and where asked encrypted, and note it in the book.

    It has the next number of its period and replaces the one before. The book notes it before the
    file takes its name: no file goes out with a number that is given again, wherever the program
    ends. Raises `UserProblem` for a bad period, register, ending or passphrase; the sentences of
    the environment, also when the book notes a number and no file has it.
    """
    _require(request, target, book)
    if passphrase is not None:
        key_of_passphrase(passphrase)
    said = _said(book, request)
    key = office_keys.own_key(book)
    with translated(target), written_beside(target) as temporary:
        with book.read() as session:
            number, before = _numbered(session, request.period_from, request.period_to)
            tables: list[Table | Stream] = [*tables_of(session, request, progress)]
            own = sorted(one.name for one in tables)
            tables += submissions_below.below_tables(session, book.origin, request)
            manifest = {
                **said,
                "registers": canonical(own).decode(),
                "number": str(number),
                "replaces": before.digest if before else "",
            }
            written = write_to(temporary, manifest, tables, key, passphrase, progress)
        written = replace(written, path=target)
        done, batch = _note(book, request, written, manifest, before, key, passphrase is not None)
        try:
            replace_file(temporary, target)
        except EnvironmentProblem as problem:
            _take_back(book, batch, number, temporary, problem)
            raise
    return done


def _take_back(
    book: Book, batch: str, number: int, temporary: Path, problem: EnvironmentProblem
) -> None:
    """Take back the note of a file that didn't get its name; tell of it where that can't be done.

    Where the temporary file isn't there any more the file may lie under its name all the same (a
    folder that couldn't be synced, a stick that was pulled out): its number isn't given again.
    """
    with suppress(OSError, Problem):
        if temporary.exists():
            undoing.take_back(book, batch, _NOT_MADE)
            return
    raise EnvironmentProblem(
        f"{problem.message} Sổ đã ghi lần gửi {number} nhưng tệp có thể chưa có: hãy gửi lại, "
        f"tệp mới là lần gửi {number + 1} và thay cho lần {number}."
    ) from problem


def _said(book: Book, request: SubmissionRequest) -> dict[str, str]:
    """Return what the manifest says of the office and its figures."""
    first, last = request.period_from, request.period_to
    office = registers.own_office(book)
    with book.read() as session:
        rates = study_rates(session, first, last)
    return {
        "office_uid": office.uid,
        "office_name": str(office.values["name"]),
        "office_level": str(office.values["level"]),
        "office_parent": str(office.values["parent_name"] or ""),
        "period_from": first.isoformat(),
        "period_to": last.isoformat(),
        "made_at": now(),
        "program_version": __version__,
        "schema_version": str(SCHEMA_VERSION),
        "personal": canonical(sorted(request.personal)).decode(),
        "profile": request.profile,
        "figures": canonical(figures(book, first, last).to_json_dict()).decode(),
        "sums": canonical(_sums(rates)).decode(),
        "total": _total(book, first, last),
    }


def _sums(rates: RateSum) -> dict[str, list[float]]:
    return {RATES: [rates.total, rates.sessions]}


def _total(book: Book, first: date, last: date) -> str:
    """Return the figures with those of the offices below as JSON, '' where nothing came in."""
    from desktop.services import adding_up  # noqa: PLC0415 - it reads what was sent, too

    found = adding_up.total_of(book, first, last)
    if found is None:
        return ""
    return canonical({**found.figures.to_json_dict(), "sums": _sums(found.rates)}).decode()


def _numbered(session: Session, first: date, last: date) -> tuple[int, Before | None]:
    """Return the next number of a period, and what it replaces.

    A number that was given once is not given again, also when its submission lies in the bin,
    was removed for good or was undone: the office above may have the file.
    """
    found: Sequence[Any] = session.scalars(
        select(Submission)
        .where(
            Submission.direction == Direction.ISSUED.value,
            Submission.period_from == first,
            Submission.period_to == last,
        )
        .order_by(Submission.id)
    ).all()
    given = [Before(one.number or 1, one.made_on, one.file_name, one.digest) for one in found]
    given += _taken_out(session, first, last)
    if not given:
        return 1, None
    latest = max(given, key=lambda one: one.number)
    return latest.number + 1, latest


def _taken_out(session: Session, first: date, last: date) -> Iterator[Before]:
    """Yield what was sent of a period and is no longer in the book, as the log tells."""
    said = session.scalars(
        select(AuditEntry.before).where(
            AuditEntry.register == "submissions",
            AuditEntry.action == AuditAction.PURGED.value,
            AuditEntry.before.is_not(None),
            AuditEntry.deed != _NOT_MADE,
            func.json_extract(AuditEntry.before, "$.direction") == Direction.ISSUED.value,
            func.json_extract(AuditEntry.before, "$.period_from") == first.isoformat(),
            func.json_extract(AuditEntry.before, "$.period_to") == last.isoformat(),
        )
    )
    for one in said:
        was = json.loads(one or "{}")  # of an earlier schema it may lack what came later
        made_on = date.fromisoformat(was.get("made_on") or last.isoformat())
        number, name = was.get("number") or 1, was.get("file_name") or ""
        yield Before(number, made_on, name, was.get("digest") or "")


def _note(
    book: Book,
    request: SubmissionRequest,
    written: Written,
    manifest: Mapping[str, str],
    before: Before | None,
    key: OfficeKey,
    encrypted: bool,
) -> tuple[Done[Sent], str]:
    """Note in the book what is sent; return the deed's batch, too."""
    with book.write(_WORDS) as session:
        anew = not office_keys.was_used(session, key)
        office_keys.note_used(session)
        noted = {
            "direction": Direction.ISSUED.value,
            "office_name": book.name,
            "office_uid": manifest["office_uid"],
            "office_level": manifest["office_level"],
            "made_on": date.today(),  # noqa: DTZ011 - the clerk's own calendar day
            "period_from": request.period_from,
            "period_to": request.period_to,
            "file_name": written.path.name,
            "digest": written.digest,
            "counts": canonical(dict(written.counts)).decode(),
            "number": int(manifest["number"]),
            "replaces": manifest["replaces"] or None,
            "profile": request.profile or None,
            "trust": (Trust.NEW if anew else Trust.KNOWN).value,
            "figures": manifest["figures"],
            "total": manifest["total"] or None,
        }
        registers.save_in(session, "submissions", noted)
        changes = changes_of(session)
        batch = deed_of(session).batch
    sent = Sent(
        path=written.path,
        digest=written.digest,
        counts=written.counts,
        size=written.size,
        number=int(manifest["number"]),
        replaces=before,
        fingerprint=fingerprint(key.public),
        anew=anew,
        encrypted=encrypted,
        offices=written.counts.get(BELOW_OFFICES, 0),
    )
    return Done(sent, changes), batch


def _require(request: SubmissionRequest, target: Path, book: Book) -> None:
    if request.period_from > request.period_to:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    if target.suffix.lower() != SUFFIX:
        raise UserProblem(f"Tên tệp gửi cấp trên phải có đuôi {SUFFIX}.")
    require_other(target, book.path)
    sendable(request.registers)


def counts_preview(book: Book, request: SubmissionRequest) -> dict[str, int]:
    """Return how many rows of each register would be sent."""
    with book.read() as session:
        return {one.name: len(one.rows) for one in tables_of(session, request, None)}

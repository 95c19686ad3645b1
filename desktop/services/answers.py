"""Answering a submission, and taking in the answer to one's own: a small file back down.

The office that received writes it (`write_answer`): accepted or to be corrected, words to the
whole, and the remarks on single records that aren't settled. The office that sent takes it in
(`take_answer`) in one transaction: the answer stands on its submission, each remark at its record
(`desktop.services.remarks`). Of several answers to one submission the one made last holds, in
whatever order they come; what it no longer says and isn't settled goes to the recycle bin.

The book notes of each submission which answer is the last (a setting `answer:<digest>`, undone
with the deed), so that the same file again and an older one change nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop import __version__
from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.terms import Answer, Direction, Trust
from desktop.core.vietnamese.fold import clean
from desktop.exchange.arrival import opened
from desktop.exchange.manifest import Manifest
from desktop.exchange.submission import SUFFIX, write_file
from desktop.services import answer_files, answer_taking, office_keys, registers, remarks
from desktop.services.answer_files import SentAnswer, SentRemark
from desktop.services.answer_taking import Case
from desktop.services.books import require_other
from desktop.services.submissions import file_name
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Submission
from desktop.storage.models.base import now

__all__ = [
    "ArrivingAnswer",
    "TakenAnswer",
    "WrittenAnswer",
    "look_at_answer",
    "suggested_name",
    "take_answer",
    "write_answer",
]

Progress = Callable[[int, int], None]
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer that was written; `remarks` of them are on records or on the whole."""

    path: Path
    digest: str
    office_name: str
    answer: Answer
    remarks: int
    size: int


@dataclass(frozen=True)
class ArrivingAnswer:
    """A verified answer before it is taken in.

    `asks` is the sentence why the clerk's word is needed (`accept=True`), '' where it isn't.
    """

    path: Path
    manifest: Manifest
    submission_id: int
    file_name: str
    number: int
    answer: Answer
    on: date
    words: str
    remarks: tuple[SentRemark, ...]
    new: int
    gone: int
    fingerprint: str
    trust: Trust
    asks: str
    already: bool

    @property
    def office_name(self) -> str:
        """Who answers."""
        return self.manifest.office_name


@dataclass(frozen=True)
class TakenAnswer:
    """What was taken in: `new` remarks, `gone` that the newer answer no longer has."""

    submission_id: int
    office_name: str
    answer: Answer
    on: date
    words: str
    new: int
    gone: int
    trust: Trust
    already: bool = False


# down


def suggested_name(book: Book, submission_id: int) -> str:
    """Return a name for the file of the answer to a received submission.

    Raises `StaleRecord` when there is no such submission.
    """
    with book.read() as session:
        sent = session.get(Submission, submission_id)
        if sent is None:
            raise StaleRecord
        name = file_name(sent.office_name, sent.period_from, sent.period_to, sent.number or 1)
    return f"tra-loi_{name}"


def write_answer(
    book: Book,
    submission_id: int,
    answer: Answer,
    target: Path,
    words: str = "",
    passphrase: str | None = None,
) -> Done[WrittenAnswer]:
    """Write the answer to a received submission, signed, and note it on the submission.

    With it go the remarks on the submission and on those that came inside it, but for the settled.
    Raises `StaleRecord` when the submission is gone, `UserProblem` for one that can't be answered,
    a bad ending or a correction that says nothing, and the sentences of the environment.
    """
    if target.suffix.lower() != SUFFIX:
        raise UserProblem(f"Tên tệp phiếu trả lời phải có đuôi {SUFFIX}.")
    require_other(target, book.path)
    said_words = clean(words, multiline=True)
    if len(said_words) > answer_files.LONGEST_WORDS:
        raise UserProblem("Lời trả lời dài quá 10.000 ký tự. Hãy viết ngắn lại.")
    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    with book.read() as session:
        sent = _answerable(session, submission_id)
        said = SentAnswer(
            sent.office_uid or "", sent.digest, answer, today, said_words, _to_send(session, sent)
        )
        made_at = _moment_after(session, sent.digest)
    if len(said.remarks) > answer_files.MOST_REMARKS:
        raise UserProblem("Có quá 5.000 ý kiến cho bộ dữ liệu này. Hãy bớt ý kiến rồi làm lại.")
    if answer is Answer.TO_CORRECT and not said.words and not said.remarks:
        raise UserProblem(
            "Đề nghị chỉnh sửa nhưng chưa nói chỉnh sửa gì. Hãy ghi ý kiến vào bản ghi hoặc viết "
            "lời trả lời."
        )
    key = office_keys.own_key(book)
    fresh = not target.exists()
    manifest = _manifest(book, sent, said, made_at)
    table = answer_files.table_of(said.remarks)
    written = write_file(target, manifest, [table], key, passphrase)
    try:
        done = _note_answered(book, submission_id, said, made_at, written.digest)
    except BaseException:
        if fresh:  # a file that the book knows nothing of must not go out
            target.unlink(missing_ok=True)
        raise
    found = WrittenAnswer(
        target, written.digest, sent.office_name, answer, len(said.remarks), written.size
    )
    return Done(found, done.changes)


def _answerable(session: Session, submission_id: int) -> Submission:
    sent = session.get(Submission, submission_id)
    if sent is None or sent.deleted_at is not None:
        raise StaleRecord
    if sent.direction != Direction.RECEIVED.value:
        raise UserProblem("Chỉ trả lời được bộ dữ liệu nhận từ cấp dưới. Hãy chọn bộ đã nhận.")
    if sent.through_id is not None:
        carrier = session.get_one(Submission, sent.through_id)
        raise UserProblem(
            f"Bộ dữ liệu của «{sent.office_name}» đến cùng bộ của «{carrier.office_name}». "
            f"Hãy trả lời bộ của «{carrier.office_name}»."
        )
    return sent


def _to_send(session: Session, sent: Submission) -> tuple[SentRemark, ...]:
    return tuple(
        SentRemark(one.uid, one.row_register, one.row_uid, one.row_title, one.words, one.made_on)
        for one in remarks.lines_to_send(session, sent)
    )


def _moment_after(session: Session, digest: str) -> str:
    """Return the moment of an answer: now, but later than the one before it."""
    moment = now()
    before = answer_taking.last_answer(session, digest)
    if before is not None and before.made_at >= moment:
        last = datetime.strptime(before.made_at, _MOMENT).replace(tzinfo=UTC)
        moment = (last + timedelta(seconds=1)).strftime(_MOMENT)
    return moment


def _manifest(book: Book, sent: Submission, said: SentAnswer, made_at: str) -> dict[str, str]:
    office = registers.own_office(book)
    return {
        "office_uid": office.uid,
        "office_name": str(office.values["name"]),
        "office_level": str(office.values["level"]),
        "office_parent": str(office.values["parent_name"] or ""),
        "period_from": sent.period_from.isoformat(),
        "period_to": sent.period_to.isoformat(),
        "made_at": made_at,
        "program_version": __version__,
        "schema_version": str(answer_files.SCHEMA),
        "registers": "[]",
        "personal": "[]",
        "figures": "{}",
        "number": str(sent.number or 1),
        **answer_files.manifest_of(said),
    }


def _note_answered(
    book: Book, submission_id: int, said: SentAnswer, made_at: str, digest: str
) -> Done[None]:
    with book.write("") as session:
        sent = _answerable(session, submission_id)
        answer_taking.name_deed(session, "Trả lời", sent)
        sent.answer = str(said.answer.value)
        sent.answered_on = said.on
        sent.receipt = said.words or None
        answer_taking.note_last(session, said.digest, made_at, digest)
        session.flush()
        return Done(None, changes_of(session))


# and taken in


def look_at_answer(book: Book, path: Path, passphrase: str | None = None) -> ArrivingAnswer:
    """Verify an answer and tell what it would change; nothing is written.

    Raises the sentences of `arrival.opened` for a file that can't be trusted or read, and
    `UserProblem` for an answer that isn't to this book, or is refused.
    """
    with opened(path, passphrase) as arrival:
        said = answer_files.read(path, arrival)
        with book.read() as session:
            case = answer_taking.judged(session, book.origin, path, arrival.manifest, said)
            plan = answer_taking.planned(session, case)
            return ArrivingAnswer(
                path=path,
                manifest=arrival.manifest,
                submission_id=case.sent.id,
                file_name=case.sent.file_name,
                number=case.sent.number or 1,
                answer=said.answer,
                on=said.on,
                words=said.words,
                remarks=said.remarks,
                new=len(plan.new),
                gone=len(plan.gone),
                fingerprint=case.fingerprint,
                trust=case.trust,
                asks="" if case.already else case.asks,
                already=case.already,
            )


def take_answer(
    book: Book, path: Path, accept: bool = False, passphrase: str | None = None
) -> Done[TakenAnswer]:
    """Take an answer in as one transaction; the same file again changes nothing.

    `accept` is the clerk's word that the office is the higher one; its key is known from then on.
    Raises the sentences of `arrival.opened`, and `UserProblem` for what is refused; nothing is
    written then.
    """
    with opened(path, passphrase) as arrival:
        said = answer_files.read(path, arrival)
        with book.write("") as session:
            case = answer_taking.judged(session, book.origin, path, arrival.manifest, said)
            if case.already:
                return Done(_taken(case, 0, 0), changes_of(session))
            if case.asks and not accept:
                raise UserProblem(case.asks)
            plan = answer_taking.planned(session, case)
            answer_taking.name_deed(session, "Nhận trả lời", case.sent)
            answer_taking.take_in(session, case, plan)
            arrival.require_unchanged()
            return Done(_taken(case, len(plan.new), len(plan.gone)), changes_of(session))


def _taken(case: Case, new: int, gone: int) -> TakenAnswer:
    said = case.said
    name = case.manifest.office_name
    return TakenAnswer(
        case.sent.id, name, said.answer, said.on, said.words, new, gone, case.trust, case.already
    )

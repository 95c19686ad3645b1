"""Remarks on what was sent: to a lower office on a record it sent, and from the higher one.

A received row is never changed: what the receiving office has to say of it stands beside it, in
the register `remarks`, and goes down in an answer (`desktop.services.answers`). What came from
above is told at the record until the clerk has settled it. A remark knows its record by the uid
that the record has in every book, so that it stays with it when the submission is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.terms import Direction
from desktop.core.vietnamese.fold import clean
from desktop.services import registers
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import ReceivedRow, Remark, Submission
from desktop.storage.registers import MODELS, SPECS

__all__ = [
    "REGISTER",
    "OpenRemark",
    "RemarkLine",
    "change_remark",
    "delete_remarks",
    "open_in",
    "received_row",
    "remarks_of_record",
    "remarks_on",
    "remarks_to",
    "settle",
    "write_remark",
]

REGISTER: Final = "remarks"
_ISSUED, _RECEIVED = Direction.ISSUED.value, Direction.RECEIVED.value
LONGEST: Final = 10_000
"""Characters of a remark, so that every reader takes the file."""


@dataclass(frozen=True)
class RemarkLine:
    """A remark: `office_name` is whom it is for, or from whom it came.

    `row_register` and `row_uid` are '' for one on the whole submission; `row_title` is what the
    record was called in the submission, '' where its name did not leave the office.
    """

    id: int
    uid: str
    received: bool
    office_name: str
    submission_digest: str
    row_register: str
    row_uid: str
    row_title: str
    words: str
    made_on: date
    settled: bool

    @property
    def on(self) -> str:
        """What it is on, in words: 'mô hình «Hũ gạo tình thương»', 'cả bộ dữ liệu'."""
        return record_words(self.row_register, self.row_title)


@dataclass(frozen=True)
class OpenRemark:
    """A remark from above that isn't settled, with the own record it is on (None: without one)."""

    remark: RemarkLine
    row_id: int | None


def record_words(register: str, title: str) -> str:
    """Return what a remark is on, in words."""
    if not register:
        return "cả bộ dữ liệu"
    kind = SPECS[register].singular_heading if register in SPECS else "bản ghi"
    return f"{kind} «{title}»" if title else f"{kind} không nêu tên"


# what the receiving office writes


def write_remark(
    book: Book,
    submission_id: int,
    words: str,
    register: str | None = None,
    uid: str | None = None,
) -> Done[RemarkLine]:
    """Write a remark on a received submission, or on one row of it; the row itself stays as it is.

    The very same remark written twice is one. Raises `InvalidValues` for blank words,
    `StaleRecord` when the submission or the row is not there (any more), `UserProblem` for a
    submission of the own office.
    """
    with book.write("Ý kiến về bộ dữ liệu") as session:
        sent = _received_submission(session, submission_id)
        title = _row_title(session, sent, register, uid)
        _limit(words)
        said = clean(words, multiline=True)
        there = session.scalars(
            select(Remark).where(
                *_live(_ISSUED),
                Remark.submission_digest == sent.digest,
                Remark.row_register.is_not_distinct_from(register),
                Remark.row_uid.is_not_distinct_from(uid),
                Remark.words == said,
            )
        ).first()
        if there is not None:
            return Done(_line(there), changes_of(session))
        on = record_words(register or "", title or "")
        deed_of(session).words = f"Ghi ý kiến về {on} của «{sent.office_name}»"
        values = {
            "direction": _ISSUED,
            "office_name": sent.office_name,
            "submission_digest": sent.digest,
            "row_register": register,
            "row_uid": uid,
            "row_title": title,
            "words": said,
            "made_on": date.today(),  # noqa: DTZ011 - the clerk's own calendar day
        }
        return Done(_line(_save(session, values)), changes_of(session))


def change_remark(book: Book, remark_id: int, words: str) -> Done[RemarkLine]:
    """Change the words of a remark to a lower office; its day is that of the new words.

    Raises `InvalidValues` for blank words, `StaleRecord` when it is gone, `UserProblem` for one
    that came from above.
    """
    with book.write("Sửa ý kiến") as session:
        row = _issued(session, remark_id)
        _limit(words)
        if clean(words, multiline=True) == row.words:
            return Done(_line(row), changes_of(session))
        on = record_words(row.row_register or "", row.row_title or "")
        deed_of(session).words = f"Sửa ý kiến về {on} của «{row.office_name}»"
        today = date.today()  # noqa: DTZ011 - the clerk's own calendar day
        kept = _save(session, {"words": words, "made_on": today}, remark_id)
        return Done(_line(kept), changes_of(session))


def delete_remarks(book: Book, ids: Sequence[int]) -> Done[int]:
    """Move remarks to the recycle bin; raises `StaleRecord` when one is gone."""
    return registers.delete(book, REGISTER, ids)


def remarks_to(book: Book, submission_id: int) -> tuple[RemarkLine, ...]:
    """Return what was written on a submission: to the office that sent it, or by the one above.

    In the order of writing. Raises `StaleRecord` when there is no such submission.
    """
    with book.read() as session:
        sent = session.get(Submission, submission_id)
        if sent is None:
            raise StaleRecord
        return tuple(map(_line, of_submission(session, sent)))


def of_submission(session: Session, sent: Submission) -> list[Remark]:
    """Return the remarks on a submission in the order of writing."""
    way = _RECEIVED if sent.direction == _ISSUED else _ISSUED
    statement = select(Remark).where(*_live(way), Remark.submission_digest == sent.digest)
    return list(session.scalars(statement.order_by(Remark.id)))


def received_row(book: Book, submission_id: int, register: str, words: str) -> str:
    """Return the uid of the row of a submission that has this uid or, else, this title.

    Raises `UserProblem` for none, or several.
    """
    with book.read() as session:
        of = (ReceivedRow.submission_id == submission_id, ReceivedRow.register == register)
        rows = select(ReceivedRow.uid).where(*of)
        if session.scalar(rows.where(ReceivedRow.uid == words)) is not None:
            return words
        found = session.scalars(rows.where(ReceivedRow.title == words).limit(2)).all()
    if len(found) != 1:
        which = "Không có" if not found else "Có nhiều"
        raise UserProblem(
            f"{which} bản ghi «{words}» ở sổ «{register}» của bộ dữ liệu đã nhận. Hãy ghi đúng "
            "tên bản ghi hoặc mã của nó."
        )
    return found[0]


def lines_to_send(session: Session, sent: Submission) -> list[RemarkLine]:
    """Return the remarks that go with the answer to a received submission.

    Of those that came inside it too: their records are told with the name of their office. The
    settled are left out.
    """
    inside = session.scalars(
        select(Submission).where(Submission.through_id == sent.id, Submission.deleted_at.is_(None))
    )
    found = [_line(one) for one in of_submission(session, sent) if not one.settled]
    for other in inside:
        found += [
            _told_of(other.office_name, _line(one))
            for one in of_submission(session, other)
            if not one.settled
        ]
    return found


def _told_of(office: str, line: RemarkLine) -> RemarkLine:
    """Return a remark on what a lower office sent, with that office's name."""
    if not line.row_uid:
        return replace(line, words=f"{office}: {line.words}"[:LONGEST])
    title = f"{office}: {line.row_title}" if line.row_title else office
    return replace(line, row_title=title)


# what came from above


def remarks_on(book: Book, register: str, uid: str) -> tuple[RemarkLine, ...]:
    """Return what came from above about a record: those not settled first, then the newest."""
    statement = (
        select(Remark)
        .where(*_live(_RECEIVED), Remark.row_register == register, Remark.row_uid == uid)
        .order_by(Remark.settled, Remark.made_on.desc(), Remark.id.desc())
    )
    with book.read() as session:
        return tuple(map(_line, session.scalars(statement)))


def remarks_of_record(book: Book, register: str, row_id: int) -> tuple[RemarkLine, ...]:
    """Return what `remarks_on` does for an own record by its id; nothing for one that is gone."""
    model = MODELS[register]
    with book.read() as session:
        uid = session.scalar(select(model.uid).where(model.id == row_id))
    return () if uid is None else remarks_on(book, register, uid)


def settle(book: Book, ids: Iterable[int], settled: bool = True) -> Done[int]:
    """Mark remarks as settled, or as not; return how many changed.

    Raises `StaleRecord` when one is gone.
    """
    with book.write("") as session:
        found = [_there(session, one) for one in dict.fromkeys(ids)]
        changing = [one for one in found if one.settled is not settled]
        deed = "Đánh dấu đã xử lý" if settled else "Đánh dấu chưa xử lý"
        which = f"{len(changing)} ý kiến"
        if len(changing) == 1:
            one = changing[0]
            which = f"ý kiến về {record_words(one.row_register or '', one.row_title or '')}"
        deed_of(session).words = f"{deed} {which}"
        for one in changing:
            one.settled = settled
        session.flush()
        return Done(len(changing), changes_of(session))


def open_in(session: Session) -> list[OpenRemark]:
    """Return the remarks from above that aren't settled, the oldest first, within a session."""
    statement = (
        select(Remark)
        .where(*_live(_RECEIVED), Remark.settled.is_(False))
        .order_by(Remark.made_on, Remark.id)
    )
    return [OpenRemark(_line(one), _own_row(session, one)) for one in session.scalars(statement)]


def _own_row(session: Session, row: Remark) -> int | None:
    if row.row_register is None or row.row_register not in MODELS or row.row_uid is None:
        return None
    model = MODELS[row.row_register]
    statement = select(model.id).where(model.uid == row.row_uid, model.deleted_at.is_(None))
    return session.scalar(statement)


# parts


def _live(direction: str) -> tuple[ColumnElement[bool], ...]:
    return Remark.deleted_at.is_(None), Remark.direction == direction


def _line(row: Remark) -> RemarkLine:
    return RemarkLine(
        row.id,
        row.uid,
        row.direction == _RECEIVED,
        row.office_name,
        row.submission_digest,
        row.row_register or "",
        row.row_uid or "",
        row.row_title or "",
        row.words,
        row.made_on,
        bool(row.settled),
    )


def _save(session: Session, values: dict[str, object], row_id: int | None = None) -> Remark:
    row = registers.save_in(session, REGISTER, values, row_id)
    assert isinstance(row, Remark)  # noqa: S101 - of this register
    return row


def _limit(words: str) -> None:
    if len(words) > LONGEST:
        raise UserProblem(f"Ý kiến dài quá {LONGEST} ký tự. Hãy viết ngắn lại.")


def _received_submission(session: Session, submission_id: int) -> Submission:
    sent = session.get(Submission, submission_id)
    if sent is None or sent.deleted_at is not None:
        raise StaleRecord
    if sent.direction != _RECEIVED:
        raise UserProblem(
            "Đây là bộ dữ liệu do cơ quan mình gửi. Ý kiến chỉ ghi cho bộ dữ liệu nhận từ cấp dưới."
        )
    return sent


def _row_title(
    session: Session, sent: Submission, register: str | None, uid: str | None
) -> str | None:
    """Return what a row of a submission is called; raises `StaleRecord` when it isn't there."""
    if register is None and uid is None:
        return None
    found = session.execute(
        select(ReceivedRow.title).where(
            ReceivedRow.submission_id == sent.id,
            ReceivedRow.register == register,
            ReceivedRow.uid == uid,
        )
    ).first()
    if found is None:
        raise StaleRecord
    return None if found.title is None else str(found.title)


def _there(session: Session, remark_id: int) -> Remark:
    row = session.get(Remark, remark_id)
    if row is None or row.deleted_at is not None:
        raise StaleRecord
    return row


def _issued(session: Session, remark_id: int) -> Remark:
    row = _there(session, remark_id)
    if row.direction != _ISSUED:
        raise UserProblem(
            "Ý kiến này do cấp trên ghi nên không sửa được. Xong việc, hãy đánh dấu «Đã xử lý»."
        )
    return row

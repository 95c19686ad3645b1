"""Whether an answer may be taken in, what it changes, and writing it into the book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import Direction, Trust
from desktop.exchange.manifest import Manifest
from desktop.exchange.signing import fingerprint
from desktop.services import bin as recycle_bin
from desktop.services import remarks
from desktop.services.answer_files import SentAnswer, SentRemark
from desktop.services.house_paper import own_office
from desktop.services.receiving_offices import known
from desktop.storage.keeping import canonical, deed_of
from desktop.storage.models import Office, Remark, Setting, Submission

_NOTED: Final = "answer:"
_RECEIVED: Final = Direction.RECEIVED.value


@dataclass(frozen=True)
class Last:
    """The last answer to a submission that the book knows."""

    made_at: str
    digest: str


@dataclass(frozen=True)
class Case:
    """An answer that may be taken in; `asks` says why the clerk's word is needed, '' without."""

    manifest: Manifest
    said: SentAnswer
    sent: Submission
    office: Office | None
    trust: Trust
    fingerprint: str
    asks: str
    already: bool


@dataclass(frozen=True)
class Plan:
    """What an answer does to the remarks of its submission."""

    new: tuple[SentRemark, ...]
    kept: tuple[tuple[SentRemark, Remark], ...]
    gone: tuple[Remark, ...]


def last_answer(session: Session, digest: str) -> Last | None:
    """Return the last answer to the submission of a digest."""
    noted = session.get(Setting, _NOTED + digest)
    return None if noted is None else Last(**json.loads(noted.value))


def note_last(session: Session, digest: str, made_at: str, answer: str) -> None:
    """Note which answer to a submission is the last; `answer` is the digest of its file."""
    value = canonical({"made_at": made_at, "digest": answer}).decode()
    noted = session.get(Setting, _NOTED + digest)
    if noted is None:
        session.add(Setting(key=_NOTED + digest, value=value))
    else:
        noted.value = value


def name_deed(session: Session, verb: str, sent: Submission) -> None:
    """Name the deed: what is answered, or the answer taken in to what was sent."""
    whose = f" của «{sent.office_name}»" if sent.direction == _RECEIVED else ""
    deed_of(session).words = (
        f"{verb} bộ dữ liệu{whose} kỳ {date_text(sent.period_from)} - "
        f"{date_text(sent.period_to)}, lần {sent.number or 1}"
    )


# whether


def judged(session: Session, origin: str, path: Path, manifest: Manifest, said: SentAnswer) -> Case:
    """Return the case of an answer; raises `UserProblem` for one that can't be taken in."""
    name = manifest.office_name
    if manifest.office_uid == origin:
        raise UserProblem(
            f"«{path.name}» là phiếu trả lời do chính cơ quan của sổ này lập. Hãy chuyển tệp cho "
            "cơ quan cấp dưới được trả lời."
        )
    if said.office_uid != origin:
        raise UserProblem(
            f"«{path.name}» là phiếu trả lời cho cơ quan khác. Hãy mở sổ của cơ quan đó rồi nhận, "
            f"hoặc đề nghị «{name}» gửi đúng phiếu."
        )
    if not manifest.public_key:
        raise UserProblem(
            f"Phiếu trả lời «{path.name}» không có chữ ký nên không biết do ai lập. Hãy đề nghị "
            f"«{name}» lập lại phiếu."
        )
    sent = _sent(session, path, manifest, said)
    office = known(session, manifest.office_uid)
    trust = _trust(manifest, office, origin)
    already = False
    last = last_answer(session, said.digest)
    if last is not None:
        already = last.digest == manifest.digest
        if not already and (last.made_at, last.digest) > (manifest.made_at, manifest.digest):
            raise UserProblem(
                f"Đã nhận phiếu trả lời mới hơn cho bộ dữ liệu này; «{path.name}» lập ngày "
                f"{date_text(manifest.made_on)} đã cũ nên không cần nhận."
            )
    asks = _asks(session, manifest, trust)
    shown = fingerprint(manifest.public_key)
    return Case(manifest, said, sent, office, trust, shown, asks, already)


def _sent(session: Session, path: Path, manifest: Manifest, said: SentAnswer) -> Submission:
    """Return the own submission that is answered."""
    found = session.scalars(
        select(Submission)
        .where(
            Submission.digest == said.digest,
            Submission.direction == Direction.ISSUED.value,
        )
        .order_by(Submission.deleted_at.is_not(None), Submission.id.desc())
    ).first()
    period = (
        f"kỳ {date_text(manifest.period_from)} - {date_text(manifest.period_to)}, "
        f"lần {manifest.number}"
    )
    if found is None:
        raise UserProblem(
            f"«{path.name}» trả lời bộ dữ liệu {period} mà sổ này không có. Hãy mở đúng sổ đã lập "
            f"bộ dữ liệu đó, hoặc hỏi lại «{manifest.office_name}»."
        )
    if found.deleted_at is not None:
        raise UserProblem(
            f"Bộ dữ liệu được trả lời ({period}) đang ở thùng rác. Hãy khôi phục rồi nhận lại."
        )
    return found


def _trust(manifest: Manifest, office: Office | None, origin: str) -> Trust:
    name, key = manifest.office_name, "" if office is None else office.public_key or ""
    if key and key != manifest.public_key:
        raise UserProblem(
            f"Chữ ký của phiếu trả lời không phải của «{name}» mà sổ đã công nhận. Hãy gọi điện "
            f"hỏi «{name}» (số điện thoại đã biết từ trước): có thay khóa chữ ký không, khóa mới "
            f"có phải là {fingerprint(manifest.public_key)} không; nếu đúng, hãy «Quên khóa chữ "
            "ký» của cơ quan đó rồi nhận lại."
        )
    if office is not None and office.parent_uid == origin:
        raise UserProblem(
            f"«{name}» là cơ quan cấp dưới trong sổ này nên không trả lời bộ dữ liệu gửi cấp trên "
            "được. Hãy hỏi lại nơi gửi."
        )
    return Trust.KNOWN if key else Trust.NEW


def _asks(session: Session, manifest: Manifest, trust: Trust) -> str:
    """Return why the clerk's word is needed: a key not known yet, another office above."""
    name = manifest.office_name
    above = own_office(session).parent_uid
    if above and above != manifest.office_uid:
        there = known(session, above)
        called = f"«{there.name}»" if there is not None else "một cơ quan khác"
        return (
            f"Sổ đang ghi cấp trên là {called}, còn phiếu trả lời này của «{name}», khóa chữ ký "
            f"{fingerprint(manifest.public_key)}. Nếu đúng là cấp trên mới, hãy chọn công nhận "
            "rồi nhận."
        )
    if trust is Trust.NEW:
        return (
            f"Sổ chưa công nhận chữ ký của «{name}». Hãy gọi điện đối chiếu khóa "
            f"{fingerprint(manifest.public_key)} rồi chọn công nhận và nhận."
        )
    return ""


# what it changes


def planned(session: Session, case: Case) -> Plan:
    """Return what an answer does to remarks; raises `UserProblem` for remarks of another one."""
    said = {one.uid: one for one in case.said.remarks}
    there = _by_uid(session, case, said)
    new = tuple(one for uid, one in said.items() if uid not in there)
    kept = tuple((said[uid], row) for uid, row in there.items())
    older = session.scalars(
        select(Remark)
        .where(
            Remark.deleted_at.is_(None),
            Remark.direction == _RECEIVED,
            Remark.submission_digest == case.said.digest,
            Remark.settled.is_(False),
        )
        .order_by(Remark.id)
    )
    return Plan(new, kept, tuple(one for one in older if one.uid not in said))


def _by_uid(session: Session, case: Case, said: Mapping[str, SentRemark]) -> dict[str, Remark]:
    """Return the remarks of an answer that the book has already, also in the recycle bin."""
    found = {}
    for row in session.scalars(select(Remark).where(Remark.uid.in_(list(said)))):
        if row.direction != _RECEIVED or row.submission_digest != case.said.digest:
            raise UserProblem(
                "Phiếu trả lời có ý kiến trùng mã với ý kiến khác trong sổ. Hãy đề nghị "
                f"«{case.manifest.office_name}» lập lại phiếu."
            )
        found[row.uid] = row
    return found


def take_in(session: Session, case: Case, plan: Plan) -> None:
    """Write the office, the answer and its remarks into the book."""
    _accept(session, case)
    sent, said = case.sent, case.said
    sent.answer = str(said.answer.value)
    sent.answered_on = said.on
    sent.receipt = said.words or None
    if plan.gone:
        recycle_bin.delete_in(session, remarks.REGISTER, [one.id for one in plan.gone])
    for told, row in plan.kept:
        _renew(row, told)
    session.add_all(_remark(case, one) for one in plan.new)
    note_last(session, said.digest, case.manifest.made_at, case.manifest.digest)
    session.flush()


def _remark(case: Case, told: SentRemark) -> Remark:
    return Remark(
        uid=told.uid,
        origin=case.manifest.office_uid,
        direction=_RECEIVED,
        office_name=case.manifest.office_name,
        submission_digest=case.said.digest,
        row_register=told.row_register or None,
        row_uid=told.row_uid or None,
        row_title=told.row_title or None,
        words=told.words,
        made_on=told.made_on,
    )


def _renew(row: Remark, told: SentRemark) -> None:
    """Let a remark say what it says now; other words are to be settled anew."""
    if row.deleted_at is not None:
        row.deleted_at = None
    if row.words != told.words:
        row.words = told.words
        row.settled = False
    if row.made_on != told.made_on:
        row.made_on = told.made_on
    if (row.row_title or "") != told.row_title:
        row.row_title = told.row_title or None


def _accept(session: Session, case: Case) -> None:
    """Note the higher office, its key, and that it is the one above."""
    manifest, office = case.manifest, case.office
    if office is None:
        office = session.scalar(select(Office).where(Office.uid == manifest.office_uid))
        if office is None:
            office = Office(
                uid=manifest.office_uid,
                name=manifest.office_name,
                level=manifest.office_level,
                parent_name=manifest.office_parent or None,
                own=False,
            )
            session.add(office)
        else:  # it lay in the bin: a uid is once in a book
            office.deleted_at = None
            office.public_key = None
    if office.public_key != manifest.public_key:
        office.public_key = manifest.public_key
        office.known_on = date.today()  # noqa: DTZ011 - the clerk's own calendar day
    own = own_office(session)
    if own.parent_uid != manifest.office_uid:
        own.parent_uid = manifest.office_uid

"""Whom a submission may come from: known offices and their keys, and the offices below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import Level, Trust
from desktop.core.vietnamese.fold import fold
from desktop.exchange.manifest import Manifest
from desktop.exchange.signing import fingerprint
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Office


@dataclass(frozen=True)
class BelowOffice:
    """A submission of a lower office that came inside another one's."""

    uid: str
    name: str
    level: str
    parent_uid: str
    number: int
    made_on: date
    digest: str
    figures: str
    total: str
    counts: str


def known(session: Session, uid: str) -> Office | None:
    """Return the office of a uid, None when the book doesn't know it."""
    return session.scalar(
        select(Office).where(Office.uid == uid, Office.deleted_at.is_(None), ~Office.own)
    )


def trust_of(manifest: Manifest, office: Office | None) -> Trust:
    """Return what the signature says, the file having been verified.

    Raises `UserProblem` when a known office's file is signed with another key or not at all:
    both are what a file made by somebody else looks like.
    """
    key = "" if office is None else office.public_key or ""
    # whom the book knows is asked, not whom the file says
    name = manifest.office_name if office is None else office.name
    other = (
        f" Tệp ghi tên cơ quan là «{manifest.office_name}»: có thể sổ được chép từ sổ của «{name}»."
        if fold(name) != fold(manifest.office_name)
        else ""
    )
    asked = f"Hãy gọi điện hỏi «{name}» (số điện thoại đã biết từ trước)"
    if key and not manifest.public_key:
        raise UserProblem(
            f"Bộ dữ liệu ghi là của «{name}» nhưng không có chữ ký, trong khi chữ ký của cơ quan "
            f"này đã được công nhận.{other} {asked} và đề nghị gửi lại tệp có chữ ký."
        )
    if key and key != manifest.public_key:
        raise UserProblem(
            f"Chữ ký không phải của «{name}» mà sổ đã công nhận.{other} {asked}: có thay khóa chữ "
            f"ký không, khóa mới có phải là {fingerprint(manifest.public_key)} không; nếu đúng, "
            "hãy «Quên khóa chữ ký» của cơ quan đó rồi nhận lại."
        )
    if key:
        return Trust.KNOWN
    return Trust.NEW if manifest.public_key else Trust.UNSIGNED


def refuse_own(book: Book, manifest: Manifest, below: Iterable[BelowOffice]) -> None:
    """Raise `UserProblem` for the own office's data, also among those of offices below."""
    if manifest.office_uid == book.origin:
        raise UserProblem(
            "Đây là bộ dữ liệu do chính cơ quan của sổ này lập để gửi cấp trên. "
            "Hãy chọn tệp của cơ quan khác."
        )
    uids = [one.uid for one in below]
    if book.origin in uids:
        raise UserProblem(
            f"Bộ dữ liệu của «{manifest.office_name}» kê cả cơ quan của sổ này là cấp dưới. "
            "Hãy hỏi lại nơi gửi."
        )
    if manifest.office_uid in uids or len(set(uids)) < len(uids):
        raise UserProblem(
            f"Bộ dữ liệu của «{manifest.office_name}» kê một cơ quan cấp dưới hai lần. "
            "Hãy đề nghị gửi lại."
        )


def refuse_new(manifest: Manifest, trust: Trust) -> None:
    """Raise the `UserProblem` that asks for the clerk's word on a file nobody vouches for."""
    name = manifest.office_name
    if trust is Trust.NEW:
        raise UserProblem(
            f"«{name}» gửi lần đầu hoặc vừa được quên khóa chữ ký. Hãy gọi điện đối chiếu khóa "
            f"{fingerprint(manifest.public_key)} rồi chọn công nhận và nhận."
        )
    raise UserProblem(
        f"Bộ dữ liệu của «{name}» không có chữ ký. Hãy gọi điện hỏi nơi gửi, đối chiếu mã kiểm tra "
        f"{manifest.digest[:16]}… rồi chọn công nhận và nhận."
    )


def warnings_on(session: Session, manifest: Manifest, office: Office | None) -> list[str]:
    """Return sentences on what looks strange about the office; they are shown and never block."""
    found = []
    ranks = [one.value for one in Level]
    live = Office.deleted_at.is_(None)
    own = session.scalar(select(Office.level).where(live, Office.own)) or manifest.office_level
    if ranks.index(manifest.office_level) > ranks.index(own):
        found.append("Nơi gửi là cấp cao hơn cơ quan của sổ này.")
    if office is not None:
        return found + _other_than_known(manifest, office)
    wanted = fold(manifest.office_name)
    # thousands of offices may be known: what a search looks at has the name in it
    alike = live & Office.search_text.contains(wanted, autoescape=True)
    names = session.scalars(select(Office.name).where(alike).order_by(Office.id))
    same = next((one for one in names if fold(one) == wanted), None)
    if same is not None:
        found.append(
            f"Sổ đã có một cơ quan khác cùng tên «{same}»: có thể nơi gửi đã lập sổ mới. "
            "Hãy hỏi nơi gửi, nếu không số liệu có thể bị tính hai lần."
        )
    return found


def _other_than_known(manifest: Manifest, office: Office) -> list[str]:
    found = []
    if fold(office.name) != fold(manifest.office_name):
        found.append(f"Trong sổ, cơ quan này tên là «{office.name}».")
    if office.level != manifest.office_level:
        levels = {one.value: one.heading for one in Level}
        found.append(
            f"Nơi gửi ghi là cấp {levels.get(manifest.office_level, manifest.office_level)}, "
            f"trong sổ là cấp {levels.get(office.level, office.level)}."
        )
    if found:
        found.append("Nếu cơ quan đã đổi, hãy sửa ở danh mục Cơ quan.")
    return found


def accept(book: Book, session: Session, manifest: Manifest, office: Office | None) -> None:
    """Note in the book the office of a submission, and its key where it has none yet."""
    if office is None:
        office = _add(session, manifest.office_uid, manifest.office_name, manifest.office_level)
        office.parent_name = manifest.office_parent or None
    if not office.parent_uid:
        office.parent_uid = book.origin  # it sends here; another office's file may say better
    if manifest.public_key and not office.public_key:
        office.public_key = manifest.public_key
        office.known_on = date.today()  # noqa: DTZ011 - the clerk's own calendar day


def accept_below(session: Session, manifest: Manifest, below: Sequence[BelowOffice]) -> None:
    """Note in the book the offices below the one that sends, and whom each is below."""
    if not below:
        return
    found = select(Office).where(Office.deleted_at.is_(None), ~Office.own)
    offices = {one.uid: one for one in session.scalars(found)}
    names = {one.uid: one.name for one in below} | {manifest.office_uid: manifest.office_name}
    for one in below:
        above = one.parent_uid if one.parent_uid in names else manifest.office_uid
        office = offices.get(one.uid)
        if office is None:
            office = _add(session, one.uid, one.name, one.level)
            office.parent_name = names[above]
        if office.parent_uid != above:
            office.parent_uid = above


def _add(session: Session, uid: str, name: str, level: str) -> Office:
    office = session.scalar(select(Office).where(Office.uid == uid))
    if office is None:
        office = Office(uid=uid, name=name, level=level, own=False)
        session.add(office)
    else:  # it lay in the bin: a uid is once in a book
        office.deleted_at = None
        office.public_key = office.known_on = None
    return office


def forget_key(book: Book, office_id: int) -> Done[str]:
    """Forget an office's key, so that its next submission is one of a new office; return its name.

    Raises `UserProblem` when there is nothing to forget.
    """
    with book.read() as session:
        office = session.get(Office, office_id)
        if office is None or office.deleted_at is not None or not office.public_key:
            raise UserProblem("Cơ quan này chưa có khóa chữ ký nào được công nhận.")
        name = office.name
    with book.write(f"Quên khóa chữ ký của «{name}»") as session:
        office = session.get_one(Office, office_id)
        office.public_key = None
        office.known_on = None
        return Done(name, changes_of(session))


def below_of(rows: Iterable[Mapping[str, Any]]) -> tuple[BelowOffice, ...]:
    """Return the lower offices' submissions of the rows of the table `below_offices`.

    Raises `ValueError` for a day that there is not.
    """
    return tuple(
        BelowOffice(
            uid=str(one["office_uid"]),
            name=str(one["office_name"]),
            level=str(one["office_level"]),
            parent_uid=str(one["parent_uid"] or ""),
            number=int(one["number"]),
            made_on=date.fromisoformat(str(one["made_at"])[:10]),
            digest=str(one["digest"]),
            figures=str(one["figures"]),
            total=str(one["total"] or ""),
            counts=str(one["counts"]),
        )
        for one in rows
    )

"""Free recipients tied to the member or the unit they are; what is printed stays as written."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import AuditAction
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services.award_facts import COLLECTIVE, INDIVIDUAL, folded_names
from desktop.services.commendations import GONE, rename
from desktop.services.filling import post_of
from desktop.storage.book import Book, changes_of
from desktop.storage.models import AuditEntry, Award, Member, Unit

_MOST = 50  # offered


@dataclass(frozen=True)
class TieCandidate:
    """A record that a free recipient may be: what tells it apart, and how well it fits."""

    id: int
    name: str
    detail: str
    unit_fits: bool  # the unit is named in the recipient's post, or is its own


def tie_candidates(book: Book, award_id: int) -> list[TieCandidate]:
    """Return the members (of a collective: the units) whose name is that of a recipient.

    Those whose unit fits too come first. Raises `UserProblem` when the award is gone.
    """
    with book.read() as session:
        award = _award(session, award_id)
        if award.recipient_kind == COLLECTIVE:
            return _units(session, award)
        return _members(session, award)


def _members(session: Session, award: Award) -> list[TieCandidate]:
    wanted, said = folded_names(award.recipient_name), fold(award.recipient_post or "")
    names = select(Member.id, Member.full_name).where(Member.deleted_at.is_(None))
    ids = [row[0] for row in session.execute(names) if fold(row[1]) in wanted]
    found = []
    for one in ids[:_MOST]:
        member = session.get(Member, one)
        if member is None:
            continue
        unit = session.get(Unit, member.unit_id) if member.unit_id is not None else None
        parts = [
            f"sinh {PartialDate.from_iso(member.birth_date).display}" if member.birth_date else "",
            f"thẻ {member.card_number}" if member.card_number else "",
            post_of(member) or "",
            unit.name if unit else "",
        ]
        own = award.unit_id is not None and award.unit_id == member.unit_id
        fits = own or (unit is not None and bool(said) and fold(unit.name) in said)
        detail = " · ".join(part for part in parts if part)
        found.append(TieCandidate(member.id, member.full_name, detail, fits))
    return sorted(found, key=lambda one: not one.unit_fits)


def _units(session: Session, award: Award) -> list[TieCandidate]:
    wanted, said = fold(award.recipient_name), fold(award.recipient_post or "")
    found = []
    for unit in session.scalars(select(Unit).where(Unit.deleted_at.is_(None)).order_by(Unit.id)):
        if fold(unit.name) != wanted:
            continue
        above = session.get(Unit, unit.parent_id) if unit.parent_id is not None else None
        fits = above is not None and bool(said) and fold(above.name) in said
        detail = " · ".join(one for one in (unit.code, above.name if above else None) if one)
        found.append(TieCandidate(unit.id, unit.name, detail, fits))
    return sorted(found, key=lambda one: not one.unit_fits)[:_MOST]


def tie(
    book: Book, award_id: int, member_id: int | None = None, unit_id: int | None = None
) -> Done[str]:
    """Tie a recipient to a member, a collective to a unit; return its name.

    The printed name and post stay as they are; a blank unit becomes the member's. Raises
    `UserProblem` when a record is gone or of the wrong kind.
    """
    with book.write("") as session:
        award = _award(session, award_id)
        rename(session, f"Gắn «{award.recipient_name}» với danh sách")
        if member_id is not None:
            member = session.get(Member, member_id)
            if member is None or member.deleted_at is not None:
                raise UserProblem("Đảng viên này không còn trong sổ. Hãy chọn lại.")
            if award.recipient_kind != INDIVIDUAL:
                raise UserProblem(
                    f"«{award.recipient_name}» không phải là cá nhân nên không gắn với đảng viên."
                )
            award.member_id = member.id
            if award.unit_id is None:
                award.unit_id = member.unit_id
        elif unit_id is not None:
            unit = session.get(Unit, unit_id)
            if unit is None or unit.deleted_at is not None:
                raise UserProblem("Đơn vị này không còn trong sổ. Hãy chọn lại.")
            award.unit_id = unit.id
        return Done(award.recipient_name, changes_of(session))


def untie(book: Book, award_id: int) -> Done[str]:
    """Let a recipient be a free one again; name and post stay as written; return the name.

    A unit that came with the member goes with it; one that was entered stays.
    """
    with book.write("") as session:
        award = _award(session, award_id)
        rename(session, f"Bỏ gắn «{award.recipient_name}» với danh sách")
        if award.recipient_kind == COLLECTIVE or _unit_came_along(session, award):
            award.unit_id = None
        award.member_id = None
        return Done(award.recipient_name, changes_of(session))


def _unit_came_along(session: Session, award: Award) -> bool:
    """Tell whether the unit of a recipient was filled in when the member was."""
    if award.member_id is None or award.unit_id is None:
        return False
    entries = (
        select(AuditEntry.before, AuditEntry.after)
        .where(
            AuditEntry.row_uid == award.uid,
            AuditEntry.register == "awards",
            AuditEntry.action == AuditAction.CHANGED.value,
        )
        .order_by(AuditEntry.id.desc())
    )
    for before, after in session.execute(entries):
        was, became = json.loads(before or "{}"), json.loads(after or "{}")
        if became.get("member_id") is not None or "unit_id" in became:
            filled = "unit_id" in was and was["unit_id"] is None
            return filled and became.get("member_id") is not None
    return False


def _award(session: Session, award_id: int) -> Award:
    found = session.get(Award, award_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem(GONE)
    return found

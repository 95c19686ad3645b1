"""What the clerk does with a campaign: the list of who is expected to pledge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import MemberStatus, PledgerKind, UnitKind
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.models import Campaign, Expected, Member, Unit
from desktop.storage.registers import TABLES

_HEADS = ("bí thư", "chủ tịch", "trưởng", "hiệu trưởng", "giám đốc", "thủ trưởng", "viện trưởng")
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)


class Whom(Enum):
    """Who is put on a campaign's list at once."""

    HEADS = "heads"  # they register first (DOMAIN.md, 'Bến Tre')
    MEMBERS = "members"
    ORGANISATIONS = "organisations"


def list_expected(book: Book, campaign_id: int, whom: Whom) -> Done[int]:
    """Put on a campaign's list whoever of a kind is not on it yet; return how many were added.

    Members who are present and not exempt from activity; units that had not ended by the
    deadline. Heads come first (DOMAIN.md, 'Campaign').
    """
    with book.write("Lập danh sách phải đăng ký") as session:
        campaign = session.get(Campaign, campaign_id)
        if campaign is None or campaign.deleted_at is not None:
            raise UserProblem("Đợt đăng ký này không còn trong sổ. Hãy chọn lại.")
        rows = list(_rows(session, campaign, whom))
        words = f"Lập danh sách đợt đăng ký hạn {date_text(campaign.deadline)}"
        insert_many(session, "expected", rows, words=words)
        return Done(len(rows), changes_of(session))


def _rows(session: Session, campaign: Campaign, whom: Whom) -> Iterator[Mapping[str, Any]]:
    listed = session.execute(
        select(Expected.member_id, Expected.unit_id, Expected.pledger_kind).where(
            Expected.campaign_id == campaign.id, Expected.deleted_at.is_(None)
        )
    ).all()
    if whom is Whom.ORGANISATIONS:
        units = {one.unit_id for one in listed if one.pledger_kind == _ORGANISATION}
        yield from (row for row in _organisations(session, campaign) if row["unit_id"] not in units)
        return
    members = {one.member_id for one in listed}
    present = sorted(session.scalars(_members()), key=lambda one: not is_head(one))
    for member in present:
        if member.id not in members and (whom is Whom.MEMBERS or is_head(member)):
            yield {
                "campaign_id": campaign.id,
                "pledger_kind": PledgerKind.MEMBER.value,
                "name": member.full_name,
                "member_id": member.id,
                "unit_id": member.unit_id,
                "head": is_head(member),
            }


_ORGANISATION = PledgerKind.ORGANISATION.value


def is_head(member: Member) -> bool:
    """Tell by the words of a member's posts whether it heads something; the list can be mended."""
    posts = (one.strip().casefold() for one in (member.party_post, member.other_post) if one)
    return any(post.startswith(_HEADS) for post in posts)


def _members() -> Any:
    present = select(Member).where(
        Member.deleted_at.is_(None), Member.status.in_(_PRESENT), ~Member.exempt
    )
    return present.order_by(TABLES["members"].c.full_name_key)


def _organisations(session: Session, campaign: Campaign) -> Iterator[Mapping[str, Any]]:
    deadline = campaign.deadline.isoformat()
    units = select(Unit).where(Unit.deleted_at.is_(None), Unit.kind != UnitKind.OTHER.value)
    for unit in session.scalars(units.order_by(TABLES["units"].c.name_key)):
        if unit.ended is None or unit.ended > deadline:
            yield {
                "campaign_id": campaign.id,
                "pledger_kind": _ORGANISATION,
                "name": unit.name,
                "unit_id": unit.id,
            }

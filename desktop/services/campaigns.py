"""What the clerk does with a campaign: opening it, and the list of who is expected to pledge.

The list is fixed when the campaign opens: from then on every change of it has a reason, kept on
the entry and in the words of the deed (DOMAIN.md, 'Campaign'; `expected_rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.formats import date_text
from desktop.core.register import Row
from desktop.core.terms import MemberStatus, PledgerKind, UnitKind
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import clean
from desktop.services import expected_rules, registers
from desktop.services.heads import is_head
from desktop.services.house_paper import own_office
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.figures.pledges import pledger_key
from desktop.storage.keeping import deed_of
from desktop.storage.models import Campaign, Expected, Member, Unit
from desktop.storage.models.base import now
from desktop.storage.registers import TABLES

GONE = "Đợt đăng ký này không còn trong sổ. Hãy chọn lại."
_NAMED = 3  # so many names stand in the words of a deed
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)


class Whom(Enum):
    """Who is put on a campaign's list at once."""

    HEADS = "heads"  # they register first (DOMAIN.md, 'Bến Tre')
    MEMBERS = "members"
    ORGANISATIONS = "organisations"


def list_expected(book: Book, campaign_id: int, whom: Whom, reason: str | None = None) -> Done[int]:
    """Put on a campaign's list whoever of a kind is not on it yet; return how many were added.

    Members who are present and not exempt from activity; units that had not ended by the
    deadline. Heads come first (DOMAIN.md, 'Campaign'). Raises `InvalidValues` (`reason`) when the
    list is fixed and no reason is given, as for one who is added (`save_expected`).
    """
    with book.write("Lập danh sách phải đăng ký") as session:
        campaign = campaign_of(session, campaign_id)
        rows = list(_rows(session, campaign, whom))
        why = _reason(session, campaign, reason) if rows else None
        words = f"Lập danh sách đợt đăng ký hạn {date_text(campaign.deadline)}"
        if why:
            words = f"Bổ sung {len(rows)} đối tượng phải đăng ký (lý do: {why})"
        deed_of(session).words = words
        insert_many(session, "expected", [{**one, "reason": why} for one in rows], words=words)
        return Done(len(rows), changes_of(session))


def campaign_of(session: Session, campaign_id: int) -> Campaign:
    """Return a campaign; `UserProblem` when it is gone."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.deleted_at is not None:
        raise UserProblem(GONE)
    return campaign


# the list once the campaign is open


def needs_reason(book: Book, campaign_id: int) -> bool:
    """Tell whether a change of a campaign's list needs a reason (`expected_rules.is_fixed`)."""
    with book.read() as session:
        campaign = session.get(Campaign, campaign_id)
        return campaign is not None and expected_rules.is_fixed(session, campaign)


def _reason(session: Session, campaign: Campaign, given: str | None) -> str | None:
    """Return the reason to keep, None where none is needed; `InvalidValues` when it lacks."""
    why = clean(given or "")
    if not why and expected_rules.is_fixed(session, campaign):
        raise expected_rules.missing_reason(campaign)
    return why or None


def open_campaign(book: Book, campaign_id: int, on: date) -> Done[int]:
    """Open a campaign on a day: its list is fixed from then on; return how many are on it.

    Raises `UserProblem` when it is gone or was opened before.
    """
    with book.write("Mở đợt đăng ký") as session:
        campaign = campaign_of(session, campaign_id)
        if campaign.opened_on is not None:
            raise UserProblem(
                f"Đợt «{campaign.title}» đã mở ngày {date_text(campaign.opened_on)}. "
                "Muốn đổi ngày mở, hãy sửa đợt."
            )
        deed_of(session).words = f"Mở đợt «{campaign.title}»"
        registers.save_in(session, "campaigns", {"opened_on": on}, campaign_id)
        listed = select(Expected.id).where(
            Expected.campaign_id == campaign_id, Expected.deleted_at.is_(None)
        )
        return Done(len(session.scalars(listed).all()), changes_of(session))


def save_expected(
    book: Book, values: Mapping[str, Any], row_id: int | None = None, revision: int | None = None
) -> Done[Row]:
    """Add somebody to a campaign's list, or change an entry, as `registers.save` does.

    Once the campaign is open, the one it is in or the one it is put into, `values` must hold a
    `reason` other than the one kept before; raises `InvalidValues` for that field when it does
    not, and for the name when the same member or organisation is on the list already.
    """
    words = "Thêm đối tượng phải đăng ký" if row_id is None else "Sửa đối tượng phải đăng ký"
    with book.write(words) as session:
        row = None if row_id is None else session.get(Expected, row_id)
        if row_id is not None and (row is None or row.revision != revision):
            raise StaleRecord
        campaign = campaign_of(session, values["campaign_id"] if row is None else row.campaign_id)
        target = campaign_of(session, values.get("campaign_id") or campaign.id)
        fixed = [one for one in (campaign, target) if expected_rules.is_fixed(session, one)]
        given = values.get("reason")
        if row is not None and fixed and clean(given or "") == (row.reason or ""):
            given = None  # the reason of an earlier change
        why = _reason(session, fixed[0] if fixed else campaign, given)
        if why and fixed:
            verb, where = ("Bổ sung", "vào") if row_id is None else ("Điều chỉnh", "trong")
            name = _called(session, values) if row is None else row.name
            deed_of(
                session
            ).words = f"{verb} «{name}» {where} danh sách phải đăng ký (lý do: {why})"
        kept = registers.save_in(session, "expected", {**values, "reason": why}, row_id, revision)
        session.flush()
        _refuse_doubled(session, session.get_one(Expected, kept.id))
        changes = changes_of(session)
        return Done(registers.read_rows(session, "expected", [kept.id])[0], changes)


def _refuse_doubled(session: Session, row: Expected) -> None:
    """Refuse a member or an organisation that is on the list already; namesakes may be two."""
    key = pledger_key(row)
    if key[0] not in ("member", "unit"):
        return
    others = select(Expected).where(
        Expected.campaign_id == row.campaign_id,
        Expected.deleted_at.is_(None),
        Expected.id != row.id,
        (Expected.member_id == row.member_id)
        if key[0] == "member"
        else (Expected.unit_id == row.unit_id),
    )
    if any(pledger_key(one) == key for one in session.scalars(others)):
        sentence = f"«{row.name}» đã có trong danh sách phải đăng ký của đợt này."
        raise InvalidValues({"name": sentence})


def _called(session: Session, values: Mapping[str, Any]) -> str:
    """Return what somebody new on a list is called."""
    name = clean(values.get("name") or "")
    member = session.get(Member, values.get("member_id") or 0)
    unit = session.get(Unit, values.get("unit_id") or 0)
    return name or (member.full_name if member else unit.name if unit else "")


def change_expected(
    book: Book, ids: Sequence[int], values: Mapping[str, Any], reason: str | None = None
) -> Done[int]:
    """Give entries of a campaign's list the same values; return how many changed."""
    with book.write(f"Sửa {len(ids)} đối tượng phải đăng ký") as session:
        rows, why = _entries(session, ids, reason)
        if why:
            deed_of(session).words += f" (lý do: {why})"
        changed = 0
        for row in rows:
            if any(getattr(row, name) != value for name, value in values.items()):
                given = {**values, "reason": why} if why else values
                registers.save_in(session, "expected", given, row.id)
                changed += 1
        return Done(changed, changes_of(session))


def remove_expected(book: Book, ids: Sequence[int], reason: str | None = None) -> Done[int]:
    """Take entries off a campaign's list into the recycle bin; return how many.

    Raises `InvalidValues` (`reason`) for an opened campaign without a reason, `UserProblem` when
    one is gone.
    """
    with book.write("Bỏ khỏi danh sách phải đăng ký") as session:
        rows, why = _entries(session, ids, reason)
        because = f" (lý do: {why})" if why else ""
        deed_of(session).words = f"Bỏ {_whom(rows)} khỏi danh sách phải đăng ký{because}"
        stamp = now()
        for row in rows:
            if why:
                row.reason = why
            row.deleted_at = stamp
        return Done(len(rows), changes_of(session))


def restore_expected(book: Book, ids: Sequence[int], reason: str | None = None) -> Done[int]:
    """Put entries back on their campaigns' lists out of the recycle bin; return how many.

    Who is on the list again already stays in the bin, for nobody is on a list twice. Raises
    `InvalidValues` (`reason`) for an opened campaign without a reason, `UserProblem` when one is
    gone, or when all of them are on the list already.
    """
    with book.write("Khôi phục đối tượng phải đăng ký") as session:
        rows, why = _entries(session, ids, reason, binned=True)
        listed = {
            (one.campaign_id, pledger_key(one))
            for one in session.scalars(
                select(Expected).where(
                    Expected.campaign_id.in_({row.campaign_id for row in rows}),
                    Expected.deleted_at.is_(None),
                )
            )
        }
        back: list[Expected] = []
        for row in rows:
            key = (row.campaign_id, pledger_key(row))
            if key not in listed:
                listed.add(key)
                back.append(row)
        if not back:
            named = _whom(rows)
            raise UserProblem(f"{named} đã có trong danh sách phải đăng ký, không cần khôi phục.")
        because = f" (lý do: {why})" if why else ""
        deed_of(session).words = f"Đưa {_whom(back)} trở lại danh sách phải đăng ký{because}"
        for row in back:
            if why:
                row.reason = why
            row.deleted_at = None
        return Done(len(back), changes_of(session))


def _whom(rows: Sequence[Expected]) -> str:
    if len(rows) > _NAMED:
        return f"{len(rows)} đối tượng"
    return ", ".join(f"«{one.name}»" for one in rows)


def _entries(
    session: Session, ids: Sequence[int], reason: str | None, *, binned: bool = False
) -> tuple[list[Expected], str | None]:
    """Return entries of lists, and the reason to keep when one of their campaigns is open."""
    rows: list[Expected] = []
    for one in ids:
        row = session.get(Expected, one)
        if row is None or (row.deleted_at is not None) is not binned:
            raise UserProblem(
                "Có dòng không còn trong thùng rác. Hãy chọn lại."
                if binned
                else "Có dòng đã bị xóa. Hãy chọn lại."
            )
        rows.append(row)
    whys = [
        _reason(session, campaign_of(session, one), reason)
        for one in sorted({row.campaign_id for row in rows})
    ]
    return rows, next((one for one in whys if one), None)


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
    present = sorted(session.scalars(present_members(session)), key=lambda one: not is_head(one))
    for member in present:
        if member.exempt or member.id in members:
            continue
        if whom is Whom.MEMBERS or is_head(member):
            yield {
                "campaign_id": campaign.id,
                "pledger_kind": PledgerKind.MEMBER.value,
                "name": member.full_name,
                "member_id": member.id,
                "unit_id": member.unit_id,
                "head": is_head(member),
            }


_ORGANISATION = PledgerKind.ORGANISATION.value


def present_members(session: Session) -> Any:
    """Return the query of the office's members who are dự bị or chính thức, in name order.

    Members received from other offices are no pledgers of this one.
    """
    present = select(Member).where(
        Member.deleted_at.is_(None),
        Member.status.in_(_PRESENT),
        Member.origin == own_office(session).uid,
    )
    return present.order_by(TABLES["members"].c.full_name_key)


def _organisations(session: Session, campaign: Campaign) -> Iterator[Mapping[str, Any]]:
    """Yield the office's units that were there on the deadline.

    A partial date says as little as can be: who ended 'in 2026' may well have been there in March,
    and who was established 'in 2026' too.
    """
    units = select(Unit).where(
        Unit.deleted_at.is_(None),
        Unit.kind != UnitKind.OTHER.value,
        Unit.origin == own_office(session).uid,
    )
    for unit in session.scalars(units.order_by(TABLES["units"].c.name_key)):
        begun = unit.established is None or (
            PartialDate.from_iso(unit.established).first_day <= campaign.deadline
        )
        ended = unit.ended is not None and (
            PartialDate.from_iso(unit.ended).last_day <= campaign.deadline
        )
        if begun and not ended:
            yield {
                "campaign_id": campaign.id,
                "pledger_kind": _ORGANISATION,
                "name": unit.name,
                "unit_id": unit.id,
            }

"""Next year's campaign made from this year's, its list renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import MemberStatus, PledgerKind
from desktop.core.vietnamese.fold import clean
from desktop.services import campaigns, registers
from desktop.services.heads import is_head
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.keeping import deed_of
from desktop.storage.models import Campaign, Expected, Member, Topic, Unit
from desktop.storage.registers import TABLES

CARRY = "Khi đăng ký, lấy cả nội dung chưa hoàn thành của năm trước."
"""The line in a campaign's note by which the registering dialog offers last year's open items."""
_ORGANISATION = PledgerKind.ORGANISATION.value
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)


@dataclass(frozen=True)
class Left:
    """Who was expected and no longer is, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Came:
    """Who is not on the list and may be put on it: a member or a unit."""

    name: str
    detail: str
    head: bool
    member_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True)
class Renewal:
    """What next year's list would be: how many stay on it, who left, who came."""

    title: str
    year: int
    deadline: date
    kept: int
    left: tuple[Left, ...]
    came: tuple[Came, ...]


@dataclass(frozen=True)
class Started:
    """The campaign that was made, how many are on its list, who was left out of it."""

    campaign_id: int
    expected: int
    left: tuple[Left, ...]


def foresee_start(book: Book, campaign_id: int) -> Renewal:
    """Return what `start_from` would do; raises `UserProblem` when the campaign is gone."""
    with book.read() as session:
        campaign = campaigns.campaign_of(session, campaign_id)
        deadline = _a_year_on(campaign.deadline)
        kept, left = _renewed(session, campaign, deadline)
        title = campaign.title.replace(str(campaign.year), str(campaign.year + 1))
        came = tuple(_came(session, campaign, deadline))
        return Renewal(title, campaign.year + 1, deadline, len(kept), tuple(left), came)


def start_from(
    book: Book,
    campaign_id: int,
    year: int,
    title: str,
    deadline: date,
    copy_expected: bool = True,
    copy_items: bool = False,
    came: Sequence[Came] = (),
) -> Done[Started]:
    """Make the campaign of a year from an earlier one; it is not opened yet.

    `copy_expected`: its list is renewed: who left is left out and named, `came` are put on it;
    units are those of today, and who became head is marked; no mark is taken away. `copy_items`:
    registering in it offers what was not done last year. Raises `UserProblem` for a title that
    the year has already, and `InvalidValues` for a title, year or deadline that can't be kept.
    """
    with book.write("Lập đợt đăng ký") as session:
        old = campaigns.campaign_of(session, campaign_id)
        name = clean(title)
        _refuse_same(session, year, old.pledge_kind, name)
        deed_of(session).words = f"Lập đợt «{name}» năm {year} từ đợt năm {old.year}"
        values = {
            "year": year,
            "title": name,
            "topic_id": _topic(session, year),
            "pledge_kind": old.pledge_kind,
            "deadline": deadline,
            "note": CARRY if copy_items else None,
        }
        made = registers.save_in(session, "campaigns", values)
        rows, left = _renewed(session, old, deadline) if copy_expected else ([], [])
        if copy_expected:
            rows = [*rows, *(_of_newcomer(session, one) for one in came)]
            rows.sort(key=lambda row: (row["pledger_kind"] == _ORGANISATION, not row["head"]))
        words = deed_of(session).words
        listed = [{"campaign_id": made.id, **row} for row in rows]
        insert_many(session, "expected", listed, words=words)
        return Done(Started(made.id, len(rows), tuple(left)), changes_of(session))


def _refuse_same(session: Session, year: int, kind: str, title: str) -> None:
    same = select(Campaign.id).where(
        Campaign.year == year,
        Campaign.pledge_kind == kind,
        Campaign.title == title,
        Campaign.deleted_at.is_(None),
    )
    if session.scalar(same.limit(1)) is not None:
        raise UserProblem(f"Năm {year} đã có đợt «{title}». Hãy đặt tên khác hoặc dùng đợt đã có.")


def _topic(session: Session, year: int) -> int | None:
    found = session.scalars(
        select(Topic.id).where(Topic.year == year, Topic.deleted_at.is_(None))
    ).all()
    return found[0] if len(found) == 1 else None


def _a_year_on(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + 1, day.month, last)


def _renewed(
    session: Session, campaign: Campaign, deadline: date
) -> tuple[list[dict[str, Any]], list[Left]]:
    """Return a campaign's list as it is today, and who is no longer on it."""
    kept: list[dict[str, Any]] = []
    left: list[Left] = []
    rows = session.scalars(
        select(Expected)
        .where(Expected.campaign_id == campaign.id, Expected.deleted_at.is_(None))
        .order_by(Expected.id)
    )
    for one in rows:
        values = {
            "pledger_kind": one.pledger_kind,
            "name": one.name,
            "member_id": one.member_id,
            "unit_id": one.unit_id,
            "head": one.head,
        }
        why = ""
        if one.member_id is not None:
            why = _renew_member(session, values, one.member_id)
        elif one.pledger_kind == _ORGANISATION and one.unit_id is not None:
            why = _renew_unit(session, values, one.unit_id, deadline)
        if why:
            left.append(Left(one.name, why))
        else:
            kept.append(values)
    return kept, left


def _renew_member(session: Session, values: dict[str, Any], member_id: int) -> str:
    """Bring an entry up to the member's record; return why the member is left out, if so."""
    member = session.get(Member, member_id)
    if member is None or member.deleted_at is not None:
        return "không còn trong sổ"
    if member.status not in _PRESENT:
        words = {one.value: one.heading for one in MemberStatus}
        return words.get(member.status, member.status).lower()
    if member.exempt:
        return "miễn sinh hoạt"
    values.update(name=member.full_name, unit_id=member.unit_id)
    # a mark is the clerk's own, who may know better than the words of the posts
    values["head"] = values["head"] or is_head(member)
    return ""


def _renew_unit(session: Session, values: dict[str, Any], unit_id: int, deadline: date) -> str:
    unit = session.get(Unit, unit_id)
    if unit is None or unit.deleted_at is not None:
        return "không còn trong sổ"
    if unit.ended is not None and unit.ended <= deadline.isoformat():
        return "đã kết thúc"
    values["name"] = unit.name
    return ""


def _came(session: Session, campaign: Campaign, deadline: date) -> list[Came]:
    """Return who is of the kinds that are on a campaign's list, and not on it."""
    rows = session.execute(
        select(Expected.member_id, Expected.unit_id, Expected.pledger_kind, Expected.head).where(
            Expected.campaign_id == campaign.id, Expected.deleted_at.is_(None)
        )
    ).all()
    members = {one.member_id for one in rows if one.member_id is not None}
    units = {one.unit_id for one in rows if one.pledger_kind == _ORGANISATION}
    heads_only = all(one.head for one in rows if one.member_id is not None)
    names = {one[0]: one[1] for one in session.execute(select(Unit.id, Unit.name))}
    found = [
        Came(
            one.full_name,
            names.get(one.unit_id or 0, ""),
            is_head(one),
            member_id=one.id,
        )
        for one in session.scalars(campaigns.present_members(session))
        if members and one.id not in members and not one.exempt and (not heads_only or is_head(one))
    ]
    found.sort(key=lambda one: not one.head)
    return found + _new_units(session, units, deadline)


def _new_units(session: Session, units: set[Any], deadline: date) -> list[Came]:
    """Return units of the kinds of those listed that are not listed and have not ended."""
    kinds = set(session.scalars(select(Unit.kind).where(Unit.id.in_(units))).all())
    query = select(Unit).where(Unit.deleted_at.is_(None), Unit.kind.in_(kinds))
    return [
        Came(one.name, "", head=False, unit_id=one.id)
        for one in session.scalars(query.order_by(TABLES["units"].c.name_key))
        if one.id not in units and (one.ended is None or one.ended > deadline.isoformat())
    ]


def _of_newcomer(session: Session, one: Came) -> dict[str, Any]:
    member = session.get(Member, one.member_id) if one.member_id is not None else None
    return {
        "pledger_kind": _ORGANISATION if member is None else PledgerKind.MEMBER.value,
        "name": one.name,
        "member_id": one.member_id,
        "unit_id": one.unit_id if member is None else member.unit_id,
        "head": one.head,
    }


def carries_items(book: Book, campaign_id: int) -> bool:
    """Tell whether registering in a campaign offers what was not done the year before."""
    with book.read() as session:
        note = session.scalar(
            select(func.coalesce(Campaign.note, "")).where(Campaign.id == campaign_id)
        )
    return CARRY in (note or "")

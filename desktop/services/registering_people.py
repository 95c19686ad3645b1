"""Who may be registered in a campaign, what each has already, and what is offered to begin with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.terms import PledgerKind
from desktop.services import campaigns
from desktop.services.filling import post_of
from desktop.services.heads import is_head
from desktop.services.registering_known import Key, Known, Pledger, key_of
from desktop.storage.book import Book
from desktop.storage.models import Campaign, Expected, Member, Pledge, PledgeItem, Unit
from desktop.storage.pledge_facts import is_done
from desktop.storage.registers import TABLES
from desktop.storage.search import subtree

_MEMBER, _ORGANISATION = PledgerKind.MEMBER.value, PledgerKind.ORGANISATION.value
_CHUNK = 500
_OFFERED = 60


@dataclass(frozen=True)
class Item:
    """What will be done, the duty it is tied to, its measurable target, and by when."""

    content: str
    duty: str | None = None
    target: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be registered.

    `pledge_id` is the pledge of the campaign, else of the same year and kind, that is there,
    `items` how many it has; `unfinished` are the items of the last such pledge that were not done.
    """

    who: Pledger
    unit: str
    head: bool
    born: str | None = None  # ISO text, may be partial: tells namesakes apart
    exempt: bool = False
    expected: bool = False
    pledge_id: int | None = None
    items: int = 0
    unfinished: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Suggested:
    """An item that was registered before, and by how many."""

    item: Item
    times: int


@dataclass(frozen=True)
class Waiting:
    """A head who has not registered."""

    name: str
    post: str
    unit: str
    key: Key
    unit_id: int | None


def candidates(
    book: Book, year: int, kind: str, unit_id: int | None = None, campaign_id: int | None = None
) -> list[Candidate]:
    """Return the members present in a unit and below it, heads first; all without a unit.

    Who is on the campaign's list and no member there (organisations, other people) comes last.
    """
    with book.read() as session:
        within = None if unit_id is None else frozenset(subtree(session, unit_id))
        there = Known(session, year, kind, campaign_id)
        units = {one[0]: one[1] for one in session.execute(select(Unit.id, Unit.name))}
        listed = _listed(session, campaign_id)
        found = [
            _of_member(one, units, listed, there)
            for one in session.scalars(campaigns.present_members(session))
            if within is None or one.unit_id in within
        ]
        found.sort(key=lambda one: not one.head)
        members = {one.who.key for one in found}
        for key, one in listed.items():
            if key not in members and (within is None or one.unit_id in within):
                if one.member_id is not None:
                    continue  # a member who is no longer here
                who = Pledger(one.pledger_kind, one.name, None, one.unit_id)
                pledge = there.of(who)
                unit = units.get(one.unit_id or 0, "")
                found.append(Candidate(who, unit, one.head, None, expected=True, pledge_id=pledge))
        return _with_items(session, found, year, kind)


def _listed(session: Session, campaign_id: int | None) -> dict[Key, Expected]:
    if campaign_id is None:
        return {}
    rows = session.scalars(
        select(Expected)
        .where(Expected.campaign_id == campaign_id, Expected.deleted_at.is_(None))
        .order_by(Expected.head.desc(), TABLES["expected"].c.name_key)
    )
    return {key_of(one.pledger_kind, one.member_id, one.name, one.unit_id): one for one in rows}


def _of_member(
    member: Member, units: dict[int, str], listed: dict[Key, Expected], there: Known
) -> Candidate:
    who = Pledger(_MEMBER, member.full_name, member.id, member.unit_id, post_of(member))
    on_list = listed.get(who.key)
    return Candidate(
        who=who,
        unit=units.get(member.unit_id or 0, ""),
        head=on_list.head if on_list is not None else is_head(member),
        born=member.birth_date,
        exempt=member.exempt,
        expected=on_list is not None,
        pledge_id=there.of(who),
    )


def _with_items(
    session: Session, found: Sequence[Candidate], year: int, kind: str
) -> list[Candidate]:
    """Add how many items each has already, and those of last year that were not done."""
    counts = _counts(session, [one.pledge_id for one in found if one.pledge_id is not None])
    last = _last_year(session, year, kind)
    before = None if last is None else Known(session, last, kind)
    wanted = {one.who.key: before.of(one.who) for one in found} if before is not None else {}
    open_items = _unfinished(session, [one for one in wanted.values() if one is not None])
    return [
        Candidate(
            **{
                **one.__dict__,
                "items": counts.get(one.pledge_id or 0, 0),
                "unfinished": tuple(open_items.get(wanted.get(one.who.key) or 0, ())),
            }
        )
        for one in found
    ]


def _last_year(session: Session, year: int, kind: str) -> int | None:
    """Return the last year before `year` that has any pledge of a kind."""
    return session.scalar(
        select(func.max(Pledge.year)).where(
            Pledge.year < year, Pledge.kind == kind, Pledge.deleted_at.is_(None)
        )
    )


def _counts(session: Session, pledges: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(pledges), _CHUNK):
        counted = (
            select(PledgeItem.pledge_id, func.count())
            .where(
                PledgeItem.pledge_id.in_(pledges[start : start + _CHUNK]),
                PledgeItem.deleted_at.is_(None),
            )
            .group_by(PledgeItem.pledge_id)
        )
        found.update((row[0], row[1]) for row in session.execute(counted))
    return found


def _unfinished(session: Session, pledges: Sequence[int]) -> dict[int, list[Item]]:
    """Return the items that were not done; their due dates have passed and are left out."""
    found: dict[int, list[Item]] = defaultdict(list)
    columns = (PledgeItem.pledge_id, PledgeItem.content, PledgeItem.duty, PledgeItem.target)
    for start in range(0, len(pledges), _CHUNK):
        rows = session.execute(
            select(*columns)
            .where(
                PledgeItem.pledge_id.in_(pledges[start : start + _CHUNK]),
                PledgeItem.deleted_at.is_(None),
                ~is_done(),
            )
            .order_by(PledgeItem.pledge_id, PledgeItem.position, PledgeItem.id)
        )
        for pledge, content, duty, target in rows:
            found[pledge].append(Item(content, duty, target))
    return found


def suggestions(book: Book, year: int, kind: str, unit_id: int | None = None) -> list[Suggested]:
    """Return the items of the last year that has any, of a unit and below it, most used first.

    Those with both a duty and a target come before others used as often.
    """
    with book.read() as session:
        last = _last_year(session, year, kind)
        if last is None:
            return []
        columns = (PledgeItem.content, PledgeItem.duty, PledgeItem.target)
        statement = (
            select(*columns)
            .join(Pledge, Pledge.id == PledgeItem.pledge_id)
            .where(
                Pledge.year == last,
                Pledge.kind == kind,
                Pledge.deleted_at.is_(None),
                PledgeItem.deleted_at.is_(None),
            )
        )
        if unit_id is not None:
            statement = statement.where(Pledge.unit_id.in_(subtree(session, unit_id)))
        counted = Counter((one[0], one[1], one[2]) for one in session.execute(statement))
    order = sorted(
        counted.items(), key=lambda one: (-one[1], not (one[0][1] and one[0][2]), one[0][0])
    )
    return [Suggested(Item(*words), times) for words, times in order[:_OFFERED]]


def heads_waiting(
    session: Session,
    campaign_id: int,
    unit_id: int | None = None,
    besides: Iterable[Key] = (),
) -> list[Waiting]:
    """Return the heads of a unit and below it who have not registered in a campaign.

    Heads are those marked on the campaign's list; without a list, who heads something by the
    words of the posts. `besides` are about to be registered. Source: DOMAIN.md, 'Bến Tre'.
    """
    campaign = session.get(Campaign, campaign_id)
    if campaign is None or campaign.deleted_at is not None:
        return []
    within = None if unit_id is None else frozenset(subtree(session, unit_id))
    there = Known(session, campaign.year, campaign.pledge_kind, campaign_id)
    coming = frozenset(besides)
    units = {one[0]: one[1] for one in session.execute(select(Unit.id, Unit.name))}
    listed = _listed(session, campaign_id)
    if listed:
        # who died or left since the list was made registers no more
        here = set(session.scalars(campaigns.present_members(session).with_only_columns(Member.id)))
        heads = [
            (Pledger(one.pledger_kind, one.name, one.member_id, one.unit_id), _post(session, one))
            for one in listed.values()
            if one.head and (one.member_id is None or one.member_id in here)
        ]
    else:
        heads = [
            (Pledger(_MEMBER, one.full_name, one.id, one.unit_id), post_of(one) or "")
            for one in session.scalars(campaigns.present_members(session))
            if not one.exempt and is_head(one)
        ]
    return [
        Waiting(who.name, post, units.get(who.unit_id or 0, ""), who.key, who.unit_id)
        for who, post in heads
        if (within is None or who.unit_id in within)
        and who.key not in coming
        and there.of(who) is None
    ]


def _post(session: Session, one: Expected) -> str:
    member = session.get(Member, one.member_id) if one.member_id is not None else None
    return (post_of(member) or "") if member is not None else ""


def heads_behind(
    book: Book, campaign_id: int, unit_id: int | None, chosen: Sequence[Pledger]
) -> list[Waiting]:
    """Return the heads of the units of `chosen` who would register after them.

    A head who is among the chosen does not count: all of them register on one day.
    """
    units = {one.unit_id for one in chosen if one.kind != _ORGANISATION}
    with book.read() as session:
        waiting = heads_waiting(session, campaign_id, unit_id, [one.key for one in chosen])
    return [one for one in waiting if one.unit_id in units]

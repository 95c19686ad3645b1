"""Who has a pledge of a kind for a year: by record, else by the folded name, as the figures say.

A pledge may be kept with a name only (from a sheet, from another office). It counts as that of a
member or an organisation with a record when it can be of nobody else (DOMAIN.md, 'Figures': by
record where there is one, else by folded name); registering then ties it to the record, so that
the figures count it so too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from desktop.core.terms import MemberStatus, PledgerKind
from desktop.core.vietnamese.fold import fold
from desktop.services.house_paper import own_office
from desktop.storage.models import Member, Pledge, Unit

Key = tuple[str, int | str, int | None]
"""What a pledger is known by within a year and a kind of pledge."""
_MEMBER, _UNIT = "member", "unit"
_NAMED = ("name", "organisation")  # first parts of the keys of those without a record
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)


@dataclass(frozen=True)
class Pledger:
    """Who pledges: a member, an organisation, or a person who is no member."""

    kind: str  # a value of PledgerKind
    name: str
    member_id: int | None = None
    unit_id: int | None = None
    post: str | None = None

    @property
    def key(self) -> Key:
        """What tells whether two of them are the same."""
        return key_of(self.kind, self.member_id, self.name, self.unit_id)


def key_of(kind: str, member_id: int | None, name: str, unit_id: int | None) -> Key:
    """Return by what a pledger is known: the record, else the folded name and the unit.

    The unit keeps namesakes of two units apart, who are entered one beside the other.
    """
    if kind == PledgerKind.ORGANISATION.value:
        return ("organisation", fold(name), None) if unit_id is None else (_UNIT, unit_id, None)
    if member_id is not None:
        return (_MEMBER, member_id, None)
    return ("name", fold(name), unit_id)


class Known:
    """The office's pledges of a kind for a year, looked up by who made them.

    With a campaign only those of it, as the figures count (DOMAIN.md, 'Figures', pledges): a year
    may have several campaigns of a kind. With `loose` those of no campaign too, which a campaign
    of their year and kind takes in; `adoptable` holds their ids.
    """

    def __init__(
        self,
        session: Session,
        year: int,
        kind: str,
        campaign_id: int | None = None,
        *,
        loose: bool = False,
    ) -> None:
        self.adoptable: set[int] = set()
        self._session, self._year = session, year
        self._found: dict[Key, int] = {}
        # pledges with a name and no record, by whether of an organisation and the folded name
        self._named: dict[tuple[bool, str], list[_Named]] = defaultdict(list)
        columns = (Pledge.id, Pledge.pledger_kind, Pledge.member_id, Pledge.name, Pledge.unit_id)
        where = [Pledge.year == year, Pledge.kind == kind, Pledge.deleted_at.is_(None)]
        where.append(Pledge.origin == own_office(session).uid)
        if campaign_id is not None:
            none = Pledge.campaign_id.is_(None) if loose else false()
            where.append(or_(Pledge.campaign_id == campaign_id, none))
        rows = session.execute(
            select(*columns, Pledge.campaign_id)
            .where(*where)
            .order_by(Pledge.campaign_id.is_not(None), Pledge.id.desc())
        )
        for pledge, pledger_kind, member, name, unit, campaign in rows:
            if campaign_id is not None and campaign is None:
                self.adoptable.add(pledge)
            key = key_of(pledger_kind, member, name, unit)
            self._found[key] = pledge
            if key[0] in _NAMED:
                one = _Named(pledge, unit, pledger_kind != PledgerKind.OTHER.value)
                self._named[key[0] == "organisation", str(key[1])].append(one)
        self._records: dict[bool, _Records] = {}

    def of(self, who: Pledger) -> int | None:
        """Return the pledge that somebody has, also one that names them without their record."""
        key = who.key
        if key in self._found:
            return self._found[key]
        organisation = key[0] in ("unit", "organisation")
        if key[0] in _NAMED:
            # without a unit on either side a name is the same person, if no other has it
            named = self._named.get((organisation, str(key[1])), ())
            fits = [one.pledge for one in named if None in (one.unit_id, who.unit_id)]
            return fits[0] if len(fits) == 1 else None
        record = who.unit_id if organisation else who.member_id
        return None if record is None else self._by_name(record, organisation=organisation)

    def _by_name(self, record: int, *, organisation: bool) -> int | None:
        """Return the only pledge with the name of a record, if it fits no other record."""
        if not self._named:
            return None
        if organisation not in self._records:
            self._records[organisation] = self._read(organisation=organisation)
        records = self._records[organisation]
        name, home = records.names.get(record, ("", None))
        mine = [
            one
            for one in self._named.get((organisation, name), ())
            if one.may_be_a_record and (organisation or one.unit_id in (None, home))
        ]
        if len(mine) != 1:
            return None
        for other, its_home in records.of[name]:
            has_own = (_UNIT if organisation else _MEMBER, other, None) in self._found
            if other != record and not has_own and mine[0].unit_id in (None, its_home):
                return None
        return mine[0].pledge

    def _read(self, *, organisation: bool) -> _Records:
        """Return the records that pledges of the year name without referring to them."""
        wanted = {name for kind, name in self._named if kind is organisation}
        found = _Records({}, defaultdict(list))
        begin = str(self._year)  # who had left or ended before the year made none of its pledges
        query: Select[int, str, int | None]
        if organisation:
            query = select(Unit.id, Unit.name, Unit.parent_id).where(
                Unit.deleted_at.is_(None), Unit.ended.is_(None) | (Unit.ended >= begin)
            )
        else:
            here = Member.status.in_(_PRESENT) | Member.status_on.is_(None)
            query = select(Member.id, Member.full_name, Member.unit_id).where(
                Member.deleted_at.is_(None), here | (Member.status_on >= begin)
            )
        for record, title, home in self._session.execute(query):
            name = fold(title)
            if name in wanted:
                found.names[record] = (name, home)
                found.of[name].append((record, home))
        return found


@dataclass(frozen=True)
class _Named:
    pledge: int
    unit_id: int | None
    may_be_a_record: bool  # not of a person who is no member


@dataclass(frozen=True)
class _Records:
    names: dict[int, tuple[str, int | None]]  # folded name, unit
    of: dict[str, list[tuple[int, int | None]]]

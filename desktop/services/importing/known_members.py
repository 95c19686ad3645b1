"""Who the book's members are, for what a row says of a person: a card number, a name, a unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.storage.registers import TABLES


def earlier_units(session: Session) -> dict[int, set[int]]:
    """Return the units that members were in before the one they are in now, by member."""
    members, times = TABLES["members"], TABLES["member_units"]
    statement = (
        select(times.c.member_id, times.c.unit_id)
        .join(members, members.c.id == times.c.member_id)
        .where(
            times.c.deleted_at.is_(None),
            members.c.deleted_at.is_(None),
            or_(members.c.unit_id.is_(None), members.c.unit_id != times.c.unit_id),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for member, unit in session.execute(statement):
        found[member].add(unit)
    return found


@dataclass(frozen=True)
class _Known:
    row_id: int
    unit: int | None
    card: str | None


@dataclass
class Members:
    """Members by card number, and by folded name."""

    session: Session
    _by_card: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[int, str] = field(default_factory=dict)
    _earlier: dict[int, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        table = TABLES["members"]
        columns = (table.c.id, table.c.full_name, table.c.card_number, table.c.unit_id)
        for row_id, name, card, unit in self.session.execute(
            select(*columns).where(table.c.deleted_at.is_(None))
        ):
            if card:
                self._by_card.setdefault(card, row_id)
            self._by_name[fold(name)].append(_Known(row_id, unit, card))
            self._names[row_id] = name
        self._earlier = earlier_units(self.session)

    def find(self, card: str | None, name: str | None, unit: int | None) -> int | None:
        """Return the member of a card number, else the one of that name.

        Where a unit is told, it is who is in that unit or was in it once: papers of past years
        name the unit of their time. Different card numbers are different people.
        None when nobody is meant. Raises `UserProblem` when the card number is somebody else's,
        or when it could be several.
        """
        found = self._by_card.get(card) if card else None
        if found is not None:
            if name and fold(self._names[found]) != fold(name):
                raise UserProblem(
                    f"Số thẻ {card} là của «{self._names[found]}», không phải «{name}»."
                )
            return found
        named = [one for one in self._by_name.get(fold(name or ""), []) if not (card and one.card)]
        if unit is not None:
            named = [one for one in named if unit in (one.unit, *self._earlier.get(one.row_id, ()))]
        if len(named) > 1:
            where = "" if unit is None else " trong chi bộ đã ghi"
            raise UserProblem(f"Có {len(named)} đảng viên «{name}»{where}, hãy ghi số thẻ đảng.")
        return named[0].row_id if named else None

"""Rows about somebody told by name: a member, an organisation, or a person who is no member."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.core.terms import PledgerKind, RatedKind
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import tidy_name
from desktop.services import expected_rules
from desktop.services.importing.kinds import is_collective
from desktop.services.importing.records import Records, Values
from desktop.services.sheets import BELOW, CARD
from desktop.storage.models import Campaign
from desktop.storage.registers import TABLES


class NamedRecords(Records):
    """A member is told by the card number, else by name and unit; a unit by its name."""

    kind: ClassVar[str]  # the field that tells which it is
    person: ClassVar[str]  # its values: of a member,
    collective: ClassVar[str]  # of a unit,
    other: ClassVar[str]  # and of a person whom the book doesn't know

    def prepared(self, row: Values) -> Values:
        """Tell who it is about."""
        found = super().prepared(row)
        name, told = found.get("name"), found.get(self.kind)
        if told in (None, self.person):
            found["member_id"] = self.member(row, name, found.get("unit_id"))
        if told is None and name:
            # who has a card number is a member, also where the book doesn't know them yet
            member = found.get("member_id") or row.get(f"{CARD}.card_number")
            unit = None if member else self.refs.units.look(name)
            if member:
                found[self.kind] = self.person
            elif unit is not None or is_collective(name):
                found[self.kind] = self.collective
                found["unit_id"] = self.whose(unit, found.get("unit_id"))
            else:
                found[self.kind] = self.other
        if name and found.get(self.kind) != self.collective:
            found["name"] = tidy_name(name)
        return found

    def whose(self, named: int | None, told: int | None) -> int | None:
        """Return the unit of a collective: which its name means, else which the row tells."""
        return named or told


class OwnUnitRecords(NamedRecords):
    """Their unit is the collective itself; beside its name may stand what it is part of."""

    def prepared(self, row: Values) -> Values:
        """Find the unit of a collective whose kind is told."""
        found = super().prepared(row)
        name, unit = found.get("name"), row.get("unit_id")
        if name and found.get(self.kind) == self.collective:
            if unit is None:
                found["unit_id"] = found.get("unit_id") or self.refs.units.look(name)
            elif isinstance(unit, str) and fold(unit) != fold(name):
                with suppress(UserProblem):  # several: the unit that is told
                    below = self.refs.units.look(f"{name}{BELOW}{unit}")
                    found["unit_id"] = below or found.get("unit_id")
        return found

    def whose(self, named: int | None, told: int | None) -> int | None:
        """Return the unit of a collective: what the row tells goes before its bare name."""
        return told or named


class RatingRecords(OwnUnitRecords):
    """Ratings of a period: a member has one, a unit has one."""

    kind = "rated_kind"
    person, collective = str(RatedKind.MEMBER.value), str(RatedKind.UNIT.value)
    other = person

    def match(self, values: Mapping[str, Any]) -> int | None:
        """Return the rating a row is about; a unit is the same whatever it was called then."""
        if values.get(self.kind) == self.collective and values.get("unit_id"):
            table = TABLES[self.register]
            names = (self.kind, "unit_id", "period_kind", "period_to")
            statement = select(table.c.id).where(
                table.c.deleted_at.is_(None), *(table.c[one] == values.get(one) for one in names)
            )
            found: int | None = self.session.scalar(statement.order_by(table.c.id).limit(1))
            if found is not None:
                return found
        return super().match(values)


class ExpectedRecords(OwnUnitRecords):
    """Who is expected in a campaign; a list that is fixed changes with a reason only."""

    kind = "pledger_kind"
    person, collective = str(PledgerKind.MEMBER.value), str(PledgerKind.ORGANISATION.value)
    other = str(PledgerKind.OTHER.value)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._fixed: dict[int, bool] = {}  # as the file found the lists, by campaign

    def allowed(self, given: Values, row_id: int | None) -> None:
        """Refuse what a fixed list would get without a reason (DOMAIN.md, 'Campaign')."""
        campaign: Any = given.get("campaign_id")
        if row_id is not None:
            table = TABLES[self.register]
            campaign = self.session.scalar(select(table.c.campaign_id).where(table.c.id == row_id))
        held = self.session.get(Campaign, campaign) if campaign else None
        if held is None or given.get("reason"):
            return
        if held.id not in self._fixed:
            self._fixed[held.id] = expected_rules.is_fixed(self.session, held)
        if self._fixed[held.id]:
            raise expected_rules.missing_reason(held)

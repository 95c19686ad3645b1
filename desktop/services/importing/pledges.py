"""Taking pledges in: several rows of one year, kind and person are one pledge of many items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.core.terms import PledgerKind, ReviewPeriod
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import tidy_name
from desktop.services import registers
from desktop.services.importing.kinds import is_collective
from desktop.services.importing.records import (
    Existing,
    Outcome,
    Records,
    Values,
    alike,
    chosen,
    differences,
    empty,
    outcome_of,
    weightier,
)
from desktop.services.sheets import CARD
from desktop.storage.registers import TABLES, spec

# what makes two items of one text two
_APART = ("duty", "target", "due_on")


@dataclass
class PledgeRecords(Records):
    """Pledges: several rows with the same year, kind and person are one pledge of many items."""

    _items: set[int] = field(default_factory=set)  # made by this import

    def prepared(self, row: Values) -> Values:
        """Tell who pledges: a member, an organisation, or a person who is no member."""
        found = super().prepared(row)
        name, told = found.get("name"), found.get("pledger_kind")
        if told in (None, PledgerKind.MEMBER.value):
            found["member_id"] = self.member(row, name, found.get("unit_id"))
        if told is None and name:
            # who has a card number is a member, also where the book doesn't know them yet
            member = found.get("member_id") or row.get(f"{CARD}.card_number")
            unit = None if member else self.refs.units.look(name)
            if member:
                found["pledger_kind"] = PledgerKind.MEMBER.value
            elif unit is not None or is_collective(name):
                found["pledger_kind"] = PledgerKind.ORGANISATION.value
                found["unit_id"] = unit or found.get("unit_id")
            else:
                found["pledger_kind"] = PledgerKind.OTHER.value
        if name and found.get("pledger_kind") != PledgerKind.ORGANISATION.value:
            found["name"] = tidy_name(name)
        return found

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Add or complete the row's item and the rating of the year."""
        told = {key.partition(".")[2]: value for key, value in row.items()
                if key.startswith("pledge_items.") and not empty(value)}  # fmt: skip
        outcome = Outcome.SAME
        if told.get("content"):
            outcome = self._item(row_id, told, fresh=fresh)
        elif told:
            raise UserProblem("Dòng có nhiệm vụ, chỉ tiêu hoặc thời hạn nhưng thiếu nội dung.")
        return weightier(outcome, self._rate(row_id, row, fresh=fresh))

    def _item(self, pledge: int, told: Values, *, fresh: bool) -> Outcome:
        """Add an item, or complete the one of the same text that doesn't contradict it."""
        declared, table = spec("pledge_items"), TABLES["pledge_items"]
        statement = select(table).where(table.c.pledge_id == pledge, table.c.deleted_at.is_(None))
        named = [
            dict(one)
            for one in self.session.execute(statement.order_by(table.c.id)).mappings()
            if fold(one["content"]) == fold(told["content"])
        ]
        whole = dict.fromkeys(_APART) | told
        fits = [one for one in named if self._same(one, whole, blank=False)]
        if not fits and not fresh:
            older = [one for one in named if one["id"] not in self._items]
            fits = [one for one in older if self._same(one, whole, blank=True)]
        if not fits:
            made = registers.save_in(self.session, "pledge_items", {"pledge_id": pledge, **told})
            self._items.add(made.id)
            return Outcome.FILLED
        kept = fits[0]
        blanks, others = differences(declared, kept, told)
        wanted = chosen(self.existing, blanks, others, ours=kept["id"] in self._items)
        if wanted:
            registers.save_in(self.session, "pledge_items", wanted, kept["id"])
        return outcome_of(self.existing, blanks=bool(wanted), others=bool(others))

    @staticmethod
    def _same(kept: Mapping[str, Any], told: Values, *, blank: bool) -> bool:
        """Tell whether an item is a row's; with `blank` a blank on either side may be anything."""
        fields = spec("pledge_items").by_name
        return all(
            alike(fields[name], kept[name], told[name])
            or (empty(kept[name]) and empty(told[name]))
            or (blank and (empty(kept[name]) or empty(told[name])))
            for name in _APART
        )

    def _rate(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Keep the rating of the year; another one of that year stays unless rows are updated."""
        rating = row.get("pledge_reviews.rating")
        if rating is None:
            return Outcome.SAME
        table = TABLES["pledge_reviews"]
        statement = select(table).where(table.c.pledge_id == row_id, table.c.deleted_at.is_(None))
        reviews = list(self.session.execute(
            statement.order_by(table.c.reviewed_on, table.c.id)).mappings())  # fmt: skip
        year = int(row["year"])
        of_year = [
            one
            for one in reviews
            if one["period_kind"] == ReviewPeriod.YEAR.value
            and (one["period_to"] or one["period_from"] or one["reviewed_on"]).year == year
        ]
        if not of_year:
            # a sheet of the program's own tells the last review, whatever its period
            if reviews and reviews[-1]["rating"] == rating:
                return Outcome.SAME
            self._review(row_id, year, rating)
            return Outcome.FILLED
        kept = of_year[-1]
        if kept["rating"] == rating:
            return Outcome.SAME
        blank = empty(kept["rating"])
        if not blank and (fresh or self.existing is not Existing.UPDATE):
            return Outcome.DIFFERS
        if blank and not fresh and self.existing is Existing.SKIP:
            return Outcome.SAME
        registers.save_in(self.session, "pledge_reviews", {"rating": rating}, kept["id"])
        return Outcome.FILLED if blank else Outcome.CHANGED

    def _review(self, row_id: int, year: int, rating: str) -> None:
        # the sheet tells no day: it is the rating of the year, given at its end
        ends = date(year, 12, 31)
        values = {
            "pledge_id": row_id,
            "period_kind": ReviewPeriod.YEAR.value,
            "period_from": date(year, 1, 1),
            "period_to": ends,
            "reviewed_on": ends,
            "rating": rating,
        }
        registers.save_in(self.session, "pledge_reviews", values)

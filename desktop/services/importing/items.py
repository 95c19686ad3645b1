"""Records of many items, each a row of the file: pledges and plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.importing.records import (
    Outcome,
    Records,
    Values,
    alike,
    chosen,
    differences,
    empty,
    outcome_of,
)
from desktop.storage.registers import TABLES, spec


@dataclass
class ItemRecords(Records):
    """Several rows with the same identity are one record of many items."""

    items: ClassVar[str]  # their register
    owner: ClassVar[str]  # the field that ties them
    apart: ClassVar[tuple[str, ...]]  # what makes two items of one text two
    _items: set[int] = field(default_factory=set)  # made by this import

    def take_item(self, row_id: int, row: Values, missing: str, *, fresh: bool) -> Outcome:
        """Add or complete the item that a row tells.

        Raises `UserProblem` with the sentence `missing` for one without its text.
        """
        told = {
            key.partition(".")[2]: value
            for key, value in row.items()
            if key.startswith(f"{self.items}.") and not empty(value)
        }
        if told.get("content"):
            return self._item(row_id, told, fresh=fresh)
        if told:
            raise UserProblem(missing)
        return Outcome.SAME

    def _item(self, owner: int, told: Values, *, fresh: bool) -> Outcome:
        """Add an item, or complete the one of the same text that doesn't contradict it."""
        declared, table = spec(self.items), TABLES[self.items]
        statement = select(table).where(table.c[self.owner] == owner, table.c.deleted_at.is_(None))
        named = [
            dict(one)
            for one in self.session.execute(statement.order_by(table.c.id)).mappings()
            if fold(one["content"]) == fold(told["content"])
        ]
        whole = dict.fromkeys(self.apart) | told
        fits = [one for one in named if self._same(one, whole, blank=False)]
        if not fits and not fresh:
            older = [one for one in named if one["id"] not in self._items]
            fits = [one for one in older if self._same(one, whole, blank=True)]
        if not fits:
            made = registers.save_in(self.session, self.items, {self.owner: owner, **told})
            self._items.add(made.id)
            return Outcome.FILLED
        kept = fits[0]
        blanks, others = differences(declared, kept, told)
        wanted = chosen(self.existing, blanks, others, ours=kept["id"] in self._items)
        if wanted:
            registers.save_in(self.session, self.items, wanted, kept["id"])
        return outcome_of(self.existing, blanks=bool(wanted), others=bool(others))

    def _same(self, kept: Mapping[str, Any], told: Values, *, blank: bool) -> bool:
        """Tell whether an item is a row's; with `blank` a blank on either side may be anything."""
        fields = spec(self.items).by_name
        return all(
            alike(fields[name], kept[name], told[name])
            or (empty(kept[name]) and empty(told[name]))
            or (blank and (empty(kept[name]) or empty(told[name])))
            for name in self.apart
        )

"""Taking units in: a row may stand below others that already refer to its unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.importing.kinds import kind_of
from desktop.services.importing.records import Outcome, Records, Values, Waits, empty
from desktop.services.importing.references import path_parts


class UnitRecords(Records):
    """Units: their own parents may stand further down in the file."""

    def prepared(self, row: Values) -> Values:
        """Tell a new unit's kind from its name where the file doesn't."""
        found = super().prepared(row)
        if found.get("name") and empty(found.get("kind")) and self.match(found) is None:
            found["kind"] = kind_of(found["name"])
        return found

    def match(self, values: Mapping[str, Any]) -> int | None:
        """Return the unit that a row is about, be it made by a row above that referred to it."""
        found = super().match(values)
        if found is None and values.get("name"):
            return self.refs.units.referred_to(values["name"], values.get("parent_id"))
        return found

    def referred(self, register: str, text: str) -> int:
        """Return the row that a word names; a path may lead to a row further down, too."""
        units = self.refs.units
        if register == "units" and not units.create:
            parts = path_parts(text)
            if len(parts) > 1 and fold(parts[0]) in self.names and units.look(text) is None:
                raise Waits
        return super().referred(register, text)

    def _complete(self, row_id: int, given: Values) -> Outcome:
        units = self.refs.units
        if not units.only_referred_to(row_id):
            return super()._complete(row_id, given)
        # the unit is in the book only because a row above named it: this is its own row
        told = {name: said for name, said in given.items() if not empty(said)}
        registers.save_in(self.session, "units", told, row_id)
        self._learn(row_id, given)
        self._made.add(row_id)
        units.told(row_id, given.get("parent_id"), given.get("code"), given.get("ended"))
        return Outcome.NEW

    def after(self, row_id: int, given: Values) -> None:
        """Have the unit be found."""
        ended = given.get("ended")
        units = self.refs.units
        units.add(row_id, given["name"], given.get("parent_id"), given.get("code"), ended)

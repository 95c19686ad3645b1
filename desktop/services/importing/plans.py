"""Taking in plans with their things to do, and indicators whose outcome isn't told."""

from __future__ import annotations

from desktop.core.indicators import is_met
from desktop.services import registers
from desktop.services.importing.items import ItemRecords
from desktop.services.importing.records import Outcome, Records, Values


class PlanRecords(ItemRecords):
    """Plans: several rows with the same unit, period, year and title are one plan."""

    items, owner, apart = "plan_items", "plan_id", ("due_on", "owner")

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Add or complete the thing to do that a row tells."""
        missing = "Dòng có người phụ trách, thời hạn hoặc kết quả nhưng thiếu công việc."
        return self.take_item(row_id, row, missing, fresh=fresh)


class IndicatorRecords(Records):
    """Indicators: one that is new is met as its numbers say, where the file has no such column."""

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Say of a new one whether it is met."""
        if fresh and "met" not in row and is_met(row.get("target"), row.get("achieved")):
            registers.save_in(self.session, self.register, {"met": True}, row_id)
        return Outcome.SAME

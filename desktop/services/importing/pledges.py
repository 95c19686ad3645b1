"""Taking pledges in: several rows of one year, kind and person are one pledge of many items."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from desktop.core.terms import PledgerKind, ReviewPeriod
from desktop.services import registers
from desktop.services.importing.items import ItemRecords
from desktop.services.importing.named import NamedRecords
from desktop.services.importing.records import (
    Existing,
    Outcome,
    Values,
    empty,
    weightier,
)
from desktop.storage.registers import TABLES


class PledgeRecords(ItemRecords, NamedRecords):
    """Pledges: several rows with the same year, kind and person are one pledge of many items."""

    items, owner, apart = "pledge_items", "pledge_id", ("duty", "target", "due_on")
    kind = "pledger_kind"
    person, collective = str(PledgerKind.MEMBER.value), str(PledgerKind.ORGANISATION.value)
    other = str(PledgerKind.OTHER.value)

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Add or complete the row's item and the rating of the year."""
        outcome = self.take_item(
            row_id,
            row,
            "Dòng có nhiệm vụ, chỉ tiêu hoặc thời hạn nhưng thiếu nội dung.",
            fresh=fresh,
        )
        return weightier(outcome, self._rate(row_id, row, fresh=fresh))

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

"""The sheet of yearly ratings: members or units, with what became of their pledges beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from desktop.core.rating import over_part
from desktop.core.terms import RatedKind, ReviewPeriod
from desktop.ui.i18n import N_, _, language
from desktop.ui.page import PageContext
from desktop.ui.pledges import review_sheet_gateway as gateway
from desktop.ui.pledges.grid_model import GridRow, Values
from desktop.ui.pledges.review_sheet_base import EntryPage
from desktop.ui.pledges.review_sheet_columns import yearly_columns

if TYPE_CHECKING:
    from desktop.services.reviewing_yearly import YearlySheet

_KINDS = (
    ReviewPeriod.YEAR,
    ReviewPeriod.QUARTER,
    ReviewPeriod.HALF_YEAR,
    ReviewPeriod.TERM,
)
_PARTS = ("common_points", "result_points")


class RatingsPage(EntryPage):
    """The ratings of a unit's members, or of units, for a year, a quarter or a term."""

    lines = 1
    empty = N_("Nobody to be rated in this unit. Enter members and units first.")

    def __init__(self, context: PageContext) -> None:
        self.rated = QComboBox()
        self.rated.setAccessibleName(_("Who is rated"))
        for one in RatedKind:
            self.rated.addItem(one.heading if language() == "vi" else one.label, one.value)
        super().__init__(context, _("Sheet of ratings"), yearly_columns(), _KINDS)
        self._rated = RatedKind.MEMBER.value
        self.bar.row.insertWidget(1, self.rated)
        self.rated.activated.connect(self._rated_chosen)
        self.print_tool = self.add_tool(
            "printer",
            _("Papers"),
            ((_("&Summary of ratings by cell…"), self.print_list),),
        )

    @property
    def asked(self) -> Any:
        """What the rows are of, as it is chosen now."""
        return (self.bar.unit, self.bar.span, self._rated)

    def _rated_chosen(self, place: int) -> None:
        wanted = self.rated.itemData(place)
        self.rated.setCurrentIndex(self.rated.findData(self._rated))

        def show() -> None:
            self._rated = wanted
            self.rated.setCurrentIndex(place)
            self._read()

        self.when_kept(show)

    def ask_rows(self, done: Callable[[Any], None]) -> None:
        """Ask who is rated."""
        self.context.jobs.read(
            gateway.read_yearly,
            self.bar.unit,
            self._rated,
            self.bar.span,
            key=(id(self), "ratings"),
            on_done=done,
            context=self,
        )

    def rows_of(self, found: YearlySheet) -> list[GridRow]:
        """Return a row for each member or unit."""
        return [GridRow(one.id, one, one.values) for one in found.rows]

    def save_by(self, found: YearlySheet) -> Callable[..., Any]:
        """Return what keeps the cells of what is shown."""
        rated, asked = found.rated, found.span
        return lambda book, cells: gateway.save_ratings(book, rated, asked, cells)

    def arrange(self, found: YearlySheet) -> None:
        """Show the unit where there are several, points where the period has them."""
        hidden = {"unit": len({one.unit_id for one in found.rows}) < 2}
        for name in (*_PARTS, "points"):
            there = found.uses_points or any(one.values.get(name) for one in found.rows)
            hidden[name] = not there
        self.view.hide_columns(hidden)

    def counted(self, rows: Any) -> int:
        """Return how many rows have a rating."""
        return sum(one.get("rating") is not None for one in rows)

    def _warn(self, values: Values, name: str) -> str:
        if name in _PARTS:
            parts = {one: values.get(one) if one == name else None for one in _PARTS}
            return over_part(self.scale, parts["common_points"], parts["result_points"])
        return super()._warn(values, name)

    def new_record(self) -> None:
        """Tell where a row comes from."""
        self.notice.tell(_("Here each member or unit is a row; they are added on their own tabs."))

    def print_list(self) -> None:
        """Print the summary of what is shown."""
        span = self.bar.span
        options = {"unit": self.bar.unit, "kind": span.kind.value, "rated": self._rated}
        options |= {"first": span.first, "last": span.last}
        self.when_kept(lambda: self.context.print_pdf("yearly-ratings-summary", options))

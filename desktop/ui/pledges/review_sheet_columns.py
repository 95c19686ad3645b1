"""The columns of the sheets of reviews and ratings, and what stands in the read-only ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.formats import date_text, number
from desktop.core.rating import HEADINGS, SHORT
from desktop.core.terms import PledgeKind
from desktop.ui.i18n import _
from desktop.ui.pledges.grid_model import GridColumn
from desktop.ui.pledges.grid_text import Entry

if TYPE_CHECKING:
    from desktop.services.reviewing import ItemLine, SheetRow
    from desktop.services.reviewing_yearly import YearlyRow

_KINDS = {
    PledgeKind.COMMITMENT.value: "Bản cam kết",
    PledgeKind.REGISTRATION.value: "Bản đăng ký",
    PledgeKind.ACTION_PROGRAMME.value: "Chương trình hành động",
}
_LONGEST = 60  # letters of an item in short


def review_columns() -> list[GridColumn]:
    """Return the columns of the sheet of reviews."""
    return [
        GridColumn("name", _("Who"), Entry.SHOWN, 22, _who, _who_tip),
        GridColumn("unit", _("Unit"), Entry.SHOWN, 16, lambda row: row.unit),
        GridColumn("items", _("Pledged items"), Entry.SHOWN, 27, items_in_short, items_in_full),
        GridColumn("pledged", _("Pledged for the period"), Entry.TEXT, 22),
        GridColumn("done", _("Done"), Entry.TEXT, 24),
        GridColumn("self_assessment", _("Self-assessment"), Entry.TEXT, 18),
        GridColumn("cell_assessment", _("The cell's assessment"), Entry.TEXT, 20),
        GridColumn("points", _("Points"), Entry.POINTS, 7),
        GridColumn("rating", _("Rating"), Entry.RATING, 17),
        GridColumn("reviewed_on", _("Reviewed on"), Entry.DATE, 13),
    ]


def _who(row: SheetRow) -> str:
    lines = [row.name, row.post, _KINDS.get(row.kind, "")]
    return "\n".join(one for one in lines if one)


def _who_tip(row: SheetRow) -> str:
    head = _("Head: registers and is reviewed first") if row.head else ""
    return "\n".join(one for one in (_who(row), row.unit, head) if one)


def items_in_short(row: SheetRow) -> str:
    """Return the items of a pledge, a line each, with how far they have come."""
    return "\n".join(_item(one, _LONGEST) for one in row.items)


def items_in_full(row: SheetRow) -> str:
    """Return the items of a pledge with duty, target and due date."""
    return "\n".join(
        " – ".join(
            one
            for one in (
                _item(item, 400),
                item.duty,
                item.target,
                date_text(item.due_on),
                item.result,
            )
            if one
        )
        for item in row.items
    )


def _item(item: ItemLine, longest: int) -> str:
    words = " ".join(item.content.split())
    words = words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
    part = _("finished") if item.done else ""
    if item.progress is not None and not item.done:
        part = f"{item.progress}%"
    return f"• {words} ({part})" if part else f"• {words}"


def item_columns() -> list[GridColumn]:
    """Return the columns of the items below the sheet of reviews."""
    return [
        GridColumn("content", _("Content"), Entry.SHOWN, 34, lambda one: one.content),
        GridColumn("duty", _("Duty"), Entry.SHOWN, 20, lambda one: one.duty),
        GridColumn("target", _("Target"), Entry.SHOWN, 14, lambda one: one.target),
        GridColumn("due_on", _("Due"), Entry.SHOWN, 11, lambda one: date_text(one.due_on)),
        GridColumn("progress", _("Progress (%)"), Entry.PERCENT, 11),
        GridColumn("done_on", _("Done on"), Entry.DATE, 15),
        GridColumn("result", _("Result"), Entry.TEXT, 26),
    ]


def yearly_columns() -> list[GridColumn]:
    """Return the columns of the sheet of yearly ratings."""
    return [
        GridColumn("name", _("Who"), Entry.SHOWN, 24, _rated, _rated_tip),
        GridColumn("unit", _("Unit"), Entry.SHOWN, 18, lambda row: row.unit),
        GridColumn("outcome", _("Items done"), Entry.SHOWN, 10, _outcome),
        GridColumn("pledge_rating", _("Rating of the pledge"), Entry.SHOWN, 14, _pledge_rating),
        GridColumn("last_rating", _("Rating before"), Entry.SHOWN, 12, _last_rating),
        GridColumn("common_points", _("Common points"), Entry.POINTS, 16),
        GridColumn("result_points", _("Result points"), Entry.POINTS, 11),
        GridColumn("points", _("Total points"), Entry.POINTS, 9),
        GridColumn("rating", _("Rating"), Entry.RATING, 26),
        GridColumn("decided_by", _("Decided by"), Entry.LINE, 20),
        GridColumn("decided_on", _("Decided on"), Entry.DATE, 14),
    ]


def _rated(row: YearlyRow) -> str:
    return "\n".join(one for one in (row.name, row.post) if one)


def _rated_tip(row: YearlyRow) -> str:
    head = _("Head: registers and is reviewed first") if row.head else ""
    return "\n".join(one for one in (_rated(row), head) if one)


def _outcome(row: YearlyRow) -> str:
    found = row.outcome
    return f"{number(found.done)}/{number(found.items)}" if found.items else "–"


def _pledge_rating(row: YearlyRow) -> str:
    return SHORT.get(row.outcome.rating or "", "")


def _last_rating(row: YearlyRow) -> str:
    return SHORT.get(row.last_rating or "", "")


def rating_words(value: str | None) -> str:
    """Return a rating as the clerk calls it."""
    return HEADINGS.get(value or "", "")

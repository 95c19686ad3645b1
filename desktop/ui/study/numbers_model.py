"""The grid of a session's numbers: what each unit invited and who came, with the rate as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QColor

from desktop.core.attendance import MORE_THAN_INVITED, Attendance
from desktop.ui.i18n import _
from desktop.ui.icons import is_dark
from desktop.ui.pledges.grid_model import GridColumn, GridModel, GridRow, Look, Rules
from desktop.ui.pledges.grid_text import Entry

if TYPE_CHECKING:
    from desktop.services.study import UnitRow

INVITED, ATTENDED, RATE = 1, 2, 3
_LOW = {False: "#fdf1d6", True: "#463a1c"}


class NumbersModel(GridModel):
    """A row per unit; the rate follows what is typed."""

    def __init__(self) -> None:
        super().__init__(_columns(), Rules(_plain, _warning))
        self.bar = 0

    def show_units(self, units: Sequence[UnitRow], bar: int) -> None:
        """Show the units of a session."""
        self.bar = bar
        rows = [
            GridRow(
                one.id,
                one.name or _("The session as a whole"),
                {
                    "invited": one.numbers.invited,
                    "attended": one.numbers.attended,
                    "note": one.note or None,
                },
            )
            for one in units
        ]
        self.show_rows(rows, forget=True)

    def numbers(self, place: int) -> Attendance:
        """Return the numbers of a row as they are shown."""
        return _numbers(self.values(self.rows[place].key))

    def every(self) -> list[Attendance]:
        """Return the numbers of all rows as they are shown."""
        return [_numbers(one) for one in self.all_values()]

    def text(self, place: int, column: int) -> str:
        """Return the text of a cell; the rate is worked out anew each time."""
        if column == RATE:
            return self.numbers(place).words(self.bar)
        return super().text(place, column)

    def look(self, place: int, column: int) -> Look:
        """Return how a cell is drawn: a rate below the bar stands on a ground of its own."""
        look = super().look(place, column)
        if column == RATE and self.numbers(place).is_below(self.bar):
            return replace(look, ground=QColor(_LOW[is_dark()]))
        return look


def _columns() -> list[GridColumn]:
    return [
        GridColumn("unit", _("Unit"), Entry.SHOWN, 44, text=str),
        GridColumn("invited", _("Invited"), Entry.COUNT, 11),
        GridColumn("attended", _("Attended"), Entry.COUNT, 11),
        GridColumn("rate", _("Rate"), Entry.SHOWN, 18, text=str),
        GridColumn("note", _("Reason for absence"), Entry.LINE, 30),
    ]


def _numbers(values: Mapping[str, Any]) -> Attendance:
    return Attendance(values.get("invited"), values.get("attended"))


def _plain(before: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    return {**before, **entered}


def _warning(values: Mapping[str, Any], name: str) -> str:
    return MORE_THAN_INVITED if name == "attended" and _numbers(values).is_over else ""

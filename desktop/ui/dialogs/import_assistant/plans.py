"""Which sheets of a file are taken in, where their headings are, what their columns hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.platform.settings import Settings
from desktop.ui import sheet_gateway as gateway

if TYPE_CHECKING:
    from desktop.services.importing import Found

MOST_COLUMNS = 200  # of a sheet that are shown; what stands farther right is no list any more
_REMEMBERED = 60  # forms of files
_SAMPLES = 3
_LOOKED_AT = 200  # rows in which samples are looked for
_KEY = "import.columns"


@dataclass
class SheetPlan:
    """What is to become of one sheet; rows are indexes into the table's rows."""

    table: int
    name: str
    hidden: bool
    rows: int
    top: int
    bottom: int
    columns: dict[int, str]
    taken: bool
    proposed: tuple[int, int, dict[int, str]] = (0, 0, {})
    """What was recognised: top, bottom, columns."""


@dataclass(frozen=True)
class ColumnView:
    """A column of the file as it is shown to the clerk."""

    place: int
    heading: str
    samples: tuple[str, ...]


@dataclass
class Plans:
    """The plan of every sheet of a file that was read, and what is said for all of them."""

    read: gateway.Read
    sheets: list[SheetPlan] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        recognised = {one.table: one for one in self.read.found}
        for place, table in enumerate(self.read.source.tables):
            if not table.rows:
                continue
            one = recognised.get(place)
            if one is not None:
                top, bottom, columns = one.top, one.bottom, dict(one.columns)
            else:
                top = bottom = _fullest_row(table)
                columns = gateway.proposed(self.read.register, table, top, bottom)
            taken = one is not None and not table.hidden
            plan = SheetPlan(
                place, table.name, table.hidden, len(table.rows), top, bottom, columns, taken
            )
            plan.proposed = (top, bottom, dict(columns))
            self.sheets.append(plan)
        if not any(one.taken for one in self.sheets):
            for plan in self.sheets:
                known = set(plan.columns.values()) - {gateway.NUMBER}
                plan.taken = not plan.hidden and (len(known) > 1 or len(self.sheets) == 1)

    @property
    def choices(self) -> tuple[gateway.Choice, ...]:
        """What a column may hold."""
        return self.read.choices

    def found(self) -> list[Found]:
        """Return the sheets to be taken in, as the services take them."""
        return [
            gateway.found_of(one.table, one.top, one.bottom, one.columns)
            for one in self.sheets
            if one.taken
        ]

    def first_row(self, plan: SheetPlan) -> int:
        """Return the number in the file of the table's first row, from 1."""
        return self.read.source.tables[plan.table].first_row

    def views(self, plan: SheetPlan) -> list[ColumnView]:
        """Return the columns of a sheet that have a heading or hold anything."""
        table = self.read.source.tables[plan.table]
        above = gateway.headings_of(table, plan.top, plan.bottom)
        first = plan.bottom + 1
        rows = range(first, min(first + _LOOKED_AT, len(table.rows)))
        held: dict[int, list[str]] = {}
        for row in rows:
            if gateway.is_example(table, row, plan.columns):
                continue
            for column, value in enumerate(table.rows[row][:MOST_COLUMNS]):
                found = held.setdefault(column, []) if value not in (None, "") else None
                if found is not None and len(found) < _SAMPLES:
                    text = " ".join(gateway.cell_text(table, row, column).split())
                    if text not in found:
                        found.append(text)
        places = sorted({*held, *above, *plan.columns})
        return [
            ColumnView(one, " – ".join(above.get(one, [])), tuple(held.get(one, [])))
            for one in places
            if one < MOST_COLUMNS
        ]

    def example_row(self, plan: SheetPlan) -> int | None:
        """Return the number in the file of a template's example row that was left in."""
        table = self.read.source.tables[plan.table]
        first = plan.bottom + 1
        for row in range(first, min(first + _LOOKED_AT, len(table.rows))):
            if gateway.is_example(table, row, plan.columns):
                return self.first_row(plan) + row
        return None

    def set_heading(self, plan: SheetPlan, top: int, bottom: int) -> None:
        """Take other rows as the heading; the columns are recognised anew."""
        plan.top, plan.bottom = top, max(top, bottom)
        table = self.read.source.tables[plan.table]
        plan.columns = gateway.proposed(self.read.register, table, plan.top, plan.bottom)

    def set_column(self, plan: SheetPlan, column: int, key: str) -> None:
        """Say what a column holds ('' for nothing), on every sheet of the same form."""
        shape, before = self.shape(plan), plan.columns
        for one in self.sheets:
            if one is plan or (one.columns == before and self.shape(one) == shape):
                one.columns = {place: kept for place, kept in one.columns.items()
                               if place != column}  # fmt: skip
                if key:
                    one.columns = dict(sorted({**one.columns, column: key}.items()))

    def shape(self, plan: SheetPlan) -> str:
        """Return what this sheet has in common with others of its form."""
        table = self.read.source.tables[plan.table]
        return gateway.shape_of(gateway.headings_of(table, plan.top, plan.bottom))

    def missing(self) -> list[tuple[gateway.Choice, list[str]]]:
        """Return what rows can't be kept without, and no word given says.

        With each stand the names of the sheets that have no column of it.
        """
        taken = [one for one in self.sheets if one.taken]
        found = []
        for choice in self.choices:
            if choice.needed and not self.given.get(choice.key):
                without = [one.name for one in taken if choice.key not in _keys(one.columns)]
                if without:
                    found.append((choice, without))
        return found

    def to_give(self) -> list[gateway.Choice]:
        """Return what may be said once for the file, because a sheet has no column of it."""
        taken = [one for one in self.sheets if one.taken]
        return [
            choice
            for choice in self.choices
            if choice.given and any(choice.key not in _keys(one.columns) for one in taken)
        ]

    def words_given(self) -> dict[str, str]:
        """Return what is said once for the file."""
        wanted = {one.key for one in self.to_give()}
        return {key: text for key, text in self.given.items() if key in wanted and text}

    # remembering

    def recall(self, settings: Settings) -> bool:
        """Take over what the clerk said of files of the same form; tell whether there was any."""
        kept = settings.get_table(_KEY)
        known = {one.key for one in self.choices} | {gateway.NUMBER}
        recalled = False
        for plan in self.sheets:
            one = kept.get(self._memory_key(plan))
            if not isinstance(one, dict) or not isinstance(one.get("columns"), dict):
                continue
            top, bottom = plan.top + _whole(one.get("top")), plan.bottom + _whole(one.get("bottom"))
            if not 0 <= top <= bottom < plan.rows:
                continue
            columns = {int(place): key for place, key in one["columns"].items()
                       if str(place).isdigit() and key in known}  # fmt: skip
            plan.top, plan.bottom, plan.columns = top, bottom, columns
            recalled = True
        return recalled

    def remember(self, settings: Settings) -> None:
        """Keep what the clerk said otherwise than was recognised, by the form of the file."""
        kept: dict[str, Any] = settings.get_table(_KEY)
        for plan in self.sheets:
            if not plan.taken:
                continue
            key = self._memory_key(plan)
            top, bottom, columns = plan.proposed
            if (plan.top, plan.bottom, plan.columns) == (top, bottom, columns):
                kept.pop(key, None)
                continue
            kept[key] = {
                "top": plan.top - top,
                "bottom": plan.bottom - bottom,
                "columns": {str(place): name for place, name in plan.columns.items()},
                "on": date.today().isoformat(),  # noqa: DTZ011 (the clerk's day)
            }
        newest = sorted(kept, key=lambda one: str(kept[one].get("on", "")), reverse=True)
        settings.set_table(_KEY, {one: kept[one] for one in newest[:_REMEMBERED]})
        settings.try_save()

    def _memory_key(self, plan: SheetPlan) -> str:
        table = self.read.source.tables[plan.table]
        top, bottom, _columns = plan.proposed
        shape = gateway.shape_of(gateway.headings_of(table, top, bottom))
        return f"{self.read.register}:{hashlib.sha256(shape.encode()).hexdigest()[:24]}"


def _keys(columns: Mapping[int, str]) -> set[str]:
    return {key.partition("|")[0] for key in columns.values()}


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _fullest_row(table: Any) -> int:
    """Return the row most likely to be a heading when none was recognised: the first full one."""
    counts = [sum(isinstance(one, str) and bool(one.strip()) for one in row)
              for row in table.rows[:40]]  # fmt: skip
    return counts.index(max(counts)) if counts else 0


def letter(place: int) -> str:
    """Return what Excel calls a column (0 is A, 26 is AA)."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found

"""What stands in the columns of a register's spreadsheet, in and out alike.

Source: DOMAIN.md, 'Spreadsheets'. A register's own fields come first in the order given there;
what a row owns (a pledge's items, a model's commending levels) or belongs to (an award's round and
decision) has its columns among them, and a member is told by the card number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from desktop.core.register import Field, Kind
from desktop.core.vietnamese.fold import fold
from desktop.storage.registers import children, spec

# an award's row carries its round and its decision, a unit's attendance its session; the
# references themselves have no column
OWNERS: Mapping[str, tuple[str, ...]] = {
    "awards": ("round_id", "decision_id"),
    "study_attendances": ("session_id",),
}
TAKEN_WITH: Mapping[str, str] = {"study_sessions": "study_attendances"}
"""Registers whose rows are taken in with those that belong to them."""
# a member is named by the row's own name field; the card number tells which one
CARD = "member_id"
_CARD_PLACE = {"pledges": 4}
# rows that no word in a cell could name
_WORDLESS = ("pledges",)
# what else of an owned row has a column, beyond what DOMAIN.md lists
_WHOLE: Mapping[str, tuple[str, ...]] = {
    "pledge_items": ("progress", "done_on"),
    "plan_items": ("content", "owner", "due_on", "done_on", "result"),
}
# their rows are owned, but have sheets of their own
_APART = ("rounds", "study_sessions")
# a unit, then what it is part of: "Chi bộ 1 / Đảng bộ xã Tân Long"
BELOW: Final = " / "
# what the clerk calls some registers on the command line (DOMAIN.md, 'Spreadsheets')
ALIASES: Mapping[str, str] = {"commendations": "awards", "study": "study_attendances"}


@dataclass(frozen=True)
class SheetField:
    """A column: whose field it is, and the key that values of it go by."""

    key: str  # the field's name, for another register's 'pledge_items.content'
    register: str
    field: Field
    via: str = ""  # the main register's reference through which a foreign field is reached

    @property
    def required(self) -> bool:
        """Whether a row can't be kept without it and nothing else gives it."""
        return self.field.required and self.field.default is None and not self.foreign

    @property
    def foreign(self) -> bool:
        """Whether it belongs to another register than the row's own."""
        return "." in self.key


@lru_cache(maxsize=64)
def layout(register: str) -> tuple[SheetField, ...]:
    """Return the columns of a register's sheet, DOMAIN.md's first; each heading stands once."""
    declared = spec(register)
    owners = OWNERS.get(register, ())
    found: list[tuple[float, SheetField]] = []
    for place, one in enumerate(declared.fields):
        if one.kind is Kind.BYTES or one.name in owners or one.reference in _WORDLESS:
            continue
        if one.name == CARD and one.reference == "members":
            card = spec("members").by_name["card_number"]
            sheet = SheetField(f"{CARD}.card_number", "members", card, CARD)
            found.append((_CARD_PLACE.get(register, 500 + place), sheet))
            continue
        found.append((one.sheet or 500 + place, SheetField(one.name, register, one)))
    for via in owners:
        owner = spec(declared.by_name[via].reference or "")
        for place, one in enumerate(owner.fields):
            if one.kind not in (Kind.REFERENCE, Kind.BYTES):
                where = one.sheet or 700 + place + 50 * owners.index(via)
                found.append((where, SheetField(f"{owner.name}.{one.name}", owner.name, one, via)))
    for child in children(register) if register not in _APART else ():
        for place, one in enumerate(child.fields):
            rest = 600 + place if child.name in _WHOLE and one.name in _WHOLE[child.name] else None
            told = one.sheet or rest
            if told is not None:
                found.append((told, SheetField(f"{child.name}.{one.name}", child.name, one)))
    found.sort(key=lambda pair: pair[0])
    headings: set[str] = set()
    columns: list[SheetField] = []
    for _place, column in found:
        if fold(column.field.heading) not in headings:
            headings.add(fold(column.field.heading))
            columns.append(column)
    return tuple(columns)


def whole(register: str) -> tuple[SheetField, ...]:
    """Return the columns by which a register's rows come in again with what belongs to them.

    Those of `layout`, but of study sessions the study sheet's, with the attendance as owned rows.
    """
    owned = TAKEN_WITH.get(register)
    if owned is None:
        return layout(register)
    return tuple(
        SheetField(one.field.name, register, one.field)
        if one.register == register
        else SheetField(f"{owned}.{one.key}", owned, one.field)
        for one in layout(owned)
    )


def sheet_register(name: str) -> str:
    """Return the register that a name on the command line means."""
    return ALIASES.get(name, name)

"""SQL that the rules of clean data have in common: live rows, and days known only in part.

A partial date is ISO text ('1975', '1975-05', '1975-05-03'), a date is kept as ISO text too, so
that both compare as text once they are full: by the first or the last day that they may be.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, cast, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from desktop.storage.models import Kept
from desktop.storage.models.base import sort_column
from desktop.storage.registers import TABLES, spec

LISTED = 5
"""So many columns of `listed` come before the values that are asked for."""

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def iso(day: Column) -> ColumnElement[str]:
    """Return a date or partial date as the text that is kept."""
    return type_coerce(day, Text)


def first_day(day: Column) -> ColumnElement[str]:
    """Return the first day that a date may be, as ISO text."""
    return func.substr(iso(day).concat("-01-01"), 1, 10)


def last_day(day: Column) -> ColumnElement[str]:
    """Return a text no earlier than the last day that a date may be, and before any later one."""
    text = iso(day)
    return text.concat(func.substr("-12-31", func.length(text) - 3))


def surely_before(one: Column, other: Column) -> ColumnElement[bool]:
    """Tell whether a day comes before another however what is unknown of them is filled in."""
    return last_day(one) < first_day(other)


def month_years_later(day: Column, years: int) -> ColumnElement[str]:
    """Return the month ('1993-05') of so many years after the first day that a date may be."""
    first = first_day(day)
    year = cast(func.substr(first, 1, 4), Integer) + years
    return func.printf("%04d", year).concat(func.substr(first, 5, 3))


def plain_card(card: Column) -> ColumnElement[str]:
    """Return a card number as it is compared: '00.123456' and '123456' (Excel's work) are one."""
    text: Any = card
    for sign in " .-/":
        text = func.replace(text, sign, "")
    return func.ltrim(func.upper(text), "0")


def live(model: type[Kept], origin: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for rows of an office that are not in the recycle bin.

    In words that match no partial index: to read all rows in the order of such an index takes
    several times as long as to read them as they lie.
    """
    return func.coalesce(model.deleted_at, "") == "", model.origin == origin


def listed(model: type[Kept], origin: str, unit: Column, *values: Any) -> Select[Any]:
    """Return the SELECT of an office's live rows: id, uid, title, unit, order, and `values`.

    The order is the key by which the register's titles sort.
    """
    register = model.__register__.name
    declared, table = spec(register), TABLES[register]
    return select(
        table.c.id,
        table.c.uid,
        table.c[declared.title].label("title"),
        unit.label("unit_id"),
        table.c[sort_column(declared.by_name[declared.title])].label("order_key"),
        *values,
    ).where(*live(model, origin))

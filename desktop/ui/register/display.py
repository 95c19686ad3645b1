"""How a value is shown, aligned and copied."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from desktop.core.formats import date_text, money_plain, number
from desktop.core.register import YEARS, Field, Kind, RegisterSpec, Row
from desktop.core.vietnamese.dates import PartialDate
from desktop.ui.i18n import _, language

NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.POINTS})
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def columns_of(spec: RegisterSpec) -> tuple[Field, ...]:
    """Return the fields that can be columns."""
    return tuple(spec.columns.values())


def alignment(field: Field) -> Qt.AlignmentFlag:
    """Return on which side a column's values stand."""
    if field.kind in NUMBERS and field.name not in YEARS:
        return _RIGHT
    if field.kind is Kind.BOOLEAN:
        return _MIDDLE
    return _LEFT


_DAY = re.compile(r" \(\d\d/\d\d/\d{4}\)")


def number_text(field: Field, value: Any) -> str:
    """Return a number as it is shown: 1.500.000, 98,5; a year stays 2024."""
    if field.name in YEARS:
        return str(value)
    if field.kind is Kind.MONEY:
        return money_plain(value)
    return number(value)


def partial_text(value: str) -> str:
    """Return '03/05/1975', '05/1975' or '1975' of the ISO text."""
    try:
        return date_text(PartialDate.from_iso(value))
    except ValueError:  # kept by an earlier version or another program: shown as it is
        return value


def value_text(field: Field, value: Any, label: str = "") -> str:
    """Return a value as the clerk reads it; `label` are the words of a reference."""
    if field.kind is Kind.REFERENCE:
        return label
    if field.kind is Kind.BOOLEAN:
        return _("Yes") if value else ""
    if value is None:
        return ""
    if field.kind is Kind.CHOICE:
        return choice_text(field, value)
    if field.kind in NUMBERS:
        return number_text(field, value)
    if field.kind is Kind.DATE:
        return date_text(value) if isinstance(value, date) else str(value)
    if field.kind is Kind.PARTIAL_DATE:
        return partial_text(value)
    return str(value)


def choice_text(field: Field, value: str) -> str:
    """Return what a choice is called in the language of the interface."""
    chosen = language()
    for choice in field.choices:
        if choice.value == value:
            return choice.text(chosen)
    return str(value)


def cell_text(field: Field, row: Row) -> str:
    """Return one cell as the clerk reads it."""
    if field.computed_from:
        return row.computed.get(field.name, "")
    return value_text(field, row.values.get(field.name), row.labels.get(field.name, ""))


def brief(text: str) -> str:
    """Return words of a computed column without the days in brackets: a glance takes them in."""
    return _DAY.sub("", text)


def plain_number(value: Any) -> str:
    """Return a number's digits as a spreadsheet's file has them: 1500000 or 98.5."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def row_title(spec: RegisterSpec, row: Row) -> str:
    """Return what a row is called."""
    return cell_text(spec.by_name[spec.title], row)


def singular(spec: RegisterSpec) -> str:
    """Return what one row of the register is called."""
    return spec.singular_heading if language() == "vi" else spec.singular


def plural(spec: RegisterSpec) -> str:
    """Return what the register is called."""
    return spec.heading if language() == "vi" else spec.label

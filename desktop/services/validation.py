"""Whether a record's values can be kept, told field by field in Vietnamese sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import clean

_TEXTS = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.LABEL)
_MAXIMUM_TEXT = 20_000
_EARLIEST, _LATEST = 1800, 2200
_LARGEST = 2**53


def cleaned(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as they are kept: text NFC and trimmed, blanks as None.

    Raises `KeyError` for a field the register does not have: that is a bug of the caller.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = spec.by_name[name]
        if isinstance(value, str):
            long = field.kind is Kind.LONG_TEXT
            value = clean(value, multiline=long) or None  # noqa: PLW2901 - the same value, cleaned
        if field.kind is Kind.PARTIAL_DATE and isinstance(value, date):
            value = value.isoformat()[:10]  # noqa: PLW2901 - the whole day
        if field.kind is Kind.POINTS and _is_number(value):
            # as it is kept: two places, half up
            value = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)  # noqa: PLW2901
        if field.kind is Kind.BOOLEAN:
            value = bool(value)  # noqa: PLW2901 - unset means no
        found[name] = value
    return found


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    exact = Decimal(value)
    return exact.is_finite() and abs(exact) < _LARGEST


def problems(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each field whose (cleaned) value can't be kept."""
    found: dict[str, str] = {}
    for field in spec.fields:
        if field.name not in values:
            continue
        sentence = _problem(field, values[field.name])
        if sentence:
            found[field.name] = sentence
    return found


def pattern_warnings(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence for each text that doesn't have its usual form; it never blocks."""
    found: dict[str, str] = {}
    for field in spec.fields:
        value = values.get(field.name)
        if field.pattern and isinstance(value, str) and not re.fullmatch(field.pattern, value):
            found[field.name] = (
                f"{field.heading} «{value}» khác dạng thường gặp. {field.hint}".strip()
            )
    return found


def _problem(field: Field, value: Any) -> str:
    if value is None:
        return f"Hãy nhập {_lower(field.heading)}." if field.required else ""
    check = _CHECKS.get(field.kind)
    return check(field, value) if check else ""


def _lower(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        return f"{field.heading} phải là chữ."
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        return f"{field.heading} có ký tự không hợp lệ. Hãy gõ lại."
    most = field.maximum or _MAXIMUM_TEXT
    if len(value) > most:
        return f"{field.heading} quá dài ({len(value)} ký tự). Hãy rút gọn dưới {most}."
    return ""


def _choice(field: Field, value: Any) -> str:
    if isinstance(value, str) and value in field.choice_headings:
        return ""
    return f"{field.heading}: hãy chọn một mục trong danh sách."


def _number(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return f"{field.heading} phải là số."
    if field.kind is not Kind.POINTS and not isinstance(value, int):
        return f"{field.heading} phải là số nguyên."
    if isinstance(value, Decimal) and not value.is_finite():
        return f"{field.heading} phải là số."
    exact = Decimal(value)
    if field.minimum is not None and exact < field.minimum:
        return f"{field.heading} không được nhỏ hơn {field.minimum}."
    if field.maximum is not None and exact > field.maximum:
        return f"{field.heading} không được lớn hơn {field.maximum}."
    return f"{field.heading} quá lớn." if abs(exact) > _LARGEST else ""


def _day(field: Field, value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        return f"{field.heading} phải là một ngày, ví dụ: 18/05/2023."
    if not _EARLIEST <= value.year <= _LATEST:
        return f"{field.heading}: năm {value.year} không hợp lý."
    return ""


def _partial(field: Field, value: Any) -> str:
    try:
        PartialDate.from_iso(value if isinstance(value, str) else "")
    except ValueError:
        return f"{field.heading} phải là ngày, tháng và năm, hoặc năm; ví dụ: 18/05/1975, 1975."
    return ""


def _reference(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _LARGEST:
        return f"{field.heading}: hãy chọn trong danh sách."
    return ""


_CHECKS = {
    **dict.fromkeys(_TEXTS, _text),
    Kind.CHOICE: _choice,
    Kind.INTEGER: _number,
    Kind.MONEY: _number,
    Kind.POINTS: _number,
    Kind.DATE: _day,
    Kind.PARTIAL_DATE: _partial,
    Kind.REFERENCE: _reference,
}

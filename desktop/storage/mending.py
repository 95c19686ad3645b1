"""Making a row that can be kept of one that was read from a damaged book."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.dates import DateProblem, PartialDate
from desktop.storage.models.base import new_uid, now
from desktop.storage.salvage import hash_fits

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_UID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNREADABLE: Final = "(không đọc được)"
_LARGEST: Final = 1 << 62
_TEXTS: Final = (Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.LABEL)


def mended(spec: RegisterSpec, row: Mapping[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    """Return a register's row as it can be kept, and whether it is as it was written.

    None stands for a row of which something is unreadable that it can't be without.
    """
    found = dict(row)
    whole = hash_fits(spec.name, row)
    if not whole:
        for field in spec.fields:
            value = found.get(field.name)
            if value is None or _possible(field, value):
                continue
            found[field.name] = _instead(field, value)
        for field in spec.fields:
            needed = field.required or field.kind is Kind.BOOLEAN
            if needed and found.get(field.name) is None:
                return None, False
    _complete(found)
    return found, whole


def _complete(row: dict[str, Any]) -> None:
    moment = now()
    if not _matches(_UID, row.get("uid")):
        row["uid"] = new_uid()
    for name in ("created_at", "updated_at"):
        if not _matches(_MOMENT, row.get(name)):
            row[name] = moment
    if row.get("deleted_at") is not None and not _matches(_MOMENT, row["deleted_at"]):
        row["deleted_at"] = moment
    if not isinstance(row.get("revision"), int) or not 0 < row["revision"] < _LARGEST:
        row["revision"] = 1
    row["origin"] = readable(row.get("origin") or "")


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _possible(field: Field, value: Any) -> bool:
    """Tell whether a value, as SQLite holds it, is one that a field can have."""
    kind = field.kind
    if kind is Kind.CHOICE:
        return value in {one.value for one in field.choices}
    if kind in _TEXTS:
        return isinstance(value, str) and value == readable(value)
    if kind is Kind.BYTES:
        return isinstance(value, bytes)
    if kind is Kind.BOOLEAN:
        return value in (0, 1)
    if kind in (Kind.DATE, Kind.PARTIAL_DATE):
        return isinstance(value, str) and _is_day(value, partial=kind is Kind.PARTIAL_DATE)
    return isinstance(value, int) and abs(value) < _LARGEST


def _is_day(value: str, *, partial: bool) -> bool:
    try:
        if partial:
            PartialDate.from_iso(value)
        else:
            PartialDate.from_date(date.fromisoformat(value))
    except (ValueError, DateProblem):
        return False
    return True


def _instead(field: Field, value: Any) -> Any:
    if field.kind in _TEXTS:
        if isinstance(value, str):
            return readable(value)
        return _UNREADABLE if field.required else None
    if field.kind is Kind.BOOLEAN:
        return bool(field.default)
    return field.default if field.required else None


def readable(value: Any) -> str:
    """Return a text with what can't stand in one as U+FFFD."""
    words = value if isinstance(value, str) else ""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in words)


def entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an audit entry as it can be kept."""
    found = dict(row)
    for name in ("at", "batch", "deed", "action", "register", "row_uid", "title"):
        found[name] = readable(found.get(name))
    if not _matches(_UID, found.get("uid")):
        found["uid"] = new_uid()
    if not _matches(_MOMENT, found["at"]):
        found["at"] = now()
    for name in ("before", "after"):
        if not _is_object(found.get(name)):
            found[name] = None
    for name in ("salt", "payload_hash", "chain"):
        if not isinstance(found.get(name), bytes):
            found[name] = None
    if not isinstance(found.get("clerk"), str):
        found["clerk"] = None
    return found


def _is_object(value: Any) -> bool:
    try:
        return isinstance(value, str) and isinstance(json.loads(value), dict)
    except ValueError:
        return False

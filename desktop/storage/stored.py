"""Rows as SQLite holds them, whatever has become of their bytes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desktop.core.register import Kind, RegisterSpec


def decoded(data: bytes) -> str:
    """Return a text's letters: a driver's `text_factory` that no damaged byte can stop."""
    return data.decode("utf-8", "replace")


def as_kept(spec: RegisterSpec, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with SQLite's numbers for booleans and points as the values they stand for."""
    for field in spec.fields:
        value = row[field.name]
        if field.kind is Kind.BOOLEAN and value in (0, 1):
            row[field.name] = bool(value)
        elif field.kind is Kind.POINTS and isinstance(value, int):
            row[field.name] = Decimal(value) / 100
    return row

"""Who is expected to have a plan."""

from __future__ import annotations

from typing import Final

from desktop.core.terms import UnitKind

USUAL_KINDS: Final = (
    UnitKind.PARTY_COMMITTEE.value,
    UnitKind.BASE_COMMITTEE.value,
    UnitKind.BASE_CELL.value,
)
"""Kinds of unit that are expected to have a plan until the clerk chooses others."""

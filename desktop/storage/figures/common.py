"""What the figures have in common: which states count, and counts in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.core.terms import (
    AwardState,
    Level,
    MemberStatus,
)

PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
COUNTED = (AwardState.AGREED.value, AwardState.GIVEN.value)
LEVELS = [one.value for one in Level]


def ordered(counts: Mapping[str, int], order: Iterable[str] | None = None) -> dict[str, int]:
    """Return counts without zeros, in a fixed order."""
    keys = sorted(counts) if order is None else [one for one in order if one in counts]
    return {key: counts[key] for key in keys if counts[key]}

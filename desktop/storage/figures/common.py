"""What the figures have in common: which states count, and counts in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import (
    AwardState,
    Level,
    MemberStatus,
)
from desktop.storage.models import LevelName

PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
COUNTED = (AwardState.AGREED.value, AwardState.GIVEN.value)
LEVELS = [one.value for one in Level]


def level_names(session: Session) -> dict[str, str]:
    """Return what the levels are called in this office, in their order."""
    names: dict[str, str] = {one.value: one.heading for one in Level}
    own = select(LevelName).where(LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None))
    for one in session.scalars(own):
        names[one.level] = one.name
    return names


def ordered(counts: Mapping[str, int], order: Iterable[str] | None = None) -> dict[str, int]:
    """Return counts without zeros, in a fixed order."""
    keys = sorted(counts) if order is None else [one for one in order if one in counts]
    return {key: counts[key] for key in keys if counts[key]}

"""Ratings by chance, on the rating scale that holds on a day (the book's own rule data)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import Rating
from desktop.services.demo.making import weighted
from desktop.storage.models import RatingGrade, RatingScale

_SHARES = (
    (Rating.EXCELLENT.value, 17),
    (Rating.GOOD.value, 65),
    (Rating.COMPLETED.value, 16),
    (Rating.NOT_COMPLETED.value, 2),
)
_QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Rated:
    """A rating, with points where the scale has them: in all, common, of results."""

    rating: str
    points: Decimal | None = None
    common: Decimal | None = None
    results: Decimal | None = None


class Scale:
    """A rating scale; without points it gives ratings alone."""

    def __init__(self, session: Session, day: date) -> None:
        """Read the scale that holds on a day."""
        self._common = self._results = 0
        self._from: dict[str, Decimal] = {}
        found = session.scalars(
            select(RatingScale).where(RatingScale.deleted_at.is_(None)).order_by(RatingScale.id)
        )
        for one in found:
            begun = one.valid_from is None or one.valid_from <= day
            if begun and (one.valid_to is None or day <= one.valid_to) and one.uses_points:
                self._common, self._results = one.common_points or 0, one.result_points or 0
                grades = session.scalars(select(RatingGrade).where(RatingGrade.scale_id == one.id))
                self._from = {each.rating: each.minimum_points or Decimal(0) for each in grades}

    def draw(self, chance: Random) -> Rated:
        """Return a rating by chance; most are good."""
        rating = str(weighted(chance, _SHARES))
        if rating not in self._from:
            return Rated(rating)
        low = self._from[rating]
        above = [one for one in self._from.values() if one > low]
        high = min(above) if above else Decimal(self._common + self._results)
        if low == 0:
            low = high * 3 / 4
        steps = int((high - low) / _QUARTER)
        points = low + _QUARTER * chance.randint(0, max(0, steps - 1))
        whole = self._common + self._results
        common = (points * self._common / whole / _QUARTER).to_integral_value() * _QUARTER
        return Rated(rating, points, common, points - common)

"""Rating: scales with the dates from which they hold, what points give, how many may be excellent.

Source: DOMAIN.md, 'Rating' (366-QĐ/TW: points of 100, 30 common and 70 for results; before it
without points). The scales themselves are rows of the book; nothing here knows a number of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from desktop.core.terms import Rating
from desktop.core.vietnamese.fold import fold

ORDER: Final[tuple[str, ...]] = tuple(str(one.value) for one in Rating)
"""The ratings from the best to the worst."""
HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {str(one.value): one.heading for one in Rating}
)
"""The ratings as the clerk calls them."""
SHORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        Rating.EXCELLENT.value: "Xuất sắc",
        Rating.GOOD.value: "Tốt",
        Rating.COMPLETED.value: "Hoàn thành",
        Rating.NOT_COMPLETED.value: "Không hoàn thành",
    }
)
"""The ratings as columns of tables name them."""
LETTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "x": Rating.EXCELLENT.value,
        "t": Rating.GOOD.value,
        "h": Rating.COMPLETED.value,
        "k": Rating.NOT_COMPLETED.value,
        **{str(place): value for place, value in enumerate(ORDER, start=1)},
    }
)
"""The key that stands for a rating: the letter that tells it from the others, or its number."""
_ABBREVIATED: Final[Mapping[str, str]] = {
    "htxs": Rating.EXCELLENT.value,
    "htt": Rating.GOOD.value,
    "ht": Rating.COMPLETED.value,
    "kht": Rating.NOT_COMPLETED.value,
}
_WORDS: Final = re.compile(
    "(?P<no>khong )?hoan thanh(?: nhiem vu)?|(?:hoan thanh )?(?P<how>xuat sac|tot)(?: nhiem vu)?"
)


@dataclass(frozen=True)
class Grade:
    """A rating, and from how many points it is given (None: the scale goes without points)."""

    rating: str
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Scale:
    """A rating scale; it holds on all days between two, both included (None: for ever)."""

    name: str
    uses_points: bool
    grades: tuple[Grade, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    common_points: int | None = None  # at most
    result_points: int | None = None  # at most

    def holds_on(self, day: date) -> bool:
        """Tell whether the scale holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def rating_of(self, points: Decimal) -> str | None:
        """Return what so many points give; None by a scale without points, or below all grades."""
        if not self.uses_points:
            return None
        reached = [one for one in self.grades if one.minimum is not None and points >= one.minimum]
        if not reached:
            return None
        return max(reached, key=lambda one: (one.minimum, -_place(one.rating))).rating


def _place(rating: str) -> int:
    return ORDER.index(rating) if rating in ORDER else len(ORDER)


def scale_on(scales: Iterable[Scale], day: date) -> Scale | None:
    """Return the scale of a day; of several, the one that began last."""
    holding = [one for one in scales if one.holds_on(day)]
    return max(holding, key=lambda one: one.valid_from or date.min, default=None)


def proposed(
    scale: Scale | None, before: tuple[Decimal | None, str | None], points: Decimal | None
) -> str | None:
    """Return the rating after points were entered; `before` are points and rating until then.

    The points' rating takes the place of an empty one and of one that the points before gave. Any
    other was chosen by the clerk and stays.
    """
    was, rating = before
    given = None if scale is None or was is None else scale.rating_of(was)
    if rating is not None and rating != given:
        return rating
    if scale is None or not scale.uses_points:
        return rating
    return None if points is None else scale.rating_of(points)


def contradiction(scale: Scale | None, points: Decimal | None, rating: str | None) -> str:
    """Return a sentence when points and rating don't agree by a scale, else nothing."""
    if scale is None or points is None or rating is None:
        return ""
    given = scale.rating_of(points)
    if given is None or given == rating:
        return ""
    return f"Theo thang điểm, số điểm này ứng với «{HEADINGS.get(given, given)}»."


def over_part(scale: Scale | None, common: Decimal | None, result: Decimal | None) -> str:
    """Return a sentence when a part of the points is above what the scale gives for it."""
    if scale is None or not scale.uses_points:
        return ""
    if common is not None and scale.common_points is not None and common > scale.common_points:
        return f"Điểm tiêu chí chung tối đa là {scale.common_points}."
    if result is not None and scale.result_points is not None and result > scale.result_points:
        return f"Điểm kết quả tối đa là {scale.result_points}."
    return ""


def total(common: Decimal | None, result: Decimal | None) -> Decimal | None:
    """Return the sum of both parts once both are known: one alone says nothing."""
    return None if common is None or result is None else common + result


def summed(
    before: tuple[Decimal | None, Decimal | None, Decimal | None],
    common: Decimal | None,
    result: Decimal | None,
) -> Decimal | None:
    """Return the total after a part was entered; `before` are both parts and the total until then.

    A total that is not the sum of its parts was entered by the clerk and stays.
    """
    was = total(before[0], before[1])
    if before[2] is not None and before[2] != was:
        return before[2]
    return total(common, result)


def completed(
    scale: Scale | None, before: Mapping[str, Any], entered: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values of a row after an entry: the total and the rating follow.

    Values by field: `common_points`, `result_points` where there are parts, `points`, `rating`;
    others are handed on. What was entered itself stays as entered.
    """
    wanted = {**before, **entered}
    both = ("common_points", "result_points")
    if "points" not in entered and any(name in entered for name in both):
        common, result, points = (before.get(name) for name in (*both, "points"))
        wanted["points"] = summed((common, result, points), *(wanted.get(name) for name in both))
    points = wanted.get("points")
    if "rating" not in entered and points != before.get("points"):
        was = (before.get("points"), before.get("rating"))
        wanted["rating"] = proposed(scale, was, points)
    return wanted


@dataclass(frozen=True)
class Share:
    """How many are rated excellent among those rated good or better, and how many may be."""

    percent: int
    counts: Mapping[str, int] = field(default_factory=dict)
    rated: int = 0

    @property
    def excellent(self) -> int:
        """How many are rated excellent."""
        return self.counts.get(Rating.EXCELLENT.value, 0)

    @property
    def base(self) -> int:
        """How many are rated good or better."""
        return self.excellent + self.counts.get(Rating.GOOD.value, 0)

    @property
    def allowed(self) -> int:
        """How many of these may be excellent: the share, rounded down."""
        return self.base * self.percent // 100

    @property
    def excess(self) -> int:
        """By how many there are too many."""
        return max(0, self.excellent - self.allowed)

    @property
    def rate(self) -> Decimal | None:
        """The share there is, as a fraction; None without anybody."""
        return None if not self.base else Decimal(self.excellent) / Decimal(self.base)


def share(ratings: Iterable[str | None], percent: int) -> Share:
    """Count ratings against the share that may be excellent, in percent of good or better."""
    counts = Counter(one for one in ratings if one)
    return Share(percent, dict(counts), sum(counts.values()))


def best_of_each(rated: Iterable[tuple[Hashable, str | None]]) -> list[str | None]:
    """Return one rating of each person or unit that is told by its key: the best of several.

    Somebody with several pledges counts once against the share of the excellent.
    """
    found: dict[Hashable, str | None] = {}
    for who, rating in rated:
        now = found.setdefault(who, rating)
        if rating is not None and (now is None or _place(rating) < _place(now)):
            found[who] = rating
    return list(found.values())


def read_rating(text: str) -> str | None:
    """Read a rating as it is typed or pasted: its words, their short form, 'HTTNV', '2', 'x'.

    Raises ValueError for words that are none; nothing is None.
    """
    folded = fold(text)
    if not text.strip():
        return None
    if folded in LETTERS:
        return LETTERS[folded]
    short = folded.replace(" ", "").removesuffix("nv")
    if short in _ABBREVIATED:
        return _ABBREVIATED[short]
    found = _WORDS.fullmatch(folded)
    if found is None:
        raise ValueError(text)
    best, good, completed, not_completed = ORDER
    if found["no"]:
        return not_completed
    return {"xuat sac": best, "tot": good}.get(found["how"], completed)

"""The periods of which reviews are: months, quarters, half-years, years, terms; and their names.

Source: DOMAIN.md, 'PledgeReview' and 'Rating' (366-QĐ/TW: by quarter, year and term).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desktop.core.terms import ReviewPeriod

_MONTHS: Final = {
    ReviewPeriod.MONTH: 1,
    ReviewPeriod.QUARTER: 3,
    ReviewPeriod.HALF_YEAR: 6,
    ReviewPeriod.YEAR: 12,
}
_ROMAN: Final = ("I", "II", "III", "IV")
REVIEWED: Final = ("done", "self_assessment", "cell_assessment", "points", "rating")
"""A review says at least one of these: a plan for the period, or a day alone, is no review yet."""
TERM_YEARS: Final = 5
_SOME_TERM: Final = 2020


@dataclass(frozen=True)
class Span:
    """A period of a kind, from a day to a day, both included."""

    kind: ReviewPeriod
    first: date
    last: date

    @property
    def words(self) -> str:
        """What it is called, Vietnamese: 'tháng 6 năm 2026', 'quý II năm 2026', 'năm 2026'."""
        year, month = self.first.year, self.first.month
        if self.kind is ReviewPeriod.MONTH:
            return f"tháng {month:02} năm {year}" if month <= 2 else f"tháng {month} năm {year}"
        if self.kind is ReviewPeriod.QUARTER:
            return f"quý {_ROMAN[(month - 1) // 3]} năm {year}"
        if self.kind is ReviewPeriod.HALF_YEAR:
            return f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}"
        if self.kind is ReviewPeriod.YEAR:
            return f"năm {year}"
        return f"nhiệm kỳ {year} - {self.last.year}"

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of which it has a day."""
        return self.first.year, self.last.year

    def step(self, by: int) -> Span:
        """Return the period of the same kind that many after it (before it, when negative).

        One that would reach beyond the years a date may have is the same again.
        """
        try:
            if self.kind is ReviewPeriod.TERM:
                long = max(1, self.last.year - self.first.year)
                first = self.first.year + by * long
                return span(self.kind, date(first, 1, 1), (first, first + long))
            whole = self.first.year * 12 + self.first.month - 1 + by * _MONTHS[self.kind]
            return span(self.kind, date(whole // 12, whole % 12 + 1, 1))
        except ValueError:
            return self

    def review_day(self, today: date) -> date:
        """Return the day a review of it is of by default: today, at the latest its last day."""
        return min(max(today, self.first), self.last)


def span(kind: ReviewPeriod, day: date, term: tuple[int, int] | None = None) -> Span:
    """Return the period of a kind in which a day lies; `term` are a term's first and last year.

    The terms of office follow each other; without `term` they are counted from 2020 on. A term
    is named by two years of which the last is the first of the next one. Raises ValueError for a
    day near the end of all dates.
    """
    if kind is ReviewPeriod.TERM:
        first, last = term or (_SOME_TERM, _SOME_TERM + TERM_YEARS)
        long = max(1, last - first)
        if not first <= day.year <= last:
            first += (day.year - first) // long * long
        return Span(kind, date(first, 1, 1), date(first + long, 12, 31))
    months = _MONTHS[kind]
    begin = (day.month - 1) // months * months
    first_day = date(day.year, begin + 1, 1)
    after = day.year * 12 + begin + months
    following = date(after // 12, after % 12 + 1, 1)
    return Span(kind, first_day, following - timedelta(days=1))


def months_of(year: int) -> tuple[Span, ...]:
    """Return the twelve months of a year."""
    return tuple(span(ReviewPeriod.MONTH, date(year, month, 1)) for month in range(1, 13))

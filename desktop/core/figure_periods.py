"""The period that another one is compared with."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

from desktop.core.errors import UserProblem

_DAY = timedelta(days=1)


class Against(StrEnum):
    """What the figures of a period are compared with."""

    BEFORE = "before"
    LAST_YEAR = "last-year"

    @property
    def words(self) -> str:
        """What the clerk reads."""
        return "Kỳ trước" if self is Against.BEFORE else "Cùng kỳ năm trước"


def compared_period(first: date, last: date, against: Against) -> tuple[date, date]:
    """Return the first and the last day of the period that `first` to `last` is compared with.

    The period before whole months is as many whole months (so that of a quarter the quarter
    before, of a year the year before); of other days, as many days. The same period of the year
    before ends with its month where the period does, but for a single day. Raises `UserProblem`
    before the calendar.
    """
    whole = last == _month_end(last)
    try:
        if against is Against.LAST_YEAR:
            return _year_before(first), _year_before(last, end=whole and first != last)
        before = first - _DAY
        if first.day == 1 and whole:
            months = (last.year - first.year) * 12 + last.month - first.month + 1
            place = first.year * 12 + first.month - 1 - months
            return date(place // 12, place % 12 + 1, 1), before
        return before - (last - first), before
    except (OverflowError, ValueError):
        raise UserProblem("Không có kỳ nào trước kỳ này để so sánh.") from None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year_before(day: date, *, end: bool = False) -> date:
    moved = date(day.year - 1, day.month, 1)
    most = _month_end(moved)
    return most if end else moved.replace(day=min(day.day, most.day))

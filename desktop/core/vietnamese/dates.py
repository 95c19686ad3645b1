"""Dates as clerks know and type them: a day, a month of a year, or only a year.

Day comes before month, always. A text that could be read in two ways is refused, not guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Final

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import clean, without_marks

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
YEARS_AHEAD: Final = 5


class DateProblem(UserProblem, ValueError):
    """A date that can't be; its text is one Vietnamese sentence for the clerk."""


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown.

    Ordered as its ISO text is: a year before its months, a month before its days. Raises
    DateProblem for what is not in the calendar or not between 1800 and 2200.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DateProblem(f"Năm {self.year} nằm ngoài khoảng từ {FIRST_YEAR} đến {LAST_YEAR}.")
        if self.month is None:
            if self.day is not None:
                raise DateProblem("Đã ghi ngày thì phải ghi cả tháng.")
            return
        if not 1 <= self.month <= 12:
            raise DateProblem(
                f"Không có tháng {self.month}; ngày ghi theo thứ tự ngày/tháng/năm"
                " và không rõ tháng thì chỉ ghi năm."
            )
        days = monthrange(self.year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= days:
            raise DateProblem(
                f"Không có ngày {self.day}/{self.month}/{self.year}: tháng {self.month} năm"
                f" {self.year} có {days} ngày, và không rõ ngày thì chỉ ghi tháng/năm."
            )

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._place < other._place

    def __str__(self) -> str:
        return self.display

    @property
    def _place(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @property
    def iso(self) -> str:
        """'1975', '1975-05' or '1975-05-03': as it is stored; sorts as text."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}{month}{day}"

    @property
    def display(self) -> str:
        """'1975', '05/1975' or '03/05/1975': as it is shown and printed."""
        month = "" if self.month is None else f"{self.month:02}/"
        day = "" if self.day is None else f"{self.day:02}/"
        return f"{day}{month}{self.year:04}"

    @property
    def first_day(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """Give the full date of a calendar day; raises DateProblem outside 1800 to 2200."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read what `iso` wrote, and nothing else; raises DateProblem."""
        found = _ISO_STORED.fullmatch(text)
        if not found:
            raise DateProblem(f"“{text}” không phải là ngày dạng năm-tháng-ngày.")
        year, month, day = (None if part is None else int(part) for part in found.groups())
        return cls(year or 0, month, day)


_ISO_STORED: Final = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY: Final = "(?P<day>[0-9]{1,2})"
_MONTH: Final = "(?P<month>[0-9]{1,2})"
_YEAR: Final = "(?P<year>[0-9]{4})"
_SHORT_YEAR: Final = "(?P<year>[0-9]{4}|[0-9]{2})"
# What a sheet's date-and-time leaves behind a date when it was made text.
_TIME: Final = "(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?"
# The same sign on both sides; spaces around it are typed often.
_SIGN: Final = " ?(?P<sign>[/.-]) ?"
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        f"(?:nam )?{_YEAR}",
        f"(?:thang )?{_MONTH}{_SIGN}{_YEAR}",
        f"(?:ngay )?{_DAY}{_SIGN}{_MONTH} ?(?P=sign) ?{_SHORT_YEAR}{_TIME}",
        "(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})",
        f"{_YEAR}{_SIGN}{_MONTH}(?: ?(?P=sign) ?{_DAY}{_TIME})?",
        f"thang {_MONTH},? nam {_YEAR}",
        f"(?:ngay )?{_DAY},? thang {_MONTH},? nam {_YEAR}",
    )
)


def _full_year(digits: str, today: date | None) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    # The clerk's own calendar day is meant, which has no time zone.
    latest = (today or date.today()).year + YEARS_AHEAD  # noqa: DTZ011 -- the PC's local day
    return latest - (latest - year) % 100


def parse_partial(text: str, today: date | None = None) -> PartialDate:
    """Read a date as a clerk types it or a sheet holds it; raises DateProblem.

    Read are 3/5/1975, 03-05-75, 3.5.1975, 03051975, 5/1975, 1975, 'năm 1975', 'tháng 5 năm 1975',
    'ngày 3 tháng 5 năm 1975', with or without diacritics, and ISO (1975-05-03, also with a time
    behind it). Two digits of a year, in a full date only, mean the year of that ending which is
    at most 5 years after `today` (by default this day): the length of a term ahead, the rest
    behind. In 2026, '31' is 2031 and '32' is 1932.
    """
    shown = clean(text)
    if not shown:
        raise DateProblem("Chưa ghi ngày.")
    plain = " ".join(without_marks(shown).replace("–", "-").split())
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            parts = found.groupdict()
            month, day = parts.get("month"), parts.get("day")
            return PartialDate(
                _full_year(parts["year"], today),
                None if month is None else int(month),
                None if day is None else int(day),
            )
    raise DateProblem(
        f"Không đọc được ngày “{shown}”; hãy ghi ngày/tháng/năm, tháng/năm hoặc năm có bốn chữ số."
    )


def parse_date(text: str, today: date | None = None) -> date:
    """Read a full date as `parse_partial` does; raises DateProblem also when a part is missing."""
    asked = "hãy ghi ngày/tháng/năm, ví dụ 18/05/2026."
    try:
        found = parse_partial(text, today)
    except DateProblem as problem:
        sentence, unread, _partial = str(problem).partition("; hãy ghi ngày/tháng/năm, tháng/năm")
        if unread:
            raise DateProblem(f"{sentence}; {asked}") from None
        raise
    if found.day is None:
        raise DateProblem(f"“{clean(text)}” chưa đủ ngày, tháng và năm; {asked}")
    return found.first_day

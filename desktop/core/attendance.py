"""How many of those invited to study attended, and when that is below the office's bar.

The one definition that lists, papers and figures of units use. A number that isn't known is never
a zero: what lacks one has no rate and is below no bar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.core.figures import rate
from desktop.core.formats import percent

BAR_KEY: Final = "attendance_bar"
"""The setting of the book that holds the bar."""
DEFAULT_BAR: Final = 90
"""Percent of those invited; an office sets its own."""
MORE_THAN_INVITED: Final = "Số tham dự nhiều hơn số triệu tập."
BELOW: Final = "dưới mức"


@dataclass(frozen=True)
class Attendance:
    """Numbers of a unit at a session, or summed over several, in times (lượt)."""

    invited: int | None = None
    attended: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether both numbers are told."""
        return self.invited is not None and self.attended is not None

    @property
    def rate(self) -> float | None:
        """The attended as a fraction of the invited; None while one is unknown, and on 0/0."""
        if self.invited is None or self.attended is None:
            return None
        return rate(self.attended, self.invited)

    def is_below(self, bar: int) -> bool:
        """Tell whether the rate is known and less than so many percent."""
        if self.invited is None or self.attended is None:
            return False
        return self.attended * 100 < bar * self.invited

    @property
    def is_over(self) -> bool:
        """Whether more attended than were invited: to be looked at, but it may be so."""
        return self.is_known and (self.attended or 0) > (self.invited or 0)

    def words(self, bar: int) -> str:
        """Return the rate as it is shown: '98,4%', '85,2%, dưới mức', '' of an unknown one."""
        if not self.is_below(bar):
            return percent(self.rate)
        shown = percent(self.rate)
        if shown == f"{bar}%":  # rounded up to the bar it did not reach
            shown = percent(self.rate, 3)
        return f"{shown}, {BELOW}"


def summed(every: Iterable[Attendance]) -> Attendance:
    """Return the sums of every number there is; what nobody tells stays unknown."""
    known = list(every)
    invited = [one.invited for one in known if one.invited is not None]
    attended = [one.attended for one in known if one.attended is not None]
    return Attendance(sum(invited) if invited else None, sum(attended) if attended else None)

"""The periods offered by name: this quarter, this year, the year before, the term of office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.ui.i18n import _


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included, and what it is called."""

    name: str
    first: date
    last: date


def quick_periods(today: date, term: tuple[int, int]) -> list[Period]:
    """Return the periods a clerk mostly needs; `term` is the first and the last year."""
    start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = start - timedelta(days=1)
    return [
        Period(_("This year"), date(today.year, 1, 1), date(today.year, 12, 31)),
        Period(_("This quarter"), start, _end_of_quarter(start)),
        Period(_("Last quarter"), date(before.year, before.month - 2, 1), before),
        Period(_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        of_term(term),
        before_term(term),
    ]


def of_year(year: int) -> Period:
    """Return a calendar year."""
    name = _("Year {year}").format(year=year)
    return Period(name, date(year, 1, 1), date(year, 12, 31))


def further_years(years: Sequence[int], offered: Sequence[Period]) -> list[Period]:
    """Return the years that are offered by no name yet, in the order given."""
    days = {(one.first, one.last) for one in offered}
    return [one for one in map(of_year, years) if (one.first, one.last) not in days]


def of_term(term: tuple[int, int]) -> Period:
    """Return a term of office, from the first day of its first year to the last of its last."""
    first, last = term
    name = _("Term {first}–{last}").format(first=first, last=last)
    return Period(name, date(first, 1, 1), date(last, 12, 31))


def before_term(term: tuple[int, int]) -> Period:
    """Return the term before one, as long as that; its last year is the one's first."""
    first, last = term
    return of_term((first - max(1, last - first), first))


def quarters(today: date, count: int) -> list[Period]:
    """Return so many quarters, the one that ended last before a day first."""
    found: list[Period] = []
    last = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - timedelta(days=1)
    for _place in range(count):
        first = date(last.year, last.month - 2, 1)
        numeral = ("I", "II", "III", "IV")[last.month // 3 - 1]
        name = _("Quarter {numeral} of {year}").format(numeral=numeral, year=last.year)
        found.append(Period(name, first, last))
        last = first - timedelta(days=1)
    return found


def _end_of_quarter(start: date) -> date:
    if start.month == 10:
        return date(start.year, 12, 31)
    return date(start.year, start.month + 3, 1) - timedelta(days=1)

"""What clean data is told in: findings, and rules as plain declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text, number
from desktop.core.register import Term
from desktop.core.vietnamese.dates import PartialDate
from desktop.storage.cleaning import LISTED

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class FindingKind(Term):
    """What is wrong: something is missing, contradicts something, or is no longer alive."""

    MISSING = "missing", "Missing", "Thiếu"
    CONTRADICTORY = "contradictory", "Contradictory", "Mâu thuẫn"
    STALE = "stale", "Stale", "Cũ"


class Finding(NamedTuple):
    """One thing to mend: in which record and field, and a Vietnamese sentence on it.

    `confirmed`: the clerk has said that it is right as it stands.
    """

    kind: FindingKind
    rule: str
    register: str
    record_id: int
    uid: str
    title: str
    unit_id: int | None
    unit: str
    words: str
    field: str
    confirmed: bool = False


Counts = Mapping[FindingKind, int]


@dataclass(frozen=True)
class Findings:
    """Findings in the order of the tree of units, then by title; and how many there are.

    `by_unit` counts a unit with all below it; None stands for everything. What is confirmed is
    among the entries, and counted nowhere.
    """

    entries: tuple[Finding, ...] = ()
    by_unit: Mapping[int | None, Counts] = field(default_factory=dict)
    within: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """A unit with findings below it: itself and all units below it."""

    def count(self, unit_id: int | None = None) -> int:
        """Return how many findings a unit has with all below it; without one, all."""
        return sum(self.by_unit.get(unit_id, {}).values())

    def marked(self, changed: Collection[Finding], confirmed: bool) -> Findings:
        """Return the same with some findings confirmed, or no longer so, and counted anew."""
        keys = {(one.rule, one.uid) for one in changed}
        entries, counts = [], {unit: dict(kinds) for unit, kinds in self.by_unit.items()}
        for one in self.entries:
            if (one.rule, one.uid) in keys and one.confirmed != confirmed:
                for unit, kinds in counts.items():
                    if unit is None or one.unit_id in self.within[unit]:
                        kinds[one.kind] = kinds.get(one.kind, 0) + (-1 if confirmed else 1)
                entries.append(one._replace(confirmed=confirmed))
            else:
                entries.append(one)
        return Findings(tuple(entries), counts, self.within)

    def of_unit(self, unit_id: int | None) -> tuple[Finding, ...]:
        """Return the entries of a unit and all below it; without one, all."""
        if unit_id is None:
            return self.entries
        units = self.within.get(unit_id, frozenset((unit_id,)))
        return tuple(one for one in self.entries if one.unit_id in units)


@dataclass(frozen=True)
class Limits:
    """From when on data counts as stale; an office may set its own (`cleaning.limits`).

    Source: the Party's statutes, article 5 (probation of 12 months, and the procedure after it)
    and article 1 (18 years of age, counted in months); the others are the usual yearly round.
    """

    admission_age: int = 18
    probation_months: int = 12
    grace_months: int = 3
    untouched_years: int = 3
    silent_days: int = 365
    rated_by_month: int = 3
    """Last year's ratings are looked for from this month of the year on."""


@dataclass(frozen=True)
class Asked:
    """What a rule is asked with."""

    origin: str
    today: date
    limits: Limits


Query = Callable[[Asked], Select[Any]]
Check = Callable[[Row[Any]], bool]
Words = str | Callable[[Row[Any]], str]


@dataclass(frozen=True)
class Rule:
    """A rule: what it is called, which records break it, and what is said of each.

    `query` selects the records by `storage.cleaning.listed`, all at once; what it selects beyond
    is at hand in `words` by its label: a partial date stands there as it is shown. `check`, if
    given, looks at each row found; `asks` may say that the rule makes no sense in a book.
    """

    name: str
    kind: FindingKind
    register: str
    heading: str
    field: Words
    words: Words
    query: Query
    check: Check | None = None
    asks: Callable[[Session, Asked], bool] | None = None

    def tell(self, row: Row[Any]) -> tuple[str, str]:
        """Return the sentence and the field for a row found."""
        place = self.field if isinstance(self.field, str) else self.field(row)
        if not isinstance(self.words, str):
            return self.words(row), place
        if "{" not in self.words:
            return self.words, place
        # what `storage.cleaning.listed` selects of every row is no part of a sentence
        further = zip(row._fields[LISTED:], row[LISTED:], strict=True)
        shown = {name: _shown(value) for name, value in further}
        return self.words.format(**shown), place


@lru_cache(maxsize=65_536)
def _shown(value: Any) -> str:
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, str) and _ISO.fullmatch(value):
        return PartialDate.from_iso(value).display
    if isinstance(value, int):
        return number(value)
    return "" if value is None else str(value)


def day_words(iso: str) -> str:
    """Return a kept date, partial or full, as it is shown."""
    return PartialDate.from_iso(iso).display


ALL_KINDS: Final[Sequence[FindingKind]] = tuple(FindingKind)

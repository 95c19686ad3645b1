"""The figures of a period: their names, units and types (DOMAIN.md, 'Figures').

Persons (số người) and times (số lượt) are never mixed. Rates are fractions rounded to six
places, None on 0/0. Keys of `by_*`, `highest_level` and `proposed` with a zero are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from desktop.core.terms import InspectionKind

Counts = Mapping[str, int]


def rate(part: int, whole: int) -> float | None:
    """Return part of whole as a fraction, None on 0/0."""
    return round(part / whole, 6) if whole else None


@dataclass(frozen=True)
class Share:
    """How many of the expected registered (persons, or organisations)."""

    expected: int = 0
    registered: int = 0

    @property
    def rate(self) -> float | None:
        """The registered as a fraction of the expected."""
        return rate(self.registered, self.expected)


@dataclass(frozen=True)
class MemberFigures:
    """Persons as of the period's last day: `total` counts dự bị and chính thức."""

    total: int = 0
    by_status: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class RatingFigures:
    """Yearly ratings whose period ends in the period."""

    members: Counts = field(default_factory=dict)
    units: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class PledgeFigures:
    """Pledges of the campaigns whose deadline lies in the period."""

    people: Share = Share()
    organisations: Share = Share()
    others: int = 0
    public: int = 0
    reviewed: int = 0
    overdue_items: int = 0
    not_concrete: int = 0
    by_rating: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class ModelFigures:
    """Models known by the period's last day and not stopped before its first."""

    total: int = 0
    collective: int = 0
    individual: int = 0
    new: int = 0
    by_field: Counts = field(default_factory=dict)
    by_state: Counts = field(default_factory=dict)
    commended: Counts = field(default_factory=dict)  # 'any' and the five levels, zeros too
    highest_level: Counts = field(default_factory=dict)
    proposed: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class CommendationFigures:
    """Awards (times) agreed or given in the period, and distinct recipients."""

    awards: int = 0
    collectives: int = 0
    individuals: int = 0
    households: int = 0
    by_form: Counts = field(default_factory=dict)
    by_level: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class StudyYear:
    """Study sessions held in a year; attendance in times."""

    sessions: int = 0
    invited: int = 0
    attended: int = 0

    @property
    def rate(self) -> float | None:
        """The attended as a fraction of the invited."""
        return rate(self.attended, self.invited)


@dataclass(frozen=True)
class StudyFigures(StudyYear):
    """Study sessions of the period; attendance in times.

    `mean_rate` is the plain mean of the rates of the sessions that have one; `by_year` goes by
    the year of the session's date, '2016'.
    """

    mean_rate: float | None = None
    by_year: Mapping[str, StudyYear] = field(default_factory=dict)


@dataclass(frozen=True)
class InspectionCount:
    """Organisations and members inspected, in times; None where figures are of some units alone."""

    organisations: int | None = 0
    members: int | None = 0


class Counted(StrEnum):
    """How a figure comes from its rows."""

    ROWS = "rows"
    DISTINCT = "distinct"
    """Each person, household or organisation once, whatever the number of its rows."""
    SUM = "sum"
    SHARE = "share"
    """The rows are the whole of which the figure is a share."""
    MEAN = "mean"


def _no_inspections() -> Mapping[str, InspectionCount]:
    return {one.value: InspectionCount() for one in InspectionKind}


@dataclass(frozen=True)
class DocumentFigures:
    """Documents dated in the period; None where figures are of some units alone."""

    issued: int | None = 0
    received: int | None = 0


@dataclass(frozen=True)
class Scope:
    """Of what figures are: a unit with all below it on the period's last day, a level, or all.

    `unit` (a row of `units`): members by their unit on that day, pledges by the pledger's unit,
    models by any owning unit, awards by the recipient's unit, study by the attendance of these
    units, ratings by the rated. Inspections and documents have no unit: theirs are None.
    `level` (a `Level`): commendations of that level, models commended at it by that day,
    inspections of it; all other figures are as without it.
    """

    unit: int | None = None
    level: str | None = None


@dataclass(frozen=True)
class Figures:
    """All figures of an office for a period, both days included."""

    office: str
    period_from: date
    period_to: date
    members: MemberFigures = MemberFigures()
    ratings: RatingFigures = RatingFigures()
    pledges: PledgeFigures = PledgeFigures()
    models: ModelFigures = ModelFigures()
    commendations: CommendationFigures = CommendationFigures()
    study: StudyFigures = StudyFigures()
    inspections: Mapping[str, InspectionCount] = field(default_factory=_no_inspections)
    documents: DocumentFigures = DocumentFigures()
    scope: Scope = Scope()
    new_since: date | None = field(default=None, compare=False)
    """The day from which its models are new; None: the period's first. No part of the contract."""

    def to_json_dict(self) -> dict[str, Any]:
        """Return the JSON contract of DOMAIN.md as plain values."""
        found: dict[str, Any] = {
            "office": self.office,
            "period": {"from": self.period_from.isoformat(), "to": self.period_to.isoformat()},
        }
        return found | {name: _plain(getattr(self, name)) for name in SECTIONS}


SECTIONS: Final = (
    "members",
    "ratings",
    "pledges",
    "models",
    "commendations",
    "study",
    "inspections",
    "documents",
)
"""The parts of the contract, in its order."""


def _plain(value: Any) -> Any:
    if isinstance(value, StudyFigures):
        years = {year: _plain(one) for year, one in value.by_year.items()}
        return {**_attendance(value), "mean_rate": value.mean_rate, "by_year": years}
    if isinstance(value, StudyYear):
        return _attendance(value)
    if isinstance(value, Share):
        return {"expected": value.expected, "registered": value.registered, "rate": value.rate}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _attendance(value: StudyYear) -> dict[str, Any]:
    names = ("sessions", "invited", "attended", "rate")
    return {name: getattr(value, name) for name in names}

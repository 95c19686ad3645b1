"""The figures of a period: their names, units and types (DOMAIN.md, 'Figures').

Persons (số người) and times (số lượt) are never mixed. Rates are fractions rounded to six
places, None on 0/0. Keys of `by_*`, `highest_level` and `proposed` with a zero are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any

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
class StudyFigures:
    """Study sessions of the period; attendance in times."""

    sessions: int = 0
    invited: int = 0
    attended: int = 0
    rate: float | None = None
    mean_rate: float | None = None
    by_year: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InspectionCount:
    """Organisations and members inspected, in times."""

    organisations: int = 0
    members: int = 0


@dataclass(frozen=True)
class InspectionFigures:
    """Inspections by kind."""

    inspection: InspectionCount = InspectionCount()
    thematic_supervision: InspectionCount = InspectionCount()
    regular_supervision: InspectionCount = InspectionCount()
    violation_inspection: InspectionCount = InspectionCount()


@dataclass(frozen=True)
class DocumentFigures:
    """Documents dated in the period."""

    issued: int = 0
    received: int = 0


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
    inspections: InspectionFigures = InspectionFigures()
    documents: DocumentFigures = DocumentFigures()

    def to_json_dict(self) -> dict[str, Any]:
        """Return the JSON contract of DOMAIN.md as plain values."""
        found: dict[str, Any] = {
            "office": self.office,
            "period": {"from": self.period_from.isoformat(), "to": self.period_to.isoformat()},
        }
        for one in fields(self):
            if is_dataclass(value := getattr(self, one.name)):
                found[one.name] = _plain(value)
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        return {"expected": value.expected, "registered": value.registered, "rate": value.rate}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value

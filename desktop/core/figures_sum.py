"""Figures of several offices as one: read back from their JSON, and added up.

What rates are made of is added up and the rates follow; only the plain mean of the sessions'
rates needs more than the figures themselves: `RateSum`. Recipients are persons whom two offices
may both have commended: their sum is an upper bound, put right by who knows the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any, Final, cast

from desktop.core.figures import (
    SECTIONS,
    CommendationFigures,
    DocumentFigures,
    Figures,
    InspectionCount,
    MemberFigures,
    ModelFigures,
    PledgeFigures,
    RatingFigures,
    Share,
    StudyFigures,
    StudyYear,
)
from desktop.core.terms import InspectionKind

_LARGEST: Final = 10**12
"""No office has as many of anything; a number above it was not counted."""
_MOST_KEYS: Final = 2_000
_WITHOUT_NOUGHTS: Final = (
    *("by_field", "by_form", "by_level", "by_rating", "by_state", "by_status"),
    *("highest_level", "proposed"),
)
"""Groups of which keys with nought are left out (DOMAIN.md, 'Figures')."""
_INSPECTED: Final = tuple(one.value for one in InspectionKind)
_TYPES: Final[Mapping[str, type]] = {
    "members": MemberFigures,
    "ratings": RatingFigures,
    "pledges": PledgeFigures,
    "models": ModelFigures,
    "commendations": CommendationFigures,
    "study": StudyFigures,
    "documents": DocumentFigures,
}


@dataclass(frozen=True)
class RateSum:
    """The rates of study sessions added up, and how many sessions have one."""

    total: float = 0.0
    sessions: int = 0

    @property
    def mean(self) -> float | None:
        """The plain mean, None without sessions."""
        return round(self.total / self.sessions, 6) if self.sessions else None


def figures_from_json(found: Any) -> Figures:
    """Return the figures of the JSON contract (DOMAIN.md, 'Figures').

    A section or a number that is left out is nought, one that the contract does not name is left
    alone: an older or a newer program wrote it. Raises `ValueError` for what can't be figures.
    """
    given = _mapping(found)
    period = _mapping(given.get("period"))
    try:
        first = date.fromisoformat(str(period.get("from")))
        last = date.fromisoformat(str(period.get("to")))
    except ValueError:
        raise ValueError("no period") from None
    parts = {name: _part(kind, given.get(name, {})) for name, kind in _TYPES.items()}
    inspected = _mapping(given.get("inspections", {}))
    kinds = {one: _part(InspectionCount, inspected.get(one, {})) for one in _INSPECTED}
    return Figures(str(given.get("office", "")), first, last, inspections=kinds, **parts)


def added_up(
    office: str, first: date, last: date, several: Sequence[Figures], rates: RateSum
) -> Figures:
    """Return the sum of several offices' figures of one period.

    `office` names who adds up; `rates` are the sums of all offices' study sessions.
    """
    parts = {
        name: _sum([getattr(one, name) for one in several])
        for name in SECTIONS
        if several and name != "inspections"
    }
    if several:
        parts["inspections"] = {
            kind: _sum([one.inspections[kind] for one in several]) for kind in _INSPECTED
        }
        parts["study"] = _with_mean(parts["study"], rates.mean)
    return Figures(office, first, last, **parts)


def rates_added(several: Iterable[RateSum]) -> RateSum:
    """Return the sums of several offices' study sessions as one."""
    every = list(several)
    return RateSum(sum(one.total for one in every), sum(one.sessions for one in every))


def less(found: Figures, twice: Mapping[tuple[str, ...], int]) -> Figures:
    """Return figures without what was counted more than once: how many too many, by path.

    Paths are the keys of the JSON contract. No figure falls below nought; rates follow.
    """
    if not twice:
        return found
    plain = found.to_json_dict()
    for path, number in twice.items():
        group = plain
        for key in path[:-1]:
            group = group[key]
        left = max(group.get(path[-1], 0) - number, 0)
        if left or (path[-1] in group and path[1] not in _WITHOUT_NOUGHTS):
            group[path[-1]] = left
        else:
            group.pop(path[-1], None)
    return replace(figures_from_json(plain), scope=found.scope)


def _with_mean(study: StudyFigures, mean: float | None) -> StudyFigures:
    return StudyFigures(study.sessions, study.invited, study.attended, mean, study.by_year)


def _sum(values: Sequence[Any]) -> Any:
    """Return the sum of numbers, of mappings key by key, of dataclasses field by field."""
    known = [one for one in values if one is not None]
    if not known:
        return None
    first = known[0]
    if isinstance(first, Mapping):
        keys = dict.fromkeys(key for one in known for key in one)
        return {key: _sum([one[key] for one in known if key in one]) for key in keys}
    if is_dataclass(first):
        names = [one.name for one in fields(first) if one.name != "mean_rate"]
        kind = cast("Any", type(first))
        return kind(**{name: _sum([getattr(one, name) for one in known]) for name in names})
    return sum(known)


# reading


def _part(kind: type, found: Any) -> Any:
    given = _mapping(found)
    return kind(**{name: read(given[name]) for name, read in _readers(kind) if name in given})


@cache
def _readers(kind: type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Return how each field of a part is read: of thousands of offices, told once."""
    return tuple((one.name, _reader(kind, one)) for one in fields(cast("Any", kind)))


def _reader(kind: type, one: Field[Any]) -> Callable[[Any], Any]:
    if one.name in ("people", "organisations") and kind is PledgeFigures:
        return partial(_part, Share)
    if one.name == "mean_rate":
        return _fraction
    if one.name == "by_year":
        return _years
    if one.default_factory is not MISSING:
        return _numbers
    return _perhaps if kind in (InspectionCount, DocumentFigures) else _number


def _mapping(found: Any) -> Mapping[str, Any]:
    if not isinstance(found, dict) or len(found) > _MOST_KEYS:
        raise ValueError("not a group of figures")
    return found


def _years(found: Any) -> dict[str, StudyYear]:
    return {str(key): _part(StudyYear, year) for key, year in _mapping(found).items()}


def _numbers(found: Any) -> dict[str, int]:
    return {str(key): _number(each) for key, each in _mapping(found).items()}


def _perhaps(found: Any) -> int | None:
    return None if found is None else _number(found)


def _number(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= _LARGEST:
        raise ValueError("not a number of anything")
    return found


def _fraction(found: Any) -> float | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= _LARGEST:
        raise ValueError("not a rate")
    return float(found)

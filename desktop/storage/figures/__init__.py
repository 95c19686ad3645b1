"""The figures of a period: the only SQL for them (DOMAIN.md, 'Figures', word by word)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.figures import (
    CommendationFigures,
    Counted,
    DocumentFigures,
    Figures,
    InspectionCount,
    MemberFigures,
    ModelFigures,
    PledgeFigures,
    RatingFigures,
    Scope,
    StudyFigures,
    StudyYear,
)
from desktop.core.figures_sum import RateSum
from desktop.core.terms import InspectionKind, MemberStatus, ModelState
from desktop.storage.figures.activities import contests, documents, inspections, study
from desktop.storage.figures.activities import study_rates as _study_rates
from desktop.storage.figures.commendations import commendations
from desktop.storage.figures.common import LEVELS, ordered
from desktop.storage.figures.models import models
from desktop.storage.figures.people import members, ratings
from desktop.storage.figures.pledges import pledges, share
from desktop.storage.figures.tally import Asked, Part, Path, asked, counts, rows
from desktop.storage.models import Office

_PARTS = {
    "members": members,
    "ratings": ratings,
    "pledges": pledges,
    "models": models,
    "commendations": commendations,
    "study": study,
    "inspections": inspections,
    "documents": documents,
}
_NOWHERE = Scope()


def compute(
    session: Session,
    period_from: date,
    period_to: date,
    new_since: date | None = None,
    scope: Scope = _NOWHERE,
) -> Figures:
    """Return all figures of the book for a period, both days included.

    `new_since` is the day from which a model counts as new (default: the period's first).
    """
    wanted = asked(session, period_from, period_to, new_since, scope)
    found = _Found(counts(session, wanted, _parts(wanted, _PARTS)))
    return Figures(
        office=session.scalar(select(Office.name).where(Office.own)) or "",
        period_from=period_from,
        period_to=period_to,
        members=_members(found),
        ratings=RatingFigures(found.group("ratings", "members"), found.group("ratings", "units")),
        pledges=_pledges(found),
        models=_models(found),
        commendations=_commendations(found),
        study=_study(found),
        inspections={
            kind.value: InspectionCount(
                found.number("inspections", kind.value, "organisations"),
                found.number("inspections", kind.value, "members"),
            )
            for kind in InspectionKind
        },
        documents=DocumentFigures(
            found.number("documents", "issued"), found.number("documents", "received")
        ),
        scope=scope,
        new_since=new_since,
    )


def figure_rows(
    session: Session,
    path: Path,
    period_from: date,
    period_to: date,
    new_since: date | None = None,
    scope: Scope = _NOWHERE,
) -> tuple[str, list[int], Counted] | None:
    """Return the register and the rows that make a figure, and how it comes from them.

    `path` are the keys of the JSON contract; without the last key of a `by_*`, the rows of all of
    them. None for a path that no figure has, and for what has no unit where one is asked for.
    """
    wanted = asked(session, period_from, period_to, new_since, scope)
    return rows(session, wanted, _parts(wanted, path[:1]), path)


def model_figures(session: Session, begin: date, end: date) -> ModelFigures:
    """Return the figures of the models of a period alone."""
    wanted = asked(session, begin, end, None, _NOWHERE)
    return _models(_Found(counts(session, wanted, models(wanted))))


def study_rates(session: Session, begin: date, end: date) -> RateSum:
    """Return what the mean rate of a period's study sessions is made of."""
    return _study_rates(asked(session, begin, end, None, _NOWHERE))


def contest_counts(session: Session, begin: date, end: date, scope: Scope) -> dict[str, int]:
    """Return the contests of a period (`activities.contests`)."""
    return contests(asked(session, begin, end, None, scope))


def _parts(wanted: Asked, sections: Iterable[str]) -> Iterator[Part]:
    for name in sections:
        if name in _PARTS:
            yield from _PARTS[name](wanted)


class _Found:
    """Figures by their paths."""

    def __init__(self, found: Mapping[Path, Any]) -> None:
        self.of = found

    def number(self, *path: str) -> int | None:
        """Return a figure as a whole number; None where there is none."""
        value = self.of.get(path)
        return None if value is None else int(value)

    def count(self, *path: str) -> int:
        """Return a figure that there always is."""
        return int(self.of[path])

    def group(self, *path: str, order: Iterable[str] | None = None) -> dict[str, int]:
        """Return the figures of a group without those that are nought."""
        size = len(path)
        found = {
            one[size]: int(value)
            for one, value in self.of.items()
            if one[:size] == path and len(one) == size + 1
        }
        return ordered(found, order)


def _members(found: _Found) -> MemberFigures:
    order = (*(one.value for one in MemberStatus), "exempt", "temporary")
    by_status = found.group("members", "by_status", order=order)
    return MemberFigures(found.count("members", "total"), by_status)


def _pledges(found: _Found) -> PledgeFigures:
    return PledgeFigures(
        people=share(found.of, "people"),
        organisations=share(found.of, "organisations"),
        others=found.count("pledges", "others"),
        public=found.count("pledges", "public"),
        reviewed=found.count("pledges", "reviewed"),
        overdue_items=found.count("pledges", "overdue_items"),
        not_concrete=found.count("pledges", "not_concrete"),
        by_rating=found.group("pledges", "by_rating"),
    )


def _models(found: _Found) -> ModelFigures:
    names = ("total", "collective", "individual", "new")
    states = [one.value for one in ModelState]
    return ModelFigures(
        **{name: found.count("models", name) for name in names},
        by_field=found.group("models", "by_field"),
        by_state=found.group("models", "by_state", order=states),
        commended={one: found.count("models", "commended", one) for one in ("any", *LEVELS)},
        highest_level=found.group("models", "highest_level", order=LEVELS),
        proposed=found.group("models", "proposed", order=LEVELS),
    )


def _commendations(found: _Found) -> CommendationFigures:
    names = ("awards", "collectives", "individuals", "households")
    return CommendationFigures(
        **{name: found.count("commendations", name) for name in names},
        by_form=found.group("commendations", "by_form"),
        by_level=found.group("commendations", "by_level", order=LEVELS),
    )


def _study(found: _Found) -> StudyFigures:
    years = sorted({path[2] for path in found.of if path[:2] == ("study", "by_year")})
    mean = found.of.get(("study", "mean_rate"))
    names = ("sessions", "invited", "attended")
    return StudyFigures(
        **{name: found.count("study", name) for name in names},
        mean_rate=None if mean is None else round(mean, 6),
        by_year={
            year: StudyYear(
                **{name: found.number("study", "by_year", year, name) or 0 for name in names}
            )
            for year in years
        },
    )

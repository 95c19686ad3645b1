"""Figures of study sessions, of inspections and of documents."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from desktop.core.figures import Counted
from desktop.core.figures_sum import RateSum
from desktop.core.terms import Direction, InspectionKind
from desktop.storage.figures.tally import KEY, Asked, Figure, Part

_ATTENDANCE = "a.deleted_at IS NULL AND {units}"
_IN_PERIOD = 's.deleted_at IS NULL AND s."on" BETWEEN :begin AND :end'
# a session none of whose numbers is known has no rate
_SESSIONS = f"""
SELECT s.id, substr(s."on", 1, 4) AS year,
 CAST(sum(a.attended) AS REAL) / nullif(sum(a.invited), 0) AS rate
FROM study_sessions AS s {{join}} study_attendances AS a ON a.session_id = s.id AND {_ATTENDANCE}
WHERE {_IN_PERIOD} GROUP BY s.id
"""  # noqa: S608 - nothing of the clerk's in it
_ATTENDANCES = f"""
SELECT a.id, substr(s."on", 1, 4) AS year, a.invited, a.attended
FROM study_attendances AS a JOIN study_sessions AS s ON s.id = a.session_id
WHERE {_ATTENDANCE} AND {_IN_PERIOD}
"""  # noqa: S608 - nothing of the clerk's in it


def study(asked: Asked) -> Iterator[Part]:
    """Yield the sessions of the period, then who attended them by unit; of the units asked for."""
    units = asked.within("a.unit_id")
    join = "LEFT JOIN" if asked.units is None else "JOIN"
    in_year = ("study", "by_year", KEY)
    yield Part(
        "study_sessions",
        _SESSIONS.format(join=join, units=units),
        (
            Figure(("study", "sessions")),
            Figure(("study", "mean_rate"), "rate IS NOT NULL", "avg(rate)", counted=Counted.MEAN),
            Figure((*in_year, "sessions"), by="year"),
        ),
    )
    sums = {name: f"total({name})" for name in ("invited", "attended")}
    yield Part(
        "study_attendances",
        _ATTENDANCES.format(units=units),
        (
            *(
                Figure((*path, name), f"{name} > 0", of, by, Counted.SUM)
                for path, by in ((("study",), None), (in_year, "year"))
                for name, of in sums.items()
            ),
            Figure(("study", "rate"), of=None, counted=Counted.SHARE),
            Figure((*in_year, "rate"), of=None, by="year", counted=Counted.SHARE),
        ),
    )


def study_rates(asked: Asked) -> RateSum:
    """Return what the mean of the sessions' rates is made of: `mean_rate` of several offices."""
    sessions = _SESSIONS.format(join="LEFT JOIN", units="TRUE")
    row = asked.session.execute(
        text(f"SELECT total(rate), count(rate) FROM ({sessions})"),  # noqa: S608 - SQL of ours
        {"begin": asked.begin.isoformat(), "end": asked.end.isoformat()},
    ).one()
    return RateSum(round(row[0], 6), row[1])


_CONTESTS = """
SELECT count(*), total(c.teams), total(c.contestants) FROM contests AS c
WHERE c.deleted_at IS NULL AND c."on" BETWEEN :begin AND :end AND {units}
"""


def contests(asked: Asked) -> dict[str, int]:
    """Return how many contests were held in the period, and who took part in them.

    For the words of a report: contests are no part of the figures' contract.
    """
    statement = _CONTESTS.format(units=asked.within("c.unit_id"))
    row = asked.session.execute(text(statement), asked.values()).one()
    return dict(zip(("held", "teams", "contestants"), map(int, row), strict=True))


_INSPECTIONS = """
SELECT i.id, i.kind, i.organisations, i.members FROM inspections AS i
WHERE i.deleted_at IS NULL
AND coalesce(i.period_to, printf('%04d-12-31', i.year)) BETWEEN :begin AND :end
AND (i.period_to IS NOT NULL OR i.year IS NOT NULL) AND (:level IS NULL OR i.level = :level)
"""


def inspections(asked: Asked) -> Iterator[Part]:
    """Yield the entries whose last day (else 31 December of the year) lies in the period."""
    if asked.units is None:
        figures = [
            Figure(
                ("inspections", kind.value, name),
                f"kind = '{kind.value}' AND {name} > 0",
                f"total({name})",
                counted=Counted.SUM,
            )
            for kind in InspectionKind
            for name in ("organisations", "members")
        ]
        yield Part("inspections", _INSPECTIONS, figures)


_DOCUMENTS = """
SELECT d.id, d.direction FROM documents AS d
WHERE d.deleted_at IS NULL AND d."on" BETWEEN :begin AND :end
"""


def documents(asked: Asked) -> Iterator[Part]:
    """Yield the documents dated in the period."""
    if asked.units is None:
        figures = [
            Figure(("documents", one.value), f"direction = '{one.value}'") for one in Direction
        ]
        yield Part("documents", _DOCUMENTS, figures)

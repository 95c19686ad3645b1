"""Figures of commendations (DOMAIN.md, 'Figures', commendations)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import text

from desktop.core.figures import Counted
from desktop.core.terms import RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.storage.figures.people import LAST_UNIT
from desktop.storage.figures.tally import KEY, Asked, Figure, Part

_COUNTED = """
FROM awards AS a
JOIN rounds AS r ON r.id = a.round_id AND r.deleted_at IS NULL
JOIN award_forms AS f ON f.id = a.form_id
LEFT JOIN decisions AS d ON d.id = a.decision_id AND d.deleted_at IS NULL
WHERE a.deleted_at IS NULL AND a.state IN ('agreed', 'given')
AND coalesce(d."on", r.meeting_on) BETWEEN :begin AND :end
AND (:level IS NULL OR coalesce(d.level, a.proposed_level) = :level)
AND {units}
"""
_UNIT = f"""coalesce(
 (SELECT {LAST_UNIT} FROM members AS m WHERE m.id = a.member_id), a.unit_id)"""  # noqa: S608 - nothing of the clerk's in it
_RECORD = """CASE WHEN a.member_id IS NOT NULL THEN 'm' || a.member_id
 WHEN a.recipient_kind = 'collective' AND a.unit_id IS NOT NULL THEN 'u' || a.unit_id END"""
_NAMES = f"""
SELECT a.id, a.recipient_name, a.recipient_post, a.unit_id {_COUNTED} AND {_RECORD} IS NULL
"""
_AWARDS = f"""
WITH names AS MATERIALIZED (
 SELECT CAST(key AS INTEGER) AS id, value AS said FROM json_each(:names))
SELECT a.id, a.recipient_kind AS kind, f.name AS form,
 coalesce(d.level, a.proposed_level) AS level,
 coalesce({_RECORD}, (SELECT n.said FROM names AS n WHERE n.id = a.id)) AS recipient {_COUNTED}
"""  # noqa: S608 - the same
_DISTINCT = {
    "collectives": RecipientKind.COLLECTIVE,
    "individuals": RecipientKind.INDIVIDUAL,
    "households": RecipientKind.HOUSEHOLD,
}


def commendations(asked: Asked) -> Iterator[Part]:
    """Yield the awards agreed or given whose decision (else meeting) lies in the period.

    A recipient is the same by record where there is one, else by folded name, post and unit.
    """
    units = asked.within(_UNIT)
    statement = text(_NAMES.format(units=units))
    given = {name: asked.values()[name] for name in ("begin", "end", "level", "units")}
    if asked.units is None:
        del given["units"]
    names = {
        str(row.id): json.dumps(
            [fold(row.recipient_name), fold(row.recipient_post or ""), row.unit_id]
        )
        for row in asked.session.execute(statement, given)
    }
    figures = [
        Figure(("commendations", "awards")),
        *(
            Figure(
                ("commendations", name),
                f"kind = '{kind.value}'",
                "count(DISTINCT recipient)",
                counted=Counted.DISTINCT,
            )
            for name, kind in _DISTINCT.items()
        ),
        Figure(("commendations", "by_form", KEY), by="form"),
        Figure(("commendations", "by_level", KEY), by="level"),
    ]
    yield Part("awards", _AWARDS.format(units=units), figures, {"names": json.dumps(names)})

"""How many members each unit has to invite to a session on a day, counted in one statement.

Who counts was dự bị or chính thức on that day, is not exempt from activity, and was not in another
organisation then. The rules are those of `core.standing`; members for whom SQL does not tell them
(`unsettled`) are left to these.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.storage.figures.people import MEMBERS_ON, UNIT_ON

# who arrives after the day may have been away on it; who left says when an undated step counts
_UNSETTLED: Final = """
SELECT v.member_id FROM member_moves AS v JOIN members AS m ON m.id = v.member_id
WHERE v.deleted_at IS NULL AND m.deleted_at IS NULL AND v."on" IS NOT NULL AND CASE v.kind
 WHEN 'arrival' THEN substr(v."on" || '-01-01', 1, 10) > :end
 ELSE EXISTS (SELECT 1 FROM member_steps AS s WHERE s.member_id = m.id AND s.deleted_at IS NULL
   AND s."on" IS NULL AND s.status = 'transferred')
  OR m.status = 'transferred' AND NOT EXISTS (
   SELECT 1 FROM member_steps AS s WHERE s.member_id = m.id AND s.deleted_at IS NULL) END
"""
_COUNTS: Final = f"""
SELECT {UNIT_ON} AS unit, count(*) FROM ({MEMBERS_ON.format(units="1")}) AS p
JOIN members AS m ON m.id = p.id
WHERE p.present AND NOT p.exempt AND p.id NOT IN ({_UNSETTLED})
GROUP BY unit
"""  # noqa: S608 - nothing of the clerk's in it


def invited_by_unit(session: Session, on: date) -> Counter[int]:
    """Count by unit who is to be invited on a day, but for those of `unsettled`."""
    rows = session.execute(text(_COUNTS), {"end": on.isoformat()})
    return Counter({unit: count for unit, count in rows if unit is not None})


def unsettled(session: Session, on: date) -> list[int]:
    """Return the members whose standing on a day only `core.standing` tells."""
    return sorted(set(session.scalars(text(_UNSETTLED), {"end": on.isoformat()})))

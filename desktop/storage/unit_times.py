"""What units were part of on a day: figures and lists of the past go by the tree of their day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.standing import Life, Stay, unit_on
from desktop.core.vietnamese.dates import PartialDate
from desktop.storage.models import Unit, UnitParent


def superiors(session: Session, on: date | None = None) -> dict[int, int | None]:
    """Return of each unit what it is part of (None: nothing), as of a day or as it is kept now."""
    units = select(Unit.id, Unit.parent_id).where(Unit.deleted_at.is_(None))
    now: dict[int, int | None] = {row[0]: row[1] for row in session.execute(units)}
    if on is None:
        return now
    times: dict[int, list[Stay]] = defaultdict(list)
    columns = (UnitParent.unit_id, UnitParent.parent_id, UnitParent.from_on, UnitParent.to_on)
    for unit, above, begin, end in session.execute(
        select(*columns).where(UnitParent.deleted_at.is_(None)).order_by(UnitParent.id)
    ):
        times[unit].append(Stay(above, _day(begin), _day(end)))
    return {
        unit: unit_on(Life(unit, "", "", unit_id=above, stays=tuple(times.get(unit, ()))), on)
        for unit, above in now.items()
    }


def below(superiors: Mapping[int, int | None], unit_id: int) -> frozenset[int]:
    """Return a unit with all that is below it in a tree that `superiors` describes."""
    parts: dict[int | None, list[int]] = defaultdict(list)
    for unit, above in superiors.items():
        parts[above].append(unit)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += parts[unit]
    return frozenset(found)


def _day(iso: str | None) -> PartialDate | None:
    return PartialDate.from_iso(iso) if iso else None

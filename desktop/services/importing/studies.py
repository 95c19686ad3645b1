"""Taking in study sessions and who attended: each row of attendance also tells its session."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.importing.records import (
    Outcome,
    Records,
    Values,
    chosen,
    differences,
    empty,
    outcome_of,
    weightier,
)
from desktop.storage.registers import MODELS, TABLES, spec

_OWNER = "study_sessions"
_OWN = ("unit_id", "invited", "attended", "note")  # without any a row tells its session alone
Held = tuple[str, date | int | None]  # folded topic, and the day; the year where that isn't known


class _Sessions:
    """The sessions of the book, told by topic and day (else year), and by place and year.

    A row without a place belongs to the one session of its topic and day, wherever that was, and
    a place that is told first now to the one session without. So it is with the day: a row without
    one belongs to the one session of its topic, where it tells its year to the one of that year
    that the book had; a day that is told first now to the one session there without, if it is of
    that year or of none. `ours` are the sessions that the file brought.
    """

    def __init__(self, session: Session, ours: AbstractSet[int]) -> None:
        self._ours = ours
        table = TABLES[_OWNER]
        names = ("id", "year", "subject", "on", "place")
        statement = select(*(table.c[name] for name in names)).where(table.c.deleted_at.is_(None))
        self._held: dict[Held, dict[int, tuple[str, int | None]]] = {}
        self._when: dict[int, Held] = {}
        for one in session.execute(statement.order_by(table.c.id)).mappings():
            self.learn(one["id"], dict(one))

    def learn(self, row_id: int, values: Mapping[str, Any]) -> None:
        """Have a session be found, by its day and place as they are now."""
        if row_id in self._when:
            del self._held[self._when[row_id]][row_id]
        place, key = fold(values.get("place") or ""), self._key(values)
        self._held.setdefault(key, {})[row_id] = (place, values.get("year"))
        self._when[row_id] = key

    def find(self, told: Mapping[str, Any]) -> int | None:
        """Return the session that a row tells."""
        there = self._held.get(self._key(told)) or self._only(told)
        place = fold(told.get("place") or "")
        known = [one for one, (where, _year) in there.items() if where == place]
        if not known and not place:
            known = list(there)
        elif not known and [where for where, _year in there.values()] == [""]:
            known = list(there)  # where it was held is told only now
        known.sort(key=lambda one: there[one][1] != told.get("year"))
        return known[0] if known else None

    def _only(self, told: Mapping[str, Any]) -> dict[int, tuple[str, int | None]]:
        """Return the one session of a topic that a row may mean where either tells no day."""
        topic, when = self._key(told)
        year = when.year if isinstance(when, date) else when
        every = [
            one
            for (named, held), there in self._held.items()
            if named == topic and not (isinstance(when, date) and isinstance(held, date))
            for one in there.items()
            if year is None or (one[0] not in self._ours and one[1][1] in (year, None))
        ]
        return dict(every) if len(every) == 1 else {}

    @staticmethod
    def _key(values: Mapping[str, Any]) -> Held:
        return fold(values.get("subject") or ""), values.get("on") or values.get("year")


class SessionRecords(Records):
    """Sessions alone."""

    def __post_init__(self) -> None:
        """Read what is in the book already."""
        self.forget()
        super().__post_init__()

    def forget(self) -> None:
        """Read the sessions anew when they are needed."""
        self._sessions: _Sessions | None = None

    def match(self, values: Mapping[str, Any]) -> int | None:
        """Return the session that a row tells."""
        if self._sessions is None:
            self._sessions = _Sessions(self.session, self._made)
        return self._sessions.find(values)

    def _learn(self, row_id: int, values: Mapping[str, Any]) -> None:
        super()._learn(row_id, values)
        if self._sessions is not None:
            self._sessions.learn(row_id, values)


class StudyRecords(Records):
    """Attendance of units, each with its session."""

    def __post_init__(self) -> None:
        """Read what is in the book already."""
        super().__post_init__()
        self._new: set[int] = set()  # sessions that this file brought
        self.forget()

    def forget(self) -> None:
        """Read the sessions anew when they are needed."""
        self._sessions: _Sessions | None = None
        self._said = Outcome.SAME  # of the session of the row that is taken

    def take(self, row: Values) -> Outcome:
        """Take the session and the attendance; a row without unit and numbers is a session's."""
        if all(empty(row.get(name)) for name in _OWN):
            held, said = self._held(row)
            again = said is Outcome.SAME and held in self._new
            return Outcome.REPEATED if again else said
        outcome = super().take(row)
        if outcome is Outcome.NEW or self._said in (Outcome.SAME, Outcome.NEW):
            return outcome
        return self._said if outcome is Outcome.REPEATED else weightier(outcome, self._said)

    def prepared(self, row: Values) -> Values:
        """Find, make or complete the session."""
        found = super().prepared(row)
        found["session_id"], self._said = self._held(row)
        return found

    def _held(self, row: Values) -> tuple[int, Outcome]:
        told = {
            key.partition(".")[2]: value
            for key, value in row.items()
            if key.startswith(f"{_OWNER}.") and not empty(value)
        }
        if not told.get("subject"):
            raise InvalidValues({f"{_OWNER}.subject": "Hãy nhập chuyên đề."})
        if self._sessions is None:
            self._sessions = _Sessions(self.session, self._new)
        found = self._sessions.find(told)
        if found is not None:
            return found, self._completed(found, told)
        made = registers.save_in(self.session, _OWNER, told)
        self._sessions.learn(made.id, {name: getattr(made, name) for name in spec(_OWNER).by_name})
        self._new.add(made.id)
        return made.id, Outcome.NEW

    def _completed(self, held: int, told: Values) -> Outcome:
        """Complete or change a session as was asked, as any record."""
        kept = self.session.get_one(MODELS[_OWNER], held)
        declared = spec(_OWNER)
        now = {name: getattr(kept, name) for name in declared.by_name}
        blanks, others = differences(declared, now, told)
        wanted = chosen(self.existing, blanks, others, ours=held in self._new)
        if wanted:
            registers.save_in(self.session, _OWNER, wanted, held)
            if self._sessions is not None:
                self._sessions.learn(held, now | wanted)
        return outcome_of(self.existing, blanks=bool(wanted), others=bool(others))

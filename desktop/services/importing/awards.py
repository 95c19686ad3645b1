"""Taking awards in: each row also tells its round, and its decision once there is one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import AwardState, PaperFamily, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import tidy_name
from desktop.services import registers
from desktop.services.importing.kinds import recipient_kind
from desktop.services.importing.records import (
    Existing,
    Outcome,
    Records,
    Values,
    empty,
    weightier,
)
from desktop.services.sheets import CARD, OWNERS
from desktop.storage.models import Award, Decision
from desktop.storage.registers import TABLES, spec

_PROPOSED, _AGREED = AwardState.PROPOSED.value, AwardState.AGREED.value


class AwardRecords(Records):
    """Awards: each row also tells its round, and its decision once there is one."""

    def __post_init__(self) -> None:
        """Read what is in the book already."""
        super().__post_init__()
        self._new: set[int] = set()  # decisions that the file itself brought
        self._inferred = False  # the row's outcome follows from its decision
        self.forget()

    def forget(self) -> None:
        """Read rounds and decisions anew when they are needed."""
        self._rounds: dict[str, list[tuple[int, date | None]]] | None = None
        self._decisions: dict[int, list[Values]] = {}

    def prepared(self, row: Values) -> Values:
        """Find or make the round and the decision; tell what kind of recipient it is.

        Whoever stands under a decision of a number and a day was agreed to, unless the row itself
        tells the outcome.
        """
        found = super().prepared(row)
        found["round_id"] = self._round(row)
        found["decision_id"] = self._decision(row, found["round_id"])
        self._inferred = empty(row.get("state")) and self._decided(found["decision_id"])
        if self._inferred:
            found["state"] = _AGREED
        name = found.get("recipient_name")
        if row.get(f"{CARD}.card_number") or found.get("unit_id"):
            found["member_id"] = self.member(row, name, found.get("unit_id"))
        unit = self.refs.units.look(name) if name and not found.get("member_id") else None
        told = found.get("recipient_kind")
        if told is None and name:
            found["recipient_kind"] = self._kind(name, found.get("member_id"), unit)
        if found.get("recipient_kind") == RecipientKind.COLLECTIVE.value and unit is not None:
            found.setdefault("unit_id", unit)
            found["unit_id"] = found["unit_id"] or unit
        if name and found.get("recipient_kind") == RecipientKind.INDIVIDUAL.value:
            found["recipient_name"] = tidy_name(name)
        return found

    def _complete(self, row_id: int, given: Values) -> Outcome:
        """Complete a record; one that was only proposed is agreed to by its decision."""
        if not self._inferred:
            return super()._complete(row_id, given)
        outcome = super()._complete(row_id, {k: v for k, v in given.items() if k != "state"})
        award = self.session.get_one(Award, row_id)
        if award.state != _PROPOSED or self.existing is Existing.SKIP or not award.decision_id:
            return outcome
        registers.save_in(self.session, "awards", {"state": _AGREED}, row_id)
        return weightier(outcome, Outcome.FILLED)

    def _decided(self, decision_id: int | None) -> bool:
        """Tell whether a decision has its number and its day."""
        decision = self.session.get(Decision, decision_id) if decision_id is not None else None
        return decision is not None and bool(decision.number) and decision.on is not None

    def _kind(self, name: str, member: int | None, unit: int | None) -> str:
        if member is not None:
            return str(RecipientKind.INDIVIDUAL.value)
        known = RecipientKind.COLLECTIVE if unit is not None else recipient_kind(name)
        return str(known.value)

    def _part(self, row: Values, via: str) -> Values:
        owner = spec(self.declared.by_name[via].reference or "").name
        return {key.partition(".")[2]: value for key, value in row.items()
                if key.startswith(f"{owner}.") and not empty(value)}  # fmt: skip

    def _round(self, row: Values) -> int:
        told = self._part(row, OWNERS["awards"][0])
        title = told.get("title")
        if not title:
            raise InvalidValues({"rounds.title": "Hãy nhập đợt khen thưởng."})
        if self._rounds is None:
            self._rounds = self._read_rounds()
        met = told.get("meeting_on")
        named = self._rounds.setdefault(fold(title), [])
        known = [one for one, on in named if met in (None, on)]
        if len(known) > 1:
            raise UserProblem(f"Có {len(known)} đợt tên «{title}». Hãy ghi thêm ngày hội nghị.")
        # a round of that name whose day wasn't known yet is the one that meets then
        undated = [] if known else [one for one, on in named if on is None]
        if len(undated) == 1:
            registers.save_in(self.session, "rounds", {"meeting_on": met}, undated[0])
            named[:] = [(one, met if one == undated[0] else on) for one, on in named]
            return undated[0]
        if not known:
            made = registers.save_in(self.session, "rounds", told).id
            named.append((made, met))
            return made
        return known[0]

    def _read_rounds(self) -> dict[str, list[tuple[int, date | None]]]:
        table = TABLES["rounds"]
        found: dict[str, list[tuple[int, date | None]]] = {}
        columns = (table.c.id, table.c.title, table.c.meeting_on)
        for row_id, title, met in self.session.execute(
            select(*columns).where(table.c.deleted_at.is_(None))
        ):
            found.setdefault(fold(title), []).append((row_id, met))
        return found

    def _decision(self, row: Values, round_id: int) -> int | None:
        told = self._part(row, OWNERS["awards"][1])
        if not told:
            return None
        if round_id not in self._decisions:
            self._decisions[round_id] = self._read_decisions(round_id)
        there = self._decisions[round_id]
        for one in there:
            same = all(self._alike(one[name], told[name]) for name in self._TELLING if name in told)
            if same and ("number" in told or not one["number"]):
                return int(one["id"])
        # what was proposed before has its number, day or issuer by now; what the file itself
        # tells with a number and without one is not the same
        blank = self._of_that_day(there, told) or [
            one
            for one in there
            if not one["number"] and one["id"] not in self._new and self._fits(one, told)
        ]
        family = PaperFamily.GOVERNMENT if "UBND" in told.get("number", "") else PaperFamily.PARTY
        values = {"paper_family": family.value, **told}
        if len(blank) == 1:
            kept = blank[0]
            values = {name: said for name, said in values.items() if empty(kept.get(name))
                      and (name != "paper_family" or family is PaperFamily.GOVERNMENT)}  # fmt: skip
            made = registers.save_in(self.session, "decisions", values, int(kept["id"]))
            there.remove(kept)
        else:
            made = registers.save_in(self.session, "decisions", {"round_id": round_id, **values})
            self._new.add(made.id)
        there.append({name: getattr(made, name) for name in ("id", *self._TELLING)})
        return made.id

    def _of_that_day(self, there: list[Values], told: Values) -> list[Values]:
        """Return the numbered decision of the book that a row means by its day alone, if any.

        Raises `UserProblem` when several may be meant.
        """
        if "number" in told or "on" not in told:
            return []
        found = [
            one
            for one in there
            if one["number"] and one["on"] and one["id"] not in self._new and self._fits(one, told)
        ]
        if len(found) > 1:
            numbers = ", ".join(sorted(one["number"] for one in found))
            raise UserProblem(
                f"Trong sổ có {len(found)} quyết định ngày {date_text(told['on'])} của đợt này "
                f"({numbers}). Hãy ghi thêm số quyết định."
            )
        return found

    def _fits(self, kept: Values, told: Values) -> bool:
        """Tell whether a decision says nothing else than a row does."""
        return all(
            empty(kept[name]) or self._alike(kept[name], told[name])
            for name in self._TELLING
            if name in told
        )

    @staticmethod
    def _alike(kept: Any, said: Any) -> bool:
        return fold(str(kept or "")) == fold(str(said))

    _TELLING = ("number", "on", "issuer", "level")

    def _read_decisions(self, round_id: int) -> list[Values]:
        table = TABLES["decisions"]
        columns = [table.c[name] for name in ("id", *self._TELLING)]
        statement = select(*columns).where(
            table.c.round_id == round_id, table.c.deleted_at.is_(None)
        )
        return [dict(one) for one in self.session.execute(statement).mappings()]

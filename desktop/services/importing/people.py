"""Taking members into the book many at a time: a district has a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Kind
from desktop.core.vietnamese.fold import fold
from desktop.services import contradicting, registers, validation
from desktop.services.importing.known_members import earlier_units
from desktop.services.importing.records import (
    Existing,
    Outcome,
    Values,
    chosen,
    differences,
    empty,
    outcome_of,
)
from desktop.services.importing.references import References
from desktop.storage.bulk import insert_many
from desktop.storage.registers import TABLES, spec

_BULK = 2_000
_Place = tuple[str, str | None, int | None]
_OF_STATUS = ("status_on", "status_reason")


class MemberRecords:
    """Takes members: known by card number, else by folded name, birth date and unit.

    Source of the identity: DOMAIN.md, 'Spreadsheets'. People of one name with different card
    numbers are different people; a row without a number means the one it fits. A unit that a
    person was in once fits too: an old list is taken in again after a transfer.
    """

    def __init__(self, session: Session, refs: References, existing: Existing, words: str) -> None:
        """Read who is in the book; `words` say what is being done, for the record of deeds."""
        self.session, self.refs, self.existing, self._words = session, refs, existing, words
        self.declared = spec("members")
        self._by_card: dict[str, int] = {}
        self._by_place: dict[_Place, list[int]] = {}
        self._by_earlier: dict[_Place, list[int]] = {}
        self._cards: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._new: list[Values] = []
        self.made: list[int] = []
        table = TABLES["members"]
        columns = (table.c.id, table.c.full_name, table.c.birth_date, table.c.unit_id,
                   table.c.card_number)  # fmt: skip
        earlier = earlier_units(session)
        for row in session.execute(select(*columns).where(table.c.deleted_at.is_(None))):
            self._learn(row[0], row[1], row[2], row[3], row[4])
            for unit in earlier.get(row[0], ()):
                place = (fold(row[1]), row[2], unit)
                self._by_earlier.setdefault(place, []).append(row[0])

    def _learn(
        self, row_id: int, name: str, born: str | None, unit: int | None, card: str | None
    ) -> None:
        """Have somebody be found by what is known of them by now, and by what was before."""
        plain = fold(name)
        if card:
            self._by_card.setdefault(card, row_id)
            self._cards[row_id] = card
        there = self._by_place.setdefault((plain, born, unit), [])
        if row_id not in there:
            there.append(row_id)
        self._names[row_id] = plain

    def match(self, given: Mapping[str, Any]) -> int | None:
        """Return who a row is about (negative: somebody of this file), None for a new person.

        Raises `UserProblem` when the card number is another person's, or when it could be several.
        """
        card, name = given.get("card_number"), given["full_name"]
        if card and card in self._by_card:
            found = self._by_card[card]
            if self._names[found] != fold(name):
                raise InvalidValues(
                    {"card_number": f"Số thẻ {card} đã có của người khác tên trong sổ hoặc ở trên."}
                )
            return found
        place = (fold(name), given.get("birth_date"), given.get("unit_id"))
        for known in (self._by_place, self._by_earlier):
            fits = [one for one in known.get(place, ()) if self._may_be(one, card)]
            if fits:
                break
        if len(fits) > 1:
            raise UserProblem(
                f"Có {len(fits)} đảng viên «{name}» cùng ngày sinh và chi bộ. Hãy ghi số thẻ đảng."
            )
        return fits[0] if fits else None

    def _may_be(self, row_id: int, card: str | None) -> bool:
        return not card or self._cards.get(row_id, card) == card

    def take(self, row: Values) -> Outcome:
        """Add, complete or leave a member; raises `InvalidValues`, `UserProblem`."""
        unit = row.get("unit_id")
        if isinstance(unit, str) and self.refs.units.would_make(unit):
            self.flush()  # what waits must not go back with this row
            with self.refs.tried():  # no unit is made for a row that is refused
                return self._take(row)
        return self._take(row)

    def _take(self, row: Values) -> Outcome:
        given = self._prepared(row)
        found = self.match(given)
        if found is None:
            place = -len(self._new) - 1 - len(self.made)
            self._new.append(given)
            self._learn(place, given["full_name"], given.get("birth_date"), given.get("unit_id"),
                        given.get("card_number"))  # fmt: skip
            if len(self._new) >= _BULK:
                self.flush()
            return Outcome.NEW
        return self._again(found, given) if found < 0 else self._complete(found, found, given)

    def _prepared(self, row: Values) -> Values:
        given = {name: value for name, value in row.items() if "." not in name}
        unit = given.get("unit_id")
        wrong: dict[str, str] = {}
        if isinstance(unit, str):
            try:
                given["unit_id"] = self.refs.units.find(unit)
            except UserProblem as problem:
                wrong["unit_id"] = problem.message
        if empty(given.get("status")):
            given.pop("status", None)  # not told: a new member gets the default
        given = validation.cleaned(self.declared, {"full_name": None, **given})
        wrong |= validation.problems(
            self.declared,
            {name: one for name, one in given.items() if one is not None or name == "full_name"}
            | ({"unit_id": None} if wrong else {}),
        )
        wrong |= contradicting.impossible(self.session, "members", given, None) if not wrong else {}
        if wrong:
            raise InvalidValues(wrong)
        return given

    def _again(self, found: int, given: Values) -> Outcome:
        """Somebody who stands above in the file: as if they were in the book already."""
        place = -found - 1
        if place < len(self.made):
            return self._complete(self.made[place], found, given)
        kept = self._new[place - len(self.made)]
        wanted, outcome = self._compared(kept, given, ours=True)
        kept.update(wanted)
        self._learned_more(found, kept, wanted)
        return Outcome.REPEATED if outcome is Outcome.SAME else outcome

    def _complete(self, row_id: int, found: int, given: Values) -> Outcome:
        """Complete or change who is in the book; `found` is the number they are known by."""
        table = TABLES["members"]
        found_row = select(table).where(table.c.id == row_id)
        kept = dict(self.session.execute(found_row).mappings().one())
        wanted, outcome = self._compared(kept, given, ours=found < 0)
        if wanted:
            registers.save_in(self.session, "members", wanted, row_id)
            self._learned_more(found, {**kept, **wanted}, wanted)
        return Outcome.REPEATED if found < 0 and outcome is Outcome.SAME else outcome

    def _compared(
        self, kept: Mapping[str, Any], given: Values, *, ours: bool
    ) -> tuple[Values, Outcome]:
        """Return what is to be written of a row about somebody who is known, and its outcome."""
        blanks, others = differences(self.declared, kept, given)
        if "status" in others:
            # day and reason belong to a status: the former ones don't stay with the new one, and
            # the new ones don't go to the former
            told = {name: blanks.pop(name) for name in _OF_STATUS if name in blanks}
            for name in _OF_STATUS:
                others.setdefault(name, told.get(name, given.get(name)))
        wanted = chosen(self.existing, blanks, others, ours=ours)
        return wanted, outcome_of(self.existing, blanks=bool(wanted), others=bool(others))

    def _learned_more(self, found: int, kept: Mapping[str, Any], wanted: Values) -> None:
        if wanted.keys() & {"card_number", "birth_date", "unit_id"}:
            self._learn(found, kept["full_name"], kept.get("birth_date"), kept.get("unit_id"),
                        kept.get("card_number"))  # fmt: skip

    def flush(self) -> None:
        """Write who is waiting, each with the first step of the histories of status and unit."""
        if not self._new:
            return
        # every row has the same keys: a bulk insert is prepared once
        names = [one.name for one in self.declared.fields if one.kind is not Kind.BYTES]
        blank = {
            one.name: one.default if one.kind is not Kind.BOOLEAN else False
            for one in self.declared.fields
        }
        rows = [
            {name: blank[name] if given.get(name) is None else given[name] for name in names}
            for given in self._new
        ]
        ids = insert_many(self.session, "members", rows, words=self._words)
        self._place(ids, rows)
        self._new.clear()

    def _place(self, ids: Sequence[int], rows: Sequence[Values]) -> None:
        """Write histories, and have what was numbered for the time being be found by its id."""
        insert_many(
            self.session,
            "member_steps",
            [
                {
                    "member_id": one,
                    "status": row["status"],
                    "on": row["status_on"],
                    "reason": row["status_reason"],
                }
                for one, row in zip(ids, rows, strict=True)
            ],
            words=self._words,
        )
        insert_many(
            self.session,
            "member_units",
            [
                {"member_id": one, "unit_id": row["unit_id"]}
                for one, row in zip(ids, rows, strict=True)
                if row["unit_id"] is not None
            ],
            words=self._words,
        )
        self.made.extend(ids)

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
from desktop.services.importing.records import Existing, Outcome, Values, alike, empty
from desktop.services.importing.references import References
from desktop.storage.bulk import insert_many
from desktop.storage.registers import TABLES, spec

_BULK = 2_000
_Place = tuple[str, str | None, int | None]


class MemberRecords:
    """Takes members: known by card number, else by folded name, birth date and unit.

    Source of the identity: DOMAIN.md, 'Spreadsheets'. People of one name with different card
    numbers are different people; a row without a number means the one it fits.
    """

    def __init__(self, session: Session, refs: References, existing: Existing, words: str) -> None:
        """Read who is in the book; `words` say what is being done, for the record of deeds."""
        self.session, self.refs, self.existing, self._words = session, refs, existing, words
        self.declared = spec("members")
        self._by_card: dict[str, int] = {}
        self._by_place: dict[_Place, list[tuple[int, str | None]]] = {}
        self._names: dict[int, str] = {}
        self._new: list[Values] = []
        self.made: list[int] = []
        table = TABLES["members"]
        columns = (table.c.id, table.c.full_name, table.c.birth_date, table.c.unit_id,
                   table.c.card_number)  # fmt: skip
        for row in session.execute(select(*columns).where(table.c.deleted_at.is_(None))):
            self._learn(row[0], row[1], row[2], row[3], row[4])

    def _learn(
        self, row_id: int, name: str, born: str | None, unit: int | None, card: str | None
    ) -> None:
        plain = fold(name)
        if card:
            self._by_card.setdefault(card, row_id)
        self._by_place.setdefault((plain, born, unit), []).append((row_id, card))
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
        fits = [
            row_id
            for row_id, number in self._by_place.get(place, [])
            if not card or not number or number == card
        ]
        if len(fits) > 1:
            raise UserProblem(
                f"Có {len(fits)} đảng viên «{name}» cùng ngày sinh và chi bộ. Hãy ghi số thẻ đảng."
            )
        return fits[0] if fits else None

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
        if found < 0:
            return self._again(-found - 1, given)
        return self._complete(found, given)

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
            given["status"] = self.declared.by_name["status"].default
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

    def _again(self, place: int, given: Values) -> Outcome:
        """Somebody who stands above in the file: complete what is still waiting to be written."""
        place -= len(self.made)
        if place < 0:
            return self._complete(self.made[place + len(self.made)], given)
        kept = self._new[place]
        filled = False
        for name, said in given.items():
            if not empty(said) and empty(kept.get(name)):
                kept[name] = said
                filled = True
        if filled and given.get("card_number"):
            self._by_card.setdefault(given["card_number"], -(place + len(self.made)) - 1)
        return Outcome.FILLED if filled else Outcome.REPEATED

    def _complete(self, row_id: int, given: Values) -> Outcome:
        self.flush()
        table = TABLES["members"]
        kept = self.session.execute(select(table).where(table.c.id == row_id)).mappings().one()
        blanks: Values = {}
        others: Values = {}
        for name, said in given.items():
            if empty(said) or alike(self.declared.by_name[name], kept[name], said):
                continue
            if name == "status" and said == self.declared.by_name["status"].default:
                continue  # not told by the file
            (blanks if empty(kept[name]) else others)[name] = said
        wanted = {
            Existing.FILL: blanks,
            Existing.SKIP: {},
            Existing.UPDATE: blanks | others,
        }[self.existing]
        if wanted:
            registers.save_in(self.session, "members", wanted, row_id)
            if wanted.get("card_number"):
                self._by_card.setdefault(wanted["card_number"], row_id)
        if self.existing is Existing.UPDATE and others:
            return Outcome.CHANGED
        if others:
            return Outcome.DIFFERS
        return Outcome.FILLED if wanted else Outcome.SAME

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

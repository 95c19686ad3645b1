"""Taking rows into registers one record at a time, with what a row owns and belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Field, Kind
from desktop.core.terms import PledgerKind, ReviewPeriod
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.legacy import tidy_name
from desktop.services import filling, registers, validation
from desktop.services.importing.converting import levels
from desktop.services.importing.references import References, kind_of
from desktop.services.sheets import CARD
from desktop.storage.registers import MODELS, TABLES, spec

Values = dict[str, Any]


class Outcome(Enum):
    """What became of a row of the file."""

    NEW = "new"  # a record was added
    SAME = "same"  # it is in the book already, alike
    FILLED = "filled"  # blanks of a record, or what it owns, were completed
    CHANGED = "changed"  # a record was changed to what the file says
    DIFFERS = "differs"  # the book says otherwise, and was left as it is
    REPEATED = "repeated"  # the same record stood above in the file


class Existing(Enum):
    """What is done with rows that are in the book already."""

    FILL = "fill"  # only blanks are completed
    SKIP = "skip"  # nothing
    UPDATE = "update"  # the file is right


class Waits(Exception):
    """A row refers to another row of the file that has not been taken yet."""


def empty(value: Any) -> bool:
    """Tell whether a kept value says nothing."""
    return value is None or value == "" or value is False


def alike(field_: Field, kept: Any, said: Any) -> bool:
    """Tell whether a record's value and a file's say the same; spelling of tones doesn't count."""
    if kept == said:
        return True
    if isinstance(kept, str) and isinstance(said, str) and field_.kind is not Kind.CHOICE:
        return fold(kept) == fold(said)
    return False


@dataclass
class Records:
    """Takes the rows of one register; a subclass knows what more its rows hold."""

    session: Session
    register: str
    refs: References
    existing: Existing = Existing.FILL
    names: frozenset[str] = frozenset()  # folded titles of the file's rows, for references inside
    _index: list[dict[tuple[Any, ...], int]] = field(default_factory=list)
    _made: set[int] = field(default_factory=set)  # by this import

    def __post_init__(self) -> None:
        self.declared = spec(self.register)
        self._index = [{} for _one in self.declared.identity]
        table = TABLES[self.register]
        names = {name for one in self.declared.identity for name in one}
        columns = [table.c[name] for name in sorted(names)]
        statement = select(table.c.id, *columns).where(table.c.deleted_at.is_(None))
        for row in self.session.execute(statement).mappings():
            self._learn(row["id"], dict(row))

    def _learn(self, row_id: int, values: Mapping[str, Any]) -> None:
        for place, known in enumerate(self._index):
            key = self._key(place, values)
            if key is not None:
                known.setdefault(key, row_id)

    def _key(self, place: int, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return an identity's values; all must be known, in the last one at least one."""
        names = self.declared.identity[place]
        found = [values.get(name) for name in names]
        last = place == len(self.declared.identity) - 1
        if any(one is None for one in found) and not (last and any(found)):
            return None
        return tuple(
            fold(one) if isinstance(one, str) and name != "card_number" else one
            for name, one in zip(names, found, strict=True)
        )

    def match(self, values: Mapping[str, Any]) -> int | None:
        """Return the record that a row is about: by the first identity that is fully known."""
        for place, known in enumerate(self._index):
            key = self._key(place, values)
            if key is not None and key in known:
                return known[key]
        return None

    # taking a row

    def take(self, row: Values) -> Outcome:
        """Add, complete or leave a record; raises `InvalidValues`, `UserProblem`, `Waits`."""
        given = self.prepared(row)
        whole = {one.name: one.default for one in self.declared.fields} | given
        # what is looked up must make sense first
        wrong = validation.problems(
            self.declared, {name: one for name, one in given.items() if one is not None}
        )
        if wrong:
            raise InvalidValues(wrong)
        filling.fill(self.session, self.register, whole)
        found = self.match(whole)
        if found is None:
            made = registers.save_in(self.session, self.register, given)
            self.owned(made.id, row, fresh=True)
            # only what is sure to stay is found by the rows that follow
            self._learn(made.id, {name: getattr(made, name) for name in whole})
            self._made.add(made.id)
            self.after(made.id, given)
            return Outcome.NEW
        added = self.owned(found, row, fresh=found in self._made)
        if found in self._made:
            return Outcome.NEW if added else Outcome.REPEATED
        outcome = self._complete(found, given)
        return Outcome.FILLED if added and outcome is Outcome.SAME else outcome

    def _complete(self, row_id: int, given: Values) -> Outcome:
        """Complete or change a record as was asked."""
        model = MODELS[self.register]
        row = self.session.get(model, row_id)
        blanks: Values = {}
        others: Values = {}
        for name, said in given.items():
            kept = getattr(row, name)
            if empty(said) or alike(self.declared.by_name[name], kept, said):
                continue
            (blanks if empty(kept) else others)[name] = said
        if self.existing is Existing.UPDATE and (blanks or others):
            registers.save_in(self.session, self.register, blanks | others, row_id)
            return Outcome.CHANGED if others else Outcome.FILLED
        if self.existing is Existing.FILL and blanks:
            registers.save_in(self.session, self.register, blanks, row_id)
            return Outcome.DIFFERS if others else Outcome.FILLED
        return Outcome.DIFFERS if others else Outcome.SAME

    def prepared(self, row: Values) -> Values:
        """Return the record's own values, words of references as the rows they name."""
        found: Values = {}
        wrong: dict[str, str] = {}
        for name, value in row.items():
            if "." in name:
                continue
            described = self.declared.by_name[name]
            if described.kind is Kind.REFERENCE and isinstance(value, str):
                try:
                    found[name] = self.referred(described.reference or "", value)
                except UserProblem as problem:
                    wrong[name] = problem.message
            elif value is not None or described.default is None:
                found[name] = value  # an empty cell leaves a default
        if wrong:
            raise InvalidValues(wrong)
        return found

    def referred(self, register: str, text: str) -> int:
        """Return the row that a word names; `Waits` when it is a row of the file itself."""
        inside = register == self.register and fold(text) in self.names
        if register == "units":
            if inside and self.refs.units.look(text) is None:
                raise Waits
            return self.refs.units.find(text)
        try:
            return self.refs.words.find(register, text)
        except UserProblem:
            if inside:
                raise Waits from None
            raise

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> bool:
        """Add what a row owns beyond its fields; tell whether there was anything new."""
        del row_id, row, fresh
        return False

    def after(self, row_id: int, given: Values) -> None:
        """Have a record that was added be found by the rows that follow."""
        self.refs.words.add(
            self.register, row_id, given.get(self.declared.title), given.get("code")
        )

    def forget(self) -> None:
        """Forget what was read for the rows that follow: a row went back with what it made."""

    def member(self, row: Values, name: str | None, unit: int | None) -> int | None:
        """Return the member that a row is about, if any."""
        card = row.get(f"{CARD}.card_number")
        return self.refs.members().find(card, name, unit)


class UnitRecords(Records):
    """Units: their own parents may stand further down in the file."""

    def prepared(self, row: Values) -> Values:
        """Tell the kind from the name where the file doesn't."""
        found = super().prepared(row)
        if found.get("name") and empty(found.get("kind")):
            found["kind"] = kind_of(found["name"])
        return found

    def after(self, row_id: int, given: Values) -> None:
        """Have the unit be found."""
        ended = given.get("ended")
        units = self.refs.units
        units.add(row_id, given["name"], given.get("parent_id"), given.get("code"), ended)


class PledgeRecords(Records):
    """Pledges: several rows with the same year, kind and person are one pledge of many items."""

    def prepared(self, row: Values) -> Values:
        """Tell who pledges: a member, an organisation, or a person who is no member."""
        found = super().prepared(row)
        name, told = found.get("name"), found.get("pledger_kind")
        if told in (None, PledgerKind.MEMBER.value):
            found["member_id"] = self.member(row, name, found.get("unit_id"))
        if told is None and name:
            unit = None if found.get("member_id") else self.refs.units.look(name)
            if found.get("member_id"):
                found["pledger_kind"] = PledgerKind.MEMBER.value
            elif unit is not None or kind_of(name) != "other":
                found["pledger_kind"] = PledgerKind.ORGANISATION.value
                found["unit_id"] = unit or found.get("unit_id")
            else:
                found["pledger_kind"] = PledgerKind.OTHER.value
        if name and found.get("pledger_kind") != PledgerKind.ORGANISATION.value:
            found["name"] = tidy_name(name)
        return found

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> bool:
        """Add the row's item and year-end rating where they are not there yet."""
        items = {key.partition(".")[2]: value for key, value in row.items()
                 if key.startswith("pledge_items.") and not empty(value)}  # fmt: skip
        added = False
        if items.get("content"):
            table = TABLES["pledge_items"]
            kept = self.session.scalars(
                select(table.c.content).where(
                    table.c.pledge_id == row_id, table.c.deleted_at.is_(None)
                )
            )
            if fold(items["content"]) not in {fold(one) for one in kept}:
                registers.save_in(self.session, "pledge_items", {"pledge_id": row_id, **items})
                added = True
        elif items:
            raise UserProblem("Dòng có nhiệm vụ, chỉ tiêu hoặc thời hạn nhưng thiếu nội dung.")
        return self._rate(row_id, row) or added

    def _rate(self, row_id: int, row: Values) -> bool:
        rating = row.get("pledge_reviews.rating")
        if rating is None:
            return False
        table = TABLES["pledge_reviews"]
        there = select(table.c.id).where(
            table.c.pledge_id == row_id, table.c.rating == rating, table.c.deleted_at.is_(None)
        )
        if self.session.scalars(there.limit(1)).first() is not None:
            return False
        # the sheet tells no day: it is the rating of the year, given at its end
        year = int(row["year"])
        ends = date(year, 12, 31)
        values = {
            "pledge_id": row_id,
            "period_kind": ReviewPeriod.YEAR.value,
            "period_from": date(year, 1, 1),
            "period_to": ends,
            "reviewed_on": ends,
            "rating": rating,
        }
        registers.save_in(self.session, "pledge_reviews", values)
        return True


class ModelRecords(Records):
    """Models: with their commending levels."""

    def prepared(self, row: Values) -> Values:
        """Find the member who is the owner, by the card number."""
        found = super().prepared(row)
        if row.get(f"{CARD}.card_number"):
            found["member_id"] = self.member(row, found.get("owner_person"), found.get("unit_id"))
        return found

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> bool:
        """Add the commending levels that are not there yet."""
        told = row.get("model_levels.level")
        if not told:
            return False
        table = TABLES["model_levels"]
        kept = select(table.c.level).where(table.c.model_id == row_id, table.c.deleted_at.is_(None))
        there = set(self.session.scalars(kept))
        added = False
        for level, on in levels(told):
            if level not in there:
                there.add(level)
                values = {"model_id": row_id, "level": level, "on": on}
                registers.save_in(self.session, "model_levels", values)
                added = True
        return added

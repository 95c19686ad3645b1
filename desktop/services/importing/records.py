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
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.fold import fold
from desktop.services import filling, registers, validation
from desktop.services.importing.converting import levels
from desktop.services.importing.references import References
from desktop.services.sheets import CARD
from desktop.storage.figures.models import commending
from desktop.storage.registers import MODELS, TABLES, spec

Values = dict[str, Any]


class Outcome(Enum):
    """What became of a row of the file."""

    NEW = "new"  # a record was added
    SAME = "same"  # it is in the book already, alike
    FILLED = "filled"  # blanks of a record, or what it owns, were completed
    CHANGED = "changed"  # a record was changed to what the file says
    DIFFERS = "differs"  # the book, or a row above, says otherwise and was left as it is
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


def differences(
    declared: RegisterSpec, kept: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[Values, Values]:
    """Return what a row tells where a record has a blank, and where it says otherwise."""
    blanks: Values = {}
    others: Values = {}
    for name, said in given.items():
        if empty(said) or alike(declared.by_name[name], kept.get(name), said):
            continue
        (blanks if empty(kept.get(name)) else others)[name] = said
    return blanks, others


def chosen(existing: Existing, blanks: Values, others: Values, *, ours: bool) -> Values:
    """Return what is written of it; a record of this very file (`ours`) is always completed."""
    if existing is Existing.UPDATE:
        return blanks | others
    return blanks if ours or existing is Existing.FILL else {}


def outcome_of(existing: Existing, *, blanks: bool, others: bool) -> Outcome:
    """Return what became of a row: whether `blanks` were filled, whether it told `others`."""
    if others:
        return Outcome.CHANGED if existing is Existing.UPDATE else Outcome.DIFFERS
    return Outcome.FILLED if blanks else Outcome.SAME


_WEIGHTS = (Outcome.SAME, Outcome.FILLED, Outcome.NEW, Outcome.CHANGED, Outcome.DIFFERS)


def weightier(one: Outcome, other: Outcome) -> Outcome:
    """Return the outcome that says more of two parts of a row."""
    return max(one, other, key=_WEIGHTS.index)


def _plain(name: str, value: Any) -> Any:
    return fold(value) if isinstance(value, str) and name != "card_number" else value


@dataclass
class Records:
    """Takes the rows of one register; a subclass knows what more its rows hold."""

    session: Session
    register: str
    refs: References
    existing: Existing = Existing.FILL
    names: frozenset[str] = frozenset()  # folded titles of the file's rows, for references inside
    _index: list[dict[tuple[Any, ...], list[int]]] = field(default_factory=list)
    _known: dict[int, Values] = field(default_factory=dict)  # what identities look at, by id
    _made: set[int] = field(default_factory=set)  # by this import

    def __post_init__(self) -> None:
        self.declared = spec(self.register)
        self._index = [{} for _one in self.declared.identity]
        table = TABLES[self.register]
        self._telling = registers.TELLING_APART.get(self.register, ())
        self._names = sorted({name for one in self.declared.identity for name in one}
                             | set(self._telling))  # fmt: skip
        columns = [table.c[name] for name in self._names]
        statement = select(table.c.id, *columns).where(table.c.deleted_at.is_(None))
        for row in self.session.execute(statement).mappings():
            self._learn(row["id"], dict(row))

    def _learn(self, row_id: int, values: Mapping[str, Any]) -> None:
        self._known[row_id] = {name: _plain(name, values.get(name)) for name in self._names}
        for place, known in enumerate(self._index):
            key = self._key(place, values)
            if key is not None and row_id not in known.setdefault(key, []):
                known[key].append(row_id)

    def _key(self, place: int, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return an identity's values; all must be known, in the last one at least one."""
        names = self.declared.identity[place]
        found = [values.get(name) for name in names]
        last = place == len(self.declared.identity) - 1
        if any(one is None for one in found) and not (last and any(found)):
            return None
        return tuple(_plain(name, one) for name, one in zip(names, found, strict=True))

    def match(self, values: Mapping[str, Any]) -> int | None:
        """Return the record that a row is about: by the strongest identity that fits.

        A weaker one counts only where nothing of a stronger one is told on both sides and differs.
        """
        for place, known in enumerate(self._index):
            key = self._key(place, values)
            if key is None:
                continue
            best, most = None, -1
            for one in known.get(key, ()):
                agreeing = self._agreeing(place, one, values)
                if agreeing > most:
                    best, most = one, agreeing
            if best is not None:
                return best
        return None

    def _agreeing(self, place: int, row_id: int, values: Mapping[str, Any]) -> int:
        """Return how many fields of stronger identities agree; -1 when one contradicts."""
        identities = self.declared.identity
        stronger = {name for one in identities[:place] for name in one}
        kept = self._known[row_id]
        agreeing = 0
        blanks_tell = registers.APART_WHEN_BLANK.get(self.register, ())
        if place and any(_plain(one, values.get(one)) != kept[one] for one in blanks_tell):
            return -1
        if place and not (values.get("member_id") and kept.get("member_id")):
            stronger |= set(self._telling)  # the same person may be in another unit by now
        for name in stronger - set(identities[place]):
            told = _plain(name, values.get(name))
            if told is None or kept[name] is None:
                continue
            if told != kept[name]:
                return -1
            agreeing += 1
        return agreeing

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
            self.allowed(given, None)
            made = registers.save_in(self.session, self.register, given)
            self.owned(made.id, row, fresh=True)
            # only what is sure to stay is found by the rows that follow
            self._learn(made.id, {name: getattr(made, name) for name in whole})
            self._made.add(made.id)
            self.after(made.id, given)
            return Outcome.NEW
        again = found in self._made
        owned = self.owned(found, row, fresh=again)
        outcome = self._complete(found, given)
        if again and weightier(owned, outcome) is Outcome.FILLED:
            return Outcome.FILLED if owned is Outcome.SAME else Outcome.NEW
        if again and weightier(owned, outcome) is Outcome.SAME:
            return Outcome.REPEATED
        return weightier(owned, outcome)

    def _complete(self, row_id: int, given: Values) -> Outcome:
        """Complete or change a record as was asked; one of this file has its blanks filled."""
        row = self.session.get(MODELS[self.register], row_id)
        kept = {name: getattr(row, name) for name in given}
        blanks, others = differences(self.declared, kept, given)
        wanted = chosen(self.existing, blanks, others, ours=row_id in self._made)
        if wanted:
            for one in self.declared.fields:  # the day of a change, also when it was known
                if one.dated_by and one.name in wanted and one.dated_by in given:
                    wanted[one.dated_by] = given[one.dated_by]
            self.allowed(wanted, row_id)
            registers.save_in(self.session, self.register, wanted, row_id)
            self._learn(row_id, {name: getattr(row, name) for name in self._names})
        return outcome_of(self.existing, blanks=bool(wanted), others=bool(others))

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

    def allowed(self, given: Values, row_id: int | None) -> None:
        """Raise `InvalidValues` for what may not be written so (`row_id` None: a new record)."""
        del given, row_id

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Add what a row owns beyond its fields (`fresh`: of a record that this import made)."""
        del row_id, row, fresh
        return Outcome.SAME

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


class ModelRecords(Records):
    """Models: with their commending levels."""

    def prepared(self, row: Values) -> Values:
        """Find the member who is the owner, by the card number."""
        found = super().prepared(row)
        if row.get(f"{CARD}.card_number"):
            found["member_id"] = self.member(row, found.get("owner_person"), found.get("unit_id"))
        return found

    def owned(self, row_id: int, row: Values, *, fresh: bool) -> Outcome:
        """Add the commending levels that are not there yet.

        A sheet may show those that awards give: what an award in the book says is not added.
        """
        told = row.get("model_levels.level")
        if not told:
            return Outcome.SAME
        table = TABLES["model_levels"]
        kept = select(table.c.level).where(table.c.model_id == row_id, table.c.deleted_at.is_(None))
        there = set(self.session.scalars(kept))
        given = {
            (one.level, one.on) for one in self.session.execute(commending(date.max, [row_id]))
        }
        given |= {(level, None) for level, _on in given}
        outcome = Outcome.SAME
        for level, on in levels(told):
            if level not in there and (level, on) not in given:
                there.add(level)
                values = {"model_id": row_id, "level": level, "on": on}
                registers.save_in(self.session, "model_levels", values)
                outcome = Outcome.FILLED
        return outcome

"""Finding what a word in a cell refers to: a unit, a member, a model, an entry of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.services import registers, telling_words
from desktop.services.importing.kinds import kind_of
from desktop.services.importing.known_members import Members
from desktop.services.sheets import BELOW
from desktop.storage.registers import TABLES, spec

_ABOVE: Final = re.compile(r"\s*[>»]\s*")
_PARTS: Final = re.compile(r"\s*[,;]\s*|\s+[-–/]\s+|\s+thuộc\s+", re.IGNORECASE)
_NEAR = 90
_NUMBERS = re.compile(r"\d+")
# lists that the clerk keeps; a word that is not there yet becomes an entry
_OPEN_LISTS = frozenset({"fields", "award_forms", "document_types", "topics"})


def path_parts(text: str) -> list[str]:
    """Return a unit and what it is part of, lowest first; of a text that is no path itself."""
    above = _ABOVE.split(text)
    if len(above) > 1:
        return [one for one in reversed(above) if one]
    return [one.strip() for one in text.split(BELOW) if one.strip()] if BELOW in text else [text]


def _parts(text: str) -> list[str]:
    """Return what `path_parts` does, or what commas and dashes may set apart."""
    path = path_parts(text)
    return path if len(path) > 1 else [one for one in _PARTS.split(text) if one]


def _in_order(wanted: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether all wanted names are among others, in their order."""
    rest = iter(names)
    return all(one in rest for one in wanted)


@dataclass
class NewUnit:
    """A unit that is not in the book yet: its name, and an existing one that is much like it."""

    name: str
    near: str = ""
    rows: int = 0


@dataclass
class Units:
    """The book's units, found by code, by name, or by name and what they are part of."""

    session: Session
    create: bool
    new: dict[str, NewUnit] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _parents: dict[int, int | None] = field(default_factory=dict)
    _ended: set[int] = field(default_factory=set)
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_code: dict[str, int] = field(default_factory=dict)
    _known: dict[str, int] = field(default_factory=dict)
    _made: list[tuple[int, str, str]] = field(default_factory=list)  # id, name's and path's key
    _referred: dict[int, str] = field(default_factory=dict)  # made, by path; no row of their own

    def __post_init__(self) -> None:
        table = TABLES["units"]
        columns = (table.c.id, table.c.name, table.c.parent_id, table.c.code, table.c.ended)
        for one in self.session.execute(select(*columns).where(table.c.deleted_at.is_(None))):
            self.add(*one)

    def add(
        self, row_id: int, name: str, parent: int | None, code: str | None, ended: str | None = None
    ) -> None:
        """Have a unit be found from now on."""
        self._names[row_id], self._parents[row_id] = name, parent
        self._by_name[fold(name)].append(row_id)
        if code:
            self._by_code[fold(code)] = row_id
        if ended:
            self._ended.add(row_id)
        self._known.clear()

    def find(self, text: str) -> int:
        """Return the unit that a text names; one that is not there is made where it may be.

        Raises `UserProblem` when it could be several, or when none may be made.
        """
        if text not in self._known:
            found = self.look(text)
            self._known[text] = self._make(text) if found is None else found
        made = self.new.get(fold(text))
        if made is not None:
            made.rows += 1
        return self._known[text]

    def look(self, text: str) -> int | None:
        """Return the unit that a text names, None when there is none; `UserProblem` for several."""
        if text in self._known:
            return self._known[text]
        plain = fold(text)
        named = self._live(self._by_name.get(plain, []))
        if len(named) == 1:
            return named[0]
        if plain in self._by_code:
            return self._by_code[plain]
        parts = _parts(text)
        if len(parts) > 1:
            below = self._below(parts, exactly=len(path_parts(text)) > 1)
            if len(below) == 1:
                return below[0]
            named = below or named
        if len(named) > 1:
            above = ", ".join(
                sorted({self._names.get(self._parents[one] or 0, "không có") for one in named})
            )
            raise UserProblem(
                f"Có {len(named)} đơn vị tên «{text}» (trực thuộc: {above}). "
                f"Hãy ghi thêm đơn vị cấp trên, ví dụ: {text}{BELOW}…"
            )
        return None

    def would_make(self, text: str) -> bool:
        """Tell whether `find` would add a unit."""
        try:
            return self.look(text) is None
        except UserProblem:
            return False

    def mark(self) -> int:
        """Return how many units were made so far."""
        return len(self._made)

    def forget(self, mark: int) -> None:
        """Forget the units that were made since: their savepoint was rolled back."""
        for made, name, path in self._made[mark:]:
            del self._names[made], self._parents[made]
            self.new.pop(path, None)
            self._referred.pop(made, None)
            self._by_name[name].remove(made)
            if not self._by_name[name]:
                del self._by_name[name]
        del self._made[mark:]
        self._known.clear()

    def _live(self, found: Sequence[int]) -> list[int]:
        """Return those that have not ended, or all when all have."""
        return [one for one in found if one not in self._ended] or list(found)

    def _below(self, parts: Sequence[str], *, exactly: bool) -> list[int]:
        """Return the units of the first name that are part of the others, as well as it is told.

        The whole path goes before a part of it, and equal names before names that have the words.
        """
        above = [fold(one) for one in parts[1:]]
        chains = {one: self._chain(one) for one in self._by_name.get(fold(parts[0]), [])}
        ways: list[Callable[[list[str]], bool]] = [
            lambda chain: chain == above,
            lambda chain: chain[: len(above)] == above,
            lambda chain: _in_order(above, chain),
        ]
        if not exactly:
            ways.append(
                lambda chain: all(any(f" {one} " in f" {name} " for name in chain) for one in above)
            )
        for fits in ways:
            found = [one for one, chain in chains.items() if fits(chain)]
            if found:
                return self._live(found)
        return []

    def _chain(self, unit: int) -> list[str]:
        """Return the folded names of what a unit is part of, the nearest first."""
        names = []
        seen: set[int] = set()
        parent = self._parents.get(unit)
        while parent is not None and parent not in seen:
            seen.add(parent)
            names.append(fold(self._names.get(parent, "")))
            parent = self._parents.get(parent)
        return names

    def referred_to(self, name: str, parent: int | None) -> int | None:
        """Return the unit that was made only because a row referred to it, if there is one."""
        return next(
            (one for one in self._by_name.get(fold(name), ())
             if one in self._referred and self._parents[one] in (parent, None)),
            None,
        )  # fmt: skip

    def only_referred_to(self, row_id: int) -> bool:
        """Tell whether a unit was made for a reference and has had no row of its own yet."""
        return row_id in self._referred

    def told(self, row_id: int, parent: int | None, code: str | None, ended: str | None) -> None:
        """Have a unit that was made for a reference be as its own row told it."""
        self.new.pop(self._referred.pop(row_id), None)
        self._parents[row_id] = parent if parent is not None else self._parents[row_id]
        if code:
            self._by_code[fold(code)] = row_id
        if ended:
            self._ended.add(row_id)
        self._known.clear()

    def _make(self, text: str) -> int:
        """Add a unit that is not in the book; below another where the text says so."""
        # "Chi bộ ấp 2" is no slip of "Chi bộ ấp 20": other numbers, another unit
        said = fold(text)
        numbers = _NUMBERS.findall(said)
        others = [one for one in self._by_name if _NUMBERS.findall(one) == numbers]
        near = process.extractOne(said, others, scorer=fuzz.ratio, score_cutoff=_NEAR)
        alike = "" if near is None else self._names[self._by_name[near[0]][0]]
        if not self.create:
            hint = f" Trong sổ có «{alike}» gần giống." if alike else ""
            raise UserProblem(f"Chưa có đơn vị «{text}» trong sổ.{hint}")
        names = path_parts(text)
        parent: int | None = None
        unit = 0
        for place in range(len(names) - 1, -1, -1):
            path = BELOW.join(names[place:])
            known = self.look(path)
            if known is None:
                values = {"name": names[place], "parent_id": parent, "kind": kind_of(names[place])}
                known = registers.save_in(self.session, "units", values).id
                self.add(known, names[place], parent, None)
                self.new[fold(path)] = NewUnit(path, alike if place == 0 else "")
                self._made.append((known, fold(names[place]), fold(path)))
                self._referred[known] = fold(path)
            unit = parent = known
        return unit


@dataclass
class Words:
    """Rows of another register by what they are called (or by their code)."""

    session: Session
    create: bool
    new: list[tuple[str, str]] = field(default_factory=list)
    _known: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    _made: list[tuple[str, str]] = field(default_factory=list)
    _longer: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def mark(self) -> int:
        """Return how many entries were made so far."""
        return len(self._made)

    def forget(self, mark: int) -> None:
        """Forget the entries that were made since: their savepoint was rolled back."""
        for register, key in self._made[mark:]:
            del self._known[register][key]
        del self._made[mark:], self.new[mark:]

    def find(self, register: str, text: str) -> int:
        """Return the row that a text names; a list's entry is added where it may be.

        Raises `UserProblem` when there is none, or more than one.
        """
        known = self._of(register)
        found = known.get(fold(text), [])
        declared = spec(register)
        if len(found) == 1:
            return found[0]
        if not found:
            found = self._telling(register).get(fold(text), [])
            if len(found) == 1:
                return found[0]
        if len(found) > 1:
            raise UserProblem(
                f"Có {len(found)} {declared.singular_heading} tên «{text}». "
                f"{self._hint(register, found[0])}"
            )
        if register in _OPEN_LISTS and self.create:
            made = registers.save_in(self.session, register, {declared.title: text}).id
            known[fold(text)] = [made]
            self.new.append((declared.singular_heading, text))
            self._made.append((register, fold(text)))
            return made
        raise UserProblem(f"Không có {declared.singular_heading} «{text}» trong sổ.")

    def _telling(self, register: str) -> dict[str, list[int]]:
        """Return the rows by the words that tell those of one title apart."""
        if register not in self._longer:
            longer = self._longer[register] = {}
            for row_id, texts in telling_words.readable(self.session, register).items():
                for one in {fold(text) for text in texts[1:]}:
                    longer.setdefault(one, []).append(row_id)
        return self._longer[register]

    def _hint(self, register: str, row_id: int) -> str:
        """Say how one of several rows of a name is told."""
        if "code" in spec(register).by_name:
            return "Hãy ghi mã."
        told = telling_words.readable(self.session, register).get(row_id, [""])
        return f"Hãy ghi rõ, ví dụ: «{told[-1]}»."

    def add(self, register: str, row_id: int, *texts: Any) -> None:
        """Have a row be found from now on."""
        known = self._of(register)
        for text in texts:
            if text and row_id not in known.setdefault(fold(str(text)), []):
                known[fold(str(text))].append(row_id)

    def _of(self, register: str) -> dict[str, list[int]]:
        if register not in self._known:
            table, declared = TABLES[register], spec(register)
            names = [declared.title, *(["code"] if "code" in declared.by_name else [])]
            self._known[register] = {}
            statement = select(table.c.id, *(table.c[one] for one in names))
            for row in self.session.execute(statement.where(table.c.deleted_at.is_(None))):
                self.add(register, row[0], *row[1:])
        return self._known[register]


@dataclass(frozen=True)
class References:
    """All that words in cells are looked up in, for one import."""

    session: Session
    units: Units
    words: Words
    members: Callable[[], Members]

    @contextmanager
    def tried(self) -> Iterator[None]:
        """A savepoint: when the block fails, what it wrote and what it made is forgotten."""
        marks = self.units.mark(), self.words.mark()
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self.units.forget(marks[0])
            self.words.forget(marks[1])
            raise

"""What the clerk has entered so far of a cell's registration: common items, and each one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.core.vietnamese.dates import DateProblem, parse_date
from desktop.core.vietnamese.fold import clean

CONTENT, DUTY, TARGET, DUE = range(4)
Cells = tuple[str, str, str, str]
EMPTY: Cells = ("", "", "", "")


@dataclass(frozen=True)
class ItemRow:
    """A line of items as typed; `origin` is the number of the common item it comes from."""

    cells: Cells = EMPTY
    origin: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(clean(one) for one in self.cells)

    @property
    def vague(self) -> bool:
        """Whether it lacks a duty or a target: such a pledge is not concrete (DOMAIN.md)."""
        return bool(clean(self.cells[CONTENT])) and not (
            clean(self.cells[DUTY]) and clean(self.cells[TARGET])
        )

    @property
    def due(self) -> date | None:
        """The due date; raises `DateProblem` when what stands there is none."""
        text = clean(self.cells[DUE])
        return parse_date(text) if text else None

    @property
    def wrong_column(self) -> int:
        """The column that keeps the line from being kept, when `problem` says one."""
        return DUE if clean(self.cells[CONTENT]) else CONTENT

    def problem(self) -> str:
        """Return why the line can't be kept, in a sentence, or nothing."""
        if self.blank:
            return ""
        if not clean(self.cells[CONTENT]):
            return "Dòng này chưa có nội dung. Hãy nhập nội dung hoặc xóa dòng."
        try:
            _due = self.due
        except DateProblem as problem:
            return problem.message
        return ""


@dataclass
class Own:
    """What one person's items are beside the common ones."""

    dropped: set[int] = field(default_factory=set)
    changed: dict[int, Cells] = field(default_factory=dict)
    extra: list[Cells] = field(default_factory=list)
    carried: bool = False  # last year's open items were offered

    @property
    def differs(self) -> bool:
        """Whether anything is otherwise than for all."""
        return bool(self.dropped or self.changed or self.extra)


class ItemsDraft:
    """The items of everybody: those common to all, and how each one's differ."""

    def __init__(self) -> None:
        self.common: list[ItemRow] = []
        self.own: dict[object, Own] = {}
        self._next = 0

    @property
    def touched(self) -> bool:
        """Whether anything was typed."""
        return bool(self.common) or any(one.differs for one in self.own.values())

    def take_common(self, rows: Sequence[ItemRow]) -> None:
        """Keep the common items as the grid has them; new ones get a number."""
        found = []
        for one in rows:
            if one.blank:
                continue
            if one.origin is None:
                self._next += 1
                found.append(replace(one, origin=self._next))
            else:
                found.append(one)
        self.common = found

    def of(self, key: object) -> Own:
        """Return how one person's items differ."""
        return self.own.setdefault(key, Own())

    def rows(self, key: object) -> list[ItemRow]:
        """Return one person's items as the grid shows them."""
        own = self.own.get(key) or Own()
        shared = [
            ItemRow(own.changed.get(one.origin or 0, one.cells), one.origin)
            for one in self.common
            if one.origin not in own.dropped
        ]
        return [*shared, *(ItemRow(cells) for cells in own.extra)]

    def take(self, key: object, rows: Sequence[ItemRow]) -> None:
        """Keep one person's items as the grid has them."""
        own = self.of(key)
        left = {one.origin: one for one in rows if one.origin is not None and not one.blank}
        own.dropped = {one.origin for one in self.common if one.origin not in left} - {None}  # type: ignore[assignment]  # None is taken out
        own.changed = {
            one.origin: left[one.origin].cells
            for one in self.common
            if one.origin in left and left[one.origin].cells != one.cells
        }
        own.extra = [one.cells for one in rows if one.origin is None and not one.blank]

    def as_common(self, key: object) -> None:
        """Give one person the common items as they are; own ones stay."""
        own = self.of(key)
        own.dropped, own.changed = set(), {}

    def carry(self, key: object, rows: Sequence[Cells]) -> None:
        """Offer what was not done last year, once."""
        own = self.of(key)
        if not own.carried:
            own.carried = True
            own.extra += [one for one in rows if one not in own.extra]

    def uncarry(self, key: object, rows: Sequence[Cells]) -> None:
        """Take back what was offered of last year and not changed since."""
        own = self.own.get(key)
        if own is not None and own.carried:
            own.carried = False
            own.extra = [one for one in own.extra if one not in rows]

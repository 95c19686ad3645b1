"""What happens to units on a date: merged, dissolved, emptied; and moved in the tree.

Nothing of the past is lost: a unit that ended stays with its dates and says what became of it,
who left it before stays in its history (DOMAIN.md, 'Who uses it': units are never deleted). What
each deed would do can be told before, by the same rules, without anything being written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.standing import PRESENT
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import backups, following, registers, unit_rows
from desktop.services.house_paper import calendar_day
from desktop.services.lives import living_unit, move_members, require_open
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import Member, MemberUnit, Unit
from desktop.storage.search import subtree

Progress = Callable[[int, int], None]
TOP = 0
"""In the place of a unit's id: the top of the tree."""
_NO_UNITS = "Hãy chọn ít nhất một đơn vị."


@dataclass(frozen=True)
class Leaving:
    """What goes elsewhere when a unit ends: present members, living units below."""

    unit_id: int
    name: str
    members: int
    staying: int  # members who left, died …: they stay in its past
    below: tuple[str, ...]  # directly below it: these get another superior
    deeper: int  # below those: they go along


@dataclass(frozen=True)
class Foreseen:
    """What a deed would do to units and their members, told before it is done."""

    units: tuple[Leaving, ...]
    late: int  # members who came to their unit after the day: their history would contradict it
    future: bool  # the day is still to come
    rows: unit_rows.Along = unit_rows.NOTHING  # what was entered for the day or later

    @property
    def members(self) -> int:
        """How many members would move."""
        return sum(one.members for one in self.units)


@dataclass(frozen=True)
class Moving:
    """What moving units in the tree would do: their names, and how much goes along.

    `old` and `new` name the superiors: '' is the top, None several of them.
    """

    units: tuple[str, ...]
    old: str | None
    new: str
    below: int
    members: int


@dataclass
class _Leaving:
    """A unit that ends or is emptied, with the rows that go elsewhere."""

    unit: Unit
    people: Sequence[Member]
    below: Sequence[Unit]


# merging


def foresee_merger(book: Book, unit_ids: Sequence[int], into_id: int | None, on: str) -> Foreseen:
    """Return what `merge_units` would do (`into_id` None: into a new unit); raises as it does."""
    day = PartialDate.from_iso(on)
    with book.read() as session:
        told = _foreseen(session, _merging(session, unit_ids, into_id, day), day)
        return replace(told, rows=unit_rows.foresee(session, set(unit_ids), into_id, day))


def merge_units(
    book: Book,
    unit_ids: Sequence[int],
    into: int | Mapping[str, Any],
    on: str,
    progress: Progress | None = None,
) -> Done[int]:
    """End units on a day by merging them into another; return how many members moved.

    `into` is a unit's id, or the values of a new unit that is established on that day. The
    present members move on that day, the units directly below become the other's, and so does
    what was entered for that day or later (`unit_rows`). Raises
    `UserProblem`, with nothing changed, when the other had ended by then, is among or below
    those that are merged, or one of these had ended; `InvalidValues` for a new unit's values.
    """
    day = PartialDate.from_iso(on)
    backups.before(book, backups.Reason.MERGE)
    with book.write("Sáp nhập đơn vị") as session:
        known = into if isinstance(into, int) else None
        leaving = _merging(session, unit_ids, known, day)
        name = living_unit(session, into).name if isinstance(into, int) else into.get("name")
        deed_of(session).words = f"Sáp nhập {_listed(one.unit for one in leaving)} vào «{name}»"
        into_id = into if isinstance(into, int) else _made(session, into, unit_ids, day)
        moved = _move_all(session, leaving, into_id, day, progress)
        for one in leaving:
            _adopt(session, one.below, into_id, day)
            values = {"ended": day.iso, "merged_into_id": into_id}
            registers.save_in(session, "units", values, one.unit.id)
        unit_rows.take_along(session, set(unit_ids), into_id, day)
        return Done(moved, changes_of(session))


def _merging(
    session: Session, unit_ids: Sequence[int], into_id: int | None, day: PartialDate
) -> list[_Leaving]:
    """Return what is merged with what goes along; `UserProblem` when it can't be."""
    chosen = list(dict.fromkeys(unit_ids))
    if not chosen:
        raise UserProblem(_NO_UNITS)
    if into_id is not None:
        require_open(session, into_id, day)
    found = []
    for one in chosen:
        unit = living_unit(session, one)
        if into_id in subtree(session, one):
            raise UserProblem(f"«{unit.name}» không thể sáp nhập vào chính nó hoặc đơn vị dưới nó.")
        require_open(session, one, day)
        found.append(_leaving(session, unit, but=chosen))
    return found


def _made(
    session: Session, values: Mapping[str, Any], unit_ids: Sequence[int], day: PartialDate
) -> int:
    """Keep the new unit that others are merged into and return its id."""
    parent = values.get("parent_id")
    if parent is not None:
        require_open(session, parent, day)
        for one in unit_ids:
            if parent in subtree(session, one):
                raise UserProblem(
                    f"Đơn vị mới không thể trực thuộc «{living_unit(session, parent).name}» "
                    "vì đơn vị đó cũng được sáp nhập."
                )
    made = registers.save_in(session, "units", {**values, "established": day.iso})
    return made.id


# dissolving


def foresee_dissolution(
    book: Book,
    unit_id: int,
    on: str,
    members_to: int | None = None,
    units_to: int | None = None,
) -> Foreseen:
    """Return what `dissolve_unit` would do; raises as it does, but not for a missing receiver."""
    day = PartialDate.from_iso(on)
    with book.read() as session:
        leaving = _dissolving(session, unit_id, day, members_to, units_to)
        return _foreseen(session, [leaving], day)


def dissolve_unit(
    book: Book,
    unit_id: int,
    on: str,
    members_to: int | None = None,
    units_to: int | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """End a unit on a day without a successor; return how many members moved.

    `members_to` takes its present members, `units_to` the units directly below it (`TOP`: they
    come to stand at the top). Raises `UserProblem`, with nothing changed, when there are some
    and nobody takes them, or who takes them had ended by then or can't be.
    """
    day = PartialDate.from_iso(on)
    with book.write("Giải thể đơn vị") as session:
        leaving = _dissolving(session, unit_id, day, members_to, units_to)
        unit, people, below = leaving.unit, leaving.people, leaving.below
        if (people and members_to is None) or (below and units_to is None):
            raise UserProblem(
                f"«{unit.name}» còn {len(people)} đảng viên và {len(below)} đơn vị trực thuộc. "
                "Hãy chọn đơn vị tiếp nhận."
            )
        deed_of(session).words = f"Giải thể «{unit.name}»"
        moved = 0
        if people and members_to is not None:
            moved = _move_all(session, [leaving], members_to, day, progress)
        _adopt(session, below, units_to or None, day)
        registers.save_in(session, "units", {"ended": day.iso}, unit_id)
        return Done(moved, changes_of(session))


def _dissolving(
    session: Session,
    unit_id: int,
    day: PartialDate,
    members_to: int | None,
    units_to: int | None,
) -> _Leaving:
    unit = living_unit(session, unit_id)
    require_open(session, unit_id, day)
    if members_to == unit_id or (units_to and units_to in subtree(session, unit_id)):
        raise UserProblem("Đơn vị tiếp nhận không thể là đơn vị bị giải thể hoặc dưới nó.")
    for one in (members_to, units_to):
        if one:
            require_open(session, one, day)
    return _leaving(session, unit)


# everybody to another unit


def foresee_transfer(book: Book, from_id: int, unit_id: int, on: str) -> Foreseen:
    """Return what `transfer_unit` would do; raises as it does."""
    day = PartialDate.from_iso(on)
    with book.read() as session:
        leaving = _transferring(session, from_id, unit_id, day)
        return _foreseen(session, [leaving], day)


def transfer_unit(
    book: Book, from_id: int, unit_id: int, on: str, progress: Progress | None = None
) -> Done[int]:
    """Move every present member of a unit to another one, which goes on; return how many moved.

    Raises `UserProblem`, with nothing changed, for one unit given twice, one that had ended by
    then, or one without members.
    """
    day = PartialDate.from_iso(on)
    with book.write("Chuyển sinh hoạt cả đơn vị") as session:
        leaving = _transferring(session, from_id, unit_id, day)
        name = living_unit(session, unit_id).name
        words = f"Chuyển sinh hoạt cả «{leaving.unit.name}» sang «{name}»"
        deed_of(session).words = words
        moved = _move_all(session, [leaving], unit_id, day, progress)
        return Done(moved, changes_of(session))


def _transferring(session: Session, from_id: int, unit_id: int, day: PartialDate) -> _Leaving:
    unit = living_unit(session, from_id)
    if from_id == unit_id:
        raise UserProblem("Đơn vị chuyển đi và đơn vị tiếp nhận là một. Hãy chọn đơn vị khác.")
    require_open(session, unit_id, day)
    leaving = _leaving(session, unit, units=False)
    if not leaving.people:
        raise UserProblem(f"«{unit.name}» không có đảng viên nào đang sinh hoạt.")
    return leaving


# in the tree


def foresee_move(book: Book, unit_ids: Sequence[int], parent_id: int | None) -> Moving:
    """Return what `move_units` would do; raises as it does."""
    with book.read() as session:
        units = _moving(session, unit_ids, parent_id)
        parents = {one.parent_id for one in units}
        along = {below for one in units for below in _living_below(session, one.id)}
        single = parents.pop() if len(parents) == 1 else TOP
        return Moving(
            units=tuple(one.name for one in units),
            old=None if single == TOP else _name(session, single),
            new=_name(session, parent_id),
            below=len(along - {one.id for one in units}),
            members=_count(session, along),
        )


def move_units(book: Book, unit_ids: Sequence[int], parent_id: int | None) -> Done[int]:
    """Put units below another one (None: at the top), with all below them; return how many moved.

    A unit whose superior is moved too stays below that. Raises `UserProblem`, with nothing
    changed, for a unit below itself, one that is there already, and one that has ended (unless
    what is moved had ended by then too).
    """
    with book.write("Chuyển đơn vị trong cây tổ chức") as session:
        units = _moving(session, unit_ids, parent_id)
        place = f"sang «{_name(session, parent_id)}»" if parent_id else "lên cấp trên cùng"
        deed_of(session).words = f"Chuyển {_listed(units)} {place}"
        for one in units:
            registers.save_in(session, "units", {"parent_id": parent_id}, one.id)
        return Done(len(units), changes_of(session))


def _moving(session: Session, unit_ids: Sequence[int], parent_id: int | None) -> list[Unit]:
    """Return the units that are to be moved; `UserProblem` when they can't be."""
    chosen = list(dict.fromkeys(unit_ids))
    trees = {one: set(subtree(session, one)) for one in chosen}
    tops = [
        living_unit(session, one)
        for one in chosen
        if not any(one in trees[other] for other in chosen if other != one)
    ]
    if not tops:
        raise UserProblem(_NO_UNITS)
    for unit in tops:
        if parent_id in trees[unit.id]:
            raise UserProblem(f"Không chuyển được «{unit.name}» vào chính nó hoặc đơn vị dưới nó.")
        if parent_id is not None:
            day = PartialDate.from_iso(unit.ended) if unit.ended else _today()
            require_open(session, parent_id, day, may_end=True)
    moved = [one for one in tops if one.parent_id != parent_id]
    if not moved:
        place = f"trực thuộc «{_name(session, parent_id)}»" if parent_id else "ở cấp trên cùng"
        raise UserProblem(f"{_listed(tops)} đang {place} rồi.")
    return moved


# what they have in common


def _leaving(
    session: Session, unit: Unit, *, units: bool = True, but: Collection[int] = ()
) -> _Leaving:
    """Return a unit with its present members and the living units directly below it."""
    present = select(Member).where(
        Member.unit_id == unit.id, Member.deleted_at.is_(None), Member.status.in_(_PRESENT)
    )
    below = select(Unit).where(
        Unit.parent_id == unit.id, Unit.deleted_at.is_(None), Unit.ended.is_(None)
    )
    found = session.scalars(below.order_by(Unit.id)).all() if units else ()
    return _Leaving(
        unit,
        session.scalars(present.order_by(Member.id)).all(),
        [one for one in found if one.id not in but],
    )


def _foreseen(session: Session, leaving: Sequence[_Leaving], day: PartialDate) -> Foreseen:
    told = []
    for one in leaving:
        everybody = select(func.count()).select_from(Member)
        everybody = everybody.where(Member.unit_id == one.unit.id, Member.deleted_at.is_(None))
        staying = (session.scalar(everybody) or 0) - len(one.people)
        further = {row for below in one.below for row in _living_below(session, below.id)}
        told.append(
            Leaving(
                unit_id=one.unit.id,
                name=one.unit.name,
                members=len(one.people),
                staying=staying,
                below=tuple(below.name for below in one.below),
                deeper=len(further) - len(one.below),
            )
        )
    late = _late(session, [one.unit.id for one in leaving], day)
    return Foreseen(tuple(told), late, day.first_day > calendar_day())


def _late(session: Session, unit_ids: Sequence[int], day: PartialDate) -> int:
    """Return how many present members of units surely came there after a day."""
    statement = (
        select(func.count(Member.id.distinct()))
        .join(MemberUnit, MemberUnit.member_id == Member.id)
        .where(
            Member.unit_id.in_(unit_ids),
            Member.deleted_at.is_(None),
            Member.status.in_(_PRESENT),
            MemberUnit.unit_id == Member.unit_id,
            MemberUnit.to_on.is_(None),
            MemberUnit.deleted_at.is_(None),
            MemberUnit.from_on > day.last_day.isoformat(),
        )
    )
    return session.scalar(statement) or 0


def _move_all(
    session: Session,
    leaving: Sequence[_Leaving],
    unit_id: int,
    day: PartialDate,
    progress: Progress | None,
) -> int:
    people = [person for one in leaving for person in one.people]
    return move_members(session, people, unit_id, day, progress)


def _adopt(
    session: Session, units: Sequence[Unit], parent_id: int | None, day: PartialDate
) -> None:
    with following.on_day(session, day.iso):
        for one in units:
            if one.id != parent_id:
                registers.save_in(session, "units", {"parent_id": parent_id}, one.id)


def _living_below(session: Session, unit_id: int) -> set[int]:
    """Return a unit and what is below it, without what was deleted or has ended."""
    living = select(Unit.id).where(
        Unit.id.in_(subtree(session, unit_id)), Unit.deleted_at.is_(None), Unit.ended.is_(None)
    )
    return set(session.scalars(living)) | {unit_id}


def _count(session: Session, unit_ids: Collection[int]) -> int:
    """Return how many members are present in units."""
    statement = select(func.count()).where(
        Member.unit_id.in_(unit_ids), Member.deleted_at.is_(None), Member.status.in_(_PRESENT)
    )
    return session.scalar(statement) or 0


def _name(session: Session, unit_id: int | None) -> str:
    return "" if unit_id is None else living_unit(session, unit_id).name


def _listed(units: Iterable[Unit]) -> str:
    """Return the name of one unit, the number of several."""
    names = [one.name for one in units]
    return f"«{names[0]}»" if len(names) == 1 else f"{len(names)} đơn vị"


def _today() -> PartialDate:
    return PartialDate.from_date(calendar_day())


_PRESENT = tuple(sorted(str(one) for one in PRESENT))

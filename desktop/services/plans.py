"""Plans: who has none, and the things to do by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.due import DueState, due_state, due_words
from desktop.core.errors import UserProblem
from desktop.core.formats import official_count
from desktop.core.plans import USUAL_KINDS
from desktop.core.terms import PlanPeriod
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import unit_names
from desktop.storage.book import Book, changes_of
from desktop.storage.due import due_soon_days
from desktop.storage.models import Breakthrough, EthicsStandard, Plan, PlanItem, Unit

Progress = Callable[[int, int], None]
_TERM_YEARS: Final = 5  # of a term whose last year isn't written
_TITLE: Final = "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
_GONE: Final = "Công việc đã chọn không còn trong sổ. Hãy chọn lại."
_NO_PLAN: Final = "Kế hoạch đã chọn không còn trong sổ. Hãy chọn lại."


@dataclass(frozen=True)
class Asked:
    """Whose plans are looked for: of a year, or of the term that a year belongs to.

    Without a period it is ethics standards, which are of no year.
    """

    year: int
    period: str | None = PlanPeriod.YEAR.value
    kinds: tuple[str, ...] = USUAL_KINDS


@dataclass(frozen=True)
class Without:
    """A unit that is expected to have something and has none."""

    unit_id: int
    name: str
    kind: str


@dataclass(frozen=True)
class Missing:
    """Who has none, of how many that are expected, as of a day."""

    units: tuple[Without, ...]
    expected: int
    on: date


# who has none


def missing(book: Book, asked: Asked, today: date | None = None) -> Missing:
    """Return the units of some kinds, alive on the year's last day or today, that have none.

    They come in the order of the tree of that day. A plan of a term counts for its years but the
    last one, in which the next begins; one without its last year for five.
    """
    now = today or calendar_day()
    day = min(now, date(asked.year, 12, 31)) if asked.period else now
    names = unit_names(book, day)
    with book.read() as session:
        having = _having(session, asked)
        units = session.execute(
            select(Unit.id, Unit.kind, Unit.established, Unit.ended).where(
                Unit.deleted_at.is_(None), Unit.kind.in_(asked.kinds)
            )
        )
        alive = {one.id: one.kind for one in units if lives(one.established, one.ended, day)}
    without = tuple(
        Without(unit, names[unit], alive[unit])
        for unit in names
        if unit in alive and unit not in having
    )
    return Missing(without, len(alive), day)


def lives(established: str | None, ended: str | None, day: date) -> bool:
    """Tell whether a unit with these (partial) days is there on a day; its last day counts."""
    begun = established is None or PartialDate.from_iso(established).first_day <= day
    return begun and (ended is None or day <= PartialDate.from_iso(ended).last_day)


def _having(session: Session, asked: Asked) -> set[int]:
    if asked.period is None:
        standards = select(EthicsStandard.unit_id).where(EthicsStandard.deleted_at.is_(None))
        return {one for one in session.scalars(standards) if one is not None}
    plans = session.execute(
        select(Plan.unit_id, Plan.year, Plan.last_year, Plan.on).where(
            Plan.deleted_at.is_(None), Plan.unit_id.is_not(None), Plan.period == asked.period
        )
    )
    term = asked.period == PlanPeriod.TERM.value
    return {one.unit_id for one in plans if _covers(one, asked.year, term=term)}


def _covers(plan: Any, year: int, *, term: bool) -> bool:
    """Tell whether a plan is of a year; without one it is of the year of its day."""
    first = plan.year or (plan.on.year if plan.on is not None else None)
    if first is None:
        return False
    if not term:
        return bool(first == year)
    last = plan.last_year or first + _TERM_YEARS
    return bool(first <= year < max(last, first + 1))


def suggested(book: Book, asked: Asked) -> tuple[str, int, int | None]:
    """Return title, first and last year of plans that are added: as most others have them."""
    with book.read() as session:
        return _suggested(session, asked)


def _suggested(session: Session, asked: Asked) -> tuple[str, int, int | None]:
    term = asked.period == PlanPeriod.TERM.value
    plans = session.execute(
        select(Plan.title, Plan.year, Plan.last_year, Plan.on)
        .where(Plan.deleted_at.is_(None), Plan.period == asked.period)
        .order_by(Plan.id)
    ).all()
    own = [one for one in plans if _covers(one, asked.year, term=term)]
    first, last = asked.year, None
    if term:
        first = asked.year - asked.year % _TERM_YEARS
        last = first + _TERM_YEARS
        told = Counter((one.year, one.last_year) for one in own if one.year and one.last_year)
        if told:
            first, last = told.most_common(1)[0][0]
    titles = Counter(one.title for one in own)
    if not titles and not term:  # last year's, with this year in their words
        titles = Counter(
            one.title.replace(str(asked.year - 1), str(asked.year))
            for one in plans
            if one.year == asked.year - 1
        )
    years = f"nhiệm kỳ {first} - {last}" if term else f"năm {asked.year}"
    return titles.most_common(1)[0][0] if titles else f"{_TITLE} {years}", first, last


def add_plans(
    book: Book,
    asked: Asked,
    unit_ids: Sequence[int],
    title: str,
    progress: Progress | None = None,
) -> Done[int]:
    """Add a plan for each unit, with its year and title; return how many.

    Units that have one by now are left out. Raises `InvalidValues` for what can't be kept and
    `UserProblem` when there is nothing to add.
    """
    with book.read() as session:
        having = _having(session, asked)
        _title, first, last = _suggested(session, asked)
    wanted = [one for one in dict.fromkeys(unit_ids) if one not in having]
    if not wanted:
        raise UserProblem("Các đơn vị đã chọn đều đã có kế hoạch.")
    with book.write(f"Ghi kế hoạch của {official_count(len(wanted))} đơn vị") as session:
        for place, unit in enumerate(wanted):
            if progress is not None:
                progress(place, len(wanted))
            values = {
                "unit_id": unit,
                "period": asked.period,
                "year": first,
                "last_year": last,
                "title": title,
            }
            registers.save_in(session, "plans", values)
        changes = changes_of(session)
    return Done(len(wanted), changes)


# the checklist


def tick(book: Book, item_ids: Sequence[int], on: date | None = None) -> Done[bool]:
    """Set the day on which things were done (today); when all are done already, clear it.

    Returns whether they are done now. Raises `UserProblem` for one that is gone.
    """
    with book.write("Đánh dấu công việc đã xong") as session:
        items = [session.get(PlanItem, one) for one in item_ids]
        found = [one for one in items if one is not None and one.deleted_at is None]
        if len(found) != len(items) or not found:
            raise UserProblem(_GONE)
        done = any(one.done_on is None for one in found)
        day = (on or calendar_day()) if done else None
        for one in found:
            if (one.done_on is None) == done:
                registers.save_in(session, "plan_items", {"done_on": day}, one.id)
        changes = changes_of(session)
    return Done(done, changes)


@dataclass(frozen=True)
class Source:
    """A plan whose things to do can be copied."""

    plan_id: int
    title: str
    unit: str
    year: int | None
    things: int


def sources(book: Book, plan_id: int) -> list[Source]:
    """Return the other plans with things to do: of the same unit first, last year's before all.

    Raises `UserProblem` when the plan is gone.
    """
    names = unit_names(book)
    with book.read() as session:
        own = _plan(session, plan_id)
        things: dict[int, int] = {}
        items = select(PlanItem.plan_id).where(PlanItem.deleted_at.is_(None))
        for one in session.scalars(items):
            things[one] = things.get(one, 0) + 1
        plans = [
            one
            for one in session.scalars(
                select(Plan).where(Plan.deleted_at.is_(None), Plan.id != plan_id)
            )
            if one.id in things
        ]
        plans.sort(key=lambda one: _nearness(own, one))
        return [
            Source(
                one.id,
                one.title,
                names.get(one.unit_id or 0, ""),
                one.year,
                things[one.id],
            )
            for one in plans
        ]


def _nearness(own: Plan, other: Plan) -> tuple[Any, ...]:
    """Order plans by how likely one is what another begins with."""
    year = own.year or 0
    back = year - (other.year or 0)
    return (
        other.period != own.period,
        other.unit_id != own.unit_id,
        back <= 0,
        abs(back),
        fold(other.title),
        other.id,
    )


def copy_things(book: Book, from_plan: int, to_plan: int, years: int | None = None) -> Done[int]:
    """Copy the things to do of a plan into another one, not done; return how many.

    Their days move by `years` (default: from the one plan's year to the other's). What the other
    plan has already (the same words, the same day) is not copied again. Raises `UserProblem` for
    a plan that is gone or has nothing to copy.
    """
    with book.write("Chép công việc của kế hoạch khác") as session:
        source, target = _plan(session, from_plan), _plan(session, to_plan)
        if years is None:
            years = target.year - source.year if target.year and source.year else 0
        there = {(fold(one.content), one.due_on) for one in _items(session, to_plan)}
        items = _items(session, from_plan)
        if not items:
            raise UserProblem("Kế hoạch đã chọn chưa có công việc nào để chép.")
        copied = 0
        for one in items:
            due = moved(one.due_on, years)
            if (fold(one.content), due) not in there:
                values = {
                    "plan_id": to_plan,
                    "content": one.content,
                    "owner": one.owner,
                    "due_on": due,
                }
                registers.save_in(session, "plan_items", values)
                copied += 1
        changes = changes_of(session)
    return Done(copied, changes)


def moved(day: date | None, years: int) -> date | None:
    """Return a day some years on; 29 February becomes the 28th where the year has none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _plan(session: Session, plan_id: int) -> Plan:
    found = session.get(Plan, plan_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem(_NO_PLAN)
    return found


def _items(session: Session, plan_id: int) -> list[PlanItem]:
    statement = select(PlanItem).where(PlanItem.plan_id == plan_id, PlanItem.deleted_at.is_(None))
    return list(session.scalars(statement.order_by(PlanItem.due_on, PlanItem.id)))


# what is due


@dataclass(frozen=True)
class DueThing:
    """A thing to do that isn't done: by a plan, or a matter of breakthrough."""

    register: str  # 'plan_items' or 'breakthroughs'
    id: int
    plan_id: int | None  # of the former
    plan: str  # its title
    unit_id: int | None  # None: the office's own
    content: str
    owner: str
    due_on: date | None
    state: DueState
    words: str  # 'Quá hạn 05 ngày'


_ORDER: Final = {one: place for place, one in enumerate(DueState)}


def due_things(session: Session, today: date | None = None) -> list[DueThing]:
    """Return all that isn't done, the most pressing first: overdue, due soon, later, undated.

    How many days are soon is the office's setting `due_soon_days`.
    """
    day, soon = today or calendar_day(), due_soon_days(session)
    items = session.execute(
        select(PlanItem.id, Plan.id, Plan.title, Plan.unit_id, PlanItem.content, PlanItem.owner,
               PlanItem.due_on)
        .join(Plan, PlanItem.plan_id == Plan.id)
        .where(PlanItem.deleted_at.is_(None), Plan.deleted_at.is_(None), PlanItem.done_on.is_(None))
    )  # fmt: skip
    matters = session.execute(
        select(Breakthrough.id, Breakthrough.year, Breakthrough.unit_id, Breakthrough.matter,
               Breakthrough.owner, Breakthrough.due_on)
        .where(Breakthrough.deleted_at.is_(None), Breakthrough.done_on.is_(None))
    )  # fmt: skip
    rows: Iterable[tuple[Any, ...]] = (
        *(("plan_items", *one) for one in items),
        *(
            ("breakthroughs", row, None, f"Nội dung đột phá năm {year}", *rest)
            for row, year, *rest in matters
        ),
    )
    found = [
        DueThing(
            register,
            row,
            plan_id,
            plan,
            unit,
            content,
            owner or "",
            due,
            due_state(due, None, day, soon),
            due_words(due, None, day, soon),
        )
        for register, row, plan_id, plan, unit, content, owner, due in rows
    ]
    found.sort(key=lambda one: (_ORDER[one.state], one.due_on or date.max, one.register, one.id))
    return found


def all_due(book: Book, today: date | None = None) -> tuple[list[DueThing], Mapping[int, str]]:
    """Return what `due_things` does, and the names of the units."""
    names = unit_names(book)
    with book.read() as session:
        return due_things(session, today), names

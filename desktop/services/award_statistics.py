"""Sums of awards: the money of a round, and awards by form, level, unit and year of a period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text
from desktop.core.terms import AwardState, Level, RecipientKind
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.core.vietnamese.fold import fold
from desktop.services.award_facts import AwardFacts, Recipient, read_awards
from desktop.services.commendations import STANDING
from desktop.storage.book import Book
from desktop.storage.models import Award, AwardForm, Decision, LevelName, Round, Unit
from desktop.storage.search import subtree

_KINDS = tuple(one.value for one in RecipientKind)
NO_UNIT = "Không ghi đơn vị"
NO_LEVEL = "Chưa rõ cấp"


@dataclass(frozen=True)
class Sums:
    """Awards and their money (đồng) under one word: a form, a kind, an outcome, a decision."""

    key: str
    awards: int
    money: int


@dataclass(frozen=True)
class RoundTotals:
    """The money of a round in four ways; all but `by_state` of what was agreed or given.

    `by_decision` has the decision's number (with level and day where two have the same), '' for
    awards that are under none yet.
    """

    by_form: tuple[Sums, ...]
    by_kind: tuple[Sums, ...]
    by_state: tuple[Sums, ...]
    by_decision: tuple[Sums, ...]


@dataclass(frozen=True)
class StatLine:
    """Awards (times, not persons) under one word, by kind of recipient; money in đồng."""

    label: str
    collectives: int
    households: int
    individuals: int
    money: int

    @property
    def awards(self) -> int:
        """All of them."""
        return self.collectives + self.households + self.individuals


@dataclass(frozen=True)
class AwardStatistics:
    """The awards agreed or given in a period, summed up four ways; `people` are recipients.

    Each way has every award once, so that its lines add up to `total`.
    """

    first: date | None
    last: date | None
    total: StatLine
    people: StatLine
    """Distinct recipients: by record, else by folded name, post and unit."""
    by_form: tuple[StatLine, ...]
    by_level: tuple[StatLine, ...]
    by_unit: tuple[StatLine, ...]
    by_year: tuple[StatLine, ...]


def award_statistics(
    book: Book, first: date | None = None, last: date | None = None, unit_id: int | None = None
) -> AwardStatistics:
    """Return the awards whose decision (else meeting) lies in a period, both days included.

    Without days all of them, also those of an unknown day; `unit_id` is a unit with all below it.
    """
    with book.read() as session:
        awards = [
            one
            for one in read_awards(session, Award.state.in_(STANDING))
            if _inside(one.day, first, last)
        ]
        if unit_id is not None:
            units = subtree(session, unit_id)
            awards = [one for one in awards if one.unit_id in units]
        forms = select(AwardForm.name).order_by(AwardForm.position, AwardForm.name)
        form_order = list(dict.fromkeys(session.scalars(forms)))
        levels = _level_words(session)
        names = _unit_names(session, {one.unit_id for one in awards if one.unit_id is not None})
    level_order = [*levels.values(), NO_LEVEL]
    return AwardStatistics(
        first,
        last,
        _line("", awards),
        _people(awards),
        _lines(awards, lambda one: one.form, form_order.index),
        _lines(awards, lambda one: levels.get(one.level or "", NO_LEVEL), level_order.index),
        _lines(
            awards,
            lambda one: one.unit_id if one.unit_id in names else None,
            lambda unit: (unit is None, natural_sort_key(names.get(unit, "")), unit),
            lambda unit: names.get(unit, NO_UNIT),
        ),
        _lines(
            awards,
            lambda one: str(one.day.year) if one.day else "Không rõ năm",
            lambda year: year,
        ),
    )


def latest_year(book: Book, until: int) -> int | None:
    """Return the latest year, not after `until`, with an award agreed or given; None for none."""
    day = func.coalesce(Decision.on, Round.meeting_on)
    with book.read() as session:
        latest: date | None = session.scalar(
            select(func.max(day))
            .select_from(Award)
            .join(Round, Award.round_id == Round.id)
            .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
            .where(
                Award.deleted_at.is_(None),
                Round.deleted_at.is_(None),
                Award.state.in_(STANDING),
                day <= date(until, 12, 31),
            )
        )
    return latest.year if latest is not None else None


def _inside(day: date | None, first: date | None, last: date | None) -> bool:
    if day is None:
        return first is None and last is None
    return (first is None or first <= day) and (last is None or day <= last)


def _level_words(session: Session) -> dict[str, str]:
    """Return what the levels are called, the highest first."""
    found = {one.value: one.heading for one in reversed(Level)}
    named = select(LevelName).where(LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None))
    found.update({one.level: one.name for one in session.scalars(named)})
    return found


def _line(label: str, awards: Iterable[AwardFacts]) -> StatLine:
    counts: Counter[str] = Counter()
    money = 0
    for one in awards:
        counts[one.kind] += 1
        money += one.money or 0
    return _counted(label, counts, money)


def _people(awards: Sequence[AwardFacts]) -> StatLine:
    found: dict[str, set[Recipient]] = defaultdict(set)
    for one in awards:
        found[one.kind].add(one.recipient)
    return _counted("", {kind: len(one) for kind, one in found.items()}, 0)


def _counted(label: str, counts: Mapping[str, int], money: int) -> StatLine:
    collectives, households, individuals = (counts.get(kind, 0) for kind in _KINDS)
    return StatLine(label, collectives, households, individuals, money)


def _lines(
    awards: Sequence[AwardFacts],
    key: Callable[[AwardFacts], Any],
    order: Callable[[Any], Any],
    label: Callable[[Any], str] = str,
) -> tuple[StatLine, ...]:
    found: dict[Any, list[AwardFacts]] = defaultdict(list)
    for one in awards:
        found[key(one)].append(one)
    return tuple(_line(label(one), found[one]) for one in sorted(found, key=order))


def _unit_names(session: Session, wanted: set[int]) -> dict[int, str]:
    """Return what units are called; those of one name with what they are part of."""
    units = {
        row[0]: row for row in session.execute(select(Unit.id, Unit.name, Unit.parent_id)).all()
    }
    names = {one: units[one].name for one in wanted if one in units}
    above = {one: units[one].parent_id for one in names}
    while True:
        often = Counter(fold(name) for name in names.values())
        longer = [one for one in names if often[fold(names[one])] > 1 and above[one] in units]
        if not longer:
            return names
        for one in longer:
            parent = units[above[one]]
            names[one] += f", {parent.name}"
            above[one] = parent.parent_id


def round_totals(book: Book, round_id: int) -> RoundTotals:
    """Return how many awards a round has and their money, by form, kind, outcome and decision."""
    statement = (
        select(
            AwardForm.name,
            AwardForm.position,
            Award.recipient_kind,
            Award.state,
            Decision.number,
            Award.money,
            Decision.id,
            Decision.level,
            Decision.on,
        )
        .join(AwardForm, Award.form_id == AwardForm.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .where(Award.round_id == round_id, Award.deleted_at.is_(None))
        .order_by(AwardForm.position, AwardForm.name, Decision.on, Decision.id)
    )
    with book.read() as session:
        rows = session.execute(statement).all()
        levels = _level_words(session)
    standing = [one for one in rows if one.state in STANDING]
    kinds = [one.value for one in RecipientKind]
    states = [one.value for one in AwardState]
    return RoundTotals(
        _sums([(one.name, one.money) for one in standing]),
        _sums([(one.recipient_kind, one.money) for one in standing], kinds),
        _sums([(one.state, one.money) for one in rows], states),
        _by_decision(standing, levels),
    )


def _by_decision(rows: Sequence[Any], levels: Mapping[str, str]) -> tuple[Sums, ...]:
    """Sum up by decision; two offices may have given decisions of one number."""
    numbers = {one.id: one.number for one in rows if one.number}
    often = Counter(fold(number) for number in numbers.values())
    keys: dict[int | None, str] = {}
    for one in rows:
        key = numbers.get(one.id, "")
        if key and often[fold(key)] > 1:
            said = (levels.get(one.level, ""), date_text(one.on) if one.on else "")
            key = f"{key} ({', '.join(word for word in said if word)})"
        keys[one.id] = key
    return _sums([(keys[one.id], one.money) for one in rows])


def _sums(pairs: Sequence[tuple[str, int | None]], order: Sequence[str] = ()) -> tuple[Sums, ...]:
    counts: Counter[str] = Counter()
    money: Counter[str] = Counter()
    for key, amount in pairs:
        counts[key] += 1
        money[key] += amount or 0
    keys = [one for one in order if one in counts] if order else list(counts)
    return tuple(Sums(key, counts[key], money[key]) for key in keys)

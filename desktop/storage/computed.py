"""The columns that no row stores: their words for some rows, and what their filters mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.core.due import DueState, due_words
from desktop.core.figures import rate
from desktop.core.formats import date_text, percent
from desktop.core.terms import NOT_COMMENDED
from desktop.storage.attendance import session_sums, unit_rates
from desktop.storage.due import due_soon_days, in_state
from desktop.storage.figures.common import level_names
from desktop.storage.figures.models import commended, commending
from desktop.storage.registers import TABLES, spec

_Words = Callable[[Session, Sequence[int]], dict[int, str]]
_Condition = Callable[[Sequence[Any]], ColumnElement[bool]]


def words(session: Session, register: str, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the words of a register's computed columns by id and name; without any, nothing."""
    found: dict[int, dict[str, str]] = {}
    for one in spec(register).computed if ids else ():
        for row, said in _WORDS[register, one.name](session, ids).items():
            found.setdefault(row, {})[one.name] = said
    return found


def condition(register: str, name: str, value: Any) -> ColumnElement[bool]:
    """Return the condition of the filter of a computed column: a value, or any of a tuple."""
    values = value if isinstance(value, (tuple, list, frozenset, set)) else (value,)
    return _CONDITIONS[register, name](list(values))


def _commended_words(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Give 'Huyện; Tỉnh (19/05/2019)' (DOMAIN.md, 'Spreadsheets')."""
    names = level_names(session)
    return {
        model: "; ".join(
            f"{names[level]} ({date_text(on)})" if on else names[level] for level, on in levels
        )
        for model, levels in commended(session, ids, _today()).items()
    }


def _commended_by(levels: Sequence[str]) -> ColumnElement[bool]:
    """Say that one of some levels commended a model; `NOT_COMMENDED`: that none did."""
    identity = TABLES["models"].c.id
    known = commending(_today()).subquery()
    asked = [one for one in levels if one != NOT_COMMENDED]
    found = [identity.in_(select(known.c.model_id).where(known.c.level.in_(asked)))]
    if len(asked) < len(levels):
        found.append(identity.not_in(select(known.c.model_id)))
    return or_(*found)


def _standing_words(register: str) -> _Words:
    def words(session: Session, ids: Sequence[int]) -> dict[int, str]:
        table, today = TABLES[register], _today()
        days = due_soon_days(session)
        rows = session.execute(
            select(table.c.id, table.c.due_on, table.c.done_on).where(table.c.id.in_(ids))
        )
        return {row: due_words(due, done, today, days) for row, due, done in rows}

    return words


def _standing(register: str) -> _Condition:
    def condition(states: Sequence[str]) -> ColumnElement[bool]:
        table, today = TABLES[register], _today()
        known = {str(one): one for one in DueState}
        return or_(*(in_state(table, known[one], today) for one in states))

    return condition


def _posting_words(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Say whether a standard was posted: somewhere, or on a day."""
    table = TABLES["ethics_standards"]
    headings = spec("ethics_standards").columns["posting"].choice_headings
    posted = set(session.scalars(select(table.c.id).where(table.c.id.in_(ids), _is_posted())))
    return {one: headings["posted" if one in posted else "not_posted"] for one in ids}


def _is_posted() -> ColumnElement[bool]:
    table = TABLES["ethics_standards"]
    return or_(table.c.posted_on.is_not(None), table.c.posted_at.is_not(None))


def _posting(values: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(_is_posted() if one == "posted" else ~_is_posted() for one in values))


def _rate_words(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Give how many of those expected at a meeting were present, where both are known."""
    table = TABLES["topic_meetings"]
    both = and_(table.c.present.is_not(None), table.c.expected.is_not(None))
    rows = session.execute(
        select(table.c.id, table.c.present, table.c.expected).where(table.c.id.in_(ids), both)
    )
    return {row: percent(rate(present, expected)) for row, present, expected in rows}


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the clerk's own calendar day


_WORDS: Final[Mapping[tuple[str, str], _Words]] = {
    ("models", "commended"): _commended_words,
    ("study_sessions", "sums"): session_sums,
    ("study_attendances", "rate"): unit_rates,
    ("plan_items", "standing"): _standing_words("plan_items"),
    ("breakthroughs", "standing"): _standing_words("breakthroughs"),
    ("ethics_standards", "posting"): _posting_words,
    ("topic_meetings", "rate"): _rate_words,
}
_CONDITIONS: Final[Mapping[tuple[str, str], _Condition]] = {
    ("models", "commended"): _commended_by,
    ("plan_items", "standing"): _standing("plan_items"),
    ("breakthroughs", "standing"): _standing("breakthroughs"),
    ("ethics_standards", "posting"): _posting,
}

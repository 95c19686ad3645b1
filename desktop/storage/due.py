"""What is due, as SQL: the same states as `core.due` has for one row."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Integer, Text

from desktop.core.due import DueState
from desktop.storage.models import Setting

_DUE_SOON: Final = "due_soon_days"
_DEFAULT: Final = 15


def due_soon_days(session: Session) -> int:
    """Return how many days ahead something is due soon: the office's setting."""
    kept = session.get(Setting, _DUE_SOON)
    return _DEFAULT if kept is None else int(json.loads(kept.value))


def in_state(table: FromClause, state: DueState, today: date) -> ColumnElement[bool]:
    """Return the condition by which a row with `due_on` and `done_on` stands so on a day."""
    due, is_open = table.c.due_on, table.c.done_on.is_(None)
    if state is DueState.DONE:
        return ~is_open
    if state is DueState.UNDATED:
        return and_(is_open, due.is_(None))
    if state is DueState.OVERDUE:
        return and_(is_open, due < today)
    soon = cast(due, Text) <= _last_soon(today)
    return and_(is_open, due >= today, soon if state is DueState.SOON else ~soon)


def _last_soon(today: date) -> ColumnElement[Any]:
    """Return the last day that is soon; the setting is read by the same statement."""
    kept = select(cast(Setting.value, Integer)).where(Setting.key == _DUE_SOON).scalar_subquery()
    days = func.coalesce(kept, _DEFAULT)
    return func.date(today.isoformat(), func.printf("+%d days", days))

"""How something with a deadline stands on a day: done, overdue, due soon, later."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.core.formats import official_count
from desktop.core.register import Term


class DueState(Term):
    """How a thing to do stands, the most pressing first."""

    OVERDUE = "overdue", "Overdue", "Quá hạn"
    SOON = "soon", "Due soon", "Sắp đến hạn"
    LATER = "later", "Due later", "Chưa đến hạn"
    UNDATED = "undated", "No deadline", "Chưa có thời hạn"
    DONE = "done", "Done", "Đã xong"


def due_state(due: date | None, done: date | None, today: date, soon_days: int) -> DueState:
    """Return how a thing stands at the beginning of a day; what is due that day is due soon."""
    if done is not None:
        return DueState.DONE
    if due is None:
        return DueState.UNDATED
    if due < today:
        return DueState.OVERDUE
    return DueState.SOON if due <= today + timedelta(days=soon_days) else DueState.LATER


def due_words(due: date | None, done: date | None, today: date, soon_days: int) -> str:
    """Return the same in Vietnamese words with the days: 'Quá hạn 05 ngày'."""
    state = due_state(due, done, today, soon_days)
    if due is None or state in (DueState.DONE, DueState.LATER):
        return state.heading
    if due == today:
        return "Hạn hôm nay"
    words = "Quá hạn" if state is DueState.OVERDUE else "Còn"
    return f"{words} {official_count(abs((due - today).days))} ngày"

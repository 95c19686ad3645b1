"""Which figures of a period are others in the book now than what was last sent upward."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop.core.figures_sum import figures_from_json
from desktop.core.terms import Direction
from desktop.services import adding_up
from desktop.services.adding_up_states import FigureChange, changed_figures
from desktop.storage.book import Book
from desktop.storage.figures.common import level_names
from desktop.storage.models import Submission

__all__ = ["FigureChange", "SinceSent", "changed_since_sent"]


@dataclass(frozen=True)
class SinceSent:
    """What was last sent of a period, and the figures that are others now.

    `own` are the office's own; `total` those with the offices below, none where nothing was
    received, neither then nor now. Records may have changed of which no figure tells.
    """

    number: int
    made_on: date
    own: tuple[FigureChange, ...]
    total: tuple[FigureChange, ...]


def changed_since_sent(book: Book, first: date, last: date) -> SinceSent | None:
    """Return what changed since a period was last sent.

    None of a period that wasn't sent, or whose figures of then aren't known. Raises `UserProblem`
    where those of the offices below can't be added up.
    """
    with book.read() as session:
        levels = level_names(session)
        sent = session.execute(
            select(Submission.number, Submission.made_on, Submission.figures, Submission.total)
            .where(
                Submission.deleted_at.is_(None),
                Submission.direction == Direction.ISSUED.value,
                Submission.period_from == first,
                Submission.period_to == last,
            )
            .order_by(Submission.number.desc(), Submission.id.desc())
            .limit(1)
        ).first()
    if sent is None:
        return None
    number, made_on, own_then, total_then = sent
    try:
        were = figures_from_json(json.loads(own_then or ""))
        were_all = figures_from_json(json.loads(total_then)) if total_then else were
    except (ValueError, RecursionError):
        return None  # of a program that kept none
    now = adding_up.added_up(book, first, last)
    total: tuple[FigureChange, ...] = ()
    if now.by_office or total_then:
        total = changed_figures(were_all, now.total, levels)
    return SinceSent(number or 1, made_on, changed_figures(were, now.own, levels), total)

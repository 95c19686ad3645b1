"""The figures of a period: the only SQL for them (DOMAIN.md, 'Figures', word by word)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.figures import Figures
from desktop.storage.figures.commendations import commendations, documents, read_awards
from desktop.storage.figures.models import models
from desktop.storage.figures.people import members, ratings
from desktop.storage.figures.pledges import pledges
from desktop.storage.models import Office


def compute(
    session: Session, period_from: date, period_to: date, new_since: date | None = None
) -> Figures:
    """Return all figures of the book for a period, both days included.

    `new_since` is the day from which a model counts as new (default: the period's first).
    """
    awards = read_awards(session)
    office = session.scalar(select(Office.name).where(Office.own)) or ""
    return Figures(
        office=office,
        period_from=period_from,
        period_to=period_to,
        members=members(session, period_to),
        ratings=ratings(session, period_from, period_to),
        pledges=pledges(session, period_from, period_to),
        models=models(session, period_from, period_to, new_since or period_from, awards),
        commendations=commendations(period_from, period_to, awards),
        documents=documents(session, period_from, period_to),
    )

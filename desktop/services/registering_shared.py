"""How many pledges of a campaign would say word for word the same once some are registered.

Source: DOMAIN.md, 'Figures', pledges, `not_concrete`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services import validation
from desktop.services.registering_completing import merged
from desktop.services.registering_people import Item
from desktop.storage.book import Book
from desktop.storage.keeping import search_text
from desktop.storage.models import Pledge
from desktop.storage.pledge_facts import digest, shared_text_limit
from desktop.storage.registers import spec


def shared_after(book: Book, campaign_id: int, pledges: Sequence[Sequence[Item]]) -> list[int]:
    """Return how many would share each text that reaches the setting, the largest number first.

    `pledges` are the items of each new one; those of the campaign that are there count, too.
    """
    marks = Counter(mark for mark in map(_digest, pledges) if mark is not None)
    with book.read() as session:
        limit = shared_text_limit(session)
        there = _there(session, campaign_id, list(marks))
    counts = (count + there.get(mark, 0) for mark, count in marks.items())
    return sorted((one for one in counts if one >= limit), reverse=True)


def _digest(items: Sequence[Item]) -> bytes | None:
    """Return the digest that a pledge with these items will have."""
    declared = spec("pledge_items")
    cleaned = [validation.cleaned(declared, dict(one.__dict__)) for one in items]
    kept = merged(values for values in cleaned if any(values.values()))
    return digest([search_text(declared, values) for values in kept])


def _there(session: Session, campaign_id: int, marks: Sequence[bytes]) -> dict[bytes, int]:
    found = session.execute(
        select(Pledge.items_digest, func.count(Pledge.id))
        .where(
            Pledge.deleted_at.is_(None),
            Pledge.campaign_id == campaign_id,
            Pledge.items_digest.in_(marks),
        )
        .group_by(Pledge.items_digest)
    )
    return {mark: count for mark, count in found if mark is not None}

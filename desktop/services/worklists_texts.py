"""Texts that several pledges of a campaign have: word for word, and nearly.

Word for word is told by the digests that stand in the pledges' rows (`storage.pledge_facts`).
Nearly the same is looked for among a campaign's different texts, when the clerk asks for it: each
text is held against those that stand next to it in two orders, by its beginning and by its end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.worklists import Scope, asked_for
from desktop.storage.book import Book
from desktop.storage.models import Campaign, Pledge, PledgeItem
from desktop.storage.pledge_facts import shared_digests, shared_text_limit

Progress = Callable[[int, int], None]
NEAR = 90.0
"""From this likeness on, of 100, two texts are nearly the same."""
_NEIGHBOURS = 12
_SHORTEST = 20  # letters: of shorter texts many are alike by chance
_EVERY = 500
_CHUNK = 5_000


@dataclass(frozen=True)
class SharedText:
    """A text and the pledges of the campaign that have it, in the order of names."""

    campaign_id: int
    campaign: str
    items: tuple[str, ...]  # as one of them has it written
    pledges: tuple[int, ...]
    likeness: float = 100.0  # to the first text of its group, of 100

    @property
    def count(self) -> int:
        """How many pledges have it."""
        return len(self.pledges)


def shared_texts(
    book: Book, scope: Scope | None = None, on: date | None = None
) -> list[SharedText]:
    """Return the texts that at least as many pledges share as the setting says, most first.

    The unit and the words of a scope are left aside: a text is shared within a campaign.
    """
    with book.read() as session:
        asked = asked_for(session, replace(scope or Scope(), unit_id=None, search=""), on)
        shared = shared_digests(session, asked.campaigns, shared_text_limit(session))
        found = [_text(session, campaign, mark) for campaign, mark in shared]
    return sorted(found, key=lambda one: (-one.count, one.items, one.campaign_id))


def _text(session: Session, campaign: int, mark: bytes) -> SharedText:
    ids = session.scalars(
        select(Pledge.id)
        .where(
            Pledge.deleted_at.is_(None),
            Pledge.campaign_id == campaign,
            Pledge.items_digest == mark,
        )
        .order_by(Pledge.__table__.c.name_key, Pledge.id)
    ).all()
    title = session.scalar(select(Campaign.title).where(Campaign.id == campaign))
    return SharedText(campaign, title or "", _items(session, ids[0]), tuple(ids))


def _items(session: Session, pledge: int) -> tuple[str, ...]:
    live = (PledgeItem.pledge_id == pledge, PledgeItem.deleted_at.is_(None))
    ordered = select(PledgeItem.content).where(*live).order_by(PledgeItem.position, PledgeItem.id)
    return tuple(session.scalars(ordered))


def near_texts(
    book: Book, campaign_id: int, progress: Progress | None = None
) -> list[tuple[SharedText, ...]]:
    """Return groups of different texts of a campaign that are nearly the same, largest first.

    Within a group the text that most pledges have comes first. `progress` may raise to cancel.
    """
    with book.read() as session:
        texts = _different(session, campaign_id)
        groups = _groups([one for one, _mark in texts], progress)
        found = []
        for group in groups:
            shared = [_text(session, campaign_id, texts[place][1]) for place, _like in group]
            likes = [like for _place, like in group]
            found.append(
                tuple(replace(one, likeness=like) for one, like in zip(shared, likes, strict=True))
            )
    return sorted(found, key=lambda group: -sum(one.count for one in group))


def _different(session: Session, campaign: int) -> list[tuple[str, bytes]]:
    """Return a campaign's different texts, folded, with their digests; the most used first."""
    connection = session.connection()
    rows = connection.exec_driver_sql(
        "SELECT min(id), items_digest FROM pledges WHERE deleted_at IS NULL AND campaign_id = ?"
        " AND items_digest IS NOT NULL GROUP BY items_digest ORDER BY count(*) DESC, min(id)",
        (campaign,),
    ).all()
    marks = {pledge: bytes(mark) for pledge, mark in rows}
    parts: dict[int, list[str]] = {pledge: [] for pledge in marks}
    ids = list(marks)
    for start in range(0, len(ids), _CHUNK):
        found = connection.exec_driver_sql(
            "SELECT pledge_id, search_text FROM pledge_items WHERE deleted_at IS NULL"
            " AND pledge_id IN (SELECT value FROM json_each(?))"
            " ORDER BY pledge_id, position, id",
            (json.dumps(ids[start : start + _CHUNK]),),
        )
        for pledge, text in found:
            parts[pledge].append(text)
    return [(" ".join(parts[one]), marks[one]) for one in ids]


def _groups(texts: Sequence[str], progress: Progress | None) -> list[list[tuple[int, float]]]:
    """Return groups of places of texts nearly the same, each with its likeness to the first."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - when it is asked for

    above = list(range(len(texts)))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    long = [place for place, text in enumerate(texts) if len(text) >= _SHORTEST]
    orders = (
        sorted(long, key=lambda place: texts[place]),
        sorted(long, key=lambda place: texts[place][::-1]),
    )
    for turn, order in enumerate(orders):
        for at, place in enumerate(order):
            if progress and at % _EVERY == 0:
                progress(turn * len(long) + at, 2 * len(long))
            for other in order[at + 1 : at + 1 + _NEIGHBOURS]:
                one, two = sorted((top(place), top(other)))
                if one != two and fuzz.ratio(texts[place], texts[other], score_cutoff=NEAR):
                    above[two] = one
    groups: dict[int, list[tuple[int, float]]] = {}
    for place in long:
        first = top(place)
        like = 100.0 if first == place else fuzz.ratio(texts[first], texts[place])
        groups.setdefault(first, []).append((place, like))
    return [one for one in groups.values() if len(one) > 1]

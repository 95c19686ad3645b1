"""What follows of a pledge from its items: whether one is tied to a duty, their text's digest.

The worklists and the figures look at 100,000 pledges at once, so these facts stand in the pledge's
own row and are put right in the transaction that writes an item. They are nobody's deed: neither
the pledge's revision nor its history shows them.

What makes an item done stands here, too: for the worklists, the figures and the sheet alike.

Source: DOMAIN.md, 'Figures', pledges, `not_concrete` and `overdue_items`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, func, inspect, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.orm.util import identity_key

from desktop.storage.models import Pledge, PledgeItem, Setting

ITEMS, PLEDGES = "pledge_items", "pledges"
SHARED_TEXT = "shared_text_limit"
_SHARED_TEXT_DEFAULT = 5
WHOLE = 100
"""Percent. An item that has come so far is done, on an unknown day where none is written."""
OPEN = f"{{0}}done_on IS NULL AND {{0}}progress IS NOT {WHOLE}"
"""An item that is not done, as the index `ix_pledge_items_open` has it, word for word: else
SQLite does not use it."""
_CHUNK = 5_000
_TOUCHED = "pledges whose items are written"

# SQLite has rows without a position before all others
_READ = """
SELECT given.value, item.search_text,
       coalesce(item.duty, '') <> '' AND coalesce(item.target, '') <> ''
FROM json_each(?) AS given
LEFT JOIN pledge_items AS item ON item.pledge_id = given.value AND item.deleted_at IS NULL
ORDER BY given.value, item.position, item.id
"""
_WRITE = (
    "UPDATE pledges SET tied = ?, items_digest = ?"
    " WHERE id = ? AND (tied IS NOT ? OR items_digest IS NOT ?)"
)


def digest(texts: Sequence[str]) -> bytes | None:
    """Return what stands for items' folded texts, in their order; None without items."""
    return hashlib.sha256(" ".join(texts).encode()).digest()[:16] if texts else None


def refresh(session: Session, pledges: Iterable[int]) -> None:
    """Put the facts of some pledges right; what was written before must have been flushed."""
    connection = session.connection()
    wanted = sorted(set(pledges))
    for start in range(0, len(wanted), _CHUNK):
        ids = wanted[start : start + _CHUNK]
        found = connection.exec_driver_sql(_READ, (json.dumps(ids),)).all()
        facts: list[tuple[Any, ...]] = []
        for pledge, rows in groupby(found, itemgetter(0)):
            items = [(text, both) for _pledge, text, both in rows if text is not None]
            tied = any(both for _text, both in items)
            mark = digest([text for text, _both in items])
            facts.append((tied, mark, pledge, tied, mark))
            held = session.identity_map.get(identity_key(Pledge, pledge))
            if held is not None:
                set_committed_value(held, "tied", tied)
                set_committed_value(held, "items_digest", mark)
        connection.exec_driver_sql(_WRITE, facts)


def note_touched(session: Session) -> None:
    """Note before a flush whose items it is going to write."""
    touched: set[int] = session.info.setdefault(_TOUCHED, set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, PledgeItem):
            history = inspect(row).attrs.pledge_id.history
            pledges = (*history.deleted, *history.unchanged, *history.added, row.pledge_id)
            touched.update(one for one in pledges if one is not None and one is not NO_VALUE)


def follow_touched(session: Session) -> None:
    """Put right, after a flush, the facts of the pledges whose items it wrote."""
    touched: set[int] = session.info.pop(_TOUCHED, set())
    if touched:
        refresh(session, touched)


def of_rows(session: Session, register: str, first: int, last: int) -> list[int]:
    """Return the pledges whose facts hang on the rows `first` to `last` of a register."""
    if register == ITEMS:
        column = "id"
    elif register == PLEDGES:
        column = "pledge_id"
    else:
        return []
    found = session.connection().exec_driver_sql(
        f"SELECT DISTINCT pledge_id FROM pledge_items WHERE {column} BETWEEN ? AND ?",  # noqa: S608 - one of the two above
        (first, last),
    )
    return [one for (one,) in found]


def is_done() -> ColumnElement[bool]:
    """Return the condition by which an item is done, whatever the day; never null."""
    return or_(PledgeItem.done_on.is_not(None), PledgeItem.progress.is_not_distinct_from(WHOLE))


def undone_at(day: date) -> ColumnElement[bool]:
    """Return the condition by which an item is not done at the end of a day; never null.

    Done on an unknown day is done before any. Source: DOMAIN.md, 'Figures', pledges,
    `overdue_items`.
    """
    return or_(~is_done(), func.coalesce(PledgeItem.done_on > day, False))


def shared_text_limit(session: Session) -> int:
    """Return from how many pledges on a shared text makes them not concrete."""
    value = session.scalar(select(Setting.value).where(Setting.key == SHARED_TEXT))
    return _SHARED_TEXT_DEFAULT if value is None else int(json.loads(value))


def shared_digests(
    session: Session, campaigns: Sequence[int], limit: int
) -> dict[tuple[int, bytes], int]:
    """Return the digests that at least `limit` live pledges of a campaign share, with how many."""
    found = session.connection().exec_driver_sql(
        "SELECT campaign_id, items_digest, count(*) FROM pledges"
        " WHERE deleted_at IS NULL AND campaign_id IN (SELECT value FROM json_each(?))"
        " AND items_digest IS NOT NULL GROUP BY campaign_id, items_digest HAVING count(*) >= ?",
        (json.dumps(list(campaigns)), limit),
    )
    return {(campaign, mark): count for campaign, mark, count in found}

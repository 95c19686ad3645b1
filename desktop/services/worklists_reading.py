"""Which rows each worklist holds, in order: over 300,000 items in a blink, by their indices.

Each list is one walk along an index that holds all the list asks for and is in the list's order
(migration 3), so that the time does not hang on how many rows fit. The conditions are those of
the figures (DOMAIN.md, 'Figures', pledges), at the end of the day that is asked for.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.core.review_period import REVIEWED
from desktop.core.terms import ReviewPeriod
from desktop.storage import search
from desktop.storage.figures.pledges import WHO
from desktop.storage.pledge_facts import OPEN, shared_text_limit

_IS_REVIEW = f"coalesce({', '.join(f'r.{one}' for one in REVIEWED)}) IS NOT NULL"

_ORDER = " ORDER BY {0}.unit_id_key, {0}.name_key, {0}.id"


@dataclass(frozen=True)
class Asked:
    """What of a list is wanted, looked up once: campaigns, years of pledges without one, units."""

    session: Session
    day: date
    campaigns: tuple[int, ...]
    years: tuple[int, ...]  # of pledges that belong to no campaign
    units: tuple[int, ...] | None  # None: everywhere
    search: str = ""
    due_soon: int = 15  # days
    office: str = ""  # the office's own uid: rows received from others are no work of its own
    past: frozenset[int] = frozenset()  # campaigns of the year before, kept open for what is left
    past_years: frozenset[int] = frozenset()

    def values(self, **more: Any) -> dict[str, Any]:
        """Return the values that the statements name."""
        given = {"day": self.day.isoformat(), "units": json.dumps(self.units or ())}
        return {**given, "office": self.office, **more}


def _ids(asked: Asked, statement: str, **values: Any) -> list[int]:
    """Run a statement that gives ids; one JSON text takes a third of the time of many rows."""
    whole = f"SELECT json_group_array(id) FROM ({statement})"  # noqa: S608 - statements of this module
    found: list[int] = json.loads(
        asked.session.execute(text(whole), asked.values(**values)).scalar_one()
    )
    return found


def _in_units(asked: Asked, table: str) -> str:
    if asked.units is None:
        return ""
    # a table's name of ours
    return f" AND {table}.unit_id IN (SELECT value FROM json_each(:units))"  # noqa: S608


def _looked_for(asked: Asked, *registers: str) -> list[set[int]] | None:
    """Return the ids that the search finds in each of some registers; None without words."""
    expression = search.match_expression(asked.search)
    if not expression:
        return [] if asked.search.strip() else None
    found = []
    for name in registers:
        low = (search.search_place(asked.session, name) or 0) << 40
        rows = asked.session.connection().exec_driver_sql(
            "SELECT json_group_array(rowid - ?) FROM search_index"
            " WHERE search_index MATCH ? AND rowid > ? AND rowid < ?",
            (low, expression, low, low + (1 << 40)),
        )
        found.append(set(json.loads(rows.scalar_one())))
    return found


def _searched(asked: Asked, ids: list[int], register: str) -> list[int]:
    found = _looked_for(asked, register)
    if found is None:
        return ids
    return [one for one in ids if found and one in found[0]]


# lists of who is expected


def _expected(asked: Asked, only: str = "") -> list[tuple[int, int]]:
    """Return who is expected and has not registered: the first row of each, and its campaign."""
    statement = f"""
        SELECT min(e.id) FROM expected AS e
        WHERE e.deleted_at IS NULL AND e.campaign_id = :campaign {only} {_in_units(asked, "e")}
        AND NOT EXISTS (
            SELECT 1 FROM pledges AS p WHERE p.deleted_at IS NULL AND p.campaign_id = :campaign
            AND {WHO.format("p.")} = {WHO.format("e.")})
        GROUP BY {WHO.format("e.")}
    """  # noqa: S608 - nothing of the clerk's in it
    return [
        (row, campaign)
        for campaign in asked.campaigns
        for row in _ids(asked, statement.replace("min(e.id)", "min(e.id) AS id"), campaign=campaign)
    ]


def _sorted_expected(asked: Asked, ids: Sequence[int]) -> list[int]:
    """Return rows of who is expected, heads first, then by unit and name."""
    return _ids(
        asked,
        "SELECT e.id FROM expected AS e WHERE e.id IN (SELECT value FROM json_each(:ids))"
        " ORDER BY NOT e.head, e.unit_id_key, e.name_key, e.id",
        ids=json.dumps(list(ids)),
    )


def not_registered(asked: Asked) -> list[int]:
    """Return who is expected and has no pledge of the campaign (rows of `expected`)."""
    ids = [row for row, _campaign in _expected(asked)]
    return _searched(asked, _sorted_expected(asked, ids), "expected")


def past_deadline(asked: Asked, expected: Sequence[int]) -> bool:
    """Tell whether the campaign of any of some who are expected has its deadline behind it."""
    late = _ids(
        asked,
        "SELECT e.id FROM expected AS e JOIN campaigns AS c ON c.id = e.campaign_id"
        " WHERE e.id IN (SELECT value FROM json_each(:ids)) AND c.deadline < :day LIMIT 1",
        ids=json.dumps(list(expected)),
    )
    return bool(late)


def heads_behind(asked: Asked) -> list[int]:
    """Return heads who have not registered while somebody of their own unit has.

    Who died or left since the list was made is late with nothing; the list of those who have not
    registered holds them as the figures do, until the clerk takes them off the campaign's list.
    """
    heads = """AND e.head AND e.pledger_kind <> 'organisation'
        AND (e.member_id IS NULL OR EXISTS (SELECT 1 FROM members AS m WHERE m.id = e.member_id
            AND m.deleted_at IS NULL AND m.status IN ('probationary', 'official')))"""
    found = _expected(asked, heads)
    statement = """
        SELECT e.id FROM expected AS e WHERE e.id IN (SELECT value FROM json_each(:ids))
        AND EXISTS (SELECT 1 FROM pledges AS p INDEXED BY ix_pledges_people
            WHERE p.deleted_at IS NULL AND p.pledger_kind <> 'organisation'
            AND p.campaign_id = e.campaign_id AND p.unit_id = e.unit_id)
    """
    ids = _ids(asked, statement, ids=json.dumps([row for row, _campaign in found]))
    return _searched(asked, _sorted_expected(asked, ids), "expected")


# lists of pledges


def _pledges(asked: Asked, condition: str, **values: Any) -> list[int]:
    """Return the pledges that fit a condition, by campaign, unit and name."""
    fitting = f"""
        SELECT p.id FROM pledges AS p INDEXED BY ix_pledges_work
        WHERE p.deleted_at IS NULL AND {{0}} AND ({condition}) {_in_units(asked, "p")}
    """ + _ORDER.format("p")  # noqa: S608 - nothing of the clerk's in it
    ids: list[int] = []
    for campaign in asked.campaigns:
        statement = fitting.format("p.campaign_id = :campaign")
        ids += _ids(asked, statement, campaign=campaign, **values)
    if asked.years:
        loose = """p.campaign_id IS NULL AND p.origin = :office
            AND p.year IN (SELECT value FROM json_each(:years))"""
        years = json.dumps(asked.years)
        ids += _ids(asked, fitting.format(loose), years=years, campaign=None, **values)
    return _searched(asked, ids, "pledges")


def not_confirmed(asked: Asked) -> list[int]:
    """Return the pledges that the cell has not confirmed by the day."""
    return _pledges(asked, "p.confirmed_on IS NULL OR p.confirmed_on > :day")


def not_public(asked: Asked) -> list[int]:
    """Return the pledges that were not made public by the day."""
    return _pledges(
        asked,
        "CASE WHEN p.public_on IS NULL THEN p.public_means IS NULL ELSE p.public_on > :day END",
    )


def never_reviewed(asked: Asked) -> list[int]:
    """Return the pledges without any review by the day."""
    return _pledges(
        asked,
        "NOT EXISTS (SELECT 1 FROM pledge_reviews AS r INDEXED BY ix_pledge_reviews_of"  # noqa: S608 - columns of ours
        " WHERE r.pledge_id = p.id"
        f" AND r.deleted_at IS NULL AND r.reviewed_on <= :day AND {_IS_REVIEW})",
    )


def period_of(day: date, kind: ReviewPeriod) -> tuple[date, date]:
    """Return the first and the last day of the quarter or half-year that a day lies in."""
    months = 3 if kind is ReviewPeriod.QUARTER else 6
    first = (day.month - 1) // months * months + 1
    after = first + months
    last = date(day.year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return date(day.year, first, 1), last


def _not_reviewed_in(asked: Asked, kind: ReviewPeriod) -> list[int]:
    first, last = period_of(asked.day, kind)
    reviewed = _ids(
        asked,
        "SELECT r.pledge_id AS id FROM pledge_reviews AS r INDEXED BY ix_pledge_reviews_period"  # noqa: S608 - columns of ours
        " WHERE r.deleted_at IS NULL AND r.period_kind = :kind AND r.reviewed_on <= :day"
        f" AND {_IS_REVIEW}"
        " AND coalesce(r.period_from, r.period_to, r.reviewed_on) BETWEEN :first AND :last",
        kind=kind.value,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    found = set(reviewed)
    # of a campaign that is kept open for what is left of it, nothing is due in the new year
    now = replace(
        asked,
        campaigns=tuple(one for one in asked.campaigns if one not in asked.past),
        years=tuple(one for one in asked.years if one not in asked.past_years),
    )
    return [one for one in _pledges(now, "1") if one not in found]


def no_quarter_review(asked: Asked) -> list[int]:
    """Return the pledges without a review of the quarter that the day lies in."""
    return _not_reviewed_in(asked, ReviewPeriod.QUARTER)


def no_half_year_review(asked: Asked) -> list[int]:
    """Return the pledges without a review of the half-year that the day lies in."""
    return _not_reviewed_in(asked, ReviewPeriod.HALF_YEAR)


def not_concrete(asked: Asked) -> list[int]:
    """Return the pledges without a tied item, or on a text that many of the campaign share."""
    return _pledges(
        asked,
        "NOT p.tied OR p.items_digest IN (SELECT s.items_digest FROM pledges AS s"
        " INDEXED BY ix_pledges_campaign_digest"
        " WHERE s.deleted_at IS NULL AND s.campaign_id = :campaign"
        " AND s.items_digest IS NOT NULL GROUP BY s.items_digest HAVING count(*) >= :limit)",
        limit=shared_text_limit(asked.session),
    )


# lists of items


def _items(asked: Asked, due: str, **values: Any) -> list[int]:
    """Return the open items due in a time, those due first before; of live pledges asked for."""
    live = (
        "SELECT i.id, i.pledge_id FROM pledge_items AS i INDEXED BY {0} WHERE i.deleted_at IS NULL"
    )
    undone = live.format("ix_pledge_items_open") + f" AND {OPEN.format('i.')} AND "
    found = _pairs(asked, f"{undone}{due} ORDER BY i.due_on, i.id", **values)
    done_later = live.format("ix_pledge_items_done_on") + " AND i.done_on > :day AND "
    later = _pairs(asked, done_later + due, **values)
    if later:
        ids = json.dumps([item for item, _pledge in (*found, *later)])
        found = _pairs(
            asked,
            "SELECT i.id, i.pledge_id FROM pledge_items AS i"
            " WHERE i.id IN (SELECT value FROM json_each(:ids)) ORDER BY i.due_on, i.id",
            ids=ids,
        )
    pledges = set(_pledges(replace(asked, search=""), "1"))
    looked_for = _looked_for(asked, "pledge_items", "pledges")
    if looked_for is None:
        return [item for item, pledge in found if pledge in pledges]
    if not looked_for:
        return []
    items, named = looked_for
    return [
        item for item, pledge in found if pledge in pledges and (item in items or pledge in named)
    ]


def _pairs(asked: Asked, statement: str, **values: Any) -> list[tuple[int, int]]:
    """Run a statement that gives items with their pledges."""
    whole = f"SELECT json_group_array(id), json_group_array(pledge_id) FROM ({statement})"  # noqa: S608 - statements of this module
    items, pledges = asked.session.execute(text(whole), asked.values(**values)).one()
    return list(zip(json.loads(items), json.loads(pledges), strict=True))


def overdue(asked: Asked) -> list[int]:
    """Return the items due by the day and not done at its end."""
    return _items(asked, "i.due_on <= :day")


def due_soon(asked: Asked) -> list[int]:
    """Return the open items due in the days after the day."""
    until = (asked.day + timedelta(days=asked.due_soon)).isoformat()
    return _items(asked, "i.due_on > :day AND i.due_on <= :until", until=until)


# notes


def reminders(asked: Asked) -> list[int]:
    """Return the notes of which the clerk wanted to be reminded by the day; of no campaign."""
    ids = _ids(
        asked,
        "SELECT id FROM notes WHERE deleted_at IS NULL AND remind_on <= :day AND NOT settled"
        " AND origin = :office"
        " ORDER BY remind_on, id",
    )
    return _searched(asked, ids, "notes")


LISTS: Mapping[str, Callable[[Asked], list[int]]] = {
    "not_registered": not_registered,
    "heads_behind": heads_behind,
    "not_confirmed": not_confirmed,
    "not_public": not_public,
    "due_soon": due_soon,
    "overdue": overdue,
    "never_reviewed": never_reviewed,
    "no_quarter_review": no_quarter_review,
    "no_half_year_review": no_half_year_review,
    "not_concrete": not_concrete,
    "reminders": reminders,
}


_UNDONE = (
    "not_registered",
    "not_confirmed",
    "not_public",
    "never_reviewed",
    "not_concrete",
)
"""Lists of what is left of a campaign, beside its items; what comes round again is not."""


def is_undone(asked: Asked) -> bool:
    """Tell whether anything is left to do: an item, whenever it is due, or a row of a list."""
    return bool(_items(asked, "i.due_on IS NOT NULL")) or any(LISTS[one](asked) for one in _UNDONE)


def ids_of(asked: Asked, name: str) -> array[int]:
    """Return the ids of a list's rows, in its order."""
    return array("q", LISTS[name](asked))


__all__ = ["LISTS", "WHO", "Asked", "ids_of", "is_undone", "past_deadline", "period_of"]

"""Figures of pledges (DOMAIN.md, 'Figures', pledges)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from desktop.core.figures import Counted, Share
from desktop.core.review_period import REVIEWED
from desktop.core.terms import PledgerKind, Rating
from desktop.core.vietnamese.fold import fold
from desktop.storage.figures.tally import KEY, Asked, Figure, Part, counts, keys_of
from desktop.storage.models import Campaign, PledgeReview
from desktop.storage.pledge_facts import WHOLE, shared_text_limit

Key = tuple[str, object]
WHO: Final = """CASE WHEN {0}pledger_kind = 'organisation'
 THEN CASE WHEN {0}unit_id IS NOT NULL THEN 'u' || {0}unit_id ELSE 'o' || {0}search_text END
 WHEN {0}member_id IS NOT NULL THEN 'm' || {0}member_id ELSE 'n' || {0}search_text END"""
"""By what a pledger is the same (`pledger_key`), as the indices `ix_pledges_who` and
`ix_expected_who` have it, word for word: else SQLite does not use them."""


def pledger_key(row: Any) -> Key:
    """Return by what a pledger is the same: record if there is one, else the folded name.

    `row` has `pledger_kind`, `member_id`, `unit_id` and `name`.
    """
    if row.pledger_kind == PledgerKind.ORGANISATION.value and row.unit_id is not None:
        return ("unit", row.unit_id)
    if row.pledger_kind != PledgerKind.ORGANISATION.value and row.member_id is not None:
        return ("member", row.member_id)
    organisation = row.pledger_kind == PledgerKind.ORGANISATION.value
    return ("organisation" if organisation else "name", fold(row.name))


_OF = "{0}.deleted_at IS NULL AND {0}.campaign_id IN (SELECT value FROM json_each(:campaigns))"
_UNIT = "coalesce({0}.unit_id, (SELECT unit_id FROM members WHERE id = {0}.member_id))"
_SAME = f"e.deleted_at IS NULL AND e.campaign_id = p.campaign_id AND {WHO.format('e.')} ="
_KEYS = "SELECT {0}.campaign_id, {1} AS who FROM {2} AS {0} WHERE {3} AND {{{2}}}"
_EXPECTED_KEYS = _KEYS.format("e", WHO.format("e."), "expected", _OF.format("e"))
_PLEDGED_KEYS = _KEYS.format("p", WHO.format("p."), "pledges", _OF.format("p"))
_ORGANISATION = "substr(k.who, 1, 1) IN ('u', 'o') AS organisation"
_FIRST = f"""(SELECT min(q.id) FROM {{0}} AS q WHERE q.deleted_at IS NULL
 AND q.campaign_id = k.campaign_id AND {WHO.format("q.")} = k.who {{1}})"""  # noqa: S608 - nothing of the clerk's in it
# whoever is on a campaign's list twice, or registered twice, counts once there: by the first row
_EXPECTED = f"""
SELECT {_FIRST.format("expected", "AND {first}")} AS id, {_ORGANISATION} FROM (
 SELECT DISTINCT * FROM ({_EXPECTED_KEYS})) AS k
"""  # noqa: S608 - the same
# SQLite walks along both indices at once where the whole is asked for in their order
_REGISTERED = f"""
SELECT {_FIRST.format("pledges", "")} AS id, {_ORGANISATION} FROM (
 {_PLEDGED_KEYS.format(pledges="TRUE")} INTERSECT {_EXPECTED_KEYS} ORDER BY 1, 2) AS k
"""  # noqa: S608 - the same
_OTHERS = f"""
SELECT {_FIRST.format("pledges", "")} AS id FROM (
 {_PLEDGED_KEYS} EXCEPT {_EXPECTED_KEYS.format(expected="TRUE")} ORDER BY 1, 2) AS k
"""  # noqa: S608 - the same
# not concrete: no item with both a duty and a target, or a text that many pledges of the campaign
# share (all of a pledge's items, folded and joined: `storage.pledge_facts`)
_VAGUE = f"""
WITH shared AS MATERIALIZED (
 SELECT p.campaign_id, p.items_digest FROM pledges AS p
 WHERE {_OF.format("p")} AND p.items_digest IS NOT NULL
 GROUP BY p.campaign_id, p.items_digest HAVING count(*) >= :shared)
SELECT p.id FROM pledges AS p WHERE {_OF.format("p")} AND {{pledges}}
AND (NOT p.tied OR (p.campaign_id, p.items_digest) IN shared)
"""  # noqa: S608 - the same
_PUBLIC = f"""
SELECT p.id FROM pledges AS p WHERE {_OF.format("p")} AND {{pledges}}
AND CASE WHEN p.public_on IS NOT NULL THEN p.public_on <= :end
 ELSE p.public_means IS NOT NULL END
"""  # noqa: S608 - the same
_REVIEW = f"""r.pledge_id = p.id AND r.deleted_at IS NULL AND r.reviewed_on <= :end
 AND coalesce({", ".join(REVIEWED)}) IS NOT NULL"""
# of a pledge's reviews by the last day, the latest that rates
_LATEST = f"""
SELECT p.id, (SELECT r.rating FROM pledge_reviews AS r WHERE {_REVIEW} AND r.rating IS NOT NULL
 ORDER BY r.reviewed_on DESC, r.id DESC LIMIT 1) AS rating
FROM pledges AS p
WHERE {{0}} AND EXISTS (SELECT 1 FROM pledge_reviews AS r WHERE {_REVIEW})
"""  # noqa: S608 - the same
_IN = f"(SELECT p.id FROM pledges AS p WHERE {_OF.format('p')} AND {{pledges}})"  # noqa: S608 - the same
_ITEMS = f"""
SELECT i.id FROM pledge_items AS i
WHERE i.deleted_at IS NULL AND i.due_on <= :end
AND (i.done_on > :end OR i.done_on IS NULL AND i.progress IS NOT {WHOLE})
AND i.pledge_id IN {_IN}
"""  # noqa: S608 - nothing of the clerk's in it


def pledges(asked: Asked) -> Iterator[Part]:
    """Yield who is expected and who registered, then the facts of the pledges.

    Of the campaigns whose deadline lies in the period.
    """
    campaigns = select(Campaign.id).where(
        Campaign.deleted_at.is_(None), Campaign.deadline.between(asked.begin, asked.end)
    )
    given = {"campaigns": json.dumps(list(asked.session.scalars(campaigns)))}
    yield from _registration(asked, given)
    shared = {"shared": shared_text_limit(asked.session)}
    units = asked.within(_UNIT.format("p"))
    public = (Figure(("pledges", "public")),)
    yield Part("pledges", _PUBLIC.format(pledges=units), public, given)
    vague = (Figure(("pledges", "not_concrete")),)
    yield Part("pledges", _VAGUE.format(pledges=units), vague, given | shared)
    reviewed = (
        Figure(("pledges", "reviewed")),
        Figure(("pledges", "by_rating", KEY), by="rating", keys=keys_of(Rating)),
    )
    yield Part("pledges", _LATEST.format(f"{_OF.format('p')} AND {units}"), reviewed, given)
    overdue = (Figure(("pledges", "overdue_items")),)
    yield Part("pledge_items", _ITEMS.format(pledges=units), overdue, given)


def _registration(asked: Asked, given: dict[str, Any]) -> Iterator[Part]:
    groups = (("people", "NOT organisation"), ("organisations", "organisation"))
    units = {
        "expected": asked.within(_UNIT.format("e")),
        "first": asked.within(_UNIT.format("q")),
        "pledges": asked.within(_UNIT.format("p")),
    }
    expected: list[Figure] = []
    for name, where in groups:
        expected.append(Figure(("pledges", name, "expected"), where))
        expected.append(Figure(("pledges", name, "rate"), where, None, counted=Counted.SHARE))
    yield Part("expected", _EXPECTED.format(**units), expected, given)
    made = [Figure(("pledges", name, "registered"), where) for name, where in groups]
    yield Part("pledges", _REGISTERED.format(**units), made, given)
    yield Part("pledges", _OTHERS.format(**units), (Figure(("pledges", "others")),), given)


def share(found: Mapping[tuple[str, ...], Any], who: str) -> Share:
    """Return the share of the people or of the organisations, from figures by their paths."""
    return Share(*(found[("pledges", who, key)] for key in ("expected", "registered")))


def registered(session: Session, campaigns: list[int]) -> tuple[Share, Share, int]:
    """Return the shares of people and organisations, and how many registered unexpected."""
    asked = Asked(session, date.min, date.max, date.min)
    found = counts(session, asked, _registration(asked, {"campaigns": json.dumps(campaigns)}))
    others: int = found[("pledges", "others")]
    return share(found, "people"), share(found, "organisations"), others


def is_review() -> ColumnElement[bool]:
    """Return the condition by which a row of the reviews is one (`REVIEWED`)."""
    return or_(*(getattr(PledgeReview, one).is_not(None) for one in REVIEWED))


def latest_ratings(session: Session, pledges: AbstractSet[int], end: date) -> dict[int, str | None]:
    """Return the latest rating of each pledge that was reviewed by a day; None without any."""
    of_pledges = "p.id IN (SELECT value FROM json_each(:pledges))"
    values = {"end": end.isoformat(), "pledges": json.dumps(sorted(pledges))}
    return {row[0]: row[1] for row in session.execute(text(_LATEST.format(of_pledges)), values)}

"""What several offices' figures count more than once, and by how many it is too many.

- A recipient of awards with a record (its uid) is one, in however many sums it is; one without
  is another in each office, until the clerk says of two awards that they are the same.
- Of rows the clerk has said to be one (`same_records`) one counts: the own book's, else that of
  the office whose name comes first. A model that is one was commended at the levels of all.
- What a total holds was settled by its office: of one group at most one row of a total is taken
  off, and a recipient that it holds several times is one in it already.

A level at which an award of an earlier period commended a model is told by the figures alone, no
row of it comes along: of such a level nothing is taken off.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import AwardState, Level, ModelKind, ModelState, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.services.adding_up_rows import OWN, Found, Rows, Source, groups
from desktop.storage.models import SameRecord

Path = tuple[str, ...]
LEVELS: Final = tuple(one.value for one in Level)
_COUNTED: Final = (AwardState.AGREED.value, AwardState.GIVEN.value)
_DISTINCT: Final = {
    RecipientKind.COLLECTIVE.value: "collectives",
    RecipientKind.INDIVIDUAL.value: "individuals",
    RecipientKind.HOUSEHOLD.value: "households",
}
# a line for each submission: bringing so many rows into Python takes longer than reading them
_RECIPIENTS = """
SELECT s.value, json_group_array(r.id), json_group_array(
 coalesce('m' || (r.content ->> 'member_id'),
 CASE WHEN r.content ->> 'recipient_kind' = 'collective' THEN 'u' || (r.content ->> 'unit_id') END))
FROM json_each(?) AS s CROSS JOIN received_rows AS r
WHERE r.submission_id = s.value AND r.register = 'awards' GROUP BY s.key
"""
_OWN_RECIPIENTS = """
SELECT coalesce('m' || m.uid, CASE WHEN a.recipient_kind = 'collective' THEN 'u' || u.uid END),
 a.uid FROM awards AS a LEFT JOIN members AS m ON m.id = a.member_id
LEFT JOIN units AS u ON u.id = a.unit_id WHERE a.deleted_at IS NULL
"""


def counted_twice(
    session: Session, sources: Sequence[Source], first: date, last: date
) -> Mapping[Path, int]:
    """Return by how many the sum of these sources' figures is too high, by path of the figure."""
    if len({one.addend for one in sources}) < 2:
        return {}
    rows = Rows(session, sources)
    found = Counter[Path]()
    found.update(_awards(rows, Period(first, last), same_pairs(session, "awards")))
    found.update(_models(rows, Period(first, last), same_pairs(session, "models")))
    return {path: number for path, number in found.items() if number}


def same_pairs(session: Session, register: str) -> list[tuple[str, str]]:
    """Return the uids of rows of a register that the clerk said to be one."""
    statement = select(SameRecord.first_uid, SameRecord.second_uid).where(
        SameRecord.deleted_at.is_(None), SameRecord.row_register == register, SameRecord.same
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


@dataclass(frozen=True)
class Period:
    """A period as texts are compared with it, both days within."""

    first: date
    last: date

    def has(self, day: str | None) -> bool:
        """Tell whether an ISO day is in the period."""
        return bool(day) and self.first.isoformat() <= str(day) <= self.last.isoformat()

    def over_at(self, day: str | None) -> bool:
        """Tell whether a day is known and not after the period."""
        return bool(day) and str(day) <= self.last.isoformat()


def _tied(found: Iterable[Found], pairs: Sequence[tuple[str, str]]) -> Iterator[list[Found]]:
    """Yield the rows of each group that the clerk said to be one, the one that stays first."""
    by_uid: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_uid[one.uid].append(one)
    known = {(one.source.id, one.uid): one for some in by_uid.values() for one in some}
    ties = [
        ((one.source.id, one.uid), (other.source.id, other.uid))
        for first, second in pairs
        for one in by_uid[first]
        for other in by_uid[second]
    ]
    for group in groups(ties):
        rows = sorted((known[key] for key in group), key=_order)
        seen: set[int] = set()
        kept = []
        for row in rows:
            if row.source.whole and row.source.addend in seen:
                continue
            seen.add(row.source.addend)
            kept.append(row)
        if len(kept) > 1:
            yield kept


def _order(one: Found) -> tuple[bool, str, str, str]:
    source = one.source
    return source.id != OWN, fold(source.office_name), source.office_uid, one.uid


# awards


def award_day(rows: Rows, award: Found) -> str | None:
    """Return the day of an award's decision, else of the meeting."""
    decision = rows.one(award.source, "decisions", award.content.get("decision_id"))
    day = None if decision is None else decision.content.get("on")
    if day is None:
        held = rows.one(award.source, "rounds", award.content.get("round_id"))
        day = None if held is None else held.content.get("meeting_on")
    return day


def award_counts(rows: Rows, award: Found, period: Period) -> bool:
    """Tell whether an award is one of the period's (DOMAIN.md, 'Figures')."""
    return award.content.get("state") in _COUNTED and period.has(award_day(rows, award))


def award_level(rows: Rows, award: Found) -> str | None:
    """Return the level that gave an award, else the one it was proposed to."""
    decision = rows.one(award.source, "decisions", award.content.get("decision_id"))
    level = None if decision is None else decision.content.get("level")
    return level or award.content.get("proposed_level")


def _awards(rows: Rows, period: Period, pairs: Sequence[tuple[str, str]]) -> Counter[Path]:
    ids, own = _shared(rows)
    uids = {uid for pair in pairs for uid in pair}
    read = [*rows.numbered("awards", ids), *rows.named("awards", {*uids, *own})]
    for register, field in (("decisions", "decision_id"), ("rounds", "round_id")):
        for one in rows.named(register, (str(one.content.get(field) or "") for one in read)):
            rows.remember(register, one)
    every = {(one.source.id, one.uid): one for one in read if award_counts(rows, one, period)}
    found = Counter[Path]()
    ties = []
    for group in _tied([one for one in every.values() if one.uid in uids], pairs):
        for one in group[1:]:
            found["commendations", "awards"] += 1
            form = rows.called(one.source, "award_forms", one.content.get("form_id"))
            if form:
                found["commendations", "by_form", form] += 1
            level = award_level(rows, one)
            if level:
                found["commendations", "by_level", level] += 1
        kind = group[0].content.get("recipient_kind")
        ties += [
            (_recipient(group[0]), _recipient(one))
            for one in group[1:]
            if one.content.get("recipient_kind") == kind
        ]
    found.update(_recipients(every.values(), ties))
    return found


def _shared(rows: Rows) -> tuple[list[int], list[str]]:
    """Return the awards whose recipients' records are in several sums: received ids, own uids."""
    listed = json.dumps([one for one in rows.of if one != OWN])
    connection = rows.session.connection()
    read: list[tuple[list[int], list[str | None]]] = []
    of_sum: dict[int, set[str | None]] = defaultdict(set)
    for submission, ids, texts in connection.exec_driver_sql(_RECIPIENTS, (listed,)):
        keys = json.loads(texts)
        read.append((json.loads(ids), keys))
        of_sum[rows.of[submission].addend].update(keys)
    seen, shared = set[str | None](), set[str | None]()
    for some in of_sum.values():
        shared |= seen & some
        seen |= some
    own = []
    if OWN in rows.of:
        for key, uid in connection.exec_driver_sql(_OWN_RECIPIENTS):
            if key is not None and key in seen:
                shared.add(key)
                own.append(uid)
    shared.discard(None)  # without a record
    return [
        row for ids, keys in read for row, key in zip(ids, keys, strict=True) if key in shared
    ], own


def _recipient(award: Found) -> tuple[str, ...]:
    """Return by what a recipient is the same (DOMAIN.md, 'commendations'), its kind first."""
    content = award.content
    kind = str(content.get("recipient_kind") or "")
    if content.get("member_id"):
        return kind, "m", str(content["member_id"])
    unit = str(content.get("unit_id") or "")
    if kind == RecipientKind.COLLECTIVE.value and unit:
        return kind, "u", unit
    name, post = (str(content.get(one) or "") for one in ("recipient_name", "recipient_post"))
    if not name:  # it did not leave the office
        return kind, "row", award.source.office_uid, award.uid
    return kind, "name", award.source.office_uid, fold(name), fold(post), unit


def _recipients(awards: Iterable[Found], ties: Iterable[tuple[Any, Any]]) -> Counter[Path]:
    """Return how many recipients are in several sums, each time but the first."""
    having: dict[tuple[str, ...], dict[int, bool]] = defaultdict(dict)
    for one in awards:
        having[_recipient(one)][one.source.addend] = one.source.whole
    found = Counter[Path]()
    for group in groups([*((key, key) for key in having), *ties]):
        name = _DISTINCT.get(group[0][0])
        if name is None:
            continue
        places = [(addend, whole) for key in group for addend, whole in having[key].items()]
        times = sum(not whole for _addend, whole in places)
        times += len({addend for addend, whole in places if whole})
        found["commendations", name] += times - 1
    return found


# models


@dataclass(frozen=True)
class ModelFacts:
    """What a model adds to the figures of a period."""

    kind: str
    new: bool
    field: str
    state: str
    levels: frozenset[str]
    proposed: frozenset[str]

    def figures(self) -> Counter[Path]:
        """Return what it adds, by path."""
        found = Counter[Path]({("models", "total"): 1, ("models", "by_state", self.state): 1})
        if self.kind in (one.value for one in ModelKind):
            found["models", self.kind] = 1
        if self.new:
            found["models", "new"] = 1
        if self.field:
            found["models", "by_field", self.field] = 1
        if self.levels:
            found["models", "commended", "any"] = 1
            found["models", "highest_level", max(self.levels, key=LEVELS.index)] = 1
        found.update(("models", "commended", one) for one in self.levels)
        found.update(("models", "proposed", one) for one in self.proposed)
        return found


def _models(rows: Rows, period: Period, pairs: Sequence[tuple[str, str]]) -> Counter[Path]:
    uids = {uid for pair in pairs for uid in pair}
    known: dict[tuple[int, str], ModelFacts] = {}
    counted = []
    for one in rows.named("models", uids):
        facts = model_facts(rows, one, period)
        if facts is not None:
            known[one.source.id, one.uid] = facts
            counted.append(one)
    found = Counter[Path]()
    for group in _tied(counted, pairs):
        several = [known[one.source.id, one.uid] for one in group]
        first = several[0]
        together = ModelFacts(
            first.kind,
            first.new,
            first.field,
            first.state,
            frozenset().union(*(one.levels for one in several)),
            frozenset().union(*(one.proposed for one in several)),
        )
        for facts_of in several:
            found.update(facts_of.figures())
        found.subtract(together.figures())
    return found


def model_facts(rows: Rows, model: Found, period: Period) -> ModelFacts | None:
    """Return what a model adds to the figures, None when it doesn't count in the period."""
    content = model.content
    registered = content.get("registered_on")
    if registered and not period.over_at(registered):
        return None
    new = period.has(registered)
    steps = [one.content for one in rows.below(model.source, "model_steps", "model_id", model.uid)]
    state, day = _state(content, steps, period)
    if state == ModelState.STOPPED.value:
        before = bool(day) and str(day) < period.first.isoformat()
        if before or (not day and not new):
            return None
    levels = {
        str(one.content.get("level"))
        for one in rows.below(model.source, "model_levels", "model_id", model.uid)
        if not one.content.get("on") or period.over_at(one.content["on"])
    }
    proposed: set[str] = set()
    for award in rows.below(model.source, "awards", "model_id", model.uid):
        proposed.add(str(award.content.get("proposed_level")))
        given = award.content.get("state") in _COUNTED
        if given and period.over_at(award_day(rows, award)):
            levels.add(str(award_level(rows, award)))
    return ModelFacts(
        str(content.get("kind") or ""),
        new,
        rows.called(model.source, "fields", content.get("field_id")),
        state,
        frozenset(levels.intersection(LEVELS)),
        frozenset(proposed.intersection(LEVELS)),
    )


def _state(
    content: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], period: Period
) -> tuple[str, str | None]:
    """Return a model's state on the last day and its day; received steps have no order but days."""
    now = str(content.get("state") or "")
    if not steps:
        return now, None
    dated = sorted((str(one["on"]), str(one["state"])) for one in steps if one.get("on"))
    if not dated or period.over_at(dated[-1][0]):
        latest = dated[-1][0] if dated else None
        of_day = [state for day, state in dated if day == latest]
        if now in of_day:
            return now, latest
        return (of_day[-1], latest) if len(dated) == len(steps) else (now, None)
    begun = [one for one in dated if period.over_at(one[0])]
    if begun:
        return begun[-1][1], begun[-1][0]
    undated = [one for one in steps if not one.get("on")]
    if undated:
        return str(undated[-1]["state"]), None
    return ModelState.REGISTERED.value, None

"""The campaigns of last year and this, who was expected, and what was pledged, done, reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop.core.terms import PledgeKind, PledgerKind, PublicMeans, ReviewPeriod
from desktop.services.demo.making import (
    Making,
    between,
    official_number,
    some,
    texts,
    weighted,
)
from desktop.services.demo.members import Person
from desktop.services.demo.names import make_name
from desktop.services.demo.scales import Rated, Scale
from desktop.services.demo.units import Cell, Tree

_CAPS = {PledgeKind.REGISTRATION: 300, PledgeKind.COMMITMENT: 120}
"""So many members at most are expected in a campaign: those of the cells that began first."""

_MOST_HEADS, _OTHERS = 60, 12
_VAGUE, _NO_TARGET = 0.1, 0.06
_GROUPS = {
    "party": "office",
    "government": "office",
    "board": "office",
    "front": "office",
    "centre": "school",
    "cooperative": "hamlet",
    "army": "force",
    "police": "force",
}
_MEANS = ((PublicMeans.LOUDSPEAKER, 3), (PublicMeans.POSTED, 4), (PublicMeans.MEETING, 3))


@dataclass(frozen=True)
class _Opened:
    """A campaign: its days, and the share of those expected who have registered by now."""

    id: int
    kind: PledgeKind
    year: int
    opened: date
    deadline: date
    share: float


@dataclass(frozen=True)
class _Pledger:
    """Who pledges, as the columns of a pledge, with what the pledge is drawn from."""

    columns: Mapping[str, Any]
    group: str
    area: str
    head: bool = False


@dataclass
class _Drawn:
    """A pledge with its items and reviews, as rows that don't know its id yet."""

    campaign: _Opened
    row: dict[str, Any]
    items: list[dict[str, Any]]
    reviews: list[dict[str, Any]] = field(default_factory=list)


def make_pledges(
    making: Making, tree: Tree, people: Sequence[Person], topics: Mapping[int, int]
) -> dict[int, int]:
    """Make the campaigns of two years; return the pledge of each member last year.

    Last year's are closed; of this year's some items are overdue, some still to be done.
    """
    pool = _in_turn(tree, people)
    expected: list[dict[str, Any]] = []
    drawn: list[_Drawn] = []
    with making.writing("Nhập bản đăng ký, cam kết"):
        for year in (making.today.year - 1, making.today.year):
            for kind in PledgeKind:
                chance = making.chance(f"pledges {year} {kind.value}")
                campaign = _campaign(making, kind, year, topics.get(year))
                members = [one for one in pool if one.admitted <= campaign.opened]
                listed = _expected(kind, tree, members)
                expected += _expected_rows(chance, campaign, listed)
                pledgers = [one for one in listed if chance.random() < campaign.share]
                if kind is PledgeKind.REGISTRATION:
                    pledgers += _outsiders(chance, tree)
                drawn += [_draw(making.today, chance, campaign, one) for one in pledgers]
        making.save_many("expected", expected)
        ids = making.save_many("pledges", (one.row for one in drawn))
        rows = list(zip(ids, drawn, strict=True))
        making.save_many("pledge_items", _with_owner(rows, "items"))
        _review(making, drawn)
        making.save_many("pledge_reviews", _with_owner(rows, "reviews"))
    return {
        one.row["member_id"]: pledge
        for pledge, one in rows
        if one.campaign.year < making.today.year
        and one.campaign.kind is PledgeKind.REGISTRATION
        and one.row.get("member_id") is not None
    }


def _with_owner(rows: Sequence[tuple[int, _Drawn]], part: str) -> Iterator[dict[str, Any]]:
    for pledge, one in rows:
        for row in getattr(one, part):
            yield {"pledge_id": pledge, **row}


def _in_turn(tree: Tree, people: Sequence[Person]) -> list[Person]:
    """Return the members present, whole cells at a time, of each commune in turn."""
    by_cell: dict[int, list[Person]] = {}
    for one in people:
        if one.present:
            by_cell.setdefault(one.cell.id, []).append(one)
    by_commune: dict[str, list[Cell]] = {}
    for cell in tree.cells:
        by_commune.setdefault(cell.commune.name if cell.commune else "", []).append(cell)
    longest = max(len(cells) for cells in by_commune.values())
    return [
        one
        for turn in range(longest)
        for cells in by_commune.values()
        if turn < len(cells)
        for one in by_cell.get(cells[turn].id, [])
    ]


def _campaign(making: Making, kind: PledgeKind, year: int, topic: int | None) -> _Opened:
    opened = min(date(year, 1, 8), making.today)
    deadline = date(year, 3, 31) if kind is PledgeKind.REGISTRATION else date(year, 2, 28)
    passed = (making.today - opened).days / max(1, (deadline - opened).days)
    title = texts("pledges")["campaigns"][kind.value].format(year=year)
    saved = making.save(
        "campaigns",
        year=year,
        title=title,
        topic_id=topic,
        pledge_kind=kind.value,
        opened_on=opened,
        deadline=deadline,
    )
    share = 0.965 if year < making.today.year else 0.94
    return _Opened(saved, kind, year, opened, deadline, min(share, 0.4 + 0.6 * passed))


# who


def _expected(kind: PledgeKind, tree: Tree, pool: Sequence[Person]) -> list[_Pledger]:
    """Return who is expected, heads first; organisations come last."""
    if kind is PledgeKind.ACTION_PROGRAMME:
        return [_member(one) for one in pool if one.head][:_MOST_HEADS]
    chosen = list(pool[: _CAPS[kind]])
    chosen.sort(key=lambda one: not one.head)
    found = [_member(one) for one in chosen]
    if kind is PledgeKind.REGISTRATION:
        cells = {one.cell.id: one.cell for one in chosen}
        found += [_unit(tree, one.id, one.area) for one in cells.values()]
        reached = {one.commune.name for one in cells.values() if one.commune is not None}
        for commune in tree.communes:
            if commune.name in reached:
                area = f"xã {commune.name}"
                found += [
                    _unit(tree, one, area) for one in (commune.committee, *commune.fronts.values())
                ]
    return found


def _member(person: Person) -> _Pledger:
    group = "head" if person.head else _GROUPS.get(person.cell.kind, person.cell.kind)
    columns = {
        "pledger_kind": PledgerKind.MEMBER.value,
        "member_id": person.id,
        "name": person.name,
        "post": person.post,
        "unit_id": person.cell.id,
    }
    return _Pledger(columns, group, person.cell.area, person.head)


def _unit(tree: Tree, unit: int, area: str) -> _Pledger:
    columns = {
        "pledger_kind": PledgerKind.ORGANISATION.value,
        "name": tree.names[unit],
        "unit_id": unit,
    }
    return _Pledger(columns, "organisation", area)


def _outsiders(chance: Random, tree: Tree) -> list[_Pledger]:
    """Return persons who are no members and were not expected."""
    found: list[_Pledger] = []
    for cell in some(chance, [one for one in tree.cells if one.commune is not None], _OTHERS):
        columns = {
            "pledger_kind": PledgerKind.OTHER.value,
            "name": make_name(chance).full,
            "post": chance.choice(texts("pledges")["other_posts"]),
            "unit_id": cell.id,
        }
        found.append(_Pledger(columns, "other", cell.area))
    return found


def _expected_rows(
    chance: Random, campaign: _Opened, listed: Sequence[_Pledger]
) -> Iterator[dict[str, Any]]:
    reasons = texts("pledges")["added_reason"]
    for one in listed:
        late = not one.head and chance.random() < 0.03
        yield {
            **{name: value for name, value in one.columns.items() if name != "post"},
            "campaign_id": campaign.id,
            "head": one.head,
            "reason": chance.choice(reasons) if late else None,
        }


# what


def _draw(today: date, chance: Random, campaign: _Opened, who: _Pledger) -> _Drawn:
    row = _pledge(today, chance, campaign, who)
    items = [
        {"position": place, **item, **_outcome(today, chance, row["registered_on"], item)}
        for place, item in enumerate(_items(chance, campaign, who), start=1)
    ]
    return _Drawn(campaign, row, items)


def _pledge(today: date, chance: Random, campaign: _Opened, who: _Pledger) -> dict[str, Any]:
    last = min(today, campaign.deadline)
    registered = between(chance, campaign.opened, last)
    row: dict[str, Any] = {
        **who.columns,
        "year": campaign.year,
        "kind": campaign.kind.value,
        "campaign_id": campaign.id,
        "registered_on": registered,
        "renounces": campaign.kind is not PledgeKind.REGISTRATION or chance.random() < 0.6,
    }
    if chance.random() < (0.9 if who.head else 0.55):
        row["public_means"] = weighted(chance, _MEANS).value
        row["public_on"] = min(today, registered + timedelta(days=chance.randint(3, 25)))
    if chance.random() < 0.8:
        row["confirmed_on"] = min(today, registered + timedelta(days=chance.randint(1, 14)))
    return row


def _items(chance: Random, campaign: _Opened, who: _Pledger) -> list[dict[str, Any]]:
    """Return what is pledged: two or three things, or one so vague that it can't be measured."""
    known = texts("pledges")
    year_end = date(campaign.year, 12, 15)
    if chance.random() < _VAGUE:
        return [{"content": chance.choice(known["vague"]), "due_on": year_end}]
    group = "commitment" if campaign.kind is PledgeKind.COMMITMENT else who.group
    without_target = chance.random() < _NO_TARGET
    found = []
    for drawn in some(chance, known[group], chance.choice((2, 2, 3))):
        words = {"n": official_number(chance.randint(*drawn["n"])), "place": who.area}
        month = chance.choice((6, 9, 11, 12))
        found.append(
            {
                "content": drawn["content"].format(**words),
                "duty": drawn["duty"],
                "target": None if without_target else drawn["target"].format(**words),
                "due_on": date(campaign.year, month, 15 if month == 12 else 30),
            }
        )
    return sorted(found, key=lambda one: one["due_on"])


def _outcome(
    today: date, chance: Random, registered: date, item: Mapping[str, Any]
) -> dict[str, Any]:
    """Return progress, day done and result of an item as of this day; some are overdue."""
    known = texts("pledges")
    due: date = item["due_on"]
    closed = due.year < today.year
    if due <= today and chance.random() < (0.94 if closed else 0.87):
        first = max(registered, due - timedelta(days=60))
        done = between(chance, first, min(today, due + timedelta(days=12 if closed else 5)))
        target = item.get("target")
        result = (
            chance.choice(known["results"]).format(target=target[0].lower() + target[1:])
            if target
            else chance.choice(known["vague_results"])
        )
        return {"progress": 100, "done_on": done, "result": result}
    passed = (today - registered).days / max(1, (due - registered).days)
    progress = int(min(0.9, passed) * 10 * chance.uniform(0.4, 1.0)) * 10
    return {"progress": progress}


# reviews


def _review(making: Making, drawn: Sequence[_Drawn]) -> None:
    """Add the reviews of the periods that are over."""
    chance = making.chance("reviews")
    scales: dict[date, Scale] = {}
    for one in drawn:
        for kind, first, last, share in _periods(one.campaign, making.today):
            if last not in scales:
                scales[last] = Scale(making.session, last)
            if chance.random() < share and one.row["registered_on"] <= last:
                rated = scales[last].draw(chance)
                one.reviews.append(_reviewed(making.today, chance, (kind, first, last), rated))


def _periods(campaign: _Opened, today: date) -> Iterator[tuple[ReviewPeriod, date, date, float]]:
    """Give the periods that are reviewed, each with the share of pledges that were."""
    year = campaign.year
    if year < today.year:
        if campaign.kind is PledgeKind.ACTION_PROGRAMME:
            yield ReviewPeriod.HALF_YEAR, date(year, 1, 1), date(year, 6, 30), 0.8
        yield ReviewPeriod.YEAR, date(year, 1, 1), date(year, 12, 31), 0.93
        return
    ends = [date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)]
    finished = [one for one in ends if one + timedelta(days=12) <= today]
    if finished and campaign.kind is not PledgeKind.COMMITMENT:
        last = finished[-1]
        yield ReviewPeriod.QUARTER, date(year, last.month - 2, 1), last, 0.7


def _reviewed(
    today: date, chance: Random, period: tuple[ReviewPeriod, date, date], rated: Rated
) -> dict[str, Any]:
    kind, first, last = period
    own, cell = chance.choice(texts("pledges")["reviews"][rated.rating])
    # a year's review comes before its end
    begun = date(last.year, 12, 5) if kind is ReviewPeriod.YEAR else last + timedelta(days=2)
    return {
        "period_kind": kind.value,
        "period_from": first,
        "period_to": last,
        "reviewed_on": min(today, begun + timedelta(days=chance.randint(0, 9))),
        "self_assessment": own,
        "cell_assessment": cell,
        "points": rated.points,
        "rating": rated.rating,
    }

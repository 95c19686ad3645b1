"""The demo's members with their steps, moves and units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice, pairwise
from random import Random
from typing import Any

from desktop.core.terms import Force, MemberStatus, MoveKind, TheoryLevel
from desktop.services.demo.making import Making, between, texts, weighted
from desktop.services.demo.names import make_name
from desktop.services.demo.units import Cell, Tree

_CHUNK = 5_000
_WHOLE_HISTORY = 5_000
"""Up to so many members each has all its steps and units; in larger books, who left or moved."""

_HISTORY_SINCE = 1990  # the cells are older than that
_SIZES = {"hamlet": 14, "school": 11, "government": 11, "party": 9}
_SMALLEST = 6
_BADGE_AFTER = 30  # years in the Party


@dataclass(slots=True)
class Person:
    """A member as later parts of the demo need it."""

    id: int
    name: str
    sex: str
    cell: Cell
    admitted: date
    present: bool  # on the rolls today, probationary or official
    head: bool
    party_post: str | None
    other_post: str | None
    work: str

    @property
    def post(self) -> str | None:
        """The posts as a pledge names them."""
        return ", ".join(one for one in (self.party_post, self.other_post) if one) or None

    @property
    def role(self) -> str:
        """Post or work with its place, as a commendation list names it."""
        words = (self.other_post or self.party_post or self.work).split(" ")
        place = self.cell.place.split(" ")
        # 'Trưởng Công an xã' and 'xã Mỹ Long' share a word
        shared = next((one for one in range(len(place), 0, -1) if words[-one:] == place[:one]), 0)
        return " ".join((*words, *place[shared:])).strip()


@dataclass(slots=True)
class _Life:
    """What happened to a member, for the registers beside the member's own."""

    steps: list[tuple[str, str, str | None]]
    moves: list[tuple[str, str, str]]
    since: str | None
    until: str | None
    former: int | None = None


def make_members(making: Making, tree: Tree) -> list[Person]:
    """Make all members, cell by cell; return them."""
    people: list[Person] = []
    drawn = _drawn(making, tree)
    while chunk := list(islice(drawn, _CHUNK)):
        with making.writing("Nhập đảng viên"):
            ids = making.save_many("members", (one[0] for one in chunk))
            for row_id, (_, person, _) in zip(ids, chunk, strict=True):
                person.id = row_id
                people.append(person)
            _save_lives(making, tree, [(one[1].id, one[1].cell.id, one[2]) for one in chunk])
        making.tell(5 + 65 * len(people) // making.members)
    return people


def _save_lives(making: Making, tree: Tree, lives: list[tuple[int, int, _Life]]) -> None:
    whole = making.members <= _WHOLE_HISTORY
    steps, moves, units = [], [], []
    for member, cell, life in lives:
        if whole or life.until is not None:
            for status, on, reason in life.steps:
                steps.append({"member_id": member, "status": status, "on": on, "reason": reason})
        for kind, on, place in life.moves:
            moves.append({"member_id": member, "kind": kind, "on": on, "place": place})
        since = life.since
        if life.former is not None:
            until = tree.merged_on.isoformat()
            units.append(
                {"member_id": member, "unit_id": life.former, "from_on": since, "to_on": until}
            )
            since = until
        if whole or life.former is not None:
            units.append(
                {"member_id": member, "unit_id": cell, "from_on": since, "to_on": life.until}
            )
    making.save_many("member_steps", steps)
    making.save_many("member_moves", moves)
    making.save_many("member_units", units)


def _drawn(making: Making, tree: Tree) -> Iterator[tuple[dict[str, Any], Person, _Life]]:
    chance = making.chance("members")
    first_card = chance.randrange(10**8)
    seen: set[tuple[str, str, int]] = set()
    place = 0
    for cell, size in zip(tree.cells, _sizes(making, tree), strict=True):
        posts = texts("members")["posts"][cell.kind]
        for rank in range(size):
            post = posts[rank] if rank < min(len(posts), max(1, size // 3)) else None
            while True:
                values, person, life = _draw(chance, making.today, tree, cell, post, rank, place)
                key = (values["full_name"], values["birth_date"], cell.id)
                if key not in seen:
                    break
            seen.add(key)
            if person.admitted + timedelta(days=365) <= making.today:
                # steps of a number prime to 10**8 meet every card number once
                values["card_number"] = f"{(first_card + place * 7_368_787) % 10**8:08}"
            values["file_number"] = f"{place + 1:06}"
            yield values, person, life
            place += 1


def _sizes(making: Making, tree: Tree) -> list[int]:
    """Return how many members each cell has; they add up to all members."""
    weights = [_SIZES.get(one.kind, _SMALLEST) for one in tree.cells]
    whole = sum(weights)
    sums = [making.members * sum_ // whole for sum_ in accumulate(weights)]
    return [one - before for before, one in pairwise((0, *sums))]


def _draw(
    chance: Random,
    today: date,
    tree: Tree,
    cell: Cell,
    post: list[str | None] | None,
    rank: int,
    place: int,
) -> tuple[dict[str, Any], Person, _Life]:
    name = make_name(chance, post[2] if post else None)
    probationary = post is None and place % 25 == 7
    born, admitted = _dates(chance, today, cell, post is not None, probationary)
    age = (today - born).days // 365
    old = age >= 60
    work = _work(chance, cell, old)
    status, status_on, reason = _status(
        chance, today, (born, admitted), probationary, post is not None, place
    )
    heads = texts("members")["heads"][cell.kind]
    present = status in (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
    person = Person(
        id=0,
        name=name.full,
        sex=name.sex,
        cell=cell,
        admitted=admitted,
        present=present,
        head=post is not None and rank < heads,
        party_post=post[0] if post else None,
        other_post=post[1] if post else None,
        work=work,
    )
    values: dict[str, Any] = {
        "full_name": name.full,
        "given_words": name.given_words,
        "birth_date": born.isoformat()[: weighted(chance, ((10, 90), (7, 3), (4, 7)))],
        "sex": name.sex,
        "ethnicity": name.ethnicity,
        **_home(chance, cell),
        **_admission(chance, admitted, probationary),
        "unit_id": cell.id,
        "party_post": person.party_post,
        "other_post": person.other_post,
        **_learning(chance, cell, age, person),
        "occupation_before": weighted(chance, texts("members")["work_before"]),
        "occupation_now": work,
        "force": _force(chance, cell, old),
        "status": status,
        "status_on": status_on,
        "status_reason": reason,
        "exempt": present and age >= 72 and chance.random() < 0.35,
        "temporary": present and post is None and place % 90 == 41,
    }
    if (today - admitted).days > _BADGE_AFTER * 366 and chance.random() < 0.6:
        values["badge_number"] = f"{chance.randint(10_000, 999_999):06}"
    values.update(_rarely(chance, name.sex, place))
    return values, person, _life(chance, tree, values, cell, place)


def _admission(chance: Random, admitted: date, probationary: bool) -> dict[str, Any]:
    """Return the dates of admission; of some old ones only the month is known."""
    known = 7 if admitted.year < 1985 and chance.random() < 0.15 else 10
    official = None if probationary else _year_later(admitted).isoformat()[:known]
    return {"admitted_on": admitted.isoformat()[:known], "official_on": official}


def _rarely(chance: Random, sex: str, place: int) -> dict[str, Any]:
    """Return what few members have: a note, another name at birth."""
    found: dict[str, Any] = {}
    if place % 60 == 11:
        found["note"] = chance.choice(texts("members")["notes"])
    if place % 75 == 18:
        found["birth_name"] = make_name(chance, sex).full
    return found


def _dates(
    chance: Random, today: date, cell: Cell, posted: bool, probationary: bool
) -> tuple[date, date]:
    """Return day of birth and of admission; an official one was admitted 400 days ago or more."""
    if probationary:
        born = today - timedelta(days=chance.randint(19 * 366, 34 * 365))
        return born, today - timedelta(days=chance.randint(20, 330))
    retiring = cell.kind == "hamlet"
    oldest = 60 if posted or not retiring else 88
    youngest = 32 if posted else 23
    # two draws: more in middle age than at the ends
    years = (chance.uniform(youngest, oldest) + chance.uniform(youngest, oldest)) / 2
    born = today - timedelta(days=int(years * 365.25))
    latest = today - timedelta(days=400)
    first = born + timedelta(days=int(19 * 365.25))
    last = min(latest, born + timedelta(days=int(40 * 365.25)))
    if posted:  # heads have been members for some years
        last = max(first, min(last, today - timedelta(days=6 * 365)))
    return born, min(between(chance, first, last), between(chance, first, last))


def _year_later(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def _work(chance: Random, cell: Cell, old: bool) -> str:
    known = texts("members")
    if old and cell.kind == "hamlet" and chance.random() < 0.4:
        return str(known["retired"])
    return str(weighted(chance, known["work"][cell.kind]))


def _status(
    chance: Random,
    today: date,
    dates: tuple[date, date],
    probationary: bool,
    posted: bool,
    place: int,
) -> tuple[str, str | None, str | None]:
    """Return status, since when, and form or cause; most are official."""
    known = texts("members")
    born, admitted = dates
    if probationary:
        return MemberStatus.PROBATIONARY.value, None, None
    causes = known["deceased"][:1] if (today - born).days > 75 * 366 else known["deceased"][1:]
    kinds = (
        (33, 5, MemberStatus.TRANSFERRED, texts("places")["elsewhere"]),
        (71, 9, MemberStatus.DECEASED, causes),
        (97, 13, MemberStatus.LEFT, known["left"]),
    )
    for every, rest, status, reasons in kinds:
        if not posted and place % every == rest:
            first = max(_year_later(admitted), today - timedelta(days=1_300))
            on = between(chance, first, today - timedelta(days=2))
            return status.value, on.isoformat(), chance.choice(reasons)
    return MemberStatus.OFFICIAL.value, None, None


def _home(chance: Random, cell: Cell) -> dict[str, str | None]:
    places = texts("places")
    district = f"huyện {places['district']}, tỉnh {places['province']}"
    name = cell.commune.name if cell.commune is not None else places["communes"][0]
    drawn = chance.random()
    if drawn < 0.25:
        then, now = chance.choice(places["home_towns"])
        return {"home_town": then, "home_town_now": now}
    if drawn < 0.4:
        then, now = f"xã {places['merged']}, {district}", f"xã {places['communes'][0]}, {district}"
        return {"home_town": then, "home_town_now": now}
    return {"home_town": f"xã {name}, {district}"}


def _learning(chance: Random, cell: Cell, age: int, person: Person) -> dict[str, str | None]:
    known = texts("members")
    groups = {"school": "school", "health": "health", "army": "force", "police": "force"}
    office = cell.kind in ("party", "government", "board", "front", "centre")
    group = "office" if office else groups.get(cell.kind, "other")
    if age >= 65:
        education = chance.choice(("7/10", "9/12", "10/10", "12/12"))
    else:
        education = "9/12" if group == "other" and chance.random() < 0.3 else "12/12"
    if person.head and office:
        theory = chance.choice((TheoryLevel.ADVANCED, TheoryLevel.ADVANCED, TheoryLevel.BACHELOR))
    elif person.party_post or office:
        theory = TheoryLevel.INTERMEDIATE
    else:
        theory = TheoryLevel.INTERMEDIATE if chance.random() < 0.15 else TheoryLevel.ELEMENTARY
    known_theory = age < 75 or chance.random() < 0.4
    return {
        "education": education,
        "theory_level": theory.value if known_theory else None,
        "qualification": chance.choice(known["qualifications"][group]),
        "foreign_language": chance.choice(known["languages"]) if group != "other" else None,
    }


def _force(chance: Random, cell: Cell, old: bool) -> str | None:
    if cell.kind == "army":
        return str(Force.ARMY.value)
    if cell.kind == "police":
        return str(Force.POLICE.value)
    if cell.kind == "hamlet" and old and chance.random() < 0.35:
        return str(Force.RETIRED.value)
    return None


def _life(chance: Random, tree: Tree, values: dict[str, Any], cell: Cell, place: int) -> _Life:
    steps: list[tuple[str, str, str | None]] = [
        (MemberStatus.PROBATIONARY.value, values["admitted_on"], None)
    ]
    if values["official_on"]:
        steps.append((MemberStatus.OFFICIAL.value, values["official_on"], None))
    moves: list[tuple[str, str, str]] = []
    since = values["admitted_on"] if int(values["admitted_on"][:4]) >= _HISTORY_SINCE else None
    if values["status_on"]:
        steps.append((values["status"], values["status_on"], values["status_reason"]))
        if values["status"] == MemberStatus.TRANSFERRED.value:
            moves.append((MoveKind.DEPARTURE.value, values["status_on"], values["status_reason"]))
    elif place % 35 == 20 and values["official_on"]:
        first = date(max(_HISTORY_SINCE, int(values["official_on"][:4]) + 1), 1, 1)
        last = tree.merged_on - timedelta(days=30)
        if first < last:
            since = between(chance, first, last).isoformat()
            moves.append(
                (MoveKind.ARRIVAL.value, since, chance.choice(texts("places")["elsewhere"]))
            )
    former = None
    begun = (since or "") < tree.merged_on.isoformat()
    if begun and place % 3 and not values["status_on"]:
        former = tree.former.get(cell.id)
    return _Life(steps, moves, since, values["status_on"], former)

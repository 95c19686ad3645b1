"""Figures of random small offices against a plain recomputation from DOMAIN.md 'Figures'."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services import books
from desktop.services.figures import figures

FROM, TO = date(2020, 1, 1), date(2020, 12, 31)
NEW_SINCE = date(2020, 7, 1)
# the days on both sides of each end of the period, and some inside
DAYS = [date(2019, 6, 1), date(2019, 12, 31), FROM, date(2020, 6, 30), NEW_SINCE, TO]
DAYS += [date(2021, 1, 1), date(2022, 5, 19)]
# spellings of one line are the same when folded
PEOPLE = [("Lê An", "LÊ  AN", "lê an"), ("Trần Đỗ Bình", "Tran Do Binh"), ("Võ Cảnh",)]
POSTS = [(None, ""), ("Bí thư", "bí  thư"), ("Hội viên",)]
TEXTS = [("Giúp 02 hộ nghèo", "GIÚP 02  HỘ NGHÈO"), ("Dậy sớm", "dậy sớm."), ("Trồng cây",)]
LEVELS = ["base", "commune", "district", "province", "central"]
RATINGS = ["excellent", "good", "completed", "not_completed"]
STATES = ["registered", "in_progress", "appraised", "recognised", "replicated", "stopped"]
STATUSES = ["probationary", "official", "transferred", "left", "deceased"]

day = st.sampled_from(DAYS)
maybe = st.one_of(st.none(), day)
partial = st.one_of(
    st.none(), st.sampled_from(["2019", "2020-06", "2020", "2021", *map(str, DAYS)])
)
one_of_three = st.integers(0, 2)


def spelt(lines: list[tuple[Any, ...]]) -> st.SearchStrategy[tuple[int, Any]]:
    """A line's number with one of its spellings."""
    return st.sampled_from([(at, one) for at, line in enumerate(lines) for one in line])


def few(most: int = 3, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.fixed_dictionaries(parts), max_size=most)


member = {
    "status": st.sampled_from(STATUSES),
    "status_on": partial,
    "admitted_on": partial,
    "official_on": partial,
    "exempt": st.booleans(),
    "temporary": st.booleans(),
    "steps": few(2, status=st.sampled_from(STATUSES), on=partial),
}
pledger = {
    "who": st.sampled_from(["member", "organisation", "other"]),
    "record": st.one_of(st.none(), one_of_three),
    "name": spelt(PEOPLE),
}
pledge = {
    **pledger,
    "campaign": one_of_three,
    "means": st.sampled_from([None, "posted"]),
    "public_on": maybe,
    "items": few(
        2,
        text=spelt(TEXTS),
        duty=st.sampled_from([None, "Dạy học"]),
        target=st.sampled_from([None, "02 hộ"]),
        due_on=maybe,
        done_on=maybe,
    ),
    "reviews": few(2, on=day, rating=st.sampled_from(RATINGS)),
    "deleted": st.sampled_from([False, False, True]),
}
model = {
    "kind": st.sampled_from(["collective", "individual"]),
    "field": st.one_of(st.none(), one_of_three),
    "registered_on": maybe,
    "state": st.sampled_from(STATES),
    "state_on": maybe,
    "steps": few(2, state=st.sampled_from(STATES), on=maybe),
    "levels": few(2, level=st.sampled_from(LEVELS), on=maybe),
}
award = {
    "decision": st.one_of(st.none(), one_of_three),
    "form": one_of_three,
    "kind": st.sampled_from(["collective", "household", "individual"]),
    "record": st.one_of(st.none(), one_of_three),
    "name": spelt(PEOPLE),
    "post": spelt(POSTS),
    "state": st.sampled_from(["proposed", "agreed", "refused", "given", "given", "annulled"]),
    "proposed": st.one_of(st.none(), st.sampled_from(LEVELS)),
    "model": st.one_of(st.none(), one_of_three),
    "deleted": st.sampled_from([False, False, True]),
}
office = st.fixed_dictionaries(
    {
        "members": st.lists(st.fixed_dictionaries(member), min_size=3, max_size=5),
        "campaigns": st.lists(day, min_size=3, max_size=3),
        "limit": st.sampled_from([2, 3, 5]),
        "expected": few(6, **pledger, campaign=one_of_three),
        "pledges": few(8, **pledge),
        "models": st.lists(st.fixed_dictionaries(model), min_size=3, max_size=6),
        "meeting": maybe,
        "decisions": st.lists(st.tuples(maybe, st.sampled_from(LEVELS)), min_size=3, max_size=3),
        "awards": few(10, **award),
        "documents": few(4, on=maybe, direction=st.sampled_from(["issued", "received"])),
        "ratings": few(
            5, who=st.sampled_from(["member", "unit"]), to=day, rating=st.sampled_from(RATINGS)
        ),
    }
)


# the same figures, from the plain data


def some(counts: Iterable[Any]) -> dict[str, int]:
    return dict(Counter(counts))


def first_day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def members_of(plain: dict[str, Any]) -> dict[str, Any]:
    found: list[str] = []
    for one in plain["members"]:
        admitted, official = (
            first_day(one[key]) if one[key] else None for key in ("admitted_on", "official_on")
        )
        if one["status"] == "probationary":
            official = None
        if admitted is not None and admitted > TO:
            continue
        begun: list[tuple[date, int, str]] = []
        last = date.min
        steps = [(one["status"], one["status_on"])]
        steps += [(step["status"], step["on"]) for step in one["steps"]]
        for place, (status, on) in enumerate(steps):
            said = {"probationary": admitted, "official": official}.get(status)
            begins = first_day(on) if on else (said or last)
            last = max(last, begins)
            if begins <= TO:
                begun.append((begins, place, status))
        if begun:
            status = max(begun)[2]
        elif official is not None and official <= TO:
            status = "official"
        elif admitted is not None:
            status = "probationary"
        else:
            continue
        found.append(status)
        if status in ("probationary", "official"):
            found += [flag for flag in ("exempt", "temporary") if one[flag]]
    counts = some(found)
    total = counts.get("probationary", 0) + counts.get("official", 0)
    return {"total": total, "by_status": counts}


def pledger_of(one: dict[str, Any]) -> tuple[Any, ...]:
    organisation = one["who"] == "organisation"
    if one["record"] is not None and one["who"] != "other":
        return (organisation, "record", one["record"])
    return (organisation, "name", one["name"][0])


def pledges_of(plain: dict[str, Any]) -> dict[str, Any]:
    ours = [place for place, on in enumerate(plain["campaigns"]) if FROM <= on <= TO]
    expected = {(e["campaign"], pledger_of(e)) for e in plain["expected"] if e["campaign"] in ours}
    made = [p for p in plain["pledges"] if p["campaign"] in ours and not p["deleted"]]
    registered = {(p["campaign"], pledger_of(p)) for p in made}
    shares = {}
    for name, organisation in (("people", False), ("organisations", True)):
        listed = {one for one in expected if one[1][0] == organisation}
        share = (len(listed & registered), len(listed))
        rate = round(share[0] / share[1], 6) if listed else None
        shares[name] = {"expected": share[1], "registered": share[0], "rate": rate}
    items = [item for p in made for item in p["items"]]
    texts = [(p["campaign"], tuple(item["text"][0] for item in p["items"])) for p in made]
    vague = 0
    for p, text in zip(made, texts, strict=True):
        tied = any(item["duty"] and item["target"] for item in p["items"])
        vague += not tied or texts.count(text) >= plain["limit"]
    reviews = [[r for r in p["reviews"] if r["on"] <= TO] for p in made]
    latest = [max(enumerate(r), key=lambda one: (one[1]["on"], one[0]))[1] for r in reviews if r]
    return {
        **shares,
        "others": len(registered - expected),
        "public": sum(
            p["public_on"] <= TO if p["public_on"] else p["means"] is not None for p in made
        ),
        "reviewed": len(latest),
        "overdue_items": sum(
            bool(i["due_on"]) and i["due_on"] <= TO and (not i["done_on"] or i["done_on"] > TO)
            for i in items
        ),
        "not_concrete": vague,
        "by_rating": some(one["rating"] for one in latest),
    }


def award_day(plain: dict[str, Any], one: dict[str, Any]) -> date | None:
    decided = None if one["decision"] is None else plain["decisions"][one["decision"]][0]
    return decided or plain["meeting"]


def award_level(plain: dict[str, Any], one: dict[str, Any]) -> str | None:
    return one["proposed"] if one["decision"] is None else plain["decisions"][one["decision"]][1]


def models_of(plain: dict[str, Any]) -> dict[str, Any]:
    counted: dict[int, tuple[dict[str, Any], str]] = {}
    for place, one in enumerate(plain["models"]):
        registered = one["registered_on"]
        first = one["state_on"] or (registered if one["state"] == "registered" else None)
        begun: list[tuple[date, int, str, date | None]] = []
        last = date.min
        steps = [(one["state"], first), *((s["state"], s["on"]) for s in one["steps"])]
        for at, (state, on) in enumerate(steps):
            last = max(last, on or last)
            if (on or last) <= TO:
                begun.append((on or last, at, state, on))
        state, on = max(begun)[2:] if begun else ("registered", None)
        if registered is not None and registered > TO:
            continue
        if state == "stopped" and on is not None and on < FROM:
            continue
        if state == "stopped" and on is None and not (registered and registered >= FROM):
            continue
        counted[place] = (one, state)
    levels = {
        place: {step["level"] for step in one["levels"] if step["on"] is None or step["on"] <= TO}
        for place, (one, _) in counted.items()
    }
    live = [a for a in plain["awards"] if not a["deleted"] and a["model"] in counted]
    for a in live:
        on, level = award_day(plain, a), award_level(plain, a)
        if a["state"] in ("agreed", "given") and on is not None and on <= TO and level:
            levels[a["model"]].add(level)
    commended = {level: sum(level in one for one in levels.values()) for level in LEVELS}
    ones = [one for one, _ in counted.values()]
    return {
        "total": len(ones),
        "collective": sum(one["kind"] == "collective" for one in ones),
        "individual": sum(one["kind"] == "individual" for one in ones),
        "new": sum(
            bool(one["registered_on"] and one["registered_on"] >= NEW_SINCE) for one in ones
        ),
        "by_field": some(f"Lĩnh vực {one['field']}" for one in ones if one["field"] is not None),
        "by_state": some(state for _, state in counted.values()),
        "commended": {"any": sum(bool(one) for one in levels.values()), **commended},
        "highest_level": some(max(one, key=LEVELS.index) for one in levels.values() if one),
        "proposed": some(
            level for _, level in {(a["model"], a["proposed"]) for a in live if a["proposed"]}
        ),
    }


def commendations_of(plain: dict[str, Any]) -> dict[str, Any]:
    counted = []
    for one in plain["awards"]:
        on = award_day(plain, one)
        if one["state"] in ("agreed", "given") and not one["deleted"] and on and FROM <= on <= TO:
            counted.append(one)
    distinct = {
        (a["kind"], a["record"])
        if a["record"] is not None and a["kind"] != "household"
        else (a["kind"], a["name"][0], a["post"][0])
        for a in counted
    }
    kinds = Counter(one[0] for one in distinct)
    return {
        "awards": len(counted),
        "collectives": kinds["collective"],
        "individuals": kinds["individual"],
        "households": kinds["household"],
        "by_form": some(f"Hình thức {a['form']}" for a in counted),
        "by_level": some(level for a in counted if (level := award_level(plain, a))),
    }


@settings(max_examples=25, deadline=None)
@given(plain=office)
def test_figures_are_what_the_rules_say(
    empty_book: Path,
    tmp_path_factory: pytest.TempPathFactory,
    write_office: Callable[..., None],
    plain: dict[str, Any],
) -> None:
    path = shutil.copy(empty_book, tmp_path_factory.mktemp("thử"))
    book = books.open_book(Path(path))
    try:
        write_office(book, plain)
        found = figures(book, FROM, TO, NEW_SINCE).to_json_dict()
    finally:
        book.close()
    documents = [
        one["direction"] for one in plain["documents"] if one["on"] and FROM <= one["on"] <= TO
    ]
    rated = [one for one in plain["ratings"] if FROM <= one["to"] <= TO]
    assert found["members"] == members_of(plain)
    assert found["pledges"] == pledges_of(plain)
    assert found["models"] == models_of(plain)
    assert found["commendations"] == commendations_of(plain)
    assert found["documents"] == {one: documents.count(one) for one in ("issued", "received")}
    assert found["ratings"] == {
        f"{who}s": some(one["rating"] for one in rated if one["who"] == who)
        for who in ("member", "unit")
    }

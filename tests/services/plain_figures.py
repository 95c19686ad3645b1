"""The figures of a random small office, counted from its plain data after DOMAIN.md 'Figures'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from desktop.core.standing import Life, Stay, last_unit, unit_on
from desktop.core.vietnamese.dates import PartialDate
from desktop.services.books import Book

from .random_office import BELOW, FROM, KINDS, LEVELS, NEW_SINCE, TO
from .rows import live


class Inside:
    """What of an office is asked for: a unit with what is below it, a level."""

    def __init__(self, book: Book, plain: dict[str, Any], unit: int | None, level: str | None):
        self.level = level
        self.units = None
        if unit is not None:
            self.units = {unit, *(one for one, above in BELOW.items() if above == unit)}
        ids = [one["id"] for one in live(book, "units")]
        self.place_of = {row: place for place, row in enumerate(ids)}
        self.ids = ids
        self.rated = live(book, "yearly_ratings")
        stays = live(book, "member_units")
        self.lives = [
            Life(
                one["id"],
                "",
                one["status"],
                self.place_of.get(one["unit_id"]),
                stays=tuple(
                    Stay(self.place_of[each["unit_id"]], part(each["from_on"]), part(each["to_on"]))
                    for each in stays
                    if each["member_id"] == one["id"]
                ),
            )
            for one in live(book, "members")
        ]

    def unit(self, unit: int | None) -> bool:
        return self.units is None or unit in self.units

    def member(self, place: int, *, present: bool = False) -> bool:
        rule = unit_on if present else last_unit
        return self.unit(rule(self.lives[place], TO))

    def pledger(self, one: dict[str, Any]) -> bool:
        if one["record"] is not None and one["who"] == "organisation":
            return self.unit(one["record"])
        if one["unit"] is None and one["record"] is not None and one["who"] == "member":
            return self.unit(self.lives[one["record"]].unit_id)
        return self.unit(None if one["who"] == "organisation" else one["unit"])

    def model(self, one: dict[str, Any]) -> bool:
        owners = [one["unit"], *one["units"]]
        return self.units is None or any(each in self.units for each in owners if each is not None)

    def award(self, one: dict[str, Any]) -> bool:
        if one["record"] is not None and one["kind"] == "individual":
            return self.member(one["record"])
        if one["record"] is not None and one["kind"] == "collective":
            return self.unit(one["record"])
        return self.unit(one["unit"])

    def rating(self, place: int, one: dict[str, Any]) -> bool:
        kept = self.place_of.get(self.rated[place]["unit_id"])  # saved with the member's, at times
        if kept is None and one["who"] == "member" and one["member"] is not None:
            return self.member(one["member"])
        return self.unit(kept)


def part(iso: str | None) -> PartialDate | None:
    return None if iso is None else PartialDate.from_iso(iso)


def some(counts: Iterable[Any]) -> dict[str, int]:
    return dict(Counter(counts))


def first_day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def members_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
    found: list[str] = []
    for place, one in enumerate(plain["members"]):
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
        for at, (status, on) in enumerate(steps):
            said = {"probationary": admitted, "official": official}.get(status)
            begins = first_day(on) if on else (said or last)
            last = max(last, begins)
            if begins <= TO:
                begun.append((begins, at, status))
        if begun:
            status = max(begun)[2]
        elif official is not None and official <= TO:
            status = "official"
        elif admitted is not None:
            status = "probationary"
        else:
            continue
        if not inside.member(place, present=status in ("probationary", "official")):
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


def pledges_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
    ours = [place for place, on in enumerate(plain["campaigns"]) if FROM <= on <= TO]
    listed_at_all = [e for e in plain["expected"] if e["campaign"] in ours]
    known = {(e["campaign"], pledger_of(e)) for e in listed_at_all}
    expected = {(e["campaign"], pledger_of(e)) for e in listed_at_all if inside.pledger(e)}
    whole = [p for p in plain["pledges"] if p["campaign"] in ours and not p["deleted"]]
    made = [p for p in whole if inside.pledger(p)]
    registered = {(p["campaign"], pledger_of(p)) for p in whole}
    strangers = {(p["campaign"], pledger_of(p)) for p in made} - known
    shares = {}
    for name, organisation in (("people", False), ("organisations", True)):
        listed = {one for one in expected if one[1][0] == organisation}
        share = (len(listed & registered), len(listed))
        rate = round(share[0] / share[1], 6) if listed else None
        shares[name] = {"expected": share[1], "registered": share[0], "rate": rate}
    items = [item for p in made for item in p["items"]]
    texts = [(p["campaign"], tuple(item["text"][0] for item in p["items"])) for p in whole]
    vague = 0
    for p, text in zip(whole, texts, strict=True):
        if not inside.pledger(p):
            continue
        tied = any(item["duty"] and item["target"] for item in p["items"])
        vague += not tied or texts.count(text) >= plain["limit"]
    reviews = [[r for r in p["reviews"] if r["on"] <= TO] for p in made]
    latest = [max(enumerate(r), key=lambda one: (one[1]["on"], one[0]))[1] for r in reviews if r]
    return {
        **shares,
        "others": len(strangers),
        "public": sum(
            p["public_on"] <= TO if p["public_on"] else p["means"] is not None for p in made
        ),
        "reviewed": len(latest),
        "overdue_items": sum(
            bool(i["due_on"])
            and i["due_on"] <= TO
            and (i["done_on"] > TO if i["done_on"] else i["progress"] != 100)
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


def models_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
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
        if (registered is not None and registered > TO) or not inside.model(one):
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
    if inside.level is not None:
        levels = {place: found for place, found in levels.items() if inside.level in found}
        counted = {place: one for place, one in counted.items() if place in levels}
        live = [a for a in live if a["model"] in counted]
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


def commendations_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
    counted = []
    for one in plain["awards"]:
        on = award_day(plain, one)
        if one["state"] in ("agreed", "given") and not one["deleted"] and on and FROM <= on <= TO:
            wanted = inside.level is None or award_level(plain, one) == inside.level
            if wanted and inside.award(one):
                counted.append(one)

    def recipient(a: dict[str, Any]) -> tuple[Any, ...]:
        # a collective with a unit is that unit, under whatever name
        record = a["unit"] if a["kind"] == "collective" and a["record"] is None else a["record"]
        if record is not None and a["kind"] != "household":
            return (a["kind"], record)
        return (a["kind"], a["name"][0], a["post"][0], a["unit"])

    distinct = {recipient(a) for a in counted}
    kinds = Counter(one[0] for one in distinct)
    return {
        "awards": len(counted),
        "collectives": kinds["collective"],
        "individuals": kinds["individual"],
        "households": kinds["household"],
        "by_form": some(f"Hình thức {a['form']}" for a in counted),
        "by_level": some(level for a in counted if (level := award_level(plain, a))),
    }


def study_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
    held = []
    for one in plain["study"]:
        parts = [each for each in one["attendances"] if inside.unit(each["unit"])]
        if one["on"] and FROM <= one["on"] <= TO and (parts or inside.units is None):
            held.append((str(one["on"].year), parts))

    def figures_of(sessions: list[Any]) -> dict[str, Any]:
        sums = [
            sum(each[name] or 0 for _, parts in sessions for each in parts)
            for name in ("invited", "attended")
        ]
        rate = round(sums[1] / sums[0], 6) if sums[0] else None
        return {
            "sessions": len(sessions), "invited": sums[0], "attended": sums[1], "rate": rate
        }  # fmt: skip

    rates = []
    for _, parts in held:
        came = [each["attended"] for each in parts if each["attended"] is not None]
        invited = sum(each["invited"] or 0 for each in parts)
        if came and invited:
            rates.append(sum(came) / invited)
    mean = pytest.approx(sum(rates) / len(rates), abs=1e-6) if rates else None
    years = {year: [one for one in held if one[0] == year] for year, _ in held}
    by_year = {year: figures_of(sessions) for year, sessions in years.items()}
    return {**figures_of(held), "mean_rate": mean, "by_year": by_year}


def inspections_of(plain: dict[str, Any], inside: Inside) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in KINDS:
        ours = [
            one
            for one in plain["inspections"]
            if one["kind"] == kind
            and FROM <= (one["period_to"] or date(one["year"], 12, 31)) <= TO
            and (inside.level is None or one["level"] == inside.level)
        ]
        found[kind] = {
            name: None if inside.units is not None else sum(one[name] or 0 for one in ours)
            for name in ("organisations", "members")
        }
    return found

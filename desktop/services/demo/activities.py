"""The small registers of the demo: plans, conferences, contests and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from desktop.core.terms import PlanPeriod
from desktop.services.demo.making import Making, between, some, texts
from desktop.services.demo.members import Person
from desktop.services.demo.units import Tree

_YEARS = 2  # the present one and those before
_CELLS, _DEEDS = 24, 9


def make_activities(
    making: Making, tree: Tree, people: Sequence[Person], topics: Mapping[int, int]
) -> None:
    """Make the rows of two years, up to this day."""
    years = range(making.today.year - _YEARS + 1, making.today.year + 1)
    with making.writing("Nhập kế hoạch, hội nghị, hội thi"):
        for year in years:
            names = _names(tree, year)
            making.save_many("conferences", _conferences(making, names, year, topics.get(year)))
            making.save_many("contests", _contests(making, names, year))
            making.save_many("plans", _plans(making, tree, year, topics.get(year)))
            making.save_many("topic_meetings", _meetings(making, tree, year, topics.get(year)))
            making.save_many("breakthroughs", _breakthroughs(making, tree, year))
            making.save_many("indicators", _indicators(year))
        making.save_many("ethics_standards", _ethics(making, tree))
        making.save_many("good_deeds", _deeds(making, tree, people))


def _names(tree: Tree, year: int) -> dict[str, Any]:
    units = [tree.names[one.committee] for one in tree.communes]
    first, second, third = (units * 3)[:3]
    return {"year": year, "n": f"{max(1, year - 2021):02}", "a": first, "b": second, "c": third}


def _past(making: Making, on: date) -> bool:
    return on <= making.today


def _conferences(
    making: Making, names: Mapping[str, Any], year: int, topic: int | None
) -> Iterator[dict[str, Any]]:
    places = texts("places")
    chance = making.chance(f"conferences {year}")
    for title, kind, month, papers, connected, closed in texts("activities")["conferences"]:
        on = between(chance, date(year, month, 3), date(year, month, 26))
        if _past(making, on):
            yield {
                "title": title.format(**names),
                "kind": kind,
                "on": on,
                "place": f"Hội trường Huyện ủy {places['district']}",
                "connected": connected,
                "attended": chance.randint(60, 220),
                "presided": "Ban Thường vụ Huyện ủy",
                "papers": papers,
                "closed": closed,
                "topic_id": topic,
            }


def _contests(making: Making, names: Mapping[str, Any], year: int) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"contests {year}")
    for name, month, teams, contestants, prizes in texts("activities")["contests"]:
        on = between(chance, date(year, month, 3), date(year, month, 26))
        if _past(making, on):
            yield {
                "name": name.format(**names),
                "on": on,
                "teams": teams or None,
                "contestants": contestants,
                "prizes": prizes.format(**names),
                "jury": "Ban Tuyên giáo và Dân vận, Huyện đoàn, Phòng Văn hóa",
            }


def _plans(making: Making, tree: Tree, year: int, topic: int | None) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"plans {year}")
    yearly, term = texts("activities")["plans"]
    for place, commune in enumerate(tree.communes):
        on = between(chance, date(year, 1, 15), date(year, 3, 10))
        # one has none yet: the list of who has none is not empty
        if _past(making, on) and place != len(tree.communes) - 1:
            yield {
                "unit_id": commune.committee,
                "period": PlanPeriod.YEAR.value,
                "year": year,
                "number": f"{chance.randint(10, 60)}-KH/ĐU",
                "on": on,
                "title": yearly.format(year=year),
                "topic_id": topic,
            }
    if year == making.today.year:
        first = year - year % 5
        yield {
            "period": PlanPeriod.TERM.value,
            "year": first,
            "last_year": first + 5,
            "number": "08-KH/BTG",
            "on": min(making.today, date(first, 11, 20)),
            "title": term.format(first=first, last=first + 5),
        }


def _meetings(making: Making, tree: Tree, year: int, topic: int | None) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"topic meetings {year}")
    subjects = texts("activities")["subjects"]
    for cell in tree.cells[:_CELLS]:
        on = between(chance, date(year, 2, 1), date(year, 10, 28))
        if _past(making, on):
            expected = chance.randint(9, 42)
            yield {
                "unit_id": cell.id,
                "on": on,
                "subject": chance.choice(subjects),
                "topic_id": topic,
                "expected": expected,
                "present": expected - chance.randint(0, expected // 8),
            }


def _breakthroughs(making: Making, tree: Tree, year: int) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"breakthroughs {year}")
    for commune, matter in zip(tree.communes, texts("activities")["breakthroughs"], strict=False):
        due = between(chance, date(year, 9, 1), date(year, 12, 20))
        done = due - timedelta(days=chance.randint(0, 20))
        over = _past(making, done) and chance.random() < 0.7
        yield {
            "year": year,
            "unit_id": commune.committee,
            "matter": matter,
            "owner": "Bí thư Đảng ủy",
            "due_on": due,
            "done_on": done if over else None,
            "result": "Hoàn thành đúng thời hạn." if over else None,
        }


def _indicators(year: int) -> Iterator[dict[str, Any]]:
    for name, target, achieved, met in texts("activities")["indicators"]:
        yield {"year": year, "name": name, "target": target, "achieved": achieved, "met": met}


def _ethics(making: Making, tree: Tree) -> Iterator[dict[str, Any]]:
    chance = making.chance("ethics standards")
    title, text, places = texts("activities")["ethics"]
    for commune in tree.communes:
        adopted = between(chance, date(2022, 3, 1), date(2022, 10, 30))
        posted = adopted + timedelta(days=chance.randint(3, 20))
        yield {
            "unit_id": commune.committee,
            "title": title,
            "text": text,
            "adopted_on": adopted,
            "posted_at": chance.choice(places),
            "posted_on": posted,
        }


def _deeds(making: Making, tree: Tree, people: Sequence[Person]) -> Iterator[dict[str, Any]]:
    chance = making.chance("good deeds")
    known = texts("activities")
    for person in some(chance, people, _DEEDS):
        on = between(chance, date(making.today.year - 1, 1, 5), making.today)
        yield {
            "name": person.name,
            "unit_id": person.cell.id,
            "on": on,
            "deed": chance.choice(known["deeds"]),
            "told": chance.choice(known["told"]),
        }

"""Study sessions, inspection counts and what plans ask for, of the demo office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desktop.core.terms import InspectionKind, Level, PlanPeriod
from desktop.services.demo.making import Making, between, texts
from desktop.services.demo.units import Tree
from desktop.storage.models import Document, Plan

_YEARS = 4  # the present one and those before: figures are compared over a term
_LEAST, _MOST = 0.86, 1.0  # of those invited, attended
_DONE = 0.8  # of what was due
_OF_TOPIC = 3  # documents


def make_studies(making: Making, tree: Tree, topics: Mapping[int, int]) -> None:
    """Make the sessions, counts and things to do of the last years, up to this day."""
    years = range(making.today.year - _YEARS + 1, making.today.year + 1)
    with making.writing("Nhập hội nghị học tập, số liệu kiểm tra"):
        for year in years:
            _sessions(making, tree, year, topics.get(year))
            making.save_many("inspections", _inspections(making, year))
        making.save_many("plan_items", _things(making))
        making.save_many("topic_documents", _documents(making, topics))


def _sessions(making: Making, tree: Tree, year: int, topic: int | None) -> None:
    chance = making.chance(f"studies {year}")
    known = texts("activities")
    for subject, month, place, host in known["studies"]:
        on = between(chance, date(year, month, 2), date(year, month, 27))
        if on > making.today:
            continue
        held = making.save(
            "study_sessions",
            subject=subject.format(year=year),
            on=on,
            place=place,
            host=host,
            speaker=chance.choice(known["speakers"]),
            topic_id=topic,
        )
        rows = []
        for commune in tree.communes:
            invited = chance.randint(24, 120)
            attended = round(invited * chance.uniform(_LEAST, _MOST))
            rows.append(
                {
                    "session_id": held,
                    "unit_id": commune.committee,
                    "invited": invited,
                    "attended": attended,
                }
            )
        making.save_many("study_attendances", rows)


def _inspections(making: Making, year: int) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"inspections {year}")
    for level, most in ((Level.DISTRICT, 6), (Level.BASE, 30)):
        for kind in InspectionKind:
            yield {
                "year": year,
                "kind": kind.value,
                "level": level.value,
                "organisations": chance.randint(0, most),
                "members": chance.randint(0, most * 3),
                # the present year's count so far
                "period_to": making.today if year == making.today.year else None,
            }


def _things(making: Making) -> Iterator[dict[str, Any]]:
    chance = making.chance("things to do")
    year = making.today.year
    plans = select(Plan.id).where(Plan.year == year, Plan.period == PlanPeriod.YEAR.value)
    for plan in making.session.scalars(plans.order_by(Plan.id)).all():
        for content, owner, month, day in texts("activities")["plan_items"]:
            due = date(year, month, day)
            done = due - timedelta(days=chance.randint(0, 12))
            over = done <= making.today and chance.random() < _DONE
            yield {
                "plan_id": plan,
                "content": content.format(year=year),
                "owner": owner,
                "due_on": due,
                "done_on": done if over else None,
            }


def _documents(making: Making, topics: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    for year, topic in topics.items():
        first, last = date(year, 1, 1), date(year, 12, 31)
        found = select(Document.id).where(Document.on.between(first, last)).order_by(Document.id)
        for document in making.session.scalars(found.limit(_OF_TOPIC)).all():
            yield {"topic_id": topic, "document_id": document}

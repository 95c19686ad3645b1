"""The window's calls of the services for plans and topics; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.plans import DueThing, Missing, Source
    from desktop.services.topics import TopicGroup, TopicView


@dataclass(frozen=True)
class AskedMissing:
    """Whose plans are looked for; without a period it is ethics standards."""

    year: int
    period: str | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class FoundMissing:
    """Who has none, and the title that a plan of theirs would have."""

    missing: Missing
    title: str


def missing(book: Book, asked: AskedMissing) -> FoundMissing:
    """Return who has none."""
    from desktop.services import plans

    wanted = plans.Asked(asked.year, asked.period, asked.kinds)
    title = plans.suggested(book, wanted)[0] if asked.period else ""
    return FoundMissing(plans.missing(book, wanted), title)


def add_plans(
    book: Book, asked: AskedMissing, units: Sequence[int], title: str, progress: Any = None
) -> Done[int]:
    """Add a plan for each of some units."""
    from desktop.services import plans

    wanted = plans.Asked(asked.year, asked.period, asked.kinds)
    return plans.add_plans(book, wanted, units, title, progress)


def tick(book: Book, items: Sequence[int]) -> Done[bool]:
    """Say of things to do that they are done today, or that they are not."""
    from desktop.services import plans

    return plans.tick(book, items)


def sources(book: Book, plan: int) -> list[Source]:
    """Return the plans whose things to do could be copied."""
    from desktop.services import plans

    return plans.sources(book, plan)


def copy_things(book: Book, source: int, plan: int, years: int) -> Done[int]:
    """Copy the things to do of a plan into another one."""
    from desktop.services import plans

    return plans.copy_things(book, source, plan, years)


def year_of(book: Book, plan: int) -> int | None:
    """Return the year of a plan."""
    from desktop.services import registers

    found: int | None = registers.get(book, "plans", plan).values["year"]
    return found


@dataclass(frozen=True)
class Due:
    """What is due, with the names of the units and of the office itself."""

    things: Sequence[DueThing]
    units: Mapping[int, str]
    office: str


def all_due(book: Book) -> Due:
    """Return all that isn't done."""
    from desktop.services import plans, registers

    things, units = plans.all_due(book)
    return Due(things, units, registers.own_office(book).values["name"])


def this_year() -> int:
    """Return the year of the clerk's own calendar."""
    return date.today().year  # noqa: DTZ011 (the clerk's own day)


@dataclass(frozen=True)
class ShownTopic:
    """A topic with what is tied to it, and how many of its year have no topic yet."""

    view: TopicView
    untied: int


def topic(book: Book, row: int) -> ShownTopic:
    """Return a topic with what is tied to it."""
    from desktop.services import topic_ties, topics

    return ShownTopic(topics.view(book, row), topic_ties.count_untied(book, row))


@dataclass(frozen=True)
class Untied:
    """What could be tied to a topic, and what of it is called like the topic."""

    title: str
    groups: tuple[TopicGroup, ...]
    alike: frozenset[tuple[str, int]]  # register and id


def untied(book: Book, row: int) -> Untied:
    """Return what is of a topic's year and has no topic."""
    from desktop.services import registers, topic_ties

    title = registers.get(book, "topics", row).values["title"]
    groups = topic_ties.untied(book, row)
    lines = (line for group in groups for line in group.lines)
    alike = {(one.register, one.id) for one in lines if topic_ties.about(one, title)}
    return Untied(title, groups, frozenset(alike))


def tie(book: Book, row: int, chosen: Mapping[str, Sequence[int]]) -> Done[int]:
    """Tie records, ids by register, to a topic."""
    from desktop.services import topic_ties

    return topic_ties.tie(book, row, chosen)

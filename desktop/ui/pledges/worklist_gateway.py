"""The window's calls of the services for the worklists; see `ui.gateway`.

What takes a `book` runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.worklists import CampaignChoice, Scope, Work
    from desktop.services.worklists_rows import WorkRow
    from desktop.services.worklists_texts import SharedText

PAGE = 100
"""Rows that are read at a time."""
PAPERS = {
    one: f"pledges-{one.replace('_', '-')}"
    for one in (
        "not_registered",
        "heads_behind",
        "not_confirmed",
        "not_public",
        "not_concrete",
        "due_soon",
        "overdue",
        "never_reviewed",
        "no_quarter_review",
        "no_half_year_review",
        "reminders",
    )
}
"""The printed form of each list (`services.worklist_papers`)."""
PERIODS = {"no_quarter_review": "quarter", "no_half_year_review": "half_year"}
"""The kind of period that a list is about."""
SUMMARY = "pledges-summary"
COMMITMENTS = "pledge-commitments"


@dataclass(frozen=True)
class Listed:
    """A list as asked for: the ids of all its rows, and those of the page that `start` is in."""

    work: Work
    keys: array[int]
    first: int
    rows: Sequence[WorkRow]


@dataclass(frozen=True)
class Counted:
    """How many rows each list has, which are late, and the campaigns that can be chosen."""

    counts: Mapping[Work, int]
    late: frozenset[Work]
    campaigns: Sequence[CampaignChoice]
    older: int = 0
    """Campaigns no longer under way with work left, when those under way have none."""


def works() -> tuple[Work, ...]:
    """Return the kinds of work, in their order."""
    from desktop.services.worklists import Work

    return tuple(Work)


def scope(campaign: int | None, year: int | None, unit: int | None, words: str) -> Scope:
    """Return what is looked at."""
    from desktop.services.worklists import Scope

    return Scope(campaign, year, unit, words)


def count(book: Book, asked: Scope) -> Counted:
    """Count every list; the words are for the list that is shown alone."""
    from dataclasses import replace

    from desktop.services import worklists

    counts, late = worklists.counts_and_late(book, replace(asked, search=""))
    campaigns = worklists.campaigns(book)
    under_way = asked.campaign_id is None and asked.year is None
    left = any(count for work, count in counts.items() if work is not worklists.Work.REMINDERS)
    older = worklists.older_with_work(book) if under_way and not left else 0
    return Counted(counts, late, campaigns, older)


def look(book: Book, work: Work, asked: Scope, start: int) -> Listed:
    """Return a list with its rows near `start`."""
    from desktop.services import worklists

    keys = worklists.keys(book, work, asked)
    first = max(0, min(start, len(keys) - 1)) // PAGE * PAGE
    return Listed(work, keys, first, worklists.rows(book, work, keys[first : first + PAGE]))


def rows(book: Book, work: Work, ids: Sequence[int]) -> Sequence[WorkRow]:
    """Return rows by their ids."""
    from desktop.services import worklists

    return worklists.rows(book, work, ids)


def due_words(row: WorkRow) -> str:
    """Return how far the day of a row is, in Vietnamese."""
    from desktop.services.worklists_rows import due_words

    return due_words(row.day, date.today()) if row.day else ""  # noqa: DTZ011 (the clerk's day)


def shared(book: Book, asked: Scope) -> Sequence[tuple[SharedText, ...]]:
    """Return the texts that many share, each as a group of its own."""
    from desktop.services import worklists_texts

    return [(one,) for one in worklists_texts.shared_texts(book, asked)]


def near(book: Book, asked: Scope, progress: Any = None) -> Sequence[tuple[SharedText, ...]]:
    """Return the texts that many share, then groups of texts that are nearly the same."""
    from desktop.services import worklists, worklists_texts

    with book.read() as session:
        campaigns = worklists.asked_for(session, asked, None).campaigns
    found = list(shared(book, asked))
    for one in campaigns:
        found += worklists_texts.near_texts(book, one, progress)
    return found


def who(book: Book, ids: Sequence[int]) -> Sequence[WorkRow]:
    """Return pledges by their ids, as the list of the not concrete shows them."""
    from desktop.services import worklists

    return worklists.rows(book, worklists.Work.NOT_CONCRETE, ids)


def make_public(
    book: Book, ids: Sequence[int], means: str, on: date | None, progress: Any = None
) -> Done[int]:
    """Write how and when pledges were made public."""
    from desktop.services import registering

    return registering.make_public(book, ids, means, on, progress)


def confirm(book: Book, ids: Sequence[int], on: date, progress: Any = None) -> Done[int]:
    """Write when the cell confirmed pledges."""
    from desktop.services import registering

    return registering.confirm(book, ids, on, progress)


def set_done(
    book: Book, ids: Sequence[int], on: date, result: str | None, progress: Any = None
) -> Done[int]:
    """Write that items were done."""
    from desktop.services import worklists

    return worklists.set_done(book, ids, on, result, progress)


def settle(book: Book, ids: Sequence[int]) -> Done[int]:
    """Mark notes as settled."""
    from desktop.services import worklists

    return worklists.settle(book, ids)

"""What these windows ask of the services; each function runs on a worker thread (`ui.jobs`)."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.award_candidates import Candidate, Suggested
    from desktop.services.award_statistics import AwardStatistics, RoundTotals
    from desktop.services.award_ties import TieCandidate
    from desktop.services.award_warnings import AwardWarning
    from desktop.services.books import Book
    from desktop.services.commendations import Decided, Waiting


@dataclass(frozen=True)
class Offer:
    """Who may be proposed, with the forms (id, name) that a form can be chosen from."""

    suggested: Suggested
    forms: Sequence[tuple[int, str]]


def offer(book: Book, round_id: int) -> Offer:
    """Read who may be proposed."""
    from desktop.core.register import Query
    from desktop.services import award_candidates, registers

    forms = registers.rows(book, "award_forms", registers.keys(book, Query("award_forms")))
    names = [(one.id, str(one.values["name"])) for one in forms]
    return Offer(award_candidates.suggest(book, round_id), names)


def add_candidates(
    book: Book,
    round_id: int,
    chosen: Sequence[Candidate],
    form_id: int,
    level: str,
    money: Mapping[str, int],
    progress: Any = None,
) -> Done[int]:
    """Propose candidates; `money` by kind of recipient."""
    from desktop.services import award_candidates

    return award_candidates.add_candidates(
        book, round_id, chosen, form_id, level, money, progress=progress
    )


def newest_round(book: Book) -> int | None:
    """Return the round that was entered last, None when there is none."""
    from desktop.core.register import Query
    from desktop.services import registers

    return max(registers.keys(book, Query("rounds")), default=None)


def warnings(book: Book, round_id: int) -> list[AwardWarning]:
    """Read what looks wrong in a round."""
    from desktop.services import award_warnings

    return award_warnings.warnings(book, round_id)


def wanted(book: Book, round_id: int) -> list[Waiting]:
    """Read which levels wait for their decision."""
    from desktop.services import commendations

    return commendations.waiting(book, round_id)


def full_number(typed: str, last: str) -> str:
    """Return a number as it will be kept (quick; called once the services are loaded)."""
    from desktop.services import decision_numbers

    return decision_numbers.full_number(typed, last)


def decide(
    book: Book,
    round_id: int,
    number: str,
    on: date,
    decision_id: int | None,
    level: str,
    issuing: Mapping[str, Any] | None = None,
) -> Done[Decided]:
    """Make a decision; `issuing` are the fields that say who issues it, where that was asked."""
    from desktop.services import commendations

    return commendations.decide(book, round_id, number, on, decision_id, level, issuing)


def hand_over(
    book: Book, round_id: int, award_ids: Sequence[int] | None, on: date | None
) -> Done[int]:
    """Record the hand-over."""
    from desktop.services import commendations

    return commendations.hand_over(book, round_id, award_ids, on)


def copy_round(
    book: Book,
    round_id: int,
    title: str,
    award_ids: Sequence[int] | None,
    meeting_on: date | None,
    period: str | None,
) -> Done[int]:
    """Copy a round."""
    from desktop.services import rounds

    return rounds.copy_round(book, round_id, title, award_ids, meeting_on, period)


def split_round(book: Book, round_id: int, award_ids: Sequence[int], title: str) -> Done[int]:
    """Split a round."""
    from desktop.services import rounds

    return rounds.split_round(book, round_id, award_ids, title)


def join_rounds(book: Book, into_id: int, from_id: int) -> Done[int]:
    """Join a round to another."""
    from desktop.services import rounds

    return rounds.join_rounds(book, into_id, from_id)


def tie_candidates(book: Book, award_id: int) -> list[TieCandidate]:
    """Read whom a recipient may be."""
    from desktop.services import award_ties

    return award_ties.tie_candidates(book, award_id)


def tie(book: Book, award_id: int, member_id: int | None, unit_id: int | None) -> Done[str]:
    """Tie a recipient to a record."""
    from desktop.services import award_ties

    return award_ties.tie(book, award_id, member_id, unit_id)


def round_totals(book: Book, round_id: int) -> RoundTotals:
    """Read the sums of a round."""
    from desktop.services import award_statistics

    return award_statistics.round_totals(book, round_id)


def latest_year(book: Book, until: int) -> int | None:
    """Read the latest year with awards."""
    from desktop.services import award_statistics

    return award_statistics.latest_year(book, until)


def statistics(
    book: Book, first: date | None, last: date | None, unit_id: int | None
) -> AwardStatistics:
    """Read the sums of a period."""
    from desktop.services import award_statistics

    return award_statistics.award_statistics(book, first, last, unit_id)

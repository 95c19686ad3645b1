"""What the clerk sees and does of a round of commendation beyond its lists."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.register import Query, Row
from desktop.ui.register import source

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.award_statistics import Sums
    from desktop.services.books import Book


@dataclass(frozen=True)
class ShownRound:
    """A round, its decisions, and its awards counted; `money` (đồng) of what was agreed.

    `by_form` has number and money of what was agreed or given; `undecided` are the awards that
    were agreed to and have no decision yet.
    """

    round: Row
    decisions: Sequence[Row]
    awards: int
    by_kind: Mapping[str, int]
    by_state: Mapping[str, int]
    money: int
    by_form: Sequence[Sums] = ()
    undecided: int = 0


def shown_round(book: Book, round_id: int) -> ShownRound:
    """Read what is shown of a round (runs on the reading thread)."""
    from desktop.services import award_statistics, commendations, registers

    counted = commendations.round_summary(book, round_id)
    decisions = registers.keys(book, Query("decisions", filters={"round_id": round_id}))
    return ShownRound(
        source.get(book, "rounds", round_id),
        source.rows(book, "decisions", decisions),
        counted.awards,
        dict(counted.by_kind),
        dict(counted.by_state),
        counted.money,
        award_statistics.round_totals(book, round_id).by_form,
        sum(one.awards for one in commendations.waiting(book, round_id)),
    )


def set_state(book: Book, awards: Sequence[int], state: str, reason: str = "") -> Done[int]:
    """Give awards an outcome."""
    from desktop.services import commendations

    return commendations.set_state(book, awards, state, reason or None)


def set_decision(book: Book, awards: Sequence[int], decision: int | None) -> Done[int]:
    """Put awards under a decision."""
    from desktop.services import commendations

    return commendations.set_decision(book, awards, decision)

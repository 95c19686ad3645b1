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
    from desktop.services.books import Book


@dataclass(frozen=True)
class ShownRound:
    """A round, its decisions, and its awards counted; `money` (đồng) of what was agreed."""

    round: Row
    decisions: Sequence[Row]
    awards: int
    by_kind: Mapping[str, int]
    by_state: Mapping[str, int]
    money: int


def shown_round(book: Book, round_id: int) -> ShownRound:
    """Read what is shown of a round (runs on the reading thread)."""
    from desktop.services import commendations, registers

    counted = commendations.round_summary(book, round_id)
    decisions = registers.keys(book, Query("decisions", filters={"round_id": round_id}))
    return ShownRound(
        source.get(book, "rounds", round_id),
        source.rows(book, "decisions", decisions),
        counted.awards,
        dict(counted.by_kind),
        dict(counted.by_state),
        counted.money,
    )


def set_state(book: Book, awards: Sequence[int], state: str, reason: str = "") -> Done[int]:
    """Give awards an outcome."""
    from desktop.services import commendations

    return commendations.set_state(book, awards, state, reason or None)


def set_decision(book: Book, awards: Sequence[int], decision: int | None) -> Done[int]:
    """Put awards under a decision."""
    from desktop.services import commendations

    return commendations.set_decision(book, awards, decision)

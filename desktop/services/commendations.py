"""What the clerk does with a round: outcomes, decisions, sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import AwardState
from desktop.services import registers
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Award

_STEPS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"agreed", "refused", "given"}),
    "agreed": frozenset({"proposed", "refused", "given"}),
    "refused": frozenset({"proposed", "agreed"}),
    "given": frozenset({"agreed", "annulled"}),
    "annulled": frozenset({"given", "agreed"}),
}
"""Which outcome may follow which; each step can be taken back."""


@dataclass(frozen=True)
class RoundSummary:
    """A round in numbers; `money` in đồng, of what was agreed or given."""

    awards: int
    by_kind: tuple[tuple[str, int], ...]
    by_state: tuple[tuple[str, int], ...]
    money: int


def set_state(
    book: Book, award_ids: Sequence[int], state: str, reason: str | None = None
) -> Done[int]:
    """Set the outcome of awards, all or none; return how many.

    Raises `UserProblem` naming the first award that can't take this step.
    """
    wanted = next((one for one in AwardState if one.value == state), None)
    if wanted is None:
        raise UserProblem(f"Không có kết quả «{state}».")
    with book.write(f"{wanted.heading}: {len(award_ids)} khen thưởng") as session:
        for one in award_ids:
            award = session.get(Award, one)
            if award is None or award.deleted_at is not None:
                raise UserProblem("Có dòng đã bị xóa. Hãy chọn lại.")
            if award.state == state:
                continue
            if state not in _STEPS[award.state]:
                now = next(each.heading for each in AwardState if each.value == award.state)
                raise UserProblem(
                    f"«{award.recipient_name}» đang ở kết quả «{now}», "
                    f"không chuyển thẳng sang «{wanted.heading}» được."
                )
            # the reason of an outcome that no longer holds stays in the audit entries
            against = state in (AwardState.REFUSED.value, AwardState.ANNULLED.value)
            values: dict[str, object] = {"state": state, "reason": reason if against else None}
            registers.save_in(session, "awards", values, one)
        return Done(len(award_ids), changes_of(session))


def set_decision(book: Book, award_ids: Sequence[int], decision_id: int | None) -> Done[int]:
    """Put awards under a decision of their round (None: take them out); return how many."""
    with book.write(f"Gắn quyết định: {len(award_ids)} khen thưởng") as session:
        for one in award_ids:
            registers.save_in(session, "awards", {"decision_id": decision_id}, one)
        return Done(len(award_ids), changes_of(session))


def round_summary(book: Book, round_id: int) -> RoundSummary:
    """Return a round's counts by kind of recipient and by outcome, and its money."""
    live = (Award.round_id == round_id, Award.deleted_at.is_(None))
    with book.read() as session:

        def counted(column: object) -> tuple[tuple[str, int], ...]:
            rows = session.execute(
                select(column, func.count()).where(*live).group_by(column)  # type: ignore[call-overload]  # a mapped column
            )
            return tuple((str(row[0]), int(row[1])) for row in rows)

        by_kind, by_state = counted(Award.recipient_kind), counted(Award.state)
        agreed = Award.state.in_((AwardState.AGREED.value, AwardState.GIVEN.value))
        money = session.scalar(select(func.sum(Award.money)).where(*live, agreed)) or 0
    return RoundSummary(sum(n for _, n in by_kind), by_kind, by_state, int(money))

"""What the clerk does with a round, from proposal to hand-over: outcomes, decisions, sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.terms import AwardState
from desktop.core.vietnamese.fold import clean, fold
from desktop.services import award_life_rules, registers
from desktop.services.decision_numbers import full_number
from desktop.services.house_paper import calendar_day, own_office
from desktop.services.issuing import (
    Issuing,
    kind_of,
    known,
    last_decision,
    proposals,
    said_by,
)
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import Award, Decision, Round

_AGREED, _GIVEN = AwardState.AGREED.value, AwardState.GIVEN.value
_ANNULLED = AwardState.ANNULLED.value
STANDING: Final = (_AGREED, _GIVEN)
"""Outcomes with which an award counts."""
GONE = "Có dòng đã bị xóa. Hãy chọn lại."


@dataclass(frozen=True)
class RoundSummary:
    """A round in numbers; `money` in đồng, of what was agreed or given."""

    awards: int
    by_kind: tuple[tuple[str, int], ...]
    by_state: tuple[tuple[str, int], ...]
    money: int


@dataclass(frozen=True)
class Waiting:
    """Awards of a level that wait for its decision, and the number the last one of it had."""

    level: str
    awards: int
    last_number: str
    decision_id: int | None = None  # a draft of this level in the round that has no number yet
    issuing: Mapping[str, Issuing] = field(default_factory=dict)  # by kind of number
    suffix: str = ""  # the office's own code

    def issued(self, number: str) -> Issuing:
        """Return who issues and signs a decision of a number as it will be kept."""
        return self.issuing.get(kind_of(number, self.suffix), Issuing())


@dataclass(frozen=True)
class Decided:
    """A decision that was made: its id, level and number, and how many awards came under it."""

    decision_id: int
    level: str
    number: str
    awards: int


# outcomes


def set_state(
    book: Book,
    award_ids: Sequence[int],
    state: str,
    reason: str | None = None,
    on: date | None = None,
) -> Done[int]:
    """Set the outcome of awards, all or none; return how many changed.

    `on` is the day of the hand-over (default: the meeting's, else today) or of the annulling
    (default: today). An award that has the outcome already gets the reason and the day that are
    given. Raises `UserProblem` naming the first award that can't take this step, and for a step
    that needs a reason and has none.
    """
    wanted = next((one for one in AwardState if one.value == state), None)
    if wanted is None:
        raise UserProblem(f"Không có kết quả «{state}».")
    with book.write(f"{wanted.heading}: {len(award_ids)} khen thưởng") as session:
        reason = clean(reason or "", multiline=True) or None
        changed = 0
        for award in _awards(session, award_ids):
            before = award.revision
            if award.state != state:
                _step(session, award, wanted, reason, on)
            else:
                _correct(session, award, reason, on)
            changed += award.revision != before
        rename(session, f"{wanted.heading}: {changed} khen thưởng")
        return Done(changed, changes_of(session))


def _awards(session: Session, award_ids: Sequence[int]) -> list[Award]:
    """Return awards in the order of their ids; `UserProblem` when one is gone."""
    found = [session.get(Award, one) for one in award_ids]
    live = [one for one in found if one is not None and one.deleted_at is None]
    if len(live) < len(found):
        raise UserProblem(GONE)
    return live


def _step(
    session: Session, award: Award, wanted: AwardState, reason: str | None, on: date | None
) -> None:
    state = wanted.value
    if problem := award_life_rules.refusal(award.state, state):
        raise UserProblem(f"«{award.recipient_name}» {problem}")
    needs_reason = state in award_life_rules.WITH_REASON
    if needs_reason and reason is None:
        raise UserProblem(award_life_rules.without_reason(state))
    # the reason of an outcome that no longer holds stays in the audit entries
    values: dict[str, object] = {
        "state": state,
        "reason": reason if needs_reason else None,
        "annulled_on": (on or calendar_day()) if state == _ANNULLED else None,
    }
    if state == _GIVEN:
        # what is taken back out of an annulling was handed over when it was
        values["given_on"] = on or award.given_on or _meeting(session, award) or calendar_day()
    elif state != _ANNULLED:
        values["given_on"] = None
    registers.save_in(session, "awards", values, award.id)


def _correct(session: Session, award: Award, reason: str | None, on: date | None) -> None:
    """Give an outcome the reason and the day it should have had."""
    values: dict[str, object] = {}
    if reason and award.state in award_life_rules.WITH_REASON:
        values["reason"] = reason
    day = {_GIVEN: "given_on", _ANNULLED: "annulled_on"}.get(award.state)
    if on is not None and day is not None:
        values[day] = on
    registers.save_in(session, "awards", values, award.id)


def _meeting(session: Session, award: Award) -> date | None:
    held = session.get(Round, award.round_id)
    return held.meeting_on if held is not None else None


def hand_over(
    book: Book,
    round_id: int,
    award_ids: Sequence[int] | None = None,
    on: date | None = None,
) -> Done[int]:
    """Record that awards were handed over on a day (default: the meeting's); return how many.

    Without `award_ids` all agreed awards of the round. Raises `UserProblem` when there is none,
    or when a chosen one can't be handed over.
    """
    with book.write("") as session:
        held = living_round(session, round_id)
        if award_ids is None:
            agreed = select(Award).where(
                Award.round_id == round_id, Award.deleted_at.is_(None), Award.state == _AGREED
            )
            given = list(session.scalars(agreed.order_by(Award.id)))
        else:
            given = [one for one in _awards(session, award_ids) if one.state != _GIVEN]
        if not given:
            raise UserProblem(
                "Không có ai ở kết quả «Đồng ý» để trao. Hãy ghi kết quả xét trước khi trao thưởng."
            )
        rename(session, f"Trao thưởng: {len(given)} khen thưởng của đợt «{held.title}»")
        for award in given:
            _step(session, award, AwardState.GIVEN, None, on)
        return Done(len(given), changes_of(session))


def rename(session: Session, words: str) -> None:
    """Give the deed under way its words, once it is known what it does."""
    deed_of(session).words = words


def living_round(session: Session, round_id: int) -> Round:
    """Return a round; `UserProblem` when it isn't in the book any more."""
    found = session.get(Round, round_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem("Đợt khen thưởng này đã bị xóa. Hãy chọn đợt khác.")
    return found


def round_day(session: Session, held: Round) -> date:
    """Return the day of a round: of its meeting, else of its first decision, else today."""
    decided = select(func.min(Decision.on)).where(
        Decision.round_id == held.id, Decision.deleted_at.is_(None)
    )
    return held.meeting_on or session.scalar(decided) or calendar_day()


# decisions


def set_decision(book: Book, award_ids: Sequence[int], decision_id: int | None) -> Done[int]:
    """Put awards under a decision of their round (None: take them out); return how many."""
    with book.write(f"Gắn quyết định: {len(award_ids)} khen thưởng") as session:
        for one in award_ids:
            registers.save_in(session, "awards", {"decision_id": decision_id}, one)
        return Done(len(award_ids), changes_of(session))


def waiting(book: Book, round_id: int) -> list[Waiting]:
    """Return the levels whose agreed awards have no decision yet, the one with most awards first.

    An award without a level counts to the office's own.
    """
    with book.read() as session:
        counted = Counter(_level(session, one) for one in _undecided(session, round_id))
        found = []
        for level, awards in counted.most_common():
            last = last_decision(session, level)
            draft = _draft(session, round_id, level)
            number = (last.number or "") if last else ""
            who, code = proposals(session, level, draft), own_office(session).code_suffix or ""
            found.append(Waiting(level, awards, number, draft.id if draft else None, who, code))
        return found


def _undecided(session: Session, round_id: int) -> list[Award]:
    binned = select(Decision.id).where(Decision.deleted_at.is_not(None))
    statement = select(Award).where(
        Award.round_id == round_id,
        Award.deleted_at.is_(None),
        # one that is in the recycle bin decides nothing
        or_(Award.decision_id.is_(None), Award.decision_id.in_(binned)),
        Award.state.in_(STANDING),
    )
    return list(session.scalars(statement.order_by(Award.id)))


def _level(session: Session, award: Award) -> str:
    return award.proposed_level or own_office(session).level


def _draft(session: Session, round_id: int, level: str) -> Decision | None:
    """Return the round's decision of a level that has no number yet."""
    statement = select(Decision).where(
        Decision.deleted_at.is_(None),
        Decision.round_id == round_id,
        Decision.level == level,
        Decision.number.is_(None),
    )
    return session.scalars(statement.order_by(Decision.id).limit(1)).first()


def decide(
    book: Book,
    round_id: int,
    number: str,
    on: date,
    decision_id: int | None = None,
    level: str | None = None,
    issuing: Mapping[str, Any] | None = None,
) -> Done[Decided]:
    """Give a round its decision: number and date are all that must be known.

    Issuer, signer and paper style are those of the last decision of that level and kind, for the
    office's own level its default signer's, or what `issuing` says (fields of a decision); the
    level is `level`, else that of most of the awards that
    wait. All agreed awards of the level that are under no decision come under it. With
    `decision_id` a draft gets its number and date. Raises `UserProblem` without a number, or when
    no award waits for a decision.
    """
    if not clean(number):
        raise UserProblem("Hãy nhập số quyết định.")
    with book.write("") as session:
        held = living_round(session, round_id)
        pending = _undecided(session, round_id)
        decision = _chosen(session, round_id, decision_id)
        if decision is None and not pending:
            raise UserProblem(
                f"Đợt «{held.title}» không còn ai được đồng ý mà chưa có quyết định. "
                "Hãy ghi kết quả «Đồng ý» trước."
            )
        if decision is not None:
            level = decision.level
        elif level is None:
            level = Counter(_level(session, one) for one in pending).most_common(1)[0][0]
        last = last_decision(session, level)
        kept = full_number(number, (last.number or "") if last else "")
        values = known(session, level, kept, on).values() | said_by(issuing or {})
        decision = decision or _same(session, round_id, level, kept, on)
        values = values if decision is None else _blanks(decision, values)
        values |= {"number": kept, "on": on}
        if decision is None:
            values |= {"round_id": round_id, "level": level}
        under = [one for one in pending if _level(session, one) == level]
        rename(session, f"Ra quyết định {kept}: {len(under)} khen thưởng")
        row = registers.save_in(session, "decisions", values, decision.id if decision else None)
        for award in under:
            registers.save_in(session, "awards", {"decision_id": row.id}, award.id)
        return Done(Decided(row.id, level, kept, len(under)), changes_of(session))


def _chosen(session: Session, round_id: int, decision_id: int | None) -> Decision | None:
    if decision_id is None:
        return None
    found = session.get(Decision, decision_id)
    if found is None or found.deleted_at is not None or found.round_id != round_id:
        raise UserProblem("Quyết định này không thuộc đợt khen thưởng đã chọn.")
    return found


def _same(session: Session, round_id: int, level: str, number: str, on: date) -> Decision | None:
    """Return the round's decision of this very number and day: it isn't made twice."""
    statement = select(Decision).where(
        Decision.deleted_at.is_(None),
        Decision.round_id == round_id,
        Decision.level == level,
        Decision.on == on,
    )
    wanted = fold(number)
    return next(
        (one for one in session.scalars(statement) if fold(one.number or "") == wanted), None
    )


def _blanks(decision: Decision, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a draft doesn't say yet: who signs comes whole, or not at all."""
    signing = {"signer", "signer_post", "signs", "authority"}
    left_out = signing if decision.signer else set()
    return {
        name: value
        for name, value in values.items()
        if name not in left_out
        and name != "paper_family"
        and (name in signing or getattr(decision, name) in (None, ""))
    }


# sums


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
        agreed = Award.state.in_(STANDING)
        money = session.scalar(select(func.sum(Award.money)).where(*live, agreed)) or 0
    return RoundSummary(sum(n for _, n in by_kind), by_kind, by_state, int(money))

"""The life of a model: its states, the steps allowed between them, what contradicts (pure).

Source: DOMAIN.md, 'Model state': Đăng ký → Đang thực hiện → Thẩm định → Công nhận → Nhân rộng, or
Dừng from any of them. A step goes to the next state; going back, and coming back from Dừng, needs a
reason. Steps are ordered by their days; one without a day stands where it was entered, as in the
figures (`storage.figures.models`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core.formats import date_text
from desktop.core.terms import ModelState

CHAIN: tuple[str, ...] = tuple(one.value for one in ModelState if one is not ModelState.STOPPED)
"""The states in the order of a model's life; a stopped one stands outside it."""
STOPPED = ModelState.STOPPED.value
_WORDS = {one.value: one.heading for one in ModelState}


@dataclass(frozen=True)
class Step:
    """A step of a model's life; `on` is None when the day isn't known."""

    state: str
    on: date | None = None
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Allowed:
    """A state that may come next; one that lies behind needs a reason."""

    state: str
    needs_reason: bool = False


def words(state: str) -> str:
    """Return what a state is called, in Vietnamese."""
    return _WORDS.get(state, state)


def order(days: Sequence[date | None]) -> list[int]:
    """Return the places of steps, entered in this order, as they follow each other by their days.

    A step without a day stands after the latest day entered before it.
    """
    known = date.min
    keys: list[tuple[date, int]] = []
    for place, day in enumerate(days):
        known = max(known, day or known)
        keys.append((day or known, place))
    return [place for _, place in sorted(keys)]


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Return steps, given as they were entered, as they follow each other."""
    return [steps[place] for place in order([one.on for one in steps])]


def latest_day(steps: Sequence[Step]) -> date | None:
    """Return the latest day of a history: the next step can't come before it; None of none."""
    return max((one.on for one in steps if one.on is not None), default=None)


def state_of(steps: Sequence[Step]) -> str | None:
    """Return the state that a history ends in, None of none."""
    return in_order(steps)[-1].state if steps else None


def road(steps: Sequence[Step]) -> list[str]:
    """Return the states that led to the present one; what was taken back is no part of it."""
    found: list[str] = []
    for step in in_order(steps):
        if step.state in found:
            del found[found.index(step.state) + 1 :]
        else:
            if step.state != STOPPED:
                while found and (found[-1] == STOPPED or _rank(found[-1]) > _rank(step.state)):
                    found.pop()
            found.append(step.state)
    return found


def before_last(steps: Sequence[Step]) -> str | None:
    """Return the state before the present one's step; None when there is nothing to take back."""
    found = road(steps)
    return found[-2] if len(found) > 1 else None


def allowed(steps: Sequence[Step]) -> tuple[Allowed, ...]:
    """Return the states that may come next, the one that goes on first, Dừng, then those behind."""
    found = road(steps)
    if not found:
        return tuple(Allowed(one) for one in (*CHAIN, STOPPED))
    now = found[-1]
    if now == STOPPED:
        # it comes back to where it stood; where that isn't known, to any state
        stood = _rank(found[-2]) if len(found) > 1 else len(CHAIN) - 1
        return tuple(Allowed(one, needs_reason=True) for one in reversed(CHAIN[: stood + 1]))
    at = _rank(now)
    further = tuple(Allowed(one) for one in CHAIN[at + 1 : at + 2])
    behind = tuple(Allowed(one, needs_reason=True) for one in reversed(CHAIN[:at]))
    return (*further, Allowed(STOPPED), *behind)


def refusal(steps: Sequence[Step], step: Step) -> str:
    """Return why a step can't follow a history, in one sentence that names what can; '' if it can.

    A step before the latest day of the history would not be the last one, so it is refused too.
    """
    possible = allowed(steps)
    chosen = next((one for one in possible if one.state == step.state), None)
    now = state_of(steps)
    if chosen is None:
        if now == step.state:
            return f"Mô hình đang ở tình trạng «{words(step.state)}» rồi. {_named(possible)}"
        return (
            f"Không chuyển thẳng từ «{words(now or '')}» sang «{words(step.state)}» được. "
            f"{_named(possible)}"
        )
    if chosen.needs_reason and not step.reason.strip():
        turn = "Mở lại" if now == STOPPED else "Lùi về"
        return f"{turn} «{words(step.state)}» phải ghi lý do. Hãy nhập lý do."
    latest = latest_day(steps)
    if step.on is not None and latest is not None and step.on < latest:
        return (
            f"Ngày {date_text(step.on)} sớm hơn bước gần nhất ({date_text(latest)}). "
            "Hãy sửa ngày, hoặc để trống nếu không rõ."
        )
    return ""


def _named(possible: Sequence[Allowed]) -> str:
    plain = " hoặc ".join(f"«{words(one.state)}»" for one in possible if not one.needs_reason)
    behind = ", ".join(f"«{words(one.state)}»" for one in possible if one.needs_reason)
    if not plain:
        return f"Chỉ mở lại được, có lý do, về: {behind}."
    return f"Bước kế tiếp là {plain}" + (f"; lùi về {behind} phải có lý do." if behind else ".")


Fault = tuple[Step, Step]
"""A step, and the next one, which can't follow it."""


def faults(steps: Sequence[Step]) -> list[Fault]:
    """Return each step of a history that its rules wouldn't let follow the one before it."""
    ordered = in_order(steps)
    found: list[Fault] = []
    for place in range(1, len(ordered)):
        before = [Step(one.state) for one in ordered[:place]]  # days don't matter here
        one = ordered[place]
        if refusal(before, Step(one.state, None, one.reason)):
            found.append((ordered[place - 1], one))
    return found


def contradictions(steps: Sequence[Step], registered_on: date | None = None) -> list[str]:
    """Return sentences on what of a history can't be right; they warn and never block."""
    found = [_told(before, one) for before, one in faults(steps)]
    if registered_on is not None:
        found += [
            f"«{words(one.state)}»{_day(one)} sớm hơn ngày đăng ký ({date_text(registered_on)})."
            for one in in_order(steps)
            if one.on is not None and one.on < registered_on
        ]
    return found


def _told(before: Step, one: Step) -> str:
    """Return what is wrong with a step that follows another one."""
    pair = f"«{words(before.state)}»{_day(before)} và «{words(one.state)}»{_day(one)}"
    left_out = CHAIN[_rank(before.state) + 1 : max(_rank(one.state), 0)]
    if before.state != STOPPED and left_out:
        return f"Giữa {pair} thiếu bước {', '.join(f'«{words(state)}»' for state in left_out)}."
    if one.state == before.state:
        return f"Hai bước liền nhau cùng là «{words(one.state)}»{_day(one)}."
    if before.state == STOPPED:
        return f"«{words(one.state)}»{_day(one)} mở lại mô hình đã dừng, thiếu lý do."
    return f"«{words(one.state)}»{_day(one)} là bước lùi sau «{words(before.state)}», thiếu lý do."


def _day(step: Step) -> str:
    return f" ({date_text(step.on)})" if step.on is not None else ""


def _rank(state: str) -> int:
    return CHAIN.index(state) if state in CHAIN else -1


__all__ = [
    "CHAIN",
    "STOPPED",
    "Allowed",
    "Fault",
    "Step",
    "allowed",
    "before_last",
    "contradictions",
    "faults",
    "in_order",
    "latest_day",
    "order",
    "refusal",
    "road",
    "state_of",
    "words",
]

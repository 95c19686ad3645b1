"""The rows of the lists of members, made from what is known of each (`member_reading`)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from desktop.core.formats import date_text
from desktop.core.standing import PRESENT, status_on
from desktop.core.terms import Force, MemberStatus, MoveKind, Sex, TheoryLevel
from desktop.core.vietnamese.dates import PartialDate
from desktop.services.member_reading import Known, day_of

if TYPE_CHECKING:
    from desktop.reports.members import BookRow, ListRow

_SEXES = {one.value: one.heading for one in Sex}
_FORCES = {one.value: one.heading for one in Force}
_THEORY = {one.value: one.heading for one in TheoryLevel}
_STATUSES = {one.value: one.heading for one in MemberStatus}


def _by(on: date | None, day: PartialDate | None) -> bool:
    """Tell whether something had happened by a day; what has no date had."""
    return on is None or day is None or day.first_day <= on


def _shown(on: date | None, iso: str | None) -> str:
    day = day_of(iso)
    return date_text(day) if _by(on, day) else ""


def list_row(one: Known, status: str | None, on: date | None) -> ListRow:
    """Return a member's row in the list by unit, with the status it had; `on` None is today."""
    from desktop.reports.members import ListRow  # noqa: PLC0415

    values = one.values
    return ListRow(
        name=values["full_name"],
        born=date_text(day_of(values["birth_date"])),
        sex=_SEXES.get(values["sex"] or "", ""),
        card=values["card_number"] or "",
        admitted=_shown(on, values["admitted_on"]),
        official=_shown(on, values["official_on"]),
        party_post=values["party_post"] or "",
        other_post=values["other_post"] or "",
        status=_STATUSES.get(status or "", ""),
        probationary=status == MemberStatus.PROBATIONARY.value,
    )


def book_row(one: Known, on: date | None) -> BookRow:
    """Return a member's row in the book 7-HSĐV, without what happened after `on`."""
    from desktop.reports.members import BookRow  # noqa: PLC0415

    values = one.values

    def texts(*names: str) -> tuple[str, ...]:
        return tuple(values[name] or "" for name in names)

    status = one.life.status if on is None else status_on(one.life, on)
    theory = _THEORY.get(values["theory_level"] or "", "")
    flags = (
        "Đảng viên dự bị" if status == MemberStatus.PROBATIONARY.value else "",
        "Miễn sinh hoạt" if values["exempt"] else "",
        "Sinh hoạt tạm thời" if values["temporary"] else "",
    )
    return BookRow(
        names=texts("full_name", "birth_name"),
        sex_ethnicity=(_SEXES.get(values["sex"] or "", ""), values["ethnicity"] or ""),
        home_towns=texts("home_town", "home_town_now"),
        learning=(
            values["education"] or "",
            theory,
            *texts("qualification", "foreign_language"),
        ),
        occupations=texts("occupation_before", "occupation_now"),
        party_days=(_shown(on, values["admitted_on"]), _shown(on, values["official_on"])),
        numbers=texts("card_number", "file_number", "badge_number"),
        force=_FORCES.get(values["force"] or "", ""),
        departures=_moves(one, MoveKind.DEPARTURE, on),
        arrivals=_moves(one, MoveKind.ARRIVAL, on),
        death=_ended(one, MemberStatus.DECEASED, on),
        leaving=_ended(one, MemberStatus.LEFT, on),
        notes=(*flags, values["note"] or ""),
        present=status in PRESENT,
        probationary=status == MemberStatus.PROBATIONARY.value,
    )


def _moves(one: Known, kind: MoveKind, on: date | None) -> tuple[str, ...]:
    """Return day and place of each move, oldest first; a status 'chuyển đi' without one too."""
    moves = [move for move in one.life.moves if move.kind == kind.value and _by(on, move.on)]
    moves.sort(key=lambda move: (move.on is not None, move.on.first_day if move.on else date.min))
    found = [text for move in moves for text in (date_text(move.on), move.place)]
    if not found and kind is MoveKind.DEPARTURE:
        return _ended(one, MemberStatus.TRANSFERRED, on)
    return tuple(found)


def _ended(one: Known, status: MemberStatus, on: date | None) -> tuple[str, ...]:
    """Return day and reason of a status, as the last step of it has them, else the record."""
    steps = [step for step in one.life.steps if step.status == status.value and _by(on, step.on)]
    day, reason = (steps[-1].on, steps[-1].reason) if steps else (None, "")
    own = one.life.status == status.value
    if own and (steps or not one.life.steps):
        since = day_of(one.values["status_on"])
        day = day or (since if _by(on, since) else None)
        reason = reason or one.values["status_reason"] or ""
    if not (day or reason) and own and steps:
        return ("Chưa rõ ngày",)
    return (date_text(day), reason)

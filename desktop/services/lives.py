"""What happens to members on a date: transfers and new statuses; the past is kept.

What happens to units is in `services.unit_lives`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.standing import PRESENT
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import following, many, registers
from desktop.services.many import Effect
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Member, MemberUnit, Unit
from desktop.storage.registers import spec

Progress = Callable[[int, int], None]
_EVERY = 20  # members between two signs of life
_CHUNK = 500  # members asked for at a time


def foresee_transfer(
    book: Book,
    member_ids: Sequence[int],
    unit_id: int,
    on: str,
    progress: Progress | None = None,
) -> list[Effect]:
    """Return what `transfer` would do to each member, nothing being written; raises as it does.

    Who has left or died, or came to the unit only after that day, is told as a problem.
    """
    day = PartialDate.from_iso(on)
    with book.read() as session:
        require_open(session, unit_id, day)
        later = _came_after(session, member_ids, day)
    found = many.foresee(book, "members", member_ids, {"unit_id": unit_id}, progress)
    return [_if_there(_if_present(one), later.get(one.row.id)) for one in found]


def _came_after(session: Session, member_ids: Sequence[int], day: PartialDate) -> dict[int, str]:
    """Return who came to their unit only after a day, with the day (ISO) on which they came."""
    found: dict[int, str] = {}
    for start in range(0, len(member_ids), _CHUNK):
        times = select(MemberUnit.member_id, MemberUnit.from_on).where(
            MemberUnit.member_id.in_(member_ids[start : start + _CHUNK]),
            MemberUnit.to_on.is_(None),
            MemberUnit.deleted_at.is_(None),
            MemberUnit.from_on.is_not(None),
        )
        found |= {
            member: since
            for member, since in session.execute(times)
            if since and PartialDate.from_iso(since).first_day > day.last_day
        }
    return found


def _if_there(effect: Effect, since: str | None) -> Effect:
    """Tell of who came to the unit after the day of the transfer that it can't be."""
    if not effect.after or since is None:
        return effect
    came = PartialDate.from_iso(since).display
    sentence = f"Mới về chi bộ hiện nay từ {came}, sau ngày chuyển. Hãy chọn ngày khác."
    return replace(effect, problems={"unit_id": sentence, **effect.problems})


def _if_present(effect: Effect) -> Effect:
    """Tell of who isn't in the Party's ranks here any more that there is nothing to transfer."""
    status = effect.row.values["status"]
    if not effect.after or status in PRESENT:
        return effect
    words = spec("members").by_name["status"].choice_headings[status].lower()
    sentence = f"Không chuyển sinh hoạt được: trạng thái là {words}."
    return replace(effect, problems={"status": sentence, **effect.problems})


def transfer(
    book: Book,
    member_ids: Sequence[int],
    unit_id: int,
    on: str,
    progress: Progress | None = None,
) -> Done[int]:
    """Move members to another unit of this book on a day (ISO, may be partial).

    Those who are there already stay as they are; returns how many moved. Raises `UserProblem`,
    with nothing changed, for a unit that had ended by then, a gone record or a bad date.
    """
    day = PartialDate.from_iso(on)
    with book.write(f"Chuyển sinh hoạt {len(member_ids)} đảng viên") as session:
        require_open(session, unit_id, day)
        people = [_member(session, one) for one in member_ids]
        moved = move_members(session, people, unit_id, day, progress)
        return Done(moved, changes_of(session))


def status_values(status: str, on: str | None, reason: str | None) -> dict[str, object]:
    """Return the fields that a new status gives a member."""
    return {"status": status, "status_on": on, "status_reason": reason}


def foresee_status(
    book: Book,
    member_ids: Sequence[int],
    status: str,
    on: str | None,
    reason: str | None = None,
    progress: Progress | None = None,
) -> list[Effect]:
    """Return what `change_status` would do to each member, nothing being written."""
    values = status_values(status, on, reason)
    found = many.foresee(book, "members", member_ids, values, progress)
    return [replace(one, after={}) if "status" not in one.after else one for one in found]


def change_status(
    book: Book,
    member_ids: Sequence[int],
    status: str,
    on: str | None,
    reason: str | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """Give members a status from a day on (None: unknown), with the form or cause; return how many.

    Who has it already stays as it is. Raises `InvalidValues` for a status that isn't one,
    `UserProblem` for a gone record.
    """
    with book.write(f"Đổi trạng thái {len(member_ids)} đảng viên") as session:
        changed = 0
        for done, one in enumerate(member_ids):
            if progress and done % _EVERY == 0:
                progress(done, len(member_ids))
            if _member(session, one).status == status:
                continue
            registers.save_in(session, "members", status_values(status, on, reason), one)
            changed += 1
        return Done(changed, changes_of(session))


def move_members(
    session: Session,
    people: Sequence[Member],
    unit_id: int,
    day: PartialDate,
    progress: Progress | None = None,
) -> int:
    """Move members to a unit on a day, in a transaction that is open; return how many moved."""
    moved = 0
    with following.on_day(session, day.iso):
        for done, one in enumerate(people):
            if progress and done % _EVERY == 0:
                progress(done, len(people))
            if one.unit_id != unit_id:
                registers.save_in(session, "members", {"unit_id": unit_id}, one.id)
                moved += 1
    return moved


def _member(session: Session, member_id: int) -> Member:
    found = session.get(Member, member_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem("Có đảng viên đã bị xóa khỏi sổ. Hãy chọn lại.")
    return found


def living_unit(session: Session, unit_id: int) -> Unit:
    """Return a unit; `UserProblem` when it isn't in the book any more."""
    found = session.get(Unit, unit_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem("Đơn vị đã bị xóa khỏi sổ. Hãy chọn lại.")
    return found


def require_open(
    session: Session, unit_id: int, day: PartialDate, *, may_end: bool = False
) -> None:
    """Raise `UserProblem` for a unit that had ended, or wasn't yet there, on a day.

    `may_end`: a unit that ended on that very day will do; none receives anybody on it.
    """
    unit = living_unit(session, unit_id)
    last = PartialDate.from_iso(unit.ended).last_day if unit.ended else None
    if unit.ended and last and (last < day.last_day or (last == day.last_day and not may_end)):
        ended = PartialDate.from_iso(unit.ended).display
        raise UserProblem(f"«{unit.name}» đã kết thúc hoạt động từ {ended}. Hãy chọn đơn vị khác.")
    if unit.established and PartialDate.from_iso(unit.established).first_day > day.last_day:
        begun = PartialDate.from_iso(unit.established).display
        raise UserProblem(f"«{unit.name}» thành lập {begun}, sau ngày {day.display}.")

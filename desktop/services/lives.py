"""What happens to members and units on a date: transfers, new statuses, mergers, dissolutions.

Nothing of the past is lost: a member's history keeps the unit of each time, a unit that ended
stays and says what became of it (DOMAIN.md, 'Who uses it': units are never deleted).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import following, registers
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Member, Unit
from desktop.storage.registers import MODELS, spec
from desktop.storage.search import subtree

_PRESENT = ("probationary", "official")


def transfer(book: Book, member_ids: Sequence[int], unit_id: int, on: str) -> Done[int]:
    """Move members to another unit of this book on a day (ISO, may be partial).

    Those who are there already stay as they are; returns how many moved. Raises `UserProblem`,
    with nothing changed, for a unit that had ended by then, a gone record or a bad date.
    """
    day = PartialDate.from_iso(on)
    with book.write(f"Chuyển sinh hoạt {len(member_ids)} đảng viên") as session:
        _require_open(session, unit_id, day)
        moved = _move(session, [_member(session, one) for one in member_ids], unit_id, day)
        return Done(moved, changes_of(session))


def transfer_unit(book: Book, from_id: int, unit_id: int, on: str) -> Done[int]:
    """Move every present member of a unit to another one; see `transfer`."""
    day = PartialDate.from_iso(on)
    with book.write("Chuyển sinh hoạt cả đơn vị") as session:
        _require_open(session, unit_id, day)
        moved = _move(session, _present(session, from_id), unit_id, day)
        return Done(moved, changes_of(session))


def change_status(
    book: Book, member_ids: Sequence[int], status: str, on: str | None, reason: str | None = None
) -> Done[int]:
    """Give members a status from a day on (None: unknown), with the form or cause; return how many.

    Raises `InvalidValues` for a status that isn't one, `StaleRecord` for a gone record.
    """
    with book.write(f"Đổi trạng thái {len(member_ids)} đảng viên") as session:
        changed = 0
        for one in member_ids:
            if _member(session, one).status == status:
                continue
            values = {"status": status, "status_on": on, "status_reason": reason}
            registers.save_in(session, "members", values, one)
            changed += 1
        return Done(changed, changes_of(session))


def merge_units(book: Book, unit_ids: Sequence[int], into_id: int, on: str) -> Done[int]:
    """End units on a day by merging them into another; return how many members moved.

    Their present members move on that day, their subordinate units become the other's. Raises
    `UserProblem`, with nothing changed, when the other had ended, is among or below them.
    """
    day = PartialDate.from_iso(on)
    with book.write(f"Sáp nhập {len(unit_ids)} đơn vị") as session:
        _require_open(session, into_id, day)
        moved = 0
        for one in unit_ids:
            unit = _unit(session, one)
            if into_id in subtree(session, one):
                raise UserProblem(
                    f"«{unit.name}» không thể sáp nhập vào chính nó hoặc đơn vị dưới nó."
                )
            _require_open(session, one, day)
            moved += _move(session, _present(session, one), into_id, day)
            _adopt(session, one, into_id)
            values = {"ended": day.iso, "merged_into_id": into_id}
            registers.save_in(session, "units", values, one)
        return Done(moved, changes_of(session))


def dissolve_unit(book: Book, unit_id: int, on: str, members_to: int | None = None) -> Done[int]:
    """End a unit on a day without a successor; return how many members moved.

    `members_to` takes its present members and subordinate units; without it there may be none.
    """
    day = PartialDate.from_iso(on)
    with book.write("Giải thể đơn vị") as session:
        unit = _unit(session, unit_id)
        _require_open(session, unit_id, day)
        people = _present(session, unit_id)
        below = [one for one in subtree(session, unit_id) if one != unit_id]
        below = [one for one in below if not _unit(session, one).ended]
        if members_to is None and (people or below):
            raise UserProblem(
                f"«{unit.name}» còn {len(people)} đảng viên và {len(below)} đơn vị trực thuộc. "
                "Hãy chọn đơn vị tiếp nhận."
            )
        moved = 0
        if members_to is not None:
            if members_to == unit_id or members_to in below:
                raise UserProblem("Đơn vị tiếp nhận không thể là đơn vị bị giải thể hoặc dưới nó.")
            _require_open(session, members_to, day)
            moved = _move(session, people, members_to, day)
            _adopt(session, unit_id, members_to)
        registers.save_in(session, "units", {"ended": day.iso}, unit_id)
        return Done(moved, changes_of(session))


def move_unit(book: Book, unit_id: int, parent_id: int | None) -> Done[None]:
    """Put a unit below another one (None: at the top); `InvalidValues` for a circle."""
    with book.write("Chuyển đơn vị trong cây tổ chức") as session:
        registers.save_in(session, "units", {"parent_id": parent_id}, unit_id)
        return Done(None, changes_of(session))


def edit_many(
    book: Book, register: str, ids: Sequence[int], values: dict[str, object]
) -> Done[int]:
    """Give many records the same values in some fields, all or none; return how many changed."""
    declared = spec(register)
    with book.write(f"Sửa {len(ids)} {declared.singular_heading}") as session:
        changed = 0
        for one in ids:
            row = session.get(MODELS[register], one)
            if row is None or row.deleted_at is not None:
                raise UserProblem("Có dòng đã bị xóa. Hãy chọn lại.")
            if any(getattr(row, name) != value for name, value in values.items()):
                registers.save_in(session, register, values, one)
                changed += 1
        return Done(changed, changes_of(session))


def _move(session: Session, people: Sequence[Member], unit_id: int, day: PartialDate) -> int:
    moved = 0
    with following.on_day(session, day.iso):
        for one in people:
            if one.unit_id != unit_id:
                registers.save_in(session, "members", {"unit_id": unit_id}, one.id)
                moved += 1
    return moved


def _adopt(session: Session, from_id: int, to_id: int) -> None:
    """Make a unit's living subordinate units those of another."""
    below = select(Unit.id).where(
        Unit.parent_id == from_id, Unit.deleted_at.is_(None), Unit.ended.is_(None)
    )
    for one in session.scalars(below).all():
        if one != to_id:
            registers.save_in(session, "units", {"parent_id": to_id}, one)


def _present(session: Session, unit_id: int) -> Sequence[Member]:
    return session.scalars(
        select(Member).where(
            Member.unit_id == unit_id, Member.deleted_at.is_(None), Member.status.in_(_PRESENT)
        )
    ).all()


def _member(session: Session, member_id: int) -> Member:
    found = session.get(Member, member_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem("Có đảng viên đã bị xóa khỏi sổ. Hãy chọn lại.")
    return found


def _unit(session: Session, unit_id: int) -> Unit:
    found = session.get(Unit, unit_id)
    if found is None or found.deleted_at is not None:
        raise UserProblem("Đơn vị đã bị xóa khỏi sổ. Hãy chọn lại.")
    return found


def _require_open(session: Session, unit_id: int, day: PartialDate) -> None:
    unit = _unit(session, unit_id)
    if unit.ended and PartialDate.from_iso(unit.ended).last_day < day.last_day:
        ended = PartialDate.from_iso(unit.ended).display
        raise UserProblem(f"«{unit.name}» đã kết thúc hoạt động từ {ended}. Hãy chọn đơn vị khác.")
    if unit.established and PartialDate.from_iso(unit.established).first_day > day.last_day:
        begun = PartialDate.from_iso(unit.established).display
        raise UserProblem(f"«{unit.name}» thành lập {begun}, sau ngày {day.display}.")

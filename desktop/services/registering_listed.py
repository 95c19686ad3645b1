"""Who stands behind some rows of the lists of who is expected: to register just them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.services.registering_known import Key, key_of
from desktop.storage.book import Book
from desktop.storage.models import Expected, Unit


@dataclass(frozen=True)
class Listed:
    """Some who are expected in a campaign; `unit` (id, name) where all are of the same one."""

    campaign_id: int
    unit: tuple[int, str] | None
    keys: frozenset[Key]


def listed(book: Book, ids: Sequence[int]) -> Listed:
    """Return who is meant by rows of a campaign's list, by their ids.

    Raises `UserProblem` when they are of several campaigns, or gone.
    """
    with book.read() as session:
        rows = [
            one
            for start in range(0, len(ids), _CHUNK)
            for one in session.scalars(
                select(Expected).where(
                    Expected.id.in_(ids[start : start + _CHUNK]), Expected.deleted_at.is_(None)
                )
            )
        ]
        campaigns = {one.campaign_id for one in rows}
        if not rows:
            raise UserProblem("Các dòng đã chọn không còn trong danh sách. Hãy chọn lại.")
        if len(campaigns) > 1:
            raise UserProblem(
                "Các dòng đã chọn thuộc nhiều đợt. Hãy chọn những người của cùng một đợt."
            )
        units = {one.unit_id for one in rows}
        unit = session.get(Unit, units.pop() or 0) if len(units) == 1 else None
        keys = (key_of(one.pledger_kind, one.member_id, one.name, one.unit_id) for one in rows)
        named = (unit.id, unit.name) if unit is not None else None
        return Listed(campaigns.pop(), named, frozenset(keys))


_CHUNK = 5_000

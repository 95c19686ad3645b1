"""Adding to a pledge that is there: new items, and what it left blank; nothing is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.terms import PledgerKind
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.registering_known import Pledger
from desktop.storage.models import Pledge, PledgeItem

_MORE = ("duty", "target", "due_on")
"""What an item says beside its content."""
_SAID = ("campaign_id", "public_means", "public_on", "confirmed_on")
"""What of a registration the clerk is told when a pledge says something else."""


@dataclass(frozen=True)
class Completion:
    """What a pledge that is there gets: values it left blank, new items, and blanks of its items.

    `differs`: it says something else than was asked for all, and stays so.
    """

    pledge: int
    values: Mapping[str, Any]
    new: Sequence[Mapping[str, Any]]
    items: Mapping[int, Mapping[str, Any]]  # by id
    differs: bool

    @property
    def changes(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.values or self.new or self.items)


def completion(
    session: Session,
    pledge: int,
    who: Pledger,
    common: Mapping[str, Any],
    items: Iterable[Mapping[str, Any]],
) -> Completion:
    """Return what a pledge gets of what is asked for all, and of who made it; writes nothing."""
    row = session.get_one(Pledge, pledge)
    values, differs = _values(row, who, common)
    new, filled = _items(session, pledge, items)
    return Completion(pledge, values, new, filled, differs)


def complete(session: Session, wanted: Completion) -> None:
    """Fill the blanks of a pledge and of its items; new items are the caller's to add.

    Raises `UserProblem` with the name when the values can't be kept.
    """
    for row_id, values in wanted.items.items():
        registers.save_in(session, "pledge_items", values, row_id)
    if wanted.values:
        try:
            registers.save_in(session, "pledges", wanted.values, wanted.pledge)
        except InvalidValues as problem:
            name = session.get_one(Pledge, wanted.pledge).name
            raise UserProblem(f"«{name}»: {problem.message}") from problem


def merged(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return items with those of the same content as one, unless they say different things."""
    found: list[dict[str, Any]] = []
    for item in items:
        same = _same(found, item)
        if same is None:
            found.append(dict(item))
        else:
            same.update(_blanks(same, item))
    return found


def _items(
    session: Session, pledge: int, items: Iterable[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], dict[int, dict[str, Any]]]:
    """Return the items that a pledge lacks, placed after its own, and what its own ones get.

    An item of the same content, folded, gets the duty, target and due date that it has none of;
    where it says something else, what was typed is an item of its own, so that nothing is lost.
    """
    rows = session.scalars(
        select(PledgeItem)
        .where(PledgeItem.pledge_id == pledge, PledgeItem.deleted_at.is_(None))
        .order_by(PledgeItem.position, PledgeItem.id)
    ).all()
    there = [{name: getattr(one, name) for name in ("id", "content", *_MORE)} for one in rows]
    last = max((one.position or 0 for one in rows), default=0)
    fresh: list[dict[str, Any]] = []
    filled: dict[int, dict[str, Any]] = {}
    for item in items:
        same = _same([*there, *fresh], item)
        if same is None:
            fresh.append({**item, "position": last + len(fresh) + 1})
            continue
        more = _blanks(same, item)
        same.update(more)
        if more and "id" in same:
            filled.setdefault(same["id"], {}).update(more)
    return fresh, filled


def _same(items: Iterable[dict[str, Any]], item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the first item of the same content that says nothing else than another does."""
    content = fold(item["content"] or "")
    for one in items:
        if fold(one["content"] or "") == content and all(
            _empty(one[name]) or _empty(item[name]) or _alike(one[name], item[name])
            for name in _MORE
        ):
            return one
    return None


def _blanks(there: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in _MORE if _empty(there[name]) and not _empty(item[name])}


def _empty(value: Any) -> bool:
    return value is None or value == ""


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def _values(row: Pledge, who: Pledger, common: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return what fills a pledge's blanks, its record too, and whether it says something else."""
    wanted = {**common, "post": who.post, "unit_id": who.unit_id}
    if row.pledger_kind == PledgerKind.MEMBER.value:
        wanted["member_id"] = who.member_id
    if row.public_means and common["public_means"] not in (None, row.public_means):
        wanted.pop("public_on")  # it is the day of other means
    values = {
        name: value
        for name, value in wanted.items()
        if not _empty(value) and value is not False and getattr(row, name) in (None, "", False)
    }
    differs = any(
        not _empty(common[name]) and getattr(row, name) not in (None, "", common[name])
        for name in _SAID
    )
    return values, differs

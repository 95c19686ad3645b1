"""The yearly ratings of the demo: of units for two years, of members for last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from desktop.core.terms import RatedKind, ReviewPeriod
from desktop.services.demo.making import Making, between
from desktop.services.demo.members import Person
from desktop.services.demo.scales import Rated, Scale
from desktop.services.demo.units import Tree

_MOST_MEMBERS, _MOST_CELLS = 500, 200


def make_ratings(making: Making, tree: Tree, people: Sequence[Person]) -> None:
    """Make the ratings of the years that are over."""
    with making.writing("Nhập kết quả đánh giá, xếp loại"):
        for year in (making.today.year - 2, making.today.year - 1):
            making.save_many("yearly_ratings", _units(making, tree, year))
        last = making.today.year - 1
        making.save_many("yearly_ratings", _members(making, people, last))


def _units(making: Making, tree: Tree, year: int) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"ratings of units {year}")
    scale = Scale(making.session, date(year, 12, 31))
    for commune in tree.communes:
        row = _row(year, RatedKind.UNIT, tree.names[commune.committee], scale.draw(chance))
        decided = between(chance, date(year, 12, 22), date(year, 12, 30))
        row |= {"decided_by": "Ban Thường vụ Huyện ủy", "decided_on": decided}
        yield row | {"unit_id": commune.committee}
    for cell in tree.cells[:_MOST_CELLS]:
        row = _row(year, RatedKind.UNIT, cell.name, scale.draw(chance))
        row |= _decided(cell.commune.name if cell.commune else None)
        row["decided_on"] = between(chance, date(year, 12, 12), date(year, 12, 20))
        yield row | {"unit_id": cell.id}


def _members(making: Making, people: Sequence[Person], year: int) -> Iterator[dict[str, Any]]:
    chance = making.chance(f"ratings of members {year}")
    scale = Scale(making.session, date(year, 12, 31))
    rated = [one for one in people if one.present and one.admitted < date(year, 7, 1)]
    for one in rated[:_MOST_MEMBERS]:
        row = _row(year, RatedKind.MEMBER, one.name, scale.draw(chance))
        row |= _decided(one.cell.commune.name if one.cell.commune else None)
        row["decided_on"] = between(chance, date(year, 12, 8), date(year, 12, 18))
        yield row | {"member_id": one.id, "unit_id": one.cell.id}


def _decided(commune: str | None) -> dict[str, str]:
    whose = f"Đảng ủy xã {commune}" if commune is not None else "Ban Thường vụ Huyện ủy"
    return {"decided_by": whose}


def _row(year: int, kind: RatedKind, name: str, rated: Rated) -> dict[str, Any]:
    return {
        "rated_kind": kind.value,
        "name": name,
        "period_kind": ReviewPeriod.YEAR.value,
        "period_from": date(year, 1, 1),
        "period_to": date(year, 12, 31),
        "common_points": rated.common,
        "result_points": rated.results,
        "points": rated.points,
        "rating": rated.rating,
    }

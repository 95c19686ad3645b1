"""The tree of units: a district's communes with their cells, and units that came to an end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

from desktop.core.terms import UnitKind
from desktop.services.demo.making import Making, texts

_FEW, _MEMBERS_OF_COMMUNE, _MEMBERS_OF_CELL = 3, 1_000, 25
_MERGED_ON, _DISSOLVED_ON = date(2025, 7, 1), date(2025, 3, 1)
_DISTRICT_CELL = 30  # a district cell to so many cells of communes, at most all there are


@dataclass(frozen=True)
class Commune:
    """A commune with the ids of its committee, its government and its mass organisations."""

    name: str
    committee: int
    government: int
    fronts: Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """A cell; `kind` is what its members do ('hamlet', 'school', …)."""

    id: int
    kind: str
    name: str
    commune: Commune | None = None
    hamlet: str = ""

    @property
    def place(self) -> str:
        """Where the cell's members work: 'ấp Nhứt, xã Mỹ Long', 'Trường Tiểu học Mỹ Long'."""
        if self.commune is None:
            return "" if self.kind == "board" else f"huyện {texts('places')['district']}"
        if self.kind == "hamlet":
            return f"ấp {self.hamlet}, xã {self.commune.name}"
        if self.kind in ("school", "health"):
            return self.name.removeprefix("Chi bộ ")
        return f"xã {self.commune.name}"

    @property
    def area(self) -> str:
        """Where the cell's members meet people: 'ấp Nhứt', 'xã Mỹ Long'."""
        if self.hamlet:
            return f"ấp {self.hamlet}"
        if self.commune is None:
            return f"huyện {texts('places')['district']}"
        return f"xã {self.commune.name}"


@dataclass
class Tree:
    """The units that later parts refer to; `former` gives a cell the one merged into it."""

    communes: list[Commune] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    former: dict[int, int] = field(default_factory=dict)
    merged_on: date = _MERGED_ON
    names: dict[int, str] = field(default_factory=dict)

    def cells_of(self, commune: Commune, kind: str) -> list[Cell]:
        """Return a commune's cells of a kind."""
        return [one for one in self.cells if one.commune is commune and one.kind == kind]


def make_units(making: Making) -> Tree:
    """Make the tree: 3 communes, more for more than 3,000 members, and a cell to 25 members."""
    tree = Tree(merged_on=_past(_MERGED_ON, making.today))
    places = texts("places")
    with making.writing("Nhập đơn vị"):
        top = _add(
            making,
            tree,
            [
                _unit(
                    "H",
                    f"Đảng bộ huyện {places['district']}",
                    UnitKind.PARTY_COMMITTEE,
                    established="1976-04",
                )
            ],
        )[0]
        for place, name in enumerate(_commune_names(making.members), start=1):
            tree.communes.append(_commune(making, tree, top, place, name))
        _cells(making, tree, top)
        _ended(making, tree, top)
    return tree


def _unit(code: str, name: str, kind: UnitKind, **values: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind.value, **values}


def _add(making: Making, tree: Tree, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    listed = list(rows)
    ids = making.save_many("units", listed)
    tree.names.update(zip(ids, (str(one["name"]) for one in listed), strict=True))
    return ids


def _past(day: date, today: date) -> date:
    """Return a day of the reform, or one of last year where that is still to come."""
    return day if day <= today else date(today.year - 1, 1, 1)


def _commune_names(members: int) -> list[str]:
    known = texts("places")
    names = list(known["communes"])
    wanted = max(_FEW, ceil(members / _MEMBERS_OF_COMMUNE))
    for second in known["second_words"]:
        for first in known["first_words"]:
            name = f"{first} {second}"
            if first != second and name not in names and len(names) < wanted:
                names.append(name)
    return names


def _commune(making: Making, tree: Tree, top: int, place: int, name: str) -> Commune:
    code = f"X{place:02}"
    committee = _add(
        making,
        tree,
        [
            _unit(
                code,
                f"Đảng bộ xã {name}",
                UnitKind.BASE_COMMITTEE,
                parent_id=top,
                established="1976",
            )
        ],
    )[0]
    fronts = texts("places")["fronts"]
    rows = [_unit(f"{code}.UB", f"Ủy ban nhân dân xã {name}", UnitKind.AGENCY, parent_id=committee)]
    rows += [
        _unit(
            f"{code}.MT{number}",
            words.format(commune=name),
            UnitKind.FRONT,
            parent_id=committee,
        )
        for number, (_, words) in enumerate(fronts, start=1)
    ]
    government, *others = _add(making, tree, rows)
    kinds = [one[0] for one in fronts]
    return Commune(name, committee, government, dict(zip(kinds, others, strict=True)))


def _cells(making: Making, tree: Tree, top: int) -> None:
    wanted = max(2 * len(tree.communes), making.members // _MEMBERS_OF_CELL)
    district = texts("places")["district_cells"][: wanted // _DISTRICT_CELL + 1]
    if wanted == 2 * len(tree.communes):
        district = []
    chance = making.chance("units")
    planned: list[tuple[str, Commune | None, str, dict[str, Any]]] = [
        (kind, None, "", _unit(f"H.{place:02}", name, UnitKind.BASE_CELL, parent_id=top))
        for place, (kind, name) in enumerate(district, start=1)
    ]
    each, more = divmod(wanted - len(district), len(tree.communes))
    for place, commune in enumerate(tree.communes):
        for number in range(each + (place < more)):
            kind, hamlet, name = _cell_name(commune, place, number)
            row = _unit(
                f"X{place + 1:02}.{number + 1:02}",
                name,
                UnitKind.CELL,
                parent_id=commune.committee,
                established=f"{chance.randint(1977, 1989)}",
            )
            planned.append((kind, commune, hamlet, row))
    ids = _add(making, tree, (one[3] for one in planned))
    tree.cells = [
        Cell(row_id, kind, row["name"], commune, hamlet)
        for row_id, (kind, commune, hamlet, row) in zip(ids, planned, strict=True)
    ]
    hamlets = [one for one in tree.cells if one.hamlet]
    _add(
        making,
        tree,
        (
            _unit(
                f"A{place:04}",
                f"Ấp {one.hamlet}, xã {one.commune.name}",
                UnitKind.NEIGHBOURHOOD,
                parent_id=one.commune.government,
            )
            for place, one in enumerate(hamlets, start=1)
            if one.commune is not None
        ),
    )


def _cell_name(commune: Commune, place: int, number: int) -> tuple[str, str, str]:
    """Return kind, hamlet and name of a commune's cell; hamlets differ between neighbours."""
    known = texts("places")
    patterns, hamlets = known["cells"], known["hamlets"]
    kind, words = patterns[number] if number < len(patterns) else patterns[2]
    hamlet = ""
    if kind == "hamlet":
        before = sum(patterns[one][0] == "hamlet" for one in range(min(number, len(patterns))))
        before += max(0, number - len(patterns))
        hamlet = hamlets[(place * 14 + before) % len(hamlets)]
    return kind, hamlet, words.format(commune=commune.name, hamlet=hamlet)


def _ended(making: Making, tree: Tree, top: int) -> None:
    """Make a commune merged into the first one, with two cells, and a dissolved committee."""
    places = texts("places")
    target = tree.communes[0]
    merged_on = tree.merged_on.isoformat()
    merged, _dissolved = _add(
        making,
        tree,
        [
            _unit(
                "X00",
                f"Đảng bộ xã {places['merged']}",
                UnitKind.BASE_COMMITTEE,
                parent_id=top,
                established="1983",
                ended=merged_on,
                merged_into_id=target.committee,
                note=f"Hợp nhất vào xã {target.name}.",
            ),
            _unit(
                "H.00",
                f"Đảng bộ Công an huyện {places['district']}",
                UnitKind.BASE_COMMITTEE,
                parent_id=top,
                established="1980",
                ended=_past(_DISSOLVED_ON, making.today).isoformat(),
                note="Giải thể khi không tổ chức công an cấp huyện.",
            ),
        ],
    )
    into = [*tree.cells_of(target, "hamlet"), *tree.cells_of(target, "party")]
    names = places["ended_hamlets"][: len(into)]
    olds = _add(
        making,
        tree,
        (
            _unit(
                f"X00.{place:02}",
                f"Chi bộ ấp {name}",
                UnitKind.CELL,
                parent_id=merged,
                established="1996",
                ended=merged_on,
                merged_into_id=into[place - 1].id,
            )
            for place, name in enumerate(names, start=1)
        ),
    )
    tree.former = {cell.id: old for cell, old in zip(into, olds, strict=False)}
    # a cell that went with its hamlet from the one commune to the other
    moved = into[-1].id
    making.save_many(
        "unit_parents",
        [
            {"unit_id": moved, "parent_id": merged, "from_on": None, "to_on": merged_on},
            {"unit_id": moved, "parent_id": target.committee, "from_on": merged_on, "to_on": None},
        ],
    )

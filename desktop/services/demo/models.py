"""The demo's registry of models: every field, state and kind of owner, with their history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from desktop.core.terms import Level, ModelKind, ModelState
from desktop.services.demo.making import Making, between, texts
from desktop.services.demo.members import Person
from desktop.services.demo.names import make_name
from desktop.services.demo.units import Commune, Tree
from desktop.storage.models import FieldOfWork

_S = ModelState
_PATHS: Mapping[ModelState, tuple[ModelState, ...]] = {
    _S.REGISTERED: (),
    _S.IN_PROGRESS: (_S.IN_PROGRESS,),
    _S.APPRAISED: (_S.IN_PROGRESS, _S.APPRAISED),
    _S.RECOGNISED: (_S.IN_PROGRESS, _S.APPRAISED, _S.RECOGNISED),
    _S.REPLICATED: (_S.IN_PROGRESS, _S.APPRAISED, _S.RECOGNISED, _S.REPLICATED),
    _S.STOPPED: (_S.IN_PROGRESS, _S.STOPPED),
}
_IN_TURN = (
    _S.RECOGNISED,
    _S.IN_PROGRESS,
    _S.REPLICATED,
    _S.RECOGNISED,
    _S.IN_PROGRESS,
    _S.APPRAISED,
    _S.REPLICATED,
    _S.REGISTERED,
    _S.RECOGNISED,
    _S.IN_PROGRESS,
    _S.STOPPED,
)
_AGES: Mapping[ModelState, tuple[int, int]] = {
    _S.REGISTERED: (5, 90),
    _S.IN_PROGRESS: (120, 640),
    _S.APPRAISED: (300, 700),
    _S.RECOGNISED: (450, 1_500),
    _S.REPLICATED: (700, 1_700),
    _S.STOPPED: (800, 1_600),
}
"""For each state, how many days ago a model in it was registered: from and to."""

_LEVELS: tuple[tuple[Level, ...], ...] = (
    (Level.COMMUNE,),
    (Level.COMMUNE, Level.DISTRICT),
    (Level.BASE,),
    (Level.DISTRICT,),
    (Level.DISTRICT, Level.PROVINCE),
    (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE),
    (Level.BASE, Level.COMMUNE),
    (Level.PROVINCE, Level.CENTRAL),
)
_COPIES = 5
_STILL = "Còn duy trì, có thêm người tham gia; đề nghị tiếp tục nhân rộng."
_NO_MORE = "Hoạt động cầm chừng, chưa có người phụ trách mới."


@dataclass
class _Drawn:
    """A model with its steps, levels and further units, as rows that don't know its id yet."""

    row: dict[str, Any]
    steps: list[dict[str, Any]]
    levels: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """A model as the commendations need it."""

    id: int
    name: str
    unit_id: int | None
    member_id: int | None
    registered: date


def make_models(making: Making, tree: Tree, people: Sequence[Person]) -> list[Made]:
    """Make a model of each text, and a few that others copied; return them."""
    known = texts("models")
    chance = making.chance("models")
    heads = [one for one in people if one.present and one.head]
    drawn: list[_Drawn] = []
    with making.writing("Nhập mô hình"):
        order = select(FieldOfWork.id).order_by(FieldOfWork.position)
        fields = list(making.session.scalars(order))
        for place, one in enumerate(known):
            commune = tree.communes[place % len(tree.communes)]
            values = {
                "code": f"MH{place + 1:03}",
                "name": one["name"],
                "field_id": fields[one["field"] - 1],
                **_texts_of(one),
                **_owner(chance, tree, commune, one, heads),
            }
            made = _draw(making, chance, values, _IN_TURN[place % len(_IN_TURN)], commune)
            made.units = [
                {"unit_id": _unit(chance, tree, commune, kind)} for kind in one.get("units", ())
            ]
            drawn.append(made)
        saved = _save(making, drawn)
        saved += _save(making, _copies(making, chance, tree, saved, fields))
        making.save_many("model_reviews", _reviews(making, saved))
    return saved


def _reviews(making: Making, models: Sequence[Made]) -> Iterator[dict[str, Any]]:
    """Re-evaluate every second of the models that are over a year old; the others wait for it."""
    chance = making.chance("model reviews")
    for one in models[::2]:
        first = one.registered + timedelta(days=200)
        if first < making.today - timedelta(days=30):
            on = between(chance, max(first, making.today - timedelta(days=300)), making.today)
            works = chance.random() < 0.9
            yield {
                "model_id": one.id,
                "on": on,
                "effective": works,
                "finding": _STILL if works else _NO_MORE,
                "reviewed_by": "Ban Tuyên giáo và Dân vận Huyện ủy",
            }


def _texts_of(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("description", "results", "beneficiaries")}


def _owner(
    chance: Random,
    tree: Tree,
    commune: Commune,
    one: Mapping[str, Any],
    heads: list[Person],
) -> dict[str, Any]:
    """Return the owner's columns; each head owns one model at most."""
    owner = one["owner"]
    if owner == "group":
        group = one["group"].format(commune=commune.name)
        return {
            "kind": ModelKind.COLLECTIVE.value,
            "owner_group": group,
            "person_in_charge": make_name(chance).full,
        }
    if owner == "person":
        person = {"kind": ModelKind.INDIVIDUAL.value}
        near = [one for one in heads if one.cell.commune is commune]
        if near and chance.random() < 0.6:
            head = chance.choice(near)
            heads.remove(head)
            return person | {
                "member_id": head.id,
                "owner_person": head.name,
                "owner_post": head.role,
                "unit_id": head.cell.id,
            }
        post = chance.choice(texts("pledges")["other_posts"])
        return person | {
            "owner_person": make_name(chance).full,
            "owner_post": f"{post}, xã {commune.name}",
            "unit_id": commune.committee,
        }
    return {
        "kind": ModelKind.COLLECTIVE.value,
        "unit_id": _unit(chance, tree, commune, owner),
        "person_in_charge": make_name(chance).full,
    }


def _unit(chance: Random, tree: Tree, commune: Commune, owner: str) -> int:
    """Return the unit that a text names by what it is; the committee where there is none."""
    if owner in commune.fronts:
        return commune.fronts[owner]
    if owner == "government":
        return commune.government
    cells = tree.cells_of(commune, owner)
    return chance.choice(cells).id if cells else commune.committee


def _draw(
    making: Making, chance: Random, values: dict[str, Any], state: ModelState, commune: Commune
) -> _Drawn:
    """Return a model in a state, with the steps to it and the levels that commended it."""
    youngest, oldest = _AGES[state]
    registered = making.today - timedelta(days=chance.randint(youngest, oldest))
    steps = _steps(making.today, chance, registered, state, commune)
    drawn = _Drawn({**values, "registered_on": registered, "state": state.value}, steps)
    drawn.row["state_on"] = steps[-1]["on"]
    if state in (_S.RECOGNISED, _S.REPLICATED):
        for level in chance.choice(_LEVELS):
            on = between(chance, steps[-1]["on"], making.today)
            known = chance.random() < 0.85
            drawn.levels.append({"level": level.value, "on": on if known else None})
    return drawn


def _steps(
    today: date, chance: Random, registered: date, state: ModelState, commune: Commune
) -> list[dict[str, Any]]:
    """Return the steps from the registration to a state; the day of one may be unknown."""
    path = _PATHS[state]
    length = (today - registered).days
    last = registered
    found: list[dict[str, Any]] = [{"state": _S.REGISTERED.value, "on": registered}]
    for place, step in enumerate(path, start=1):
        day = registered + timedelta(
            days=length * place // (len(path) + 1) + chance.randint(0, 20) - 10
        )
        last = min(today, max(last, day))
        formal = step in (_S.RECOGNISED, _S.REPLICATED, _S.STOPPED)
        unknown = step is _S.APPRAISED and step is not state and chance.random() < 0.25
        found.append(
            {
                "state": step.value,
                "on": None if unknown else last,
                "reason": "Ghép vào mô hình khác sau sắp xếp đơn vị"
                if step is _S.STOPPED
                else None,
                "decided_by": f"Ban Thường vụ Đảng ủy xã {commune.name}" if formal else None,
            }
        )
    return found


def _save(making: Making, drawn: Sequence[_Drawn]) -> list[Made]:
    ids = making.save_many("models", (one.row for one in drawn))
    rows = list(zip(ids, drawn, strict=True))
    for register, part in (
        ("model_steps", "steps"),
        ("model_levels", "levels"),
        ("model_units", "units"),
    ):
        making.save_many(
            register,
            ({"model_id": model, **row} for model, one in rows for row in getattr(one, part)),
        )
    return [
        Made(
            model,
            one.row["name"],
            one.row.get("unit_id"),
            one.row.get("member_id"),
            one.row["registered_on"],
        )
        for model, one in rows
    ]


def _copies(
    making: Making, chance: Random, tree: Tree, made: Sequence[Made], fields: Sequence[int]
) -> list[_Drawn]:
    """Return models that a commune took over from another one."""
    known = texts("models")
    copied = [
        place
        for place, one in enumerate(known)
        if _IN_TURN[place % len(_IN_TURN)] is _S.REPLICATED and one["owner"] != "person"
    ]
    found: list[_Drawn] = []
    for number, place in enumerate(copied[:_COPIES], start=1):
        one = known[place]
        commune = tree.communes[(place + 1) % len(tree.communes)]
        values = {
            "code": f"NR{number:03}",
            "name": one["name"],
            "field_id": fields[one["field"] - 1],
            "replicated_from_id": made[place].id,
            **_texts_of(one),
            "results": None,
            **_owner(chance, tree, commune, one, []),
        }
        found.append(_draw(making, chance, values, _S.IN_PROGRESS, commune))
    return found

"""The registers of the book: their specifications and models by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table

from desktop.core.errors import UserProblem
from desktop.core.register import Kind, RegisterSpec
from desktop.storage.models import Base, Kept


def _all_models() -> Mapping[str, type[Kept]]:
    found: dict[str, type[Kept]] = {}
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if issubclass(model, Kept):
            found[model.__register__.name] = model
    return dict(sorted(found.items()))


MODELS: Mapping[str, type[Kept]] = _all_models()
"""Every register's model by the register's name."""

TABLES: Mapping[str, Table] = {name: cast("Table", one.__table__) for name, one in MODELS.items()}
"""Every register's table by name."""

SPECS: Mapping[str, RegisterSpec] = {name: one.__register__ for name, one in MODELS.items()}
"""Every register's specification by name."""


def spec(name: str) -> RegisterSpec:
    """Return the specification of a register; `UserProblem` when there is none of that name."""
    try:
        return SPECS[name]
    except KeyError:
        raise UserProblem(f"Không có sổ nào tên là «{name}».") from None


def children(name: str) -> tuple[RegisterSpec, ...]:
    """Return the registers whose rows are owned by rows of `name`."""
    return tuple(
        one
        for one in SPECS.values()
        if one.parent is not None and one.by_name[one.parent].reference == name
    )


def referring(name: str) -> tuple[tuple[RegisterSpec, str], ...]:
    """Return the registers that refer to rows of `name`, each with the field that does."""
    return tuple(
        (one, described.name)
        for one in SPECS.values()
        for described in one.fields
        if described.kind is Kind.REFERENCE and described.reference == name
    )

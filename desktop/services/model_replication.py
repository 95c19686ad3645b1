"""Which model came from which: the tree of replication around a model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.collate import sort_key
from desktop.services.model_life import GONE
from desktop.storage.book import Book
from desktop.storage.models import Model, Unit


@dataclass(frozen=True)
class Node:
    """A model in the tree: who has it, its state, and the models replicated from it."""

    id: int
    name: str
    owner: str
    state: str
    year: int | None  # registered in
    below: tuple[Node, ...] = ()
    count: int = 0
    """How many models came from this one, directly or through others."""


def replication(book: Book, model_id: int) -> Node:
    """Return the tree that a model belongs to, from the first model of all; `UserProblem` if gone.

    A circle (which only a foreign file could bring) is cut where it comes back.
    """
    with book.read() as session:
        return tree_of(session, model_id)


def tree_of(session: Session, model_id: int) -> Node:
    """Return the tree of a model, within a session that reads."""
    top = _first_of(session, model_id)
    below_it = select(Model.id).where(Model.id == top).cte(recursive=True)
    # a union, which leaves out what it has met: a circle ends
    below_it = below_it.union(
        select(Model.id)
        .join(below_it, Model.replicated_from_id == below_it.c.id)
        .where(Model.deleted_at.is_(None))
    )
    statement = (
        select(
            Model.id,
            Model.name,
            Model.state,
            Model.registered_on,
            Model.replicated_from_id,
            Model.owner_group,
            Model.owner_person,
            Unit.name.label("unit"),
        )
        .outerjoin(Unit, Model.unit_id == Unit.id)
        .where(Model.id.in_(select(below_it.c.id)))
    )
    rows = {one.id: one for one in session.execute(statement)}
    parents = {one.id: one.replicated_from_id for one in rows.values()}
    below: dict[int, list[int]] = defaultdict(list)
    for one, above in parents.items():
        if above in parents and one != top:
            below[above].append(one)
    walk = [top]
    for one in walk:  # grows as it goes: owners stand before those below them
        walk += sorted(below[one], key=lambda each: (sort_key(rows[each].name), each))
    made: dict[int, Node] = {}
    for one in reversed(walk):
        row = rows[one]
        under = sorted(below[one], key=lambda each: (sort_key(rows[each].name), each))
        made[one] = Node(
            id=one,
            name=row.name,
            owner=row.unit or row.owner_group or row.owner_person or "",
            state=row.state,
            year=row.registered_on.year if row.registered_on else None,
            below=tuple(made[each] for each in under),
            count=sum(made[each].count + 1 for each in under),
        )
    return made[top]


def _first_of(session: Session, model_id: int) -> int:
    """Return the living model from which a model came in the end, itself if from none."""
    top: int | None = None
    above: int | None = model_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        row = session.execute(
            select(Model.id, Model.replicated_from_id).where(
                Model.id == above, Model.deleted_at.is_(None)
            )
        ).first()
        if row is None:
            break
        seen.add(above)
        top, above = row
    if top is None:
        raise UserProblem(GONE)
    return top

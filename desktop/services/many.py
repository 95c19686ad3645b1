"""Many records changed at once in the same fields, and what that would do, told before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.register import Kind, RegisterSpec, Row
from desktop.services import model_life_rules, registers
from desktop.storage import search
from desktop.storage.book import Book, changes_of
from desktop.storage.registers import MODELS, spec

Progress = Callable[[int, int], None]
_EVERY = 20  # records between two signs of life
GONE = "Có dòng đã bị xóa. Hãy chọn lại."


@dataclass(frozen=True)
class Effect:
    """What a change does to one record: its row as it is, what fields become, why not.

    `labels` are the words of the references in `after`; `problems` are sentences by field.
    """

    row: Row
    after: Mapping[str, Any]
    labels: Mapping[str, str]
    problems: Mapping[str, str]


def foresee(
    book: Book,
    register: str,
    ids: Sequence[int],
    values: Mapping[str, Any],
    progress: Progress | None = None,
) -> list[Effect]:
    """Return what giving records these values would do to each, in their order.

    Raises `UserProblem` when one of them is gone.
    """
    declared = spec(register)
    found: list[Effect] = []
    with book.read() as session:
        session.info[model_life_rules.BY_HAND] = True
        rows = registers.read_rows(session, register, ids)
        if len(rows) < len(ids) or any(one.deleted for one in rows):
            raise UserProblem(GONE)
        words = _words(declared, values, lambda to, one: search.titles_of(session, to, [one]))
        for done, row in enumerate(rows):
            try:
                after = registers.made_ready(session, declared, values, row.values, row.id)
                problems: Mapping[str, str] = {}
            except InvalidValues as problem:
                after, problems = {**row.values, **values}, problem.by_field
            changed = {name: one for name, one in after.items() if one != row.values[name]}
            found.append(Effect(row, changed, words, problems))
            if progress and done % _EVERY == 0:
                progress(done, len(rows))
    return found


def _words(
    declared: RegisterSpec,
    values: Mapping[str, Any],
    titles: Callable[[str, int], Mapping[int, str]],
) -> dict[str, str]:
    """Return the words of the references among some values, by field."""
    return {
        name: titles(declared.by_name[name].reference or "", value).get(value, "")
        for name, value in values.items()
        if declared.by_name[name].kind is Kind.REFERENCE and value is not None
    }


def edit_many(
    book: Book,
    register: str,
    ids: Sequence[int],
    values: Mapping[str, Any],
    progress: Progress | None = None,
) -> Done[int]:
    """Give many records the same values in some fields, all or none; return how many changed.

    Raises `UserProblem` when one is gone or can't have them, naming it; nothing is kept then.
    """
    declared = spec(register)
    with book.write(f"Sửa {len(ids)} {declared.singular_heading}") as session:
        session.info[model_life_rules.BY_HAND] = True
        changed = 0
        for done, one in enumerate(ids):
            row = session.get(MODELS[register], one)
            if row is None or row.deleted_at is not None:
                raise UserProblem(GONE)
            if any(getattr(row, name) != value for name, value in values.items()):
                try:
                    registers.save_in(session, register, values, one)
                except InvalidValues as problem:
                    title = search.titles_of(session, register, [one])[one]
                    raise UserProblem(f"«{title}»: {problem.message}") from problem
                changed += 1
            if progress and done % _EVERY == 0:
                progress(done, len(ids))
        return Done(changed, changes_of(session))

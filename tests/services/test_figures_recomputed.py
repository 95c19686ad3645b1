"""Figures of random small offices against a plain recomputation from DOMAIN.md 'Figures'."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.figures import Counted, Scope
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.services.figures import figure_rows, figures

from .plain_figures import (
    Inside,
    commendations_of,
    inspections_of,
    members_of,
    models_of,
    pledges_of,
    some,
    study_of,
)
from .random_office import FROM, LEVELS, NEW_SINCE, TO, no_unit, office


def leaves(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every figure of the contract with its keys."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from leaves(value, (*path, key))
    elif path[0] not in ("office", "period"):
        yield path, found


def check_rows(book: Book, found: dict[str, Any], scope: Scope) -> None:
    """Every figure is what its very rows give."""
    for path, value in leaves(found):
        if value is None and path[0] in ("inspections", "documents"):
            with pytest.raises(KeyError):
                figure_rows(book, path, FROM, TO, NEW_SINCE, scope)
            continue
        rows = figure_rows(book, path, FROM, TO, NEW_SINCE, scope)
        assert len(set(rows.ids)) == len(rows.ids)
        values = [one.values for one in registers.rows(book, rows.register, list(rows.ids))]
        assert len(values) == len(rows.ids), path  # all of them live
        if rows.counted is Counted.ROWS:
            assert len(values) == value, path
        elif rows.counted is Counted.SUM:
            assert sum(one[path[-1]] for one in values) == value, path
        elif rows.counted is Counted.DISTINCT:
            assert (0 < value <= len(values)) or value == len(values) == 0, path
        else:
            assert (value is None) <= (len(values) == 0 or path[0] == "study"), path


@settings(max_examples=25, deadline=None)
@given(plain=office, unit=no_unit, level=st.one_of(st.none(), st.sampled_from(LEVELS)))
def test_figures_are_what_the_rules_say(
    empty_book: Path,
    tmp_path_factory: pytest.TempPathFactory,
    write_office: Callable[..., None],
    plain: dict[str, Any],
    unit: int | None,
    level: str | None,
) -> None:
    path = shutil.copy(empty_book, tmp_path_factory.mktemp("thử"))
    book = books.open_book(Path(path))
    try:
        write_office(book, plain)
        inside = Inside(book, plain, unit, level)
        scope = Scope(None if unit is None else inside.ids[unit], level)
        found = figures(book, FROM, TO, NEW_SINCE, scope).to_json_dict()
        check_rows(book, found, scope)
    finally:
        book.close()
    documents = [
        one["direction"] for one in plain["documents"] if one["on"] and FROM <= one["on"] <= TO
    ]
    rated = [
        one
        for place, one in enumerate(plain["ratings"])
        if FROM <= one["to"] <= TO and inside.rating(place, one)
    ]
    assert found["members"] == members_of(plain, inside)
    assert found["pledges"] == pledges_of(plain, inside)
    assert found["models"] == models_of(plain, inside)
    assert found["commendations"] == commendations_of(plain, inside)
    assert found["study"] == study_of(plain, inside)
    assert found["inspections"] == inspections_of(plain, inside)
    assert found["documents"] == {
        one: documents.count(one) if unit is None else None for one in ("issued", "received")
    }
    assert found["ratings"] == {
        f"{who}s": some(one["rating"] for one in rated if one["who"] == who)
        for who in ("member", "unit")
    }

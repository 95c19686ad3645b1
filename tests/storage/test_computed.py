"""Columns that no row stores: the words of a page, and the rows that their filters find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.register import Query
from desktop.core.terms import NOT_COMMENDED, AwardState, Level
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage import computed
from desktop.storage.figures import compute
from desktop.storage.figures.models import commended, commending_levels

TODAY = date.today()  # noqa: DTZ011 (the clerk's own day)
PAST, LATER = date(2024, 5, 19), TODAY + timedelta(days=400)
LEVELS = [one.value for one in Level]


@pytest.fixture
def held(book: Book) -> dict[str, Any]:
    """A round, a form, and three models: 'own', 'awarded' and 'plain'."""
    add = lambda register, **values: registers.save(book, register, values).value.id  # noqa: E731
    found = {
        "round": add("rounds", title="Đợt 1", meeting_on=PAST),
        "form": add("award_forms", name="Giấy khen"),
    }
    for name in ("own", "awarded", "plain"):
        found[name] = add("models", name=f"Mô hình {name}", kind="collective")
    add("model_levels", model_id=found["own"], level="province", on=PAST)
    add("model_levels", model_id=found["own"], level="base")
    add("model_levels", model_id=found["plain"], level="central", on=LATER)
    for state, model in (("given", "awarded"), ("refused", "plain")):
        add(
            "awards",
            round_id=found["round"],
            form_id=found["form"],
            recipient_kind="collective",
            recipient_name=f"Tập thể {model}",
            model_id=found[model],
            proposed_level="district",
            state=state,
        )
    return found


def shown(book: Book, **names: int) -> dict[str, str]:
    rows = registers.rows(book, "models", list(names.values()))
    return {name: row.computed.get("commended", "") for name, row in zip(names, rows, strict=True)}


def found_by(book: Book, *levels: str) -> list[int]:
    query = Query("models", filters={"commended": levels})
    keys = sorted(registers.keys(book, query))
    assert len(keys) == registers.count(book, query)
    return keys


def test_the_words_name_own_levels_and_those_of_awards_by_today(
    book: Book, held: dict[str, Any]
) -> None:
    models = {name: held[name] for name in ("own", "awarded", "plain")}
    told = {"own": "Cơ sở; Tỉnh (19/05/2024)", "awarded": "Huyện (19/05/2024)", "plain": ""}
    assert shown(book, **models) == told
    level = registers.page(book, Query("levels"), None, 9).rows
    district = next(one for one in level if one.values["level"] == "district")
    registers.save(book, "levels", {"name": "Cấp huyện"}, district.id)
    assert shown(book, **models)["awarded"] == "Cấp huyện (19/05/2024)"


def test_the_filter_finds_any_of_the_levels_and_what_none_commended(
    book: Book, held: dict[str, Any]
) -> None:
    assert found_by(book, "province") == [held["own"]]
    assert found_by(book, "base", "district") == sorted([held["own"], held["awarded"]])
    assert found_by(book, "central") == []  # its day has not come
    assert found_by(book, NOT_COMMENDED) == [held["plain"]]
    assert found_by(book, NOT_COMMENDED, "district") == sorted([held["awarded"], held["plain"]])
    searched = Query("models", search="mo hinh", filters={"commended": ("base",)})
    assert list(registers.keys(book, searched)) == [held["own"]]
    with book.read() as session:
        assert computed.words(session, "models", []) == {}
        assert computed.words(session, "members", [1]) == {}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A book with three models, to which every example adds in a transaction of its own."""
    setup = books.OfficeSetup("Ban", "district", "Cầu Ngang")
    book = books.create_book(tmp_path_factory.mktemp("world") / "world.gsdb", setup)
    for register, values in (
        *(("models", {"name": f"Mô hình {n}", "kind": "collective"}) for n in range(3)),
        ("award_forms", {"name": "Giấy khen"}),
    ):
        registers.save(book, register, values)
    yield book
    book.close()


DAYS = st.sampled_from([None, PAST, date(2020, 1, 1), TODAY, LATER])
AWARDS = st.tuples(
    st.integers(1, 3),
    st.sampled_from([one.value for one in AwardState]),
    st.sampled_from([None, *LEVELS]),  # proposed to
    DAYS,  # the meeting's
    st.none() | st.tuples(st.sampled_from(LEVELS), DAYS),  # the decision's
    st.booleans(),  # a decision that was deleted
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    own=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(LEVELS), DAYS), max_size=4),
    awards=st.lists(AWARDS, max_size=5),
)
def test_words_filters_and_figures_say_the_same(
    world: Book, own: list[Any], awards: list[Any]
) -> None:
    expected: dict[int, set[str]] = {1: set(), 2: set(), 3: set()}
    for model, level, on in own:
        if on is None or on <= TODAY:
            expected[model].add(level)
    for model, state, proposed, meeting, decision, deleted in awards:
        level, on = (None, None) if decision is None or deleted else decision
        level, on = level or proposed, on or meeting
        if state in ("agreed", "given") and level and on and on <= TODAY:
            expected[model].add(level)
    with suppress(_Undone), world.write("Thử") as session:
        _enter(session, own, awards)
        counted = compute(session, date(2000, 1, 1), TODAY).models
        assert commending_levels(session, TODAY) == {m: s for m, s in expected.items() if s}
        lines = commended(session, [1, 2, 3], TODAY)
        assert {m: {level for level, _ in of} for m, of in lines.items()} == {
            m: s for m, s in expected.items() if s
        }
        assert all(len(of) == len(dict(of)) for of in lines.values())
        for level in LEVELS:
            by_level = {m for m, found in expected.items() if level in found}
            assert set(_ids(session, (level,))) == by_level
            assert counted.commended[level] == len(by_level)
        assert set(_ids(session, (NOT_COMMENDED,))) == {m for m, s in expected.items() if not s}
        raise _Undone


class _Undone(Exception):
    """What an example wrote goes again."""


def _ids(session: Any, levels: tuple[str, ...]) -> list[int]:
    from desktop.storage import search  # noqa: PLC0415 (only here)

    return list(search.all_ids(session, Query("models", filters={"commended": levels})))


def _enter(session: Any, own: list[Any], awards: list[Any]) -> None:
    for model, level, on in own:
        registers.save_in(session, "model_levels", {"model_id": model, "level": level, "on": on})
    for place, (model, state, proposed, meeting, decision, deleted) in enumerate(awards):
        title = {"title": f"Đợt {place}", "meeting_on": meeting}
        held = registers.save_in(session, "rounds", title).id
        made = None
        if decision is not None:
            values = {"round_id": held, "number": f"{place}", "level": decision[0]}
            made = registers.save_in(session, "decisions", {**values, "on": decision[1]})
        award = {
            "round_id": held,
            "form_id": 1,
            "recipient_kind": "collective",
            "recipient_name": f"Tập thể {place}",
            "model_id": model,
            "proposed_level": proposed,
            "state": state,
            "decision_id": made and made.id,
        }
        kept = registers.save_in(session, "awards", award)
        kept.proposed_level = proposed  # as it may stand in a book: saving fills blanks in
        if made is not None and deleted:
            made.deleted_at = "2024-01-01T00:00:00Z"
    session.flush()

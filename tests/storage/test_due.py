"""What is due, as SQL has it: the same as for one row; words and filters of the columns."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.due import DueState, due_state, due_words
from desktop.core.register import Query
from desktop.services import book_settings, books, registers
from desktop.services.books import Book
from desktop.storage.due import due_soon_days, in_state
from desktop.storage.registers import TABLES

TODAY = date.today()  # noqa: DTZ011 (the clerk's own day)
days = st.none() | st.integers(-40, 40)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(days, st.booleans()), min_size=1, max_size=8), st.none() | st.integers(1, 39)
)
def test_each_row_is_found_in_its_own_state_alone(
    tmp_path_factory: pytest.TempPathFactory,
    empty_book: Path,
    rows: list[tuple[int | None, bool]],
    soon: int | None,
) -> None:
    path = tmp_path_factory.mktemp("due") / "one.gsdb"
    book = books.open_book(Path(shutil.copy(empty_book, path)))
    if soon is not None:
        book_settings.save(book, {"due_soon_days": soon})
    expected: dict[DueState, set[int]] = {one: set() for one in DueState}
    words: dict[int, str] = {}
    with book.write("Nhập") as session:
        for place, (days_on, done) in enumerate(rows):
            due = None if days_on is None else TODAY + timedelta(days_on)
            done_on = TODAY if done else None
            values = {"year": 2026, "matter": f"M {place}", "due_on": due, "done_on": done_on}
            row = registers.save_in(session, "breakthroughs", values).id
            limit = 15 if soon is None else soon
            expected[due_state(due, done_on, TODAY, limit)].add(row)
            words[row] = due_words(due, done_on, TODAY, limit)
    table = TABLES["breakthroughs"]
    with book.read() as session:
        assert due_soon_days(session) == (15 if soon is None else soon)
        for state, ids in expected.items():
            found = session.scalars(select(table.c.id).where(in_state(table, state, TODAY)))
            assert set(found) == ids
    for state, ids in expected.items():
        asked = Query("breakthroughs", filters={"standing": state.value})
        assert set(registers.keys(book, asked)) == ids
    read = registers.rows(book, "breakthroughs", list(words))
    assert {one.id: one.computed["standing"] for one in read} == words
    book.close()


def test_posted_or_not(book: Book) -> None:
    add = lambda **values: registers.save(book, "ethics_standards", values).value.id  # noqa: E731
    where = add(title="A", posted_at="Bảng tin")
    when = add(title="B", posted_on=TODAY)
    never = add(title="C")
    find = lambda *values: set(  # noqa: E731
        registers.keys(book, Query("ethics_standards", filters={"posting": values}))
    )
    assert (find("posted"), find("not_posted")) == ({where, when}, {never})
    assert find("posted", "not_posted") == {where, when, never}
    said = [one.computed["posting"] for one in
            registers.rows(book, "ethics_standards", [where, when, never])]  # fmt: skip
    assert said == ["Đã niêm yết", "Đã niêm yết", "Chưa niêm yết"]


def test_the_rate_of_a_meeting_needs_both_numbers(book: Book) -> None:
    unit = registers.save(book, "units", {"name": "Chi bộ"}).value.id
    ids = [
        registers.save(
            book, "topic_meetings",
            {"unit_id": unit, "on": TODAY, "subject": f"{expected}", "expected": expected,
             "present": present},
        ).value.id
        for expected, present in ((40, 39), (40, None), (None, 3), (0, 0))
    ]  # fmt: skip
    read = registers.rows(book, "topic_meetings", ids)
    assert [one.computed.get("rate", "") for one in read] == ["97,5%", "", "", ""]

"""What a progress says of the day on which an item was done, wherever it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services import many, registers, worklists
from desktop.services.books import Book
from desktop.services.figures import figures
from desktop.services.filling import done_by_progress
from desktop.services.reviewing_save import CellEdit, save_items
from desktop.services.worklists import Scope, Work
from tests.services.rows import add, live

DUE = date(2026, 6, 10)
DAY = date(2026, 6, 5)


@pytest.fixture
def pledge(book: Book) -> int:
    campaign = add(book, "campaigns", year=2026, title="Đợt", deadline=date(2026, 3, 31))
    return add(
        book, "pledges", year=2026, kind="registration", pledger_kind="other", name="A",
        campaign_id=campaign,
    )  # fmt: skip


def state(book: Book, item: int) -> tuple[Any, Any]:
    (row,) = live(book, "pledge_items", id=item)
    return row["progress"], row["done_on"]


def told(book: Book, item: int) -> tuple[bool, int]:
    """Whether the worklist has an item as overdue; how many the figures count."""
    overdue = worklists.keys(book, Work.OVERDUE, Scope(campaign_id=1), DUE)
    # the campaign's deadline lies in the period
    return item in overdue, figures(book, date(2026, 1, 1), DUE).pledges.overdue_items


def test_the_form_says_the_day_of_a_hundred_percent(book: Book, pledge: int) -> None:
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    fresh = add(book, "pledge_items", pledge_id=pledge, content="Mới", due_on=today, progress=100)
    assert state(book, fresh) == (100, today)
    past = add(book, "pledge_items", pledge_id=pledge, content="Cũ", due_on=DUE, progress=100)
    assert state(book, past) == (100, None)  # written down after its day
    assert told(book, past) == (False, 0)
    item = add(book, "pledge_items", pledge_id=pledge, content="Việc", due_on=DUE)
    registers.save(book, "pledge_items", {"progress": 100}, item)
    assert state(book, item) == (100, today)
    registers.save(book, "pledge_items", {"progress": 90}, item)
    assert state(book, item) == (90, None)
    assert told(book, item) == (True, 1)
    registers.save(book, "pledge_items", {"progress": 100, "done_on": DAY}, item)
    assert state(book, item) == (100, DAY)
    registers.save(book, "pledge_items", {"result": "Tốt"}, item)
    assert state(book, item) == (100, DAY)
    registers.save(book, "pledge_items", {"progress": None}, item)
    assert state(book, item) == (None, None)


def test_many_at_once_have_the_day_too(book: Book, pledge: int) -> None:
    items = [
        add(book, "pledge_items", pledge_id=pledge, content=f"Việc {n}", due_on=DUE)
        for n in range(2)
    ]
    many.edit_many(book, "pledge_items", items, {"progress": 100})
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    assert [state(book, one) for one in items] == [(100, today)] * 2


def test_a_day_that_was_emptied_stays_unknown_and_the_item_done(book: Book, pledge: int) -> None:
    item = add(book, "pledge_items", pledge_id=pledge, content="Việc", due_on=DUE)
    registers.save(book, "pledge_items", {"progress": 100}, item)
    assert told(book, item) == (True, 1)  # done after that day
    registers.save(book, "pledge_items", {"done_on": None}, item)
    registers.save(book, "pledge_items", {"result": "Tốt"}, item)
    assert state(book, item) == (100, None)
    assert told(book, item) == (False, 0)
    assert not worklists.counts(book, Scope(campaign_id=1), date(2026, 6, 1))[Work.DUE_SOON]


progress = st.sampled_from([None, 0, 60, 100])
days = st.sampled_from([None, DAY, DUE])


@given(
    before=st.fixed_dictionaries({"progress": progress, "done_on": days}),
    entered=st.fixed_dictionaries({}, optional={"progress": progress, "done_on": days}),
)
def test_the_day_follows_the_progress_and_never_an_entry(
    before: dict[str, Any], entered: dict[str, Any]
) -> None:
    after = {**before, **entered}
    today = date(2026, 7, 1)
    found = {**after, **done_by_progress(before, after, today)}
    assert found["progress"] == after["progress"]
    if after["done_on"] != before["done_on"]:
        assert found["done_on"] == after["done_on"]
    elif before["progress"] != 100 and after["progress"] == 100:
        assert found["done_on"] == (before["done_on"] or today)
    elif before["progress"] == 100 and after["progress"] != 100:
        assert found["done_on"] is None
    else:
        assert found["done_on"] == before["done_on"]
    # the sheet asks first, then what all writes go through
    assert {**found, **done_by_progress(before, found, today)} == found


def test_the_sheet_and_the_form_go_by_one_rule(book: Book, pledge: int) -> None:
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    edits = ({"progress": 100}, {"progress": 40}, {"progress": 100, "done_on": DAY},
             {"done_on": None}, {"progress": 60}, {"progress": 100})  # fmt: skip
    one, other = (add(book, "pledge_items", pledge_id=pledge, content=f"Việc {n}") for n in "ab")
    for entered in edits:
        save_items(book, [CellEdit(one, *cell) for cell in entered.items()], today)
        registers.save(book, "pledge_items", entered, other)
        assert state(book, one) == state(book, other)
    assert state(book, one) == (100, today)


@pytest.mark.parametrize(
    ("register", "day", "more"),
    [
        ("study_sessions", "on", {"subject": "Nghị quyết"}),
        ("inspections", "period_to", {"kind": "inspection"}),
        ("inspections", "period_from", {"kind": "inspection"}),
    ],
)
def test_a_year_that_was_its_days_goes_with_the_day(
    book: Book, register: str, day: str, more: dict[str, Any]
) -> None:
    def moved(row: int, **values: Any) -> Any:
        return registers.save(book, register, values, row).value.values["year"]

    row = add(book, register, **{day: date(2025, 12, 30)}, **more)
    assert moved(row, **{day: date(2026, 1, 5)}) == 2026
    assert moved(row, **{day: date(2025, 1, 5)}, year=2026) == 2025  # as a form gives all fields
    assert moved(row, **{day: None}) == 2025
    other = add(book, register, **{day: date(2026, 1, 5)}, year=2025, **more)
    assert moved(other, **{day: date(2027, 1, 5)}) == 2025  # told otherwise
    assert moved(row, **{day: date(2024, 1, 5)}, year=2023) == 2023


def test_the_type_of_a_document_goes_with_its_number(book: Book) -> None:
    def kept(row: int, **values: Any) -> str | None:
        found: str | None = registers.save(book, "documents", values, row).value.values["type"]
        return found

    row = add(book, "documents", number="196-KH/TU")
    assert kept(row, number="196-KL/TU") == "Kết luận"
    assert kept(row, number="196") == "Kết luận"  # tells none
    assert kept(row, type="Kế hoạch") == "Kế hoạch"  # as the clerk says
    assert kept(row, number="197-KL/TU") == "Kế hoạch"
    assert kept(row, abstract="Sửa") == "Kế hoạch"


def test_the_topic_of_a_session_goes_with_its_name(book: Book) -> None:
    one, other = (add(book, "topics", title=f"Chuyên đề {name}", year=2026) for name in "AB")
    row = add(book, "study_sessions", subject="chuyên đề a", on=DAY)
    for values, topic in (
        ({}, one),
        ({"subject": "Chuyên đề B"}, other),
        ({"subject": "Chuyên đề khác"}, other),
        ({"subject": "Chuyên đề B", "topic_id": one}, one),
        ({"subject": "Chuyên đề A "}, one),
    ):
        saved = registers.save(book, "study_sessions", values, row).value
        assert saved.values["topic_id"] == topic

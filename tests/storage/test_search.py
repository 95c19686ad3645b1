"""Every way of finding and ordering rows gives the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.register import Query
from desktop.core.vietnamese.fold import words
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage import orders, search

NAMES = ("Nguyễn Thị Ánh", "Nguyễn Văn Đức", "Trần Thị Ngọc", "Lê Đức Anh", "Thạch Sô Phách")
POSTS = ("Bí thư", "Phó Bí thư", None)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """300 members of 5 names, some without birth date or post, 30 of them in the bin."""
    setup = books.OfficeSetup("Ban", "district", "Cầu Ngang")
    book = books.create_book(tmp_path_factory.mktemp("people") / "people.gsdb", setup)
    with book.write("Nhập") as session:
        for number in range(300):
            values = {
                "full_name": NAMES[number * 7 % 5],
                "birth_date": None if number % 11 == 0 else f"{1940 + number % 60}",
                "party_post": POSTS[number % 3],
                "status": "official" if number % 4 else "probationary",
            }
            registers.save_in(session, "members", values)
    registers.delete(book, "members", list(range(1, 300, 10)))
    yield book
    book.close()


QUERIES = st.builds(
    Query,
    st.just("members"),
    search=st.sampled_from(
        ["", "a", "nguyen", "nguyen thi", "duc anh", "bi thu", "ng th", "x", "-"]
    ),
    filters=st.sampled_from(
        [{}, {"status": "official"}, {"party_post": ("Bí thư", None)}, {"sex": "male"}]
    ),
    sort=st.sampled_from([None, "full_name", "birth_date", "party_post", "status"]),
    descending=st.booleans(),
    deleted=st.booleans(),
)


def all_pages(session: Any, query: Query, limit: int) -> list[int]:
    ids: list[int] = []
    cursor = None
    while True:
        page, cursor = search.page_ids(session, query, cursor, limit)
        ids += page
        if cursor is None:
            return ids


def plainly(book: Book, query: Query) -> set[int]:
    """What a query means, said without any index."""
    with book.read() as session:
        rows = search.fetch(session, "members", range(1, 301))
    found = set()
    for row in rows:
        text = " ".join(str(row[one.name] or "") for one in registers.specs()["members"].searched)
        begins = words(text)
        fits = all(
            row[name] in value if isinstance(value, tuple) else row[name] == value
            for name, value in query.filters.items()
        )
        typed = all(any(one.startswith(word) for one in begins) for word in words(query.search))
        if fits and typed and (row["deleted_at"] is not None) == query.deleted:
            found.add(row["id"])
    return found


@given(query=QUERIES, limit=st.sampled_from([7, 50, 400]), cap=st.sampled_from([3, 100, 8_000]))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_way_gives_the_same_rows_in_the_same_order(people, query, limit, cap):
    with pytest.MonkeyPatch.context() as patch:
        # small bounds, so that 300 rows take every way that 100,000 take
        patch.setattr(search, "_CAP", cap)
        patch.setattr(search, "_STRETCHES", (20, 60))
        patch.setattr(search, "FEW", 40)
        with people.read() as session:
            pages = all_pages(session, query, limit)
            whole = list(search.all_ids(session, query))
            number = search.count(session, query)
            session.info.pop("orders")  # as in a transaction that writes
            slowly = list(search.all_ids(session, query))
            slow_pages = all_pages(session, query, limit)
    assert pages == whole == slowly == slow_pages
    assert number == len(whole) == len(set(whole))
    assert set(whole) == plainly(people, query)


def test_a_written_row_is_in_the_next_search(book):
    first = registers.save(book, "members", {"full_name": "Nguyễn Văn Ba"}).value
    assert list(registers.keys(book, Query("members", "nguyen"))) == [first.id]
    second = registers.save(book, "members", {"full_name": "Nguyễn Thị An"}).value
    assert list(registers.keys(book, Query("members", "nguyen"))) == [second.id, first.id]
    registers.save(book, "members", {"full_name": "Nguyễn Văn Yên"}, second.id, second.revision)
    assert list(registers.keys(book, Query("members", "nguyen"))) == [first.id, second.id]
    registers.delete(book, "members", [first.id])
    assert list(registers.keys(book, Query("members", "nguyen"))) == [second.id]
    assert registers.count(book, Query("members", "nguyen")) == 1


def test_a_page_goes_on_after_a_row_that_is_gone(book):
    for number in range(10):
        registers.save(book, "members", {"full_name": f"Nguyễn Văn {chr(65 + number)}"})
    query = Query("members", "nguyen")
    page = registers.page(book, query, None, 4)
    registers.delete(book, "members", [page.rows[-1].id])
    rest = registers.page(book, query, page.cursor, 50)
    assert [row.values["full_name"][-1] for row in rest.rows] == list("EFGHIJ")


@given(
    valued=st.lists(st.integers(0, 60), unique=True),
    blank=st.lists(st.integers(61, 90), unique=True),
    asked=st.sets(st.integers(-3, 99)),
    descending=st.booleans(),
)
def test_places_in_an_order(valued, blank, asked, descending):
    order = orders.Order(valued, blank)
    whole = [*(reversed(valued) if descending else valued), *blank]
    assert list(order.all(descending=descending)) == whole
    picked = [one for one in whole if one in asked]
    assert order.sorted(asked - {-1, -2, -3}, descending=descending) == picked
    for place, one in enumerate(whole):
        assert order.place(one, descending=descending) == place
        assert order.is_blank(one) == (one in blank)
    assert order.part(3, 9, descending=descending) == whole[3:9]
    for missing in {-1, 95} | (set(range(91)) - set(whole)):
        with pytest.raises(ValueError, match=str(missing)):
            order.place(missing, descending=descending)

"""Every way of finding and ordering rows gives the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from desktop.core.register import Query
from desktop.core.terms import InspectionKind
from desktop.core.vietnamese.collate import name_sort_key
from desktop.core.vietnamese.fold import words
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage import orders, search
from desktop.storage.models import InspectionEntry

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
    assert order.part(3, 9, descending=descending) == whole[3:9]
    for missing in {-1, 95} | (set(range(91)) - set(whole)):
        with pytest.raises(ValueError, match=str(missing)):
            order.place(missing, descending=descending)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """240 who are expected in two campaigns, of 5 names, 40 of them heads, 24 in the bin."""
    setup = books.OfficeSetup("Ban", "district", "Cầu Ngang")
    book = books.create_book(tmp_path_factory.mktemp("listed") / "listed.gsdb", setup)
    with book.write("Nhập") as session:
        for number in range(2):
            values = {"year": 2026, "title": f"Đợt {number}", "deadline": date(2026, 3, 31)}
            registers.save_in(session, "campaigns", values)
        for number in range(240):
            values = {
                "campaign_id": number % 2 + 1,
                "pledger_kind": "member" if number % 5 else "other",
                "name": NAMES[number * 7 % 5],
                "head": number % 6 == 1,
                "reason": None if number % 4 else "Bổ sung",
            }
            registers.save_in(session, "expected", values)
    registers.delete(book, "expected", list(range(1, 240, 10)))
    yield book
    book.close()


def in_order(book: Book, query: Query) -> list[int]:
    """Who is expected, by a plain sort: heads first in the register's own order alone."""
    own = (query.sort or "name") == "name" and not query.descending
    with book.read() as session:
        rows = search.fetch(session, "expected", range(1, 241))
    found = [
        row
        for row in rows
        if (row["deleted_at"] is not None) == query.deleted
        and all(row[name] == value for name, value in query.filters.items())
        and all(word in words(row["name"]) for word in words(query.search))
    ]

    def key(row: Any) -> Any:
        value = row[query.sort or "name"]
        told = value if isinstance(value, bool) else name_sort_key(value or "")
        return (told, row["id"])

    valued = [row for row in found if row[query.sort or "name"] is not None]
    blank = [row["id"] for row in found if row[query.sort or "name"] is None]
    valued.sort(key=key, reverse=query.descending)
    if own:
        valued.sort(key=lambda row: not row["head"])
    return [row["id"] for row in valued] + blank


@given(
    query=st.builds(
        Query,
        st.just("expected"),
        search=st.sampled_from(["", "nguyen", "thi", "duc"]),
        filters=st.sampled_from(
            [{}, {"campaign_id": 1}, {"campaign_id": 2, "pledger_kind": "member"}, {"head": False}]
        ),
        sort=st.sampled_from([None, None, "name", "head", "reason"]),
        descending=st.booleans(),
        deleted=st.booleans(),
    ).map(lambda one: one if one.sort else replace(one, descending=False)),
    limit=st.sampled_from([1, 7, 50, 400]),
    cap=st.sampled_from([3, 100, 8_000]),
)
@settings(max_examples=150, deadline=None)
def test_heads_come_first_on_every_way_through_the_list(listed, query, limit, cap):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_CAP", cap)
        patch.setattr(search, "_STRETCHES", (20, 60))
        patch.setattr(search, "FEW", 40)
        with listed.read() as session:
            pages = all_pages(session, query, limit)
            whole = list(search.all_ids(session, query))
            session.info.pop("orders")  # as in a transaction that writes
            slow_pages = all_pages(session, query, limit)
    assert pages == whole == slow_pages == in_order(listed, query)


def test_a_page_of_heads_goes_on_after_a_row_that_is_gone(book):
    registers.save(book, "campaigns", {"year": 2026, "title": "Đợt", "deadline": date(2026, 3, 31)})
    for number in range(10):
        values = {"campaign_id": 1, "pledger_kind": "other", "head": number in (3, 8)}
        registers.save(book, "expected", {**values, "name": f"Nguyễn Văn {chr(65 + number)}"})
    for words_typed in ("", "nguyen"):
        query = Query("expected", words_typed, sort="name")
        page = registers.page(book, query, None, 1)
        registers.delete(book, "expected", [page.rows[-1].id])
        rest = registers.page(book, query, page.cursor, 50)
        registers.restore(book, "expected", [page.rows[-1].id])
        assert [row.values["name"][-1] for row in (*page.rows, *rest.rows)] == list("DIABCEFGHJ")


def test_an_index_serves_the_list_with_heads_first(book, monkeypatch):
    monkeypatch.setattr(search, "FEW", -1)  # as when they are many
    with book.read() as session:
        # the statement of a page, as it is sent
        found = search._Found(session, Query("expected", filters={"campaign_id": 1}))
        for part in found.parts:
            statement = found.ordered(found.matching(found.table.c.id), part)
            told = statement.compile(session.connection(), compile_kwargs={"literal_binds": True})
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {told}").all()
            assert [row.detail for row in plan if "TEMP B-TREE" in row.detail] == [], part
            assert any("ix_expected_head_first" in row.detail for row in plan), part


KINDS = [one.value for one in InspectionKind]


@given(
    kept=st.lists(
        st.tuples(st.sampled_from([None, 2023, 2024]), st.sampled_from(KINDS)), max_size=14
    ),
    limit=st.sampled_from([1, 3, 50]),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_kinds_of_a_year_stand_in_the_order_of_the_terms(book, kept, limit):
    with book.write("Nhập") as session:  # one without a year can only have come from elsewhere
        session.execute(delete(InspectionEntry))
        made = [InspectionEntry(year=year, kind=kind) for year, kind in kept]
        session.add_all(made)
        session.flush()
        rows = [one.id for one in made]
    asked = Query("inspections", sort="year", descending=True)  # its own, as the window asks
    wanted = [
        row
        for _year, _kind, row in sorted(
            (-(year or 0), KINDS.index(kind), row)
            for (year, kind), row in zip(kept, rows, strict=True)
        )
    ]
    with book.read() as session:
        assert all_pages(session, asked, limit) == wanted
        assert list(search.all_ids(session, asked)) == wanted
        assert all_pages(session, Query("inspections"), limit) == wanted


def test_a_page_of_kinds_goes_on_after_a_row_that_is_gone(book):
    for kind in KINDS[::-1]:
        registers.save(book, "inspections", {"year": 2024, "kind": kind})
    query = Query("inspections")
    page = registers.page(book, query, None, 2)
    registers.delete(book, "inspections", [page.rows[-1].id])
    rest = registers.page(book, query, page.cursor, 50)
    assert [row.values["kind"] for row in (*page.rows, *rest.rows)] == KINDS

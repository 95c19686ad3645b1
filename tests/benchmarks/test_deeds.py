"""Undoing and doing again 10,000 rows, finding anywhere among 100,000 members (issue 5)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.services import books, undoing
from desktop.services.books import Book, OfficeSetup
from desktop.services.finding_everywhere import find
from desktop.storage.bulk import insert_many

TYPED = ("nguyen thi anh", "tran van duc", "0012", "tiet kiem", "chi bo 12")
NAMES = ("Nguyễn Thị Ánh", "Trần Văn Đức", "Lý Kim Yến", "Phạm Hữu Lan", "Võ Minh Phương")
ITEMS = ("Tiết kiệm điện trong sinh hoạt", "Gương mẫu giữ gìn đạo đức", "Thăm hỏi hộ nghèo")


def _take_in(book: Book, size: int) -> list[int]:
    with book.write(f"Nhập {size} đảng viên") as session:
        units = insert_many(
            session, "units", ({"name": f"Chi bộ {one}"} for one in range(50)), words="Nhập"
        )
        rows = (
            {"full_name": f"{NAMES[one % 5]} {one}", "card_number": f"{one:08}",
             "unit_id": units[one % 50], "birth_date": "1975-03", "home_town": "xã Mỹ Hòa"}
            for one in range(size)
        )  # fmt: skip
        ids = insert_many(session, "members", rows, words="Nhập")
        for owned, values in (("member_steps", {"status": "official"}),
                              ("member_units", {"unit_id": units[0]})):  # fmt: skip
            several = ({"member_id": one, **values} for one in ids)
            insert_many(session, owned, several, words="Nhập")
    return ids


def _size(request: pytest.FixtureRequest, whole: int) -> int:
    # pyproject.toml switches benchmarks off; --benchmark-enable doesn't take that option back
    return whole if request.config.getoption("benchmark_enable") else 500


@pytest.fixture
def imported(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[Book, float]]:
    """A book into which 10,000 members came with their histories, and how long that took."""
    path = tmp_path_factory.mktemp("deeds") / "so.gsdb"
    book = books.create_book(path, OfficeSetup("Ban", "district", "Cầu Ngang"))
    begun = time.perf_counter()
    _take_in(book, _size(request, 10_000))
    yield book, time.perf_counter() - begun
    book.close()


def test_undoing_an_import_takes_no_longer_than_twice_the_import(
    imported: tuple[Book, float], benchmark: Any
) -> None:
    book, taken = imported

    def there_and_back() -> tuple[float, float]:
        deed = undoing.last_deed(book)
        assert deed is not None
        begun = time.perf_counter()
        undoing.undo(book, deed.batch)
        between = time.perf_counter()
        undoing.redo(book)
        return between - begun, time.perf_counter() - between

    undone, again = benchmark.pedantic(there_and_back, rounds=1)
    benchmark.extra_info["undone_to_import"] = undone / taken
    benchmark.extra_info["redone_to_import"] = again / taken
    if benchmark.enabled:
        assert undone < 2 * taken
        assert again < 2 * taken


@pytest.fixture(scope="module")
def large(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Book]:
    """100,000 members with a pledge and three items each; 500 when only shown to run."""
    path = tmp_path_factory.mktemp("large") / "large.gsdb"
    book = books.create_book(path, OfficeSetup("Ban", "district", "Cầu Ngang"))
    ids = _take_in(book, _size(request, 100_000))
    with book.write("Đăng ký") as session:
        pledges = insert_many(
            session,
            "pledges",
            (
                {"year": 2024, "kind": "commitment", "pledger_kind": "member", "member_id": one,
                 "name": NAMES[one % 5]}
                for one in ids
            ),
            words="Đăng ký",
        )  # fmt: skip
        items = (
            {"pledge_id": one, "position": place, "content": words}
            for one in pledges
            for place, words in enumerate(ITEMS)
        )
        insert_many(session, "pledge_items", items, words="Đăng ký")
    yield book
    book.close()


def test_finding_anywhere_per_keystroke(large: Book, benchmark: Any) -> None:
    typed = [one[:end] for one in TYPED for end in range(1, len(one) + 1)]
    taken: list[float] = []

    def every_keystroke() -> int:
        found = 0
        for one in typed:
            begun = time.perf_counter()
            found += len(find(large, one))
            taken.append((time.perf_counter() - begun) * 1000)
        return found

    assert benchmark(every_keystroke) > 0
    taken.sort()
    benchmark.extra_info["p95_ms"] = taken[int(len(taken) * 0.95)]
    benchmark.extra_info["median_ms"] = statistics.median(taken)


def test_what_can_be_undone_is_known_at_once(large: Book, benchmark: Any) -> None:
    found = benchmark(undoing.last_deeds, large)
    assert found.to_undo is not None

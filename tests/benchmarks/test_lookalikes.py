"""Looking for people who are twice in a book of 100,000 members."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.core.register import Query
from desktop.services import books, registers
from desktop.services.books import Book, OfficeSetup
from desktop.services.lookalikes import look_alikes
from desktop.storage.bulk import insert_many

FAMILIES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Lý"
MIDDLES = "Văn Thị Hữu Minh Ngọc Thanh Đức Quốc Thị Văn Hồng Kim Xuân"
GIVENS = (
    "An Ánh Bình Châu Cường Dũng Đạt Đức Giang Hà Hải Hằng Hiền Hòa Hùng Hương Khánh Lan Linh "
    "Long Mai Minh Nam Nga Ngân Phúc Phương Quân Sơn Tâm Thảo Thủy Trang Tuấn Yến"
)


def _born(chance: random.Random) -> str | None:
    year, month, day = chance.randint(1940, 2000), chance.randint(1, 12), chance.randint(1, 28)
    whole = f"{year}-{month:02}-{day:02}"
    return chance.choices((whole, whole[:7], whole[:4], None), (80, 8, 10, 2))[0]


def _people(size: int, units: list[int], kind: str) -> list[dict[str, Any]]:
    chance = random.Random(1)
    parts = (FAMILIES.split(), MIDDLES.split(), GIVENS.split())
    found: list[dict[str, Any]] = []
    for number in range(size):
        one = {
            "full_name": " ".join(chance.choice(some) for some in parts),
            "birth_date": _born(chance),
            "card_number": f"{number * 7 + chance.randint(0, 6):08}",
            "unit_id": chance.choice(units),
        }
        if kind == "one name" and number % 100 == 0:
            one["full_name"] = "Nguyễn Văn Hùng"
        if kind == "nothing known":  # names in cells, as in the poorest of lists
            one["card_number"] = None
            one["birth_date"] = chance.choice(("1900-01-01", None, "1900"))
        elif number % 50 == 49:  # an earlier one again, as it stands in another list
            one = {**found[number - 40], "card_number": None}
        elif number % 3 == 0:
            one["card_number"] = None
        found.append(one)
    return found


@pytest.fixture(scope="module", params=["twice", "one name", "nothing known"])
def large(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Book]:
    """100,000 members; 3,000 when the benchmarks only show that they run."""
    option = request.config.getoption
    large = option("benchmark_enable") or not option("benchmark_disable")
    size = 100_000 if large else 3_000
    path = tmp_path_factory.mktemp("large") / "large.gsdb"
    book = books.create_book(path, OfficeSetup("Ban", "district", "Cầu Ngang"))
    with book.write("Nhập") as session:
        named = ({"name": f"Chi bộ {one}", "kind": "cell"} for one in range(size // 300))
        units = insert_many(session, "units", named, words="Nhập")
        insert_many(session, "members", _people(size, units, request.param), words="Nhập")
    yield book
    book.close()


def test_those_an_import_added(large: Book, benchmark: Any) -> None:
    ids = registers.keys(large, Query("members"))
    added = frozenset(sorted(ids)[-5_000:])
    found = benchmark.pedantic(look_alikes, (large, added), rounds=3)
    assert found
    assert all(one.first in added or one.second in added for one in found)
    benchmark.extra_info["pairs"] = len(found)


def test_all_look_alikes(large: Book, benchmark: Any) -> None:
    found = benchmark.pedantic(look_alikes, (large,), rounds=3)
    assert found
    benchmark.extra_info["pairs"] = len(found)

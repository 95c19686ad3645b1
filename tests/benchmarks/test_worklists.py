"""Worklists over 300,000 pledge items of 100,000 pledges in four campaigns (README, 'Speed')."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from desktop.services import books, worklists
from desktop.services.books import Book, OfficeSetup
from desktop.services.worklists import Scope, Work
from desktop.storage.bulk import insert_many

DAY = date(2026, 11, 20)
LIMIT = 0.1  # seconds for a list's rows counted and its first page, by the issue
_SAID = "nêu gương trách nhiệm học tập làm theo đọc sách dân vận chi bộ tiết kiệm hồ sơ đúng hạn"
_FAMILIES = "Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Võ Đặng Bùi"
_GIVENS = "An Bình Châu Dũng Giang Hà Hải Hùng Lan Linh Mai Nga"


class _World:
    """Two campaigns of this year and two of the last, each with a quarter of the pledges."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.chance = random.Random(1)

    def name(self, place: int) -> str:
        return f"{_FAMILIES.split()[place % 10]} Văn {_GIVENS.split()[place % 12]}"

    def pledges(self, campaigns: list[int], members: list[int], units: list[int]) -> Iterator[Any]:
        for n in range(self.size):
            yield {
                "year": 2026 - n % 4 // 2,
                "kind": "registration",
                "campaign_id": campaigns[n % 4],
                "pledger_kind": "member",
                "member_id": members[n // 4],
                "name": self.name(n),
                "unit_id": units[n % len(units)],
                "registered_on": date(2026, 2, 3),
                "public_on": DAY if self.chance.random() < 0.8 else None,
                "confirmed_on": DAY if self.chance.random() < 0.8 else None,
            }

    def expected(self, pledges: list[Any], campaigns: list[int]) -> Iterator[Any]:
        names = ("campaign_id", "pledger_kind", "member_id", "name", "unit_id")
        for n, one in enumerate(pledges):
            yield {**{name: one[name] for name in names}, "head": n % 30 == 0}
            if n % 20 == 0:
                stranger = {"pledger_kind": "other", "member_id": None, "name": f"Ngoài Đảng {n}"}
                yield {**{name: one[name] for name in names}, **stranger, "head": n % 60 == 0}

    def items(self, pledges: list[int]) -> Iterator[Any]:
        said = _SAID.split()
        for pledge in pledges:
            common = self.chance.random() < 0.1
            for place in range(3):
                due = DAY + timedelta(self.chance.randrange(-300, 120))
                words = f"nội dung chung {place} {pledge % 20}"
                yield {
                    "pledge_id": pledge,
                    "position": place,
                    "content": words if common else " ".join(self.chance.choices(said, k=12)),
                    "duty": "Nhiệm vụ" if self.chance.random() < 0.6 else None,
                    "target": "04 buổi" if self.chance.random() < 0.6 else None,
                    "due_on": due,
                    "done_on": min(due, DAY) if self.chance.random() < 0.8 else None,
                }

    def reviews(self, pledges: list[int]) -> Iterator[Any]:
        for pledge in pledges:
            if self.chance.random() < 0.8:
                for month in (1, 4):
                    yield {
                        "pledge_id": pledge,
                        "period_kind": "quarter",
                        "period_from": date(2026, month, 1),
                        "reviewed_on": date(2026, month + 2, 28),
                    }


@pytest.fixture(scope="module")
def large(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Book]:
    """300,000 items; 3,000 when the benchmarks only show that they run."""
    enabled = request.config.getoption("benchmark_enable")
    world = _World(100_000 if enabled else 1_000)
    path = tmp_path_factory.mktemp("large") / "large.gsdb"
    book = books.create_book(path, OfficeSetup("Ban", "district", "Cầu Ngang"))
    with book.write("Nhập") as session:

        def many(register: str, rows: Any) -> list[int]:
            return insert_many(session, register, rows, words="Nhập")

        units = many("units", ({"name": f"Chi bộ {n}", "kind": "cell"} for n in range(1_200)))
        people = ({"full_name": world.name(n), "status": "official"}
                  for n in range(world.size // 4 + 1))  # fmt: skip
        members = many("members", people)
        opened = (
            {"year": 2026 - n // 2, "title": f"Đợt {n}", "pledge_kind": "registration",
             "deadline": date(2026 - n // 2, 3, 31)}
            for n in range(4)
        )  # fmt: skip
        campaigns = many("campaigns", opened)
        rows = list(world.pledges(campaigns, members, units))
        pledges = many("pledges", rows)
        many("expected", world.expected(rows, campaigns))
        many("pledge_items", world.items(pledges))
        many("pledge_reviews", world.reviews(pledges))
    yield book
    book.close()


SCOPES = {
    "open": Scope(),
    "campaign": Scope(campaign_id=1),
    "unit": Scope(campaign_id=1, unit_id=5),
    "words": Scope(search="nguyen van"),
}


@pytest.mark.parametrize("asked", SCOPES.values(), ids=SCOPES.keys())
@pytest.mark.parametrize("work", Work, ids=lambda one: one.value)
def test_a_list_counted_with_its_first_page(
    large: Book, benchmark: Any, work: Work, asked: Scope
) -> None:
    def look() -> int:
        keys = worklists.keys(large, work, asked, DAY)
        rows = worklists.rows(large, work, keys[:100], DAY)
        assert len(rows) == min(len(keys), 100)
        return len(keys)

    benchmark(look)
    if benchmark.enabled:
        assert benchmark.stats.stats.median < LIMIT

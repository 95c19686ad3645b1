"""All figures of a book of 100,000 members and four years (README, 'Speed')."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.figures import Scope
from desktop.services import books, figures
from desktop.services.books import Book, OfficeSetup
from desktop.storage.bulk import insert_many

YEARS = (2023, 2024, 2025, 2026)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LIMIT = 1.0  # seconds for all figures of a year, by the issue
_LEVELS = ("base", "base", "base", "base", "commune", "district", "province")
_RATINGS = ("excellent", "good", "good", "completed", None)


class _World:
    """What a large office keeps in four years; `size` members."""

    def __init__(self, session: Any, size: int) -> None:
        self.session = session
        self.size = size
        self.chance = random.Random(1)
        self.units = self.many("units", self._units())
        self.members = self.many("members", self._members())
        self.many("member_steps", self._steps())
        self.many("member_units", self._stays())
        for year in YEARS:
            self._year(year)
        self._models()
        self._awards()
        self._sessions()
        kinds = ("inspection", "thematic_supervision", "regular_supervision")
        self.many(
            "inspections",
            (
                {"year": year, "kind": kind, "level": "base", "organisations": 5, "members": 9}
                for year in YEARS
                for kind in (*kinds, "violation_inspection")
                for _ in range(size // 1_000)
            ),
        )
        numbered = ({"number": f"{n}-CV/BTG", "on": self.day(), "direction": "issued"}
                    for n in range(size // 50))  # fmt: skip
        self.many("documents", numbered)

    def many(self, register: str, rows: Any) -> list[int]:
        return insert_many(self.session, register, rows, words="Nhập")

    def day(self, year: int | None = None) -> date:
        chosen = year or self.chance.choice(YEARS)
        return date(chosen, self.chance.randint(1, 12), self.chance.randint(1, 28))

    def _units(self) -> Iterator[dict[str, Any]]:
        for n in range(1_200):
            above = n // 30 if n >= 40 else None  # 40 of the first order, the rest below them
            yield {"name": f"Chi bộ {n}", "kind": "cell", "parent_id": above and above + 1}

    def _members(self) -> Iterator[dict[str, Any]]:
        for n in range(self.size):
            yield {
                "full_name": f"Nguyễn Văn {n}",
                "status": "official" if n % 20 else "deceased",
                "status_on": str(self.day()) if n % 20 == 0 else None,
                "admitted_on": str(1990 + n % 33),
                "official_on": str(1991 + n % 33),
                "exempt": n % 15 == 0,
                "unit_id": self.units[n % len(self.units)],
            }

    def _steps(self) -> Iterator[dict[str, Any]]:
        for n, member in enumerate(self.members):
            yield {"member_id": member, "status": "official", "on": str(1991 + n % 33)}
            if n % 20 == 0:
                yield {"member_id": member, "status": "deceased", "on": str(self.day())}

    def _stays(self) -> Iterator[dict[str, Any]]:
        for n in range(0, self.size, 5):  # a fifth moved once
            ends = (("2015", "2024-06-30"), ("2024-07-01", None))
            for place, (begin, end) in enumerate(ends):
                unit = self.units[(n + place) % len(self.units)]
                yield {
                    "member_id": self.members[n], "unit_id": unit, "from_on": begin, "to_on": end
                }  # fmt: skip

    def _year(self, year: int) -> None:
        values = {"year": year, "pledge_kind": "registration", "deadline": date(year, 3, 31)}
        campaign = self.many("campaigns", [{**values, "title": f"Đợt {year}"}])[0]
        who = [
            {"campaign_id": campaign, "pledger_kind": "member", "member_id": member,
             "name": f"Nguyễn Văn {n}", "unit_id": self.units[n % len(self.units)]}
            for n, member in enumerate(self.members)
        ]  # fmt: skip
        self.many("expected", who)
        made = [one for one in who if self.chance.random() < 0.95]
        common = {"year": year, "kind": "registration", "registered_on": date(year, 2, 3)}
        pledges = self.many(
            "pledges",
            ({**one, **common, "public_on": date(year, 4, 1) if n % 5 else None}
             for n, one in enumerate(made)),
        )  # fmt: skip
        self.many("pledge_items", self._items(year, pledges))
        self.many("pledge_reviews", self._reviews(year, pledges))
        if year != YEARS[-1]:
            return
        rated = (
            {"rated_kind": "member", "member_id": member, "name": f"Nguyễn Văn {n}",
             "period_kind": "year", "period_from": date(year, 1, 1),
             "period_to": date(year, 12, 31), "rating": _RATINGS[n % 4]}
            for n, member in enumerate(self.members)
        )  # fmt: skip
        self.many("yearly_ratings", rated)

    def _items(self, year: int, pledges: list[int]) -> Iterator[dict[str, Any]]:
        for pledge in pledges:
            common = self.chance.random() < 0.1
            words = f"nội dung chung {pledge % 20}" if common else f"việc riêng {pledge}"
            yield {
                "pledge_id": pledge,
                "position": 1,
                "content": words,
                "duty": "Nhiệm vụ" if pledge % 3 else None,
                "target": "04 buổi" if pledge % 7 else None,
                "due_on": self.day(year),
                "done_on": date(year, 12, 1) if pledge % 9 else None,
            }

    def _reviews(self, year: int, pledges: list[int]) -> Iterator[dict[str, Any]]:
        for pledge in pledges:
            for month in (6, 12)[: pledge % 3]:
                yield {
                    "pledge_id": pledge,
                    "period_kind": "quarter",
                    "reviewed_on": date(year, month, 28),
                    "done": "Đã làm",
                    "rating": self.chance.choice(_RATINGS),
                }

    def _models(self) -> None:
        states = ("registered", "in_progress", "recognised", "replicated", "stopped")
        fields = self.many("fields", ({"name": f"Lĩnh vực {n}"} for n in range(8)))
        self.models = self.many(
            "models",
            (
                {"name": f"Mô hình {n}", "kind": "collective" if n % 3 else "individual",
                 "registered_on": self.day(), "state": states[n % 5], "field_id": fields[n % 8],
                 "unit_id": self.units[n % len(self.units)]}
                for n in range(self.size // 20)
            ),
        )  # fmt: skip
        levels = ({"model_id": one, "level": self.chance.choice(_LEVELS), "on": self.day()}
                  for one in self.models if one % 2)  # fmt: skip
        self.many("model_levels", levels)

    def _awards(self) -> None:
        forms = self.many("award_forms", ({"name": f"Hình thức {n}"} for n in range(4)))
        for year in YEARS:
            for n in range(10):
                held = self.many("rounds", [{"title": f"Đợt {n}", "meeting_on": self.day(year)}])[0]
                values = {"round_id": held, "level": self.chance.choice(_LEVELS), "number": f"{n}"}
                decision = self.many("decisions", [{**values, "on": self.day(year)}])[0]
                self.many(
                    "awards",
                    (
                        {"round_id": held, "decision_id": decision, "form_id": forms[k % 4],
                         "recipient_kind": "individual" if k % 4 else "household",
                         "member_id": self.chance.choice(self.members) if k % 2 else None,
                         "recipient_name": f"Lê Thị {k}", "state": "given",
                         "model_id": self.models[k] if k % 9 == 0 else None}
                        for k in range(self.size // 200)
                    ),
                )  # fmt: skip

    def _sessions(self) -> None:
        held = ({"subject": f"Chuyên đề {n}", "on": self.day()} for n in range(self.size // 1_000))
        for one in self.many("study_sessions", held):
            attended = ({"session_id": one, "unit_id": unit, "invited": 80, "attended": 78}
                        for unit in self.units)  # fmt: skip
            self.many("study_attendances", attended)


def make(path: Path, size: int) -> Book:
    """Make the book of that size."""
    book = books.create_book(path, OfficeSetup("Ban", "district", "Cầu Ngang"))
    with book.write("Nhập") as session:
        _World(session, size)
    return book


@pytest.fixture(scope="module")
def large(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Book]:
    """100,000 members; 1,000 when the benchmarks only show that they run."""
    enabled = request.config.getoption("benchmark_enable")
    book = make(tmp_path_factory.mktemp("large") / "large.gsdb", 100_000 if enabled else 1_000)
    yield book
    book.close()


@pytest.mark.parametrize("unit", [False, True], ids=["everywhere", "unit"])
def test_all_figures_of_a_year(benchmark: Any, large: Book, *, unit: bool) -> None:
    scope = Scope(unit=2 if unit else None)
    found = benchmark.pedantic(
        figures.figures, (large, FIRST, LAST), {"scope": scope}, rounds=5, warmup_rounds=1
    )
    assert found.members.total > 0
    assert found.pledges.people.registered > 0
    assert found.study.sessions > 0
    if benchmark.enabled:
        assert benchmark.stats.stats.median < LIMIT


def test_the_years_of_a_chart_take_what_they_take_alone(benchmark: Any, large: Book) -> None:
    found = benchmark.pedantic(figures.of_years, (large, YEARS), rounds=2)
    assert [one.models.total > 0 for one in found.values()] == [True] * len(YEARS)
    if benchmark.enabled:
        assert benchmark.stats.stats.median < LIMIT * len(YEARS)

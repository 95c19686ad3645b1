"""Ratings and campaign lists taken in: whom a row is about, and lists that are fixed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.register import Query
from desktop.services import exporting
from desktop.services.campaigns import open_campaign
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book
from tests.services.rows import add, everything, live

from .conftest import Sheet, outcomes, taken

RATINGS = ("Đối tượng", "Họ và tên / Tên tổ chức", "Số thẻ đảng", "Đơn vị", "Đến ngày",
           "Xếp loại")  # fmt: skip
DONE, GOOD = "Hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ"
LIST = ("Đợt đăng ký", "Đối tượng", "Họ và tên / Tên tổ chức", "Số thẻ đảng", "Đơn vị",
        "Lý do bổ sung, điều chỉnh")  # fmt: skip


@pytest.fixture
def cell(book: Book) -> int:
    above = add(book, "units", name="Đảng bộ xã An Lạc")
    return add(book, "units", name="Chi bộ ấp 1", parent_id=above)


@pytest.fixture
def people(book: Book, cell: int) -> list[int]:
    return [
        add(book, "members", full_name=name, card_number=card, unit_id=cell)
        for name, card in (("Lê An", "00100001"), ("Lê An", "00100002"), ("Trần Bé", None))
    ]


def whose(book: Book, register: str) -> list[tuple[Any, ...]]:
    return [(one["name"], one["member_id"], one["unit_id"]) for one in live(book, register)]


def test_ratings_of_one_cell_are_of_different_people(
    book: Book, cell: int, people: list[int], sheet: Sheet
) -> None:
    rows = [
        ("Đảng viên", "Lê An", "00100001", "Chi bộ ấp 1", "31/12/2025", DONE),
        ("Đảng viên", "Lê An", "00100002", "Chi bộ ấp 1", "31/12/2025", GOOD),
        ("Đảng viên", "trần bé", None, "Chi bộ ấp 1", "31/12/2025", GOOD),
        ("Đảng viên", "Người Ngoài", None, "Chi bộ ấp 1", "31/12/2025", GOOD),
        ("Đảng viên", "Người Khác", None, "Chi bộ ấp 1", "31/12/2025", DONE),
    ]
    path = sheet([RATINGS, *rows])
    assert outcomes(taken(book, "yearly_ratings", path)) == {"new": 5}
    assert [one[1] for one in whose(book, "yearly_ratings")] == [*people, None, None]
    assert outcomes(taken(book, "yearly_ratings", path)) == {"same": 5}
    other = sheet([RATINGS, (*rows[0][:5], GOOD)], "sua.xlsx")
    assert outcomes(taken(book, "yearly_ratings", other)) == {"differs": 1}
    changed = Options(existing=Existing.UPDATE)
    assert outcomes(taken(book, "yearly_ratings", other, changed)) == {"changed": 1}
    kept = {one["member_id"]: one["rating"] for one in live(book, "yearly_ratings")[:3]}
    assert kept == dict.fromkeys(people, "good")


@pytest.mark.parametrize("kind", ["Tập thể", None])
@pytest.mark.parametrize("unit", ["Chi bộ ấp 1", "Đảng bộ xã An Lạc", None])
def test_a_rating_of_a_unit_is_tied_to_it(
    book: Book, cell: int, sheet: Sheet, kind: str | None, unit: str | None
) -> None:
    kinds = dict(zip(("unit", "member"), _kinds(), strict=True))
    told = kinds["unit"] if kind else None
    path = sheet([RATINGS, (told, "Chi bộ ấp 1", None, unit, "31/12/2025", DONE)])
    assert outcomes(taken(book, "yearly_ratings", path)) == {"new": 1}
    (kept,) = live(book, "yearly_ratings")
    assert (kept["rated_kind"], kept["member_id"], kept["unit_id"]) == ("unit", None, cell)
    assert outcomes(taken(book, "yearly_ratings", path)) == {"same": 1}


def _kinds() -> tuple[str, str]:
    from desktop.storage.registers import spec  # noqa: PLC0415 (what the clerk reads)

    headings = spec("yearly_ratings").by_name["rated_kind"].choice_headings
    return headings["unit"], headings["member"]


def test_namesakes_without_a_card_are_told(book: Book, people: list[int], sheet: Sheet) -> None:
    path = sheet([RATINGS, ("Đảng viên", "Lê An", None, "Chi bộ ấp 1", "31/12/2025", DONE)])
    report = taken(book, "yearly_ratings", path)
    assert outcomes(report) == {"refused": 1}
    assert "hãy ghi số thẻ đảng" in report.refused[0].reasons[""]


@pytest.fixture
def campaign(book: Book) -> int:
    return add(book, "campaigns", year=2026, title="Đợt đầu năm", deadline=date(2026, 3, 31))


def test_a_list_is_tied_and_comes_in_again(
    book: Book, cell: int, people: list[int], campaign: int, sheet: Sheet, tmp_path: Path
) -> None:
    rows = [
        ("Đợt đầu năm", "Đảng viên", "Lê An", "00100001", "Chi bộ ấp 1", None),
        ("Đợt đầu năm", "Đảng viên", "Lê An", "00100002", None, None),
        ("Đợt đầu năm", "Tổ chức", "Chi bộ ấp 1", None, "Đảng bộ xã An Lạc", None),
        ("Đợt đầu năm", None, "Người Ngoài", None, None, None),
    ]
    path = sheet([LIST, *rows])
    report = taken(book, "expected", path)
    assert outcomes(report) == {"new": 4}, report.refused
    assert whose(book, "expected") == [
        ("Lê An", people[0], cell),
        ("Lê An", people[1], cell),
        ("Chi bộ ấp 1", None, cell),
        ("Người Ngoài", None, None),
    ]
    out = tmp_path / "ra.xlsx"
    exporting.export_view(book, Query("expected"), ["campaign_id", "name", "pledger_kind",
                          "member_id.card_number", "unit_id"], out)  # fmt: skip
    for again in (path, out):
        assert outcomes(taken(book, "expected", again)) == {"same": 4}


def test_a_fixed_list_changes_with_a_reason_only(
    book: Book, cell: int, people: list[int], campaign: int, sheet: Sheet
) -> None:
    first = ("Đợt đầu năm", "Đảng viên", "Lê An", "00100001", "Chi bộ ấp 1", None)
    assert outcomes(taken(book, "expected", sheet([LIST, first]))) == {"new": 1}
    open_campaign(book, campaign, date(2026, 1, 5))
    second = ("Đợt đầu năm", "Đảng viên", "Trần Bé", None, "Chi bộ ấp 1", None)
    before = everything(book)
    path = sheet([LIST, first, second], "sau.xlsx")
    report = taken(book, "expected", path)
    assert outcomes(report) == {"same": 1, "refused": 1}
    assert "danh sách đã chốt" in report.refused[0].reasons["reason"]
    assert everything(book) == before
    moved = sheet([(*LIST, "Người đứng đầu"), (*first, "x")], "doi.xlsx")
    assert outcomes(taken(book, "expected", moved)) == {"refused": 1}
    assert everything(book) == before
    reasoned = sheet([LIST, (*second[:5], "Mới chuyển đến")], "lydo.xlsx")
    assert outcomes(taken(book, "expected", reasoned)) == {"new": 1}
    assert live(book, "expected")[1]["reason"] == "Mới chuyển đến"
    assert outcomes(taken(book, "expected", path)) == {"same": 2}


def test_a_file_begins_the_list_of_an_open_campaign_and_the_next_needs_reasons(
    book: Book, cell: int, people: list[int], campaign: int, sheet: Sheet
) -> None:
    open_campaign(book, campaign, date(2026, 1, 5))
    first = ("Đợt đầu năm", "Đảng viên", "Lê An", "00100001", "Chi bộ ấp 1", None)
    second = ("Đợt đầu năm", "Đảng viên", "Trần Bé", None, "Chi bộ ấp 1", None)
    assert outcomes(taken(book, "expected", sheet([LIST, first, second]))) == {"new": 2}
    third = ("Đợt đầu năm", None, "Người Ngoài", None, None, None)
    report = taken(book, "expected", sheet([LIST, third], "sau.xlsx"))
    assert outcomes(report) == {"refused": 1}
    assert "danh sách đã chốt" in report.refused[0].reasons["reason"]

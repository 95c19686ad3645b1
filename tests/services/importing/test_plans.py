"""Plans with their things to do go out and come in whole; indicators whose outcome isn't told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.services import exporting, registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

PLAN = ["Đơn vị", "Thời kỳ", "Năm", "Trích yếu", "Công việc", "Thời hạn", "Ngày hoàn thành"]
INDICATOR = ["Năm", "Tên chỉ tiêu", "Chỉ tiêu giao", "Đạt được"]


def kept(book: Book, register: str, *names: str) -> list[tuple[object, ...]]:
    found = registers.rows(book, register, list(registers.keys(book, Query(register))))
    return [tuple(one.values[name] for name in names) for one in found]


def row(content: str | None, due: str | None = None, done: str | None = None) -> list:
    return [None, "Năm", 2026, "Kế hoạch năm 2026", content, due, done]


def test_several_rows_are_one_plan_with_several_things(book: Book, sheet: Sheet) -> None:
    rows = [PLAN, row("Mở hội nghị", "25/03/2026", "20/03/2026"), row("Sơ kết", "10/06/2026"),
            row("Sơ kết", "10/12/2026"), row(None)]  # fmt: skip
    path = sheet(rows)
    assert outcomes(taken(book, "plans", path)) == {"new": 3, "repeated": 1}
    assert kept(book, "plans", "title", "year") == [("Kế hoạch năm 2026", 2026)]
    assert kept(book, "plan_items", "content", "due_on", "done_on") == [
        ("Mở hội nghị", date(2026, 3, 25), date(2026, 3, 20)),
        ("Sơ kết", date(2026, 6, 10), None),
        ("Sơ kết", date(2026, 12, 10), None),
    ]
    assert set(outcomes(taken(book, "plans", path))) == {"same"}


def test_what_is_done_by_now_is_filled_and_a_thing_without_words_refused(
    book: Book, sheet: Sheet
) -> None:
    taken(book, "plans", sheet([PLAN, row("Sơ kết", "10/06/2026")]))
    path = sheet([PLAN, row("sơ kết", "10/06/2026", "09/06/2026"), row(None, "01/01/2026")])
    report = taken(book, "plans", path)
    assert outcomes(report) == {"filled": 1, "refused": 1}
    assert "thiếu công việc" in str(report.refused[0].reasons)
    assert kept(book, "plan_items", "content", "done_on") == [("Sơ kết", date(2026, 6, 9))]


@pytest.mark.parametrize("existing", list(Existing))
def test_out_and_in_again(book: Book, other_book: Book, tmp_path: Path, existing: Existing) -> None:
    unit = registers.save(book, "units", {"name": "Đảng bộ xã Mỹ Long"}).value.id
    registers.save(other_book, "units", {"name": "Đảng bộ xã Mỹ Long"})
    for owner, title in ((unit, "Của xã"), (None, "Của ban")):
        plan = registers.save(book, "plans", {"unit_id": owner, "year": 2026, "title": title})
        for content, result in (("A", "Tốt\nKhá"), ("B", None)):
            values = {"plan_id": plan.value.id, "content": content, "result": result,
                      "owner": "Ban", "due_on": date(2026, 5, 1)}  # fmt: skip
            registers.save(book, "plan_items", values)
    registers.save(book, "plans", {"year": 2025, "title": "Không có việc"})
    path = tmp_path / "plans.xlsx"
    assert exporting.export_all(book, "plans", path) == 5
    assert taken(other_book, "plans", path).refused == []
    names = ("content", "owner", "due_on", "done_on", "result")
    assert kept(other_book, "plan_items", *names) == kept(book, "plan_items", *names)
    assert sorted(kept(other_book, "plans", "title")) == sorted(kept(book, "plans", "title"))
    assert set(outcomes(taken(book, "plans", path, Options(existing=existing)))) == {"same"}


def test_an_indicator_is_met_as_its_numbers_say(book: Book, sheet: Sheet) -> None:
    rows = [INDICATOR, [2026, "Kế hoạch", "35", "35/35"], [2026, "Học tập", "98%", "97,1%"],
            [2026, "Khác", "giảm", "3"]]  # fmt: skip
    assert outcomes(taken(book, "indicators", sheet(rows))) == {"new": 3}
    assert sorted(kept(book, "indicators", "name", "met")) == [
        ("Học tập", False), ("Khác", False), ("Kế hoạch", True)
    ]  # fmt: skip


def test_what_the_file_or_the_book_says_of_an_indicator_stays(book: Book, sheet: Sheet) -> None:
    path = sheet([[*INDICATOR, "Đạt"], [2026, "Kế hoạch", "35", "35/35", None]])
    taken(book, "indicators", path)
    assert kept(book, "indicators", "met") == [(False,)]
    again = sheet([INDICATOR, [2026, "Kế hoạch", "35", "35/35"]])
    assert outcomes(taken(book, "indicators", again)) == {"same": 1}
    assert kept(book, "indicators", "met") == [(False,)]
    warned = registers.warnings(
        book, "indicators", {"year": 2026, "name": "A", "target": "35", "achieved": "35/35"}
    )
    assert "đánh dấu «Đạt»" in warned["met"]

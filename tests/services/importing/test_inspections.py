"""Counts of inspection and documents out of spreadsheets: which rows are one, words for choices."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.importing import Options
from desktop.services.importing.records import Existing

from .conftest import Sheet, outcomes, taken

HEAD = ["Năm", "Hình thức", "Cấp", "Số tổ chức", "Số đảng viên", "Ghi chú", "Từ ngày", "Đến ngày"]


def live(book: Book, register: str) -> list[dict[str, Any]]:
    """The rows of a register in the order of entering."""
    ids = sorted(registers.keys(book, Query(register)))
    return [dict(one.values) for one in registers.rows(book, register, ids)]


def row(*cells: Any) -> list[Any]:
    return [*cells, *[None] * (len(HEAD) - len(cells))]


def test_a_year_comes_in_once_and_is_completed(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD, row(2024, "Kiểm tra", "Huyện", 3, 12),
                  row(2024, "Kiểm tra", "Cơ sở", 30, 120),
                  row(2024, "Giám sát chuyên đề", "Huyện", 2, None)])  # fmt: skip
    assert outcomes(taken(book, "inspections", path)) == {"new": 3}
    assert outcomes(taken(book, "inspections", path)) == {"same": 3}
    more = sheet([HEAD, row(2024, "Giám sát chuyên đề", "Huyện", 2, 9)], "more.xlsx")
    assert outcomes(taken(book, "inspections", more)) == {"filled": 1}
    other = sheet([HEAD, row(2024, "Kiểm tra", "Huyện", 4, 12)], "other.xlsx")
    assert outcomes(taken(book, "inspections", other)) == {"differs": 1}
    update = Options(existing=Existing.UPDATE)
    assert outcomes(taken(book, "inspections", other, update)) == {"changed": 1}
    assert [one["organisations"] for one in live(book, "inspections")] == [4, 30, 2]


def test_quarters_and_the_year_are_entries_of_their_own(book: Book, sheet: Sheet) -> None:
    first = ("01/01/2024", "31/03/2024")
    path = sheet(
        [
            HEAD,
            row(2024, "Kiểm tra", "Huyện", 1, 1, None, *first),
            row(2024, "Kiểm tra", "Huyện", 2, 2, None, "01/04/2024", "30/06/2024"),
            row(2024, "Kiểm tra", "Huyện", 9, 9),
            row(2024, "Kiểm tra", "Huyện", 5, 5, None, None, "30/09/2024"),
            row(None, "Kiểm tra", "Huyện", 1, 1, None, *first),
        ]
    )
    assert outcomes(taken(book, "inspections", path)) == {"new": 4, "repeated": 1}
    assert [one["organisations"] for one in live(book, "inspections")] == [1, 2, 9, 5]
    assert outcomes(taken(book, "inspections", path)) == {"same": 5}
    assert len(live(book, "inspections")) == 4


def test_years_and_counts_are_read_as_tables_write_them(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            HEAD[:5],
            ["Năm 2021", "Kiểm tra", "Huyện", "1.200", "-"],
            ["năm 2022 ", "Kiểm tra", "Huyện", " – ", "12 "],
            [date(2023, 12, 31), "Kiểm tra", "Huyện", "…", 7],
            ["2020 - 2025", "Kiểm tra", "Huyện", 1, 1],
            [2024, "Kiểm tra", "Huyện", "?", 1],
        ]
    )
    report = taken(book, "inspections", path)
    assert outcomes(report) == {"new": 3, "refused": 2}
    assert [list(one.reasons) for one in report.refused] == [["year"], ["organisations"]]
    kept = [
        (one["year"], one["organisations"], one["members"]) for one in live(book, "inspections")
    ]
    assert kept == [(2021, 1200, None), (2022, None, 12), (2023, None, 7)]


def test_rows_of_no_level_are_one_by_year_and_kind(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD[:5], [2024, "Kiểm tra", None, 1, 1], [2024, "Kiểm tra", "Huyện", 2, 2]])
    assert outcomes(taken(book, "inspections", path)) == {"new": 2}
    assert outcomes(taken(book, "inspections", path)) == {"same": 2}


def test_a_quarter_is_no_blank_of_the_years_entry(book: Book, sheet: Sheet) -> None:
    year = {"year": 2024, "kind": "inspection", "level": "district", "organisations": 9}
    registers.save(book, "inspections", year)
    path = sheet([HEAD, row(2024, "Kiểm tra", "Huyện", 1, 1, None, "01/01/2024", "31/03/2024")])
    assert outcomes(taken(book, "inspections", path)) == {"new": 1}
    assert [one["members"] for one in live(book, "inspections")] == [None, 1]


def test_without_year_and_day_a_row_is_told(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD, row(None, "Kiểm tra", "Huyện", 1, 1), row(2024, "Kiểm tra", "Huyện", 1)])
    report = taken(book, "inspections", path)
    assert outcomes(report) == {"new": 1, "refused": 1}
    assert "Hãy nhập năm" in str(report.refused[0])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("GS chuyên đề", "thematic_supervision"),
        ("Giám sát theo chuyên đề", "thematic_supervision"),
        ("giam sat thuong xuyen", "regular_supervision"),
        ("GS TX", "regular_supervision"),
        ("GSTX", "regular_supervision"),
        ("KT khi có DHVP", "violation_inspection"),
        ("KT DHVP", "violation_inspection"),
        ("Kiểm tra dấu hiệu vi phạm", "violation_inspection"),
        ("Kiểm tra khi có dấu hiệu vi phạm", "violation_inspection"),
        ("KT", "inspection"),
        ("Kiểm tra", "inspection"),
        ("Giám sát", None),  # of which kind?
    ],
)
def test_words_for_kinds(book: Book, sheet: Sheet, said: str, kind: str | None) -> None:
    taken(book, "inspections", sheet([HEAD, row(2024, said, "Huyện", 1, 1)]))
    assert [one["kind"] for one in live(book, "inspections")] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Đảng ủy cơ sở", "base"),
        ("chi bộ", "base"),
        ("Chi bộ ấp Mỹ Cẩm", "base"),
        ("Đảng ủy cơ sở trực thuộc Huyện ủy", "base"),
        ("UBKT Huyện ủy", "district"),
        ("Ủy ban Kiểm tra Huyện ủy Cầu Ngang", "district"),
        ("Ban Thường vụ Thị ủy", "district"),
        ("Đảng ủy xã", "commune"),
        ("Đảng ủy phường 1", "commune"),
        ("UBKT Tỉnh ủy", "province"),
        ("cấp tỉnh", "province"),
        ("Trung ương", "central"),
        ("TW", "central"),
        ("Thành ủy", None),  # of a province or of a city within it
        ("Công đoàn", None),
    ],
)
def test_words_for_levels(book: Book, sheet: Sheet, said: str, level: str | None) -> None:
    taken(book, "inspections", sheet([HEAD, row(2024, "Kiểm tra", said, 1, 1)]))
    assert [one["level"] for one in live(book, "inspections")] == ([level] if level else [])


def test_documents_say_their_direction_in_many_words_and_their_type_in_the_number(
    book: Book, sheet: Sheet, tmp_path: Path
) -> None:
    head = ["Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu", "Chiều"]
    words = ("đi", "Đến", "ban hành", "nhận", "VB đi", "công văn đến", "phát hành")
    path = sheet([head, *([f"{n}-KH/TU", "18/5/2024", "Tỉnh ủy", "Học tập", said]
                          for n, said in enumerate(words, start=1)),
                  ["37-QĐ/TW", "25/10/2021", "Bộ Chính trị", "Điều đảng viên không được làm",
                   "Đến"]])  # fmt: skip
    assert outcomes(taken(book, "documents", path)) == {"new": 8}
    rows = live(book, "documents")
    assert [one["direction"] for one in rows[:7]] == [
        "issued", "received", "issued", "received", "issued", "received", "issued"
    ]  # fmt: skip
    assert {one["type"] for one in rows[:7]} == {"Kế hoạch"}
    assert rows[7]["type"] is None
    assert outcomes(taken(book, "documents", path)) == {"same": 8}

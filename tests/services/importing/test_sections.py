"""Headings of groups, cells merged downwards, and names that old letters can't spell."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from desktop.core.register import Query
from desktop.core.vietnamese.legacy import Encoding, encode
from desktop.exchange.tables import read_tables
from desktop.services import importing, registers
from desktop.services.importing import refused
from desktop.services.importing.sections import unit_case, unit_of
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken


def members(book: Book) -> dict[str, str | None]:
    found = registers.rows(book, "members", list(registers.keys(book, Query("members"))))
    return {str(one.values["full_name"]): one.labels.get("unit_id") for one in found}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("I. CHI BỘ ẤP MỸ QUÝ", "Chi bộ ấp Mỹ Quý"), ("A) Chi bộ 1", "Chi bộ 1"),
     ("II. CHI BỘ ẤP HAI (12 đồng chí)", "Chi bộ ấp Hai"), ("- Chi bộ A: 12 đ/c", "Chi bộ A"),
     ("I CHI BỘ CÔNG AN XÃ", "Chi bộ công an xã"), ("1.2. Chi bộ Chợ (12)", "Chi bộ Chợ"),
     ("Chi bộ 12", "Chi bộ 12"), ("Chi bộ (khóm 1)", "Chi bộ (khóm 1)"),
     ("Chi bộ ấp 3 - 15 đảng viên", "Chi bộ ấp 3"), ("Chi bộ Ấp Chợ", "Chi bộ Ấp Chợ"),
     ("II - CHI BỘ UBND XÃ TÂN XÃ", "Chi bộ UBND xã Tân Xã"), ("C", "C"), ("Di Linh", "Di Linh")],
)  # fmt: skip
def test_the_unit_of_a_heading(heading: str, unit: str) -> None:
    assert unit_of(heading) == unit


def test_only_capitals_are_spelled_anew() -> None:
    assert unit_case("CHI BỘ TRƯỜNG TIỂU HỌC TRƯỜNG THỌ A") == (
        "Chi bộ trường tiểu học Trường Thọ A"
    )
    assert unit_case("Chi bộ TRƯỜNG") == "Chi bộ TRƯỜNG"


def test_headings_of_groups_name_the_units(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["STT", "Họ và tên", "Ngày sinh"],
            ["I. CHI BỘ ẤP MỸ QUÝ"],
            [1, "Nguyễn Thị Ánh", "1975"],
            ["II", "CHI BỘ ẤP HAI (01 đồng chí)"],
            [1, "Nguyễn Thị Ba", "1975"],
        ]
    )
    assert outcomes(taken(book, "members", path)) == {"new": 2}
    assert members(book) == {
        "Nguyễn Thị Ánh": "Chi bộ ấp Mỹ Quý", "Nguyễn Thị Ba": "Chi bộ ấp Hai"
    }  # fmt: skip


@pytest.mark.parametrize("font", [".VnTime", ""])
def test_headings_and_names_in_tcvn3(book: Book, sheet: Sheet, font: str) -> None:
    rows = [["STT", "Họ và tên", "Quê quán"], ["I", "Chi bộ ấp Mỹ Quý"],
            ["1", "Nguyễn Thị Ánh", "Xã Bảo Thắng"], ["2", "Lê Văn Tuấn", "Bảo Thắng"]]  # fmt: skip
    path = sheet([[encode(one, Encoding.TCVN3) for one in row] for row in rows], font=font)
    report = taken(book, "members", path)
    assert outcomes(report) == {"new": 2}
    assert report.left_out == [(0, 2, "Chi bộ ấp Mỹ Quý")]
    assert members(book) == dict.fromkeys(("Nguyễn Thị Ánh", "Lê Văn Tuấn"), "Chi bộ ấp Mỹ Quý")


def test_names_of_recipients_in_tcvn3(book: Book, sheet: Sheet) -> None:
    rows = [["Đợt", "Hình thức khen", "Họ và tên / Tên tập thể", "Cấp khen"],
            ["TK 2025", "Giấy khen", "Nguyễn Thị Ánh", "Huyện"],
            ["TK 2025", "Giấy khen", "Chi bộ ấp Chợ", "Huyện"]]  # fmt: skip
    path = sheet([[encode(one, Encoding.TCVN3) for one in row] for row in rows], font=".VnTime")
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    found = registers.rows(book, "awards", list(registers.keys(book, Query("awards"))))
    assert {one.values["recipient_name"] for one in found} == {"Nguyễn Thị Ánh", "Chi bộ ấp Chợ"}


HEAD = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"]
PEOPLE = [[1, "Lê An", "1975", None], [2, "Lê Ba", "1976", None], [3, "Lê Tư", "1977", None],
          [4, "Lê Năm", "1978", None]]  # fmt: skip


@pytest.mark.parametrize("deep", [0, 60])
def test_a_cell_merged_downwards_is_every_rows(book: Book, sheet: Sheet, deep: int) -> None:
    before = [[n + 10, f"Trần Văn {n}", "1960", "Chi bộ 2"] for n in range(deep)]
    path = sheet([HEAD, *before, *PEOPLE], merges=[(deep + 1, 3, deep + 3, 3, "Chi bộ 1")])
    assert outcomes(taken(book, "members", path)) == {"new": 4 + deep}
    found = members(book)
    assert [found[name] for name in ("Lê An", "Lê Ba", "Lê Tư", "Lê Năm")] == [
        "Chi bộ 1", "Chi bộ 1", "Chi bộ 1", None
    ]  # fmt: skip


def test_a_merged_cell_in_an_old_encoding(book: Book, sheet: Sheet, tmp_path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 - a font for merged cells, which the fixture doesn't set

    path = tmp_path / "cu.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page, old = workbook.add_worksheet(), workbook.add_format({"font_name": ".VnTime"})
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, [1, "Lê An", "1975"])
        page.write_row(2, 0, [2, "Lê Ba", "1976"])
        page.merge_range(1, 3, 2, 3, encode("Chi bộ ấp Mỹ Quý", Encoding.TCVN3), old)
    assert outcomes(taken(book, "members", path)) == {"new": 2}
    assert members(book) == dict.fromkeys(("Lê An", "Lê Ba"), "Chi bộ ấp Mỹ Quý")


def test_merged_cells_of_word_tables(book: Book, tmp_path: Path) -> None:
    paper = docx.Document()
    rows = [HEAD, *PEOPLE]
    table = paper.add_table(rows=len(rows), cols=4)
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(place, column).text = "" if text is None else str(text)
    table.cell(1, 3).merge(table.cell(3, 3)).text = "Chi bộ 1"
    path = tmp_path / "ds.docx"
    paper.save(str(path))
    assert outcomes(taken(book, "members", path)) == {"new": 4}
    assert list(members(book).values()).count("Chi bộ 1") == 3


def test_several_items_beside_a_merged_name(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["STT", "Năm", "Loại", "Người đăng ký", "Nội dung"],
            [1, "2025", "Bản cam kết", "Lê An", "Đọc sách"],
            [None, None, None, None, "Giúp hộ nghèo"],
        ],
        merges=[(1, 0, 2, 0, "1"), (1, 1, 2, 1, "2025"), (1, 2, 2, 2, "Bản cam kết"),
                (1, 3, 2, 3, "Lê An")],
    )  # fmt: skip
    assert outcomes(taken(book, "pledges", path)) == {"new": 2}
    assert registers.count(book, Query("pledges")) == 1
    assert registers.count(book, Query("pledge_items")) == 2


def test_a_group_within_a_merged_cell_is_still_a_group(book: Book, sheet: Sheet) -> None:
    path = sheet(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Ghi chú"],
            [1, "Lê An", "1975", None],
            ["II", "Chi bộ 2", None, None],
            [2, "Lê Ba", "1976", None],
        ],
        merges=[(1, 3, 3, 3, "Tốt")],
    )
    assert outcomes(taken(book, "members", path)) == {"new": 2}
    assert members(book) == {"Lê An": None, "Lê Ba": "Chi bộ 2"}


def test_refused_rows_keep_what_was_merged_over_them(
    book: Book, sheet: Sheet, tmp_path: Path
) -> None:
    bad = [*PEOPLE[:1], [2, "Lê Ba", "31/2/1976", None], *PEOPLE[2:]]
    path = sheet([HEAD, *bad], merges=[(1, 3, 3, 3, "Chi bộ 1")])
    source = importing.read(path)
    found = importing.recognise("members", source)
    report = importing.run(book, "members", source, found).value
    target = tmp_path / "con lai.xlsx"
    assert refused.write_refused("members", source.tables, found, report.refused, target) == 1
    (table,) = read_tables(target)
    assert any("Chi bộ 1" in row for row in table.rows)

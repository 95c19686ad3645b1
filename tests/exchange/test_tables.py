"""Tables out of .xlsx files: what their cells hold, and the fonts it stands in."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.core.errors import Cancelled
from desktop.exchange.tables import read_tables

from .workbooks import MAIN, Made, only, package, repacked, shared, with_far_cell

# a cell knows no zone
SOME_DAY = datetime(1975, 5, 19)  # noqa: DTZ001
SOME_MOMENT = datetime(2020, 5, 1, 3, 4)  # noqa: DTZ001


# --- values -------------------------------------------------------------------------------------


def test_values_are_given_as_the_file_has_them(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Đảng viên")
        day, both, hours = (
            workbook.add_format({"num_format": code})
            for code in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm")
        )
        sheet.write_row("A1", ["M\u00adêng  Kh\u00ad¬ng ", 1975, 98.5, True, False])
        sheet.write_datetime("F1", SOME_DAY, day)
        sheet.write_datetime("G1", SOME_MOMENT, both)
        sheet.write_datetime("H1", time(3, 4), hours)
        sheet.write_formula("I1", '="a"&"b"', None, "ab")
        sheet.write_formula("J1", "=1+1", None, 2)
        sheet.write_rich_string(
            "K1", "Bảo ", workbook.add_format({"bold": True}), "Thắng", " xã\ncũ"
        )
        sheet.write_string("L1", "00123")

    assert only(xlsx(fill)).rows == [
        [
            "M\u00adêng  Kh\u00ad¬ng ",
            1975,
            98.5,
            True,
            False,
            date(1975, 5, 19),
            SOME_MOMENT,
            time(3, 4),
            "ab",
            2,
            "Bảo Thắng xã\ncũ",
            "00123",
        ]
    ]
    kinds = [type(value) for value in only(xlsx(fill)).rows[0]]
    assert kinds[3:8] == [bool, bool, date, datetime, time]


def test_errors_and_durations_are_given_as_text(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row("B2", ["Tên", "Tuổi"])
        sheet.write_formula("C3", '=VLOOKUP("x",A:A,1,0)&"<>"', None, "#N/A")
        sheet.write_formula("F9", "=1/0", None, "#DIV/0!")
        sheet.write_number("C4", 1.0625, workbook.add_format({"num_format": "[h]:mm"}))

    rows = only(xlsx(fill)).rows
    assert rows[1] == [None, None, "#N/A"]
    assert rows[2] == [None, None, "25:30:00"]
    assert rows[7] == [None, None, None, None, None, "#DIV/0!"]
    assert len(rows) == 8


def test_rows_keep_their_places(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Chi bộ")
        thin = workbook.add_format({"border": 1})
        sheet.write_string("C4", "đầu")
        sheet.write_string("B7", "cuối")
        sheet.write_blank("H20", None, thin)
        sheet.write_formula("H21", '=""', None, "")

    table = only(xlsx(fill))
    assert table.name == "Chi bộ"
    assert table.first_row == 4
    assert table.rows == [[None, None, "đầu"], [], [], [None, "cuối"]]
    assert not table.hidden
    assert not table.fonts


def test_dates_since_1904(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet().write_datetime(
            "A1", SOME_DAY, workbook.add_format({"num_format": "d/m/yy"})
        )

    assert only(xlsx(fill, date_1904=True)).rows == [[date(1975, 5, 19)]]


def test_hidden_sheets_are_given_charts_and_empty_sheets_are_not(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("Trống")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "='Danh sách'!$A$1:$A$2"})
        workbook.add_chartsheet("Biểu đồ").set_chart(chart)
        for name in ("Danh sách", "Ẩn", "Rất ẩn"):
            workbook.add_worksheet(name).write_number("A1", 1)
        workbook.get_worksheet_by_name("Ẩn").hide()
        workbook.get_worksheet_by_name("Rất ẩn").very_hidden()

    tables = read_tables(xlsx(fill))
    assert [(table.name, table.hidden) for table in tables] == [
        ("Danh sách", False),
        ("Ẩn", True),
        ("Rất ẩn", True),
    ]


@pytest.mark.parametrize("stray", [False, True])
def test_merged_headings_are_told_by_index(xlsx: Made, stray: bool) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A3:E3", "DANH SÁCH")
        sheet.merge_range("B5:B6", "Họ và tên")
        sheet.merge_range("C5:D5", "Ngày sinh")
        sheet.write_row("C6", ["Nam", "Nữ"])
        sheet.merge_range("A60:B60", "Tổng cộng")

    path = xlsx(fill)
    table = only(with_far_cell(path) if stray else path)
    assert table.first_row == 3
    assert table.merged == ((0, 0, 0, 4), (2, 1, 3, 1), (2, 2, 2, 3))
    assert table.rows[2:4] == [[None, "Họ và tên", "Ngày sinh"], [None, None, "Nam", "Nữ"]]


def test_macro_workbooks_and_wrong_names_are_read(xlsx: Made, tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet().write_number("A1", 7)

    path = xlsx(fill)
    for name in ("tệp.xlsm", "tệp.xls", "tệp"):
        assert only(path.rename(tmp_path / "x").rename(tmp_path / name)).rows == [[7]]
        path = tmp_path / name


def test_other_writers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "openpyxl.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["Họ và tên", date(1975, 5, 19), None, 5])
    workbook.active.append([])
    workbook.active.append([None, "b"])
    workbook.save(path)
    assert only(path).rows == [["Họ và tên", date(1975, 5, 19), None, 5], [], [None, "b"]]


def test_cells_without_addresses_and_prefixed_names_are_read(tmp_path: Path) -> None:
    rows = [
        (
            f'<x:row xmlns:x="{MAIN}"><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
            '<x:c><x:v>2</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="d"><x:v>1975-05-19</x:v>'
            '</x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>'
        ),
        '<row r="3"><c r="B3" t="str"><f>"x"</f><v>x_x000A_y</v></c></row>',
    ]
    assert only(package(tmp_path / "tay.xlsx", rows)).rows == [
        ["a", 2, True, date(1975, 5, 19), "#REF!"],
        [],
        [None, "x\ny"],
    ]


def test_values_younger_than_the_quick_reader_are_read(tmp_path: Path) -> None:
    rows = [
        '<row r="1"><c r="A1" t="e" vm="1"><v>#SPILL!</v></c><c r="B1"><v>2</v><extLst/></c></row>'
    ]
    assert only(package(tmp_path / "mới.xlsx", rows)).rows == [["#SPILL!", 2]]


def test_shared_texts_and_styles_are_found_by_their_relations(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet()
        sheet.write_string("A1", "chữ")
        sheet.write_datetime("B1", SOME_DAY, day)

    path = xlsx(fill)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    moved = {"xl/sharedStrings.xml": "xl/khác/s.xml", "xl/styles.xml": "xl/khác/t.xml"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            text = content.decode()
            for old, new in moved.items():
                text = text.replace(old[3:], new[3:])
            archive.writestr(moved.get(name, name), text)
        archive.writestr("xl/sharedStrings.xml", shared(5))
    assert only(path).rows == [["chữ", date(1975, 5, 19)]]


# --- fonts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stray", [False, True])
def test_legacy_fonts_are_told(xlsx: Made, stray: bool) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        fonts = {
            name: workbook.add_format({"font_name": name})
            for name in (".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman")
        }
        for column, (name, style) in enumerate(fonts.items()):
            sheet.write_string(1, column, f"chữ {name}", style)
        sheet.write_number(2, 0, 5, fonts[".VnTime"])
        sheet.write_string(2, 1, "không")

    path = xlsx(fill)
    table = only(with_far_cell(path) if stray else path)
    assert dict(table.fonts) == {(0, 0): ".VnTime", (0, 1): ".VnTimeH", (0, 2): "VNI-Times"}
    assert (0, 3) not in table.fonts
    assert (1, 0) not in table.fonts
    assert table.fonts.get((0, 0)) == ".VnTime"
    assert len(table.fonts) == 3
    assert table.rows[1] == [5, "không"]


def test_fonts_of_rich_text_decide_over_the_cells(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        old, heavy, new = (
            workbook.add_format({"font_name": name, "bold": name.endswith("H")})
            for name in (".VnTime", ".VnTimeH", "Arial")
        )
        sheet.write_rich_string("A1", heavy, "B", old, "¸t X¸t")
        sheet.write_rich_string("A2", old, "B¸t", new, " và")
        sheet.write_rich_string("A3", new, "Bát", new, " Xát", old)
        sheet.write_string("A4", "B¸t", old)

    table = only(xlsx(fill))
    assert dict(table.fonts) == {(0, 0): ".VnTime", (3, 0): ".VnTime"}
    assert table.rows == [["B¸t X¸t"], ["B¸t và"], ["Bát Xát"], ["B¸t"]]


def test_runs_in_legacy_fonts_are_told_where_no_cell_has_one(xlsx: Made) -> None:
    def fill(workbook: Any) -> None:
        old = workbook.add_format({"font_name": "VNI-Helve"})
        workbook.add_worksheet().write_rich_string("B2", old, "Xin ", old, "chaøo")

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"VNI-Helve", b"Arial") if name == "xl/styles.xml" else content

    path = repacked(xlsx(fill), change)
    assert dict(only(path).fonts) == {(0, 1): "VNI-Helve"}


# --- progress ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stray", [False, True])
def test_progress_is_told_and_may_cancel(xlsx: Made, stray: bool) -> None:
    def fill(workbook: Any) -> None:
        for name in ("một", "hai"):
            sheet = workbook.add_worksheet(name)
            for row in range(9000):
                sheet.write_row(row, 0, [row, f"tên {row}", "x" * 30])

    path = with_far_cell(xlsx(fill)) if stray else xlsx(fill)
    told: list[float] = []
    read_tables(path, told.append)
    assert len(told) > 5
    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] == pytest.approx(1, abs=0.02)

    def cancel(done: float) -> None:
        if done > 0.6:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_tables(path, cancel)

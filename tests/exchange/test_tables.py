"""Tables out of .xlsx files, and a sentence for everything that isn't one."""

from __future__ import annotations

import errno
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import (
    Cancelled,
    DamagedFile,
    FileLocked,
    FileMissing,
    ForeignFile,
    Problem,
)
from desktop.exchange.tables import (
    MAX_ROWS,
    NoTables,
    PasswordProtected,
    Table,
    TooLarge,
    read_tables,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LAST_ROW = 1_048_576

Made = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Made:
    """Writes a workbook with XlsxWriter: `fill(workbook)` puts in what it holds."""

    def made(fill: Callable[[Any], None], name: str = "tệp.xlsx", **options: Any) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as workbook:
            fill(workbook)
        return path

    return made


def package(path: Path, sheet: Iterable[str] | None, **parts: str | bytes) -> Path:
    """Write a workbook of one sheet by hand; a part named `xl_styles` is xl/styles.xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Trang 1" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="c" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", content)
        if sheet is not None:
            with archive.open("xl/worksheets/sheet1.xml", "w") as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                pieces = iter(sheet)
                while piece := "".join(islice(pieces, 20_000)):
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write an archive anew with each part as `change` (of name and content) makes it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


# a cell knows no zone
SOME_DAY = datetime(1975, 5, 19)  # noqa: DTZ001
SOME_MOMENT = datetime(2020, 5, 1, 3, 4)  # noqa: DTZ001
FIRST_MOMENT, LAST_MOMENT = datetime(1900, 3, 2), datetime(2100, 1, 1)  # noqa: DTZ001
FAR = 10_000, 16_383  # row index and column of a cell that takes a sheet from the quick reader


def with_far_cell(path: Path) -> Path:
    """Put a 1 far below and right of the cells of every sheet."""
    row = b'<row r="10001"><c r="XFD10001"><v>1</v></c></row></sheetData>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", row) if "/worksheets/" in name else content

    return repacked(path, change)


def only(path: Path) -> Table:
    (table,) = read_tables(path)
    return table


def refusal(path: Path, kind: type[Problem], *words: str) -> str:
    """Read what can't be read; returns the sentence after looking that it says `words`."""
    with pytest.raises(kind) as caught:
        read_tables(path)
    assert type(caught.value) is kind
    message = caught.value.message
    assert f"«{path.name}»" in message
    assert message.endswith(".")
    assert "Hãy" in message
    for word in words:
        assert word in message
    return message


# --- values -------------------------------------------------------------------------------------


def test_values_are_given_as_the_file_has_them(book: Made) -> None:
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

    assert only(book(fill)).rows == [
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
    kinds = [type(value) for value in only(book(fill)).rows[0]]
    assert kinds[3:8] == [bool, bool, date, datetime, time]


def test_errors_and_durations_are_given_as_text(book: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row("B2", ["Tên", "Tuổi"])
        sheet.write_formula("C3", '=VLOOKUP("x",A:A,1,0)&"<>"', None, "#N/A")
        sheet.write_formula("F9", "=1/0", None, "#DIV/0!")
        sheet.write_number("C4", 1.0625, workbook.add_format({"num_format": "[h]:mm"}))

    rows = only(book(fill)).rows
    assert rows[1] == [None, None, "#N/A"]
    assert rows[2] == [None, None, "25:30:00"]
    assert rows[7] == [None, None, None, None, None, "#DIV/0!"]
    assert len(rows) == 8


def test_rows_keep_their_places(book: Made) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Chi bộ")
        thin = workbook.add_format({"border": 1})
        sheet.write_string("C4", "đầu")
        sheet.write_string("B7", "cuối")
        sheet.write_blank("H20", None, thin)
        sheet.write_formula("H21", '=""', None, "")

    table = only(book(fill))
    assert table.name == "Chi bộ"
    assert table.first_row == 4
    assert table.rows == [[None, None, "đầu"], [], [], [None, "cuối"]]
    assert not table.hidden
    assert not table.fonts


def test_dates_since_1904(book: Made) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet().write_datetime(
            "A1", SOME_DAY, workbook.add_format({"num_format": "d/m/yy"})
        )

    assert only(book(fill, date_1904=True)).rows == [[date(1975, 5, 19)]]


def test_hidden_sheets_are_given_charts_and_empty_sheets_are_not(book: Made) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet("Trống")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "='Danh sách'!$A$1:$A$2"})
        workbook.add_chartsheet("Biểu đồ").set_chart(chart)
        for name in ("Danh sách", "Ẩn", "Rất ẩn"):
            workbook.add_worksheet(name).write_number("A1", 1)
        workbook.get_worksheet_by_name("Ẩn").hide()
        workbook.get_worksheet_by_name("Rất ẩn").very_hidden()

    tables = read_tables(book(fill))
    assert [(table.name, table.hidden) for table in tables] == [
        ("Danh sách", False),
        ("Ẩn", True),
        ("Rất ẩn", True),
    ]


@pytest.mark.parametrize("stray", [False, True])
def test_merged_headings_are_told_by_index(book: Made, stray: bool) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A3:E3", "DANH SÁCH")
        sheet.merge_range("B5:B6", "Họ và tên")
        sheet.merge_range("C5:D5", "Ngày sinh")
        sheet.write_row("C6", ["Nam", "Nữ"])
        sheet.merge_range("A60:B60", "Tổng cộng")

    path = book(fill)
    table = only(with_far_cell(path) if stray else path)
    assert table.first_row == 3
    assert table.merged == ((0, 0, 0, 4), (2, 1, 3, 1), (2, 2, 2, 3))
    assert table.rows[2:4] == [[None, "Họ và tên", "Ngày sinh"], [None, None, "Nam", "Nữ"]]


def test_macro_workbooks_and_wrong_names_are_read(book: Made, tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        workbook.add_worksheet().write_number("A1", 7)

    path = book(fill)
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


def test_shared_texts_and_styles_are_found_by_their_relations(book: Made) -> None:
    def fill(workbook: Any) -> None:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet()
        sheet.write_string("A1", "chữ")
        sheet.write_datetime("B1", SOME_DAY, day)

    path = book(fill)
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
def test_legacy_fonts_are_told(book: Made, stray: bool) -> None:
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

    path = book(fill)
    table = only(with_far_cell(path) if stray else path)
    assert dict(table.fonts) == {(0, 0): ".VnTime", (0, 1): ".VnTimeH", (0, 2): "VNI-Times"}
    assert (0, 3) not in table.fonts
    assert (1, 0) not in table.fonts
    assert table.fonts.get((0, 0)) == ".VnTime"
    assert len(table.fonts) == 3
    assert table.rows[1] == [5, "không"]


def test_fonts_of_rich_text_decide_over_the_cells(book: Made) -> None:
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

    table = only(book(fill))
    assert dict(table.fonts) == {(0, 0): ".VnTime", (3, 0): ".VnTime"}
    assert table.rows == [["B¸t X¸t"], ["B¸t và"], ["Bát Xát"], ["B¸t"]]


def test_runs_in_legacy_fonts_are_told_where_no_cell_has_one(book: Made) -> None:
    def fill(workbook: Any) -> None:
        old = workbook.add_format({"font_name": "VNI-Helve"})
        workbook.add_worksheet().write_rich_string("B2", old, "Xin ", old, "chaøo")

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"VNI-Helve", b"Arial") if name == "xl/styles.xml" else content

    path = repacked(book(fill), change)
    assert dict(only(path).fonts) == {(0, 1): "VNI-Helve"}


# --- two ways of reading -------------------------------------------------------------------------

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
        max_size=20,
    ),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.datetimes(FIRST_MOMENT, LAST_MOMENT).map(lambda moment: moment.replace(microsecond=0)),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(VALUES, max_size=5), min_size=1, max_size=6))
def test_a_stray_cell_far_away_changes_nothing_else(tmp_path: Path, rows: list[list[Any]]) -> None:
    """The quick reader reads the first file, the one row by row the second."""

    path = tmp_path / "tệp.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string("A1", "đầu")
        formats = {
            kind: workbook.add_format({"num_format": code})
            for kind, code in ((date, "dd/mm/yyyy"), (datetime, "dd/mm/yyyy hh:mm:ss"))
        }
        for index, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(index, column, value, formats[type(value)])
                elif isinstance(value, str):
                    sheet.write_string(index, column, value)
                elif value is not None:
                    sheet.write(index, column, value)
    quick = only(path)
    slow = only(with_far_cell(path))
    assert len(slow.rows) == FAR[0] + 1
    assert slow.rows[: len(quick.rows)] == quick.rows
    assert not any(slow.rows[len(quick.rows) : -1])
    assert [list(map(type, row)) for row in slow.rows[: len(quick.rows)]] == [
        list(map(type, row)) for row in quick.rows
    ]
    assert quick.rows[0] == ["đầu"]


# --- long and wide sheets ------------------------------------------------------------------------


def formatted(first: int, last: int) -> Iterator[str]:
    """Rows of which only the look is kept."""
    for number in range(first, last + 1):
        yield (
            f'<row r="{number}" spans="1:3" s="1" customFormat="1"><c r="A{number}" s="1"/>'
            f'<c r="B{number}" s="1"/><c r="C{number}" s="1"/></row>'
        )


def valued(first: int, last: int) -> Iterator[str]:
    for number in range(first, last + 1):
        yield f'<row r="{number}"><c r="A{number}"><v>{number}</v></c><c r="B{number}"/></row>'


@pytest.mark.slow
def test_a_sheet_formatted_to_its_end_gives_its_rows(tmp_path: Path) -> None:
    def rows() -> Iterator[str]:
        yield from valued(1, 3)
        yield from formatted(4, 700_000)
        yield '<row r="700001"><c r="C700001" t="inlineStr"><is><t>giữa</t></is></c></row>'
        yield from formatted(700_002, LAST_ROW)

    table = only(package(tmp_path / "dài.xlsx", rows()))
    assert len(table.rows) == 700_001
    assert table.rows[:4] == [[1], [2], [3], []]
    assert table.rows[-1] == [None, None, "giữa"]
    assert sum(map(bool, table.rows)) == 4


@pytest.mark.slow
def test_too_many_rows_end_in_their_count(tmp_path: Path) -> None:
    path = package(tmp_path / "đông.xlsx", valued(2, 250_001))
    refusal(path, TooLarge, "250.000", "200.000", "tách")
    assert MAX_ROWS == 200_000


def test_a_column_that_begins_far_down_is_read(tmp_path: Path) -> None:
    """It shows only after a good part of the sheet has been looked over."""
    rows = [*valued(1, 40_000), '<row r="40001"><c r="AB40001"><v>9</v></c></row>']
    table = only(package(tmp_path / "lệch.xlsx", rows))
    assert len(table.rows) == 40_001
    assert table.rows[-1] == [*[None] * 27, 9]


def test_a_stray_cell_takes_no_more_memory_than_its_row(tmp_path: Path) -> None:
    rows = [*valued(1, 2), '<row r="5"><c r="XFD5"><v>9</v></c></row>']
    table = only(package(tmp_path / "xa.xlsx", rows))
    assert table.rows[:4] == [[1], [2], [], []]
    assert table.rows[4] == [None] * 16_383 + [9]


@pytest.mark.parametrize(
    "cell",
    [
        '<c s="1" r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c\nr = "XFD1048576"><v>1</v></c>',
        f'<y:c xmlns:y="{MAIN}" r="XFD1048576"><y:v>1</y:v></y:c>',
    ],
)
def test_a_stray_cell_is_seen_however_it_is_written(tmp_path: Path, cell: str) -> None:
    rows = [*valued(1, 2), f'<row r="{LAST_ROW}">{cell}</row>']
    table = only(package(tmp_path / "xa.xlsx", rows))
    assert len(table.rows) == LAST_ROW
    assert len(table.rows[-1]) == 16_384


def test_too_many_cells_end_in_a_sentence(tmp_path: Path) -> None:
    rows = (f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 600))
    refusal(package(tmp_path / "rộng.xlsx", rows), TooLarge, "8.000.000 ô", "cột thừa")


# --- what isn't a workbook -----------------------------------------------------------------------


def test_files_that_are_not_there(tmp_path: Path) -> None:
    refusal(tmp_path / "không có.xlsx", FileMissing)
    folder = tmp_path / "thư mục.xlsx"
    folder.mkdir()
    refusal(folder, ForeignFile, "thư mục")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM])
def test_a_file_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = package(tmp_path / "đang mở.xlsx", valued(1, 1))

    def refused(self: Path, mode: str) -> Any:
        raise PermissionError(code, "x", str(self), None)

    monkeypatch.setattr(Path, "open", refused)
    refusal(path, FileLocked, "đang mở", "đóng tệp")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["0 byte", "chép lại"]),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", ["PDF"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["ảnh"]),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", ["ảnh"]),
        ("Họ và tên;Ngày sinh\nLê An;1975\n".encode(), ["văn bản", ".csv", ".xlsx"]),
        ("Họ và tên\tNăm\n".encode("utf-16"), ["văn bản", ".xlsx"]),
        (b"{\\rtf1\\ansi", ["RTF", ".docx"]),
        (b"\r\n<html><table><tr><td>1</td></tr></table></html>", ["trang web", ".xlsx"]),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', ["XML", ".xlsx"]),
        (b"\x09\x08\x08\0\0\5\x10\0\0\0\0\0", ["quá cũ", ".xlsx"]),
        (bytes(range(256)) * 40, ["không phải tệp Excel"]),
        (b"PK\x05\x06" + bytes(18), ["không phải tệp Excel"]),
    ],
)
def test_other_files_under_the_name_of_a_workbook(
    tmp_path: Path, content: bytes, words: list[str]
) -> None:
    path = tmp_path / "danh sách.xlsx"
    path.write_bytes(content)
    refusal(path, ForeignFile, *words)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, [".ods", ".xlsx"]),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, [".odt", ".docx"]),
        ({"ảnh.jpg": "x"}, ["không phải tệp Excel"]),
        (
            {
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
                f'Id="a" Type="{OFFICE}/officeDocument" Target="/xl/workbook.bin"/>'
                "</Relationships>",
                "xl/workbook.bin": b"\x83\1\0",
            },
            [".xlsb", ".xlsx"],
        ),
        (
            {
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
                f'Id="a" Type="{OFFICE}/officeDocument" Target="ppt/presentation.xml"/>'
                "</Relationships>",
                "ppt/presentation.xml": '<?xml version="1.0"?><!-- <document/> -->'
                "<p:presentation/>",
            },
            ["PowerPoint"],
        ),
    ],
)
def test_other_archives(tmp_path: Path, parts: dict[str, str | bytes], words: list[str]) -> None:
    path = tmp_path / "tệp.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    refusal(path, ForeignFile, *words)


def test_the_mark_of_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "~$danh sách.xlsx"
    path.write_bytes(b"\x05admin" + bytes(159))
    refusal(path, ForeignFile, "tệp tạm", "tệp chính")


def test_a_workbook_without_a_cell(book: Made) -> None:
    message = refusal(book(lambda workbook: workbook.add_worksheet()), NoTables)
    assert message.startswith("Tệp không có dữ liệu")


# --- damaged and hostile -------------------------------------------------------------------------


def shared(count: int) -> str:
    texts = "".join(f"<si><t>{number}</t></si>" for number in range(count))
    return f'<sst xmlns="{MAIN}">{texts}</sst>'


def test_a_file_that_was_cut_short(tmp_path: Path) -> None:
    path = package(tmp_path / "cụt.xlsx", valued(1, 5000))
    content = path.read_bytes()
    for length in (len(content) // 2, len(content) - 30, 40):
        path.write_bytes(content[:length])
        refusal(path, DamagedFile, "hỏng", "Hãy chép lại")


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    package(path, valued(1, 2000))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[at + 3000] ^= 0x55
    path.write_bytes(content)
    refusal(path, DamagedFile)


@pytest.mark.parametrize(
    "sheet",
    [
        None,
        ["<row"],
        ['<row r="1"><c r="A1" t="s"><v>7</v></c></row>'],
        ['<row r="1048577"><c s="1" r="A1048577"><v>1</v></c></row>'],
        ["<row><c><v>x1</v></c></row>"],
        ['<row><c r="XFE1"><v>1</v></c></row>', '<row r="2"><c s="1" r="A2"/></row>'],
        ['<row><c s="1" r="A1"><v>&a;</v></c></row>'],
        ['<row r="2"/><row r="1"><c s="1" r="A1"><v>1</v></c></row>'],
    ],
)
def test_broken_sheets(tmp_path: Path, sheet: list[str] | None) -> None:
    path = package(tmp_path / "hỏng.xlsx", sheet, xl_sharedStrings=shared(3))
    refusal(path, DamagedFile)


def test_a_workbook_without_its_main_part(tmp_path: Path) -> None:
    path = tmp_path / "thiếu.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    refusal(path, DamagedFile)


LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
)


@pytest.mark.parametrize("part", ["xl_sharedStrings", "xl_styles", "xl_workbook"])
def test_entities_are_never_expanded(tmp_path: Path, part: str) -> None:
    root = {"xl_sharedStrings": "sst", "xl_styles": "styleSheet", "xl_workbook": "workbook"}[part]
    hostile = f'{LAUGHS}]><{root} xmlns="{MAIN}"><si><t>&a11;</t></si></{root}>'.encode()
    path = package(
        tmp_path / "cười.xlsx",
        ['<row r="1"><c r="A1" t="s"><v>0</v></c></row>'],
        xl_sharedStrings=shared(1),
        xl_styles=f'<styleSheet xmlns="{MAIN}"/>',
    )
    name = part.replace("_", "/") + ".xml"
    repacked(path, lambda one, content: hostile if one == name else content)
    refusal(path, DamagedFile)


def test_entities_in_a_sheet_are_never_expanded(tmp_path: Path) -> None:
    path = tmp_path / "cười.xlsx"
    package(path, None, xl_worksheets_sheet1=f"{LAUGHS}]><worksheet>&a11;</worksheet>")
    refusal(path, DamagedFile)


def test_a_count_of_texts_that_would_take_all_memory(tmp_path: Path) -> None:
    texts = shared(1).replace("<sst ", '<sst uniqueCount="4294967295" ')
    rows = ['<row r="1"><c r="A1" t="s"><v>0</v></c></row>']
    refusal(package(tmp_path / "lạ.xlsx", rows, xl_sharedStrings=texts), DamagedFile)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    package(path, (" " * 1_000_000 for _ in range(150)))
    refusal(path, TooLarge, "giải nén", "quá lớn")


def test_a_zip_bomb_that_lies_of_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    package(path, (" " * 1_000_000 for _ in range(150)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for found in list(re.finditer(re.escape(struct.pack("<I", size)), content)):
        content[found.start() : found.end()] = struct.pack("<I", 1000)
    path.write_bytes(content)
    refusal(path, DamagedFile)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "đôi.xlsx", valued(1, 1))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/Workbook.xml", "<workbook/>")
    refusal(path, DamagedFile)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = package(tmp_path / "khóa.xlsx", valued(1, 1))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + offset] |= 1
    path.write_bytes(content)
    refusal(path, PasswordProtected, "mật khẩu")


def test_a_tree_too_large_for_memory_is_refused(tmp_path: Path) -> None:
    rows = ("<x>" + "<a/>" * 100_000 + "</x>" for _ in range(30))
    path = package(tmp_path / "lạ.xlsx", ["<c></c>", *rows])
    refusal(path, TooLarge)


# --- progress ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stray", [False, True])
def test_progress_is_told_and_may_cancel(book: Made, stray: bool) -> None:
    def fill(workbook: Any) -> None:
        for name in ("một", "hai"):
            sheet = workbook.add_worksheet(name)
            for row in range(9000):
                sheet.write_row(row, 0, [row, f"tên {row}", "x" * 30])

    path = with_far_cell(book(fill)) if stray else book(fill)
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

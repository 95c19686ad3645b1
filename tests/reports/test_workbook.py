"""Workbooks read back by another library: what the clerk opens in Excel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled, FileMissing, UserProblem
from desktop.core.register import Kind
from desktop.core.vietnamese.fold import clean
from desktop.reports import workbook
from desktop.reports.workbook import (
    EXAMPLE_MARK,
    HINTS_SHEET,
    SHEET,
    WORDS_SHEET,
    SheetColumn,
    write_template,
    write_workbook,
)

NAME = SheetColumn("Họ và tên", Kind.NAME, 26)
ROOT = Path(__file__).resolve().parents[2]


def midnight(*day: int) -> datetime:
    return datetime.combine(date(*day), time())


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    folder = tmp_path / "tạm"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def written(target: Path, kind: Kind, *values: Any) -> list[Any]:
    """Write one column and return its cells."""
    column = SheetColumn("Cột", kind, 12)
    assert write_workbook(target, "Tên", [column], [[one] for one in values]) == len(values)
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert sheet["B2"].value == "Cột"
    return [sheet.cell(place, 2) for place in range(3, 3 + len(values))]


@pytest.mark.parametrize(
    ("kind", "given", "kept", "shown"),
    [
        (Kind.TEXT, "00123456", "00123456", "@"),
        (Kind.TEXT, "=1+1", "=1+1", "@"),
        (Kind.TEXT, "+84 90", "+84 90", "@"),
        (Kind.TEXT, "-", "-", "@"),
        (Kind.TEXT, "@SUM(A1)", "@SUM(A1)", "@"),
        (Kind.TEXT, "{=1}", "{=1}", "@"),
        (Kind.TEXT, "http://example.vn", "http://example.vn", "@"),
        (Kind.TEXT, "", None, "@"),
        (Kind.TEXT, None, None, "@"),
        (Kind.LONG_TEXT, "một\nhai", "một\nhai", "@"),
        (Kind.LONG_TEXT, "dài " * 100, "dài " * 100, "General"),
        (Kind.REFERENCE, "Chi bộ 1", "Chi bộ 1", "@"),
        (Kind.BOOLEAN, True, "x", "@"),
        (Kind.BOOLEAN, False, None, "@"),
        (Kind.INTEGER, 2026, 2026, "0"),
        (Kind.INTEGER, 0, 0, "0"),
        (Kind.MONEY, 1_500_000, 1_500_000, "#,##0"),
        (Kind.MONEY, 10**15, "1000000000000000", "@"),
        (Kind.MONEY, "một triệu", "một triệu", "@"),
        (Kind.POINTS, Decimal("98.05"), 98.05, "0.00"),
        (Kind.DATE, date(2026, 5, 3), midnight(2026, 5, 3), "dd/mm/yyyy"),
        (Kind.DATE, date(1900, 3, 1), midnight(1900, 3, 1), "dd/mm/yyyy"),
        (Kind.DATE, date(1900, 2, 28), "28/02/1900", "@"),
        (Kind.PARTIAL_DATE, "1975-05-03", midnight(1975, 5, 3), "dd/mm/yyyy"),
        (Kind.PARTIAL_DATE, "1975-05", "05/1975", "@"),
        (Kind.PARTIAL_DATE, "1975", "1975", "@"),
        (Kind.PARTIAL_DATE, "1890-05-19", "19/05/1890", "@"),
        (Kind.PARTIAL_DATE, "31/02/1975", "31/02/1975", "@"),
    ],
)
def test_a_value_stays_what_it_is(kind, given, kept, shown, tmp_path):
    (cell,) = written(tmp_path / "a.xlsx", kind, given)
    assert (cell.value, cell.number_format) == (kept, shown)
    assert cell.data_type != "f"
    assert cell.hyperlink is None


def test_days_are_days_for_every_reader(tmp_path):
    # python-calamine reads what the import reads
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - read here alone

    target = tmp_path / "a.xlsx"
    written(target, Kind.DATE, date(1975, 4, 30), date(2199, 12, 31))
    rows = CalamineWorkbook.from_path(target).get_sheet_by_name(SHEET).to_python()
    assert [row[1] for row in rows[2:]] == [date(1975, 4, 30), date(2199, 12, 31)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
@example(["a\x00b\x1f", "\ud800", "\ufffe", "&<>\"'", " a", "=A1", "true", "1e5", "\t", "𠮷"])
def test_texts_the_book_may_hold_come_back(texts):
    with tempfile.TemporaryDirectory() as folder:
        kept = [clean(one, multiline=True) for one in texts]
        cells = written(Path(folder) / "a.xlsx", Kind.LONG_TEXT, *kept)
        assert [one.value or "" for one in cells] == kept
        # texts that were not cleaned may lose letters no XML can hold, never the file
        written(Path(folder) / "b.xlsx", Kind.LONG_TEXT, *texts)


def test_the_sheet_is_ready_to_be_read_and_printed(tmp_path):
    target = tmp_path / "a.xlsx"
    columns = [NAME, SheetColumn("Quê quán", Kind.TEXT, 70)]
    rows = [("Nguyễn Thị Ánh", "Mỹ Long"), ("Trần Văn Đức", None)]
    assert write_workbook(target, "=Danh sách", columns, rows, subtitle="Tìm: a") == 2
    book = openpyxl.load_workbook(target)
    sheet = book[SHEET]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["=Danh sách", None, None],
        ["Tìm: a", None, None],
        ["STT", "Họ và tên", "Quê quán"],
        [1, "Nguyễn Thị Ánh", "Mỹ Long"],
        [2, "Trần Văn Đức", None],
    ]
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:C1", "A2:C2"}
    title, heading, cell = sheet["A1"], sheet["B3"], sheet["B4"]
    assert (title.font.bold, title.font.size, title.alignment.horizontal) == (True, 14, "center")
    assert heading.font.bold
    assert heading.fill.fgColor.rgb == "FFE7E6E6"
    assert heading.alignment.wrap_text
    assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}
    assert (cell.font.size, cell.alignment.vertical, cell.alignment.wrap_text) == (12, "top", True)
    assert sheet["C5"].border.left.style == "thin"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:C5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.oddFooter.center.text == "Trang &P/&N"
    assert 26 <= sheet.column_dimensions["B"].width < 27
    assert book.properties.creator in (None, "")
    assert book.properties.created == midnight(2020, 1, 1)


def test_the_sheet_stands_upright_when_it_is_narrow_and_may_have_no_numbers(tmp_path):
    target = tmp_path / "a.xlsx"
    assert write_workbook(target, "Tên", [NAME], [], numbered=False) == 0
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Tên"], ["Họ và tên"]]
    assert sheet.page_setup.orientation != "landscape"
    assert sheet.auto_filter.ref == "A2"


def test_the_same_rows_give_the_same_bytes(tmp_path):
    rows = [("Nguyễn Thị Ánh",)] * 3
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, "Tên", [NAME], rows)
        write_template(tmp_path / f"t-{name}", "Tên", [NAME], ["Ánh"], ["Gợi ý"])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "t-a.xlsx").read_bytes() == (tmp_path / "t-b.xlsx").read_bytes()


@pytest.mark.parametrize("letter", ["ă", "𠮷"])
def test_a_text_longer_than_a_cell_is_told_and_nothing_is_written(letter, tmp_path, scratch):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"before")
    fits = letter * (32_767 // len(letter.encode("utf-16-le")) * 2)
    with pytest.raises(UserProblem, match=r"Dòng 2, cột «Họ và tên».*32\.767"):
        write_workbook(target, "Tên", [NAME], [(fits,), (fits + letter * 2,)])
    assert target.read_bytes() == b"before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "nhà của tôi", "tạm"]
    assert list(scratch.iterdir()) == []
    assert write_workbook(target, "Tên", [NAME], [(fits,)]) == 1
    assert openpyxl.load_workbook(target)[SHEET]["B3"].value == fits


def test_more_rows_than_a_sheet_has_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 5)
    assert write_workbook(tmp_path / "a.xlsx", "Tên", [NAME], [("a",)] * 3) == 3
    with pytest.raises(UserProblem, match="hơn 3 dòng"):
        write_workbook(tmp_path / "b.xlsx", "Tên", [NAME], [("a",)] * 4)
    assert not (tmp_path / "b.xlsx").exists()


def test_it_can_be_cancelled_and_leaves_nothing(tmp_path, scratch):
    heard: list[int] = []

    def tick(done: int) -> None:
        heard.append(done)
        if done >= 400:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(tmp_path / "a.xlsx", "Tên", [NAME], [("a",)] * 5_000, tick=tick)
    assert heard == [200, 400]
    assert not (tmp_path / "a.xlsx").exists()
    assert list(scratch.iterdir()) == []


def test_a_row_source_that_fails_leaves_nothing(tmp_path, scratch):
    def rows() -> Iterator[tuple[str]]:
        yield ("a",)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_workbook(tmp_path / "a.xlsx", "Tên", [NAME], rows())
    assert list(scratch.iterdir()) == []
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path, scratch):
    with pytest.raises(FileMissing, match=r"«a\.xlsx»"):
        write_workbook(tmp_path / "không có" / "a.xlsx", "Tên", [NAME], [("a",)])
    assert list(scratch.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc"
)
def test_a_hundred_thousand_rows_need_little_memory(tmp_path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom desktop.core.register import Kind\n"
        "from desktop.reports.workbook import SheetColumn, write_workbook\n"
        "columns = [SheetColumn(f'Cột {n}', Kind.TEXT, 12) for n in range(8)]\n"
        "rows = ([f'Nguyễn Văn {n} {m}' for m in range(8)] for n in range(100_000))\n"
        "assert write_workbook(Path(sys.argv[1]), 'Tên', columns, rows) == 100_000\n"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.xlsx")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) / 1024 < 150


# templates

CHOSEN = SheetColumn("Giới tính", Kind.CHOICE, 8, choices=("Nam", "Nữ"))
UNITS = tuple(f"Chi bộ ấp số {n}" for n in range(60))
COLUMNS = [
    SheetColumn("Họ và tên", Kind.NAME, 26, note="Ghi đủ họ.", required=True),
    CHOSEN,
    SheetColumn("Chi bộ", Kind.REFERENCE, 28, choices=UNITS),
    SheetColumn("Lực lượng", Kind.CHOICE, 12, choices=("Bộ đội, công an", "Hưu trí")),
    SheetColumn("Số thẻ", Kind.TEXT, 11),
    SheetColumn("Ngày sinh", Kind.PARTIAL_DATE, 11),
    SheetColumn("Ngày đăng ký", Kind.DATE, 11),
    SheetColumn("Mức thưởng", Kind.MONEY, 12),
]
EXAMPLE = ["Nguyễn Thị Ánh", "Nữ", UNITS[0], None, "00123456", "1975", date(2026, 5, 3), 500_000]


@pytest.fixture
def template(tmp_path: Path) -> Any:
    target = tmp_path / "mẫu.xlsx"
    write_template(target, "Mẫu", COLUMNS, EXAMPLE, ["Một", "=Hai"])
    return openpyxl.load_workbook(target)


def test_a_template_has_an_example_that_says_so(template):
    sheet = template[SHEET]
    assert [cell.value for cell in sheet[3]] == ["STT", *(one.heading for one in COLUMNS)]
    row = [cell.value for cell in sheet[4]]
    assert row[:7] == [EXAMPLE_MARK, "Nguyễn Thị Ánh", "Nữ", UNITS[0], None, "00123456", "1975"]
    assert row[7:] == [midnight(2026, 5, 3), 500_000]
    assert {cell.font.italic for cell in sheet[4]} == {True}
    assert {cell.font.color.rgb for cell in sheet[4]} == {"FF7F7F7F"}
    assert sheet.max_row == 4


def test_a_template_marks_what_is_required_and_notes_it(template):
    sheet = template[SHEET]
    assert sheet["B3"].font.color.rgb == "FFC00000"
    assert sheet["C3"].font.color is None or sheet["C3"].font.color.rgb != "FFC00000"
    assert sheet["B3"].comment.text == "Ghi đủ họ."
    assert sheet["C3"].comment is None
    assert "màu đỏ" in sheet["A2"].value
    hints = template[HINTS_SHEET]
    assert [hints.cell(row, 1).value for row in (2, 3)] == ["1. Một", "2. =Hai"]


def test_what_is_typed_into_a_template_stays_as_typed(template):
    sheet = template[SHEET]
    formats = {
        heading: sheet.column_dimensions[letter].number_format
        for heading, letter in zip((one.heading for one in COLUMNS), "BCDEFGHI", strict=True)
    }
    assert formats["Số thẻ"] == "@"
    assert formats["Ngày sinh"] == "@"  # '1975' in a date's cell becomes a day of 1905
    assert formats["Ngày đăng ký"] == "dd/mm/yyyy"
    assert formats["Mức thưởng"] == "#,##0"


def test_a_template_offers_the_words_of_lists(template):
    rules = {str(one.sqref): one for one in template[SHEET].data_validations.dataValidation}
    assert set(rules) == {"C4:C2000", "D4:D2000", "E4:E2000"}
    assert rules["C4:C2000"].formula1 == '"Nam,Nữ"'
    assert rules["C4:C2000"].showErrorMessage
    assert not rules["D4:D2000"].showErrorMessage  # a unit may be new
    words = template[WORDS_SHEET]
    for place, (cells, column) in enumerate((("D4:D2000", 2), ("E4:E2000", 3)), 1):
        choices = COLUMNS[column].choices
        letter = "AB"[place - 1]
        assert rules[cells].formula1 == f"'{WORDS_SHEET}'!${letter}$2:${letter}${len(choices) + 1}"
        found = [words.cell(row, place).value for row in range(2, len(choices) + 2)]
        assert tuple(found) == choices
        assert words.cell(len(choices) + 2, place).value is None


def test_a_template_without_long_lists_has_no_sheet_of_words(tmp_path):
    write_template(tmp_path / "a.xlsx", "Mẫu", [NAME, CHOSEN], ["Ánh", "Nữ"], [])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [SHEET, HINTS_SHEET]

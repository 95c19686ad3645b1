"""A folder as offices have them: every file ends in the right rows or in one clear sentence."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter

from desktop import cli
from desktop.core.register import Query
from desktop.core.vietnamese.legacy_tables import Encoding, encode
from desktop.services import books, registers

from .compounds import saved
from .workbooks import LAST_ROW, package, valued

Rows = Sequence[Sequence[Any]]
Ends = tuple[str, Callable[[Path], None], int, str]  # register, maker, rows that come in, words

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"]


def sheet(rows: Rows, at: int = 0) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            for place, row in enumerate(rows):
                page.write_row(at + place, 0, row)

    return make


def titled(path: Path) -> None:
    """Titles over merged cells, a heading of two rows, true dates, empty rows, groups, a sum."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.merge_range("A1:C1", "HUYỆN ỦY CẦU NGANG")
        page.merge_range("A3:F3", "DANH SÁCH ĐẢNG VIÊN NĂM 2026")
        page.merge_range("A5:A6", "STT")
        page.merge_range("B5:B6", "Họ và tên")
        page.merge_range("C5:D5", "Ngày tháng năm sinh")
        page.write_row("C6", ["Nam", "Nữ"])
        page.merge_range("E5:E6", "Số thẻ đảng viên")
        page.write("B8", "Chi bộ ấp Một")
        page.write("A8", "I")
        page.write_row("A9", [1, "Nguyễn Văn Hùng"])
        page.write_datetime("C9", date(1975, 5, 3), day)
        page.write("E9", "00010001")
        page.write_row("A11", [2, "Trần Thị Ánh", "", "5/1980", "00010002"])
        page.write_row("A12", ["II", "Chi bộ ấp Hai"])
        page.write_row("A13", [3, "Lê Kim Yến", "", "năm 1962", 10003])
        page.write_row("A15", ["", "Tổng cộng", 1, 2])


def two_sheets(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for place, cell in enumerate(("Chi bộ ấp Ba", "Chi bộ ấp Tư")):
            page = book.add_worksheet(cell)
            page.write_row(0, 0, HEAD)
            for row in range(2):
                number = f"0002{place}{row:03}"
                page.write_row(
                    row + 1, 0, [row + 1, f"Phạm Hữu Đức {place}{row}", "3-5-75", number, cell]
                )


def old_letters(encoding: Encoding, font: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet()
            old = book.add_format({"font_name": font})
            page.write_row(0, 0, [encode(one, encoding) for one in HEAD], old)
            for row, name in enumerate(("Nguyễn Thị Mười", "Võ Đình Khương"), start=1):
                texts = [name, "3/5/1975", f"000{len(font)}{row:04}", "Chi bộ ấp Năm"]
                page.write(row, 0, row)
                page.write_row(row, 1, [encode(one, encoding) for one in texts], old)

    return make


def table(rows: Rows) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        paper = docx.Document()
        paper.add_paragraph("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG")
        grid = paper.add_table(rows=len(rows), cols=len(rows[0]))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                grid.cell(place, column).text = str(text)
        paper.save(str(path))

    return make


def content(data: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def with_password(path: Path) -> None:
    saved(path, {"EncryptionInfo": bytes(224), "EncryptedPackage": bytes(9000)})


def bomb(path: Path) -> None:
    package(path, (" " * 1_000_000 for _megabyte in range(1200)))


def to_the_end(path: Path) -> None:
    package(path, valued(1, LAST_ROW))


def decomposed(rows: Rows) -> Rows:
    return [
        [unicodedata.normalize("NFD", one) if isinstance(one, str) else one for one in row]
        for row in rows
    ]


AWARDS = [
    ["STT", "Tên đợt khen thưởng", "Số QĐ", "Ngày ký", "Cấp khen", "Hình thức",
     "Tên tập thể, cá nhân", "Chức vụ, đơn vị", "Kết quả"],
    ["1", "Sơ kết 2026", "15-QĐ/HU", "18/5/2026", "Huyện", "Giấy khen", "Nguyễn Văn Hùng",
     "Chi bộ ấp Một", "Đã trao"],
    ["2", "Sơ kết 2026", "15-QĐ/HU", "18/5/2026", "Huyện", "Giấy khen", "Chi bộ ấp Hai", "",
     "Đồng ý"],
    ["3", "Sơ kết 2026", "15-QĐ/HU", "18/5/2026", "Huyện", "Giấy khen", "Lý Văn Tài", "ấp Ba",
     "Không đồng ý"],
]  # fmt: skip
FOLDER: dict[str, Ends] = {
    "01 tiêu đề, ô gộp.xlsx": ("members", titled, 3, ""),
    "02 hai trang.xlsx": ("members", two_sheets, 4, ""),
    "03 TCVN3.xlsx": ("members", old_letters(Encoding.TCVN3, ".VnTime"), 2, ""),
    "04 VNI.xlsx": ("members", old_letters(Encoding.VNI, "VNI-Times"), 2, ""),
    "05 tổ hợp.xlsx": (
        "members",
        sheet(decomposed([HEAD, [1, "Huỳnh Hữu Đễ", "1/2/1966", "00050001", "Chi bộ ấp Hai"]])),
        1,
        "",
    ),
    "06 trùng.xlsx": (
        "members",
        sheet(
            [
                HEAD,
                [1, "Nguyễn Văn Hùng", "03/05/1975", "00010001", "Chi bộ ấp Một"],  # in 01
                [2, "Nguyễn Văn Hùng", "03/05/1975", "00060001", "Chi bộ ấp Một"],  # another man
                [3, "NGUYỄN  VĂN HÙNG", "3/5/1975", "00060001", "Chi bộ ấp Một"],  # he again
            ]
        ),
        1,
        "1 đã có",
    ),
    "07 ngày sai.xlsx": (
        "members",
        sheet([HEAD, [1, "Lý Văn Tài", "31/2/1975", "", "Chi bộ ấp Hai"]]),
        0,
        "dòng 2: Không có ngày 31/2/1975",
    ),
    "08 đề nghị.docx": ("commendations", table(AWARDS), 0, "3 thêm mới"),
    "20 rỗng.xlsx": ("members", content(b""), -1, "rỗng"),
    "21 PDF đổi tên.xlsx": ("members", content(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), -1, "PDF"),
    "22 có mật khẩu.xlsx": ("members", with_password, -1, "mật khẩu"),
    "23 bom.xlsx": ("members", bomb, -1, ""),
    "24 đầy trang.xlsx": ("members", to_the_end, -1, "dòng"),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "sổ.gsdb"
    books.create_book(path, books.OfficeSetup("Ban Tuyên giáo", "district", "Cầu Ngang")).close()
    return path


def figures(book: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    period = ["--from", "2026-01-01", "--to", "2026-12-31", "--format", "json"]
    assert cli.main(["figures", "--book", str(book), *period]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.slow
def test_every_file_ends_in_its_rows_or_in_one_sentence(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hồ sơ cũ"
    folder.mkdir()
    total = 0
    for name, (register, make, rows, words) in FOLDER.items():
        file = folder / name
        make(file)
        before = book.read_bytes()
        capsys.readouterr()
        code = cli.main(["import", register, str(file), "--book", str(book)])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        assert words in told.out + told.err, (name, told)
        if rows < 0:
            assert code == 1, name
            assert not told.out, name
            assert told.err.count("\n") == 1, (name, told.err)
            assert book.read_bytes() == before, name
            continue
        assert code == 0, (name, told)
        total += rows
        assert figures(book, capsys)["members"]["total"] == total, (name, told)
    _look_at(book)
    found = figures(book, capsys)
    assert found["members"]["total"] == 13
    told = found["commendations"]
    assert (told["awards"], told["collectives"], told["individuals"]) == (2, 1, 1)
    assert told["by_form"] == {"Giấy khen": 2}
    assert told["by_level"] == {"district": 2}


def _look_at(path: Path) -> None:
    """The names, dates and units are what the files meant."""
    book = books.open_book(path)
    found = {
        one.values["full_name"]: (one.values["birth_date"], one.labels.get("unit_id"))
        for one in registers.rows(book, "members", registers.keys(book, Query("members")))
    }
    assert found["Trần Thị Ánh"] == ("1980-05", "Chi bộ ấp Một")
    assert found["Lê Kim Yến"] == ("1962", "Chi bộ ấp Hai")
    assert found["Phạm Hữu Đức 11"] == ("1975-05-03", "Chi bộ ấp Tư")
    assert found["Nguyễn Thị Mười"] == ("1975-05-03", "Chi bộ ấp Năm")
    assert found["Võ Đình Khương"] == ("1975-05-03", "Chi bộ ấp Năm")
    assert found["Huỳnh Hữu Đễ"] == ("1966-02-01", "Chi bộ ấp Hai")
    assert registers.count(book, Query("members", search="nguyen van hung")) == 2
    assert registers.count(book, Query("awards")) == 3
    book.close()

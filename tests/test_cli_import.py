"""`guongsang import` on real files: what it prints, writes and returns."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from desktop import cli

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"]
GOOD = [1, "Nguyễn Văn Hùng", "3/5/1975", "00000001", "Chi bộ 1"]
BAD = [2, "Trần Thị Ánh", "31/2/1975", "00000002", "Chi bộ 1"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "so.gsdb"
    words = ["--name", "Ban Tuyên giáo", "--level", "district", "--place", "Tân Long"]
    assert cli.main(["init", "--book", str(path), *words]) == 0
    return path


def written(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet()
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return path


def members(book: Path, capsys: pytest.CaptureFixture[str]) -> int:
    capsys.readouterr()
    period = ["--from", "2026-01-01", "--to", "2026-12-31", "--format", "json"]
    assert cli.main(["figures", "--book", str(book), *period]) == 0
    total: int = json.loads(capsys.readouterr().out)["members"]["total"]
    return total


def test_import_tells_what_it_did(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, rejects = written(tmp_path / "a.xlsx", [HEAD, GOOD, BAD]), tmp_path / "tra lai.xlsx"
    command = ["import", "members", str(file), "--book", str(book)]
    assert cli.main([*command, "--dry-run"]) == 0
    assert "Xem trước, sổ không đổi: 2 dòng" in capsys.readouterr().out
    assert members(book, capsys) == 0
    assert cli.main([*command, "--rejects", str(rejects)]) == 0
    told = capsys.readouterr().out
    for words in ("Đã nhập: 2 dòng", "1 thêm mới", "1 chưa nhập được", "Đơn vị mới: Chi bộ 1",
                  "dòng 3: Không có ngày 31/2/1975"):  # fmt: skip
        assert words in told
    assert members(book, capsys) == 1
    assert openpyxl.load_workbook(rejects).active is not None
    assert cli.main(command) == 0
    assert "1 đã có, giống hệt" in capsys.readouterr().out
    assert members(book, capsys) == 1


def test_columns_that_are_not_known_are_named(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[*HEAD, "Điện thoại", "Cỡ giày"], [*GOOD, "0912", ""]]
    file = written(tmp_path / "a.xlsx", rows)
    assert cli.main(["import", "members", str(file), "--book", str(book), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "Cột không nhập: «Điện thoại»" in told
    assert "Cỡ giày" not in told  # nothing stands in it


def test_strict_and_set(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "a.xlsx", [["Họ và tên", "Số thẻ đảng"], ["Lê Văn Tám", "00000009"]])
    command = ["import", "members", str(file), "--book", str(book), "--set", "Chi bộ=Chi bộ 9"]
    assert cli.main([*command, "--strict"]) == 0
    assert "Chưa có đơn vị «Chi bộ 9»" in capsys.readouterr().out
    assert cli.main(command) == 0
    assert "Đơn vị mới: Chi bộ 9" in capsys.readouterr().out
    assert members(book, capsys) == 1
    assert cli.main([*command[:-1], "Không có cột này=1"]) == 1


def test_those_who_may_be_twice_in_the_book_are_named(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = written(tmp_path / "a.xlsx", [HEAD, GOOD])
    rows = [[n, "Nguyễn Văn Hùng", "1975", "", "Chi bộ 1"] for n in range(1)]
    rows += [[n, f"Lê Văn {n}", "1980", "", "Chi bộ 1"] for n in range(9)]
    again = written(tmp_path / "b.xlsx", [HEAD, *rows])
    assert cli.main(["import", "members", str(first), "--book", str(book)]) == 0
    assert "Có thể trùng" not in capsys.readouterr().out
    command = ["import", "members", str(again), "--book", str(book)]
    assert cli.main([*command, "--dry-run"]) == 0
    assert "Có thể trùng" not in capsys.readouterr().out  # nobody was added
    assert cli.main(command) == 0
    told = capsys.readouterr().out
    assert "Có thể trùng: 1 người vừa nhập. Mở sổ, chọn Công cụ → Tìm người trùng" in told
    assert "  Nguyễn Văn Hùng: cùng họ tên và chi bộ; năm sinh tương thích" in told
    assert "cặp nữa" not in told
    many = [[n, "Nguyễn Văn Hùng", f"{n}/1975", "", "Chi bộ 1"] for n in range(1, 9)]
    third = written(tmp_path / "c.xlsx", [HEAD, *many])
    assert cli.main(["import", "members", str(third), "--book", str(book)]) == 0
    told = capsys.readouterr().out
    assert "Có thể trùng: 8 người vừa nhập." in told
    assert "  … và 4 cặp nữa" in told  # each with him of 1975, and one with 3/5/1975


def nasty(folder: Path) -> list[Path]:
    """Files that can't be read: each must end in one sentence."""
    good = written(folder / "tot.xlsx", [HEAD, GOOD])
    data = good.read_bytes()
    files = {
        "rong.xlsx": b"",
        "pdf doi ten.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
        "cut.xlsx": data[: len(data) // 2],
        "chu.xlsx": "Họ và tên;Ngày sinh\nNguyễn Văn Hùng;1975\n".encode(),
        "du lieu.csv": b"a,b\n1,2\n",
        "cu.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
    }
    found = []
    for name, content in files.items():
        (folder / name).write_bytes(content)
        found.append(folder / name)
    bomb = folder / "bom.xlsx"
    with zipfile.ZipFile(good) as whole, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one in whole.namelist():
            if one != "xl/worksheets/sheet1.xml":
                zipped.writestr(one, whole.read(one))
        with zipped.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b"<worksheet><sheetData>")
            for _megabyte in range(1200):
                sheet.write(b" " * 1_000_000)
            sheet.write(b"</sheetData></worksheet>")
    return [*found, bomb, folder / "khong co.xlsx", folder]


def test_nasty_files_end_in_one_sentence_and_change_nothing(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "te"
    folder.mkdir()
    before = book.read_bytes()
    for file in nasty(folder):
        capsys.readouterr()
        assert cli.main(["import", "members", str(file), "--book", str(book)]) == 1, file
        told = capsys.readouterr()
        assert not told.out
        assert told.err.count("\n") == 1, told.err
        assert "Traceback" not in told.err
        assert "chi tiết ghi trong" not in told.err, told.err
    assert book.read_bytes() == before


def test_bad_words_are_one_line(book: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "a.xlsx", [HEAD, GOOD])
    assert cli.main(["import", "no_such", str(file), "--book", str(book)]) == 1
    assert cli.main(["import", "members", str(file)]) == 2
    same = ["import", "members", str(file), "--book", str(book), "--rejects", str(file)]
    assert cli.main(same) == 1
    assert openpyxl.load_workbook(file).active is not None

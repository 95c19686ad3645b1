"""`guongsang clean-data`: what is to be mended, told and written out."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desktop import cli
from desktop.services import books, registers
from desktop.services.demo import make_demo

HEADINGS = ["STT", "Đơn vị", "Sổ", "Bản ghi", "Cần xem", "Nội dung", "Cột", "Đã xác nhận",
            "Sửa lại là"]  # fmt: skip


@pytest.fixture
def book(empty_book: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sổ.gsdb"
    path.write_bytes(empty_book.read_bytes())
    made = books.open_book(path)
    for place, name in enumerate(("Chi bộ ấp Nhứt", "Chi bộ ấp Nhì")):
        unit = registers.save(made, "units", {"name": name, "kind": "base_cell"}).value.id
        values = {"full_name": f"Nguyễn Văn {place}", "unit_id": unit, "birth_date": "1975"}
        registers.save(made, "members", values | {"card_number": "01234567"[place:]})
    made.close()
    return path


def test_what_is_to_be_mended_is_told_by_kind_and_unit(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "cần sửa.xlsx"
    assert cli.main(["clean-data", "--book", str(book), "--xlsx", str(target)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Cần xem lại: 9 mục"
    assert "Thiếu: 6" in lines
    assert "  2 Chưa có ngày kết nạp" in lines
    assert "Mâu thuẫn: 3" in lines
    assert "  2 Trùng số thẻ đảng" in lines
    assert "  5 Chi bộ ấp Nhì" in lines
    assert "  4 Chi bộ ấp Nhứt" in lines
    assert lines[-1] == f"{target}: 9 dòng"
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert HEADINGS in rows
    head = rows.index(HEADINGS)
    assert len(rows) == head + 1 + 9
    assert rows[head + 1][1:5] == ["Chi bộ ấp Nhì", "Đảng viên", "Nguyễn Văn 1", "Thiếu"]


def test_one_unit_alone(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["clean-data", "--book", str(book), "--unit", "nhứt"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Cần xem lại: 4 mục\n")
    assert "Nhì" not in told
    assert cli.main(["clean-data", "--book", str(book), "--unit", "không có"]) == 1
    assert cli.main(["clean-data", "--book", str(book), "--xlsx", str(tmp_path / "a.pdf")]) == 1
    assert cli.main(["clean-data", "--book", str(book), "--xlsx", str(book)]) == 1
    assert cli.main(["clean-data", "--book", str(tmp_path / "không.gsdb")]) == 1
    assert capsys.readouterr().err.count("\n") == 4


def test_nothing_to_mend(
    empty_book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sổ.gsdb"
    path.write_bytes(empty_book.read_bytes())
    assert cli.main(["clean-data", "--book", str(path)]) == 0
    assert capsys.readouterr().out == "Không có gì phải sửa.\n"


def test_the_check_sheet_is_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = tmp_path / "sổ.gsdb", tmp_path / "phiếu.pdf"
    make_demo(path, members=40).close()
    command = ["report", "check-sheet", "--book", str(path), "--output", str(target)]
    assert cli.main(command) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert cli.main(["report", "--list"]) == 0
    assert "check-sheet" in capsys.readouterr().out

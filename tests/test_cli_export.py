"""`guongsang report` into spreadsheets and Word documents."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from desktop import cli
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.services.sheets import layout


@pytest.fixture
def office(book: Book) -> Path:
    for name, card in (("Trần Văn Đức", "00123456"), ("Nguyễn Thị Ánh", None)):
        registers.save(book, "members", {"full_name": name, "card_number": card})
    book.close()
    return book.path


def report(office: Path, target: Path, form: str = "members", *more: str) -> int:
    return cli.main(["report", form, "--book", str(office), "--output", str(target), *more])


def test_a_workbook_has_every_column_and_the_same_rows_again(office, tmp_path, capsys):
    target = tmp_path / "đảng viên.xlsx"
    assert report(office, target) == 0
    assert capsys.readouterr().out.startswith(f"{target}: 2 ")
    title, heading, *rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert title[0] == "DANH SÁCH ĐẢNG VIÊN"
    assert heading == ["STT", *(one.field.heading for one in layout("members"))]
    assert [row[:2] for row in rows] == [[1, "Nguyễn Thị Ánh"], [2, "Trần Văn Đức"]]
    assert rows[1][heading.index("Số thẻ đảng")] == "00123456"
    once = target.read_bytes()
    assert report(office, target) == 0
    assert target.read_bytes() == once


def test_a_document_has_the_printed_lists_columns(office, tmp_path):
    target = tmp_path / "a.DOCX"
    assert report(office, target, "members", "--search", "duc") == 0
    document = docx.Document(str(target))
    heading, *rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert heading[:2] == ["STT", "Họ và tên"]
    assert "Quê quán" not in heading
    assert [row[1] for row in rows] == ["Trần Văn Đức"]
    assert "Tìm: duc" in [one.text for one in document.paragraphs]


@pytest.mark.parametrize("form", ["commendation-proposal", "commendation-annex", "submission-slip"])
@pytest.mark.parametrize("ending", [".xlsx", ".docx"])
def test_what_is_only_printed_says_so_in_one_line(form, ending, office, tmp_path, capsys):
    assert report(office, tmp_path / f"a{ending}", form) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "chỉ có dạng PDF" in told.err
    assert not list(tmp_path.glob("a.*"))


def test_the_book_is_never_written_over(office, tmp_path, capsys):
    target = tmp_path / "sổ.xlsx"
    target.hardlink_to(office)
    before = office.read_bytes()
    assert report(office, target) == 1
    assert "ghi đè" in capsys.readouterr().err
    assert office.read_bytes() == before
    books.open_book(office).close()


@pytest.mark.parametrize("ending", ["", ".xls", ".doc", ".csv"])
def test_another_ending_makes_no_sense(ending, office, tmp_path, capsys):
    assert report(office, tmp_path / f"a{ending}") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_papers_of_members_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "so.gsdb"
    assert cli.main(["demo", "--book", str(book), "--members", "30"]) == 0
    for name, more in (
        ("member-book", ["--on", "2026-06-30"]),
        ("member-sheet", ["--search", "nguyen"]),
        ("member-list", ["--unit", "Đảng bộ huyện"]),
        ("member-reconciliation", ["--from", "01/07/2026", "--to", "30/09/2026"]),
    ):
        out = tmp_path / f"{name}.pdf"
        command = ["report", name, "--book", str(book), "--output", str(out), *more]
        code = cli.main(command)
        told = capsys.readouterr()
        assert code == 0, told.err
        assert out.read_bytes().startswith(b"%PDF")

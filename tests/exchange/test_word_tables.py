"""Tables out of Word files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from desktop.core.errors import Cancelled, DamagedFile
from desktop.exchange import word_tables
from desktop.exchange.tables import NoTables, TooLarge, read_tables

from .workbooks import refusal

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROW = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"


@pytest.fixture
def word(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Writes a file with python-docx: `fill(document)` puts in what it holds."""

    def made(fill: Callable[[Any], None]) -> Path:
        document = docx.Document()
        fill(document)
        path = tmp_path / "đề nghị.docx"
        document.save(path)
        return path

    return made


def by_hand(path: Path, body: str, *, before: str = "") -> Path:
    """Write a Word file whose body is `body`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
    return path


def test_each_table_of_the_body_is_given(word: Callable[..., Path]) -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("DANH SÁCH ĐỀ NGHỊ")
        first = document.add_table(3, 3)
        for column, heading in enumerate(("TT", "Họ và tên", "Thành tích")):
            first.cell(0, column).text = heading
        first.cell(2, 1).text = "Nguyễn Văn An"
        first.cell(2, 2).text = "Việc một\tA\nviệc hai"
        first.cell(2, 2).add_paragraph("việc ba")
        first.cell(2, 2).add_paragraph("")
        document.add_table(2, 2)
        document.add_table(1, 1).cell(0, 0).text = "M\u00adêng Kh\u00ad¬ng "

    first, second = read_tables(word(fill))
    assert (first.name, second.name) == ("Bảng 1", "Bảng 3")
    assert first.first_row == 1
    assert not first.hidden
    assert not first.fonts
    assert first.rows == [
        ["TT", "Họ và tên", "Thành tích"],
        [],
        [None, "Nguyễn Văn An", "Việc một\tA\nviệc hai\nviệc ba"],
    ]
    assert second.rows == [["M\u00adêng Kh\u00ad¬ng "]]


def test_merged_cells_give_their_text_once(word: Callable[..., Path]) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(4, 5)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Ngày sinh"
        table.cell(0, 3).merge(table.cell(2, 4)).text = "Ghi chú"
        table.cell(1, 1).text = "Nam"
        table.cell(1, 2).text = "Nữ"
        table.cell(2, 0).text = "1"
        table.cell(3, 4).text = "x"

    (table,) = read_tables(word(fill))
    assert table.rows == [
        ["TT", "Ngày sinh", None, "Ghi chú"],
        [None, "Nam", "Nữ"],
        ["1"],
        [None, None, None, None, "x"],
    ]
    assert table.merged == ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 2, 4))


def test_fonts_come_from_runs_and_styles(word: Callable[..., Path]) -> None:
    def fill(document: Any) -> None:
        styles = document.styles
        base = styles.add_style("Cũ", WD_STYLE_TYPE.PARAGRAPH)
        base.font.name = "VNI-Times"
        heir = styles.add_style("Cũ hơn", WD_STYLE_TYPE.PARAGRAPH)
        heir.base_style = base
        letters = styles.add_style("Chữ", WD_STYLE_TYPE.CHARACTER)
        letters.font.name = ".VnArial"
        table = document.add_table(1, 6)
        cells = table.rows[0].cells
        cells[0].paragraphs[0].add_run("B¸t X¸t").font.name = ".VnTime"
        cells[1].paragraphs[0].add_run("chaøo")
        cells[1].paragraphs[0].style = heir
        cells[2].paragraphs[0].add_run("x", style=letters)
        mixed = cells[3].paragraphs[0]
        mixed.add_run("B¸t").font.name = ".VnTime"
        mixed.add_run("và").font.name = "Arial"
        spaced = cells[4].paragraphs[0]
        spaced.add_run("B¸t").font.name = ".VnTimeH"
        spaced.add_run("  ").font.name = "Arial"
        cells[5].text = "Bát Xát"

    (table,) = read_tables(word(fill))
    assert dict(table.fonts) == {
        (0, 0): ".VnTime",
        (0, 1): "VNI-Times",
        (0, 2): ".VnArial",
        (0, 4): ".VnTimeH",
    }


@pytest.mark.parametrize("themed", [False, True])
def test_the_font_of_the_whole_document(word: Callable[..., Path], themed: bool) -> None:
    def fill(document: Any) -> None:
        fonts = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        fonts.set(qn("w:ascii"), ".VnTime")
        fonts.set(qn("w:hAnsi"), ".VnTime")
        if themed:
            fonts.set(qn("w:asciiTheme"), "minorHAnsi")
        table = document.add_table(2, 1)
        table.cell(0, 0).text = "B¸t"
        table.cell(1, 0).paragraphs[0].add_run("Bát").font.name = "Arial"

    (table,) = read_tables(word(fill))
    assert dict(table.fonts) == ({} if themed else {(0, 0): ".VnTime"})


def test_what_is_not_seen_is_not_read(tmp_path: Path) -> None:
    body = (
        "<w:tbl>" + ROW.format("một") + "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p/>"
        "</w:tc></w:tr><w:sdt><w:sdtContent><w:tr><w:tc><w:p>"
        "<w:ins><w:r><w:t>hai</w:t></w:r></w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r>"
        "</w:del><w:moveFrom><w:r><w:t>xa</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>!</w:t><w:softHyphen/><w:noBreakHyphen/>"
        "<w:sym w:font='.VnTime' w:char='F0B8'/><w:sym w:font='Wingdings' w:char='F0FC'/>"
        "<w:instrText>PAGE</w:instrText></w:r></w:hyperlink></w:p>"
        "<w:tbl>" + ROW.format("lồng") + "</w:tbl><w:p/></w:tc></w:tr></w:sdtContent></w:sdt>"
        "</w:tbl><w:p><w:r><w:pict><w:txbxContent><w:tbl>" + ROW.format("khung") + "</w:tbl>"
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    (table,) = read_tables(by_hand(tmp_path / "x.docx", body))
    assert table.rows == [["một"], ["hai!\u00ad-¸"]]


def test_rows_that_begin_later(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr><w:tc><w:tcPr><w:gridSpan "
        "w:val='2'/><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr>"
        "</w:tbl>"
    )
    (table,) = read_tables(by_hand(tmp_path / "x.docx", body))
    assert table.rows == [[None, None, "a", None, "b"], ["c"]]
    assert table.merged == ((0, 2, 0, 3),)


def test_a_word_file_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    body = "<w:tbl>" + ROW.format("một") + "</w:tbl>"
    (table,) = read_tables(by_hand(tmp_path / "x.xlsx", body))
    assert table.rows == [["một"]]


def test_files_without_a_table(word: Callable[..., Path]) -> None:
    assert "bảng" in refusal(word(lambda document: document.add_paragraph("chữ")), NoTables)
    assert "bảng" in refusal(word(lambda document: document.add_table(2, 2)), NoTables)


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("", "<w:tbl><w:tr>"),
        (
            "<!DOCTYPE w:document [<!ENTITY a 'hahaha'>]>",
            "<w:tbl>" + ROW.format("&a;") + "</w:tbl>",
        ),
        ("", "<w:tbl>" + ROW.format("&a;") + "</w:tbl>"),
        (
            "",
            "<w:tbl>"
            + ROW.format("a").replace("<w:p>", "<w:tcPr><w:gridSpan w:val='9999'/></w:tcPr><w:p>")
            + "</w:tbl>",
        ),
        ("", "<w:sdt>" * 300 + "</w:sdt>" * 300),
    ],
)
def test_damaged_files(tmp_path: Path, before: str, body: str) -> None:
    message = refusal(by_hand(tmp_path / "x.docx", body, before=before), DamagedFile)
    assert "Hãy" in message


def test_long_tables(tmp_path: Path) -> None:
    """Five thousand rows: python-docx itself would take minutes to walk them."""
    rows = "".join(ROW.format(number) for number in range(5000))
    told: list[float] = []
    path = by_hand(tmp_path / "dài.docx", f"<w:tbl>{rows}</w:tbl>")
    (table,) = read_tables(path, told.append)
    assert [row[0] for row in table.rows] == [str(number) for number in range(5000)]
    assert told[-1] == 1

    def cancel(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_tables(path, cancel)


def test_too_many_rows_end_in_their_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_tables, "MAX_ROWS", 500)
    path = by_hand(tmp_path / "đông.docx", "<w:tbl>" + ROW.format("a") * 1234 + "</w:tbl>")
    message = refusal(path, TooLarge)
    assert "1.234 dòng" in message
    assert "Bảng 1" in message

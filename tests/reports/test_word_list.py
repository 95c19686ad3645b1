"""Word lists read back by python-docx and as XML: what Word opens."""

from __future__ import annotations

import re
import tempfile
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from desktop.core.errors import Cancelled, FileMissing
from desktop.core.register import Kind
from desktop.core.vietnamese.fold import clean
from desktop.reports.word_list import write_word_list
from desktop.reports.workbook import SheetColumn

NAME = SheetColumn("Họ và tên", Kind.NAME, 26)
COLUMNS = [
    NAME,
    SheetColumn("Ngày sinh", Kind.PARTIAL_DATE, 11),
    SheetColumn("Ngày", Kind.DATE, 11),
    SheetColumn("Tiền", Kind.MONEY, 12),
    SheetColumn("Điểm", Kind.POINTS, 8),
    SheetColumn("Miễn", Kind.BOOLEAN, 8),
    SheetColumn("Năm", Kind.INTEGER, 6),
]
ROW = ("Nguyễn Thị Ánh", "1975-05", date(2026, 5, 3), 1_500_000, Decimal("98.50"), True, 2026)
BLANK = ("Trần\nVăn Đức", None, None, None, None, False, None)


def midnight(*day: int) -> datetime:
    return datetime.combine(date(*day), time())


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def xml(target: Path, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        found = archive.read(part).decode()
    etree.fromstring(found.encode())
    return found


def test_values_stand_as_on_paper(tmp_path):
    target = tmp_path / "a.docx"
    assert write_word_list(target, "DANH SÁCH", COLUMNS, [ROW, BLANK], subtitle="Tìm: a") == 2
    document = docx.Document(str(target))
    (table,) = document.tables
    assert texts(table) == [
        ["STT", *(one.heading for one in COLUMNS)],
        ["1", "Nguyễn Thị Ánh", "05/1975", "03/05/2026", "1.500.000", "98,5", "x", "2026"],
        ["2", "Trần\nVăn Đức", "", "", "", "", "", ""],
    ]
    title, subtitle = document.paragraphs[0], document.paragraphs[1]
    assert (title.text, title.runs[0].bold, title.runs[0].font.size.pt) == ("DANH SÁCH", True, 14)
    assert (subtitle.text, subtitle.runs[0].italic) == ("Tìm: a", True)


def test_the_page_is_the_partys_and_numbered_from_the_second_on(tmp_path):
    target = tmp_path / "a.docx"
    write_word_list(target, "Tên", [NAME], [("Ánh",)])
    document = docx.Document(str(target))
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.PORTRAIT
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(one.mm) for one in sides] == [210, 297, 25, 25]
    left, right = section.left_margin, section.right_margin
    assert [round(left.mm), round(right.mm), round(section.header_distance.mm)] == [35, 15, 10]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous  # there is none
    (number,) = section.header.paragraphs
    assert number.alignment == 1
    assert not re.search(r"\w", number.text)  # the plain number is a field
    assert " PAGE " in xml(target, "word/header1.xml")
    assert document.core_properties.author == ""
    assert document.core_properties.title == "Tên"
    assert document.core_properties.created.replace(tzinfo=None) == midnight(2020, 1, 1)
    assert document.core_properties.modified.replace(tzinfo=None) == midnight(2020, 1, 1)


def test_wide_columns_lay_the_page_across_and_every_cell_has_its_width(tmp_path):
    target = tmp_path / "a.docx"
    columns = [*COLUMNS, SheetColumn("Ghi chú", Kind.LONG_TEXT, 60)]
    write_word_list(target, "Tên", columns, [(*ROW, "…")] * 2)
    document = docx.Document(str(target))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert round(document.sections[0].page_width.mm) == 297
    (table,) = document.tables
    widths = [[cell.width for cell in row.cells] for row in table.rows]
    assert widths[0] == widths[1] == widths[2]
    assert 245 < sum(one.mm for one in widths[0]) <= 247
    assert widths[0][-1] > 2 * widths[0][1]


def test_headings_are_repeated_and_no_row_is_torn(tmp_path):
    target = tmp_path / "a.docx"
    write_word_list(target, "Tên", [NAME], [("Ánh",)] * 3, numbered=False)
    (table,) = docx.Document(str(target)).tables
    marks = [{one.tag for one in row._tr.trPr} for row in table.rows]
    assert marks[0] == {qn("w:tblHeader"), qn("w:cantSplit")}
    assert marks[1:] == [{qn("w:cantSplit")}] * 3
    assert texts(table) == [["Họ và tên"], ["Ánh"], ["Ánh"], ["Ánh"]]


def test_one_font_for_the_letters_of_every_script(tmp_path):
    target = tmp_path / "a.docx"
    write_word_list(target, "Tên", [NAME], [("Ánh",)])
    fonts = docx.Document(str(target)).styles.element.find(".//" + qn("w:rPrDefault"))[0]
    named = fonts.find(qn("w:rFonts")).attrib
    wanted = {qn(f"w:{one}"): "Times New Roman" for one in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert dict(named) == wanted
    assert fonts.find(qn("w:sz")).get(qn("w:val")) == "26"
    assert set(re.findall(r'<w:sz w:val="(\d+)"/>', xml(target))) == {"28", "24", "12"}


def test_the_head_has_two_sides(tmp_path):
    target = tmp_path / "a.docx"
    left, right = ("HUYỆN ỦY", "BAN TUYÊN GIÁO"), ("Cầu Ngang, ngày 03 tháng 5 năm 2026",)
    write_word_list(target, "Tên", [NAME], [("Ánh",)], header_left=left, header_right=right)
    head, table = docx.Document(str(target)).tables
    first, second = head.rows[0].cells
    assert [one.text for one in first.paragraphs] == list(left)
    assert [one.runs[0].bold for one in first.paragraphs] == [None, True]
    assert [one.runs[0].italic for one in second.paragraphs] == [True]
    assert "tblBorders" not in etree.tostring(head._tbl).decode()
    assert texts(table)[1] == ["1", "Ánh"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
@example(["a\x00b", "\ud800", "\ufffe", "&<>\"'", "<!--rows-->", "]]>", "  a  b", "\t", "𠮷"])
def test_texts_the_book_may_hold_come_back(given_texts):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "a.docx"
        kept = [clean(one, multiline=True) for one in given_texts]
        write_word_list(target, kept[0], [NAME], [(one,) for one in kept])
        (table,) = docx.Document(str(target)).tables
        assert [row[1] for row in texts(table)[1:]] == kept
        # texts that were not cleaned may lose letters no XML can hold, never the file
        write_word_list(target, given_texts[0], [NAME], [(one,) for one in given_texts])
        xml(target)


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("a.docx", "b.docx"):
        write_word_list(tmp_path / name, "Tên", COLUMNS, [ROW, BLANK])
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_thousands_of_rows_are_all_there(tmp_path):
    target = tmp_path / "a.docx"
    heard: list[int] = []
    rows = ((f"Tên {n}", *ROW[1:]) for n in range(5_000))
    assert write_word_list(target, "Tên", COLUMNS, rows, tick=heard.append) == 5_000
    found = xml(target)
    assert found.count("<w:cantSplit/>") == 5_001
    assert ">Tên 4999<" in found
    assert heard[-1] == 5_000


def test_it_can_be_cancelled_and_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.docx"
    target.write_bytes(b"before")

    def tick(done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_word_list(target, "Tên", [NAME], [("a",)] * 500, tick=tick)
    assert target.read_bytes() == b"before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.docx", "nhà của tôi"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(FileMissing, match=r"«a\.docx»"):
        write_word_list(tmp_path / "không có" / "a.docx", "Tên", [NAME], [("a",)])

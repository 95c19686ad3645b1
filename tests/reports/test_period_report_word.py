"""A period's report as a Word document, read back by python-docx: what Word opens."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.period_report_paper import (
    COUNT,
    RATE,
    ReportChart,
    ReportColumn,
    ReportPaper,
    ReportSection,
    ReportTable,
)
from desktop.reports.period_report_word import write_report_word

TABLE = ReportTable(
    "models_by_field", "Bảng 1. Mô hình theo lĩnh vực",
    (ReportColumn("Lĩnh vực", 60), ReportColumn("Số mô hình", 20, COUNT),
     ReportColumn("Tỷ lệ", 16, RATE)),
    (("Dân vận khéo & <khác>", 1234, 0.9), ("Bảo vệ môi trường", 137, 0.1)), ("Cộng", 1371, 1.0),
)  # fmt: skip
CHART = ReportChart(
    "models_by_field", "Biểu đồ 1. Mô hình theo lĩnh vực", ("Dân vận khéo",), (("Số", (1234,)),)
)
LIST = ReportTable(
    "awards", "Danh sách khen thưởng", (ReportColumn("Họ và tên", 50), ReportColumn("Số", 20)),
    (("Cấp huyện: 01 lượt",), ("Nguyễn Thị Ánh", "12-QĐ/HU\n19/05/2025")),
)  # fmt: skip


def make(**changes: Any) -> ReportPaper:
    day = date(2025, 9, 2)
    values: dict[str, Any] = {
        "style": PRESETS["party-a"],
        "head": Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", "12-BC/BTG", day),
        "signature": Signature("Phó Trưởng ban", "Nguyễn Văn Ký", "K/T TRƯỞNG BAN"),
        "abstract": "sơ kết năm 2025",
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 12, 31),
        "sections": (
            ReportSection("", 0, ("Mở đầu.",)),
            ReportSection("I. KẾT QUẢ", 1, ("Chung.",)),
            ReportSection("1. Mô hình", 2, ("Có 1.371 mô hình.",), (TABLE, CHART)),
        ),
        "annexes": (LIST,),
        "receivers": ("Huyện ủy Cầu Ngang (để báo cáo)", "Lưu BTG"),
        "figures": {"office": "Ban Tuyên giáo Huyện ủy Cầu Ngang"},
    }
    return ReportPaper(**(values | changes))


@pytest.fixture
def written(tmp_path: Path) -> Any:
    assert write_report_word(tmp_path / "a.docx", make()) == 2
    return docx.Document(str(tmp_path / "a.docx"))


def cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_headings_are_real_ones(written: Any) -> None:
    looks = [(one.style.name, one.text) for one in written.paragraphs if one.text]
    assert ("Title", "BÁO CÁO") in looks
    assert [one for one in looks if one[0].startswith("Heading")] == [
        ("Heading 1", "I. KẾT QUẢ"), ("Heading 2", "1. Mô hình"), ("Heading 1", "PHỤ LỤC"),
    ]  # fmt: skip
    assert ("Caption", "Bảng 1. Mô hình theo lĩnh vực") in looks
    annex = next(one for one in written.paragraphs if one.text == "PHỤ LỤC")
    assert annex.paragraph_format.page_break_before
    assert annex.alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_fonts_margins_and_paragraphs(written: Any) -> None:
    for name in ("Normal", "Body Text", "Title", "Caption", "Heading 1", "Heading 2"):
        look = written.styles[name]
        fonts = look.element.rPr.find(qn("w:rFonts")).attrib
        assert set(fonts.values()) == {"Times New Roman"}, name
        assert look.font.color.rgb == docx.shared.RGBColor(0, 0, 0)
    assert written.styles["Body Text"].font.size == Pt(14)
    assert written.styles["Title"].font.size == Pt(16)
    assert written.styles["Heading 1"].font.bold
    assert written.styles["Heading 1"].paragraph_format.keep_with_next
    text = written.styles["Body Text"].paragraph_format
    assert text.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert text.first_line_indent == pytest.approx(Mm(10), abs=700)
    (section,) = written.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one / 36_000) for one in margins] == [25, 25, 35, 15]
    assert (round(section.page_width / 36_000), round(section.page_height / 36_000)) == (210, 297)
    assert written.settings.element.find(qn("w:mirrorMargins")) is not None


def test_page_numbers_begin_on_page_2(written: Any) -> None:
    (section,) = written.sections
    assert section.different_first_page_header_footer
    assert not "".join(one.text for one in section.first_page_header.paragraphs)
    field = section.header._element.find(f".//{qn('w:fldSimple')}")
    assert field.get(qn("w:instr")).strip() == "PAGE"
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert round(section.header_distance / 36_000) == 10


def test_head_and_end(written: Any) -> None:
    head, end = written.tables[0], written.tables[2]
    assert cells(head)[0][0].split("\n")[:4] == [
        "HUYỆN ỦY CẦU NGANG", "BAN TUYÊN GIÁO", "*", "Số 12-BC/BTG",
    ]  # fmt: skip
    right = cells(head)[0][1].split("\n")
    assert right[0] == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert right[-1] == "Cầu Ngang, ngày 02 tháng 9 năm 2025"
    left, signed = cells(end)[0]
    assert left.split("\n") == ["Nơi nhận:", "- Huyện ủy Cầu Ngang (để báo cáo),", "- Lưu BTG."]
    told = [one for one in signed.split("\n") if one]
    assert told == ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn Ký"]


def test_tables_are_real_ones_under_repeated_headings(written: Any) -> None:
    _, table, _, annex = written.tables
    assert cells(table) == [
        ["TT", "Lĩnh vực", "Số mô hình", "Tỷ lệ"],
        ["1", "Dân vận khéo & <khác>", "1.234", "90%"],
        ["2", "Bảo vệ môi trường", "137", "10%"],
        ["", "Cộng", "1.371", "100%"],
    ]
    assert cells(annex) == [
        ["TT", "Họ và tên", "Số"],
        ["Cấp huyện: 01 lượt"] * 3,  # one cell across
        ["1", "Nguyễn Thị Ánh", "12-QĐ/HU\n19/05/2025"],
    ]
    for one in (table, annex):
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in one.rows]
        assert heads == [True, *[False] * (len(heads) - 1)]


def test_a_chart_has_its_caption_and_no_table_that_nobody_asked_for(tmp_path: Path) -> None:
    empty = ReportChart("none", "Biểu đồ 2. Không có gì", (), (("Số", ()),))
    section = ReportSection("I. KẾT QUẢ", 1, (), (CHART, empty))
    assert write_report_word(tmp_path / "a.docx", make(sections=(section,), annexes=())) == 0
    document = docx.Document(str(tmp_path / "a.docx"))
    assert len(document.tables) == 2  # head and end
    captions = [one for one in document.paragraphs if one.style.name == "Caption"]
    assert [one.text for one in captions] == ["Biểu đồ 1. Mô hình theo lĩnh vực"]
    assert captions[0]._p.getnext().find(f".//{qn('c:chart')}") is not None
    (shown,) = document.inline_shapes
    room = document.sections[0].page_width - Mm(35) - Mm(15)
    assert shown.width == pytest.approx(room, abs=Pt(1))


def test_the_government_s_document(tmp_path: Path) -> None:
    head = Letterhead("", "Ủy ban nhân dân xã", "Mỹ Hòa", "12/BC-UBND", date(2025, 9, 2))
    write_report_word(tmp_path / "a.docx", make(style=PRESETS["government"], head=head))
    document = docx.Document(str(tmp_path / "a.docx"))
    left, right = cells(document.tables[0])[0]
    assert "Số: 12/BC-UBND" in left
    assert "*" not in left
    assert "Độc lập - Tự do - Hạnh phúc" in right
    assert document.settings.element.find(qn("w:mirrorMargins")) is None
    # 271 points of heading stay on one line: cells have no margins
    assert document.tables[0].rows[0].cells[1].width.pt > 272


def test_the_file_is_well_formed_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report_word(tmp_path / f"{name}.docx", make())
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    kinds = [one.tag for one in body]
    assert kinds[-1] == qn("w:sectPr")
    for before, after in pairwise(kinds):
        # two tables without a paragraph between them would be one
        assert (before, after) != (qn("w:tbl"), qn("w:tbl"))
    assert kinds[-2] == qn("w:p")


def test_odd_texts_and_an_empty_report(tmp_path: Path) -> None:
    odd = replace(make(), abstract="Lời \x07 <lạ> & dài " * 40, sections=(), annexes=())
    write_report_word(tmp_path / "a.docx", odd)
    words = " ".join(one.text for one in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "<lạ> &" in words

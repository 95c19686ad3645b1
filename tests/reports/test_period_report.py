"""A period's report on paper, point by point of DOMAIN.md, 'Paper'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.period_report import write_report
from desktop.reports.period_report_paper import (
    CENTRE,
    COUNT,
    DAY,
    RATE,
    ReportChart,
    ReportColumn,
    ReportPaper,
    ReportSection,
    ReportTable,
)

READ = Callable[[Path], list[Any]]
MM = 72 / 25.4
COLUMNS = (
    ReportColumn("Lĩnh vực", 60),
    ReportColumn("Số mô hình", 20, COUNT),
    ReportColumn("Tỷ lệ", 16, RATE),
)
TABLE = ReportTable(
    "models_by_field", "Bảng 1. Mô hình theo lĩnh vực", COLUMNS,
    (("Dân vận khéo", 1234, 0.9), ("Bảo vệ môi trường", 137, 0.1)), ("Cộng", 1371, 1.0),
)  # fmt: skip
CHART = ReportChart(
    "models_by_field", "Biểu đồ 1. Mô hình theo lĩnh vực",
    ("Dân vận khéo", "Bảo vệ môi trường"), (("Số mô hình", (1234, 137)),),
)  # fmt: skip
LONG = "Nội dung báo cáo được viết thành đoạn dài để phải xuống dòng nhiều lần. " * 4
ANNEX = ReportTable(
    "awards", "Danh sách khen thưởng, biểu dương",
    (ReportColumn("Họ và tên", 50), ReportColumn("Số quyết định", 20, CENTRE),
     ReportColumn("Ngày", 20, DAY)),
    (("Cấp huyện: 02 lượt",), ("Nguyễn Thị Ánh", "12-QĐ/HU", "2025-05-19"),
     ("Trần Văn Đức " * 9, "1126/QĐ-UBND", None)),
)  # fmt: skip


def make(**changes: Any) -> ReportPaper:
    values: dict[str, Any] = {
        "style": PRESETS["party-a"],
        "head": Letterhead(
            "Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", "12-BC/BTG", date(2025, 9, 2)
        ),
        "signature": Signature("Phó Trưởng ban", "Nguyễn Văn Ký", "K/T TRƯỞNG BAN"),
        "abstract": "sơ kết việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "period_from": date(2021, 1, 1),
        "period_to": date(2024, 12, 31),
        "sections": (
            ReportSection("", 0, (LONG.strip(),)),
            ReportSection("I. KẾT QUẢ", 1),
            ReportSection("1. Mô hình", 2, ("Có 1.371 mô hình.", LONG.strip()), (TABLE, CHART)),
            ReportSection("II. HẠN CHẾ", 1, (LONG.strip(),)),
        ),
        "annexes": (ANNEX, replace(TABLE, title="Danh sách mô hình")),
        "receivers": ("Huyện ủy Cầu Ngang (để báo cáo)", "Lưu BTG"),
        "figures": {"office": "Ban Tuyên giáo Huyện ủy Cầu Ngang"},
        "figure_lines": (("Mô hình", "Mô hình", "1.371", "mô hình"),),
    }
    return ReportPaper(**(values | changes))


def test_the_party_s_paper_point_by_point(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "a.pdf"
    pages = write_report(target, make(), None)
    found = read_pdf(target)
    first, second = found[0], found[1]
    assert pages == len(found)
    looks = {
        "HUYỆN ỦY CẦU NGANG": ("LiberationSerif", 14),
        "BAN TUYÊN GIÁO": ("LiberationSerif-Bold", 14),
        "ĐẢNG CỘNG SẢN VIỆT NAM": ("LiberationSerif-Bold", 15),
        "Số 12-BC/BTG": ("LiberationSerif", 14),
        "Cầu Ngang, ngày 02 tháng 9 năm 2025": ("LiberationSerif-Italic", 14),
        "BÁO CÁO": ("LiberationSerif-Bold", 16),
        "sơ kết việc học tập": ("LiberationSerif-Bold", 14),
        "I. KẾT QUẢ": ("LiberationSerif-Bold", 14),
        "1. Mô hình": ("LiberationSerif-Bold", 14),
        "Có 1.371 mô hình.": ("LiberationSerif", 14),
        "Bảng 1. Mô hình theo lĩnh vực": ("LiberationSerif-Bold", 12),
    }
    half = first.width / 2
    columns = (*first.within(0, half), *first.within(half, first.width), *first.lines)
    for words, look in looks.items():
        line = next(one for one in columns if words in one.text)
        assert (line.font, line.size) == look, words
    assert "*" in {one.text for one in first.within(0, half)}
    left, right = 35 * MM, first.width - 15 * MM
    assert min(one.left for one in first.letters) >= left - 1
    assert max(one.right for one in first.letters) <= right + 1
    text = first.line("Nội dung báo cáo được viết")
    assert text.left == pytest.approx(left + 10 * MM, abs=1)  # first line indented
    lines = first.lines
    place = lines.index(text)
    assert lines[place + 1].left == pytest.approx(left, abs=1.5)
    assert lines[place + 1].right == pytest.approx(right, abs=1.5)  # justified
    assert first.line("I. KẾT QUẢ").left == pytest.approx(left + 10 * MM, abs=1.5)
    number = second.lines[0]
    assert (number.text, number.size) == ("2", 13)
    assert second.height - number.top == pytest.approx(10 * MM, abs=4)
    assert number.middle == pytest.approx((15 * MM + second.width - 35 * MM) / 2, abs=1)  # back
    assert "1" not in {one.text for one in first.lines[:2]}


def test_the_end_of_the_report(tmp_path: Path, read_pdf: READ) -> None:
    write_report(tmp_path / "a.pdf", make(annexes=()))
    page = read_pdf(tmp_path / "a.pdf")[-1]
    half = page.width / 2
    right = [one.text for one in page.within(half, page.width)]
    at = right.index("K/T TRƯỞNG BAN")
    assert right[at : at + 3] == ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn Ký"]
    told = page.line("Nơi nhận:")
    assert (told.font, told.size) == ("LiberationSerif", 14)
    left = [one.text for one in page.within(0, half)]
    assert left[-2:] == ["- Huyện ủy Cầu Ngang (để báo cáo),", "- Lưu BTG."]


def test_the_government_s_paper(tmp_path: Path, read_pdf: READ) -> None:
    head = Letterhead("", "Ủy ban nhân dân xã", "Mỹ Hòa", "12/BC-UBND", date(2025, 9, 2))
    write_report(tmp_path / "a.pdf", make(style=PRESETS["government"], head=head))
    page = read_pdf(tmp_path / "a.pdf")[0]
    words = " ".join(page.text.split())
    assert "Độc lập - Tự do - Hạnh phúc" in words
    assert "Số: 12/BC-UBND" in words
    assert page.line("BÁO CÁO").size == 14
    assert "*" not in words


def test_tables_charts_and_annexes(tmp_path: Path, read_pdf: READ) -> None:
    write_report(tmp_path / "a.pdf", make())
    found = read_pdf(tmp_path / "a.pdf")
    words = " ".join(" ".join(one.text.split()) for one in found)
    assert "TT Lĩnh vực Số mô hình Tỷ lệ 1 Dân vận khéo 1.234 90%" in words
    assert "Cộng 1.371 100%" in words
    assert "Biểu đồ 1. Mô hình theo lĩnh vực" in words
    names = [
        name for page in found for one in page.lines for name in [one.text] if "PHỤ LỤC" in name
    ]
    assert names == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    annex = next(one for one in found if "PHỤ LỤC 1" in one.text)
    told = " ".join(annex.text.split())
    assert "(Kèm theo Báo cáo số 12-BC/BTG ngày 02/09/2025 của Ban Tuyên giáo" in told
    assert "Cấp huyện: 02 lượt" in told
    assert "19/05/2025" in told
    assert "1126/QĐ-UBND" in {
        one.text for edge in zip(annex.columns, annex.columns[1:], strict=False)
        for one in annex.within(*edge)
    }  # fmt: skip
    fonts = {one.font for page in found for one in page.letters}
    assert fonts == {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic"}


def test_an_only_annex_has_no_number_and_an_undated_report_has_room(
    tmp_path: Path, read_pdf: READ
) -> None:
    head = Letterhead("Huyện ủy", "Ban Tuyên giáo", "Cầu Ngang", "-BC/BTG", None, 2025)
    write_report(tmp_path / "a.pdf", make(annexes=(ANNEX,), head=head))
    found = read_pdf(tmp_path / "a.pdf")
    assert "-BC/BTG" in found[0].text
    assert "năm 2025" in found[0].text
    annex = found[-1]
    assert annex.lines[1].text == "PHỤ LỤC"
    assert "Báo cáo số ......... ngày ..../..../........" in " ".join(annex.text.split())


@settings(max_examples=25)
@given(st.integers(0, 42), st.booleans(), st.integers(1, 3))
def test_the_signature_never_stands_alone(
    read_pdf: READ, lines: int, heads: bool, texts: int
) -> None:
    filler = tuple("Một dòng chữ ngắn." for _ in range(lines))
    last = tuple(LONG.strip() for _ in range(texts))
    sections: tuple[ReportSection, ...] = (ReportSection("I. KẾT QUẢ", 1, filler),)
    if heads:
        sections += (ReportSection("II. KẾT THÚC", 1, last),)
    else:
        sections = (ReportSection("I. KẾT QUẢ", 1, (*filler, *last)),)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "a.pdf"
        write_report(target, make(sections=sections, annexes=()))
        pages = read_pdf(target)
    page = pages[-1]
    signed = next(one for one in page.lines if "K/T TRƯỞNG BAN" in one.text)
    body = [one for one in page.lines if one.bottom > signed.top and one.size == 14]
    assert body
    for one in pages:
        assert not one.lines[-1].text.startswith(("I. ", "II. "))  # no heading ends a page
        assert min(letter.bottom for letter in one.letters) >= 25 * MM - 4


@settings(max_examples=25)
@given(st.integers(0, 42), st.integers(1, 12), st.booleans())
def test_a_caption_stands_once_on_the_page_of_its_table(
    read_pdf: READ, lines: int, rows: int, charted: bool
) -> None:
    filler = tuple("Một dòng chữ ngắn." for _ in range(lines))
    shown: tuple[Any, ...] = (replace(TABLE, rows=(*TABLE.rows, ("Khác", 1, 0.0)) * rows),)
    shown += (CHART,) * charted + (replace(TABLE, title="Bảng 2. Hai", rows=TABLE.rows),)
    section = ReportSection("I. KẾT QUẢ", 1, filler, shown)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "a.pdf"
        write_report(target, make(sections=(section,), annexes=()))
        pages = read_pdf(target)
    for title in [one.title for one in shown]:
        there = [page for page in pages if title in page.text]
        assert len(there) == 1
        assert sum(one.text.count(title) for one in there[0].lines) == 1
        at = next(place for place, one in enumerate(there[0].lines) if title in one.text)
        if title.startswith("Bảng"):
            assert there[0].lines[at + 1].text.startswith("TT Lĩnh vực")


def test_thousands_of_rows_go_on_under_their_heading(tmp_path: Path, read_pdf: READ) -> None:
    rows = tuple((f"Nguyễn Văn {place}", f"{place}-QĐ/HU", "2025-05-19") for place in range(400))
    write_report(tmp_path / "a.pdf", make(annexes=(replace(ANNEX, rows=rows),)))
    pages = [one for one in read_pdf(tmp_path / "a.pdf") if "QĐ/HU" in one.text]
    assert len(pages) > 5
    assert all("Họ và tên" in one.text for one in pages)
    words = " ".join(one.text for one in pages)
    assert all(f"{place}-QĐ/HU" in words for place in range(400))


def test_the_same_paper_gives_the_same_bytes_also_from_its_json(tmp_path: Path) -> None:
    paper = make()
    again = ReportPaper.from_json(paper.to_json())
    assert again == paper
    assert again.to_json() == paper.to_json()
    write_report(tmp_path / "a.pdf", paper)
    write_report(tmp_path / "b.pdf", again)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "bị hỏng"), ("{}", "bị hỏng"), ('{"version": 1}', "bị hỏng"), ('{"version": 9}', "mới")],
)
def test_what_is_no_paper_is_told_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UserProblem, match=words):
        ReportPaper.from_json(text)


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    def cancel(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_report(tmp_path / "a.pdf", make(), cancel)
    assert list(tmp_path.glob("*.pdf*")) == []

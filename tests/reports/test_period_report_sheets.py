"""The annexes of a period's report as a workbook, read back by openpyxl."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.period_report_paper import (
    COUNT,
    DAY,
    RATE,
    ReportColumn,
    ReportPaper,
    ReportSection,
    ReportTable,
)
from desktop.reports.period_report_sheets import write_report_sheets

TABLE = ReportTable(
    "study_by_year", "Bảng 1. Học tập chuyên đề theo năm",
    (ReportColumn("Năm", 60), ReportColumn("Số", 20, COUNT), ReportColumn("Tỷ lệ", 16, RATE)),
    (("Năm 2024", 1234, 0.985), ("Năm 2025", None, None)), ("Cộng", 1234, 0.985),
)  # fmt: skip
STUDY = ReportTable(
    "study", "Danh sách hội nghị học tập, quán triệt",
    (ReportColumn("Chuyên đề", 50), ReportColumn("Ngày", 20, DAY), ReportColumn("Dự", 10, COUNT)),
    (("Cấp huyện",), ("=1+1", "2025-05-19", 40), ("Chưa rõ ngày", None, 0)),
)  # fmt: skip


def make(**changes: Any) -> ReportPaper:
    values: dict[str, Any] = {
        "style": PRESETS["party-a"],
        "head": Letterhead("Huyện ủy", "Ban Tuyên giáo", "Cầu Ngang"),
        "signature": Signature("Trưởng ban"),
        "abstract": "sơ kết năm 2025",
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 12, 31),
        "sections": (ReportSection("I. KẾT QUẢ", 1, (), (TABLE,)),),
        "annexes": (STUDY,),
        "figure_lines": (
            ("Mô hình", "Mô hình", "5.395", "mô hình"),
            ("Mô hình", "- Tỷ lệ", "98,5", "%"),
            ("Mô hình", "- Chưa rõ", "–", "%"),
        ),
    }
    return ReportPaper(**(values | changes))


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_figures_tables_and_lists_have_a_sheet_each(tmp_path: Path) -> None:
    assert write_report_sheets(tmp_path / "a.xlsx", make()) == 3
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Số liệu", "Bảng 1", "Học tập"]
    figures = rows(book["Số liệu"])
    assert figures[0][0] == "Số liệu của kỳ báo cáo"
    assert figures[1][0] == "Từ ngày 01/01/2025 đến ngày 31/12/2025"
    assert figures[2] == ("STT", "Nhóm số liệu", "Nội dung", "Số liệu", "Đơn vị tính")
    assert [one[3] for one in figures[3:]] == [5395, "98,5", "–"]
    table = rows(book["Bảng 1"])
    assert table[3] == (1, "Năm 2024", 1234, pytest.approx(0.985))
    assert table[4] == (2, "Năm 2025", None, None)
    assert table[5] == (None, "Cộng", 1234, pytest.approx(0.985))
    assert book["Bảng 1"]["D4"].number_format == "0.00%"
    study = rows(book["Học tập"])
    assert study[3][0] == "Cấp huyện"
    assert study[4] == (1, "=1+1", datetime(2025, 5, 19), 40)  # noqa: DTZ001 - Excel has no time zones
    assert book["Học tập"]["B5"].data_type == "s"  # no formula
    assert study[5] == (2, "Chưa rõ ngày", None, 0)
    book.close()


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report_sheets(tmp_path / f"{name}.xlsx", make())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_report_without_lists_has_its_figures(tmp_path: Path) -> None:
    assert write_report_sheets(tmp_path / "a.xlsx", make(sections=(), annexes=())) == 1

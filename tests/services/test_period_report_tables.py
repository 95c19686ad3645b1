"""Tables and charts of a period's report from its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.core.figures import Figures
from desktop.core.report_text import CHARTS, TABLES
from desktop.services.period_report_tables import charts_of, tables_of

LEVELS = {"base": "Cơ sở", "commune": "Xã", "district": "Huyện", "province": "Tỉnh"}


def contract() -> dict[str, Any]:
    return Figures("Ban", date(2025, 1, 1), date(2025, 12, 31)).to_json_dict()


def test_what_has_no_figure_has_no_table() -> None:
    assert tables_of(contract(), LEVELS) == {}
    figures = contract()
    figures["inspections"] = {
        one: {"organisations": None, "members": None} for one in figures["inspections"]
    }
    assert tables_of(figures, LEVELS) == {}  # of some units alone


def test_each_table_has_its_rows_and_its_sum() -> None:
    figures = contract()
    figures["pledges"] |= {
        "people": {"expected": 1000, "registered": 987, "rate": 0.987},
        "organisations": {"expected": 0, "registered": 0, "rate": None},
        "others": 3,
    }
    figures["ratings"]["members"] = {"good": 4}
    figures["models"] |= {
        "total": 12,
        "by_field": {"Bảo vệ môi trường": 2, "Dân vận khéo": 9},
        "by_state": {"registered": 12},
        "highest_level": {"commune": 3, "province": 1},
    }
    figures["models"]["commended"] |= {"any": 4, "commune": 4, "province": 1}
    figures["commendations"] |= {
        "awards": 10, "by_form": {"Giấy khen": 9, "Bằng khen": 1}, "by_level": {"province": 8},
    }  # fmt: skip
    year = {"sessions": 2, "invited": 200, "attended": 197, "rate": 0.985}
    figures["study"] |= {**year, "by_year": {"2025": year}}
    figures["inspections"]["inspection"] = {"organisations": 3, "members": 0}
    found = tables_of(figures, LEVELS)
    assert list(found) == list(TABLES)
    rows = {key: list(one.lines()) for key, one in found.items()}
    assert rows["pledges"] == [
        ("row", ("1", "Cá nhân (lượt người)", "1.000", "987", "98,7%")),
        ("row", ("2", "Ngoài danh sách (lượt)", "", "3", "")),
    ]
    assert rows["ratings"][1] == ("row", ("2", "Hoàn thành tốt nhiệm vụ", "4", "0"))
    assert rows["ratings"][-1] == ("total", ("", "Cộng", "4", "0"))
    assert rows["models_by_field"] == [
        ("row", ("1", "Dân vận khéo", "9", "75%")),
        ("row", ("2", "Bảo vệ môi trường", "2", "16,7%")),
        ("row", ("3", "Chưa ghi lĩnh vực", "1", "8,3%")),
        ("total", ("", "Cộng", "12", "100%")),
    ]
    assert rows["models_by_state"] == [("row", ("1", "Đăng ký", "12", "100%"))]  # no sum of one row
    assert rows["models_by_level"] == [
        ("row", ("1", "Tỉnh", "1", "1")),
        ("row", ("2", "Xã", "4", "3")),
        ("total", ("", "Ít nhất một cấp", "4", "4")),
    ]
    assert rows["commendations_by_level"] == [
        ("row", ("1", "Tỉnh", "8", "80%")),
        ("row", ("2", "Chưa ghi cấp khen", "2", "20%")),
        ("total", ("", "Cộng", "10", "100%")),
    ]
    assert rows["study_by_year"] == [("row", ("1", "Năm 2025", "2", "200", "197", "98,5%"))]
    assert rows["inspections"][-1] == ("total", ("", "Cộng", "3", "0"))


def test_charts_are_drawn_from_the_counts_of_their_tables() -> None:
    figures = contract()
    figures["models"] |= {"total": 11, "by_field": {"Dân vận khéo": 9, "Khác": 2}}
    year = {"sessions": 2, "invited": 200, "attended": 197, "rate": 0.985}
    figures["study"] |= {**year, "by_year": {"2025": year}}
    found = charts_of(tables_of(figures, LEVELS))
    assert set(found) == {"models_by_field", "study_by_year"} <= set(CHARTS)
    assert found["models_by_field"].labels == ("Dân vận khéo", "Khác")
    assert found["models_by_field"].series == (("Số mô hình", (9, 2)),)
    figures["models"] |= {"total": 9, "by_field": {"Dân vận khéo": 9}}
    assert "models_by_field" not in charts_of(tables_of(figures, LEVELS))  # a bar alone
    assert found["study_by_year"].series == (("Lượt triệu tập", (200,)), ("Lượt tham dự", (197,)))

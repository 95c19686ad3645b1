"""'Tổng quan': figures and charts on paper, however many there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.charts import BarChart, BarRow, BarSection
from desktop.reports.overview import (
    NumbersTable,
    OverviewPaper,
    OverviewRow,
    OverviewSection,
    PaperChart,
    write_chart,
    write_overview,
)

HEAD = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang")
SIGNATURE = Signature("Trưởng ban", "Nguyễn Văn Ký")
LONG = "Chi bộ Cơ quan chính quyền, đoàn thể và các đơn vị sự nghiệp xã Hiệp Mỹ Đông"


def paper(preset: str = "party-a") -> OverviewPaper:
    return OverviewPaper(PRESETS[preset], HEAD, SIGNATURE, ("năm 2026",), "(Từ ngày)")


def chart(title: str, bars: int) -> PaperChart:
    rows = tuple(
        BarRow(f"{LONG} {place}", (place / bars,), (f"{place}/{bars}",)) for place in range(bars)
    )
    return PaperChart(BarChart(title, (BarSection(rows),), whole=1), f"Lời ghi của {title}.")


def figures(rows: int) -> list[OverviewSection]:
    lines = tuple(OverviewRow(f"Số {place}", "lượt", str(place)) for place in range(rows))
    return [OverviewSection("Mô hình", lines)]


@pytest.mark.parametrize("preset", sorted(PRESETS))
@pytest.mark.parametrize("bars", [1, 4, 9, 12, 60])
def test_charts_stay_within_the_page_and_the_signature_never_stands_alone(
    tmp_path: Path, read_pdf: Any, preset: str, bars: int
) -> None:
    charts = [chart(f"Biểu {place}", bars) for place in range(5)]
    count = write_overview(tmp_path / "a.pdf", paper(preset), figures(18), charts)
    pages = read_pdf(tmp_path / "a.pdf")
    assert len(pages) == count
    style = PRESETS[preset]
    for place, page in enumerate(pages):
        turned = style.mirrored and place % 2 == 1
        left, right = (style.right, style.left) if turned else (style.left, style.right)
        assert min(one.left for one in page.letters) >= left * 72 / 25.4 - 0.5
        assert max(one.right for one in page.letters) <= page.width - right * 72 / 25.4 + 0.5
        assert min(one.bottom for one in page.letters) >= style.bottom * 72 / 25.4 - 4
    text = " ".join(page.text for page in pages)
    for place in range(5):
        assert f"Biểu đồ {place + 1}. Biểu {place}" in text
        assert f"Lời ghi của Biểu {place}." in text
    last = pages[-1].text
    assert "Nguyễn Văn Ký" in last
    assert "Lời ghi của Biểu 4." in last


def test_figures_alone_take_the_signature_with_their_last_rows(
    tmp_path: Path, read_pdf: Any
) -> None:
    for rows in range(18, 30):
        write_overview(tmp_path / "a.pdf", paper(), figures(rows), [])
        last = read_pdf(tmp_path / "a.pdf")[-1].text
        assert "Nguyễn Văn Ký" in last
        assert f"Số {rows - 1}" in last


def test_one_chart_has_its_numbers_under_their_headings(tmp_path: Path, read_pdf: Any) -> None:
    rows = tuple((heading, (f"{heading} {place}", str(place)))
                 for heading in ("Theo cấp", "Theo hình thức") for place in range(30))  # fmt: skip
    table = NumbersTable(("Cấp, hình thức", "Số lượt"), rows)
    write_chart(tmp_path / "a.pdf", paper(), chart("Khen thưởng", 90), table)
    pages = read_pdf(tmp_path / "a.pdf")
    assert min(one.bottom for page in pages for one in page.letters) > 40
    write_chart(tmp_path / "a.pdf", paper(), chart("Khen thưởng", 3), table)
    pages = read_pdf(tmp_path / "a.pdf")
    text = " ".join(" ".join(page.text for page in pages).split())
    assert "Lời ghi của Khen thưởng." in text
    for heading in ("Theo cấp", "Theo hình thức"):
        assert f"{heading} 1 {heading} 0 0 2 {heading} 1 1" in text
    assert len(pages) > 1
    assert all("Số lượt" in page.text for page in pages[1:])  # the heading on each page

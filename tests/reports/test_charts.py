"""Charts: bars on paper and on the screen."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from desktop.core.paper import PRESETS
from desktop.reports.charts import Series, bar_chart, chart_svg, draw_chart
from desktop.reports.document import Document

LABELS = (
    "Xây dựng Đảng, hệ thống chính trị và công tác dân vận ở cơ sở",
    "Văn hóa - xã hội",
    "Khác",
)
NOW, BEFORE = Series("Năm 2026", (1200, 3, 0)), Series("Năm 2025", (600, 0, 0))


def pdf(path: Path, *charts: object) -> None:
    with path.open("wb") as stream:
        document = Document(stream, PRESETS["party-a"], title="Thử", author="Thử")
        for one in charts:
            draw_chart(document, one)  # type: ignore[arg-type] - Drawing
        document.finish()


def test_bars_have_their_labels_and_numbers_within_the_room(tmp_path, read_pdf):
    chart = bar_chart("Mô hình theo lĩnh vực", LABELS, (NOW, BEFORE), 400)
    pdf(tmp_path / "a.pdf", chart)
    page = read_pdf(tmp_path / "a.pdf")[0]
    for words in ("Mô hình theo lĩnh vực", "Văn hóa - xã hội", "1.200", "600", "Năm 2025"):
        assert words in page.text
    left = PRESETS["party-a"].left * 72 / 25.4
    assert max(one.right for one in page.letters) <= left + 400
    # a label too long for its column stands in several lines
    assert "công tác dân vận ở cơ sở" not in page.line("Xây dựng Đảng").text


def test_the_longer_bar_belongs_to_the_larger_number():
    chart = bar_chart("Thử", LABELS, (NOW, BEFORE), 400)
    bars = [one for one in chart.contents if type(one).__name__ == "Rect"]
    legend, drawn = bars[:2], bars[2:]
    assert {one.width for one in legend} == {16}
    assert [round(one.width / drawn[0].width, 3) for one in drawn] == [1.0, 0.5, 0.003]
    dark, light = drawn[0].fillColor, drawn[1].fillColor
    assert dark.red < 0.5 < light.red  # told apart without colours
    assert all(one.red == one.green == one.blue for one in (dark, light))


def test_hatching_stays_within_its_bar():
    chart = bar_chart("Thử", ("Một",), (Series("A", (0,)), Series("B", (7,))), 300)
    bar = [one for one in chart.contents if type(one).__name__ == "Rect"][-1]
    lines = [one for one in chart.contents if type(one).__name__ == "Line"]
    # not those of the legend, nor the axis
    inside = [one for one in lines if bar.x - 0.1 <= one.x1 and one.x1 != one.x2 and one.x1 > 100]
    assert inside
    for one in inside:
        assert bar.x - 0.01 <= one.x1 <= one.x2 <= bar.x + bar.width + 0.01
        assert bar.y - 0.01 <= one.y1 <= one.y2 <= bar.y + bar.height + 0.01


def test_nothing_counted_draws_no_bar_and_no_rows_at_all_a_title():
    empty = bar_chart("Thử", ("Một",), (Series("A", (0,)),), 300)
    assert not [one for one in empty.contents if type(one).__name__ == "Rect"]
    assert bar_chart("Thử", (), (Series("A", ()),), 300).height > 0


def test_a_chart_without_room_goes_to_the_next_page(tmp_path, read_pdf):
    chart = bar_chart(
        "Thử", [f"Dòng {place}" for place in range(20)], (Series("A", range(20)),), 400
    )
    pdf(tmp_path / "b.pdf", chart, chart)
    assert len(read_pdf(tmp_path / "b.pdf")) == 2


def test_the_screen_gets_svg_without_clip_paths_in_the_bundled_font():
    text = chart_svg(bar_chart("Thử <&>", LABELS, (NOW, BEFORE), 400))
    assert "clip" not in text
    assert not re.search(r"font-family: GS", text)
    plain = re.sub(r"<!DOCTYPE.*?>", "", text, flags=re.DOTALL)
    root = ElementTree.fromstring(plain)  # noqa: S314 - what we wrote ourselves
    assert "Thử <&>" in "".join(root.itertext())

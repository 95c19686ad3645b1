"""Charts: bars on paper and on the screen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.paper import PRESETS
from desktop.reports.charts import (
    BarChart,
    BarRow,
    BarSection,
    Series,
    bar_chart,
    chart_svg,
    draw_chart,
    plot_bars,
)
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, REGULAR
from desktop.reports.text import width

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
    shares = [one.width / drawn[0].width for one in drawn]
    assert shares == pytest.approx([1, 600 / 1200, 3 / 1200], abs=1e-3)
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


def rects(drawing: Any) -> list[Any]:
    return [one for one in drawing.contents if type(one).__name__ == "Rect"]


def words(drawing: Any) -> list[Any]:
    return [one for one in drawing.contents if type(one).__name__ == "String"]


def rates(*shares: float) -> BarChart:
    rows = tuple(BarRow(f"Đơn vị {one}", (one,), (f"{one:.0%}",)) for one in shares)
    return BarChart("Tỷ lệ", (BarSection(rows),), whole=1)


def test_a_rate_has_a_frame_of_the_whole_length():
    plot = plot_bars(rates(0.0, 0.5, 1.0), 400)
    drawn = rects(plot.drawing)
    whole = drawn[0].width
    assert [round(one.width / whole, 3) for one in drawn] == [1, 1, 0.5, 1, 1]
    ends = {one.x for one in words(plot.drawing) if one.text.endswith("%")}
    assert len(ends) == 1  # the numbers stand below each other


@pytest.mark.parametrize("count", [1, 30])
def test_one_bar_and_thirty_bars_each_have_a_band_of_their_own(count: int) -> None:
    rows = tuple(BarRow(f"Dòng {place}", (place + 1,), (str(place + 1),)) for place in range(count))
    sections = (BarSection(rows[:1], "Đầu"), BarSection(rows[1:], "Sau"))
    plot = plot_bars(BarChart("Thử", sections), 400)
    high = plot.drawing.height
    assert len(plot.bands) == count
    bars = rects(plot.drawing)
    for band, bar in zip(plot.bands, bars, strict=True):
        assert band.top <= high - bar.y - bar.height
        assert high - bar.y <= band.top + band.height
    for above, below in zip(plot.bands, plot.bands[1:], strict=False):
        assert above.top + above.height <= below.top + 0.01
    headings = [one for one in words(plot.drawing) if one.fontName == BOLD]
    assert [one.text for one in headings] == ["Thử", "Đầu", "Sau"]


@given(
    label=st.text("aăâđêôơưếệộ ợữ", min_size=1, max_size=200),
    room=st.integers(150, 700),
    lines=st.integers(1, 3),
)
def test_long_labels_are_elided_within_their_column(label: str, room: int, lines: int) -> None:
    chart = BarChart("", (BarSection((BarRow(label, (1,), ("1",)),)),))
    drawing = plot_bars(chart, room, lines=lines, titled=False).drawing
    labels = [one for one in words(drawing) if one.textAnchor == "end"]
    assert len(labels) <= lines
    for one in labels:
        assert one.x - width(one.text, REGULAR, one.fontSize) >= -0.01
    shown = " ".join(one.text for one in labels)
    whole = " ".join(label.split())
    assert shown.endswith("…") or shown.replace(" ", "") == whole.replace(" ", "")


def test_no_two_series_are_told_apart_by_colour_alone() -> None:
    names = ("Tổng số", "Mới", "Đã dừng")
    row = BarRow("2026", (3, 2, 1), ("3", "2", "1"))
    drawing = plot_bars(BarChart("Thử", (BarSection((row,)),), names), 400).drawing
    for one in drawing.contents:
        for colour in (getattr(one, "fillColor", None), getattr(one, "strokeColor", None)):
            assert colour is None or colour.red == colour.green == colour.blue

    def looks(bar: Any) -> tuple[float, bool]:
        inside = [
            line
            for line in drawing.contents
            if type(line).__name__ == "Line"
            and line.x1 != line.x2
            and bar.x <= line.x1 <= line.x2 <= bar.x + bar.width + 0.01
            and bar.y <= line.y1 <= line.y2 <= bar.y + bar.height + 0.01
        ]
        return bar.fillColor.red, bool(inside)

    bars = rects(drawing)
    assert len({looks(bar) for bar in bars[:3]}) == 3  # of the legend
    assert [looks(bar) for bar in bars[3:]] == [looks(bar) for bar in bars[:3]]


def test_a_legend_that_is_too_long_goes_on_below() -> None:
    names = ("Tổng số mô hình đang thực hiện", "Mô hình mới đăng ký trong năm")
    row = BarRow("2026", (3, 2), ("3", "2"))
    chart = BarChart("", (BarSection((row,)),), names)
    placed = {
        room: {one.y for one in words(plot_bars(chart, room).drawing) if one.text in names}
        for room in (500, 220)
    }
    assert [len(one) for one in placed.values()] == [1, 2]


def test_the_screen_aligns_labels_at_the_axis_and_takes_on_colours() -> None:
    text = chart_svg(plot_bars(rates(0.25), 400).drawing, "#010203", "#040506", "#070809")
    found = re.findall(r'<text text-anchor="end" x="([\d.]+)"[^>]*>([^<]*)<', text)
    assert [label for _x, label in found] == ["Đơn vị 0.25"]
    assert "rgb(" not in text
    for colour in ("#010203", "#040506", "#070809"):
        assert colour in text
    assert {*re.findall(r"font-family: ([^;]*);", text)} == {"Liberation Serif"}


def test_charts_are_in_the_bundled_letters_on_paper(tmp_path, read_pdf):
    pdf(tmp_path / "a.pdf", bar_chart("Mô hình", LABELS, (NOW, BEFORE), 400))
    fonts = {one.font for one in read_pdf(tmp_path / "a.pdf")[0].letters}
    assert {one.replace("-", "").lower() for one in fonts} == {
        "liberationserif",
        "liberationserifbold",
    }

"""Word's own charts: read back from the document, element by element."""

from __future__ import annotations

import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from desktop.reports.period_report_paper import ReportChart
from desktop.reports.word_charts import word_chart
from desktop.reports.workbook import legal

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
WIDE, TALLEST = 450.0, 640.0
LABELS = ("Dân vận khéo & <khác>", 'Bảo vệ "môi trường"', "Xây dựng nông thôn mới")
CHART = ReportChart(
    "study_by_year", 'Biểu đồ 1. "Học tập" & <làm theo>', LABELS,
    (("Lượt triệu tập", (1234, 0, 5)), ("Lượt <tham dự> & khác", (1000, 0, 4))),
)  # fmt: skip

_AXIS = (
    "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses "
)
ORDER: Final = {
    # ECMA-376 part 1, annex A.5.1, without what no bar chart of ours needs
    "chartSpace": "date1904 lang roundedCorners style chart spPr txPr printSettings",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart catAx valAx spPr",
    "layout": "manualLayout",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "ser": "idx order tx spPr invertIfNegative dPt dLbls cat val",
    "tx": "strRef v",
    "cat": "strRef",
    "val": "numRef",
    "strRef": "f strCache",
    "numRef": "f numCache",
    "strCache": "ptCount pt",
    "numCache": "formatCode ptCount pt",
    "pt": "v",
    "dLbls": "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize",
    "catAx": f"{_AXIS} auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "valAx": f"{_AXIS} crossBetween majorUnit",
    "scaling": "orientation max min",
    "legend": "legendPos layout overlay spPr txPr",
    "spPr": "noFill solidFill pattFill ln",
    "txPr": "bodyPr lstStyle p",
}


def local(element: Any) -> str:
    return str(etree.QName(element).localname)


def write(target: Path, *charts: ReportChart) -> None:
    shell = docx.Document()
    for one in charts:
        if words := word_chart(shell, one, WIDE, TALLEST):
            shell.element.body.insert_element_before(docx.oxml.parse_xml(words), "w:sectPr")
    shell.save(str(target))


def part(target: Path, place: int = 1) -> Any:
    with zipfile.ZipFile(target) as archive:
        return etree.fromstring(archive.read(f"word/charts/chart{place}.xml"))


@pytest.fixture
def chart(tmp_path: Path) -> Any:
    write(tmp_path / "a.docx", CHART)
    return part(tmp_path / "a.docx")


def vals(root: Any, path: str) -> list[str]:
    return [one.get("val") for one in root.findall(f".//{C}{path.replace('/', f'/{C}')}")]


def texts(root: Any, path: str) -> list[str]:
    return [one.text or "" for one in root.findall(f"{C}{path.replace('/', f'/{C}')}")]


def out_of_order(root: Any) -> list[tuple[str, str]]:
    """Return the elements that the schema doesn't have at their place."""
    found = []
    for parent in root.iter():
        names = ORDER.get(local(parent), "").split()
        places = [names.index(one) if one in names else -1 for one in map(local, parent)]
        if not names:
            continue
        if -1 in places or places != sorted(places):
            found.append((local(parent), " ".join(map(local, parent))))
    return found


def test_values_names_and_labels_are_those_of_the_report(chart: Any) -> None:
    found = chart.findall(f".//{C}ser")
    assert [texts(one, "tx/strRef/strCache/pt/v") for one in found] == [
        ["Lượt triệu tập"], ["Lượt <tham dự> & khác"],
    ]  # fmt: skip
    for one, (_, values) in zip(found, CHART.series, strict=True):
        assert texts(one, "cat/strRef/strCache/pt/v") == list(LABELS)
        assert texts(one, "val/numRef/numCache/pt/v") == [str(value) for value in values]
    assert vals(chart, "strCache/ptCount") == ["1", "3", "1", "3"]
    assert vals(chart, "numCache/ptCount") == ["3", "3"]
    cells = [one.text for one in found[1].iter(f"{C}f")]
    assert cells == ["Sheet1!$C$1", "Sheet1!$A$2:$A$4", "Sheet1!$C$2:$C$4"]


def test_bars_lie_from_the_top_down_with_their_numbers(chart: Any) -> None:
    assert vals(chart, "barDir") == ["bar"]
    assert vals(chart, "catAx/scaling/orientation") == ["maxMin"]
    assert vals(chart, "catAx/tickLblSkip") == ["1"]
    assert vals(chart, "catAx/delete") == ["0"]
    assert vals(chart, "valAx/delete") == ["1"]
    assert vals(chart, "valAx/scaling/min") == ["0"]
    assert 1234 < float(vals(chart, "valAx/scaling/max")[0]) < 1234 * 1.3
    assert vals(chart, "dLbls/showVal") == ["1", "1"]
    assert vals(chart, "dLbls/dLblPos") == ["outEnd", "outEnd"]
    formats = {one.get("formatCode") for one in chart.iterfind(f".//{C}dLbls/{C}numFmt")}
    assert formats == {'[>=1000000]#"."000"."000;[>=1000]#"."000;0'}
    axes = vals(chart, "barChart/axId")
    assert axes == [*vals(chart, "catAx/axId"), *vals(chart, "valAx/axId")]
    assert axes == [*vals(chart, "valAx/crossAx"), *vals(chart, "catAx/crossAx")]
    assert not [one for one in chart.iter() if "3D" in one.tag]


def test_series_are_told_apart_without_colour(tmp_path: Path) -> None:
    names = ("một", "hai", "ba", "bốn")
    series = tuple((name, (1, 2)) for name in names)
    write(tmp_path / "a.docx", ReportChart("a", "A", ("x", "y"), series))
    root = part(tmp_path / "a.docx")
    looks = [one.find(f"{C}spPr") for one in root.iter(f"{C}ser")]
    assert len({etree.tostring(one) for one in looks}) == 4
    assert local(looks[0][0]) == "solidFill"
    assert looks[1].find(f"{A}pattFill").get("prst") == "wdUpDiag"
    assert looks[2][0][0].get("val") == "FFFFFF"
    assert all(one.find(f"{A}ln/{A}solidFill") is not None for one in looks)
    for one in root.iter(f"{A}srgbClr"):
        red, green, blue = (one.get("val")[at : at + 2] for at in (0, 2, 4))
        assert red == green == blue
    assert vals(root, "legendPos") == ["t"]
    assert {one.get("typeface") for one in root.iter(f"{A}latin")} == {"Times New Roman"}


def test_a_single_series_has_no_legend(tmp_path: Path) -> None:
    write(tmp_path / "a.docx", ReportChart("a", "A", ("x",), (("Số", (3,)),)))
    root = part(tmp_path / "a.docx")
    assert root.find(f".//{C}legend") is None
    assert out_of_order(root) == []


def test_relations_types_and_the_paragraph(tmp_path: Path) -> None:
    empty = ReportChart("none", "Không", (), (("Số", ()),))
    write(tmp_path / "a.docx", CHART, empty, CHART)
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        kinds = etree.fromstring(archive.read("[Content_Types].xml"))
        names = [one for one in archive.namelist() if "/charts/" in one]
    assert names == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    told = {one.get("PartName"): one.get("ContentType") for one in kinds}
    assert [told[f"/{name}"] for name in names] == [TYPE, TYPE]
    document = docx.Document(str(tmp_path / "a.docx"))
    relations = {key: one for key, one in document.part.rels.items() if one.reltype == RELATION}
    used = [
        one.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        for one in document.element.body.iter(f"{C}chart")
    ]
    assert [str(relations[one].target_part.partname) for one in used] == [f"/{n}" for n in names]
    frames = [one._inline for one in document.inline_shapes]
    assert [one.docPr.id for one in frames] == [1, 2]
    assert frames[0].docPr.get("descr") == CHART.title
    assert [local(one) for one in frames[0]] == [
        "extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic",
    ]  # fmt: skip
    document.save(str(tmp_path / "b.docx"))
    assert etree.tostring(part(tmp_path / "b.docx", 2)) == etree.tostring(
        part(tmp_path / "a.docx", 2)
    )


def test_elements_stand_in_the_order_of_the_schema(chart: Any) -> None:
    assert out_of_order(chart) == []
    gap = chart.find(f".//{C}gapWidth")
    gap.getparent().insert(0, gap)
    assert [name for name, _ in out_of_order(chart)] == ["barChart"]


def test_the_order_is_that_of_a_chart_excel_opens(chart: Any, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("S")
        sheet.write_column("A1", ["a", "b"])
        sheet.write_column("B1", [1, 2])
        drawn = book.add_chart({"type": "bar"})
        letters = {"name": "Times New Roman", "size": 10, "color": "black"}
        labels = {"value": True, "font": letters, "num_format": "0", "position": "inside_end"}
        place = {"x": 0.3, "y": 0.1, "width": 0.6, "height": 0.8}
        axis = {"num_font": letters, "major_tick_mark": "none", "minor_tick_mark": "none",
                "line": {"color": "black"}, "num_format": "0"}  # fmt: skip
        hatched = {"pattern": "wide_upward_diagonal", "fg_color": "black"}
        series = {
            "name": "=S!$B$1", "categories": "=S!$A$1:$A$2", "values": "=S!$B$1:$B$2", "gap": 50,
            "data_labels": labels, "invert_if_negative": True, "border": {"color": "black"},
        }  # fmt: skip
        drawn.add_series({**series, "fill": {"color": "#404040"}})
        drawn.add_series({**series, "pattern": hatched})
        drawn.set_y_axis({"reverse": True, "interval_unit": 1, **axis})
        drawn.set_x_axis({"min": 0, "max": 9, "visible": False, **axis})
        drawn.set_legend({"position": "top", "font": letters})
        drawn.set_title({"none": True})
        drawn.set_plotarea({"layout": place, "fill": {"none": True}})
        drawn.set_chartarea({"fill": {"none": True}})
        sheet.insert_chart("E1", drawn)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        known = etree.fromstring(archive.read("xl/charts/chart1.xml"))
    assert out_of_order(known) == []  # our list of the schema's order is right about this one
    before = {
        (local(parent), one, two) for parent in known.iter()
        for one, two in pairwise(map(local, parent)) if one != two
    }  # fmt: skip
    assert len(before) > 50
    for parent in chart.iter():
        ours = list(map(local, parent))
        for kind, one, two in before:
            if kind == local(parent) and one in ours and two in ours:
                assert ours.index(one) < ours.index(two), (kind, one, two)


def heights(target: Path) -> list[float]:
    return [one.height.pt for one in docx.Document(str(target)).inline_shapes]


def test_height_grows_with_the_rows_and_ends_at_the_page(tmp_path: Path) -> None:
    charts = []
    for rows in (1, 5, 20, 200):
        labels = tuple(f"Lĩnh vực {place}" for place in range(rows))
        charts.append(ReportChart("a", "A", labels, (("Số", tuple(range(rows))),)))
    write(tmp_path / "a.docx", *charts)
    found = heights(tmp_path / "a.docx")
    assert found == sorted(set(found))
    assert found[-1] == TALLEST
    roots = [part(tmp_path / "a.docx", place) for place in (1, 2, 3, 4)]
    sizes = [int(one.find(f"{C}txPr").find(f".//{A}defRPr").get("sz")) for one in roots]
    assert sizes == [1000, 1000, 1000, 600]
    for one in roots:
        assert 0 < int(vals(one, "gapWidth")[0]) <= 500
        x, y, wide, high = (float(vals(one, f"manualLayout/{key}")[0]) for key in "xywh")
        assert x + wide <= 1
        assert y + high <= 1
        assert min(x, y, wide, high) > 0


def test_long_labels_get_room_for_their_lines(tmp_path: Path) -> None:
    long = "Xây dựng nông thôn mới, đô thị văn minh gắn với học tập và làm theo Bác " * 2
    for name, label in (("a", "Ngắn"), ("b", long)):
        write(tmp_path / f"{name}.docx", ReportChart("a", "A", (label,) * 5, (("Số", (1,) * 5),)))
    assert heights(tmp_path / "b.docx")[0] > 2 * heights(tmp_path / "a.docx")[0]
    assert vals(part(tmp_path / "b.docx"), "manualLayout/x") == ["0.3800"]


def test_nothing_counted_still_has_an_axis(tmp_path: Path) -> None:
    write(tmp_path / "a.docx", ReportChart("a", "A", ("x", "y"), (("Số", (0, 0)),)))
    assert float(vals(part(tmp_path / "a.docx"), "valAx/scaling/max")[0]) >= 1


@given(
    words=st.text(st.characters(exclude_characters="\r"), max_size=40),
    values=st.lists(st.integers(0, 10**10), min_size=1, max_size=4),
)
def test_any_text_and_number_comes_back(words: str, values: list[int]) -> None:
    shell = docx.Document()
    chart = ReportChart("a", words, (words,) * len(values), ((words, tuple(values)),))
    docx.oxml.parse_xml(word_chart(shell, chart, WIDE, TALLEST))
    (relation,) = [one for one in shell.part.rels.values() if one.reltype == RELATION]
    root = etree.fromstring(relation.target_part.blob)
    series = root.find(f".//{C}ser")
    assert texts(series, "tx/strRef/strCache/pt/v") == [legal(words)]
    assert texts(series, "cat/strRef/strCache/pt/v") == [legal(words)] * len(values)
    assert texts(series, "val/numRef/numCache/pt/v") == [str(one) for one in values]
    assert out_of_order(root) == []

"""Charts that Word draws itself: lying bars with their numbers, to be read in black and white.

The numbers are in the chart, without a workbook behind it. Elements stand in the order of the
schema: Word refuses a file with another. Source: ECMA-376 part 1, 21.2 (DrawingML charts); looks as
`desktop.reports.charts` draws them on paper.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsdecls

from desktop.core.formats import number
from desktop.reports.fonts import REGULAR
from desktop.reports.period_report_paper import ReportChart
from desktop.reports.text import LEADING, width, wrap
from desktop.reports.workbook import legal

_PARTS: Final = "/word/charts/chart%d.xml"
_CHARTS: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FONT: Final = "Times New Roman"
_POINT: Final = 12_700  # English metric units
_SIZE: Final = 10.0
_LEAST: Final = 6.0  # letters of a chart that only so fits on a page
_BAR: Final = 11.0  # height of a bar in points
_BETWEEN: Final = 7.0  # between two groups of bars
_LEGEND: Final = 18.0
_LABELS: Final = 0.38  # of the width, at most
_BESIDE: Final = 20.0  # points that Word may leave beside the labels without breaking them
_EDGE: Final = 6.0  # points around the bars
_SHORT: Final = 60  # points that a chart of one row has
_LEAST_GAP, _WIDEST_GAP = 20, 500  # percent of a bar; no more by the schema
_CATEGORIES, _VALUES = 1001, 1002  # the axes
_LONG: Final = '[>=1000000]#"."000"."000;[>=1000]#"."000;0'
"""'1.234' on each machine: '#,##0' would have a comma where Windows is set to English."""
_BLACK: Final = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_NOTHING: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_THIN: Final = f'<a:ln w="7620">{_BLACK}</a:ln>'


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _pattern(name: str) -> str:
    return (
        f'<a:pattFill prst="{name}"><a:fgClr><a:srgbClr val="000000"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )


_FILLS: Final = (_solid("404040"), _pattern("wdUpDiag"), _solid("FFFFFF"), _pattern("pct25"))


def word_chart(shell: Any, chart: ReportChart, wide: float, tallest: float) -> str:
    """Add a chart to python-docx's document `shell` and return the paragraph that shows it.

    It is `wide` points wide and as high as its rows, `tallest` points at most. A chart without rows
    has no paragraph.
    """
    if not chart.labels or not chart.series:
        return ""
    drawn = _Chart(chart, wide, tallest)
    package = shell.part.package
    name = package.next_partname(_PARTS)
    part = Part(name, CONTENT_TYPE.DML_CHART, drawn.xml().encode(), package)
    relation = shell.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    extent = f'cx="{round(wide * _POINT)}" cy="{round(drawn.high * _POINT)}"'
    return (
        f'<w:p {nsdecls("w", "wp", "a", "r")}><w:pPr><w:spacing w:before="0" w:after="0"/>'
        '<w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{name.idx}" name="Biểu đồ {name.idx}" descr="{_words(chart.title)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHARTS}">'
        f'<c:chart xmlns:c="{_CHARTS}" r:id="{relation}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


class _Chart:
    """A chart of one size."""

    def __init__(self, chart: ReportChart, wide: float, tallest: float) -> None:
        self.chart, self.wide = chart, wide
        self.size = _SIZE
        while (needed := self._measure()) > tallest and self.size > _LEAST:
            self.size -= 0.5
        self.high = min(max(needed, _SHORT), tallest)

    def _measure(self) -> float:
        """Set the room of the legend and of the labels; return the height of all, in points."""
        chart, size, wide = self.chart, self.size, self.wide
        names = [name for name, _ in chart.series]
        lines = math.ceil(sum(38 + width(name, REGULAR, size) for name in names) / wide)
        self.head = lines * _LEGEND + 2 * _EDGE if len(names) > 1 else _EDGE
        widest = max(width(label, REGULAR, size) for label in chart.labels)
        self.left = min(widest + _BESIDE, wide * _LABELS)
        room = self.left - _BESIDE
        tall = max(len(wrap(one, REGULAR, size, room)) for one in chart.labels) * size * LEADING
        self.bars = len(names) * _BAR * size / _SIZE
        band = max(tall, self.bars) + _BETWEEN
        return math.ceil(self.head + band * len(chart.labels) + _EDGE)

    def xml(self) -> str:
        """Return the part."""
        legend = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<c:chartSpace xmlns:c="{_CHARTS}" {nsdecls("a", "r")}><c:lang val="vi-VN"/>'
            '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
            f"<c:plotArea>{self._layout()}{self._bars()}{self._axes()}{_NOTHING}</c:plotArea>"
            f"{legend if len(self.chart.series) > 1 else ''}"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"{_NOTHING}{_letters(self.size)}</c:chartSpace>"
        )

    def _layout(self) -> str:
        """Place the bars, that labels get the room they need and their lines break there."""
        places = (
            ("x", self.left / self.wide),
            ("y", self.head / self.high),
            ("w", (self.wide - self.left - _EDGE) / self.wide),
            ("h", (self.high - self.head - _EDGE) / self.high),
        )
        shares = "".join(f'<c:{key} val="{share:.4f}"/>' for key, share in places)
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{shares}</c:manualLayout></c:layout>'
        )

    def _bars(self) -> str:
        band = (self.high - self.head - _EDGE) / len(self.chart.labels)
        gap = round((band - self.bars) / self.bars * len(self.chart.series) * 100)
        gap = max(_LEAST_GAP, min(gap, _WIDEST_GAP))
        return (
            '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
            f"{''.join(self._series())}"
            f'<c:gapWidth val="{gap}"/><c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/>'
            "</c:barChart>"
        )

    def _series(self) -> Iterator[str]:
        labels = self.chart.labels
        last = len(labels) + 1
        categories = f"<c:cat>{_cached(f'$A$2:$A${last}', labels)}</c:cat>"
        most = max(max(values, default=0) for _, values in self.chart.series)
        shown = html.escape(_LONG) if most >= 1000 else "0"
        for order, (name, values) in enumerate(self.chart.series):
            column = f"${chr(ord('B') + order)}$"
            yield (
                f'<c:ser><c:idx val="{order}"/><c:order val="{order}"/>'
                f"<c:tx>{_cached(f'{column}1', (name,))}</c:tx>"
                f"<c:spPr>{_FILLS[order % len(_FILLS)]}{_THIN}</c:spPr>"
                '<c:invertIfNegative val="0"/>'
                f'<c:dLbls><c:numFmt formatCode="{shown}" sourceLinked="0"/>{_NOTHING}'
                f'{_letters(self.size - 1)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/>'
                '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
                '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
                f"{categories}<c:val>{_numbers(f'{column}2:{column}{last}', values)}</c:val>"
                "</c:ser>"
            )

    def _axes(self) -> str:
        """Give the labels from the top down, and an axis of numbers that isn't shown."""
        quiet = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        return (
            f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="maxMin"/>'
            '</c:scaling><c:delete val="0"/><c:axPos val="l"/>'
            f'<c:numFmt formatCode="General" sourceLinked="0"/>{quiet}<c:tickLblPos val="low"/>'
            f"<c:spPr>{_THIN}</c:spPr>{_letters(self.size)}"
            f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
            '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
            '<c:noMultiLvlLbl val="1"/></c:catAx>'
            f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>'
            f'<c:max val="{self._longest()}"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
            f'<c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>{quiet}'
            f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_CATEGORIES}"/>'
            '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
        )

    def _longest(self) -> str:
        """Return what the whole width stands for, that numbers have room behind the bars."""
        values = [value for _, values in self.chart.series for value in values]
        ends = max((width(number(one), REGULAR, self.size) for one in values), default=0.0)
        room = self.wide - self.left - _EDGE
        return f"{max([*values, 1]) * room / max(room - ends - 2 * _EDGE, room / 3):.2f}"


def _words(text: str) -> str:
    return html.escape(legal(text))


def _points(values: Sequence[str]) -> str:
    rows = "".join(
        f'<c:pt idx="{place}"><c:v>{one}</c:v></c:pt>' for place, one in enumerate(values)
    )
    return f'<c:ptCount val="{len(values)}"/>{rows}'


def _cached(cells: str, texts: Sequence[str]) -> str:
    points = _points([_words(one) for one in texts])
    return f"<c:strRef><c:f>Sheet1!{cells}</c:f><c:strCache>{points}</c:strCache></c:strRef>"


def _numbers(cells: str, values: Sequence[int]) -> str:
    kept = f"<c:formatCode>General</c:formatCode>{_points([str(one) for one in values])}"
    return f"<c:numRef><c:f>Sheet1!{cells}</c:f><c:numCache>{kept}</c:numCache></c:numRef>"


def _letters(size: float) -> str:
    faces = "".join(f'<a:{one} typeface="{_FONT}"/>' for one in ("latin", "ea", "cs"))
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}" b="0">'
        f'{_BLACK}{faces}</a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )

"""Charts that read well in black and white: bars with their numbers, by ReportLab's shapes.

The same drawing goes onto paper (`draw_chart`) and, as SVG, onto the screen (`chart_svg`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics import renderPDF, renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, black, white

from desktop.core.formats import number
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, REGULAR, register_fonts
from desktop.reports.text import LEADING, width, wrap

_SIZE = 10.0
_BAR = 11.0  # height of a bar in points
_BETWEEN = 7.0  # between two groups of bars
_LEGEND = 18.0
_HATCH = 4.0  # distance of the lines in a hatched bar
_DARK = Color(0.25, 0.25, 0.25)
_CLIPPING = re.compile(
    r"<clipPath.*?</clipPath>|\s*clip-path=\"[^\"]*\"|clip-path:[^;\"]*;?", re.DOTALL
)


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each label: a period, a year."""

    name: str
    values: Sequence[int]


def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], room: float, size: float = _SIZE
) -> Drawing:
    """Return bars that lie beside their labels, a group of `series` for each; `room` in points.

    The first series is dark, the second hatched, a third white; each bar ends with its number.
    """
    register_fonts()
    left = room * 0.38
    texts = [wrap(one, REGULAR, size, left - 8) for one in labels]
    line = size * LEADING
    heights = [max(len(one) * line, len(series) * _BAR) for one in texts]
    legend = _LEGEND if len(series) > 1 else 0.0
    head = len(wrap(title, BOLD, size + 1, room)) * (size + 1) * LEADING + 8
    high = head + legend + sum(heights) + _BETWEEN * (len(heights) + 1)
    drawing = Drawing(room, high)
    y = high
    for words in wrap(title, BOLD, size + 1, room):
        y -= (size + 1) * LEADING
        drawing.add(_text(0, y, words, BOLD, size + 1))
    y = high - head
    if legend:
        _add_legend(drawing, series, y, size)
        y -= legend
    most = max((max(one.values, default=0) for one in series), default=0)
    ends = max(width(number(most), REGULAR, size) + 6, 20)
    scale = (room - left - ends) / most if most else 0.0
    bottom = y
    for place, lines in enumerate(texts):
        y -= _BETWEEN
        middle = y - heights[place] / 2
        at = middle + len(lines) * line / 2
        for words in lines:
            at -= line
            drawing.add(_text(left - 8, at + size * 0.25, words, REGULAR, size, "end"))
        at = middle + len(series) * _BAR / 2
        for order, one in enumerate(series):
            at -= _BAR
            wide = one.values[place] * scale
            if wide:
                _add_bar(drawing, left, at, wide, order)
            drawing.add(
                _text(left + wide + 3, at + 2, number(one.values[place]), REGULAR, size - 1)
            )
        y -= heights[place]
    drawing.add(Line(left, y - _BETWEEN / 2, left, bottom, strokeColor=black, strokeWidth=0.7))
    return drawing


def draw_chart(document: Document, chart: Drawing, gap: float = 10.0) -> None:
    """Draw a chart at the left of the type area, on the next page when this one has no room."""
    if chart.height + gap > document.room and document.y < document.top:
        document.new_page()
    document.y -= gap + chart.height
    renderPDF.draw(chart, document.canvas, document.left, document.y)


def chart_svg(chart: Drawing) -> str:
    """Return a chart as SVG for the screen, in the bundled font's name."""
    text = str(renderSVG.drawToString(chart))
    # QtSvg paints a clip path black
    text = _CLIPPING.sub("", text)
    text = text.replace("font-family: GS-Bold", "font-weight: bold; font-family: GS")
    return text.replace("font-family: GS", "font-family: Liberation Serif")


def _add_legend(drawing: Drawing, series: Sequence[Series], top: float, size: float) -> None:
    x = 0.0
    for order, one in enumerate(series):
        _add_bar(drawing, x, top - _BAR - 2, 16, order)
        drawing.add(_text(x + 20, top - _BAR, one.name, REGULAR, size))
        x += 20 + width(one.name, REGULAR, size) + 18


def _add_bar(drawing: Drawing, x: float, y: float, wide: float, order: int) -> None:
    high = _BAR - 1
    fill = _DARK if order == 0 else white
    drawing.add(Rect(x, y, wide, high, fillColor=fill, strokeColor=black, strokeWidth=0.6))
    if order != 1:
        return
    at = _HATCH - high
    while at < wide:  # lines at 45 degrees, cut at the bar's edges
        low, far = max(at, 0.0), min(at + high, wide)
        drawing.add(
            Line(x + low, y + low - at, x + far, y + far - at, strokeColor=black, strokeWidth=0.4)
        )
        at += _HATCH


def _text(x: float, y: float, words: str, font: str, size: float, anchor: str = "start") -> String:
    return String(x, y, words, fontName=font, fontSize=size, textAnchor=anchor, fillColor=black)

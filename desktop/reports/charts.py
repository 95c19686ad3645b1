"""Charts that read well in black and white: bars with their numbers, by ReportLab's shapes.

The same drawing goes onto paper (`draw_chart`) and, as SVG, onto the screen (`chart_svg`). Series
are told apart by their filling, never by colour alone, and each bar ends with its number. The
letters are those of all paper (`reports.fonts`), so that Vietnamese is the same on each machine.
"""

from __future__ import annotations

import math
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

FAMILY = "Liberation Serif"
"""What the letters are called on the screen; paper's own have the same widths."""
_SIZE = 10.0
_BAR = 11.0  # height of a bar in points
_BETWEEN = 7.0  # between two groups of bars
_LEGEND = 18.0
_HATCH = 4.0  # distance of the lines in a hatched bar
_LABELS = 0.38  # of the room, at most
_DARK = Color(0.25, 0.25, 0.25)
_INKS = ("rgb(0%,0%,0%)", "rgb(25%,25%,25%)", "rgb(100%,100%,100%)")
_TEXT = re.compile(r'<text x="[^"]*"')
_CLIPPING = re.compile(
    r"<clipPath.*?</clipPath>|\s*clip-path=\"[^\"]*\"|clip-path:[^;\"]*;?", re.DOTALL
)


@dataclass(frozen=True)
class Series:
    """Numbers of one kind, one for each label: a period, a year."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class BarRow:
    """A label with a bar for each series, and what is written at the end of each."""

    label: str
    values: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class BarSection:
    """Rows under a heading; without one they only follow those before."""

    rows: tuple[BarRow, ...]
    heading: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars that lie beside their labels."""

    title: str
    sections: tuple[BarSection, ...]
    series: tuple[str, ...] = ("",)
    whole: float | None = None
    """What a bar of full length stands for (1 of rates, with a frame); else the largest value."""


@dataclass(frozen=True)
class Band:
    """Where a row of a chart lies: its upper edge from the top, and its height, in points."""

    top: float
    height: float


@dataclass(frozen=True)
class Plot:
    """A drawing, and where each row of the chart is in it."""

    drawing: Drawing
    bands: tuple[Band, ...]


def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], room: float, size: float = _SIZE
) -> Drawing:
    """Return bars that lie beside their labels, a group of `series` for each; `room` in points.

    The first series is dark, the second hatched, a third white; each bar ends with its number.
    """
    rows = tuple(
        BarRow(
            label,
            tuple(one.values[place] for one in series),
            tuple(number(one.values[place]) for one in series),
        )
        for place, label in enumerate(labels)
    )
    chart = BarChart(title, (BarSection(rows),), tuple(one.name for one in series))
    return plot_bars(chart, room, size).drawing


def plot_bars(
    chart: BarChart, room: float, size: float = _SIZE, *, lines: int = 0, titled: bool = True
) -> Plot:
    """Draw a chart `room` points wide; labels have at most so many `lines` (0: all they need)."""
    register_fonts()
    return _Plotting(chart, room, size, lines, titled=titled).plot()


class _Plotting:
    """A chart being drawn, from the top down."""

    def __init__(
        self, chart: BarChart, room: float, size: float, lines: int, *, titled: bool
    ) -> None:
        self.chart, self.room, self.size, self.lines = chart, room, size, lines
        self.bar = _BAR * size / _SIZE
        self.line = size * LEADING
        self.title = wrap(chart.title, BOLD, size + 1, room) if titled else ()
        rows = [row for section in chart.sections for row in section.rows]
        widest = max((width(one.label, REGULAR, size) for one in rows), default=0.0)
        self.left = min(widest + 8, room * _LABELS)
        self.ends = max(
            (width(text, REGULAR, size - 1) + 6 for one in rows for text in one.texts), default=0.0
        )
        most = chart.whole or max((max(one.values, default=0) for one in rows), default=0)
        self.scale = max(room - self.left - max(self.ends, 20), 20) / most if most else 0.0
        self.legend = _legend_lines(chart.series, room, size) if len(chart.series) > 1 else []

    def plot(self) -> Plot:
        """Return the drawing."""
        head = len(self.title) * (self.size + 1) * LEADING + 8 if self.title else 0.0
        texts = [[self._label(row.label) for row in one.rows] for one in self.chart.sections]
        rows = sum(
            self._row_height(words) + _BETWEEN for section in texts for words in section
        ) + sum(self.line + _BETWEEN for one in self.chart.sections if one.heading)
        high = math.ceil(head + len(self.legend) * _LEGEND + rows + _BETWEEN)
        self.drawing = Drawing(self.room, high)
        y: float = high
        for words in self.title:
            y -= (self.size + 1) * LEADING
            self._text(0, y, words, BOLD, self.size + 1)
        y = self._draw_legend(high - head)
        bands: list[Band] = []
        for section, labels in zip(self.chart.sections, texts, strict=True):
            if section.heading:
                y -= _BETWEEN + self.line
                self._text(0, y + self.size * 0.25, section.heading, BOLD, self.size)
            begun = y
            for row, label in zip(section.rows, labels, strict=True):
                tall = self._row_height(label)
                y -= _BETWEEN
                self._row(row, label, y - tall / 2)
                y -= tall
                bands.append(Band(high - y - tall - _BETWEEN / 2, tall + _BETWEEN))
            if section.rows or not section.heading:
                foot = y - _BETWEEN / 2
                self.drawing.add(
                    Line(self.left, foot, self.left, begun - 3, strokeColor=black, strokeWidth=0.7)
                )
        return Plot(self.drawing, tuple(bands))

    def _label(self, label: str) -> tuple[str, ...]:
        room = self.left - 8
        found = wrap(label, REGULAR, self.size, room)
        if not self.lines or len(found) <= self.lines:
            return found
        last = f"{found[self.lines - 1]}…"
        while len(last) > 2 and width(last, REGULAR, self.size) > room:
            last = f"{last[:-2].rstrip()}…"
        return (*found[: self.lines - 1], last)

    def _row_height(self, label: tuple[str, ...]) -> float:
        return max(len(label) * self.line, len(self.chart.series) * self.bar)

    def _row(self, row: BarRow, label: tuple[str, ...], middle: float) -> None:
        size = self.size
        at = middle + len(label) * self.line / 2
        for words in label:
            at -= self.line
            self._text(self.left - 8, at + size * 0.25, words, REGULAR, size, "end")
        at = middle + len(row.values) * self.bar / 2
        for order, value in enumerate(row.values):
            at -= self.bar
            wide = value * self.scale
            end = wide
            if self.chart.whole:
                end = self.chart.whole * self.scale
                self._frame(end, at)
            if wide:
                self._bar(self.left, at, wide, order)
            low = at + 0.18 * self.bar
            self._text(self.left + end + 3, low, row.texts[order], REGULAR, size - 1)

    def _frame(self, wide: float, y: float) -> None:
        """Draw how long a full bar is."""
        self.drawing.add(
            Rect(self.left, y, wide, self.bar - 1, fillColor=white, strokeColor=black,
                 strokeWidth=0.3)
        )  # fmt: skip

    def _draw_legend(self, top: float) -> float:
        for names in self.legend:
            x = 0.0
            for order, name in names:
                self._bar(x, top - self.bar - 2, 16, order)
                self._text(x + 20, top - self.bar, name, REGULAR, self.size)
                x += 20 + width(name, REGULAR, self.size) + 18
            top -= _LEGEND
        return top

    def _bar(self, x: float, y: float, wide: float, order: int) -> None:
        high = self.bar - 1
        fill = _DARK if order == 0 else white
        add = self.drawing.add
        add(Rect(x, y, wide, high, fillColor=fill, strokeColor=black, strokeWidth=0.6))
        if order != 1:
            return
        at = _HATCH - high
        while at < wide:  # lines at 45 degrees, cut at the bar's edges
            low, far = max(at, 0.0), min(at + high, wide)
            add(
                Line(
                    x + low, y + low - at, x + far, y + far - at, strokeColor=black, strokeWidth=0.4
                )
            )
            at += _HATCH

    def _text(
        self, x: float, y: float, words: str, font: str, size: float, anchor: str = "start"
    ) -> None:
        self.drawing.add(
            String(x, y, words, fontName=font, fontSize=size, textAnchor=anchor, fillColor=black)
        )


def _legend_lines(names: Sequence[str], room: float, size: float) -> list[list[tuple[int, str]]]:
    """Return the names of the series with their places, in as many lines as they need."""
    found: list[list[tuple[int, str]]] = [[]]
    x = 0.0
    for order, name in enumerate(names):
        needed = 20 + width(name, REGULAR, size)
        if found[-1] and x + needed > room:
            found.append([])
            x = 0.0
        found[-1].append((order, name))
        x += needed + 18
    return found


def draw_chart(document: Document, chart: Drawing, gap: float = 10.0) -> None:
    """Draw a chart at the left of the type area, on the next page when this one has no room."""
    if chart.height + gap > document.room and document.y < document.top:
        document.new_page()
    document.y -= gap + chart.height
    renderPDF.draw(chart, document.canvas, document.left, document.y)


def _anchored(svg: str, chart: Drawing) -> str:
    """Let words that end at a place end there on the screen too, whose letters are not as wide."""
    words = iter([one for one in chart.contents if isinstance(one, String)])

    def anchor(found: re.Match[str]) -> str:
        one = next(words)
        return f'<text text-anchor="end" x="{one.x}"' if one.textAnchor == "end" else found[0]

    return _TEXT.sub(anchor, svg)


def chart_svg(
    chart: Drawing, ink: str = _INKS[0], shade: str = _INKS[1], ground: str = _INKS[2]
) -> str:
    """Return a chart as SVG for the screen, in the bundled font's name.

    `ink` is the colour of letters and lines, `shade` fills the first series, `ground` the others.
    """
    text = _anchored(str(renderSVG.drawToString(chart)), chart)
    # QtSvg paints a clip path black
    text = _CLIPPING.sub("", text)
    text = text.replace(f"font-family: {BOLD}", f"font-weight: bold; font-family: {FAMILY}")
    text = text.replace(f"font-family: {REGULAR}", f"font-family: {FAMILY}")
    for name, colour in zip(_INKS, (ink, shade, ground), strict=True):
        text = text.replace(name, colour)
    return text

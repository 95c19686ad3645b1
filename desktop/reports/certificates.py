"""Draws certificates on pre-printed paper, and the page that tries out a printer.

Source: DOMAIN.md, 'Lists and forms that are printed'. Places are millimetres from the top left
corner of the sheet; the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.colors import Color, black
from reportlab.pdfgen.canvas import Canvas

from desktop.core.certificate_text import Measure, Setter, SetText
from desktop.core.certificates import CertificateField, CertificateLayout
from desktop.core.formats import number
from desktop.platform.atomic import atomic_write
from desktop.reports import text
from desktop.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, register_fonts
from desktop.reports.pictures import draw_jpeg

MM = 72 / 25.4
"""A millimetre in points."""
Progress = Callable[[int, int], None]
_FONTS = {
    (False, False): REGULAR,
    (True, False): BOLD,
    (False, True): ITALIC,
    (True, True): BOLD_ITALIC,
}
_RED = Color(0.75, 0.05, 0.05)
_GREY = Color(0.55, 0.55, 0.55)
_LINE_AT = 20.0  # mm from both edges: the lines that are measured
_BOX = 100.0  # mm: the box that shows whether the printer scales
READING = (
    "Đo từ mép trái tờ giấy đến vạch đứng 20 mm rồi từ mép trên đến vạch ngang 20 mm: đo được ít "
    "hơn 20 bao nhiêu thì cộng thêm bấy nhiêu vào «Dời sang phải» («Dời xuống dưới»), nhiều hơn "
    "thì bớt đi; khung vuông phải đúng 100 x 100 mm, nếu không hãy in lại ở tỷ lệ 100%."
)
"""How the clerk reads the offsets from the trial page."""
TRIAL_TITLE = "Trang in thử giấy khen"
SCREEN_ONLY = "Bản xem trên màn hình, không dùng để in"


@dataclass(frozen=True)
class Sheet:
    """A certificate: where things stand, the recipient's words, a JPEG to be seen below them."""

    layout: CertificateLayout
    words: Mapping[str, str]
    background: bytes | None = None


def measure(words: str, bold: bool, italic: bool) -> float:
    """Return a text's width at 1 point (`core.certificate_text.Measure`)."""
    return text.width(words, _FONTS[bold, italic], 1.0)


_MEASURE: Measure = measure


def write_certificates(
    target: Path,
    sheets: Iterable[Sheet],
    count: int,
    offset: tuple[float, float] = (0.0, 0.0),
    progress: Progress | None = None,
) -> int:
    """Write one PDF with a page for each certificate; return the pages.

    `offset` (mm) moves everything to the right and down, for a printer that is off.
    """
    with atomic_write(target) as stream:
        canvas = _canvas(stream, "Giấy khen, bằng khen")
        pages = 0
        setters: dict[int, tuple[CertificateLayout, Setter]] = {}
        for pages, sheet in enumerate(sheets, start=1):
            layout = sheet.layout
            if id(layout) not in setters:  # kept beside it, so that the id stays its own
                setters[id(layout)] = (layout, Setter(layout, _MEASURE, offset))
            _draw_sheet(canvas, sheet, setters[id(layout)][1], offset)
            canvas.showPage()
            if progress is not None:
                progress(pages, count)
        canvas.save()
    return pages


def write_test_page(
    target: Path,
    layout: CertificateLayout,
    name: str,
    offset: tuple[float, float] = (0.0, 0.0),
) -> int:
    """Write the page that tries out a printer on plain paper; return its pages."""
    with atomic_write(target) as stream:
        canvas = _canvas(stream, TRIAL_TITLE)
        _draw_test(_Trial(canvas, layout, offset), name)
        canvas.showPage()
        canvas.save()
    return 1


def _canvas(stream: BinaryIO, title: str) -> Canvas:
    register_fonts()
    canvas = Canvas(stream, invariant=1, pageCompression=1, lang="vi-VN")
    canvas.setTitle(title)
    canvas.setCreator("Gương Sáng")
    return canvas


def _draw_sheet(canvas: Canvas, sheet: Sheet, setter: Setter, offset: tuple[float, float]) -> None:
    layout = sheet.layout
    canvas.setPageSize((layout.width * MM, layout.height * MM))
    if sheet.background is not None:
        draw_jpeg(canvas, sheet.background, 0, 0, layout.width * MM, layout.height * MM)
        canvas.setFillColor(_GREY)
        canvas.setFont(ITALIC, 9)
        canvas.drawRightString((layout.width - 4) * MM, 2 * MM, SCREEN_ONLY)
        canvas.setFillColor(black)
    _draw_texts(canvas, layout, setter.sheet(sheet.words), offset)


def _draw_texts(
    canvas: Canvas,
    layout: CertificateLayout,
    texts: Iterable[tuple[CertificateField, SetText]],
    offset: tuple[float, float],
) -> None:
    # one text object a page: what changes between lines is all that is written
    drawn = canvas.beginText()
    colour = "black"
    for field, found in texts:
        if field.colour != colour:
            colour = field.colour
            drawn.setFillColor(_RED if colour == "red" else black)
        drawn.setFont(_FONTS[field.bold, field.italic], found.size)
        for line in found.lines:
            x, y = line.x + offset[0], layout.height - line.y - offset[1]
            drawn.setTextOrigin(x * MM, y * MM)
            drawn.textOut(line.text)
    canvas.drawText(drawn)


# the trial page


@dataclass(frozen=True)
class _Trial:
    """The page under way; places in mm from the top left, moved by the offset."""

    canvas: Canvas
    layout: CertificateLayout
    offset: tuple[float, float]

    def line(self, x: float, y: float, to_x: float, to_y: float, wide: float = 0.15) -> None:
        self.canvas.setLineWidth(wide * MM)
        self.canvas.line(*self.at(x, y), *self.at(to_x, to_y))

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (
            (x + self.offset[0]) * MM,
            (self.layout.height - y - self.offset[1]) * MM,
        )

    def say(self, x: float, y: float, words: str, size: float = 7, align: str = "left") -> None:
        self.canvas.setFont(REGULAR, size)
        draw = {
            "left": self.canvas.drawString,
            "center": self.canvas.drawCentredString,
            "right": self.canvas.drawRightString,
        }[align]
        draw(*self.at(x, y), words)


def _draw_test(trial: _Trial, name: str) -> None:
    layout = trial.layout
    trial.canvas.setPageSize((layout.width * MM, layout.height * MM))
    _rulers(trial)
    trial.line(_LINE_AT, 0, _LINE_AT, layout.height, 0.3)
    trial.line(0, _LINE_AT, layout.width, _LINE_AT, 0.3)
    trial.say(_LINE_AT + 1, layout.height / 2, "vạch đứng 20 mm", 8)
    trial.say(layout.width / 2 + 55, _LINE_AT - 1, "vạch ngang 20 mm", 8)
    _box(trial)
    _crosses(trial)
    _reading(trial, name)


def _rulers(trial: _Trial) -> None:
    """Draw a ruler along each edge, a tick for each millimetre."""
    layout = trial.layout
    for at in range(1, int(layout.width)):
        long = 6 if at % 10 == 0 else 4 if at % 5 == 0 else 2.5
        trial.line(at, 0, at, long, 0.1)
        trial.line(at, layout.height - long, at, layout.height, 0.1)
        if at % 10 == 0:
            trial.say(at, 9, str(at), 6.5, "center")
            trial.say(at, layout.height - 6.7, str(at), 6.5, "center")
    for at in range(1, int(layout.height)):
        long = 6 if at % 10 == 0 else 4 if at % 5 == 0 else 2.5
        trial.line(0, at, long, at, 0.1)
        trial.line(layout.width - long, at, layout.width, at, 0.1)
        if at % 10 == 0 and at > 10:
            trial.say(6.6, at + 0.8, str(at), 6.5)
            trial.say(layout.width - 6.6, at + 0.8, str(at), 6.5, "right")


def _box(trial: _Trial) -> None:
    left, top = (trial.layout.width - _BOX) / 2, (trial.layout.height - _BOX) / 2
    trial.canvas.setStrokeColor(_GREY)
    for x, y, to_x, to_y in (
        (left, top, left + _BOX, top),
        (left, top + _BOX, left + _BOX, top + _BOX),
        (left, top, left, top + _BOX),
        (left + _BOX, top, left + _BOX, top + _BOX),
    ):
        trial.line(x, y, to_x, to_y, 0.3)
    trial.canvas.setStrokeColor(black)
    trial.say(left + 1.5, top + _BOX - 1.5, "Khung 100 x 100 mm", 8)


def _crosses(trial: _Trial) -> None:
    """Mark each field's anchor: a cross, its base line over the width, its name and place."""
    for field in trial.layout.fields:
        trial.line(field.x - 3, field.y, field.x + 3, field.y, 0.2)
        trial.line(field.x, field.y - 3, field.x, field.y + 3, 0.2)
        words = f"{field.name} ({number(field.x, 1)}; {number(field.y, 1)})"
        right = field.align == "right"
        trial.say(
            field.x + (-1 if right else 1), field.y - 0.8, words, 7, "right" if right else "left"
        )


def _reading(trial: _Trial, name: str) -> None:
    """Write how the page is read, and with which offset it was printed."""
    dx, dy = trial.offset
    size = 9.5
    room = (trial.layout.width - 70) * MM
    lines = [
        f"{TRIAL_TITLE} – {name}: đã dời sang phải {number(dx, 1)} mm, xuống {number(dy, 1)} mm.",
        *text.wrap(READING, REGULAR, size, room),
    ]
    for place, line in enumerate(lines):
        trial.canvas.setFont(BOLD if place == 0 else REGULAR, size)
        trial.canvas.drawString(*trial.at(26, 27 + place * 4.6), line)

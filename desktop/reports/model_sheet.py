"""'Phiếu mô hình': a model with its content, life, levels, awards, kin and photos; one or many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import HeadedTable
from desktop.reports.models import ModelsPaper
from desktop.reports.pictures import draw_jpeg
from desktop.reports.series import PaperSeries
from desktop.reports.table import Cells, Column
from desktop.reports.text import LEADING, width, wrap

_SIZE = 13.0
_TABLE_SIZE = 11.0
_CAPTION = 11.0
_GAP = 12.0  # between two photos
_HIGHEST = 210.0  # of a photo, in points
_TOGETHER = 20  # lines of a caption that stay on one page, below their photo
_DAY = "00/00/0000"

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Photo:
    """A picture: the bytes of a JPEG, its size in pixels, what it shows."""

    jpeg: bytes
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True)
class ModelSheet:
    """A model as its sheet shows it; each table's rows in order, oldest first."""

    name: str
    data: tuple[tuple[str, str], ...]  # label and value; those without a value are left out
    texts: tuple[tuple[str, str], ...] = ()  # heading and text
    steps: tuple[Texts, ...] = ()  # on, state, decided by, reason
    levels: tuple[Texts, ...] = ()  # on, level
    awards: tuple[Texts, ...] = ()  # on, form, decision, to whom
    reviews: tuple[Texts, ...] = ()  # on, still effective, finding, by
    kin: tuple[Texts, ...] = ()  # direction, name, owner, state
    photos: tuple[Photo, ...] = ()


_ON = Column("Ngày", 14, "center", sample=_DAY)
_TABLES: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    (
        "steps",
        "Quá trình tình trạng",
        (_ON, Column("Tình trạng", 18), Column("Người, cấp quyết định", 30), Column("Lý do", 38)),
    ),
    ("levels", "Cấp tuyên dương", (_ON, Column("Cấp", 86))),
    (
        "awards",
        "Khen thưởng",
        (_ON, Column("Hình thức", 18), Column("Quyết định", 32), Column("Đối tượng", 36)),
    ),
    (
        "reviews",
        "Đánh giá lại",
        (
            _ON,
            Column("Còn phát huy tác dụng", 14, "center", sample="tác dụng"),
            Column("Nhận xét", 46),
            Column("Người, cấp đánh giá", 26),
        ),
    ),
    (
        "kin",
        "Nhân rộng",
        (
            Column("Chiều", 16),
            Column("Tên mô hình", 40),
            Column("Tập thể, cá nhân thực hiện", 28),
            Column("Tình trạng", 16, "center"),
        ),
    ),
)


def write_model_sheets(
    target: Path,
    paper: ModelsPaper,
    sheets: Iterable[ModelSheet],
    total: int,
    progress: Progress | None = None,
) -> int:
    """Write the sheets of `total` models as one PDF; return its pages.

    `progress` hears of models done and all models.
    """
    with atomic_write(target) as stream:
        document = PaperSeries(
            stream,
            paper.style,
            title="Phiếu mô hình",
            author=paper.head.issuer,
        )
        return document.write_each(
            sheets, lambda series, one: _draw(series, paper, one), total, progress
        )


def _draw(document: Document, paper: ModelsPaper, sheet: ModelSheet) -> None:
    document.letterhead(paper.head)
    document.title("Phiếu mô hình", (sheet.name,))
    for label, value in sheet.data:
        if value:
            _entry(document, label, value)
    for heading, text in sheet.texts:
        if text:
            _heading(document, heading, 2 * _SIZE * LEADING)
            for paragraph in text.split("\n"):
                if paragraph.strip():
                    document.paragraph(paragraph.strip(), size=_SIZE)
    for name, heading, columns in _TABLES:
        if rows := getattr(sheet, name):
            _table(document, heading, columns, rows)
    if sheet.photos:
        _photos(document, sheet.photos)
    if document.signature_height(paper.signature) > document.room:
        document.new_page()
    document.signature(paper.signature)


def _entry(document: Document, label: str, value: str) -> None:
    """Draw a label and its value; further lines stand below the value's first."""
    head = f"{label}: "
    begin = width(head, REGULAR, _SIZE)
    canvas = document.canvas
    for place, words in enumerate(wrap(value, BOLD, _SIZE, document.width - begin)):
        if document.room < _SIZE * LEADING:
            document.new_page()
        document.y -= _SIZE * LEADING
        if place == 0:
            canvas.setFont(REGULAR, _SIZE)
            canvas.drawString(document.left, document.y, head)
        canvas.setFont(BOLD, _SIZE)
        canvas.drawString(document.left + begin, document.y, words)
    document.skip(3)


def _heading(document: Document, heading: str, follows: float) -> None:
    """Draw a heading; it stays with what follows, so many points of it."""
    if 6 + _SIZE * LEADING + 4 + follows > document.room:
        document.new_page()
    document.skip(6)
    document.y -= _SIZE * LEADING
    document.canvas.setFont(BOLD, _SIZE)
    document.canvas.drawString(document.left, document.y, heading)
    document.skip(4)


def _table(
    document: Document, heading: str, columns: Sequence[Column], rows: Sequence[Texts]
) -> None:
    size = min(document.style.table_size, _TABLE_SIZE)
    table = HeadedTable(document, columns, size)
    lines = [Cells(one) for one in rows]
    _heading(document, heading, table.opening_height(lines[0]))
    table.draw(lines)


def _photos(document: Document, photos: Sequence[Photo]) -> None:
    """Draw photos, two a row, each in its own proportions with its caption below."""
    room = (document.width - _GAP) / 2
    rows = [photos[place : place + 2] for place in range(0, len(photos), 2)]
    for place, row in enumerate(rows):
        sizes = [_fitted(one, room) for one in row]
        captions = [wrap(one.caption, ITALIC, _CAPTION, room) if one.caption else () for one in row]
        high = max(size[1] for size in sizes)
        count = max(map(len, captions))
        words = count if count <= _TOGETHER else 1
        needed = high + words * _CAPTION * LEADING + _GAP
        if place == 0:
            _heading(document, "Ảnh", needed)
        elif needed > document.room:
            document.new_page()
        bottom = document.y - high
        middles: list[tuple[float, Sequence[str]]] = []
        for column, (one, size, lines) in enumerate(zip(row, sizes, captions, strict=True)):
            left = document.left + column * (room + _GAP)
            if len(photos) == 1:
                left += (document.width - room) / 2
            x = left + (room - size[0]) / 2
            draw_jpeg(document.canvas, one.jpeg, x, bottom, *size)
            middles.append((left + room / 2, lines))
        document.y = bottom
        _captions(document, middles)
        document.skip(_GAP)


def _captions(document: Document, texts: Sequence[tuple[float, Sequence[str]]]) -> None:
    """Draw lines around the middles given, side by side; what has no room goes on overleaf."""
    for place in range(max(len(lines) for _middle, lines in texts)):
        if document.room < _CAPTION * LEADING:
            document.new_page()
        document.y -= _CAPTION * LEADING
        document.canvas.setFont(ITALIC, _CAPTION)
        for middle, lines in texts:
            if place < len(lines):
                document.canvas.drawCentredString(middle, document.y, lines[place])


def _fitted(photo: Photo, room: float) -> tuple[float, float]:
    """Return the size in points in which a photo fits its half of the sheet."""
    scale = min(room / photo.width, _HIGHEST / photo.height)
    return photo.width * scale, photo.height * scale

"""'Biểu đối khớp số lượng đảng viên': numbers by unit, and blank columns for the unit's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.formats import number
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import Cells, Column, Line, Span, draw_headed
from desktop.reports.members import ListTitle, MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE = 11.0
_NOTE_SIZE = 12.0
_SIGN_ROOM = 62.0
_EMPTY = "Không có đảng viên nào trong kỳ."
_COLUMNS = (
    Column("TT", 4, "center", sample="000"),
    Column("Đơn vị", 34),
    Column("Đầu kỳ", 8, "right", sample="00.000"),
    Column("Kết nạp", 7, "right"),
    Column("Chuyển đến", 8, "right"),
    Column("Chuyển đi", 8, "right"),
    Column("Ra khỏi Đảng", 7, "right"),
    Column("Từ trần", 7, "right"),
    Column("Cuối kỳ", 8, "right", sample="00.000"),
    Column("Số đếm trong sổ", 8, "right", sample="00.000"),
    Column("Chênh lệch", 7, "right"),
    Column("Số liệu của chi bộ", 10, "right"),
    Column("Chênh lệch", 9, "right"),
)
_SPANS = (
    Span("Tăng trong kỳ", 3, 2),
    Span("Giảm trong kỳ", 5, 3),
    Span("Đối khớp với chi bộ", 11, 2),
)


@dataclass(frozen=True)
class UnitNumbers:
    """The numbers of a unit (persons), as `core.reconciliation.UnitLine` explains them."""

    unit: str
    opening: int
    admitted: int
    arrived: int
    departed: int
    left: int
    deceased: int
    closing: int
    counted: int
    difference: int

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the columns after the unit's name; the last two are for the pen."""
        changes = (self.admitted, self.arrived, self.departed, self.left, self.deceased)
        signed = f"+{number(self.difference)}" if self.difference > 0 else number(self.difference)
        return (
            number(self.opening),
            *(number(one) if one else "" for one in changes),
            number(self.closing),
            number(self.counted),
            signed if self.difference else "",
            "",
            "",
        )


def write_reconciliation(
    target: Path,
    paper: MembersPaper,
    title: ListTitle,
    units: Sequence[UnitNumbers],
    total: UnitNumbers,
    notes: Sequence[str],
    progress: Progress | None = None,
) -> int:
    """Write the sheet as PDF, across the sheet, with notes and two signatures; return its pages.

    `paper.signature` is who signs for the committee; who made the sheet signs on the left.
    """
    with atomic_write(target) as stream:
        document = Document(
            stream,
            paper.style,
            title=f"Biểu đối khớp số lượng đảng viên {title.as_of}",
            author=paper.head.issuer,
            landscape=True,
            progress=progress,
        )
        document.letterhead(paper.head)
        document.title("Biểu đối khớp số lượng đảng viên", (title.as_of, title.scope))
        heights = [_note_height(document, one) for one in notes]
        closing = 6 + sum(heights) + _signatures_height(document, paper)
        if closing > (document.top - document.bottom) / 2:
            closing = 6 + sum(heights[:1])  # many notes: the last one stays with the signatures
        draw_headed(
            document,
            _COLUMNS,
            _lines(units, total),
            size=min(paper.style.table_size, _SIZE),
            closing=closing,
            empty=_EMPTY,
            keep=2,  # the sum, and a row above it
            spans=_SPANS,
        )
        document.skip(6)
        for place, (note, high) in enumerate(zip(notes, heights, strict=True)):
            last = place == len(notes) - 1
            below = _signatures_height(document, paper) if last else 0.0
            if high + below > document.room:
                document.new_page()
            document.paragraph(note, ITALIC, _NOTE_SIZE, indent=False)
        _signatures(document, paper)
        return document.finish()


def _lines(units: Sequence[UnitNumbers], total: UnitNumbers) -> Iterator[Line]:
    for place, one in enumerate(units, start=1):
        yield Cells((str(place), one.unit, *one.cells))
    if units:
        yield Cells(("", total.unit, *total.cells), bold=True)


def _note_height(document: Document, note: str) -> float:
    lines = len(wrap(note, ITALIC, _NOTE_SIZE, document.width))
    return lines * _NOTE_SIZE * LEADING + _NOTE_SIZE * 0.25


def _signatures_height(document: Document, paper: MembersPaper) -> float:
    return document.signature_height(paper.signature) + _NOTE_SIZE * LEADING


def _signatures(document: Document, paper: MembersPaper) -> None:
    """Draw who made the sheet on the left and the committee on the right; the room is there."""
    half, size = document.width / 2, document.style.signature_size
    signature = paper.signature
    document.skip(14)
    start = document.y
    end = start
    columns = (
        (document.left + half / 2, ("Người lập biểu",), ""),
        (document.right - half / 2, (signature.authority, signature.post), signature.name),
    )
    for x, above, name in columns:
        document.y = start
        for words in above:
            if words:
                document.centred(words.upper(), BOLD, size, x, half)
        document.centred("(Ký, ghi rõ họ tên)", REGULAR, _NOTE_SIZE, x, half)
        document.skip(_SIGN_ROOM - _NOTE_SIZE * LEADING)
        if name:
            document.centred(name, BOLD, size, x, half)
        end = min(end, document.y)
    document.y = end

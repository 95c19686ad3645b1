"""Phiếu gửi dữ liệu: what a submission holds, to be signed and sent along with the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.core.formats import date_text, number
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.table import Cells, Column, draw_table
from desktop.reports.text import LEADING, wrap


@dataclass(frozen=True)
class Slip:
    """What the slip says; `size` in bytes, `digest` 64 hexadecimal digits."""

    office: str
    period_from: date
    period_to: date
    file_name: str
    size: int
    digest: str
    counts: tuple[tuple[str, int], ...]
    made_on: date


_CLOSING = 95  # points: the digest and the sentence below it
_TABLE_SIZE = 10.0  # so that a receipt is one sheet


def write_slip(
    target: Path, style: PaperStyle, head: Letterhead, slip: Slip, signature: Signature
) -> int:
    """Write the slip as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title="Phiếu gửi dữ liệu",
            author=slip.office,
            page_number_text=style.list_page_number_text,
        )
        document.letterhead(head)
        period = f"kỳ từ ngày {date_text(slip.period_from)} đến ngày {date_text(slip.period_to)}"
        document.title("Phiếu gửi dữ liệu", (period,))
        for line in (
            f"Cơ quan gửi: {slip.office}.",
            f"Tên tệp: {slip.file_name} ({number(slip.size)} byte).",
        ):
            for part in wrap(line, REGULAR, style.body_size, document.width):
                document.y -= style.body_size * LEADING
                document.canvas.setFont(REGULAR, style.body_size)
                document.canvas.drawString(document.left, document.y, part)
        document.skip(6)
        rows: Sequence[Cells] = [
            Cells((str(place), label, number(count)))
            for place, (label, count) in enumerate(slip.counts, start=1)
        ]
        total = sum(count for _, count in slip.counts)
        closing = _CLOSING + document.signature_height(signature)
        draw_table(
            document,
            (Column("TT", 8, "center"), Column("Sổ", 60), Column("Số bản ghi", 25, "right")),
            [*rows, Cells(("", "Tổng cộng", number(total)), bold=True)],
            size=min(style.table_size, _TABLE_SIZE),
            closing=min(closing, 380),
            keep=2,  # the sum, and a row above it
        )
        document.skip(4)
        document.paragraph("Mã kiểm tra nội dung (SHA-256):")
        groups = [slip.digest[at : at + 8] for at in range(0, len(slip.digest), 8)]
        for at in range(0, len(groups), 4):
            document.centred("  ".join(groups[at : at + 4]), BOLD, style.body_size)
        document.skip(3)
        document.paragraph(
            "Cơ quan nhận đối chiếu mã trên với mã mà «Kiểm tra tệp» của chương trình báo.",
            ITALIC,
            12,
            indent=False,
        )
        _signatures(document, signature)
        return document.finish()


def _signatures(document: Document, signature: Signature) -> None:
    start = document.y
    receiver = document.left + document.width / 4
    document.skip(14)
    document.centred("NGƯỜI NHẬN", BOLD, document.style.signature_size, receiver)
    document.centred("(ký, ghi rõ họ tên, ngày nhận)", ITALIC, 12, receiver)
    document.y = start
    document.signature(signature)

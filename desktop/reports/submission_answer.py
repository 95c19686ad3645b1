"""Phiếu trả lời: what the receiving office says of a submission, to be signed and sent down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desktop.core.formats import date_text, number, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD
from desktop.reports.table import Cells, Column, draw_table
from desktop.reports.text import LEADING

TITLE: Final = "Phiếu trả lời"
_SIZE: Final = 11.0  # of the table, so that an answer is one sheet
_SMALL: Final = 12.0


@dataclass(frozen=True)
class AnswerRemark:
    """A remark: what it is on in words, what is said, of which day."""

    on: str
    words: str
    made_on: date


@dataclass(frozen=True)
class AnswerSheet:
    """What the sheet says; `answer` in words, `answered_on` None while it isn't answered.

    `counts` are those of the main registers by their names, `total` that of all rows.
    """

    office: str  # that sent
    period_from: date
    period_to: date
    number: int
    made_on: date
    file_name: str
    digest: str
    total: int
    counts: tuple[tuple[str, int], ...]
    answer: str
    answered_on: date | None
    words: str
    remarks: tuple[AnswerRemark, ...]


def write_answer_sheet(
    target: Path,
    style: PaperStyle,
    head: Letterhead,
    sheet: AnswerSheet,
    signature: Signature,
    receivers: Sequence[str] = (),
) -> int:
    """Write the sheet as PDF; return its pages."""
    with atomic_write(target) as stream:
        document = Document(stream, style, title=TITLE, author=head.issuer)
        document.letterhead(head)
        period = f"từ ngày {date_text(sheet.period_from)} đến ngày {date_text(sheet.period_to)}"
        document.title(TITLE, (f"về bộ dữ liệu kỳ {period}",))
        document.paragraph(_sent(sheet))
        for words in _details(sheet):
            document.paragraph(words, size=_SMALL)
        document.paragraph(f"Kết quả: {sheet.answer}.", BOLD)
        for line in sheet.words.split("\n"):
            if line.strip():
                document.paragraph(line.strip())
        if sheet.remarks:
            _remarks(document, sheet, document.signature_height(signature, receivers))
        elif document.room < document.signature_height(signature, receivers):
            document.new_page()
        document.signature(signature, receivers)
        return document.finish()


def _sent(sheet: AnswerSheet) -> str:
    """Return what is answered: whose, which time."""
    return (
        f"Cơ quan gửi: {sheet.office}; lần gửi {official_count(sheet.number)}, lập ngày "
        f"{date_text(sheet.made_on)}."
    )


def _details(sheet: AnswerSheet) -> tuple[str, str, str]:
    """Return in which file how many rows came in, and the digest they are known by."""
    listed = "; ".join(f"{label} {number(count)}" for label, count in sheet.counts)
    among = f", trong đó: {listed}" if listed else ""
    return (
        f"Tên tệp: {sheet.file_name}.",
        f"Đã nhận {official_count(sheet.total)} bản ghi{among}.",
        f"Mã kiểm tra nội dung (SHA-256): {_grouped(sheet.digest)}.",
    )


def _grouped(digest: str) -> str:
    """Return the digest in groups that can be compared by eye, and break between lines."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _remarks(document: Document, sheet: AnswerSheet, closing: float) -> None:
    size = min(document.style.table_size, _SIZE)
    document.paragraph(f"Ý kiến cụ thể ({official_count(len(sheet.remarks))}):")
    document.skip(size * LEADING * 0.3)
    draw_table(
        document,
        (Column("TT", 7, "center"), Column("Bản ghi", 36), Column("Ý kiến", 59)),
        (
            Cells((str(place), one.on, _said(one, sheet)))
            for place, one in enumerate(sheet.remarks, start=1)
        ),
        size=size,
        closing=closing,
        keep=2,
    )


def _said(remark: AnswerRemark, sheet: AnswerSheet) -> str:
    """Return what a remark says, with its day where it isn't that of the answer."""
    words = " ".join(remark.words.split())
    day = "" if remark.made_on == sheet.answered_on else f" ({date_text(remark.made_on)})"
    return words + day

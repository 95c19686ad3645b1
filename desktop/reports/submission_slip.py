"""Phiếu gửi dữ liệu: what a submission holds, to be signed and sent along with the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.core.formats import date_text, number
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.document import MM, Document
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.qr import QUIET, draw_qr, modules
from desktop.reports.table import Cells, Column, draw_table
from desktop.reports.text import LEADING, width, wrap


@dataclass(frozen=True)
class Slip:
    """What the slip says; `size` in bytes, `digest` 64 hexadecimal digits.

    `number` is which time it is in the period, `replaces` which it replaces and of which day
    (None where not known). `fingerprint` is of the key of the signature, '' without one; `anew`
    the words on a key that the receiver can't know yet. `offices` below have their figures in it,
    `with_rows` their records, too. `code` is what the QR code holds.
    """

    office: str
    period_from: date
    period_to: date
    file_name: str
    size: int
    digest: str
    counts: tuple[tuple[str, int], ...]
    made_on: date
    number: int = 1
    replaces: tuple[int, date | None] | None = None
    fingerprint: str = ""
    anew: str = ""
    profile: str = ""
    offices: int = 0
    with_rows: bool = False
    encrypted: bool = False
    code: str = ""


def code_text(
    office_uid: str, period_from: date, period_to: date, number: int, digest: str, rows: int
) -> str:
    """Return what the QR code holds of a manifest: these six, after `GSNOP:2`, parted by colons.

    Days are eight digits, `rows` is the sum of the manifest's counts. Capitals, where the uid
    allows it, take half the room; what is hexadecimal is read in either.
    """
    if set(office_uid) <= set("0123456789abcdef-"):
        office_uid = office_uid.upper()
    days = f"{period_from:%Y%m%d}:{period_to:%Y%m%d}"
    return f"GSNOP:2:{office_uid}:{days}:{number}:{digest.upper()}:{rows}"


_CODE_MM = 34.0  # side of the code; at least 30, so that a phone reads it from a fax, too
_FACTS_SIZE = 12.0  # points
_CLOSING = 82  # points: the digest and the sentence below it
_TABLE_SIZE = 10.0  # so that a receipt is one sheet
_TWO_SIZE = 9.0  # of two columns beside each other
_ONE_COLUMN = 8  # rows


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
        )
        document.letterhead(head)
        period = f"kỳ từ ngày {date_text(slip.period_from)} đến ngày {date_text(slip.period_to)}"
        document.title("Phiếu gửi dữ liệu", (period,))
        _facts(document, slip)
        closing = _CLOSING + document.signature_height(signature)
        columns, rows = _table(slip)
        draw_table(
            document,
            columns,
            rows,
            size=min(style.table_size, _TABLE_SIZE if len(columns) == 3 else _TWO_SIZE),
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


def _facts(document: Document, slip: Slip) -> None:
    """Draw the lines on the submission, and beside them the code."""
    start, room = document.y, document.width
    below = start
    if slip.code:
        side = _CODE_MM * MM
        step = side / len(modules(slip.code))
        room -= side + QUIET * step
        below = start - 4 - side
        draw_qr(document.canvas, slip.code, document.right - side, below, side)
        below -= QUIET * step
    size = min(document.style.body_size, _FACTS_SIZE)
    parted = replace(slip, file_name=_parted(slip.file_name, size, room))
    for line in _lines(parted):
        for part in wrap(line, REGULAR, size, room):
            document.y -= size * LEADING
            document.canvas.setFont(REGULAR, size)
            document.canvas.drawString(document.left, document.y, part)
    document.y = min(document.y, below)
    document.skip(8)


def _parted(name: str, size: float, room: float) -> str:
    """Return a file's name in lines, parted at a joint rather than within its ending."""
    if width(name, REGULAR, size) <= room:
        return name
    ends = [place for place, letter in enumerate(name, start=1) if letter == "_"]
    fitting = [one for one in ends if width(name[:one], REGULAR, size) <= room]
    if not fitting:
        return name
    return f"{name[: fitting[-1]]}\n{_parted(name[fitting[-1] :], size, room)}"


def _table(slip: Slip) -> tuple[tuple[Column, ...], list[Cells]]:
    """Return the counts as a table: many stand in two columns side by side, for one sheet."""
    cells = [
        (str(place), label, number(count))
        for place, (label, count) in enumerate(slip.counts, start=1)
    ]
    total = ("", "Tổng cộng", number(sum(count for _, count in slip.counts)))
    one = (Column("TT", 8, "center"), Column("Sổ", 60), Column("Số bản ghi", 25, "right"))
    if len(cells) <= _ONE_COLUMN:
        return one, [*(Cells(each) for each in cells), Cells(total, bold=True)]
    half = (len(cells) + 1) // 2
    right = [*cells[half:], *[("", "", "")] * (half - len(cells[half:]))]
    both = [Cells((*cells[place], *right[place])) for place in range(half)]
    two = (Column("TT", 7, "center"), Column("Sổ", 66), Column("Số bản ghi", 22, "right"))
    return (*two, *two), [*both, Cells(("", "", "", *total), bold=True)]


def _lines(slip: Slip) -> list[str]:
    again = ""
    if slip.replaces is not None:
        before, day = slip.replaces
        again = f", thay bộ dữ liệu lần {before}"
        again += f" lập ngày {date_text(day)}" if day else ""
    locked = ", có mật khẩu" if slip.encrypted else ""
    found = [
        f"Cơ quan gửi: {slip.office}.",
        f"Lần gửi trong kỳ: lần {slip.number}{again}.",
        f"Tên tệp: {slip.file_name} ({number(slip.size)} byte{locked}).",
    ]
    if slip.profile:
        found.append(f"Mẫu gửi: {slip.profile}.")
    if slip.offices:
        what = "số liệu và bản ghi" if slip.with_rows else "số liệu"
        found.append(f"Kèm {what} của {slip.offices:02d} cơ quan cấp dưới.")
    if slip.fingerprint:
        found.append(f"Mã khóa chữ ký: {slip.fingerprint}.")
    else:
        found.append("Bộ dữ liệu không có chữ ký.")
    return [*found, slip.anew] if slip.anew else found


def _signatures(document: Document, signature: Signature) -> None:
    start = document.y
    receiver = document.left + document.width / 4
    document.skip(14)
    document.centred("NGƯỜI NHẬN", BOLD, document.style.signature_size, receiver)
    document.centred("(ký, ghi rõ họ tên, ngày nhận)", ITALIC, 12, receiver)
    document.y = start
    document.signature(signature)

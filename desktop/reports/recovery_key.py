"""Giấy khóa khôi phục: the sheet that opens an encrypted book when its passphrase is forgotten.

One A4 page with the margins and letters of the office's own papers (DOMAIN.md, 'Paper'); it is
no official document, so it has neither number nor signature. The key stands as it is typed: in
numbered lines of groups, each sign in a cell of the same width, each line with its check sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from desktop.core.formats import date_text
from desktop.core.paper import Letterhead, PaperStyle
from desktop.reports.document import MM, Document
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.qr import QUIET, draw_qr, modules
from desktop.reports.text import LEADING, width, wrap

TITLE = "Giấy khóa khôi phục"


@dataclass(frozen=True)
class RecoverySheet:
    """What the sheet says.

    `lines` are the key's lines of groups as they are typed, the last sign of a group its check
    sign; `code` is what the QR code holds. `mark` names the sheet and tells nothing of the key;
    `replaces` is the mark of the sheet that this one takes the place of, "" for the first one.
    """

    office: str
    file_name: str
    made_on: date
    lines: tuple[tuple[str, ...], ...]
    code: str
    mark: str
    replaces: str = ""


_SIGN_SIZE = 21.0  # points: read by old eyes under a poor lamp
_PITCH = 18.0  # points from sign to sign
_GROUP_GAP = 22.0
_LINE_STEP = 31.0
_NUMBER_ROOM = 48.0
_CODE_MM = 38.0
_TEXT = 12.5

_STEPS = (
    "Mở Gương Sáng, mở sổ; khi chương trình hỏi mật khẩu, bấm «Quên mật khẩu?».",
    (
        "Gõ lần lượt các dòng ở khung trên. Chữ hoa, chữ thường và dấu cách gõ thế nào cũng được; "
        "gõ nhầm, chương trình báo đúng dòng và nhóm bị sai."
    ),
    "Bấm «Mở sổ». Sổ mở ra, dữ liệu không thay đổi.",
    "Vào Tệp > Bảo vệ bằng mật khẩu… đặt mật khẩu mới, rồi in và thử tờ khóa mới thay tờ này.",
)
_KEEPING = (
    (
        "Ai có tờ này và có tệp sổ thì đọc được toàn bộ sổ. Bỏ vào phong bì dán kín, ghi ngày, cất "
        "trong tủ có khóa của cơ quan, nơi khác với máy tính và USB sao lưu."
    ),
    (
        "Không chụp ảnh, không gửi qua mạng, không lưu trên máy tính này. Mất cả mật khẩu và tờ "
        "này thì không ai mở được sổ, kể cả người viết chương trình."
    ),
)


def write_recovery_key(
    stream: BinaryIO, style: PaperStyle, head: Letterhead, sheet: RecoverySheet
) -> int:
    """Write the sheet as PDF to a stream, so that it need not lie on a disk; return its pages."""
    document = Document(stream, style, title=TITLE, author=sheet.office)
    _top(document, head)
    document.title(TITLE, (f"của sổ «{sheet.file_name}»",))
    _facts(document, sheet)
    _key(document, sheet.lines)
    _below(document, sheet)
    return document.finish()


def _top(document: Document, head: Letterhead) -> None:
    """Draw the office on the left and the day on the right: no official heading."""
    style, start = document.style, document.y
    middle, room = document.left + document.width / 4, document.width / 2
    if head.parent:
        document.centred(head.parent.upper(), REGULAR, style.parent_size - 1, middle, room)
    document.centred(head.issuer.upper(), BOLD, style.issuer_size - 1, middle, room)
    end, document.y = document.y, start
    document.centred("CẤT KÍN", BOLD, style.issuer_size, document.right - room / 2, room)
    document.centred("không sao chụp", ITALIC, style.date_size, document.right - room / 2, room)
    document.y = min(document.y, end)


def _facts(document: Document, sheet: RecoverySheet) -> None:
    words = f"Tờ mang ký hiệu {sheet.mark}, lập ngày {date_text(sheet.made_on)}"
    if sheet.replaces:
        words += (
            f", thay tờ ký hiệu {sheet.replaces}. Tờ {sheet.replaces} từ nay chỉ mở được những bản "
            "sao lưu làm trước khi đổi mật khẩu: còn giữ các bản ấy thì giữ cả tờ đó."
        )
    else:
        words += ". Đổi mật khẩu thì phải in tờ mới; tờ này khi đó chỉ mở được bản sao lưu cũ."
    document.paragraph(words, REGULAR, _TEXT, indent=False)
    document.skip(3)


def _key(document: Document, lines: Sequence[Sequence[str]]) -> None:
    """Draw the frame with the key's lines."""
    canvas = document.canvas
    high = len(lines) * _LINE_STEP + 20
    top = document.y - 4
    canvas.setLineWidth(1.2)
    canvas.rect(document.left, top - high, document.width, high)
    widest = max(_room(groups) for groups in lines)
    start = document.left + max(8.0, (document.width - _NUMBER_ROOM - widest) / 2)
    base = top - 10 - _LINE_STEP * 0.68
    for number, groups in enumerate(lines, start=1):
        canvas.setFont(REGULAR, 12)
        canvas.drawRightString(start + _NUMBER_ROOM - 16, base, f"{number}.")
        _signs(document, groups, start + _NUMBER_ROOM, base)
        if number < len(lines):
            canvas.setLineWidth(0.25)
            rule = base - _LINE_STEP * 0.3
            canvas.line(document.left + 8, rule, document.right - 8, rule)
        base -= _LINE_STEP
    document.y = top - high - 6


def _room(groups: Sequence[str]) -> float:
    signs = sum(len(one) for one in groups)
    return signs * _PITCH + (len(groups) - 1) * _GROUP_GAP


def _signs(document: Document, groups: Sequence[str], x: float, base: float) -> None:
    canvas = document.canvas
    canvas.setFont(BOLD, _SIGN_SIZE)
    for group in groups:
        for sign in group:
            canvas.drawCentredString(x + _PITCH / 2, base, sign)
            x += _PITCH
        x += _GROUP_GAP


def _below(document: Document, sheet: RecoverySheet) -> None:
    """Draw how the key is used, with the code beside it, then where it is kept."""
    side = _CODE_MM * MM
    quiet = QUIET * side / len(modules(sheet.code))
    start = document.y
    code_top = start - quiet
    draw_qr(document.canvas, sheet.code, document.right - side, code_top - side, side)
    room = document.width - side - quiet - 6
    _heading(document, "Cách dùng khi quên mật khẩu")
    for number, text in enumerate(_STEPS, start=1):
        _item(document, f"{number}.", text, room)
    document.y = min(document.y, code_top - side - quiet)
    _heading(document, "Cất giữ")
    for text in _KEEPING:
        _item(document, "-", text, document.width)
    document.paragraph(
        "Ký tự cuối mỗi nhóm là ký tự kiểm tra. Khóa chỉ có chữ số và phụ âm: không có chữ O, I, "
        "nên 0 và 1 luôn là số. Mã vuông chứa cùng khóa này, dùng cho đầu đọc mã vạch cắm USB.",
        ITALIC,
        11,
        indent=False,
    )


def _heading(document: Document, words: str) -> None:
    document.skip(4)
    document.y -= _TEXT * LEADING
    document.canvas.setFont(BOLD, _TEXT)
    document.canvas.drawString(document.left, document.y, words)
    document.skip(2)


def _item(document: Document, mark: str, text: str, room: float) -> None:
    """Draw a paragraph with its mark hanging before it."""
    hang = width("4. ", REGULAR, _TEXT)
    for place, line in enumerate(wrap(text, REGULAR, _TEXT, room - hang)):
        document.y -= _TEXT * LEADING
        document.canvas.setFont(REGULAR, _TEXT)
        if place == 0:
            document.canvas.drawString(document.left, document.y, mark)
        document.canvas.drawString(document.left + hang, document.y, line)
    document.skip(2)

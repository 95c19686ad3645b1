"""The slip on paper: one sheet whatever is sent, and a code that a reader finds on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import segno

from desktop.core.paper import PRESETS, Letterhead, PaperStyle, Signature
from desktop.reports.document import MM
from desktop.reports.qr import QUIET, modules
from desktop.reports.submission_slip import Slip, code_text, write_slip

UID, DIGEST = "7c1d1f6e-0f2a-4b6c-9f59-1f6d2a3b4c5d", "0123456789abcdef" * 4
FROM, TO = date(2026, 1, 1), date(2026, 6, 30)
HEAD = Letterhead("Tỉnh ủy Bà Rịa - Vũng Tàu", "Ban Tuyên giáo và Dân vận", "Bà Rịa", day=TO)
_SCALE = 6.0  # dots of a point
SIGNATURE = Signature("PHÓ TRƯỞNG BAN", "Nguyễn Thị Minh Khai", "K/T TRƯỞNG BAN")
SLIP = Slip(
    office="Ban Tuyên giáo và Dân vận Tỉnh ủy Bà Rịa - Vũng Tàu",
    period_from=FROM,
    period_to=TO,
    file_name="ban-tuyen-giao-va-dan-van-tinh-uy-ba-ria-vung-tau_20260101-20260630_lan-3.gsnop",
    size=12_345_678,
    digest=DIGEST,
    counts=(("Mô hình", 3), ("Khen thưởng", 12)),
    made_on=TO,
    number=3,
    replaces=(2, date(2026, 7, 1)),
    fingerprint="1234 5678 9012 3456 7890 1234",
    anew="Nơi nhận chưa biết khóa chữ ký này: hãy gọi điện để đối chiếu rồi công nhận lại cơ quan.",
    profile="Mẫu sơ kết sáu tháng có kèm cấp dưới",
    offices=150,
    with_rows=True,
    encrypted=True,
    code=code_text(UID, FROM, TO, 3, DIGEST, 12_345),
)


def read_code(path: Path, size: int) -> tuple[list[list[bool]], float, float]:
    """The modules of the code as they are seen on the page, its side in mm, the ink around it."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        shapes = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
        left, _bottom, right, top = max(
            (one.get_bounds() for one in shapes if _square(*one.get_bounds())),
            key=lambda box: box[2] - box[0],
        )
        image = page.render(scale=_SCALE, grayscale=True).to_pil()
        high = page.get_height()
    finally:
        document.close()
    unit = (right - left) / size

    def at(x: float, y: float) -> bool:
        """Whether there is ink at a place in modules from the code's upper left corner."""
        place = int((left + x * unit) * _SCALE), int((high - top + y * unit) * _SCALE)
        return bool(image.getpixel(place) < 128)

    found = [[at(x + 0.5, y + 0.5) for x in range(size)] for y in range(size)]
    around = range(-QUIET, size + QUIET)
    ink = sum(
        at(x + 0.5, y + 0.5)
        for x in around
        for y in around
        if not (0 <= x < size and 0 <= y < size)
    )
    return found, (right - left) / MM, ink


def _square(left: float, bottom: float, right: float, top: float) -> bool:
    return abs((right - left) - (top - bottom)) < 0.1 and right - left > 20


@pytest.fixture(params=sorted(PRESETS))
def style(request: pytest.FixtureRequest) -> PaperStyle:
    """Every page layout that a book starts with."""
    return PRESETS[request.param]


def test_the_code_on_the_page_is_what_it_says(tmp_path: Path, style: PaperStyle) -> None:
    path = tmp_path / "phiếu.pdf"
    assert write_slip(path, style, HEAD, SLIP, SIGNATURE) == 1
    wanted = segno.make_qr(SLIP.code, error="m", boost_error=False)
    assert wanted.error == "M"
    found, side, ink = read_code(path, len(modules(SLIP.code)))
    assert found == [[bool(one) for one in row] for row in wanted.matrix]
    assert 30 <= side < 40
    assert ink == 0  # the quiet zone
    assert b"/Subtype /Image" not in path.read_bytes()  # shapes, no picture


def test_a_slip_is_one_sheet_whatever_is_sent(
    tmp_path: Path, style: PaperStyle, read_pdf: Callable[[Path], list[Any]]
) -> None:
    many = tuple((f"Sổ số {place} với tên khá dài", 123_456) for place in range(1, 20))
    path = tmp_path / "phiếu.pdf"
    for counts in ((), many[:1], many[:8], many[:9], many):
        assert write_slip(path, style, HEAD, replace(SLIP, counts=counts), SIGNATURE) == 1
    words = " ".join(read_pdf(path)[0].text.split())
    assert "Lần gửi trong kỳ: lần 3, thay bộ dữ liệu lần 2 lập ngày 01/07/2026." in words
    assert "Kèm số liệu và bản ghi của 150 cơ quan cấp dưới." in words
    assert f"Mã khóa chữ ký: {SLIP.fingerprint}." in words
    assert "công nhận lại cơ quan." in words
    assert "12.345.678 byte, có mật khẩu" in words
    assert "Sổ số 19 với tên khá dài 123.456" in words
    assert f"Tổng cộng {19 * 123_456:,}".replace(",", ".") in words


def test_the_least_slip_says_that_there_is_no_signature(
    tmp_path: Path, style: PaperStyle, read_pdf: Callable[[Path], list[Any]]
) -> None:
    path = tmp_path / "phiếu.pdf"
    least = Slip("Ban", FROM, TO, "a.gsnop", 1, DIGEST, (("Mô hình", 3),), TO)
    assert write_slip(path, style, HEAD, least, SIGNATURE) == 1
    words = " ".join(read_pdf(path)[0].text.split())
    assert "Lần gửi trong kỳ: lần 1." in words
    assert "Bộ dữ liệu không có chữ ký." in words
    assert "Mô hình 3" in words


def test_the_code_holds_what_tells_a_file_from_others() -> None:
    parts = SLIP.code.split(":")
    assert parts[:2] == ["GSNOP", "2"]
    assert parts[2].lower() == UID
    assert parts[3:6] == ["20260101", "20260630", "3"]
    assert parts[6].lower() == DIGEST
    assert parts[7] == "12345"
    # capitals: 11 bits for two letters
    assert segno.make_qr(SLIP.code, error="m", boost_error=False).mode == "alphanumeric"
    # a uid that is no UUID stays as it is
    assert ":Ab_c:" in code_text("Ab_c", FROM, TO, 1, DIGEST, 0)


def test_a_long_file_name_is_parted_at_its_joints(
    tmp_path: Path, style: PaperStyle, read_pdf: Callable[[Path], list[Any]]
) -> None:
    path = tmp_path / "phiếu.pdf"
    write_slip(path, style, HEAD, SLIP, SIGNATURE)
    lines = [one.text for one in read_pdf(path)[0].lines]
    (place,) = [n for n, line in enumerate(lines) if line.startswith("Tên tệp:")]
    parts = " ".join(lines[place : place + 4]).partition("Tên tệp: ")[2].partition(" (")[0]
    assert parts.replace(" ", "") == SLIP.file_name
    assert all(one.endswith("_") for one in parts.split(" ")[:-1])
    assert len(parts.split(" ")) > 1

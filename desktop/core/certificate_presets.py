"""The layouts that a book starts with: giấy khen, bằng khen, thư khen on A4, landscape.

On the usual blank the heading, the big red title, the frame and the emblem are printed already;
what is left are the issuer's line, the recipient, the achievement, the decision bottom left and
place, date and signer bottom right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.certificates import CertificateField, CertificateLayout

A4 = (297.0, 210.0)
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4 ngang": A4,
    "A4 dọc": (210.0, 297.0),
    "A3 ngang": (420.0, 297.0),
    "A3 dọc": (297.0, 420.0),
}
"""Sizes of paper by name: width and height in mm."""


@dataclass(frozen=True)
class Preset:
    """A layout as it is delivered, with the form of award that it is for."""

    key: str
    name: str
    form: str
    layout: CertificateLayout


def _name(y: float, size: float) -> CertificateField:
    return CertificateField(
        "name",
        "{name}",
        148.5,
        y,
        225,
        size=size,
        bold=True,
        spacing=8,
        max_lines=2,
        upwards=True,
        min_size=13,
    )


def _recipient(*, deed: str, name_size: float) -> tuple[CertificateField, ...]:
    return (
        CertificateField("title", "Tặng cho {address}:", 148.5, 97, 200, size=15, italic=True),
        _name(114, name_size),
        CertificateField("post", "{post}", 148.5, 122.5, 225, size=15, min_size=11, max_lines=1),
        CertificateField(
            "achievement", deed, 148.5, 132, 225, size=15, min_size=11, max_lines=3, spacing=7
        ),
    )


def _decision(number: str, book: str) -> tuple[CertificateField, ...]:
    return (
        CertificateField("number", number, 32, 164, 85, align="left", size=13),
        CertificateField("date", "{date}", 32, 170.5, 85, align="left", size=13),
        CertificateField("book_number", book, 32, 177, 85, align="left", size=13, min_size=9),
    )


def _signature() -> tuple[CertificateField, ...]:
    middle, wide = 218.0, 125.0
    return (
        CertificateField(
            "place_date", "{place}, {date}", middle, 157, wide, size=14, italic=True, min_size=11
        ),
        CertificateField(
            "authority",
            "{authority}",
            middle,
            164,
            wide,
            size=14,
            bold=True,
            capitals=True,
            min_size=10,
        ),
        CertificateField(
            "signer_post",
            "{signer_post}",
            middle,
            170.5,
            wide,
            size=14,
            bold=True,
            capitals=True,
            min_size=10,
        ),
        CertificateField("signer", "{signer}", middle, 196, wide, size=15, bold=True, min_size=11),
    )


def _issuer() -> CertificateField:
    return CertificateField(
        "issuer", "{issuer}", 148.5, 70, 225, size=17, bold=True, capitals=True, min_size=12
    )


_DEED = "Đã có thành tích {achievement}"
_BOOK = "Vào sổ khen thưởng số: {book_number}"
_GOLD = "Số sổ vàng: {book_number}"
_PARTY_NUMBER, _STATE_NUMBER = "Quyết định số {number}", "Quyết định số: {number}"

_PARTY = CertificateLayout(
    *A4,
    (
        _issuer(),
        *_recipient(deed=_DEED, name_size=22),
        *_decision(_PARTY_NUMBER, _BOOK),
        *_signature(),
    ),
    "party",
)
_STATE = CertificateLayout(
    *A4,
    (
        _issuer(),
        *_recipient(deed=_DEED, name_size=22),
        *_decision(_STATE_NUMBER, _BOOK),
        *_signature(),
    ),
    "government",
)
_PARTY_HIGH = CertificateLayout(
    *A4,
    (
        _issuer(),
        *_recipient(deed=_DEED, name_size=24),
        *_decision(_PARTY_NUMBER, _GOLD),
        *_signature(),
    ),
    "party",
)
_STATE_HIGH = CertificateLayout(
    *A4,
    (
        _issuer(),
        *_recipient(deed=_DEED, name_size=24),
        *_decision(_STATE_NUMBER, _GOLD),
        *_signature(),
    ),
    "government",
)
_LETTER = CertificateLayout(
    *A4,
    (
        _issuer(),
        CertificateField("title", "Thân ái gửi {address}:", 148.5, 93, 200, size=15, italic=True),
        _name(110, 22),
        CertificateField("post", "{post}", 148.5, 119, 225, size=15, min_size=11),
        CertificateField(
            "achievement",
            "Biểu dương thành tích {achievement}",
            148.5,
            129,
            225,
            size=15,
            min_size=11,
            max_lines=3,
            spacing=7,
        ),
        *_signature(),
    ),
)

PRESETS: Mapping[str, Preset] = {
    one.key: one
    for one in (
        Preset("certificate-party", "Giấy khen (thể thức Đảng)", "Giấy khen", _PARTY),
        Preset("certificate-state", "Giấy khen (thể thức Nhà nước)", "Giấy khen", _STATE),
        Preset("diploma-party", "Bằng khen (thể thức Đảng)", "Bằng khen", _PARTY_HIGH),
        Preset("diploma-state", "Bằng khen (thể thức Nhà nước)", "Bằng khen", _STATE_HIGH),
        Preset("letter", "Thư khen", "Thư khen", _LETTER),
    )
}
"""Presets by key."""


def preset_for(form: str, style: str = "") -> Preset:
    """Return the preset of a form of award in a style of paper; for others that of giấy khen."""
    fitting = [one for one in PRESETS.values() if one.form.casefold() == form.casefold()]
    fitting = fitting or [one for one in PRESETS.values() if one.form == "Giấy khen"]
    styled = [one for one in fitting if one.layout.style in ("", style)]
    return next(iter(styled or fitting))


EXAMPLE: Mapping[str, str] = {
    "name": "Nguyễn\u00a0Thị\u00a0Hồng\u00a0Ánh",
    "address": "bà",
    "post": "Bí thư Chi bộ ấp Mỹ Cẩm, xã Mỹ Hòa",
    "achievement": "Có thành tích xuất sắc trong học tập và làm theo tư tưởng, đạo đức, phong cách "
    "Hồ Chí Minh, giai đoạn 2021 - 2025",
    "occasion": "Sơ kết 5 năm thực hiện Kết luận số 01-KL/TW",
    "period": "giai đoạn 2021 - 2025",
    "form": "Giấy khen",
    "number": "15-QĐ/HU",
    "number_only": "15",
    "date": "ngày 02 tháng 9 năm 2025",
    "short_date": "02/09/2025",
    "day": "02",
    "month": "9",
    "year": "2025",
    "year_short": "25",
    "issuer": "Ban Thường vụ Huyện ủy Cầu Ngang",
    "place": "Cầu Ngang",
    "authority": "T/M Ban Thường vụ",
    "signer_post": "Bí thư",
    "signer": "Trần Văn Đạt",
    "book_number": "128",
    "money": "1.500.000 đồng",
    "money_words": "Một triệu năm trăm nghìn đồng",
    "gift": "",
}
"""Words to look at a layout with in a book that holds no award yet."""

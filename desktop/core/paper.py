"""Everything about the look of an official paper as data: styles, letterheads, signatures.

Source: DOMAIN.md, 'Paper' (36-HD/VPTW of 2018 and 399-QĐ/TW for the Party, Nghị định
30/2020/NĐ-CP for the Government). Rules change, so a style is a value that the office keeps in
its book with the dates from which it holds; `PRESETS` is what a new book starts with.
Sizes are in points, margins and distances in millimetres.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from desktop.core.errors import UserProblem

_A4_SHORT_SIDE = 210
_RETIRED = ("list_page_number_text",)
"""Values that styles of former versions have and that say nothing any more."""


@dataclass(frozen=True)
class PaperStyle:
    """A page style; see the module's source for each value."""

    name: str
    family: str  # a value of core.terms.PaperFamily
    top: float
    bottom: float
    left: float
    right: float
    mirrored: bool = True  # left and right change places on the back
    page_number_from_top: float = 10
    page_number_size: float = 13
    page_number_text: str = "{n}"
    parent_size: float = 14
    parent_bold: bool = False
    issuer_size: float = 14
    issuer_mark: str = "star"  # under the issuer: 'star' or 'rule'
    number_text: str = "Số {number}"
    number_size: float = 14
    heading: tuple[str, ...] = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    heading_sizes: tuple[float, ...] = (15,)
    date_size: float = 14
    title_size: float = 16
    abstract_size: float = 14
    body_size: float = 14
    table_size: float = 12
    indent: float = 10
    prefixes: Mapping[str, str] = field(
        default_factory=lambda: {"on_behalf": "T/M", "for_head": "K/T", "by_order": "T/L"}
    )
    signature_size: float = 14
    receivers_size: float = 12
    receivers_title_size: float = 14
    receivers_title_look: str = "underline"  # 'underline' or 'bold-italic'

    def to_json(self) -> str:
        """Return the style as JSON that a person can read and change."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> PaperStyle:
        """Return the style that `to_json` wrote; `UserProblem` says what is wrong with it."""
        try:
            given = json.loads(text)
        except json.JSONDecodeError as error:
            raise UserProblem(
                f"Thông số thể thức sai cú pháp ở dòng {error.lineno}. Hãy sửa hoặc lấy lại mẫu."
            ) from error
        if not isinstance(given, dict):
            raise UserProblem("Thông số thể thức phải gồm các cặp tên và giá trị.")
        for name in _RETIRED:
            given.pop(name, None)
        known = {one.name: one for one in fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise UserProblem(f"Thông số thể thức «{name}» không có. Hãy bỏ hoặc sửa tên.")
            _check(name, value, str(known[name].type))
        for name in ("heading", "heading_sizes"):
            if name in given:
                given[name] = tuple(given[name])
        try:
            style = cls(**given)
        except TypeError as error:
            raise UserProblem(
                "Thông số thể thức thiếu tên, loại hoặc lề. Hãy lấy lại mẫu rồi sửa."
            ) from error
        if style.left + style.right > _A4_SHORT_SIDE - 60 or len(style.heading) != len(
            style.heading_sizes
        ):
            raise UserProblem("Lề quá rộng, hoặc số cỡ chữ không khớp số dòng quốc hiệu.")
        return style


def _check(name: str, value: Any, kind: str) -> None:
    right = True
    if kind == "float":
        right = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 99
    elif kind == "bool":
        right = isinstance(value, bool)
    elif kind == "str":
        right = isinstance(value, str)
    elif kind.startswith("tuple"):
        right = isinstance(value, list) and bool(value)
    elif kind.startswith("Mapping"):
        right = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    if not right:
        raise UserProblem(f"Thông số thể thức «{name}» có giá trị không hợp lệ: {value!r}.")


_GOVERNMENT: dict[str, Any] = {
    "family": "government",
    "mirrored": False,
    "page_number_size": 13,
    "parent_size": 13,
    "issuer_size": 13,
    "issuer_mark": "rule",
    "number_text": "Số: {number}",
    "number_size": 13,
    "heading": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "heading_sizes": (13, 14),
    "title_size": 14,
    "prefixes": {"on_behalf": "TM.", "for_head": "KT.", "by_order": "TL.", "by_warrant": "TUQ."},
    "receivers_size": 11,
    "receivers_title_size": 12,
    "receivers_title_look": "bold-italic",
}

PRESETS: Mapping[str, PaperStyle] = {
    "party-a": PaperStyle(
        "Văn bản Đảng, lề 25-25-35-15", "party", top=25, bottom=25, left=35, right=15
    ),
    "party-b": PaperStyle(
        "Văn bản Đảng, lề 20-20-30-15", "party", top=20, bottom=20, left=30, right=15
    ),
    "government": PaperStyle(
        "Văn bản Nhà nước (Nghị định 30/2020)", top=20, bottom=20, left=30, right=15, **_GOVERNMENT
    ),
}
"""Presets by key; of each family the first is the default."""


@dataclass(frozen=True)
class Letterhead:
    """What stands at the head of a paper. An empty number and no day leave room for the pen."""

    parent: str
    issuer: str
    place: str
    number: str = ""
    day: date | None = None
    year: int | None = None  # printed when there is no day


@dataclass(frozen=True)
class Signature:
    """Who signs: what stands above the post, the post, the name (empty leaves room)."""

    post: str
    name: str = ""
    authority: str = ""  # 'T/M BAN THƯỜNG VỤ', 'K/T TRƯỞNG BAN'; empty when the head signs

"""The headings of groups in a list: the name of the unit whose people follow."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from desktop.core.vietnamese.fold import fold
from desktop.services.importing.kinds import beginning, listed, marked

_NUMBER: Final = re.compile(
    r"^\s*(?:[-–—•*+]\s*)?(?:"
    r"\(?(?:[IVXLC]+|[ivxlc]+|[A-ZĐa-zđ]|\d{1,3}(?:\.\d{1,2})*)\s*(?:[.)/:]\s*[-–]?|\s[-–]\s)\s*"
    r"|[IVX]+\s+(?=\w\w)"
    r")?(?=\w)"
)
_COUNTED: Final = (
    r"(?:có|gồm|tổng(?:\s+(?:số|cộng))?|ts|cộng)?\s*:?\s*\d+\s*"
    r"(?:đồng\s*chí|đ\s*/\s*c|đ\.\s*c|đảng\s*viên|đv|người|trường\s*hợp)"
)
_COUNT: Final = re.compile(
    rf"\s*(?:[(\[]\s*(?:{_COUNTED}[^()\[\]]*|\d+)\s*[)\]]|[-–:,;]?\s*{_COUNTED}\b.*)\s*$",
    re.IGNORECASE,
)
_ENDS: Final = " \t:;,-–—"

# words of a unit's name that are written small
_PLACES: Final = listed(
    "ấp, khu phố, khóm, thôn, bản, buôn, làng, xóm, xã, phường, thị trấn, thị xã, huyện, quận, "
    "tỉnh, thành phố, khu vực, khu dân cư"
)
_COMMON: Final = _PLACES | listed(
    "chi bộ, đảng bộ, đảng ủy, chi ủy, cơ sở, bộ phận, trực thuộc, cơ quan, khối, đảng, "
    "chính quyền, đoàn thể, mặt trận, dân vận, ban, phòng, văn phòng, ủy ban, nhân dân, hội đồng, "
    "kiểm tra, tuyên giáo, tổ chức, nội chính, nội vụ, tư pháp, thanh tra, kinh tế, tài chính, "
    "kế hoạch, giáo dục, đào tạo, nông nghiệp, môi trường, văn hóa, thông tin, thể thao, xã hội, "
    "lao động, công an, quân sự, biên phòng, trường, tiểu học, trung học, phổ thông, mầm non, "
    "mẫu giáo, đại học, cao đẳng, trung tâm, trạm, y tế, bệnh viện, chính trị, công ty, cổ phần, "
    "trách nhiệm hữu hạn, doanh nghiệp, hợp tác xã, quỹ tín dụng, ngân hàng, kho bạc, nhà nước, "
    "bảo hiểm, điện lực, bưu điện, thuế, hạt kiểm lâm, tòa án, viện kiểm sát, tổ dân phố, tổ, hội, "
    "nông dân, phụ nữ, cựu chiến binh, thanh niên, công đoàn, hưu trí, và, các, của, số, đội"
)
_SHORT: Final = listed(
    "ubnd, hđnd, mttq, ubmttq, thcs, thpt, th, htx, tncs, clb, ccb, lhpn, tnhh, mtv, tdp, bhxh, "
    "ubkt, ttyt, ca, qs, tt, cp, vp, lđlđ, ptdtnt, gdtx, gdnn"
)


def unit_of(heading: str) -> str:
    """Return the unit that a group's heading names: 'I. CHI BỘ ẤP HAI (12 đồng chí)'.

    Numbers before it and how many people follow are left out; a heading in capitals is spelled as
    units are: 'Chi bộ ấp Hai'. Empty when nothing but a number stands there.
    """
    text = " ".join(unicodedata.normalize("NFC", heading).split())
    without = _COUNT.sub("", text).strip(_ENDS)
    name = _NUMBER.sub("", without or text, count=1).strip(_ENDS)
    return unit_case(name)


def unit_case(name: str) -> str:
    """Spell a unit's name that is all in capitals; another stays as it is."""
    if not name.isupper():
        return name
    parts = name.split(" ")
    spelled: list[str] = []
    after_place = False
    used: set[tuple[str, ...]] = set()
    while len(spelled) < len(parts):
        rest = parts[len(spelled) :]
        found = beginning(marked(" ".join(rest)), _PLACES if after_place else _COMMON)
        # met again it is a part of a name: 'trường tiểu học Trường Thọ', 'xã Tân Xã'
        if found and found not in used and not (after_place and spelled[-1].islower()):
            spelled += [one.lower() for one in rest[: len(found)]]
            after_place = after_place or found in _PLACES
            used.add(found)
            continue
        spelled.append(_proper(rest[0]))
    text = " ".join(spelled)
    return text[:1].upper() + text[1:]


def _proper(word: str) -> str:
    plain = fold(word)
    if (
        marked(word) in _SHORT
        or any(one.isdigit() for one in plain)
        or not set(plain) & set("aeiouy")
    ):
        return word
    return "-".join(one[:1] + one[1:].lower() for one in word.split("-"))

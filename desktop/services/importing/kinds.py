"""What a name speaks of: a kind of unit, a collective, a household, or a person.

Whole words are compared with their diacritics: 'Hộ bà Ba' is a household and 'Hồ Bá Ba' a person,
'Đoàn xã' a collective and 'Đoàn Văn Hậu' a person. Capitals, decomposed letters and where the tone
stands ('Hoà', 'Hòa') don't count. A name typed without diacritics is other than a person's only
where no person could have it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Final

from desktop.core.terms import RecipientKind, UnitKind
from desktop.core.vietnamese.fold import fold

Words = tuple[str, ...]

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"

# how the names of units begin; of several that fit the longest tells
_UNITS: Final = {
    UnitKind.BASE_CELL: "chi bộ cơ sở",
    UnitKind.CELL: "chi bộ",
    UnitKind.BASE_COMMITTEE: "đảng bộ cơ sở, đảng ủy",
    UnitKind.PARTY_COMMITTEE: "đảng bộ",
    UnitKind.FRONT: "mặt trận, mttq, ubmttq, ủy ban mặt trận, ủy ban mttq, ub mttq, hội, chi hội, "
    "liên đoàn, lđlđ, công đoàn, đoàn, chi đoàn, xã đoàn, phường đoàn, huyện đoàn, tỉnh đoàn, "
    "thành đoàn, thị đoàn, quận đoàn, liên hiệp, câu lạc bộ, clb",
    UnitKind.NEIGHBOURHOOD: "ấp, khu phố, khóm, thôn, bản, buôn, làng, xóm, khu dân cư, "
    "tổ dân phố, tổ nhân dân, tổ tự quản, ban nhân dân ấp, ban nhân dân khóm",
    UnitKind.AGENCY: "phòng, ban, văn phòng, ubnd, ủy ban, ubkt, hđnd, hội đồng, cục, chi cục, sở, "
    "công an, quân sự, bộ chỉ huy, tòa án, tand, viện kiểm sát, vksnd, kho bạc, bảo hiểm, bhxh, "
    "huyện ủy, thị ủy, thành ủy, quận ủy, tỉnh ủy, thanh tra, hạt kiểm lâm",
}
_OTHERS: Final = (
    "trường, công ty, cty, tổng công ty, htx, hợp tác xã, tổ, trạm, trung tâm, ttyt, bệnh viện, "
    "đội, nhóm, tập thể, cán bộ, nhân dân, chi ủy, đảng đoàn, bộ đội, đồn, bưu điện, điện lực, "
    "ngân hàng, đài truyền thanh, đài phát thanh, đài ptth, báo, tạp chí, thư viện, bảo tàng, "
    "nhà máy, nhà văn hóa, nhà thiếu nhi, nhà thờ, xí nghiệp, doanh nghiệp, dntn, cơ quan, đơn vị, "
    "xã, phường, thị trấn, thị xã, huyện, quận, tỉnh, thành phố, trung đoàn, tiểu đoàn, đại đội, "
    "lữ đoàn, sư đoàn, trung đội, tiểu đội, chùa, giáo xứ, họ đạo, nông trường, lâm trường, "
    "quỹ tín dụng, lực lượng, dân quân"
)
# beginnings that are names of families, too: these words after them are no person's name
_AFTER_FAMILY: Final = {
    "đoàn": "thanh niên, tncs, tn, xã, phường, thị trấn, cơ sở, thể, khối, trường thpt, "
    "trường thcs, trường tiểu học, trường mầm non, trường đại học, trường cao đẳng, "
    "trường trung cấp, trường chính trị",
    "ban": "tuyên giáo, tổ chức, dân vận, nội chính, chấp hành, thường vụ, thường trực, chỉ huy, "
    "chỉ đạo, quản lý, quản trị, giám đốc, giám hiệu, công tác, mặt trận, nhân dân, kinh tế, "
    "dân tộc, pháp chế, văn hóa, bảo vệ, thanh tra, đại diện, liên lạc, vận động, thi đua, "
    "tiếp công dân, quân sự, khuyến học, kiểm tra, chqs, chsq, qlda",
    "thanh": "tra huyện, tra tỉnh, tra nhân dân, tra sở",
}
_HOUSEHOLDS: Final = "hộ, gia đình, gđ ông, gđ bà"

# 'Phòng Thị Hoa' is a person, 'Phòng Văn hóa' is not
_MIDDLES: Final = "văn, thị"
_NO_MIDDLES: Final = "văn hóa, văn phòng, văn nghệ, văn thư, văn học, thị trấn, thị xã, thị ủy"

_PLAIN_COLLECTIVES: Final = (
    "chi bo, dang bo xa, dang bo phuong, dang bo thi tran, dang bo huyen, dang bo co so, "
    "dang uy xa, dang uy phuong, dang uy thi tran, dang uy cong an, dang uy quan su, mat tran, "
    "uy ban, hoi dong nhan dan, hoi nong dan, hoi phu nu, hoi lien hiep, hoi lhpn, "
    "hoi cuu chien binh, hoi ccb, hoi chu thap do, hoi khuyen hoc, hoi nguoi cao tuoi, "
    "lien doan lao dong, cong doan, doan thanh nien cong san, doan tncs, doan xa, xa doan, "
    "huyen doan, tinh doan, cong an xa, cong an huyen, cong an phuong, cong an tinh, "
    "cong an thi tran, cong ty, hop tac xa, truong thpt, truong thcs, truong tieu hoc, "
    "truong mam non, truong mau giao, truong chinh tri, truong dai hoc, truong cao dang, "
    "tram y te, trung tam y te, trung tam van hoa, trung tam giao duc, trung tam chinh tri, "
    "ban tuyen giao, ban chi huy quan su, benh vien, khu pho, to dan pho, huyen uy, tinh uy, "
    "phong giao duc, phong noi vu, phong kinh te, phong van hoa, tap the, hdnd"
)
_PLAIN_HOUSEHOLDS: Final = (
    "ho ong, ho gia dinh ong, ho gia dinh ba, ho gia dinh anh, ho gia dinh chi, gia dinh ong, "
    "gia dinh ba"
)


def marked(text: str) -> Words:
    """Return the words of a name in small letters, each with its tone moved to its end."""
    signs = unicodedata.normalize("NFD", text.lower().replace("ð", "đ"))
    spaced = "".join(one if one.isalnum() or unicodedata.combining(one) else " " for one in signs)
    return tuple("".join(sorted(word, key=lambda one: one in _TONES)) for word in spaced.split())


def listed(phrases: str) -> frozenset[Words]:
    """Return phrases that commas set apart, as `beginning` looks for them."""
    return frozenset(marked(one) for one in phrases.split(","))


def _plain(words: Words) -> Words:
    return tuple(fold(" ".join(words)).split())


def beginning(words: Words, phrases: Collection[Words]) -> Words:
    """Return the longest of the phrases with which the words begin; none is empty."""
    return next((words[:long] for long in range(4, 0, -1) if words[:long] in phrases), ())


_KINDS: Final = {words: kind for kind, names in _UNITS.items() for words in listed(names)}
_PLAIN_KINDS: Final = {_plain(words): kind for words, kind in reversed(_KINDS.items())}
_FOLLOWING: Final = {marked(one): listed(after) for one, after in _AFTER_FAMILY.items()}
_COLLECTIVES: Final = frozenset({*_KINDS, *listed(_OTHERS), marked("thanh")})
_HOMES: Final = listed(_HOUSEHOLDS)
_SURE: Final = listed(_PLAIN_COLLECTIVES)
_SURE_HOMES: Final = listed(_PLAIN_HOUSEHOLDS)
_MIDDLE, _NO_MIDDLE = listed(_MIDDLES), listed(_NO_MIDDLES)


def kind_of(name: str) -> str:
    """Return the kind of unit that a unit's name speaks of; other when it doesn't say."""
    words = marked(name)
    kind = _KINDS.get(beginning(words, _KINDS))
    if kind is None:
        words = _plain(words)
        kind = _PLAIN_KINDS.get(beginning(words, _PLAIN_KINDS))
    return str((kind or UnitKind.OTHER).value)


def recipient_kind(name: str) -> RecipientKind:
    """Return what kind of recipient a name speaks of: a person where it doesn't say otherwise."""
    words = marked(name)
    if beginning(words, _HOMES) or beginning(words, _SURE_HOMES):
        return RecipientKind.HOUSEHOLD
    return RecipientKind.COLLECTIVE if is_collective(name) else RecipientKind.INDIVIDUAL


def is_collective(name: str) -> bool:
    """Tell whether a name is that of a unit, an office, a school, a firm ... and no person's."""
    words = marked(name)
    if beginning(words, _SURE):
        return True
    start = beginning(words, _COLLECTIVES)
    rest = words[len(start) :]
    if start in _FOLLOWING:
        return bool(beginning(rest, _FOLLOWING[start])) or _goes_on_small(name)
    person = beginning(rest, _MIDDLE) and not beginning(rest, _NO_MIDDLE)
    return bool(start) and not (len(start) == 1 and person)


def _goes_on_small(name: str) -> bool:
    """Tell whether the second word begins small, as none of a person's name: 'Đoàn trường'.

    A letter with a tone tells nothing: TCVN3 has no capitals of these.
    """
    parts = unicodedata.normalize("NFC", name).split()
    if len(parts) < 2 or not parts[0][:1].isupper() or not parts[1][0].islower():
        return False
    bare = unicodedata.normalize("NFD", parts[1][0])
    return not any(one in _TONES for one in bare) and marked(parts[1]) not in _MIDDLE

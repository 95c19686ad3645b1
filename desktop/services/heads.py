"""Who heads something, told by the words of the posts; the lists can be mended by the clerk."""

from __future__ import annotations

import re
from typing import Final

from desktop.core.vietnamese.fold import clean
from desktop.storage.models import Member

_HEADS: Final = (
    "bí thư",
    "chủ tịch",
    "trưởng",
    "hiệu trưởng",
    "giám đốc",
    "tổng giám đốc",
    "thủ trưởng",
    "viện trưởng",
    "chủ nhiệm",
)
_PLACES: Final = (
    "chi bộ",
    "đảng bộ",
    "đảng ủy",
    "đảng uỷ",
    "phòng",
    "ban",
    "cơ quan",
    "đơn vị",
    "trường",
    "trạm",
    "trung tâm",
)
"""Who is in charge of one of these heads it; who is in charge of bookkeeping heads nothing."""
_APART = re.compile(r"[,;/\n+]| - | – | kiêm (?:nhiệm )?")
_ACTING = re.compile(r"^(?:quyền |q\. ?)")
_CHARGE = "phụ trách"


def is_head(member: Member) -> bool:
    """Tell whether one of a member's posts heads something, an acting one too.

    'Đảng ủy viên, Bí thư chi bộ', 'Quyền Giám đốc', 'Phó Trưởng phòng phụ trách' and 'Phụ trách
    chi bộ' do; 'Phó Bí thư' and 'Nguyên Chủ tịch' do not.
    """
    return heads_by_posts(member.party_post, member.other_post)


def heads_by_posts(*said: str | None) -> bool:
    """Tell whether one of some posts heads something, as `is_head` does of a member."""
    posts = (" ".join(clean(one).casefold().split()) for one in said if one)
    return any(_heads(part.strip()) for post in posts for part in _APART.split(post))


def _heads(post: str) -> bool:
    if post.startswith("phó "):
        return post.endswith(_CHARGE)
    if post.startswith(_CHARGE):
        return post.removeprefix(_CHARGE).strip().startswith(_PLACES)
    return _ACTING.sub("", post).startswith(_HEADS)

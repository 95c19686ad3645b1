"""Who heads something by the words of the posts."""

from __future__ import annotations

import pytest

from desktop.services.heads import is_head
from desktop.storage.models import Member


@pytest.mark.parametrize(
    "post",
    [
        "Bí thư",
        "Trưởng ấp",
        "Đảng ủy viên, Bí thư chi bộ",
        "Ủy viên; Bí thư Đoàn",
        "Ủy viên Ban Thường vụ - Chủ tịch UBND",
        "Phó Chủ tịch kiêm Trưởng Công an",
        "Quyền  Giám đốc",
        "Q. Trưởng phòng",
        "Q.Trưởng phòng",
        "Phó Trưởng phòng phụ trách",
        "Phụ trách chi bộ",
    ],
)
def test_these_head_something(post: str) -> None:
    assert is_head(Member(full_name="Lê An", party_post=post))
    assert is_head(Member(full_name="Lê An", party_post="Đảng viên", other_post=post))


@pytest.mark.parametrize(
    "post",
    [
        None,
        "Phó Bí thư",
        "Đảng ủy viên",
        "Nguyên Chủ tịch",
        "Nhân viên phụ trách kế toán",
        "Phụ trách kế toán",
        "Phó Bí thư phụ trách tổ chức",
        "Giáo viên chủ nhiệm",
    ],
)
def test_these_do_not(post: str | None) -> None:
    assert not is_head(Member(full_name="Lê An", party_post=post))

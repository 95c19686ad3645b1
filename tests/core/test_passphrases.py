"""A new passphrase: long enough, of enough signs, and none that everybody tries first."""

from __future__ import annotations

import pytest

from desktop.core.passphrases import LEAST, MOST, weakness


@pytest.mark.parametrize(
    "good",
    [
        "Sông Cầu nước chảy lơ thơ",
        "xoài 7 cát hòa lộc",
        "8301-2946-1175-0068",
        "8301294611750068",
        "matkhau của riêng cô Tư bán xoài",
        "abcdefg quả mít chiều thứ ba",
    ],
)
def test_one_that_will_do(good: str) -> None:
    assert weakness(good) == ""


@pytest.mark.parametrize(
    ("weak", "word"),
    [
        ("", "ít nhất"),
        ("xoài cát", "ít nhất"),
        ("a" * 40, "ít ký tự khác nhau"),
        ("á à ả ã ạ a á à", "ít ký tự khác nhau"),
        ("021119750211", "chỉ có chữ số"),
        ("Mật khẩu 2026", "ai cũng thử"),
        ("Gương Sáng 2026", "ai cũng thử"),
        ("password12", "ai cũng thử"),
        (" xoài cát hòa lộc", "dấu cách"),
        ("xoài cát hòa lộc ", "dấu cách"),
        ("xoài cát\thòa lộc", "bàn phím"),
        ("xoài cát \ud800 hòa", "bàn phím"),
        ("xoài" * (MOST // 4 + 1), "quá"),
    ],
)
def test_one_that_will_not_says_why(weak: str, word: str) -> None:
    assert word in weakness(weak)


def test_letters_are_counted_as_they_are_seen() -> None:
    decomposed = "ấ" * 2 + "ầ" * 2 + "b"  # five letters, thirteen code points
    assert str(LEAST) in weakness(decomposed)

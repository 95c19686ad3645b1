"""Parts and spelling of personal names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.names import NameParts, proper_case, split_name


@pytest.mark.parametrize(
    ("name", "given_words", "expected"),
    [
        ("Nguyễn Thị Ánh", 1, NameParts("Nguyễn", "Thị", "Ánh")),
        ("  Lê   Văn  Bảo   Anh ", 1, NameParts("Lê", "Văn Bảo", "Anh")),
        ("  Lê   Văn  Bảo   Anh ", 2, NameParts("Lê", "Văn", "Bảo Anh")),
        ("Lê Anh", 1, NameParts("Lê", "", "Anh")),
        ("Lê Anh", 2, NameParts("", "", "Lê Anh")),
        ("Lê Anh", 9, NameParts("", "", "Lê Anh")),
        ("K’Brê", 1, NameParts("", "", "K’Brê")),
        ("Y Hnam", 1, NameParts("Y", "", "Hnam")),
        ("", 1, NameParts("", "", "")),
    ],
)
def test_split_name(name: str, given_words: int, expected: NameParts) -> None:
    assert split_name(name, given_words) == expected


def test_a_given_name_has_at_least_one_word() -> None:
    with pytest.raises(ValueError, match="given_words"):
        split_name("Lê Anh", 0)


@given(st.text(alphabet="aÁđ ’-\t"), st.integers(1, 4))
def test_the_parts_are_the_whole_name(name: str, given_words: int) -> None:
    assert " ".join(part for part in split_name(name, given_words) if part) == " ".join(
        name.split()
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"),
        (unicodedata.normalize("NFD", "NGUYỄN THỊ ÁNH"), "Nguyễn Thị Ánh"),
        ("nguyễn đức ý", "Nguyễn Đức Ý"),
        ("K’BRÊ", "K’Brê"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y HNAM", "Y Hnam"),
        ("BÙI-TIẾN  AN", "Bùi-Tiến  An"),
        ("K’Brê", "K’Brê"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("McDonald", "McDonald"),
        ("", ""),
    ],
)
def test_proper_case(name: str, expected: str) -> None:
    assert proper_case(name) == expected
    assert proper_case(expected) == expected

"""Cleaning and folding of texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.fold import clean, fold, without_marks, words

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
vietnamese_text = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + "fjwz0123456789 -.,’'()/\t\n")
any_text = st.one_of(
    vietnamese_text,
    st.text(),
    st.text(alphabet="a\u0301\u0323\u0302\u031bđ \u00a0\u00ad\u200b\ufeff\r\n\t\v\u2028\x00\x85"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Nguyễn  Văn A \n", "Nguyễn  Văn A"),
        ("\ufeffLê\tThị\u00a0Ánh\u200b", "Lê Thị Ánh"),
        (unicodedata.normalize("NFD", "Hoà Đỗ ợ"), "Hoà Đỗ ợ"),
        ("so\u00adft\x00\x07\x7f\x85", "soft"),
        ("một\r\nhai\rba\vbốn\u2028năm", "một hai ba bốn năm"),
        ("a\u3000b\u2009c", "a b c"),
        ("a\ud800b\uffff\ufffcc", "abc"),
        ("chữ \ufffd hỏng", "chữ \ufffd hỏng"),
        ("\t\n \u00a0", ""),
        ("", ""),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_clean_keeps_lines_of_a_multiline_text() -> None:
    text = "\r\nđầu\tdòng\r\n\r\n  hai\rba \n"
    assert clean(text, multiline=True) == "đầu dòng\n\n  hai\nba"


def test_clean_leaves_the_spelling_alone() -> None:
    assert clean("Hòa") == "Hòa"
    assert clean("Hoà") == "Hoà"
    assert clean("Hòa") != clean("Hoà")


@given(any_text, st.booleans())
def test_clean_again_changes_nothing(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@given(any_text, st.booleans())
def test_clean_leaves_no_control_or_format_character(text: str, multiline: bool) -> None:
    kept = clean(text, multiline=multiline)
    odd = {c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert odd <= ({"\n"} if multiline else set())


@pytest.mark.parametrize("category", ["Cc", "Cf"])
def test_clean_knows_every_control_and_format_character(category: str) -> None:
    every = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) == category]
    assert len(every) > 50
    assert clean("a" + "".join(every) + "b").replace(" ", "") == "ab"


@given(any_text)
def test_clean_gives_the_same_for_composed_and_decomposed(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hòa", "hoa"),
        ("Hoà", "hoa"),
        ("NGUYỄN  Thị\tÁnh", "nguyen thi anh"),
        ("Đường ĐẶNG ðÐ", "duong dang dd"),
        ("K’Brê H'Hen", "k bre h hen"),
        ("Số 12-BC/BTG (năm 2025).", "so 12 bc btg nam 2025"),
        ("_a_b_", "a b"),
        ("Ｆｕｌｌ m²", "full m2"),
        ("İstanbul", "istanbul"),
        ("zero\u200bwidth", "zerowidth"),
        ("***", ""),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_fold_of_each_vietnamese_letter_is_a_bare_one() -> None:
    for letter in VIETNAMESE:
        bare = "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
        for form in ("NFC", "NFD"):
            assert fold(unicodedata.normalize(form, letter)) == bare
            assert fold(unicodedata.normalize(form, letter.upper())) == bare


@given(any_text)
def test_fold_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_text)
def test_fold_is_the_same_for_every_form_of_unicode(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(vietnamese_text)
def test_fold_of_vietnamese_has_only_bare_letters_digits_and_single_spaces(text: str) -> None:
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", fold(text))
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(any_text)
def test_fold_does_not_care_whether_the_text_was_cleaned(text: str) -> None:
    assert fold(clean(text)) == fold(text)


@given(any_text)
def test_words_are_the_folded_text_split(text: str) -> None:
    assert " ".join(words(text)) == fold(text)
    assert "" not in words(text)


def test_without_marks_keeps_signs() -> None:
    assert without_marks("Ngày 3/5, Đỗ-Ý") == "ngay 3/5, do-y"

"""The order of texts and names, against the alphabet and against a plain slow comparator."""

from __future__ import annotations

import unicodedata
from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key, sort_key
from desktop.core.vietnamese.names import split_name

# CLDR: small before capital, tones ngang, huyền, hỏi, ngã, sắc, nặng, then the next letter.
ORDERED = (
    "aAàÀảẢãÃáÁạẠăĂằẰẳẲẵẴắẮặẶâÂầẦẩẨẫẪấẤậẬbBcCdDđĐeEèÈẻẺẽẼéÉẹẸêÊềỀểỂễỄếẾệỆfFgGhHiIìÌỉỈĩĨíÍịỊjJkKlLmMnN"
    "oOòÒỏỎõÕóÓọỌôÔồỒổỔỗỖốỐộỘơƠờỜởỞỡỠớỚợỢpPqQrRsStTuUùÙủỦũŨúÚụỤưƯừỪửỬữỮứỨựỰvVwWxXyYỳỲỷỶỹỸýÝỵỴzZ"
)
SIGNS = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
PLAIN_ORDER = " " + SIGNS + "0123456789" + "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

collated_text = st.text(alphabet=ORDERED + SIGNS + "0123456789 ", max_size=40)
# Few letters, so that texts which differ only in tones or case are met often.
close_text = st.text(alphabet="aAáÁạăẮâoòÒôờđĐdD -1", max_size=8)
syllable = st.sampled_from(
    ["Anh", "anh", "ANH", "Ánh", "Ân", "Hoà", "Hòa", "Hoá", "Đức", "Dung", "Dũng", "Ý", "Y"]
)
person = st.lists(syllable, min_size=1, max_size=5).map(" ".join)


def letter_and_tone(char: str) -> tuple[str, int]:
    tone = 0
    kept = ""
    for part in unicodedata.normalize("NFD", char.lower()):
        if part in TONES:
            tone = TONES.index(part) + 1
        else:
            kept += part
    return unicodedata.normalize("NFC", kept), tone


def compare(left: object, right: object) -> int:
    return (left > right) - (left < right)  # type: ignore[operator]  # lists of numbers, both


def reference(left: str, right: str) -> int:
    """Compare slowly and plainly: letters, then each word's tones, then case."""
    left, right = (" ".join(text.split())[:48].strip() for text in (left, right))
    for level in (
        lambda text: [PLAIN_ORDER.index(letter_and_tone(c)[0]) for c in text],
        tones_by_word,
        lambda text: [c.isupper() for c in text],
    ):
        if order := compare(level(left), level(right)):
            return order
    return 0


def tones_by_word(text: str) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for char in text:
        letter, tone = letter_and_tone(char)
        if not letter.isalpha():
            found.append([])
        elif tone:
            found[-1].append(tone)
    return found


def reference_names(left: str, right: str) -> int:
    def parts(name: str) -> list[str]:
        split = split_name(name)
        return [split.given, split.middle, split.family]

    pairs = list(zip(parts(left), parts(right), strict=True))
    for one, other in pairs:
        if order := reference(one.lower(), other.lower()):
            return order
    return compare(*([c.isupper() for c in "".join(parts(name))] for name in (left, right)))


def test_every_letter_stands_in_its_place() -> None:
    assert len(ORDERED) == 33 * 2 + 12 * 5 * 2
    backwards = ORDERED[::-1]
    assert sorted(backwards, key=sort_key) == list(ORDERED)
    assert len({sort_key(letter) for letter in ORDERED}) == len(ORDERED)


def test_the_ordered_letters_are_all_of_the_alphabet() -> None:
    vowels = {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in ("", *TONES)}
    small = vowels | set("bcdđghklmnpqrstvx") | set("fjwz")
    assert set(ORDERED) == small | {letter.upper() for letter in small}


@pytest.mark.parametrize(
    "ordered",
    [
        ["Anh", "Ánh", "Ăn", "Ân", "Ba", "Châu", "Dũng", "Đức", "Em", "Ý"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Hoa", "Hoà", "Hoá", "Hoàng"],
        ["Án", "an ninh", "an toàn", "ăn"],
        ["Ấp 1", "Ấp 10", "Ấp 2", "Ấp A"],
        ["(a)", "1", "a", "z", "я"],
        ["co", "Co", "CO", "cò", "CÒ", "cỏ"],
        ["a", "a b", "à b", "aa"],
        ["cote", "coté", "côte"],
    ],
)
def test_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_tones_count_where_letters_agree_and_not_before() -> None:
    assert sort_key("Mạ Anh") < sort_key("Ma Bình")
    assert sort_key("Ma Bính") < sort_key("Mà Binh")


def test_the_old_and_the_new_place_of_a_tone_are_one() -> None:
    assert sort_key("Hòa") == sort_key("Hoà")
    assert sort_key("a-á") < sort_key("á-a")


def test_empty_and_invisible_texts_have_no_key() -> None:
    assert sort_key("") == sort_key("  \t") == sort_key("\u200b") == b""
    assert name_sort_key("") == b""


def test_keys_are_compact() -> None:
    assert len(sort_key("Nguyễn Thị Ánh")) <= 14 + 1 + 6 + 1 + 2
    assert len(sort_key("x" * 500)) == 48
    assert len(sort_key("x" * 500, max_letters=10)) == 10
    assert sort_key("ab", max_letters=1) == sort_key("a")


def test_foreign_marks_and_stand_ins() -> None:
    assert sort_key("o") < sort_key("ọ") < sort_key("ö") < sort_key("ô")
    assert sort_key("Ðức") == sort_key("Đức")
    assert sort_key("٣") == sort_key("3")
    assert sort_key(" ") < sort_key("!") < sort_key("€") < sort_key("0") < sort_key("a")


@given(st.lists(st.one_of(collated_text, close_text), max_size=8))
def test_agrees_with_the_plain_comparator(texts: list[str]) -> None:
    for left in texts:
        for right in texts:
            assert compare(sort_key(left), sort_key(right)) == reference(left, right)


@given(close_text, close_text)
def test_agrees_on_texts_that_are_close(left: str, right: str) -> None:
    assert compare(sort_key(left), sort_key(right)) == reference(left, right)


@given(person, person)
def test_names_agree_with_the_plain_comparator(left: str, right: str) -> None:
    expected = reference_names(left, right)
    assert compare(name_sort_key(left), name_sort_key(right)) == expected


@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_key_and_its_form_of_unicode_does_not_matter(text: str) -> None:
    key = sort_key(text)
    assert not key.endswith(b"\0")
    assert sort_key(unicodedata.normalize("NFD", text), 10**6) == sort_key(text, 10**6)
    assert isinstance(name_sort_key(text), bytes)


def test_a_lone_surrogate_is_left_out() -> None:
    assert sort_key("a\ud800b") == sort_key("ab")


def test_names_sort_by_given_then_middle_then_family() -> None:
    ordered = [
        "Trần An",
        "Nguyễn Thị An",
        "LÊ VĂN AN",
        "Nguyễn Văn An",
        "Lê Văn Ánh",
        "Đỗ Ân",
        "Y Hnam",
        "Nguyễn Văn Ý",
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=name_sort_key) == ordered
    assert sorted(ordered, key=cmp_to_key(reference_names)) == ordered


def test_a_given_name_of_two_words() -> None:
    assert name_sort_key("Lê Bảo Anh", 2) > name_sort_key("Lê Bảo Anh")
    assert name_sort_key("Lê Bảo Anh", 2) < name_sort_key("Lê Bình")
    with pytest.raises(ValueError, match="given_words"):
        name_sort_key("Lê Anh", 0)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Ấp 1", "Ấp 2", "Ấp 10", "Ấp 10A", "Ấp 11", "Ấp A"],
        ["1-CV/BTG", "02-CV/BTG", "2-CV/TU", "12-CV/BTG", "196-KH/TU"],
        ["Khu phố 3, ấp 2", "Khu phố 3, ấp 10", "Khu phố 20, ấp 1"],
        ["tổ", "tổ 0", "tổ 1", "tổ 999", "tổ 1000", "tổ 999999", "tổ a"],
        ["2", "10", "Anh", "Ánh", "Ăn", "Đức"],
    ],
)
def test_numbers_stand_in_the_order_of_their_value(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=natural_sort_key) == ordered


def test_zeros_before_a_number_do_not_count() -> None:
    assert natural_sort_key("Ấp 02") == natural_sort_key("Ấp 2") == natural_sort_key("Ấp 0002")
    assert natural_sort_key("Ấp 0") == natural_sort_key("Ấp 000")
    assert natural_sort_key("") == b""


@given(collated_text, collated_text)
def test_texts_without_digits_have_their_usual_key(left: str, right: str) -> None:
    left, right = ("".join(c for c in text if not c.isdigit()) for text in (left, right))
    assert natural_sort_key(left) == sort_key(left)
    assert compare(natural_sort_key(left), natural_sort_key(right)) == reference(left, right)


@given(
    st.lists(st.tuples(st.sampled_from(["Ấp ", "Tổ ", "x"]), st.integers(0, 999_999)), max_size=8),
    st.sampled_from(["", " A", "-CV"]),
)
def test_names_with_numbers_sort_by_word_then_by_value(
    made: list[tuple[str, int]], after: str
) -> None:
    texts = [f"{word}{number}{after}" for word, number in made]
    ordered = [f"{word}{number}{after}" for word, number in sorted(made, key=_word_and_number)]
    assert sorted(texts, key=natural_sort_key) == ordered


def _word_and_number(one: tuple[str, int]) -> tuple[int, int]:
    return (["Ấp ", "Tổ ", "x"].index(one[0]), one[1])

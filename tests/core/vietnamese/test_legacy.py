"""Old encodings: their tables, letter by letter, and the fonts that name them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.legacy import Encoding, decode, encode, font_encoding

from .letters import LETTERS, SMALL

UNICODE, TCVN3, VNI = Encoding

# VNI as its own documents list it, capital and small: the whole table.
VNI_TABLE = {
    "ÁÀẢÃẠ": "AÙ AØ AÛ AÕ AÏ",
    "ÂẤẦẨẪẬ": "AÂ AÁ AÀ AÅ AÃ AÄ",
    "ĂẮẰẲẴẶ": "AÊ AÉ AÈ AÚ AÜ AË",
    "ÉÈẺẼẸ": "EÙ EØ EÛ EÕ EÏ",
    "ÊẾỀỂỄỆ": "EÂ EÁ EÀ EÅ EÃ EÄ",
    "ÍÌỈĨỊ": "Í Ì Æ Ó Ò",
    "ÓÒỎÕỌ": "OÙ OØ OÛ OÕ OÏ",
    "ÔỐỒỔỖỘ": "OÂ OÁ OÀ OÅ OÃ OÄ",
    "ƠỚỜỞỠỢ": "Ô ÔÙ ÔØ ÔÛ ÔÕ ÔÏ",
    "ÚÙỦŨỤ": "UÙ UØ UÛ UÕ UÏ",
    "ƯỨỪỬỮỰ": "Ö ÖÙ ÖØ ÖÛ ÖÕ ÖÏ",
    "ÝỲỶỸỴ": "YÙ YØ YÛ YÕ Î",
    "Đ": "Ñ",
}
# TCVN 5712:1993, VN3: the capitals that have a code, and all small letters, by their bytes.
TCVN3_TABLE = {
    "ĂÂÊÔƠƯĐăâêôơưđ": "a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae",
    "àảãáạ ằẳẵắặ ầẩẫấậ": "b5 b6 b7 b8 b9 20 bb bc bd be c6 20 c7 c8 c9 ca cb",
    "èẻẽéẹ ềểễếệ": "cc ce cf d0 d1 20 d2 d3 d4 d5 d6",
    "ìỉĩíị": "d7 d8 dc dd de",
    "òỏõóọ ồổỗốộ ờởỡớợ": "df e1 e2 e3 e4 20 e5 e6 e7 e8 e9 20 ea eb ec ed ee",
    "ùủũúụ ừửữứự": "ef f1 f2 f3 f4 20 f5 f6 f7 f8 f9",
    "ỳỷỹýỵ": "fa fb fc fd fe",
}


# --- the tables ---------------------------------------------------------------------------------


def test_there_are_134_accented_letters() -> None:
    assert len(set(LETTERS)) == 134


def test_every_letter_of_vni() -> None:
    seen = ""
    for letters, codes in VNI_TABLE.items():
        for letter, code in zip(letters, codes.split(), strict=True):
            assert decode(code, VNI) == letter
            assert decode(code.lower(), VNI) == letter.lower()
            assert encode(letter, VNI) == code
            assert encode(letter.lower(), VNI) == code.lower()
            seen += letter + letter.lower()
    assert sorted(seen) == sorted(LETTERS)


def test_in_vni_a_capital_may_have_the_sign_of_a_small_letter() -> None:
    assert decode("Aùnh Aâu Oâng YÙ Yù Ôû", VNI) == "Ánh Âu Ông Ý Ý Ở"


def test_every_letter_of_tcvn3() -> None:
    seen = ""
    for letters, codes in TCVN3_TABLE.items():
        text = bytes.fromhex(codes).decode("latin-1")
        assert decode(text, TCVN3) == letters
        assert encode(letters, TCVN3) == text
        seen += letters.replace(" ", "")
    assert sorted(seen) == sorted([*SMALL, *"ĂÂÊÔƠƯĐ"])


def test_capitals_without_a_code_get_that_of_the_small_letter() -> None:
    for letter in LETTERS:
        shown = letter if letter in "ĂÂÊÔƠƯĐ" else letter.lower()
        assert decode(encode(letter, TCVN3), TCVN3) == shown
        assert decode(encode(letter, TCVN3), TCVN3, capitals=True) == letter.upper()


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_quotation_marks_come_as_characters_or_as_controls(encoding: Encoding) -> None:
    assert decode("“x” – x…", encoding) == "“x” – x…"
    assert decode("\u0093x\u0094 \u0096 x\u0085", encoding) == "“x” – x…"


def test_what_is_no_code_stays() -> None:
    assert decode("m² 5° ±3 ăđ 中", TCVN3) == "m² 5° ±3 ăđ 中"
    assert decode("th²à uâ §", VNI) == "th²à uâ §"


@given(st.text(alphabet=[*LETTERS, *"bcdghklmnpqrstvxBN 0.-"]))
def test_small_letters_come_back_whole(text: str) -> None:
    text = text.lower()
    assert decode(encode(text, TCVN3), TCVN3) == text
    assert encode(unicodedata.normalize("NFD", text), TCVN3) == encode(text, TCVN3)


@given(st.lists(st.sampled_from([*LETTERS, *"bghNT "])))
def test_vni_comes_back_whole(letters: list[str]) -> None:
    text = "".join(letters)
    assert decode(encode(text, VNI), VNI) == text


@given(st.text())
def test_unicode_is_only_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert decode(text, UNICODE) == encode(text, UNICODE) == composed


# --- fonts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", (TCVN3, False)),
        (".VnTimeH", (TCVN3, True)),
        (".VNTIMEH", (TCVN3, True)),
        (".vntime", (TCVN3, False)),
        (" .VnTime ", (TCVN3, False)),
        (".VnTime Bold", (TCVN3, False)),
        (".VnTimeH,Bold Italic", (TCVN3, True)),
        (".VnArial", (TCVN3, False)),
        (".VnArialH", (TCVN3, True)),
        (".VnArial Narrow", (TCVN3, False)),
        (".VnArial NarrowH", (TCVN3, True)),
        (".VnTime H", (TCVN3, True)),
        (".VnAvantH", (TCVN3, True)),
        (".VnBook-Antiqua", (TCVN3, False)),
        (".Vn3DH", (TCVN3, True)),
        ("VnTimeH", (TCVN3, True)),
        ("VNI-Times", (VNI, False)),
        ("vni-helve", (VNI, False)),
        ("VNI Times", (VNI, False)),
        ("VNI - Times", (VNI, False)),
        ("VNI-Helve-Condense", (VNI, False)),
        ("Times New Roman", None),
        ("Calibri", None),
        ("VNtimes new roman", None),
        ("Vn", None),
        ("Vnilla", None),
        ("Arial", None),
        ("", None),
    ],
)
def test_font_encoding(font: str, expected: tuple[Encoding, bool] | None) -> None:
    assert font_encoding(font) == expected

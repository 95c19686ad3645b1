"""Old encodings: their tables, how they are told from Unicode, and that no letter gets lost."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.vietnamese.fold import clean
from desktop.core.vietnamese.legacy import (
    Encoding,
    Recovered,
    decode,
    encode,
    font_encoding,
    guess,
    prevailing,
    recover,
    tidy_name,
)
from desktop.core.vietnamese.syllables import _TONES, _shapes, is_syllable

UNICODE, TCVN3, VNI = Encoding
OLD = [(TCVN3, ".VnTime"), (VNI, "VNI-Times")]
SMALL = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", *_TONES)
    if not (vowel + tone).isascii()
] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]

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


# --- the letters tell ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "encoding"),
    [
        ("B¶o Th¾ng", "Bảo Thắng", TCVN3),
        ("M\u00adêng Kh\u00ad¬ng", "Mường Khương", TCVN3),
        ("B¸t X¸t", "Bát Xát", TCVN3),
        ("Xin chaøo caùc baïn", "Xin chào các bạn", VNI),
        ("NguyÔn ThÞ ¸nh", "Nguyễn Thị ánh", TCVN3),
        ("TrÇn V¨n Hïng", "Trần Văn Hùng", TCVN3),
        ("Nguyeãn Thò AÙnh", "Nguyễn Thị Ánh", VNI),
        ("Traàn Vaên Huøng", "Trần Văn Hùng", VNI),
        ("NGUYEÃN THÒ AÙNH", "NGUYỄN THỊ ÁNH", VNI),
        ("B¾c K¹n", "Bắc Kạn", TCVN3),
        ("§¾k L¾k, Kr«ng P¾k", "Đắk Lắk, Krông Pắk", TCVN3),
        ("Y Niª", "Y Niê", TCVN3),
        ("NguyÔn ThÞ BÐ", "Nguyễn Thị Bé", TCVN3),  # TCVN3's é is Ð
        ("NguyÔn V¨n Tó", "Nguyễn Văn Tú", TCVN3),  # 'Tó' alone could be Unicode
        ("X· §¹i S¬n - HuyÖn §« L\u00ad¬ng", "Xã Đại Sơn - Huyện Đô Lương", TCVN3),
        ("ë th«n 3, x· Hoµ B×nh", "ở thôn 3, xã Hoà Bình", TCVN3),
        ("Bí thö Ñaûng uûy xaõ Myõ Long", "Bí thư Đảng ủy xã Mỹ Long", VNI),
        ("Hoaøn thaønh toát nhieäm vuï", "Hoàn thành tốt nhiệm vụ", VNI),
        ("\u0093B¶o Th¾ng\u0094", "“Bảo Thắng”", TCVN3),
        ("B¶o Th¾ng H'Wiª", "Bảo Thắng H'Wiê", TCVN3),  # a name of another people among them
        # capitals where the codes tell them
        ("NGUYÔN THÞ ¸NH", "NGUYỄN THỊ ÁNH", TCVN3),
        ("CAO B¸ AN", "CAO BÁ AN", TCVN3),
        ("THÞ TRÊN Hµ", "THỊ TRẤN HÀ", TCVN3),
        ("Chi bé THÞ TRÊN", "Chi bộ THỊ TRẤN", TCVN3),
        ("TP. Hµ Néi", "TP. Hà Nội", TCVN3),
        ("TP Hµ", "TP Hà", TCVN3),
    ],
)
def test_old_text_is_recovered(text: str, expected: str, encoding: Encoding) -> None:
    assert guess(text) is encoding
    assert recover(text) == Recovered(expected, encoding)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nguyen Van A",
        "±",
        "§",
        "§ 5",
        "Điều 5 § 2",
        "®",
        "Windows®",
        "© 2024",
        "½",
        "1½ kg",
        "m²",
        "5 m³",
        "30 °C",
        "5 µm",
        "µ",
        "2×3 m",
        "6÷2",
        "1ª",
        "· Hoa",
        "«An toàn»",
        "à",
        "é",
        "é, à, ç",
        "café",
        "garçon",
        "élève",
        "tôt",
        "où",
        "laïc",
        "LAÏC",
        "Noël",
        "Il est tôt; l'été est là, même à Genève.",
        "Müller",
        "für schöne Mädchen",
        "Straße",
        "São Paulo",
        "España",
        "col·lega",
        "gram\u00admar",
        "thông\u00adtin",
        "Hà",
        "Hòa",
        "HÒA",
        "Thành",
        "Trí",
        "tòan",
        "qúy",
        "Mai Thò Lan",
        "Cao Bích Hoàng",
        "Nguyễn Thị Ánh",
        "HUỲNH VĂN ĐẠT",
        "TƯ",
        "QĐ-TTg",
        "“Hoa”",
        "北京",
        "Đăng ký “Làm theo Bác” – 100 % đạt",
        # a hand's slips in Unicode: a missing tone, a doubled letter
        "Hoàn thành tôt nhiệm vụ",
        "môt",
        "Lê Văn Taân, xã Mỹ Long",
    ],
)
def test_unicode_stays(text: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        assert guess(written) is UNICODE
        assert recover(written) == Recovered(unicodedata.normalize("NFC", text), UNICODE)


# All words of a French and a German dictionary (700,000 words) that one of the old encodings
# would read as a syllable, and two first names.
FOREIGN = (
    "aï coït dît dû gît goï goïm haï haïk haït laïc luît mît mû où rît saï thaï vît"
    " bö rät säe sät loïc caïn"
)


@pytest.mark.parametrize("word", FOREIGN.split())
def test_foreign_words_that_could_be_syllables(word: str) -> None:
    assert guess(word) is guess(word.capitalize()) is guess(word.upper()) is UNICODE


@given(
    st.text(alphabet=st.characters(max_codepoint=127)), st.sampled_from([".VnTimeH", "VNI-Times"])
)
def test_ascii_is_never_changed(text: str, font: str) -> None:
    for likely in Encoding:
        assert recover(text, font, likely) == Recovered(text, UNICODE)
    assert guess(text) is UNICODE


@cache
def _all_syllables() -> list[str]:
    found = []
    for plain, shape in _shapes().items():
        found += [plain] if is_syllable(plain) else []
        for place in sorted(shape.places):
            head, tail = plain[: place + 1], plain[place + 1 :]
            found += [unicodedata.normalize("NFC", head + tone + tail) for tone in shape.tones]
    return sorted(set(found))


def _cased(word: str, case: int) -> str:
    return (word, word.capitalize(), word.upper())[case]


@given(st.data(), st.sampled_from(["NFC", "NFD"]))
def test_vietnamese_in_unicode_is_never_taken_for_old_text(data: st.DataObject, form: str) -> None:
    words = data.draw(
        st.lists(
            st.builds(_cased, st.sampled_from(_all_syllables()), st.integers(0, 2)), max_size=8
        )
    )
    text = data.draw(st.sampled_from([" ", ", ", " - ", "\n"])).join(words)
    written = unicodedata.normalize(form, text)
    assert guess(written) is UNICODE
    assert recover(written) == Recovered(text, UNICODE)
    assert recover(written, "Times New Roman") == Recovered(text, UNICODE)


@given(
    st.text(alphabet=[*LETTERS, *"abcdeghiklmnopqrstuvxy ,.-0123456789"]),
    st.sampled_from([letter for letter in LETTERS if ord(letter) > 255]),
    st.text(alphabet=[*LETTERS, *"abcdeghiklmnopqrstuvxy ,.-0123456789"]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["", ".VnTime", ".VnTimeH", "VNI-Times", "Arial"]),
    st.sampled_from(list(Encoding)),
)
def test_letters_of_unicode_keep_a_text_in_any_font(
    head: str, letter: str, tail: str, form: str, font: str, likely: Encoding
) -> None:
    text = unicodedata.normalize("NFC", head + letter + tail)
    written = unicodedata.normalize(form, text)
    assert guess(written) is UNICODE
    assert recover(written, font, likely) == Recovered(text, UNICODE)


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_no_syllable_is_read_wrongly(encoding: Encoding) -> None:
    """A single word is recovered or left as it is; it never becomes another word."""
    left = 0
    for word in sorted({*_all_syllables()} - {"éo"}):  # 'Ðo' of TCVN3 becomes 'Đo', once 'Ðo'
        for written in (word, word.capitalize()):
            codes = encode(written, encoding)
            found = recover(codes)
            assert found.text in {decode(codes, encoding), codes}
            left += found.text != decode(codes, encoding)
    assert left < 0.14 * 2 * len(_all_syllables())


@given(st.text())
def test_any_text_gives_composed_text(text: str) -> None:
    for font in ("", ".VnTime", ".VnTimeH", "VNI-Times"):
        found = recover(text, font)
        assert unicodedata.is_normalized("NFC", found.text)
    assert tidy_name(text) == tidy_name(unicodedata.normalize("NFC", text))


# --- fonts and letters together -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("Tó", "", Recovered("Tó", UNICODE)),
        ("Tó", "Times New Roman", Recovered("Tó", UNICODE)),
        ("Tó", ".VnTime", Recovered("Tú", TCVN3)),
        ("Mai Thò Lan", "VNI-Times", Recovered("Mai Thị Lan", VNI)),
        ("nguyÔn thÞ ¸nh", ".VnTimeH", Recovered("NGUYỄN THỊ ÁNH", TCVN3)),
        ("NGUYÔN THÞ ¸NH", ".VnTimeH", Recovered("NGUYỄN THỊ ÁNH", TCVN3)),
        ("Hµ B¸ Vò", ".VnTimeH", Recovered("HÀ BÁ VŨ", TCVN3)),
        ("H'Wiª Eban", ".VnTime", Recovered("H'Wiê Eban", TCVN3)),
        # the font was left behind, the letters are Unicode's
        ("Nguyễn Văn Tó", ".VnTime", Recovered("Nguyễn Văn Tó", UNICODE)),
        ("Thành", ".VnTimeH", Recovered("Thành", UNICODE)),
        ("5 m² ± ½", ".VnTime", Recovered("5 m² ± ½", UNICODE)),
        # the font is of the other encoding, or of none
        ("Nguyeãn Thò AÙnh", ".VnTime", Recovered("Nguyễn Thị Ánh", VNI)),
        ("NguyÔn V¨n An", "VNI-Times", Recovered("Nguyễn Văn An", TCVN3)),
        ("NguyÔn V¨n An", "Arial", Recovered("Nguyễn Văn An", TCVN3)),
    ],
)
def test_the_font_tells_where_the_letters_allow_it(
    text: str, font: str, expected: Recovered
) -> None:
    assert recover(text, font) == expected


@pytest.mark.parametrize(
    ("text", "expected", "encoding"),
    [
        ("Huyện uỷ B¶o Th¾ng", "Huyện uỷ Bảo Thắng", TCVN3),
        ("Xã Mỹ Long, huyeän Phöôùc Bình", "Xã Mỹ Long, huyện Phước Bình", VNI),
        ("Nguyễn Văn An¹", "Nguyễn Văn An¹", UNICODE),
        ("thửa đất h¹", "thửa đất h¹", UNICODE),  # ¹ may be a note's
        ("gọi là «Tổ X»", "gọi là «Tổ X»", UNICODE),
        ("bạn Loïc ở Genève", "bạn Loïc ở Genève", UNICODE),
    ],
)
def test_a_cell_of_both(text: str, expected: str, encoding: Encoding) -> None:
    assert guess(text) is UNICODE
    assert recover(text) == Recovered(expected, encoding)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ðỗ Văn Ðạt", "Đỗ Văn Đạt"),
        ("Ðinh", "Đinh"),
        ("ði Ðông", "đi Đông"),
        ("HÐND", "HĐND"),
        ("05/QÐ-TTg", "05/QĐ-TTg"),
        ("BÐ", "BÐ"),  # BĐ, or Bé in TCVN3
        ("Sigurður Guðmundsson", "Sigurður Guðmundsson"),
    ],
)
def test_eth_is_put_right_in_vietnamese(text: str, expected: str) -> None:
    assert recover(text) == Recovered(expected, UNICODE)


def test_the_soft_hyphen_lives_until_it_is_decoded() -> None:
    assert clean(recover("M\u00adêng Kh\u00ad¬ng").text) == "Mường Khương"
    assert clean("M\u00adêng") == "Mêng"  # why it has to be recovered first


@pytest.mark.parametrize(
    ("text", "font", "expected"),
    [
        ("  NGUYÔN   THÞ ¸NH ", "", "Nguyễn Thị Ánh"),
        ("nguyÔn thÞ ¸nh", ".VnTimeH", "Nguyễn Thị Ánh"),
        ("NguyÔn ThÞ ¸nh", "", "Nguyễn Thị Ánh"),
        ("¸nh", "", "Ánh"),
        ("TrÇn V¨n ót", "", "Trần Văn Út"),
        ("NGUYEÃN THÒ AÙNH", "", "Nguyễn Thị Ánh"),
        ("Ðỗ\u00a0Văn\tÐạt", "", "Đỗ Văn Đạt"),
        ("HUỲNH\u200b THỊ ĐÀO", "", "Huỳnh Thị Đào"),
        (unicodedata.normalize("NFD", "Trần  Ý"), "", "Trần Ý"),
        ("K’BRÊ", "", "K’Brê"),
        ("McDonald", "", "McDonald"),
        ("", "", ""),
        ("\u00ad", ".VnTime", "Ư"),
    ],
)
def test_tidy_name(text: str, font: str, expected: str) -> None:
    assert tidy_name(text, font) == expected


# --- the neighbours tell ------------------------------------------------------------------------


def test_what_a_column_is_in() -> None:
    names = ["NguyÔn V¨n An"] * 20
    assert prevailing(names) is TCVN3
    assert prevailing([*names, "Mai Phó", "An", "Thành"]) is TCVN3
    assert prevailing([*names, "Trần Văn Bé"]) is TCVN3
    assert prevailing([*names, "Trần Văn Bé", "Lê Thị Mỹ"]) is UNICODE
    assert prevailing([*names, "Traàn Vaên Huøng", "Traàn Vaên An"]) is UNICODE
    assert prevailing(["Traàn Vaên Huøng", "Mai Thò Lan"]) is VNI
    assert prevailing(["Mai Thò Lan", "An"]) is prevailing([]) is UNICODE


@pytest.mark.parametrize(
    ("text", "likely", "expected"),
    [
        ("Mai Phó", TCVN3, Recovered("Mai Phú", TCVN3)),
        ("Mai Thò Lan", VNI, Recovered("Mai Thị Lan", VNI)),
        ("Höng", TCVN3, Recovered("Hửng", TCVN3)),
        ("Höng", VNI, Recovered("Hưng", VNI)),
        ("Höng", UNICODE, Recovered("Höng", UNICODE)),
        ("Thành", TCVN3, Recovered("Thành", UNICODE)),
        ("Trần Tó", TCVN3, Recovered("Trần Tó", UNICODE)),
        ("· Hoa", TCVN3, Recovered("· Hoa", UNICODE)),
        ("Müller", TCVN3, Recovered("Müller", UNICODE)),
        ("Traàn Vaên Huøng", TCVN3, Recovered("Trần Văn Hùng", VNI)),
    ],
)
def test_neighbours_decide_where_a_text_can_be_both(
    text: str, likely: Encoding, expected: Recovered
) -> None:
    assert recover(text, likely=likely) == expected


# --- ten thousand names -------------------------------------------------------------------------

# All words with accents of the names that are left as they are without a font. Each is Vietnamese
# as it stands, too: 'Phó' is 'Phú' in TCVN3, 'Thò' is 'Thị' in VNI, 'Chí' is the same; or both old
# encodings have it: 'Böu' is 'Bửu' or 'Bưu'. So nothing in the cell tells; its column does.
BOTH = {
    TCVN3: "Böu Cóc Dòng LÖ Léc Lý Phó Phóc Tróc Tó Vò ót",
    VNI: "Bình Bích Chí Hoà Hoàng Höng Löu Mô Quí Sôn Thò Thô Thö Trí Vó",
}


@cache
def _all_names() -> list[str]:
    """Give the full names that the parts of the demonstration's names make, over 60,000."""
    path = Path(__file__).parents[3] / "resources" / "demo" / "names.json"
    parts = json.loads(path.read_text("utf-8"))
    made = {
        f"{family} {middle} {given_name}"
        for family, _weight in parts["families"]
        for sex in ("male", "female")
        for middle in parts["middle"][sex]
        for given_name in parts["given"][sex]
    }
    made |= {
        f"{family} {rest.replace(' | ', ' ')}"
        for people in ("khmer", "hoa")
        for family in parts[people]["families"]
        for sex in ("male", "female")
        for rest in parts[people][sex]
    }
    return sorted(made)


@cache
def _names() -> list[str]:
    return Random(4).sample(_all_names(), 12_000)


@pytest.mark.parametrize(("encoding", "font"), OLD)
def test_no_letter_of_a_name_is_lost_with_its_font(encoding: Encoding, font: str) -> None:
    names = _names()
    assert len(set(names)) >= 10_000
    for name in names:
        codes = encode(name, encoding)
        assert recover(codes, font).text == decode(codes, encoding)
        assert recover(codes, font).text.casefold() == name.casefold()
        assert tidy_name(codes, font) == name
        capitals = encode(name.upper(), encoding)
        assert recover(capitals, font).text.upper() == name.upper()


def test_no_letter_of_a_name_is_lost_in_a_capital_font() -> None:
    for name in _names():
        expected = name if name.isascii() else name.upper()
        assert recover(encode(name, TCVN3), ".VnTimeH").text.upper() == expected.upper()
        if encode(name, TCVN3) != name or not name.isascii():
            assert tidy_name(encode(name, TCVN3), ".VnTimeH") == name


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_names_are_recognised_by_their_letters(encoding: Encoding) -> None:
    names = _all_names()
    left = []
    for name in names:
        codes = encode(name, encoding)
        found = recover(codes)
        if found.text.casefold() != name.casefold():
            assert found == Recovered(codes, UNICODE)  # left, not turned into another name
            left.append(name)
    words = {word for name in left for word in encode(name, encoding).split()}
    assert sorted(word for word in words if not word.isascii()) == BOTH[encoding].split()
    assert len(left) < (0.0025 if encoding is TCVN3 else 0.0135) * len(names)
    # the column tells what single names can't: none is left
    likely = prevailing(encode(name, encoding) for name in _names())
    assert likely is encoding
    for name in (*left, *_names()):
        assert recover(encode(name, encoding), likely=likely).text.casefold() == name.casefold()
        assert tidy_name(encode(name, encoding), likely=likely) == name


def test_the_names_in_unicode_stay() -> None:
    for name in _names():
        for written in (name, name.upper(), name.lower(), unicodedata.normalize("NFD", name)):
            composed = unicodedata.normalize("NFC", written)
            assert recover(written) == Recovered(composed, UNICODE)

"""The codes of TCVN3 and VNI, the two encodings of Vietnamese files from before Unicode.

Sources: TCVN 5712:1993, character set VN3 (called ABC; its fonts are .VnTime, .VnArial ...), and
VNI for Windows (fonts VNI-Times ...). Both reach us as if they were CP1252: each byte of 0xA0 and
above is the character of that number, 0x80 to 0x9F (quotation marks, dashes) those of CP1252.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Final


class Encoding(Enum):
    """How a text's letters are coded."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3"
    VNI = "VNI"


# Each run of codes that follow one another, by its first.
_TCVN3_RUNS: Final = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
# A vowel is followed by one sign: of a tone, or of a circumflex or breve with a tone.
_VNI_TONES: Final = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
_VNI_CIRCUMFLEX: Final = dict(zip(("", *_VNI_TONES), "âáàåãä", strict=True))
_VNI_BREVE: Final = dict(zip(("", *_VNI_TONES), "êéèúüë", strict=True))
# Letters that have a code of their own.
_VNI_ALONE: Final = dict(zip("íìæóòîôöñ", "íìỉĩịỵơưđ", strict=True))


def _cp1252_controls() -> dict[int, str]:
    """The characters of CP1252 for the controls that some programs give in their place."""
    found = {}
    for code in range(0x80, 0xA0):
        sign = bytes((code,)).decode("cp1252", "ignore")
        if sign:
            found[code] = sign
    return found


def _tcvn3_table() -> dict[str, str]:
    return {
        chr(first + number): letter
        for first, letters in _TCVN3_RUNS.items()
        for number, letter in enumerate(letters)
    }


def _vni_table() -> dict[str, str]:
    small = dict(_VNI_ALONE)
    for vowel in "aeouy":
        small |= {vowel + sign: vowel + tone for tone, sign in _VNI_TONES.items()}
    for vowel in "aeo":
        small |= {vowel + sign: f"{vowel}\u0302{t}" for t, sign in _VNI_CIRCUMFLEX.items()}
    small |= {f"a{sign}": f"a\u0306{tone}" for tone, sign in _VNI_BREVE.items()}
    for code, vowel in (("ô", "ơ"), ("ö", "ư")):
        small |= {code + sign: vowel + tone for tone, sign in _VNI_TONES.items()}
    del small["yï"]  # ỵ has a code of its own
    table = {}
    for codes, marks in small.items():
        letter = unicodedata.normalize("NFC", marks)
        table[codes] = letter
        # the vowel says which case is meant; its sign may be of the other: 'Aùnh', 'AÙnh'
        table[codes[0] + codes[1:].upper()] = letter
        table[codes[0].upper() + codes[1:]] = letter.upper()
        table[codes.upper()] = letter.upper()
    return table


_CONTROLS: Final = _cp1252_controls()
TCVN3_CODES: Final = _tcvn3_table()
VNI_CODES: Final = _vni_table()

_FROM_TCVN3: Final = str.maketrans(TCVN3_CODES) | _CONTROLS
_TO_TCVN3: Final = {ord(letter.upper()): code for code, letter in TCVN3_CODES.items()} | {
    ord(letter): code for code, letter in TCVN3_CODES.items()
}
# Of the spellings of one letter the last stays: that with both in one case.
_TO_VNI: Final = {ord(letter): codes for codes, letter in VNI_CODES.items()} | {
    ord(letter): codes for codes, letter in VNI_CODES.items() if codes.islower()
}
_SIGNS: Final = "".join(sorted({codes[1] for codes in VNI_CODES if len(codes) == 2}))
_ALONE: Final = "".join(codes for codes in VNI_CODES if len(codes) == 1)
_VNI_LETTER: Final = re.compile(f"[AEOUYaeouyÔôÖö][{_SIGNS}]|[{_ALONE}]")


def has_only_vni(word: str) -> bool:
    """Tell whether VNI has a letter for everything in a word that isn't ASCII."""
    return _VNI_LETTER.sub(lambda found: "" if found[0] in VNI_CODES else found[0], word).isascii()


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Give the text in Unicode (NFC), as if all of it were in the encoding.

    What is no code of it stays. TCVN3's ư is U+00AD, the soft hyphen: it must not have been
    stripped before. `capitals` is for capital fonts (.VnTimeH), which show small letters as
    capitals; TCVN3 has no codes for most accented capitals.
    """
    if encoding is Encoding.TCVN3:
        text = text.translate(_FROM_TCVN3)
    elif encoding is Encoding.VNI:
        text = _VNI_LETTER.sub(lambda found: VNI_CODES.get(found[0], found[0]), text)
        text = text.translate(_CONTROLS)
    text = unicodedata.normalize("NFC", text)
    return text.upper() if capitals else text


def encode(text: str, encoding: Encoding) -> str:
    """Give the text as it was kept in the encoding, for tests and measurements.

    What has no code stays. An accented capital without a code in TCVN3 gets that of its small
    letter, as it was typed.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding is Encoding.TCVN3:
        return text.translate(_TO_TCVN3)
    if encoding is Encoding.VNI:
        return text.translate(_TO_VNI)
    return text

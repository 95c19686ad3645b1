"""Keys that put texts and names in Vietnamese order wherever bytes are compared.

Source: DOMAIN.md, 'Paper': the order of CLDR for Vietnamese. A key has three levels divided by
0x00: letters (one byte each), tones, case; `memcmp`, SQLite's BLOB order and Python's `<` on
bytes all compare it rightly.

Tones are compared word by word, not letter by letter: within a word they stand in their order,
wherever they are put, so that 'Hoà' and 'Hòa' are one, and 'Hoá' comes after both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from desktop.core.vietnamese.names import split_name

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PUNCTUATION: Final = "_-–—,;:!?.…'‘’\"“”()[]{}§@*/\\&#%•`^°+±<=>|~$"
_SHAPES: Final = {
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
_TONES: Final = {"\u0300": 3, "\u0309": 4, "\u0303": 5, "\u0301": 6, "\u0323": 7}
_OTHER_MARK: Final = 8
_STAND_INS: Final = {"ð": "đ", "Ð": "Đ"}  # Icelandic letters that old fonts show as đ
_LEVEL: Final = b"\x00"
_SPACE: Final = b"\x02"
_WORD_END: Final = b"\x02"
_OTHER_SIGN: Final = b"\x50"
_OTHER_LETTER: Final = b"\xf0"

_PRIMARY: Final[dict[str, bytes]] = {
    **{sign: bytes([0x03 + place]) for place, sign in enumerate(_PUNCTUATION)},
    **{digit: bytes([0x60 + place]) for place, digit in enumerate("0123456789")},
    **{letter: bytes([0x70 + place]) for place, letter in enumerate(_LETTERS)},
}


class _Element(NamedTuple):
    """What one character adds to each level; `tones` of what ends a word is the word's end."""

    primary: bytes
    tones: bytes
    case: str


def _latin(char: str) -> _Element | None:
    """Give the element of a Latin letter with or without marks, None of any other character."""
    decomposed = unicodedata.normalize("NFD", _STAND_INS.get(char, char))
    base, marks = decomposed[0].lower(), list(decomposed[1:])
    for mark in tuple(marks):
        if (base, mark) in _SHAPES:
            base = _SHAPES[base, mark]
            marks.remove(mark)
    if base not in _LETTERS:
        return None
    tones = bytes(_TONES.get(mark, _OTHER_MARK) for mark in marks)
    return _Element(_PRIMARY[base], tones, "1" if char.isupper() else "0")


def _element(char: str) -> _Element:
    category = unicodedata.category(char)
    if latin := _latin(char):
        return latin
    if category in {"Cc", "Cf", "Cs"}:
        return _Element(b"", b"", "")
    if category.startswith("M"):
        return _Element(b"", bytes([_TONES.get(char, _OTHER_MARK)]), "")
    if category.startswith("L"):
        return _Element(_OTHER_LETTER + char.encode(), b"", "0")
    known = str(unicodedata.decimal(char)) if category == "Nd" else char
    return _Element(_PRIMARY.get(known, _OTHER_SIGN + char.encode()), _WORD_END, "0")


class _Elements(dict[str, _Element]):
    """Each character's element, worked out when first met; bounded by the letters in use."""

    def __missing__(self, char: str) -> _Element:
        element = self[char] = _element(char)
        return element


_ELEMENTS: Final = _Elements()


@lru_cache(maxsize=16384)
def _word(word: str) -> _Element:
    elements = [_ELEMENTS[char] for char in word]
    return _Element(
        b"".join([element.primary for element in elements]),
        b"".join([element.tones for element in elements]),
        "".join([element.case for element in elements]),
    )


def _levels(text: str, max_letters: int) -> _Element:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    parts = text.split()
    if len(text) > max_letters:
        parts = " ".join(parts)[:max_letters].split()
    keys = [key for part in parts if (key := _word(part)).primary]
    return _Element(
        _SPACE.join([key.primary for key in keys]),
        _WORD_END.join([key.tones for key in keys]).rstrip(_WORD_END),
        "0".join([key.case for key in keys]),
    )


def _case_bytes(case: str) -> bytes:
    """Pack one bit a letter, capitals 1; zeros at the end are left out, for they decide nothing."""
    case = case.rstrip("0")
    size = (len(case) + 7) // 8
    return int(case.ljust(size * 8, "0"), 2).to_bytes(size, "big") if case else b""


def sort_key(text: str, max_letters: int = 48) -> bytes:
    """Give the key of a text, made of its first `max_letters` characters; b'' of an empty one.

    Order: spaces, punctuation and signs, digits (as characters, not as numbers), letters
    a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z, letters of other scripts;
    where these are equal the tones ngang, huyền, hỏi, ngã, sắc, nặng, then other marks; where
    these are equal too, small letters before capitals. Runs of spaces count as one, what is
    invisible doesn't count. Never raises.
    """
    primary, tones, case = _levels(text, max_letters)
    return _LEVEL.join((primary, tones, _case_bytes(case))).rstrip(_LEVEL)


@lru_cache(maxsize=16384)
def _name_part(part: str) -> tuple[bytes, str]:
    """Give a part's letters and tones as they stand in a name's key, and its case."""
    primary, tones, case = _levels(part, 48)
    return primary + _LEVEL + tones + _LEVEL, case


def name_sort_key(full_name: str, given_words: int = 1) -> bytes:
    """Give the key of a person's name: given name, then middle, then family name.

    Each part decides by letters and tones before the next is looked at; case comes last, so that
    names in capitals stand among the others. `given_words` is that of `split_name`, whose
    ValueError it passes on.
    """
    parts = split_name(full_name, given_words)
    given, given_case = _name_part(parts.given)
    middle, middle_case = _name_part(parts.middle)
    family, family_case = _name_part(parts.family)
    case = _case_bytes(given_case + middle_case + family_case)
    return (given + middle + family + case).rstrip(_LEVEL)


_DIGITS: Final = re.compile(r"\d+")


@lru_cache(maxsize=16384)
def natural_sort_key(text: str, max_letters: int = 48) -> bytes:
    """Return `sort_key` with numbers in order of their value: 'ấp 2' comes before 'ấp 10'."""
    # a number with more digits is larger: their count, in two digits, stands before them
    counted = _DIGITS.sub(_counted, text[:max_letters])
    return sort_key(counted, len(counted))


def _counted(found: re.Match[str]) -> str:
    digits = found[0].lstrip("0")
    return f"{len(digits):02}{digits}"

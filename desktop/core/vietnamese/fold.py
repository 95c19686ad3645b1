"""The door for every text, and the folded form by which texts are searched and compared.

Source: DOMAIN.md, 'Typing and old text' and 'Paper'. Texts stay as written ('Hòa' and 'Hoà' are
kept apart on screen and paper); only what they are searched by is folded.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Line ends of all kinds: Windows, old Mac, the line break inside a cell or paragraph of Excel and
# Word (vertical tab), form feed, and Unicode's two separators.
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\u2028\u2029]")
# Tab, no-break space and every other space of Unicode (category Zs).
_SPACES: Final = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls and format characters (categories Cc, Cf but for tabs and line ends), lone surrogates,
# which no file can hold, the non-characters that XML forbids, and the mark of a pasted object.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_OBJECT: Final = "\ufffc"  # the only one of these that counts as printable
_APART_ASCII: Final = re.compile("[^a-z0-9]+")
_APART: Final = re.compile(r"[\W_]+")

_VOWELS: Final = "aăâeêioôơuưy"
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")


def _letter_table() -> dict[int, str]:
    """Every accented Vietnamese letter and the look-alikes of đ, each to its bare small letter."""
    table = {ord(letter): "d" for letter in "đĐðÐ"}
    for vowel in _VOWELS:
        bare = unicodedata.normalize("NFD", vowel)[0]
        for tone in _TONES:
            letter = unicodedata.normalize("NFC", vowel + tone)
            table[ord(letter)] = table[ord(letter.upper())] = bare
    return table


_BARE: Final = _letter_table()


def clean(text: str, *, multiline: bool = False) -> str:
    """Give the text as it may be kept: NFC, nothing invisible in it, trimmed.

    Tabs and special spaces become plain spaces, of which runs stay as typed; a line end becomes
    a line feed in a multiline text and a space in any other. Control and format characters go
    out, among them zero-width ones, the byte order mark and the soft hyphen U+00AD: text in TCVN3
    (whose ư is that code) has to be decoded before it comes here.
    """
    if text.isprintable() and _OBJECT not in text:  # as nearly every text is
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip(" ")
    text = _LINE_ENDS.sub("\n", text)
    if not multiline:
        text = text.replace("\n", " ")
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text).strip(" \n")


def without_marks(text: str) -> str:
    """Give the text in lower case without diacritics, đ as d, all else in it left as it is."""
    text = text.translate(_BARE)
    if not text.isascii():
        # Compatibility forms (full-width letters, ², ligatures) may decompose to capitals, and
        # lower case may bring new marks ('İ'), so the order is: apart, lower, apart, marks off.
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
        text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
        text = text.translate(_BARE)
    return text.lower()


def fold(text: str) -> str:
    """Give the form by which a text is searched: 'Hòa' and 'Hoà' are 'hoa', 'Đỗ-Anh' is 'do anh'.

    Lower case, all diacritics off, đ as d (and ð, Ð, which stand in for it in old files), every
    run of other than letters and digits one space, trimmed. NFC and NFD give the same.
    """
    plain = without_marks(text)
    if not plain.isprintable():
        plain = _INVISIBLE.sub("", plain)
    apart = _APART_ASCII if plain.isascii() else _APART
    return apart.sub(" ", plain).strip(" ")


def words(text: str) -> tuple[str, ...]:
    """Give the folded words of a text, in their order."""
    return tuple(fold(text).split())

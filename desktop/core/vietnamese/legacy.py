"""Text out of old files: told by its font or its letters, and turned into Unicode.

Source: DOMAIN.md, 'Typing and old text'. A cell's font tells first; then its letters do: a text is
in an old encoding when words of it, so read, are Vietnamese syllables and, as they stand, are
none. A text that can be Unicode is Unicode: 'Mai Thò' stays, though in VNI it would be 'Mai Thị'.
For such cells the caller may say what their neighbours are in (`prevailing`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from desktop.core.vietnamese.fold import clean
from desktop.core.vietnamese.legacy_tables import (
    TCVN3_CODES,
    Encoding,
    decode,
    encode,
    has_only_vni,
)
from desktop.core.vietnamese.names import proper_case
from desktop.core.vietnamese.syllables import is_syllable

__all__ = [
    "Encoding",
    "Recovered",
    "decode",
    "encode",
    "font_encoding",
    "guess",
    "prevailing",
    "recover",
    "tidy_name",
]


@dataclass(slots=True)
class Recovered:
    """A text in Unicode (NFC), and the encoding in which it, or a part of it, was found."""

    # not frozen: one is made for every cell of a sheet, and a frozen one takes twice as long
    text: str
    encoding: Encoding


_TCVN3_FONT: Final = re.compile(r"\.vn[a-z0-9][\w-]*?(h?)|vn(?:time|arial)(h?)")
_VNI_FONT: Final = re.compile(r"vni\s*[-_ ]\s*\w.*")
_FONT_STYLE: Final = re.compile(r"[\s,_-]+(?:regular|normal|bold|italic)$")


@lru_cache(maxsize=1024)
def font_encoding(font: str) -> tuple[Encoding, bool] | None:
    """Tell the encoding of a font's text, and whether the font shows small letters as capitals.

    TCVN3: '.VnTime', '.VnArial Narrow'; with an H at the end ('.VnTimeH') a capital font. VNI:
    'VNI-Times'. None for all other fonts. Case and spaces don't matter.
    """
    name = font.strip().lower()
    while (plain := _FONT_STYLE.sub("", name)) != name:
        name = plain
    if _VNI_FONT.fullmatch(name):
        return Encoding.VNI, False
    if found := _TCVN3_FONT.fullmatch("".join(name.split())):
        return Encoding.TCVN3, bool(found[1] or found[2])
    return None


# A word is a run of Latin letters and of the signs that TCVN3 has its letters in; other signs
# (°, ±, ², ´) and all punctuation divide words.
_WORD: Final = re.compile(
    "[A-Za-z\u00a1-\u00ae\u00b5-\u00b9\u00bb-\u00be\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+"
)
_BEYOND_LATIN_1: Final = re.compile("[\u0100-\U0010ffff]")
# Vietnamese letters that no old encoding has as they are.
_ONLY_UNICODE: Final = re.compile("[ăĂđĐĩĨũŨơƠưƯẠ-ỹ]")
# Signs and letters of Latin-1 that no Vietnamese word has.
_STRANGE: Final = re.compile("[\u00a1-\u00ae\u00b5-\u00b9»-¾Ä-ÇËÎ-ÑÖ-ØÛÜÞ-ßä-çëî-ñö-øûüþÿ]")
_ETH: Final = str.maketrans("Ðð", "Đđ")
# Words of French and German, and units, that an old encoding would read as a syllable.
_FOREIGN: Final = (
    "aï caïn coït dît dû gît goï goïm haï haïk haït laïc loïc luît mît mû où rît saï thaï vît"
    " bö rät sät säe µm"
)
_NOT_VIETNAMESE: Final = frozenset(_FOREIGN.split())
# The signs of TCVN3 that have a case: its letters with a code for the capital, too.
_CASED_CODES: Final = frozenset("¡¢£¤¥¦§¨©ª«¬\u00ad®")
# Codes of TCVN3 that say it is capitals: two capitals in a word, or one not at its start.
_CAPITALS: Final = re.compile("[A-Z¡-§][µ-þ]*[A-Z¡-§]|[µ-þ][A-Z¡-§]")
# In VNI a capital may have the sign of a small letter ('Aùnh'), but not the other way round.
_CAPITAL_SIGN: Final = re.compile("[a-zôö][ÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]")


class _Reading(NamedTuple):
    """What a word can be: what of its readings are Vietnamese syllables."""

    unicode: bool  # as it stands, or it is a known word of another language
    beyond: bool  # it has a letter that no old encoding has
    tcvn3: bool
    vni: bool

    def fits(self, encoding: Encoding) -> bool:
        return self.tcvn3 if encoding is Encoding.TCVN3 else self.vni


_LONE_LETTERS = frozenset("àáâãèéêìíòóôõùúý")


def _one_case(word: str) -> bool:
    """Tell whether all letters are small, or all capitals, or all but the first small."""
    return word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())


def _is_unicode(word: str) -> bool:
    if word.lower() in _NOT_VIETNAMESE:
        return True
    if len(word) == 1 and (_STRANGE.match(word) or word.lower() in _LONE_LETTERS):
        return True  # a sign or a letter by itself: §, ®, ½, â
    return _with_eth_put_right(word) is not None


def _with_eth_put_right(word: str) -> str | None:
    """Give a Unicode word of Vietnamese, or an abbreviation ('QÐ', 'HÐND'), with a true Đ."""
    shown = word.translate(_ETH)
    if _one_case(shown) and is_syllable(shown.lower(), careless=True):
        return shown
    return shown if shown != word and word.isupper() and len(word) <= 6 else None


def _is_tcvn3(word: str) -> bool:
    if word[0] in "×÷":  # '×m', '÷n': no word begins with these letters (ì, ữ) and is longer
        return False
    if not all(code.isascii() or code in TCVN3_CODES for code in word):
        return False
    read, known = decode(word, Encoding.TCVN3), _known_letters(word)
    if known and not _one_case(known):
        return False
    if known[:1].isupper() and known[1:].islower() and not read.startswith(known[0]):
        return False
    return is_syllable(read.lower())


def _is_vni(word: str) -> bool:
    if _CAPITAL_SIGN.search(word) or not has_only_vni(word):
        return False
    read = decode(word, Encoding.VNI)
    return _one_case(read) and is_syllable(read.lower())


@lru_cache(maxsize=32768)
def _read(word: str) -> _Reading:
    if _BEYOND_LATIN_1.search(word):
        return _Reading(unicode=True, beyond=True, tcvn3=False, vni=False)
    return _Reading(_is_unicode(word), False, _is_tcvn3(word), _is_vni(word))


@lru_cache(maxsize=32768)
def _is_plain(word: str) -> bool:
    """Tell whether a word is Unicode and needs nothing put right."""
    return word.isascii() or (_read(word).unicode and not ("Ð" in word or "ð" in word))


def _words(text: str) -> list[str]:
    """Give the words that tell an encoding: those of ASCII are alike in all."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _weigh(readings: list[_Reading]) -> Encoding:
    if any(one.beyond for one in readings) or all(one.unicode for one in readings):
        return Encoding.UNICODE
    found, most = Encoding.UNICODE, (0, 0)
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        told = sum(one.fits(encoding) and not one.unicode for one in readings)
        against = sum(not one.fits(encoding) for one in readings)
        # a name of another people may be among them
        if told and against * 2 <= told:
            weight = (told, -against)
            if weight == most:
                return Encoding.UNICODE  # 'Höng' is 'Hửng' in TCVN3 and 'Hưng' in VNI
            if weight > most:
                found, most = encoding, weight
    return found


def guess(text: str) -> Encoding:
    """Tell the encoding by the letters alone; UNICODE wherever the text can be that.

    An old encoding is told when words of the text, read in it, are Vietnamese syllables which
    they aren't as they stand, and at most half as many words aren't such in it. A text with
    letters that no old encoding has (ễ, ơ) is UNICODE, though parts of it may not be.
    """
    if text.isascii():
        return Encoding.UNICODE
    text = unicodedata.normalize("NFC", text)
    if _ONLY_UNICODE.search(text):
        return Encoding.UNICODE
    return _weigh([_read(word) for word in _words(text)])


def prevailing(texts: Iterable[str]) -> Encoding:
    """Tell what the cells of a column are in: the old encoding of nearly all that tell it.

    UNICODE unless cells recognised as of one old encoding are at least twenty times as many as
    those in Unicode beyond doubt or in the other one.
    """
    counts = dict.fromkeys(Encoding, 0)
    for text in texts:
        if text.isascii():
            continue
        shown = unicodedata.normalize("NFC", text)
        encoding = guess(shown)
        if encoding is not Encoding.UNICODE or _ONLY_UNICODE.search(shown):
            counts[encoding] += 1
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        others = sum(counts.values()) - counts[encoding]
        if counts[encoding] and counts[encoding] >= 20 * others:
            return encoding
    return Encoding.UNICODE


def recover(text: str, font: str = "", likely: Encoding = Encoding.UNICODE) -> Recovered:
    """Give a cell's text in Unicode (NFC), by its font's name, else by its letters.

    A font of an old encoding decides where the letters allow it; text that can only be Unicode
    stays so in any font, and ASCII is never changed. `likely` is the encoding of the neighbouring
    cells: it decides where a text can be both (see `prevailing`). In a Unicode text single words
    are turned where they can be nothing else. Ð and ð (eth) in Vietnamese become Đ and đ. What
    came out must not be given in again with its old font.
    """
    if text.isascii():
        return Recovered(text, Encoding.UNICODE)
    text = unicodedata.normalize("NFC", text)
    if _ONLY_UNICODE.search(text) and not _STRANGE.search(text):
        return Recovered(text, Encoding.UNICODE)
    told = font_encoding(font) if font else None
    if told is None and likely is Encoding.UNICODE and all(map(_is_plain, _WORD.findall(text))):
        return Recovered(text, Encoding.UNICODE)
    words = _words(text)
    readings = [_read(word) for word in words]
    encoding, capitals = _weigh(readings), False
    if any(one.beyond for one in readings):
        return _recover_words(text, readings)
    if told and _may_be(told[0], encoding, readings):
        encoding, capitals = told
    elif _is_likely(likely, words, readings):
        encoding = likely
    if encoding is not Encoding.TCVN3:
        return Recovered(_eth_put_right(decode(text, encoding)), encoding)
    shown = decode(text, encoding, capitals=capitals)
    return Recovered(shown if capitals else _capitals_put_right(text, shown), encoding)


def _may_be(named: Encoding, told: Encoding, readings: list[_Reading]) -> bool:
    """Tell whether a text may be in its font's encoding, against what its letters tell."""
    if told is named or all(one.fits(named) for one in readings):
        return True
    return told is Encoding.UNICODE and not all(one.unicode for one in readings)


def _is_likely(likely: Encoding, words: list[str], readings: list[_Reading]) -> bool:
    """Tell whether a text may be in the encoding of its neighbours: a sign alone is a sign."""
    if likely is Encoding.UNICODE or all(len(word) == 1 for word in words):
        return False
    fitting = sum(one.fits(likely) for one in readings)
    if fitting == len(readings):
        return True
    return fitting * 2 >= len(readings) and not all(one.unicode for one in readings)


def _recover_words(text: str, readings: list[_Reading]) -> Recovered:
    """Turn the old words of a text that also has letters only Unicode has.

    Only words with a sign that no Vietnamese word has are turned, and only where all words that
    aren't Vietnamese agree: others may be slips of the hand ('Taân'), and ¹ at an end a note's.
    """
    strange = [one for one in readings if not one.unicode]
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        if strange and all(one.fits(encoding) for one in strange):

            def turn(found: re.Match[str], encoding: Encoding = encoding) -> str:
                word = found[0]
                if word.isascii() or _read(word).unicode or not _STRANGE.search(word.rstrip("¹")):
                    return word
                return decode(word, encoding)

            shown = _WORD.sub(turn, text)
            if shown != text:
                return Recovered(_eth_put_right(shown), encoding)
    return Recovered(_eth_put_right(text), Encoding.UNICODE)


def _eth_put_right(text: str) -> str:
    if "Ð" not in text and "ð" not in text:
        return text
    if _ONLY_UNICODE.search(text):
        return text.translate(_ETH)

    def turn(found: re.Match[str]) -> str:
        word = found[0]
        shown = _with_eth_put_right(word)
        if shown is None or (_read(word).tcvn3 and not is_syllable(shown.lower())):
            return word  # 'BÐ' may be an abbreviation, or 'Bé' in TCVN3
        return shown

    return _WORD.sub(turn, text)


def _capitals_put_right(codes: str, shown: str) -> str:
    """Make whole capitals of words that were typed so, as far as TCVN3 has codes for capitals.

    'THÞ TRÊN' (THị TRấN) is 'THỊ TRẤN'. A word with one capital at its start ('Hµ') is in
    capitals only beside such words, and where no word has a small letter.
    """
    if not _CAPITALS.search(codes):
        return shown
    words = [
        (found.span(), _known_letters(codes[slice(*found.span())]))
        for found in _WORD.finditer(codes)
    ]
    certain = [
        (span, known.isupper() and (len(known) > 1 or not known.startswith(shown[span[0]])))
        for span, known in words
        if not codes[slice(*span)].isascii()
    ]
    capitals = all(not known or known.isupper() for _, known in words)
    beside = any(sure for _, sure in certain) or any(
        len(known) > 1 and is_syllable(known.lower())  # 'BÁ AN' with 'AN'; not 'TP', 'UBND'
        for span, known in words
        if codes[slice(*span)].isascii()
    )
    for (start, end), sure in certain:
        if sure or (capitals and beside):
            shown = shown[:start] + shown[start:end].upper() + shown[end:]
    return shown


def _known_letters(codes: str) -> str:
    """Give the letters of a TCVN3 word whose case its codes tell."""
    return "".join(
        TCVN3_CODES.get(code, code) for code in codes if code.isascii() or code in _CASED_CODES
    )


def tidy_name(text: str, font: str = "", likely: Encoding = Encoding.UNICODE) -> str:
    """Give a person's name as it is kept: recovered, cleaned, single spaces, proper capitals.

    Names all in capitals or all in small letters are cased by `proper_case`. In TCVN3 a name in
    both may begin with a letter that has no capital ('¸nh'): it gets it ('Ánh').
    """
    found = recover(text, font, likely)
    name = " ".join(clean(found.text).split())
    if found.encoding is Encoding.TCVN3:
        name = _first_letters_put_right(name)
    return proper_case(name)


def _first_letters_put_right(name: str) -> str:
    parts = name.split(" ")
    without = [
        part[:1].upper() not in TCVN3_CODES.values() and not part[:1].isascii() for part in parts
    ]
    if all(lacking or not part[0].islower() for lacking, part in zip(without, parts, strict=True)):
        parts = [part[:1].upper() + part[1:] for part in parts]
    return " ".join(parts)

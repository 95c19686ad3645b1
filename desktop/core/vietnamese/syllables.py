"""What a written Vietnamese syllable can be: a grammar, not a dictionary.

A syllable is an onset and a rime; a rime is vowels and a final; a tone stands on one vowel. The
finals c, ch, p, t go with the tones sắc and nặng only; gh, ngh, k stand before e, ê, i, y, and g,
ng, c before the other vowels. Beside the language's own syllables stand those of well-known names
of places and persons (Sa Pa, Bắc Kạn, Đắk Lắk, Krông, Niê).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final, NamedTuple

_ONSETS: Final = ",b,c,ch,d,đ,g,gh,gi,h,k,kh,l,m,n,ng,ngh,nh,p,ph,qu,r,s,t,th,tr,v,x"
_WITHOUT_FINAL: Final = (
    "ai ao au ay âu ây eo êu ia iêu iu oai oao oay oeo oi ôi ơi ua uây ui uôi uya uyu ưa ưi ươi"
    " ươu ưu yêu"
)
# Each vowel or group of vowels with its finals; '-' is none.
_RIMES: Final = {
    "a": "- c ch k m n ng nh p t",
    "ă": "c k m n ng p t",
    "â": "c m n ng p t",
    "e": "- c m n ng p t",
    "ê": "- ch m n nh p t",
    "i": "- ch m n nh p t",
    "o": "- c m n ng p t",
    "ô": "- c k m n ng p t",
    "ơ": "- m n ng p t",
    "u": "- c k m n ng p t",
    "ư": "- c m n ng t",
    "y": "-",
    **dict.fromkeys(_WITHOUT_FINAL.split(), "-"),
    "iê": "- c m n ng p t",
    "oa": "- c ch m n ng nh p t",
    "oă": "c m n ng t",
    "oe": "- n t",
    "oo": "c ng",
    "uâ": "n ng t",
    "uê": "- ch nh",
    "uô": "c m n ng t",
    "uơ": "- n",
    "uy": "- ch n nh p t",
    "uyê": "n t",
    "ươ": "c m n ng p t",
    "yê": "m n ng t",
}
# What follows 'qu', whose u is no vowel of its own.
_AFTER_QU: Final = " a ă â e ê i ô ơ y ai ao au ay ây eo êu iu ơi iê yê "
_Y_AFTER_QU: Final = "- ch n nh p t"
_BEFORE_FRONT_VOWELS: Final = frozenset(("gh", "ngh", "k"))
_BEFORE_OTHERS: Final = frozenset(("g", "ng", "c"))
# Lips are not rounded twice: no 'boa', 'muy'.
_LIPS: Final = frozenset(("b", "m", "p", "ph", "v"))
_ROUNDED: Final = " oa oai oao oay oă oe oeo uâ uây uê uơ uy uya uyê uyu "
_NAMES: Final = ("kan", "kon", "kông", "krông")
_STOPS: Final = frozenset(("c", "ch", "p", "t"))
_LEVEL, _GRAVE, _ACUTE, _DOT = "", "\u0300", "\u0301", "\u0323"
_TONES: Final = (_GRAVE, "\u0309", "\u0303", _ACUTE, _DOT)
_WITH_A_STOP: Final = frozenset((_ACUTE, _DOT))
_ALL_TONES: Final = frozenset((_LEVEL, *_TONES))
_FEW_TONES: Final = {
    "oo": frozenset((_LEVEL, _GRAVE, _ACUTE)),
    "uya": frozenset((_LEVEL,)),
}


class _Shape(NamedTuple):
    """The tones that a syllable may have, and at which of its letters they may stand."""

    tones: frozenset[str]
    places: frozenset[int]


def _toned_letters() -> dict[str, tuple[str, str]]:
    return {
        unicodedata.normalize("NFC", vowel + tone): (vowel, tone)
        for vowel in "aăâeêioôơuưy"
        for tone in _TONES
    }


_TONED: Final = _toned_letters()


def _tone_places(vowels: str, final: str) -> tuple[int, ...]:
    """Give the places among the vowels where a tone is written, old way and new way."""
    for place in range(len(vowels) - 1, -1, -1):
        if vowels[place] in "ăâêôơư":
            return (place,)
    if vowels in {"oa", "oe", "uy", "oo"}:
        return (1,) if final and vowels != "oo" else (0, 1)
    return (1,) if len(vowels) == 3 else (0,)


def _go_together(onset: str, vowels: str) -> bool:
    front = vowels[0] in "eêiy"
    if onset in _LIPS and f" {vowels} " in _ROUNDED:
        return False
    if onset == "qu":
        return f" {vowels} " in _AFTER_QU
    if onset == "gi":  # the i of 'gi' and of the vowel are one: 'gì', 'giếng' are g and i
        return vowels[0] not in "iy"
    if onset == "g":
        return not front or vowels in {"i", "iê"}
    if vowels == "yê":
        return not onset
    return onset not in (_BEFORE_OTHERS if front else _BEFORE_FRONT_VOWELS)


@cache
def _shapes() -> dict[str, _Shape]:
    """Give every syllable without its tone; some thousands, made when first asked for."""
    found = {
        name: _Shape(_ALL_TONES, frozenset({max(name.find(one) for one in "aoô")}))
        for name in _NAMES
    }
    for onset in _ONSETS.split(","):
        for vowels, finals in _RIMES.items():
            if not _go_together(onset, vowels):
                continue
            listed = _Y_AFTER_QU if onset == "qu" and vowels == "y" else finals
            for final in listed.replace("-", "").split(" "):
                tones = _FEW_TONES.get(vowels, _ALL_TONES)
                tones = tones & _WITH_A_STOP if final in _STOPS else tones
                places = frozenset(len(onset) + place for place in _tone_places(vowels, final))
                found.setdefault(onset + vowels + final, _Shape(tones, places))
    return found


def is_syllable(word: str, *, careless: bool = False) -> bool:
    """Tell whether a word in small letters and NFC can be a Vietnamese syllable.

    `careless` allows what is often typed: the tone on an earlier vowel ('qúy', 'tòan'), and no
    tone where a stop ends the syllable ('tôt' for 'tốt').
    """
    plain, tone, place = "", _LEVEL, -1
    for number, letter in enumerate(word):
        bare, mark = _TONED.get(letter, (letter, _LEVEL))
        if mark:
            if tone:
                return False
            tone, place = mark, number
        plain += bare
    shape = _shapes().get(plain)
    if shape is None:
        return False
    if tone not in shape.tones:
        return careless and not tone
    if careless:
        return place <= max(shape.places)
    return not tone or place in shape.places

"""The accented letters of Vietnamese."""

from __future__ import annotations

import unicodedata

from desktop.core.vietnamese.syllables import _TONES

SMALL = [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", *_TONES)
    if not (vowel + tone).isascii()
] + ["đ"]
LETTERS = SMALL + [letter.upper() for letter in SMALL]

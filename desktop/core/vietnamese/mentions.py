"""Where a text names a person: however it is capitalised, spaced, or its tones are placed.

'Hoà' and 'Hòa' are one name here, 'Hoà' and 'Hoa' are two: of a person's data the marks matter,
else half the office would be meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from desktop.core.vietnamese.fold import clean

TAKEN_OUT: Final = "(đã xóa tên)"
"""What stands in a text where a person's name was."""

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS: Final = frozenset("aeiouy")
_LEAST_CARD: Final = 6
"""So many signs a number needs to be looked for: shorter ones stand everywhere."""


class Mentions:
    """Finds a person's names and numbers in texts.

    Words may have '_' or '-' around and between them, as names of files do.
    A name of a single word is found only where it is the whole text: in a sentence it is anyone's.
    """

    def __init__(self, names: Iterable[str | None], numbers: Iterable[str | None] = ()) -> None:
        known = [clean(one) for one in names if one and clean(one)]
        long = sorted({one for one in known if len(one.split()) > 1}, key=len, reverse=True)
        parts = [_name(one) for one in long]
        parts += [
            re.escape(clean(one)) for one in numbers if one and len(clean(one)) >= _LEAST_CARD
        ]
        self._within = (
            re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_])", re.IGNORECASE)
            if parts
            else None
        )
        whole = "|".join(map(_name, known))
        self._whole = re.compile(rf"\s*(?:{whole})\s*", re.IGNORECASE) if known else None

    def found(self, text: str | None) -> bool:
        """Tell whether a text names the person."""
        if not text:
            return False
        return self.is_name(text) or bool(self._within and self._within.search(_nfc(text)))

    def within(self, text: str) -> bool:
        """Tell whether a long text, or several joined, has the person's full name or number."""
        return bool(self._within and self._within.search(text))

    def is_name(self, text: str | None) -> bool:
        """Tell whether a text is the person's name and nothing else."""
        return bool(text and self._whole and self._whole.fullmatch(_nfc(text)))

    def taken_out(self, text: str) -> str:
        """Return a text without the person's names and numbers."""
        if self.is_name(text):
            return TAKEN_OUT
        return self._within.sub(TAKEN_OUT, _nfc(text)) if self._within else text


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _name(name: str) -> str:
    return r"[\s_-]+".join(map(_word, name.split()))


def _word(word: str) -> str:
    """Return the pattern of a word with its tone on any of its vowels."""
    apart = unicodedata.normalize("NFD", word)
    tones = [one for one in apart if one in _TONES]
    if len(tones) != 1:
        return re.escape(_nfc(word))
    bare = unicodedata.normalize("NFC", "".join(one for one in apart if one not in _TONES))
    forms = {
        _nfc(bare[: place + 1] + tones[0] + bare[place + 1 :])
        for place, letter in enumerate(bare)
        if unicodedata.normalize("NFD", letter)[0].lower() in _VOWELS
    }
    return f"(?:{'|'.join(sorted(map(re.escape, {_nfc(word), *forms})))})"

"""Personal names: their parts, and their spelling out of lists in capitals."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

# A word of a name ends at a space, a hyphen, an apostrophe ('K’Brê', 'H’Hen') or a full stop.
_WORD: Final = re.compile(r"[^\s\-‐‑–.'’‘ʼ`]+")


class NameParts(NamedTuple):
    """A name's parts as written; `family` and `middle` are empty where the name has none."""

    family: str
    middle: str
    given: str


def split_name(full_name: str, given_words: int = 1) -> NameParts:
    """Split a full name: the first word is the family's, the last is the given name.

    A record may say that the given name has more words than one (DOMAIN.md, 'Paper'); a name of
    no more words than these is a given name alone. Extra spaces are left out. Raises ValueError
    when `given_words` is below 1.
    """
    if given_words < 1:
        raise ValueError("given_words must be 1 or more")
    parts = full_name.split()
    family = parts[0] if len(parts) > given_words else ""
    return NameParts(
        family=family,
        middle=" ".join(parts[1:-given_words]),
        given=" ".join(parts[-given_words:]),
    )


def proper_case(text: str) -> str:
    """Spell a name typed all in capitals or all in small letters: 'NGUYỄN THỊ ÁNH', 'Y HNAM'.

    A name that has both is the clerk's own spelling and stays as it is. Hyphens, apostrophes and
    spaces are kept: 'K’BRÊ' gives 'K’Brê'. The answer is NFC.
    """
    text = unicodedata.normalize("NFC", text)
    if not (text.isupper() or text.islower()):
        return text
    return _WORD.sub(lambda found: found[0][0].upper() + found[0][1:].lower(), text)

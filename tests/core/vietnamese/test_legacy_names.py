"""Ten thousand names in the old encodings: no letter of them gets lost."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from random import Random

import pytest

from desktop.core.vietnamese.legacy import (
    Encoding,
    Recovered,
    decode,
    encode,
    prevailing,
    recover,
    tidy_name,
)

UNICODE, TCVN3, VNI = Encoding
OLD = [(TCVN3, ".VnTime"), (VNI, "VNI-Times")]

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

"""What can be a Vietnamese syllable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.core.vietnamese.syllables import is_syllable

SYLLABLES = (
    "nguyễn thị ánh kạn đắk lắk krông niê quốc quý quỳnh quyết quên giếng gì gìn giêng giữa khuya"
    " nguyệt huỳnh thuở xoong moóc yến yêu uống ương tuấn hòa hoà thuỷ thủy khoẻ ngoài nghiêng út"
    " ở à"
)
NONE = (
    "tôt môt qúy tòan hoăc góăc bôà nghá kố cế ngế gế quua giì muy bỏc thịt̉ toọng toọc khuyà"
    " hoaò taâ aù bébé café für schön b ng hoàa"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word, careless=True)


@pytest.mark.parametrize("word", NONE.split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["tôt", "hoăc", "qúy", "tòan", "gía"])
def test_careless_spellings(word: str) -> None:
    assert is_syllable(word, careless=True)
    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["baù", "chaõ", "khuyù", "tèt", "café", "hoaò"])
def test_what_no_careless_hand_types(word: str) -> None:
    assert not is_syllable(word, careless=True)


def test_the_words_of_the_demonstration() -> None:
    """All Vietnamese words of its texts, but for the few that are names or abbreviations."""
    folder = Path(__file__).parents[3] / "resources" / "demo"
    texts = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.json")))
    found = set(re.findall(r"\b[^\W\d_]+\b", texts))
    accented = {word for word in found if not word.isascii() and word[1:].islower()}
    assert len(accented) > 500
    assert {word for word in accented if not is_syllable(word.lower())} == set()

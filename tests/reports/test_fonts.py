"""The embedded fonts: every Vietnamese letter is drawn, and copied text is what was written."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfbase import pdfmetrics

from desktop.core.paper import PRESETS
from desktop.reports.document import Document
from desktop.reports.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, register_fonts

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES]
LETTERS = [*SMALL, *(one.upper() for one in SMALL), "đ", "Đ"]
SIGNS = list("«»–—…“”‘’−°²₫")
FONTS = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)


def test_the_letters_are_all_and_each_is_one_code() -> None:
    assert len(set(LETTERS)) == 146
    assert all(len(one) == 1 for one in LETTERS)


@pytest.mark.parametrize("font", FONTS)
def test_the_font_has_a_glyph_for_every_letter(font: str) -> None:
    register_fonts()
    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    missing = [one for one in (*LETTERS, *SIGNS) if not glyphs.get(ord(one))]
    assert missing == []


@pytest.fixture
def specimen(tmp_path: Path) -> Path:
    """Every letter in every font, a line of twelve at a time."""
    target = tmp_path / "chữ.pdf"
    with target.open("wb") as stream:
        document = Document(stream, PRESETS["party-a"], title="Chữ", author="Kiểm thử")
        for font in FONTS:
            for at in range(0, len(LETTERS), 12):
                document.centred("".join(LETTERS[at : at + 12]), font, 11)
        document.finish()
    return target


def test_text_copied_from_the_paper_is_nfc(
    specimen: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    (page,) = read_pdf(specimen)
    wanted = ["".join(LETTERS[at : at + 12]) for at in range(0, len(LETTERS), 12)]
    assert page.text.split("\n") == wanted * len(FONTS)
    assert unicodedata.is_normalized("NFC", page.text)


def test_every_letter_leaves_ink_in_its_own_font(
    specimen: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    (page,) = read_pdf(specimen)
    assert len(page.letters) == len(LETTERS) * len(FONTS)
    for place, one in enumerate(page.letters):
        assert one.text == LETTERS[place % len(LETTERS)]
        assert one.right - one.left > 1, one
        assert one.top - one.bottom > 3, one
    assert len({one.font for one in page.letters}) == len(FONTS)


def test_marks_stand_above_their_letter(
    specimen: Path, read_pdf: Callable[[Path], list[Any]]
) -> None:
    (page,) = read_pdf(specimen)
    height = {one.text: one.top - one.base for one in page.letters[: len(LETTERS)]}
    for small in ("á", "ấ", "ắ", "é", "ế", "ớ", "ứ", "ý", "Ấ", "Ở"):
        bare = unicodedata.normalize("NFD", small)[0]
        assert height[small] > height[bare] + 1.5, small
    assert min(one.bottom - one.base for one in page.letters if one.text == "ạ") < -1


def test_all_fonts_are_embedded(specimen: Path) -> None:
    with closing(pypdfium2.PdfDocument(specimen)) as document, closing(document[0]) as page:
        seen: dict[str, bool] = {}
        name = ctypes.create_string_buffer(256)
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(one)
            pdfium.FPDFFont_GetBaseFontName(font, name, 256)
            seen[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
        assert len(seen) == len(FONTS)
        assert all(seen.values())

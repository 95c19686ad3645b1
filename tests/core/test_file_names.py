"""Names that every system can write, whatever a file was called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.file_names import (
    MAXIMUM_NAME,
    clean_name,
    free_name,
    may_be_opened,
    size_text,
    with_ending,
)

HARD = st.text() | st.text(alphabet='aảĂ\u0302 .\\/:*?<>|"\u202e\x07\nCONcomLPT19$¹').map(
    lambda one: one * 3
)


@given(HARD)
def test_any_name_can_be_written_anywhere(name: str) -> None:
    found = clean_name(name)
    assert 0 < len(found) <= MAXIMUM_NAME
    assert len(found.encode()) <= 215
    assert not set(found) & set('<>:"/\\|?*')
    assert not found.endswith((".", " "))
    assert not found.startswith(" ")
    assert unicodedata.is_normalized("NFC", found)
    assert not any(unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in found)
    device = found.split(".")[0].strip().upper()
    assert device not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹", "CONIN$"}
    assert clean_name(found) == found


@given(st.lists(HARD, max_size=6), HARD)
def test_a_free_name_is_free(taken: list[str], name: str) -> None:
    held = [clean_name(one) for one in taken] * 2
    found = free_name(clean_name(name), held)
    assert found.casefold() not in {one.casefold() for one in held}
    assert len(found) <= MAXIMUM_NAME


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("..\\..\\Windows\\ảnh.JPG", "ảnh.JPG"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("x.", "x"),
        ("Nu\u0302ng.txt", "Nûng.txt"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("hỏi?.pdf", "hỏi_.pdf"),
        ("  . ", "tệp"),
        ("ả" * 300 + ".pdf", "ả" * 65 + ".pdf"),
    ],
)
def test_what_becomes_of_a_name(given_: str, kept: str) -> None:
    assert clean_name(given_) == kept


def test_the_second_of_a_name_is_numbered() -> None:
    assert free_name("ảnh.jpg", ["Ảnh.JPG", "ảnh (2).jpg"]) == "ảnh (3).jpg"


@pytest.mark.parametrize(
    ("typed", "former", "kept"),
    [
        ("Báo cáo quý 1.2026", "a.pdf", "Báo cáo quý 1.2026.pdf"),
        ("ảnh bìa", "a.JPG", "ảnh bìa.JPG"),
        ("ảnh.png", "a.jpg", "ảnh.png"),
        ("ảnh", "không có đuôi", "ảnh"),
    ],
)
def test_an_ending_left_out_is_put_back(typed: str, former: str, kept: str) -> None:
    assert with_ending(typed, former) == kept


@pytest.mark.parametrize(
    "name", ["a.exe", "b.LNK", "ảnh.jpg.vbs", "x.ps1", "y.Js", "a.exe ", "a.exe. .", "a.e\u202exe"]
)
def test_programs_are_never_opened(name: str) -> None:
    assert not may_be_opened(name)


@pytest.mark.parametrize(
    "name",
    ["sổ.xlsm", "b.docm", "c.XLAM", "d.html", "e.svg", "f.slk", "g.iqy", "h.jnlp", "i.gsdb", "k.ủ"],
)
def test_what_can_do_more_than_show_itself_is_not_opened_either(name: str) -> None:
    assert not may_be_opened(name)


@pytest.mark.parametrize("name", ["a.jpg", "báo cáo.docx", "không đuôi", "exe", "a.exe.pdf"])
def test_documents_are_opened(name: str) -> None:
    assert may_be_opened(name)


def test_sizes_in_words() -> None:
    told = [size_text(one) for one in (0, 999, 1_000, 829_999, 12_400_000, 1_234_000_000)]
    assert told == ["0 byte", "999 byte", "1 KB", "830 KB", "12,4 MB", "1.234 MB"]

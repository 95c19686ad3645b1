"""The Vietnamese catalogue is complete, fresh and compiled."""

from __future__ import annotations

import ast
import gettext
import string
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "locale" / "vi" / "LC_MESSAGES" / "guongsang.po"
MARKS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(PO))


def marked() -> set[str]:
    """Every sentence that the code marks, read from the code without Babel."""
    found: set[str] = set()
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name not in MARKS or not node.args:
                continue
            place = 1 if name == "pgettext" else 0
            one = node.args[place]
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                found.add(one.value)
    return found - {""}


def test_everything_the_code_marks_is_in_the_catalogue(catalogue):
    assert marked() == {one.msgid for one in catalogue if not one.obsolete}


def test_everything_has_its_vietnamese_words(catalogue):
    assert [one.msgid for one in catalogue.untranslated_entries()] == []
    assert [one.msgid for one in catalogue.fuzzy_entries()] == []


def test_what_is_filled_in_stands_in_the_translation_too(catalogue):
    def names(text: str) -> set[str]:
        return {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name}

    for one in catalogue:
        for words in (one.msgstr, *one.msgstr_plural.values()):
            if words:
                assert names(words) == names(one.msgid), one.msgid
                assert words.count("%s") == one.msgid.count("%s"), one.msgid


def test_the_compiled_catalogue_is_that_of_the_text(catalogue):
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for one in catalogue:
        if one.msgid_plural:
            assert compiled.ngettext(one.msgid, one.msgid_plural, 2) == one.msgstr_plural[0]
        elif one.msgctxt:
            assert compiled.pgettext(one.msgctxt, one.msgid) == one.msgstr
        else:
            assert compiled.gettext(one.msgid) == one.msgstr

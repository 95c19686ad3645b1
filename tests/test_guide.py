"""The guide names what the window has."""

from __future__ import annotations

import html
import re
from pathlib import Path

import polib

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
GUIDE = (RESOURCES / "help" / "huong-dan.html").read_text(encoding="utf-8")
PO = polib.pofile(str(RESOURCES / "locale" / "vi" / "LC_MESSAGES" / "guongsang.po"))


def test_every_menu_entry_that_the_guide_names_is_there():
    words = {one.msgstr.replace("&", "").rstrip("…") for one in PO}
    text = html.unescape(GUIDE)
    paths = re.findall(r"<(?:b|strong)>([^<]*→[^<]*)</(?:b|strong)>", text)
    assert len(paths) >= 5
    for path in paths:
        for name in path.split("→"):
            assert " ".join(name.split()) in words, path

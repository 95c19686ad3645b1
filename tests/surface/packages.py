"""What an Office file holds that does something by itself: formulas, links, macros, fields."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PARTS = re.compile(
    r"vbaProject|externalLink|embeddings/|activeX|ctrlProps|connections\.xml|queryTable|"
    r"customUI|oleObject|attachedToolbars|macrosheets|dialogsheets",
    re.IGNORECASE,
)
_NAMED = re.compile(r"_xlnm\.(?:Print_Titles|Print_Area|_FilterDatabase)")
_LISTED = re.compile(r"""("[^"]*"|'?[\w ]+'?!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)""")
_FIELDS = {"PAGE", "NUMPAGES"}


def active(path: Path) -> list[str]:
    """Return what would run, reach out or be worked out when the file is opened."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _PARTS.search(name):
                found.append(name)
                continue
            if not name.endswith((".xml", ".rels")):
                continue
            text = archive.read(name).decode()
            found += [f"{name}: {one}" for one in _in_part(name, text)]
    return found


def _in_part(name: str, text: str) -> list[str]:
    found = re.findall(r'TargetMode="External"', text)
    found += re.findall(r"vnd\.ms-(?:excel|word)[^\"]*macro\w*", text)
    if "worksheets/" in name:
        found += re.findall(r"<f[ >/].{0,60}|<hyperlink .{0,60}|<oleObject.{0,60}", text)
        for one in re.findall(r"<formula\d>(.*?)</formula\d>", text):
            if not _LISTED.fullmatch(one.replace("&quot;", '"')):
                found.append(one)
    for one in re.findall(r'<definedName name="([^"]*)"', text):
        if not _NAMED.fullmatch(one):
            found.append(one)
    if name.startswith("word/"):
        found += re.findall(r"<w:(?:instrText|altChunk|object|attachedTemplate|hyperlink)\b", text)
        for one in re.findall(r'w:instr="([^"]*)"', text):
            if one.strip() not in _FIELDS:
                found.append(one)
    return found

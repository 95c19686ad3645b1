"""Looks whether a sheet of an .xlsx may be given to calamine, which trusts what it reads.

calamine is quick, but it reserves a place for every cell between the first and the last, so that
one stray cell at the end takes all memory; it leaves out error values and knows no fonts. What is
found here decides who reads the sheet. Structure: ECMA-376 part 1, 18.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from desktop.exchange.packages import Package
from desktop.exchange.table_values import MAX_CELLS, MAX_ROWS, CellFonts, Progress, Value, damaged

MAX_STRINGS: Final = 256 << 20
"""Bytes of the shared texts of a workbook."""

# What a survey looks for; `c r="` begins a cell of nearly every program that writes workbooks.
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z][12]?\d{1,5}")')  # also other tags that begin with c
_ODD_CELL = re.compile(rb'<c(?:[>/]|\s(?!r="[A-Z]))')
_ODD_PREFIXED_CELL = re.compile(rb':c(?:[>/]|\s(?!r="[A-Z]))')
_WIDE = re.compile(rb'r="[A-Z][A-Z]')
_TALL = re.compile(rb'r="[A-Z]?(?:[3-9]\d{5}|\d{7})')
_COLUMNS = re.compile(rb'r="([A-Z]{1,8})')
_ROWS = re.compile(rb'r="[A-Z]*(\d{1,10})"')
_AT = rb'<c r="([A-Z]{1,3})(\d{1,7})"'
_ERROR = re.compile(_AT + rb'[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(#[^<]{1,40})</v>')
_COUNT = re.compile(rb"uniqueCount[^0-9<>]{1,20}(\d{1,40})")
_LEGACY_RUN = re.compile(rb'rFont val="\s*(?:\.[Vv][Nn]|[Vv][Nn][Ii])')


@dataclass
class Survey:
    """What a look over a sheet's XML found."""

    rows: int = 0
    cells: int = 0
    plain: bool = True  # every cell says where it is, as nearly all programs write it
    errors: bool = False
    legacy: bool = False
    box: int = 0  # rows x columns from A1 to the last cell, at most

    @property
    def dense(self) -> bool:
        """Whether a reader that holds all places between the cells can be trusted with it."""
        small = self.rows <= MAX_ROWS and self.cells <= MAX_CELLS and self.box <= MAX_CELLS
        return small and self.plain


def survey(package: Package, part: str, fonts: Iterable[int], progress: Progress) -> Survey:
    """Look over a sheet's XML without parsing it: at the speed of a search in memory.

    `fonts` are the cell formats that show a legacy font. Cells are counted out only in a sheet
    with columns after Z or rows after 299,999: what is left is under `MAX_CELLS` anyhow.
    """
    found = _survey(package, part, fonts, progress, measured=False)
    return found or _survey(package, part, fonts, progress, measured=True) or Survey(plain=False)


def _survey(
    package: Package, part: str, fonts: Iterable[int], progress: Progress, *, measured: bool
) -> Survey | None:
    """Survey with every cell `measured` or none; None when they should have been from the first."""
    found = Survey()
    names = b"|".join(str(index).encode() for index in sorted(fonts))
    legacy = re.compile(rb'\bs="(?:' + names + rb')"') if names else None
    widest, rows = 0, 0
    for number, tags in enumerate(whole(package.stream(part))):
        progress.add(len(tags))
        prefixed = b":c" in tags
        found.rows += tags.count(b"<row") + tags.count(b":row")
        found.cells += tags.count(b"c r=")
        if found.rows > MAX_ROWS:
            break  # too long for the dense reader, whatever else
        found.errors = found.errors or b't="e"' in tags
        found.legacy = found.legacy or (legacy is not None and legacy.search(tags) is not None)
        if not (measured or prefixed or _UNUSUAL.search(tags)):
            continue  # all cells plain, in columns A to Z, above row 300,000
        if _ODD_CELL.search(tags) or (prefixed and _ODD_PREFIXED_CELL.search(tags)):
            found.plain = False
        if measured or _WIDE.search(tags) or _TALL.search(tags):
            if number and not measured:
                return None
            measured = True
            letters = set(_COLUMNS.findall(tags))
            widest = max(widest, 1, *(column(one) + 1 for one in letters))
            rows = max(rows, 0, *map(int, set(_ROWS.findall(tags))))
    found.box = widest * rows
    return found


def survey_shared(package: Package, part: str | None, *, styled: bool) -> bool:
    """Return whether runs of a workbook's shared texts are in legacy fonts.

    In a workbook whose cells are `styled` with legacy fonts: whether runs have any font.
    """
    if part is None or part not in package:
        return False
    if package.size(part) > MAX_STRINGS:
        raise package.too_large()
    texts, rich = 0, False
    for tags in whole(package.stream(part)):
        texts += tags.count(b"<si") + tags.count(b":si")
        counts = _COUNT.findall(tags) if b"uniqueCount" in tags else ()
        if any(int(one) > MAX_CELLS for one in counts):
            raise damaged(package.file)  # memory is reserved for as many before one is read
        rich = rich or (b"rFont" in tags if styled else _LEGACY_RUN.search(tags) is not None)
    if texts > MAX_CELLS:
        raise package.too_large()
    return rich


@dataclass(frozen=True)
class Marks:
    """What calamine does not tell, by (row, column) from 0."""

    fonts: CellFonts = field(default_factory=CellFonts)
    errors: dict[tuple[int, int], Value] = field(default_factory=dict)


def read_marks(package: Package, part: str, look: Survey, fonts: Mapping[int, str]) -> Marks | None:
    """Find a sheet's legacy fonts and error values; None when an error isn't where it should be.

    Fonts of cells whose attributes stand in the order of the standard: nearly all programs write
    them so, and a font is a hint.
    """
    marks = Marks()
    if not (look.legacy or look.errors):
        return marks
    names = {str(index).encode(): font for index, font in fonts.items()}
    styled = re.compile(_AT + rb' s="(' + b"|".join(names) + rb')" t="(?:s|str|inlineStr)"')
    place = cache(column)
    for cells in whole(package.stream(part), b"<c "):
        if look.legacy:
            for letters, row, style in styled.findall(cells):
                marks.fonts.add(int(row) - 1, place(letters), names[style])
        if b't="e"' in cells:
            found = _ERROR.findall(cells)
            if len(found) != cells.count(b't="e"'):
                return None
            for letters, row, text in found:
                marks.errors[int(row) - 1, place(letters)] = text.decode("ascii", "replace")
    return marks


def whole(chunks: Iterable[bytes], tag: bytes = b"<") -> Iterator[bytes]:
    """Cut chunks anew, so that none ends within a tag (but in pages of text without any)."""
    tail = b""
    for chunk in chunks:
        data = tail + chunk
        cut = data.rfind(tag)
        tail = data[cut:] if cut > 0 else b""
        yield data[:cut] if cut > 0 else data
    yield tail


def column(letters: bytes) -> int:
    """Return the index of a column's letters, from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1

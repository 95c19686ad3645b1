"""Reads the tables of a Word file (.docx) row by row.

python-docx finds a cell by counting all cells before it, which is quadratic; here each row of the
XML is met once. Structure: ECMA-376 part 1, 17.3 (text), 17.4 (tables), 17.7 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from desktop.exchange.packages import XML_SAFELY, Package
from desktop.exchange.table_values import (
    HEADING_ROWS,
    MAX_CELLS,
    MAX_ROWS,
    CellFonts,
    Merged,
    Progress,
    Table,
    Tick,
    Value,
    common_legacy_font,
    damaged,
    is_legacy_font,
    shortened,
    too_many_cells,
    too_many_rows,
    trimmed,
)

MAX_DOCUMENT: Final = 256 << 20
"""Bytes that the text of a document may unpack to."""
_MAX_HELD = 2_000_000  # tags held in memory before a row or paragraph ends
_MAX_COLUMNS = 63  # of a Word table
_SIGNS: Final = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",  # TCVN3's ư
}
_HOLDERS: Final = frozenset(
    {"ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "customXml", "sdt", "sdtContent"}
)
_SPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_WATCHED: Final = tuple(
    f"{{{space}}}{name}" for space in _SPACES for name in ("tbl", "tr", "p", "txbxContent")
)

Fonts = dict[str | None, str]  # a style's font by its id; None for what has no style


def read_docx(package: Package, document: str, tick: Tick | None) -> list[Table]:
    """Read the tables of the body that hold anything, not those inside cells and text boxes.

    Raises `DamagedFile`, `TooLarge`; what `tick` raises.
    """
    if package.size(document) > MAX_DOCUMENT:
        raise package.too_large()
    styles = dict(package.relations(document).values()).get("styles")
    fonts = _style_fonts(package.tree(styles)) if styles and styles in package else {}
    progress = Progress(tick, package.size(document))
    tables: list[Table] = []
    reading: _Reading | None = None
    count = depth = boxes = 0
    body = _Body(package, document)
    for event, name, element in body.events(progress):
        if name == "txbxContent":
            boxes += 1 if event == "start" else -1
        elif boxes:
            continue
        elif event == "start":
            if name == "tbl":
                depth += 1
                if depth == 1:
                    count += 1
                    reading = _Reading(package.file, f"Bảng {count}", fonts)
        elif name == "tr" and depth == 1 and reading:
            reading.take(element)
            body.forget(element)
        elif name == "tbl":
            depth -= 1
            if depth == 0 and reading and (table := reading.table()):
                tables.append(table)
        elif name == "p" and depth == 0:
            body.forget(element)
    return tables


class _Body:
    """The text of a document as it goes by."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._held = 0  # tags in memory

    def events(self, progress: Progress) -> Iterator[tuple[str, str, Any]]:
        """Yield ("start" or "end", local name, element) of what is watched for."""
        parser = etree.XMLPullParser(events=("start", "end"), tag=_WATCHED, **XML_SAFELY)
        try:
            for chunk in self._package.stream(self._part):
                progress.add(len(chunk))
                self._held += chunk.count(b"<")
                if self._held > _MAX_HELD:
                    raise self._package.too_large()
                parser.feed(chunk)
                for event, element in parser.read_events():
                    yield event, _name(element), element
            parser.close()
        except etree.XMLSyntaxError as error:
            raise damaged(self._package.file) from error

    def forget(self, element: Any) -> None:
        """Let go of an element that was read, and of all before it."""
        self._held = 0
        element.clear()
        while (elder := element.getprevious()) is not None:
            elder.getparent().remove(elder)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _property(holder: Any, path: str) -> str | None:
    """Return the `val` of a property below `holder`; "" when it is there without one."""
    found = None if holder is None else holder.find(path)
    return None if found is None else _attribute(found, "val") or ""


def _attribute(element: Any, name: str) -> str | None:
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), None)


def _font(properties: Any) -> str | None:
    """Return the font that run properties name: a legacy one if any letters have it."""
    fonts = None if properties is None else properties.find("{*}rFonts")
    if fonts is None:
        return None
    themed = any(_attribute(fonts, name) for name in ("asciiTheme", "hAnsiTheme"))
    names = [name for kind in ("hAnsi", "ascii") if (name := _attribute(fonts, kind))]
    if themed or not names:
        return "" if themed else None
    return next((name for name in names if is_legacy_font(name)), names[0])


def _style_fonts(root: Any) -> Fonts:
    """Return each style's font, its own or the one it is based on."""
    default = _font(root.find("{*}docDefaults/{*}rPrDefault/{*}rPr")) or ""
    styles: dict[str, tuple[str | None, str | None]] = {}
    usual = None
    for style in root.iterfind("{*}style"):
        identity = _attribute(style, "styleId") or ""
        styles[identity] = _font(style.find("{*}rPr")), _property(style, "{*}basedOn")
        if _attribute(style, "type") == "paragraph" and _attribute(style, "default") in {
            "1",
            "true",
            "on",
        }:
            usual = identity
    fonts: Fonts = {}
    for identity in styles:
        font, base, met = None, identity, set[str]()
        while font is None and base in styles and base not in met:
            met.add(base)
            font, parent = styles[base]
            base = parent or ""
        if font is not None:
            fonts[identity] = font
    fonts[None] = fonts.get(usual, default) if usual is not None else default
    return fonts


@dataclass
class _Merge:
    top: int
    left: int
    bottom: int
    right: int

    def told(self) -> Merged | None:
        if (self.top, self.left) == (self.bottom, self.right):
            return None
        return self.top, self.left, self.bottom, self.right


class _Reading:
    """A table as far as its rows have been met."""

    def __init__(self, file: str, name: str, fonts: Fonts) -> None:
        self._file, self._title, self._fonts = file, name, fonts
        self._rows: list[list[Value]] = []
        self._legacy = CellFonts()
        self._merged: list[Merged] = []
        self._open: dict[int, _Merge] = {}  # by first column: may go on in the next row
        self._count = 0
        self._places = 0

    def take(self, row: Any) -> None:
        """Add a `tr` element."""
        properties = row.find("{*}trPr")
        if properties is not None and properties.find("{*}del") is not None:
            return  # a row that was struck out with changes tracked
        self._count += 1
        if self._count > MAX_ROWS:  # only to be counted from here on
            self._rows, self._legacy = [], CellFonts()
            return
        at = self._span(_property(properties, "{*}gridBefore"), least=0)
        values: list[Value] = [None] * at
        index, still = len(self._rows), dict[int, _Merge]()
        for cell in _children(row, "tc"):
            about = cell.find("{*}tcPr")
            span = self._span(_property(about, "{*}gridSpan"))
            vertical = _property(about, "{*}vMerge")
            goes_on = vertical is not None and vertical != "restart" and at in self._open
            value, font = None, None
            if goes_on:
                merge = still[at] = self._open.pop(at)
                merge.bottom = index
            else:
                if _property(about, "{*}hMerge") in {None, "restart"}:
                    value, font = self._text(cell)
                still[at] = _Merge(index, at, index, at + span - 1)
            values += [value, *[None] * (span - 1)]
            if font:
                self._legacy.add(index, at, font)
            at += span
        self._close()
        self._open = still
        shortened(values)
        self._rows.append(values)
        self._places += len(values)
        if self._places > MAX_CELLS:
            raise too_many_cells(self._file, self._title)

    def _span(self, text: str | None, *, least: int = 1) -> int:
        number = int(text) if text and text.isdecimal() and len(text) < 5 else least
        if number > _MAX_COLUMNS:
            raise damaged(self._file)
        return max(number, least)

    def _close(self) -> None:
        for merge in self._open.values():
            kept = merge.top < HEADING_ROWS * 2 or merge.bottom > merge.top
            if kept and (told := merge.told()):
                self._merged.append(told)
        self._open = {}

    def _text(self, cell: Any) -> tuple[str | None, str | None]:
        """Return a cell's text, and its font if all of it is in a legacy one."""
        lines, runs = list[str](), list[tuple[str | None, str]]()
        for paragraph in _children(cell, "p"):
            style = _property(paragraph.find("{*}pPr"), "{*}pStyle")
            usual = self._fonts.get(style, self._fonts.get(None))
            texts = []
            for run in _children(paragraph, "r"):
                about = run.find("{*}rPr")
                font = _font(about)
                if font is None:
                    font = self._fonts.get(_property(about, "{*}rStyle") or "", usual)
                text = "".join(_letters(part) for part in run)
                texts.append(text)
                runs.append((font, text))
            lines.append("".join(texts))
        return "\n".join(lines).strip("\n") or None, common_legacy_font(runs)

    def table(self) -> Table | None:
        """Return what was read; raises `TooLarge` for more rows than are read at once."""
        if self._count > MAX_ROWS:
            raise too_many_rows(self._file, self._title, self._count)
        self._close()
        return trimmed(self._title, self._rows, 1, self._merged, self._legacy)


def _children(holder: Any, name: str) -> Iterator[Any]:
    """Yield the elements of a local name, also from within controls, links and kept insertions."""
    for child in holder:
        kind = _name(child)
        if kind == name:
            yield child
        elif kind in _HOLDERS:
            yield from _children(child, name)


def _letters(part: Any) -> str:
    """Return what an element of a run stands for."""
    kind = _name(part)
    if kind == "t":
        return part.text or ""
    if kind == "sym" and is_legacy_font(_attribute(part, "font")):
        code = re.fullmatch("[Ff]0([0-9A-Fa-f]{2})", _attribute(part, "char") or "")
        return chr(int(code[1], 16)) if code else ""
    return _SIGNS.get(kind, "")

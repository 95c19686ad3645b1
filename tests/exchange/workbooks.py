"""Workbooks written by hand, and what is read of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from desktop.core.errors import Problem
from desktop.exchange.tables import Table, read_tables

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LAST_ROW = 1_048_576

Made = Callable[..., Path]


def package(path: Path, sheet: Iterable[str] | None, **parts: str | bytes) -> Path:
    """Write a workbook of one sheet by hand; a part named `xl_styles` is xl/styles.xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Trang 1" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="c" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", content)
        if sheet is not None:
            with archive.open("xl/worksheets/sheet1.xml", "w") as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                pieces = iter(sheet)
                while piece := "".join(islice(pieces, 20_000)):
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write an archive anew with each part as `change` (of name and content) makes it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


FAR = 10_000, 16_383  # row index and column of a cell that takes a sheet from the quick reader


def with_far_cell(path: Path) -> Path:
    """Put a 1 far below and right of the cells of every sheet."""
    row = b'<row r="10001"><c r="XFD10001"><v>1</v></c></row></sheetData>'

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", row) if "/worksheets/" in name else content

    return repacked(path, change)


def only(path: Path) -> Table:
    """Read a workbook with one table."""
    (table,) = read_tables(path)
    return table


def refusal(path: Path, kind: type[Problem], *words: str) -> str:
    """Read what can't be read; returns the sentence after looking that it says `words`."""
    with pytest.raises(kind) as caught:
        read_tables(path)
    assert type(caught.value) is kind
    message = caught.value.message
    assert f"«{path.name}»" in message, message
    assert message.endswith("."), message
    assert "Hãy" in message, message
    for word in words:
        assert word in message, message
    return message


def valued(first: int, last: int) -> Iterator[str]:
    """Give rows with their number in the first cell and nothing in the second."""
    for number in range(first, last + 1):
        yield f'<row r="{number}"><c r="A{number}"><v>{number}</v></c><c r="B{number}"/></row>'


def shared(count: int) -> str:
    """Give the shared texts of a workbook: the numbers from 0."""
    texts = "".join(f"<si><t>{number}</t></si>" for number in range(count))
    return f'<sst xmlns="{MAIN}">{texts}</sst>'

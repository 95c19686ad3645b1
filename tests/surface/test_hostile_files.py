"""Files made to do harm, taken in as the clerk does: nothing is fetched, expanded or unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document

from desktop.core.errors import Problem
from desktop.services import importing

SECRET = "nội dung của tệp khác"
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "{there}">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
BOMB = 110_000_000  # bytes, of which few are left when packed


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_column(0, 0, ["Họ và tên", "Nguyễn Thị Ánh"])
    return path


def document(path: Path) -> Path:
    made = Document()
    table = made.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "Họ và tên", "Nguyễn Thị Ánh"
    made.save(str(path))
    return path


FILES = {
    "xlsx": (workbook, ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
                        "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
    "docx": (document, ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"]),
}  # fmt: skip
CASES = [(kind, part) for kind, (_make, parts) in FILES.items() for part in parts]


def with_part(path: Path, part: str, change: Any) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert part in parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def typed(content: bytes, kind: str, named: str) -> bytes:
    """Put a document type before the root, and its entity into the first text or element."""
    head, _mark, body = content.partition(b"?>")
    at = body.rindex(b"</")
    return head + b"?>" + kind.encode() + body[:at] + named.encode() + body[at:]


@pytest.mark.parametrize(("kind", "part"), CASES)
def test_other_files_are_not_fetched(kind: str, part: str, tmp_path: Path, counted: Any) -> None:
    other = tmp_path / "khác.txt"
    other.write_text(SECRET, encoding="utf-8")
    losses = 0
    for there in (other.as_uri(), "http://127.0.0.1:9/a", "//127.0.0.1/share/a"):
        path = FILES[kind][0](tmp_path / f"a.{kind}")
        with_part(path, part, lambda one, t=there: typed(one, ENTITY.format(there=t), "&a;"))
        with pytest.raises(Problem) as told:
            importing.read(path)
        losses += SECRET in told.value.message
    counted(3, losses)
    assert losses == 0


@pytest.mark.parametrize(("kind", "part"), CASES)
def test_entities_are_not_expanded(kind: str, part: str, tmp_path: Path) -> None:
    path = FILES[kind][0](tmp_path / f"a.{kind}")
    with_part(path, part, lambda one: typed(one, f"{LAUGHS}]>", "&a11;"))
    with pytest.raises(Problem):
        importing.read(path)


@pytest.mark.parametrize(
    ("kind", "part"), [("xlsx", "xl/sharedStrings.xml"), ("docx", "word/document.xml")]
)
def test_bombs_are_not_unpacked(kind: str, part: str, tmp_path: Path) -> None:
    path = FILES[kind][0](tmp_path / f"a.{kind}")
    with zipfile.ZipFile(path) as archive:
        content = archive.read(part)
    head, _mark, body = content.partition(b"?>")
    with_part(path, part, lambda _one: head + b"?>" + b" " * BOMB + body)
    assert path.stat().st_size < BOMB // 100
    with pytest.raises(Problem, match="quá lớn"):
        importing.read(path)


def test_the_same_files_unharmed_are_read(tmp_path: Path) -> None:
    for kind, (make, _parts) in FILES.items():
        assert importing.read(make(tmp_path / f"a.{kind}")).tables

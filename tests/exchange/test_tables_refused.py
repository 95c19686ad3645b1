"""A sentence for everything that isn't a workbook, or is a damaged or hostile one."""

from __future__ import annotations

import errno
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import DamagedFile, FileLocked, FileMissing, ForeignFile
from desktop.exchange.tables import NoTables, PasswordProtected, TooLarge

from .workbooks import MAIN, OFFICE, PACKAGE, Made, package, refusal, repacked, shared, valued

# --- what isn't a workbook -----------------------------------------------------------------------


def test_files_that_are_not_there(tmp_path: Path) -> None:
    refusal(tmp_path / "không có.xlsx", FileMissing)
    folder = tmp_path / "thư mục.xlsx"
    folder.mkdir()
    refusal(folder, ForeignFile, "thư mục")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM])
def test_a_file_that_may_not_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = package(tmp_path / "đang mở.xlsx", valued(1, 1))

    def refused(self: Path, mode: str) -> Any:
        raise PermissionError(code, "x", str(self), None)

    monkeypatch.setattr(Path, "open", refused)
    refusal(path, FileLocked, "đang mở", "đóng tệp")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["0 byte", "chép lại"]),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", ["PDF"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["ảnh"]),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", ["ảnh"]),
        ("Họ và tên;Ngày sinh\nLê An;1975\n".encode(), ["văn bản", ".csv", ".xlsx"]),
        ("Họ và tên\tNăm\n".encode("utf-16"), ["văn bản", ".xlsx"]),
        (b"{\\rtf1\\ansi", ["RTF", ".docx"]),
        (b"\r\n<html><table><tr><td>1</td></tr></table></html>", ["trang web", ".xlsx"]),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', ["XML", ".xlsx"]),
        (b"\x09\x08\x08\0\0\5\x10\0\0\0\0\0", ["quá cũ", ".xlsx"]),
        (bytes(range(256)) * 40, ["không phải tệp Excel"]),
        (b"PK\x05\x06" + bytes(18), ["không phải tệp Excel"]),
    ],
)
def test_other_files_under_the_name_of_a_workbook(
    tmp_path: Path, content: bytes, words: list[str]
) -> None:
    path = tmp_path / "danh sách.xlsx"
    path.write_bytes(content)
    refusal(path, ForeignFile, *words)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, [".ods", ".xlsx"]),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, [".odt", ".docx"]),
        ({"ảnh.jpg": "x"}, ["không phải tệp Excel"]),
        (
            {
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
                f'Id="a" Type="{OFFICE}/officeDocument" Target="/xl/workbook.bin"/>'
                "</Relationships>",
                "xl/workbook.bin": b"\x83\1\0",
            },
            [".xlsb", ".xlsx"],
        ),
        (
            {
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
                f'Id="a" Type="{OFFICE}/officeDocument" Target="ppt/presentation.xml"/>'
                "</Relationships>",
                "ppt/presentation.xml": '<?xml version="1.0"?><!-- <document/> -->'
                "<p:presentation/>",
            },
            ["PowerPoint"],
        ),
    ],
)
def test_other_archives(tmp_path: Path, parts: dict[str, str | bytes], words: list[str]) -> None:
    path = tmp_path / "tệp.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    refusal(path, ForeignFile, *words)


def test_the_mark_of_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "~$danh sách.xlsx"
    path.write_bytes(b"\x05admin" + bytes(159))
    refusal(path, ForeignFile, "tệp tạm", "tệp chính")


def test_a_workbook_without_a_cell(xlsx: Made) -> None:
    message = refusal(xlsx(lambda workbook: workbook.add_worksheet()), NoTables)
    assert message.startswith("Tệp không có dữ liệu")


# --- damaged and hostile -------------------------------------------------------------------------


def test_a_file_that_was_cut_short(tmp_path: Path) -> None:
    path = package(tmp_path / "cụt.xlsx", valued(1, 5000))
    content = path.read_bytes()
    for length in (len(content) // 2, len(content) - 30, 40):
        path.write_bytes(content[:length])
        refusal(path, DamagedFile, "hỏng", "Hãy chép lại")


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    package(path, valued(1, 2000))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[at + 3000] ^= 0x55
    path.write_bytes(content)
    refusal(path, DamagedFile)


@pytest.mark.parametrize(
    "sheet",
    [
        None,
        ["<row"],
        ['<row r="1"><c r="A1" t="s"><v>7</v></c></row>'],
        ['<row r="1048577"><c s="1" r="A1048577"><v>1</v></c></row>'],
        ["<row><c><v>x1</v></c></row>"],
        ['<row><c r="XFE1"><v>1</v></c></row>', '<row r="2"><c s="1" r="A2"/></row>'],
        ['<row><c s="1" r="A1"><v>&a;</v></c></row>'],
        ['<row r="2"/><row r="1"><c s="1" r="A1"><v>1</v></c></row>'],
    ],
)
def test_broken_sheets(tmp_path: Path, sheet: list[str] | None) -> None:
    path = package(tmp_path / "hỏng.xlsx", sheet, xl_sharedStrings=shared(3))
    refusal(path, DamagedFile)


def test_a_workbook_without_its_main_part(tmp_path: Path) -> None:
    path = tmp_path / "thiếu.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    refusal(path, DamagedFile)


LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
)


@pytest.mark.parametrize("part", ["xl_sharedStrings", "xl_styles", "xl_workbook"])
def test_entities_are_never_expanded(tmp_path: Path, part: str) -> None:
    root = {"xl_sharedStrings": "sst", "xl_styles": "styleSheet", "xl_workbook": "workbook"}[part]
    hostile = f'{LAUGHS}]><{root} xmlns="{MAIN}"><si><t>&a11;</t></si></{root}>'.encode()
    path = package(
        tmp_path / "cười.xlsx",
        ['<row r="1"><c r="A1" t="s"><v>0</v></c></row>'],
        xl_sharedStrings=shared(1),
        xl_styles=f'<styleSheet xmlns="{MAIN}"/>',
    )
    name = part.replace("_", "/") + ".xml"
    repacked(path, lambda one, content: hostile if one == name else content)
    refusal(path, DamagedFile)


def test_entities_in_a_sheet_are_never_expanded(tmp_path: Path) -> None:
    path = tmp_path / "cười.xlsx"
    package(path, None, xl_worksheets_sheet1=f"{LAUGHS}]><worksheet>&a11;</worksheet>")
    refusal(path, DamagedFile)


def test_a_count_of_texts_that_would_take_all_memory(tmp_path: Path) -> None:
    texts = shared(1).replace("<sst ", '<sst uniqueCount="4294967295" ')
    rows = ['<row r="1"><c r="A1" t="s"><v>0</v></c></row>']
    refusal(package(tmp_path / "lạ.xlsx", rows, xl_sharedStrings=texts), DamagedFile)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    package(path, (" " * 1_000_000 for _ in range(150)))
    refusal(path, TooLarge, "giải nén", "quá lớn")


def test_a_zip_bomb_that_lies_of_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    package(path, (" " * 1_000_000 for _ in range(150)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for found in list(re.finditer(re.escape(struct.pack("<I", size)), content)):
        content[found.start() : found.end()] = struct.pack("<I", 1000)
    path.write_bytes(content)
    refusal(path, DamagedFile)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "đôi.xlsx", valued(1, 1))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/Workbook.xml", "<workbook/>")
    refusal(path, DamagedFile)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = package(tmp_path / "khóa.xlsx", valued(1, 1))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + offset] |= 1
    path.write_bytes(content)
    refusal(path, PasswordProtected, "mật khẩu")


def test_a_tree_too_large_for_memory_is_refused(tmp_path: Path) -> None:
    rows = ("<x>" + "<a/>" * 100_000 + "</x>" for _ in range(30))
    path = package(tmp_path / "lạ.xlsx", ["<c></c>", *rows])
    refusal(path, TooLarge)

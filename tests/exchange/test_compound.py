"""Old workbooks (.xls) and encrypted files: the containers are built here by hand.

Sources: MS-CFB 2 (container), MS-XLS 2.4 (records). There is no writer of .xls to be had.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import DamagedFile, ForeignFile
from desktop.exchange.tables import NoTables, PasswordProtected, TooLarge, read_tables

from .compounds import SECTOR, container, saved
from .workbooks import refusal


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def text(letters: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(letters)) + b"\1" + letters.encode("utf-16-le")


def cell(kind: int, row: int, column: int, content: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, style) + content)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return cell(0x203, row, column, struct.pack("<d", value), style)


def label(row: int, column: int, index: int) -> bytes:
    return cell(0xFD, row, column, struct.pack("<I", index))


EOF = record(0x0A)
ENCRYPTED = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))


def workbook(
    sheets: Mapping[str, bytes],
    texts: tuple[str, ...] = (),
    *,
    hidden: frozenset[str] = frozenset(),
    more: bytes = b"",
) -> bytes:
    """Build the stream of a BIFF8 workbook; cells of style 1 are dates."""
    formats = b"".join(record(0xE0, struct.pack("<HH", 0, shown) + bytes(16)) for shown in (0, 14))
    table = record(0xFC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(text, texts)))

    def globals_at(starts: list[int]) -> bytes:
        about = b"".join(
            record(
                0x85,
                struct.pack("<IBB", start, name in hidden, 0) + text(name, "<B"),
            )
            for name, start in zip(sheets, starts, strict=True)
        )
        return (
            record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
            + more
            + formats
            + (about + table + EOF)
        )

    bodies = [
        record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + cells + EOF
        for cells in sheets.values()
    ]
    at = len(globals_at([0] * len(bodies)))
    starts = []
    for body in bodies:
        starts.append(at)
        at += len(body)
    return globals_at(starts) + b"".join(bodies)


def dimensions(rows: int, columns: int, top: int = 0) -> bytes:
    return record(0x200, struct.pack("<IIHHH", top, rows, 0, columns, 0))


SHEET = (
    dimensions(7, 4)
    + label(1, 1, 0)
    + label(3, 1, 1)
    + number(3, 2, 27533, 1)
    + number(3, 3, 98.5)
    + cell(0x205, 4, 2, b"\1\0")
    + cell(0x205, 4, 3, b"\x2a\1")
    + cell(0x06, 6, 1, b"\2\0\7\0\0\0\xff\xff" + bytes(8))
    + record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 1, 3))
)
TEXTS = ("DANH SÁCH", "M\u00adêng Kh\u00ad¬ng")


@pytest.mark.parametrize("padding", [0, 5000])
@pytest.mark.parametrize("name", ["cũ.xls", "sai đuôi.xlsx"])
def test_an_old_workbook_is_read(tmp_path: Path, name: str, padding: int) -> None:
    """In the mini stream and in sectors of its own."""
    more = record(0x1C, bytes(padding))
    book = workbook(
        {"Danh sách": SHEET, "Trống": b"", "Ẩn": number(0, 0, 1)},
        TEXTS,
        hidden=frozenset({"Ẩn"}),
        more=more,
    )
    first, second = read_tables(saved(tmp_path / name, {"Workbook": book}))
    assert first.name == "Danh sách"
    assert first.first_row == 2
    assert first.rows == [
        [None, "DANH SÁCH"],
        [],
        [None, "M\u00adêng Kh\u00ad¬ng", date(1975, 5, 19), 98.5],
        [None, None, True, "#N/A"],
        [],
        [None, "#DIV/0!"],
    ]
    assert first.merged == ((0, 1, 1, 3),)
    assert not first.fonts
    assert not first.hidden
    assert (second.name, second.rows, second.hidden) == ("Ẩn", [[1]], True)


def test_an_old_workbook_without_cells(tmp_path: Path) -> None:
    refusal(saved(tmp_path / "trống.xls", {"Workbook": workbook({"A": b""})}), NoTables)


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    book = workbook({"A": SHEET}, TEXTS, more=ENCRYPTED)
    refusal(saved(tmp_path / "khóa.xls", {"Workbook": book}), PasswordProtected, "mật khẩu")


@pytest.mark.parametrize("name", ["khóa.xlsx", "khóa.docx"])
def test_an_encrypted_package(tmp_path: Path, name: str) -> None:
    streams = {"EncryptionInfo": bytes(224), "EncryptedPackage": bytes(9000)}
    refusal(saved(tmp_path / name, streams), PasswordProtected, "mật khẩu", "bỏ mật khẩu")


@pytest.mark.parametrize("name", ["cũ.doc", "cũ.docx"])
def test_an_old_word_file(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path / name, {"WordDocument": bytes(5000), "1Table": bytes(100)})
    refusal(path, ForeignFile, ".doc", "lưu thành tệp .docx")


def test_another_container(tmp_path: Path) -> None:
    refusal(saved(tmp_path / "x.xls", {"__properties_version1.0": bytes(64)}), ForeignFile)


def test_a_container_that_was_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "cụt.xls"
    whole = container({"Workbook": workbook({"A": SHEET * 200}, TEXTS)})
    for length in (len(whole) - 600, len(whole) // 2, 700, 512, 60, 8):
        path.write_bytes(whole[:length])
        refusal(path, DamagedFile)


def test_chains_that_run_in_a_ring(tmp_path: Path) -> None:
    whole = bytearray(container({"Workbook": workbook({"A": SHEET * 200}, TEXTS)}))
    whole[-SECTOR : -SECTOR + 4] = struct.pack("<I", 0)
    path = tmp_path / "vòng.xls"
    path.write_bytes(whole)
    refusal(path, DamagedFile)


@pytest.mark.parametrize(
    "cells",
    [
        dimensions(0xFFFFFFF0, 4),
        dimensions(5, 0xFFFF),
        dimensions(5, 4, top=9),
        number(0, 0x4000, 1),
        SHEET + struct.pack("<HH", 0x203, 60000),
        record(0x203, b"\0"),
    ],
)
def test_records_that_would_take_all_memory(tmp_path: Path, cells: bytes) -> None:
    path = saved(tmp_path / "lạ.xls", {"Workbook": workbook({"A": cells}, TEXTS)})
    refusal(path, DamagedFile)


def test_cells_far_apart_on_many_sheets(tmp_path: Path) -> None:
    cells = number(0, 0, 1) + number(65_535, 255, 2)
    book = workbook({f"Trang {index}": cells for index in range(5)})
    refusal(saved(tmp_path / "rộng.xls", {"Workbook": book}), TooLarge, "quá rộng")


def test_cells_far_apart_on_one_sheet(tmp_path: Path) -> None:
    cells = number(2, 0, 1) + number(60_000, 200, 2)
    (table,) = read_tables(saved(tmp_path / "xa.xls", {"Workbook": workbook({"A": cells})}))
    assert (table.first_row, len(table.rows), table.rows[0]) == (3, 59_999, [1])
    assert table.rows[-1] == [*[None] * 200, 2]
    assert not any(table.rows[1:-1])

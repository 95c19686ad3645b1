"""The OLE2 container of .xls, .doc and encrypted files, and a look over an .xls's records.

Sources: MS-CFB (container), MS-XLS 2.1.4 and 2.4 (records).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from desktop.exchange.table_values import Value, damaged

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # larger numbers are marks, not sectors
_END, _FREE, _IS_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STREAM, _ROOT = 2, 5
_SMALLEST = 4096  # of a stream with sectors of its own
_FRESH_SECTOR = 4096  # so that a file of any size read here needs no chain of tables

_BOF, _EOF, _FILEPASS, _SHEET, _DIMENSIONS = 0x809, 0x0A, 0x2F, 0x85, 0x200
_FORMULA, _ERROR, _MANY = 0x06, 0x205, 0xBD
_CELLS = frozenset({_FORMULA, _ERROR, _MANY, 0x203, 0x204, 0xFD, 0x27E, 0xD6})
_ROWS, _COLUMNS = 65_536, 256
MAX_BOX: Final = _ROWS * _COLUMNS
"""Places between the first and the last cell, of all sheets of an .xls together."""
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Compound:
    """The streams of a container by name. Raises `DamagedFile` when its chains lead nowhere."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data, self._file = data, file
        try:
            self._open()
        except (struct.error, ValueError, IndexError, MemoryError) as error:
            raise damaged(file) from error

    def _open(self) -> None:
        data = self._data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError(shift)
        self._sector = 1 << shift
        first_directory, self._cutoff = struct.unpack_from("<I4xI", data, 48)
        first_mini, _, next_difat, _ = struct.unpack_from("<4I", data, 60)
        tables = list(struct.unpack_from("<109I", data, 76))
        for _ in range(len(data) // self._sector):
            if next_difat > _LAST_SECTOR:
                break
            more = array("I", self._at(next_difat))
            next_difat = more.pop()
            tables += more
        fat = b"".join(self._at(one) for one in tables if one <= _LAST_SECTOR)
        self._fat = array("I", fat)
        self._mini_fat = array("I", self._chain(first_mini))
        self._streams: dict[str, tuple[int, int]] = {}
        root = 0, 0
        directory = self._chain(first_directory)
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == _ROOT:
                root = start, size
            elif kind == _STREAM:
                self._streams.setdefault(name.casefold(), (start, size))
        self._mini = self._chain(root[0]) if root[1] else b""

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._streams

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream that is there."""
        start, size = self._streams[name.casefold()]
        try:
            if size < self._cutoff:
                found = b"".join(
                    self._mini[one * 64 : one * 64 + 64] for one in _links(self._mini_fat, start)
                )
            else:
                found = self._chain(start)
        except (ValueError, IndexError) as error:
            raise damaged(self._file) from error
        if len(found) < size:
            raise damaged(self._file)
        return found[:size]

    def _at(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        found = self._data[at : at + self._sector]
        if not found:
            raise IndexError(sector)
        return found.ljust(self._sector, b"\0")  # some programs leave the last one short

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(one) for one in _links(self._fat, start))


def _links(table: array[int], start: int) -> Iterator[int]:
    for _ in range(len(table)):
        if start > _LAST_SECTOR:
            return
        yield start
        start = table[start]
    if start <= _LAST_SECTOR:
        raise ValueError(start)  # a ring


def container_of(stream: bytes) -> bytes:
    """Return a fresh container with one stream, `Workbook`, for a reader that follows any chain."""
    size = _FRESH_SECTOR
    stream = stream.ljust(_SMALLEST, b"\0")
    count = -(-len(stream) // size)
    tables = -(-(count + 2) // (size // 4 - 1))
    fat = array("I", range(1, count))
    fat.extend([_END, _END, *[_IS_FAT] * tables])
    fat.extend([_FREE] * (tables * size // 4 - len(fat)))
    head = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, count, 0, _SMALLEST, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(count + 1, count + 1 + tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", _ROOT, 1, 0, 0) + _entry(
        "Workbook", _STREAM, _FREE, 0, len(stream)
    )
    return b"".join(
        (
            head.ljust(size, b"\0"),
            stream.ljust(count * size, b"\0"),
            directory.ljust(size, b"\0"),
            fat.tobytes(),
        )
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    return head + struct.pack("<3I36xIQ", _FREE, _FREE, child, start, size)


@dataclass
class SheetSurvey:
    """What the records of one sheet say: its error values by (row, column), from 0."""

    box: int = 0  # rows x columns up to the last cell
    errors: dict[tuple[int, int], Value] = field(default_factory=dict)


def survey(stream: bytes, file: str) -> list[SheetSurvey] | None:
    """Look over an .xls's records, sheet by sheet in the workbook's order; None if encrypted.

    Raises `DamagedFile` for records that overrun the stream or cells outside any sheet: the
    reader that comes after this reserves memory by what they say.
    """
    try:
        starts = []
        for kind, at, _ in _records(stream, 0):
            if kind == _FILEPASS:
                return None
            if kind == _SHEET:
                starts.append(struct.unpack_from("<I", stream, at)[0])
        return [_sheet(stream, start) for start in starts]
    except (struct.error, ValueError) as error:
        raise damaged(file) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, offset, length) of the records of one substream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > len(stream):
            raise ValueError(at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        yield kind, at, length
        at += length
    raise ValueError(at)


def _sheet(stream: bytes, start: int) -> SheetSurvey:
    found = SheetSurvey()
    rows = columns = 0
    for kind, at, length in _records(stream, start):
        if kind == _DIMENSIONS:  # the shorter form is of Excel 95
            shape = "<IIHH" if length == 14 else "<HHHH"
            top, bottom, _, column = struct.unpack_from(shape, stream, at)
            if bottom > _ROWS or column > _COLUMNS or (bottom and top >= bottom):
                raise ValueError(bottom)
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MANY:
                column = struct.unpack_from("<H", stream, at + length - 2)[0]
            if column >= _COLUMNS:
                raise ValueError(column)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            code = _error(stream, kind, at)
            if code is not None:
                found.errors[row, column] = _ERRORS.get(code, "#ERR!")
    found.box = rows * columns
    return found


def _error(stream: bytes, kind: int, at: int) -> int | None:
    """Return the code of the error value that a cell's record holds, if it does."""
    if kind == _ERROR and stream[at + 7]:
        return stream[at + 6]
    if kind == _FORMULA and stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff":
        return stream[at + 8]
    return None

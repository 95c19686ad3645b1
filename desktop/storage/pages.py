"""Reading the pages of a damaged SQLite file by hand, as its file format says.

SQLite itself gives up at the first page that makes no sense, and can't reach what lies below it.
Here each page is read for itself; cells that make no sense are left out. Nothing is written.

Source: sqlite.org/fileformat2.html, 'B-tree Pages' and 'Record Format'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

LEAF, INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 13, 5, 10, 2
_TABLES: Final = (LEAF, INTERIOR)
_INDICES: Final = (INDEX_LEAF, INDEX_INTERIOR)
_SIZES: Final = (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536)
_USUAL: Final = 4096
_INTEGERS: Final = (0, 1, 2, 3, 4, 6, 8)


class BadPage(Exception):
    """A page, a cell or a record that can't be what it should be."""


@dataclass(frozen=True)
class Record:
    """A row as a leaf has it: its number, its columns, and the page it was on."""

    rowid: int
    values: tuple[Any, ...]
    page: int
    more: tuple[int, ...] = ()
    """The pages to which it overflows."""


class Pages:
    """The pages of a plain file, numbered from 1."""

    def __init__(self, content: bytes) -> None:
        size = int.from_bytes(content[16:18], "big")
        size = 65536 if size == 1 else size
        self.size = size if size in _SIZES else _USUAL
        self._content = content
        self.count = -(-len(content) // self.size)
        reserved = content[20] if len(content) > 20 and size in _SIZES else 0
        self._usable = self.size - (reserved if reserved <= 255 else 0)
        self.seen: set[int] = set()
        """Pages that something whole pointed to, and that were read."""
        self.broken: set[int] = set()
        """Pages of which something could not be read."""

    def page(self, number: int) -> bytes:
        """Return a page; one cut short is filled up with zeros. Raises `BadPage`."""
        if not 1 <= number <= self.count:
            raise BadPage(number)
        start = (number - 1) * self.size
        return self._content[start : start + self.size].ljust(self.size, b"\0")

    def kind(self, number: int) -> int:
        """Return the kind of a page, by its first byte."""
        return self.page(number)[100 if number == 1 else 0]

    def free(self) -> set[int]:
        """Return the pages of the list of free ones, as far as it can be followed."""
        found: set[int] = set()
        number = int.from_bytes(self.page(1)[32:36], "big")
        while number and number not in found and 1 <= number <= self.count:
            found.add(number)
            trunk = self.page(number)
            listed = min(int.from_bytes(trunk[4:8], "big"), self.size // 4 - 2)
            for place in range(8, 8 + 4 * listed, 4):
                one = int.from_bytes(trunk[place : place + 4], "big")
                if 1 <= one <= self.count:
                    found.add(one)
            number = int.from_bytes(trunk[:4], "big")
        return found

    def rows(self, root: int) -> Iterator[Record]:
        """Walk a table from its root, and give every row that can be read."""
        for number in self._leaves(root, _TABLES):
            yield from self.leaf(number)

    def entries(self, root: int) -> Iterator[tuple[Any, ...]]:
        """Walk an index from its root, and give every entry that can be read."""
        for number in self._leaves(root, _INDICES, both=True):
            yield from self._index_cells(number)

    def leaf(self, number: int) -> Iterator[Record]:
        """Give the rows of one leaf of a table."""
        page = self.page(number)
        for cell in self._cells(number, page):
            try:
                length, after = _varint(page, cell)
                rowid, begin = _varint(page, after)
                payload, more = self._payload(page, begin, length, self._usable - 35)
                yield Record(_number(rowid), _record(payload), number, more)
            except BadPage:
                self.broken.add(number)

    def _index_cells(self, number: int) -> Iterator[tuple[Any, ...]]:
        page = self.page(number)
        inner = self.kind(number) == INDEX_INTERIOR
        for cell in self._cells(number, page):
            try:
                length, begin = _varint(page, cell + (4 if inner else 0))
                most = (self._usable - 12) * 64 // 255 - 23
                yield _record(self._payload(page, begin, length, most)[0])
            except BadPage:
                self.broken.add(number)

    def _leaves(self, root: int, kinds: tuple[int, int], *, both: bool = False) -> Iterator[int]:
        waiting, (leaf, inner) = [root], kinds
        while waiting:
            number = waiting.pop()
            if number in self.seen or not 1 <= number <= self.count:
                continue
            kind = self.kind(number)
            if kind not in kinds:
                self.broken.add(number)
                continue
            self.seen.add(number)
            if kind == inner:
                waiting += reversed(self._below(number))
            if kind == leaf or both:
                yield number

    def _below(self, number: int) -> list[int]:
        page = self.page(number)
        begin = 100 if number == 1 else 0
        found = [int.from_bytes(page[at : at + 4], "big") for at in self._cells(number, page)]
        return [*found, int.from_bytes(page[begin + 8 : begin + 12], "big")]

    def _cells(self, number: int, page: bytes) -> list[int]:
        begin = 100 if number == 1 else 0
        header = begin + (12 if page[begin] in (INTERIOR, INDEX_INTERIOR) else 8)
        count = int.from_bytes(page[begin + 3 : begin + 5], "big")
        most = (self.size - header) // 2
        found = []
        for at in range(header, header + 2 * min(count, most), 2):
            place = int.from_bytes(page[at : at + 2], "big")
            if header <= place < self.size:
                found.append(place)
            else:
                self.broken.add(number)
        if count > most:
            self.broken.add(number)
        return found

    def _payload(
        self, page: bytes, place: int, length: int, most: int
    ) -> tuple[bytes, tuple[int, ...]]:
        """Return a cell's payload, and the pages to which it overflows. Raises `BadPage`."""
        if length > len(self._content):
            raise BadPage(length)
        if length <= most:
            if place + length > self.size:
                raise BadPage(place)
            return page[place : place + length], ()
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (self._usable - 4)
        here = here if here <= most else least
        if place + here + 4 > self.size:
            raise BadPage(place)
        found = bytearray(page[place : place + here])
        number = int.from_bytes(page[place + here : place + here + 4], "big")
        passed: list[int] = []
        while len(found) < length:
            if number in passed:
                raise BadPage(number)
            passed.append(number)
            one = self.page(number)
            found += one[4 : min(self._usable, 4 + length - len(found))]
            number = int.from_bytes(one[:4], "big")
        self.seen.update(passed)
        return bytes(found), tuple(passed)


def _number(found: int) -> int:
    if found >= 1 << 63:
        raise BadPage(found)
    return found


def _varint(page: bytes, place: int) -> tuple[int, int]:
    found = 0
    for count in range(9):
        if place + count >= len(page):
            raise BadPage(place)
        byte = page[place + count]
        if count == 8:
            return found << 8 | byte, place + 9
        found = found << 7 | byte & 127
        if byte < 128:
            return found, place + count + 1
    raise BadPage(place)


def _record(payload: bytes) -> tuple[Any, ...]:
    """Return the values of a record: bytes for text that is no UTF-8 (`Undecoded`)."""
    size, place = _varint(payload, 0)
    if not place <= size <= len(payload):
        raise BadPage(size)
    kinds = []
    while place < size:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        width = _INTEGERS[kind] if kind < 7 else 8 if kind == 7 else (kind - 12) // 2
        if kind in (8, 9):
            values.append(kind - 8)
            continue
        if kind in (10, 11) or place + width > len(payload):
            raise BadPage(kind)
        data = payload[place : place + width]
        place += width
        values.append(_value(kind, data))
    return tuple(values)


def _value(kind: int, data: bytes) -> Any:
    if kind == 0:
        return None
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    if kind == 7 or kind % 2 == 0:
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return Undecoded(data.decode("utf-8", "replace"))


class Undecoded(str):
    """A text with bytes that are no UTF-8: they are shown by U+FFFD."""

    __slots__ = ()

"""The first look at a file from outside, by its bytes alone, before SQLite is let at it.

SQLite reads a whole schema before it answers anything, and a schema made by hand can take any
amount of memory; how large it is can be counted from the pages (sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import IO, Final

from desktop.core.errors import DamagedFile, ForeignFile, NewerFile, problem_from_oserror
from desktop.storage.engine import SUBMISSION_APPLICATION_ID
from desktop.storage.holding import is_open_here

FORMAT: Final = 2
"""The format's version, kept in user_version."""
SUFFIX: Final = ".gsnop"
MAX_FILE: Final = 1 << 30
"""Bytes: a province with the million rows of its communes has half of them."""
MAX_SCHEMA: Final = 256 << 10
"""Bytes of all table declarations together."""
MAX_TABLES: Final = 100

_MAGIC = b"SQLite format 3\x00"
_PAGE = 4_096  # what SQLCipher writes
_HEADER = 100
_MOST_SCHEMA_PAGES = 1_000
_INTERIOR, _LEAF = 5, 13
_RANDOM = 240  # of 256: how many byte values a page of random bytes has at the least
_KNOWN = (
    *(b"PK", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"BZh", b"ID3"),
    *(b"\xff\xd8\xff", b"\x89PNG", b"MZ", b"\x7fELF", b"\xfd7zXZ"),
)


def is_submission(path: Path) -> bool:
    """Tell by its first bytes whether a file is a submission, encrypted ones by their ending too.

    False for a file that can't be read.
    """
    if is_open_here(path) or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(_PAGE)
        size = path.stat().st_size
    except OSError:
        return False
    if head.startswith(_MAGIC[:6]):
        return head[68:72] == SUBMISSION_APPLICATION_ID.to_bytes(4, "big")
    return _looks_encrypted(path, head, size)


def look(path: Path) -> int | None:
    """Return the format's version of a submission, None for an encrypted one.

    Raises `ForeignFile`, `NewerFile`, `DamagedFile` or the sentences of the environment. The
    file is opened once, read only, a few pages of it.
    """
    name = f"«{path.name}»"
    if is_open_here(path):
        raise ForeignFile(f"{name} là sổ đang mở, không phải bộ dữ liệu. Hãy chọn tệp khác.")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            raise ForeignFile(f"{name} không phải là tệp dữ liệu. Hãy chọn tệp khác.")
        with path.open("rb") as stream:
            if found.st_size > MAX_FILE:
                raise ForeignFile(
                    f"{name} lớn quá {MAX_FILE >> 20} MB nên không được đọc. "
                    "Hãy đề nghị nơi gửi kiểm tra lại tệp."
                )
            head = stream.read(_PAGE)
            if not head:
                raise DamagedFile(f"{name} là tệp rỗng (0 byte). Hãy đề nghị gửi lại.")
            if len(head) >= _HEADER and head.startswith(_MAGIC):
                return _look_inside(name, stream, head, found.st_size)
    except OSError as error:
        raise problem_from_oserror(error, path) from error
    if _looks_encrypted(path, head, found.st_size):
        return None
    raise ForeignFile(
        f"{name} không phải là bộ dữ liệu gửi cấp trên của Gương Sáng, hoặc tệp đã bị hỏng phần "
        "đầu. Hãy chọn tệp khác hoặc đề nghị gửi lại."
    )


def require_known(name: str, version: int) -> None:
    """Raise `NewerFile` or `DamagedFile` for a version of the format that isn't read here."""
    if version > FORMAT:
        raise NewerFile(
            f"{name} do phiên bản Gương Sáng mới hơn tạo ra. "
            "Hãy cài phiên bản mới của chương trình rồi mở lại."
        )
    if version < 1:
        raise DamagedFile(f"{name} sai cấu trúc. Hãy đề nghị gửi lại.")


def _looks_encrypted(path: Path, head: bytes, size: int) -> bool:
    whole = size > 0 and size % _PAGE == 0 and len(head) == _PAGE
    random = len(set(head)) >= _RANDOM and not head.startswith(_KNOWN)
    return path.suffix.lower() == SUFFIX and whole and random


def _look_inside(name: str, stream: IO[bytes], head: bytes, size: int) -> int:
    def number(at: int, long: int = 4) -> int:
        return int.from_bytes(head[at : at + long], "big")

    if number(68) != SUBMISSION_APPLICATION_ID:
        raise ForeignFile(
            f"{name} không phải là bộ dữ liệu gửi cấp trên của Gương Sáng. Hãy chọn tệp khác."
        )
    require_known(name, number(60))
    page = 65_536 if number(16, 2) == 1 else number(16, 2)
    if page not in {1 << power for power in range(9, 17)}:
        raise DamagedFile(f"{name} bị hỏng phần đầu. Hãy đề nghị gửi lại.")
    if size < page * number(28):
        raise DamagedFile(
            f"{name} bị thiếu một phần (có thể do chép chưa xong). Hãy chép lại từ USB hoặc đề "
            "nghị gửi lại."
        )
    if number(36):
        raise DamagedFile(
            f"{name} có trang trống: đã bị chương trình khác sửa. Hãy đề nghị gửi lại."
        )
    # journal of our own kind, no bytes kept apart, no vacuum by itself, UTF-8, nothing behind
    odd = (number(18, 2) != 0x0101, number(20, 1), number(52), number(64), number(56) != 1)
    if any(odd) or size != page * number(28):
        raise DamagedFile(
            f"{name} có phần lạ, không do Gương Sáng ghi. Hãy đề nghị gửi lại bộ dữ liệu."
        )
    try:
        _count_schema(name, stream, page, number(28))
    except IndexError as error:
        raise DamagedFile(f"{name} bị hỏng. Hãy đề nghị gửi lại.") from error
    return number(60)


def _count_schema(name: str, stream: IO[bytes], size: int, pages: int) -> None:
    """Count the declarations and their bytes in the pages of the schema, which begin at 1."""
    waiting, seen, cells, total = [1], {1}, 0, 0
    while waiting:
        page = waiting.pop()
        stream.seek((page - 1) * size)
        data = stream.read(size)
        start = _HEADER if page == 1 else 0
        kind, count = data[start], int.from_bytes(data[start + 3 : start + 5], "big")
        if kind not in (_INTERIOR, _LEAF):
            raise IndexError(kind)
        first = start + (12 if kind == _INTERIOR else 8)
        places = [
            int.from_bytes(data[at : at + 2], "big") for at in range(first, first + 2 * count, 2)
        ]
        if kind == _LEAF:
            cells += count
            total += sum(_length(data, at) for at in places)
        else:
            below = [*places, start + 8]
            fresh = {int.from_bytes(data[at : at + 4], "big") for at in below}
            if (
                len(fresh) != len(below)
                or fresh & seen
                or not all(1 < one <= pages for one in fresh)
            ):
                raise IndexError(page)
            seen |= fresh
            waiting += fresh
        if cells > MAX_TABLES or total > MAX_SCHEMA or len(seen) > _MOST_SCHEMA_PAGES:
            raise DamagedFile(
                f"{name} có thành phần lạ, không do Gương Sáng tạo. Hãy đề nghị gửi lại."
            )


def _length(data: bytes, at: int) -> int:
    """Return a cell's payload length: a big-endian number of seven bits a byte, at most nine."""
    found = 0
    for place in range(at, at + 8):
        found = found << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return found
    return found << 8 | data[at + 8]

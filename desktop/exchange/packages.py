"""The zip archive of an .xlsx or .docx, read without trusting what it says of itself."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final

from lxml import etree

from desktop.exchange.table_values import TooLarge, damaged, protected

MAX_UNPACKED: Final = 1 << 30
"""Bytes that all parts together may unpack to."""
MAX_PART: Final = 64 << 20
"""Bytes of a part that is read as a whole (styles, relations)."""
_SUSPECT_RATIO, _SUSPECT_SIZE = 200, 100_000_000
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_MAIN = "officeDocument"
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_FIRST_TAG = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z]+)[\s>/]")
_PLAIN_TARGET = re.compile(r"/?[\w-]+(?:/[\w-]+)*\.\w+", re.ASCII)
_RELATION_TYPES = "/relationships/"

XML_SAFELY: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""Options of an lxml parser that fetches, expands and swallows nothing."""


class Package:
    """The parts of an archive by name; every sentence names the file as `file`.

    Raises `DamagedFile`, `PasswordProtected` or `TooLarge` when made, and when a part is read.
    """

    def __init__(self, source: IO[bytes], file: str) -> None:
        self._source = source
        self.file = file
        self.plain = True
        try:
            with zipfile.ZipFile(source) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise damaged(file) from error
        self._check_size(parts)
        self._parts = {_key(info.filename): info for info in parts}
        if len(self._parts) != len(parts):  # readers differ in which of two they take
            raise damaged(file)

    def _check_size(self, parts: list[zipfile.ZipInfo]) -> None:
        size = self._source.seek(0, 2)
        total = sum(info.file_size for info in parts)
        if total > MAX_UNPACKED or (total > _SUSPECT_SIZE and total > _SUSPECT_RATIO * size):
            raise self.too_large()

    def too_large(self) -> TooLarge:
        """Return the problem of an archive that unpacks to more than is read."""
        return TooLarge(
            f"«{self.file}» giải nén ra quá lớn nên không được đọc (có thể là tệp phá hoại). Hãy "
            "xin lại tệp từ nơi gửi, hoặc chép riêng bảng cần nhập sang một tệp mới."
        )

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._parts

    @property
    def names(self) -> list[str]:
        """Names of the parts, in lower case."""
        return list(self._parts)

    def size(self, part: str) -> int:
        """Return the bytes a part says it unpacks to; 0 for one that isn't there."""
        info = self._parts.get(_key(part))
        return info.file_size if info else 0

    def stream(self, part: str) -> Iterator[bytes]:
        """Yield an XML part's bytes in chunks; it ends in `DamagedFile` if it isn't whole XML.

        A part with a document type (the door for entities) or in UTF-16 is refused: no office
        program writes either.
        """
        tail = b""
        for number, chunk in enumerate(self._bytes(part)):
            if b"<!DOCTYPE" in tail + chunk or (number == 0 and b"\0" in chunk[:1024]):
                raise damaged(self.file)
            tail = chunk[-16:]
            yield chunk

    def read(self, part: str, limit: int = MAX_PART) -> bytes:
        """Return an XML part as a whole; `TooLarge` over `limit` bytes."""
        if self.size(part) > limit:
            raise self.too_large()
        return b"".join(self.stream(part))

    def tree(self, part: str) -> Any:
        """Return the root element of a part."""
        try:
            return etree.fromstring(self.read(part), etree.XMLParser(**XML_SAFELY))
        except etree.XMLSyntaxError as error:
            raise damaged(self.file) from error

    def main_part(self) -> tuple[str, str]:
        """Return what the archive holds ("workbook", "document" …) and in which part; or ""."""
        parts = []
        if "_rels/.rels" in self:
            parts = [part for kind, part in self.relations("").values() if kind == _MAIN]
        if len(parts) > 1:
            raise damaged(self.file)
        for part in (*parts, "xl/workbook.xml", "word/document.xml"):
            if part.endswith(".bin"):
                return "binary", part
            if part in self:
                root = _FIRST_TAG.search(_COMMENT.sub(b"", next(self.stream(part), b"")))
                return (root[1].decode() if root else ""), part
        return "", ""

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return (kind, part) by id of what a part refers to.

        `plain` is False from then on when another reader might take one for another part.
        """
        folder, name = posixpath.split(part)
        at = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for one in self.tree(at) if at in self else ():
            identity, target = one.get("Id", ""), one.get("Target", "")
            if identity in found:
                raise damaged(self.file)
            self.plain = self.plain and _PLAIN_TARGET.fullmatch(target) is not None
            whole = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
            found[identity] = one.get("Type", "").rpartition(_RELATION_TYPES)[2], whole.lstrip("/")
        return found

    def _bytes(self, part: str) -> Iterator[bytes]:
        info = self._parts.get(_key(part))
        if info is None or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.file)
        if info.flag_bits & _ENCRYPTED:
            raise protected(self.file)
        # zipfile stops at the size that the directory names, where other readers go on: it is
        # counted here whether a part is longer than it says
        size = crc = 0
        for chunk in self._inflated(info):
            size += len(chunk)
            if size > info.file_size:
                raise damaged(self.file)
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if size != info.file_size or crc != info.CRC:
            raise damaged(self.file)

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        self._source.seek(info.header_offset)
        header = self._source.read(30)
        if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
            raise damaged(self.file)
        lengths = struct.unpack_from("<HH", header, 26)
        at = info.header_offset + 30 + sum(lengths)
        left = info.compress_size
        inflater = None if info.compress_type == zipfile.ZIP_STORED else zlib.decompressobj(-15)
        while left > 0:
            self._source.seek(at)  # each time, for two parts may be read in turns
            packed = self._source.read(min(left, _CHUNK if inflater is None else _CHUNK // 8))
            if not packed:
                raise damaged(self.file)
            at += len(packed)
            left -= len(packed)
            if inflater is None:
                yield packed
                continue
            try:
                while packed and not inflater.eof:
                    if chunk := inflater.decompress(packed, _CHUNK):
                        yield chunk
                    packed = inflater.unconsumed_tail
            except zlib.error as error:
                raise damaged(self.file) from error
            if inflater.eof:
                return
        if inflater is not None:
            yield inflater.flush()


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
